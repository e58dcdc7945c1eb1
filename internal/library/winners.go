package library

import (
	"cmp"
	"context"
	"slices"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// Won is what one edition of the awards has given.
type Won struct {
	Year     int
	Name     string
	Names    []string // of every award of the year, when others than ours are known too
	Ceremony string
	Winners  []award.Practice // by category, the highest prize first
	Covers   map[award.ID]award.Cover
	// Edition is set when the edition ran on this platform; it says when the
	// other categories are announced.
	Edition *award.Edition
	// Corrections are what became of prizes since they were announced, the latest
	// first.
	Corrections []Correction
}

// Correction is an act on a prize of an open result, with the names of what it
// was done to.
type Correction struct {
	award.Amendment
	Of award.Practice // the city and the prize as lists name them
}

// IsWinner reports whether a practice has won: a prize is recorded, or it comes
// from the archive, which holds winners only.
func IsWinner(p award.Practice) bool { return p.Prize != "" || p.Entry == "" }

// Winners returns every edition with its winners, the latest first. The running
// edition stands first even before it has any.
func (d *Desk) Winners(ctx context.Context) ([]Won, error) {
	return d.won(ctx, func(int) bool { return true })
}

// won are the editions of some years.
func (d *Desk) won(ctx context.Context, of func(year int) bool) ([]Won, error) {
	s, err := d.shelf(ctx)
	if err != nil {
		return nil, err
	}
	var editions []*award.Edition
	err = d.db.View(ctx, func(tx *database.Tx) (err error) {
		editions, err = tx.Editions()
		return err
	})
	if err != nil {
		return nil, err
	}
	by := map[int]*Won{}
	for _, e := range editions {
		if !of(e.Year) || !begun(e, d.clock()) {
			continue
		}
		by[e.Year] = &Won{Year: e.Year, Name: e.Name, Ceremony: e.CeremonyPlace, Edition: e, Covers: s.covers}
	}
	for _, p := range s.practices {
		if !of(p.Year) {
			continue
		}
		if by[p.Year] == nil {
			by[p.Year] = &Won{Year: p.Year, Name: p.Edition, Ceremony: p.Ceremony, Covers: s.covers}
		}
		by[p.Year].join(p)
		if IsWinner(p) {
			by[p.Year].Winners = append(by[p.Year].Winners, p)
		}
	}
	all := make([]Won, 0, len(by))
	for _, w := range by {
		all = append(all, *w)
	}
	slices.SortFunc(all, func(a, b Won) int { return b.Year - a.Year })
	return all, nil
}

// join notes that a year has another award beside its first.
func (w *Won) join(p award.Practice) {
	if w.Names == nil {
		w.Names = []string{w.Name}
	}
	if !slices.Contains(w.Names, p.Edition) {
		w.Names = append(w.Names, p.Edition)
	}
}

// begun reports whether an edition has been made public: one that is still
// being prepared is not named.
func begun(e *award.Edition, now award.Time) bool {
	return slices.ContainsFunc(e.Stages, func(s award.Stage) bool { return s.Opens <= now })
}

// WinnersOf returns one edition with its winners; ErrNotFound for a year
// without an edition.
func (d *Desk) WinnersOf(ctx context.Context, year int) (Won, error) {
	all, err := d.won(ctx, func(y int) bool { return y == year })
	if err != nil {
		return Won{}, err
	}
	if len(all) == 0 {
		return Won{}, award.ErrNotFound
	}
	won := all[0]
	if won.Edition == nil {
		return won, nil
	}
	err = d.db.View(ctx, func(tx *database.Tx) error {
		won.Corrections, err = corrections(tx, won.Edition)
		return err
	})
	return won, err
}

func corrections(tx *database.Tx, e *award.Edition) (all []Correction, err error) {
	by, err := tx.Amendments(e.ID)
	if err != nil {
		return nil, err
	}
	for key, amendments := range by {
		category, _ := e.Category(key)
		for _, a := range amendments {
			prize, _ := e.Prize(a.Prize)
			entry, err := tx.Entry(a.Entry)
			if err != nil {
				return nil, err
			}
			city, err := tx.City(entry.City)
			if err != nil {
				return nil, err
			}
			all = append(all, Correction{a, award.Practice{
				Category: category.Name, CategoryKey: key, Prize: prize.Name, PrizeRank: prize.Rank, CityName: city.Name, Country: city.Country, Year: e.Year,
			}})
		}
	}
	slices.SortFunc(all, func(a, b Correction) int { return cmp.Compare(b.Seq, a.Seq) })
	return all, nil
}

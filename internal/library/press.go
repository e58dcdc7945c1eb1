package library

import (
	"context"
	"slices"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// Press is what journalists get of an edition from the moment at which its
// results are open.
type Press struct {
	Won
	Pages []Page // of the winners, in their order
	Facts PressFacts
}

// PressFacts count what the open results were made of, so that one definition
// holds everywhere: an entry counts when the jury judged it in a category whose
// result is open.
type PressFacts struct {
	Categories, Entries, Cities, Countries int
	Opened                                 award.Time // the first result
}

// Press returns the press kit of an edition that ran here; ErrNotFound before a
// winner of it stands in the library.
func (d *Desk) Press(ctx context.Context, year int) (kit Press, err error) {
	if kit.Won, err = d.WinnersOf(ctx, year); err != nil {
		return kit, err
	}
	ours := slices.DeleteFunc(slices.Clone(kit.Winners), func(p award.Practice) bool { return p.Entry == "" })
	if kit.Edition == nil || len(ours) == 0 {
		return kit, award.ErrNotFound
	}
	kit.Winners = ours
	err = d.db.View(ctx, func(tx *database.Tx) error {
		kit.Pages = nil
		for _, p := range ours {
			page := Page{Practice: p}
			if page.InCity, err = tx.City(p.City); err != nil {
				return err
			}
			if page.Upkeep, err = tx.Upkeep(p.ID); err != nil {
				return err
			}
			if page.Parts, err = tx.PracticeText(p.ID); err != nil {
				return err
			}
			if page.Files, err = tx.PracticeFiles(p.ID); err != nil {
				return err
			}
			kit.Pages = append(kit.Pages, page)
		}
		kit.Facts, err = pressFacts(tx, kit.Edition)
		return err
	})
	return kit, err
}

func pressFacts(tx *database.Tx, e *award.Edition) (f PressFacts, err error) {
	seals, err := tx.Seals(e.ID)
	if err != nil {
		return f, err
	}
	cities, countries := map[award.ID]bool{}, map[string]bool{}
	for _, s := range seals {
		if s.Opened.IsZero() {
			continue
		}
		if f.Categories++; f.Opened == 0 || s.Opened < f.Opened {
			f.Opened = s.Opened
		}
		r, err := s.Result()
		if err != nil {
			return f, err
		}
		for _, judged := range r.Standings {
			entry, err := tx.Entry(judged.Entry)
			if err != nil {
				return f, err
			}
			city, err := tx.City(entry.City)
			if err != nil {
				return f, err
			}
			f.Entries++
			cities[city.ID], countries[city.Country] = true, true
		}
	}
	f.Cities, f.Countries = len(cities), len(countries)
	return f, nil
}

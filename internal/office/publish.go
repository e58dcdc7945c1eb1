package office

import (
	"context"
	"errors"
	"slices"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// Opening is what opening results to the public would do, without a word about
// what they are.
type Opening struct {
	Edition    *award.Edition
	Categories []OpeningLine
}

// OpeningLine is one category and how far its result has come.
type OpeningLine struct {
	Category award.Category
	Sealed   bool
	Opened   award.Time
}

// Ready counts the categories that are sealed and not open yet.
func (o *Opening) Ready() int {
	n := 0
	for _, c := range o.Categories {
		if c.Sealed && c.Opened.IsZero() {
			n++
		}
	}
	return n
}

// Opening returns how far each category is from being open.
func (d *Desk) Opening(ctx context.Context, a award.Actor, year int) (*Opening, error) {
	var o *Opening
	err := d.db.View(ctx, func(tx *database.Tx) error {
		e, seals, err := openable(tx, a, year)
		if err != nil {
			return err
		}
		o = &Opening{Edition: e}
		for _, c := range e.Categories {
			o.Categories = append(o.Categories, OpeningLine{Category: c, Sealed: seals[c.Key].Sealed(), Opened: seals[c.Key].Opened})
		}
		return nil
	})
	return o, err
}

func openable(tx *database.Tx, a award.Actor, year int) (*award.Edition, map[string]award.Seal, error) {
	if err := award.MayTry(a, award.DeedOpen); err != nil {
		return nil, nil, err
	}
	e, err := tx.EditionOf(year)
	if err != nil {
		return nil, nil, err
	}
	seals, err := tx.Seals(e.ID)
	return e, seals, err
}

// Open makes sealed results public: of one category, or of every one that is
// sealed when category is empty. It returns how many became open; none when
// they were open already.
func (d *Desk) Open(ctx context.Context, a award.Actor, year int, category string) (opened int, err error) {
	err = d.db.Update(ctx, func(tx *database.Tx) error {
		opened = 0
		e, seals, err := openable(tx, a, year)
		if err != nil {
			return err
		}
		keys := []string{category}
		if category == "" {
			keys = nil
			for _, c := range e.Categories {
				if seals[c.Key].Sealed() {
					keys = append(keys, c.Key)
				}
			}
			if len(keys) == 0 {
				return award.Refuse(award.ErrConflict, "publish.refused.none")
			}
		}
		for _, key := range keys {
			if seals[key].Opened.IsZero() {
				opened++
			}
			if _, err := tx.OpenResult(e, key, a.Person.ID, d.clock()); err != nil {
				return err
			}
		}
		return nil
	})
	return opened, err
}

// Publication is the winners of an edition with what of each is or will be
// public. Categories to which the person has a tie are left out before they
// are opened.
type Publication struct {
	Edition *award.Edition
	Winners []Winner
	// Waiting are categories that are not sealed yet, Tied those that are closed
	// to the person.
	Waiting, Tied []award.Category
}

// Winner is one entry that wins a prize.
type Winner struct {
	Category award.Category
	Prize    award.Prize
	Entry    award.Entry
	City     award.City
	Public   award.Publication
	Consents []string // statements that the city agreed to
	Slug     string   // of the practice, once it is public
}

// Publication returns what is or will be public of each winner.
func (d *Desk) Publication(ctx context.Context, a award.Actor, year int) (*Publication, error) {
	var p *Publication
	err := d.db.View(ctx, func(tx *database.Tx) error {
		if err := award.MayTry(a, award.DeedPublish); err != nil {
			return err
		}
		e, err := tx.EditionOf(year)
		if err != nil {
			return err
		}
		p = &Publication{Edition: e}
		for _, c := range e.Categories {
			if err := d.winners(tx, a, p, c); err != nil {
				return err
			}
		}
		return nil
	})
	return p, err
}

func (d *Desk) winners(tx *database.Tx, a award.Actor, p *Publication, c award.Category) error {
	seal, err := tx.Seal(p.Edition.ID, c.Key)
	if errors.Is(err, award.ErrNotFound) || err == nil && !seal.Sealed() {
		p.Waiting = append(p.Waiting, c)
		return nil
	}
	if err != nil {
		return err
	}
	if seal.Opened.IsZero() {
		switch _, err := d.resultRoom(tx, a, award.DeedResults, resultAt{p.Edition.Year, c.Key, 0}); {
		case errors.Is(err, award.ErrNotFound), errors.Is(err, award.ErrClosed):
			p.Tied = append(p.Tied, c)
			return nil
		case err != nil:
			return err
		}
	}
	result, err := seal.Result()
	if err != nil {
		return err
	}
	for _, won := range result.Prizes {
		if won.Entry == "" || won.Outcome == award.Withheld {
			continue
		}
		w, err := winnerOf(tx, p.Edition, won)
		if err != nil {
			return err
		}
		w.Category = c
		p.Winners = append(p.Winners, w)
	}
	return nil
}

func winnerOf(tx *database.Tx, e *award.Edition, won award.PrizeWon) (w Winner, err error) {
	w.Prize, _ = e.Prize(won.Prize)
	if w.Entry, err = tx.Entry(won.Entry); err != nil {
		return w, err
	}
	if w.City, err = tx.City(w.Entry.City); err != nil {
		return w, err
	}
	answers, err := tx.Answers(won.Entry)
	if err != nil {
		return w, err
	}
	files, err := tx.Attachments(won.Entry)
	if err != nil {
		return w, err
	}
	w.Public = award.PublicationOf(e, w.Entry, answers, files)
	for _, q := range e.Questions {
		given := award.List(answers[q.Key].Value)
		for _, o := range q.Options {
			if q.Kind == award.Consents && slices.Contains(given, o.Value) {
				w.Consents = append(w.Consents, o.Label)
			}
		}
	}
	practice, err := tx.PracticeOfEntry(won.Entry)
	if err == nil {
		w.Slug = practice.Slug
	} else if errors.Is(err, award.ErrNotFound) {
		err = nil
	}
	return w, err
}

package office

import (
	"context"
	"errors"
	"slices"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// Publication is the winners of an edition with what of each is or will be
// public. Categories to which the person has a tie are left out before they
// are opened.
type Publication struct {
	Edition *award.Edition
	Winners []Winner
	// Waiting are categories that are not sealed yet, Tied those that are closed
	// to the person.
	Waiting, Tied []award.Category
	// Closed are categories whose results lie in closed envelopes.
	Closed []award.Category
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
	Edits    award.Edits
}

// Publication returns what is or will be public of each winner.
func (d *Desk) Publication(ctx context.Context, a award.Actor, year int) (*Publication, error) {
	var p *Publication
	err := d.db.View(ctx, func(tx *database.Tx) (err error) {
		p, err = d.publicationOf(tx, a, year)
		return err
	})
	return p, err
}

func (d *Desk) publicationOf(tx *database.Tx, a award.Actor, year int) (*Publication, error) {
	if err := award.MayTry(a, award.DeedPublish); err != nil {
		return nil, err
	}
	e, err := tx.EditionOf(year)
	if err != nil {
		return nil, err
	}
	p := &Publication{Edition: e}
	for _, c := range e.Categories {
		if err := d.winners(tx, a, p, c); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func (d *Desk) winners(tx *database.Tx, a award.Actor, p *Publication, c award.Category) error {
	k, err := d.known(tx, a, p.Edition, c)
	switch {
	case err != nil:
		return err
	case k.waiting:
		p.Waiting = append(p.Waiting, c)
	case k.tied:
		p.Tied = append(p.Tied, c)
	case k.closed:
		p.Closed = append(p.Closed, c)
	}
	for _, won := range k.prizes() {
		w, err := winnerOf(tx, p.Edition, won)
		if err != nil {
			return err
		}
		w.Category = c
		p.Winners = append(p.Winners, w)
	}
	return nil
}

// knownResult is what a person may know of a category's sealed or open result:
// nothing when it waits for its seal, while they are kept from it, or while it
// lies in a closed envelope.
type knownResult struct {
	waiting, tied, closed bool
	seal                  award.Seal
	result                award.Result
	amendments            []award.Amendment
}

// prizes are those that are given as things stand.
func (k knownResult) prizes() []award.PrizeWon {
	return slices.DeleteFunc(k.result.Standing(k.amendments), func(w award.PrizeWon) bool { return w.Entry == "" || w.Outcome == award.Withheld })
}

func (d *Desk) known(tx *database.Tx, a award.Actor, e *award.Edition, c award.Category) (k knownResult, err error) {
	k.seal, err = tx.Seal(e.ID, c.Key)
	if errors.Is(err, award.ErrNotFound) || err == nil && !k.seal.Sealed() {
		return knownResult{waiting: true}, nil
	}
	if err != nil {
		return k, err
	}
	if k.seal.Opened.IsZero() {
		switch _, err := d.resultRoom(tx, a, award.DeedResults, resultAt{e.Year, c.Key, 0}); {
		case errors.Is(err, award.ErrNotFound), errors.Is(err, award.ErrClosed):
			return knownResult{tied: true}, nil
		case err != nil:
			return k, err
		}
	}
	if k.seal.Closed() {
		k.closed = true
		return k, nil
	}
	all, err := tx.Amendments(e.ID)
	if err != nil {
		return k, err
	}
	k.amendments = all[c.Key]
	k.result, err = k.seal.Result()
	return k, err
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
	if w.Edits, err = tx.Edits(won.Entry); err != nil {
		return w, err
	}
	w.Public = w.Edits.Apply(award.PublicationOf(e, w.Entry, answers, files))
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

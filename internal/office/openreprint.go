package office

import (
	"context"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/envelope"
	"we-gov.org/awards/storage/database"
)

// Another phrase on paper, where the first is lost.
//
// Why it takes the two of an opening: the phrase opens the category alone, so to
// draw one is to open it for whoever gets the paper. The first person says why;
// the second sees the phrase, which nobody keeps. The envelope stays shut, its
// content, locks and commitment as they were, and the old phrase opens it no
// more. What it still opens is a copy of the records from before, and the pages
// say so.

// Reprint is how far a category is from another phrase on paper, without a word
// about what is in its envelope.
type Reprint struct {
	Edition  *award.Edition
	Category award.Category
	Asked    *FirstAct // nil while nobody did the first act
	Reason   string    // of the first act
	Lacks    *award.Fault
}

// Reprint returns how far a category is from another phrase.
func (d *Desk) Reprint(ctx context.Context, a award.Actor, year int, category string) (r Reprint, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		o, err := d.openable(tx, a, award.DeedNewPaper, year)
		if err != nil {
			return err
		}
		r = Reprint{Edition: o.edition}
		var there bool
		if r.Category, there = o.edition.Category(category); !there {
			return award.ErrNotFound
		}
		if refused, is := asRefusal(mayReprint(tx, a, o, category)); is {
			r.Lacks = &refused.Fault
		} else if refused.Kind != nil {
			return refused.Kind
		}
		asks, err := d.asks(tx, a, o)
		r.Asked = asks[award.ForPaper][category]
		for _, k := range o.asks {
			if r.Asked != nil && k.Purpose == award.ForPaper && k.Category == category {
				r.Reason = k.Reason
			}
		}
		return err
	})
	return r, err
}

// mayReprint refuses an actor who may not take part in drawing another phrase.
func mayReprint(tx *database.Tx, a award.Actor, o *openable, key string) error {
	if err := sealedPaper(o, key); err != nil {
		return err
	}
	if _, err := o.whole(key); err != nil {
		return err
	}
	return untied(tx, a, o, key)
}

// PrintPaper is the second of the two acts, by another person than the first: it
// draws the phrase and returns it. The earlier one opens the envelope no more. A
// wrong phrase of the own key is a fault of the field phrase.
func (d *Desk) PrintPaper(ctx context.Context, a award.Actor, year int, act Act) (phrase string, err error) {
	act.Purpose = award.ForPaper
	_, u, err := d.second(ctx, a, year, act)
	if err != nil {
		return "", err
	}
	phrase = envelope.NewPaperPhrase()
	err = d.db.Update(ctx, func(tx *database.Tx) error {
		o, err := d.openable(tx, a, award.DeedNewPaper, year)
		if err != nil {
			return err
		}
		ask, err := o.ask(a, act, d.clock())
		if err != nil {
			return err
		}
		if err := mayReprint(tx, a, o, act.Category); err != nil {
			return err
		}
		return d.reprint(tx, a, o, ask, u, phrase)
	})
	if err != nil {
		return "", err
	}
	return phrase, d.db.Settle(ctx)
}

func (d *Desk) reprint(tx *database.Tx, a award.Actor, o *openable, ask award.OpeningAsk, u *unsealed, phrase string) error {
	s := o.seals[ask.Category]
	if s.Commitment != u.of[ask.Category] {
		return award.ErrConflict
	}
	e, err := o.whole(ask.Category)
	if err != nil {
		return err
	}
	if err := e.Reprint(u.secrets[ask.Category], phrase, envelope.Anew{By: string(a.Person.ID), At: int64(d.clock())}); err != nil {
		return err
	}
	if s.Envelope, err = e.Text(); err != nil {
		return err
	}
	if err := tx.Reclose(&s); err != nil {
		return err
	}
	if err := tx.ForgetOpening(o.edition.ID, ask.Category, ask.Purpose); err != nil {
		return err
	}
	return d.minuteOf(tx, a, minuteAt{o.edition, ask.Category}, "paper", minuteDoc{Reason: ask.Reason, With: ask.By})
}

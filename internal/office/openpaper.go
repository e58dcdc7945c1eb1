package office

import (
	"context"
	"errors"
	"slices"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/envelope"
	"we-gov.org/awards/storage/database"
)

// The producer's opening with a phrase on paper.
//
// Why it is an act of two people all the same: who seals a category sees its
// phrase once and hands the paper on; somebody else, with another role, uses it
// here. The one who sealed is refused. What is opened so is recorded as opened so.

// PaperAct opens one category with the phrase of its paper envelope: for the
// stage, or to everybody.
type PaperAct struct {
	Category string
	Phrase   string
	Public   bool
}

// Papers are the paper envelopes of an edition as the producer sees them, without
// a word about what is in them.
type Papers struct {
	Edition *award.Edition
	Lines   []PaperLine
	// Early is from when they may be opened; zero once that has come.
	Early award.Time
}

// PaperLine is one category. Lacks says why it cannot be opened by its phrase.
type PaperLine struct {
	Category award.Category
	Opened   award.Time // to everybody; zero before
	Work     award.Time // until when it is open for the stage; zero for closed
	Lacks    *award.Fault
	// Anew is when its phrase was drawn again, so that an older paper is of no use
	// any more; zero for never.
	Anew award.Time
}

// Papers returns how far each category is from being opened by its phrase.
func (d *Desk) Papers(ctx context.Context, a award.Actor, year int) (p *Papers, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		o, err := d.openable(tx, a, award.DeedOpenPaper, year)
		if err != nil {
			return err
		}
		p = &Papers{Edition: o.edition}
		if from := o.edition.PaperOpens(); d.clock() < from {
			p.Early = from
		}
		for _, c := range o.edition.Categories {
			line := PaperLine{Category: c, Opened: o.seals[c.Key].Opened, Work: d.workUntil(o.edition.ID, c.Key, award.ForStage)}
			if e, err := envelopeOf(o.seals[c.Key]); err == nil && e.Anew != nil {
				line.Anew = award.Time(e.Anew.At)
			}
			if refused, is := asRefusal(mayTear(tx, a, o, c.Key)); is {
				line.Lacks = &refused.Fault
			} else if refused.Kind != nil {
				return refused.Kind
			}
			p.Lines = append(p.Lines, line)
		}
		return nil
	})
	return p, err
}

// workUntil is until when a category is open for a purpose; zero when it is not.
func (d *Desk) workUntil(edition award.ID, category string, purpose award.Purpose) (until award.Time) {
	for _, w := range d.db.Works(purpose) {
		if w.Edition == edition && w.Category == category {
			until = w.Until
		}
	}
	return until
}

// mayTear refuses an actor who may not open a category by its phrase, whatever
// the phrase, with a *award.Refusal; nil when they may.
func mayTear(tx *database.Tx, a award.Actor, o *openable, key string) error {
	if err := sealedPaper(o, key); err != nil {
		return err
	}
	e, err := o.whole(key)
	if err != nil {
		return err
	}
	c, _ := o.edition.Category(key)
	switch {
	case len(e.Paper) == 0:
		return award.Refuse(award.ErrConflict, "paper.refused.without", "Category", c.Name)
	case phraseSeenBy(o.seals[key], e) == a.Person.ID:
		return award.Refuse(award.ErrForbidden, "paper.refused.own")
	}
	if err := untied(tx, a, o, key); err != nil {
		return err
	}
	return tx.MayLeave(o.edition, key)
}

// sealedPaper refuses where a phrase on paper can have no use.
func sealedPaper(o *openable, key string) error {
	c, there := o.edition.Category(key)
	s := o.seals[key]
	switch {
	case !there:
		return award.ErrNotFound
	case o.edition.Paper.Opens == award.PaperNone:
		return award.Refuse(award.ErrConflict, "paper.refused.none")
	case !s.Sealed():
		return award.Refuse(award.ErrConflict, "publish.refused.unsealed", "Category", c.Name)
	case !s.Opened.IsZero():
		return award.Refuse(award.ErrConflict, "publish.already")
	}
	return nil
}

// whole reads the envelope of a category, refusing one that is damaged.
func (o *openable) whole(key string) (envelope.Envelope, error) {
	e, err := envelopeOf(o.seals[key])
	if errors.Is(err, envelope.ErrDamaged) {
		return e, o.damaged(key)
	}
	return e, err
}

// phraseSeenBy is who was shown the phrase that is good now.
func phraseSeenBy(s award.Seal, e envelope.Envelope) award.ID {
	if e.Anew != nil {
		return award.ID(e.Anew.By)
	}
	return s.Second
}

// untied refuses an actor with a tie to an entry of the category.
func untied(tx *database.Tx, a award.Actor, o *openable, key string) error {
	tied, err := stakesOf(tx, a, o.edition.ID)
	if err != nil {
		return err
	}
	entries, err := tx.EntriesIn(o.edition.ID, award.EntryAccepted)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(entries, func(en award.Entry) bool { return en.Category == key && tied.bar(en) }) {
		return award.Refuse(award.ErrForbidden, "paper.refused.tied")
	}
	return nil
}

// OpenPaper opens a category with the phrase of its paper envelope: in this
// process's memory for the windows of the show alone, or to everybody where the
// edition's rule says so. A wrong phrase is a fault of the field phrase, one too
// early a Refusal of ErrClosed.
func (d *Desk) OpenPaper(ctx context.Context, a award.Actor, year int, act PaperAct) error {
	var o *openable
	err := d.db.View(ctx, func(tx *database.Tx) (err error) {
		if o, err = d.openable(tx, a, award.DeedOpenPaper, year); err != nil {
			return err
		}
		return d.mayTearNow(tx, a, o, act)
	})
	if err != nil {
		return err
	}
	u := newUnsealed()
	err = d.tried(ctx, a, "paper.fault.phrase", func() error {
		e, err := envelopeOf(o.seals[act.Category])
		if err != nil {
			return err
		}
		secret, err := e.ByPhrase(act.Phrase)
		if err != nil {
			return err
		}
		return u.read(o.seals[act.Category], secret)
	})
	switch {
	case errors.Is(err, envelope.ErrDamaged):
		return o.damaged(act.Category)
	case err != nil:
		return err
	case act.Public:
		_, err = d.openToAll(ctx, year, u, func(tx *database.Tx, o *openable) (award.ID, error) { return a.Person.ID, d.torn(tx, a, o, act) })
		return err
	}
	return d.openForStage(ctx, a, o, act, u)
}

// mayTearNow is mayTear with what the rule says of the hour and of the public.
func (d *Desk) mayTearNow(tx *database.Tx, a award.Actor, o *openable, act PaperAct) error {
	if err := mayTear(tx, a, o, act.Category); err != nil {
		return err
	}
	if from := o.edition.PaperOpens(); d.clock() < from {
		return award.Refuse(award.ErrClosed, "paper.refused.early", "At", from)
	}
	if act.Public && o.edition.Paper.Opens != award.PaperPublic {
		return award.Refuse(award.ErrForbidden, "paper.refused.public")
	}
	return nil
}

// torn asks again, in the transaction that opens, and records the act.
func (d *Desk) torn(tx *database.Tx, a award.Actor, o *openable, act PaperAct) error {
	if err := d.mayTearNow(tx, a, o, act); err != nil {
		return err
	}
	to := award.PaperStage
	if act.Public {
		to = award.PaperPublic
	}
	return d.paperRecord(tx, a, o.edition, map[string]any{"act": "open", "category": act.Category, "to": to})
}

func (d *Desk) openForStage(ctx context.Context, a award.Actor, o *openable, act PaperAct, u *unsealed) error {
	err := d.db.Update(ctx, func(tx *database.Tx) error {
		now, err := readOpenable(tx, o.edition)
		if err != nil {
			return err
		}
		if now.seals[act.Category].Commitment != u.of[act.Category] {
			return award.ErrConflict
		}
		return d.torn(tx, a, now, act)
	})
	if err == nil {
		sealer := o.seals[act.Category].Second
		d.db.OpenForWork(database.Work{Purpose: award.ForStage, Edition: o.edition.ID, Category: act.Category, First: sealer, Second: a.Person.ID, Until: d.clock().Add(workLasts), Enclosed: u.contents[act.Category]})
	}
	return err
}

func (d *Desk) paperRecord(tx *database.Tx, a award.Actor, e *award.Edition, detail map[string]any) error {
	return record(tx, award.Event{At: d.clock(), Actor: a.Person.ID, Deed: award.DeedOpenPaper, Kind: "result", Subject: e.ID, Edition: e.ID}, detail)
}

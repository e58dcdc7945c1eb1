package office

import (
	"context"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// openForWork opens envelopes in this process's memory, for those who may see
// results, and returns how many.
//
// Why not on the disk: what is opened for an afternoon's work, such as the
// winners' pages or the show, must not be read from tonight's backup.
func (d *Desk) openForWork(ctx context.Context, a award.Actor, o *openable, act Act, u *unsealed) (int, error) {
	now := d.clock()
	ask, err := o.ask(a, act, now)
	if err != nil {
		return 0, err
	}
	err = d.db.Update(ctx, func(tx *database.Tx) error {
		if err := tx.ForgetOpening(o.edition.ID, act.Category, act.Purpose); err != nil {
			return err
		}
		return workRecord(tx, a, o.edition, now, map[string]any{"act": "open", "categories": u.keys, "with": ask.By})
	})
	if err != nil {
		return 0, err
	}
	for key, content := range u.contents {
		d.db.OpenForWork(database.Work{Purpose: award.ForWork, Edition: o.edition.ID, Category: key, First: ask.By, Second: a.Person.ID, Until: now.Add(workLasts), Enclosed: content})
	}
	return len(u.contents), nil
}

// EndWork closes the envelopes of an edition that are open for work or for the stage.
func (d *Desk) EndWork(ctx context.Context, a award.Actor, year int) error {
	var e *award.Edition
	err := d.db.Update(ctx, func(tx *database.Tx) (err error) {
		o, err := d.openable(tx, a, award.DeedOpen, year)
		if err != nil {
			return err
		}
		e = o.edition
		return workRecord(tx, a, e, d.clock(), map[string]any{"act": "close"})
	})
	if err == nil {
		d.db.EndWork(e.ID, "")
	}
	return err
}

// workOn is what two people have open of a seal.
func (d *Desk) workOn(s award.Seal) (award.Enclosed, error) {
	for _, w := range d.db.Works(award.ForWork) {
		if w.Edition == s.Edition && w.Category == s.Category {
			return w.Enclosed, nil
		}
	}
	return award.Enclosed{}, award.Refuse(award.ErrEnveloped, "envelope.refused.closed")
}

func workRecord(tx *database.Tx, a award.Actor, e *award.Edition, now award.Time, detail map[string]any) error {
	return record(tx, award.Event{At: now, Actor: a.Person.ID, Deed: award.DeedWork, Kind: "result", Subject: e.ID, Edition: e.ID}, detail)
}

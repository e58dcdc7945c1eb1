package office

import (
	"context"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// unsaid is the mail to a city that has not said how it is named.
const unsaid = "ceremony_unsaid"

// SayReminder returns whom a reminder to say how a city is named in the ceremony
// would reach today: everybody who may edit an entry that is judged, is not open
// yet and of which nothing is confirmed, whether it wins or not.
func (d *Desk) SayReminder(ctx context.Context, a award.Actor, year int) (r Reminder, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		r, err = d.remindToSay(tx, a, year)
		return err
	})
	return r, err
}

// RemindToSay sends what SayReminder returns.
func (d *Desk) RemindToSay(ctx context.Context, a award.Actor, year int) (r Reminder, err error) {
	err = d.db.Update(ctx, func(tx *database.Tx) error {
		if r, err = d.remindToSay(tx, a, year); err != nil {
			return err
		}
		return r.post(tx, a, award.DeedRemindSay, d.clock())
	})
	return r, err
}

// remindToSay leaves out nobody to whom the actor has a tie: the list of names of
// the ceremony holds them all, too.
func (d *Desk) remindToSay(tx *database.Tx, a award.Actor, year int) (r Reminder, err error) {
	if err := award.May(a, award.DeedRemindSay, award.Object{}); err != nil {
		return r, err
	}
	if r.Edition, err = tx.EditionOf(year); err != nil {
		return r, err
	}
	r.Closes, r.kind = r.Edition.Ceremony, unsaid
	said, err := tx.SaidIn(r.Edition.ID)
	if err != nil {
		return r, err
	}
	entries, err := tx.EntriesIn(r.Edition.ID, award.EntryAccepted)
	if err != nil {
		return r, err
	}
	for _, e := range entries {
		open, err := tx.IsOpen(r.Edition.ID, e.Category)
		if err != nil {
			return r, err
		}
		if open || !said[e.ID].Confirmed.IsZero() {
			continue
		}
		city, err := tx.City(e.City)
		if err != nil {
			return r, err
		}
		r.Entries = append(r.Entries, EntryLine{Entry: e, At: city})
	}
	return r, r.write(tx, d.clock())
}

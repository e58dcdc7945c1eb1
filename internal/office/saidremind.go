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
// yet and of which nothing is confirmed, whether it wins or not, but for those to
// which the actor has a tie.
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

// remindToSay leaves out entries to which the actor has a tie, as every list of
// the desk does: the page shows titles. Somebody else reminds those.
func (d *Desk) remindToSay(tx *database.Tx, a award.Actor, year int) (r Reminder, err error) {
	edition, lines, err := d.visible(tx, a, award.DeedRemindSay, year)
	if err != nil {
		return r, err
	}
	r = Reminder{Edition: edition, Closes: edition.Ceremony, kind: unsaid}
	said, err := tx.SaidIn(edition.ID)
	if err != nil {
		return r, err
	}
	for _, l := range lines {
		if l.State != award.EntryAccepted || !said[l.ID].Confirmed.IsZero() {
			continue
		}
		open, err := tx.IsOpen(edition.ID, l.Category)
		if err != nil {
			return r, err
		}
		if !open {
			r.Entries = append(r.Entries, l)
		}
	}
	return r, r.write(tx, d.clock())
}

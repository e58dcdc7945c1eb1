package office

import (
	"cmp"
	"context"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/storage/database"
)

// Reminder is what a mail to cities would do, or has done: to those who have not
// sent, or to those who have not said how they are named in the ceremony.
type Reminder struct {
	Edition *award.Edition
	Closes  award.Time
	Entries []EntryLine
	// Mails is to how many people it goes: everybody who may edit one of the
	// entries, once for each of them.
	Mails int
	// Already is how many were reminded on this day of the official zone; they
	// get no second mail.
	Already int
	kind    string // of the mail, in the catalogue
	letters []letter
}

type letter struct {
	mail award.Mail
	key  string
}

// Reminder returns whom a reminder would reach today.
func (d *Desk) Reminder(ctx context.Context, a award.Actor, year int) (r Reminder, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		r, err = d.remind(tx, a, year)
		return err
	})
	return r, err
}

// RemindDrafts mails everybody who may edit an entry that was started and not
// sent, at most once for an entry on one day of the official zone. It is
// refused when the city can no longer send.
func (d *Desk) RemindDrafts(ctx context.Context, a award.Actor, year int) (r Reminder, err error) {
	err = d.db.Update(ctx, func(tx *database.Tx) error {
		if r, err = d.remind(tx, a, year); err != nil {
			return err
		}
		return r.post(tx, a, award.DeedRemindDrafts, d.clock())
	})
	return r, err
}

// post sends the mails and records it.
func (r *Reminder) post(tx *database.Tx, a award.Actor, deed award.Deed, now award.Time) error {
	if r.Mails == 0 {
		return nil
	}
	for _, l := range r.letters {
		if err := tx.Post(l.mail, l.key, now); err != nil {
			return err
		}
	}
	return record(tx, award.Event{At: now, Actor: a.Person.ID, Deed: deed, Kind: "edition", Subject: r.Edition.ID, Edition: r.Edition.ID},
		map[string]any{"mails": r.Mails - r.Already})
}

// remind finds the drafts that can still be sent, and writes to the people who
// may edit them.
func (d *Desk) remind(tx *database.Tx, a award.Actor, year int) (Reminder, error) {
	edition, lines, err := d.visible(tx, a, award.DeedRemindDrafts, year)
	if err != nil {
		return Reminder{}, err
	}
	now := d.clock()
	stage, _ := edition.Stage(award.StageSubmit)
	r := Reminder{Edition: edition, Closes: stage.Closes, kind: "entry_unsent"}
	open := edition.State(award.StageSubmit, now) == award.Open
	for _, l := range lines {
		if l.State == award.EntryDraft && (open || l.Reopened > now) {
			r.Entries = append(r.Entries, l)
		}
	}
	if err := complete(tx, edition, r.Entries); err != nil {
		return r, err
	}
	return r, r.write(tx, now)
}

// write makes a mail for everybody who may edit one of the entries, at most one
// for an entry on one day of the official zone.
func (r *Reminder) write(tx *database.Tx, now award.Time) (err error) {
	prefix := r.kind + ":" + string(r.Edition.ID) + ":" + now.Std().In(r.Edition.Location()).Format(time.DateOnly) + ":"
	if r.Already, err = tx.CountPosted(prefix); err != nil {
		return err
	}
	for _, l := range r.Entries {
		editors, err := tx.Editors(l.City)
		if err != nil {
			return err
		}
		for _, p := range editors {
			r.letters = append(r.letters, letter{r.mail(locale.Of(p), p, l), prefix + string(l.ID) + ":" + string(p.ID)})
		}
	}
	r.Mails = len(r.letters)
	return nil
}

// mail is what one person is written about an entry.
func (r *Reminder) mail(w *locale.Words, to award.Person, l EntryLine) award.Mail {
	path, until := "/my/entries/"+l.Reference, max(r.Closes, l.Reopened)
	if r.kind == unsaid {
		path, until = path+"/ceremony", r.Closes
	}
	return w.Letter(r.kind, to, path,
		"Reference", l.Reference, "Title", titleOr(l.Title, w), "Name", cmp.Or(to.Name, "…"), "City", l.At.Name, "Done", l.Done, "Needed", l.Needed,
		"Closes", w.Both(until, zoneOf(to), r.Edition.Location(), "", ""))
}

func titleOr(title string, w *locale.Words) string {
	if title == "" {
		return w.T("desk.untitled")
	}
	return title
}

// Sample is the mail about the first of the entries as one of its people would
// read it in the given words, without their name.
func (r Reminder) Sample(w *locale.Words) award.Mail {
	if len(r.Entries) == 0 {
		return award.Mail{}
	}
	return r.mail(w, award.Person{}, r.Entries[0])
}

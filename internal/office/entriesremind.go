package office

import (
	"context"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/storage/database"
)

// Reminder is what a mail to those who have not sent would do, or has done.
type Reminder struct {
	Edition *award.Edition
	Closes  award.Time
	Drafts  []EntryLine
	// Mails is to how many people it goes: everybody who may edit one of the
	// drafts, once for each draft.
	Mails int
	// Already is how many were reminded on this day of the official zone; they
	// get no second mail.
	Already int
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
	now := d.clock()
	err = d.db.Update(ctx, func(tx *database.Tx) error {
		if r, err = d.remind(tx, a, year); err != nil || r.Mails == 0 {
			return err
		}
		for _, l := range r.letters {
			if err := tx.Post(l.mail, l.key, now); err != nil {
				return err
			}
		}
		return record(tx, award.Event{At: now, Actor: a.Person.ID, Deed: award.DeedRemindDrafts, Kind: "edition", Subject: r.Edition.ID, Edition: r.Edition.ID},
			map[string]any{"mails": r.Mails - r.Already})
	})
	return r, err
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
	r := Reminder{Edition: edition, Closes: stage.Closes}
	open := edition.State(award.StageSubmit, now) == award.Open
	for _, l := range lines {
		if l.State == award.EntryDraft && (open || l.Reopened > now) {
			r.Drafts = append(r.Drafts, l)
		}
	}
	if err := complete(tx, edition, r.Drafts); err != nil {
		return r, err
	}
	prefix := "entry_unsent:" + string(edition.ID) + ":" + now.Std().In(edition.Location()).Format(time.DateOnly) + ":"
	if r.Already, err = tx.CountPosted(prefix); err != nil {
		return r, err
	}
	return r, r.write(tx, prefix)
}

// write makes a mail for everybody who may edit one of the drafts.
func (r *Reminder) write(tx *database.Tx, prefix string) error {
	for _, l := range r.Drafts {
		members, err := membersOf(tx, l.City)
		if err != nil {
			return err
		}
		for _, m := range members {
			if m.Right.Covers(award.MayEdit) {
				r.letters = append(r.letters, letter{r.mail(m, l), prefix + string(l.ID) + ":" + string(m.ID)})
			}
		}
	}
	r.Mails = len(r.letters)
	return nil
}

func (r *Reminder) mail(m Member, l EntryLine) award.Mail {
	w := locale.Of(m.Person)
	return w.Letter("entry_unsent", m.Person, "/my/entries/"+l.Reference,
		"Reference", l.Reference, "Title", titleOr(l.Title, w), "Name", m.Name, "Done", l.Done, "Needed", l.Needed,
		"Closes", w.Both(max(r.Closes, l.Reopened), zoneOf(m.Person), r.Edition.Location(), "", ""))
}

func titleOr(title string, w *locale.Words) string {
	if title == "" {
		return w.T("desk.untitled")
	}
	return title
}

// Sample is the mail about the first of the drafts as one of its people would
// read it in the given words, without their name.
func (r Reminder) Sample(w *locale.Words) award.Mail {
	if len(r.Drafts) == 0 {
		return award.Mail{}
	}
	l := r.Drafts[0]
	return w.Letter("entry_unsent", award.Person{}, "/my/entries/"+l.Reference,
		"Reference", l.Reference, "Title", titleOr(l.Title, w), "Name", "…", "Done", l.Done, "Needed", l.Needed,
		"Closes", w.Both(max(r.Closes, l.Reopened), nil, r.Edition.Location(), "", ""))
}

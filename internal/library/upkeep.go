package library

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/storage/database"
)

const (
	// year is how long after its last word a city is asked again.
	year = 365 * day
	// SaidMost is how many characters a city may add.
	SaidMost = 600
	// askMost is how many cities are asked in one round.
	askMost = 200
)

// AskStillRunning mails the city of each practice that was not heard of for a
// year a link to say whether it still runs, and returns how many were asked.
// Practices whose city has nobody here are left to the Secretariat's list.
func (d *Desk) AskStillRunning(ctx context.Context) (asked int, err error) {
	now := d.clock()
	var due []award.Practice
	err = d.db.View(ctx, func(tx *database.Tx) error {
		all, err := tx.Practices()
		if err != nil {
			return err
		}
		kept, err := tx.Upkeeps()
		for _, p := range all {
			if isDue(p, kept[p.ID], now) {
				due = append(due, p)
			}
		}
		return err
	})
	for _, p := range due {
		if err != nil || asked >= askMost {
			break
		}
		err = d.db.Update(ctx, func(tx *database.Tx) error {
			sent, err := d.askRunning(tx, award.Actor{}, award.DeedPlatformChore, p)
			if sent {
				asked++
			}
			return err
		})
	}
	return asked, err
}

func isDue(p award.Practice, u award.Upkeep, now award.Time) bool {
	return p.Published != 0 && u.Running != award.RunningEnded && max(p.Published, u.Confirmed, u.Asked).Add(year) <= now
}

// askRunning mails a new link to those who answer for the city; not sent when
// it has nobody.
func (d *Desk) askRunning(tx *database.Tx, actor award.Actor, deed award.Deed, p award.Practice) (sent bool, err error) {
	now := d.clock()
	people, ofCity, err := contacts(tx, p)
	if err != nil || !ofCity {
		return false, err
	}
	u, err := tx.Upkeep(p.ID)
	if err != nil {
		return false, err
	}
	var secret string
	secret, u.Hash = award.NewSecret()
	u.Asked = now
	if err := tx.SaveUpkeep(u); err != nil {
		return false, err
	}
	for _, person := range people {
		w := locale.Of(person)
		mail := w.Letter("library_running", person, "/still-running/"+secret, toldOf(award.Inquiry{}, w, p)...)
		if err := tx.Post(mail, fmt.Sprintf("library_running/%s/%d/%s", p.ID, now, person.ID), now); err != nil {
			return false, err
		}
	}
	return true, recordPractice(tx, actor, deed, now, p, "asked")
}

func recordPractice(tx *database.Tx, actor award.Actor, deed award.Deed, now award.Time, p award.Practice, what string) error {
	return tx.Record(award.Event{At: now, Actor: actor.Person.ID, Deed: deed, Kind: "practice", Subject: p.ID, Detail: fmt.Sprintf(`{"slug":%q,"what":%q}`, p.Slug, what)})
}

// Running returns the practice whose city has a mailed secret, with what is
// known of it.
func (d *Desk) Running(ctx context.Context, secret string) (p award.Practice, u award.Upkeep, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		if u, err = tx.UpkeepByHash(award.HashSecret(secret)); err != nil {
			return err
		}
		if p, err = tx.Practice(u.Practice); err == nil && p.Withdrawn != 0 {
			err = award.ErrNotFound
		}
		return err
	})
	return p, u, err
}

// SayRunning keeps what a city says of its practice. The link stays good until
// the city is asked again, so that it can correct itself.
func (d *Desk) SayRunning(ctx context.Context, secret string, running award.Running, said string) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		u, err := tx.UpkeepByHash(award.HashSecret(secret))
		if err != nil {
			return err
		}
		return d.keepRunning(tx, award.Actor{}, award.DeedSayRunning, u, running, said)
	})
}

func (d *Desk) keepRunning(tx *database.Tx, actor award.Actor, deed award.Deed, u award.Upkeep, running award.Running, said string) error {
	p, err := tx.Practice(u.Practice)
	if err != nil {
		return err
	}
	if p.Withdrawn != 0 {
		return award.ErrNotFound
	}
	faults := award.Invalid{}
	if running != award.RunningYes && running != award.RunningChanged && running != award.RunningEnded {
		faults.Add("running", "fault.required")
	}
	if n := utf8.RuneCountInString(said); n > SaidMost {
		faults.Add("said", "fault.letters", "Count", SaidMost)
	}
	if len(faults) > 0 {
		return faults
	}
	u.Running, u.Said, u.Confirmed = running, strings.TrimSpace(said), d.clock()
	return errors.Join(tx.SaveUpkeep(u), recordPractice(tx, actor, deed, d.clock(), p, string(running)))
}

// Kept is a practice as the Secretariat keeps it, withdrawn ones too.
type Kept struct {
	award.Practice
	Upkeep    award.Upkeep
	Contact   bool // somebody of the city can be asked
	Inquiries []award.Inquiry
	Series    []award.Practice // the entries of the same practice, by year
}

// Keeping returns every practice of a page of the list, published or gone, with
// what is known of it, the longest unheard first; total is how many there are.
func (d *Desk) Keeping(ctx context.Context, actor award.Actor) (all []Kept, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		if err := award.MayTry(actor, award.DeedKeepPractice); err != nil {
			return err
		}
		practices, err := tx.AllPractices()
		if err != nil {
			return err
		}
		upkeep, err := tx.Upkeeps()
		all = make([]Kept, 0, len(practices))
		for _, p := range practices {
			all = append(all, Kept{Practice: p, Upkeep: upkeep[p.ID]})
		}
		return err
	})
	return all, err
}

// KeepOne returns one practice for the Secretariat.
func (d *Desk) KeepOne(ctx context.Context, actor award.Actor, slug string) (k Kept, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		if k.Practice, err = kept(tx, actor, slug); err != nil {
			return err
		}
		if k.Upkeep, err = tx.Upkeep(k.Practice.ID); err != nil {
			return err
		}
		if _, k.Contact, err = contacts(tx, k.Practice); err != nil {
			return err
		}
		if k.Inquiries, err = tx.InquiriesOf(k.Practice.ID); err != nil {
			return err
		}
		k.Series, err = series(tx, k.Upkeep)
		return err
	})
	return k, err
}

func kept(tx *database.Tx, actor award.Actor, slug string) (award.Practice, error) {
	if err := award.MayTry(actor, award.DeedKeepPractice); err != nil {
		return award.Practice{}, err
	}
	p, err := tx.PracticeBySlug(slug)
	if err == nil && p.Published == 0 {
		err = award.ErrNotFound
	}
	return p, err
}

// series are the practices of a series, the earliest first; none for a practice
// that stands alone.
func series(tx *database.Tx, u award.Upkeep) ([]award.Practice, error) {
	if u.Series == "" {
		return nil, nil
	}
	return tx.PracticesOfSeries(u.Series)
}

// AskAgain mails the city of a practice at once. A Refusal when the city has
// nobody to mail.
func (d *Desk) AskAgain(ctx context.Context, actor award.Actor, slug string) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		p, err := kept(tx, actor, slug)
		if err != nil {
			return err
		}
		sent, err := d.askRunning(tx, actor, award.DeedKeepPractice, p)
		if err == nil && !sent {
			return award.Refuse(award.ErrConflict, "keep.refused.nobody")
		}
		return err
	})
}

// NoteRunning keeps what the Secretariat has heard of a practice.
func (d *Desk) NoteRunning(ctx context.Context, actor award.Actor, slug string, running award.Running, said string) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		p, err := kept(tx, actor, slug)
		if err != nil {
			return err
		}
		u, err := tx.Upkeep(p.ID)
		if err != nil {
			return err
		}
		return d.keepRunning(tx, actor, award.DeedKeepPractice, u, running, said)
	})
}

// noticeMost is how many characters a public reason may have.
const noticeMost = 600

// Remove takes a practice off the shelf with a public reason: withdrawn by its
// city, or, with revoke, since its prize was taken away. Its address keeps the
// notice.
func (d *Desk) Remove(ctx context.Context, actor award.Actor, slug, reason string, revoke bool) error {
	now := d.clock()
	return d.db.Update(ctx, func(tx *database.Tx) error {
		p, err := kept(tx, actor, slug)
		if err != nil {
			return err
		}
		faults := award.Invalid{}
		switch n := utf8.RuneCountInString(reason); {
		case p.Withdrawn != 0:
			return award.Refuse(award.ErrConflict, "keep.refused.gone")
		case strings.TrimSpace(reason) == "":
			faults.Add("reason", "fault.required")
		case n > noticeMost:
			faults.Add("reason", "fault.letters", "Count", noticeMost)
		}
		if len(faults) > 0 {
			return faults
		}
		u, err := tx.Upkeep(p.ID)
		if err != nil {
			return err
		}
		p.Withdrawn, p.Notice, u.Revoked = now, strings.TrimSpace(reason), revoke
		what := "withdrawn"
		if revoke {
			what = "revoked"
		}
		return errors.Join(tx.SavePractice(&p), tx.SaveUpkeep(u), recordPractice(tx, actor, award.DeedKeepPractice, now, p, what))
	})
}

// Restore puts a practice back that was taken off the shelf; a Refusal while its
// prize is taken away, which is not for the library to give back.
func (d *Desk) Restore(ctx context.Context, actor award.Actor, slug string) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		p, err := kept(tx, actor, slug)
		if err != nil || p.Withdrawn == 0 {
			return err
		}
		switch taken, err := tx.PrizeTaken(p.Entry); {
		case err != nil:
			return err
		case taken:
			return award.Refuse(award.ErrConflict, "keep.refused.prize")
		}
		u, err := tx.Upkeep(p.ID)
		if err != nil {
			return err
		}
		p.Withdrawn, p.Notice, u.Revoked = 0, "", false
		return errors.Join(tx.SavePractice(&p), tx.SaveUpkeep(u), recordPractice(tx, actor, award.DeedKeepPractice, d.clock(), p, "restored"))
	})
}

// Join notes that a practice continues an earlier one of its city, or, with an
// empty address, that it stands alone.
func (d *Desk) Join(ctx context.Context, actor award.Actor, slug, earlier string) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		p, err := kept(tx, actor, slug)
		if err != nil {
			return err
		}
		u, err := tx.Upkeep(p.ID)
		if err != nil {
			return err
		}
		if u.Series = ""; earlier == "" {
			return errors.Join(tx.SaveUpkeep(u), recordPractice(tx, actor, award.DeedKeepPractice, d.clock(), p, "alone"))
		}
		first, err := tx.PracticeBySlug(earlier)
		if errors.Is(err, award.ErrNotFound) || err == nil && (first.City != p.City || first.ID == p.ID) {
			faults := award.Invalid{}
			faults.Add("earlier", "keep.fault.earlier")
			return faults
		}
		if err != nil {
			return err
		}
		before, err := tx.Upkeep(first.ID)
		if err != nil {
			return err
		}
		if before.Series == "" {
			before.Series = first.ID
		}
		u.Series = before.Series
		return errors.Join(tx.SaveUpkeep(before), tx.SaveUpkeep(u), recordPractice(tx, actor, award.DeedKeepPractice, d.clock(), p, "joined"))
	})
}

// Decide confirms or declines, in place of a city that has nobody here, that
// another city does the same.
func (d *Desk) Decide(ctx context.Context, actor award.Actor, slug string, inquiry award.ID, accept bool) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		p, err := kept(tx, actor, slug)
		if err != nil {
			return err
		}
		q, err := tx.Inquiry(inquiry)
		if err != nil {
			return err
		}
		if q.Practice != p.ID || q.Kind != award.InquiryReplication || q.Confirmed == 0 {
			return award.ErrNotFound
		}
		q.Answered, q.Accepted = d.clock(), accept
		return errors.Join(tx.SaveInquiry(q), record(tx, actor, award.DeedKeepPractice, d.clock(), q))
	})
}

// unheard is when a practice was last heard of.
func unheard(p award.Practice, u award.Upkeep) award.Time { return max(p.Published, u.Confirmed) }

// Stale reports whether nothing was heard of a practice for more than a year
// and a quarter, at an instant.
func (k Kept) Stale(now award.Time) bool {
	return k.Withdrawn == 0 && k.Upkeep.Running != award.RunningEnded && unheard(k.Practice, k.Upkeep).Add(year+90*24*time.Hour) <= now
}

package library

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

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

// Stale reports whether nothing was heard of a practice for more than a year
// and a quarter, at an instant.
func (k Kept) Stale(now award.Time) bool {
	return k.Withdrawn == 0 && k.Upkeep.Running != award.RunningEnded && unheard(k.Practice, k.Upkeep).Add(year+90*24*time.Hour) <= now
}

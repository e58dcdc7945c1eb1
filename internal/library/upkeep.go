package library

import (
	"context"
	"errors"
	"fmt"
	"strings"
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

// unheard is when a practice was last heard of.
func unheard(p award.Practice, u award.Upkeep) award.Time { return max(p.Published, u.Confirmed) }

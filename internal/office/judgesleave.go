package office

import (
	"context"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// ResendInvitation mails a judge the invitation once more under a new link; the
// old one no longer works. A judge who declined or left is invited anew.
func (d *Desk) ResendInvitation(ctx context.Context, a award.Actor, year int, person award.ID) error {
	return d.withJudge(ctx, asked{a, award.DeedInviteJudge, year, person}, func(p *pool) error {
		to, err := p.tx.Person(person)
		if err != nil {
			return err
		}
		if p.judge.State == award.JudgeAccepted {
			return award.Refuse(award.ErrConflict, "judges.refused.accepted")
		}
		if p.judge.State != award.JudgeInvited {
			p.judge.State = award.JudgeInvited
			if err := p.tx.SaveJudge(&p.judge); err != nil {
				return err
			}
		}
		waiting, err := p.waiting()
		if err != nil {
			return err
		}
		if waiting == nil {
			return p.invite(to)
		}
		inv, err := p.tx.RenewInvitation(*waiting, d.clock())
		if err != nil {
			return err
		}
		if err := p.post(inv, to); err != nil {
			return err
		}
		return p.record("invitation", inv.ID, map[string]any{"act": "sent again"})
	})
}

// waiting is the judge's invitation that has no answer yet; nil if there is none.
func (p *pool) waiting() (*award.Invitation, error) {
	open, err := p.tx.InvitationsOpen()
	line := JudgeLine{Judge: p.judge}
	line.invited(open, p.desk.clock())
	return line.Invitation, err
}

// RemoveJudge takes a judge out of the pool. One who never accepted goes with
// the invitation; of one who has accepted the unfinished scoresheets are taken
// away and the finished ones stay.
func (d *Desk) RemoveJudge(ctx context.Context, a award.Actor, year int, person award.ID, version int) (emptied int, err error) {
	err = d.withJudge(ctx, asked{a, award.DeedEditJudge, year, person}, func(p *pool) error {
		if p.judge.Version != version {
			return award.ErrConflict
		}
		if err := p.cancel(); err != nil {
			return err
		}
		seats, err := p.tx.SeatsOf(p.edition.ID, person)
		if err != nil {
			return err
		}
		if emptied, err = empty(p.tx, seats, func(s award.Seat) bool { return !s.State.Counts() }); err != nil {
			return err
		}
		if err := p.leave(len(seats) > 0); err != nil {
			return err
		}
		return p.record("judge", person, map[string]any{"act": "removed", "seats": emptied})
	})
	return emptied, err
}

// cancel makes the open invitation of a judge worth nothing.
func (p *pool) cancel() error {
	waiting, err := p.waiting()
	if err != nil || waiting == nil {
		return err
	}
	return p.tx.AnswerInvitation(waiting.ID, false, p.desk.clock())
}

// leave takes the role away, and from the pool who has never worked in it.
func (p *pool) leave(worked bool) error {
	if err := p.tx.Revoke(p.judge.Person, award.RoleJudge, p.edition.ID); err != nil {
		return err
	}
	if !worked && p.judge.State != award.JudgeAccepted {
		return p.tx.RemoveJudge(p.edition.ID, p.judge.Person)
	}
	p.judge.State = award.JudgeLeft
	return p.tx.SaveJudge(&p.judge)
}

// empty voids the seats that are chosen and are not gone already.
func empty(tx *database.Tx, seats []award.Seat, chosen func(award.Seat) bool) (n int, err error) {
	for _, s := range seats {
		if s.State.Gone() || !chosen(s) {
			continue
		}
		s.State = award.SeatVoid
		if err := tx.SaveSeat(&s); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// NewTie is a conflict that an officer notes: with an entry by its reference, or
// with a city by its name.
type NewTie struct{ With, Reason string }

// NoteConflict notes that a judge has a tie to an entry or to a city. Whatever
// the judge has scored there no longer counts, and the seats are empty.
func (d *Desk) NoteConflict(ctx context.Context, a award.Actor, year int, person award.ID, t NewTie) (emptied int, err error) {
	err = d.withJudge(ctx, asked{a, award.DeedConflict, year, person}, func(p *pool) error {
		tx, e := p.tx, p.edition
		c := award.Conflict{ID: award.NewID(), Edition: e.ID, Judge: person, Reason: strings.TrimSpace(t.Reason), At: d.clock(), By: a.Person.ID}
		if err := t.find(tx, e, &c); err != nil {
			return err
		}
		if err := tx.AddConflict(c); err != nil {
			return err
		}
		seats, err := tx.SeatsOf(e.ID, person)
		if err != nil {
			return err
		}
		of, err := tx.EntriesOfCity(c.City, e.ID)
		if err != nil {
			return err
		}
		hit := map[award.ID]bool{c.Entry: true}
		for _, entry := range of {
			hit[entry.ID] = true
		}
		if emptied, err = empty(tx, seats, func(s award.Seat) bool { return hit[s.Entry] }); err != nil {
			return err
		}
		return p.record("judge", person, map[string]any{"act": "noted", "seats": emptied})
	})
	return emptied, err
}

// find fills in what the conflict is with.
func (t NewTie) find(tx *database.Tx, e *award.Edition, c *award.Conflict) error {
	faults := award.Invalid{}
	if c.Reason == "" {
		faults.Add("reason", "judges.fault.reason")
	}
	entry, err := tx.EntryRef(strings.TrimSpace(t.With))
	switch {
	case err == nil && entry.Edition == e.ID && entry.State != award.EntryDraft:
		c.Entry = entry.ID
	default:
		cities, err := citiesNamed(tx, []string{t.With}, award.Invalid{})
		if err != nil {
			return err
		}
		if len(cities) == 0 {
			faults.Add("with", "judges.fault.with")
		} else {
			c.City = cities[0]
		}
	}
	return faults.Or()
}

// DropConflict takes away a conflict that the Secretariat has noted; what a
// judge has declared stays. Seats that were emptied stay empty.
func (d *Desk) DropConflict(ctx context.Context, a award.Actor, year int, person, conflict award.ID) error {
	return d.withJudge(ctx, asked{a, award.DeedConflict, year, person}, func(p *pool) error {
		all, err := p.tx.ConflictsOf(p.edition.ID, person)
		if err != nil {
			return err
		}
		for _, c := range all {
			if c.ID != conflict {
				continue
			}
			if c.By == person {
				return award.Refuse(award.ErrForbidden, "judges.refused.declared")
			}
			if err := p.tx.RemoveConflict(conflict); err != nil {
				return err
			}
			return p.record("judge", person, map[string]any{"act": "dropped"})
		}
		return award.ErrNotFound
	})
}

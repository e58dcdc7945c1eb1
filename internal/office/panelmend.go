package office

import (
	"context"
	"slices"
	"strconv"

	"we-gov.org/awards/internal/assign"
	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// PanelMend is what the engine would change in published panels after a judge
// has left, a tie was declared or an entry has come. Seats with a scoresheet
// begun stay, whatever they cost.
type PanelMend struct {
	Edition *award.Edition
	Round   int
	// Whole: everything that is not begun may move, for the best panels; else the
	// fewest seats move that fill the empty ones.
	Whole  bool
	Effect PanelEffect
	// Orphans counts seats whose judge may not read the entry any more, Moved the
	// others that are given up. Proved says that fewer would not do.
	Orphans, Moved int
	Proved         bool
	Held           int // seats that stay because a scoresheet is begun
	Missing        int // seats that stay empty all the same
	Witnesses      []PanelWitness
	Notices        []PanelNotice // mails to those whose list changes
	// Token stands for exactly this change: MendPanels asks for it.
	Token string

	certificate string
	policy      award.PanelPolicy
}

// PanelMend proposes how to mend the published panels of a round. Who has any
// tie may not mend its panels as a whole.
func (d *Desk) PanelMend(ctx context.Context, a award.Actor, year, round int, whole bool) (m *PanelMend, err error) {
	var r *panelRoom
	err = d.db.View(ctx, func(tx *database.Tx) error {
		r, err = d.mendRoom(tx, a, year, round)
		return err
	})
	if err != nil {
		return nil, err
	}
	return r.mend(ctx, whole)
}

func (d *Desk) mendRoom(tx *database.Tx, a award.Actor, year, round int) (*panelRoom, error) {
	r, err := d.panelRoom(tx, a, award.DeedPublishPanel, year, round)
	switch {
	case err != nil:
		return nil, err
	case !r.stakes.none():
		return nil, award.ErrNotFound
	case !r.published():
		return nil, award.Refuse(award.ErrConflict, "assign.refused.draft")
	}
	return r, r.hold(tx)
}

// hold locks the seats with a scoresheet begun. What a judge who has left has
// finished counts, so that the entry needs one judge less.
func (r *panelRoom) hold(tx *database.Tx) error {
	sheets, err := tx.Scoresheets(r.edition.ID, r.round)
	if err != nil {
		return err
	}
	for _, s := range r.seats {
		sheet, written := sheets[s.ID]
		begun := written && (len(sheet.Scores) > 0 || sheet.Comment != "") || s.State.Counts()
		if s.State.Gone() || !begun {
			continue
		}
		if _, here := r.judge(s.Judge); !here {
			r.needLess(s)
		} else if r.barOf(s.Judge, s.Entry) == "" {
			r.in.Locked = append(r.in.Locked, assign.Pair{Judge: string(s.Judge), Entry: string(s.Entry)})
		}
	}
	return nil
}

func (r *panelRoom) needLess(s award.Seat) {
	i := slices.IndexFunc(r.in.Entries, func(e assign.Entry) bool { return e.ID == string(s.Entry) })
	if i >= 0 && s.State.Counts() && r.in.Entries[i].Need > 0 {
		r.in.Entries[i].Need--
	}
}

// standing are the live seats that a mend may keep or move: a sheet that a judge
// left behind finished is none of them.
func (r *panelRoom) standing() []assign.Pair {
	return slices.DeleteFunc(r.pairs(), func(p assign.Pair) bool {
		_, here := r.judge(award.ID(p.Judge))
		return !here || slices.IndexFunc(r.in.Entries, func(e assign.Entry) bool { return e.ID == p.Entry }) < 0
	})
}

func (r *panelRoom) mend(ctx context.Context, whole bool) (*PanelMend, error) {
	in := r.in
	in.Previous = r.standing()
	m := &PanelMend{Edition: r.edition, Round: r.round, Whole: whole, Held: len(in.Locked), policy: r.policy}
	plan, moves, err := m.solve(ctx, in)
	if err != nil {
		return nil, err
	}
	if m.Effect, err = r.compared(pairsOf(plan.Seats), moves); err != nil {
		return nil, err
	}
	m.Missing = plan.Needed - plan.Filled
	for _, w := range Reasons(plan.Witnesses) {
		m.Witnesses = append(m.Witnesses, r.witness(w))
	}
	m.Notices = r.changed(m.Effect.Moves)
	m.certificate = plan.Certificate.Hash()
	m.Token = plan.Hash()
	return m, nil
}

// solve asks the engine for the least change, or for the best of all.
func (m *PanelMend) solve(ctx context.Context, in assign.Input) (assign.Plan, []assign.SeatMove, error) {
	if m.Whole {
		plan, err := assign.Propose(ctx, in)
		return plan, assign.Moves(in.Previous, pairsOf(plan.Seats)), err
	}
	mended, err := assign.Repair(ctx, in)
	m.Orphans, m.Moved, m.Proved = len(mended.Orphans), len(mended.Moved), mended.Proved
	return mended.Plan, mended.Moves, err
}

// changed are the mails to those whose list a change touches, with how many
// entries they have afterwards.
func (r *panelRoom) changed(moves []PanelMove) []PanelNotice {
	var all []PanelNotice
	for _, j := range r.judges {
		n := PanelNotice{Judge: j.Person, Name: j.Name, Email: j.Email}
		for _, s := range r.seats {
			if s.Judge == j.Person && !s.State.Gone() {
				n.Count++
			}
		}
		touched := false
		for _, m := range moves {
			if m.ID != j.Person {
				continue
			}
			touched = true
			if m.Gives {
				n.Count++
			} else {
				n.Count--
			}
		}
		if touched {
			all = append(all, n)
		}
	}
	return all
}

// MendPanels does the change that a token stands for, in one act, and tells only
// the judges whose list it changes; ErrConflict when something else would be
// done by now. It returns how many mails were posted.
func (d *Desk) MendPanels(ctx context.Context, a award.Actor, year, round int, whole bool, token string) (mails int, err error) {
	m, err := d.PanelMend(ctx, a, year, round, whole)
	if err != nil {
		return 0, err
	}
	if m.Token != token {
		return 0, award.ErrConflict
	}
	err = d.db.Update(ctx, func(tx *database.Tx) error {
		r, err := d.mendRoom(tx, a, year, round)
		if err != nil {
			return err
		}
		for _, move := range m.Effect.Moves {
			if err := r.apply(tx, move, d.clock()); err != nil {
				return err
			}
		}
		return d.mended(tx, a, r, m)
	})
	return len(m.Notices), err
}

// apply gives or takes one seat; ErrConflict when it is not as it was.
func (r *panelRoom) apply(tx *database.Tx, m PanelMove, now award.Time) error {
	i := slices.IndexFunc(r.seats, func(s award.Seat) bool { return s.Entry == m.Entry.ID && s.Judge == m.ID })
	switch {
	case i < 0 && !m.Gives:
		return award.ErrConflict
	case i >= 0 && r.seats[i].State.Gone() != m.Gives:
		return award.ErrConflict
	case m.Gives && r.barOf(m.ID, m.Entry.ID) != "":
		return award.ErrConflict
	case !m.Gives && slices.Contains(r.in.Locked, assign.Pair{Judge: string(m.ID), Entry: string(m.Entry.ID)}):
		return award.ErrConflict
	case i < 0:
		s := award.Seat{ID: award.NewID(), Edition: r.edition.ID, Round: r.round, Entry: m.Entry.ID, Judge: m.ID, State: award.SeatOpen, Place: r.lastPlace(m.ID) + 1, Since: now, Version: 1}
		r.seats = append(r.seats, s)
		return tx.AddSeat(s)
	}
	r.seats[i].State = award.SeatVoid
	if m.Gives {
		r.seats[i].State = award.SeatOpen
	}
	return tx.SaveSeat(&r.seats[i])
}

func (d *Desk) mended(tx *database.Tx, a award.Actor, r *panelRoom, m *PanelMend) error {
	now := d.clock()
	for _, n := range m.Notices {
		if err := r.tellJudge(tx, n.Judge, listNews{"panel_changed", n.Count, m.Token[:16] + ":" + strconv.FormatInt(int64(now), 10)}, now); err != nil {
			return err
		}
	}
	return record(tx, award.Event{At: now, Actor: a.Person.ID, Deed: award.DeedPublishPanel, Kind: "panel", Subject: r.edition.ID, Edition: r.edition.ID}, map[string]any{
		"round": r.round, "mended": true, "whole": m.Whole, "plan": m.Token, "certificate": m.certificate, "policy": m.policy,
		"moves": len(m.Effect.Moves), "orphans": m.Orphans, "moved": m.Moved, "proved": m.Proved, "mails": len(m.Notices),
	})
}

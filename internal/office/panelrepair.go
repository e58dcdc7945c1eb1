package office

import (
	"context"
	"slices"
	"strconv"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// VoidSeat takes a judge off an entry after the panels were published: the
// entry leaves their list and their scoresheet, if there is one, does not
// count. They are told how many entries they have now.
func (d *Desk) VoidSeat(ctx context.Context, a award.Actor, at PanelAt, judge award.ID) error {
	return d.repair(ctx, a, at, judge, func(tx *database.Tx, _ *panelRoom, _ award.Entry, seat *award.Seat) error {
		if seat == nil || seat.State.Gone() {
			return award.ErrConflict
		}
		seat.State = award.SeatVoid
		return tx.SaveSeat(seat)
	})
}

// AddJudge puts one more judge on an entry after the panels were published, at
// the end of their list; a judge who may not read it is refused with the
// reason, as a fault of the field judge.
func (d *Desk) AddJudge(ctx context.Context, a award.Actor, at PanelAt, judge award.ID) error {
	return d.repair(ctx, a, at, judge, func(tx *database.Tx, r *panelRoom, e award.Entry, seat *award.Seat) error {
		if judge == "" {
			return award.Invalid{"judge": {Key: "assign.fault.none"}}
		}
		if _, err := r.fit(e, []award.ID{judge}); err != nil {
			faults := award.Invalid{}
			faults["judge"] = err.(award.Invalid)["seat.1"] //nolint:errorlint,forcetypeassert // fit returns nothing else
			return faults
		}
		if seat != nil {
			if !seat.State.Gone() {
				return award.Invalid{"judge": {Key: "assign.fault.sits"}}
			}
			seat.State = award.SeatOpen
			return tx.SaveSeat(seat)
		}
		return tx.AddSeat(award.Seat{
			ID: award.NewID(), Edition: r.edition.ID, Round: r.round, Entry: e.ID, Judge: judge,
			State: award.SeatOpen, Place: r.lastPlace(judge) + 1, Since: d.clock(), Version: 1,
		})
	})
}

type mend func(tx *database.Tx, r *panelRoom, e award.Entry, seat *award.Seat) error

// repair changes one seat of published panels, records it, and tells the one
// judge whose list has changed.
func (d *Desk) repair(ctx context.Context, a award.Actor, at PanelAt, judge award.ID, do mend) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		r, err := d.panelRoom(tx, a, award.DeedPublishPanel, at.Year, at.Round)
		if err != nil {
			return err
		}
		e, err := r.entry(at.Ref)
		if err != nil {
			return err
		}
		if !r.published() {
			return award.Refuse(award.ErrConflict, "assign.refused.draft")
		}
		var seat *award.Seat
		if i := slices.IndexFunc(r.seats, func(s award.Seat) bool { return s.Entry == e.ID && s.Judge == judge }); i >= 0 {
			seat = &r.seats[i]
		}
		if err := do(tx, r, e, seat); err != nil {
			return err
		}
		return d.repaired(tx, a, r, e, judge)
	})
}

func (d *Desk) repaired(tx *database.Tx, a award.Actor, r *panelRoom, e award.Entry, judge award.ID) error {
	now := d.clock()
	seats, err := tx.SeatsOfJudge(r.edition.ID, r.round, judge)
	if err != nil {
		return err
	}
	count, state, version := 0, award.SeatState(""), 0
	for _, s := range seats {
		if !s.State.Gone() {
			count++
		}
		if s.Entry == e.ID {
			state, version = s.State, s.Version
		}
	}
	err = record(tx, award.Event{At: now, Actor: a.Person.ID, Deed: award.DeedPublishPanel, Kind: "entry", Subject: e.ID, Edition: r.edition.ID},
		map[string]any{"round": r.round, "judge": judge, "seat": state})
	if err != nil {
		return err
	}
	return r.tellJudge(tx, judge, listNews{"panel_changed", count, string(e.ID) + ":" + strconv.Itoa(version)}, now)
}

func (r *panelRoom) lastPlace(judge award.ID) int {
	last := 0
	for _, s := range r.seats {
		if s.Judge == judge {
			last = max(last, s.Place)
		}
	}
	return last
}

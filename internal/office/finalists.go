package office

import (
	"context"
	"slices"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// ChooseFinalists records which entries of a category go on to the second
// round: the Entries of the choice. Where they are not the first of the order a
// Departure is required; the fields of faults are entries and departure. It may
// be repeated until the second round opens. Panels that are published follow: a
// finalist that is added is read by every judge who may, one that is dropped
// leaves the lists, and each judge whose list changed is told.
func (d *Desk) ChooseFinalists(ctx context.Context, a award.Actor, year int, category string, c Choice) error {
	return d.changeFinalists(ctx, a, year, category, func(tx *database.Tx, r *resultRoom) (string, minuteDoc, []award.Entry, error) {
		v, err := r.view(tx)
		if err != nil {
			return "", minuteDoc{}, nil, err
		}
		chosen, err := r.finalistsOf(v, c.Entries, c.Departure)
		return "finalists", minuteDoc{Entries: c.Entries, Departure: c.Departure}, chosen, err
	})
}

// UndoFinalists takes the choice of a category's finalists back, so that its
// first round decides again, until the second round opens.
func (d *Desk) UndoFinalists(ctx context.Context, a award.Actor, year int, category string) error {
	return d.changeFinalists(ctx, a, year, category, func(_ *database.Tx, r *resultRoom) (string, minuteDoc, []award.Entry, error) {
		if !r.goesOn() {
			return "", minuteDoc{}, nil, award.ErrConflict
		}
		doc := minuteDoc{}
		for _, e := range r.all {
			if r.finalists[e.ID] {
				doc.Entries = append(doc.Entries, e.Reference)
			}
		}
		return "finalists_undone", doc, nil, nil
	})
}

// finalistsChange says what the finalists become and how the record tells it.
type finalistsChange func(*database.Tx, *resultRoom) (kind string, doc minuteDoc, chosen []award.Entry, err error)

func (d *Desk) changeFinalists(ctx context.Context, a award.Actor, year int, category string, change finalistsChange) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		r, err := d.resultRoom(tx, a, award.DeedDecide, resultAt{year, category, 1})
		if err != nil {
			return err
		}
		if err := r.finalistsStand(r.now); err != nil {
			return err
		}
		kind, doc, chosen, err := change(tx, r)
		if err != nil {
			return err
		}
		if err := tx.ClearFinalists(r.edition.ID, category); err != nil {
			return err
		}
		for _, e := range chosen {
			if err := tx.AddFinalist(r.edition.ID, category, e.ID, a.Person.ID, r.now); err != nil {
				return err
			}
		}
		if err := d.followFinalists(tx, a, r); err != nil {
			return err
		}
		return d.minute(tx, a, r, kind, doc)
	})
}

// finalistsStand refuses while the first round runs, once the second has opened,
// and after anything was decided.
func (r *resultRoom) finalistsStand(now award.Time) error {
	_, second := r.edition.Stage(award.StageRound2)
	switch {
	case !second:
		return award.Refuse(award.ErrConflict, "results.refused.one_round")
	case r.edition.State(award.StageRound2, now) != award.Ahead:
		return award.Refuse(award.ErrConflict, "results.refused.finalists")
	case r.signed():
		return award.Refuse(award.ErrConflict, "results.refused.signed")
	case len(r.decisions) > 0:
		return award.Refuse(award.ErrConflict, "results.refused.finalists_decided")
	case r.edition.State(award.StageRound1, now) != award.Over:
		s, _ := r.edition.Stage(award.StageRound1)
		return award.Refuse(award.ErrClosed, "results.refused.round", "At", s.Closes)
	}
	return nil
}

func (r *resultRoom) finalistsOf(v *CategoryResult, refs []string, reason string) ([]award.Entry, error) {
	faults := award.Invalid{}
	var chosen []award.Entry
	for _, ref := range refs {
		if e, there := r.byReference(ref); there {
			chosen = append(chosen, e)
		} else {
			faults.Add("entries", "results.fault.entry")
		}
	}
	if len(chosen) == 0 {
		faults.Add("entries", "results.fault.finalists")
	}
	first := suggested(v.Lines, map[award.ID]bool{}, r.edition.Finalists)
	same := len(first) == len(refs) && !slices.ContainsFunc(refs, func(ref string) bool { return !slices.Contains(first, ref) })
	if !same && strings.TrimSpace(reason) == "" {
		faults.Add("departure", "results.fault.departure")
	}
	if len([]rune(reason)) > reasonMax {
		faults.Add("departure", "results.fault.long", "Count", reasonMax)
	}
	return chosen, faults.Or()
}

// SuggestedFinalists are the references of the entries that the order sends to
// the second round, those level with the last among them.
func (c *CategoryResult) SuggestedFinalists() []string {
	return suggested(c.Lines, map[award.ID]bool{}, c.Edition.Finalists)
}

// followFinalists brings published panels of the second round in step with the
// category's finalists.
func (d *Desk) followFinalists(tx *database.Tx, a award.Actor, r *resultRoom) error {
	p := &panelRoom{edition: r.edition, round: 2}
	if err := p.read(tx); err != nil {
		return err
	}
	if !p.published() {
		return nil
	}
	if err := p.prepare(tx); err != nil {
		return err
	}
	moved, err := p.dropSeats(tx, r.byID)
	if err != nil {
		return err
	}
	for _, e := range p.entries {
		if e.Category != r.category.Key {
			continue
		}
		added, err := p.seatAll(tx, e, r.now)
		if err != nil {
			return err
		}
		moved = append(moved, added...)
	}
	return p.tellMoved(tx, a, moved, r.now)
}

// dropSeats takes away the seats on entries of a category that are no finalists.
func (r *panelRoom) dropSeats(tx *database.Tx, category map[award.ID]award.Entry) (judges []award.ID, err error) {
	for i, s := range r.seats {
		_, of := category[s.Entry]
		stays := slices.ContainsFunc(r.entries, func(e award.Entry) bool { return e.ID == s.Entry })
		if !of || stays || s.State.Gone() {
			continue
		}
		r.seats[i].State = award.SeatVoid
		if err := tx.SaveSeat(&r.seats[i]); err != nil {
			return nil, err
		}
		judges = append(judges, s.Judge)
	}
	return judges, nil
}

// seatAll gives a finalist that nobody reads to every judge who may.
func (r *panelRoom) seatAll(tx *database.Tx, e award.Entry, now award.Time) (judges []award.ID, err error) {
	if slices.ContainsFunc(r.seats, func(s award.Seat) bool { return s.Entry == e.ID && !s.State.Gone() }) {
		return nil, nil
	}
	for _, j := range r.judges {
		if r.barOf(j.Person, e.ID) != "" {
			continue
		}
		i := slices.IndexFunc(r.seats, func(s award.Seat) bool { return s.Entry == e.ID && s.Judge == j.Person })
		if i >= 0 {
			r.seats[i].State = award.SeatOpen
			err = tx.SaveSeat(&r.seats[i])
		} else {
			seat := award.Seat{
				ID: award.NewID(), Edition: r.edition.ID, Round: r.round, Entry: e.ID, Judge: j.Person,
				State: award.SeatOpen, Place: r.lastPlace(j.Person) + 1, Since: now, Version: 1,
			}
			r.seats = append(r.seats, seat)
			err = tx.AddSeat(seat)
		}
		if err != nil {
			return nil, err
		}
		judges = append(judges, j.Person)
	}
	return judges, nil
}

// tellMoved mails each judge whose list has changed how long it is now.
func (r *panelRoom) tellMoved(tx *database.Tx, a award.Actor, judges []award.ID, now award.Time) error {
	if len(judges) == 0 {
		return nil
	}
	slices.Sort(judges)
	judges = slices.Compact(judges)
	for _, judge := range judges {
		count := 0
		for _, s := range r.seats {
			if s.Judge == judge && !s.State.Gone() {
				count++
			}
		}
		if err := r.tellJudge(tx, judge, listNews{"panel_changed", count, string(award.NewID())}, now); err != nil {
			return err
		}
	}
	return record(tx, award.Event{At: now, Actor: a.Person.ID, Deed: award.DeedPublishPanel, Kind: "panel", Subject: r.edition.ID, Edition: r.edition.ID},
		map[string]any{"round": r.round, "judges": judges})
}

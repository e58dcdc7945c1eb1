package office

import (
	"context"
	"slices"
	"strconv"

	"we-gov.org/awards/internal/assign"
	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// EntryPanel is one entry with every judge who could read it.
type EntryPanel struct {
	Edition *award.Edition
	Round   int
	Version int // of the draft
	// Published: judges have their lists, so that a change is a repair.
	Published bool
	Line      PanelLine
	Choices   []PanelChoice
}

// PanelChoice is one judge who could be put on an entry.
type PanelChoice struct {
	PanelJudge
	Reason string // why not; empty if they may
	Level  int    // expertise in the entry's category, 0 none … 3 expert
	Sits   bool   // reads it already
}

// EntryPanel returns the panel of one entry; the judges who fit best come first.
func (d *Desk) EntryPanel(ctx context.Context, a award.Actor, year, round int, ref string) (*EntryPanel, error) {
	var p *EntryPanel
	err := d.db.View(ctx, func(tx *database.Tx) error {
		r, err := d.panelRoom(tx, a, award.DeedPropose, year, round)
		if err != nil {
			return err
		}
		p, err = r.entryPanel(ref)
		return err
	})
	return p, err
}

func (r *panelRoom) entryPanel(ref string) (*EntryPanel, error) {
	e, err := r.entry(ref)
	if err != nil {
		return nil, err
	}
	report, err := assign.Review(r.in, r.pairs())
	if err != nil {
		return nil, err
	}
	judges := r.loads(report)
	p := &EntryPanel{Edition: r.edition, Round: r.round, Version: r.plan.Version, Published: r.published(), Line: r.line(e, judges)}
	for _, j := range judges {
		full, _ := r.judge(j.ID)
		p.Choices = append(p.Choices, PanelChoice{
			PanelJudge: j, Reason: r.barOf(j.ID, e.ID), Level: full.Expertise[e.Category],
			Sits: slices.ContainsFunc(p.Line.Seats, func(s PanelSeat) bool { return s.Judge == j.ID && !s.State.Gone() }),
		})
	}
	slices.SortStableFunc(p.Choices, byUse)
	return p, nil
}

// byUse puts first who may read the entry and has room, then expertise, then
// the lightest load.
func byUse(a, b PanelChoice) int {
	rank := func(c PanelChoice) int {
		switch {
		case c.Reason != "":
			return 3000
		case c.Max > 0 && c.Load >= c.Max:
			return 2000
		}
		return c.Load - 100*c.Level
	}
	return rank(a) - rank(b)
}

// PanelAt names the panel of one entry in one round.
type PanelAt struct {
	Year, Round int
	Ref         string
}

// SetPanel puts judges on an entry in the draft in place of those it has. An
// empty place is dropped. Each barred, doubled or unknown judge is a fault of
// the field seat.N, counted from 1, and then nothing is changed.
func (d *Desk) SetPanel(ctx context.Context, a award.Actor, at PanelAt, version int, judges []award.ID) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		r, err := d.panelRoom(tx, a, award.DeedPropose, at.Year, at.Round)
		if err != nil {
			return err
		}
		e, err := r.entry(at.Ref)
		switch {
		case err != nil:
			return err
		case r.published():
			return award.Refuse(award.ErrConflict, "assign.refused.published")
		case r.plan.Version != version || version == 0:
			return award.ErrConflict
		}
		set, err := r.fit(e, judges)
		if err != nil {
			return err
		}
		before := r.plan.Hash()
		r.plan.Set(e.ID, set)
		r.plan.Made, r.plan.By = d.clock(), a.Person.ID
		if err := tx.SavePlan(&r.plan); err != nil {
			return err
		}
		return record(tx, award.Event{At: d.clock(), Actor: a.Person.ID, Deed: award.DeedPropose, Kind: "entry", Subject: e.ID, Edition: r.edition.ID},
			map[string]any{"round": at.Round, "before": before, "plan": r.plan.Hash(), "judges": set})
	})
}

// fit returns the chosen judges, or what is wrong with each choice.
func (r *panelRoom) fit(e award.Entry, judges []award.ID) ([]award.ID, error) {
	faults, set := award.Invalid{}, []award.ID{}
	for i, id := range judges {
		if id == "" {
			continue
		}
		field := "seat." + strconv.Itoa(i+1)
		j, there := r.judge(id)
		switch why := r.barOf(id, e.ID); {
		case !there:
			faults.Add(field, "assign.fault.unknown")
		case slices.Contains(set, id):
			faults.Add(field, "assign.fault.twice", "Judge", j.Name)
		case why != "":
			faults.Add(field, "assign.fault."+why, "Judge", j.Name)
		default:
			set = append(set, id)
		}
	}
	return set, faults.Or()
}

package office

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"we-gov.org/awards/internal/assign"
	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// PanelWhy says why a judge reads an entry or does not, and what the opposite
// would bring about.
type PanelWhy struct {
	Edition *award.Edition
	Round   int
	Entry   award.Entry
	City    award.City
	Judge   PanelJudge
	Level   int // expertise in the category, as the judge stated it
	// Verdict is locked, seated, barred or free; Reason says why barred.
	Verdict, Reason string
	// Hindrance says what leaves no place to a judge who is free: judge, entry, spread or
	// experts.
	Hindrance string
	Effect    PanelEffect
	// Best: the effect is that of the best panels with the opposite, not of the fewest
	// changes. Proved: none are better, or with fewer changes it cannot be had.
	Best, Proved bool
}

// PanelEffect is what a change of panels brings about.
type PanelEffect struct {
	Goals []PanelGoalChange
	Moves []PanelMove // seats that come and go beside the change itself
	// Hidden counts moves on entries to which the reader has a tie.
	Hidden int
	// Breaks are rules that would not hold.
	Breaks []PanelBreak
}

// PanelGoalChange is the value of a goal before and after a change. Better says
// which way it goes.
type PanelGoalChange struct {
	Key           string
	Level         int
	Before, After int
	Better        bool
}

// PanelMove is a seat that is given to a judge or taken away.
type PanelMove struct {
	Entry award.Entry
	Judge string
	ID    award.ID // of the judge
	Gives bool
}

// PanelBreak is a rule that panels do not keep: its kind, the judge or entry
// that it is about, what there is and what there should be. Country is that of
// which too many judges would sit on a panel.
type PanelBreak struct {
	Kind, Judge, Reference, Reason, Country string
	Have, Want                              int
}

// PanelWhy says why a judge reads an entry or does not.
func (d *Desk) PanelWhy(ctx context.Context, a award.Actor, at PanelAt, judge award.ID) (*PanelWhy, error) {
	r, pristine, err := d.trialRoom(ctx, a, at)
	if err != nil {
		return nil, err
	}
	e, err := r.entry(at.Ref)
	if err != nil {
		return nil, err
	}
	j, there := r.judge(judge)
	if !there {
		return nil, award.ErrNotFound
	}
	report, err := assign.Review(r.in, r.pairs())
	if err != nil {
		return nil, err
	}
	w := &PanelWhy{Edition: r.edition, Round: r.round, Entry: e, City: r.cities[e.City], Level: j.Expertise[e.Category]}
	loads := r.loads(report)
	w.Judge = loads[slices.IndexFunc(loads, func(l PanelJudge) bool { return l.ID == judge })]
	return w, r.explain(ctx, w, pristine)
}

// trialRoom reads a round for trying things, and the proposal from which the
// draft began if the draft is still that and nothing has changed since.
func (d *Desk) trialRoom(ctx context.Context, a award.Actor, at PanelAt) (r *panelRoom, pristine *assign.Plan, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		if r, err = d.panelRoom(tx, a, award.DeedPropose, at.Year, at.Round); err != nil {
			return err
		}
		text, err := tx.Proof(r.edition.ID, r.round)
		if err != nil {
			return err
		}
		if err := r.hold(tx); err != nil {
			return err
		}
		var doc assign.Document
		if text == "" || r.published() || json.Unmarshal([]byte(text), &doc) != nil {
			return nil
		}
		if !r.differs(doc.Input) && len(assign.Moves(pairsOf(doc.Plan.Seats), r.pairs())) == 0 {
			pristine = &doc.Plan
		}
		return nil
	})
	return r, pristine, err
}

// explain asks the engine: of panels as they were proposed, what their proof says; of
// panels changed since, what the fewest changes are.
func (r *panelRoom) explain(ctx context.Context, w *PanelWhy, pristine *assign.Plan) (err error) {
	var x assign.Explanation
	if judge, entry := string(w.Judge.ID), string(w.Entry.ID); pristine != nil {
		x, err = assign.Explain(ctx, r.in, *pristine, judge, entry)
	} else {
		x, err = assign.Exchange(ctx, r.in, r.pairs(), judge, entry)
	}
	w.Verdict, w.Reason, w.Hindrance = string(x.Verdict), string(x.Reason), string(x.Hindrance)
	w.Best, w.Proved = pristine != nil && len(pristine.Certificate.Proofs) > 0, x.Proved
	w.Effect = r.effect(x.Changes, x.Moves)
	return err
}

// compared is what other seats than the present ones are worth beside them. A seat
// that is held counts as any other, so that the figures are those of the overview.
func (r *panelRoom) compared(then []assign.Pair, moves []assign.SeatMove) (PanelEffect, error) {
	in := r.in
	in.Locked = nil
	before, err := assign.Measure(in, r.pairs())
	if err != nil {
		return PanelEffect{}, err
	}
	after, err := assign.Measure(in, then)
	if err != nil {
		return PanelEffect{}, err
	}
	return r.effect(changes(before.Goals, after.Goals), moves), nil
}

func changes(before, after []assign.GoalValue) []assign.GoalChange {
	var all []assign.GoalChange
	for _, b := range before {
		for _, n := range after {
			if n.Goal == b.Goal && n.Level == b.Level && n.Value != b.Value {
				all = append(all, assign.GoalChange{Goal: b.Goal, Level: b.Level, Before: b.Value, After: n.Value})
			}
		}
	}
	return all
}

func (r *panelRoom) effect(goals []assign.GoalChange, moves []assign.SeatMove) PanelEffect {
	e := PanelEffect{Goals: goalChanges(goals)}
	for _, m := range moves {
		i := slices.IndexFunc(r.entries, func(e award.Entry) bool { return string(e.ID) == m.Entry })
		if i < 0 || r.stakes.bar(r.entries[i]) {
			e.Hidden++
			continue
		}
		e.Moves = append(e.Moves, PanelMove{Entry: r.entries[i], Judge: r.nameOf(m.Judge), ID: award.ID(m.Judge), Gives: m.Gives})
	}
	return e
}

func goalChanges(goals []assign.GoalChange) []PanelGoalChange {
	var all []PanelGoalChange
	for _, g := range goals {
		grows := g.Goal == assign.LiftWorst || g.Goal == assign.MostFit
		all = append(all, PanelGoalChange{Key: string(g.Goal), Level: max(0, g.Level-1), Before: g.Before, After: g.After, Better: grows == (g.After > g.Before)})
	}
	return all
}

// TryPanel says what putting these judges on an entry of the draft would bring
// about, changing nothing. Faults are those of SetPanel.
func (d *Desk) TryPanel(ctx context.Context, a award.Actor, at PanelAt, judges []award.ID) (e PanelEffect, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		r, err := d.panelRoom(tx, a, award.DeedPropose, at.Year, at.Round)
		if err != nil {
			return err
		}
		entry, err := r.entry(at.Ref)
		if err != nil {
			return err
		}
		set, err := r.fit(entry, judges)
		if err != nil {
			return err
		}
		e, err = r.try(entry, set)
		return err
	})
	return e, err
}

func (r *panelRoom) try(entry award.Entry, judges []award.ID) (PanelEffect, error) {
	plan := r.plan
	r.plan.Set(entry.ID, judges)
	then := r.pairs()
	r.plan = plan
	e, err := r.compared(then, nil)
	if err != nil {
		return PanelEffect{}, err
	}
	report, err := assign.Review(r.in, then)
	if err != nil {
		return PanelEffect{}, err
	}
	e.Breaks = r.tooAlike(entry, judges)
	for _, p := range report.Problems {
		if p.Entry == string(entry.ID) || p.Entry == "" && slices.Contains(judges, award.ID(p.Judge)) {
			e.Breaks = append(e.Breaks, PanelBreak{Kind: string(p.Kind), Judge: r.nameOf(p.Judge), Reference: entry.Reference, Reason: string(p.Reason), Have: p.Have, Want: p.Want})
		}
	}
	return e, nil
}

// tooAlike says of which country more judges would read an entry than a panel takes.
func (r *panelRoom) tooAlike(entry award.Entry, judges []award.ID) []PanelBreak {
	of := map[string]int{}
	for _, j := range judges {
		of[r.countryOf(j)]++
	}
	delete(of, "")
	var all []PanelBreak
	for _, country := range slices.Sorted(maps.Keys(of)) {
		if most := r.policy.CountryMost; most > 0 && of[country] > most {
			all = append(all, PanelBreak{Kind: "country", Reference: entry.Reference, Country: country, Have: of[country], Want: most})
		}
	}
	return all
}

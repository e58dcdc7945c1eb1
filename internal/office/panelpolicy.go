package office

import (
	"strconv"

	"we-gov.org/awards/internal/assign"
	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// expertLevel is from which level the engine counts a judge as an expert: those
// who said that they know the category well. The engine's levels begin at one.
const expertLevel = 3

// most that a policy may state.
const (
	pointsMost = 10_000
	panelMost  = 20
	budgetMost = 1_000_000
)

// DefaultPanelPolicy is the policy until somebody states another: the engine's
// own points, and at most two judges of one country on a panel.
func DefaultPanelPolicy() award.PanelPolicy {
	w := assign.DefaultWeights()
	return award.PanelPolicy{
		Expertise: w.Expertise, Language: w.Language, Over: w.Over, Steep: w.Steep, Even: w.Even,
		CountryMost: 2, RegionMost: 2, Region: w.Region, Budget: 1000,
	}
}

// enginePolicy is a policy as the engine takes it.
func enginePolicy(p award.PanelPolicy, seed int64) assign.Policy {
	return assign.Policy{
		Weights: assign.Weights{
			Expertise: p.Expertise, Language: p.Language, Keep: assign.DefaultWeights().Keep,
			Over: p.Over, Steep: p.Steep, Even: p.Even, Region: p.Region,
		},
		CountryMost: p.CountryMost, RegionMost: p.RegionMost, Experts: p.Experts, ExpertLevel: expertLevel, Budget: p.Budget,
		Seed: uint64(seed), //nolint:gosec // seeds are never negative
	}
}

// perEntry is how many judges read each entry of the first round.
func (r *panelRoom) perEntry() int {
	if r.policy.Judges > 0 {
		return r.policy.Judges
	}
	return r.edition.Panel.JudgesPerEntry
}

// JudgeLoad is how many entries a judge reads at least, at best and at most.
type JudgeLoad struct{ Min, Target, Max int }

// PanelOrder is what an officer asks of the engine. Loads holds the judges whose
// limits are to change; the draft is replaced if it has Version still.
type PanelOrder struct {
	Year, Round, Version int
	Policy               award.PanelPolicy
	Loads                map[award.ID]JudgeLoad
}

// check finds what is wrong with an order, by the names of its fields.
func (o PanelOrder) check() error {
	faults := award.Invalid{}
	within := func(field string, n, most int) {
		if n < 0 || n > most {
			faults.Add(field, "assign.fault.range", "Most", most)
		}
	}
	p := o.Policy
	within("judges", p.Judges, panelMost)
	within("country_most", p.CountryMost, panelMost)
	within("region_most", p.RegionMost, panelMost)
	within("experts", p.Experts, panelMost)
	within("budget", p.Budget, budgetMost)
	for field, n := range map[string]int{"expertise": p.Expertise, "language": p.Language, "over": p.Over, "steep": p.Steep, "even": p.Even, "region": p.Region} {
		within(field, n, pointsMost)
	}
	if p.Judges > 0 && p.Experts > p.Judges {
		faults.Add("experts", "assign.fault.experts", "Count", p.Judges)
	}
	for judge, l := range o.Loads {
		if l.Min < 0 || l.Target < l.Min || l.Max < l.Target || l.Max < 1 {
			faults.Add("load."+string(judge), "assign.fault.load")
		}
	}
	return faults.Or()
}

// keepLoads stores the limits that an order changes, each as a deed of its own.
func (d *Desk) keepLoads(tx *database.Tx, a award.Actor, e *award.Edition, loads map[award.ID]JudgeLoad) error {
	judges, err := tx.Judges(e.ID)
	if err != nil {
		return err
	}
	for _, j := range judges {
		l, named := loads[j.Person]
		if !named || l == (JudgeLoad{j.LoadMin, j.LoadTarget, j.LoadMax}) {
			continue
		}
		if err := award.May(a, award.DeedEditJudge, award.Object{Edition: e, Now: d.clock()}); err != nil {
			return err
		}
		j.LoadMin, j.LoadTarget, j.LoadMax = l.Min, l.Target, l.Max
		if err := tx.SaveJudge(&j); err != nil {
			return err
		}
		err := record(tx, award.Event{At: d.clock(), Actor: a.Person.ID, Deed: award.DeedEditJudge, Kind: "judge", Subject: j.Person, Edition: e.ID},
			map[string]any{"act": "load", "limits": strconv.Itoa(l.Min) + "-" + strconv.Itoa(l.Target) + "-" + strconv.Itoa(l.Max)})
		if err != nil {
			return err
		}
	}
	return nil
}

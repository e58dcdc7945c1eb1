package assign

import (
	"context"
	"slices"
)

// mostTried bounds the judges for whom a remedy of one kind is tried.
const mostTried = 2

// remedies are the changes that are enough, each tried on its own.
func (s *solver) remedies(in Input, w Witness) []Remedy {
	all := []Remedy{}
	for _, r := range s.candidates(w) {
		if s.stopped() {
			break
		}
		if s.helps(in, w, r) {
			all = append(all, r)
		}
	}
	return all
}

// cures are the changes as large as the whole shortage, where the witness is about a
// part of it: of one judge's maximum, or of all. Those that fill no more seats than
// the witness lacks are left out.
func (s *solver) cures(in Input, w Witness) []Remedy {
	empty, lacks := s.empty(), w.Need-w.Have
	if lacks >= empty || w.Spread || !slices.ContainsFunc(w.Judges, func(r WitnessRow) bool { return r.Limit }) {
		return nil
	}
	var all []Remedy
	for _, j := range w.Judges {
		if at := s.judge[j.ID]; j.Limit && int(s.room[at])+empty <= len(s.entries) && len(all) < mostTried {
			all = append(all, Remedy{Kind: RaiseMax, Judge: j.ID, By: empty})
		}
	}
	all = append(all, Remedy{Kind: RaiseAll, By: (empty + len(s.judges) - 1) / len(s.judges)})
	for i := range all {
		all[i].Fills = s.fills(in, w, all[i])
	}
	return slices.DeleteFunc(all, func(r Remedy) bool { return r.Fills <= lacks })
}

// fills tries how many empty seats a change fills.
func (s *solver) fills(in Input, w Witness, r Remedy) int {
	if s.groups.each == 0 {
		t := s.trialOf(w, r)
		t.fill(s.empty())
		return s.empty() - t.left()
	}
	t, err := filled(s.ctx, newProblem(remedied(in, w, r)))
	if err != nil {
		return 0
	}
	return s.empty() - t.empty()
}

// candidates are the changes worth trying: each by as much as the witness lacks,
// since less cannot be enough.
func (s *solver) candidates(w Witness) []Remedy {
	lacks := w.Need - w.Have
	var all []Remedy
	if w.Side == LoadsSide {
		for _, j := range w.Judges {
			if j.Count >= lacks && lacks > 0 && len(all) < mostTried {
				all = append(all, Remedy{Kind: LowerMin, Judge: j.ID, By: lacks})
			}
		}
		return all
	}
	if w.Spread {
		return []Remedy{{Kind: LiftSpread}, {Kind: LowerNeed, By: lacks}, {Kind: AddJudge, By: lacks}}
	}
	for _, j := range w.Judges {
		if at := s.judge[j.ID]; j.Limit && int(s.room[at])+lacks <= len(s.entries) && len(all) < mostTried {
			all = append(all, Remedy{Kind: RaiseMax, Judge: j.ID, By: lacks})
		}
	}
	all = append(all, Remedy{Kind: LowerNeed, By: (lacks + len(w.Entries) - 1) / len(w.Entries)})
	tried := 0
	for _, b := range w.Barred {
		if (b.Reason == NoLanguage || b.Reason == NoExpertise) && b.Count >= lacks && tried < mostTried {
			all = append(all, Remedy{Kind: LiftBar, Judge: b.Judge, Reason: b.Reason})
			tried++
		}
	}
	if lacks <= len(w.Entries) {
		all = append(all, Remedy{Kind: AddJudge, By: lacks})
	}
	return all
}

// helps tries a remedy: without caps by moving seats from the flow as it is, else, or
// for minimum loads, by solving anew.
func (s *solver) helps(in Input, w Witness, r Remedy) bool {
	lacks := w.Need - w.Have
	if r.Kind == AddJudge && in.Rows != nil && s.groups.each > 0 {
		return false // Rows knows of no other judge
	}
	if w.Side == SeatsSide && s.groups.each == 0 {
		return s.trialOf(w, r).fill(lacks)
	}
	t, err := filled(s.ctx, newProblem(remedied(in, w, r)))
	switch {
	case err != nil:
		return false
	case w.Side == LoadsSide:
		return t.empty() <= s.empty() && t.under() <= s.under()-lacks
	case !w.Spread:
		return t.empty() <= s.empty()-lacks
	}
	return t.empty() < s.empty()
}

// under is how many seats are missing to minimum loads.
func (s *solver) under() int {
	load, n := make([]int, len(s.judges)), 0
	s.seated(func(i int, _ *mark) { load[s.arcs[i].tail-1]++ })
	for j := range load {
		n += max(0, s.wants(j)-load[j])
	}
	return n
}

// remedied is the input with the remedy in place.
func remedied(in Input, w Witness, r Remedy) Input {
	of := func(id string) bool {
		return slices.ContainsFunc(w.Entries, func(row WitnessRow) bool { return row.ID == id })
	}
	in.Judges, in.Entries = slices.Clone(in.Judges), slices.Clone(in.Entries)
	switch r.Kind {
	case LiftSpread:
		in.Policy.CountryMost, in.Policy.Experts = 0, 0
	case RaiseMax, LowerMin:
		for i := range in.Judges {
			if in.Judges[i].ID == r.Judge && r.Kind == RaiseMax {
				in.Judges[i].Max += r.By
			} else if in.Judges[i].ID == r.Judge {
				in.Judges[i].Min -= r.By
			}
		}
	case RaiseAll:
		for i := range in.Judges {
			in.Judges[i].Max += r.By
		}
	case AddJudge:
		in.addGuest(of, r.By)
	case LowerNeed:
		for i := range in.Entries {
			if of(in.Entries[i].ID) {
				in.Entries[i].Need = max(0, in.Entries[i].Need-r.By)
			}
		}
	}
	return in
}

// addGuest adds a judge from nowhere who may read the entries of the witness alone.
func (in *Input) addGuest(of func(id string) bool, most int) {
	guest := Judge{ID: "\x00guest", Level: map[string]int{}, Max: most}
	in.Bars = slices.Clone(in.Bars)
	for _, e := range in.Entries {
		guest.Level[e.Category] = maxLevel
		guest.Languages = append(guest.Languages, e.Languages...)
		if !of(e.ID) {
			in.Bars = append(in.Bars, Bar{guest.ID, e.ID, Recused})
		}
	}
	in.Judges = append(in.Judges, guest)
}

// Diagnose says why seats must stay empty or minimum loads cannot be met; nothing
// when all can be. It is a part of what Propose does.
func Diagnose(ctx context.Context, in Input) ([]Witness, error) {
	p, err := ready(in)
	if err != nil {
		return nil, err
	}
	s, err := filled(ctx, p)
	if err != nil {
		return nil, err
	}
	all := s.witnesses(in)
	if s.stopped() {
		return nil, s.cancelled()
	}
	return all, nil
}

package assign

import (
	"cmp"
	"context"
	"errors"
	"slices"
)

// Mending is the least change that makes a plan whole again after a judge left, a
// conflict was declared or an entry was added: the seats alone, and why.
type Mending struct {
	// Moves are all seats that come and go against Input.Previous.
	Moves []SeatMove `json:"moves"`
	// Orphans are the previous seats that cannot stay: the judge is gone or barred now.
	Orphans []Pair `json:"orphans"`
	// Moved are the previous seats that could have stayed and had to be given up to fill
	// the others; Proved says that with fewer some seat would stay empty.
	Moved  []Pair `json:"moved"`
	Proved bool   `json:"proved"`
	// Without says why somebody must move: the seats that stay empty when nobody does,
	// and who is barred from them or full. Empty where nobody moves, and where seats that
	// are held break a limit, which then is why.
	Without []Shortage `json:"without"`

	in     Input
	solver *solver
}

// Repaired is a mending with the whole plan after it, as Propose gives one.
type Repaired struct {
	Mending
	Plan Plan `json:"plan"`
	// Input is what the plan's certificate speaks of. Where nobody need move, all seats
	// that stay are locked in it.
	Input Input `json:"input"`
}

// Repair is Mend with the report and certificate of the plan that it leads to.
func Repair(ctx context.Context, in Input) (Repaired, error) {
	m, err := Mend(ctx, in)
	if m.solver == nil {
		return Repaired{}, err
	}
	r := Repaired{Mending: m, Input: m.input()}
	var late error
	r.Plan, late = m.solver.plan(r.Input)
	return r, cmp.Or(err, late)
}

// Mend finds the plan that fills as many seats as possible while the fewest seats of
// in.Previous are given up; among those the best by the policy's goals. Minimum loads
// move nobody. in is the state after the change: who left is not among its judges,
// what was declared is among its bars, and seats with a scoresheet begun are in
// Locked. When ctx ends first it returns what it has with ErrCancelled.
//
// Why it can be so much quicker than a proposal: where the seats that stay leave room
// for all that are empty, nobody moves, and nothing moves fewer; only the empty seats
// are sought then. Prices of the whole plan, its certificate and its measures are
// Repair's.
func Mend(ctx context.Context, in Input) (Mending, error) {
	p, err := ready(in)
	if err != nil {
		return Mending{}, err
	}
	in.Judges = slices.Clone(in.Judges)
	for i := range in.Judges {
		in.Judges[i].Min, p.judges[i].Min = 0, 0
	}
	kept, orphans := p.staying(ctx)
	if ctx.Err() != nil {
		return Mending{}, cancelled(ctx)
	}
	without := []Shortage{}
	if kept.sound() {
		calm, err := solve(ctx, kept, slices.DeleteFunc(p.policy.goals(), func(g Goal) bool { return g == LinkJudges }))
		switch {
		case err != nil && !errors.Is(err, ErrCancelled):
			return Mending{}, err
		case err != nil || calm.empty() == 0:
			return calm.mending(in, orphans, err == nil), err
		}
		without = calm.whyEmpty(in)
	}
	s, err := solve(ctx, p, append([]Goal{KeepSeats}, p.policy.goals()...))
	if err != nil && !errors.Is(err, ErrCancelled) {
		return Mending{}, err
	}
	m := s.mending(in, orphans, s.reached(KeepSeats) || s.given() == 0)
	m.Without = without
	return m, err
}

// whyEmpty says of every entry that is short why.
func (s *solver) whyEmpty(in Input) []Shortage {
	taken, load := s.taken(), make([]int, len(s.judges))
	for _, t := range taken {
		load[t.judge]++
	}
	return s.unfilled(in, taken, load)
}

// reached says whether a goal is proved.
func (s *solver) reached(g Goal) bool {
	return slices.ContainsFunc(s.faces, func(f face) bool { return f.aim.goal == g })
}

// staying locks, in a copy of the problem, every previous seat that can be as before,
// and lists those that cannot. It stops in between when ctx ends.
func (p *problem) staying(ctx context.Context) (calm *problem, orphans []Pair) {
	kept := *p
	kept.locked, kept.lockedFit = slices.Clone(p.locked), make([][]int32, len(p.entries))
	kept.held = make([]int32, len(p.judges))
	orphans = slices.Clone(p.strangers)
	row, most := make([]int32, len(p.judges)), 0
	for e := range p.entries {
		most += len(p.before[e]) + len(p.locked[e])
	}
	judges, fits := make([]int32, 0, most), make([]int32, 0, most)
	for e := range p.entries {
		if len(p.before[e])+len(p.locked[e]) == 0 {
			continue
		}
		if ctx.Err() != nil {
			break
		}
		p.row(e, row)
		first := len(judges)
		judges, orphans = p.stayingOn(e, row, judges, orphans)
		kept.locked[e] = judges[first:len(judges):len(judges)]
		slices.Sort(kept.locked[e])
		for _, j := range kept.locked[e] {
			kept.held[j]++
			fits = append(fits, max(0, row[j]))
		}
		kept.lockedFit[e] = fits[first:len(fits):len(fits)]
	}
	kept.limits()
	slices.SortFunc(orphans, byEntry)
	return &kept, slices.Compact(orphans)
}

// stayingOn appends the judges who stay on an entry, and those who cannot.
func (p *problem) stayingOn(e int, row, all []int32, orphans []Pair) ([]int32, []Pair) {
	all = append(all, p.locked[e]...)
	for i, j := range p.before[e] {
		switch {
		case has(p.locked[e], j) || i > 0 && p.before[e][i-1] == j:
		case row[j] < 0:
			orphans = append(orphans, p.pair(int(j), e))
		default:
			all = append(all, j)
		}
	}
	return all, orphans
}

func (p *problem) pair(j, e int) Pair { return Pair{p.judges[j].ID, p.entries[e].ID} }

func byEntry(a, b Pair) int {
	return cmp.Or(cmp.Compare(a.Entry, b.Entry), cmp.Compare(a.Judge, b.Judge))
}

// sound says whether the locked seats alone keep to every limit.
func (p *problem) sound() bool {
	for e := range p.entries {
		if len(p.locked[e]) > int(p.full[e]) {
			return false
		}
	}
	for j, row := range p.judges {
		if int(p.held[j]) > row.Max {
			return false
		}
	}
	if p.policy.CountryMost == 0 {
		return true
	}
	for e := range p.entries {
		count := map[string]int{}
		for _, j := range p.locked[e] {
			if names := p.judgeIs[j].countries; len(names) > 0 {
				if count[names[0]]++; count[names[0]] > p.policy.CountryMost {
					return false
				}
			}
		}
	}
	return true
}

// mending compares the seats of the solver with those before.
func (s *solver) mending(in Input, orphans []Pair, proved bool) Mending {
	m := Mending{Moves: []SeatMove{}, Orphans: orphans, Moved: []Pair{}, Proved: proved, Without: []Shortage{}, in: in, solver: s}
	for _, p := range orphans {
		m.Moves = append(m.Moves, SeatMove{p.Judge, p.Entry, false})
	}
	after := slices.Clone(s.locked)
	s.seated(func(i int, mk *mark) {
		e := s.active[mk.entry]
		after[e] = append(slices.Clip(after[e]), s.arcs[i].tail-1)
	})
	for e, panel := range after {
		for _, j := range panel {
			if !has(s.before[e], j) {
				p := s.pair(int(j), e)
				m.Moves = append(m.Moves, SeatMove{p.Judge, p.Entry, true})
			}
		}
		for i, j := range s.before[e] {
			p := s.pair(int(j), e)
			if has(panel, j) || i > 0 && s.before[e][i-1] == j || slices.Contains(orphans, p) {
				continue
			}
			m.Moved = append(m.Moved, p)
			m.Moves = append(m.Moves, SeatMove{p.Judge, p.Entry, false})
		}
	}
	slices.SortFunc(m.Moves, SeatMove.compare)
	return m
}

// Seats are all seats after the mending, by entry and judge.
func (m Mending) Seats() []Pair {
	all := []Pair{}
	if m.solver != nil {
		for _, t := range m.solver.taken() {
			all = append(all, m.solver.pair(int(t.judge), int(t.entry)))
		}
	}
	return all
}

// input is the input with the seats that the solver took as locked.
func (m Mending) input() Input {
	in := m.in
	in.Locked = []Pair{}
	for e, judges := range m.solver.locked {
		for _, j := range judges {
			in.Locked = append(in.Locked, m.solver.pair(int(j), e))
		}
	}
	return in
}

package assign

import (
	"context"
	"errors"
	"slices"
)

// Repaired is a plan after something changed: a judge left, a conflict was
// declared, an entry was added.
type Repaired struct {
	Plan Plan `json:"plan"`
	// Input is what the plan's certificate speaks of. Where nobody need move, all seats
	// that stay are locked in it.
	Input Input `json:"input"`
	// Moves are all seats that come and go against Input.Previous.
	Moves []SeatMove `json:"moves"`
	// Orphans are the previous seats that cannot stay: the judge is gone or barred now.
	Orphans []Pair `json:"orphans"`
	// Moved are the previous seats that could have stayed and had to be given up to fill
	// the others; Proved says that with fewer some seat would stay empty.
	Moved  []Pair `json:"moved"`
	Proved bool   `json:"proved"`
}

// Repair finds the plan that fills as many seats as possible while the fewest
// seats of in.Previous are given up; among those the best by the policy's goals.
// Minimum loads move nobody. in is the state after the change: who left is not among
// its judges, what was declared is among its bars, and seats with a scoresheet begun
// are in Locked.
func Repair(ctx context.Context, in Input) (Repaired, error) {
	if err := in.Check(); err != nil {
		return Repaired{}, err
	}
	in.Judges = slices.Clone(in.Judges)
	for i := range in.Judges {
		in.Judges[i].Min = 0
	}
	x := indexOf(in)
	kept, orphans := x.staying(in)
	calm := in
	calm.Locked = kept
	if r, there, err := settle(ctx, calm, orphans); there || err != nil {
		return r, err
	}
	p := newProblem(in)
	s, err := solve(ctx, p, append([]Goal{KeepSeats}, p.policy.goals()...))
	if err != nil && !errors.Is(err, ErrCancelled) {
		return Repaired{}, err
	}
	plan := s.plan(in)
	r := repaired(in, plan, orphans)
	for _, v := range plan.Goals {
		r.Proved = r.Proved || v.Goal == KeepSeats && v.Proved
	}
	return r, err
}

// staying are the seats that can be as before, locked ones included, and those that
// cannot. Where a limit has become smaller than what is held, the rest must decide.
func (x index) staying(in Input) (kept, orphans []Pair) {
	kept = slices.Clone(in.Locked)
	known := map[Pair]bool{}
	for _, l := range in.Locked {
		known[l] = true
	}
	orphans = []Pair{}
	for _, p := range in.Previous {
		if known[p] {
			continue
		}
		known[p] = true
		barred := x.missing(p.Judge, p.Entry) != ""
		if !barred {
			_, barred = x.barRow(in, x.judge[p.Judge], x.entry[p.Entry])
		}
		if barred {
			orphans = append(orphans, p)
		} else {
			kept = append(kept, p)
		}
	}
	return kept, orphans
}

// settle keeps every seat that can stay and fills the others beside them, if that
// leaves no seat empty and breaks no limit: then nothing moves, which is the fewest.
func settle(ctx context.Context, calm Input, orphans []Pair) (Repaired, bool, error) {
	p := newProblem(calm)
	if !p.sound() {
		return Repaired{}, false, nil
	}
	goals := slices.DeleteFunc(p.policy.goals(), func(g Goal) bool { return g == LinkJudges })
	s, err := solve(ctx, p, goals)
	if err != nil {
		return Repaired{}, false, err
	}
	if s.empty() > 0 {
		return Repaired{}, false, nil
	}
	r := repaired(calm, s.plan(calm), orphans)
	r.Proved = true
	return r, true, nil
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

func repaired(in Input, plan Plan, orphans []Pair) Repaired {
	after := seatPairs(plan.Seats)
	r := Repaired{Plan: plan, Input: in, Moves: Moves(in.Previous, after), Orphans: orphans, Moved: []Pair{}}
	there := map[Pair]bool{}
	for _, p := range slices.Concat(after, orphans) {
		there[p] = true
	}
	for _, p := range in.Previous {
		if !there[p] {
			r.Moved = append(r.Moved, p)
		}
	}
	return r
}

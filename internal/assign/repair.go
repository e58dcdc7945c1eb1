package assign

import (
	"context"
	"slices"
)

// Repaired is a plan after something changed: a judge left, a conflict was
// declared, an entry was added.
type Repaired struct {
	Plan Plan `json:"plan"`
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
// in is the state after the change: who left is not among its judges, what was
// declared is among its bars, and seats with a scoresheet begun are in Locked.
func Repair(ctx context.Context, in Input) (Repaired, error) {
	in.Policy.Weights = in.Policy.weights()
	in.Policy.Weights.Keep = maxWeight
	plan, err := Propose(ctx, in)
	return repaired(in, plan), err
}

func repaired(in Input, plan Plan) Repaired {
	after := seatPairs(plan.Seats)
	r := Repaired{Plan: plan, Moves: Moves(in.Previous, after), Orphans: []Pair{}, Moved: []Pair{}}
	for _, p := range in.Previous {
		if slices.Contains(after, p) {
			continue
		}
		if _, barred := in.Bar(p.Judge, p.Entry); barred {
			r.Orphans = append(r.Orphans, p)
		} else {
			r.Moved = append(r.Moved, p)
		}
	}
	return r
}

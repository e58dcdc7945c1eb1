package assign

import (
	"cmp"
	"context"
	"slices"
)

// Verdict says how a judge and an entry stand to each other in a plan.
type Verdict string

// The verdicts.
const (
	IsLocked Verdict = "locked" // seated by a person or by a scoresheet begun
	IsSeated Verdict = "seated"
	IsBarred Verdict = "barred"
	IsFree   Verdict = "free" // may sit there and does not
)

// Explanation says why a judge reads an entry or does not. Price is what the prices
// of the plan say that the opposite would cost at least; Changes and Moves are what
// it does cost, found by trying it. For a barred or locked pair there is no trial.
type Explanation struct {
	Judge   string       `json:"judge"`
	Entry   string       `json:"entry"`
	Verdict Verdict      `json:"verdict"`
	Reason  Reason       `json:"reason,omitempty"`
	Fit     int          `json:"fit"`
	Price   int          `json:"price"`
	Changes []GoalChange `json:"changes"` // goals that would end otherwise, in their order
	Moves   []SeatMove   `json:"moves"`   // seats that would come and go, this pair included
}

// GoalChange is the value of a goal before and after.
type GoalChange struct {
	Goal   Goal `json:"goal"`
	Level  int  `json:"level,omitempty"`
	Before int  `json:"before"`
	After  int  `json:"after"`
}

// SeatMove is a seat that a change gives to a judge or takes away.
type SeatMove struct {
	Judge string `json:"judge"`
	Entry string `json:"entry"`
	Gives bool   `json:"gives"`
}

// Explain says why plan, made from in, has or has not the judge on the entry, and
// what the opposite would cost. An unknown id gives a RowError.
func Explain(ctx context.Context, in Input, plan Plan, judge, entry string) (Explanation, error) {
	x := Explanation{Judge: judge, Entry: entry, Changes: []GoalChange{}, Moves: []SeatMove{}}
	if field := indexOf(in).missing(judge, entry); field != "" {
		return x, &RowError{Kind: ErrUnknownID, List: "pair", Field: field, Judge: judge, Entry: entry}
	}
	x.Verdict = IsFree
	p := newProblem(in)
	x.Fit, x.Price = p.priceOf(in, plan, p.judge[judge], p.entry[entry])
	other := in
	i := slices.IndexFunc(plan.Seats, func(s Seat) bool { return s.Judge == judge && s.Entry == entry })
	why, barred := p.barRow(in, p.judge[judge], p.entry[entry])
	switch {
	case barred:
		x.Verdict, x.Reason = IsBarred, why
		return x, nil
	case i >= 0 && plan.Seats[i].Locked:
		x.Verdict = IsLocked
		return x, nil
	case i >= 0:
		x.Verdict, x.Price = IsSeated, plan.Seats[i].Price
		other.Bars = append(slices.Clone(in.Bars), Bar{judge, entry, Recused})
	default:
		other.Locked = append(slices.Clone(in.Locked), Pair{judge, entry})
	}
	trial, err := Propose(ctx, other)
	x.Changes, x.Moves = changesOf(plan.Goals, trial.Goals), Moves(seatPairs(plan.Seats), seatPairs(trial.Seats))
	return x, err
}

// priceOf is the fit of a pair, and what the plan's prices say that putting the judge
// on the entry costs at least; 0 where they say nothing.
func (p *problem) priceOf(in Input, plan Plan, j, e int) (fit, price int) {
	row := make([]int32, len(p.judges))
	p.row(e, row)
	if row[j] < 0 {
		return 0, 0
	}
	c := &checker{in: in, plan: plan, index: rollOf(in), weights: p.weights, fits: make([][]int, len(p.entries))}
	c.chain()
	c.fits[e] = make([]int, len(row))
	c.fits[e][j] = int(row[j])
	for i := range plan.Certificate.Proofs {
		if q := &plan.Certificate.Proofs[i]; q.Goal == MostFit {
			price = int(max(0, c.reduced(q, c.groupsOf(q), j, e)) >> q.Costs[0])
		}
	}
	return int(row[j]), price
}

func changesOf(before, after []GoalValue) []GoalChange {
	changes := []GoalChange{}
	for _, b := range before {
		for _, a := range after {
			if a.Goal == b.Goal && a.Level == b.Level && a.Value != b.Value {
				changes = append(changes, GoalChange{Goal: b.Goal, Level: b.Level, Before: b.Value, After: a.Value})
			}
		}
	}
	return changes
}

// Moves lists the seats that differ between two plans by entry and judge, those
// taken away before those given.
func Moves(before, after []Pair) []SeatMove {
	moves, is, was := []SeatMove{}, map[Pair]bool{}, map[Pair]bool{}
	for _, p := range after {
		is[p] = true
	}
	for _, p := range before {
		if was[p] = true; !is[p] {
			moves = append(moves, SeatMove{p.Judge, p.Entry, false})
		}
	}
	for _, p := range after {
		if !was[p] {
			moves = append(moves, SeatMove{p.Judge, p.Entry, true})
		}
	}
	slices.SortFunc(moves, SeatMove.compare)
	return moves
}

// compare orders moves by entry, then those that take away before those that give,
// then by judge.
func (m SeatMove) compare(n SeatMove) int {
	switch {
	case m.Entry != n.Entry:
		return cmp.Compare(m.Entry, n.Entry)
	case m.Gives != n.Gives && n.Gives:
		return -1
	case m.Gives != n.Gives:
		return 1
	}
	return cmp.Compare(m.Judge, n.Judge)
}

func seatPairs(seats []Seat) []Pair {
	out := make([]Pair, len(seats))
	for i, s := range seats {
		out[i] = Pair{s.Judge, s.Entry}
	}
	return out
}

package assign

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// beside ranks the seats of a plan by the goals as Explain means them: the pair that is
// asked about is set aside in LiftWorst, and the level is what the plan had.
type beside struct {
	*best
	pair  [2]int
	level int
}

func (b *beside) rank() []int {
	goals := b.goals
	b.goals = nil
	rank := b.best.rank()
	b.goals = goals
	if rank == nil {
		return nil
	}
	for _, g := range goals {
		if g != LiftWorst {
			rank = append(rank, b.rankOf(g)...)
			continue
		}
		least, below := b.level, 0
		for e := range b.seat {
			for j, sits := range b.seat[e] {
				if f := b.fits[e][j]; sits && f < b.level && b.pair != [2]int{j, e} {
					least, below = min(least, f), below+1
				}
			}
		}
		rank = append(rank, least, -below)
	}
	return rank
}

// besideOf takes in seats of the input; they must be allowed.
func besideOf(t testing.TB, in Input, seats []Pair, goals []Goal, x Explanation, level int) *beside {
	t.Helper()
	c := checkerOf(in, Plan{})
	if valid := c.sit(seats); len(valid) != len(seats) {
		t.Fatalf("of %v only %v are allowed", seats, valid)
	}
	for j := range c.load {
		if c.load[j] > c.room[j] {
			t.Fatalf("%s has too many seats in %v", c.index.judges[j].ID, seats)
		}
	}
	for e := range c.open {
		if c.filled[e] > c.open[e] {
			t.Fatalf("%s has too many seats in %v", c.index.entries[e].ID, seats)
		}
	}
	return &beside{&best{checker: c, goals: goals}, [2]int{c.index.judge[x.Judge], c.index.entry[x.Entry]}, level}
}

// opposites calls visit with every plan that has the pair where it was free, or has it
// not where it was seated.
func opposites(t testing.TB, in Input, x Explanation, level int, visit func(*beside)) {
	t.Helper()
	all := besideOf(t, in, nil, in.Policy.Goals, x, level)
	for e := range all.fits {
		for j, f := range all.fits[e] {
			if f >= 0 && !all.locked[e][j] && all.open[e] > 0 && all.room[j] > 0 {
				all.open2 = append(all.open2, [2]int{j, e})
			}
		}
	}
	all.visit = func() {
		if all.seat[all.pair[1]][all.pair[0]] == (x.Verdict == IsFree) {
			visit(all)
		}
	}
	all.try(0)
}

// moved is what the moves make of seats.
func moved(t testing.TB, seats []Pair, moves []SeatMove) []Pair {
	t.Helper()
	for _, m := range moves {
		p := Pair{m.Judge, m.Entry}
		if slices.Contains(seats, p) == m.Gives {
			t.Fatalf("%+v cannot be made in %v", m, seats)
		}
		if m.Gives {
			seats = append(slices.Clip(seats), p)
		} else {
			seats = slices.DeleteFunc(slices.Clone(seats), func(q Pair) bool { return p == q })
		}
	}
	return seats
}

func levelOf(goals []GoalValue) int {
	for _, v := range goals {
		if v.Goal == LiftWorst {
			return v.Value
		}
	}
	return 0
}

// asked calls visit with answers about pairs of small plans, and with the seats before
// and after.
func asked(t *testing.T, seed uint64, count int, visit func(in Input, plan Plan, x Explanation, after []Pair)) {
	t.Helper()
	orders := [][]Goal{{MostFit}, {LiftWorst, LiftLevels, MostFit}, {LiftLevels, MostFit}, {LiftWorst, MostFit}, {LiftWorst}}
	tinies(seed, count, func(n int, r *rand.Rand, in Input) {
		in.Policy.Goals = orders[n%len(orders)]
		plan := propose(t, in)
		for range 2 {
			j, e := in.Judges[r.IntN(len(in.Judges))].ID, in.Entries[r.IntN(len(in.Entries))].ID
			x, err := Explain(context.Background(), in, plan, j, e)
			if err != nil {
				t.Fatal(err)
			}
			if len(x.Moves) > 0 {
				visit(in, plan, x, moved(t, seatPairs(plan.Seats), x.Moves))
			}
		}
	})
}

func TestNoOppositeIsBetterThanTheOneExplained(t *testing.T) {
	free, seated, lowered := 0, 0, 0
	asked(t, 31, 4000, func(in Input, plan Plan, x Explanation, after []Pair) {
		b := besideOf(t, in, after, in.Policy.Goals, x, levelOf(plan.Goals))
		got := b.rank()
		opposites(t, in, x, b.level, func(all *beside) {
			if rank := all.rank(); rank != nil && slices.Compare(rank, got) > 0 {
				t.Fatalf("%+v\n%v\n%+v\ngot %v, brute force %v", in, plan.Seats, x, got, rank)
			}
		})
		if got == nil || !x.Proved {
			t.Fatalf("%+v\n%+v: rank %v", in, x, got)
		}
		if x.Verdict == IsFree {
			free++
		} else {
			seated++
		}
		if n := len(in.Policy.Goals); n > 1 && in.Policy.Goals[0] == LiftWorst && got[3] < b.level {
			lowered++
		}
	})
	if free < 300 || seated < 1000 || lowered < 20 {
		t.Errorf("%d free, %d seated, %d lower the worst seat", free, seated, lowered)
	}
}

func TestExplainedChangesAreThoseOfTheSeats(t *testing.T) {
	asked(t, 32, 2000, func(in Input, plan Plan, x Explanation, after []Pair) {
		same(t, in, seatPairs(plan.Seats), after, x)
	})
}

// same says whether the changes told are those that the seats make, counted anew.
func same(t *testing.T, in Input, before, after []Pair, x Explanation) {
	t.Helper()
	was, err := Measure(in, before)
	if err != nil {
		t.Fatal(err)
	}
	is, err := Measure(in, after)
	if err != nil {
		t.Fatal(err)
	}
	want := []GoalChange{}
	for i, v := range was.Goals {
		if n := is.Goals[i]; n.Value != v.Value {
			want = append(want, GoalChange{v.Goal, v.Level, v.Value, n.Value})
		}
	}
	if !slices.Equal(x.Changes, want) {
		t.Fatalf("%+v\n%+v\nwant %+v", in, x, want)
	}
}

// solvedAgain is the opposite found by solving the whole problem anew with the pair
// locked or barred, goal after goal.
func solvedAgain(t *testing.T, in Input, x Explanation, level int) []Pair {
	t.Helper()
	other := in
	if x.Verdict == IsSeated {
		other.Bars = append(slices.Clone(in.Bars), Bar{x.Judge, x.Entry, Recused})
	} else {
		other.Locked = append(slices.Clone(in.Locked), Pair{x.Judge, x.Entry})
	}
	s, err := filled(context.Background(), newProblem(other))
	good := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	good(err)
	for _, g := range in.Policy.Goals {
		if g != LiftWorst {
			good(s.seek(g))
			continue
		}
		low, high := 0, level
		for low < high {
			probe := (low + high + 1) / 2
			good(s.optimise(&aim{goal: g, level: probe}))
			if s.value() == 0 {
				low = probe
			} else {
				high = probe - 1
			}
		}
		good(s.reach(&aim{goal: g, level: low}))
		good(s.reach(&aim{goal: g, level: level}))
	}
	seats := []Pair{}
	for _, k := range s.taken() {
		seats = append(seats, s.pair(int(k.judge), int(k.entry)))
	}
	return seats
}

// random draws an instance that is a little too large for brute force.
func random(r *rand.Rand) Input {
	in := Input{Policy: Policy{Seed: r.Uint64(), Weights: Weights{
		Expertise: 1 + r.IntN(30), Language: r.IntN(20), Over: r.IntN(30), Steep: r.IntN(10), Even: r.IntN(5), Region: r.IntN(20),
	}}}
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	for i := range 4 + r.IntN(12) {
		in.Entries = append(in.Entries, Entry{ID: fmt.Sprint("e", i), Category: pick("x", "y"), Country: pick("", "KR", "FR"), Need: r.IntN(5)})
	}
	for i := range 3 + r.IntN(8) {
		most := 1 + r.IntN(9)
		in.Judges = append(in.Judges, Judge{
			ID: fmt.Sprint("j", i), Countries: []string{pick("KR", "FR", "US", "EC")}, Region: pick("", "asia", "europe"),
			Level: map[string]int{"x": r.IntN(4), "y": 1 + r.IntN(3)}, Min: r.IntN(most + 1), Target: r.IntN(6), Max: most,
		})
	}
	switch r.IntN(6) {
	case 0:
		in.Policy.CountryMost = 1
	case 1:
		in.Policy.CountryMost, in.Policy.RegionMost = r.IntN(3), 1+r.IntN(2)
	case 2:
		in.Policy.Experts = 1 + r.IntN(2)
	}
	for _, j := range in.Judges {
		for _, e := range in.Entries {
			_, barred := in.Bar(j.ID, e.ID)
			switch r.IntN(20) {
			case 0:
				in.Bars = append(in.Bars, Bar{j.ID, e.ID, DeclaredConflict})
			case 1:
				if !barred {
					in.Locked = append(in.Locked, Pair{j.ID, e.ID})
				}
			case 2, 3, 4, 5:
				in.Fits = append(in.Fits, Fit{j.ID, e.ID, r.IntN(200)})
			}
		}
	}
	return in
}

func TestExplainedOppositeIsAsGoodAsOneSolvedAnew(t *testing.T) {
	orders := [][]Goal{{MostFit}, {LiftWorst, LiftLevels, MostFit}, {LiftLevels, MostFit}, {LiftWorst, MostFit}}
	r := rand.New(rand.NewPCG(2026, 33))
	tried, most := 0, 0
	for n := 0; tried < 3000; n++ {
		in := random(r)
		in.Policy.Goals = orders[n%len(orders)]
		plan := propose(t, in)
		for range 4 {
			j, e := in.Judges[r.IntN(len(in.Judges))].ID, in.Entries[r.IntN(len(in.Entries))].ID
			x, err := Explain(context.Background(), in, plan, j, e)
			if err != nil {
				t.Fatal(err)
			}
			if len(x.Moves) == 0 {
				continue
			}
			tried, most = tried+1, max(most, len(x.Moves))
			level := levelOf(plan.Goals)
			got := besideOf(t, in, moved(t, seatPairs(plan.Seats), x.Moves), in.Policy.Goals, x, level).rank()
			want := besideOf(t, in, solvedAgain(t, in, x, level), in.Policy.Goals, x, level).rank()
			if slices.Compare(got, want) != 0 || !x.Proved {
				t.Fatalf("%d: %+v\n%+v\ngot %v, solved anew %v", n, in, x, got, want)
			}
		}
	}
	if most < 8 {
		t.Errorf("no answer moves more than %d seats", most)
	}
}

func TestExplainOfAnUnprovedPlanNeverClaimsTooMuch(t *testing.T) {
	proved, unproved := 0, 0
	tinies(34, 1500, func(n int, r *rand.Rand, in Input) {
		in.Policy.Goals = []Goal{MostFit, LinkJudges}
		in.Policy.Budget = r.IntN(30)
		if n%2 == 0 {
			in.Policy.CountryMost, in.Policy.Experts = 1+r.IntN(2), 1+r.IntN(2)
		}
		plan := propose(t, in)
		j, e := in.Judges[r.IntN(len(in.Judges))].ID, in.Entries[r.IntN(len(in.Entries))].ID
		x, err := Explain(context.Background(), in, plan, j, e)
		if err != nil {
			t.Fatal(err)
		}
		if len(x.Moves) == 0 {
			return
		}
		after := moved(t, seatPairs(plan.Seats), x.Moves)
		same(t, in, seatPairs(plan.Seats), after, x)
		got := besideOf(t, in, after, []Goal{MostFit}, x, 0)
		rank := got.rank()
		if rank == nil {
			t.Fatalf("%+v breaks a cap: %+v", in, x)
		}
		if x.Proved {
			proved++
			seats := solvedAgain(t, Input{Entries: in.Entries, Judges: in.Judges, Bars: in.Bars, Fits: in.Fits, Locked: in.Locked, Policy: Policy{
				Weights: in.Policy.Weights, CountryMost: in.Policy.CountryMost, RegionMost: in.Policy.RegionMost, Experts: in.Policy.Experts, ExpertLevel: in.Policy.ExpertLevel, Seed: in.Policy.Seed, Goals: []Goal{MostFit},
			}}, x, 0)
			if want := besideOf(t, in, seats, []Goal{MostFit}, x, 0).rank(); slices.Compare(rank, want) != 0 {
				t.Fatalf("%d: %+v\n%+v\ngot %v, solved anew %v", n, in, x, rank, want)
			}
		} else {
			unproved++
		}
	})
	if proved < 100 || unproved < 100 {
		t.Errorf("%d proved, %d not", proved, unproved)
	}
}

func TestExplainRefusesACertificateOfAnotherShape(t *testing.T) {
	in := small()
	plan := propose(t, in)
	plan.Certificate.Proofs[0].Judges = nil
	var r *Rejection
	if _, err := Explain(context.Background(), in, plan, "ana", "lyon"); !errors.As(err, &r) || r.Claim != "shape" {
		t.Errorf("got %v", err)
	}
}

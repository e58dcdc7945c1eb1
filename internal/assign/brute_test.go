package assign

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// tiny draws an instance small enough for brute force: impossible ones, locked
// seats, caps and explicit fits included.
func tiny(r *rand.Rand) Input {
	in := Input{Policy: Policy{Seed: r.Uint64(), Weights: Weights{
		Expertise: 1 + r.IntN(9), Language: r.IntN(9), Over: r.IntN(9), Steep: r.IntN(4), Even: r.IntN(3), Region: r.IntN(20),
	}}}
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	for i := range 1 + r.IntN(4) {
		in.Entries = append(in.Entries, Entry{ID: fmt.Sprint("e", i), Category: pick("x", "x", "y"), Country: pick("", "KR", "FR"), Need: r.IntN(4)})
	}
	for i := range 1 + r.IntN(4) {
		most := r.IntN(5)
		in.Judges = append(in.Judges, Judge{
			ID: fmt.Sprint("j", i), Countries: []string{pick("KR", "FR", "US")}, Region: pick("", "asia", "europe"),
			Level: map[string]int{"x": r.IntN(4), "y": r.IntN(4)}, Min: r.IntN(most + 1), Target: r.IntN(3), Max: most,
		})
	}
	switch r.IntN(6) {
	case 0:
		in.Policy.CountryMost = 1
	case 1:
		in.Policy.CountryMost, in.Policy.RegionMost = r.IntN(2), 1
	case 2:
		in.Policy.Experts = 1 + r.IntN(2)
	}
	for _, j := range in.Judges {
		for _, e := range in.Entries {
			_, barred := in.Bar(j.ID, e.ID)
			switch r.IntN(20) {
			case 0, 1:
				in.Bars = append(in.Bars, Bar{j.ID, e.ID, DeclaredConflict})
			case 2:
				if !barred {
					in.Locked = append(in.Locked, Pair{j.ID, e.ID})
				}
			case 3, 4:
				in.Fits = append(in.Fits, Fit{j.ID, e.ID, r.IntN(40)})
			}
		}
	}
	return in
}

// best tries every set of seats and keeps the best by the goals in order, with
// nothing of the engine but the checker's reading of the input.
type best struct {
	*checker
	goals []Goal
	open2 [][2]int
	most  []int
	pick  int
}

func bruteForce(in Input, goals []Goal) []int {
	c := &checker{in: in, index: indexOf(in), weights: in.Policy.weights()}
	c.grid()
	c.chain()
	b := &best{checker: c, goals: goals}
	for e := range c.fits {
		for j, f := range c.fits[e] {
			if f >= 0 && !c.locked[e][j] && c.open[e] > 0 && c.room[j] > 0 {
				b.open2 = append(b.open2, [2]int{j, e})
			}
		}
	}
	b.try(0)
	return b.most
}

func (b *best) try(i int) {
	if i == len(b.open2) {
		if worth := b.rank(); worth != nil && (b.most == nil || slices.Compare(worth, b.most) > 0) {
			b.most = worth
		}
		return
	}
	b.try(i + 1)
	j, e := b.open2[i][0], b.open2[i][1]
	if b.load[j] == b.room[j] || b.filled[e] == b.open[e] {
		return
	}
	b.seat[e][j] = true
	b.load[j]++
	b.filled[e]++
	b.try(i + 1)
	b.seat[e][j] = false
	b.load[j]--
	b.filled[e]--
}

// rank is the value of the seats by goal, more is better; nil where a cap is broken.
func (b *best) rank() []int {
	empty, depth, under := 0, 0, 0
	for e := range b.open {
		n := b.open[e] - b.filled[e]
		empty += n
		depth += n * (n + 1) / 2
		if b.open[e] == 0 {
			continue
		}
		for key, g := range b.panel(e) {
			if most, soft := b.checker.most(key, g, e); !soft && g.taken > max(0, most) {
				return nil
			}
		}
	}
	for j, row := range b.index.judges {
		under += max(0, row.Min-b.held[j]-b.load[j])
	}
	rank := []int{-empty, -depth, -under}
	for _, g := range b.goals {
		rank = append(rank, b.rankOf(g)...)
	}
	return rank
}

func (b *best) rankOf(g Goal) []int {
	fit, counts, kept := 0, make([]int, 10), 0
	for e := range b.seat {
		for j, sits := range b.seat[e] {
			if sits {
				fit += b.fits[e][j]
				counts[b.level(j, e)]--
				if b.kept[e][j] {
					kept++
				}
			}
		}
	}
	switch g {
	case KeepSeats:
		return []int{kept}
	case LiftWorst:
		return []int{b.least()}
	case LiftLevels:
		return counts[:9]
	case MostFit:
		b.plan.Fit = fit
		return []int{b.worth()}
	}
	return nil
}

// rankOfPlan is the same rank of a plan of the engine.
func rankOfPlan(t testing.TB, in Input, plan Plan, goals []Goal) []int {
	t.Helper()
	c := &checker{in: in, plan: plan, index: indexOf(in), weights: in.Policy.weights()}
	c.grid()
	c.chain()
	if err := c.seats(); err != nil {
		t.Fatal(err)
	}
	return (&best{checker: c, goals: goals}).rank()
}

func TestTenThousandPlansAreAsGoodAsBruteForce(t *testing.T) {
	r := rand.New(rand.NewPCG(2026, 3))
	orders := [][]Goal{{MostFit}, {LiftWorst, LiftLevels, MostFit}, {LiftLevels, MostFit}, {LiftWorst, MostFit}}
	impossible := 0
	for n := range 10_000 {
		in := tiny(r)
		goals := orders[n%len(orders)]
		in.Policy.Goals = goals
		if b := bruteForceSize(in); b > 14 {
			continue
		}
		plan, err := Propose(context.Background(), in)
		if err != nil {
			t.Fatal(err)
		}
		got, want := rankOfPlan(t, in, plan, goals), bruteForce(in, goals)
		if slices.Compare(got, want) != 0 {
			t.Fatalf("%d: %+v\nplan %v\ngot %v, brute force %v", n, in, plan.Seats, got, want)
		}
		if err := Check(in, plan); err != nil {
			t.Fatalf("%d: %v\n%+v\n%+v", n, err, in, plan)
		}
		if len(plan.Unfilled) > 0 {
			impossible++
		}
	}
	if impossible < 1000 {
		t.Errorf("only %d impossible instances", impossible)
	}
}

func bruteForceSize(in Input) int {
	n := 0
	for _, j := range in.Judges {
		for _, e := range in.Entries {
			if _, barred := in.Bar(j.ID, e.ID); !barred {
				n++
			}
		}
	}
	return n
}

var _ = errors.Is

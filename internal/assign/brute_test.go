package assign

import (
	"context"
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
	visit func() // of every plan, in place of keeping the best
}

func bruteForce(in Input, goals []Goal) []int {
	c := checkerOf(in, Plan{})
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
	if i == len(b.open2) && b.visit != nil {
		b.visit()
		return
	}
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
		return []int{b.worst()}
	case LiftLevels:
		return counts[:9]
	case SeatExperts:
		return []int{-b.lacking()}
	case MostFit:
		b.plan.Fit = fit
		return []int{b.worth()}
	}
	return nil
}

// rankOfPlan is the same rank of a plan of the engine.
func rankOfPlan(t testing.TB, in Input, plan Plan, goals []Goal) []int {
	t.Helper()
	c := checkerOf(in, plan)
	if err := c.seats(); err != nil {
		t.Fatal(err)
	}
	return (&best{checker: c, goals: goals}).rank()
}

// tinies calls visit with so many instances of a size that brute force can take.
func tinies(seed uint64, count int, visit func(n int, r *rand.Rand, in Input)) {
	r := rand.New(rand.NewPCG(2026, seed))
	for n := 0; n < count; {
		if in := tiny(r); bruteForceSize(in) <= 12 {
			visit(n, r, in)
			n++
		}
	}
}

func TestTenThousandPlansAreAsGoodAsBruteForce(t *testing.T) {
	orders := [][]Goal{{MostFit}, {LiftWorst, LiftLevels, MostFit}, {LiftLevels, MostFit}, {LiftWorst, MostFit}}
	impossible, spread := 0, 0
	tinies(3, 10_000, func(n int, _ *rand.Rand, in Input) {
		goals := orders[n%len(orders)]
		in.Policy.Goals = goals
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
		for _, w := range plan.Witnesses {
			holds(t, in, w)
			if w.Spread {
				spread++
			}
		}
		if sides := sidesOf(plan); sides[SeatsSide] != (len(plan.Unfilled) > 0) || sides[LoadsSide] != (plan.Goals[1].Value > 0) {
			t.Fatalf("%d: witnesses %+v of %+v", n, plan.Witnesses, plan.Goals)
		}
	})
	if spread < 100 {
		t.Errorf("only %d witnesses need a cap", spread)
	}
	if impossible < 1000 {
		t.Errorf("only %d impossible instances", impossible)
	}
}

func sidesOf(plan Plan) map[Side]bool {
	sides := map[Side]bool{}
	for _, w := range plan.Witnesses {
		sides[w.Side] = true
	}
	return sides
}

// holds verifies a witness by its own inequality, counted anew from the input, that
// none of its rows can be left out, and every remedy by brute force.
func holds(t *testing.T, in Input, w Witness) {
	t.Helper()
	if w.Spread {
		holdsUnderCaps(t, in, w)
		return
	}
	rows := w.Entries
	if w.Side == LoadsSide {
		rows = w.Judges
	}
	need, have := w.count(in, rows)
	if need != w.Need || have != w.Have || need <= have {
		t.Fatalf("%+v\ncounted anew: need %d, have %d\n%+v", w, need, have, in)
	}
	for i := range rows {
		if need, have := w.count(in, slices.Delete(slices.Clone(rows), i, i+1)); need > have {
			t.Fatalf("%+v holds without %s", w, rows[i].ID)
		}
	}
	before := bruteForce(in, nil)
	for _, r := range w.Remedies {
		if r.Kind == LiftBar || r.Kind == AddJudge {
			continue
		}
		after := bruteForce(remedied(in, w, r), nil)
		if w.Side == SeatsSide && after[0] < before[0]+need-have || w.Side == LoadsSide && (after[0] < before[0] || after[2] < before[2]+need-have) {
			t.Fatalf("%+v does not help: %v, then %v\n%+v", r, before, after, in)
		}
	}
}

// holdsUnderCaps verifies a witness that needs caps: leaving out any one row, limit or
// cap undoes its inequality.
func holdsUnderCaps(t *testing.T, in Input, w Witness) {
	t.Helper()
	need, have := underCaps(in, w)
	if need != w.Need || have != w.Have || need <= have {
		t.Fatalf("%+v\ncounted anew: need %d, have %d\n%+v", w, need, have, in)
	}
	less := func(what string, x Witness) {
		if need, have := underCaps(in, x); need > have {
			t.Fatalf("%+v holds without %s\n%+v", w, what, in)
		}
	}
	rows, walls := w.Entries, w.Judges
	if w.Side == LoadsSide {
		rows, walls = walls, rows
	}
	for i := range rows {
		x := w
		left := slices.Delete(slices.Clone(rows), i, i+1)
		if x.Entries = left; w.Side == LoadsSide {
			x.Entries, x.Judges = w.Entries, left
		}
		less(rows[i].ID, x)
	}
	for i := range walls {
		x := w
		open := slices.Clone(walls)
		if !open[i].Limit {
			continue
		}
		open[i].Limit = false
		if x.Judges = open; w.Side == LoadsSide {
			x.Judges, x.Entries = w.Judges, open
		}
		less("the limit of "+open[i].ID, x)
	}
	for i := range w.Caps {
		x := w
		x.Caps = slices.Delete(slices.Clone(w.Caps), i, i+1)
		less("a cap", x)
	}
}

// underCaps counts both sides of a witness with caps, pair by pair from the input.
func underCaps(in Input, w Witness) (need, have int) {
	c := checkerOf(in, Plan{})
	rows, limit := map[string]bool{}, map[string]bool{}
	note := func(list []WitnessRow, walls bool) {
		for _, row := range list {
			if !walls {
				rows[row.ID] = true
			} else if row.Limit {
				limit[row.ID] = true
			}
		}
	}
	note(w.Entries, w.Side == LoadsSide)
	note(w.Judges, w.Side == SeatsSide)
	for e, entry := range c.index.entries {
		if w.Side == SeatsSide && rows[entry.ID] {
			need += c.open[e]
		}
		if w.Side == LoadsSide && limit[entry.ID] {
			have += c.open[e]
		}
	}
	for j, judge := range c.index.judges {
		if w.Side == SeatsSide && limit[judge.ID] {
			have += c.room[j]
		}
		if w.Side == LoadsSide && rows[judge.ID] {
			need += max(0, judge.Min-c.held[j])
		}
	}
	for _, k := range w.Caps {
		if w.Side == SeatsSide && rows[k.Entry] || w.Side == LoadsSide && !limit[k.Entry] {
			have += k.Count
		}
	}
	for e, entry := range c.index.entries {
		for j, judge := range c.index.judges {
			row, wall := entry.ID, judge.ID
			if w.Side == LoadsSide {
				row, wall = wall, row
			}
			capped := slices.ContainsFunc(w.Caps, func(k WitnessCap) bool {
				return k.Entry == entry.ID && slices.Contains(c.chainOf(j, e), groupKey{k.Kind, k.Name})
			})
			if c.mayGive(j, e) && rows[row] && !limit[wall] && !capped {
				have++
			}
		}
	}
	return need, have
}

// count is what the rows need together and what the other side can give them.
func (w Witness) count(in Input, rows []WitnessRow) (need, have int) {
	c := checkerOf(in, Plan{})
	c.grid()
	open := func(j, e int) bool { return c.fits[e][j] >= 0 && !c.locked[e][j] && c.room[j] > 0 && c.open[e] > 0 }
	if w.Side == SeatsSide {
		for _, row := range rows {
			need += c.open[c.index.entry[row.ID]]
		}
		for j := range c.room {
			n := 0
			for _, row := range rows {
				if open(j, c.index.entry[row.ID]) {
					n++
				}
			}
			have += min(n, c.room[j])
		}
		return need, have
	}
	for _, row := range rows {
		j := c.index.judge[row.ID]
		need += max(0, c.index.judges[j].Min-c.held[j])
	}
	for e := range c.open {
		n := 0
		for _, row := range rows {
			if open(c.index.judge[row.ID], e) {
				n++
			}
		}
		have += min(n, c.open[e])
	}
	return need, have
}

func TestRepairMovesTheFewestSeats(t *testing.T) {
	tinies(4, 3000, func(n int, r *rand.Rand, in Input) {
		in.Policy.Goals = []Goal{MostFit}
		plan, err := Propose(context.Background(), in)
		if err != nil {
			t.Fatal(err)
		}
		in.Previous = seatPairs(plan.Seats)
		in.Locked = nil
		switch gone := in.Judges[r.IntN(len(in.Judges))].ID; r.IntN(3) {
		case 0:
			in.Judges = slices.DeleteFunc(slices.Clone(in.Judges), func(j Judge) bool { return j.ID == gone })
			in.Bars = slices.DeleteFunc(slices.Clone(in.Bars), func(b Bar) bool { return b.Judge == gone })
			in.Fits = slices.DeleteFunc(slices.Clone(in.Fits), func(f Fit) bool { return f.Judge == gone })
		case 1:
			in.Bars = append(in.Bars, Bar{gone, in.Entries[0].ID, DeclaredConflict})
		default:
			in.Entries = append(in.Entries, Entry{ID: "new", Category: "x", Need: 2})
		}
		if bruteForceSize(in) > 14 {
			return
		}
		got, err := Repair(context.Background(), in)
		if err != nil {
			t.Fatal(err)
		}
		calm := in
		calm.Judges = slices.Clone(in.Judges)
		for i := range calm.Judges {
			calm.Judges[i].Min = 0
		}
		goals := []Goal{KeepSeats, MostFit}
		have, want := rankOfPlan(t, calm, unlocked(got.Plan), goals), bruteForce(calm, goals)
		if slices.Compare(have, want) != 0 || !got.Proved {
			t.Fatalf("%d: %+v\nrepaired %+v\ngot %v, brute force %v", n, in, got, have, want)
		}
		if err := Check(got.Input, got.Plan); err != nil {
			t.Fatalf("%d: %v\n%+v\n%+v", n, err, got.Input, got.Plan)
		}
	})
}

// unlocked is the plan as if no seat were locked.
func unlocked(p Plan) Plan {
	p.Seats = slices.Clone(p.Seats)
	for i := range p.Seats {
		p.Seats[i].Locked = false
	}
	return p
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

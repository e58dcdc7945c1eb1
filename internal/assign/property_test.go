package assign

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func oneOf(values ...string) *rapid.Generator[string] { return rapid.SampledFrom(values) }

// edition draws a small input whose attributes collide often; locked seats are open ones.
func edition(t *rapid.T, judges, entries int) Input {
	in := Input{Policy: Policy{Seed: rapid.Uint64().Draw(t, "seed")}}
	for i := range rapid.IntRange(0, entries).Draw(t, "entries") {
		in.Entries = append(in.Entries, Entry{
			ID: fmt.Sprint("e", i), Category: oneOf("", "x", "y").Draw(t, "category"),
			Country: oneOf("", "KR", "FR", "US", "EC").Draw(t, "country"), City: oneOf("", "Lyon", "Quito").Draw(t, "city"),
			Languages: rapid.SliceOfN(oneOf("en", "fr"), 0, 2).Draw(t, "languages"),
			Need:      rapid.IntRange(0, 3).Draw(t, "need"),
		})
	}
	for i := range rapid.IntRange(0, judges).Draw(t, "judges") {
		most := rapid.IntRange(0, 4).Draw(t, "max")
		in.Judges = append(in.Judges, Judge{
			ID: fmt.Sprint("j", i), Countries: rapid.SliceOfN(oneOf("KR", "FR", "US"), 0, 2).Draw(t, "countries"),
			City: oneOf("", "Lyon", "Oslo", "Bern").Draw(t, "city"), Languages: rapid.SliceOfN(oneOf("en", "fr-FR"), 1, 2).Draw(t, "languages"),
			Level: map[string]int{"x": rapid.IntRange(0, 3).Draw(t, "x"), "y": rapid.IntRange(0, 3).Draw(t, "y")},
			Min:   rapid.IntRange(0, most).Draw(t, "min"), Target: rapid.IntRange(0, 5).Draw(t, "target"), Max: most,
		})
	}
	for _, j := range in.Judges {
		for _, e := range in.Entries {
			switch _, barred := in.Bar(j.ID, e.ID); rapid.IntRange(0, 14).Draw(t, "pair") {
			case 0, 1:
				in.Bars = append(in.Bars, Bar{j.ID, e.ID, DeclaredConflict})
			case 2:
				if !barred {
					in.Locked = append(in.Locked, Pair{j.ID, e.ID})
				}
			case 3:
				in.Previous = append(in.Previous, Pair{j.ID, e.ID})
			}
		}
	}
	return in
}

func proposeIn(t *rapid.T, in Input) Plan {
	plan, err := Propose(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

func pairs(seats []Seat) []Pair {
	var out []Pair
	for _, s := range seats {
		out = append(out, Pair{s.Judge, s.Entry})
	}
	return out
}

// soundPlan holds for every plan: nothing barred, doubled or too much except by a
// locked seat, every locked seat kept, and every shortage accounted for.
func soundPlan(t *rapid.T) {
	in := edition(t, 6, 7)
	plan := proposeIn(t, in)
	report, err := Review(in, pairs(plan.Seats))
	if err != nil {
		t.Fatal(err)
	}
	lockedOf := func(id string) (n int) {
		for _, l := range in.Locked {
			if l.Judge == id || l.Entry == id {
				n++
			}
		}
		return n
	}
	for _, p := range report.Problems {
		switch {
		case p.Kind == OverMax && p.Have == lockedOf(p.Judge), p.Kind == EntryOver && p.Have == lockedOf(p.Entry):
		case p.Kind == EntryShort, p.Kind == UnderMin:
		default:
			t.Errorf("plan has %+v", p)
		}
	}
	for _, b := range plan.Unfilled {
		all := len(b.Full)
		for _, n := range b.Barred {
			all += n
		}
		for _, s := range plan.Seats {
			if s.Entry == b.Entry {
				all++
			}
		}
		if all != len(in.Judges) {
			t.Errorf("%+v accounts for %d of %d judges", b, all, len(in.Judges))
		}
	}
	if report.Filled != plan.Filled || report.Needed != plan.Needed {
		t.Errorf("review counts %d of %d, plan %d of %d", report.Filled, report.Needed, plan.Filled, plan.Needed)
	}
}

func TestPlanNeverSeatsABarredJudge(t *testing.T) { rapid.Check(t, soundPlan) }

func FuzzPlanNeverSeatsABarredJudge(f *testing.F) { f.Fuzz(rapid.MakeFuzz(soundPlan)) }

func TestOrderOfRowsDoesNotChangeTheBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := edition(t, 6, 7)
		capsOf(t, &in)
		before, _ := json.Marshal(in)
		plan := proposeIn(t, in)
		if after, _ := json.Marshal(in); string(before) != string(after) {
			t.Fatal("the input was changed")
		}
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "shuffle"), 0))
		other := in
		other.Entries, other.Judges = shuffled(r, in.Entries), shuffled(r, in.Judges)
		other.Bars, other.Locked, other.Previous = shuffled(r, in.Bars), shuffled(r, in.Locked), shuffled(r, in.Previous)
		other.Fits = shuffled(r, in.Fits)
		a, _ := json.Marshal(plan)
		b, _ := json.Marshal(proposeIn(t, other))
		if string(a) != string(b) {
			t.Errorf("shuffled rows gave\n%s\nnot\n%s", b, a)
		}
	})
}

// capsOf draws caps, experts, goals, regions and fits of a table.
func capsOf(t *rapid.T, in *Input) {
	few := rapid.IntRange(0, 2)
	in.Policy.CountryMost, in.Policy.RegionMost, in.Policy.Experts = few.Draw(t, "country most"), few.Draw(t, "region most"), few.Draw(t, "experts")
	in.Policy.Budget = rapid.IntRange(0, 200).Draw(t, "budget")
	for _, g := range Goals() {
		if rapid.Bool().Draw(t, "goal") {
			in.Policy.Goals = append(in.Policy.Goals, g)
		}
	}
	for j := range in.Judges {
		in.Judges[j].Region = oneOf("", "asia", "europe").Draw(t, "region")
		for _, e := range in.Entries {
			if rapid.IntRange(0, 9).Draw(t, "stated") == 0 {
				in.Fits = append(in.Fits, Fit{in.Judges[j].ID, e.ID, rapid.IntRange(0, 900).Draw(t, "points")})
			}
		}
	}
}

func shuffled[T any](r *rand.Rand, rows []T) []T {
	out := slices.Clone(rows)
	r.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

// maxFlow is the greatest number of needed seats that can be filled, by the
// textbook method of augmenting paths, sharing nothing with the engine but Bar.
func maxFlow(in Input) int {
	room, took := map[string]int{}, map[Pair]bool{}
	need, locked := map[string]int{}, map[Pair]bool{}
	total := 0
	for _, j := range in.Judges {
		room[j.ID] = j.Max
	}
	for _, e := range in.Entries {
		need[e.ID] = e.Need
	}
	for _, l := range in.Locked {
		locked[l] = true
		room[l.Judge] = max(0, room[l.Judge]-1)
		if need[l.Entry] > 0 {
			need[l.Entry]--
			total++
		}
	}
	var seat func(entry string, seen map[string]bool) bool
	seat = func(entry string, seen map[string]bool) bool {
		for _, j := range in.Judges {
			p := Pair{j.ID, entry}
			if _, barred := in.Bar(j.ID, entry); barred || locked[p] || took[p] || seen[j.ID] {
				continue
			}
			seen[j.ID] = true
			if room[j.ID] > 0 {
				room[j.ID]--
				took[p] = true
				return true
			}
			for _, e := range in.Entries {
				if q := (Pair{j.ID, e.ID}); took[q] && seat(e.ID, seen) {
					took[q], took[p] = false, true
					return true
				}
			}
		}
		return false
	}
	for _, e := range in.Entries {
		for range need[e.ID] {
			if seat(e.ID, map[string]bool{}) {
				total++
			}
		}
	}
	return total
}

func TestCoverageIsFullExactlyWhenAMaxFlowSaysSo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := edition(t, 6, 7)
		if got, want := proposeIn(t, in).Filled, maxFlow(in); got != want {
			t.Errorf("filled %d, a max flow fills %d", got, want)
		}
	})
}

// worth is the value of a set of seats by the documented goals, highest first:
// coverage, shared shortage, minimum loads, fit less load price. Not allowed: nil.
func worth(in Input, fit map[Pair]int, set []Pair) []int {
	load, panel, points := map[string]int{}, map[string]int{}, 0
	for _, p := range set {
		load[p.Judge]++
		panel[p.Entry]++
		points += fit[p]
	}
	seats, empty, depth, met := 0, 0, 0, 0
	for _, e := range in.Entries {
		seats += e.Need
		short := e.Need - panel[e.ID]
		if short < 0 {
			return nil
		}
		empty += short
		depth += short * (short + 1) / 2
	}
	w := in.Policy.Weights
	for _, j := range in.Judges {
		n, target := load[j.ID], j.Target
		if target == 0 {
			target = int(math.Ceil(float64(seats) / float64(len(in.Judges))))
		}
		if n > j.Max {
			return nil
		}
		met += min(n, j.Min)
		for i := 1; i <= n; i++ {
			points -= w.Even*i + w.Over*max(0, i-min(target, j.Max))
		}
	}
	return []int{-empty, -depth, met, points}
}

// With total fit alone after full panels. That the whole order of goals is kept is
// held against brute force elsewhere; here a plan that lifts levels at the cost of fit
// was once taken for a fault.
func TestNoOtherPlanIsBetter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := edition(t, 3, 4)
		in.Locked, in.Previous = nil, nil
		points := rapid.IntRange(1, 9)
		w := Weights{
			Expertise: points.Draw(t, "expertise"), Language: points.Draw(t, "language"),
			Over: points.Draw(t, "over"), Even: points.Draw(t, "even"),
		}
		in.Policy.Weights, in.Policy.Goals = w, []Goal{MostFit} // levels would go first
		fit, open := map[Pair]int{}, []Pair(nil)
		for _, j := range in.Judges {
			for _, e := range in.Entries {
				if _, barred := in.Bar(j.ID, e.ID); barred {
					continue
				}
				p := Pair{j.ID, e.ID}
				open = append(open, p)
				fit[p] = w.Expertise * j.Level[e.Category]
				if len(e.Languages) > 0 && slices.Contains(primaries(j.Languages), e.Languages[0]) {
					fit[p] += w.Language
				}
			}
		}
		got := worth(in, fit, pairs(proposeIn(t, in).Seats))
		for set := range 1 << len(open) {
			chosen := make([]Pair, 0, bits.OnesCount(uint(set)))
			for i, p := range open {
				if set>>i&1 == 1 {
					chosen = append(chosen, p)
				}
			}
			if w := worth(in, fit, chosen); w != nil && (got == nil || slices.Compare(w, got) > 0) {
				t.Fatalf("%v is worth %v, the proposal %v", chosen, w, got)
			}
		}
	})
}

func TestEqualJudgesGetLoadsThatDifferByOneAtMost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := Input{Policy: Policy{Seed: rapid.Uint64().Draw(t, "seed")}}
		judges := rapid.IntRange(1, 8).Draw(t, "judges")
		for e := range rapid.IntRange(1, 20).Draw(t, "entries") {
			in.Entries = append(in.Entries, Entry{ID: fmt.Sprint(e), Need: rapid.IntRange(0, judges).Draw(t, "need")})
		}
		for j := range judges {
			in.Judges = append(in.Judges, Judge{ID: fmt.Sprint(j), Max: 20})
		}
		loads := proposeIn(t, in).Loads
		less := func(a, b Load) int { return a.Load - b.Load }
		if slices.MaxFunc(loads, less).Load-slices.MinFunc(loads, less).Load > 1 {
			t.Errorf("loads %+v", loads)
		}
	})
}

package score

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// linked draws an edition under the adjusted policy, of any shape: from one sheet
// to every judge reading everything, in halves of a point.
func linked(t *rapid.T) Input {
	in := Input{Criteria: []Criterion{{"x", 1}}, Scale: Scale{0, 10, 0.5}}
	in.Policy = Policy{Method: Adjusted, MinSheets: rapid.IntRange(0, 2).Draw(t, "least"), Prizes: []int{1, 2}, Draws: 100, Seed: rapid.Uint64().Draw(t, "seed")}
	judges := rapid.IntRange(1, 7).Draw(t, "judges")
	spread := rapid.IntRange(0, 20).Draw(t, "spread") // 0 = all scores alike
	strict := rapid.SliceOfN(rapid.IntRange(-3, 3), judges, judges).Draw(t, "strict")
	for e := range rapid.IntRange(1, 14).Draw(t, "entries") {
		for j := range judges {
			if rapid.IntRange(0, 2).Draw(t, "reads") > 0 {
				v := 10 + rapid.IntRange(-spread, spread).Draw(t, "half points")/2 + strict[j]*spread/20
				in.Sheets = append(in.Sheets, one(fmt.Sprint("j", j), fmt.Sprint("e", e), float64(max(0, min(20, v)))/2))
			}
		}
	}
	if len(in.Sheets) == 0 {
		in.Sheets = append(in.Sheets, one("j0", "e0", 5))
	}
	for j := range judges {
		in.Judges = append(in.Judges, Judge{ID: fmt.Sprint("j", j), Free: j % 3, Region: fmt.Sprint(j % 2)})
	}
	return in
}

// everything is all that the engine says, which must be finite to be JSON at all.
func everything(t *rapid.T, in Input) string {
	r, err := Assess(in)
	if err != nil {
		t.Fatal(err)
	}
	signals, err := Signals(in)
	if err != nil {
		t.Fatal(err)
	}
	readings, err := Readings(in, 5)
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal([]any{r, signals, readings})
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestRowsInAnyOrderGiveTheSameBitsOfEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := linked(t)
		a := everything(t, in)
		r := rand.New(rand.NewPCG(in.Policy.Seed, 1))
		r.Shuffle(len(in.Sheets), func(i, j int) { in.Sheets[i], in.Sheets[j] = in.Sheets[j], in.Sheets[i] })
		r.Shuffle(len(in.Judges), func(i, j int) { in.Judges[i], in.Judges[j] = in.Judges[j], in.Judges[i] })
		if b := everything(t, in); a != b {
			t.Errorf("shuffled rows gave\n%s\nnot\n%s", b, a)
		}
	})
}

// What a letter says adds up on paper: totals and corrections as printed, by their
// number, are the official score as printed.
func TestOfficialScoreAddsUpOnPaper(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, err := Order(linked(t))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range r.Standings {
			e := s.Explain()
			sum := 0.0
			for _, l := range e.Lines {
				sum += l.Total + l.Correction
			}
			if n := float64(len(e.Lines)); n > 0 && math.Abs(sum/n-s.Official) > 0.005+1e-9 {
				t.Errorf("%+v is not %v", e, s.Official)
			}
			if c := s.Component; c >= 0 && r.Components[c].Method == Raw && s.Official != s.Mean {
				t.Errorf("raw, but %v is not %v", s.Official, s.Mean)
			}
		}
	})
}

// Whoever reads everything beside everybody else moves all alike.
func TestCompleteDesignKeepsTheRawOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := Input{Criteria: []Criterion{{"x", 1}}, Scale: Scale{0, 10, 0.5}, Policy: Policy{Method: Adjusted}}
		entries, judges := rapid.IntRange(6, 12).Draw(t, "entries"), rapid.IntRange(3, 5).Draw(t, "judges")
		for e := range entries {
			for j := range judges {
				in.Sheets = append(in.Sheets, one(fmt.Sprint("j", j), fmt.Sprint("e", e), float64(rapid.IntRange(0, 14).Draw(t, "v")+j)/2))
			}
		}
		r, err := Order(in)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range r.Standings {
			for _, b := range r.Standings {
				if a.Mean > b.Mean && a.Official < b.Official {
					t.Errorf("%+v and %+v", a, b)
				}
			}
		}
	})
}

// At given variances a constant c for one judge moves severities by c(1 - λW) of
// that judge's column alone, W = (G+λ)⁻¹: with λ small, by c for that judge and
// by nothing for the others.
func TestConstantOfOneJudgeMovesOnlyWhatItMay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed, judge, c := rapid.Uint64Range(0, 1000).Draw(t, "seed"), rapid.IntRange(0, 7).Draw(t, "judge"), rapid.Float64Range(-3, 3).Draw(t, "c")
		f := fit(randomTable(seed, 30, 8, 3, 1))
		if f.ratio == 0 {
			return
		}
		f.invert()
		cells := slices.Clone(f.cells)
		for i := range cells {
			if cells[i].judge == judge {
				cells[i].y += c
			}
		}
		moved := tableOf(f.entries, f.judges, cells)
		g := &fitted{table: &moved, ratio: f.ratio, noise: f.noise, spread: f.spread, severity: make([]float64, f.judges)}
		g.solve(g.reduce())
		g.adjust()
		shift := make([]float64, f.judges)
		for j := range f.judges {
			shift[j] = -c * f.variance.At(j, judge) / f.noise / f.ratio
			if j == judge {
				shift[j] += c
			}
			if got := g.severity[j] - f.severity[j]; math.Abs(got-shift[j]) > 1e-9 {
				t.Errorf("judge %d moved by %g, not %g", j, got, shift[j])
			}
		}
		for e := range f.entries {
			want := 0.0
			for _, x := range f.of(e) {
				want -= shift[x.judge]
				if x.judge == judge {
					want += c
				}
			}
			if want /= float64(len(f.of(e))); math.Abs(g.adjusted[e]-f.adjusted[e]-want) > 1e-9 || math.Abs(want) > math.Abs(c) {
				t.Errorf("entry %d moved by %g, not %g", e, g.adjusted[e]-f.adjusted[e], want)
			}
		}
	})
}

func TestTwoComponentsAreIndependentAndSaidNotToCompare(t *testing.T) {
	two := func(other float64) Result {
		a, b := simulate(1, 20, 6, 3, 1), simulate(2, 20, 6, 3, 1)
		b.bend(func(Sheet) float64 { return other })
		for _, s := range b.Sheets {
			a.Sheets = append(a.Sheets, one("b"+s.Judge, "b"+s.Entry, s.Values["x"]))
		}
		return result(t, a.Input)
	}
	r, changed := two(0), two(-2)
	if len(r.Components) != 2 || r.Components[0].Reason != Disconnected || r.Components[1].Reason != Disconnected || r.Components[0].Method != Raw {
		t.Fatalf("%+v", r.Components)
	}
	i := slices.IndexFunc(r.Judges, func(s Severity) bool { return !strings.HasPrefix(s.Judge, "b") })
	if !slices.Equal(r.Judges[i:], changed.Judges[i:]) || slices.Equal(r.Judges[:i], changed.Judges[:i]) {
		t.Error("what one half of the judges give moves the other half")
	}
	for _, s := range r.Standings {
		if s.Official != s.Mean {
			t.Errorf("%s is compared by %v, not %v", s.Entry, s.Official, s.Mean)
		}
	}
}

func TestFallsBackToRawAndSaysWhy(t *testing.T) {
	few := simulate(1, 8, 6, 3, 1) // 24 - 8 - 6 + 1 = 11 is enough
	if c := result(t, few.Input).Components[0]; c.Freedom != 11 || c.Method != Adjusted {
		t.Errorf("%+v", c)
	}
	few.Sheets = slices.DeleteFunc(few.Sheets, func(s Sheet) bool { return s.Entry == "e000" })
	if c := result(t, few.Input).Components[0]; c.Freedom != 9 || c.Method != Raw || c.Reason != FewFreedom {
		t.Errorf("%+v", c)
	}
	var exact Input // judges differ by whole points and by nothing else
	exact.Criteria, exact.Scale, exact.Policy.Method = []Criterion{{"x", 1}}, Scale{0, 10, 1}, Adjusted
	for e := range 10 {
		for j := range 4 {
			exact.Sheets = append(exact.Sheets, one(fmt.Sprint(j), fmt.Sprint(e), float64(j+e%4)))
		}
	}
	if c := result(t, exact).Components[0]; c.Method != Raw || c.Reason != NotConverged {
		t.Errorf("%+v", c)
	}
}

func TestGreatCorrectionMustBeConfirmed(t *testing.T) {
	s := simulate(1, 60, 12, 4, 0)
	if c := result(t, s.Input).Components[0]; c.Method != Adjusted || c.Confirm != nil {
		t.Errorf("%+v", c)
	}
	s.bend(func(x Sheet) float64 { return map[bool]float64{true: -3}[x.Judge == "j05"] })
	if c := result(t, s.Input).Components[0]; !slices.Equal(c.Confirm, []string{"j05"}) {
		t.Errorf("%+v", c)
	}
}

func TestPrizeThatDependsOnTheMethodIsFlagged(t *testing.T) {
	s := simulate(1, 60, 20, 3, 1)
	r := result(t, s.Input)
	if len(r.Disputes) == 0 {
		t.Fatal("no dispute where judges differ as much as entries")
	}
	for _, d := range r.Disputes {
		i := slices.IndexFunc(r.Standings, func(s Standing) bool { return s.Entry == d.Entry })
		if d.Official == d.Raw || d.Official >= 0 != (r.Standings[i].Rank <= 3) {
			t.Errorf("%+v of rank %d", d, r.Standings[i].Rank)
		}
	}
	s.Policy.Method = Raw
	if r := result(t, s.Input); r.Disputes != nil {
		t.Errorf("%+v", r.Disputes)
	}
}

func TestWhatIfLeavesOutAJudgeAndWeighsAnew(t *testing.T) {
	in := Input{Criteria: []Criterion{{"x", 1}, {"y", 1}}, Scale: Scale{0, 10, 1}}
	for i, v := range [][2]float64{{8, 2}, {4, 6}} {
		for j := range 3 {
			in.Sheets = append(in.Sheets, Sheet{Judge: fmt.Sprint("j", j), Entry: fmt.Sprint("e", i), State: Sent, Values: map[string]float64{"x": v[0], "y": v[1]}})
		}
	}
	before := result(t, in)
	r, err := WhatIf(in, Change{Without: []string{"j1"}, Weights: map[string]float64{"y": 3}})
	if err != nil || r.Standings[0].Entry != "e1" || r.Standings[0].Official != 5.5 || r.Standings[0].Counted != 2 {
		t.Errorf("%+v %v", r.Standings, err)
	}
	if after := result(t, in); after.Standings[0].Official != before.Standings[0].Official || len(in.Sheets) != 6 || in.Criteria[1].Weight != 1 {
		t.Error("trying changed what is")
	}
}

// A single sheet left out takes nothing else with it, not even the entry from the
// order, which has too few sheets then.
func TestWhatIfLeavesOutOneSheet(t *testing.T) {
	s := simulate(3, 20, 8, 3, 0.5)
	s.Policy.MinSheets, s.Policy.Method = 3, Raw
	s.Sheets = append(s.Sheets, one("j00", "late", 9))
	before := result(t, s.Input)
	first := before.Standings[0]
	r, err := WhatIf(s.Input, Change{Sheets: []Pair{{first.Sheets[0].Judge, first.Entry}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range r.Standings {
		i := slices.IndexFunc(before.Standings, func(b Standing) bool { return b.Entry == e.Entry })
		switch was := before.Standings[i]; {
		case e.Entry == first.Entry:
			if e.Counted != 2 || e.Rank < 1 {
				t.Errorf("%+v", e)
			}
		case e.Counted != was.Counted || e.Official != was.Official || e.Rankable != was.Rankable || e.Missing != was.Missing:
			t.Errorf("%+v was %+v", e, was)
		}
	}
}

func TestNotRankableSaysItsCure(t *testing.T) {
	in := Input{
		Criteria: []Criterion{{"x", 1}}, Scale: Scale{0, 10, 1}, Policy: Policy{MinSheets: 3}, Bars: []Pair{{"emil", "lyon"}},
		Judges: []Judge{{ID: "dita", Free: 1}, {ID: "emil", Free: 1}, {ID: "fay"}, {ID: "ana", Free: 3}},
		Sheets: []Sheet{one("ana", "lyon", 5), {Judge: "bo", Entry: "lyon", State: Draft}, {Judge: "chen", Entry: "lyon", State: Sent}},
	}
	got := result(t, in).Standings[0].Cure
	if got == nil || got.Missing != 2 || !slices.Equal(got.Unsent, []string{"bo"}) || !slices.Equal(got.Incomplete, []string{"chen"}) || !slices.Equal(got.Free, []string{"dita"}) {
		t.Errorf("%+v", got)
	}
}

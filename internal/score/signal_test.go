package score

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// simulated is an edition of entries and judges whose truth is known: quality and
// noise of standard deviation 1, strictness as given, 1.5 points for each on a
// scale of 0 to 10 in whole points; panels are random and even.
type simulated struct {
	Input
	quality map[string]float64
}

func simulate(seed uint64, entries, judges, k int, strictness float64) simulated {
	r := rand.New(rand.NewPCG(2027, seed))
	s := simulated{quality: map[string]float64{}}
	s.Criteria, s.Scale = []Criterion{{"x", 1}}, Scale{0, 10, 1}
	s.Policy = Policy{Method: Adjusted, Seed: seed, Draws: 600, Prizes: []int{1, 2}}
	severity := make([]float64, judges)
	for j := range severity {
		severity[j] = strictness * r.NormFloat64()
	}
	var queue []int
	for e := range entries {
		id := fmt.Sprintf("e%03d", e)
		s.quality[id] = r.NormFloat64()
		var panel []int
		for len(panel) < k {
			i := slices.IndexFunc(queue, func(j int) bool { return !slices.Contains(panel, j) })
			if i < 0 {
				queue = append(queue, r.Perm(judges)...)
				continue
			}
			panel, queue = append(panel, queue[i]), slices.Delete(queue, i, i+1)
		}
		for _, j := range panel {
			v := math.Round(5 + 1.5*(s.quality[id]+severity[j]+r.NormFloat64()))
			s.Sheets = append(s.Sheets, one(fmt.Sprintf("j%02d", j), id, max(0, min(10, v))))
		}
	}
	return s
}

func one(judge, entry string, v float64) Sheet {
	return Sheet{Judge: judge, Entry: entry, State: Sent, Values: map[string]float64{"x": v}}
}

func signals(t *testing.T, in Input, kind Kind) []Signal {
	t.Helper()
	all, err := Signals(in)
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(all, func(s Signal) bool { return s.Kind != kind })
}

// bend changes the values of the sheets that it is asked about, within the scale.
func (s *simulated) bend(change func(Sheet) float64) {
	for _, sheet := range s.Sheets {
		sheet.Values["x"] = math.Round(max(0, min(10, sheet.Values["x"]+change(sheet))))
	}
}

func TestStrictJudgeIsNamed(t *testing.T) {
	s := simulate(1, 60, 12, 4, 0)
	s.bend(func(x Sheet) float64 { return map[bool]float64{true: -3}[x.Judge == "j05"] })
	got := signals(t, s.Input, Lenient)
	if len(got) != 1 || got[0].Judge != "j05" || got[0].Value > -2 || got[0].SE <= 0 || got[0].P > 0.001 {
		t.Errorf("got %+v", got)
	}
}

func TestErraticJudgeIsNamed(t *testing.T) {
	s := simulate(2, 60, 12, 4, 0)
	r := rand.New(rand.NewPCG(9, 9))
	s.bend(func(x Sheet) float64 { return map[bool]float64{true: 4 * r.NormFloat64()}[x.Judge == "j07"] })
	got := signals(t, s.Input, Erratic)
	if len(got) != 1 || got[0].Judge != "j07" || got[0].Value < 1.5 {
		t.Errorf("got %+v", got)
	}
}

func TestScoreFarFromAllOthersIsNamedWithWhatItMoves(t *testing.T) {
	s := simulate(3, 60, 12, 4, 0.3)
	before, err := Order(s.Input)
	if err != nil {
		t.Fatal(err)
	}
	last := before.Standings[len(before.Standings)-1].Entry
	i := slices.IndexFunc(s.Sheets, func(x Sheet) bool { return x.Entry == last })
	s.Sheets[i].Values["x"] = 10
	got := signals(t, s.Input, Outlier)
	if len(got) != 1 || got[0].Judge != s.Sheets[i].Judge || got[0].Entry != last || got[0].Value < 3.5 || got[0].P >= surprising {
		t.Fatalf("got %+v", got)
	}
	first := before.Standings[0].Entry
	i = slices.IndexFunc(s.Sheets, func(x Sheet) bool { return x.Entry == first })
	s.Sheets[i].Values["x"] = 0
	got = signals(t, s.Input, Outlier)
	i = slices.IndexFunc(got, func(x Signal) bool { return x.Entry == first })
	if i < 0 || got[i].Value > -3.5 || len(got[i].Moves) == 0 {
		t.Errorf("got %+v", got)
	}
}

func TestFavourOfTheOwnRegionIsNamed(t *testing.T) {
	s := simulate(4, 80, 10, 4, 0.3)
	s.Regions = map[string]string{}
	for i, id := range slices.Sorted(maps.Keys(s.quality)) {
		s.Regions[id] = []string{"asia", "europe", "africa"}[i%3]
	}
	for j := range 10 {
		s.Judges = append(s.Judges, Judge{ID: fmt.Sprintf("j%02d", j), Region: "asia"})
	}
	if got := signals(t, s.Input, Favour); len(got) != 0 {
		t.Errorf("without favour %+v", got)
	}
	s.bend(func(x Sheet) float64 {
		return map[bool]float64{true: 3}[x.Judge == "j03" && s.Regions[x.Entry] == "asia"]
	})
	got := signals(t, s.Input, Favour)
	if len(got) != 1 || got[0].Judge != "j03" || got[0].Value < 1 || got[0].P >= surprising {
		t.Errorf("got %+v", got)
	}
}

func TestTwoJudgesWhoAgreeAgainstTheOthersAreNamed(t *testing.T) {
	s := simulate(5, 80, 8, 5, 0.2)
	if got := signals(t, s.Input, Collusion); len(got) != 0 {
		t.Errorf("without collusion %+v", got)
	}
	r, push := rand.New(rand.NewPCG(5, 5)), map[string]float64{}
	for _, id := range slices.Sorted(maps.Keys(s.quality)) {
		push[id] = 3 * r.NormFloat64()
	}
	s.bend(func(x Sheet) float64 {
		return map[bool]float64{true: push[x.Entry]}[x.Judge == "j01" || x.Judge == "j06"]
	})
	got := signals(t, s.Input, Collusion)
	if len(got) == 0 || got[0].Judge != "j01" || got[0].Other != "j06" || got[0].Value < 0.3 {
		t.Errorf("got %+v", got)
	}
}

func TestJudgeWithoutWhomAPrizeGoesElsewhereIsNamed(t *testing.T) {
	in := Input{Criteria: []Criterion{{"x", 1}}, Scale: Scale{0, 10, 0}, Sheets: []Sheet{
		one("ana", "lyon", 9), one("bo", "lyon", 6), one("chen", "lyon", 6),
		one("ana", "quito", 6), one("bo", "quito", 7), one("chen", "quito", 7),
		one("ana", "oslo", 1), one("bo", "oslo", 1), one("chen", "oslo", 1),
	}}
	in.Policy.MinSheets = 3
	got := signals(t, in, Influence)
	if len(got) != 1 || got[0].Judge != "ana" || !slices.Equal(got[0].Moves, []Move{{"lyon", 1, 2}, {"quito", 2, 1}}) {
		t.Errorf("got %+v", got)
	}
}

// Of a hundred editions without anything to find, few may raise a signal of chance.
func TestFairEditionsRaiseFewSignals(t *testing.T) {
	raised := map[Kind]int{}
	for seed := range uint64(100) {
		s := simulate(seed, 30, 9, 3, 0)
		s.Regions = map[string]string{}
		for i, id := range slices.Sorted(maps.Keys(s.quality)) {
			s.Regions[id] = fmt.Sprint(i % 3)
		}
		for j := range 9 {
			s.Judges = append(s.Judges, Judge{ID: fmt.Sprintf("j%02d", j), Region: fmt.Sprint(j % 3)})
		}
		all, err := Signals(s.Input)
		if err != nil {
			t.Fatal(err)
		}
		kinds := map[Kind]bool{}
		for _, x := range all {
			kinds[x.Kind] = true
		}
		for kind := range kinds {
			raised[kind]++
		}
	}
	for kind, most := range map[Kind]int{Lenient: 10, Erratic: 12, Favour: 10, Collusion: 10, Outlier: 10} {
		if raised[kind] > most {
			t.Errorf("%s was raised in %d of 100 fair editions", kind, raised[kind])
		}
	}
}

// Of editions without anything to find, however small, at most one in twenty names a
// score that lies far.
func TestFairEditionsSeldomNameAScore(t *testing.T) {
	for _, size := range [][3]int{{4, 4, 3}, {8, 6, 3}, {12, 9, 3}, {16, 10, 4}, {40, 10, 3}} {
		const editions = 600
		raised := 0
		for seed := range uint64(editions) {
			p, err := ordered(simulate(seed, size[0], size[1], size[2], 0.5).Input)
			if err != nil {
				t.Fatal(err)
			}
			p.order()
			found := 0
			for _, f := range p.parts {
				if f.invert(); f.freedom > 0 && f.noise > 0 {
					found += len(p.outliers(f, f.residuals()))
				}
			}
			if found > 0 {
				raised++
			}
		}
		t.Logf("%v: named in %d of %d", size, raised, editions)
		if most := 0.05*editions + 3*math.Sqrt(0.05*0.95*editions); float64(raised) > most {
			t.Errorf("%v: named in %d of %d", size, raised, editions)
		}
	}
}

func TestReadingsLowerTheDoubtAndObeyBarsAndRoom(t *testing.T) {
	s := simulate(6, 30, 9, 3, 0.5)
	for j := range 9 {
		s.Judges = append(s.Judges, Judge{ID: fmt.Sprintf("j%02d", j), Free: j % 3})
	}
	s.Judges = append(s.Judges, Judge{ID: "new", Free: 2})
	advice, err := Readings(s.Input, 6)
	free := advice.Readings
	if err != nil || len(free) != 6 || advice.Undecided < 1 {
		t.Fatalf("%v %v", advice, err)
	}
	s.Bars = []Pair{{free[0].Judge, free[0].Entry}}
	advice, err = Readings(s.Input, 100)
	if err != nil {
		t.Fatal(err)
	}
	got, load := advice.Readings, map[string]int{}
	for i, r := range got {
		if load[r.Judge]++; r.Before-r.After < worthwhile || r.Before < undecided || slices.Contains(s.Bars, Pair{r.Judge, r.Entry}) {
			t.Errorf("%+v", r)
		}
		if i > 0 && r.Before-r.After > got[i-1].Before-got[i-1].After+1e-12 {
			t.Errorf("%+v helps more than the one before", r)
		}
		if slices.ContainsFunc(s.Sheets, func(x Sheet) bool { return x.Judge == r.Judge && x.Entry == r.Entry }) {
			t.Errorf("%s has read %s", r.Judge, r.Entry)
		}
	}
	for _, j := range s.Judges {
		if load[j.ID] > j.Free {
			t.Errorf("%s has room for %d, not %d", j.ID, j.Free, load[j.ID])
		}
	}
}

// The error foretold for one more reading is the one that the model has when the
// reading has come, as long as the variances stay.
func TestForetoldErrorIsTheErrorAfterwards(t *testing.T) {
	f := fit(randomTable(3, 20, 6, 3, 1))
	f.invert()
	before := scoreErrors{f, true}
	judge := -1
	for j := range f.judges {
		if !slices.ContainsFunc(f.of(4), func(c cell) bool { return c.judge == j }) {
			judge = j
		}
	}
	moves, should := before.learnt(4, 9, judge)
	more := tableOf(f.entries, f.judges, append(slices.Clone(f.cells), cell{4, judge, 5}))
	g := &fitted{table: &more, noise: f.noise, spread: f.spread, ratio: f.ratio, severity: make([]float64, f.judges)}
	g.solve(g.reduce())
	g.invert()
	now, then := before.between(4, 9), scoreErrors{g, true}.between(4, 9)
	near(t, "what is learnt", should, math.Sqrt(now*now-then*then), 1e-12)
	near(t, "move", moves, should, 0)
	before.adjusted = false
	now, then = before.between(4, 9), scoreErrors{g, false}.between(4, 9)
	moves, should = before.learnt(4, 9, judge)
	near(t, "error of raw means", now*now+moves*moves-2*moves*should, then*then, 1e-12)
}

// Two entries of one panel are compared without any doubt about its judges, and a
// raw mean loses that by a sheet of somebody else: where judges differ much, no
// such reading is proposed, and what is undecided is still told.
func TestReadingThatRaisesTheDoubtIsNotProposed(t *testing.T) {
	in := Input{Criteria: []Criterion{{"x", 1}}, Scale: Scale{-10, 20, 0}, Policy: Policy{Method: Raw}, Judges: []Judge{{ID: "new", Free: 9}}}
	for e, quality := range []float64{5, 5.1, 3, 2} {
		for j, severity := range []float64{-3, 0, 3} {
			in.Sheets = append(in.Sheets, one(fmt.Sprint("j", j), fmt.Sprint("e", e), quality+severity+[]float64{.2, -.3, .1}[(e+j)%3]))
		}
	}
	got, err := Readings(in, 5)
	if err != nil || got.Undecided != 1 || len(got.Readings) != 0 {
		t.Errorf("%+v %v", got, err)
	}
}

// What is expected of a reading is how often the order is wrong after it, as found
// by drawing the truth and what it may bring.
func TestExpectedDoubtIsThatOfTheDraws(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	for _, c := range [][4]float64{{0, 1, .6, .6}, {.3, .5, .2, .2}, {.2, .7, .6, .2}, {1, 1, .9, .9}, {2, 1, .1, .1}, {.1, .2, .9, .05}, {0, 1, .5, .9}} {
		const draws = 400_000
		wrong, left := 0.0, math.Sqrt(c[1]*c[1]-c[3]*c[3])
		for range draws {
			z := r.NormFloat64()
			if truth := c[0] + c[3]*z + left*r.NormFloat64(); truth*(c[0]+c[2]*z) < 0 {
				wrong++
			}
		}
		near(t, fmt.Sprint("expected doubt at ", c), expectedWrong(c[0], c[1], c[2], c[3]), wrong/draws, 0.003)
	}
}

// A probability that is told early is no smaller than it may be: where chance is
// all there is, it is at most a in at most that part of cases.
func TestEarlyEndKeepsPermutationTestsValid(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	const cases = 3000
	under := map[float64]float64{0.02: 0, 0.05: 0, 0.2: 0, 0.5: 0}
	for range cases {
		p := chance(r, 1, r.Float64(), (*rand.Rand).Float64)
		for a := range under {
			if p <= a {
				under[a]++
			}
		}
	}
	for a, n := range under {
		if most := a + 3*math.Sqrt(a*(1-a)/cases); n/cases > most || n/cases < a-(most-a)-0.01 {
			t.Errorf("at most %v in %.3f of cases", a, n/cases)
		}
	}
}

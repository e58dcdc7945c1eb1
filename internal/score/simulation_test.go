package score

import (
	"math"
	"slices"
	"testing"
)

// tau is Kendall's over all pairs, a tie counting for nothing on either side.
func (s simulated) tau(list []Standing, value func(Standing) float64) float64 {
	sum, n := 0, 0
	for i, a := range list {
		for _, b := range list[:i] {
			n++
			switch apart := (value(a) - value(b)) * (s.quality[a.Entry] - s.quality[b.Entry]); {
			case apart > 0:
				sum++
			case apart < 0:
				sum--
			}
		}
	}
	return float64(sum) / float64(n)
}

func (s simulated) rank(entry string) int {
	rank := 1
	for _, q := range s.quality {
		if q > s.quality[entry] {
			rank++
		}
	}
	return rank
}

func result(t *testing.T, in Input) Result {
	t.Helper()
	r, err := Order(in)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Where all judges are alike the adjusted score must cost next to nothing; where
// they differ as much as entries do it must gain much (60 entries of 3 sheets, 20
// judges, 200 editions).
func TestAdjustedScoreCostsNothingAndGainsWhereJudgesDiffer(t *testing.T) {
	gain := func(strictness float64) float64 {
		sum := 0.0
		for seed := range uint64(200) {
			s := simulate(seed, 60, 20, 3, strictness)
			list := result(t, s.Input).Standings
			sum += s.tau(list, func(x Standing) float64 { return x.Official }) - s.tau(list, func(x Standing) float64 { return x.Mean })
		}
		return sum / 200
	}
	if g := gain(0); g < -0.003 {
		t.Errorf("with judges alike tau changes by %.4f", g)
	}
	if g := gain(1); g < 0.05 {
		t.Errorf("with judges apart tau changes by %.4f", g)
	}
}

// bin holds the probabilities that fell between two fifths, and what came true.
type bin struct{ n, sum, hits float64 }

func (b *bin) put(p float64, hit bool) {
	b.n++
	b.sum += p
	if hit {
		b.hits++
	}
}

// truths counts how often what was said came true, over as many editions of 16
// entries with 4 sheets each by 10 judges.
type truths struct {
	entries, scores, ranks float64
	first, top             [5]bin
}

func (c *truths) count(t *testing.T, method Method, editions uint64) {
	t.Helper()
	for seed := range editions {
		s := simulate(seed, 16, 10, 4, 0.5)
		s.Policy.Method, s.Policy.Draws = method, 400
		r, err := Assess(s.Input)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range r.Standings {
			rank := s.rank(e.Entry)
			c.entries++
			if math.Abs(e.Official-5-1.5*s.quality[e.Entry]) <= e.Doubt.Margin {
				c.scores++
			}
			if e.Doubt.Best <= rank && rank <= e.Doubt.Worst {
				c.ranks++
			}
			c.first[min(4, int(5*e.Doubt.First))].put(e.Doubt.First, rank == 1)
			c.top[min(4, int(5*e.Doubt.Top))].put(e.Doubt.Top, rank <= 3)
		}
	}
}

// Nine of ten 90 % intervals hold the truth, and what is said with a probability
// comes true as often.
func TestDoubtIsAsGreatAsItSays(t *testing.T) {
	var adjusted, raw truths
	adjusted.count(t, Adjusted, 4000)
	raw.count(t, Raw, 1000)
	adjusted.holds(t, Adjusted)
	raw.holds(t, Raw)
	for what, bins := range map[string][5]bin{"first": adjusted.first, "top": adjusted.top} {
		for _, b := range bins {
			said, came := b.sum/b.n, b.hits/b.n
			t.Logf("%s: said with %.3f, came true in %.3f of %.0f", what, said, came, b.n)
			if math.Abs(said-came) > 0.03 {
				t.Errorf("%s: said with %.3f, came true in %.3f of %.0f", what, said, came, b.n)
			}
		}
	}
}

func (c *truths) holds(t *testing.T, method Method) {
	t.Helper()
	for what, share := range map[string]float64{"scores": c.scores / c.entries, "ranks": c.ranks / c.entries} {
		t.Logf("%s: 90 %% intervals of %s hold %.1f %%", method, what, 100*share)
		if share < 0.88 || share > 0.92 {
			t.Errorf("%s: 90 %% intervals of %s hold %.1f %%", method, what, 100*share)
		}
	}
}

// Of a small pool too, where variances are told from few degrees of freedom.
func TestMarginsOfASmallPoolHoldTheTruth(t *testing.T) {
	held, entries := 0.0, 0.0
	for seed := range uint64(2000) {
		s := simulate(seed, 12, 9, 3, 0.5)
		s.Policy.Draws = 1
		r, err := Assess(s.Input)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range r.Standings {
			if entries++; math.Abs(e.Official-5-1.5*s.quality[e.Entry]) <= e.Doubt.Margin {
				held++
			}
		}
	}
	if share := held / entries; share < 0.885 || share > 0.915 {
		t.Errorf("90 %% margins hold %.1f %%", 100*share)
	}
}

func TestSeedMakesTheDrawsAgain(t *testing.T) {
	in := simulate(1, 24, 12, 3, 0.5).Input
	a, _ := Assess(in)
	b, _ := Assess(in)
	in.Policy.Seed++
	c, _ := Assess(in)
	first := func(r Result) (all []float64) {
		for _, s := range r.Standings {
			all = append(all, s.Doubt.First)
		}
		return all
	}
	if !slices.Equal(first(a), first(b)) || slices.Equal(first(a), first(c)) || a.Seed != 1 {
		t.Errorf("seed %d gave %v, again %v, another %v", a.Seed, first(a), first(b), first(c))
	}
}

// Two entries that are alike in everything, with nothing in doubt, are both first.
func TestEqualsAreBothFirst(t *testing.T) {
	var in Input
	in.Criteria, in.Scale = []Criterion{{"x", 1}}, Scale{0, 10, 1}
	for _, entry := range []string{"lyon", "quito"} {
		in.Sheets = append(in.Sheets, one("ana", entry, 8), one("bo", entry, 8))
	}
	r, err := Assess(in)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range r.Standings {
		if s.Doubt.First != 1 || s.Doubt.Top != 1 || s.Doubt.Worst != 1 || len(s.Doubt.Level) != 1 {
			t.Errorf("%s: %+v", s.Entry, s.Doubt)
		}
	}
}

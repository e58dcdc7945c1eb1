package assign

import (
	"context"
	"fmt"
	"testing"
)

// dice is the state of splitmix64.
type dice uint64

func (d *dice) next() uint64 {
	v := mix(uint64(*d))
	*d += 0x9E3779B97F4A7C15
	return v
}

func (d *dice) below(n uint64) int { return int(d.next() % n) }
func (d *dice) low(n uint64) int   { a := d.below(n); return min(a, d.below(n)) }

// person is a judge of CITY-1; second is a language, or -1.
type person struct {
	country, second int
	level           [6]int
}

func (d *dice) person() person {
	p := person{country: d.low(40), second: -1}
	first := d.below(6)
	other := (first + 1 + d.below(5)) % 6
	for c := range p.level {
		if d.below(3) == 0 {
			p.level[c] = 1
		}
	}
	p.level[first], p.level[other] = 3, 2
	if d.below(10) < 3 {
		p.second = d.below(8)
	}
	return p
}

// city is an instance of CITY-1: a random but exact edition whose optima several
// public solvers agree on. The noise of a pair is drawn when it is asked for.
type city struct {
	entries, judges, k int
	category, country  []int
	people             []person
	able               [6][]int32 // judges by category
	bonus              [40][]int32
	base               dice
}

func newCity(seed uint64, entries, judges, k int) *city {
	d := dice(seed)
	c := &city{entries: entries, judges: judges, k: k}
	for range entries {
		c.category, c.country = append(c.category, d.low(6)), append(c.country, d.low(40))
	}
	for j := range judges {
		p := d.person()
		c.people = append(c.people, p)
		for g, l := range p.level {
			if l > 0 {
				c.able[g] = append(c.able[g], int32(j))
			}
		}
	}
	for at := range c.bonus {
		c.bonus[at] = make([]int32, judges)
		for j, p := range c.people {
			switch {
			case p.country == at:
				c.bonus[at][j] = -1
			case p.country%8 == at%8 || p.second == at%8:
				c.bonus[at][j] = 150
			}
		}
	}
	c.base = d
	return c
}

const golden = 0x9E3779B97F4A7C15

// row is the Rows of the instance.
func (c *city) row(e int, fit []int32) {
	for j := range fit {
		fit[j] = -1
	}
	state := uint64(c.base) + uint64(e)*uint64(c.judges)*golden
	category := c.category[e]
	bonus := c.bonus[c.country[e]]
	for _, j := range c.able[category] {
		if bonus[j] < 0 {
			continue
		}
		if v := mix(state + uint64(j)*golden); (v>>32)%50 != 0 {
			fit[j] = int32(200*c.people[j].level[category]) + bonus[j] + int32(v%251)
		}
	}
}

// input is the instance for the engine, under the policy of total fit alone if
// alone.
func (c *city) input(goals ...Goal) Input {
	in := Input{Rows: c.row, Policy: Policy{Goals: goals, Weights: Weights{Over: 60}}}
	lo, target, hi := c.loads()
	for e := range c.entries {
		in.Entries = append(in.Entries, Entry{ID: fmt.Sprintf("e%05d", e), Category: fmt.Sprint(c.category[e]), Need: c.k})
	}
	for j := range c.judges {
		level := map[string]int{}
		for g, l := range c.people[j].level {
			level[fmt.Sprint(g)] = l
		}
		in.Judges = append(in.Judges, Judge{ID: fmt.Sprintf("j%05d", j), Level: level, Min: lo, Target: target, Max: hi})
	}
	return in
}

func (c *city) loads() (lo, target, hi int) {
	seats := c.entries * c.k
	return seats / (2 * c.judges), (seats + c.judges - 1) / c.judges, (13*seats + 10*c.judges - 1) / (10 * c.judges)
}

// cost is the value of a plan as CITY-1 counts it.
func (c *city) cost(t testing.TB, plan Plan) int {
	t.Helper()
	lo, target, hi := c.loads()
	if plan.Filled != c.entries*c.k {
		t.Errorf("filled %d of %d", plan.Filled, c.entries*c.k)
	}
	cost := 1000*len(plan.Seats) - plan.Fit
	for _, l := range plan.Loads {
		if l.Load < lo || l.Load > hi {
			t.Errorf("%+v is outside of %d to %d", l, lo, hi)
		}
		cost += 60 * max(0, l.Load-target)
	}
	return cost
}

var sizes = []struct{ entries, judges, k, want int }{
	{100, 20, 3, 81_434},
	{1000, 100, 4, 697_709},
	{2000, 200, 4, 1_063_547},
	{5000, 500, 4, 1_722_192},
	{20000, 2000, 5, 5_104_700},
}

func TestCity1OptimumIsThatOfFourPublicSolvers(t *testing.T) {
	// Optima with seed 1, on which LEMON, HiGHS, GLPK and HotCRP's solver agree.
	for _, tt := range sizes {
		c := newCity(1, tt.entries, tt.judges, tt.k)
		plan, err := Propose(context.Background(), c.input(MostFit))
		if err != nil {
			t.Fatal(err)
		}
		if got := c.cost(t, plan); got != tt.want {
			t.Errorf("%d×%d×%d: cost %d, want %d", tt.entries, tt.judges, tt.k, got, tt.want)
		}
	}
}

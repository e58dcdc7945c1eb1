package assign

import (
	"context"
	"fmt"
	"testing"
)

// city1 builds the CITY-1 instance of the given size: a random but exact edition
// (splitmix64) whose optima several public solvers agree on.
func city1(seed uint64, entries, judges, k int) (n *network, lo, target int) {
	d := dice(seed)
	category, country := make([]int, entries), make([]int, entries)
	n = &network{fit: make([]int32, judges*entries), tie: make([]uint16, judges*entries)}
	for e := range entries {
		category[e], country[e] = d.low(6), d.low(40)
		n.entries, n.need = append(n.entries, Entry{ID: fmt.Sprint(e)}), append(n.need, k)
	}
	people := make([]person, judges)
	for j := range people {
		people[j] = d.person()
		n.judges = append(n.judges, Judge{ID: fmt.Sprint(j)})
	}
	for e := range entries {
		for j, p := range people {
			n.fit[j*entries+e] = p.fit(d.next(), category[e], country[e])
		}
	}
	lo, target = entries*k/(2*judges), (entries*k+judges-1)/judges
	for range judges {
		n.loads = append(n.loads, city1Loads(lo, target, (13*entries*k+10*judges-1)/(10*judges)))
	}
	return n, lo, target
}

// city1Loads prices every seat above target at 60, up to hi.
func city1Loads(lo, target, hi int) []price {
	loads := make([]price, hi)
	for i := range loads {
		if i < lo {
			loads[i].hi = -1
		}
		if i >= target {
			loads[i].lo = 60 << tieBits
		}
	}
	return loads
}

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

func (p person) fit(v uint64, category, country int) int32 {
	if p.level[category] < 1 || p.country == country || (v>>32)%50 == 0 {
		return -1
	}
	fit := 200*p.level[category] + int(v%251)
	if p.country%8 == country%8 || p.second == country%8 {
		fit += 150
	}
	return int32(fit)
}

func TestCity1OptimumIsThatOfFourPublicSolvers(t *testing.T) {
	// Optima with seed 1, on which LEMON, HiGHS, GLPK and HotCRP's solver agree.
	for _, tt := range []struct{ entries, judges, k, want int }{{100, 20, 3, 81_434}, {1000, 100, 4, 697_709}} {
		n, lo, target := city1(1, tt.entries, tt.judges, tt.k)
		s, err := solve(context.Background(), n, nil)
		if err != nil {
			t.Fatal(err)
		}
		cost := 0
		for j := range n.judges {
			if s.load[j] < lo {
				t.Errorf("judge %d reads %d, minimum %d", j, s.load[j], lo)
			}
			cost += 60 * max(0, s.load[j]-target)
			for _, e := range s.held[j] {
				cost += 1000 - int(n.fit[j*len(n.entries)+e])
			}
		}
		for e, missing := range s.empty {
			if missing != 0 {
				t.Errorf("entry %d misses %d", e, missing)
			}
		}
		if cost != tt.want {
			t.Errorf("%d×%d×%d: cost %d, want %d", tt.entries, tt.judges, tt.k, cost, tt.want)
		}
	}
}

// A thousand entries of four judges out of a hundred.
func BenchmarkCity1(b *testing.B) {
	n, _, _ := city1(1, 1000, 100, 4)
	for b.Loop() {
		if _, err := solve(context.Background(), n, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPropose(b *testing.B) {
	in := Input{}
	for e := range 1000 {
		in.Entries = append(in.Entries, Entry{
			ID: fmt.Sprintf("e%04d", e), Category: fmt.Sprint(e % 6), Country: fmt.Sprint(e * e % 40), Need: 4,
		})
	}
	for j := range 100 {
		in.Judges = append(in.Judges, Judge{
			ID: fmt.Sprintf("j%03d", j), Countries: []string{fmt.Sprint(j % 40)}, Max: 52,
			Level: map[string]int{fmt.Sprint(j % 6): 3, fmt.Sprint(j * 7 % 5): 2, fmt.Sprint(j * 3 % 4): 1},
		})
	}
	for b.Loop() {
		if _, err := Propose(context.Background(), in); err != nil {
			b.Fatal(err)
		}
	}
}

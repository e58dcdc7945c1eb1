package score

import (
	"maps"
	"math"
	"math/rand/v2"
	"slices"
)

// A permutation test ends when so many permutations were at least as extreme, or
// after the most: as many as it takes for the least probability to stay under a
// twentieth of what Holm's adjustment for all tests asks for.
const (
	enough       = 50
	permutations = 10_000
	forEachTest  = 400
	leastOwn     = 2
	leastShared  = 5
)

// chance is the probability of a statistic at least as great, by permutation, for
// one of several tests. It is valid, which is to say at most a with probability at
// most a where there is nothing to find, however soon it ends: with h hits in l
// permutations h/l is (Besag and Clifford, Biometrika 78, 1991), and (h+1)/(l+1)
// is no less.
func chance(r *rand.Rand, tests int, observed float64, permuted func(*rand.Rand) float64) float64 {
	hits, done, most := 0, 0, max(permutations, forEachTest*tests)
	slack := 1e-12 * (1 + math.Abs(observed))
	for ; done < most && hits < enough; done++ {
		if permuted(r) >= observed-slack {
			hits++
		}
	}
	return float64(hits+1) / float64(done+1)
}

// favours finds judges who score their own region's entries above what their
// colleagues make of them: which of a judge's residuals are of the own region is
// permuted.
func (p *pool) favours(f *fittedPart, all []residual) []Signal {
	var found []Signal
	for j, id := range f.judgeIDs {
		own, other := p.residualsByRegion(f, all, j)
		if p.judges[id].Region == "" || len(own) < leastOwn || len(other) < leastOwn {
			continue
		}
		values := append(append([]float64{}, own...), other...)
		sum := 0.0
		for _, v := range own {
			sum += v
		}
		r := rand.New(rand.NewPCG(p.policy.Seed, uint64(j)<<1|1))
		prob := chance(r, f.judges, sum, func(r *rand.Rand) float64 {
			drawn := 0.0
			for i := range own {
				k := i + r.IntN(len(values)-i)
				values[i], values[k] = values[k], values[i]
				drawn += values[i]
			}
			return drawn
		})
		found = append(found, Signal{Kind: Favour, Judge: id, Value: average(own) - average(other), P: prob})
	}
	return holm(found, len(found))
}

func average(v []float64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += x
	}
	return sum / float64(len(v))
}

func (p *pool) residualsByRegion(f *fittedPart, all []residual, judge int) (own, other []float64) {
	region := p.judges[f.judgeIDs[judge]].Region
	for i, c := range f.cells {
		if c.judge != judge || all[i].weight < 1e-9 {
			continue
		}
		if v := all[i].value / all[i].weight; p.regions[f.tallies[c.entry].Entry] == region {
			own = append(own, v)
		} else {
			other = append(other, v)
		}
	}
	return own, other
}

// shared is one entry that a pair of judges both read: the residuals of its panel.
type shared struct {
	panel []residual
	a, b  int
}

// pairs finds two judges whose residuals go together. Residuals of one entry add
// up to about zero, so their correlation is below zero by itself; therefore which
// two of an entry's panel are the pair is permuted.
func (p *pool) pairs(f *fittedPart, all []residual) []Signal {
	by := make(map[[2]int][]shared)
	for e := range f.entries {
		from, to := f.start[e], f.start[e+1]
		for b := from; b < to; b++ {
			for a := from; a < b; a++ {
				key := [2]int{f.cells[a].judge, f.cells[b].judge}
				by[key] = append(by[key], shared{all[from:to], a - from, b - from})
			}
		}
	}
	maps.DeleteFunc(by, func(_ [2]int, list []shared) bool { return len(list) < leastShared })
	var found []Signal
	for _, pair := range slices.SortedFunc(maps.Keys(by), func(a, b [2]int) int { return slices.Compare(a[:], b[:]) }) {
		list := by[pair]
		r := rand.New(rand.NewPCG(p.policy.Seed, uint64(pair[0]*f.judges+pair[1])<<1)) //nolint:gosec // any number will do
		product, correlation := together(list)
		prob := chance(r, len(by), product, func(r *rand.Rand) float64 { return anyTwo(r, list) })
		found = append(found, Signal{Kind: Collusion, Judge: f.judgeIDs[pair[0]], Other: f.judgeIDs[pair[1]], Value: correlation, P: prob})
	}
	return holm(found, len(found))
}

func together(list []shared) (product, correlation float64) {
	var a2, b2 float64
	for _, s := range list {
		a, b := s.panel[s.a].value, s.panel[s.b].value
		product += a * b
		a2 += a * a
		b2 += b * b
	}
	if a2 == 0 || b2 == 0 {
		return product, 0
	}
	return product, product / math.Sqrt(a2*b2)
}

func anyTwo(r *rand.Rand, list []shared) float64 {
	sum := 0.0
	for _, s := range list {
		a := r.IntN(len(s.panel))
		b := r.IntN(len(s.panel) - 1)
		if b >= a {
			b++
		}
		sum += s.panel[a].value * s.panel[b].value
	}
	return sum
}

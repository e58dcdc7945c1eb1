package score

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/gonum/stat/distuv"
)

// Reading is an extra sheet that would lower the doubt about a prize. Before and
// After are the probability that of Entry and Rival, between which a prize's
// boundary runs, the wrong one is ahead: as it is, and as it is expected to be
// with this sheet alone.
type Reading struct {
	Judge  string  `json:"judge"`
	Entry  string  `json:"entry"`
	Rival  string  `json:"rival"`
	Before float64 `json:"before"`
	After  float64 `json:"after"`
}

// undecided is the probability of the wrong order over which a boundary is
// looked at.
const undecided = 0.1

// Readings proposes up to most extra readings, the most helpful first, each a
// judge of Input.Judges with room for it, not barred and without a sheet of the
// entry. Together they keep to what each judge has free.
func Readings(in Input, most int) ([]Reading, error) {
	p, err := ordered(in)
	if err != nil {
		return nil, err
	}
	p.order()
	return p.choose(p.candidates(), most), nil
}

// choose takes the best of the candidates as long as their judges have room.
func (p *pool) choose(all []Reading, most int) []Reading {
	slices.SortStableFunc(all, func(a, b Reading) int {
		return cmp.Or(cmp.Compare(b.Before-b.After, a.Before-a.After), strings.Compare(a.Entry, b.Entry), strings.Compare(a.Judge, b.Judge), strings.Compare(a.Rival, b.Rival))
	})
	chosen, load, taken := []Reading{}, map[string]int{}, map[Pair]bool{}
	for _, r := range all {
		pair := Pair{r.Judge, r.Entry}
		if len(chosen) == most || taken[pair] || load[r.Judge] == p.judges[r.Judge].Free {
			continue
		}
		taken[pair] = true
		load[r.Judge]++
		chosen = append(chosen, r)
	}
	return chosen
}

// candidates are all readings of entries beside an undecided boundary.
func (p *pool) candidates() []Reading {
	all := []Reading{}
	for _, f := range p.parts {
		if f.freedom < 1 || f.noise == 0 {
			continue
		}
		f.invert()
		for a, x := range f.tallies {
			for b, y := range f.tallies {
				if x.Rankable && y.Rankable && p.prize(x.Rank) != p.prize(y.Rank) && x.Rank < y.Rank {
					all = append(all, p.between(f, a, b)...)
				}
			}
		}
	}
	return all
}

// between are the readings that would help to tell two entries apart.
func (p *pool) between(f *fittedPart, a, b int) []Reading {
	e := scoreErrors{f.fitted, f.component.Method == Adjusted}
	difference, se := math.Abs(f.tallies[a].Official-f.tallies[b].Official), e.between(a, b)
	before := distuv.UnitNormal.CDF(-difference / se)
	if before < undecided {
		return nil
	}
	var all []Reading
	for _, id := range slices.Sorted(maps.Keys(p.judges)) {
		for _, pair := range [][2]int{{a, b}, {b, a}} {
			x, y := f.tallies[pair[0]], f.tallies[pair[1]]
			if !p.mayRead(id, x) {
				continue
			}
			left := e.afterReading(pair[0], pair[1], slices.Index(f.judgeIDs, id))
			all = append(all, Reading{Judge: id, Entry: x.Entry, Rival: y.Entry, Before: before, After: expectedWrong(difference, se, left)})
		}
	}
	return all
}

func (p *pool) mayRead(judge string, e *tally) bool {
	return p.judges[judge].Free > 0 && !p.barred[Pair{judge, e.Entry}] &&
		!slices.ContainsFunc(e.sheets, func(s sheet) bool { return s.judge == judge })
}

// afterReading is the standard error of the difference of two entries once a
// judge (-1 = one new to the component) has read the first of them too.
func (e scoreErrors) afterReading(entry, rival, judge int) float64 {
	self := e.weights(entry, 1, nil)
	both := e.weights(rival, -1, slices.Clone(self))
	k := float64(len(self))
	seen, together := e.noise/k+e.form(self)+e.noise, e.noise/k
	for _, x := range both {
		for _, y := range self {
			together += x.weight * y.weight * e.judges(x.judge, y.judge)
		}
	}
	if judge < 0 {
		seen += e.spread
	} else {
		seen += e.judges(judge, judge)
		for _, x := range self {
			seen -= 2 * x.weight * e.judges(x.judge, judge)
		}
		for _, x := range both {
			together -= x.weight * e.judges(x.judge, judge)
		}
	}
	now := e.between(entry, rival)
	return math.Sqrt(max(0, now*now-together*together/seen))
}

// expectedWrong is the probability that the wrong one is ahead after a reading
// that brings the error down from se to left, over all that it may bring.
func expectedWrong(difference, se, left float64) float64 {
	const steps, widest = 64, 5.0
	moves := math.Sqrt(max(0, se*se-left*left))
	if left == 0 {
		return 0
	}
	sum, weights := 0.0, 0.0
	for i := range steps + 1 {
		z := widest * (2*float64(i)/steps - 1)
		w := math.Exp(-z * z / 2)
		sum += w * distuv.UnitNormal.CDF(-math.Abs(difference+z*moves)/left)
		weights += w
	}
	return sum / weights
}

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

// undecided is the probability of the wrong order over which a boundary is looked
// at, worthwhile how much less it must be expected to become for a reading to be
// worth a judge's evening.
const (
	undecided  = 0.1
	worthwhile = 0.005
)

// Advice is what to read more of. Undecided counts the pairs of entries that a
// prize's boundary parts in an order that may well be wrong; where it is above 0
// and there are no Readings, no judge has room or none would help enough.
type Advice struct {
	Undecided int       `json:"undecided"`
	Readings  []Reading `json:"readings"`
}

// Readings proposes up to most extra readings, the most helpful first, each a
// judge of Input.Judges with room for it, not barred and without a sheet of the
// entry. Together they keep to what each judge has free.
func Readings(in Input, most int) (Advice, error) {
	p, err := ordered(in)
	if err != nil {
		return Advice{}, err
	}
	p.order()
	return p.advise(most), nil
}

func (p *pool) advise(most int) (a Advice) {
	a.Readings = p.choose(p.candidates(&a.Undecided), most)
	return a
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

// candidates are all worthwhile readings of entries beside an undecided boundary,
// of which it counts the pairs.
func (p *pool) candidates(pairs *int) []Reading {
	all := []Reading{}
	for _, f := range p.parts {
		if f.freedom < 1 || f.noise == 0 {
			continue
		}
		f.invert()
		for a, x := range f.tallies {
			prize := p.prize(x.Rank)
			if prize < 0 { // nobody behind it has one
				continue
			}
			for b, y := range f.tallies {
				if y.Rankable && x.Rank < y.Rank && prize != p.prize(y.Rank) {
					near, found := p.between(f, a, b)
					if all = append(all, found...); near {
						*pairs++
					}
				}
			}
		}
	}
	return all
}

// between are the readings that would help to tell two entries apart, if they are
// near.
func (p *pool) between(f *fittedPart, a, b int) (near bool, all []Reading) {
	e := scoreErrors{f.fitted, f.component.Method == Adjusted}
	difference, se := math.Abs(f.tallies[a].Official-f.tallies[b].Official), e.between(a, b)
	before := distuv.UnitNormal.CDF(-difference / se)
	if before < undecided {
		return false, nil
	}
	for _, id := range slices.Sorted(maps.Keys(p.judges)) {
		for _, pair := range [][2]int{{a, b}, {b, a}} {
			x, y := f.tallies[pair[0]], f.tallies[pair[1]]
			if !p.mayRead(id, x) {
				continue
			}
			moves, should := e.learnt(pair[0], pair[1], slices.Index(f.judgeIDs, id))
			if after := expectedWrong(difference, se, moves, should); before-after >= worthwhile {
				all = append(all, Reading{Judge: id, Entry: x.Entry, Rival: y.Entry, Before: before, After: after})
			}
		}
	}
	return true, all
}

func (p *pool) mayRead(judge string, e *tally) bool {
	return p.judges[judge].Free > 0 && !p.barred[Pair{judge, e.Entry}] &&
		!slices.ContainsFunc(e.sheets, func(s sheet) bool { return s.judge == judge })
}

// learnt is what a judge's (-1 = one new to the component) sheet of the first of
// two entries would bring, for each standard deviation that it differs from what
// is expected of it: how far the official difference moves by it, and how far it
// should. They are one where scores are adjusted; a raw mean takes the sheet as it
// comes, strict or not, and may know less afterwards.
func (e scoreErrors) learnt(entry, rival, judge int) (moves, should float64) {
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
	if should = together / math.Sqrt(seen); e.adjusted {
		return should, should
	}
	return math.Sqrt(seen) / (k + 1), should
}

// expectedWrong is the probability that the wrong one of two is ahead after a
// reading, over all that it may bring: that it is now, less what is won where the
// order turns.
func expectedWrong(difference, se, moves, should float64) float64 {
	const steps, widest = 64, 9.0
	wrong, left := distuv.UnitNormal.CDF(-difference/se), math.Sqrt(max(1e-18*se*se, se*se-should*should))
	turn := -difference / moves
	if !(turn > -widest) {
		return wrong
	}
	step, won := (turn+widest)/steps, 0.0
	for i := range steps + 1 { // Simpson's rule, from the turn to where nothing is left
		z, weight := turn-float64(i)*step, float64(2+i%2*2)/3*step
		if i == 0 {
			weight /= 2
		}
		won += weight * math.Exp(-z*z/2) * (2*distuv.UnitNormal.CDF(-(difference+z*should)/left) - 1)
	}
	return wrong - won/math.Sqrt(2*math.Pi)
}

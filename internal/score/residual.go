package score

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// residual is what a score leaves unexplained. Weight is the part of the noise's
// variance that it keeps, so that value/weight is how far the score lies from
// what all the others let expect of it.
type residual struct{ value, weight float64 }

// residuals are those of the cells, in their order.
func (f *fitted) residuals() []residual {
	out := make([]residual, 0, len(f.cells))
	for e := range f.entries {
		cells := f.of(e)
		k := float64(len(cells))
		for _, c := range cells {
			r := residual{f.residual(c), 1 - 1/k}
			if f.variance != nil {
				r.weight -= f.shared(cells, c.judge) / f.noise
			}
			out = append(out, r)
		}
	}
	return out
}

// shared is the variance of one judge's severity less the mean of the panel's.
func (f *fitted) shared(panel []cell, judge int) float64 {
	k, sum := float64(len(panel)), f.variance.At(judge, judge)
	for _, a := range panel {
		sum -= 2 * f.variance.At(judge, a.judge) / k
		for _, b := range panel {
			sum += f.variance.At(a.judge, b.judge) / (k * k)
		}
	}
	return sum
}

// leniency finds judges whose severity is far from zero by its error.
func (f *fittedPart) leniency() []Signal {
	var all []Signal
	for j, id := range f.judgeIDs {
		if f.variance == nil {
			break
		}
		se := math.Sqrt(f.variance.At(j, j))
		all = append(all, Signal{Kind: Lenient, Judge: id, Value: f.severity[j], SE: se, P: 2 * distuv.UnitNormal.Survival(math.Abs(f.severity[j])/se)})
	}
	return holm(all, len(all))
}

// erratic finds judges whose residuals are too large beside those of the others.
func (f *fittedPart) erratic(all []residual) []Signal {
	sum, kept := make([]float64, f.judges), make([]float64, f.judges)
	total, freedom := 0.0, 0.0
	for i, c := range f.cells {
		r := all[i]
		sum[c.judge] += r.value * r.value
		kept[c.judge] += r.weight
		total += r.value * r.value
		freedom += r.weight
	}
	var found []Signal
	for j, id := range f.judgeIDs {
		rest, others := total-sum[j], freedom-kept[j]
		if kept[j] < 1 || others < 1 || rest <= 0 {
			continue
		}
		ratio := sum[j] / kept[j] / (rest / others)
		p := distuv.F{D1: kept[j], D2: others}.Survival(ratio)
		found = append(found, Signal{Kind: Erratic, Judge: id, Value: math.Sqrt(ratio), P: p})
	}
	return holm(found, len(found))
}

// outliers finds single scores that lie far from what the others let expect: by
// their residual over the error that is told without them, which follows Student's t
// with a degree of freedom less than all residuals have. Few of them tell no error,
// so there a single score is not judged.
func (p *pool) outliers(f *fittedPart, all []residual) []Signal {
	if f.component.Freedom < leastFreedom {
		return nil
	}
	squares, freedom, tests := 0.0, 0.0, 0
	for _, r := range all {
		squares += r.value * r.value
		freedom += r.weight
	}
	law := distuv.StudentsT{Sigma: 1, Nu: freedom - 1}
	var found []Signal
	for i, c := range f.cells {
		r := all[i]
		if r.weight < 1e-9 {
			continue
		}
		tests++
		own := r.value * r.value / r.weight
		others := max(squares-own, 1e-12*squares) / (freedom - 1)
		if t := math.Copysign(math.Sqrt(own/others), r.value); math.Abs(t) > unsurprising {
			found = append(found, Signal{Kind: Outlier, Judge: f.judgeIDs[c.judge], Entry: f.tallies[c.entry].Entry, Value: t, P: 2 * law.Survival(math.Abs(t)), cell: c})
		}
	}
	found = holm(found, tests)
	for i, s := range found {
		found[i].Moves = p.without(f, s.cell.judge, func(entry int) bool { return entry == s.cell.entry }).moves()
	}
	return found
}

package score

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// Kind is what a signal is about.
type Kind string

// The kinds of signal, each in a plain sentence. None changes a score.
const (
	// Lenient: the judge scores higher or lower than colleagues on the same
	// entries, more than chance explains. Value is the severity, SE its error, P
	// adjusted for the number of judges (Holm).
	Lenient Kind = "leniency"
	// Erratic: the judge agrees with colleagues less than others do. Value is the
	// ratio of residual SDs, P by the F distribution, adjusted (Holm).
	Erratic Kind = "erratic"
	// Outlier: this one score lies further from what entry and judge let expect than
	// chance explains. Value is its leave-one-out studentised residual, P by Student's
	// t, adjusted for the number of scores (Holm); Moves is whose prize would change
	// without it. A part with fewer than ten degrees of freedom tells of none.
	Outlier Kind = "outlier"
	// Influence: the prizes would go elsewhere without this judge. Value is how
	// many entries would have another prize or none; Moves is their ranks.
	Influence Kind = "influence"
	// Favour: the judge scores entries of their own region higher, more than
	// colleagues do and chance explains. Value is the difference on the scale from
	// the judge's other entries, P by permutation, adjusted (Holm).
	Favour Kind = "favour"
	// Collusion: two judges differ from their colleagues in the same direction on
	// the entries that they share, five at least. Value is the correlation of their
	// residuals, P by permutation, adjusted (Holm).
	Collusion Kind = "pair"
)

// Signal is something that the chair should look at.
type Signal struct {
	Kind  Kind    `json:"kind"`
	Judge string  `json:"judge"`
	Other string  `json:"other,omitempty"` // the second judge of a pair
	Entry string  `json:"entry,omitempty"` // of an outlier
	Value float64 `json:"value"`
	SE    float64 `json:"se,omitempty"`
	P     float64 `json:"p,omitempty"`
	Moves []Move  `json:"moves,omitempty"`
	cell  cell    // of an outlier
}

// Move is an entry's rank as it is and as it would be; 0 = not rankable.
type Move struct {
	Entry string `json:"entry"`
	From  int    `json:"from"`
	To    int    `json:"to"`
}

// A signal of chance is raised under the first; a score that lies nearer than so
// many of its errors is no outlier, however few there are.
const (
	surprising   = 0.05
	unsurprising = 2.5
)

// Signals looks for what the chair should see, by kind, then the least probable
// first, then the greatest.
func Signals(in Input) ([]Signal, error) {
	p, err := ordered(in)
	if err != nil {
		return nil, err
	}
	p.order()
	return p.signals(), nil
}

// signals are those of an order that stands.
func (p *pool) signals() []Signal {
	all := []Signal{}
	for _, f := range p.parts {
		f.invert()
		all = append(all, p.influences(f)...)
		if f.freedom < 1 || f.noise == 0 {
			continue
		}
		r := f.residuals()
		all = slices.Concat(all, f.leniency(), f.erratic(r), p.outliers(f, r), p.favours(f, r), p.pairs(f, r))
	}
	slices.SortStableFunc(all, compareSignals)
	return all
}

func compareSignals(a, b Signal) int {
	return cmp.Or(
		cmp.Compare(slices.Index(kinds, a.Kind), slices.Index(kinds, b.Kind)), cmp.Compare(a.P, b.P),
		cmp.Compare(math.Abs(b.Value), math.Abs(a.Value)), strings.Compare(a.Judge, b.Judge), strings.Compare(a.Other+a.Entry, b.Other+b.Entry),
	)
}

var kinds = []Kind{Lenient, Erratic, Outlier, Influence, Favour, Collusion}

// holm keeps the signals that stay surprising when so many are looked at (Holm 1979),
// with P adjusted.
func holm(all []Signal, tests int) []Signal {
	slices.SortStableFunc(all, func(a, b Signal) int { return cmp.Compare(a.P, b.P) })
	worst := 0.0
	for i := range all {
		worst = max(worst, min(1, all[i].P*float64(tests-i)))
		if all[i].P = worst; worst >= surprising {
			return all[:i]
		}
	}
	return all
}

// influences are the judges without whom a prize would go elsewhere.
func (p *pool) influences(f *fittedPart) []Signal {
	var all []Signal
	for j, id := range f.judgeIDs {
		if moves := p.without(f, j, func(int) bool { return true }).moves(); len(moves) > 0 {
			all = append(all, Signal{Kind: Influence, Judge: id, Value: float64(len(moves)), Moves: moves})
		}
	}
	return all
}

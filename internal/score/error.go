package score

import "math"

// errors are how far the official scores of a component may be from the truth:
// each entry's own noise and what is not known of its judges. Where the official
// score is adjusted, that is the variance of the estimated severities; where it
// is raw, all of the judges' spread.
type scoreErrors struct {
	*fitted
	adjusted bool
}

// judges is the covariance of what is not known of two judges.
func (e scoreErrors) judges(a, b int) float64 {
	switch {
	case e.adjusted && e.variance != nil:
		return e.variance.At(a, b)
	case !e.adjusted && a == b:
		return e.spread
	}
	return 0
}

// of is the standard error of one entry.
func (e scoreErrors) of(entry int) float64 {
	return math.Sqrt(e.noise/float64(len(e.fitted.of(entry))) + e.form(e.weights(entry, 1, nil)))
}

// between is the standard error of the difference of two entries.
func (e scoreErrors) between(a, b int) float64 {
	noise := e.noise/float64(len(e.fitted.of(a))) + e.noise/float64(len(e.fitted.of(b)))
	return math.Sqrt(noise + e.form(e.weights(b, -1, e.weights(a, 1, nil))))
}

type weighed struct {
	judge  int
	weight float64
}

func (e scoreErrors) weights(entry int, sign float64, to []weighed) []weighed {
	cells := e.fitted.of(entry)
	for _, c := range cells {
		to = append(to, weighed{c.judge, sign / float64(len(cells))})
	}
	return to
}

func (e scoreErrors) form(w []weighed) float64 {
	sum := 0.0
	for i, a := range w {
		sum += a.weight * a.weight * e.judges(a.judge, a.judge)
		for _, b := range w[:i] {
			sum += 2 * a.weight * b.weight * e.judges(a.judge, b.judge)
		}
	}
	return max(0, sum)
}

package score

import (
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
)

// leastSpread is the variance of entries by that of the noise below which it is
// not believed: an estimate of 0 says that nothing was seen, not that all entries
// are equally good.
const leastSpread = 0.05

// belief is what may be true of the entries of a component: normal around centre,
// less what the judges' unknown severities share out, plus each entry's own.
type belief struct {
	*fitted
	centre  []float64
	pull    []float64          // per entry: how far the sum of severities moves it
	own     []float64          // per entry: standard deviation given the severities
	factor  *blas64.Triangular // UᵀU is the inverse of the severities' covariance by spread; nil = independent
	spread  float64            // standard deviation that scales the severities
	freedom float64
}

// expect is the best guess of every entry with entries drawn towards their mean.
func expect(f *fitted) (*crossed, []float64) {
	if f.entries < 2 || f.judges < 2 || f.freedom < 1 || f.within == 0 || f.failed {
		return nil, f.adjusted
	}
	m := fitCrossed(f.table)
	if math.IsInf(m.at.reml, 0) || !(m.at.noise > 0) {
		return nil, f.adjusted
	}
	out := make([]float64, f.entries)
	for e, effect := range m.at.effects {
		out[e] = m.at.mean + effect
	}
	return m, out
}

// believe describes the truth given the scores: as the model sees it where the
// official score is adjusted, and given the raw means alone where it is raw.
func believe(f *fittedPart) belief {
	b := belief{fitted: f.fitted, freedom: float64(max(1, f.component.Freedom))}
	switch {
	case f.crossed == nil:
		b.flat(f.component.Method)
	case f.component.Method == Adjusted:
		b.given(f.crossed)
	default:
		b.raw(f.crossed)
	}
	return b
}

// flat believes the official score as it stands.
func (b *belief) flat(m Method) {
	b.centre = b.means
	if m == Adjusted {
		b.centre = b.adjusted
	}
	for e := range b.entries {
		k := float64(len(b.of(e)))
		b.pull = append(b.pull, 1/k)
		b.own = append(b.own, math.Sqrt(b.noise/k))
	}
	b.spread = math.Sqrt(b.fitted.spread)
}

// given believes the model with both entries and judges random.
func (b *belief) given(m *crossed) {
	ratio := max(m.entry, leastSpread)
	at := m.solve(ratio, m.judge)
	r := m.reduce(ratio, m.judge)
	factor, _ := cholesky(blas64.Symmetric{Uplo: blas.Upper, N: m.judges, Data: r.s, Stride: m.judges})
	b.factor, b.spread = &factor, math.Sqrt(at.noise*m.judge)
	for e := range b.entries {
		w := ratio / (1 + ratio*float64(len(b.of(e))))
		b.centre = append(b.centre, at.mean+at.effects[e])
		b.pull = append(b.pull, w)
		b.own = append(b.own, math.Sqrt(at.noise*w))
	}
}

// raw believes the raw means, drawn towards their mean by how far entries differ;
// judges are as they come.
func (b *belief) raw(m *crossed) {
	entries, judges := max(m.entry, leastSpread)*m.at.noise, m.judge*m.at.noise
	for e := range b.entries {
		k := float64(len(b.of(e)))
		share := entries / (entries + (m.at.noise+judges)/k)
		b.centre = append(b.centre, m.at.mean+share*(b.means[e]-m.at.mean))
		b.pull = append(b.pull, share/k)
		b.own = append(b.own, math.Sqrt(share*(m.at.noise+judges)/k-share*share*judges/k))
	}
	b.spread = math.Sqrt(judges)
}

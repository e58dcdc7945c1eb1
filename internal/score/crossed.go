package score

import (
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/lapack/lapack64"
)

// crossed is the model y = mean + entry + judge + noise with both random, by
// REML; entry and judge are variances by that of the noise.
//
// It gives no official score: it draws an entry with few sheets towards the mean
// of all, and a city must not lose because a judge fell ill. It is here because
// what is likely to be true (who is first, where a rank lies) depends on how far
// entries truly differ, which only this form estimates; and because results of
// this form are published for public data, to which the engine can be held.
type crossed struct {
	*table
	centre       float64 // of all scores, taken off for precision
	perJudge     []float64
	perEntry     []float64 // sums of centred scores
	sums         []float64 // the same by judge
	squares      float64   // of centred scores
	entry, judge float64
	at           solution
}

// solution is the model at one pair of ratios.
type solution struct {
	reml, mean, noise float64
	effects, severity []float64
}

func newCrossed(t *table) *crossed {
	m := &crossed{table: t, centre: mean(t.cells), perJudge: make([]float64, t.judges), perEntry: make([]float64, t.entries), sums: make([]float64, t.judges)}
	for _, c := range t.cells {
		y := c.y - m.centre
		m.perJudge[c.judge]++
		m.perEntry[c.entry] += y
		m.sums[c.judge] += y
		m.squares += y * y
	}
	return m
}

// reduced is what is left among judges when entries are taken out of
// V = I + entry ZZᵀ + judge ZZᵀ, with the products of scores y and ones by V⁻¹.
type reduced struct {
	s           []float64 // I + judge (N - Σ w_e 1_e 1_eᵀ), upper triangle
	h           []float64 // two columns: scores and ones by judge
	yy, y1, one float64
	logDet      float64
}

// reduce takes the entries out, each with the weight w_e = entry/(1 + entry k_e).
func (m *crossed) reduce(entry, judge float64) reduced {
	n := m.judges
	r := reduced{s: make([]float64, n*n), h: make([]float64, 2*n), yy: m.squares, one: float64(len(m.cells))}
	for j, count := range m.perJudge {
		r.s[j*n+j] = 1 + judge*count
		r.h[2*j], r.h[2*j+1] = m.sums[j], count
		r.y1 += m.sums[j]
	}
	for e, t := range m.perEntry {
		cells := m.of(e)
		k := float64(len(cells))
		w := entry / (1 + entry*k)
		r.logDet += math.Log1p(entry * k)
		r.yy, r.y1, r.one = r.yy-w*t*t, r.y1-w*t*k, r.one-w*k*k
		for i, c := range cells {
			r.h[2*c.judge] -= w * t
			r.h[2*c.judge+1] -= w * k
			row := r.s[c.judge*n:]
			for _, o := range cells[i:] {
				row[o.judge] -= judge * w
			}
		}
	}
	return r
}

// solve works out the model at a pair of ratios; its reml is +∞ where V is not
// positive.
func (m *crossed) solve(entry, judge float64) solution {
	n, r := m.judges, m.reduce(entry, judge)
	factor, positive := cholesky(blas64.Symmetric{Uplo: blas.Upper, N: n, Data: r.s, Stride: n})
	if !positive || math.IsNaN(r.logDet) {
		return solution{reml: math.Inf(1)}
	}
	u := append([]float64{}, r.h...)
	lapack64.Potrs(factor, blas64.General{Rows: n, Cols: 2, Data: u, Stride: 2})
	for j := range n {
		r.logDet += 2 * math.Log(r.s[j*n+j])
		r.yy -= judge * r.h[2*j] * u[2*j]
		r.y1 -= judge * r.h[2*j] * u[2*j+1]
		r.one -= judge * r.h[2*j+1] * u[2*j+1]
	}
	nu, out := float64(len(m.cells)-1), solution{mean: r.y1 / r.one, severity: make([]float64, n)}
	out.noise = (r.yy - r.y1*r.y1/r.one) / nu
	out.reml = r.logDet + math.Log(r.one) + nu*(1+math.Log(2*math.Pi*out.noise))
	if math.IsNaN(out.reml) {
		out.reml = math.Inf(1)
	}
	for j := range n {
		out.severity[j] = judge * (u[2*j] - out.mean*u[2*j+1])
	}
	m.fillEffects(&out, entry)
	return out
}

// fillEffects gives what is expected of each entry beside the mean.
func (m *crossed) fillEffects(s *solution, entry float64) {
	for e, sum := range m.perEntry {
		cells := m.of(e)
		for _, c := range cells {
			sum -= s.mean + s.severity[c.judge]
		}
		s.effects = append(s.effects, entry*sum/(1+entry*float64(len(cells))))
	}
	s.mean += m.centre
}

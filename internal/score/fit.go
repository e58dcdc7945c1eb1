package score

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// fitted is the model y = entry + judge + noise of one connected table, entries
// fixed and judges random, by restricted maximum likelihood (REML).
type fitted struct {
	*table
	means    []float64 // per entry
	within   float64   // sum of squares within entries
	freedom  int       // scores less entries
	noise    float64   // variance of one score
	spread   float64   // variance of judges' severities
	ratio    float64   // spread/noise
	reml     float64   // -2 log restricted likelihood at the optimum
	severity []float64 // per judge
	adjusted []float64 // per entry: mean of score less severity
	chol     *mat.Cholesky
	variance *mat.SymDense // of the severities; nil where spread is 0
	failed   bool          // no optimum inside the range
}

// Bounds and steps of log(spread/noise) in the first search.
const (
	lowest   = -16.0
	highest  = 16.0
	stride   = 0.5
	halvings = 60
)

// fit finds the ratio of variances and from it the severities. Where nothing can
// be told it leaves them at zero.
func fit(t *table) *fitted {
	f := &fitted{table: t, freedom: len(t.cells) - t.entries, severity: make([]float64, t.judges)}
	g, h := f.reduce()
	if f.freedom > 0 && f.within > 0 {
		f.optimise(mat.NewSymDense(t.judges, append([]float64{}, g.RawSymmetric().Data...)), append([]float64{}, h...))
	}
	if f.ratio > 0 && !f.failed {
		f.solve(g, h)
	}
	if f.failed { // what is left is chance and nothing else
		f.ratio, f.spread, f.noise = 0, 0, f.within/float64(f.freedom)
		clear(f.severity)
	}
	f.adjust()
	return f
}

// reduce takes the entries out: G = N - ZᵀPZ and h_j = Σ(y - mean of the entry).
func (f *fitted) reduce() (*mat.SymDense, []float64) {
	n := f.judges
	g, h := make([]float64, n*n), make([]float64, n)
	for e := range f.entries {
		cells := f.of(e)
		m, share := mean(cells), 1/float64(len(cells))
		f.means = append(f.means, m)
		for i, c := range cells {
			d := c.y - m
			h[c.judge] += d
			f.within += d * d
			row := g[c.judge*n:]
			row[c.judge] += 1 - share
			for _, o := range cells[:i] { // judges rise, so this is the lower triangle
				row[o.judge] -= share
				g[o.judge*n+c.judge] -= share
			}
		}
	}
	return mat.NewSymDense(n, g), h
}

// optimise finds the least -2 log restricted likelihood over log(ratio): first on
// a grid, as there may be two valleys, then where its slope is zero.
func (f *fitted) optimise(g *mat.SymDense, h []float64) {
	t := tridiagonalise(g.RawSymmetric(), h)
	pivot, x := make([]float64, f.judges), make([]float64, f.judges)
	value := func(u float64) (float64, float64) { return f.criterion(t.at(math.Exp(u), pivot, x), math.Exp(u)) }
	best, least := lowest, math.Inf(1)
	for u := lowest; u <= highest; u += stride {
		if v, _ := value(u); v < least {
			best, least = u, v
		}
	}
	switch best {
	case lowest: // no severity can be told from chance: ratio 0, the raw mean
		f.noise, f.reml = f.within/float64(f.freedom), f.likelihood(f.within, 0)
		return
	case highest:
		f.failed = true
		return
	}
	low, high := best-stride, best+stride
	for range halvings {
		if _, slope := value((low + high) / 2); slope > 0 {
			high = (low + high) / 2
		} else {
			low = (low + high) / 2
		}
	}
	f.ratio = math.Exp((low + high) / 2)
	s := t.at(f.ratio, pivot, x)
	rest := f.within - f.ratio*s.form
	f.noise = rest / float64(f.freedom)
	f.spread, f.reml = f.ratio*f.noise, f.likelihood(rest, s.logDet)
	f.failed = !(rest > 0) || math.IsNaN(f.reml)
}

// criterion is log|I+τG| + ν log RSS and its slope in log τ; +∞ where RSS is lost
// in rounding.
func (f *fitted) criterion(s shape, tau float64) (value, slope float64) {
	rest := f.within - tau*s.form
	if rest <= 1e-13*f.within {
		return math.Inf(1), 1
	}
	nu := float64(f.freedom)
	return s.logDet + nu*math.Log(rest), float64(f.judges) - s.trace - nu*tau*s.square/rest
}

// likelihood is -2 log restricted likelihood with its constants, as lme4 gives it.
func (f *fitted) likelihood(rest, logDet float64) float64 {
	for e := range f.entries {
		logDet += math.Log(float64(len(f.of(e))))
	}
	nu := float64(f.freedom)
	return logDet + nu*(1+math.Log(2*math.Pi*rest/nu))
}

// solve gives the severities at the ratio, (G+I/ratio)⁻¹h, and their variance.
func (f *fitted) solve(g *mat.SymDense, h []float64) {
	for j := range f.judges {
		g.SetSym(j, j, g.At(j, j)+1/f.ratio)
	}
	f.chol = &mat.Cholesky{}
	if !f.chol.Factorize(g) {
		f.failed = true
		return
	}
	to := mat.NewVecDense(f.judges, f.severity)
	if err := f.chol.SolveVecTo(to, mat.NewVecDense(f.judges, h)); err != nil {
		f.failed = true
	}
}

func (f *fitted) adjust() {
	f.adjusted = make([]float64, f.entries)
	for e := range f.entries {
		sum := 0.0
		for _, c := range f.of(e) {
			sum += c.y - f.severity[c.judge]
		}
		f.adjusted[e] = sum / float64(len(f.of(e)))
	}
}

// invert fills the variance of the severities.
func (f *fitted) invert() {
	if f.variance != nil || f.ratio == 0 {
		return
	}
	f.variance = &mat.SymDense{}
	if f.chol.InverseTo(f.variance) != nil {
		f.failed = true
	}
	f.variance.ScaleSym(f.noise, f.variance)
	v := f.variance.RawSymmetric()
	for i := range v.N { // both triangles, so that its rows can be walked
		for j := range i {
			v.Data[i*v.Stride+j] = v.Data[j*v.Stride+i]
		}
	}
}

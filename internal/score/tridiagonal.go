package score

import (
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	lapack "gonum.org/v1/gonum/lapack/gonum"
)

// tridiagonal is QᵀGQ of a symmetric matrix G, with Qᵀh.
//
// REML needs, at every ratio of variances, a determinant, a quadratic form and
// a trace of I+τG. A tridiagonal form gives each in a few operations per judge
// as eigenvalues would, and costs a fraction of them, since no vector has to be
// turned back.
type tridiagonal struct {
	diagonal, beside []float64
	h                []float64
}

// tridiagonalise overwrites the upper triangle of g and h.
func tridiagonalise(g blas64.Symmetric, h []float64) tridiagonal {
	n := g.N
	t := tridiagonal{diagonal: make([]float64, n), beside: make([]float64, max(0, n-1)), h: h}
	tau, work := make([]float64, max(0, n-1)), make([]float64, 1)
	var impl lapack.Implementation
	impl.Dsytrd(blas.Lower, n, g.Data, g.Stride, t.diagonal, t.beside, tau, work, -1)
	work = make([]float64, int(work[0]))
	impl.Dsytrd(blas.Lower, n, g.Data, g.Stride, t.diagonal, t.beside, tau, work, len(work))
	for i, scale := range tau { // Qᵀ = … H₁ H₀, each I - tau v vᵀ with v = (1, column i below)
		dot := h[i+1]
		for r := i + 2; r < n; r++ {
			dot += g.Data[r*g.Stride+i] * h[r]
		}
		h[i+1] -= scale * dot
		for r := i + 2; r < n; r++ {
			h[r] -= scale * dot * g.Data[r*g.Stride+i]
		}
	}
	return t
}

// shape is what I+τG comes to: log|I+τG|, hᵀ(I+τG)⁻¹h, hᵀ(I+τG)⁻²h and the trace
// of (I+τG)⁻¹.
type shape struct{ logDet, form, square, trace float64 }

// at factors I+τT from both ends; the two rows of pivots together give the
// diagonal of the inverse.
func (t *tridiagonal) at(tau float64, pivot, x []float64) shape {
	var s shape
	n := len(t.diagonal)
	for i := range n {
		pivot[i], x[i] = 1+tau*t.diagonal[i], t.h[i]
		if i > 0 {
			ratio := tau * t.beside[i-1] / pivot[i-1]
			pivot[i] -= ratio * tau * t.beside[i-1]
			x[i] -= ratio * x[i-1]
		}
		s.logDet += math.Log(pivot[i])
		s.form += x[i] * x[i] / pivot[i]
	}
	back := 0.0
	for i := n - 1; i >= 0; i-- {
		own := 1 + tau*t.diagonal[i]
		x[i] /= pivot[i]
		below := own
		if i < n-1 {
			off := tau * t.beside[i]
			x[i] -= off * x[i+1] / pivot[i]
			below -= off * off / back
		}
		back = below
		s.trace += 1 / (pivot[i] + below - own)
		s.square += x[i] * x[i]
	}
	return s
}

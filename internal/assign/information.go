package assign

import "math"

// measured is the most judges of a category for whom the measures are worked out.
const measured = 64

// measures are the second smallest eigenvalue of G = N − ZᵀPZ, the information that
// the panels hold on the judges' severities, and the mean variance of the difference
// of two of them: 2/(J−1) times the trace of the pseudo-inverse. Rounded, so that
// they do not depend on the machine.
func (g *web) measures() (lambda2, variance float64) {
	n := len(g.judges)
	if n > measured {
		return 0, 0
	}
	m := g.information()
	for i := range m {
		for j := range m {
			m[i][j] += 1 / float64(n) // G has eigenvalue 0 on the ones alone; now it is 1
		}
	}
	inverse := inverted(m)
	sum := trace(inverse) - 1
	for i := range inverse {
		for j := range inverse {
			inverse[i][j] -= 1 / float64(n)
		}
	}
	round := func(x float64) float64 { return math.Round(x*1e4) / 1e4 }
	return round(1 / largest(inverse)), round(2 * sum / float64(n-1))
}

func (g *web) information() [][]float64 {
	n := len(g.judges)
	m := make([][]float64, n)
	for i := range m {
		m[i] = make([]float64, n)
	}
	for _, panel := range g.edges[n:] {
		share := 1 / float64(len(panel))
		for _, i := range panel {
			m[i][i]++
			for _, j := range panel {
				m[i][j] -= share
			}
		}
	}
	return m
}

// inverted is the inverse of a positive definite matrix, by Gauss and Jordan.
func inverted(m [][]float64) [][]float64 {
	n := len(m)
	out := make([][]float64, n)
	for i := range out {
		out[i] = make([]float64, n)
		out[i][i] = 1
	}
	for k := range n {
		pivot := m[k][k]
		for j := range n {
			m[k][j] /= pivot
			out[k][j] /= pivot
		}
		for i := range n {
			f := m[i][k]
			if i == k || f == 0 {
				continue
			}
			for j := range n {
				m[i][j] -= f * m[k][j]
				out[i][j] -= f * out[k][j]
			}
		}
	}
	return out
}

// largest is the greatest eigenvalue of a positive semidefinite matrix, which is squared
// until nothing but its eigenspace is left; no start can be square to that.
func largest(m [][]float64) float64 {
	p := m
	for range 40 {
		p = times(p, p)
		scale := trace(p)
		for i := range p {
			for j := range p {
				p[i][j] /= scale
			}
		}
	}
	return trace(times(m, p)) / trace(p)
}

func times(a, b [][]float64) [][]float64 {
	out := make([][]float64, len(a))
	for i := range a {
		out[i] = make([]float64, len(a))
		for k, x := range a[i] {
			for j, y := range b[k] {
				out[i][j] += x * y
			}
		}
	}
	return out
}

func trace(m [][]float64) float64 {
	sum := 0.0
	for i := range m {
		sum += m[i][i]
	}
	return sum
}

package score

import "math"

// How the optimum is looked for: most rounds, how far apart the points of one
// picture of the criterion are at first and at last, and the greatest step.
const (
	mostRounds = 60
	wide       = 3e-3
	narrow     = 1e-5
	longest    = 0.2
	settled    = 3e-5 // a step under this is the last: what is left is a small part of it
)

// point is where the search stands, a coordinate for entries and one for judges:
// x = (1 + variance·k)^(-1/3), k the mean number of scores of each. The log
// likelihood of a variance has next to no third derivative in its power -1/3
// (Wilson and Hilferty 1931), so that one parabola tells nearly all. x is 1 where
// the variance is 0 and below 1 elsewhere.
type point [2]float64

// fitCrossed finds the ratios at which REML is least. An evaluation is costly,
// and from estimates by moments the valley is nearly a parabola; so its curve is
// taken from six points once and then only its slope, from three, until a Newton
// step is small.
func fitCrossed(t *table) *crossed {
	m := newCrossed(t)
	x := m.moments()
	m.at = m.solveAt(x)
	var slope point
	var curve [3]float64 // second derivatives: entry, both, judge
	for fresh, round := true, 0; round < mostRounds; round++ {
		if fresh {
			slope, curve = m.picture(x)
		} else {
			slope = m.slope(x, curve)
		}
		size := m.descend(&x, newton(x, slope, curve))
		if size < settled && (!fresh || size == 0) {
			break
		}
		fresh = size > 0.05
	}
	m.entry, m.judge = m.ratios(x)
	return m
}

func (m *crossed) ratios(x point) (entry, judge float64) {
	ratio := func(x float64, groups int) float64 {
		return (1/(x*x*x) - 1) * float64(groups) / float64(len(m.cells))
	}
	return ratio(x[0], m.entries), ratio(x[1], m.judges)
}

func (m *crossed) solveAt(x point) solution {
	entry, judge := m.ratios(x)
	return m.solve(entry, judge)
}

// picture takes slope and curve from five points around x. Points past 1 are
// meant: the criterion goes on a little way into negative variances.
func (m *crossed) picture(x point) (slope point, curve [3]float64) {
	at, up := m.at.reml, point{}
	for i := range x {
		a, b := x, x
		a[i] += wide
		b[i] -= wide
		up[i] = m.solveAt(a).reml
		down := m.solveAt(b).reml
		slope[i] = (up[i] - down) / (2 * wide)
		curve[2*i] = (up[i] - 2*at + down) / (wide * wide)
	}
	both := m.solveAt(point{x[0] + wide, x[1] + wide}).reml
	curve[1] = (both - up[0] - up[1] + at) / (wide * wide)
	return slope, curve
}

// slope takes the slope from two points more, the curve being known.
func (m *crossed) slope(x point, curve [3]float64) (slope point) {
	for i := range x {
		a := x
		a[i] += narrow
		slope[i] = (m.solveAt(a).reml-m.at.reml)/narrow - curve[2*i]*narrow/2
	}
	return slope
}

// newton is the step to the bottom of the parabola within the bounds, or one
// downhill where it has no bottom.
func newton(x, slope point, curve [3]float64) point {
	free := [2]bool{x[0] < 1 || slope[0] > 0, x[1] < 1 || slope[1] > 0}
	det := curve[0]*curve[2] - curve[1]*curve[1]
	var step point
	switch {
	case free[0] && free[1] && det > 0 && curve[0] > 0:
		step = point{(curve[1]*slope[1] - curve[2]*slope[0]) / det, (curve[1]*slope[0] - curve[0]*slope[1]) / det}
	default:
		for i := range step {
			if !free[i] {
				continue
			}
			if step[i] = -slope[i] / curve[2*i]; !(curve[2*i] > 0) {
				step[i] = -math.Copysign(longest/2, slope[i])
			}
		}
	}
	for i := range step {
		step[i] = max(-longest, min(longest, step[i]))
	}
	return step
}

// descend goes the step, or a part of it, if that leads down; it returns how far
// it went.
func (m *crossed) descend(x *point, step point) float64 {
	for part := 1.0; part > 1e-4; part /= 4 {
		var to point
		for i := range to {
			to[i] = max(1e-4, min(1, x[i]+part*step[i]))
		}
		if next := m.solveAt(to); next.reml <= m.at.reml {
			size := max(math.Abs(to[0]-x[0]), math.Abs(to[1]-x[1]))
			*x, m.at = to, next
			return size
		}
	}
	return 0
}

// moments estimates the ratios from three sums of squares: within entries, within
// judges, and of all.
func (m *crossed) moments() point {
	n := float64(len(m.cells))
	inEntries, inJudges, unevenE, unevenJ := m.squares, m.squares, 0.0, 0.0
	for e, sum := range m.perEntry {
		k := float64(len(m.of(e)))
		inEntries -= sum * sum / k
		unevenE += k * k / n
	}
	for j, sum := range m.sums {
		inJudges -= sum * sum / m.perJudge[j]
		unevenJ += m.perJudge[j] * m.perJudge[j] / n
	}
	a := inEntries / max(1, n-float64(m.entries)) // noise + judges
	b := inJudges / max(1, n-float64(m.judges))   // noise + entries
	noise := (a*(n-unevenJ) + b*(n-unevenE) - m.squares) / (n + 1 - unevenJ - unevenE)
	at := func(sum float64, groups int) float64 {
		ratio := 1.0
		if noise > 0 {
			ratio = max(0.01, min(100, sum/noise-1))
		}
		return 1 / math.Cbrt(1+ratio*n/float64(groups))
	}
	return point{at(b, m.entries), at(a, m.judges)}
}

package ledger

import "math"

// The corrections of adjusted scores.
//
// They come from a mixed model that package score solves: weighted totals y of
// entry e by judge j are μ_e + s_j + ε, entries fixed and judges random, and a
// correction is -ŝ_j in two decimals. To solve it takes linear algebra; to hold a
// solution against the scoresheets takes none. Take each entry's mean out of y,
// let h_j be the sum of what is left of judge j's scores and G the matrix of how
// judges share entries: then (G + λI)ŝ = h for one ratio λ of the two variances.
// That is an equation for every judge with a single unknown among them all, and
// the unknown is read off the corrections themselves.
//
// Corrections are rounded, so the equations hold up to what half a hundredth in
// each correction can do to them, which is the bound that is used: a right set of
// corrections is never refused. What is not computed again is that λ is the one
// that restricted maximum likelihood finds; wego score does that.
type model struct {
	judges []string
	g      [][]float64
	h, s   []float64 // s: minus the corrections
}

// half is how far a correction of two decimals may be from the model's.
const half = 0.005

// model reads the scoresheets of all entries.
func (t *tally) model() *model {
	m, at := &model{}, map[string]int{}
	for _, e := range t.byReference() {
		for _, s := range e.sheets {
			if _, known := at[s.Judge]; !known {
				at[s.Judge] = len(m.judges)
				m.judges, m.s = append(m.judges, s.Judge), append(m.s, -s.Correction)
			}
		}
	}
	m.h, m.g = make([]float64, len(m.judges)), make([][]float64, len(m.judges))
	for i := range m.g {
		m.g[i] = make([]float64, len(m.judges))
	}
	for _, e := range t.byReference() {
		mean := 0.0
		for _, s := range e.sheets {
			mean += weighted(t.Method, s.Scores) / float64(len(e.sheets))
		}
		for _, s := range e.sheets {
			j := at[s.Judge]
			m.h[j] += weighted(t.Method, s.Scores) - mean
			m.g[j][j]++
			for _, o := range e.sheets {
				m.g[j][at[o.Judge]] -= 1 / float64(len(e.sheets))
			}
		}
	}
	return m
}

func weighted(m Method, scores map[string]float64) float64 {
	sum, weight := 0.0, 0.0
	for _, c := range m.Criteria {
		sum, weight = sum+c.Weight*scores[c.Key], weight+c.Weight
	}
	return sum / weight
}

// corrections holds the corrections against the model. Judges whom no shared
// entry links have a λ of their own.
func (t *tally) corrections() *Fault {
	if t.Method.Official != "adjusted" {
		return nil
	}
	m := t.model()
	for _, part := range m.parts() {
		if j := m.wrong(part); j >= 0 {
			return &Fault{Kind: BadModel, Judge: m.judges[j]}
		}
	}
	return nil
}

// parts are the judges, by index, whom entries link.
func (m *model) parts() [][]int {
	seen := make([]bool, len(m.judges))
	var parts [][]int
	for j := range m.judges {
		if seen[j] {
			continue
		}
		seen[j] = true
		part := []int{j}
		for i := 0; i < len(part); i++ {
			for k, shared := range m.g[part[i]] {
				if shared != 0 && !seen[k] {
					seen[k] = true
					part = append(part, k)
				}
			}
		}
		parts = append(parts, part)
	}
	return parts
}

// wrong is the judge of a part whose correction misses the equations most, where
// they are missed by more than rounding can do; -1 where they hold, or where the
// corrections are too small to tell.
//
// With corrections rounded by δ, what is left over at the best λ is the part of
// (G + λ₀I)δ that stands square to s, and λ differs from the true λ₀ by no more
// than its length divided by that of s.
func (m *model) wrong(part []int) int {
	left, ss, sr, rows := make([]float64, len(m.s)), 0.0, 0.0, 0.0
	for _, j := range part {
		left[j] = m.h[j]
		row := 0.0
		for _, k := range part {
			left[j] -= m.g[j][k] * m.s[k]
			row += math.Abs(m.g[j][k])
		}
		ss, sr, rows = ss+m.s[j]*m.s[j], sr+m.s[j]*left[j], rows+row*row
	}
	length, chance := math.Sqrt(ss), half*math.Sqrt(float64(len(part)))
	if length <= 2*chance {
		return -1
	}
	most := (sr/ss + half*math.Sqrt(rows)/length) / (1 - chance/length) // λ₀ is no greater
	worst, missed := part[0], 0.0
	for _, j := range part {
		left[j] -= sr / ss * m.s[j]
		if missed += left[j] * left[j]; math.Abs(left[j]) > math.Abs(left[worst]) {
			worst = j
		}
	}
	if most > 0 && math.Sqrt(missed) <= half*math.Sqrt(rows)+chance*most+1e-9 {
		return -1
	}
	return worst
}

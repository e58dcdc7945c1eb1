package assign

import (
	"math"
	"slices"
)

// pools verifies what the plan tells of how judges are linked.
func (c *checker) pools() error {
	of := c.categories()
	told := map[string]bool{}
	for _, p := range c.plan.Pools {
		wrong := &Rejection{Claim: "pool", Goal: LinkJudges, Judge: p.Category}
		w := c.webOf(of[p.Category])
		if told[p.Category] || len(w.judges) == 0 || !w.tells(p) {
			return wrong
		}
		told[p.Category] = true
	}
	for category, entries := range of {
		if !told[category] && len(c.webOf(entries).judges) > 0 {
			return &Rejection{Claim: "pool", Goal: LinkJudges, Judge: category}
		}
	}
	return nil
}

// sight is who sits where in one category, by name.
type sight struct {
	judges []string
	panels [][]string
}

func (c *checker) webOf(entries []int) sight {
	w := sight{}
	for _, e := range entries {
		var panel []string
		for j, row := range c.index.judges {
			if c.seat[e][j] || c.locked[e][j] {
				panel = append(panel, row.ID)
			}
		}
		w.judges, w.panels = append(w.judges, panel...), append(w.panels, panel)
	}
	slices.Sort(w.judges)
	w.judges = slices.Compact(w.judges)
	return w
}

// groups are the judges in groups that share no entry, when one judge is left out.
func (w sight) groups(without string) [][]string {
	f, of := forestOf(len(w.judges)), map[int][]string{}
	for _, panel := range w.panels {
		first := -1
		for _, id := range panel {
			if i, _ := slices.BinarySearch(w.judges, id); id != without {
				if first >= 0 {
					f.join(i, first)
				}
				first = i
			}
		}
	}
	for i, id := range w.judges {
		if id != without {
			of[f.root(i)] = append(of[f.root(i)], id)
		}
	}
	var all [][]string
	for _, group := range of {
		all = append(all, group)
	}
	slices.SortFunc(all, slices.Compare)
	return all
}

// tells says whether a pool is as the panels have it.
func (w sight) tells(p Pool) bool {
	groups, pivots, thin := w.groups(""), []string{}, []string{}
	if !slices.EqualFunc(p.Components, groups, slices.Equal) {
		return false
	}
	for _, id := range w.judges {
		if len(w.groups(id)) > len(groups) {
			pivots = append(pivots, id)
		}
		if w.friends(id) < 2 {
			thin = append(thin, id)
		}
	}
	if !slices.Equal(p.Pivots, pivots) || !slices.Equal(p.Thin, thin) {
		return false
	}
	lambda, variance := 0.0, 0.0
	if len(groups) == 1 && len(w.judges) > 1 && len(w.judges) <= measured {
		lambda, variance = w.measures()
	}
	return math.Abs(p.Lambda2-lambda) < 2e-4 && math.Abs(p.Variance-variance) < 2e-4
}

// friends counts who shares two entries or more with a judge.
func (w sight) friends(id string) int {
	shared := map[string]int{}
	for _, panel := range w.panels {
		if slices.Contains(panel, id) {
			for _, other := range panel {
				shared[other]++
			}
		}
	}
	n := -1 // themselves, if they read two
	if shared[id] < 2 {
		n = 0
	}
	for _, times := range shared {
		if times >= 2 {
			n++
		}
	}
	return n
}

// measures are the second smallest eigenvalue of the information on severities and
// the mean variance of a difference of two: by the rotations of Jacobi.
func (w sight) measures() (lambda2, variance float64) {
	n := len(w.judges)
	m := make([][]float64, n)
	for i := range m {
		m[i] = make([]float64, n)
	}
	for _, panel := range w.panels {
		for _, a := range panel {
			i, _ := slices.BinarySearch(w.judges, a)
			m[i][i]++
			for _, b := range panel {
				j, _ := slices.BinarySearch(w.judges, b)
				m[i][j] -= 1 / float64(len(panel))
			}
		}
	}
	for range 60 {
		for i := range n {
			for j := range i {
				rotate(m, i, j)
			}
		}
	}
	var values []float64
	for i := range m {
		values = append(values, m[i][i])
	}
	slices.Sort(values)
	for _, v := range values[1:] {
		variance += 2 / v / float64(n-1)
	}
	return values[1], variance
}

// rotate makes one element beside the diagonal 0.
func rotate(m [][]float64, i, j int) {
	if math.Abs(m[i][j]) < 1e-14 {
		return
	}
	t := (m[j][j] - m[i][i]) / (2 * m[i][j])
	t = math.Copysign(1, t) / (math.Abs(t) + math.Sqrt(t*t+1))
	cos := 1 / math.Sqrt(t*t+1)
	sin := t * cos
	for k := range m {
		m[k][i], m[k][j] = cos*m[k][i]-sin*m[k][j], sin*m[k][i]+cos*m[k][j]
	}
	for k := range m {
		m[i][k], m[j][k] = cos*m[i][k]-sin*m[j][k], sin*m[i][k]+cos*m[j][k]
	}
}

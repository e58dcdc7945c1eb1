package assign

import (
	"cmp"
	"slices"
)

// Pools describes how judges are linked by shared entries, category by category.
func Pools(in Input, seats []Pair) []Pool {
	x := indexOf(in)
	var known []sits
	for _, s := range seats {
		if x.missing(s.Judge, s.Entry) == "" {
			known = append(known, sits{judge: x.judge[s.Judge], entry: x.entry[s.Entry]})
		}
	}
	return x.pools(known, func() bool { return false })
}

func (x index) pools(seats []sits, stop func() bool) []Pool {
	panels := map[string]map[int][]int{}
	for _, s := range seats {
		category := x.entries[s.entry].Category
		if panels[category] == nil {
			panels[category] = map[int][]int{}
		}
		panels[category][s.entry] = append(panels[category][s.entry], s.judge)
	}
	pools := []Pool{}
	for category, of := range panels {
		if stop() {
			break
		}
		g := newWeb(of)
		p := g.pool(func(j int) string { return x.judges[j].ID })
		p.Category = category
		pools = append(pools, p)
	}
	slices.SortFunc(pools, func(a, b Pool) int { return cmp.Compare(a.Category, b.Category) })
	return pools
}

// web is the graph of the judges and entries of one category; nodes are judges
// first, by position, then entries.
type web struct {
	judges []int // positions in the input, sorted
	edges  [][]int
}

func newWeb(panels map[int][]int) *web {
	g := &web{}
	entries := []int{}
	for e, panel := range panels {
		entries = append(entries, e)
		g.judges = append(g.judges, panel...)
	}
	slices.Sort(entries)
	slices.Sort(g.judges)
	g.judges = slices.Compact(g.judges)
	at := map[int]int{}
	for i, j := range g.judges {
		at[j] = i
	}
	g.edges = make([][]int, len(g.judges)+len(entries))
	for i, e := range entries {
		n := len(g.judges) + i
		panel := slices.Sorted(slices.Values(panels[e]))
		for _, j := range panel {
			g.edges[n] = append(g.edges[n], at[j])
			g.edges[at[j]] = append(g.edges[at[j]], n)
		}
	}
	return g
}

func (g *web) pool(name func(int) string) Pool {
	p := Pool{Components: [][]string{}, Pivots: []string{}, Thin: []string{}}
	for _, group := range g.components() {
		var ids []string
		for _, i := range group {
			ids = append(ids, name(g.judges[i]))
		}
		p.Components = append(p.Components, ids)
	}
	for _, i := range g.pivots() {
		p.Pivots = append(p.Pivots, name(g.judges[i]))
	}
	shared := make([]int, len(g.judges))
	for i := range g.judges {
		clear(shared)
		if g.thin(i, shared) {
			p.Thin = append(p.Thin, name(g.judges[i]))
		}
	}
	if len(p.Components) == 1 && len(g.judges) > 1 {
		p.Lambda2, p.Variance = g.measures()
	}
	return p
}

// components groups the judges, each group and the list of them by position.
func (g *web) components() [][]int {
	seen := make([]bool, len(g.edges))
	var all [][]int
	for start := range g.judges {
		if seen[start] {
			continue
		}
		seen[start] = true
		var group []int
		for queue := []int{start}; len(queue) > 0; queue = queue[1:] {
			if queue[0] < len(g.judges) {
				group = append(group, queue[0])
			}
			for _, n := range g.edges[queue[0]] {
				if !seen[n] {
					seen[n] = true
					queue = append(queue, n)
				}
			}
		}
		slices.Sort(group)
		all = append(all, group)
	}
	return all
}

// pivots are the judges without whom judges that were linked no longer are
// (articulation points that part judges; Tarjan 1972).
func (g *web) pivots() []int {
	t := &tarjan{web: g, at: make([]int, len(g.edges)), low: make([]int, len(g.edges))}
	for j := range g.judges {
		if t.at[j] == 0 {
			t.visit(j, -1)
		}
	}
	return slices.Sorted(slices.Values(t.found))
}

type tarjan struct {
	*web
	at, low []int
	clock   int
	found   []int
}

// visit returns how many judges are below the node in the search.
func (t *tarjan) visit(n, parent int) int {
	t.clock++
	t.at[n], t.low[n] = t.clock, t.clock
	judges, parts := 0, 0
	for _, m := range t.edges[n] {
		if m == parent {
			continue
		}
		if t.at[m] > 0 {
			t.low[n] = min(t.low[n], t.at[m])
			continue
		}
		below := t.visit(m, n)
		judges += below
		t.low[n] = min(t.low[n], t.low[m])
		if t.low[m] >= t.at[n] && below > 0 {
			parts++
		}
	}
	if n >= len(t.judges) {
		return judges
	}
	if parts > 1 || parts == 1 && parent >= 0 {
		t.found = append(t.found, n)
	}
	return judges + 1
}

// thin says that the judge does not share two entries with each of two others; it
// counts in shared, which is empty.
func (g *web) thin(j int, shared []int) bool {
	good := 0
	for _, e := range g.edges[j] {
		for _, other := range g.edges[e] {
			if other == j {
				continue
			}
			if shared[other]++; shared[other] == 2 {
				good++
			}
		}
	}
	return good < 2
}

package assign

import (
	"cmp"
	"maps"
	"slices"
)

// Pools describes how judges are linked by shared entries, category by category.
func Pools(in Input, seats []Pair) []Pool {
	x := indexOf(in)
	var known []sits
	for _, s := range seats {
		if x.missing(s.Judge, s.Entry) == "" {
			known = append(known, sits{judge: int32(x.judge[s.Judge]), entry: int32(x.entry[s.Entry])})
		}
	}
	slices.SortFunc(known, func(a, b sits) int { return cmp.Or(cmp.Compare(a.entry, b.entry), cmp.Compare(a.judge, b.judge)) })
	return x.pools(known, never)
}

// pools are those of seats in the order of their entries and judges, as far as stop
// lets it.
func (x index) pools(seats []sits, stop func() bool) []Pool {
	panels := map[string][][]int{}
	for len(seats) > 0 {
		e, panel := seats[0].entry, []int{}
		for ; len(seats) > 0 && seats[0].entry == e; seats = seats[1:] {
			panel = append(panel, int(seats[0].judge))
		}
		category := x.entries[e].Category
		panels[category] = append(panels[category], panel)
	}
	pools := []Pool{}
	for _, category := range slices.Sorted(maps.Keys(panels)) {
		p := newWeb(panels[category]).pool(func(j int) string { return x.judges[j].ID }, stop)
		if stop() {
			break
		}
		p.Category = category
		pools = append(pools, p)
	}
	return pools
}

// web is the graph of the judges and entries of one category; nodes are judges
// first, by position, then entries.
type web struct {
	judges []int // positions in the input, sorted
	edges  [][]int
}

// newWeb is the graph of panels, each of them sorted.
func newWeb(panels [][]int) *web {
	g, seats, last := &web{}, 0, -1
	for _, panel := range panels {
		seats, last = seats+len(panel), max(last, slices.Max(panel))
	}
	sits := make([]int, last+1) // by judge: seats, and then the node
	for _, panel := range panels {
		for _, j := range panel {
			sits[j]++
		}
	}
	all := make([]int, 2*seats)
	for j, n := range sits {
		if n > 0 {
			sits[j] = len(g.judges)
			g.judges = append(g.judges, j)
			g.edges, all = append(g.edges, all[:0:n]), all[n:]
		}
	}
	for _, panel := range panels {
		node := len(g.edges)
		edges := all[:0:len(panel)]
		all = all[len(panel):]
		for _, j := range panel {
			edges = append(edges, sits[j])
			g.edges[sits[j]] = append(g.edges[sits[j]], node)
		}
		g.edges = append(g.edges, edges)
	}
	return g
}

func (g *web) pool(name func(int) string, stop func() bool) Pool {
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
		if i&63 == 0 && stop() {
			return p
		}
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

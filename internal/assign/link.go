package assign

import (
	"cmp"
	"slices"
)

// linker makes exchanges of seats that link judges of a category. It knows every
// seat, locked ones too, and what an exchange costs in points.
type linker struct {
	*solver
	judges [][]int // by entry, sorted
	load   []int
	fits   [][]int32
}

// link joins the groups of judges that share no entry, by exchanges that cost
// nothing and then by those within the budget. Every goal before fit keeps its value.
func (s *solver) link() error {
	l := s.linkerOf(nil)
	byCategory := map[string][]int{}
	for e := range l.judges {
		byCategory[s.entries[e].Category] = append(byCategory[s.entries[e].Category], e)
	}
	names := make([]string, 0, len(byCategory))
	for name := range byCategory {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if err := l.category(byCategory[name]); err != nil {
			return err
		}
	}
	return nil
}

// category links the judges of one category as far as it can.
func (l *linker) category(entries []int) error {
	for {
		groups := l.web(entries).components()
		if len(groups) < 2 {
			return nil
		}
		if l.stopped() {
			l.solver.parts += len(groups) - 1
			return l.cancelled()
		}
		x, there := l.cheapestLink(entries, len(groups))
		if !there {
			l.solver.parts += len(groups) - 1
			if l.stopped() {
				return l.cancelled()
			}
			return nil
		}
		l.linked += x.cost
		l.apply(x.moves)
	}
}

func (l *linker) web(entries []int) *web {
	panels := map[int][]int{}
	for _, e := range entries {
		if len(l.judges[e]) > 0 {
			panels[e] = l.judges[e]
		}
	}
	return newWeb(panels)
}

// move takes the judge off the entry or puts them on it.
type move struct {
	judge, entry int
	on           bool
}

type exchange struct {
	moves []move
	cost  int
}

// cheapestLink finds the exchange that costs least, within what is left of the
// budget, and leaves fewer groups: a judge of the smallest group and one of another
// swap entries, or one takes a seat of the other.
func (l *linker) cheapestLink(entries []int, groups int) (exchange, bool) {
	g := l.web(entries)
	small := slices.MinFunc(g.components(), func(a, b []int) int { return cmp.Compare(len(a), len(b)) })
	inside := map[int]bool{}
	for _, i := range small {
		inside[g.judges[i]] = true
	}
	best, there := exchange{}, false
	try := func(moves ...move) {
		x := exchange{moves: moves}
		if l.crossed() && l.gain(moves) < 0 || !l.allowed(moves) {
			return
		}
		x.cost = l.costOf(moves)
		if x.cost > l.policy.Budget-l.linked || there && x.cost >= best.cost {
			return
		}
		l.turn(moves)
		if len(l.web(entries).components()) < groups {
			best, there = x, true
		}
		l.turn(back(moves))
	}
	mine, others := l.sitting(entries, inside, true), l.sitting(entries, inside, false)
	for _, a := range mine {
		if l.stopped() {
			return exchange{}, false
		}
		for _, b := range others {
			try(move{a[0], a[1], false}, move{b[0], b[1], false}, move{a[0], b[1], true}, move{b[0], a[1], true})
			try(move{a[0], a[1], false}, move{b[0], a[1], true})
			try(move{b[0], b[1], false}, move{a[0], b[1], true})
		}
	}
	return best, there
}

// sitting lists the free seats of the entries whose judges are inside, or not.
func (l *linker) sitting(entries []int, inside map[int]bool, in bool) [][2]int {
	var all [][2]int
	for _, e := range entries {
		for _, j := range l.judges[e] {
			if inside[j] == in && !has(l.locked[e], int32(j)) {
				all = append(all, [2]int{j, e})
			}
		}
	}
	slices.SortFunc(all, func(a, b [2]int) int { return cmp.Or(cmp.Compare(a[1], b[1]), cmp.Compare(a[0], b[0])) })
	return all
}

func back(moves []move) []move {
	out := slices.Clone(moves)
	for i := range out {
		out[i].on = !out[i].on
	}
	slices.Reverse(out)
	return out
}

func (l *linker) turn(moves []move) {
	for _, m := range moves {
		panel := &l.judges[m.entry]
		if m.on {
			at, _ := slices.BinarySearch(*panel, m.judge)
			*panel = slices.Insert(*panel, at, m.judge)
			l.load[m.judge]++
		} else {
			at := slices.Index(*panel, m.judge)
			*panel = slices.Delete(*panel, at, at+1)
			l.load[m.judge]--
		}
	}
}

func (l *linker) fit(j, e int) int {
	if l.fits[e] == nil {
		l.fits[e] = make([]int32, len(l.load))
		l.free(e, l.fits[e])
	}
	return int(l.fits[e][j])
}

// allowed says whether the moves keep to every bar, limit and cap, and to the value
// of every goal before fit.
func (l *linker) allowed(moves []move) bool {
	for _, m := range moves {
		if m.on && (l.fit(m.judge, m.entry) < 0 || l.sits(m.judge, m.entry)) {
			return false
		}
	}
	for i := range l.faces {
		if a := &l.faces[i].aim; a.goal != MostFit && l.change(a, moves) != 0 {
			return false
		}
	}
	l.turn(moves)
	good := true
	for _, m := range moves {
		room := int(l.room[m.judge] + l.held[m.judge])
		good = good && (!m.on || l.load[m.judge] <= room) && l.withinCaps(m.entry)
	}
	l.turn(back(moves))
	return good
}

// withinCaps says whether a panel keeps to the caps that are walls.
func (l *linker) withinCaps(e int) bool {
	a := int(l.place[e])
	if a < 0 || l.groups.each == 0 {
		return a >= 0
	}
	counts := l.counts(e)
	for g := range int32(l.groups.each) {
		if most, soft := l.cap(a, g); !soft && counts[g] > max(0, int(most)) {
			return false
		}
	}
	return true
}

// counts are the free seats of a panel by group.
func (l *linker) counts(e int) []int {
	counts := make([]int, l.groups.each)
	for _, j := range l.judges[e] {
		if has(l.locked[e], int32(j)) {
			continue
		}
		for g := l.group(j, e); g >= 0; g = l.groups.up[g] {
			counts[g]++
		}
	}
	return counts
}

// change is what the moves change in the cost of an aim.
func (l *linker) change(a *aim, moves []move) int64 {
	sum, load := int64(0), map[int]int{}
	for _, m := range moves {
		e := m.entry
		c := a.pair(int32(l.fit(m.judge, e)), l.levels[e][m.judge], has(l.before[e], int32(m.judge)), 0)
		n := l.load[m.judge] + load[m.judge]
		if m.on {
			load[m.judge]++
			sum += c + l.loadCost(a, m.judge, int32(n+1))
		} else {
			load[m.judge]--
			sum -= c + l.loadCost(a, m.judge, int32(n))
		}
	}
	return sum
}

// costOf is what the moves cost in points.
func (l *linker) costOf(moves []move) int {
	cost := int(l.change(&aim{goal: MostFit}, moves))
	if l.policy.RegionMost == 0 {
		return cost
	}
	before := l.dear(moves)
	l.turn(moves)
	cost += l.dear(moves) - before
	l.turn(back(moves))
	return cost
}

// dear is the price of the regions above their cap on the entries of the moves.
func (l *linker) dear(moves []move) int {
	sum, seen := 0, map[int]bool{}
	for _, m := range moves {
		if seen[m.entry] {
			continue
		}
		seen[m.entry] = true
		for g, n := range l.counts(m.entry) {
			if most, soft := l.cap(int(l.place[m.entry]), int32(g)); soft {
				sum += l.weights.Region * max(0, n-max(0, int(most)))
			}
		}
	}
	return sum
}

// apply makes the moves and brings the flow after them. The tree is not kept in
// step: no aim is sought after this one.
func (l *linker) apply(moves []move) {
	l.turn(moves)
	for _, m := range moves {
		a := int(l.place[m.entry])
		i := l.pairOf(m.judge, a)
		if i < 0 {
			i = l.addPair(m.judge, a, int32(l.fit(m.judge, m.entry)))
		}
		l.arcs[i].flow = 0
		if m.on {
			l.arcs[i].flow = 1
		}
	}
	for j := range l.load {
		for l.top[j] != none && int(l.marks[l.top[j]].n+l.arcs[l.top[j]].cap)-1 < l.load[j] && l.addLoad(j) {
			continue
		}
	}
	for i := range l.marks {
		m := &l.marks[i]
		switch x := &l.arcs[i]; m.what {
		case loadArc:
			x.flow = min(x.cap, max(0, int32(l.load[x.head-1])-m.n+1))
		case freeArc, dearArc:
			l.fillGroup(m, x)
		}
	}
}

// fillGroup sets the flow of a group's arc from the panel.
func (l *linker) fillGroup(m *mark, x *arc) {
	a, g := l.groupOf(x.tail)
	most, _ := l.cap(a, g)
	n, most := int32(l.counts(int(l.active[a]))[g]), max(0, most)
	if m.what == freeArc {
		x.flow = min(n, most)
	} else {
		x.flow = max(0, n-most)
	}
}

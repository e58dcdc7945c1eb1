package assign

import "slices"

// linker makes exchanges of seats that link judges of a category. It knows every
// seat, locked ones too, and what an exchange costs in points.
type linker struct {
	*solver
	judges [][]int // by entry, sorted
	load   []int
	fits   [][]int32
}

// linkerOf is the plan of the given panels, or else of the flow, to be exchanged.
func (s *solver) linkerOf(panels [][]int) *linker {
	l := &linker{solver: s, judges: make([][]int, len(s.entries)), load: make([]int, len(s.problem.judges)), fits: make([][]int32, len(s.entries))}
	if panels == nil {
		panels = s.flowPanels()
	}
	n := 0
	for _, panel := range panels {
		n += len(panel)
	}
	all := make([]int, 0, n)
	for e, panel := range panels {
		first := len(all)
		all = append(all, panel...)
		l.judges[e] = all[first:len(all):len(all)]
		for _, j := range panel {
			l.load[j]++
		}
	}
	return l
}

// flowPanels lists the judges of every entry in the flow, in their order.
func (s *solver) flowPanels() [][]int {
	count, n := make([]int, len(s.entries)), 0
	for e, judges := range s.locked {
		count[e], n = len(judges), n+len(judges)
	}
	s.seated(func(_ int, m *mark) {
		count[s.active[m.entry]]++
		n++
	})
	panels, all := make([][]int, len(s.entries)), make([]int, n)
	for e, n := range count {
		panels[e], all = all[:0:n], all[n:]
		for _, j := range s.locked[e] {
			panels[e] = append(panels[e], int(j))
		}
	}
	s.seated(func(i int, m *mark) {
		e := s.active[m.entry]
		panels[e] = append(panels[e], int(s.arcs[i].tail)-1)
	})
	for e := range panels {
		slices.Sort(panels[e])
	}
	return panels
}

// sit brings the flow to the panels.
func (s *solver) sit(panels [][]int) {
	l := s.linkerOf(nil)
	var off, on []move
	for e, panel := range panels {
		for _, j := range l.judges[e] {
			if !slices.Contains(panel, j) {
				off = append(off, move{j, e, false})
			}
		}
		for _, j := range panel {
			if !l.sits(j, e) {
				on = append(on, move{j, e, true})
			}
		}
	}
	l.apply(append(off, on...))
	for i := range s.marks {
		if m := &s.marks[i]; m.what == emptyArc {
			left := s.need[s.active[m.entry]] - int32(len(l.judges[s.active[m.entry]])-len(s.locked[s.active[m.entry]]))
			s.arcs[i].flow = min(s.arcs[i].cap, max(0, left-m.n+1))
		}
	}
}

// sits says whether a judge is on the panel of an entry.
func (l *linker) sits(j, e int) bool { return slices.Contains(l.judges[e], j) }

func (l *linker) panels() [][]int {
	all := make([][]int, len(l.judges))
	for e := range all {
		all[e] = slices.Clone(l.judges[e])
	}
	return all
}

// move takes the judge off the entry or puts them on it.
type move struct {
	judge, entry int
	on           bool
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

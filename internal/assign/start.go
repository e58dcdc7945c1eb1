package assign

// start builds a first plan that is nearly the best: prices of judges from one
// sweep over the entries, as a market finds them, then the cheapest judges who
// still have room. Where the policy has caps it starts from empty panels.
func (s *solver) start() error {
	s.aimAt(s.fillAim())
	for j := range s.judges {
		s.top[j] = none
		s.startLoads(j)
	}
	if s.groups.each > 0 {
		if s.startEmpty(); s.stopped() {
			return s.cancelled()
		}
		return s.checkRows()
	}
	prices := s.market()
	if err := s.checkRows(); err != nil {
		return err
	}
	return s.seatCheapest(prices)
}

// checkRows finds a fit of Input.Rows that is out of range, of which nobody knows
// before all rows were asked.
func (s *solver) checkRows() error {
	most := int32(maxFit + s.weights.Keep)
	if s.rows == nil || s.stopped() || s.bestFit() <= int(most) {
		return nil
	}
	at := &RowError{Kind: ErrRange, List: "rows"}
	s.alone(func(fit []int32, a int) {
		for j, f := range fit {
			if e := int(s.active[a]); f > most && at.Judge == "" {
				at.Row, at.Judge, at.Entry = s.origin[e], s.judges[j].ID, s.entries[e].ID
			}
		}
	})
	return at
}

// largePlan is from how many seats on room for the answer is made beforehand.
const largePlan = 1 << 15

// foresee makes room for the seats of an active entry in the answer.
func (s *solver) foresee(a int) {
	if s.seats < largePlan {
		return
	}
	if s.answer == nil {
		s.answer = make([]Seat, 0, s.seats)
	}
	for range s.need[s.active[a]] {
		s.answer = append(s.answer, Seat{Entry: s.entries[s.active[a]].ID})
	}
}

// startLoads adds seats up to a third above target.
func (s *solver) startLoads(j int) {
	enough := s.target[j] + s.target[j]/3 + 2
	for s.addLoad(j) {
		if t := s.top[j]; s.marks[t].n+s.arcs[t].cap > enough {
			return
		}
	}
}

func (s *solver) startEmpty() {
	for j := range s.judges {
		s.hang(s.judgeNode(j), 0, s.add(s.judgeNode(j), 0, 1, mark{what: spareArc}))
	}
	for a := range s.active {
		if a&63 == 0 && s.stopped() {
			return
		}
		s.foresee(a)
		s.hangShort(a, s.need[s.active[a]])
		if s.groups.each > 0 {
			s.addGroups(a)
		}
	}
}

// addEmpty adds the arcs of an entry's empty seats, short of them used, and returns
// the one that can hold the tree, if any is used.
func (s *solver) addEmpty(a int, short int32) int32 {
	k := s.need[s.active[a]]
	each := k
	if s.deep {
		each = 1
	}
	tree := none
	for n := int32(0); n < k; n += each {
		i := s.add(0, s.entryNode(a), each, mark{what: emptyArc, n: n + 1, entry: int32(a)})
		used := min(each, max(0, short-n))
		s.arcs[i].flow = used
		if used == each {
			s.state[i] = atUpper
		}
		if used > 0 {
			tree = i
		}
	}
	return tree
}

func (s *solver) hangShort(a int, short int32) bool {
	tree := s.addEmpty(a, short)
	if tree >= 0 {
		s.hang(s.entryNode(a), 0, tree)
	}
	return tree >= 0
}

// candidates are how many pairs an entry starts with.
const candidates = 12

// seatCheapest gives every entry its cheapest judges by fit and price who have room,
// and adds some more pairs that are nearly as cheap. Judges who are full by then are
// among these: left out, the late entries would know only whom nobody else wanted.
func (s *solver) seatCheapest(prices []int64) error {
	g := &greedy{pricer: s.pricer(), load: make([]int32, len(s.judges)), taken: make([]int32, len(s.active)), marginal: make([]int32, len(s.active))}
	s.reserve(len(s.active) * (candidates + 4))
	g.prices, g.wishes = prices, s.wishesOf()
	seats, room := s.demand()
	due := int64(0)                                                            // seats of the entries so far
	share := func(due int64) int64 { return min(due, due*room/max(1, seats)) } // of them, where there is less room than need
	for a := range s.active {
		need := int64(s.need[s.active[a]])
		g.left = int32(share(due+need) - share(due))
		due += need
		if a&63 == 0 && s.stopped() {
			return s.cancelled()
		}
		s.foresee(a)
		g.marginal[a] = none
		g.drift(need, lastStep)
		if g.seat(a); g.left > 0 {
			g.late = append(g.late, late{int32(a), g.left})
		}
	}
	c := g.chains()
	for _, step := range []func(){c.settle, c.hangAll} {
		if step(); s.stopped() {
			return s.cancelled()
		}
	}
	return nil
}

// greedy seats entry by entry whoever is cheapest and has room.
type greedy struct {
	*pricer
	load     []int32
	taken    []int32 // by active entry: seats given
	marginal []int32 // by active entry: the arc of the dearest of them
	late     []late
	left     int32 // seats that the entry at hand may still be given: fewer than it needs where there is less room than need
}

func (g *greedy) seat(a int) {
	row := g.row(a)
	g.best = g.cheapest(a, row, nil)
	for _, c := range g.best {
		g.give(g.addPair(int(c.judge), a, c.fit), int(c.judge), a)
	}
	if g.left == 0 {
		return
	}
	g.best = g.cheapest(a, row, g.load)
	for _, c := range g.best {
		if g.left > 0 && g.load[c.judge] < g.room[c.judge] && g.pairOf(int(c.judge), a) < 0 {
			g.give(g.addPair(int(c.judge), a, c.fit), int(c.judge), a)
		}
	}
}

func (g *greedy) give(arc int32, j, a int) {
	if g.left == 0 || g.load[j] >= g.room[j] {
		return
	}
	g.left--
	g.taken[a]++
	g.load[j]++
	g.prices[j] += lastStep
	g.fill(arc)
	g.marginal[a] = arc
}

// sendLoads sends each judge's load from the hub, and returns by judge an arc of it
// that can hold the tree, or none.
func (g *greedy) sendLoads() (tree []int32) {
	for j := range g.judges {
		for g.top[j] != none && g.marks[g.top[j]].n-g.held[j]+g.arcs[g.top[j]].cap-1 < g.load[j] {
			g.addLoad(j)
		}
	}
	tree = make([]int32, len(g.judges))
	for j := range tree {
		tree[j] = none
	}
	for i := range g.marks {
		if g.marks[i].what != loadArc {
			continue
		}
		x := &g.arcs[i]
		j := x.head - 1
		used := min(x.cap, max(0, g.load[j]-(g.marks[i].n-1-g.held[j])))
		if x.flow = used; used > 0 {
			tree[j] = int32(i)
		}
		if used == x.cap {
			g.state[i] = atUpper
		}
	}
	return tree
}

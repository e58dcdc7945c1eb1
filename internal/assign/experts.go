package assign

import "slices"

// Where countries or regions are capped, the experts asked for on each panel are a
// family that crosses the caps, and no flow can hold both. They are sought by prices
// on experts (Lagrange): a flow that pays for every expert on a panel gives a bound
// that no plan can pass, and exchanges of seats turn that flow into a plan. The bound
// is proved by the prices alone; where it is not reached, the gap is told.

const (
	rounds  = 60      // in which prices are moved, at most
	atWhole = 1 << 12 // an expert missing, in units of the prices
	tries   = 6_000   // exchanges looked at in one round to seat experts, and again to better the plan, at most
	effort  = 200_000 // of a search, counted in exchanges: about a second
)

// crossed says whether experts are asked for beside caps.
func (s *solver) crossed() bool { return s.policy.Experts > 0 && !s.groups.experts }

// withExperts puts the wish for experts before fit.
func (s *solver) withExperts(goals []Goal) []Goal {
	if !s.crossed() {
		return goals
	}
	at := slices.IndexFunc(goals, func(g Goal) bool { return g == MostFit || g == LinkJudges })
	if at < 0 {
		at = len(goals)
	}
	return slices.Insert(slices.Clone(goals), at, SeatExperts)
}

// asked is how many experts an active entry should have beside locked ones.
func (s *solver) asked(a int) int {
	e := s.active[a]
	n := min(s.policy.Experts, int(s.full[e]))
	for _, j := range s.locked[e] {
		if s.levels[e][j] >= s.expert() {
			n--
		}
	}
	return max(0, n)
}

// prices are a bound with what proves it.
type prices struct {
	face
	there bool
}

// crossing seeks one goal beside the wish for experts.
type crossing struct {
	*solver
	aim     aim
	most    int64 // the highest price of an expert
	missing int   // experts that may be missing; below 0 when they are what is sought
	bound   prices
	first   []int64 // where the prices begin
	seats   [][]int // the best plan so far: judges by entry
	worth   int64   // its cost
	lacks   int     // the experts that it misses
	tried   int     // exchanges looked at
}

// seatExperts seeks the fewest missing experts among the plans that are best so far.
func (s *solver) seatExperts() error {
	c := &crossing{solver: s, aim: aim{goal: SeatExperts}, most: atWhole, missing: -1}
	err := c.seek()
	s.experts, s.expertPlan = c.bound, c.seats
	if c.seats != nil && (err != nil || !slices.Contains(s.sought, MostFit)) {
		s.sit(c.seats) // no other flow comes after
	}
	return err
}

// fitWithExperts is the greatest fit among the plans that miss no more experts.
func (s *solver) fitWithExperts(a *aim) error {
	c := &crossing{solver: s, aim: *a, most: s.dearest() << a.shift}
	c.take(s.linkerOf(s.expertPlan))
	c.missing = c.lacks
	if c.missing > 0 {
		c.most = int64(2*s.bestFit()+1) << a.shift
		for _, p := range s.experts.aim.experts {
			c.first = append(c.first, c.most/atWhole*p)
		}
	}
	err := c.seek()
	if err == nil {
		s.recost(&c.bound.aim)
		s.faces = append(s.faces, c.bound.face)
	}
	s.sit(c.seats)
	return err
}

// seek moves the prices until the plan reaches the bound or the rounds are over.
func (c *crossing) seek() error {
	price, before := make([]int64, len(c.active)), 0
	for round := range rounds {
		x := c.aim
		x.experts = slices.Clone(price)
		if err := c.optimise(&x); err != nil {
			return err
		}
		bound, lack := c.value(), make([]int, len(price))
		here := c.linkerOf(nil)
		for a := range price {
			lack[a] = c.asked(a) - here.expertsOn(int(c.active[a]))
			bound += price[a] * int64(c.asked(a))
		}
		if c.missing > 0 {
			bound -= slices.Max(price) * int64(c.missing)
		}
		if !c.bound.there || bound > c.bound.total {
			c.bound = prices{face{aim: x, price: c.solver.prices(), total: bound}, true}
		}
		if c.seats == nil || !c.reached() {
			c.repair(here, tries)
			c.better(here)
			c.take(here)
		}
		if c.done() {
			return nil
		}
		if round == 0 {
			before = c.pivots // the first takes what fit alone does
		} else if c.tried+(c.pivots-before)*(1+len(c.nodes)/10_000) > c.effort() {
			c.lastRepair()
			return nil
		}
		if round == 0 && c.first != nil {
			price = slices.Clone(c.first)
		} else if !c.move(price, lack, bound, round) {
			return nil
		}
	}
	return nil
}

// effort is after how much work, counted in exchanges, no other round is begun; the
// goal that comes first gets more.
func (c *crossing) effort() int {
	if c.missing < 0 {
		return 2 * effort
	}
	return effort
}

// lastRepair looks longer for the experts whom the best plan still misses.
func (c *crossing) lastRepair() {
	if c.missing >= 0 || c.stopped() {
		return
	}
	l := c.linkerOf(c.seats)
	c.repair(l, 10*tries)
	c.take(l)
}

// reached says whether the plan is as good as the bound.
func (c *crossing) reached() bool {
	if c.missing < 0 {
		return int64(c.lacks) <= ceil(c.bound.total, atWhole)
	}
	return points(c.worth, c.aim.shift) == points(c.bound.total, c.aim.shift)
}

// expertsBound is how many experts must be missing.
func (s *solver) expertsBound() int {
	if !s.experts.there {
		return 0
	}
	return int(ceil(s.experts.total, atWhole))
}

func ceil(x, by int64) int64 { return max(0, (x+by-1)/by) }

// done says whether no better bound is of use. While experts are missing, prices that
// prove it to the last are where the search for fit begins.
func (c *crossing) done() bool {
	if c.missing < 0 {
		return c.bound.total == int64(c.lacks)*atWhole
	}
	return c.reached()
}

// move follows the experts missing and to spare (Polyak's step); without any of
// them nothing is left to do.
func (c *crossing) move(price []int64, lack []int, bound int64, round int) bool {
	norm := int64(0)
	for a := range price {
		if lack[a] > 0 && price[a] < c.most || lack[a] < 0 && price[a] > 0 {
			norm += int64(lack[a] * lack[a])
		}
	}
	if norm == 0 {
		return false
	}
	length := (c.worth-bound)/norm + 1
	if round >= rounds/3 {
		length = length/2 + 1
	}
	if round >= rounds*2/3 {
		length = length/4 + 1
	}
	for a := range price {
		price[a] = min(c.most, max(0, price[a]+length*int64(lack[a])))
	}
	return true
}

// take keeps the plan if it is the best that the goal allows.
func (c *crossing) take(l *linker) {
	lacks := l.missing()
	if c.seats != nil && c.missing >= 0 && lacks > c.missing {
		return
	}
	worth := l.costIn(&c.aim)
	if c.missing < 0 {
		worth = int64(lacks) * atWhole
	}
	if c.seats == nil || worth < c.worth {
		c.seats, c.worth, c.lacks = l.panels(), worth, lacks
	}
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

// expertsOn counts the experts of an entry who are not locked.
func (l *linker) expertsOn(e int) int {
	n := 0
	for _, j := range l.judges[e] {
		if l.levels[e][j] >= l.expert() && !has(l.locked[e], int32(j)) {
			n++
		}
	}
	return n
}

// short is how many experts a panel misses.
func (l *linker) short(e int) int {
	a := int(l.place[e])
	if a < 0 {
		return 0
	}
	return max(0, l.asked(a)-l.expertsOn(e))
}

func (l *linker) missing() int {
	n := 0
	for _, e := range l.active {
		n += l.short(int(e))
	}
	return n
}

// costIn is what the panels cost in an aim, the prices of experts left aside.
func (l *linker) costIn(a *aim) int64 {
	sum, row := int64(0), make([]int32, len(l.load))
	for _, e := range l.active {
		if a.goal == MostFit {
			l.free(int(e), row)
		}
		for _, j := range l.judges[e] {
			if !has(l.locked[e], int32(j)) {
				sum += a.pair(row[j], l.levels[e][j], has(l.before[e], int32(j)), l.draw(a, j, int(e)))
			}
		}
		if a.goal == MostFit && l.policy.RegionMost > 0 {
			sum += int64(l.dear([]move{{entry: int(e)}})) << a.shift
		}
	}
	for j := range l.load {
		for n := int(l.held[j]) + 1; n <= l.load[j]; n++ {
			sum += l.loadCost(a, j, int32(n))
		}
	}
	return sum
}

// gain is how many experts fewer are missing after the moves.
func (l *linker) gain(moves []move) int {
	sum := func() int {
		n, seen := 0, [4]int{}
		for i, m := range moves {
			seen[i] = m.entry + 1
			if !slices.Contains(seen[:i], m.entry+1) {
				n += l.short(m.entry)
			}
		}
		return n
	}
	before := sum()
	l.turn(moves)
	after := sum()
	l.turn(back(moves))
	return before - after
}

// repair gives panels that miss experts some, each by the cheapest exchange of those
// that it may look at.
func (c *crossing) repair(l *linker, left int) {
	for _, at := range c.active {
		e := int(at)
		expert := func(i, j int) bool { return l.levels[e][i] < l.expert() && l.levels[e][j] >= l.expert() }
		for l.short(e) > 0 && left > 0 {
			best, gain, cost := []move(nil), 0, 0
			c.each(l, e, expert, &left, func(moves []move) {
				if g := l.gain(moves); g > 0 && g >= gain && l.allowed(moves) {
					if x := l.costOf(moves); g > gain || x < cost {
						best, gain, cost = slices.Clone(moves), g, x
					}
				}
			})
			if best == nil {
				break
			}
			l.turn(best)
		}
	}
}

// better makes exchanges that lower the cost and miss no more experts.
func (c *crossing) better(l *linker) {
	left := tries
	for again := c.missing >= 0; again; {
		again = false
		for _, e := range c.active {
			for better := true; better && left > 0; {
				best, cost := []move(nil), 0
				c.each(l, int(e), anybody, &left, func(moves []move) {
					if x := l.costOf(moves); x < cost && l.gain(moves) >= 0 && l.allowed(moves) {
						best, cost = slices.Clone(moves), x
					}
				})
				if better = best != nil; better {
					l.turn(best)
					again = true
				}
			}
		}
	}
}

func anybody(int, int) bool { return true }

// each visits exchanges of an entry that are wanted until so many are tried or the context ends.
func (c *crossing) each(l *linker, e int, want func(i, j int) bool, left *int, visit func([]move)) {
	l.exchanges(e, want, func(moves []move) bool {
		c.tried++
		if *left--; *left <= 0 || *left&63 == 0 && c.stopped() {
			return false
		}
		visit(moves)
		return true
	})
}

// exchanges visits the ways to put somebody else on a seat of the entry, while visit
// says so: who has room; then who gives another seat up to the one who leaves or to a
// third.
func (l *linker) exchanges(e int, want func(i, j int) bool, visit func([]move) bool) {
	panel := slices.DeleteFunc(slices.Clone(l.judges[e]), func(j int) bool { return has(l.locked[e], int32(j)) })
	for _, alone := range []bool{true, false} {
		for _, i := range panel {
			for j := range l.load {
				if l.sits(j, e) || !want(i, j) || l.fit(j, e) < 0 {
					continue
				}
				moves := []move{{i, e, false}, {j, e, true}}
				if alone && !visit(moves) || !alone && !l.thirds(moves, visit) {
					return
				}
			}
		}
	}
}

// thirds lets the one who comes give up another seat.
func (l *linker) thirds(moves []move, visit func([]move) bool) bool {
	j := moves[1].judge
	for _, f := range l.active {
		if !l.sits(j, int(f)) || has(l.locked[f], int32(j)) {
			continue
		}
		for h := range l.load {
			if h != j && !l.sits(h, int(f)) && l.fit(h, int(f)) >= 0 && !visit(append(moves, move{j, int(f), false}, move{h, int(f), true})) {
				return false
			}
		}
	}
	return true
}

package assign

import (
	"context"
	"fmt"
	"math/bits"
	"slices"
)

// solver is a problem as a flow from a hub through judges to entries. Node 0 is
// the hub, then come the judges, the entries that need seats, and for each of these
// its groups, when the policy has caps.
type solver struct {
	*problem
	simplex
	ctx     context.Context
	active  []int32 // entries that need seats
	place   []int32 // of an entry among active, or none
	marks   []mark
	last    []int32 // by active entry: its newest pair arc, or none
	memo    []int32 // the rows of all active entries, where they are few
	older   []int32 // by arc: the pair arc of the same entry before it
	top     []int32 // by judge: the newest load arc
	groups  groups
	deep    bool // empty seats are priced by how many an entry has
	aim     *aim
	sought  []Goal
	highest int32 // the greatest fit of any free seat; 0 = not known
	ceiling int64 // what the fits of the free seats cannot exceed in sum; 0 = not known
	faces   []face
	parts   int   // groups of judges beyond one in all categories, when they were to be linked
	linked  int   // points that linking them cost
	limit   int   // the active entry that limits the worst seat, or -1
	refuted *face // the proof that the worst seat cannot be better, when it is not that entry

	// answer is room for the seats of a large plan, touched while the first one is made:
	// the first touch of memory is dear, and after a cancellation there is no time for it.
	answer []Seat

	experts    prices  // the bound on missing experts, where they cross with caps
	expertPlan [][]int // the plan that was found for them: judges by entry
}

func newSolver(ctx context.Context, p *problem, deep bool) *solver {
	s := &solver{problem: p, ctx: ctx, deep: deep, limit: -1}
	s.activate()
	s.last = make([]int32, len(s.active))
	for a := range s.last {
		s.last[a] = none
	}
	s.top = make([]int32, len(p.judges))
	s.groups = s.groupsOf()
	s.memorise()
	s.nodes = make([]node, 1+len(p.judges)+len(s.active)*(1+s.groups.each))
	s.potential = make([]int64, len(s.nodes))
	s.nodes[0] = node{parent: none, pred: none, child: none, next: none, prev: none}
	return s
}

// activate numbers the entries that need seats.
func (s *solver) activate() {
	s.place = make([]int32, len(s.entries))
	for e := range s.entries {
		s.place[e] = none
		if s.need[e] > 0 {
			s.place[e] = int32(len(s.active))
			s.active = append(s.active, int32(e))
		}
	}
}

// memorise keeps the rows when they are few, for every pass over them asks again.
func (s *solver) memorise() {
	n := len(s.judges)
	if len(s.active)*n > 1<<19 {
		return
	}
	s.memo = make([]int32, len(s.active)*n)
	for a, e := range s.active {
		s.free(int(e), s.memo[a*n:(a+1)*n])
	}
}

func (s *solver) judgeNode(j int) int32 { return int32(1 + j) }
func (s *solver) entryNode(a int) int32 { return int32(1 + len(s.judges) + a) }

func (s *solver) add(tail, head, capacity int32, m mark) int32 {
	a := s.addArc(tail, head, capacity, 0)
	s.marks = append(s.marks, m)
	s.older = append(s.older, none)
	s.arcs[a].cost = s.cost(s.aim, int(a))
	return a
}

// addPair adds the arc of a judge and an active entry.
func (s *solver) addPair(j, a int, fit int32) int32 {
	e := int(s.active[a])
	m := mark{what: pairArc, level: s.levels[e][j], n: fit, entry: int32(a), kept: has(s.before[e], int32(j))}
	i := s.add(s.judgeNode(j), s.head(j, a), 1, m)
	s.older[i], s.last[a] = s.last[a], i
	return i
}

func has(sorted []int32, x int32) bool {
	for _, y := range sorted {
		if y == x {
			return true
		}
	}
	return false
}

// reserve makes room for arcs to come, unless the context ends.
func (s *solver) reserve(n int) {
	s.arcs, s.state = withRoom(s.arcs, n, s.stopped), withRoom(s.state, n, s.stopped)
	s.marks, s.older = withRoom(s.marks, n, s.stopped), withRoom(s.older, n, s.stopped)
}

// withRoom is the list with room for n more, or as it was once stop says so. The first
// touch of fresh memory is what growing costs most of: it is copied into piece by
// piece, and what is not needed yet is left untouched.
func withRoom[T any](list []T, n int, stop func() bool) []T {
	if cap(list)-len(list) >= n || stop() {
		return list
	}
	larger := make([]T, 0, len(list)+max(n, len(list)/4))
	for part := range slices.Chunk(list, 1<<14) {
		if stop() {
			return list
		}
		larger = append(larger, part...)
	}
	return larger
}

// pairOf finds the arc of a judge and an active entry, or none.
func (s *solver) pairOf(j, a int) int32 {
	for i := s.last[a]; i >= 0; i = s.older[i] {
		if s.arcs[i].tail == s.judgeNode(j) {
			return i
		}
	}
	return none
}

// addLoad adds the next seats of a judge that cost the same, or none when the
// judge can take no more. Later ones are dearer, so they are added when needed.
func (s *solver) addLoad(j int) bool {
	next := s.held[j] + 1
	if t := s.top[j]; t != none {
		next = s.marks[t].n + s.arcs[t].cap
	}
	left := s.room[j] - (next - 1 - s.held[j])
	if left <= 0 {
		return false
	}
	fit := &aim{goal: MostFit}
	count := int32(1)
	for count < left && s.loadCost(fit, j, next+count) == s.loadCost(fit, j, next) && (int(next+count) <= s.judges[j].Min) == (int(next) <= s.judges[j].Min) {
		count++
	}
	s.top[j] = s.add(0, s.judgeNode(j), count, mark{what: loadArc, n: next})
	return true
}

// aims of filling and of minimum loads, in one cost: a seat left empty outweighs
// every depth of shortage, and that every minimum.
func (s *solver) fillAim() *aim {
	minimum, depth := int64(1), int64(1)
	for _, j := range s.judges {
		minimum += int64(j.Min)
	}
	for _, e := range s.active {
		k := int64(s.need[e])
		depth += k * (k + 1) / 2
	}
	a := &aim{goal: FillSeats, empty: minimum}
	if s.deep {
		a.deeper, a.empty = minimum, minimum*depth
	}
	return a
}

// fitAim is total fit less prices, with as many bits of tie-break as there is room for.
func (s *solver) fitAim() *aim {
	most := s.dearest()
	if s.crossed() {
		most *= 2 // an expert has a price too
	}
	seats := bits.Len(uint(s.seats + 1))
	shift := min(scale(most, s.longest(), s.seats), seats+16)
	a := &aim{goal: MostFit, shift: uint(shift)}
	if shift > seats {
		a.ties = 1<<(shift-seats) - 1
	}
	return a
}

func (s *solver) stopped() bool { return s.ctx.Err() != nil }

func (s *solver) cancelled() error { return cancelled(s.ctx) }

func cancelled(ctx context.Context) error {
	return fmt.Errorf("%w: %w", ErrCancelled, context.Cause(ctx))
}

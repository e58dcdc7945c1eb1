package assign

import "math"

// The state of an arc: its sign tells on which side a reduced cost is profitable.
const (
	atLower int8 = 1
	inTree  int8 = 0
	atUpper int8 = -1
	closed  int8 = 2 // holds its flow and may not enter the tree
)

// node is a place of the spanning tree. Children form a ring-free list.
type node struct {
	parent, pred      int32 // pred is the arc to the parent
	child, next, prev int32
	depth             int32
}

// arc runs from a hub or judge to a judge, group or entry.
type arc struct {
	tail, head int32
	cap, flow  int32
	cost       int64
}

// simplex is a primal network simplex on arcs that may grow while it runs. The
// tree is kept strongly feasible (Cunningham 1976): from every node some flow can
// be sent to the root, so that it cannot cycle.
type simplex struct {
	nodes     []node
	potential []int64 // the prices of the nodes; apart from them, because the search for an arc reads no more
	arcs      []arc
	state     []int8
	from      int // where the next search for an entering arc begins
	pivots    int
	looked    int // arcs looked at since stop was asked
}

const none = int32(-1)

func (s *simplex) addArc(tail, head, capacity int32, cost int64) int32 {
	s.arcs = append(s.arcs, arc{tail: tail, head: head, cap: capacity, cost: cost})
	s.state = append(s.state, atLower)
	return int32(len(s.arcs) - 1)
}

// fill sets an arc outside of the tree to its capacity.
func (s *simplex) fill(a int32) {
	s.arcs[a].flow, s.state[a] = s.arcs[a].cap, atUpper
}

// hang makes a the tree arc of child below parent; only while the tree is built,
// from the root outwards.
func (s *simplex) hang(child, parent, a int32) {
	s.state[a] = inTree
	n := &s.nodes[child]
	n.pred, n.depth, n.child = a, s.nodes[parent].depth+1, none
	s.attach(child, parent)
	s.potential[child] = s.priceBy(child, parent, a)
}

func (s *simplex) attach(child, parent int32) {
	first := s.nodes[parent].child
	n := &s.nodes[child]
	n.parent, n.prev, n.next = parent, none, first
	if first >= 0 {
		s.nodes[first].prev = child
	}
	s.nodes[parent].child = child
}

func (s *simplex) detach(child int32) {
	n := &s.nodes[child]
	if n.prev >= 0 {
		s.nodes[n.prev].next = n.next
	} else {
		s.nodes[n.parent].child = n.next
	}
	if n.next >= 0 {
		s.nodes[n.next].prev = n.prev
	}
}

// priceBy is the price of child that makes the reduced cost of the arc 0.
func (s *simplex) priceBy(child, parent, a int32) int64 {
	if s.arcs[a].tail == child {
		return s.potential[parent] - s.arcs[a].cost
	}
	return s.potential[parent] + s.arcs[a].cost
}

func (s *simplex) reduced(a int) int64 {
	x := &s.arcs[a]
	return x.cost + s.potential[x.tail] - s.potential[x.head]
}

// reprice computes the prices of the whole tree anew, after costs have changed.
func (s *simplex) reprice() {
	s.potential[0] = 0
	s.walk(0, func(n int32) {
		if n != 0 {
			s.potential[n] = s.priceBy(n, s.nodes[n].parent, s.nodes[n].pred)
		}
	})
}

// walk visits the subtree of top, parents first.
func (s *simplex) walk(top int32, visit func(int32)) {
	for n := top; ; {
		visit(n)
		if s.nodes[n].child >= 0 {
			n = s.nodes[n].child
			continue
		}
		for n != top && s.nodes[n].next < 0 {
			n = s.nodes[n].parent
		}
		if n == top {
			return
		}
		n = s.nodes[n].next
	}
}

// mostLooked is how many arcs are looked at, at most, before stop is asked again: about
// a millisecond's.
const mostLooked = 1 << 18

// run pivots until no arc is profitable; stop is asked now and then.
func (s *simplex) run(stop func() bool) bool {
	block := max(20, int(math.Sqrt(float64(len(s.arcs)))))
	for asked := s.pivots; ; {
		a := s.entering(block)
		if a < 0 {
			return true
		}
		s.pivot(a)
		if s.pivots++; s.pivots-asked >= 32 || s.looked > mostLooked {
			if asked, s.looked = s.pivots, 0; stop() {
				return false
			}
		}
	}
}

// entering finds the most profitable arc of the next block that has any.
func (s *simplex) entering(block int) int32 {
	arcs, price := s.arcs, s.potential
	state := s.state[:len(arcs)]
	at := s.from
	for left := len(arcs); left > 0; {
		if at >= len(arcs) {
			at = 0
		}
		end := min(at+block, at+left, len(arcs))
		left -= end - at
		best, least := none, int64(0)
		for i := at; i < end; i++ {
			st := state[i]
			if st&1 == 0 { // in the tree or closed
				continue
			}
			x := &arcs[i]
			if c := int64(st) * (x.cost + price[x.tail] - price[x.head]); c < least {
				best, least = int32(i), c
			}
		}
		if at = end; best >= 0 {
			s.from = at
			s.looked += len(arcs) - left
			return best
		}
	}
	return none
}

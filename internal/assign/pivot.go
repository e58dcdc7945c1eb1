package assign

// pivot brings arc a into the tree, or moves it to its other bound.
func (s *simplex) pivot(a int32) {
	x := &s.arcs[a]
	first, second := x.tail, x.head
	if s.state[a] == atUpper {
		first, second = second, first
	}
	out, delta, onFirst := s.leaving(first, second, x.cap)
	s.push(a, first, second, delta)
	if out < 0 {
		s.state[a] = -s.state[a]
		return
	}
	s.state[a] = inTree
	leave := s.nodes[out].pred
	if s.arcs[leave].flow == 0 {
		s.state[leave] = atLower
	} else {
		s.state[leave] = atUpper
	}
	if onFirst {
		s.rehang(first, second, out, a)
	} else {
		s.rehang(second, first, out, a)
	}
}

// leaving finds the tree arc that blocks the cycle first: the one nearest to the
// join on the side of first only if strictly, on that of second also when equal.
func (s *simplex) leaving(first, second, capacity int32) (out, delta int32, onFirst bool) {
	out, delta = none, capacity
	onSecond := none
	least := capacity
	u, v := first, second
	for u != v {
		nu, nv := &s.nodes[u], &s.nodes[v]
		if nu.depth >= nv.depth {
			x := &s.arcs[nu.pred]
			d := x.flow
			if x.tail != u {
				d = x.cap - d
			}
			if d < delta {
				delta, out = d, u
			}
			u = nu.parent
		} else {
			x := &s.arcs[nv.pred]
			d := x.flow
			if x.tail == v {
				d = x.cap - d
			}
			if d <= least {
				least, onSecond = d, v
			}
			v = nv.parent
		}
	}
	if onSecond >= 0 && least <= delta {
		return onSecond, least, false
	}
	return out, delta, true
}

// push sends delta along the cycle that a closes, from first to second.
func (s *simplex) push(a, first, second, delta int32) {
	if delta == 0 {
		return
	}
	s.arcs[a].flow += int32(s.state[a]) * delta
	u, v := first, second
	for u != v {
		if s.nodes[u].depth >= s.nodes[v].depth {
			x := &s.arcs[s.nodes[u].pred]
			if x.tail == u {
				x.flow -= delta
			} else {
				x.flow += delta
			}
			u = s.nodes[u].parent
		} else {
			x := &s.arcs[s.nodes[v].pred]
			if x.tail == v {
				x.flow += delta
			} else {
				x.flow -= delta
			}
			v = s.nodes[v].parent
		}
	}
}

// rehang cuts the subtree of out off, turns it round so that in is its top, and
// hangs it below parent by arc a.
func (s *simplex) rehang(in, parent, out, a int32) {
	n, above, by := in, parent, a
	for {
		next, was := s.nodes[n].parent, s.nodes[n].pred
		s.detach(n)
		s.nodes[n].pred = by
		s.attach(n, above)
		if n == out {
			break
		}
		n, above, by = next, n, was
	}
	change := s.priceBy(in, parent, a) - s.potential[in]
	s.shift(in, change)
}

// shift adds to the prices of a subtree and sets its depths.
func (s *simplex) shift(top int32, change int64) {
	nodes, price := s.nodes, s.potential
	n := top
	nodes[n].depth = nodes[nodes[n].parent].depth + 1
	price[n] += change
	for {
		if c := nodes[n].child; c >= 0 {
			n = c
		} else {
			for n != top && nodes[n].next < 0 {
				n = nodes[n].parent
			}
			if n == top {
				return
			}
			n = nodes[n].next
		}
		price[n] += change
		nodes[n].depth = nodes[nodes[n].parent].depth + 1
	}
}

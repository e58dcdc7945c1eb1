package assign

import "slices"

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

package assign

import "slices"

// forest joins what belongs together.
type forest []int

func forestOf(n int) forest {
	f := make(forest, n)
	for i := range f {
		f[i] = i
	}
	return f
}

func (f forest) root(i int) int {
	for f[i] != i {
		f[i] = f[f[i]]
		i = f[i]
	}
	return i
}

func (f forest) join(i, j int) { f[f.root(i)] = f.root(j) }

// chances are the pairs that some plan as good in every goal before linking may
// seat, and those that every such plan must.
type chances struct{ may, must [][]bool }

// chance follows from the proofs: a pair whose price differs from its cost cannot
// change in a goal that is met exactly, and in fit only by as much as the plan is
// away from the bound.
func (c *checker) chance() chances {
	x := chances{}
	for e := range c.seat {
		may, must := make([]bool, len(c.room)), make([]bool, len(c.room))
		for j := range may {
			may[j], must[j] = c.chanceOf(j, e)
		}
		x.may, x.must = append(x.may, may), append(x.must, must)
	}
	return x
}

func (c *checker) chanceOf(j, e int) (may, must bool) {
	if c.locked[e][j] {
		return true, true
	}
	if !c.mayGive(j, e) {
		return false, false
	}
	for _, p := range c.prior {
		r := c.reduced(p, c.groupsOf(p), j, e)
		if p.Goal == MostFit {
			slack := (1 << p.Costs[0]) - 1 - wholePoints(p.Primal, p)<<p.Costs[0] - p.Dual
			return r <= slack || c.seat[e][j], -r > slack
		} else if r != 0 {
			return c.seat[e][j], c.seat[e][j]
		}
	}
	return true, false
}

// apart counts the groups of judges beyond one in each category, over all of them,
// by the plan's seats.
func (c *checker) apart() int {
	n := 0
	for _, entries := range c.categories() {
		f, used := forestOf(len(c.room)+len(c.seat)), map[int]bool{}
		for _, e := range entries {
			for j := range c.room {
				if c.seat[e][j] || c.locked[e][j] {
					f.join(j, len(c.room)+e)
					used[j] = true
				}
			}
		}
		n += max(0, f.trees(used)-1)
	}
	return n
}

func (f forest) trees(of map[int]bool) int {
	roots := map[int]bool{}
	for i := range of {
		roots[f.root(i)] = true
	}
	return len(roots)
}

func (c *checker) categories() map[string][]int {
	of := map[string][]int{}
	for e, row := range c.index.entries {
		of[row.Category] = append(of[row.Category], e)
	}
	return of
}

// apartAtLeast is what the number of groups beyond one cannot go below, whoever is
// seated: where even all chances together leave entries unlinked, and where there are
// too few seats, since to link so many judges and entries takes one seat less than
// there are of both.
func (c *checker) apartAtLeast() int {
	x, empty, n := c.chance(), 0, 0
	for e := range c.open {
		empty += c.open[e] - c.filled[e]
	}
	for _, entries := range c.categories() {
		f, sure := forestOf(len(c.room)+len(c.seat)), map[int]bool{}
		for _, e := range entries {
			read := empty == 0 && c.index.entries[e].Need > 0
			for j := range c.room {
				if x.may[e][j] {
					f.join(j, len(c.room)+e)
				}
				read = read || x.must[e][j]
			}
			if read {
				sure[len(c.room)+e] = true
			}
		}
		least := f.trees(sure)
		if empty == 0 {
			least = max(least, c.counted(x, entries))
		}
		n += max(0, least-1)
	}
	return n
}

// counted is how many groups the seats of a category leave at least by their number.
func (c *checker) counted(x chances, entries []int) int {
	seats, read, widest, sure := 0, 0, 0, 0
	var give []int
	for _, e := range entries {
		k := c.open[e]
		for j := range c.room {
			if c.locked[e][j] {
				k++
			}
		}
		if k > 0 {
			read++
		}
		seats, widest = seats+k, max(widest, k)
	}
	for j := range c.room {
		locked, may, must := 0, 0, false
		for _, e := range entries {
			switch {
			case c.locked[e][j]:
				locked++
			case x.may[e][j]:
				may++
			}
			must = must || x.must[e][j]
		}
		if must {
			sure++
		}
		give = append(give, locked+min(may, c.room[j]))
	}
	slices.Sort(give)
	judges := 0
	for left := seats; left > 0 && judges < len(give); judges++ {
		left -= give[len(give)-1-judges]
	}
	return read + max(judges, widest, sure) - seats
}

package assign

// cut is a set of members who need more together than their helpers can give: of
// entries and their judges, or of judges and their entries. A helper gives one seat
// to each of the members open to it, up to its room.
type cut struct {
	members []int
	open    [][]int32 // by member: the helpers
	count   []int     // by helper: how many members are open to it
	need    func(member int) int
	room    []int // by helper
	all     bool  // count tells of helpers without room too
}

func (c *cut) add(member int, open []int32) {
	c.members, c.open = append(c.members, member), append(c.open, open)
	for _, h := range open {
		c.count[h]++
	}
}

// excess is how much the members need and how much their helpers can give.
func (c *cut) excess() (need, have int) {
	for _, m := range c.members {
		need += c.need(m)
	}
	for h, n := range c.count {
		have += min(n, c.room[h])
	}
	return need, have
}

// shrink leaves members out as long as those left still need more than there is.
func (c *cut) shrink(stop func() bool) {
	need, have := c.excess()
	for changed := true; changed && !stop(); {
		changed = false
		left, kept := len(c.members), 0
		for i, m := range c.members {
			if i&63 == 0 && stop() {
				copy(c.open[kept:], c.open[i:])
				kept += copy(c.members[kept:], c.members[i:])
				break
			}
			k, given := c.need(m), c.lost(i)
			if left > 1 && need-k > have-given {
				need, have, left, changed = need-k, have-given, left-1, true
				for _, h := range c.open[i] {
					c.count[h]--
				}
				continue
			}
			c.members[kept], c.open[kept] = m, c.open[i]
			kept++
		}
		c.members, c.open = c.members[:kept], c.open[:kept]
	}
}

// lost is how much less there is to have without a member: the seats of helpers who
// have room for every member that is open to them.
func (c *cut) lost(i int) int {
	n := 0
	for _, h := range c.open[i] {
		if c.count[h] <= c.room[h] {
			n++
		}
	}
	return n
}

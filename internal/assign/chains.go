package assign

import (
	"math"
	"slices"
)

// late is an active entry that the greedy start gave fewer seats than its share.
type late struct{ entry, seats int32 }

// chains moves seats among the pairs of the network: somebody who is full takes a seat
// and leaves another to the next, until one has room. Many chains of one length are
// found in one search (Dinic 1970).
type chains struct {
	*greedy
	seats            [][]int32 // by judge: the arcs that are used
	entryAt, judgeAt []int32   // by how many steps a late entry leads there; none = not reached
	arc              []int32   // by active entry: the next arc that a chain may try
	seat             []int     // by judge: the next seat that a chain may free
	queue            []int32
}

func (g *greedy) chains() *chains {
	c := &chains{
		greedy: g, seats: make([][]int32, len(g.judges)), seat: make([]int, len(g.judges)),
		entryAt: make([]int32, len(g.active)), judgeAt: make([]int32, len(g.judges)), arc: make([]int32, len(g.active)),
	}
	g.seated(func(i int, _ *mark) {
		j := g.arcs[i].tail - 1
		c.seats[j] = append(c.seats[j], int32(i))
	})
	return c
}

// settle gives late entries what chains can, and then all that are short. It knows the
// pairs of the network alone; what needs others is left to the simplex.
func (c *chains) settle() {
	c.fillLate()
	if !c.hasRoom() {
		return
	}
	c.late = c.late[:0]
	for a, e := range c.active {
		if left := c.need[e] - c.taken[a]; left > 0 {
			c.late = append(c.late, late{int32(a), left})
		}
	}
	c.fillLate()
}

func (c *chains) hasRoom() bool {
	for j, n := range c.load {
		if n < c.room[j] {
			return true
		}
	}
	return false
}

func (c *chains) fillLate() {
	for len(c.late) > 0 && c.reach() && !c.stopped() {
		for i := range c.late {
			if i&63 == 0 && c.stopped() {
				return
			}
			for x := &c.late[i]; x.seats > 0 && c.fillBy(x.entry); x.seats-- {
				c.taken[x.entry]++
			}
		}
		c.late = slices.DeleteFunc(c.late, func(x late) bool { return x.seats == 0 })
	}
}

// reach counts steps from all late entries at once up to the nearest judges with room,
// and says whether there are any.
func (c *chains) reach() (room bool) {
	for j := range c.judgeAt {
		c.judgeAt[j], c.seat[j] = none, 0
	}
	for a := range c.entryAt {
		c.entryAt[a], c.arc[a] = none, c.last[a]
	}
	c.queue = c.queue[:0]
	for _, x := range c.late {
		c.entryAt[x.entry] = 0
		c.queue = append(c.queue, x.entry)
	}
	last := int32(math.MaxInt32)
	for at := 0; at < len(c.queue) && c.entryAt[c.queue[at]] < last; at++ {
		if at&255 == 0 && c.stopped() {
			return false
		}
		a := c.queue[at]
		for i := c.last[a]; i >= 0; i = c.older[i] {
			j := c.arcs[i].tail - 1
			if c.judgeAt[j] >= 0 || c.arcs[i].flow > 0 {
				continue
			}
			if c.judgeAt[j] = c.entryAt[a] + 1; c.load[j] < c.room[j] {
				last = c.judgeAt[j]
			}
			for _, used := range c.seats[j] {
				if b := c.marks[used].entry; c.entryAt[b] < 0 {
					c.entryAt[b] = c.judgeAt[j] + 1
					c.queue = append(c.queue, b)
				}
			}
		}
	}
	return last < math.MaxInt32
}

// fillBy gives the entry one seat more by a chain of the shortest length, if one is left.
func (c *chains) fillBy(a int32) bool {
	for ; c.arc[a] >= 0; c.arc[a] = c.older[c.arc[a]] {
		i := c.arc[a]
		j := c.arcs[i].tail - 1
		if c.arcs[i].flow > 0 || c.judgeAt[j] != c.entryAt[a]+1 {
			continue
		}
		if c.load[j] < c.room[j] {
			c.load[j]++
			c.seats[j] = append(c.seats[j], i)
			c.take(a, i)
			return true
		}
		for ; c.seat[j] < len(c.seats[j]); c.seat[j]++ {
			used := c.seats[j][c.seat[j]]
			if b := c.marks[used].entry; c.entryAt[b] == c.judgeAt[j]+1 && c.fillBy(b) {
				c.arcs[used].flow, c.state[used] = 0, atLower
				c.seats[j][c.seat[j]] = i
				c.take(a, i)
				return true
			}
		}
	}
	return false
}

func (c *chains) take(a, arc int32) {
	c.fill(arc)
	c.marginal[a] = arc
}

// hangAll makes the tree. Judges who have room hang below the hub. Then come entries
// that are short, the shortest first, and below each whoever could sit there and is
// full, and below these the entries where they sit: to all of them one seat more is
// worth what it is worth to that entry. Where nothing can be moved to a better end these
// prices prove it; from others the simplex had to bring every node there by itself. Once
// the context has ended there is no use for a tree, and it is left as it is.
func (c *chains) hangAll() {
	tree := c.sendLoads()
	empty, short := make([]int32, len(c.active)), make([]int32, len(c.active))
	most := int32(0)
	if c.deep {
		c.reserve(c.wanted() + len(c.judges))
	}
	for a, e := range c.active {
		if a&255 == 0 && c.stopped() {
			return
		}
		left := c.need[e] - c.taken[a]
		empty[a] = c.addEmpty(a, left)
		if short[a] = left; !c.deep {
			short[a] = min(1, left)
		}
		most = max(most, short[a])
	}
	c.queue = c.queue[:0]
	h := hanging{c, make([]bool, len(c.judges)), make([]bool, len(c.active))}
	for j := range c.judges {
		if c.load[j] < c.room[j] || c.room[j] == 0 {
			h.judgeBelowHub(j, tree[j])
		}
	}
	for d := most; d > 0; d-- {
		for a, n := range short {
			if n == d && !h.entry[a] {
				h.below(a, 0, empty[a])
			}
		}
		if h.spread(); h.stopped() {
			return
		}
	}
	for j := range c.judges {
		if !h.judge[j] {
			h.judgeBelowHub(j, tree[j])
		}
	}
	for a := range c.active {
		if a&255 == 0 && c.stopped() {
			return
		}
		if !h.entry[a] {
			h.below(a, c.arcs[c.marginal[a]].tail, c.marginal[a])
		}
	}
}

// hanging is a tree in the making.
type hanging struct {
	*chains
	judge, entry []bool // who hangs already
}

func (h *hanging) judgeBelowHub(j int, tree int32) {
	if tree < 0 {
		tree = h.add(h.judgeNode(j), 0, 1, mark{what: spareArc})
	}
	h.hang(h.judgeNode(j), 0, tree)
	h.judge[j] = true
}

func (h *hanging) below(a int, parent, arc int32) {
	h.hang(h.entryNode(a), parent, arc)
	h.entry[a] = true
	h.queue = append(h.queue, int32(a))
}

// spread hangs below the entries in the queue who could sit there, and so on.
func (h *hanging) spread() {
	for n := 0; len(h.queue) > 0 && (n&255 != 0 || !h.stopped()); n++ {
		a := h.queue[0]
		h.queue = h.queue[1:]
		for i := h.last[a]; i >= 0; i = h.older[i] {
			j := h.arcs[i].tail - 1
			if h.arcs[i].flow > 0 || h.judge[j] {
				continue
			}
			h.hang(h.arcs[i].tail, h.entryNode(int(a)), i)
			h.judge[j] = true
			for _, used := range h.seats[j] {
				if b := int(h.marks[used].entry); !h.entry[b] {
					h.below(b, h.arcs[i].tail, used)
				}
			}
		}
	}
}

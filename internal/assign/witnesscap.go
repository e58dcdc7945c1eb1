package assign

import (
	"cmp"
	"slices"
)

// WitnessCap is a cap that a witness needs: at most Count seats of the entry's panel
// may go to the judges of one country, or to those who are no experts.
type WitnessCap struct {
	Entry string `json:"entry"`
	Kind  string `json:"kind"` // country or others
	Name  string `json:"name"`
	Count int    `json:"count"`
}

// capped is a group of an active entry that has a cap.
type capped struct {
	entry int
	group int32
}

// capCut is a cut of panels with caps. On the side of seats, rows are the entries
// that are short together and walls the judges who are counted by their room; on
// the side of loads, rows are the judges below their minimum and walls the entries
// counted by their need. What is behind no wall and no cap is counted pair by pair.
type capCut struct {
	*solver
	side  Side
	rows  map[int]bool
	walls map[int]bool
	caps  map[capped]bool
	open  map[[2]int]bool // by active entry and judge: who may sit where
	ofRow map[int][][2]int
	of    map[int][][2]int // by wall
	in    map[capped][][2]int
	found []int // the rows before any was left out
}

// hard is the group with a cap that is a wall which a judge passes, or none.
func (s *solver) hard(j, a int) int32 {
	g := s.group(j, int(s.active[a]))
	if g >= 0 && (s.groups.experts || int(g) < len(s.groups.country)) {
		return g
	}
	return none
}

// spreadCut finds what stands in the way of one more seat on an entry, or of one more
// for a judge: everything that could give way is followed through the flow.
func (s *solver) spreadCut(side Side, from int) *capCut {
	c := &capCut{solver: s, side: side, rows: map[int]bool{}, walls: map[int]bool{}, caps: map[capped]bool{}, open: map[[2]int]bool{}, ofRow: map[int][][2]int{}, of: map[int][][2]int{}, in: map[capped][][2]int{}}
	row := make([]int32, len(s.judges))
	for a, e := range s.active {
		s.free(int(e), row)
		for j, f := range row {
			if f >= 0 && s.room[j] > 0 {
				c.note([2]int{a, j})
			}
		}
	}
	f := &follower{capCut: c, reached: map[capped]bool{}, taken: map[capped]int32{}, sits: map[[2]int]bool{}}
	s.seated(func(i int, m *mark) {
		j := int(s.arcs[i].tail) - 1
		f.sits[[2]int{int(m.entry), j}] = true
		f.taken[capped{int(m.entry), s.hard(j, int(m.entry))}]++
	})
	f.follow(from)
	for k := range f.reached {
		c.caps[k] = true
	}
	c.found = sorted(c.rows)
	c.shrink()
	for k := range c.caps {
		set(c.caps, k, c.counts(k))
	}
	return c
}

func (c *capCut) note(p [2]int) {
	row, wall := c.ends(p)
	k := capped{p[0], c.hard(p[1], p[0])}
	c.open[p] = true
	c.ofRow[row], c.of[wall] = append(c.ofRow[row], p), append(c.of[wall], p)
	c.in[k] = append(c.in[k], p)
}

// ends are the row and the wall that a pair of entry and judge belongs to.
func (c *capCut) ends(p [2]int) (row, wall int) {
	if c.side == SeatsSide {
		return p[0], p[1]
	}
	return p[1], p[0]
}

// most is the cap of a group.
func (c *capCut) most(k capped) int32 {
	most, _ := c.cap(k.entry, k.group)
	return max(0, most)
}

func (c *capCut) rowNeeds(row int) int {
	if c.side == SeatsSide {
		return int(c.need[c.active[row]])
	}
	return c.wants(row)
}

func (c *capCut) wallHolds(wall int) int {
	if c.side == SeatsSide {
		return int(c.room[wall])
	}
	return int(c.need[c.active[wall]])
}

// single says whether a pair is counted by itself.
func (c *capCut) single(p [2]int) bool {
	row, wall := c.ends(p)
	return c.rows[row] && !c.walls[wall] && !c.caps[capped{p[0], c.hard(p[1], p[0])}]
}

// counted says whether a cap counts: its entry is a row, or no wall covers it.
func (c *capCut) counts(k capped) bool {
	return c.caps[k] && (c.side == SeatsSide && c.rows[k.entry] || c.side == LoadsSide && !c.walls[k.entry])
}

func (c *capCut) excess() int {
	n := 0
	for row := range c.rows {
		n += c.rowNeeds(row)
		for _, p := range c.ofRow[row] {
			if c.single(p) {
				n--
			}
		}
	}
	for wall := range c.walls {
		n -= c.wallHolds(wall)
	}
	for k := range c.caps {
		if c.counts(k) {
			n -= int(c.most(k))
		}
	}
	return n
}

// shrink leaves out what the proof can do without, until it can do without nothing.
func (c *capCut) shrink() {
	for again := true; again; {
		again = false
		for _, row := range sorted(c.rows) {
			again = len(c.rows) > 1 && c.without(func(in bool) { set(c.rows, row, in) }) || again
		}
		for _, k := range c.sortedCaps() {
			again = c.without(func(in bool) { set(c.caps, k, in) }) || again
		}
		for _, wall := range sorted(c.walls) {
			again = c.without(func(in bool) { set(c.walls, wall, in) }) || again
		}
	}
}

// without leaves something out if the rest still proves as much as is needed.
func (c *capCut) without(put func(in bool)) bool {
	put(false)
	if c.excess() > 0 {
		return true
	}
	put(true)
	return false
}

func set[K comparable](of map[K]bool, key K, in bool) {
	if in {
		of[key] = true
	} else {
		delete(of, key)
	}
}

func sorted(of map[int]bool) []int {
	var all []int
	for x := range of {
		all = append(all, x)
	}
	slices.Sort(all)
	return all
}

func (c *capCut) sortedCaps() []capped {
	var all []capped
	for k := range c.caps {
		all = append(all, k)
	}
	slices.SortFunc(all, func(a, b capped) int { return cmp.Or(cmp.Compare(a.entry, b.entry), cmp.Compare(a.group, b.group)) })
	return all
}

// told writes the cut as a witness; where no cap is needed, as the plain one that the
// rows make.
func (c *capCut) told() Witness {
	if len(c.caps) > 0 {
		return c.tell()
	}
	if c.side == SeatsSide {
		return c.witness(c.plain(c.seatsCut()))
	}
	return c.loadWitness(c.plain(c.loadsCut()))
}

// plain is the smallest cut of the rows alone.
func (c *capCut) plain(x cut) cut {
	for _, row := range sorted(c.rows) {
		var open []int32
		for _, p := range c.ofRow[row] {
			_, wall := c.ends(p)
			open = append(open, int32(wall))
		}
		slices.Sort(open)
		x.add(row, open)
	}
	x.shrink(c.stopped)
	return x
}

// tell writes a cut that needs caps.
func (c *capCut) tell() Witness {
	w := Witness{Side: c.side, Spread: true, Entries: []WitnessRow{}, Judges: []WitnessRow{}, Barred: []BarCount{}, Remedies: []Remedy{}}
	count := map[int]int{}
	for _, row := range sorted(c.rows) {
		w.Need += c.rowNeeds(row)
		for _, p := range c.ofRow[row] {
			if c.single(p) {
				_, wall := c.ends(p)
				count[wall]++
			}
		}
	}
	for wall := range c.walls {
		count[wall] = c.wallHolds(wall)
	}
	for _, k := range c.sortedCaps() {
		if c.counts(k) {
			kind, name := c.groups.name(k.group)
			w.Caps = append(w.Caps, WitnessCap{c.entries[c.active[k.entry]].ID, kind, name, int(c.most(k))})
			w.Have += int(c.most(k))
		}
	}
	rows, walls := &w.Entries, &w.Judges
	if c.side == LoadsSide {
		rows, walls = walls, rows
	}
	for _, row := range sorted(c.rows) {
		*rows = append(*rows, WitnessRow{ID: c.rowID(c.side, row), Count: c.rowNeeds(row)})
	}
	for wall := range max(len(c.judges), len(c.active)) {
		if n := count[wall]; n > 0 || c.walls[wall] {
			w.Have += n
			*walls = append(*walls, WitnessRow{ID: c.rowID(opposite(c.side), wall), Count: n, Limit: c.walls[wall]})
		}
	}
	if c.side == SeatsSide {
		c.barredFrom(&w)
	}
	return w
}

func opposite(side Side) Side {
	if side == SeatsSide {
		return LoadsSide
	}
	return SeatsSide
}

func (c *capCut) rowID(side Side, i int) string {
	if side == SeatsSide {
		return c.entries[c.active[i]].ID
	}
	return c.judges[i].ID
}

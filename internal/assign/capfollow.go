package assign

// follower walks the flow from what is short to all that could give way.
type follower struct {
	*capCut
	reached map[capped]bool // groups that stand full in the way
	taken   map[capped]int32
	sits    map[[2]int]bool
}

// follow collects rows and walls. A full group lets nobody past; but who sits there
// may make room for another of the same group.
func (f *follower) follow(from int) {
	f.rows[from] = true
	inside := map[capped]bool{} // groups where one could be put for another, their entry unchanged
	for again := true; again; {
		again = false
		for p := range f.open {
			row, wall := f.ends(p)
			k := capped{p[0], f.hard(p[1], p[0])}
			full := k.group >= 0 && f.taken[k] >= f.most(k)
			if f.side == SeatsSide {
				again = f.forSeats(p, row, wall, k, full, inside) || again
			} else {
				again = f.forLoads(p, row, wall, k, full, inside) || again
			}
		}
	}
	for k := range f.in {
		if k.group >= 0 && f.taken[k] >= f.most(k) && (f.side == SeatsSide && f.rows[k.entry] && !inside[k] || f.side == LoadsSide && inside[k] && !f.walls[k.entry]) {
			f.reached[k] = true
		}
	}
}

// forSeats: the entry could use the judge's seat, unless the group is full.
func (f *follower) forSeats(p [2]int, row, wall int, k capped, full bool, inside map[capped]bool) bool {
	sits := f.sits[p]
	switch {
	case sits && f.walls[wall] && !(f.rows[row] && (!full || inside[k])):
		inside[k], f.rows[row] = true, true // the judge could give this seat up
		return true
	case !sits && f.rows[row] && (!full || inside[k]) && !f.walls[wall]:
		f.walls[wall] = true
		return true
	}
	return false
}

// forLoads: the judge could use a seat of the entry, from whoever sits there.
func (f *follower) forLoads(p [2]int, row, wall int, k capped, full bool, inside map[capped]bool) bool {
	sits := f.sits[p]
	switch {
	case !sits && f.rows[row] && k.group >= 0 && !inside[k]:
		inside[k] = true
		return true
	case !sits && f.rows[row] && !full && !f.walls[wall]:
		f.walls[wall] = true
		return true
	case sits && (f.walls[wall] || k.group >= 0 && inside[k]) && !f.rows[row]:
		f.rows[row] = true
		return true
	}
	return false
}

package assign

import "slices"

// trial is a flow in which seats may be moved by chains: a judge takes a seat and
// gives up another, which somebody else takes, until one has room.
type trial struct {
	*solver
	room   []int32
	need   []int32
	seats  [][]int32 // by judge; the one past the last is a judge who might be added
	filled []int32
	lifted func(j, a int) bool
	before int            // seats that stayed empty
	dead   map[int32]bool // entries from which no chain leads to room, for good
	spent  []bool         // judges likewise
	row    []int32
}

func (s *solver) trialOf(w Witness, r Remedy) *trial {
	t := &trial{solver: s, room: append(slices.Clone(s.room), 0), seats: append(s.seatsOfJudges(), nil), filled: make([]int32, len(s.active)), before: s.empty(), dead: map[int32]bool{}, spent: make([]bool, len(s.judges)+1), row: make([]int32, len(s.judges))}
	for _, seats := range t.seats {
		for _, a := range seats {
			t.filled[a]++
		}
	}
	for _, e := range s.active {
		t.need = append(t.need, s.need[e])
	}
	t.lifted = func(int, int) bool { return false }
	switch r.Kind {
	case RaiseMax:
		t.room[s.judge[r.Judge]] += int32(r.By)
	case RaiseAll:
		for j := range s.judges {
			t.room[j] += int32(min(r.By, len(s.entries)-int(s.held[j])-int(s.room[j])))
		}
	case AddJudge:
		t.room[len(s.judges)] = int32(r.By)
	case LowerNeed:
		t.lower(w, int32(r.By))
	case LiftBar:
		t.lifted = func(j, a int) bool {
			e := int(s.active[a])
			why, _ := s.bar(j, e)
			return s.judges[j].ID == r.Judge && why == r.Reason &&
				slices.ContainsFunc(w.Entries, func(row WitnessRow) bool { return row.ID == s.entries[e].ID })
		}
	}
	return t
}

// lower lets the witness's entries need fewer, and takes off who is too many.
func (t *trial) lower(w Witness, by int32) {
	for _, row := range w.Entries {
		a := t.place[t.entry[row.ID]]
		t.need[a] = max(0, t.need[a]-by)
	}
	for j := range t.seats {
		for _, a := range slices.Clone(t.seats[j]) {
			if t.filled[a] > t.need[a] {
				t.leave(j, a)
			}
		}
	}
}

func (t *trial) leave(j int, a int32) {
	t.seats[j] = slices.DeleteFunc(t.seats[j], func(b int32) bool { return b == a })
	t.filled[a]--
}

// fill says whether the seats left empty can become fewer by at least that many.
func (t *trial) fill(lacks int) bool {
	empty := t.left()
	for a := range t.need {
		if a&63 == 0 && t.stopped() {
			return false
		}
		for t.filled[a] < t.need[a] && !t.dead[int32(a)] && empty > t.before-lacks && (t.direct(int32(a)) || t.augment(int32(a))) {
			empty--
		}
	}
	return empty <= t.before-lacks
}

// left is how many seats are empty.
func (t *trial) left() int {
	n := 0
	for a := range t.need {
		n += int(max(0, t.need[a]-t.filled[a]))
	}
	return n
}

// direct gives one seat of the entry to the judge with most room, if any has some.
func (t *trial) direct(a int32) bool {
	best, most := none, 0
	t.free(int(t.active[a]), t.row)
	for j, room := range t.room {
		left := int(room) - len(t.seats[j])
		if left <= most || j < len(t.row) && t.row[j] < 0 && !t.lifted(j, int(a)) || slices.Contains(t.seats[j], a) {
			continue
		}
		best, most = int32(j), left
	}
	if best == none {
		return false
	}
	t.seats[best] = append(t.seats[best], a)
	t.filled[a]++
	return true
}

// augment fills one seat of the entry by the shortest chain, if there is one.
func (t *trial) augment(a int32) bool {
	n := len(t.seats)
	via, from := make([]int32, n), map[int32]int32{a: none}
	for j := range via {
		via[j] = none
	}
	row := t.row
	for queue := []int32{a}; len(queue) > 0 && !t.stopped(); queue = queue[1:] {
		b := queue[0]
		t.free(int(t.active[b]), row)
		for j := range n {
			open := j == len(row) || row[j] >= 0 || t.lifted(j, int(b))
			if !open || via[j] >= 0 || t.spent[j] || t.room[j] == 0 || slices.Contains(t.seats[j], b) {
				continue
			}
			via[j] = b
			if len(t.seats[j]) < int(t.room[j]) {
				t.turn(j, via, from)
				return true
			}
			for _, next := range t.seats[j] {
				if _, there := from[next]; !there && !t.dead[next] {
					from[next] = int32(j)
					queue = append(queue, next)
				}
			}
		}
	}
	for b := range from {
		t.dead[b] = true
	}
	for j := range via {
		t.spent[j] = t.spent[j] || via[j] >= 0
	}
	return false
}

// turn moves the seats along the chain that ends at a judge with room.
func (t *trial) turn(j int, via []int32, from map[int32]int32) {
	for {
		a := via[j]
		t.seats[j] = append(t.seats[j], a)
		t.filled[a]++
		giver := from[a]
		if giver == none {
			return
		}
		t.leave(int(giver), a)
		j = int(giver)
	}
}

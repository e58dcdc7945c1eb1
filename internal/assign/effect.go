package assign

import "slices"

// panels are the judges of every entry, locked ones too.
func (r *residual) panels() [][]int {
	all := make([][]int, len(r.entries))
	for e, judges := range r.locked {
		for _, j := range judges {
			all[e] = append(all[e], int(j))
		}
		if a := r.place[e]; a >= 0 {
			for _, j := range r.sits[a] {
				all[e] = append(all[e], int(j))
			}
		}
	}
	return all
}

// changes compares the values that the goals have with those after the moves.
func (t *whatIf) changes(goals []GoalValue) {
	t.seats = t.linkerOf(t.panels())
	for _, v := range goals {
		if after := v.Value + t.change(t.seats, v); after != v.Value {
			t.Changes = append(t.Changes, GoalChange{Goal: v.Goal, Level: v.Level, Before: v.Value, After: after})
		}
	}
}

// change is by how much the moves change the value of a goal.
func (t *whatIf) change(l *linker, v GoalValue) int {
	switch v.Goal {
	case FillSeats:
		n := 0
		for _, m := range t.changed {
			if n--; !m.on {
				n += 2
			}
		}
		return n
	case KeepSeats:
		return int(l.change(&aim{goal: KeepSeats}, t.changed))
	case LiftLevels:
		a := &aim{goal: LiftLevels}
		a.byLevel[v.Level] = 1
		return int(l.change(a, t.changed))
	case MostFit:
		return -l.costOf(t.changed)
	case LiftWorst:
		return t.worstAfter(l) - v.Value
	case MeetMinimum:
		return t.differs(l, func() int { return l.under(t.changed) })
	case SeatExperts:
		return t.differs(l, l.missing)
	case LinkJudges:
		return t.differs(l, func() int { return l.apart(t.changed) })
	}
	return 0
}

// differs is by how much the moves change a count.
func (t *whatIf) differs(l *linker, count func() int) int {
	before := count()
	l.turn(t.changed)
	after := count()
	l.turn(back(t.changed))
	return after - before
}

// worstAfter is the least fit of any seat that is not locked, after the moves.
func (t *whatIf) worstAfter(l *linker) int {
	least := int32(-1)
	note := func(fit int32) {
		if least < 0 || fit < least {
			least = fit
		}
	}
	for a, e := range t.active {
		for i, j := range t.sits[a] {
			if !slices.Contains(t.changed, move{int(j), int(e), false}) {
				note(t.fits[a][i])
			}
		}
	}
	for _, m := range t.changed {
		if m.on {
			note(int32(l.fit(m.judge, m.entry)))
		}
	}
	return int(max(0, least))
}

// under counts the seats that the judges of the moves miss to their minimum.
func (l *linker) under(moves []move) int {
	n, seen := 0, map[int]bool{}
	for _, m := range moves {
		if !seen[m.judge] {
			seen[m.judge] = true
			n += max(0, l.solver.judges[m.judge].Min-l.load[m.judge])
		}
	}
	return n
}

// apart counts the groups of judges beyond one in the categories of the moves.
func (l *linker) apart(moves []move) int {
	of := map[string][]int{}
	for _, m := range moves {
		of[l.entries[m.entry].Category] = nil
	}
	for e, entry := range l.entries {
		if _, there := of[entry.Category]; there {
			of[entry.Category] = append(of[entry.Category], e)
		}
	}
	n := 0
	for _, entries := range of {
		n += max(0, len(l.web(entries).components())-1)
	}
	return n
}

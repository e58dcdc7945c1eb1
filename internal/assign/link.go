package assign

import (
	"cmp"
	"slices"
)

// link joins the groups of judges that share no entry, by exchanges that cost
// nothing and then by those within the budget. Every goal before fit keeps its value.
func (s *solver) link() error {
	l := s.linkerOf(nil)
	byCategory := map[string][]int{}
	for e := range l.judges {
		byCategory[s.entries[e].Category] = append(byCategory[s.entries[e].Category], e)
	}
	names := make([]string, 0, len(byCategory))
	for name := range byCategory {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if err := l.category(byCategory[name]); err != nil {
			return err
		}
	}
	return nil
}

// category links the judges of one category as far as it can.
func (l *linker) category(entries []int) error {
	for {
		groups := l.web(entries).components()
		if len(groups) < 2 {
			return nil
		}
		if l.stopped() {
			l.solver.parts += len(groups) - 1
			return l.cancelled()
		}
		x, there := l.cheapestLink(entries, len(groups))
		if !there {
			l.solver.parts += len(groups) - 1
			if l.stopped() {
				return l.cancelled()
			}
			return nil
		}
		l.linked += x.cost
		l.apply(x.moves)
	}
}

func (l *linker) web(entries []int) *web {
	panels := make([][]int, 0, len(entries))
	for _, e := range entries {
		if len(l.judges[e]) > 0 {
			panels = append(panels, l.judges[e])
		}
	}
	return newWeb(panels)
}

type exchange struct {
	moves []move
	cost  int
}

// cheapestLink finds the exchange that costs least, within what is left of the
// budget, and leaves fewer groups: a judge of the smallest group and one of another
// swap entries, or one takes a seat of the other.
func (l *linker) cheapestLink(entries []int, groups int) (exchange, bool) {
	g := l.web(entries)
	small := slices.MinFunc(g.components(), func(a, b []int) int { return cmp.Compare(len(a), len(b)) })
	inside := map[int]bool{}
	for _, i := range small {
		inside[g.judges[i]] = true
	}
	best, there := exchange{}, false
	try := func(moves ...move) {
		x := exchange{moves: moves}
		if l.crossed() && l.gain(moves) < 0 || !l.allowed(moves) {
			return
		}
		x.cost = l.costOf(moves)
		if x.cost > l.policy.Budget-l.linked || there && x.cost >= best.cost {
			return
		}
		l.turn(moves)
		if len(l.web(entries).components()) < groups {
			best, there = x, true
		}
		l.turn(back(moves))
	}
	mine, others := l.sitting(entries, inside, true), l.sitting(entries, inside, false)
	for _, a := range mine {
		for i, b := range others {
			if i&255 == 0 && l.stopped() {
				return exchange{}, false
			}
			try(move{a[0], a[1], false}, move{b[0], b[1], false}, move{a[0], b[1], true}, move{b[0], a[1], true})
			try(move{a[0], a[1], false}, move{b[0], a[1], true})
			try(move{b[0], b[1], false}, move{a[0], b[1], true})
		}
	}
	return best, there
}

// sitting lists the free seats of the entries whose judges are inside, or not.
func (l *linker) sitting(entries []int, inside map[int]bool, in bool) [][2]int {
	var all [][2]int
	for _, e := range entries {
		for _, j := range l.judges[e] {
			if inside[j] == in && !has(l.locked[e], int32(j)) {
				all = append(all, [2]int{j, e})
			}
		}
	}
	slices.SortFunc(all, func(a, b [2]int) int { return cmp.Or(cmp.Compare(a[1], b[1]), cmp.Compare(a[0], b[0])) })
	return all
}

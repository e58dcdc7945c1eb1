package assign

import (
	"context"
	"slices"
)

// solve seeks the goals in their order. When the context ends first the solver holds
// the best flow so far, and the error says so.
func solve(ctx context.Context, p *problem, goals []Goal) (*solver, error) {
	tellOf(ctx, FillSeats)
	s, err := filled(ctx, p)
	if err != nil {
		return s, err
	}
	s.sought = s.withExperts(goals)
	for _, g := range s.sought {
		tellOf(ctx, g)
		if err := s.seek(g); err != nil {
			return s, err
		}
	}
	return s, nil
}

// filled has the fewest empty seats and meets the minimum loads. Only when some
// seat must stay empty is it solved again with shortage spread over the entries.
func filled(ctx context.Context, p *problem) (*solver, error) {
	for _, deep := range []bool{false, true} {
		if !deep && p.overbooked() {
			continue
		}
		s := newSolver(ctx, p, deep)
		if err := s.start(); err != nil {
			return s, err
		}
		if err := s.optimise(s.aim); err != nil {
			return s, err
		}
		if deep || s.empty() == 0 || !slices.ContainsFunc(p.need, func(k int32) bool { return k > 1 }) {
			s.keep()
			return s, nil
		}
	}
	return nil, nil
}

// overbooked says that seats must stay empty for want of room alone.
func (p *problem) overbooked() bool {
	seats, room := p.demand()
	return seats > room
}

// demand is how many seats are to be given, and how many the judges have room for.
func (p *problem) demand() (seats, room int64) {
	for _, k := range p.need {
		seats += int64(k)
	}
	for _, r := range p.room {
		room += int64(r)
	}
	return seats, room
}

func (s *solver) empty() int {
	n := 0
	for i := range s.marks {
		if s.marks[i].what == emptyArc {
			n += int(s.arcs[i].flow)
		}
	}
	return n
}

func (s *solver) seek(g Goal) error {
	switch g {
	case KeepSeats:
		return s.reach(&aim{goal: KeepSeats})
	case LiftWorst:
		return s.liftWorst()
	case LiftLevels:
		return s.liftLevels()
	case MostFit:
		a := s.fitAim()
		if s.crossed() {
			return s.fitWithExperts(a)
		}
		return s.reach(a)
	case SeatExperts:
		return s.seatExperts()
	case LinkJudges:
		return s.link()
	}
	return nil
}

// reach optimises an aim and keeps it.
func (s *solver) reach(a *aim) error {
	if err := s.optimise(a); err != nil {
		return err
	}
	s.keep()
	return nil
}

// seated calls visit with every seat that the flow gives.
func (s *solver) seated(visit func(i int, m *mark)) {
	for i := range s.marks {
		if s.marks[i].what == pairArc && s.arcs[i].flow > 0 {
			visit(i, &s.marks[i])
		}
	}
}

// eachRow calls visit with the row of every active entry, on every core.
func (s *solver) eachRow(visit func(w *pricer, a int)) error {
	chunks := (len(s.active) + chunkSize - 1) / chunkSize
	s.share(chunks, func() *pricer {
		return s.pricer()
	}, func(c int, w *pricer) {
		for a := c * chunkSize; a < min((c+1)*chunkSize, len(s.active)); a++ {
			visit(w, a)
		}
	})
	if s.stopped() {
		return s.cancelled()
	}
	return nil
}

// alone calls visit with the row of every active entry in their order, whatever
// became of the context.
func (s *solver) alone(visit func(fit []int32, a int)) {
	w := s.pricer()
	for a := range s.active {
		visit(w.row(a), a)
	}
}

// levelsUsed are the levels that judges have in the categories of the entries, from
// the lowest.
func (s *solver) levelsUsed() []int {
	there := [10]bool{}
	for _, row := range s.level {
		for _, l := range row {
			there[l] = true
		}
	}
	var all []int
	for l, is := range there {
		if is {
			all = append(all, l)
		}
	}
	return all
}

// liftLevels has the fewest seats at the lowest level of expertise, among those the
// fewest at the next, and so on; as many levels at once as the numbers have room for.
func (s *solver) liftLevels() error {
	levels := s.levelsUsed()
	base := float64(s.wanted() + 1)
	for len(levels) > 1 {
		n, cost := 1, base
		for n < len(levels)-1 && s.fits(cost*base) {
			n, cost = n+1, cost*base
		}
		a := &aim{goal: LiftLevels, level: levels[0]}
		for i, l := range levels[:n] {
			a.byLevel[l] = power(int64(base), n-1-i)
		}
		if err := s.reach(a); err != nil {
			return err
		}
		levels = levels[n:]
	}
	return nil
}

// wanted is how many seats the flow could give.
func (s *solver) wanted() int {
	n := 0
	for _, e := range s.active {
		n += int(s.need[e])
	}
	return n
}

func power(base int64, n int) int64 {
	p := int64(1)
	for range n {
		p *= base
	}
	return p
}

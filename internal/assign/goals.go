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

// leastFit is the least fit of any seat given; none when there is none.
func (s *solver) leastFit() int {
	least := -1
	s.seated(func(_ int, m *mark) {
		if least < 0 || int(m.n) < least {
			least = int(m.n)
		}
	})
	return least
}

// liftWorst finds the greatest fit that every seat can have, between what the plan
// has and what the entry with the fewest choices allows.
func (s *solver) liftWorst() error {
	low := s.leastFit()
	if low < 0 {
		return nil
	}
	high, err := s.worstLimit()
	if err != nil {
		return err
	}
	if low < high {
		if err := s.approach(&aim{goal: steep, level: high, span: high - low}); err != nil {
			return err
		}
		low = max(low, s.leastFit())
	}
	return s.bisectWorst(low, high)
}

// approach is optimise without the proof: once the pairs that pay are added, it is
// near enough to probe from.
func (s *solver) approach(a *aim) error {
	s.recost(a)
	if !s.run(s.stopped) {
		return s.cancelled()
	}
	if _, err := s.price(); err != nil {
		return err
	}
	if !s.run(s.stopped) {
		return s.cancelled()
	}
	return nil
}

// bisectWorst probes between what is had and what cannot be exceeded, upwards in
// growing steps first: the answer is near.
func (s *solver) bisectWorst(low, high int) error {
	step := 1
	for low < high {
		probe := min(low+step, (low+high+1)/2)
		a := &aim{goal: LiftWorst, level: probe}
		if err := s.optimise(a); err != nil {
			return err
		}
		if s.value() == 0 {
			low, step = max(probe, s.leastFit()), step+1
		} else {
			high, step = probe-1, 1
			s.refuted, s.limit = &face{aim: *a, price: s.prices(), total: s.value()}, -1
		}
	}
	return s.reach(&aim{goal: LiftWorst, level: low})
}

// worstLimit is the greatest fit that every entry could have on all its seats if
// each had first choice; where seats stay empty, the greatest fit of all.
func (s *solver) worstLimit() (int, error) {
	limits := make([]int32, len(s.active))
	short := s.empty() > 0
	err := s.eachRow(func(w *pricer, a int) {
		w.choices = w.choices[:0]
		for j, f := range w.row(a) {
			if f >= 0 && w.room[j] > 0 {
				w.choices = append(w.choices, f)
			}
		}
		limits[a] = nth(w.choices, int(w.need[w.active[a]]), short)
	})
	if err != nil {
		return 0, err
	}
	if short {
		return int(slices.Max(limits)), nil
	}
	least := slices.Min(limits)
	s.limit = slices.Index(limits, least)
	return int(least), nil
}

// nth is the k-th greatest of the fits, the least of them if there are fewer, or
// the greatest if first.
func nth(fits []int32, k int, first bool) int32 {
	best := bestOf(fits, k, nil)
	switch {
	case len(best) == 0:
		return 0
	case first:
		return best[0]
	}
	return best[len(best)-1]
}

// bestOf are the k greatest fits that are not barred, the greatest first, in the
// room of best.
func bestOf(fits []int32, k int, best []int32) []int32 {
	best = best[:0]
	limit := int32(-1) // what is not above it is no choice
	if k == 0 {
		return best
	}
	for _, f := range fits {
		if f <= limit {
			continue
		}
		if len(best) < k {
			best = append(best, f)
		}
		i := len(best) - 1
		for ; i > 0 && best[i-1] < f; i-- {
			best[i] = best[i-1]
		}
		best[i] = f
		if len(best) == k {
			limit = best[k-1]
		}
	}
	return best
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

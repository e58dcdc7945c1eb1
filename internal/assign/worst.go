package assign

import "slices"

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

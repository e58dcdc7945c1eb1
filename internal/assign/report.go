package assign

import (
	"cmp"
	"slices"
)

// sits is a seat by positions.
type sits struct {
	judge, entry int32
	fit          int32
	arc          int32 // in the solver, or none
	locked       bool
}

// taken lists all seats, by entry and judge.
func (s *solver) taken() []sits {
	first, n := make([]int, len(s.entries)), 0
	s.seated(func(_ int, m *mark) { first[s.active[m.entry]]++ })
	for e := range first {
		seats := first[e] + len(s.locked[e])
		first[e], n = n, n+seats
	}
	all, row, end := make([]sits, n), make([]int32, len(s.judges)), slices.Clone(first)
	put := func(t sits) {
		at := end[t.entry]
		for ; at > first[t.entry] && all[at-1].judge > t.judge; at-- {
			all[at] = all[at-1]
		}
		all[at] = t
		end[t.entry]++
	}
	for e, judges := range s.locked {
		if len(judges) > 0 && s.lockedFit == nil {
			s.row(e, row)
		}
		for i, j := range judges {
			fit := max(0, row[j])
			if s.lockedFit != nil {
				fit = s.lockedFit[e][i]
			}
			put(sits{judge: j, entry: int32(e), fit: fit, arc: none, locked: true})
		}
	}
	s.seated(func(i int, m *mark) {
		put(sits{judge: s.arcs[i].tail - 1, entry: s.active[m.entry], fit: m.n, arc: int32(i)})
	})
	return all
}

// plan describes what the solver has reached. When the context ends first the seats,
// loads and goals are there all the same, and the error says that the rest may not be.
func (s *solver) plan(in Input) (Plan, error) {
	plan := Plan{
		Seats: []Seat{}, Unfilled: []Shortage{}, Witnesses: []Witness{}, WorstEntries: []EntryFit{},
		Goals: []GoalValue{}, Pools: []Pool{}, Policy: s.policy, Needed: s.seats, Loads: []Load{},
	}
	taken, gap := s.taken(), s.fitGap()
	load := s.seat(&plan, taken, gap)
	plan.Loads = s.loadsOf(load)
	s.priceLoads(plan.Loads, gap)
	plan.Unfilled = s.unfilled(in, taken, load)
	for _, e := range s.full {
		plan.Filled += int(e)
	}
	for _, u := range plan.Unfilled {
		plan.Filled -= u.Missing
	}
	plan.Worst, plan.WorstEntries = worst(plan.Seats), s.worstEntries(taken)
	plan.Goals = s.values(plan)
	for _, part := range []func(){
		func() { plan.Pools = s.pools(taken, s.stopped) },
		func() {
			if len(s.faces) > 0 && (s.empty() > 0 || s.under() > 0) {
				plan.Witnesses = s.witnesses(in)
			}
		},
		func() { plan.Certificate = s.certificate(in) },
		func() { plan.seal(s.stopped) },
	} {
		if !s.stopped() {
			part()
		}
	}
	if s.stopped() {
		plan.Certificate = Certificate{}
		return plan, s.cancelled()
	}
	return plan, nil
}

// seat writes the seats into the plan and returns each judge's load.
func (s *solver) seat(plan *Plan, taken []sits, gap int64) (load []int) {
	load = make([]int, len(s.judges))
	if plan.Seats = s.answer[:0]; plan.Seats == nil || cap(plan.Seats) < len(taken) {
		plan.Seats = make([]Seat, 0, len(taken))
	}
	s.answer = nil
	most := int64(0)
	if f := s.fitFace(); f != nil {
		most = s.chain(&f.aim)
	}
	for _, t := range taken {
		load[t.judge]++
		plan.Fit += int(t.fit)
		plan.Seats = append(plan.Seats, Seat{
			Judge: s.judges[t.judge].ID, Entry: s.entries[t.entry].ID, Level: int(s.levels[t.entry][t.judge]),
			Fit: int(t.fit), Price: s.seatPrice(t.arc, gap, most), Locked: t.locked,
		})
	}
	return load
}

// fitFace is the proof of greatest fit, or nil.
func (s *solver) fitFace() *face {
	if n := len(s.faces); n > 0 && s.faces[n-1].aim.goal == MostFit {
		return &s.faces[n-1]
	}
	return nil
}

// fitGap is how far the plan's cost in fit is from what its prices prove: linking
// judges and seating experts may have cost some.
func (s *solver) fitGap() int64 {
	f := s.fitFace()
	if f == nil {
		return 0
	}
	return s.fitCost(f) - f.total
}

// fitCost is what the present flow costs in fit, the prices of experts left aside.
func (s *solver) fitCost(f *face) int64 {
	sum := s.value()
	s.seated(func(_ int, m *mark) { sum += s.rebate(&f.aim, int(m.entry), m.level) })
	return sum
}

// seatPrice is what the plan would lose at least without the seat, in whole points;
// most is what no chain can bring.
func (s *solver) seatPrice(arc int32, gap, most int64) int {
	f := s.fitFace()
	if f == nil || arc < 0 {
		return 0
	}
	x := &s.arcs[arc]
	r := x.cost + f.price[x.tail] - f.price[x.head]
	if -r > most {
		return 0
	}
	return int(max(0, -r-gap) >> f.aim.shift)
}

// priceLoads says what one more seat of each judge would bring at most; of one who can
// get no other seat there is nothing to say. A price that no chain can make up comes
// from a spare arc: nothing else joins the judge to the rest.
func (s *solver) priceLoads(loads []Load, gap int64) {
	f := s.fitFace()
	if f == nil {
		return
	}
	free, most := s.unsettled(s.faces[:len(s.faces)-1]), s.chain(&f.aim)
	for j := range loads {
		if price := f.price[s.judgeNode(j)]; free[j] && price >= -most && price <= most {
			points := int((price + gap) >> f.aim.shift)
			loads[j].Price = &points
		}
	}
}

// unsettled says of every judge whether the faces leave some seat and some part of
// the load open. Nearly always a pair of the network shows it without a look at others.
func (s *solver) unsettled(faces []face) []bool {
	loose, seen, all := make([]bool, len(s.judges)), make([]bool, len(s.judges)), true
	for i := range s.marks {
		if m := &s.marks[i]; m.what == pairArc {
			j := int(s.arcs[i].tail) - 1
			seen[j] = seen[j] || s.openBy(faces, int(m.entry), j, m.n)
		}
	}
	for j := range loose {
		loose[j] = s.loadOpen(faces, j)
		all = all && (seen[j] || !loose[j])
	}
	if !all {
		w := s.pricer()
		for a := 0; a < len(s.active) && !s.stopped(); a++ {
			for j, f := range w.row(a) {
				seen[j] = seen[j] || f >= 0 && loose[j] && s.openBy(faces, a, j, f)
			}
		}
	}
	for j := range loose {
		loose[j] = loose[j] && seen[j]
	}
	return loose
}

// loadOpen says whether some seat of the judge's load costs what the faces price it at.
func (s *solver) loadOpen(faces []face, j int) bool {
	for n := s.held[j] + 1; n <= s.held[j]+s.room[j]; n++ {
		if !slices.ContainsFunc(faces, func(f face) bool { return s.loadCost(&f.aim, j, n) != f.price[s.judgeNode(j)] }) {
			return true
		}
	}
	return false
}

// unfilled says of every entry that is short why.
func (s *solver) unfilled(in Input, taken []sits, load []int) []Shortage {
	missing, short := slices.Clone(s.need), 0
	for _, t := range taken {
		if !t.locked {
			missing[t.entry]--
		}
	}
	for _, n := range missing {
		if n > 0 {
			short++
		}
	}
	all, full := make([]Shortage, 0, short), make([]int, 0, len(s.judges))
	for e, n := range missing {
		if n > 0 {
			all = append(all, s.shortage(in, e, int(n), load, full))
		}
	}
	return all
}

// shortage says why an entry is short, unless the context has ended; full is room.
func (s *solver) shortage(in Input, e, missing int, load, full []int) Shortage {
	u := Shortage{Entry: s.entries[e].ID, Need: s.entries[e].Need, Missing: missing, Barred: map[Reason]int{}, Full: []string{}}
	if s.stopped() {
		return u
	}
	sitting := slices.Clone(s.locked[e])
	for i := s.last[s.place[e]]; i >= 0; i = s.older[i] {
		if s.arcs[i].flow > 0 {
			sitting = append(sitting, s.arcs[i].tail-1)
		}
	}
	for j := range s.judges {
		if why, barred := s.barRow(in, j, e); barred {
			u.Barred[why]++
		} else if load[j] >= min(s.judges[j].Max, len(s.entries)) && !has(sitting, int32(j)) {
			full = append(full, j)
		}
	}
	u.Full = make([]string, len(full))
	for i, j := range full {
		u.Full[i] = s.judges[j].ID
	}
	return u
}

// worstEntries are the panels of least fit in sum, beside what each could have had.
func (s *solver) worstEntries(taken []sits) []EntryFit {
	sum := make([]int, len(s.entries))
	for _, t := range taken {
		sum[t.entry] += int(t.fit)
	}
	var there []int
	for e := range sum {
		if s.full[e] > 0 {
			there = append(there, e)
		}
	}
	all, row := []EntryFit{}, make([]int32, len(s.judges))
	for _, e := range least(there, worstSeats, func(a, b int) int { return cmp.Compare(sum[a], sum[b]) }) {
		x := EntryFit{Entry: s.entries[e].ID, Fit: sum[e]}
		s.row(e, row)
		for _, f := range bestOf(row, int(s.full[e]), nil) {
			x.Best += int(f)
		}
		all = append(all, x)
	}
	return all
}

func worst(seats []Seat) []Seat {
	return least(seats, worstSeats, func(a, b Seat) int { return cmp.Compare(a.Fit, b.Fit) })
}

// least are the n least of a list, from the least; equal ones stay in their order.
func least[T any](list []T, n int, compare func(a, b T) int) []T {
	best := make([]T, 0, n+1)
	for _, x := range list {
		if len(best) == n && compare(x, best[n-1]) >= 0 {
			continue
		}
		i := len(best)
		for i > 0 && compare(x, best[i-1]) < 0 {
			i--
		}
		best = slices.Insert(best, i, x)
		best = best[:min(n, len(best))]
	}
	return best
}

const worstSeats = 10

func (p *problem) loadsOf(load []int) []Load {
	out := make([]Load, len(p.judges))
	for i, j := range p.judges {
		out[i] = Load{Judge: j.ID, Load: load[i], Min: j.Min, Target: int(p.target[i]), Max: j.Max}
	}
	return out
}

// seatOf describes a pair; a barred one has fit 0.
func (p *problem) seatOf(j, e int) Seat {
	row := make([]int32, len(p.judges))
	p.row(e, row)
	return Seat{
		Judge: p.judges[j].ID, Entry: p.entries[e].ID, Level: int(p.levels[e][j]), Fit: max(0, int(row[j])),
	}
}

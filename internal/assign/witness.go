package assign

import "slices"

// Side says which limit a witness is about.
type Side string

// The sides of a witness.
const (
	SeatsSide Side = "seats" // entries that need more reviews than their judges can give
	LoadsSide Side = "loads" // judges who must read more than there is for them
)

// Witness is a smallest proof that something cannot be. Of SeatsSide: Entries need
// Need reviews together and Judges can give them only Have. Of LoadsSide: Judges
// must have Need reviews by their minimum, and Entries can give them only Have.
// Leaving out any one of Entries (of Judges on LoadsSide)
// would undo the proof, and so would, with Spread, any one Limit or cap.
type Witness struct {
	Side     Side         `json:"side"`
	Category string       `json:"category,omitempty"` // when all Entries are of one
	Entries  []WitnessRow `json:"entries"`
	Judges   []WitnessRow `json:"judges"`
	Barred   []BarCount   `json:"barred"` // judges who might have helped and may not, by judge and reason
	Need     int          `json:"need"`
	Have     int          `json:"have"`
	// Spread: the numbers alone would do, but Caps stand in the way. Then Have counts at
	// most Count seats for each of Caps, a judge with a Limit (an entry on LoadsSide) by
	// it, and every other pair that is open and under none of Caps once.
	Spread   bool         `json:"spread,omitempty"`
	Caps     []WitnessCap `json:"caps,omitempty"`
	Remedies []Remedy     `json:"remedies"` // each tested: with it alone this witness is gone and no seat more stays empty
}

// WitnessRow is how much one entry needs (or can give) or one judge can give (or needs).
type WitnessRow struct {
	ID    string `json:"id"`
	Count int    `json:"count"`
	// Limit: the judge's number comes from the maximum load, not from how many of the entries are open.
	Limit bool `json:"limit,omitempty"`
}

// BarCount says that a judge is barred for a reason from Count of the entries.
type BarCount struct {
	Judge  string `json:"judge"`
	Reason Reason `json:"reason"`
	Count  int    `json:"count"`
}

// RemedyKind says what would help.
type RemedyKind string

// The kinds of remedy, the mildest first.
const (
	RaiseMax   RemedyKind = "raise_max"   // the judge's maximum by By
	RaiseAll   RemedyKind = "raise_all"   // every judge's maximum by By
	LowerMin   RemedyKind = "lower_min"   // the judge's minimum by By
	LowerNeed  RemedyKind = "lower_need"  // each of the witness's entries by By
	LiftBar    RemedyKind = "lift_bar"    // the judge's bars for Reason on these entries; never proposed for a conflict
	AddJudge   RemedyKind = "add_judge"   // one more judge open to the entries, for By of them
	LiftSpread RemedyKind = "lift_spread" // the country cap or the experts asked for
)

// Remedy is one change that the engine has tried and found enough.
type Remedy struct {
	Kind   RemedyKind `json:"kind"`
	Judge  string     `json:"judge,omitempty"`
	Reason Reason     `json:"reason,omitempty"`
	By     int        `json:"by,omitempty"`
	// Fills is how many empty seats of the whole plan it fills, where that was counted:
	// of changes as large as the whole shortage.
	Fills int `json:"fills,omitempty"`
}

// witnesses are the proofs, and what would help against each.
func (s *solver) witnesses(in Input) []Witness {
	all, first := s.shortages(), true
	for i := range all {
		all[i].Remedies = s.remedies(in, all[i])
		if all[i].Side == SeatsSide && first {
			all[i].Remedies, first = append(s.cures(in, all[i]), all[i].Remedies...), false
		}
	}
	return all
}

// shortages explain every seat that must stay empty and every minimum load that
// cannot be met, each by a smallest proof, from the flow that is best in FillSeats.
func (s *solver) shortages() []Witness {
	all := []Witness{}
	seen := map[int]bool{}
	for i := range s.marks {
		m := &s.marks[i]
		if m.what != emptyArc || s.arcs[i].flow == 0 || seen[int(m.entry)] {
			continue
		}
		w := s.reachable(int(m.entry))
		if s.stopped() {
			return all
		}
		if need, have := w.excess(); need <= have {
			c := s.spreadCut(SeatsSide, int(m.entry))
			for _, a := range c.found {
				seen[a] = true
			}
			all = append(all, c.told())
			continue
		}
		for _, a := range w.members {
			seen[a] = true // short for the same reason
		}
		w.shrink(s.stopped)
		all = append(all, s.witness(w))
	}
	return append(all, s.loadWitnesses()...)
}

// reachable collects the entries whose seats could be freed for the one that is short:
// whoever may sit there is full, and sits only on entries that are collected too.
func (s *solver) reachable(short int) cut {
	c := s.seatsCut()
	c.all = true
	seats := s.seatsOfJudges()
	inCut, seen := make([]bool, len(s.active)), make([]bool, len(s.judges))
	inCut[short] = true
	w, open := s.pricer(), []int32{}
	for queue := []int{short}; len(queue) > 0 && !s.stopped(); queue = queue[1:] {
		a := queue[0]
		if cap(open)-len(open) < len(s.judges) { // entries share memory, the more the more there are
			open = make([]int32, 0, len(s.judges)*min(256, 1+len(c.members)))
		}
		first := len(open)
		for j, f := range w.row(a) {
			if f < 0 {
				continue
			}
			open = append(open, int32(j))
			if seen[j] || s.room[j] == 0 || s.sitsOn(j, a) {
				continue
			}
			seen[j] = true
			for _, b := range seats[j] {
				if !inCut[b] {
					inCut[b] = true
					queue = append(queue, int(b))
				}
			}
		}
		c.add(a, open[first:len(open):len(open)])
	}
	return c
}

// seatsCut is an empty cut of entries, by place among the active ones, and what each
// judge can give them.
func (s *solver) seatsCut() cut {
	c := cut{count: make([]int, len(s.judges)), need: func(a int) int { return int(s.need[s.active[a]]) }}
	for _, n := range s.room {
		c.room = append(c.room, int(n))
	}
	return c
}

func (s *solver) sitsOn(j, a int) bool {
	i := s.pairOf(j, a)
	return i >= 0 && s.arcs[i].flow > 0
}

func (s *solver) seatsOfJudges() [][]int32 {
	seats := make([][]int32, len(s.judges))
	s.seated(func(i int, m *mark) {
		j := s.arcs[i].tail - 1
		seats[j] = append(seats[j], m.entry)
	})
	return seats
}

func (s *solver) witness(c cut) Witness {
	w := Witness{Side: SeatsSide, Entries: []WitnessRow{}, Judges: []WitnessRow{}, Barred: []BarCount{}, Remedies: []Remedy{}}
	w.Need, w.Have = c.excess()
	slices.Sort(c.members)
	for _, a := range c.members {
		w.Entries = append(w.Entries, WitnessRow{ID: s.entries[s.active[a]].ID, Count: int(s.need[s.active[a]])})
	}
	for j, n := range c.count {
		if room := int(s.room[j]); n > 0 && room > 0 {
			w.Judges = append(w.Judges, WitnessRow{ID: s.judges[j].ID, Count: min(n, room), Limit: room < n})
		}
	}
	if c.all && s.rows != nil {
		s.barredByCount(&w, c.count)
	} else {
		s.barredFrom(&w)
	}
	return w
}

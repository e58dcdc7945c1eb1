package assign

import (
	"cmp"
	"slices"
)

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
}

// witnesses explain every seat that must stay empty and every minimum load that
// cannot be met, each by a smallest proof, from the flow that is best in FillSeats.
func (s *solver) witnesses(in Input) []Witness {
	all := []Witness{}
	seen := map[int]bool{}
	for i := range s.marks {
		m := &s.marks[i]
		if m.what != emptyArc || s.arcs[i].flow == 0 || seen[int(m.entry)] {
			continue
		}
		w := s.reachable(int(m.entry))
		if need, have := s.excess(w); need <= have {
			c := s.spreadCut(SeatsSide, int(m.entry))
			for _, a := range c.found {
				seen[a] = true
			}
			all = append(all, c.told(in))
			continue
		}
		for _, a := range w.entries {
			seen[a] = true // short for the same reason
		}
		all = append(all, s.witness(in, s.shrunk(w)))
	}
	all = append(all, s.loadWitnesses(in)...)
	for i := range all {
		all[i].Remedies = s.remedies(in, all[i])
	}
	return all
}

// cut is a set of entries, by place among the active ones, and what each judge can
// give them: the fewer of room and open entries.
type cut struct {
	entries []int
	open    [][]int32 // by entry of the cut: judges who may sit there
	count   []int     // by judge: entries of the cut that are open
}

// reachable collects the entries whose seats could be freed for the one that is short:
// whoever may sit there is full, and sits only on entries that are collected too.
func (s *solver) reachable(short int) cut {
	c := cut{count: make([]int, len(s.judges))}
	seats := s.seatsOfJudges()
	inCut, seen := make([]bool, len(s.active)), make([]bool, len(s.judges))
	queue := []int{short}
	inCut[short] = true
	row := make([]int32, len(s.judges))
	for len(queue) > 0 {
		a := queue[0]
		queue = queue[1:]
		s.free(int(s.active[a]), row)
		var open []int32
		for j, f := range row {
			if f < 0 || s.room[j] == 0 {
				continue
			}
			open = append(open, int32(j))
			c.count[j]++
			if seen[j] || s.sitsOn(j, a) {
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
		c.entries, c.open = append(c.entries, a), append(c.open, open)
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

// excess is how many more reviews the entries need than the judges can give.
func (s *solver) excess(c cut) (need, have int) {
	for _, a := range c.entries {
		need += int(s.need[s.active[a]])
	}
	for j, n := range c.count {
		have += min(n, int(s.room[j]))
	}
	return need, have
}

// shrunk leaves entries out as long as those left still need more than there is.
func (s *solver) shrunk(c cut) cut {
	need, have := s.excess(c)
	for changed := true; changed; {
		changed = false
		for i := 0; i < len(c.entries) && len(c.entries) > 1; i++ {
			k, given := int(s.need[s.active[c.entries[i]]]), 0
			for _, j := range c.open[i] {
				if c.count[j] <= int(s.room[j]) {
					given++
				}
			}
			if need-k <= have-given {
				continue
			}
			need, have, changed = need-k, have-given, true
			for _, j := range c.open[i] {
				c.count[j]--
			}
			c.entries, c.open = slices.Delete(c.entries, i, i+1), slices.Delete(c.open, i, i+1)
			i--
		}
	}
	return c
}

func (s *solver) witness(in Input, c cut) Witness {
	w := Witness{Side: SeatsSide, Entries: []WitnessRow{}, Judges: []WitnessRow{}, Barred: []BarCount{}, Remedies: []Remedy{}}
	w.Need, w.Have = s.excess(c)
	slices.Sort(c.entries)
	for _, a := range c.entries {
		w.Entries = append(w.Entries, WitnessRow{ID: s.entries[s.active[a]].ID, Count: int(s.need[s.active[a]])})
	}
	for j, n := range c.count {
		if n > 0 {
			room := int(s.room[j])
			w.Judges = append(w.Judges, WitnessRow{ID: s.judges[j].ID, Count: min(n, room), Limit: room < n})
		}
	}
	s.barredFrom(in, &w)
	return w
}

// barredFrom tells who is barred from the entries of the witness, and the category if
// they have one in common.
func (s *solver) barredFrom(in Input, w *Witness) {
	barred, row := map[BarCount]int{}, make([]int32, len(s.judges))
	w.Category = s.entries[s.entry[w.Entries[0].ID]].Category
	for _, of := range w.Entries {
		e := s.entry[of.ID]
		if s.entries[e].Category != w.Category {
			w.Category = ""
		}
		s.row(e, row)
		for j, f := range row {
			if f < 0 {
				why, _ := s.barRow(in, j, e)
				barred[BarCount{Judge: s.judges[j].ID, Reason: why}]++
			}
		}
	}
	for b, n := range barred {
		b.Count = n
		w.Barred = append(w.Barred, b)
	}
	slices.SortFunc(w.Barred, func(a, b BarCount) int { return cmp.Or(cmp.Compare(a.Judge, b.Judge), cmp.Compare(a.Reason, b.Reason)) })
}

// loadWitnesses are about judges below their minimum. A judge reaches it unless the
// entries that are open give too little: the judges among whom those are shared out
// need more together than there is.
func (s *solver) loadWitnesses(in Input) []Witness {
	load := make([]int, len(s.judges))
	s.seated(func(i int, _ *mark) { load[s.arcs[i].tail-1]++ })
	all, seen := []Witness{}, make([]bool, len(s.judges))
	for j, row := range s.judges {
		if load[j]+int(s.held[j]) >= row.Min || seen[j] {
			continue
		}
		c := s.minimumCut(j, load)
		if need, have := s.loadExcess(c); need <= have {
			w := s.spreadCut(LoadsSide, j)
			for _, j := range w.found {
				seen[j] = true
			}
			all = append(all, w.told(in))
			continue
		}
		for _, j := range c.judges {
			seen[j] = true
		}
		all = append(all, s.loadWitness(s.shrunkLoads(c)))
	}
	return all
}

// loadCut is a set of judges, and how many of them may sit on each active entry.
type loadCut struct {
	judges []int
	open   [][]int32
	count  []int
}

// wants is how many seats a judge's minimum asks for beside locked ones.
func (s *solver) wants(j int) int { return max(0, s.judges[j].Min-int(s.held[j])) }

// minimumCut collects the judges who could give a seat to the one below minimum:
// they sit where that judge may sit, and have no seat above their own minimum.
func (s *solver) minimumCut(j int, load []int) loadCut {
	c := loadCut{count: make([]int, len(s.active))}
	rows := s.openOf()
	sitting := make([][]int32, len(s.active))
	s.seated(func(i int, m *mark) { sitting[m.entry] = append(sitting[m.entry], s.arcs[i].tail-1) })
	in, queue := make([]bool, len(s.judges)), []int{j}
	in[j] = true
	for len(queue) > 0 {
		j := queue[0]
		queue = queue[1:]
		for _, a := range rows[j] {
			c.count[a]++
			if s.sitsOn(j, int(a)) {
				continue
			}
			for _, other := range sitting[a] {
				if !in[other] && load[other] <= s.wants(int(other)) {
					in[other] = true
					queue = append(queue, int(other))
				}
			}
		}
		c.judges, c.open = append(c.judges, j), append(c.open, rows[j])
	}
	return c
}

// openOf lists the active entries open to each judge.
func (s *solver) openOf() [][]int32 {
	open := make([][]int32, len(s.judges))
	s.alone(func(fit []int32, a int) {
		for j, f := range fit {
			if f >= 0 && s.room[j] > 0 {
				open[j] = append(open[j], int32(a))
			}
		}
	})
	return open
}

func (s *solver) loadExcess(c loadCut) (need, have int) {
	for _, j := range c.judges {
		need += s.wants(j)
	}
	for a, n := range c.count {
		have += min(n, int(s.need[s.active[a]]))
	}
	return need, have
}

func (s *solver) shrunkLoads(c loadCut) loadCut {
	need, have := s.loadExcess(c)
	for changed := true; changed; {
		changed = false
		for i := 0; i < len(c.judges) && len(c.judges) > 1; i++ {
			k, given := s.wants(c.judges[i]), 0
			for _, a := range c.open[i] {
				if c.count[a] <= int(s.need[s.active[a]]) {
					given++
				}
			}
			if need-k <= have-given {
				continue
			}
			need, have, changed = need-k, have-given, true
			for _, a := range c.open[i] {
				c.count[a]--
			}
			c.judges, c.open = slices.Delete(c.judges, i, i+1), slices.Delete(c.open, i, i+1)
			i--
		}
	}
	return c
}

func (s *solver) loadWitness(c loadCut) Witness {
	w := Witness{Side: LoadsSide, Entries: []WitnessRow{}, Judges: []WitnessRow{}, Barred: []BarCount{}, Remedies: []Remedy{}}
	w.Need, w.Have = s.loadExcess(c)
	slices.Sort(c.judges)
	for _, j := range c.judges {
		w.Judges = append(w.Judges, WitnessRow{ID: s.judges[j].ID, Count: s.wants(j)})
	}
	for a, n := range c.count {
		if n > 0 {
			k := int(s.need[s.active[a]])
			w.Entries = append(w.Entries, WitnessRow{ID: s.entries[s.active[a]].ID, Count: min(n, k), Limit: k < n})
		}
	}
	return w
}

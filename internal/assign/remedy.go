package assign

import (
	"context"
	"slices"
)

// mostTried bounds the judges for whom a remedy of one kind is tried.
const mostTried = 2

// remedies are the changes that are enough, each tried on its own.
func (s *solver) remedies(in Input, w Witness) []Remedy {
	all := []Remedy{}
	for _, r := range s.candidates(w) {
		if s.stopped() {
			break
		}
		if s.helps(in, w, r) {
			all = append(all, r)
		}
	}
	return all
}

// cures are the changes as large as the whole shortage, where the witness is about a
// part of it: of one judge's maximum, or of all. Those that fill no more seats than
// the witness lacks are left out.
func (s *solver) cures(in Input, w Witness) []Remedy {
	empty, lacks := s.empty(), w.Need-w.Have
	if lacks >= empty || w.Spread || !slices.ContainsFunc(w.Judges, func(r WitnessRow) bool { return r.Limit }) {
		return nil
	}
	var all []Remedy
	for _, j := range w.Judges {
		if at := s.judge[j.ID]; j.Limit && int(s.room[at])+empty <= len(s.entries) && len(all) < mostTried {
			all = append(all, Remedy{Kind: RaiseMax, Judge: j.ID, By: empty})
		}
	}
	all = append(all, Remedy{Kind: RaiseAll, By: (empty + len(s.judges) - 1) / len(s.judges)})
	for i := range all {
		all[i].Fills = s.fills(in, w, all[i])
	}
	return slices.DeleteFunc(all, func(r Remedy) bool { return r.Fills <= lacks })
}

// fills tries how many empty seats a change fills.
func (s *solver) fills(in Input, w Witness, r Remedy) int {
	if s.groups.each == 0 {
		t := s.trialOf(w, r)
		t.fill(s.empty())
		return s.empty() - t.left()
	}
	t, err := filled(s.ctx, newProblem(remedied(in, w, r)))
	if err != nil {
		return 0
	}
	return s.empty() - t.empty()
}

// candidates are the changes worth trying: each by as much as the witness lacks,
// since less cannot be enough.
func (s *solver) candidates(w Witness) []Remedy {
	lacks := w.Need - w.Have
	var all []Remedy
	if w.Side == LoadsSide {
		for _, j := range w.Judges {
			if j.Count >= lacks && lacks > 0 && len(all) < mostTried {
				all = append(all, Remedy{Kind: LowerMin, Judge: j.ID, By: lacks})
			}
		}
		return all
	}
	if w.Spread {
		return []Remedy{{Kind: LiftSpread}, {Kind: LowerNeed, By: lacks}, {Kind: AddJudge, By: lacks}}
	}
	for _, j := range w.Judges {
		if at := s.judge[j.ID]; j.Limit && int(s.room[at])+lacks <= len(s.entries) && len(all) < mostTried {
			all = append(all, Remedy{Kind: RaiseMax, Judge: j.ID, By: lacks})
		}
	}
	all = append(all, Remedy{Kind: LowerNeed, By: (lacks + len(w.Entries) - 1) / len(w.Entries)})
	tried := 0
	for _, b := range w.Barred {
		if (b.Reason == NoLanguage || b.Reason == NoExpertise) && b.Count >= lacks && tried < mostTried {
			all = append(all, Remedy{Kind: LiftBar, Judge: b.Judge, Reason: b.Reason})
			tried++
		}
	}
	if lacks <= len(w.Entries) {
		all = append(all, Remedy{Kind: AddJudge, By: lacks})
	}
	return all
}

// helps tries a remedy: without caps by moving seats from the flow as it is, else, or
// for minimum loads, by solving anew.
func (s *solver) helps(in Input, w Witness, r Remedy) bool {
	lacks := w.Need - w.Have
	if r.Kind == AddJudge && in.Rows != nil && s.groups.each > 0 {
		return false // Rows knows of no other judge
	}
	if w.Side == SeatsSide && s.groups.each == 0 {
		return s.trialOf(w, r).fill(lacks)
	}
	t, err := filled(s.ctx, newProblem(remedied(in, w, r)))
	switch {
	case err != nil:
		return false
	case w.Side == LoadsSide:
		return t.empty() <= s.empty() && t.under() <= s.under()-lacks
	case !w.Spread:
		return t.empty() <= s.empty()-lacks
	}
	return t.empty() < s.empty()
}

// under is how many seats are missing to minimum loads.
func (s *solver) under() int {
	load, n := make([]int, len(s.judges)), 0
	s.seated(func(i int, _ *mark) { load[s.arcs[i].tail-1]++ })
	for j := range load {
		n += max(0, s.wants(j)-load[j])
	}
	return n
}

// remedied is the input with the remedy in place.
func remedied(in Input, w Witness, r Remedy) Input {
	of := func(id string) bool {
		return slices.ContainsFunc(w.Entries, func(row WitnessRow) bool { return row.ID == id })
	}
	in.Judges, in.Entries = slices.Clone(in.Judges), slices.Clone(in.Entries)
	switch r.Kind {
	case LiftSpread:
		in.Policy.CountryMost, in.Policy.Experts = 0, 0
	case RaiseMax, LowerMin:
		for i := range in.Judges {
			if in.Judges[i].ID == r.Judge && r.Kind == RaiseMax {
				in.Judges[i].Max += r.By
			} else if in.Judges[i].ID == r.Judge {
				in.Judges[i].Min -= r.By
			}
		}
	case RaiseAll:
		for i := range in.Judges {
			in.Judges[i].Max += r.By
		}
	case AddJudge:
		in.addGuest(of, r.By)
	case LowerNeed:
		for i := range in.Entries {
			if of(in.Entries[i].ID) {
				in.Entries[i].Need = max(0, in.Entries[i].Need-r.By)
			}
		}
	}
	return in
}

// addGuest adds a judge from nowhere who may read the entries of the witness alone.
func (in *Input) addGuest(of func(id string) bool, most int) {
	guest := Judge{ID: "\x00guest", Level: map[string]int{}, Max: most}
	in.Bars = slices.Clone(in.Bars)
	for _, e := range in.Entries {
		guest.Level[e.Category] = maxLevel
		guest.Languages = append(guest.Languages, e.Languages...)
		if !of(e.ID) {
			in.Bars = append(in.Bars, Bar{guest.ID, e.ID, Recused})
		}
	}
	in.Judges = append(in.Judges, guest)
}

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

// Diagnose says why seats must stay empty or minimum loads cannot be met; nothing
// when all can be. It is a part of what Propose does.
func Diagnose(ctx context.Context, in Input) ([]Witness, error) {
	p, err := ready(in)
	if err != nil {
		return nil, err
	}
	s, err := filled(ctx, p)
	if err != nil {
		return nil, err
	}
	all := s.witnesses(in)
	if s.stopped() {
		return nil, s.cancelled()
	}
	return all, nil
}

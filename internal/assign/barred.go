package assign

import (
	"cmp"
	"slices"
)

// barring tells, entry by entry, why judges are barred. It says of a row what bar says
// of a pair, from the lists that rows are made of.
type barring struct {
	*problem
	reasons []Reason
	kinds   map[string][]uint8 // by kind of entry: whom expertise and language bar
	why     []uint8            // by judge: the place of the reason among reasons; past them = not barred
	fit     []int32
}

func (p *problem) barring() *barring {
	n := len(p.judges)
	return &barring{problem: p, reasons: Reasons(), kinds: map[string][]uint8{}, why: make([]uint8, n), fit: make([]int32, n)}
}

// of writes why for an entry.
func (b *barring) of(e int) {
	if b.rows != nil {
		b.row(e, b.fit)
		none, declared := uint8(len(b.reasons)), b.place(DeclaredConflict)
		for j, f := range b.fit {
			b.why[j] = none
			if f < 0 {
				b.why[j] = declared
			}
		}
	} else {
		b.ofAttributes(e)
	}
	for _, j := range b.barred[e] {
		recorded := b.place(b.recorded[[2]int{int(j), e}])
		if b.why[j] = min(b.why[j], recorded); b.rows != nil {
			b.why[j] = recorded
		}
	}
}

func (b *barring) ofAttributes(e int) {
	copy(b.why, b.kindOf(e))
	f := &b.entryIs[e]
	b.put(OwnCountry, f.countries, b.countryOf)
	b.put(OwnOrganisation, f.organisations, b.organisationOf)
	b.put(OwnCity, f.cities, b.cityOf)
}

// put gives a reason to all judges of some names; those that are put later come first
// in reasons.
func (b *barring) put(why Reason, names []string, of map[string][]int32) {
	for _, name := range names {
		for _, j := range of[name] {
			b.why[j] = b.place(why)
		}
	}
}

func (b *barring) kindOf(e int) []uint8 {
	key := b.kind(e)
	if b.kinds[key] == nil {
		of := &b.entryIs[e]
		bare := facts{category: of.category, languages: of.languages}
		for j := range b.judges {
			why, _ := bar(b.judgeIs[j], bare, "")
			b.kinds[key] = append(b.kinds[key], b.place(why))
		}
	}
	return b.kinds[key]
}

func (b *barring) place(why Reason) uint8 {
	if i := slices.Index(b.reasons, why); i >= 0 {
		return uint8(i)
	}
	return uint8(len(b.reasons))
}

// barredFrom tells who is barred from the entries of the witness, and the category if
// they have one in common.
func (s *solver) barredFrom(w *Witness) {
	b := s.barring()
	t := b.tally()
	for _, of := range w.Entries {
		if s.stopped() {
			break
		}
		b.of(s.entry[of.ID])
		for j, why := range b.why {
			t.add(j, why, 1)
		}
	}
	s.tellBarred(w, t)
}

// barredByCount is barredFrom where Rows bar whom no attribute does: of how many
// entries each judge is open to tells it without a look at the rows.
func (s *solver) barredByCount(w *Witness, open []int) {
	b := s.barring()
	t, declared := b.tally(), b.place(DeclaredConflict)
	for j, n := range open {
		t.add(j, declared, len(w.Entries)-n)
	}
	for _, of := range w.Entries {
		e := s.entry[of.ID]
		for _, j := range s.locked[e] {
			t.add(int(j), declared, -1)
		}
		for i, j := range s.barred[e] {
			if !has(s.barred[e][:i], j) {
				t.add(int(j), declared, -1)
				t.add(int(j), b.place(s.recorded[[2]int{int(j), e}]), 1)
			}
		}
	}
	s.tellBarred(w, t)
}

// tally counts entries by judge and reason.
type tally struct {
	count []int
	kinds int
}

func (b *barring) tally() tally {
	kinds := len(b.reasons) + 1
	return tally{make([]int, len(b.judges)*kinds), kinds}
}

func (t *tally) add(j int, why uint8, n int) { t.count[j*t.kinds+int(why)] += n }

func (s *solver) tellBarred(w *Witness, t tally) {
	reasons := Reasons()
	for at, n := range t.count {
		if j, why := at/t.kinds, at%t.kinds; n > 0 && why < len(reasons) {
			w.Barred = append(w.Barred, BarCount{Judge: s.judges[j].ID, Reason: reasons[why], Count: n})
		}
	}
	slices.SortFunc(w.Barred, func(a, b BarCount) int { return cmp.Or(cmp.Compare(a.Judge, b.Judge), cmp.Compare(a.Reason, b.Reason)) })
	w.Category = s.entries[s.entry[w.Entries[0].ID]].Category
	for _, of := range w.Entries {
		if s.entries[s.entry[of.ID]].Category != w.Category {
			w.Category = ""
		}
	}
}

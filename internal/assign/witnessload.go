package assign

import "slices"

// loadWitnesses are about judges below their minimum. A judge reaches it unless the
// entries that are open give too little: the judges among whom those are shared out
// need more together than there is.
func (s *solver) loadWitnesses() []Witness {
	load := make([]int, len(s.judges))
	s.seated(func(i int, _ *mark) { load[s.arcs[i].tail-1]++ })
	all, seen := []Witness{}, make([]bool, len(s.judges))
	for j, row := range s.judges {
		if load[j]+int(s.held[j]) >= row.Min || seen[j] || s.stopped() {
			continue
		}
		c := s.minimumCut(j, load)
		if s.stopped() {
			return all
		}
		if need, have := c.excess(); need <= have {
			w := s.spreadCut(LoadsSide, j)
			for _, j := range w.found {
				seen[j] = true
			}
			all = append(all, w.told())
			continue
		}
		for _, j := range c.members {
			seen[j] = true
		}
		c.shrink(s.stopped)
		all = append(all, s.loadWitness(c))
	}
	return all
}

// wants is how many seats a judge's minimum asks for beside locked ones.
func (s *solver) wants(j int) int { return max(0, s.judges[j].Min-int(s.held[j])) }

// minimumCut collects the judges who could give a seat to the one below minimum:
// they sit where that judge may sit, and have no seat above their own minimum.
func (s *solver) minimumCut(j int, load []int) cut {
	c := s.loadsCut()
	rows := s.openOf()
	sitting := make([][]int32, len(s.active))
	s.seated(func(i int, m *mark) { sitting[m.entry] = append(sitting[m.entry], s.arcs[i].tail-1) })
	in, queue := make([]bool, len(s.judges)), []int{j}
	in[j] = true
	for ; len(queue) > 0 && !s.stopped(); queue = queue[1:] {
		j := queue[0]
		for _, a := range rows[j] {
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
		c.add(j, rows[j])
	}
	return c
}

// loadsCut is an empty cut of judges, and what each active entry can give them.
func (s *solver) loadsCut() cut {
	c := cut{count: make([]int, len(s.active)), need: s.wants}
	for _, e := range s.active {
		c.room = append(c.room, int(s.need[e]))
	}
	return c
}

// openOf lists the active entries open to each judge.
func (s *solver) openOf() [][]int32 {
	open, w := make([][]int32, len(s.judges)), s.pricer()
	for a := range s.active {
		if s.stopped() {
			break
		}
		for j, f := range w.row(a) {
			if f >= 0 && s.room[j] > 0 {
				open[j] = append(open[j], int32(a))
			}
		}
	}
	return open
}

func (s *solver) loadWitness(c cut) Witness {
	w := Witness{Side: LoadsSide, Entries: []WitnessRow{}, Judges: []WitnessRow{}, Barred: []BarCount{}, Remedies: []Remedy{}}
	w.Need, w.Have = c.excess()
	slices.Sort(c.members)
	for _, j := range c.members {
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

package assign

import "slices"

// witnesses verifies each witness by its own inequality, counted anew, and who it
// says is barred. Remedies are no proof and are not verified.
func (c *checker) witnesses() error {
	for _, w := range c.plan.Witnesses {
		if !c.witness(w) {
			return &Rejection{Claim: "witness", Judge: idOf(w.Judges), Entry: idOf(w.Entries)}
		}
	}
	return nil
}

func idOf(rows []WitnessRow) string {
	if len(rows) == 0 {
		return ""
	}
	return rows[0].ID
}

func (c *checker) witness(w Witness) bool {
	need, have, ok := c.witnessCount(w)
	return ok && need == w.Need && have == w.Have && need > have && w.Spread == (len(w.Caps) > 0) && w.Category == c.common(w) && c.barredTrue(w)
}

// common is the category of all entries of a witness of seats, if they have one.
func (c *checker) common(w Witness) string {
	if w.Side == LoadsSide {
		return ""
	}
	name := ""
	for i, row := range w.Entries {
		of := c.index.entries[c.index.entry[row.ID]].Category
		if i > 0 && of != name {
			return ""
		}
		name = of
	}
	return name
}

// witnessCount is what the rows of a witness need together and what they can be given
// at most; ok says that its other rows count as stated.
func (c *checker) witnessCount(w Witness) (need, have int, ok bool) {
	rows, walls := w.Entries, w.Judges
	if w.Side == LoadsSide {
		rows, walls = walls, rows
	}
	under, limit := map[entryGroup]bool{}, map[string]bool{}
	for _, row := range walls {
		limit[row.ID] = row.Limit
	}
	for _, k := range w.Caps {
		e, there := c.index.entry[k.Entry]
		if !there {
			return 0, 0, false
		}
		key := groupKey{k.Kind, k.Name}
		g := c.panel(e)[key]
		if g == nil || under[entryGroup{k.Entry, key}] {
			return 0, 0, false
		}
		under[entryGroup{k.Entry, key}] = true
		most, soft := c.most(key, g, e)
		if soft || k.Count != max(0, most) {
			return 0, 0, false
		}
		have += k.Count
	}
	count := map[string]int{}
	for i, row := range rows {
		holds, there := c.holds(w.Side, row.ID)
		if !there || row.Count != holds || row.Limit || slices.ContainsFunc(rows[:i], func(r WitnessRow) bool { return r.ID == row.ID }) {
			return 0, 0, false
		}
		need += holds
		c.pairsOf(w.Side, row.ID, func(wall, entry string, chain []groupKey) {
			if !slices.ContainsFunc(chain, func(key groupKey) bool { return under[entryGroup{entry, key}] }) {
				count[wall]++
			}
		})
	}
	return need, have + c.wallCount(w, walls, limit, count, &ok), ok
}

// wallCount adds up what the other side can give, row by row as stated.
func (c *checker) wallCount(w Witness, walls []WitnessRow, limit map[string]bool, count map[string]int, ok *bool) int {
	sum, seen := 0, map[string]bool{}
	*ok = true
	other := LoadsSide
	if w.Side == LoadsSide {
		other = SeatsSide
	}
	for _, row := range walls {
		n, there := count[row.ID], true
		if limit[row.ID] {
			n, there = c.holds(other, row.ID)
			if other == LoadsSide {
				j, known := c.index.judge[row.ID]
				there = known
				if known {
					n = c.room[j]
				}
			}
		}
		*ok = *ok && there && !seen[row.ID] && n == row.Count && (!row.Limit || n < count[row.ID])
		seen[row.ID] = true
		sum += n
	}
	for id := range count {
		*ok = *ok && seen[id]
	}
	return sum
}

// holds is what an entry needs, or what a judge must have by the minimum, beside
// locked seats.
func (c *checker) holds(side Side, id string) (int, bool) {
	if side == SeatsSide {
		e, there := c.index.entry[id]
		if !there {
			return 0, false
		}
		return c.open[e], true
	}
	j, there := c.index.judge[id]
	if !there {
		return 0, false
	}
	return max(0, c.index.judges[j].Min-c.held[j]), true
}

// pairsOf visits the pairs of an entry (of a judge on LoadsSide) that may be seated.
func (c *checker) pairsOf(side Side, id string, visit func(wall, entry string, chain []groupKey)) {
	if side == SeatsSide {
		e := c.index.entry[id]
		for j, row := range c.index.judges {
			if c.mayGive(j, e) {
				visit(row.ID, id, c.chainOf(j, e))
			}
		}
		return
	}
	j := c.index.judge[id]
	for e, row := range c.index.entries {
		if c.mayGive(j, e) {
			visit(row.ID, row.ID, c.chainOf(j, e))
		}
	}
}

// barredTrue says whether those barred are those whom the input bars.
func (c *checker) barredTrue(w Witness) bool {
	if w.Side == LoadsSide {
		return len(w.Barred) == 0
	}
	want := map[BarCount]int{}
	for _, row := range w.Entries {
		for j, why := range c.why[c.index.entry[row.ID]] {
			if why != "" {
				want[BarCount{Judge: c.index.judges[j].ID, Reason: why}]++
			}
		}
	}
	for _, b := range w.Barred {
		n := b.Count
		b.Count = 0
		if n == 0 || want[b] != n {
			return false
		}
		delete(want, b)
	}
	return len(want) == 0
}

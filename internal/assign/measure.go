package assign

import (
	"cmp"
	"slices"
)

// Measured is what seats are worth, whoever chose them.
type Measured struct {
	Goals        []GoalValue // values only: nothing is proved of them, and Bound repeats Value
	Pools        []Pool
	WorstEntries []EntryFit
	Fit          int
}

// Measure says what seats are worth under the input's policy, by the arithmetic of
// the independent check. Seats that are unknown, doubled or barred count for
// nothing, as in Review. A faulty input gives a RowError.
func Measure(in Input, seats []Pair) (Measured, error) {
	if err := in.Check(); err != nil {
		return Measured{}, err
	}
	c := checkerOf(in, Plan{})
	valid := c.sit(seats)
	m := Measured{Pools: Pools(in, valid), Fit: c.plan.Fit}
	goals := append([]Goal{FillSeats, MeetMinimum}, in.Policy.goals()...)
	for _, v := range c.order() {
		if slices.Contains(goals, v.Goal) || v.Goal == SeatExperts && c.crossed() {
			v.Value = c.value(v)
			v.Bound = v.Value
			m.Goals = append(m.Goals, v)
		}
	}
	m.WorstEntries = c.worstEntries()
	return m, nil
}

// sit takes in the seats that count and returns them.
func (c *checker) sit(seats []Pair) []Pair {
	valid, seen := []Pair{}, map[Pair]bool{}
	for _, p := range seats {
		if seen[p] || !c.index.knows(p) {
			continue
		}
		seen[p] = true
		j, e := c.index.judge[p.Judge], c.index.entry[p.Entry]
		if c.fits[e][j] < 0 && !c.locked[e][j] {
			continue
		}
		fit := max(0, c.fits[e][j])
		valid = append(valid, p)
		c.plan.Fit += fit
		c.plan.Seats = append(c.plan.Seats, Seat{Judge: p.Judge, Entry: p.Entry, Level: c.level(j, e), Fit: fit, Locked: c.locked[e][j]})
		if !c.locked[e][j] {
			c.seat[e][j] = true
			c.load[j]++
			c.filled[e]++
		}
	}
	return valid
}

// missing counts empty seats; a judge too many on one entry fills none of another.
func (c *checker) missing() int {
	n := 0
	for e := range c.open {
		n += max(0, c.open[e]-c.filled[e])
	}
	return n
}

// levelsOf lists the levels that LiftLevels counts: those that some judge has in some
// entry's category, but for the highest.
func (c *checker) levelsOf() []int {
	used := map[int]bool{}
	for e := range c.fits {
		for j := range c.fits[e] {
			used[c.level(j, e)] = true
		}
	}
	var levels []int
	for l := range used {
		levels = append(levels, l)
	}
	slices.Sort(levels)
	return levels[:max(0, len(levels)-1)]
}

func (c *checker) worstEntries() []EntryFit {
	of := map[string]int{}
	for _, s := range c.plan.Seats {
		of[s.Entry] += s.Fit
	}
	all := []EntryFit{}
	for e, row := range c.index.entries {
		if row.Need == 0 {
			continue
		}
		fits := slices.Clone(c.fits[e])
		slices.SortFunc(fits, func(a, b int) int { return cmp.Compare(b, a) })
		x := EntryFit{Entry: row.ID, Fit: of[row.ID]}
		for _, f := range fits[:min(row.Need, len(fits))] {
			x.Best += max(0, f)
		}
		all = append(all, x)
	}
	slices.SortStableFunc(all, func(a, b EntryFit) int { return cmp.Or(cmp.Compare(a.Fit, b.Fit), cmp.Compare(a.Entry, b.Entry)) })
	return all[:min(worstSeats, len(all))]
}

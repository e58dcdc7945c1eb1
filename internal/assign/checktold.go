package assign

import (
	"cmp"
	"maps"
	"slices"
)

// told verifies the lists that a plan tells beside its seats: loads, totals, what
// stays empty and why, the worst seats and panels, the policy.
func (c *checker) told() error {
	wrong := func(judge, entry string) error { return &Rejection{Claim: "told", Judge: judge, Entry: entry} }
	policy := c.in.Policy
	policy.Weights = c.weights
	if hashOf(policy) != hashOf(c.plan.Policy) || len(c.plan.Loads) != len(c.room) {
		return wrong("", "")
	}
	for j, l := range c.plan.Loads {
		row := c.index.judges[j]
		want := Load{Judge: row.ID, Load: c.load[j] + c.held[j], Min: row.Min, Target: c.target(row), Max: row.Max, Price: l.Price}
		if l != want {
			return wrong(l.Judge, "")
		}
	}
	needed := 0
	for _, e := range c.in.Entries {
		needed += e.Need
	}
	if c.plan.Needed != needed || c.plan.Filled != needed-c.missing() {
		return wrong("", "")
	}
	if !slices.Equal(c.plan.WorstEntries, c.worstEntries()) || !c.worstSeats() {
		return wrong("", "")
	}
	return c.unfilled()
}

// worstSeats: the seats are in order, and the worst of them are told, the least first.
func (c *checker) worstSeats() bool {
	seats := slices.Clone(c.plan.Seats)
	sorted := slices.IsSortedFunc(seats, func(a, b Seat) int { return cmp.Or(cmp.Compare(a.Entry, b.Entry), cmp.Compare(a.Judge, b.Judge)) })
	slices.SortStableFunc(seats, func(a, b Seat) int { return cmp.Compare(a.Fit, b.Fit) })
	return sorted && slices.Equal(c.plan.Worst, seats[:min(worstSeats, len(seats))])
}

// unfilled: every entry that is short is told, with who is barred and who is full.
func (c *checker) unfilled() error {
	at := 0
	for e, row := range c.index.entries {
		missing := c.open[e] - c.filled[e]
		if missing <= 0 {
			continue
		}
		wrong := &Rejection{Claim: "told", Entry: row.ID}
		if at == len(c.plan.Unfilled) {
			return wrong
		}
		u := c.plan.Unfilled[at]
		at++
		barred, full := map[Reason]int{}, []string{}
		for j, judge := range c.index.judges {
			switch {
			case c.why[e][j] != "":
				barred[c.why[e][j]]++
			case !c.seat[e][j] && !c.locked[e][j] && c.load[j]+c.held[j] >= min(judge.Max, len(c.open)):
				full = append(full, judge.ID)
			}
		}
		if u.Entry != row.ID || u.Need != row.Need || u.Missing != missing || !maps.Equal(u.Barred, barred) || !slices.Equal(u.Full, full) {
			return wrong
		}
	}
	if at < len(c.plan.Unfilled) {
		return &Rejection{Claim: "told", Entry: c.plan.Unfilled[at].Entry}
	}
	return nil
}

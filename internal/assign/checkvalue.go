package assign

import "slices"

// values verifies what the plan says of its goals and prices.
func (c *checker) values() error {
	for _, v := range c.plan.Goals {
		wrong := &Rejection{Claim: "value", Goal: v.Goal}
		if have, known := c.value(v); known && have != v.Value {
			return wrong
		}
		if v.Goal == MostFit && !v.Proved && c.stated(MostFit) && !c.fitProved(v) {
			return wrong
		}
		if v.Proved && v.Value != v.Bound || v.Proved && v.Value != c.trivial(v.Goal) && !c.hasProof(v) {
			return wrong
		}
	}
	return c.seatPrices()
}

func (c *checker) stated(g Goal) bool {
	return slices.ContainsFunc(c.prior, func(p *Proof) bool { return p.Goal == g })
}

// trivial is the value that needs no proof.
func (c *checker) trivial(g Goal) int {
	if g == MostFit || g == LiftWorst {
		return -1
	}
	return 0
}

func (c *checker) hasProof(v GoalValue) bool {
	goal := v.Goal
	if goal == MeetMinimum {
		goal = FillSeats
	}
	if goal == LinkJudges {
		return true // no proof in prices: Pools say what could be linked at all
	}
	if goal == LiftWorst {
		return c.worstProved(v.Value)
	}
	if goal == MostFit {
		return c.fitProved(v)
	}
	return c.stated(goal)
}

// worstProved: the level is reached, and the next is refuted or beyond an entry's choices.
func (c *checker) worstProved(level int) bool {
	reached, above := !c.anySeat(), c.nothingAbove(level)
	for i := range c.plan.Certificate.Proofs {
		p := &c.plan.Certificate.Proofs[i]
		if p.Goal != LiftWorst {
			continue
		}
		reached = reached || !p.Refutes && p.Level == level && p.Primal == 0
		above = above || p.Refutes && p.Level == level+1 || p.Limit != "" && p.Level == level
	}
	return reached && above
}

// fitProved: the prices leave less than a point, and no less than the stated gap.
func (c *checker) fitProved(v GoalValue) bool {
	for _, p := range c.prior {
		if p.Goal == MostFit {
			return int((p.Primal-p.Dual)>>p.Costs[0]) == v.Gap()
		}
	}
	return false
}

// anySeat says whether the plan gives any seat that is not locked.
func (c *checker) anySeat() bool {
	return slices.ContainsFunc(c.filled, func(n int) bool { return n > 0 })
}

// nothingAbove says that no pair fits better than the level.
func (c *checker) nothingAbove(level int) bool {
	for e := range c.open {
		if c.open[e] > 0 && c.choices(e, level) > 0 && c.anySeat() {
			return false
		}
	}
	return true
}

// value recomputes a goal's value from the seats.
func (c *checker) value(v GoalValue) (value int, known bool) {
	switch v.Goal {
	case FillSeats:
		for e := range c.open {
			value += c.open[e] - c.filled[e]
		}
	case MeetMinimum:
		for j, row := range c.index.judges {
			value += max(0, row.Min-c.held[j]-c.load[j])
		}
	case LiftWorst:
		return c.least(), true
	case LiftLevels:
		for _, s := range c.plan.Seats {
			if s.Level == v.Level {
				value++
			}
		}
	case MostFit:
		return c.worth(), true
	default:
		return 0, false
	}
	return value, true
}

func (c *checker) least() int {
	least := -1
	for e := range c.seat {
		for j, sits := range c.seat[e] {
			if sits && (least < 0 || c.fits[e][j] < least) {
				least = c.fits[e][j]
			}
		}
	}
	return max(0, least)
}

// worth is fit less prices.
func (c *checker) worth() int {
	sum, unit := c.plan.Fit, &Proof{Goal: MostFit, Costs: []int64{0, 0}}
	for j := range c.index.judges {
		for n := 1; n <= c.load[j]; n++ {
			sum -= int(c.loadCost(unit, j, n))
		}
	}
	for e := range c.open {
		if c.in.Policy.RegionMost == 0 || c.open[e] == 0 {
			continue
		}
		for key, g := range c.panel(e) {
			if most, soft := c.most(key, g, e); soft {
				sum -= c.weights.Region * max(0, g.taken-max(0, most))
			}
		}
	}
	return sum
}

// seatPrices verifies the price of every seat and judge.
func (c *checker) seatPrices() error {
	i := slices.IndexFunc(c.prior, func(p *Proof) bool { return p.Goal == MostFit })
	if i < 0 {
		return nil
	}
	p := c.prior[i]
	for _, s := range c.plan.Seats {
		j, e := c.index.judge[s.Judge], c.index.entry[s.Entry]
		want := 0
		if c.seat[e][j] {
			want = int(max(0, -c.reduced(p, c.groupsOf(p), j, e)) >> p.Costs[0])
		}
		if s.Price != want {
			return &Rejection{Claim: "price", Judge: s.Judge, Entry: s.Entry}
		}
	}
	for _, l := range c.plan.Loads {
		j := c.index.judge[l.Judge]
		if want := int(p.Judges[j] >> p.Costs[0]); c.room[j] > 0 && l.Price != want || l.Load != c.load[j]+c.held[j] {
			return &Rejection{Claim: "price", Judge: l.Judge}
		}
	}
	return nil
}

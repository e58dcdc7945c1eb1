package assign

import (
	"math"
	"slices"
)

// values verifies what the plan says of its goals: each once and in their order, with
// the value that its seats have and the bound that the proofs make.
func (c *checker) values() error {
	order, at := c.order(), 0
	for i, v := range c.plan.Goals {
		wrong := &Rejection{Claim: "value", Goal: v.Goal}
		for at < len(order) && (order[at].Goal != v.Goal || order[at].Level != v.Level) {
			at++
		}
		if at == len(order) || i < 2 && at != i {
			return wrong
		}
		at++
		bound, proved := c.bound(v)
		if v.Value != c.value(v) || v.Bound != bound || v.Proved != proved {
			return wrong
		}
	}
	if len(c.plan.Goals) < 2 {
		return &Rejection{Claim: "value", Goal: FillSeats}
	}
	return nil
}

// order lists the goals that may be told, as they are sought.
func (c *checker) order() []GoalValue {
	all := []GoalValue{{Goal: FillSeats}, {Goal: MeetMinimum}, {Goal: KeepSeats}, {Goal: LiftWorst}}
	for _, l := range c.levelsOf() {
		all = append(all, GoalValue{Goal: LiftLevels, Level: l})
	}
	return append(all, GoalValue{Goal: SeatExperts}, GoalValue{Goal: MostFit}, GoalValue{Goal: LinkJudges})
}

func (c *checker) stated(g Goal) bool {
	return slices.ContainsFunc(c.prior, func(p *Proof) bool { return p.Goal == g })
}

// bound is what no plan that is as good in the goals before can pass, as far as the
// proofs say, and whether the plan reaches it.
func (c *checker) bound(v GoalValue) (bound int, proved bool) {
	value := c.value(v)
	switch v.Goal {
	case FillSeats, MeetMinimum:
		return c.least(value, c.stated(FillSeats))
	case KeepSeats:
		return c.least(value, c.stated(KeepSeats))
	case LiftLevels:
		return c.least(value, c.levelProved(v.Level))
	case SeatExperts:
		if c.experts != nil {
			bound = int(max(0, (c.experts.Dual+c.experts.Costs[0]-1)/c.experts.Costs[0]))
		}
	case LinkJudges:
		if value > 0 {
			bound = c.apartAtLeast()
		}
	case LiftWorst:
		bound = value
		if !c.worstProved(value) {
			bound = c.bestFit()
		}
	case MostFit:
		bound = c.fitBound(value)
	}
	return bound, bound == value
}

// least is the bound of a goal that is proved or else might reach 0.
func (c *checker) least(value int, proved bool) (bound int, reached bool) {
	if proved {
		return value, true
	}
	return 0, value == 0
}

// wholePoints are the points that a cost in fit stands for without its draws, which
// never make up one.
func wholePoints(cost int64, p *Proof) int64 { return (1<<p.Costs[0] - 1 - cost) >> p.Costs[0] }

func (c *checker) fitBound(value int) int {
	for _, p := range c.prior {
		if p.Goal == MostFit {
			return value + int(wholePoints(p.Dual, p)-wholePoints(p.Primal, p))
		}
	}
	sum := 0
	for e := range c.fits {
		var fits []int
		for j, f := range c.fits[e] {
			switch {
			case c.locked[e][j]:
				sum += max(0, f)
			case f >= 0 && c.open[e] > 0:
				fits = append(fits, f)
			}
		}
		slices.Sort(fits)
		for i := range min(c.open[e], len(fits)) {
			sum += fits[len(fits)-1-i]
		}
	}
	return sum
}

// levelProved: the seats at the level and at each below it that some judge has are
// counted by a proof.
func (c *checker) levelProved(level int) bool {
	for _, l := range c.levelsOf() {
		counted := slices.ContainsFunc(c.prior, func(p *Proof) bool { return p.Goal == LiftLevels && p.Costs[l] > 0 })
		if l <= level && !counted {
			return false
		}
	}
	return true
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

// bestFit is the greatest fit of any seat that may be given.
func (c *checker) bestFit() int {
	best := 0
	for e := range c.fits {
		for j, f := range c.fits[e] {
			if c.open[e] > 0 && !c.locked[e][j] {
				best = max(best, f)
			}
		}
	}
	return best
}

// value recomputes a goal's value from the seats.
func (c *checker) value(v GoalValue) int {
	value := 0
	switch v.Goal {
	case FillSeats:
		return c.missing()
	case MeetMinimum:
		for j, row := range c.index.judges {
			value += max(0, row.Min-c.held[j]-c.load[j])
		}
	case KeepSeats:
		for e := range c.kept {
			for j, was := range c.kept[e] {
				if was && !c.seat[e][j] && !c.locked[e][j] && c.fits[e][j] >= 0 && c.open[e] > 0 {
					value++
				}
			}
		}
	case LiftWorst:
		return c.worst()
	case LiftLevels:
		for _, s := range c.plan.Seats {
			if s.Level == v.Level {
				value++
			}
		}
	case SeatExperts:
		return c.lacking()
	case MostFit:
		return c.worth()
	case LinkJudges:
		return c.apart()
	}
	return value
}

// worst is the least fit of any seat that is not locked.
func (c *checker) worst() int {
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

// seatPrices verifies the price of every seat and judge: what a seat is worth under
// the prices, less what the plan is away from their bound.
func (c *checker) seatPrices() error {
	var p *Proof
	if i := slices.IndexFunc(c.prior, func(p *Proof) bool { return p.Goal == MostFit }); i >= 0 {
		p = c.prior[i]
	}
	for _, s := range c.plan.Seats {
		j, e, want := c.index.judge[s.Judge], c.index.entry[s.Entry], 0
		if c.seat[e][j] && p != nil {
			r := c.reduced(p, c.groupsOf(p), j, e)
			if -r <= c.chainMost(p) {
				want = int(max(0, -r-(p.Primal-p.Dual)) >> p.Costs[0])
			}
		}
		if s.Price != want {
			return &Rejection{Claim: "price", Judge: s.Judge, Entry: s.Entry}
		}
	}
	for _, l := range c.plan.Loads {
		j, there := c.index.judge[l.Judge]
		priced, want := false, 0
		if there && p != nil && c.unsettled(j) && max(p.Judges[j], -p.Judges[j]) <= c.chainMost(p) {
			priced, want = true, int((p.Judges[j]+p.Primal-p.Dual)>>p.Costs[0])
		}
		if priced != (l.Price != nil) || priced && *l.Price != want {
			return &Rejection{Claim: "price", Judge: l.Judge}
		}
	}
	return nil
}

// chainMost is what no chain of exchanges can bring or cost in fit: it passes each judge
// and entry once, and from one to the other a country and a region. A price beyond it
// stands where there is no chain.
func (c *checker) chainMost(p *Proof) int64 {
	w := c.weights
	stated := 9*w.Expertise + w.Language
	if c.in.Rows != nil || len(c.in.Fits) > 0 {
		stated = max(stated, maxFit)
	}
	most := stated + w.Keep + w.Region
	for _, j := range c.in.Judges {
		n := min(j.Max, len(c.in.Entries))
		most = max(most, (w.Even+w.Steep)*n+w.Over)
	}
	entries := 0
	for _, n := range c.open {
		entries += min(n, 1)
	}
	steps := 2*min(len(c.in.Judges), entries) + 1
	if c.in.Policy.CountryMost > 0 || c.in.Policy.RegionMost > 0 || c.in.Policy.Experts > 0 {
		steps *= 3
	}
	highest := math.Ldexp(float64(most), int(p.Costs[0])) + float64(p.Costs[1])
	for _, x := range p.Experts {
		highest = max(highest, float64(x))
	}
	if len(p.Experts) > 0 {
		highest *= 2
	}
	return int64(min(highest*float64(steps+2), 1<<57))
}

// unsettled says whether the goals before fit leave the judge some seat and some part
// of the load; else no price is told.
func (c *checker) unsettled(j int) bool {
	before := slices.DeleteFunc(slices.Clone(c.prior), func(p *Proof) bool { return p.Goal == MostFit })
	loose := false
	for n := 1; n <= c.room[j] && !loose; n++ {
		loose = !slices.ContainsFunc(before, func(p *Proof) bool { return c.loadCost(p, j, n) != p.Judges[j] })
	}
	for e := 0; e < len(c.open) && loose; e++ {
		if c.open[e] > 0 && c.fits[e][j] >= 0 && !c.locked[e][j] &&
			!slices.ContainsFunc(before, func(p *Proof) bool { return c.reduced(p, c.groupsOf(p), j, e) != 0 }) {
			return true
		}
	}
	return false
}

package assign

import (
	"math"
	"slices"
)

// sums adds up what the plan costs in a goal and what the prices say that it must,
// and how large the numbers become, lest a forger let them run over.
type sums struct {
	primal, dual int64
	size         float64
}

// take counts units of flow that cost c a piece at reduced cost r: used of room are
// taken. Among plans that are best by the goals before, settled ones do not move.
func (s *sums) take(c, r int64, used, room int, settled bool) bool {
	s.primal += c * int64(used)
	s.size += math.Abs(float64(c)) * float64(used)
	paid := 0 // what the prices claim of it
	switch {
	case settled:
		paid = used
	case r < 0:
		paid = room
	}
	s.dual += r * int64(paid)
	s.size += math.Abs(float64(r)) * float64(paid)
	return settled || r == 0 || used == paid
}

// proof verifies one goal by complementary slackness, unit by unit.
func (c *checker) proof(p *Proof) error {
	s := &sums{}
	prices := c.groupsOf(p)
	for e, row := range c.index.entries {
		if c.open[e] == 0 {
			continue
		}
		s.dual += p.Entries[e] * int64(c.open[e])
		s.size += math.Abs(float64(p.Entries[e])) * float64(c.open[e])
		if !c.empties(s, p, e) && p.strict() {
			return &Rejection{Claim: "dual", Goal: p.Goal, Entry: row.ID}
		}
		for j, judge := range c.index.judges {
			if c.fits[e][j] < 0 || c.locked[e][j] || c.room[j] == 0 {
				continue
			}
			if ok := c.pair(s, p, prices, j, e); !ok && p.strict() {
				return &Rejection{Claim: "dual", Goal: p.Goal, Judge: judge.ID, Entry: row.ID}
			}
		}
		if err := c.spread(s, p, prices, e); err != nil {
			return err
		}
	}
	for j, judge := range c.index.judges {
		if !c.loads(s, p, j) && p.strict() {
			return &Rejection{Claim: "dual", Goal: p.Goal, Judge: judge.ID}
		}
	}
	c.asks(s, p)
	return c.agree(s, p)
}

// asks adds what the prices of experts claim of every plan that misses no more of
// them than this one (of SeatExperts: of every plan). Each price is at most what an
// expert missing costs; the highest of them bounds what those missing can save.
func (c *checker) asks(s *sums, p *Proof) {
	highest := int64(0)
	for e, price := range p.Experts {
		s.dual += price * int64(c.asked(e))
		s.size += float64(price) * float64(c.asked(e)+1)
		highest = max(highest, price)
	}
	if p.Goal == SeatExperts {
		s.primal += p.Costs[0] * int64(c.lacking())
		if highest > p.Costs[0] {
			s.size = math.Inf(1)
		}
		return
	}
	s.dual -= highest * int64(c.lacking())
	s.size += float64(highest) * float64(c.lacking())
}

// strict says whether the plan must be best under the prices: a refuted level has no
// plan, and seating experts and linking judges may have cost some fit, which the gap
// then tells.
func (p *Proof) strict() bool { return !p.Refutes && p.Goal != MostFit && p.Goal != SeatExperts }

// agree compares the sums with what the proof states.
func (c *checker) agree(s *sums, p *Proof) error {
	switch {
	case s.size >= 1<<62:
		return &Rejection{Claim: "shape", Goal: p.Goal}
	case p.Refutes && (p.Goal != LiftWorst || p.Level != c.worst()+1 || s.dual < 1 || p.Dual != s.dual || p.Primal != p.Dual):
		return &Rejection{Claim: "dual", Goal: p.Goal}
	case !p.Refutes && p.Goal == LiftWorst && p.Level != c.worst():
		return &Rejection{Claim: "value", Goal: p.Goal}
	case !p.Refutes && (p.strict() && s.primal != s.dual || p.Primal != s.primal || p.Dual != s.dual):
		return &Rejection{Claim: "value", Goal: p.Goal}
	case p.Limit != "" && !c.limits(p):
		return &Rejection{Claim: "value", Goal: p.Goal, Entry: p.Limit}
	}
	return nil
}

// limits says whether the entry named cannot have all its seats above the level, in
// a plan that leaves none empty.
func (c *checker) limits(p *Proof) bool {
	e, there := c.index.entry[p.Limit]
	return there && p.Goal == LiftWorst && slices.Equal(c.filled, c.open) && c.choices(e, p.Level) < c.open[e]
}

// choices counts the judges who fit an entry better than the level.
func (c *checker) choices(e, level int) int {
	n := 0
	for j, f := range c.fits[e] {
		if f > level && !c.locked[e][j] && c.room[j] > 0 {
			n++
		}
	}
	return n
}

func (c *checker) empties(s *sums, p *Proof, e int) bool {
	missing, good := c.open[e]-c.filled[e], true
	cost := func(q *Proof, n int) int64 {
		if q.Goal != FillSeats {
			return 0
		}
		return q.Costs[0] + q.Costs[1]*int64(n-1)
	}
	for n := 1; n <= c.open[e]; n++ {
		settled := slices.ContainsFunc(c.prior, func(q *Proof) bool { return cost(q, n) != q.Entries[e] })
		used := 0
		if n <= missing {
			used = 1
		}
		good = s.take(cost(p, n), cost(p, n)-p.Entries[e], used, 1, settled) && good
	}
	return good
}

func (c *checker) loads(s *sums, p *Proof, j int) bool {
	good := true
	for n := 1; n <= c.room[j]; n++ {
		settled := slices.ContainsFunc(c.prior, func(q *Proof) bool { return c.loadCost(q, j, n) != q.Judges[j] })
		used := 0
		if n <= c.load[j] {
			used = 1
		}
		cost := c.loadCost(p, j, n)
		good = s.take(cost, cost-p.Judges[j], used, 1, settled) && good
	}
	return good
}

// loadCost is the cost of the judge's n-th seat beside locked ones.
func (c *checker) loadCost(p *Proof, j, n int) int64 {
	judge := c.index.judges[j]
	n += c.held[j]
	switch {
	case p.Goal == FillSeats && n <= judge.Min:
		return -1
	case p.Goal == MostFit:
		over := n - c.target(judge)
		points := c.weights.Even * n
		if over > 0 {
			points += c.weights.Over + c.weights.Steep*(over-1)
		}
		return int64(points) << p.Costs[0]
	}
	return 0
}

func (c *checker) target(j Judge) int {
	if j.Target > 0 {
		return min(j.Target, j.Max)
	}
	seats := 0
	for _, e := range c.in.Entries {
		seats += e.Need
	}
	return min((seats+len(c.in.Judges)-1)/len(c.in.Judges), j.Max)
}

func (c *checker) pair(s *sums, p *Proof, prices groupPrices, j, e int) bool {
	settled := slices.ContainsFunc(c.prior, func(q *Proof) bool { return c.reduced(q, c.groupsOf(q), j, e) != 0 })
	used := 0
	if c.seat[e][j] {
		used = 1
	}
	return s.take(c.pairCost(p, j, e), c.reduced(p, prices, j, e), used, 1, settled)
}

func (c *checker) reduced(p *Proof, prices groupPrices, j, e int) int64 {
	r := c.pairCost(p, j, e) + p.Judges[j] - prices.at(c, p, j, e)
	if len(p.Experts) > 0 && c.level(j, e) >= c.expert() {
		r -= p.Experts[e]
	}
	return r
}

func (c *checker) pairCost(p *Proof, j, e int) int64 {
	switch p.Goal {
	case KeepSeats:
		if c.kept[e][j] {
			return -1
		}
	case LiftWorst:
		if c.fits[e][j] < p.Level {
			return 1
		}
	case LiftLevels:
		return p.Costs[c.level(j, e)]
	case MostFit:
		draw := int64(c.tie(c.index.judges[j].ID, c.index.entries[e].ID) & uint64(p.Costs[1]))
		return draw - int64(c.fits[e][j])<<p.Costs[0]
	}
	return 0
}

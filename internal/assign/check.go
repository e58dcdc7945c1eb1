package assign

import (
	"errors"
	"hash/fnv"
	"slices"
)

// ErrRejected is what Check finds wrong with a certificate; a Rejection is around it.
var ErrRejected = errors.New("assign: the certificate does not prove the plan")

// Rejection says which claim of a document is not true. Claim is one of sum, input,
// seat, spread, locked, value, price, dual, shape, told, pool, witness.
type Rejection struct {
	Claim string
	Goal  Goal
	Judge string
	Entry string
}

// Error names the claim in English for a log or a terminal.
func (r *Rejection) Error() string {
	s := ErrRejected.Error() + ": " + r.Claim
	for _, part := range []string{string(r.Goal), r.Judge, r.Entry} {
		if part != "" {
			s += " " + part
		}
	}
	return s
}

// Unwrap gives ErrRejected.
func (r *Rejection) Unwrap() error { return ErrRejected }

// Check verifies a plan against its input with nothing but the certificate: every
// seat is allowed, every number and list of the plan is what its seats make of the
// input, and under the stated prices no exchange improves a goal that claims to be
// proved; where a goal claims less, its bound is proved. It shares no code with the
// solver, only the form of the document: its types, its hashes and Input.Check. A
// RowError is a faulty input, a Rejection a false claim.
func Check(in Input, plan Plan) error {
	if err := in.Check(); err != nil {
		return err
	}
	sum := plan.Certificate.Sum
	if plan.seal(never); plan.Certificate.Sum != sum {
		return &Rejection{Claim: "sum"}
	}
	if plan.Certificate.Input != in.Hash() {
		return &Rejection{Claim: "input"}
	}
	c := checkerOf(in, plan)
	for _, verify := range []func() error{c.seats, c.proofs, c.values, c.seatPrices, c.told, c.pools, c.witnesses} {
		if err := verify(); err != nil {
			return err
		}
	}
	return nil
}

// checker holds a plan and its input by position: judges and entries by id.
type checker struct {
	in      Input
	plan    Plan
	index   roll
	fits    [][]int    // by entry; below 0 where the pair is no choice
	why     [][]Reason // by entry: what bars the judge
	seat    [][]bool
	locked  [][]bool
	kept    [][]bool
	held    []int // by judge: locked seats
	load    []int // by judge: other seats
	room    []int
	open    []int // by entry: seats to fill beside locked ones
	filled  []int
	prior   []*Proof
	experts *Proof       // the bound on missing experts, where caps cross that wish
	chains  [][]groupKey // by judge: country, then region
	prices  map[*Proof]groupPrices
	weights Weights
}

// proofs verifies them in their order, each among the plans that are best by those
// before.
func (c *checker) proofs() error {
	if !slices.Equal(c.plan.Certificate.Judges, c.ids(c.index.judge)) || !slices.Equal(c.plan.Certificate.Entries, c.ids(c.index.entry)) {
		return &Rejection{Claim: "shape"}
	}
	for i := range c.plan.Certificate.Proofs {
		p := &c.plan.Certificate.Proofs[i]
		if !c.wellMade(p) {
			return &Rejection{Claim: "shape", Goal: p.Goal}
		}
		if err := c.proof(p); err != nil {
			return err
		}
		switch {
		case p.Refutes:
		case p.Goal == SeatExperts:
			c.experts = p // a bound; what is best in it is no face of the flow
		default:
			c.prior = append(c.prior, p)
		}
	}
	return nil
}

func (c *checker) ids(of map[string]int) []string {
	all := make([]string, len(of))
	for id, at := range of {
		all[at] = id
	}
	return all
}

// wellMade says whether a proof has the form that its goal asks for, with numbers
// whose sums cannot run over.
func (c *checker) wellMade(p *Proof) bool {
	if !c.inTurn(p.Goal) {
		return false
	}
	experts := len(p.Experts) == 0 || len(p.Experts) == len(c.open) && (p.Goal == SeatExperts || p.Goal == MostFit)
	if !experts || len(p.Judges) != len(c.room) || len(p.Entries) != len(c.open) || p.Level < 0 || p.Level > maxFit+maxWeight {
		return false
	}
	for _, list := range [][]int64{p.Judges, p.Entries, p.Experts, p.Costs} {
		if slices.ContainsFunc(list, func(x int64) bool { return x <= -huge || x >= huge }) {
			return false
		}
	}
	return !slices.ContainsFunc(p.Experts, func(x int64) bool { return x < 0 }) && c.groupsKnown(p) && c.costsFit(p)
}

// inTurn says whether a goal may come after those that are proved.
func (c *checker) inTurn(g Goal) bool {
	order := []Goal{FillSeats, KeepSeats, LiftWorst, LiftLevels, SeatExperts, MostFit}
	if len(c.prior) == 0 {
		return g == FillSeats
	}
	last := c.prior[len(c.prior)-1].Goal
	if c.experts != nil && last != MostFit {
		last = SeatExperts
	}
	return last != MostFit && slices.Index(order, g) >= slices.Index(order, last) && (g != SeatExperts || c.experts == nil)
}

const huge = 1 << 60

// groupsKnown says whether the prices of groups name each once, and none that is not.
func (c *checker) groupsKnown(p *Proof) bool {
	seen := map[entryGroup]bool{}
	for _, g := range p.Groups {
		key := entryGroup{g.Entry, groupKey{g.Kind, g.Name}}
		e, there := c.index.entry[g.Entry]
		named := there && (g.Kind == "others" && g.Name == "" || c.panel(e)[key.groupKey] != nil)
		if seen[key] || !named || g.Price <= -huge || g.Price >= huge {
			return false
		}
		seen[key] = true
	}
	return true
}

// seats takes the plan in, and checks that each seat is allowed and as stated and that
// no limit is passed but by locked ones.
func (c *checker) seats() error {
	total, seen := 0, map[Pair]bool{}
	for _, s := range c.plan.Seats {
		wrong := &Rejection{Claim: "seat", Judge: s.Judge, Entry: s.Entry}
		pair := Pair{s.Judge, s.Entry}
		if seen[pair] || !c.index.knows(pair) {
			return wrong
		}
		seen[pair] = true
		j, e := c.index.judge[s.Judge], c.index.entry[s.Entry]
		if c.fits[e][j] < 0 || s.Locked != c.locked[e][j] || s.Fit != max(0, c.fits[e][j]) || s.Level != c.level(j, e) {
			return wrong
		}
		total += s.Fit
		if s.Locked {
			continue
		}
		c.seat[e][j] = true
		c.load[j]++
		c.filled[e]++
		if c.load[j] > c.room[j] || c.filled[e] > c.open[e] {
			return wrong
		}
	}
	for _, l := range c.in.Locked {
		if !seen[l] {
			return &Rejection{Claim: "locked", Judge: l.Judge, Entry: l.Entry}
		}
	}
	if total != c.plan.Fit {
		return &Rejection{Claim: "value", Goal: MostFit}
	}
	return c.spreads()
}

// spreads verifies the caps that are walls.
func (c *checker) spreads() error {
	for e, row := range c.index.entries {
		if c.open[e] == 0 {
			continue
		}
		for key, g := range c.panel(e) {
			if most, soft := c.most(key, g, e); !soft && g.taken > max(0, most) {
				return &Rejection{Claim: "spread", Entry: row.ID}
			}
		}
	}
	return nil
}

// costsFit says whether a proof counts its goal as the goal is meant.
func (c *checker) costsFit(p *Proof) bool {
	minimum, depth, seats := int64(1), int64(1), int64(1)
	for _, j := range c.in.Judges {
		minimum += int64(j.Min)
	}
	short := false
	for e, k := range c.open {
		depth += int64(k * (k + 1) / 2)
		seats += int64(k)
		short = short || c.filled[e] < k && k > 1
	}
	switch p.Goal {
	case FillSeats:
		return p.Level == 0 && fillCounts(p.Costs, minimum, depth, short)
	case LiftLevels:
		return p.Level <= 9 && len(p.Costs) == 10 && levelsCount(p.Costs, p.Level, seats)
	case LiftWorst:
		return len(p.Costs) == 0
	case SeatExperts:
		return p.Level == 0 && len(p.Costs) == 1 && p.Costs[0] > 0
	case MostFit:
		return p.Level == 0 && fitCounts(p.Costs, seats)
	}
	return p.Level == 0 && len(p.Costs) == 0
}

// fillCounts says whether an empty seat outweighs all minimum loads and, where seats
// are short, all depths of shortage.
func fillCounts(costs []int64, minimum, depth int64, short bool) bool {
	if len(costs) != 2 || costs[0] < minimum || costs[1] < 0 {
		return false
	}
	return !short || costs[1] >= minimum && costs[0] >= minimum*depth
}

// fitCounts says whether all draws together make up less than a point.
func fitCounts(costs []int64, seats int64) bool {
	if len(costs) != 2 || costs[0] < 0 || costs[0] >= 40 || costs[1] < 0 {
		return false
	}
	return costs[1] == 0 || costs[1]*seats < 1<<costs[0]
}

// levelsCount says whether a seat at each level from the lowest outweighs all seats
// at the levels above.
func levelsCount(costs []int64, lowest int, seats int64) bool {
	above := int64(0)
	for level, cost := range slices.Backward(costs) {
		if cost < 0 || level < lowest && cost != 0 || level == lowest && cost == 0 || cost > 0 && above > 0 && cost < above*seats {
			return false
		}
		above = max(above, cost)
	}
	return true
}

// tie is the seeded draw, written out again: FNV-1a of the ids, mixed with the seed.
func (c *checker) tie(judge, entry string) uint64 {
	scramble := func(z uint64) uint64 {
		z += 0x9E3779B97F4A7C15
		z ^= z >> 30
		z *= 0xBF58476D1CE4E5B9
		z ^= z >> 27
		z *= 0x94D049BB133111EB
		return z ^ z>>31
	}
	name := func(id string) uint64 {
		h := fnv.New64a()
		_, _ = h.Write([]byte(id))
		return scramble(h.Sum64())
	}
	return scramble(scramble(name(judge)^scramble(c.in.Policy.Seed)) ^ name(entry))
}

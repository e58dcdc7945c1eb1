package assign

import (
	"errors"
	"hash/fnv"
	"slices"
)

// ErrRejected is what Check finds wrong with a certificate; a Rejection is around it.
var ErrRejected = errors.New("assign: the certificate does not prove the plan")

// Rejection says which claim of a document is not true. Claim is one of sum, input,
// seat, spread, locked, value, price, dual, shape.
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
// seat is allowed, the stated values are the plan's, and under the stated prices no
// exchange improves a goal that claims to be proved. It shares no code with the
// solver. A RowError is a faulty input, a Rejection a false claim.
func Check(in Input, plan Plan) error {
	report, err := Review(in, seatPairs(plan.Seats))
	if err != nil {
		return err
	}
	for _, p := range report.Problems {
		if p.Stops() {
			return &Rejection{Claim: "seat", Judge: p.Judge, Entry: p.Entry}
		}
		if p.Kind == LockedMissing {
			return &Rejection{Claim: "locked", Judge: p.Judge, Entry: p.Entry}
		}
	}
	sum := plan.Certificate.Sum
	if plan.seal(); plan.Certificate.Sum != sum {
		return &Rejection{Claim: "sum"}
	}
	if plan.Certificate.Input != in.Hash() {
		return &Rejection{Claim: "input"}
	}
	return checkPlan(in, plan)
}

// checker holds a plan and its input by position: judges and entries by id.
type checker struct {
	in      Input
	plan    Plan
	index   index
	fits    [][]int // by entry; below 0 where the pair is no choice
	seat    [][]bool
	locked  [][]bool
	kept    [][]bool
	held    []int // by judge: locked seats
	load    []int // by judge: other seats
	room    []int
	open    []int // by entry: seats to fill beside locked ones
	filled  []int
	prior   []*Proof
	chains  [][]groupKey // by judge: country, then region
	prices  map[*Proof]groupPrices
	weights Weights
}

func checkPlan(in Input, plan Plan) error {
	c := &checker{in: in, plan: plan, index: indexOf(in), weights: in.Policy.weights()}
	c.grid()
	c.chain()
	if err := c.seats(); err != nil {
		return err
	}
	for i := range plan.Certificate.Proofs {
		p := &plan.Certificate.Proofs[i]
		if len(p.Judges) != len(in.Judges) || len(p.Entries) != len(in.Entries) || !c.costsFit(p) {
			return &Rejection{Claim: "shape", Goal: p.Goal}
		}
		if err := c.proof(p); err != nil {
			return err
		}
		if !p.Refutes {
			c.prior = append(c.prior, p)
		}
	}
	return c.values()
}

// grid lays out who may sit where, from the input alone.
func (c *checker) grid() {
	nj, ne := len(c.in.Judges), len(c.in.Entries)
	for range ne {
		c.fits, c.seat = append(c.fits, make([]int, nj)), append(c.seat, make([]bool, nj))
		c.locked, c.kept = append(c.locked, make([]bool, nj)), append(c.kept, make([]bool, nj))
	}
	c.held, c.load, c.room = make([]int, nj), make([]int, nj), make([]int, nj)
	c.open, c.filled = make([]int, ne), make([]int, ne)
	for _, l := range c.in.Locked {
		j, e := c.index.judge[l.Judge], c.index.entry[l.Entry]
		c.locked[e][j] = true
		c.held[j]++
	}
	for _, l := range c.in.Previous {
		if c.index.missing(l.Judge, l.Entry) == "" {
			c.kept[c.index.entry[l.Entry]][c.index.judge[l.Judge]] = true
		}
	}
	for j, row := range c.index.judges {
		c.room[j] = max(0, min(row.Max, ne)-c.held[j])
	}
	c.fitGrid()
	for e, row := range c.index.entries {
		c.open[e] = row.Need
		for j := range c.index.judges {
			if c.locked[e][j] {
				c.open[e] = max(0, c.open[e]-1)
			}
		}
	}
}

func (c *checker) fitGrid() {
	stated := map[Pair]int{}
	for _, f := range c.in.Fits {
		stated[Pair{f.Judge, f.Entry}] = f.Points
	}
	row := make([]int32, len(c.in.Judges))
	for at, e := range c.in.Entries {
		ei := c.index.entry[e.ID]
		if c.in.Rows != nil {
			c.in.Rows(at, row)
		}
		for jt, j := range c.in.Judges {
			ji := c.index.judge[j.ID]
			_, barred := c.index.bar(ji, ei)
			points := c.points(ji, ei, stated)
			if c.in.Rows != nil {
				_, recorded := c.index.recorded[[2]int{ji, ei}]
				points, barred = int(row[jt]), row[jt] < 0 || recorded
			}
			if barred {
				points = -1
			} else if c.kept[ei][ji] {
				points += c.weights.Keep
			}
			c.fits[ei][ji] = points
		}
	}
}

func (c *checker) points(j, e int, stated map[Pair]int) int {
	judge, entry := c.index.judges[j], c.index.entries[e]
	if p, there := stated[Pair{judge.ID, entry.ID}]; there {
		return p
	}
	p := c.weights.Expertise * judge.Level[entry.Category]
	if spoken := primaries(entry.Languages); len(spoken) > 0 && slices.Contains(primaries(judge.Languages), spoken[0]) {
		p += c.weights.Language
	}
	return p
}

// seats takes the plan in and checks limits that Review does not know to be walls.
func (c *checker) seats() error {
	total := 0
	for _, s := range c.plan.Seats {
		j, e := c.index.judge[s.Judge], c.index.entry[s.Entry]
		wrong := &Rejection{Claim: "seat", Judge: s.Judge, Entry: s.Entry}
		if s.Locked != c.locked[e][j] || s.Fit != max(0, c.fits[e][j]) || s.Level != c.level(j, e) {
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
	if total != c.plan.Fit {
		return &Rejection{Claim: "value", Goal: MostFit}
	}
	return nil
}

func (c *checker) level(j, e int) int { return c.index.judges[j].Level[c.index.entries[e].Category] }

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
		return len(p.Costs) == 2 && p.Costs[0] >= minimum && (!short || p.Costs[1] >= minimum && p.Costs[0] >= minimum*depth)
	case LiftLevels:
		return len(p.Costs) == 10 && levelsCount(p.Costs[p.Level:], seats)
	case MostFit:
		return len(p.Costs) == 2 && p.Costs[0] >= 0 && p.Costs[0] < 62 && p.Costs[1] >= 0 && (p.Costs[1] == 0 || p.Costs[1]*seats < 1<<p.Costs[0])
	}
	return true
}

// levelsCount says whether a seat at each level outweighs all seats at the levels above.
func levelsCount(costs []int64, seats int64) bool {
	above := int64(0)
	for _, cost := range slices.Backward(costs) {
		if cost < 0 || cost > 0 && above > 0 && cost < above*seats {
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

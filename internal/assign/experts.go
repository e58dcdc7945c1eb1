package assign

import "slices"

// Where countries or regions are capped, the experts asked for on each panel are a
// family that crosses the caps, and no flow can hold both. They are sought by prices
// on experts (Lagrange): a flow that pays for every expert on a panel gives a bound
// that no plan can pass, and exchanges of seats turn that flow into a plan. The bound
// is proved by the prices alone; where it is not reached, the gap is told.

const (
	rounds  = 60      // in which prices are moved, at most
	atWhole = 1 << 12 // an expert missing, in units of the prices
	tries   = 6_000   // exchanges looked at in one round to seat experts, and again to better the plan, at most
	effort  = 200_000 // of a search, counted in exchanges: about a second
)

// crossed says whether experts are asked for beside caps.
func (s *solver) crossed() bool { return s.policy.Experts > 0 && !s.groups.experts }

// withExperts puts the wish for experts before fit.
func (s *solver) withExperts(goals []Goal) []Goal {
	if !s.crossed() {
		return goals
	}
	at := slices.IndexFunc(goals, func(g Goal) bool { return g == MostFit || g == LinkJudges })
	if at < 0 {
		at = len(goals)
	}
	return slices.Insert(slices.Clone(goals), at, SeatExperts)
}

// asked is how many experts an active entry should have beside locked ones.
func (s *solver) asked(a int) int {
	e := s.active[a]
	n := min(s.policy.Experts, int(s.full[e]))
	for _, j := range s.locked[e] {
		if s.levels[e][j] >= s.expert() {
			n--
		}
	}
	return max(0, n)
}

// prices are a bound with what proves it.
type prices struct {
	face
	there bool
}

// crossing seeks one goal beside the wish for experts.
type crossing struct {
	*solver
	aim     aim
	most    int64 // the highest price of an expert
	missing int   // experts that may be missing; below 0 when they are what is sought
	bound   prices
	first   []int64 // where the prices begin
	seats   [][]int // the best plan so far: judges by entry
	worth   int64   // its cost
	lacks   int     // the experts that it misses
	tried   int     // exchanges looked at
}

// seatExperts seeks the fewest missing experts among the plans that are best so far.
func (s *solver) seatExperts() error {
	c := &crossing{solver: s, aim: aim{goal: SeatExperts}, most: atWhole, missing: -1}
	err := c.seek()
	s.experts, s.expertPlan = c.bound, c.seats
	if c.seats != nil && (err != nil || !slices.Contains(s.sought, MostFit)) {
		s.sit(c.seats) // no other flow comes after
	}
	return err
}

// fitWithExperts is the greatest fit among the plans that miss no more experts.
func (s *solver) fitWithExperts(a *aim) error {
	c := &crossing{solver: s, aim: *a, most: s.dearest() << a.shift}
	c.take(s.linkerOf(s.expertPlan))
	c.missing = c.lacks
	if c.missing > 0 {
		c.most = int64(2*s.bestFit()+1) << a.shift
		for _, p := range s.experts.aim.experts {
			c.first = append(c.first, c.most/atWhole*p)
		}
	}
	err := c.seek()
	if err == nil {
		s.recost(&c.bound.aim)
		s.faces = append(s.faces, c.bound.face)
	}
	s.sit(c.seats)
	return err
}

// seek moves the prices until the plan reaches the bound or the rounds are over.
func (c *crossing) seek() error {
	price, before := make([]int64, len(c.active)), 0
	for round := range rounds {
		x := c.aim
		x.experts = slices.Clone(price)
		if err := c.optimise(&x); err != nil {
			return err
		}
		bound, lack := c.value(), make([]int, len(price))
		here := c.linkerOf(nil)
		for a := range price {
			lack[a] = c.asked(a) - here.expertsOn(int(c.active[a]))
			bound += price[a] * int64(c.asked(a))
		}
		if c.missing > 0 {
			bound -= slices.Max(price) * int64(c.missing)
		}
		if !c.bound.there || bound > c.bound.total {
			c.bound = prices{face{aim: x, price: c.solver.prices(), total: bound}, true}
		}
		if c.seats == nil || !c.reached() {
			c.repair(here, tries)
			c.better(here)
			c.take(here)
		}
		if c.done() {
			return nil
		}
		if round == 0 {
			before = c.pivots // the first takes what fit alone does
		} else if c.tried+(c.pivots-before)*(1+len(c.nodes)/10_000) > c.effort() {
			c.lastRepair()
			return nil
		}
		if round == 0 && c.first != nil {
			price = slices.Clone(c.first)
		} else if !c.move(price, lack, bound, round) {
			return nil
		}
	}
	return nil
}

// effort is after how much work, counted in exchanges, no other round is begun; the
// goal that comes first gets more.
func (c *crossing) effort() int {
	if c.missing < 0 {
		return 2 * effort
	}
	return effort
}

// lastRepair looks longer for the experts whom the best plan still misses.
func (c *crossing) lastRepair() {
	if c.missing >= 0 || c.stopped() {
		return
	}
	l := c.linkerOf(c.seats)
	c.repair(l, 10*tries)
	c.take(l)
}

// reached says whether the plan is as good as the bound.
func (c *crossing) reached() bool {
	if c.missing < 0 {
		return int64(c.lacks) <= ceil(c.bound.total, atWhole)
	}
	return points(c.worth, c.aim.shift) == points(c.bound.total, c.aim.shift)
}

// expertsBound is how many experts must be missing.
func (s *solver) expertsBound() int {
	if !s.experts.there {
		return 0
	}
	return int(ceil(s.experts.total, atWhole))
}

func ceil(x, by int64) int64 { return max(0, (x+by-1)/by) }

// done says whether no better bound is of use. While experts are missing, prices that
// prove it to the last are where the search for fit begins.
func (c *crossing) done() bool {
	if c.missing < 0 {
		return c.bound.total == int64(c.lacks)*atWhole
	}
	return c.reached()
}

// move follows the experts missing and to spare (Polyak's step); without any of
// them nothing is left to do.
func (c *crossing) move(price []int64, lack []int, bound int64, round int) bool {
	norm := int64(0)
	for a := range price {
		if lack[a] > 0 && price[a] < c.most || lack[a] < 0 && price[a] > 0 {
			norm += int64(lack[a] * lack[a])
		}
	}
	if norm == 0 {
		return false
	}
	length := (c.worth-bound)/norm + 1
	if round >= rounds/3 {
		length = length/2 + 1
	}
	if round >= rounds*2/3 {
		length = length/4 + 1
	}
	for a := range price {
		price[a] = min(c.most, max(0, price[a]+length*int64(lack[a])))
	}
	return true
}

// take keeps the plan if it is the best that the goal allows.
func (c *crossing) take(l *linker) {
	lacks := l.missing()
	if c.seats != nil && c.missing >= 0 && lacks > c.missing {
		return
	}
	worth := l.costIn(&c.aim)
	if c.missing < 0 {
		worth = int64(lacks) * atWhole
	}
	if c.seats == nil || worth < c.worth {
		c.seats, c.worth, c.lacks = l.panels(), worth, lacks
	}
}

package assign

import (
	"context"
	"slices"
)

// residual is a plan as a flow that may still change: who sits where beside locked
// seats, and under which prices each step of a change is paid for. The faces of the
// solver in it are the goals that a change is measured by, in their order; under their
// prices no step of a plan that is best costs less than nothing, counted goal by goal.
type residual struct {
	*solver
	sits  [][]int32 // by active entry: the judges
	fits  [][]int32 // and how they fit
	on    [][]int32 // by judge: the active entries
	row   []int32
	rowOf int // the active entry whose row that is
}

// residualOf takes in the seats that are known and not locked.
func (p *problem) residualOf(ctx context.Context, seats []Seat) *residual {
	s := &solver{problem: p, ctx: ctx, limit: -1}
	s.activate()
	s.groups = s.groupsOf()
	r := &residual{
		solver: s, sits: make([][]int32, len(s.active)), fits: make([][]int32, len(s.active)),
		on: make([][]int32, len(s.judges)), row: make([]int32, len(s.judges)), rowOf: -1,
	}
	for _, x := range seats {
		j, e, known := p.at(x.Judge, x.Entry)
		if !known || s.place[e] < 0 || has(p.locked[e], j) {
			continue
		}
		if a := s.place[e]; !slices.Contains(r.sits[a], j) {
			r.sits[a], r.fits[a] = append(r.sits[a], j), append(r.fits[a], int32(x.Fit))
			r.on[j] = append(r.on[j], a)
		}
	}
	return r
}

// prove takes the proofs of a certificate in as faces. Bounds on experts are none.
func (r *residual) prove(proofs []Proof) error {
	for i := range proofs {
		p := &proofs[i]
		if p.Refutes || p.Goal == SeatExperts {
			continue
		}
		a, there := r.aimOf(p)
		if !there {
			return &Rejection{Claim: "shape", Goal: p.Goal}
		}
		r.faces = append(r.faces, face{aim: a, price: r.pricesOf(p), total: p.Dual})
	}
	return nil
}

// aimOf is what a proof is about; none where it has not the form of its goal.
func (r *residual) aimOf(p *Proof) (aim, bool) {
	a, costs := aim{goal: p.Goal, level: p.Level}, 0
	switch p.Goal {
	case FillSeats:
		if costs = 2; len(p.Costs) == costs {
			a.empty, a.deeper = p.Costs[0], p.Costs[1]
		}
	case LiftLevels:
		costs = copy(a.byLevel[:], p.Costs)
	case MostFit:
		if costs = 2; len(p.Costs) == costs {
			a.shift, a.ties = uint(p.Costs[0])&63, uint64(p.Costs[1])
		}
	}
	if len(p.Costs) != costs || len(p.Judges) != len(r.judges) || len(p.Entries) != len(r.entries) || len(p.Experts) != 0 && len(p.Experts) != len(r.entries) {
		return a, false
	}
	if len(p.Experts) > 0 {
		for _, e := range r.active {
			a.experts = append(a.experts, p.Experts[e])
		}
	}
	return a, true
}

// pricesOf are the prices of a proof by node. A group that it does not name has that of
// the group or entry above.
func (r *residual) pricesOf(p *Proof) []int64 {
	price := make([]int64, r.size())
	copy(price[1:], p.Judges)
	named := r.groupPrices(p)
	for a, e := range r.active {
		price[r.entryNode(a)] = p.Entries[e]
		for g := int32(r.groups.each) - 1; g >= 0; g-- { // regions before their countries
			n := r.groupNode(a, g)
			stated, there := named[n]
			if price[n] = stated; !there {
				price[n] = price[r.groupNode(a, r.groups.up[g])]
			}
		}
	}
	return price
}

func (r *residual) size() int { return 1 + len(r.judges) + len(r.active)*(1+r.groups.each) }

func (r *residual) groupPrices(p *Proof) map[int32]int64 {
	named := map[int32]int64{}
	if len(p.Groups) == 0 {
		return named
	}
	at := map[groupKey]int32{}
	for g := range int32(r.groups.each) {
		kind, name := r.groups.name(g)
		at[groupKey{kind, name}] = g
	}
	for _, x := range p.Groups {
		g, there := at[groupKey{x.Kind, x.Name}]
		e, known := r.entry[x.Entry]
		if there && known && r.place[e] >= 0 {
			named[r.groupNode(int(r.place[e]), g)] = x.Price
		}
	}
	return named
}

// openRow is the fit of every judge who may be given a seat on an active entry and has
// none there, below 0 for all others; until the next call.
func (r *residual) openRow(a int) []int32 {
	if r.rowOf != a {
		r.free(int(r.active[a]), r.row)
		bar32(r.row, r.sits[a])
		r.rowOf = a
	}
	return r.row
}

// fitOn is how a judge who sits on an active entry fits it.
func (r *residual) fitOn(j, a int) int32 {
	return r.fits[a][slices.Index(r.sits[a], int32(j))]
}

// missing is how many seats of an active entry are empty.
func (r *residual) missing(a int) int32 { return r.need[r.active[a]] - int32(len(r.sits[a])) }

// members counts who sits in a group of an active entry.
func (r *residual) members(a int, group int32) int32 {
	n := int32(0)
	for _, j := range r.sits[a] {
		for g := r.group(int(j), int(r.active[a])); g >= 0; g = r.groups.up[g] {
			if g == group {
				n++
			}
		}
	}
	return n
}

// push is one more unit of flow over an arc, or one less when back is set.
type push struct {
	what         what
	back         bool
	judge, entry int32 // by position, the entry among the active ones
	n            int32 // the fit of a pair; which seat of a load or an empty arc
}

// costOf is what a push costs in an aim.
func (r *residual) costOf(a *aim, x push) int64 {
	cost := int64(0)
	switch x.what {
	case pairArc:
		e := r.active[x.entry]
		level := r.levels[e][x.judge]
		kept := a.goal == KeepSeats && has(r.before[e], x.judge) || a.goal == swap && x.back
		cost = a.pair(x.n, level, kept, r.draw(a, int(x.judge), int(e))) - r.rebate(a, int(x.entry), level)
	case loadArc:
		cost = r.loadCost(a, int(x.judge), x.n)
	case emptyArc:
		if a.goal == FillSeats || a.goal == swap {
			cost = a.empty + a.deeper*int64(x.n-1)
		}
	case dearArc:
		if a.goal == MostFit {
			cost = int64(r.weights.Region) << a.shift
		}
	}
	if x.back {
		return -cost
	}
	return cost
}

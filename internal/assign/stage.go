package assign

import "slices"

// aim is what one run of the simplex makes least. Every arc has a cost under each
// aim; costs of pairs follow from fit, level and whether the pair stood before.
type aim struct {
	goal    Goal
	level   int       // of LiftWorst the least fit allowed, of LiftLevels the lowest level counted
	byLevel [10]int64 // of LiftLevels: the cost of a seat by its level
	empty   int64     // of FillSeats: the first empty seat of an entry
	deeper  int64     // of FillSeats: what each further one costs more
	shift   uint      // of MostFit: bits of tie-break below a point
	ties    uint64    // of MostFit: mask of the tie-break
	experts []int64   // of SeatExperts and MostFit: what an expert takes off the cost, by active entry; nil = nothing
	span    int       // of steep: how far fits lie apart
	spare   int64     // an arc that only holds the tree together
}

// steep is no goal of its own: it makes low fits so dear that the least one is nearly
// as high as it can be, from where LiftWorst has little left to do.
const steep Goal = "steep"

// swap is no goal of its own either: it counts seats that change, each that is given
// up twice, so that under a price of 1 a seat given or given up counts alike.
const swap Goal = "swap"

// pair is the cost of a seat.
func (a *aim) pair(fit int32, level int8, kept bool, tie uint64) int64 {
	switch a.goal {
	case KeepSeats:
		if kept {
			return -1
		}
	case swap:
		if kept {
			return -2
		}
	case LiftWorst:
		if int(fit) < a.level {
			return 1
		}
	case LiftLevels:
		return a.byLevel[level]
	case steep:
		x := int64(max(0, a.level-int(fit))) * 256 / int64(a.span+1)
		return x * x * x * x * x
	case MostFit:
		return int64(tie&a.ties) - int64(fit)<<a.shift
	}
	return 0
}

// what an arc stands for.
type what uint8

const (
	loadArc  what = iota // hub to judge: seats first … first+cap-1
	spareArc             // judge to hub: holds the tree together, never worth using
	emptyArc             // hub to entry: seats left empty
	pairArc              // judge to entry, or to the group of the entry that the judge counts in
	freeArc              // group upwards, within the cap
	dearArc              // group upwards, above the soft cap
)

// mark says what an arc stands for, in the numbers that its costs depend on.
type mark struct {
	what  what
	kept  bool
	level int8
	n     int32 // the fit of a pair; the first seat of a load or an empty arc
	entry int32 // of a pair, by its place among the entries to be seated
}

// cost is the cost of an arc under an aim.
func (s *solver) cost(a *aim, i int) int64 {
	m := &s.marks[i]
	switch m.what {
	case pairArc:
		e := int(s.active[m.entry])
		return a.pair(m.n, m.level, m.kept, s.draw(a, int(s.arcs[i].tail)-1, e)) - s.rebate(a, int(m.entry), m.level)
	case loadArc:
		return s.loadCost(a, int(s.arcs[i].head)-1, m.n)
	case emptyArc:
		if a.goal == FillSeats {
			return a.empty + a.deeper*int64(m.n-1)
		}
	case dearArc:
		if a.goal == MostFit {
			return int64(s.weights.Region) << a.shift
		}
	case spareArc:
		return a.spare
	}
	return 0
}

// loadCost is the price of the n-th seat of a judge.
func (p *problem) loadCost(a *aim, j int, n int32) int64 {
	switch {
	case a.goal == FillSeats && int(n) <= p.judges[j].Min:
		return -1
	case a.goal == MostFit:
		return int64(p.weights.Even*int(n)+overPrice(p.weights, int(n-p.target[j]))) << a.shift
	}
	return 0
}

// rebate is what an expert takes off the cost of a seat of an active entry.
func (p *problem) rebate(a *aim, entry int, level int8) int64 {
	if a.experts == nil || level < p.expert() {
		return 0
	}
	return a.experts[entry]
}

// low is what no seat costs less than, rebates for experts left aside.
func (a *aim) low() int64 {
	switch a.goal {
	case KeepSeats:
		return -1
	case MostFit:
		return -1 << 61
	}
	return 0
}

// draw is the seeded draw between equal pairs, where the aim has one.
func (p *problem) draw(a *aim, j, e int) uint64 {
	if a.ties == 0 {
		return 0
	}
	return mix(p.own[j] ^ p.name[e])
}

// face is an aim reached: the prices that prove it. A pair whose reduced cost
// under them is not 0 keeps its flow in every plan that is best in that aim.
type face struct {
	aim   aim
	price []int64
	total int64
}

// aimAt turns to an aim.
func (s *solver) aimAt(a *aim) {
	a.spare = s.spare(a)
	s.aim = a
}

// recost gives every arc its cost under the aim.
func (s *solver) recost(a *aim) {
	s.aimAt(a)
	for i := range s.arcs {
		s.arcs[i].cost = s.cost(a, i)
	}
	s.reprice()
}

// keep records that the aim is reached, and closes the arcs that may not change
// any more.
func (s *solver) keep() {
	f := face{aim: *s.aim, price: s.prices(), total: s.value()}
	for i := range s.arcs {
		if s.state[i] != inTree && s.reduced(i) != 0 {
			s.state[i] = closed
		}
	}
	s.faces = append(s.faces, f)
}

// value is the cost of the present flow.
func (s *solver) value() int64 {
	sum := int64(0)
	for i := range s.arcs {
		sum += int64(s.arcs[i].flow) * s.arcs[i].cost
	}
	return sum
}

func (s *solver) prices() []int64 { return slices.Clone(s.potential) }

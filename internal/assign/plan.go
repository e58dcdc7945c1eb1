package assign

import (
	"cmp"
	"context"
	"errors"
	"slices"
)

// Seat is one judge on one entry; Fit and Price are in points of the policy's weights.
type Seat struct {
	Judge  string `json:"judge"`
	Entry  string `json:"entry"`
	Level  int    `json:"level"`
	Fit    int    `json:"fit"`
	Price  int    `json:"price"` // points that the plan is sure to lose without this seat; 0 = perhaps none
	Locked bool   `json:"locked,omitempty"`
}

// Shortage says why an entry is Missing judges: how many are barred, by reason,
// and which open judges are full. Those who already sit on it count in neither.
type Shortage struct {
	Entry   string         `json:"entry"`
	Need    int            `json:"need"`
	Missing int            `json:"missing"`
	Barred  map[Reason]int `json:"barred"`
	Full    []string       `json:"full"`
}

// Load is what one judge has to read against the limits; Target is the one used.
type Load struct {
	Judge  string `json:"judge"`
	Load   int    `json:"load"`
	Min    int    `json:"min"`
	Target int    `json:"target"`
	Max    int    `json:"max"`
	Price  int    `json:"price"` // points that one more seat of this judge would gain the plan at most; below 0 it would lose
}

// Plan is a proposal in canonical order: seats by entry and judge, the rest by id,
// Worst by fit from the least. Filled of Needed seats are taken. Witnesses say why
// seats stay empty or minimum loads are not reached; none when all is well.
type Plan struct {
	Seats        []Seat      `json:"seats"`
	Unfilled     []Shortage  `json:"unfilled"`
	Witnesses    []Witness   `json:"witnesses"`
	Loads        []Load      `json:"loads"`
	Worst        []Seat      `json:"worst"`
	WorstEntries []EntryFit  `json:"worst_entries"`
	Goals        []GoalValue `json:"goals"`
	Pools        []Pool      `json:"pools"`
	Needed       int         `json:"needed"`
	Filled       int         `json:"filled"`
	Fit          int         `json:"fit"`
	Policy       Policy      `json:"policy"`
	Certificate  Certificate `json:"certificate"`
}

// EntryFit is the fit of an entry's panel in sum.
type EntryFit struct {
	Entry string `json:"entry"`
	Fit   int    `json:"fit"`
	Best  int    `json:"best"` // what it would be if the entry had first choice of all judges
}

// GoalValue is how well a goal is met. LiftWorst and MostFit grow, all others
// shrink as they get better. Proved: no plan that is as good in the goals before
// it has a better value; else none is better than Bound.
type GoalValue struct {
	Goal   Goal `json:"goal"`
	Level  int  `json:"level,omitempty"` // of LiftLevels: the level whose seats are counted
	Value  int  `json:"value"`
	Bound  int  `json:"bound"`
	Proved bool `json:"proved"`
}

// Gap is how much better a plan could still be in this goal.
func (v GoalValue) Gap() int { return max(v.Value-v.Bound, v.Bound-v.Value) }

// Pool is how the judges of one category are linked by the entries that they
// share, which is what makes their scores comparable.
type Pool struct {
	Category   string     `json:"category"`
	Components [][]string `json:"components"` // judges in groups that share no entry; one group is best
	Pivots     []string   `json:"pivots"`     // judges without whom the rest would fall apart
	Thin       []string   `json:"thin"`       // judges who do not share two entries with each of two others
	Lambda2    float64    `json:"lambda2"`    // algebraic connectivity; 0 when there are several components
	Variance   float64    `json:"variance"`   // mean variance of a difference of two judges' severities, in units of a score's; 0 when there are several components
}

const worstSeats = 10

// Propose finds the plan that fills the most seats, shares out what is short,
// reaches minimum loads and then seeks the goals of the policy. Locked seats stay
// even beyond a maximum. When ctx ends first it returns the best plan so far with
// ErrCancelled, and Goals say how far from the best it may be; a faulty input gives
// a RowError.
func Propose(ctx context.Context, in Input) (Plan, error) {
	if err := in.Check(); err != nil {
		return Plan{}, err
	}
	p := newProblem(in)
	s, err := solve(ctx, p, p.policy.goals())
	if err != nil && !errors.Is(err, ErrCancelled) {
		return Plan{}, err
	}
	return s.plan(in), err
}

// goals are those named, in their order.
func (p Policy) goals() []Goal {
	if len(p.Goals) == 0 {
		return Goals()
	}
	return slices.DeleteFunc(Goals(), func(g Goal) bool { return !slices.Contains(p.Goals, g) })
}

// Hash is the SHA-256 of the plan's canonical JSON, in hexadecimal.
func (p Plan) Hash() string { return hashOf(p) }

// sits is a seat by positions.
type sits struct {
	judge, entry int
	fit          int32
	locked       bool
	arc          int // in the solver, or -1
}

// taken lists all seats, by entry and judge.
func (s *solver) taken() []sits {
	var all []sits
	row := make([]int32, len(s.judges))
	for e, judges := range s.locked {
		if len(judges) > 0 {
			s.row(e, row)
		}
		for _, j := range judges {
			all = append(all, sits{int(j), e, max(0, row[j]), true, -1})
		}
	}
	s.seated(func(i int, m *mark) {
		all = append(all, sits{int(s.arcs[i].tail) - 1, int(s.active[m.entry]), m.n, false, i})
	})
	slices.SortFunc(all, func(a, b sits) int { return cmp.Or(cmp.Compare(a.entry, b.entry), cmp.Compare(a.judge, b.judge)) })
	return all
}

// plan describes what the solver has reached.
func (s *solver) plan(in Input) Plan {
	plan := Plan{
		Seats: []Seat{}, Unfilled: []Shortage{}, Witnesses: []Witness{}, WorstEntries: []EntryFit{},
		Goals: []GoalValue{}, Pools: []Pool{}, Policy: s.policy, Needed: s.seats, Loads: []Load{},
	}
	load, gap := make([]int, len(s.judges)), s.fitGap()
	for _, t := range s.taken() {
		load[t.judge]++
		plan.Fit += int(t.fit)
		plan.Seats = append(plan.Seats, Seat{
			Judge: s.judges[t.judge].ID, Entry: s.entries[t.entry].ID, Level: int(s.levels[t.entry][t.judge]),
			Fit: int(t.fit), Price: s.seatPrice(t.arc, gap), Locked: t.locked,
		})
	}
	plan.Loads = s.loadsOf(load)
	s.priceLoads(plan.Loads, gap)
	plan.Unfilled = s.unfilled(in, load)
	for _, e := range s.full {
		plan.Filled += int(e)
	}
	for _, u := range plan.Unfilled {
		plan.Filled -= u.Missing
	}
	plan.Worst, plan.WorstEntries = worst(plan.Seats), s.worstEntries(plan.Seats)
	plan.Goals = s.values(plan)
	if s.stopped() {
		return plan // what it has, at once and without proof
	}
	plan.Pools = Pools(in, seatPairs(plan.Seats))
	if len(s.faces) > 0 && (s.empty() > 0 || s.under() > 0) {
		plan.Witnesses = s.witnesses(in)
	}
	plan.Certificate = s.certificate(in)
	plan.seal()
	return plan
}

// fitFace is the proof of greatest fit, or nil.
func (s *solver) fitFace() *face {
	if n := len(s.faces); n > 0 && s.faces[n-1].aim.goal == MostFit {
		return &s.faces[n-1]
	}
	return nil
}

// fitGap is how far the plan's cost in fit is from what its prices prove: linking
// judges and seating experts may have cost some.
func (s *solver) fitGap() int64 {
	f := s.fitFace()
	if f == nil {
		return 0
	}
	return s.fitCost(f) - f.total
}

// fitCost is what the present flow costs in fit, the prices of experts left aside.
func (s *solver) fitCost(f *face) int64 {
	sum := s.value()
	if f.aim.experts != nil {
		s.seated(func(_ int, m *mark) {
			if m.level >= s.expert() {
				sum += f.aim.experts[m.entry]
			}
		})
	}
	return sum
}

// seatPrice is what the plan would lose at least without the seat, in whole points.
func (s *solver) seatPrice(arc int, gap int64) int {
	f := s.fitFace()
	if f == nil || arc < 0 {
		return 0
	}
	x := &s.arcs[arc]
	r := x.cost + f.price[x.tail] - f.price[x.head]
	return int(max(0, -r-gap) >> f.aim.shift)
}

// priceLoads says what one more seat of each judge would bring at most.
func (s *solver) priceLoads(loads []Load, gap int64) {
	f := s.fitFace()
	if f == nil {
		return
	}
	for j := range loads {
		if s.room[j] > 0 {
			loads[j].Price = int((f.price[s.judgeNode(j)] + gap) >> f.aim.shift)
		}
	}
}

// unfilled says of every entry that is short why.
func (s *solver) unfilled(in Input, load []int) []Shortage {
	all := []Shortage{}
	missing := make([]int, len(s.active))
	for a, e := range s.active {
		missing[a] = int(s.need[e])
	}
	s.seated(func(_ int, m *mark) { missing[m.entry]-- })
	for a, n := range missing {
		if n > 0 {
			all = append(all, s.shortage(in, int(s.active[a]), n, load))
		}
	}
	return all
}

func (s *solver) shortage(in Input, e, missing int, load []int) Shortage {
	u := Shortage{Entry: s.entries[e].ID, Need: s.entries[e].Need, Missing: missing, Barred: map[Reason]int{}, Full: []string{}}
	for j := range s.judges {
		if why, barred := s.barRow(in, j, e); barred {
			u.Barred[why]++
		} else if i := s.pairOf(j, int(s.place[e])); (i < 0 || s.arcs[i].flow == 0) && !has(s.locked[e], int32(j)) && load[j] >= min(s.judges[j].Max, len(s.entries)) {
			u.Full = append(u.Full, s.judges[j].ID)
		}
	}
	return u
}

// values are the goals sought and how well they are met.
func (s *solver) values(plan Plan) []GoalValue {
	proved := map[Goal]bool{}
	for i := range s.faces {
		proved[s.faces[i].aim.goal] = true
	}
	empty, under := plan.Needed-plan.Filled, 0
	for _, l := range plan.Loads {
		under += max(0, l.Min-l.Load)
	}
	all := []GoalValue{
		settled(FillSeats, empty, zero, proved[FillSeats]),
		settled(MeetMinimum, under, zero, proved[FillSeats]),
	}
	for _, g := range s.sought {
		switch g {
		case KeepSeats:
			all = append(all, settled(g, s.given(), zero, proved[g]))
		case LiftWorst:
			all = append(all, settled(g, max(0, s.leastFit()), s.bestFit, proved[g] || proved[FillSeats] && s.leastFit() < 0))
		case LiftLevels:
			all = append(all, s.levelValues(plan, proved[g])...)
		case SeatExperts:
			all = append(all, settled(g, s.linkerOf(nil).missing(), s.expertsBound, false))
		case MostFit:
			all = append(all, s.fitValue(plan, proved[g]))
		case LinkJudges:
			all = append(all, settled(g, s.parts, s.linkBound, s.parts == 0))
		}
	}
	return all
}

// settled is a value that is its own bound when it is proved best.
func settled(g Goal, value int, bound func() int, proved bool) GoalValue {
	v := GoalValue{Goal: g, Value: value, Bound: value, Proved: proved}
	if !proved {
		v.Bound = bound()
		v.Proved = v.Bound == value
	}
	return v
}

// fitValue is the fit less prices. Its bound is what the prices leave: a draw never
// makes up a whole point.
func (s *solver) fitValue(plan Plan, proved bool) GoalValue {
	v := settled(MostFit, plan.Fit-s.paid(plan), func() int { return s.fitBound(plan) }, proved)
	if f := s.fitFace(); f != nil {
		v.Bound = v.Value + int(points(f.total, f.aim.shift)-points(s.fitCost(f), f.aim.shift))
		v.Proved = v.Bound == v.Value
	}
	return v
}

// points are the whole points that a cost stands for, its draws taken off.
func points(cost int64, shift uint) int64 { return (1<<shift - 1 - cost) >> shift }

// worstEntries are the panels of least fit in sum, beside what each could have had.
func (s *solver) worstEntries(seats []Seat) []EntryFit {
	sum := make([]int, len(s.entries))
	for _, seat := range seats {
		sum[s.entry[seat.Entry]] += seat.Fit
	}
	all, row := []EntryFit{}, make([]int32, len(s.judges))
	for e := range sum {
		if s.full[e] > 0 {
			all = append(all, EntryFit{Entry: s.entries[e].ID, Fit: sum[e]})
		}
	}
	slices.SortStableFunc(all, func(a, b EntryFit) int { return cmp.Compare(a.Fit, b.Fit) })
	all = all[:min(worstSeats, len(all))]
	for i := range all {
		e := s.entry[all[i].Entry]
		s.row(e, row)
		for _, f := range bestOf(row, int(s.full[e])) {
			all[i].Best += int(f)
		}
	}
	return all
}

func zero() int { return 0 }

// given counts the previous seats that might have stayed and did not.
func (s *solver) given() int {
	n := 0
	row := make([]int32, len(s.judges))
	for e, judges := range s.before {
		if s.place[e] < 0 || len(judges) == 0 {
			continue
		}
		s.free(e, row)
		for _, j := range judges {
			if i := s.pairOf(int(j), int(s.place[e])); row[j] >= 0 && (i < 0 || s.arcs[i].flow == 0) {
				n++
			}
		}
	}
	return n
}

func (s *solver) levelValues(plan Plan, proved bool) []GoalValue {
	var all []GoalValue
	for _, l := range s.levelsUsed() {
		n := 0
		for _, seat := range plan.Seats {
			if seat.Level == l {
				n++
			}
		}
		v := settled(LiftLevels, n, zero, proved)
		v.Level = l
		all = append(all, v)
	}
	return all[:max(0, len(all)-1)]
}

// paid is the price of all loads and of regions above their cap, in points.
func (s *solver) paid(plan Plan) int {
	a, sum := &aim{goal: MostFit}, int64(0)
	for j, l := range plan.Loads {
		for n := int(s.held[j]) + 1; n <= l.Load; n++ {
			sum += s.loadCost(a, j, int32(n))
		}
	}
	for i := range s.marks {
		if s.marks[i].what == dearArc {
			sum += int64(s.arcs[i].flow) * int64(s.weights.Region)
		}
	}
	return int(sum)
}

// bestFit is the greatest fit of any pair, which bounds the worst seat.
func (s *solver) bestFit() int {
	best := int(s.highest)
	if best == 0 {
		s.alone(func(fit []int32, _ int) { best = max(best, int(slices.Max(append(fit, 0)))) })
	}
	return best
}

// fitBound is what no plan can exceed in fit if every entry had first choice.
func (s *solver) fitBound(plan Plan) int {
	sum := 0
	for _, seat := range plan.Seats {
		if seat.Locked {
			sum += seat.Fit
		}
	}
	if s.ceiling > 0 {
		return sum + int(s.ceiling)
	}
	s.alone(func(fit []int32, a int) {
		for _, f := range bestOf(fit, int(s.need[s.active[a]])) {
			sum += int(f)
		}
	})
	return sum
}

func worst(seats []Seat) []Seat {
	w := slices.Clone(seats)
	slices.SortStableFunc(w, func(a, b Seat) int { return cmp.Compare(a.Fit, b.Fit) })
	return w[:min(worstSeats, len(w))]
}

// seatOf describes a pair; a barred one has fit 0.
func (p *problem) seatOf(j, e int) Seat {
	row := make([]int32, len(p.judges))
	p.row(e, row)
	return Seat{
		Judge: p.judges[j].ID, Entry: p.entries[e].ID, Level: int(p.levels[e][j]), Fit: max(0, int(row[j])),
	}
}

func (p *problem) loadsOf(load []int) []Load {
	out := make([]Load, len(p.judges))
	for i, j := range p.judges {
		out[i] = Load{Judge: j.ID, Load: load[i], Min: j.Min, Target: int(p.target[i]), Max: j.Max}
	}
	return out
}

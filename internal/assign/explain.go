package assign

import (
	"cmp"
	"context"
	"slices"
)

// Verdict says how a judge and an entry stand to each other in a plan.
type Verdict string

// The verdicts.
const (
	IsLocked Verdict = "locked" // seated by a person or by a scoresheet begun
	IsSeated Verdict = "seated"
	IsBarred Verdict = "barred"
	IsFree   Verdict = "free" // may sit there and does not
)

// Hindrance says why a judge who may sit on an entry can be given no seat there.
type Hindrance string

// The hindrances.
const (
	JudgeTaken   Hindrance = "judge"   // locked seats take all that the judge may read
	EntryTaken   Hindrance = "entry"   // locked seats take all that the entry needs
	SpreadTaken  Hindrance = "spread"  // locked seats take all that the judge's country may have there
	ExpertsTaken Hindrance = "experts" // the seats that are not locked are for experts
)

// Explanation says why a judge reads an entry or does not, and what the opposite would
// bring about: the best plan by the same goals in their order that has the pair, or has
// it not. The pair itself is set aside in LiftWorst; of the other seats as few as can
// be fit less than the worst one does now, and the worst of them as well as it can.
// Moves lead to such a plan. Changes compare both plans by the same measure.
type Explanation struct {
	Judge   string  `json:"judge"`
	Entry   string  `json:"entry"`
	Verdict Verdict `json:"verdict"`
	Reason  Reason  `json:"reason,omitempty"` // why barred
	// Hindrance is why a free pair cannot be tried.
	Hindrance Hindrance `json:"hindrance,omitempty"`
	Fit       int       `json:"fit"`
	// Price is what the opposite costs at least in the points of MostFit, where no goal
	// before that changes.
	Price   int          `json:"price"`
	Changes []GoalChange `json:"changes"` // goals that would end otherwise, in their order
	Moves   []SeatMove   `json:"moves"`   // seats that would come and go, this pair included
	// Proved: no plan with the opposite is better by the goals up to MostFit. It is not
	// where the plan itself is not proved best. How judges are linked is measured only.
	Proved bool `json:"proved"`
}

// GoalChange is the value of a goal before and after.
type GoalChange struct {
	Goal   Goal `json:"goal"`
	Level  int  `json:"level,omitempty"`
	Before int  `json:"before"`
	After  int  `json:"after"`
}

// SeatMove is a seat that a change gives to a judge or takes away.
type SeatMove struct {
	Judge string `json:"judge"`
	Entry string `json:"entry"`
	Gives bool   `json:"gives"`
}

// Explain says why plan, made from in, has or has not the judge on the entry, and
// what the opposite would cost. It believes the plan's certificate, which Check
// verifies; of a plan without one it says what Exchange says. An unknown id gives a
// RowError, an ended context ErrCancelled.
//
// Why no other plan need be sought: the plan is a flow, and its certificate holds
// prices under which no exchange pays. One seat more or less is one unit of flow, the
// best answer to it one way through the plan (Busacker and Gowen 1960), and every other
// exchange that could come with it pays as little as before.
func Explain(ctx context.Context, in Input, plan Plan, judge, entry string) (Explanation, error) {
	if len(plan.Certificate.Proofs) == 0 {
		return Exchange(ctx, in, seatPairs(plan.Seats), judge, entry)
	}
	t, err := whatIfOf(ctx, in, plan.Seats, judge, entry)
	if err != nil || !t.open() {
		return t.Explanation, err
	}
	if err := t.prove(plan.Certificate.Proofs); err != nil {
		return t.Explanation, err
	}
	if err := t.try(); err != nil {
		return t.Explanation, err
	}
	t.changes(plan.Goals)
	t.weigh(plan)
	if plan.Filled == plan.Needed {
		t.shorten(plan.Goals)
	}
	return t.Explanation, nil
}

// shorten takes the way that changes the fewest seats where it is as good: the draw
// between equal plans, which the prices count too, asks nobody to move. Where seats are
// empty their number alone does not tell how they are shared out, so the way stays.
func (t *whatIf) shorten(goals []GoalValue) {
	emptied := slices.ContainsFunc(t.Changes, func(c GoalChange) bool { return c.Goal == FillSeats })
	if len(t.changed) <= 4 || emptied {
		return
	}
	short := *t
	few := *t.residual
	few.solver = &solver{problem: t.problem, ctx: t.ctx, active: t.active, place: t.place, groups: t.groups}
	short.residual, short.Moves, short.Changes = &few, []SeatMove{}, []GoalChange{}
	short.calm()
	if short.try() != nil || len(short.changed) == 0 || len(short.changed) >= len(t.changed) {
		return
	}
	short.changes(goals)
	if slices.Equal(short.Changes, t.Changes) && short.lowered() == t.lowered() {
		t.Moves = short.Moves
	}
}

// lowered counts the seats given beside the pair that fit less than the worst does now.
func (t *whatIf) lowered() int {
	n, level := 0, t.leastNow()
	for _, m := range t.changed[1:] {
		if m.on && t.seats.fit(m.judge, m.entry) < level {
			n++
		}
	}
	return n
}

// whatIf is a pair that is given a seat, or whose seat is taken away.
type whatIf struct {
	*residual
	Explanation
	j, e     int
	from, to int32 // the nodes between which a way mends the plan
	way      *route
	changed  []move  // the pair's own move first
	seats    *linker // all seats as they are
}

func whatIfOf(ctx context.Context, in Input, seats []Seat, judge, entry string) (*whatIf, error) {
	t := &whatIf{Explanation: Explanation{Judge: judge, Entry: entry, Verdict: IsFree, Changes: []GoalChange{}, Moves: []SeatMove{}}}
	if err := in.Check(); err != nil {
		return t, err
	}
	p := newProblem(in)
	if field := p.missing(judge, entry); field != "" {
		return t, &RowError{Kind: ErrUnknownID, List: "pair", Field: field, Judge: judge, Entry: entry}
	}
	t.j, t.e = p.index.judge[judge], p.entry[entry]
	t.residual = p.residualOf(ctx, seats)
	row := make([]int32, len(p.judges))
	p.row(t.e, row)
	t.Fit = int(max(0, row[t.j]))
	why, barred := p.barRow(in, t.j, t.e)
	switch {
	case has(p.locked[t.e], int32(t.j)):
		t.Verdict = IsLocked
	case barred:
		t.Verdict, t.Reason = IsBarred, why
	case t.seated():
		t.Verdict = IsSeated
	default:
		t.Hindrance = t.hindrance()
	}
	return t, nil
}

// seated says whether the judge sits on the entry.
func (t *whatIf) seated() bool {
	a := t.place[t.e]
	return a >= 0 && slices.Contains(t.sits[a], int32(t.j))
}

// open says whether there is an opposite to try.
func (t *whatIf) open() bool {
	return t.residual != nil && (t.Verdict == IsSeated || t.Verdict == IsFree && t.Hindrance == "")
}

// hindrance is what leaves no seat to the pair, whoever else gave theirs up.
func (t *whatIf) hindrance() Hindrance {
	a := int(t.place[t.e])
	switch {
	case a < 0:
		return EntryTaken
	case t.room[t.j] == 0 && len(t.on[t.j]) == 0:
		return JudgeTaken
	case t.groups.each == 0:
		return ""
	}
	for g := t.group(t.j, t.e); g >= 0; g = t.groups.up[g] {
		switch most, soft := t.cap(a, g); {
		case soft || most > 0 || t.members(a, g) > 0:
		case t.groups.experts:
			return ExpertsTaken
		default:
			return SpreadTaken
		}
	}
	return ""
}

// try finds the seats that change with the pair.
func (t *whatIf) try() error {
	a := int(t.place[t.e])
	t.from, t.to = t.head(t.j, a), t.judgeNode(t.j)
	if t.Verdict == IsSeated {
		t.from, t.to = t.to, t.from
	}
	t.way = &route{residual: t.residual, goals: t.faces, judge: t.j, entry: a}
	if !t.seek() {
		if t.stopped() {
			return t.cancelled()
		}
		t.Hindrance = EntryTaken // only where seats by hand leave no way
		return nil
	}
	t.changed = append([]move{{t.j, t.e, t.Verdict == IsFree}}, t.way.moves(t.from)...)
	for _, m := range t.changed {
		t.Moves = append(t.Moves, SeatMove{t.judges[m.judge].ID, t.entries[m.entry].ID, m.on})
	}
	slices.SortFunc(t.Moves, SeatMove.compare)
	return nil
}

// seek finds the way. The level of the worst seat is no sum: where seats below it must
// be given for the sake of the goals before, the highest level that allows them is
// sought first.
func (t *whatIf) seek() bool {
	at := slices.IndexFunc(t.faces, func(f face) bool { return f.aim.goal == LiftWorst })
	if at < 0 {
		return t.way.find(t.from, t.to)
	}
	level := int32(t.faces[at].aim.level)
	t.way.floor = level
	there := t.way.find(t.from, t.to)
	if there && !slices.ContainsFunc(t.way.at(t.from)[:at], func(x int64) bool { return x != 0 }) {
		return true
	}
	t.way.goals, t.way.wide, t.way.floor = t.faces[:at], level, 0
	if level == 0 || !t.way.find(t.from, t.to) {
		t.way.goals, t.way.wide = t.faces, 0
		return level == 0 && there
	}
	t.way.floor = int32(-t.way.at(t.from)[at])
	t.way.goals, t.way.wide = t.faces, 0
	return t.way.find(t.from, t.to)
}

// weigh says how far the answer is proved, from what the way costs at least.
func (t *whatIf) weigh(plan Plan) {
	at := slices.IndexFunc(plan.Certificate.Proofs, func(p Proof) bool { return p.Goal == MostFit })
	sought := func(g Goal) bool {
		return slices.ContainsFunc(plan.Goals, func(v GoalValue) bool { return v.Goal == g })
	}
	t.Proved = !sought(SeatExperts)
	last := len(t.faces) - 1
	if at < 0 || t.faces[last].aim.goal != MostFit {
		t.Proved = t.Proved && !sought(MostFit)
		return
	}
	cost := t.own()
	for i, c := range t.way.at(t.from) {
		cost[i] += c
	}
	p, shift := &plan.Certificate.Proofs[at], t.faces[last].aim.shift
	least := points(p.Primal, shift) - points(p.Dual+cost[last], shift)
	t.Proved = t.Proved && int(least) == t.seats.costOf(t.changed)
	if !slices.ContainsFunc(cost[:last], func(x int64) bool { return x != 0 }) {
		t.Price = max(0, int(least))
	}
}

// own is what the pair itself costs by goal under the prices, nothing where it is less
// than that.
func (t *whatIf) own() []int64 {
	a := t.place[t.e]
	x := push{what: pairArc, back: t.Verdict == IsSeated, judge: int32(t.j), entry: a, n: int32(t.Fit)}
	cost := make([]int64, len(t.faces))
	for i := range t.faces {
		f := &t.faces[i]
		cost[i] = t.costOf(&f.aim, x) + f.price[t.to] - f.price[t.from]
	}
	if slices.Compare(cost, make([]int64, len(cost))) < 0 {
		clear(cost)
	}
	return cost
}

// Moves lists the seats that differ between two plans by entry and judge, those
// taken away before those given.
func Moves(before, after []Pair) []SeatMove {
	moves, is, was := []SeatMove{}, map[Pair]bool{}, map[Pair]bool{}
	for _, p := range after {
		is[p] = true
	}
	for _, p := range before {
		if was[p] = true; !is[p] {
			moves = append(moves, SeatMove{p.Judge, p.Entry, false})
		}
	}
	for _, p := range after {
		if !was[p] {
			moves = append(moves, SeatMove{p.Judge, p.Entry, true})
		}
	}
	slices.SortFunc(moves, SeatMove.compare)
	return moves
}

// compare orders moves by entry, then those that take away before those that give,
// then by judge.
func (m SeatMove) compare(n SeatMove) int {
	switch {
	case m.Entry != n.Entry:
		return cmp.Compare(m.Entry, n.Entry)
	case m.Gives != n.Gives && n.Gives:
		return -1
	case m.Gives != n.Gives:
		return 1
	}
	return cmp.Compare(m.Judge, n.Judge)
}

func seatPairs(seats []Seat) []Pair {
	out := make([]Pair, len(seats))
	for i, s := range seats {
		out[i] = Pair{s.Judge, s.Entry}
	}
	return out
}

package assign

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
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
// reaches minimum loads and then has the greatest fit less load price. Locked
// seats stay even beyond a maximum. When ctx ends first it returns the best plan
// so far with ErrCancelled; a faulty input gives a RowError.
func Propose(ctx context.Context, in Input) (Plan, error) {
	if err := in.Check(); err != nil {
		return Plan{}, err
	}
	t, err := solve(ctx, newNetwork(in), in.Locked)
	return t.plan(in.Policy), err
}

// Hash is the SHA-256 of the plan's canonical JSON, in hexadecimal.
func (p Plan) Hash() string {
	text, _ := json.Marshal(p) // ids, integers and sorted maps: cannot fail
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

func (t *table) plan(p Policy) Plan {
	p.Weights = p.weights()
	plan := Plan{Seats: []Seat{}, Unfilled: []Shortage{}, Witnesses: []Witness{}, WorstEntries: []EntryFit{}, Goals: []GoalValue{}, Pools: []Pool{}, Loads: t.loadsOf(t.load), Policy: p}
	locked := map[Pair]bool{}
	for _, l := range t.locked {
		locked[l] = true
	}
	for e := range t.entries {
		plan.Needed += t.need[e]
		plan.Filled += t.need[e] - t.empty[e]
		for j := range t.judges {
			if t.sits[j*len(t.entries)+e] {
				s := t.seatOf(j, e)
				s.Locked = locked[Pair{s.Judge, s.Entry}]
				plan.Seats, plan.Fit = append(plan.Seats, s), plan.Fit+s.Fit
			}
		}
		if t.empty[e] > 0 {
			plan.Unfilled = append(plan.Unfilled, t.shortageOf(e))
		}
	}
	plan.Worst = worst(plan.Seats)
	return plan
}

// seatOf describes a pair; a barred one has fit 0.
func (n *network) seatOf(j, e int) Seat {
	return Seat{
		Judge: n.judges[j].ID, Entry: n.entries[e].ID,
		Level: n.judges[j].Level[n.entries[e].Category],
		Fit:   max(0, int(n.fit[j*len(n.entries)+e])),
	}
}

func (t *table) shortageOf(e int) Shortage {
	s := Shortage{
		Entry: t.entries[e].ID, Need: t.need[e], Missing: t.empty[e],
		Barred: map[Reason]int{}, Full: []string{},
	}
	for j := range t.judges {
		if why, barred := t.bar(j, e); barred {
			s.Barred[why]++
		} else if t.takes(j, e) && t.load[j] >= len(t.loads[j]) {
			s.Full = append(s.Full, t.judges[j].ID)
		}
	}
	return s
}

func (n *network) loadsOf(load []int) []Load {
	seats := 0
	for _, k := range n.need {
		seats += k
	}
	out := make([]Load, len(n.judges))
	for i, j := range n.judges {
		out[i] = Load{Judge: j.ID, Load: load[i], Min: j.Min, Target: targetOf(j, seats, len(n.judges)), Max: j.Max}
	}
	return out
}

func worst(seats []Seat) []Seat {
	w := slices.Clone(seats)
	slices.SortStableFunc(w, func(a, b Seat) int { return cmp.Compare(a.Fit, b.Fit) })
	return w[:min(worstSeats, len(w))]
}

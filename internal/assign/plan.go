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
	Price  int    `json:"price"` // points that the plan is sure to lose without this seat; 0 = perhaps none, or a goal before fit holds the seat
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
	// Price is the points that one more seat of this judge would gain the plan at most;
	// below 0 it would lose. Nil where no chain of exchanges can give them another seat
	// while the goals before fit keep their values: then there is nothing to price.
	Price *int `json:"price,omitempty"`
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

// Propose finds the plan that fills the most seats, shares out what is short,
// reaches minimum loads and then seeks the goals of the policy. Locked seats stay
// even beyond a maximum. When ctx ends first it returns the best plan so far with
// ErrCancelled and without a certificate, and Goals say how far from the best it may
// be; a faulty input gives a RowError.
func Propose(ctx context.Context, in Input) (Plan, error) {
	p, err := ready(in)
	if err != nil {
		return Plan{}, err
	}
	s, err := solve(ctx, p, p.policy.goals())
	if err != nil && !errors.Is(err, ErrCancelled) {
		return Plan{}, err
	}
	plan, late := s.plan(in)
	return plan, cmp.Or(err, late)
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

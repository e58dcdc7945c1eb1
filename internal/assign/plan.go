package assign

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
)

// Seat is one judge on one entry; Fit is in points of the policy's weights.
type Seat struct {
	Judge  string `json:"judge"`
	Entry  string `json:"entry"`
	Level  int    `json:"level"`
	Fit    int    `json:"fit"`
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
}

// Plan is a proposal in canonical order: seats by entry and judge, the rest by id,
// Worst by fit from the least. Filled of Needed seats are taken.
type Plan struct {
	Seats    []Seat     `json:"seats"`
	Unfilled []Shortage `json:"unfilled"`
	Loads    []Load     `json:"loads"`
	Worst    []Seat     `json:"worst"`
	Needed   int        `json:"needed"`
	Filled   int        `json:"filled"`
	Fit      int        `json:"fit"`
	Policy   Policy     `json:"policy"`
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
	plan := Plan{Seats: []Seat{}, Unfilled: []Shortage{}, Loads: t.loadsOf(t.load), Policy: p}
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

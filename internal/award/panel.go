package award

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
)

// PanelPlan is the draft of a round's panels: who is to read what, before the
// Secretariat publishes it and it becomes seats.
type PanelPlan struct {
	Edition ID         `json:"-"`
	Round   int        `json:"round"`
	Seats   []PlanSeat `json:"seats"`
	// Proposed is the hash of the engine's plan from which the draft began.
	Proposed  string `json:"proposed"`
	Seed      int64  `json:"seed"` // the draw that settled equal choices
	Version   int    `json:"-"`    // 0 = there is no draft yet
	Made      Time   `json:"-"`
	By        ID     `json:"-"`
	Published Time   `json:"-"` // 0 = still a draft
}

// PlanSeat is one judge on one entry in a draft.
type PlanSeat struct {
	Entry ID `json:"entry"`
	Judge ID `json:"judge"`
}

// Of returns the judges of an entry in the draft, in their order there.
func (p PanelPlan) Of(entry ID) []ID {
	var judges []ID
	for _, s := range p.Seats {
		if s.Entry == entry {
			judges = append(judges, s.Judge)
		}
	}
	return judges
}

// Set replaces the judges of an entry in the draft.
func (p *PanelPlan) Set(entry ID, judges []ID) {
	p.Seats = slices.DeleteFunc(slices.Clone(p.Seats), func(s PlanSeat) bool { return s.Entry == entry })
	for _, j := range judges {
		p.Seats = append(p.Seats, PlanSeat{Entry: entry, Judge: j})
	}
}

// Hash is the SHA-256, in hexadecimal, of the draft's canonical JSON: the same
// panels give the same hash in whatever order they were made.
func (p PanelPlan) Hash() string {
	p.Seats = slices.Clone(p.Seats)
	slices.SortFunc(p.Seats, func(a, b PlanSeat) int {
		return cmp.Or(cmp.Compare(a.Entry, b.Entry), cmp.Compare(a.Judge, b.Judge))
	})
	text, _ := json.Marshal(p) // names and integers: cannot fail
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

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
	// Proposed is the hash of the engine's plan from which the draft began, and
	// Certificate that of its proof.
	Proposed    string      `json:"proposed"`
	Certificate string      `json:"certificate,omitempty"`
	Policy      PanelPolicy `json:"policy"`
	Seed        int64       `json:"seed"` // the draw that settled equal choices
	Version     int         `json:"-"`    // 0 = there is no draft yet
	Made        Time        `json:"-"`
	By          ID          `json:"-"`
	Published   Time        `json:"-"` // 0 = still a draft
}

// PanelPolicy is how the Secretariat wants panels to be made. Points and prices
// are compared with each other only: 0 means that it does not matter.
type PanelPolicy struct {
	// Judges is how many read each entry; 0 = as the edition says.
	Judges int `json:"judges,omitempty"`
	// Expertise is the worth of each level of expertise in the entry's category,
	// Language that of reading its language.
	Expertise int `json:"expertise"`
	Language  int `json:"language"`
	// Over is the price of a judge's first entry above the target, Steep how much
	// dearer each further one is, Even what makes loads alike below it.
	Over  int `json:"over"`
	Steep int `json:"steep"`
	Even  int `json:"even"`
	// CountryMost is how many judges of one country may sit on a panel, 0 = any.
	CountryMost int `json:"country_most,omitempty"`
	// RegionMost is how many judges of one region sit on a panel without the
	// price Region for each above it, 0 = any.
	RegionMost int `json:"region_most,omitempty"`
	Region     int `json:"region,omitempty"`
	// Experts is how many judges of a panel must know the category well.
	Experts int `json:"experts,omitempty"`
	// Budget is how many points linking the judges of a category may cost.
	Budget int `json:"budget,omitempty"`
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

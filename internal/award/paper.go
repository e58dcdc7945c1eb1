package award

import (
	"slices"
	"time"
)

// PaperRule says what the phrase in the paper envelope of a category opens during
// the ceremony, and from when. It is printed when the result is sealed, under the
// rule that holds then; what it opens is told by the rule of the day.
type PaperRule struct {
	Opens PaperUse  `json:"opens"`
	From  PaperFrom `json:"from,omitempty"`
}

// PaperUse is what a phrase on paper opens.
type PaperUse string

// The uses of a phrase on paper.
const (
	PaperNone   PaperUse = ""       // none is printed
	PaperStage  PaperUse = "stage"  // the category to those who may see results: the show
	PaperPublic PaperUse = "public" // or to everybody, as the producer chooses
)

// PaperUses lists them in the order of a picker.
var PaperUses = []PaperUse{PaperNone, PaperStage, PaperPublic}

// PaperFrom is from when a phrase on paper may be used.
type PaperFrom string

// The beginnings.
const (
	PaperAnyTime PaperFrom = ""
	PaperOnDay   PaperFrom = "day"  // of the ceremony, in the official zone
	PaperAtHour  PaperFrom = "hour" // at which the ceremony begins
)

// PaperFroms lists them in the order of a picker.
var PaperFroms = []PaperFrom{PaperOnDay, PaperAtHour, PaperAnyTime}

// PaperOpens is the instant from which phrases on paper may be used; zero for no
// such instant.
func (e *Edition) PaperOpens() Time {
	switch e.Paper.From {
	case PaperOnDay:
		at := e.Ceremony.Std().In(e.Location())
		return At(time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, at.Location()))
	case PaperAtHour:
		return e.Ceremony
	}
	return 0
}

func (c editionCheck) paper() {
	if !slices.Contains(PaperUses, c.e.Paper.Opens) {
		c.faults.Add("paper_envelopes.opens", "form.fault.choice")
	}
	if !slices.Contains(PaperFroms, c.e.Paper.From) {
		c.faults.Add("paper_envelopes.from", "form.fault.choice")
	}
}

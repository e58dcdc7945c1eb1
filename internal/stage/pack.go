package stage

import (
	"encoding/json"
	"fmt"
)

// Pack is a show as one file holds it: Head is JSON in the clear; Sealed are
// the ciphers of the cues that name cities, Check the cipher that tells whether
// a phrase fits. Those of a rehearsal are empty.
type Pack struct {
	Head   string   `json:"head"`
	Check  string   `json:"check,omitempty"`
	Sealed []string `json:"sealed"`
	seals  []PackSeal
}

// Seals are the sealed results that the pack was made from.
func (p Pack) Seals() []PackSeal { return p.seals }

// PackSeal names a sealed result by the commitment that its seal published.
type PackSeal struct {
	Category   string `json:"category"`
	Name       string `json:"name"`
	Commitment string `json:"commitment"`
}

// PackCue is a cue in a pack. Slide and Say are HTML. Of a sealed cue both are
// empty and Sealed is the place of its cipher, counted from 1.
type PackCue struct {
	Title    string `json:"title"`
	Seconds  int    `json:"seconds"`
	Category string `json:"category,omitempty"`
	Prize    string `json:"prize,omitempty"`
	Slide    string `json:"slide,omitempty"`
	Say      string `json:"say,omitempty"`
	Sealed   int    `json:"sealed,omitempty"`
}

// packHead is what of a pack stands in the clear.
type packHead struct {
	Show       string     `json:"show"`
	Lang       string     `json:"lang"`
	Rehearsal  bool       `json:"rehearsal"`
	Salt       []byte     `json:"salt,omitempty"`
	Iterations int        `json:"iterations,omitempty"`
	Seals      []PackSeal `json:"seals,omitempty"`
	Cues       []PackCue  `json:"cues"`
}

// RehearsalPack makes the pack of a rehearsal, whose cues are shown as given. A
// Rehearsal can only be made of invented winners; the real ones have no way in.
func RehearsalPack(r Rehearsal, lang string, cues []PackCue) (Pack, error) {
	head := packHead{Show: fmt.Sprintf("%d-rehearsal-pack-%d", r.edition.Year, r.show.Version), Lang: lang, Rehearsal: true, Cues: cues}
	text, err := json.Marshal(head)
	return Pack{Head: string(text), Sealed: []string{}}, err
}

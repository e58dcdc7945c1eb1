package award

import (
	"crypto/sha256"
	"encoding/hex"
)

// Step is where a show stands in the windows that follow it by the network.
type Step struct {
	Cue   int  `json:"cue"` // counted from 0
	Black bool `json:"black"`
	// Plan is the code of the changed plan, for presenters.
	Plan string `json:"plan"`
	// Shown is what of the plan the audience's windows may know at this cue: it
	// names no city that is not on the screen.
	Shown string `json:"shown"`
	// By is the window that stepped, so that it knows its own.
	By string `json:"by"`
	// Outline is that of the run sheet by which the cue is counted.
	Outline string `json:"outline"`
	Version int    `json:"-"` // 0 = nobody has stepped yet
}

// The most letters of a plan's code, and of a window's name.
const (
	planMax   = 4000
	windowMax = 40
)

// Check reports whether a show of so many cues can stand there; a step that
// none of our windows makes is ErrNotFound.
func (s Step) Check(cues int) error {
	if s.Cue < 0 || s.Cue >= cues || len(s.Plan) > planMax || len(s.Shown) > planMax || len(s.By) > windowMax {
		return ErrNotFound
	}
	return nil
}

// OutlineSum is a short sum of what the numbers of cues stand for. Names,
// speakers and words of a run sheet may change without it: only another order,
// part or mode makes the numbers mean something else.
func OutlineSum(cues []Cue) string {
	sum := sha256.New()
	for _, c := range cues {
		sum.Write([]byte(string(c.Kind) + "\x00" + c.Part.Key + "\x00" + c.Prize.Key + "\n"))
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}

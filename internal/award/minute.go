package award

import (
	"crypto/sha256"
	"encoding/hex"
)

// Minute is one line of the jury's record: what was decided, undone, voted or
// broken, in canonical JSON. It shows to the jury's side only; the event of the
// deed holds its hash, which the random ID keeps from being guessed.
type Minute struct {
	ID       ID     `db:"id"`
	Edition  ID     `db:"edition"`
	Category string `db:"category"`
	Kind     string `db:"kind"`
	Doc      string `db:"doc"`
	At       Time   `db:"at"`
	By       ID     `db:"written_by"`
}

// Hash is what the event of the deed holds of the minute.
func (m Minute) Hash() string {
	sum := sha256.Sum256([]byte(string(m.ID) + "\n" + m.Doc))
	return hex.EncodeToString(sum[:])
}

// TieVote is the recorded vote of the panel for an entry that is tied.
type TieVote struct {
	Edition  ID     `db:"edition"`
	Round    int    `db:"round"`
	Category string `db:"category"`
	Entry    ID     `db:"entry"`
	Count    int    `db:"votes"`
	At       Time   `db:"at"`
	By       ID     `db:"noted_by"`
}

// Places counts how many of a prize's places its decisions take: each given
// prize one, all who share it one together, a withheld one all that are left.
func (p Prize) Places(decisions []Decision) int {
	given, shared := 0, 0
	for _, d := range decisions {
		switch {
		case d.Prize != p.Key:
		case d.Outcome == Withheld:
			return p.PerCategory
		case d.Outcome == Shared:
			shared = 1
		default:
			given++
		}
	}
	return given + shared
}

// PlainMinutes are the kinds of lines that stay readable while a result lies in
// its envelope: they hold nothing of it.
var PlainMinutes = []string{"first", "second", "break", "released", "paper"}

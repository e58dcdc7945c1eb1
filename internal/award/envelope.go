package award

import "encoding/json"

// Enclosed is what lies in the envelope of a sealed result, and nowhere else
// from the second signature until the opening.
type Enclosed struct {
	Doc       string
	Inputs    string
	Decisions []Decision
	// Minutes are the lines of the jury's record of the category.
	Minutes []Minute
	// Edits are what the publishing desk makes of the winners' pages meanwhile:
	// that there are any for an entry tells that it wins.
	Edits []EnclosedEdits
}

// EnclosedEdits are edits with what Edits does not write into its own JSON.
type EnclosedEdits struct {
	Edits
	Of      ID
	Raised  int
	At      Time
	Officer ID
}

// EditsOf returns what the publishing desk makes of an entry's page.
func (c Enclosed) EditsOf(entry ID) (Edits, bool) {
	for _, e := range c.Edits {
		if e.Of == entry {
			out := e.Edits
			out.Entry, out.Version, out.Changed, out.By = e.Of, e.Raised, e.At, e.Officer
			return out, true
		}
	}
	return Edits{Entry: entry}, false
}

// WithEdits returns the content with edits in place of those of their entry, one
// version on; ErrConflict when they were made of an older version.
func (c Enclosed) WithEdits(e Edits) (Enclosed, error) {
	kept := []EnclosedEdits{}
	for _, old := range c.Edits {
		if old.Of != e.Entry {
			kept = append(kept, old)
		} else if old.Raised != e.Version {
			return c, ErrConflict
		}
	}
	c.Edits = append(kept, EnclosedEdits{e, e.Entry, e.Version + 1, e.Changed, e.By})
	return c, nil
}

// Text is the content as JSON.
func (c Enclosed) Text() ([]byte, error) { return json.Marshal(c) }

// ReadEnclosed reads what Text wrote.
func ReadEnclosed(text []byte) (c Enclosed, err error) {
	err = json.Unmarshal(text, &c)
	return c, err
}

// SealKey is a key to which results are sealed. Its phrase is on its owner's
// paper; nobody keeps it here.
type SealKey struct {
	ID        ID     `db:"id"`
	Person    ID     `db:"person"`
	Recipient string `db:"recipient"`
	Wrapped   string `db:"wrapped"` // base64
	Made      Time   `db:"made"`
	Proved    Time   `db:"proved"` // when the owner read the phrase off the paper; 0 = not yet
}

// Purpose is for what an envelope is opened.
type Purpose string

// The purposes of an opening, each by two people.
const (
	ForPublic Purpose = "public" // at once, to everybody
	AtMinute  Purpose = "minute" // to everybody, at a set minute
	ForWork   Purpose = "work"   // for those who may see results, for some hours
	ForPaper  Purpose = "paper"  // of one category, for another phrase on paper: nothing becomes readable
	ForStage  Purpose = "stage"  // for the windows of the show and nothing else, for some hours; by a phrase on paper
)

// OpeningAsk is the first of the two acts that open results.
type OpeningAsk struct {
	Edition  ID      `db:"edition"`
	Category string  `db:"category"` // empty = all that are sealed
	Purpose  Purpose `db:"purpose"`
	By       ID      `db:"asked_by"`
	At       Time    `db:"at"`
	Minute   Time    `db:"minute"` // of AtMinute
	// Peeled is what the first person left of the own locks, by category, as JSON.
	Peeled string `db:"peeled"`
	Reason string `db:"reason"` // of ForPaper: what became of the old paper
}

// SetOpening is an opening to the public that two people have set for a minute.
type SetOpening struct {
	Edition ID   `db:"edition"`
	Minute  Time `db:"minute"`
	First   ID   `db:"first_by"`
	Second  ID   `db:"second_by"`
	At      Time `db:"at"`
	// Secrets are those of the envelopes by category, as JSON, locked with the
	// server's key.
	Secrets string `db:"secrets"`
}

// AuditSign is what the auditor found of a sealed result: Holds, or why not.
type AuditSign struct {
	Edition    ID     `db:"edition"`
	Category   string `db:"category"`
	Commitment string `db:"commitment"` // of the result; another seal needs another
	Auditor    ID     `db:"auditor"`
	Holds      bool   `db:"holds"`
	Reason     string `db:"reason"`
	At         Time   `db:"at"`
}

package ledger

import (
	"encoding/json"
	"fmt"
	"time"
)

// Format names the form of a bundle.
const Format = "wego-ledger-1"

// Bundle is all that somebody outside needs to verify results. The public one
// has no pieces; that of an auditor has those of every opened result, and
// openings of more events.
type Bundle struct {
	Format string `json:"format"`
	// Leaves are those of the log, the oldest first.
	Leaves []Hash `json:"leaves"`
	// Checkpoints are signed notes, the oldest first; the last covers all leaves.
	Checkpoints []string `json:"checkpoints"`
	// Openings show what some leaves say, in their order.
	Openings []Opening `json:"openings"`
	// Results are those that were opened.
	Results []Opened `json:"results"`
	// Certificates are signed notes.
	Certificates []string `json:"certificates"`
}

// Opening shows what one leaf says: salt, and the event's canonical text.
type Opening struct {
	Leaf  int64  `json:"leaf"`
	Salt  string `json:"salt"`
	Event string `json:"event"`
}

// Opened is a result with what it takes to check its commitment. Pieces is empty
// in the public bundle.
type Opened struct {
	Nonce  Secret  `json:"nonce"`
	Doc    string  `json:"doc"`
	Pieces []Piece `json:"pieces"`
}

// Encode is the bundle's one spelling.
func (b Bundle) Encode() ([]byte, error) {
	b.Format = Format
	for i := range b.Results {
		b.Results[i].Pieces = notNil(b.Results[i].Pieces)
	}
	b.Leaves, b.Checkpoints, b.Openings = notNil(b.Leaves), notNil(b.Checkpoints), notNil(b.Openings)
	b.Results, b.Certificates = notNil(b.Results), notNil(b.Certificates)
	return json.Marshal(b)
}

func notNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// Event is what an opened leaf says. Its canonical text is a JSON list of these
// in this order.
type Event struct {
	At      time.Time // written as milliseconds since 1970
	Actor   string
	Deed    string
	Kind    string
	Subject string
	Edition string
	Detail  string // canonical JSON
}

// The deeds whose openings the verifier reads, and the detail that it needs of
// them.
const (
	DeedSeal = "result.seal"
	DeedOpen = "result.open"
	// DeedAmend and DeedPromote are done to a prize of an open result.
	DeedAmend   = "result.amend"
	DeedPromote = "result.promote"
)

// sealDetail is in the event that seals a result, breaks its seal or opens it.
type sealDetail struct {
	Year       int    `json:"year"`
	Category   string `json:"category"`
	Act        string `json:"act,omitempty"` // first, second or break
	Commitment string `json:"commitment"`
}

// The acts on a prize of an open result.
const (
	Revoked  = "revoked"
	Returned = "returned"
	Restored = "restored"
	Promoted = "promoted"
)

// Amendment is what became of a prize after its result was opened, as its event
// tells it. City and Title are those of an entry that was promoted.
type Amendment struct {
	Act      string `json:"act"`
	Category string `json:"category"`
	City     string `json:"city"`
	Entry    string `json:"entry"` // its reference
	Prize    string `json:"prize"`
	Reason   string `json:"reason"`
	Title    string `json:"title"`
	Year     int    `json:"year"`
}

// Text is the event's canonical text.
func (e Event) Text() (string, error) {
	b, err := json.Marshal([]any{e.At.UnixMilli(), e.Actor, e.Deed, e.Kind, e.Subject, e.Edition, e.Detail})
	return string(b), err
}

// ReadEvent reads a canonical text, refusing any other spelling.
func ReadEvent(text string) (e Event, err error) {
	var parts []json.RawMessage
	if err := json.Unmarshal([]byte(text), &parts); err != nil {
		return e, err
	}
	var at int64
	to := []any{&at, &e.Actor, &e.Deed, &e.Kind, &e.Subject, &e.Edition, &e.Detail}
	if len(parts) != len(to) {
		return e, fmt.Errorf("an event has %d parts, this one %d", len(to), len(parts))
	}
	for i, part := range parts {
		if err := json.Unmarshal(part, to[i]); err != nil {
			return e, err
		}
	}
	e.At = time.UnixMilli(at).UTC()
	if again, err := e.Text(); err != nil || again != text {
		return e, ErrSpelling
	}
	return e, nil
}

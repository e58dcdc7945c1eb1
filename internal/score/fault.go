package score

import (
	"errors"
	"fmt"
)

// Kinds of fault in an input, to be told apart with errors.Is; the row is in the
// RowError around them.
var (
	ErrEmpty     = errors.New("score: no entries to order")
	ErrNoID      = errors.New("score: id is empty")
	ErrDuplicate = errors.New("score: named twice")
	ErrUnknown   = errors.New("score: not known in this input")
	ErrFinite    = errors.New("score: not a finite number")
	ErrDecimals  = errors.New("score: more than four decimals")
	ErrScale     = errors.New("score: outside the scale")
	ErrStep      = errors.New("score: between two steps of the scale")
	ErrRange     = errors.New("score: number out of range")
	ErrBarred    = errors.New("score: judge is barred from the entry")
)

// RowError is a fault in one row of the input: List is the JSON name of the list
// and Row its index there; Judge, Entry, Criterion and Value are set where known.
type RowError struct {
	Kind      error
	List      string
	Row       int
	Judge     string
	Entry     string
	Criterion string
	Value     float64
}

// Error names the row in English for a log or a terminal; it holds no value, since
// a score is secret.
func (e *RowError) Error() string {
	s := fmt.Sprintf("%v: %s[%d]", e.Kind, e.List, e.Row)
	for _, part := range [][2]string{{"judge", e.Judge}, {"entry", e.Entry}, {"criterion", e.Criterion}} {
		if part[1] != "" {
			s += fmt.Sprintf(" %s %q", part[0], part[1])
		}
	}
	return s
}

// Unwrap gives the kind, so that errors.Is finds it.
func (e *RowError) Unwrap() error { return e.Kind }

func (e RowError) because(kind error) error {
	e.Kind = kind
	return &e
}

package award

import "fmt"

// RowError is the first fault of an imported file: where it stands and, in a
// sentence, what is wrong. Nothing of the file has been kept.
type RowError struct {
	Line, Column int // both count from 1; the column counts bytes
	Reason       string
}

// Error gives the place and the reason: "line 3, column 12: unknown country".
func (e *RowError) Error() string {
	return fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, e.Reason)
}

package award

import "fmt"

// RowError is the first fault of an imported file: where it stands and, in a
// sentence, what is wrong. Nothing of the file has been kept.
type RowError struct {
	Line, Column int    // both count from 1; the column counts bytes
	Name         string // what the first line of a table calls the column; "" where it has no name
	Reason       string
}

// Error gives the place and the reason: "line 3, column 12: unknown country", or
// "line 3, column 12 (country_iso2): unknown country" where the column has a name.
func (e *RowError) Error() string {
	if e.Name != "" {
		return fmt.Sprintf("line %d, column %d (%s): %s", e.Line, e.Column, e.Name, e.Reason)
	}
	return fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, e.Reason)
}

// Package office is what the Secretariat and the jury's chair do: screen, invite judges, make panels, follow the judging, decide, seal and open.
package office

import (
	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
	"we-gov.org/awards/storage/objects"
)

// Desk does the deeds of this activity. It is safe for concurrent use.
type Desk struct {
	db    *database.DB
	store objects.Store
	clock award.Clock
}

// New returns a Desk on the records, the objects and the clock.
func New(db *database.DB, store objects.Store, clock award.Clock) *Desk {
	return &Desk{db: db, store: store, clock: clock}
}

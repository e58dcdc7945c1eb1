// Package library is what a visitor does: find and read the good practices
// that earlier editions and this one have published. It also reads archives of
// winners and cities from files. What is not published is in nothing that this
// package keeps or answers.
package library

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
	kept  keeper
}

// New returns a Desk on the records, the objects and the clock.
func New(db *database.DB, store objects.Store, clock award.Clock) *Desk {
	return &Desk{db: db, store: store, clock: clock}
}

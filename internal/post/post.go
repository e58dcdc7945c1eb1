// Package post is the mail: it takes what waits in the outbox to the SMTP
// server, or to the demo's mailbox, and keeps trying until it is there.
package post

import (
	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// Office delivers the outbox.
type Office struct {
	db    *database.DB
	clock award.Clock
}

// New returns an Office on the records and the clock.
func New(db *database.DB, clock award.Clock) *Office { return &Office{db: db, clock: clock} }

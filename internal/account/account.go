// Package account is people: who they are to the platform, how they sign in by
// mailed link or code, and how they are invited.
package account

import (
	"context"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// Desk does the deeds of accounts. It is safe for concurrent use.
type Desk struct {
	db    *database.DB
	clock award.Clock
}

// The gates are wide, as many offices share one address on the net; what guards a
// single account is counted beside it.
var (
	mailsAsked = award.Gate{Name: "sign-in mail", Most: 40, Span: quarter}
	codesWrong = award.Gate{Name: "sign-in code", Most: 100, Span: quarter}
)

// New returns a Desk on the records and the clock.
func New(db *database.DB, clock award.Clock) *Desk {
	return &Desk{db: db, clock: clock}
}

// Actor returns a person with everything that gives them rights, read anew for
// each request so that a change of rights applies at once. ErrNotFound if there
// is no such person, or they may no longer sign in.
func (d *Desk) Actor(ctx context.Context, person award.ID) (a award.Actor, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		a, err = tx.Actor(person)
		return err
	})
	return a, err
}

// RunningEdition returns the edition of the latest year, which the pages are
// about unless they name another; ErrNotFound when none has been set up.
func (d *Desk) RunningEdition(ctx context.Context) (e *award.Edition, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		e, err = tx.RunningEdition()
		return err
	})
	return e, err
}

// EditionOf returns the edition of a year, for the pages about it; ErrNotFound
// when there is none.
func (d *Desk) EditionOf(ctx context.Context, year int) (e *award.Edition, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		e, err = tx.EditionOf(year)
		return err
	})
	return e, err
}

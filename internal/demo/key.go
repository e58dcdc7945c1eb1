package demo

import (
	"context"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/storage/database"
	"we-gov.org/awards/storage/objects"
)

// Key signs the demo's records. Everybody can read it here, so it proves nothing:
// the demo's results are invented, and what is shown with it is how a signature
// is checked.
var Key = office.Key{
	Private: "PRIVATE+KEY+demo.awards.example+6e1c229e+AS4KoEsnYAQ6v3URIyFNQUyar3bX850Q3ImY65Wqc4xV", //nolint:gosec // on purpose public
	Public:  "demo.awards.example+6e1c229e+AbuJZXVxTJcsmNVcfiZi6ijmVHC/YpTa3g6fj6iSL8qD",
}

// keepCheckpoint signs the log as the demo leaves it.
func (w *world) keepCheckpoint(ctx context.Context, db *database.DB, _ objects.Store) error {
	return db.Update(ctx, func(tx *database.Tx) error {
		return sign(tx, Day(w.stage), "hourly")
	})
}

// sign signs the log as the office does.
func sign(tx *database.Tx, at award.Time, why string) error {
	_, err := office.Sign(tx, Key, at, why)
	return err
}

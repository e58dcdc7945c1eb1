package intake

import (
	"context"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// Letter returns what the jury made of an entry, for the people of its city,
// from the moment at which it was released; ErrNotFound before, as if there were
// nothing.
func (d *Desk) Letter(ctx context.Context, a award.Actor, ref string) (o *Dossier, l award.Letter, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		if o, err = d.open(tx, a, ref, award.DeedReadLetter); err != nil {
			return err
		}
		l, err = tx.Letter(o.Entry.ID)
		return err
	})
	return o, l, err
}

package account

import (
	"context"
	"errors"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// Sessions keeps the sessions of signed-in people in the database, in the form
// that the session library asks of a store. Tokens come already hashed.
type Sessions struct{ desk *Desk }

// Sessions returns the store of sessions.
func (d *Desk) Sessions() Sessions { return Sessions{d} }

// FindCtx returns the data of a session; found is false when it is unknown or
// has expired.
func (s Sessions) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	err = s.desk.db.View(ctx, func(tx *database.Tx) error {
		data, err = tx.Session(token, s.desk.clock())
		return err
	})
	if errors.Is(err, award.ErrNotFound) {
		return nil, false, nil
	}
	return data, err == nil, err
}

// CommitCtx stores the data of a session until it expires. The library measures
// the expiry on the machine's clock; it is moved onto the platform's.
func (s Sessions) CommitCtx(ctx context.Context, token string, data []byte, expires time.Time) error {
	left := time.Until(expires)
	return s.desk.db.Update(ctx, func(tx *database.Tx) error {
		return tx.SaveSession(token, data, s.desk.clock().Add(left))
	})
}

// DeleteCtx ends a session.
func (s Sessions) DeleteCtx(ctx context.Context, token string) error {
	return s.desk.db.Update(ctx, func(tx *database.Tx) error { return tx.RemoveSession(token) })
}

// Find is FindCtx without a context; the library asks for it and calls FindCtx.
func (s Sessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx without a context.
func (s Sessions) Commit(token string, data []byte, expires time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expires)
}

// Delete is DeleteCtx without a context.
func (s Sessions) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

package account

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// A session ends SessionIdle after its last use, and SessionLife after the
// sign-in however it is used.
const (
	SessionIdle = 3 * 24 * time.Hour
	SessionLife = 14 * 24 * time.Hour
)

// The names under which a session keeps its values, all of them text.
const (
	// SessionPerson is the ID of the person who is signed in.
	SessionPerson = "person"
	// SessionSince is when they signed in, in milliseconds.
	SessionSince = "since"
	// SessionAgent is what their browser calls itself.
	SessionAgent = "agent"
	// SessionFresh marks a session that begins with this request. It is not
	// stored: a session without it is changed only where it still exists, so
	// that a request in flight cannot bring back one that was ended meanwhile.
	SessionFresh = "fresh"
)

// lateTouch is how far the end of an otherwise unchanged session may lag behind
// its last use; it spares a write for nearly every request.
const lateTouch = 5 * time.Minute

// Codec writes sessions as JSON, alike for alike values.
type Codec struct{}

type sessionDoc struct {
	Deadline int64             `json:"deadline"`
	Values   map[string]string `json:"values"`
}

// Encode writes the deadline and the values, which must be text.
func (Codec) Encode(deadline time.Time, values map[string]any) ([]byte, error) {
	doc := sessionDoc{Deadline: deadline.UnixMilli(), Values: map[string]string{}}
	for name, value := range values {
		text, is := value.(string)
		if !is {
			return nil, fmt.Errorf("session value %s is not text", name)
		}
		doc.Values[name] = text
	}
	return json.Marshal(doc)
}

// Decode reads what Encode wrote.
func (Codec) Decode(data []byte) (time.Time, map[string]any, error) {
	var doc sessionDoc
	if err := json.Unmarshal(data, &doc); err != nil {
		return time.Time{}, nil, fmt.Errorf("session: %w", err)
	}
	values := make(map[string]any, len(doc.Values))
	for name, text := range doc.Values {
		values[name] = text
	}
	return time.UnixMilli(doc.Deadline), values, nil
}

// Sessions keeps the sessions of signed-in people in the database, in the form
// that the session library asks of a store. Tokens come already hashed.
type Sessions struct{ desk *Desk }

// Sessions returns the store of sessions.
func (d *Desk) Sessions() Sessions { return Sessions{d} }

// seen is what a request has found of its session.
type seen struct{ session award.Session }

type seenKey struct{}

// Remember returns a context in which Sessions remembers the session that it
// finds: one that its request leaves as it was need not be read again to see
// that.
func Remember(ctx context.Context) context.Context {
	return context.WithValue(ctx, seenKey{}, &seen{})
}

// FindCtx returns the data of a session; found is false when it is unknown or
// has expired.
func (s Sessions) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	var kept award.Session
	err = s.desk.db.View(ctx, func(tx *database.Tx) error {
		kept, err = tx.Session(token, s.desk.clock())
		return err
	})
	if errors.Is(err, award.ErrNotFound) {
		return nil, false, nil
	}
	if here, there := ctx.Value(seenKey{}).(*seen); there && err == nil {
		here.session = kept
	}
	return kept.Data, err == nil, err
}

// CommitCtx stores the data of a session until it expires. The library measures
// the expiry on the machine's clock; it is moved onto the platform's.
func (s Sessions) CommitCtx(ctx context.Context, token string, data []byte, expires time.Time) error {
	left := time.Until(expires) //nolint:forbidigo // a span on the machine's clock
	doc, fresh, err := freshDoc(data)
	if err != nil {
		return err
	}
	next := award.Session{Token: token, Person: award.ID(doc.Values[SessionPerson]), Data: data, Expires: s.desk.clock().Add(left)}
	if next.Data, err = json.Marshal(doc); err != nil {
		return err
	}
	if !fresh && s.current(ctx, next) {
		return nil
	}
	return s.desk.db.Update(ctx, func(tx *database.Tx) error {
		if fresh || next.Person == "" {
			return tx.SaveSession(next)
		}
		if err := tx.ChangeSession(next); !errors.Is(err, award.ErrConflict) {
			return err
		}
		return nil // it was ended meanwhile and stays so
	})
}

// freshDoc reads a session and takes the mark of a fresh one away.
func freshDoc(data []byte) (doc sessionDoc, fresh bool, err error) {
	if err := json.Unmarshal(data, &doc); err != nil {
		return doc, false, fmt.Errorf("session: %w", err)
	}
	_, fresh = doc.Values[SessionFresh]
	delete(doc.Values, SessionFresh)
	return doc, fresh, nil
}

// current reports whether what is stored says the same and ends late enough, or
// did so when the request began.
func (s Sessions) current(ctx context.Context, next award.Session) bool {
	same := func(kept award.Session) bool {
		return bytes.Equal(kept.Data, next.Data) && next.Expires.Sub(kept.Expires) < lateTouch
	}
	if here, there := ctx.Value(seenKey{}).(*seen); there && here.session.Token == next.Token {
		return same(here.session)
	}
	var kept award.Session
	err := s.desk.db.View(ctx, func(tx *database.Tx) (err error) {
		kept, err = tx.Session(next.Token, s.desk.clock())
		return err
	})
	return err == nil && same(kept)
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

// Browser is one place where a person is signed in.
type Browser struct {
	Agent string // what the browser calls itself
	Since award.Time
	Used  award.Time // to within minutes
	Here  bool       // the one that asks
}

// Browsers lists where a person is signed in, the one used last first. Here is
// the hashed token of the session that asks.
func (d *Desk) Browsers(ctx context.Context, actor award.Actor, here string) ([]Browser, error) {
	var kept []award.Session
	err := d.db.View(ctx, func(tx *database.Tx) (err error) {
		if err = award.May(actor, award.DeedAccount, award.Object{}); err != nil {
			return err
		}
		kept, err = tx.SessionsOf(actor.Person.ID, d.clock())
		return err
	})
	all := make([]Browser, 0, len(kept))
	for _, s := range kept {
		doc, _, err := freshDoc(s.Data)
		if err != nil {
			return nil, err
		}
		b := Browser{Agent: doc.Values[SessionAgent], Used: s.Expires.Add(-SessionIdle), Here: s.Token == here}
		if _, err := fmt.Sscan(doc.Values[SessionSince], &b.Since); err != nil {
			b.Since = b.Used
		}
		b.Used = max(b.Used, b.Since)
		all = append(all, b)
	}
	return all, err
}

// SignOutElsewhere ends all sessions of a person but the one that asks.
func (d *Desk) SignOutElsewhere(ctx context.Context, actor award.Actor, here string) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		if err := award.May(actor, award.DeedAccount, award.Object{}); err != nil {
			return err
		}
		if err := tx.RemoveSessionsOf(actor.Person.ID, here); err != nil {
			return err
		}
		return tx.Record(award.Event{At: d.clock(), Actor: actor.Person.ID, Deed: award.DeedSignOut, Kind: "person", Subject: actor.Person.ID, Detail: `{"where":"elsewhere"}`})
	})
}

// Package award is the vocabulary of the WeGO Awards and its pure rules: what an
// edition, a category, an entry, a scoresheet and a prize are, and who may do
// what to them and when. It reads no clock, no file and no network; every other
// room of the house speaks its words.
package award

import (
	"strings"
	"time"

	"github.com/google/uuid"
)

// ID names a thing: a random UUID in its text form. It is a name, never a
// secret: knowing one gives no right.
type ID string

// NewID returns a fresh random ID.
func NewID() ID { return ID(uuid.NewString()) }

// ParseID returns s as an ID, or ErrNotFound if s is not the canonical text of
// a UUID: an address with a broken ID names nothing.
func ParseID(s string) (ID, error) {
	u, err := uuid.Parse(s)
	if err != nil || u.String() != s {
		return "", ErrNotFound
	}
	return ID(s), nil
}

// Time is an instant: milliseconds since 1970-01-01 UTC. Zero means not set.
// It is kept as an integer so that both databases store, sort and compare it
// alike.
type Time int64

// At returns the instant t, cut to the millisecond.
func At(t time.Time) Time { return Time(t.UnixMilli()) }

// Std returns the instant as a time.Time in UTC.
func (t Time) Std() time.Time { return time.UnixMilli(int64(t)).UTC() }

// IsZero reports whether the instant is not set.
func (t Time) IsZero() bool { return t == 0 }

// Add returns the instant d later.
func (t Time) Add(d time.Duration) Time { return t + Time(d.Milliseconds()) }

// Sub returns how long t is after u.
func (t Time) Sub(u Time) time.Duration { return time.Duration(t-u) * time.Millisecond }

// Before reports whether t is earlier than u.
func (t Time) Before(u Time) bool { return t < u }

// Clock tells the present instant. It is handed in by the program, so that a
// test or the demo can choose the day.
type Clock func() Time

// Email returns an address in the one form in which it is stored and compared:
// trimmed and in lower case.
func Email(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

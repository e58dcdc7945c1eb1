package database

import (
	"encoding/json"
	"errors"

	"we-gov.org/awards/internal/award"
)

// canonical is the text of an event over which its hash is made.
func canonical(e award.Event) (string, error) {
	text, err := json.Marshal([]any{e.At, e.Actor, e.Deed, e.Kind, e.Subject, e.Edition, e.Detail})
	return string(text), err
}

// NumberEvents gives every event that has none a place in the log, in the order
// in which they were recorded, and returns how many places are given in all.
//
// Why not when an event is recorded: on PostgreSQL transactions end in another
// order than they begin, and numbers given inside them would make every deed
// wait for every other. The event itself is written with its deed; its place is
// needed only by the next checkpoint.
func (tx *Tx) NumberEvents() (int64, error) {
	n, err := tx.logSize()
	if err != nil {
		return 0, err
	}
	given, err := tx.change(`UPDATE event SET leaf = numbered.place FROM
		(SELECT seq, CAST(? AS BIGINT) + ROW_NUMBER() OVER (ORDER BY seq) - 1 AS place FROM event WHERE leaf IS NULL) AS numbered
		WHERE event.seq = numbered.seq`, []any{n})
	return n + given, err
}

func (tx *Tx) logSize() (n int64, err error) {
	err = tx.get(&n, `SELECT COALESCE(MAX(leaf), -1) + 1 FROM event`)
	return n, err
}

// Leaves returns the hashes of the events that have a place in the log, from
// place from on.
func (tx *Tx) Leaves(from int64) (hashes []string, err error) {
	err = tx.list(&hashes, `SELECT hash FROM event WHERE leaf >= ? ORDER BY leaf`, from)
	return hashes, err
}

// Leaf is an event with its place in the log and its canonical text.
type Leaf struct {
	award.Event
	Place int64
	Text  string
}

// LeavesOf returns the events of some deeds that have a place in the log below
// before, in their order.
func (tx *Tx) LeavesOf(before int64, deeds ...award.Deed) ([]Leaf, error) {
	var rows []struct {
		award.Event
		Place int64 `db:"leaf"`
	}
	q, args := tx.in(`SELECT leaf, `+eventColumns+` FROM event WHERE leaf < ? AND deed IN (?) ORDER BY leaf`, before, deeds)
	err := tx.list(&rows, q, args...)
	all := make([]Leaf, len(rows))
	for i, r := range rows {
		text, wrong := canonical(r.Event)
		all[i], err = Leaf{r.Event, r.Place, text}, errors.Join(err, wrong)
	}
	return all, err
}

// LeavesAbout returns the events of a deed about a subject that have a place in
// the log, the latest first.
func (tx *Tx) LeavesAbout(subject award.ID, deed award.Deed) ([]Leaf, error) {
	var rows []struct {
		award.Event
		Place int64 `db:"leaf"`
	}
	err := tx.list(&rows, `SELECT leaf, `+eventColumns+` FROM event WHERE subject = ? AND deed = ? AND leaf IS NOT NULL ORDER BY leaf DESC`, subject, deed)
	all := make([]Leaf, len(rows))
	for i, r := range rows {
		text, wrong := canonical(r.Event)
		all[i], err = Leaf{r.Event, r.Place, text}, errors.Join(err, wrong)
	}
	return all, err
}

// AddCheckpoint keeps a signed head; ErrConflict when there is one of that size.
func (tx *Tx) AddCheckpoint(c award.Checkpoint) error {
	return tx.exec(`INSERT INTO checkpoint (size, at, why, signed) VALUES (?, ?, ?, ?)`, c.Size, c.At, c.Why, c.Signed)
}

// Checkpoints returns all signed heads, the oldest first.
func (tx *Tx) Checkpoints() (all []award.Checkpoint, err error) {
	err = tx.list(&all, `SELECT size, at, why, signed FROM checkpoint ORDER BY size`)
	return all, err
}

// LastCheckpoint returns the latest signed head; ErrNotFound before the first.
func (tx *Tx) LastCheckpoint() (c award.Checkpoint, err error) {
	err = tx.get(&c, `SELECT size, at, why, signed FROM checkpoint ORDER BY size DESC LIMIT 1`)
	return c, err
}

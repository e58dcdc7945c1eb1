package database

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"

	"we-gov.org/awards/internal/award"
)

// Record appends the event of a deed in the transaction that does it. It gives
// the event its salt and hash; Seq is given by the database.
func (tx *Tx) Record(e award.Event) error {
	if e.Detail == "" {
		e.Detail = "{}"
	}
	e.Salt = rand.Text()
	text, err := canonical(e)
	if err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(e.Salt + "\n" + text))
	e.Hash = hex.EncodeToString(sum[:])
	return tx.exec(`INSERT INTO event (at, actor, deed, kind, subject, edition, detail, salt, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		e.At, e.Actor, e.Deed, e.Kind, e.Subject, e.Edition, e.Detail, e.Salt, e.Hash)
}

const eventColumns = `seq, at, actor, deed, kind, subject, edition, detail, salt, hash`

// EventsOf returns the events of one subject, the oldest first.
func (tx *Tx) EventsOf(subject award.ID) (all []award.Event, err error) {
	err = tx.list(&all, `SELECT `+eventColumns+` FROM event WHERE subject = ? ORDER BY seq`, subject)
	return all, err
}

// EventsBefore returns at most n events with a number below before, the latest
// first; before 0 means from the last.
func (tx *Tx) EventsBefore(before int64, n int) (all []award.Event, err error) {
	if before <= 0 {
		err = tx.list(&all, `SELECT `+eventColumns+` FROM event ORDER BY seq DESC LIMIT ?`, n)
		return all, err
	}
	err = tx.list(&all, `SELECT `+eventColumns+` FROM event WHERE seq < ? ORDER BY seq DESC LIMIT ?`, before, n)
	return all, err
}

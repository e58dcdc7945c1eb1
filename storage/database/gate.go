package database

import (
	"errors"

	"we-gov.org/awards/internal/award"
)

// Shut returns until when a gate is shut for a place; zero while it is open.
func (tx *Tx) Shut(g award.Gate, from string, now award.Time) (again award.Time, err error) {
	err = tx.get(&again, `SELECT until FROM tried WHERE place = ? AND faults >= ? AND until > ?`, g.Place(from), g.Most, now)
	if errors.Is(err, award.ErrNotFound) {
		return 0, nil
	}
	return again, err
}

// CountFault counts a fault of a place at a gate, and forgets those that are over.
func (tx *Tx) CountFault(g award.Gate, from string, now award.Time) error {
	if err := tx.exec(`DELETE FROM tried WHERE until <= ?`, now); err != nil {
		return err
	}
	return tx.exec(`INSERT INTO tried (place, faults, until) VALUES (?, 1, ?) ON CONFLICT (place) DO UPDATE SET faults = tried.faults + 1`,
		g.Place(from), now.Add(g.Span))
}

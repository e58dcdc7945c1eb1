package database

import (
	"encoding/json"
	"fmt"

	"we-gov.org/awards/internal/award"
)

type screeningRow struct {
	Entry     award.ID   `db:"entry"`
	Checklist string     `db:"checklist"`
	Note      string     `db:"note"`
	Reason    string     `db:"reason"`
	By        award.ID   `db:"screened_by"`
	At        award.Time `db:"at"`
	Version   int        `db:"version"`
}

// Screening returns the Secretariat's check of an entry; an empty one with
// version 0 when nobody has begun.
func (tx *Tx) Screening(entry award.ID) (award.Screening, error) {
	s := award.Screening{Entry: entry, Checklist: map[string]bool{}}
	var rows []screeningRow
	err := tx.list(&rows, `SELECT entry, checklist, note, reason, screened_by, at, version FROM screening WHERE entry = ?`, entry)
	if err != nil || len(rows) == 0 {
		return s, err
	}
	r := rows[0]
	if err := json.Unmarshal([]byte(r.Checklist), &s.Checklist); err != nil {
		return s, fmt.Errorf("screening of %s: %w", entry, err)
	}
	s.Note, s.Reason, s.By, s.At, s.Version = r.Note, r.Reason, r.By, r.At, r.Version
	return s, nil
}

// SaveScreening stores a check over the version s.Version, which is 0 for the
// first, and raises it; ErrConflict when the stored version is another.
func (tx *Tx) SaveScreening(s *award.Screening) error {
	list, err := json.Marshal(s.Checklist)
	if err != nil {
		return err
	}
	if s.Version == 0 {
		err = tx.exec(`INSERT INTO screening (entry, checklist, note, reason, screened_by, at, version) VALUES (?, ?, ?, ?, ?, ?, 1)`,
			s.Entry, string(list), s.Note, s.Reason, s.By, s.At)
	} else {
		err = tx.execOne(`UPDATE screening SET checklist = ?, note = ?, reason = ?, screened_by = ?, at = ?, version = version + 1
			WHERE entry = ? AND version = ?`, string(list), s.Note, s.Reason, s.By, s.At, s.Entry, s.Version)
	}
	if err == nil {
		s.Version++
	}
	return err
}

// MoveDue gives the city more time for a question that it has not answered.
func (tx *Tx) MoveDue(query award.ID, due award.Time) error {
	return tx.execOne(`UPDATE query SET due = ? WHERE id = ? AND replied = 0`, due, query)
}

// PanelsPublished reports whether the panels of an edition's first round have
// been told to the judges.
func (tx *Tx) PanelsPublished(edition award.ID) (bool, error) {
	var n int
	err := tx.get(&n, `SELECT COUNT(*) FROM plan WHERE edition = ? AND published > 0`, edition)
	return n > 0, err
}

// HasSeats reports whether any judge was ever given an entry.
func (tx *Tx) HasSeats(entry award.ID) (bool, error) {
	var n int
	err := tx.get(&n, `SELECT COUNT(*) FROM seat WHERE entry = ?`, entry)
	return n > 0, err
}

package database

import (
	"encoding/json"
	"fmt"

	"we-gov.org/awards/internal/award"
)

// Show returns the run sheet of an edition; ErrNotFound before one is kept.
func (tx *Tx) Show(edition award.ID) (award.Show, error) {
	var row struct {
		Doc     string `db:"doc"`
		Version int    `db:"version"`
	}
	if err := tx.get(&row, `SELECT doc, version FROM show WHERE edition = ?`, edition); err != nil {
		return award.Show{}, err
	}
	s := award.Show{}
	if err := json.Unmarshal([]byte(row.Doc), &s); err != nil {
		return s, fmt.Errorf("show of %s: %w", edition, err)
	}
	s.Edition, s.Version = edition, row.Version
	return s, nil
}

// SaveShow stores a run sheet over the version s.Version, which is 0 for the
// first, and raises it; ErrConflict when the stored version is another.
func (tx *Tx) SaveShow(s *award.Show, by award.ID, now award.Time) error {
	doc, err := json.Marshal(s)
	if err != nil {
		return err
	}
	if s.Version == 0 {
		err = tx.exec(`INSERT INTO show (edition, doc, version, changed, changed_by) VALUES (?, ?, 1, ?, ?)`, s.Edition, string(doc), now, by)
	} else {
		err = tx.execOne(`UPDATE show SET doc = ?, version = version + 1, changed = ?, changed_by = ? WHERE edition = ? AND version = ?`,
			string(doc), now, by, s.Edition, s.Version)
	}
	if err == nil {
		s.Version++
	}
	return err
}

package database

import (
	"encoding/json"
	"errors"
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

const showFileColumns = `edition, part, kind, name, media, size, sha256, object_key, created, created_by`

// ShowFiles returns the films and captions of the parts of a run sheet.
func (tx *Tx) ShowFiles(edition award.ID) (all []award.PartFile, err error) {
	err = tx.list(&all, `SELECT `+showFileColumns+` FROM show_file WHERE edition = ? ORDER BY part, kind`, edition)
	return all, err
}

// SaveShowFile stores a film or captions of a part, in the place of the one of its
// kind that was there.
func (tx *Tx) SaveShowFile(f award.PartFile) error {
	if err := tx.DropShowFile(f.Edition, f.Part, f.Kind); err != nil {
		return err
	}
	return tx.exec(`INSERT INTO show_file (`+showFileColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		f.Edition, f.Part, f.Kind, f.Name, f.Media, f.Size, f.SHA256, f.Key, f.Created, f.By)
}

// DropShowFile removes the file of a kind from a part, if there is one.
func (tx *Tx) DropShowFile(edition award.ID, part, kind string) error {
	return tx.exec(`DELETE FROM show_file WHERE edition = ? AND part = ? AND kind = ?`, edition, part, kind)
}

// Step returns where the windows of a show stand; the zero Step before anybody
// has stepped.
func (tx *Tx) Step(edition award.ID, rehearsal bool) (s award.Step, err error) {
	var row struct {
		Doc     string `db:"doc"`
		Version int    `db:"version"`
	}
	err = tx.get(&row, `SELECT doc, version FROM show_step WHERE edition = ? AND kind = ?`, edition, kindOf(rehearsal))
	if errors.Is(err, award.ErrNotFound) {
		return s, nil
	}
	if err != nil {
		return s, err
	}
	err = json.Unmarshal([]byte(row.Doc), &s)
	s.Version = row.Version
	return s, err
}

// SaveStep stores where the windows of a show stand, and raises the version.
func (tx *Tx) SaveStep(edition award.ID, rehearsal bool, s award.Step) error {
	doc, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return tx.exec(`INSERT INTO show_step (edition, kind, doc, version) VALUES (?, ?, ?, 1)
		ON CONFLICT (edition, kind) DO UPDATE SET doc = excluded.doc, version = show_step.version + 1`, edition, kindOf(rehearsal), string(doc))
}

func kindOf(rehearsal bool) string {
	if rehearsal {
		return "rehearsal"
	}
	return "real"
}

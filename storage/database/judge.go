package database

import (
	"encoding/json"
	"fmt"

	"we-gov.org/awards/internal/award"
)

type judgeRow struct {
	Edition  award.ID         `db:"edition"`
	Person   award.ID         `db:"person"`
	Name     string           `db:"name"`
	Email    string           `db:"email"`
	State    award.JudgeState `db:"state"`
	Doc      string           `db:"doc"`
	Declared award.Time       `db:"declared"`
	Version  int              `db:"version"`
}

func (r judgeRow) judge() (award.Judge, error) {
	var j award.Judge
	if err := json.Unmarshal([]byte(r.Doc), &j); err != nil {
		return j, fmt.Errorf("judge %s: %w", r.Person, err)
	}
	j.Edition, j.Person, j.Name, j.Email = r.Edition, r.Person, r.Name, r.Email
	j.State, j.Declared, j.Version = r.State, r.Declared, r.Version
	return j, nil
}

const selectJudge = `SELECT j.edition, j.person, p.name, p.email, j.state, j.doc, j.declared, j.version FROM judge j JOIN person p ON p.id = j.person`

// AddJudge stores a new judge of an edition; the person must exist.
func (tx *Tx) AddJudge(j award.Judge) error {
	doc, err := json.Marshal(j)
	if err != nil {
		return err
	}
	return tx.exec(`INSERT INTO judge (edition, person, state, doc, declared, version) VALUES (?, ?, ?, ?, ?, 1)`,
		j.Edition, j.Person, j.State, string(doc), j.Declared)
}

// SaveJudge overwrites a judge still at j.Version, and raises it; else ErrConflict.
func (tx *Tx) SaveJudge(j *award.Judge) error {
	doc, err := json.Marshal(j)
	if err != nil {
		return err
	}
	err = tx.execOne(`UPDATE judge SET state = ?, doc = ?, declared = ?, version = version + 1 WHERE edition = ? AND person = ? AND version = ?`,
		j.State, string(doc), j.Declared, j.Edition, j.Person, j.Version)
	if err == nil {
		j.Version++
	}
	return err
}

// Judge returns a person's place in an edition's jury pool.
func (tx *Tx) Judge(edition, person award.ID) (award.Judge, error) {
	var r judgeRow
	if err := tx.get(&r, selectJudge+` WHERE j.edition = ? AND j.person = ?`, edition, person); err != nil {
		return award.Judge{}, err
	}
	return r.judge()
}

// Judges returns an edition's jury pool, by name.
func (tx *Tx) Judges(edition award.ID) ([]award.Judge, error) {
	var rows []judgeRow
	if err := tx.list(&rows, selectJudge+` WHERE j.edition = ? ORDER BY p.name, p.id`, edition); err != nil {
		return nil, err
	}
	all := make([]award.Judge, len(rows))
	for i, r := range rows {
		j, err := r.judge()
		if err != nil {
			return nil, err
		}
		all[i] = j
	}
	return all, nil
}

const conflictColumns = `id, edition, judge, entry, city, reason, at, noted_by`

// AddConflict stores a declared or noted conflict.
func (tx *Tx) AddConflict(c award.Conflict) error {
	return tx.exec(`INSERT INTO conflict (`+conflictColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		c.ID, c.Edition, c.Judge, c.Entry, c.City, c.Reason, c.At, c.By)
}

// RemoveConflict deletes a conflict that was noted by mistake.
func (tx *Tx) RemoveConflict(id award.ID) error {
	return tx.execOne(`DELETE FROM conflict WHERE id = ?`, id)
}

// Conflicts returns every conflict of an edition, the oldest first.
func (tx *Tx) Conflicts(edition award.ID) (all []award.Conflict, err error) {
	err = tx.list(&all, `SELECT `+conflictColumns+` FROM conflict WHERE edition = ? ORDER BY at, id`, edition)
	return all, err
}

// ConflictsOf returns one judge's conflicts in an edition, the oldest first.
func (tx *Tx) ConflictsOf(edition, judge award.ID) (all []award.Conflict, err error) {
	err = tx.list(&all, `SELECT `+conflictColumns+` FROM conflict WHERE edition = ? AND judge = ? ORDER BY at, id`, edition, judge)
	return all, err
}

package database

import (
	"encoding/json"
	"fmt"

	"we-gov.org/awards/internal/award"
)

// AddRescore appends what a judge scored anew.
func (tx *Tx) AddRescore(r award.Rescore) error {
	doc, err := json.Marshal(r.Scores)
	if err != nil {
		return err
	}
	return tx.exec(`INSERT INTO rescore (id, seat, doc, reason, at, noted_by) VALUES (?, ?, ?, ?, ?, ?)`, r.ID, r.Seat, string(doc), r.Reason, r.At, r.By)
}

// RescoresInCategory returns what was scored anew in a round on the entries of a
// category, by seat and the oldest first.
func (tx *Tx) RescoresInCategory(edition award.ID, round int, category string) (map[award.ID][]award.Rescore, error) {
	var rows []struct {
		ID     award.ID   `db:"id"`
		Seat   award.ID   `db:"seat"`
		Doc    string     `db:"doc"`
		Reason string     `db:"reason"`
		At     award.Time `db:"at"`
		By     award.ID   `db:"noted_by"`
	}
	err := tx.list(&rows, `SELECT r.id, r.seat, r.doc, r.reason, r.at, r.noted_by
		FROM rescore r JOIN seat s ON s.id = r.seat JOIN entry e ON e.id = s.entry
		WHERE s.edition = ? AND s.round = ? AND e.category = ? ORDER BY r.at, r.id`, edition, round, category)
	of := map[award.ID][]award.Rescore{}
	for _, row := range rows {
		r := award.Rescore{ID: row.ID, Seat: row.Seat, Reason: row.Reason, At: row.At, By: row.By}
		if err := json.Unmarshal([]byte(row.Doc), &r.Scores); err != nil {
			return nil, fmt.Errorf("rescore %s: %w", row.ID, err)
		}
		of[r.Seat] = append(of[r.Seat], r)
	}
	return of, err
}

// SaveAttendance notes somebody's presence, over what was noted before.
func (tx *Tx) SaveAttendance(a award.Attendance) error {
	return tx.exec(`INSERT INTO attendance (edition, person, how, at, noted_by) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (edition, person) DO UPDATE SET how = excluded.how, at = excluded.at, noted_by = excluded.noted_by`,
		a.Edition, a.Person, a.How, a.At, a.By)
}

// Attendances returns the presences noted for an edition's meeting, by person.
func (tx *Tx) Attendances(edition award.ID) (map[award.ID]award.Attendance, error) {
	var rows []award.Attendance
	err := tx.list(&rows, `SELECT edition, person, how, at, noted_by FROM attendance WHERE edition = ?`, edition)
	of := make(map[award.ID]award.Attendance, len(rows))
	for _, a := range rows {
		of[a.Person] = a
	}
	return of, err
}

// AddPlace adds a place to a prize in a category.
func (tx *Tx) AddPlace(p award.ExtraPlace) error {
	return tx.exec(`INSERT INTO extra_place (id, edition, category, prize, reason, at, added_by) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		p.ID, p.Edition, p.Category, p.Prize, p.Reason, p.At, p.By)
}

// RemovePlace takes back a place that was added.
func (tx *Tx) RemovePlace(id award.ID) error {
	return tx.execOne(`DELETE FROM extra_place WHERE id = ?`, id)
}

// ExtraPlaces returns the places that were added in a category, the oldest first.
func (tx *Tx) ExtraPlaces(edition award.ID, category string) (all []award.ExtraPlace, err error) {
	err = tx.list(&all, `SELECT id, edition, category, prize, reason, at, added_by FROM extra_place WHERE edition = ? AND category = ? ORDER BY at, id`, edition, category)
	return all, err
}

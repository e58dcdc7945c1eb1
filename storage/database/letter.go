package database

import (
	"encoding/json"
	"fmt"

	"we-gov.org/awards/internal/award"
)

// HoldComment keeps the comment of a scoresheet from the city. Twice changes
// nothing.
func (tx *Tx) HoldComment(seat, by award.ID, at award.Time) error {
	return tx.exec(`INSERT INTO held_comment (seat, at, held_by) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, seat, at, by)
}

// FreeComment lets the comment of a scoresheet go to the city again.
func (tx *Tx) FreeComment(seat award.ID) error {
	return tx.exec(`DELETE FROM held_comment WHERE seat = ?`, seat)
}

// HeldComments returns the seats of an edition whose comments are held back.
func (tx *Tx) HeldComments(edition award.ID) (map[award.ID]bool, error) {
	var seats []award.ID
	err := tx.list(&seats, `SELECT h.seat FROM held_comment h JOIN seat s ON s.id = h.seat WHERE s.edition = ?`, edition)
	of := make(map[award.ID]bool, len(seats))
	for _, s := range seats {
		of[s] = true
	}
	return of, err
}

// AddLetter stores what a city is told of its entry; ErrConflict if it was told
// before.
func (tx *Tx) AddLetter(l award.Letter) error {
	doc, err := json.Marshal(l)
	if err != nil {
		return err
	}
	return tx.exec(`INSERT INTO letter (entry, edition, category, doc, at, released_by) VALUES (?, ?, ?, ?, ?, ?)`,
		l.Entry, l.Edition, l.Category, string(doc), l.At, l.By)
}

type letterRow struct {
	Entry   award.ID   `db:"entry"`
	Edition award.ID   `db:"edition"`
	Doc     string     `db:"doc"`
	At      award.Time `db:"at"`
	By      award.ID   `db:"released_by"`
}

func (r letterRow) letter() (l award.Letter, err error) {
	if err := json.Unmarshal([]byte(r.Doc), &l); err != nil {
		return l, fmt.Errorf("letter of %s: %w", r.Entry, err)
	}
	l.Entry, l.Edition, l.At, l.By = r.Entry, r.Edition, r.At, r.By
	return l, nil
}

// Letter returns what a city was told of an entry; ErrNotFound before it is
// released.
func (tx *Tx) Letter(entry award.ID) (l award.Letter, err error) {
	var r letterRow
	if err := tx.get(&r, `SELECT entry, edition, doc, at, released_by FROM letter WHERE entry = ?`, entry); err != nil {
		return l, err
	}
	return r.letter()
}

// Letters returns what cities were told of the entries of a category, by entry.
func (tx *Tx) Letters(edition award.ID, category string) (map[award.ID]award.Letter, error) {
	var rows []letterRow
	if err := tx.list(&rows, `SELECT entry, edition, doc, at, released_by FROM letter WHERE edition = ? AND category = ?`, edition, category); err != nil {
		return nil, err
	}
	of := make(map[award.ID]award.Letter, len(rows))
	for _, r := range rows {
		l, err := r.letter()
		if err != nil {
			return nil, err
		}
		of[l.Entry] = l
	}
	return of, nil
}

package database

import (
	"we-gov.org/awards/internal/award"
)

const entryColumns = `id, edition, city, number, reference, category, title, state, version, created, created_by, sent, decided, reopened`

// AddEntry stores a new entry.
func (tx *Tx) AddEntry(e award.Entry) error {
	return tx.exec(`INSERT INTO entry (`+entryColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		e.ID, e.Edition, e.City, e.Number, e.Reference, e.Category, e.Title, e.State, e.Version, e.Created, e.CreatedBy, e.Sent, e.Decided, e.Reopened)
}

// SaveEntry overwrites category, title, state and instants of an entry that is
// still at e.Version, and raises the version in the row and in e; else
// ErrConflict.
func (tx *Tx) SaveEntry(e *award.Entry) error {
	err := tx.execOne(`UPDATE entry SET category = ?, title = ?, state = ?, sent = ?, decided = ?, reopened = ?, version = version + 1
		WHERE id = ? AND version = ?`, e.Category, e.Title, e.State, e.Sent, e.Decided, e.Reopened, e.ID, e.Version)
	if err == nil {
		e.Version++
	}
	return err
}

// Entry returns the entry with the given ID.
func (tx *Tx) Entry(id award.ID) (e award.Entry, err error) {
	err = tx.get(&e, `SELECT `+entryColumns+` FROM entry WHERE id = ?`, id)
	return e, err
}

// EntryRef returns the entry with the given reference, such as 2027-0007.
func (tx *Tx) EntryRef(reference string) (e award.Entry, err error) {
	err = tx.get(&e, `SELECT `+entryColumns+` FROM entry WHERE reference = ?`, reference)
	return e, err
}

// EntriesOfCity returns a city's entries in an edition, the oldest first.
func (tx *Tx) EntriesOfCity(city, edition award.ID) (all []award.Entry, err error) {
	err = tx.list(&all, `SELECT `+entryColumns+` FROM entry WHERE city = ? AND edition = ? ORDER BY number`, city, edition)
	return all, err
}

// Entries returns an edition's entries by number.
func (tx *Tx) Entries(edition award.ID) (all []award.Entry, err error) {
	err = tx.list(&all, `SELECT `+entryColumns+` FROM entry WHERE edition = ? ORDER BY number`, edition)
	return all, err
}

// EntriesIn returns an edition's entries of one state by number.
func (tx *Tx) EntriesIn(edition award.ID, state award.EntryState) (all []award.Entry, err error) {
	err = tx.list(&all, `SELECT `+entryColumns+` FROM entry WHERE edition = ? AND state = ? ORDER BY number`, edition, state)
	return all, err
}

const answerColumns = `entry, question, value, version, changed, changed_by`

// Answers returns an entry's answers by question key.
func (tx *Tx) Answers(entry award.ID) (map[string]award.Answer, error) {
	var rows []award.Answer
	if err := tx.list(&rows, `SELECT `+answerColumns+` FROM answer WHERE entry = ? ORDER BY question`, entry); err != nil {
		return nil, err
	}
	by := make(map[string]award.Answer, len(rows))
	for _, a := range rows {
		by[a.Question] = a
	}
	return by, nil
}

// Answer returns an entry's answer to one question; the zero Answer with
// version 0 when there is none yet.
func (tx *Tx) Answer(entry award.ID, question string) (award.Answer, error) {
	var rows []award.Answer
	err := tx.list(&rows, `SELECT `+answerColumns+` FROM answer WHERE entry = ? AND question = ?`, entry, question)
	if err != nil || len(rows) == 0 {
		return award.Answer{Entry: entry, Question: question}, err
	}
	return rows[0], nil
}

// SaveAnswer stores an answer over the version a.Version, which is 0 for the
// first, keeps the one it replaces, and raises the version in a. ErrConflict
// when the stored version is another.
func (tx *Tx) SaveAnswer(a *award.Answer) error {
	if a.Version == 0 {
		err := tx.exec(`INSERT INTO answer (`+answerColumns+`) VALUES (?, ?, ?, 1, ?, ?)`, a.Entry, a.Question, a.Value, a.Changed, a.By)
		if err == nil {
			a.Version = 1
		}
		return err
	}
	if err := tx.exec(`INSERT INTO answer_past (entry, question, version, value, changed, changed_by)
		SELECT entry, question, version, value, changed, changed_by FROM answer WHERE entry = ? AND question = ? AND version = ?`,
		a.Entry, a.Question, a.Version); err != nil {
		return err
	}
	err := tx.execOne(`UPDATE answer SET value = ?, version = version + 1, changed = ?, changed_by = ? WHERE entry = ? AND question = ? AND version = ?`,
		a.Value, a.Changed, a.By, a.Entry, a.Question, a.Version)
	if err == nil {
		a.Version++
	}
	return err
}

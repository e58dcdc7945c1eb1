package database

import "we-gov.org/awards/internal/award"

// ScoresheetsOf returns the sheets of one judge's seats in a round by seat; a
// seat whose judge has not begun has none.
func (tx *Tx) ScoresheetsOf(edition award.ID, round int, judge award.ID) (map[award.ID]award.Scoresheet, error) {
	return tx.sheets(`SELECT c.seat, c.doc, c.version, c.changed FROM seat s JOIN scoresheet c ON c.seat = s.id
		WHERE s.judge = ? AND s.edition = ? AND s.round = ?`, judge, edition, round)
}

// Comment is what a judge wrote on a whole entry in a round, once the sheet is
// finished.
type Comment struct {
	Round int
	Judge award.ID
	Text  string
}

// CommentsOn returns the comments of finished sheets on an entry, by round and
// judge; those who wrote nothing are left out.
func (tx *Tx) CommentsOn(entry award.ID) ([]Comment, error) {
	var rows []struct {
		sheetRow
		Round int      `db:"round"`
		Judge award.ID `db:"judge"`
	}
	if err := tx.list(&rows, `SELECT c.seat, c.doc, c.version, c.changed, s.round, s.judge FROM seat s JOIN scoresheet c ON c.seat = s.id
		WHERE s.entry = ? AND s.state IN ('done', 'sent') ORDER BY s.round, s.judge`, entry); err != nil {
		return nil, err
	}
	var all []Comment
	for _, r := range rows {
		s, err := r.sheet()
		if err != nil {
			return nil, err
		}
		if s.Comment != "" {
			all = append(all, Comment{Round: r.Round, Judge: r.Judge, Text: s.Comment})
		}
	}
	return all, nil
}

// EntriesOf returns the entries with the given IDs by ID; unknown IDs are left out.
func (tx *Tx) EntriesOf(ids []award.ID) (map[award.ID]award.Entry, error) {
	of := map[award.ID]award.Entry{}
	if len(ids) == 0 {
		return of, nil
	}
	q, args := tx.in(`SELECT `+entryColumns+` FROM entry WHERE id IN (?)`, ids)
	var all []award.Entry
	if err := tx.list(&all, q, args...); err != nil {
		return nil, err
	}
	for _, e := range all {
		of[e.ID] = e
	}
	return of, nil
}

package database

import "we-gov.org/awards/internal/award"

const queryColumns = `id, entry, text, due, asked, asked_by, reply, replied, replied_by`

// AddQuery stores a question of the Secretariat to a city.
func (tx *Tx) AddQuery(q award.Query) error {
	return tx.exec(`INSERT INTO query (`+queryColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		q.ID, q.Entry, q.Text, q.Due, q.Asked, q.AskedBy, q.Reply, q.Replied, q.RepliedBy)
}

// Query returns a question about an entry: the pair must match, so that the ID
// of a question about another entry opens nothing.
func (tx *Tx) Query(entry, id award.ID) (q award.Query, err error) {
	err = tx.get(&q, `SELECT `+queryColumns+` FROM query WHERE id = ? AND entry = ?`, id, entry)
	return q, err
}

// Queries returns the questions about an entry, the oldest first.
func (tx *Tx) Queries(entry award.ID) (all []award.Query, err error) {
	err = tx.list(&all, `SELECT `+queryColumns+` FROM query WHERE entry = ? ORDER BY asked, id`, entry)
	return all, err
}

// QueriesOf returns the questions about every entry of an edition, the oldest
// first.
func (tx *Tx) QueriesOf(edition award.ID) (all []award.Query, err error) {
	err = tx.list(&all, `SELECT `+queryColumns+` FROM query WHERE entry IN (SELECT id FROM entry WHERE edition = ?) ORDER BY asked, id`, edition)
	return all, err
}

// SaveReply stores a city's answer to a question that has none yet; else
// ErrConflict.
func (tx *Tx) SaveReply(q award.Query) error {
	return tx.execOne(`UPDATE query SET reply = ?, replied = ?, replied_by = ? WHERE id = ? AND replied = 0`,
		q.Reply, q.Replied, q.RepliedBy, q.ID)
}

package database

import "we-gov.org/awards/internal/award"

const sendingColumns = `entry, number, at, sent_by, sha256, doc, taken_back`

// AddSending keeps what was sent; ErrConflict if the entry has a sending of
// that number.
func (tx *Tx) AddSending(s award.Sending) error {
	return tx.exec(`INSERT INTO sending (`+sendingColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		s.Entry, s.Number, s.At, s.By, s.SHA256, s.Doc, s.Back)
}

// Sendings returns the sendings of an entry, the first first.
func (tx *Tx) Sendings(entry award.ID) (all []award.Sending, err error) {
	err = tx.list(&all, `SELECT `+sendingColumns+` FROM sending WHERE entry = ? ORDER BY number`, entry)
	return all, err
}

// LastSending returns the latest sending of an entry, taken back or not;
// ErrNotFound when it was never sent.
func (tx *Tx) LastSending(entry award.ID) (s award.Sending, err error) {
	err = tx.get(&s, `SELECT `+sendingColumns+` FROM sending WHERE entry = ? ORDER BY number DESC LIMIT 1`, entry)
	return s, err
}

// TakeBackSending notes when a sending was taken back; ErrConflict if it was
// taken back before.
func (tx *Tx) TakeBackSending(entry award.ID, number int, at award.Time) error {
	return tx.execOne(`UPDATE sending SET taken_back = ? WHERE entry = ? AND number = ? AND taken_back = 0`, at, entry, number)
}

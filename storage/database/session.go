package database

import "we-gov.org/awards/internal/award"

const sessionColumns = `token, person, data, expires`

// SaveSession stores a session under the hash of its token, new or not.
func (tx *Tx) SaveSession(s award.Session) error {
	return tx.exec(`INSERT INTO session (`+sessionColumns+`) VALUES (?, ?, ?, ?)
		ON CONFLICT (token) DO UPDATE SET person = excluded.person, data = excluded.data, expires = excluded.expires`,
		s.Token, s.Person, s.Data, s.Expires)
}

// ChangeSession overwrites a session that is still there; ErrConflict if it was
// ended meanwhile.
func (tx *Tx) ChangeSession(s award.Session) error {
	return tx.execOne(`UPDATE session SET person = ?, data = ?, expires = ? WHERE token = ?`, s.Person, s.Data, s.Expires, s.Token)
}

// Session returns a session that has not expired at now.
func (tx *Tx) Session(token string, now award.Time) (s award.Session, err error) {
	err = tx.get(&s, `SELECT `+sessionColumns+` FROM session WHERE token = ? AND expires > ?`, token, now)
	return s, err
}

// SessionsOf returns a person's sessions that have not expired at now, the one
// used last first.
func (tx *Tx) SessionsOf(person award.ID, now award.Time) (all []award.Session, err error) {
	err = tx.list(&all, `SELECT `+sessionColumns+` FROM session WHERE person = ? AND expires > ? ORDER BY expires DESC, token`, person, now)
	return all, err
}

// RemoveSession ends a session; ending one that is not there is no error.
func (tx *Tx) RemoveSession(token string) error {
	return tx.exec(`DELETE FROM session WHERE token = ?`, token)
}

// RemoveSessionsOf ends a person's sessions but for one; "" keeps none.
func (tx *Tx) RemoveSessionsOf(person award.ID, keep string) error {
	return tx.exec(`DELETE FROM session WHERE person = ? AND token <> ?`, person, keep)
}

// RemoveSessionsBefore drops the sessions that expired before an instant.
func (tx *Tx) RemoveSessionsBefore(now award.Time) error {
	return tx.exec(`DELETE FROM session WHERE expires <= ?`, now)
}

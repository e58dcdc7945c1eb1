package database

import "we-gov.org/awards/internal/award"

// SaveSession stores the data of a session under the hash of its token.
func (tx *Tx) SaveSession(token string, data []byte, expires award.Time) error {
	return tx.exec(`INSERT INTO session (token, data, expires) VALUES (?, ?, ?)
		ON CONFLICT (token) DO UPDATE SET data = excluded.data, expires = excluded.expires`, token, data, expires)
}

// Session returns the data of a session that has not expired at now.
func (tx *Tx) Session(token string, now award.Time) (data []byte, err error) {
	err = tx.get(&data, `SELECT data FROM session WHERE token = ? AND expires > ?`, token, now)
	return data, err
}

// RemoveSession ends a session; ending one that is not there is no error.
func (tx *Tx) RemoveSession(token string) error {
	return tx.exec(`DELETE FROM session WHERE token = ?`, token)
}

// RemoveSessionsBefore drops the sessions that expired before an instant.
func (tx *Tx) RemoveSessionsBefore(now award.Time) error {
	return tx.exec(`DELETE FROM session WHERE expires <= ?`, now)
}

package database

import "we-gov.org/awards/internal/award"

const signInColumns = `id, email, token_hash, code_hash, next, created, expires, used, attempts`

// AddSignIn stores a wish to sign in.
func (tx *Tx) AddSignIn(s award.SignIn) error {
	return tx.exec(`INSERT INTO sign_in (`+signInColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0)`,
		s.ID, s.Email, s.Hash, s.CodeHash, s.Next, s.Created, s.Expires)
}

// SignIn returns the wish to sign in with an ID.
func (tx *Tx) SignIn(id award.ID) (s award.SignIn, err error) {
	err = tx.get(&s, `SELECT `+signInColumns+` FROM sign_in WHERE id = ?`, id)
	return s, err
}

// SignInBySecret returns the wish to sign in whose mailed link ends with a secret.
func (tx *Tx) SignInBySecret(secret string) (s award.SignIn, err error) {
	err = tx.get(&s, `SELECT `+signInColumns+` FROM sign_in WHERE token_hash = ?`, award.HashSecret(secret))
	return s, err
}

// SignInTimes returns when an address was asked to be signed in since an
// instant, the latest first.
func (tx *Tx) SignInTimes(email string, since award.Time) (all []award.Time, err error) {
	err = tx.list(&all, `SELECT created FROM sign_in WHERE email = ? AND created > ? ORDER BY created DESC`, email, since)
	return all, err
}

// UseSignIn marks a link and its code as used; ErrConflict if they were already.
func (tx *Tx) UseSignIn(id award.ID, now award.Time) error {
	return tx.execOne(`UPDATE sign_in SET used = ? WHERE id = ? AND used = 0`, now, id)
}

// UseSignInsOf marks every unused link and code of an address as used.
func (tx *Tx) UseSignInsOf(email string, now award.Time) error {
	return tx.exec(`UPDATE sign_in SET used = ? WHERE email = ? AND used = 0`, now, email)
}

// CountWrongCode counts a wrong code against a wish to sign in.
func (tx *Tx) CountWrongCode(id award.ID) error {
	return tx.execOne(`UPDATE sign_in SET attempts = attempts + 1 WHERE id = ?`, id)
}

// RemoveSignInsBefore drops what was asked before an instant.
func (tx *Tx) RemoveSignInsBefore(then award.Time) error {
	return tx.exec(`DELETE FROM sign_in WHERE created < ?`, then)
}

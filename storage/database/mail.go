package database

import "we-gov.org/awards/internal/award"

const mailColumns = `id, key, kind, recipient, language, subject, text, action, link, state, attempts, next_try, created, sent, problem`

// Post puts a mail into the outbox at an instant. Key names the deed and its
// object: a mail whose key is there already is dropped, so that a deed done
// twice sends one mail.
func (tx *Tx) Post(m award.Mail, key string, now award.Time) error {
	return tx.exec(`INSERT INTO mail (`+mailColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, 0, '') ON CONFLICT (key) DO NOTHING`,
		award.NewID(), key, m.Kind, m.To, m.Language, m.Subject, m.Text, m.Action, m.Link, award.MailWaiting, now, now)
}

// SaveMail overwrites how far a mail has come, and its text and link, which
// are blanked when they hold a secret that has been used.
func (tx *Tx) SaveMail(m award.Mail) error {
	return tx.execOne(`UPDATE mail SET state = ?, attempts = ?, next_try = ?, sent = ?, problem = ?, text = ?, link = ? WHERE id = ?`,
		m.State, m.Attempts, m.Next, m.Sent, m.Problem, m.Text, m.Link, m.ID)
}

// Mail returns one mail.
func (tx *Tx) Mail(id award.ID) (m award.Mail, err error) {
	err = tx.get(&m, `SELECT `+mailColumns+` FROM mail WHERE id = ?`, id)
	return m, err
}

// ClaimMail takes at most n mails that are due at now out of the queue, the
// oldest first: they are being sent, their attempt is counted, and nobody else
// takes them before hold. Due are mails that wait, and mails whose sending was
// not finished by their hold, which come back with the state MailSending.
func (tx *Tx) ClaimMail(now, hold award.Time, n int) (all []award.Mail, err error) {
	err = tx.list(&all, `SELECT `+mailColumns+` FROM mail WHERE state IN (?, ?) AND next_try <= ? ORDER BY created, id LIMIT ?`,
		award.MailWaiting, award.MailSending, now, n)
	for i := range all {
		if err != nil {
			return nil, err
		}
		all[i].Attempts++
		err = tx.execOne(`UPDATE mail SET state = ?, attempts = ?, next_try = ? WHERE id = ?`, award.MailSending, all[i].Attempts, hold, all[i].ID)
	}
	return all, err
}

// MailDue returns how many mails ClaimMail would find.
func (tx *Tx) MailDue(now award.Time) (n int, err error) {
	err = tx.get(&n, `SELECT COUNT(*) FROM mail WHERE state IN (?, ?) AND next_try <= ?`, award.MailWaiting, award.MailSending, now)
	return n, err
}

// MailCounts returns how many mails there are in each state.
func (tx *Tx) MailCounts() (map[award.MailState]int, error) {
	var rows []struct {
		State award.MailState `db:"state"`
		N     int             `db:"n"`
	}
	err := tx.list(&rows, `SELECT state, COUNT(*) AS n FROM mail GROUP BY state`)
	counts := map[award.MailState]int{}
	for _, r := range rows {
		counts[r.State] = r.N
	}
	return counts, err
}

// MailPage returns at most n mails after the first skip, the latest first, of
// one state or, with an empty one, of every state.
func (tx *Tx) MailPage(state award.MailState, skip, n int) (all []award.Mail, err error) {
	err = tx.list(&all, `SELECT `+mailColumns+` FROM mail WHERE state = ? OR CAST(? AS TEXT) = '' ORDER BY created DESC, id LIMIT ? OFFSET ?`,
		state, state, n, skip)
	return all, err
}

// MailIn returns at most n mails of one state, the latest first.
func (tx *Tx) MailIn(state award.MailState, n int) (all []award.Mail, err error) {
	err = tx.list(&all, `SELECT `+mailColumns+` FROM mail WHERE state = ? ORDER BY created DESC, id LIMIT ?`, state, n)
	return all, err
}

// Outbox returns at most n mails of every state, the latest first.
func (tx *Tx) Outbox(n int) (all []award.Mail, err error) {
	err = tx.list(&all, `SELECT `+mailColumns+` FROM mail ORDER BY created DESC, id LIMIT ?`, n)
	return all, err
}

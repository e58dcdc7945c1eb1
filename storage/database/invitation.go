package database

import "we-gov.org/awards/internal/award"

const invitationColumns = `id, token_hash, email, name, role, edition, city, can, invited_by, created, expires, answered, accepted`

// Invite stores an invitation made at i.Created and returns it with its ID, its
// expiry and the secret for the mailed link, which cannot be had later. Post
// the mail with it in the same Update:
//
//	inv, err := tx.Invite(award.Invitation{Email: …, Role: award.RoleJudge, Edition: e.ID, By: actor.Person.ID, Created: now})
//	err = tx.Post(words.Invitation(inv, actor.Person.Name, e.Name), "invitation:"+string(inv.ID), now)
func (tx *Tx) Invite(i award.Invitation) (award.Invitation, error) {
	i.ID, i.Email, i.Expires = award.NewID(), award.Email(i.Email), i.Created.Add(award.InvitationLasts)
	i.Secret, i.Hash = award.NewSecret()
	return i, tx.exec(`INSERT INTO invitation (`+invitationColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		i.ID, i.Hash, i.Email, i.Name, i.Role, i.Edition, i.City, i.Right, i.By, i.Created, i.Expires, 0, false)
}

// InvitationBySecret returns the invitation whose mailed link ends with a secret.
func (tx *Tx) InvitationBySecret(secret string) (i award.Invitation, err error) {
	err = tx.get(&i, `SELECT `+invitationColumns+` FROM invitation WHERE token_hash = ?`, award.HashSecret(secret))
	return i, err
}

// Invitation returns one invitation, without its secret.
func (tx *Tx) Invitation(id award.ID) (i award.Invitation, err error) {
	err = tx.get(&i, `SELECT `+invitationColumns+` FROM invitation WHERE id = ?`, id)
	return i, err
}

// InvitationsOpen returns the invitations that were not answered, expired ones
// among them, the latest first.
func (tx *Tx) InvitationsOpen() (all []award.Invitation, err error) {
	err = tx.list(&all, `SELECT `+invitationColumns+` FROM invitation WHERE answered = 0 ORDER BY created DESC, id`)
	return all, err
}

// InvitationsOf returns the unanswered invitations to a city, the latest first.
func (tx *Tx) InvitationsOf(city award.ID) (all []award.Invitation, err error) {
	err = tx.list(&all, `SELECT `+invitationColumns+` FROM invitation WHERE city = ? AND answered = 0 ORDER BY created DESC, id`, city)
	return all, err
}

// AnswerInvitation notes the answer to an invitation; ErrConflict if it has
// been answered.
func (tx *Tx) AnswerInvitation(id award.ID, accepted bool, now award.Time) error {
	return tx.execOne(`UPDATE invitation SET answered = ?, accepted = ? WHERE id = ? AND answered = 0`, now, accepted, id)
}

// RenewInvitation gives an unanswered invitation a new secret and a new expiry
// counted from now; the old link no longer works.
func (tx *Tx) RenewInvitation(i award.Invitation, now award.Time) (award.Invitation, error) {
	i.Secret, i.Hash = award.NewSecret()
	i.Expires = now.Add(award.InvitationLasts)
	return i, tx.execOne(`UPDATE invitation SET token_hash = ?, expires = ? WHERE id = ? AND answered = 0`, i.Hash, i.Expires, i.ID)
}

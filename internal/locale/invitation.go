package locale

import "we-gov.org/awards/internal/award"

// Invitation writes the mail that invites to a role: by is the name of the
// inviter, to what the edition or the city is called.
// It is written in the words that the caller chose, as the language of a
// person who never signed in is not known.
func (w *Words) Invitation(i award.Invitation, by, to string) award.Mail {
	return w.Letter(award.InvitationKind(i.Role), award.Person{Email: i.Email}, i.Path(),
		"By", by, "To", to, "Until", w.Date(i.Expires, nil))
}

package award

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"time"
)

// InvitationLasts is how long an invitation may be answered; after it the
// invited person can have it sent once more.
const InvitationLasts = 21 * 24 * time.Hour

// Invitation asks somebody at an address to take a role: a colleague for a
// city, a judge, or staff of the Secretariat. Whoever opens the mailed link has
// shown that the address is theirs.
type Invitation struct {
	ID      ID     `db:"id"`
	Hash    string `db:"token_hash"` // of Secret
	Email   string `db:"email"`
	Name    string `db:"name"` // as the inviter wrote it; "" = to be asked
	Role    Role   `db:"role"`
	Edition ID     `db:"edition"` // "" = every edition
	City    ID     `db:"city"`    // of RoleCity
	// Right is how far a colleague may act for the city.
	Right    CityRight `db:"can"`
	By       ID        `db:"invited_by"`
	Created  Time      `db:"created"`
	Expires  Time      `db:"expires"`
	Answered Time      `db:"answered"`
	Accepted bool      `db:"accepted"`
	// Secret ends the mailed link. It is known only when the invitation is made
	// and never stored.
	Secret string `db:"-"`
}

// Path is the page that the mailed link opens, without language and host.
func (i Invitation) Path() string { return "/invite/" + i.Secret }

// Open reports whether the invitation can be answered at now.
func (i Invitation) Open(now Time) bool { return i.Answered.IsZero() && now < i.Expires }

// NewSecret returns a secret of 256 random bits for a mailed link, and the hash
// under which it is stored.
func NewSecret() (secret, hash string) {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails
	secret = base64.RawURLEncoding.EncodeToString(b[:])
	return secret, HashSecret(secret)
}

// HashSecret returns the hash under which a secret is stored.
func HashSecret(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// The kinds of mail whose link, and for a sign-in whose text too, lets in
// whoever has it.
const (
	MailSignIn           = "sign_in"
	mailInvitationPrefix = "invitation_"
	// Mails about practices of the library hold the link by which one side of a
	// question answers, and the words of the other side.
	mailLibraryPrefix = "library_"
)

// InvitationKind is the kind of the mail that invites to a role.
func InvitationKind(r Role) string { return mailInvitationPrefix + string(r) }

// HoldsSecret reports whether the mail's text or link lets in whoever has it.
func (m Mail) HoldsSecret() bool {
	return m.Kind == MailSignIn || strings.HasPrefix(m.Kind, mailInvitationPrefix) || strings.HasPrefix(m.Kind, mailLibraryPrefix)
}

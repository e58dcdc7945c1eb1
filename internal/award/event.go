package award

// Event records one deed: who did what to what, and when. It is written in the
// transaction that does the deed and never changed. Detail is canonical JSON
// and holds no score and nothing of a result; what is secret stands in it only
// as a salted hash.
type Event struct {
	Seq     int64  `db:"seq"` // given by the store, rising
	At      Time   `db:"at"`
	Actor   ID     `db:"actor"` // empty = the platform itself
	Deed    Deed   `db:"deed"`
	Kind    string `db:"kind"` // of the subject: entry, edition, judge …
	Subject ID     `db:"subject"`
	Edition ID     `db:"edition"`
	Detail  string `db:"detail"`
	Hash    string `db:"hash"` // SHA-256 over salt and the canonical event
	Salt    string `db:"salt"`
}

// Mail is one message that waits in the outbox or has left it. Key makes it
// unique: a deed that is done twice sends one mail.
type Mail struct {
	ID       ID     `db:"id"`
	Key      string `db:"key"`
	Kind     string `db:"kind"` // the template it was made from
	To       string `db:"recipient"`
	Language string `db:"language"`
	Subject  string `db:"subject"`
	Text     string `db:"text"`
	// Action and Link are the one thing that the mail asks for: the words of its
	// button and the page, a path without the language.
	Action   string    `db:"action"`
	Link     string    `db:"link"`
	State    MailState `db:"state"`
	Attempts int       `db:"attempts"`
	Next     Time      `db:"next_try"`
	Created  Time      `db:"created"`
	Sent     Time      `db:"sent"`
	Problem  string    `db:"problem"` // why the last attempt failed
}

// MailState is how far a mail has come.
type MailState string

// The states of a mail.
const (
	MailWaiting MailState = "waiting"
	MailSending MailState = "sending"
	MailSent    MailState = "sent"
	MailFailed  MailState = "failed" // given up; an officer may send it again
)

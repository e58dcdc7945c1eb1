package post

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"strings"

	mail "github.com/wneessen/go-mail"
)

// Problem is why a mail did not leave.
type Problem struct {
	// Key says it in the catalogue, under mailbox.problem.
	Key string
	// Said is what the server answered.
	Said string
	// Final problems do not go away by trying again.
	Final bool
}

// The keys of problems.
const (
	ProblemUnreachable = "unreachable" // no answer from the server
	ProblemTLS         = "tls"         // no safe connection
	ProblemSignIn      = "sign_in"     // the server does not take our user or password
	ProblemSender      = "sender"      // it does not take the sender's address
	ProblemRecipient   = "recipient"   // it does not take the recipient's address
	ProblemRefused     = "refused"     // it does not take this mail
	ProblemBusy        = "busy"        // it asks to come back later
	ProblemUnknown     = "unknown"     // the program stopped while sending: it may have left or not
	ProblemLate        = "late"        // what it held is of no use any more
	ProblemOurs        = "ours"        // it could not be written
)

// Error gives the key and the server's answer.
func (p *Problem) Error() string { return p.String() }

// String is the form in which a problem is stored.
func (p *Problem) String() string {
	if p.Said == "" {
		return p.Key
	}
	return p.Key + "|" + p.Said
}

// ReadProblem reads what String wrote.
func ReadProblem(text string) (key, said string) {
	key, said, _ = strings.Cut(text, "|")
	return key, said
}

// problemOf tells what an error of the mail library means.
func problemOf(err error) *Problem {
	p := &Problem{Key: ProblemUnreachable, Said: plain(err)}
	var sending *mail.SendError
	var network net.Error
	var record tls.RecordHeaderError
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.As(err, &sending):
		p.Key, p.Final = ofSending(sending)
	case errors.As(err, &record), errors.As(err, &certificate), strings.Contains(p.Said, "STARTTLS"):
		p.Key = ProblemTLS
	case errors.As(err, &network), errors.Is(err, context.DeadlineExceeded):
	case strings.Contains(strings.ToLower(p.Said), "auth"):
		p.Key = ProblemSignIn
	}
	return p
}

// ofSending tells what was refused, and whether for good. A refused sender is
// our setting: it is worth trying again once that is mended. A server that hangs
// up without an answer has refused nothing.
func ofSending(e *mail.SendError) (key string, final bool) {
	code := e.ErrorCode()
	switch {
	case e.Reason == mail.ErrGetRcpts:
		return ProblemRecipient, true
	case e.Reason == mail.ErrConnCheck, code < 400:
		return ProblemUnreachable, false
	case e.Reason == mail.ErrSMTPMailFrom, e.Reason == mail.ErrGetSender:
		return ProblemSender, false
	case code < 500:
		return ProblemBusy, false
	case e.Reason == mail.ErrSMTPRcptTo:
		return ProblemRecipient, true
	}
	return ProblemRefused, true
}

// plain is an error's text on one line and of sane length, without what the
// library adds about the mail.
func plain(err error) string {
	text := strings.Join(strings.Fields(err.Error()), " ")
	text, _, _ = strings.Cut(text, ", affected ")
	if r := []rune(text); len(r) > 300 {
		return string(r[:300])
	}
	return text
}

// Package post is the mail: it takes what waits in the outbox to the SMTP
// server, or to the demo's mailbox, and keeps trying until it is there.
//
// What is promised. A mail is in the outbox if and only if the deed that it
// tells of was done, as both are written in one transaction. Each mail is sent
// at least once, unless its server refuses it for good or it is too late to be
// of use; then it stays as failed, with the reason, for an officer to send
// again. Before a mail is sent it is marked as being sent; if the program dies
// between the server's yes and the note of it, nobody knows whether it left.
// Such a mail is sent again, under the same Message-ID, by which mailboxes know
// it for the same: a deadline told twice does no harm, one never told does. The
// exception are announcements of results (kinds that begin with "announce"):
// they are never sent twice by the program, but fail with that reason.
//
// Why the outbox is read every second rather than told of new mail: the reading
// is one query on an index, and nothing is lost when a signal is.
package post

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

const (
	// pause is how long the outbox is left alone when it had nothing.
	pause = time.Second
	// hold is how long a mail may take to be sent before it is taken for
	// unfinished.
	hold = 5 * time.Minute
	// batch is how many mails are taken out at once.
	batch = 20
	// mostAttempts is when a mail is given up: after about 16 hours.
	mostAttempts = 12
	// signInLasts is how long a mailed sign-in is of use.
	signInLasts = 30 * time.Minute
)

// Office delivers the outbox.
type Office struct {
	db    *database.DB
	clock award.Clock
	way   Way
}

// New returns an Office on the records and the clock.
func New(db *database.DB, clock award.Clock) *Office { return &Office{db: db, clock: clock} }

// Letter is a mail as it leaves: complete texts and absolute links.
type Letter struct {
	ID         award.ID // the Message-ID is made from it
	To         string
	Language   string
	Subject    string
	Text, HTML string
}

// Carrier takes a letter to where it goes. Its error is a *Problem when it
// knows the reason.
type Carrier interface {
	Carry(ctx context.Context, l Letter) error
}

// Way is how mail leaves.
type Way struct {
	Carrier Carrier
	// Write makes the letter of a mail: its texts and its links in full.
	Write func(award.Mail) (Letter, error)
	// Keep leaves the secrets of sent mail readable, for the demo's mailbox.
	Keep bool
	Log  *slog.Logger
}

// Mailbox is the Carrier of the demo: the mail stays where it is, to be read
// there.
type Mailbox struct{}

// Carry does nothing.
func (Mailbox) Carry(context.Context, Letter) error { return nil }

// Open says how mail leaves. Without it mails wait. It must be called before
// Run and before pages are served.
func (o *Office) Open(w Way) { o.way = w }

// Opened reports whether mail leaves at all.
func (o *Office) Opened() bool { return o.way.Carrier != nil }

// Run delivers the outbox until ctx ends, and finishes the mail in hand.
func (o *Office) Run(ctx context.Context) {
	told := trouble{log: o.way.Log, clock: o.clock}
	for ctx.Err() == nil {
		n, err := o.Round(ctx)
		if ctx.Err() == nil {
			told.heard(err)
		}
		if n == batch {
			continue
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
}

// Round delivers what is due, at most a batch, and returns how many mails it
// took. When ctx ends it finishes the mail in hand and puts the others back.
func (o *Office) Round(ctx context.Context) (int, error) {
	due := 0
	err := o.db.View(ctx, func(tx *database.Tx) (err error) {
		due, err = tx.MailDue(o.clock())
		return err
	})
	if err != nil || due == 0 {
		return 0, err
	}
	mails, again, err := o.claim(ctx)
	if err != nil {
		return 0, err
	}
	finish := context.WithoutCancel(ctx)
	for i, m := range mails {
		switch {
		case ctx.Err() != nil:
			m.State, m.Next = award.MailWaiting, o.clock()
			m.Attempts--
		default:
			m = o.deliver(finish, m, again[i])
		}
		if err := o.db.Update(finish, func(tx *database.Tx) error { return tx.SaveMail(m) }); err != nil {
			return i, fmt.Errorf("mail %s: %w", m.ID, err)
		}
	}
	return len(mails), nil
}

// claim takes due mails; again says which were being sent before.
func (o *Office) claim(ctx context.Context) (mails []award.Mail, again []bool, err error) {
	err = o.db.Update(ctx, func(tx *database.Tx) error {
		mails, err = tx.ClaimMail(o.clock(), o.clock().Add(hold), batch)
		again = make([]bool, len(mails))
		for i, m := range mails {
			again[i] = m.State == award.MailSending
		}
		return err
	})
	return mails, again, err
}

// deliver tries one mail and returns it as it is to be kept.
func (o *Office) deliver(ctx context.Context, m award.Mail, again bool) award.Mail {
	switch {
	case again && strings.HasPrefix(m.Kind, "announce"):
		return o.giveUp(m, &Problem{Key: ProblemUnknown})
	case m.Kind == award.MailSignIn && o.clock() >= m.Created.Add(signInLasts):
		return o.giveUp(m, &Problem{Key: ProblemLate})
	}
	letter, err := o.way.Write(m)
	if err == nil {
		err = o.way.Carrier.Carry(ctx, letter)
	}
	if err != nil {
		return o.failed(m, err)
	}
	m.State, m.Sent, m.Problem = award.MailSent, o.clock(), ""
	return o.blank(m)
}

// failed notes why a mail did not leave and when to try again.
func (o *Office) failed(m award.Mail, err error) award.Mail {
	problem := &Problem{}
	if !errors.As(err, &problem) {
		problem = &Problem{Key: ProblemOurs, Said: err.Error()}
	}
	o.way.Log.Warn("mail not sent", "mail", m.ID, "kind", m.Kind, "attempt", m.Attempts, "reason", problem.Key)
	if problem.Final || m.Attempts >= mostAttempts {
		return o.giveUp(m, problem)
	}
	m.State, m.Problem = award.MailWaiting, problem.String()
	m.Next = o.clock().Add(after(m.Attempts))
	return m
}

// after is how long to wait after so many attempts: 30 seconds, doubling, at
// most 4 hours.
func after(attempts int) time.Duration {
	return min(4*time.Hour, 30*time.Second<<min(attempts-1, 10))
}

func (o *Office) giveUp(m award.Mail, p *Problem) award.Mail {
	m.State, m.Problem = award.MailFailed, p.String()
	if m.Kind == award.MailSignIn {
		return o.blank(m)
	}
	return m
}

// blank takes the secrets out of a mail that no longer needs them.
func (o *Office) blank(m award.Mail) award.Mail {
	if m.HoldsSecret() && !o.way.Keep {
		m.Text, m.Link = "", ""
	}
	return m
}

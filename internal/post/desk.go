package post

import (
	"context"
	"encoding/json"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// PageSize is how many mails one page of the outbox shows.
const PageSize = 50

// Outbox is one page of the mail.
type Outbox struct {
	Mails  []award.Mail // the latest first, without secrets
	Counts map[award.MailState]int
	Total  int // of the state that is shown
}

// Outbox returns a page of the mail, counted from 1, of one state or of all, each
// as Mail returns it.
func (o *Office) Outbox(ctx context.Context, actor award.Actor, state award.MailState, page int) (box Outbox, err error) {
	err = o.db.View(ctx, func(tx *database.Tx) error {
		if err := award.May(actor, award.DeedMail, award.Object{}); err != nil {
			return err
		}
		if box, err = outbox(tx, state, page); err != nil {
			return err
		}
		r, err := readerOf(tx, actor)
		for i := range box.Mails {
			box.Mails[i] = r.veiled(box.Mails[i])
		}
		return err
	})
	return box, err
}

func outbox(tx *database.Tx, state award.MailState, page int) (box Outbox, err error) {
	if box.Counts, err = tx.MailCounts(); err != nil {
		return box, err
	}
	for s, n := range box.Counts {
		if state == "" || s == state {
			box.Total += n
		}
	}
	box.Mails, err = tx.MailPage(state, max(0, page-1)*PageSize, PageSize)
	return box, err
}

// Mail returns one mail as the actor may read it: without what lets in whoever
// has it, and blank where it tells of what they may not see.
func (o *Office) Mail(ctx context.Context, actor award.Actor, id award.ID) (m award.Mail, err error) {
	err = o.db.View(ctx, func(tx *database.Tx) error {
		if err := award.May(actor, award.DeedMail, award.Object{}); err != nil {
			return err
		}
		if m, err = tx.Mail(id); err != nil {
			return err
		}
		r, err := readerOf(tx, actor)
		m = r.veiled(m)
		return err
	})
	return m, err
}

// Resend puts a mail that failed, or waits for another try, at the head of the
// queue. A sign-in that is over is refused: its secret is gone, and the person
// asks for a new one.
func (o *Office) Resend(ctx context.Context, actor award.Actor, id award.ID) error {
	return o.db.Update(ctx, func(tx *database.Tx) error {
		if err := award.May(actor, award.DeedResend, award.Object{}); err != nil {
			return err
		}
		m, err := tx.Mail(id)
		if err != nil {
			return err
		}
		switch {
		case m.State != award.MailFailed && m.State != award.MailWaiting:
			return award.Refuse(award.ErrConflict, "mailbox.refused.not_failed")
		case m.HoldsSecret() && m.Link == "":
			return award.Refuse(award.ErrForbidden, "mailbox.refused.secret_gone")
		}
		m.State, m.Attempts, m.Next, m.Problem = award.MailWaiting, 0, o.clock(), ""
		if err := tx.SaveMail(m); err != nil {
			return err
		}
		detail, err := json.Marshal(map[string]string{"kind": m.Kind})
		if err != nil {
			return err
		}
		return tx.Record(award.Event{At: o.clock(), Actor: actor.Person.ID, Deed: award.DeedResend, Kind: "mail", Subject: m.ID, Detail: string(detail)})
	})
}

// Resendable reports whether Resend would take a mail; it takes veiled ones too.
func Resendable(m award.Mail) bool {
	return (m.State == award.MailFailed || m.State == award.MailWaiting && m.Attempts > 0) && m.Kind != award.MailSignIn
}

// Sample returns a page of the demo's mailbox with all secrets. It is called by
// the demo only, where everybody may read everything.
func (o *Office) Sample(ctx context.Context, page int) (box Outbox, err error) {
	err = o.db.View(ctx, func(tx *database.Tx) error {
		box, err = outbox(tx, "", page)
		return err
	})
	return box, err
}

// SampleMail returns one mail of the demo's mailbox.
func (o *Office) SampleMail(ctx context.Context, id award.ID) (m award.Mail, err error) {
	err = o.db.View(ctx, func(tx *database.Tx) error {
		m, err = tx.Mail(id)
		return err
	})
	return m, err
}

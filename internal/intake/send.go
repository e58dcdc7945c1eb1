package intake

import (
	"context"
	"errors"
	"fmt"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// Document returns what sending the entry would keep.
func (o *Dossier) Document() award.Document {
	answers := map[string]string{}
	for _, q := range o.Edition.Questions {
		answers[q.Key] = o.Value(q.Key)
	}
	var files []award.Attachment
	for _, k := range o.Edition.Attachments {
		files = append(files, o.FilesOf(k.Key)...)
	}
	return award.NewDocument(o.Entry, o.Edition, o.City, answers, files)
}

// Incomplete is returned by Send when something is missing; nothing was sent.
type Incomplete struct{ Gaps []Gap }

// Error counts the gaps.
func (i *Incomplete) Error() string { return fmt.Sprintf("intake: %d gaps", len(i.Gaps)) }

// Send hands an entry over to the Secretariat as it stands: what is sent is
// frozen with its hash, and the city's people get a receipt by mail. Sending
// twice gives the same receipt. *Incomplete when something is missing; a
// Refusal when the city has sent as many as it may, or too late.
func (d *Desk) Send(ctx context.Context, a award.Actor, ref string) (s award.Sending, err error) {
	err = d.db.Update(ctx, func(tx *database.Tx) error {
		o, err := d.open(tx, a, ref, award.DeedReadEntry)
		if err != nil {
			return err
		}
		if s, err = o.alreadySent(tx, a); err != nil || s.Number > 0 {
			return err
		}
		if err := o.May(a, award.DeedSend); err != nil {
			return err
		}
		if err := o.content(tx); err != nil {
			return err
		}
		if gaps := o.Gaps(); len(gaps) > 0 {
			return &Incomplete{gaps}
		}
		if err := o.roomToSend(tx); err != nil {
			return err
		}
		s, err = o.freeze(tx, a)
		return err
	})
	return s, err
}

// alreadySent returns the sending that stands, for a form that was sent twice;
// one with number 0 when there is none.
func (o *Dossier) alreadySent(tx *database.Tx, a award.Actor) (award.Sending, error) {
	if o.Entry.State != award.EntrySent || !a.In(o.City.ID, award.MaySend) {
		return award.Sending{}, nil
	}
	s, err := tx.LastSending(o.Entry.ID)
	if errors.Is(err, award.ErrNotFound) || s.Back > 0 {
		return award.Sending{}, nil
	}
	return s, err
}

// roomToSend refuses a sending beyond what the city may send in an edition.
func (o *Dossier) roomToSend(tx *database.Tx) error {
	all, err := tx.EntriesOfCity(o.City.ID, o.Edition.ID)
	if err != nil {
		return err
	}
	sent := 0
	for _, e := range all {
		if e.ID != o.Entry.ID && counts(e) {
			sent++
		}
	}
	if sent >= o.Edition.EntriesPerCity {
		return award.Refuse(award.ErrConflict, "entry.refused.limit", "Max", o.Edition.EntriesPerCity, "City", o.City.Name)
	}
	return nil
}

// freeze keeps what is sent, moves the entry on, and tells the people.
func (o *Dossier) freeze(tx *database.Tx, a award.Actor) (award.Sending, error) {
	text, sum, err := o.Document().Canonical()
	if err != nil {
		return award.Sending{}, err
	}
	before, err := tx.Sendings(o.Entry.ID)
	if err != nil {
		return award.Sending{}, err
	}
	s := award.Sending{Entry: o.Entry.ID, Number: len(before) + 1, At: o.Now, By: a.Person.ID, SHA256: sum, Doc: text}
	if err := tx.AddSending(s); err != nil {
		return award.Sending{}, err
	}
	corrected := o.Entry.State == award.EntryReturned
	o.Entry.State, o.Entry.Sent, o.Entry.Reopened = award.EntrySent, o.Now, 0
	if err := tx.SaveEntry(&o.Entry); err != nil {
		return award.Sending{}, err
	}
	if err := o.record(tx, a, award.DeedSend, map[string]any{"number": s.Number, "sha256": sum}); err != nil {
		return award.Sending{}, err
	}
	if corrected {
		if err := o.tellDesk(tx, letter{kind: "entry_corrected", path: o.deskPath(), turn: s.Number}); err != nil {
			return award.Sending{}, err
		}
	}
	return s, o.tellCity(tx, letter{"entry_received", "/my/entries/" + o.Entry.Reference + "/sent", s.Number, []any{"Hash", sum}})
}

// TakeBack returns a sent entry to its city, which may change it and send it
// again until entries close.
func (d *Desk) TakeBack(ctx context.Context, a award.Actor, ref string) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		o, err := d.open(tx, a, ref, award.DeedTakeBack)
		if err != nil {
			return err
		}
		s, err := tx.LastSending(o.Entry.ID)
		if err != nil {
			return err
		}
		if err := tx.TakeBackSending(s.Entry, s.Number, o.Now); err != nil {
			return err
		}
		o.Entry.State, o.Entry.Sent = award.EntryDraft, 0
		if err := tx.SaveEntry(&o.Entry); err != nil {
			return err
		}
		if err := o.record(tx, a, award.DeedTakeBack, map[string]any{"number": s.Number}); err != nil {
			return err
		}
		return o.tellCity(tx, letter{kind: "entry_taken_back", path: "/my/entries/" + o.Entry.Reference, turn: s.Number})
	})
}

// Withdraw takes an entry out of the edition for good. One that is being judged
// or has been refused is the Secretariat's to withdraw.
func (d *Desk) Withdraw(ctx context.Context, a award.Actor, ref string) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		o, err := d.open(tx, a, ref, award.DeedWithdraw)
		if err != nil {
			return err
		}
		switch o.Entry.State {
		case award.EntryWithdrawn:
			return nil
		case award.EntryDraft, award.EntrySent, award.EntryReturned:
		default:
			return award.Refuse(award.ErrForbidden, "entry.refused.withdraw")
		}
		o.Entry.State, o.Entry.Reopened = award.EntryWithdrawn, 0
		if err := tx.SaveEntry(&o.Entry); err != nil {
			return err
		}
		if err := o.record(tx, a, award.DeedWithdraw, nil); err != nil {
			return err
		}
		return o.tellCity(tx, letter{kind: "entry_withdrawn", path: "/my/entries/" + o.Entry.Reference, turn: o.Entry.Version})
	})
}

package intake_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/intake"
	"we-gov.org/awards/storage/database"
)

func TestSendingIsRefusedWithWhatIsMissing(t *testing.T) {
	d := open(t)
	_, err := d.Send(ctx, d.as("city/haneul"), nearly)
	var missing *intake.Incomplete
	if !errors.As(err, &missing) || len(missing.Gaps) != 1 || missing.Gaps[0].Question != "declare" {
		t.Fatalf("got %v", err)
	}
	if o := d.read("city/haneul", nearly); o.Entry.State != award.EntryDraft || o.Sending != nil {
		t.Error("something was sent")
	}
	gaps := d.read("city/port-oriel", begun).Gaps()
	kinds := map[string]bool{}
	for _, g := range gaps {
		kinds[g.Kind] = true
	}
	if !kinds["nomination_letter"] || !kinds["cover_photograph"] {
		t.Errorf("the required files are not missed: %v", kinds)
	}
}

func TestSendFreezesWhatWasSentAndTellsTheCity(t *testing.T) {
	d := open(t)
	s, err := d.Send(ctx, d.as("city/kitamori"), complete)
	must(t, err)
	sum := sha256.Sum256([]byte(s.Doc))
	if s.Number != 1 || s.SHA256 != hex.EncodeToString(sum[:]) {
		t.Errorf("sending %d with hash %s", s.Number, s.SHA256)
	}
	o := d.read("city/kitamori", complete)
	if o.Entry.State != award.EntrySent || o.Entry.Sent != d.Clock.Now() {
		t.Errorf("entry %+v", o.Entry)
	}
	for _, text := range []string{o.Value("solution")[:40], o.Files[0].SHA256, o.Entry.Reference, o.City.Name} {
		if !strings.Contains(s.Doc, text) {
			t.Errorf("the document lacks %q", text)
		}
	}
	mail := d.Mailbox("city.kitamori@example.org")[0]
	for _, text := range []string{complete, s.SHA256, "Seoul (UTC+9)", "Tokyo (UTC+9)"} {
		if !strings.Contains(mail.Subject+mail.Text, text) {
			t.Errorf("the mail lacks %q:\n%s", text, mail.Text)
		}
	}
}

func TestSendingAtOnceManyTimesGivesOneReceipt(t *testing.T) {
	d := open(t)
	a := d.as("city/kitamori")
	mails := len(d.Mailbox(a.Person.Email))
	got := make([]award.Sending, 30)
	var all sync.WaitGroup
	for i := range got {
		all.Go(func() {
			s, err := d.Send(ctx, a, complete)
			if err != nil {
				t.Error(err)
			}
			got[i] = s
		})
	}
	all.Wait()
	for _, s := range got {
		if s != got[0] {
			t.Fatalf("receipts differ: %+v and %+v", s, got[0])
		}
	}
	o := d.read("city/kitamori", complete)
	if n := d.events(o.Entry.ID, award.DeedSend); n != 1 {
		t.Errorf("%d events", n)
	}
	if n := len(d.Mailbox(a.Person.Email)) - mails; n != 1 {
		t.Errorf("%d mails", n)
	}
}

func TestServerClockDecidesTheDeadline(t *testing.T) {
	d := open(t)
	for _, late := range []award.Time{1, 0} {
		d.Clock.Set(d.closes() + late)
		_, err := d.Send(ctx, d.as("city/kitamori"), complete)
		refused(t, err, "entry.refused.closed")
	}
	d.Clock.Set(d.closes() - 1)
	_, err := d.Send(ctx, d.as("city/kitamori"), complete)
	must(t, err)
}

func TestReceiptStaysAfterTheDeadline(t *testing.T) {
	d := open(t)
	first, err := d.Send(ctx, d.as("city/kitamori"), complete)
	must(t, err)
	d.Clock.Set(d.closes() + 1)
	again, err := d.Send(ctx, d.as("city/kitamori"), complete)
	must(t, err)
	if again != first {
		t.Error("another receipt")
	}
	refused(t, d.TakeBack(ctx, d.as("city/kitamori"), complete), "entry.refused.closed")
}

func TestThirdEntryOfACityIsRefused(t *testing.T) {
	d := open(t)
	a := d.as("city/haneul")
	confirm(d, "city/haneul", nearly)
	_, err := d.Send(ctx, a, nearly)
	must(t, err)
	third := d.copyOf(a, nearly)
	_, err = d.Send(ctx, a, third)
	refused(t, err, "entry.refused.limit")
	if o := d.read("city/haneul", third); o.Entry.State != award.EntryDraft {
		t.Error("the third was sent")
	}
	must(t, d.TakeBack(ctx, a, nearly))
	_, err = d.Send(ctx, a, third)
	must(t, err)
}

// confirm ticks the declarations of an entry.
func confirm(d desk, who, ref string) {
	d.t.Helper()
	q, _ := d.Sample.Edition.Question("declare")
	var all []string
	for _, o := range q.Options {
		all = append(all, o.Value)
	}
	d.save(who, ref, intake.Change{Question: "declare", Value: award.JoinList(all), Version: d.read(who, ref).Answers["declare"].Version})
}

// copyOf makes another draft of a city with the answers and files of one.
func (d desk) copyOf(a award.Actor, ref string) string {
	d.t.Helper()
	var draft award.Entry
	d.Update(func(tx *database.Tx) error {
		e, err := tx.EntryRef(ref)
		if err != nil {
			return err
		}
		answers, _ := tx.Answers(e.ID)
		files, _ := tx.Attachments(e.ID)
		n, _ := tx.TakeNumber(e.Edition)
		draft = award.Entry{ID: award.NewID(), Edition: e.Edition, City: e.City, Number: n, Reference: fmt.Sprintf("2027-%04d", n), Category: e.Category, Title: "Copy", State: award.EntryDraft, Version: 1, Created: d.Clock.Now(), CreatedBy: a.Person.ID}
		if err := tx.AddEntry(draft); err != nil {
			return err
		}
		for _, x := range answers {
			x.Entry, x.Version = draft.ID, 0
			if err := tx.SaveAnswer(&x); err != nil {
				return err
			}
		}
		for _, f := range files {
			f.ID, f.Entry, f.Key = award.NewID(), draft.ID, "copy/"+string(award.NewID())
			if err := tx.AddAttachment(f); err != nil {
				return err
			}
		}
		return nil
	})
	return draft.Reference
}

func TestEntryIsTakenBackChangedAndSentAgain(t *testing.T) {
	d := open(t)
	a := d.as("city/kitamori")
	first, err := d.Send(ctx, a, complete)
	must(t, err)
	_, err = d.Save(ctx, a, complete, []intake.Change{{Question: "title", Value: "Changed", Version: 1}})
	refused(t, err, "entry.refused.sent")
	d.Clock.Advance(time.Hour)
	must(t, d.TakeBack(ctx, a, complete))
	if o := d.read("city/kitamori", complete); o.Entry.State != award.EntryDraft || o.Entry.Sent != 0 || o.Sending.Back != d.Clock.Now() {
		t.Errorf("after taking back: %+v %+v", o.Entry, o.Sending)
	}
	d.save("city/kitamori", complete, intake.Change{Question: "title", Value: "Changed", Version: d.read("city/kitamori", complete).Answers["title"].Version})
	second, err := d.Send(ctx, a, complete)
	must(t, err)
	if second.Number != 2 || second.SHA256 == first.SHA256 {
		t.Errorf("second sending %d, hash changed: %t", second.Number, second.SHA256 != first.SHA256)
	}
	d.View(func(tx *database.Tx) error {
		all, err := tx.Sendings(second.Entry)
		if len(all) != 2 || all[0].Doc != first.Doc {
			t.Error("what was sent first is not kept")
		}
		return err
	})
}

func TestReturnedEntryIsCorrectedAfterTheDeadline(t *testing.T) {
	d := open(t)
	a := d.as("city/kitamori")
	_, err := d.Send(ctx, a, complete)
	must(t, err)
	d.Clock.Set(d.closes().Add(24 * time.Hour))
	due := d.Clock.Now().Add(10 * 24 * time.Hour)
	d.Update(func(tx *database.Tx) error {
		e, err := tx.EntryRef(complete)
		if err != nil {
			return err
		}
		e.State, e.Reopened = award.EntryReturned, due
		return tx.SaveEntry(&e)
	})
	d.save("city/kitamori", complete, intake.Change{Question: "title", Value: "Corrected", Version: d.read("city/kitamori", complete).Answers["title"].Version})
	mails := len(d.Mailbox(d.Person("officer").Email))
	d.Clock.Set(due - 1)
	s, err := d.Send(ctx, a, complete)
	must(t, err)
	o := d.read("city/kitamori", complete)
	if s.Number != 2 || o.Entry.State != award.EntrySent || o.Entry.Reopened != 0 {
		t.Errorf("sending %d, entry %+v", s.Number, o.Entry)
	}
	if len(d.Mailbox(d.Person("officer").Email)) == mails {
		t.Error("the Secretariat was not told")
	}
}

func TestCorrectionEndsWithItsDueDate(t *testing.T) {
	d := open(t)
	due := d.Clock.Now().Add(time.Hour)
	d.Update(func(tx *database.Tx) error {
		e, err := tx.EntryRef(complete)
		e.State, e.Reopened = award.EntryReturned, due
		return errors.Join(err, tx.SaveEntry(&e))
	})
	d.Clock.Set(due)
	_, err := d.Send(ctx, d.as("city/kitamori"), complete)
	refused(t, err, "entry.refused.correction_over")
}

func TestOnlyWhoMaySendSends(t *testing.T) {
	d := open(t)
	for _, who := range []string{"port-oriel.editor", "port-oriel.reader"} {
		_, err := d.Send(ctx, d.as(who), begun)
		refused(t, err, "entry.refused.right")
		refused(t, d.Withdraw(ctx, d.as(who), begun), "entry.refused.right")
	}
}

func TestWithdrawnEntryTakesNoFurtherPart(t *testing.T) {
	d := open(t)
	a := d.as("city/kitamori")
	_, err := d.Send(ctx, a, complete)
	must(t, err)
	must(t, d.Withdraw(ctx, a, complete))
	must(t, d.Withdraw(ctx, a, complete))
	o := d.read("city/kitamori", complete)
	if o.Entry.State != award.EntryWithdrawn || d.events(o.Entry.ID, award.DeedWithdraw) != 1 {
		t.Errorf("entry %+v", o.Entry)
	}
	_, err = d.Save(ctx, a, complete, []intake.Change{{Question: "title", Value: "x"}})
	want(t, err, award.ErrForbidden)
}

func TestReplyIsGivenOnceAndReachesTheOfficerWhoAsked(t *testing.T) {
	d := open(t)
	officer := d.Person("officer")
	q := award.Query{ID: award.NewID(), Text: "Is it still in use?", Asked: d.Clock.Now(), AskedBy: officer.ID, Due: d.Clock.Now().Add(time.Hour)}
	d.Update(func(tx *database.Tx) error {
		e, err := tx.EntryRef(complete)
		q.Entry = e.ID
		return errors.Join(err, tx.AddQuery(q))
	})
	mails := len(d.Mailbox(officer.Email))
	faulty(t, d.Reply(ctx, d.as("city/kitamori"), complete, q.ID, ""), "reply", "entry.messages.fault.empty")
	want(t, d.Reply(ctx, d.as("city/haneul"), nearly, q.ID, "Yes"), award.ErrNotFound)
	must(t, d.Reply(ctx, d.as("city/kitamori"), complete, q.ID, "Yes"))
	refused(t, d.Reply(ctx, d.as("city/kitamori"), complete, q.ID, "No"), "entry.messages.refused.answered")
	if o := d.read("city/kitamori", complete); o.Queries[len(o.Queries)-1].Reply != "Yes" {
		t.Errorf("queries %+v", o.Queries)
	}
	if n := len(d.Mailbox(officer.Email)) - mails; n != 1 {
		t.Errorf("%d mails", n)
	}
}

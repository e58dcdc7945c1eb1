package office_test

import (
	"strings"
	"testing"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/storage/database"
)

// setFor has two people set an opening to everybody an hour ahead, and lets that
// hour pass.
func setFor(t *testing.T, s *testkit.Platform, d *office.Desk) {
	t.Helper()
	set := office.Act{Purpose: award.AtMinute, Phrase: demo.Phrase, Minute: s.Clock.Now().Add(time.Hour)}
	must(t, d.AskOpening(ctx, actor(t, s, "officer"), year, set))
	must(t, secondOf(d.Open(ctx, actor(t, s, "chair"), year, set)))
	s.Clock.Set(set.Minute)
}

// damage changes one byte of a category's envelope in the records.
func damage(s *testkit.Platform, category string) {
	s.Tamper(`UPDATE seal SET envelope = REPLACE(envelope, '"content":"Y', '"content":"Z') WHERE category = '` + category + `'`)
}

// outbox are the mails of a kind.
func outbox(s *testkit.Platform, kind string) (all []award.Mail) {
	s.View(func(tx *database.Tx) error {
		mails, err := tx.Outbox(10000)
		all = nil
		for _, m := range mails {
			if m.Kind == kind {
				all = append(all, m)
			}
		}
		return err
	})
	return all
}

func TestARefusedSetOpeningIsToldToThoseWhoCanMendIt(t *testing.T) {
	s, d := at(t, demo.Decide)
	winner := sealNow(t, s, d)
	setFor(t, s, d)
	outside := auditor(t, s) // named after the opening was set: nothing may leave unsigned
	for range 3 {            // the watch tries every minute
		if n, err := d.OpenDue(ctx); n != 0 || err != nil {
			t.Fatalf("%d, %v", n, err)
		}
	}
	told := outbox(s, "opening_refused")
	var to []string
	for _, m := range told {
		to = append(to, m.To)
		if strings.Contains(m.Text+m.Subject, winner.Title) || strings.Contains(m.Text, canary) {
			t.Errorf("the mail tells the result: %s", m.Text)
		}
		if !strings.Contains(m.Text, "The auditor has not signed") && m.Language == "en" {
			t.Errorf("the mail does not say why: %s", m.Text)
		}
	}
	for _, who := range []string{outside.Person.Email, s.Person("officer").Email, s.Person("chair").Email, s.Person("producer").Email, s.Person("admin").Email} {
		n := 0
		for _, address := range to {
			if address == who {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%s got %d mails of %v", who, n, to)
		}
	}
	s.OpenForWork()
	must(t, secondOf(d.SignTally(ctx, outside, year, office.Finding{Holds: true})))
	if n, err := d.OpenDue(ctx); n != 1 || err != nil {
		t.Errorf("once it is signed: %d, %v", n, err)
	}
}

func TestADamagedEnvelopeKeepsNoOtherClosed(t *testing.T) {
	s, d := at(t, demo.Ceremony)
	s.CloseEnvelopes()
	broken := s.Sample.Edition.Categories[1].Key
	setFor(t, s, d)
	damage(s, broken)
	n, err := d.OpenDue(ctx)
	if err != nil || n != len(s.Sample.Edition.Categories)-1 {
		t.Fatalf("%d, %v", n, err)
	}
	if told := outbox(s, "opening_partly"); len(told) == 0 {
		t.Error("nobody is told")
	}
	e, err := d.Envelope(ctx, actor(t, s, "chair"), year, broken)
	must(t, err)
	if e.State != office.EnvelopeDamaged || !e.State.Broken() {
		t.Errorf("its page says %q", e.State)
	}
	work := office.Act{Purpose: award.ForWork, Phrase: demo.Phrase}
	if got := refusal(d.AskOpening(ctx, actor(t, s, "officer"), year, work)); got != "envelope.refused.damaged" {
		t.Errorf("asked for: %q", got)
	}
	if got := refusal(d.OpenPaper(ctx, actor(t, s, "producer"), year, office.PaperAct{Category: broken, Phrase: demo.PaperPhrase})); got != "envelope.refused.damaged" && got != "paper.refused.early" {
		t.Errorf("by its phrase: %q", got)
	}
}

func TestTheStateOfAnEnvelopeIsSaid(t *testing.T) {
	s, d := at(t, demo.Ceremony)
	s.CloseEnvelopes()
	chair := actor(t, s, "chair")
	key := s.Sample.Edition.Categories[0].Key
	state := func() office.EnvelopeState {
		e, err := d.Envelope(ctx, chair, year, key)
		must(t, err)
		return e.State
	}
	if got := state(); got != office.EnvelopeWhole {
		t.Errorf("untouched: %q", got)
	}
	s.Tamper(`UPDATE seal_key SET proved = 0 WHERE person <> '` + string(s.Person("chair").ID) + `'`)
	if got := state(); got != office.EnvelopeFew {
		t.Errorf("one key is left: %q", got)
	}
	s.Tamper(`UPDATE seal SET envelope = '', doc = '' WHERE category = '` + key + `'`)
	if got := state(); got != office.EnvelopeGone {
		t.Errorf("it is gone: %q", got)
	}
	if got := refusal(d.AskOpening(ctx, chair, year, office.Act{Purpose: award.ForPublic, Category: key, Phrase: demo.Phrase})); got != "envelope.refused.damaged" {
		t.Errorf("asked for: %q", got)
	}
}

// What was open for work is closed by a new start, and the page says so; a desk
// that closed it itself is told nothing.
func TestANewStartClosesWhatWasOpenForWorkAndSaysSo(t *testing.T) {
	s, d := at(t, demo.Ceremony)
	officer, chair := actor(t, s, "officer"), actor(t, s, "chair")
	work := office.Act{Purpose: award.ForWork, Phrase: demo.Phrase}
	s.CloseEnvelopes()
	must(t, d.AskOpening(ctx, officer, year, work))
	must(t, secondOf(d.Open(ctx, chair, year, work)))
	told := func() []string {
		o, err := d.Opening(ctx, chair, year)
		must(t, err)
		return o.Restarted
	}
	if got := told(); len(got) > 0 {
		t.Errorf("while it is open: %v", got)
	}
	s.CloseEnvelopes() // the memory of the process is gone
	if got := told(); len(got) != len(s.Sample.Edition.Categories) {
		t.Errorf("after a new start: %v", got)
	}
	must(t, d.AskOpening(ctx, chair, year, work))
	must(t, secondOf(d.Open(ctx, officer, year, work)))
	must(t, d.EndWork(ctx, officer, year))
	if got := told(); len(got) > 0 {
		t.Errorf("closed by the desk: %v", got)
	}
}

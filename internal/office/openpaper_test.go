package office_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/storage/database"
)

// paperRule sets what phrases on paper open in the edition.
func paperRule(s *testkit.Platform, rule award.PaperRule) {
	s.Update(func(tx *database.Tx) error {
		e, err := tx.Edition(s.Sample.Edition.ID)
		if err != nil {
			return err
		}
		e.Paper = rule
		return tx.SaveEdition(e)
	})
}

func torn(phrase string, public bool) office.PaperAct {
	return office.PaperAct{Category: sealing, Phrase: phrase, Public: public}
}

// The whole way of a phrase: drawn at the second signature, nowhere in the
// records, refused to who saw it, refused before its hour, then the stage, then
// everybody.
func TestTheProducerOpensACategoryWithThePhraseOnPaper(t *testing.T) {
	s, d := at(t, demo.Decide)
	paperRule(s, award.PaperRule{Opens: award.PaperPublic, From: award.PaperAtHour})
	officer, chair, producer := actor(t, s, "officer"), actor(t, s, "chair"), actor(t, s, "producer")
	decide(t, d, officer)
	first, err := d.Sign(ctx, officer, year, sealing)
	must(t, err)
	phrase, err := d.Sign(ctx, chair, year, sealing)
	must(t, err)
	if first != "" || len(strings.ReplaceAll(phrase, " ", "")) != 20 {
		t.Fatalf("phrases %q and %q", first, phrase)
	}
	for name, content := range s.Files() {
		if bytes.Contains(content, []byte(phrase)) || bytes.Contains(content, []byte(strings.ReplaceAll(phrase, " ", ""))) {
			t.Errorf("the phrase lies in %s", name)
		}
	}
	if err := d.OpenPaper(ctx, officer, year, torn(phrase, false)); !errors.Is(err, award.ErrNotFound) {
		t.Errorf("who is no producer opens it: %v", err)
	}
	if got := refusal(d.OpenPaper(ctx, producer, year, torn(phrase, false))); got != "paper.refused.early" {
		t.Errorf("before the hour: %q", got)
	}
	s.Clock.Set(s.Sample.Edition.Ceremony)
	faultAt(t, d.OpenPaper(ctx, producer, year, torn("AAAA BBBB CCCC DDDD EEEE", false)), "phrase")
	must(t, d.OpenPaper(ctx, producer, year, torn(phrase, false)))
	if c, err := d.Category(ctx, chair, year, sealing, 0); err != nil || !c.Seal.Closed() {
		t.Errorf("open for the stage is open to who may see results: %v", err)
	}
	s.View(func(tx *database.Tx) error {
		seals, err := tx.StageSeals(s.Sample.Edition.ID)
		if seals[sealing].Closed() {
			t.Error("open for the stage, the show cannot read it")
		}
		return err
	})
	if _, err := d.Bundle(ctx); !errors.Is(err, award.ErrNotFound) || mails(s, "result_won") > 0 {
		t.Errorf("open for the stage is open to everybody: %v", err)
	}
	must(t, d.OpenPaper(ctx, producer, year, torn(phrase, true)))
	if _, err := d.Bundle(ctx); err != nil || mails(s, "result_won") == 0 {
		t.Errorf("open to everybody: %v", err)
	}
	if got := refusal(d.OpenPaper(ctx, producer, year, torn(phrase, true))); got != "publish.already" {
		t.Errorf("opened twice: %q", got)
	}
	waysOf(t, s, `{"act":"print","category":"efficiency"}`, `{"act":"open","category":"efficiency","to":"stage"}`, `{"act":"open","category":"efficiency","to":"public"}`)
}

// waysOf holds what the record says of phrases on paper against what is wanted,
// the oldest first.
func waysOf(t *testing.T, s *testkit.Platform, want ...string) {
	t.Helper()
	s.View(func(tx *database.Tx) error {
		events, err := tx.EventsWhere(database.EventFilter{Deed: award.DeedOpenPaper}, 10)
		if len(events) != len(want) {
			t.Errorf("%d events, want %d", len(events), len(want))
			return err
		}
		for i, text := range want {
			if got := events[len(events)-1-i].Detail; got != text {
				t.Errorf("event %d says %s, want %s", i, got, text)
			}
		}
		return err
	})
}

func TestWhoSealedACategoryDoesNotOpenItByItsPhrase(t *testing.T) {
	s, d := at(t, demo.Decide)
	paperRule(s, award.PaperRule{Opens: award.PaperStage})
	officer, many := actor(t, s, "officer"), actor(t, s, "many")
	decide(t, d, officer)
	must(t, sealed(d.Sign(ctx, officer, year, sealing)))
	phrase, err := d.Sign(ctx, many, year, sealing)
	must(t, err)
	if got := refusal(d.OpenPaper(ctx, many, year, torn(phrase, false))); got != "paper.refused.own" {
		t.Errorf("who sealed it: %q", got)
	}
	if got := refusal(d.OpenPaper(ctx, actor(t, s, "producer"), year, torn(phrase, true))); got != "paper.refused.public" {
		t.Errorf("to everybody, where the rule says the stage: %q", got)
	}
	auditor(t, s)
	if got := refusal(d.OpenPaper(ctx, actor(t, s, "producer"), year, torn(phrase, false))); got != "audit.refused.unsigned" {
		t.Errorf("before the auditor has signed: %q", got)
	}
}

func TestNoPhraseIsPrintedWhereTheEditionHasNone(t *testing.T) {
	s, d := at(t, demo.Decide)
	paperRule(s, award.PaperRule{})
	sealNow(t, s, d)
	if got := refusal(d.OpenPaper(ctx, actor(t, s, "producer"), year, torn(demo.PaperPhrase, false))); got != "paper.refused.none" {
		t.Errorf("%q", got)
	}
	paperRule(s, award.PaperRule{Opens: award.PaperStage})
	if got := refusal(d.OpenPaper(ctx, actor(t, s, "producer"), year, torn(demo.PaperPhrase, false))); got != "paper.refused.without" {
		t.Errorf("sealed before the rule: %q", got)
	}
}

func TestWrongPhrasesMakeAPersonWaitAndNobodyElse(t *testing.T) {
	s, d := at(t, demo.Ceremony)
	s.CloseEnvelopes()
	producer := actor(t, s, "producer")
	wrong := office.PaperAct{Category: s.Sample.Edition.Categories[0].Key, Phrase: "AAAA BBBB CCCC DDDD EEEE"}
	right := wrong
	right.Phrase = demo.PaperPhrase
	key := func(act office.PaperAct) string {
		var faults award.Invalid
		if errors.As(d.OpenPaper(ctx, producer, year, act), &faults) {
			return faults["phrase"].Key
		}
		return ""
	}
	for n := range 5 {
		if got := key(wrong); got != "paper.fault.phrase" {
			t.Fatalf("try %d: %q", n+1, got)
		}
	}
	if got := key(right); got != "envelope.fault.wait" {
		t.Errorf("after five wrong ones: %q", got)
	}
	must(t, d.AskOpening(ctx, actor(t, s, "officer"), year, office.Act{Purpose: award.ForWork, Phrase: demo.Phrase}))
	s.Clock.Set(s.Clock.Now().Add(time.Minute))
	if got := key(right); got != "" {
		t.Errorf("a minute later: %q", got)
	}
}

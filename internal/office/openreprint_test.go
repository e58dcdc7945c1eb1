package office_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/storage/database"
)

// lost is the act of somebody of the demo for another phrase.
var lost = office.Act{Purpose: award.ForPaper, Category: sealing, Phrase: demo.Phrase, Reason: "The envelope was left in a taxi."}

// The whole way of a lost paper: one asks and says why, another draws, the old
// phrase opens nothing, the new one opens, and nothing else of the seal is other.
func TestTwoPeopleDrawAnotherPhraseWhereThePaperIsLost(t *testing.T) {
	s, d := at(t, demo.Decide)
	paperRule(s, award.PaperRule{Opens: award.PaperStage})
	officer, chair, many, producer := actor(t, s, "officer"), actor(t, s, "chair"), actor(t, s, "many"), actor(t, s, "producer")
	decide(t, d, officer)
	must(t, sealed(d.Sign(ctx, officer, year, sealing)))
	old, err := d.Sign(ctx, chair, year, sealing)
	must(t, err)
	before := sealOf(s)
	if got := refusal(secondOf(d.PrintPaper(ctx, chair, year, lost))); got != "paper.refused.first" {
		t.Errorf("nobody has asked: %q", got)
	}
	silent, wrong := lost, lost
	silent.Reason, wrong.Phrase = " ", "AAAA BBBB CCCC DDDD EEEE FFFF GGGG"
	faultAt(t, d.AskOpening(ctx, officer, year, silent), "reason")
	faultAt(t, d.AskOpening(ctx, officer, year, wrong), "phrase")
	must(t, d.AskOpening(ctx, officer, year, lost))
	if got := refusal(secondOf(d.PrintPaper(ctx, officer, year, lost))); got != "paper.refused.same" {
		t.Errorf("one person twice: %q", got)
	}
	faultAt(t, secondOf(d.PrintPaper(ctx, many, year, wrong)), "phrase")
	r, err := d.Reprint(ctx, many, year, sealing)
	if err != nil || r.Asked == nil || r.Asked.Mine || r.Reason != lost.Reason || r.Lacks != nil {
		t.Errorf("the second person reads %+v, %v", r, err)
	}
	phrase, err := d.PrintPaper(ctx, many, year, lost)
	must(t, err)
	for name, content := range s.Files() {
		if bytes.Contains(content, []byte(phrase)) || bytes.Contains(content, []byte(strings.ReplaceAll(phrase, " ", ""))) {
			t.Errorf("the phrase lies in %s", name)
		}
	}
	after := sealOf(s)
	if after.Commitment != before.Commitment || after.SecondAt != before.SecondAt || after.Envelope == before.Envelope || len(s.DB.Works(award.ForWork))+len(s.DB.Works(award.ForStage)) > 0 {
		t.Error("more than the phrase is other, or something is open")
	}
	faultAt(t, d.OpenPaper(ctx, producer, year, torn(old, false)), "phrase")
	if got := refusal(d.OpenPaper(ctx, many, year, torn(phrase, false))); got != "paper.refused.own" {
		t.Errorf("who saw the new phrase: %q", got)
	}
	must(t, d.OpenPaper(ctx, producer, year, torn(phrase, false)))
	if got := refusal(secondOf(d.PrintPaper(ctx, many, year, lost))); got != "paper.refused.first" {
		t.Errorf("drawn twice from one asking: %q", got)
	}
	c, err := d.Category(ctx, chair, year, sealing, 0)
	must(t, err)
	if !slices.ContainsFunc(c.Minutes, func(m office.MinuteLine) bool {
		return m.Kind == "paper" && m.Reason == lost.Reason && m.By == many.Person.Name && m.With == officer.Person.Name
	}) {
		t.Errorf("the jury's record says %+v", c.Minutes)
	}
}

func sealOf(s *testkit.Platform) (seal award.Seal) {
	s.View(func(tx *database.Tx) (err error) {
		seal, err = tx.Seal(demo.ID("edition"), sealing)
		return err
	})
	return seal
}

func TestNoOtherPhraseIsDrawnWhereNoneCanHelp(t *testing.T) {
	s, d := at(t, demo.Ceremony)
	s.CloseEnvelopes()
	officer, chair := actor(t, s, "officer"), actor(t, s, "chair")
	must(t, d.AskOpening(ctx, officer, year, lost))
	s.Tamper(`UPDATE seal SET envelope = REPLACE(envelope, '"content":"Y', '"content":"Z') WHERE category = '` + sealing + `'`)
	if got := refusal(secondOf(d.PrintPaper(ctx, chair, year, lost))); got != "envelope.refused.damaged" {
		t.Errorf("a damaged envelope: %q", got)
	}
	other := lost
	other.Category = "services"
	must(t, d.AskOpening(ctx, officer, year, other))
	s.Update(func(tx *database.Tx) error {
		all, err := tx.EntriesIn(s.Sample.Edition.ID, award.EntryAccepted)
		for _, e := range all {
			if e.Category == other.Category && err == nil {
				err = tx.AddConflict(award.Conflict{ID: award.NewID(), Edition: e.Edition, Judge: chair.Person.ID, Entry: e.ID, Reason: "A tie", At: 1, By: chair.Person.ID})
			}
		}
		return err
	})
	if got := refusal(secondOf(d.PrintPaper(ctx, chair, year, other))); got != "paper.refused.tied" {
		t.Errorf("somebody with a tie: %q", got)
	}
	s.Clock.Set(s.Clock.Now().Add(25 * time.Hour))
	if got := refusal(secondOf(d.PrintPaper(ctx, actor(t, s, "producer"), year, other))); got != "paper.refused.first" {
		t.Errorf("a day later: %q", got)
	}
}

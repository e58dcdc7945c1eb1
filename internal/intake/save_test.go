package intake_test

import (
	"strings"
	"testing"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/intake"
	"we-gov.org/awards/storage/database"
)

func (d desk) save(who, ref string, changes ...intake.Change) *intake.Saved {
	d.t.Helper()
	s, err := d.Save(ctx, d.as(who), ref, changes)
	must(d.t, err)
	return s
}

func TestAnswerOfAColleagueIsNeverOverwrittenSilently(t *testing.T) {
	d := open(t)
	first := d.save("city/port-oriel", begun, intake.Change{Question: "problem", Value: "Four counters"}).Answers["problem"]
	d.save("port-oriel.editor", begun, intake.Change{Question: "problem", Value: "Four counters in three buildings", Version: first.Version})

	s := d.save("city/port-oriel", begun, intake.Change{Question: "problem", Value: "Five counters", Version: first.Version})
	if len(s.Clashes) != 1 || s.Clashes[0].Mine != "Five counters" || s.Clashes[0].Theirs.Value != "Four counters in three buildings" {
		t.Fatalf("clashes %+v", s.Clashes)
	}
	if s.Clashes[0].By == "" {
		t.Error("the clash does not say who")
	}
	if now := d.read("city/port-oriel", begun).Value("problem"); now != "Four counters in three buildings" {
		t.Errorf("overwritten by %q", now)
	}

	d.save("city/port-oriel", begun, intake.Change{Question: "problem", Value: "Five counters", Version: s.Clashes[0].Theirs.Version})
	id := d.read("city/port-oriel", begun).Entry.ID
	d.View(func(tx *database.Tx) error {
		for version, value := range map[int]string{1: "Four counters", 2: "Four counters in three buildings"} {
			if kept, err := tx.AnswerAt(id, "problem", version); err != nil || kept != value {
				t.Errorf("version %d is %q, %v: nothing typed is lost", version, kept, err)
			}
		}
		return nil
	})
}

func TestAnswerThatWasLeftAsItWasIsNoClash(t *testing.T) {
	d := open(t)
	first := d.save("city/port-oriel", begun, intake.Change{Question: "problem", Value: "Four counters"}).Answers["problem"]
	d.save("port-oriel.editor", begun, intake.Change{Question: "problem", Value: "Six counters", Version: first.Version})
	s := d.save("city/port-oriel", begun, intake.Change{Question: "problem", Value: "Four counters", Version: first.Version})
	if len(s.Clashes) > 0 || s.Answers["problem"].Value != "Six counters" {
		t.Errorf("saved %+v", s)
	}
}

func TestSavingTheSameTwiceChangesNothing(t *testing.T) {
	d := open(t)
	first := d.save("city/port-oriel", begun, intake.Change{Question: "problem", Value: "Four counters"}).Answers["problem"]
	id := d.read("city/port-oriel", begun).Entry.ID
	n := d.events(id, award.DeedEdit)
	if again := d.save("city/port-oriel", begun, intake.Change{Question: "problem", Value: "Four counters"}); len(again.Clashes) > 0 || again.Answers["problem"].Version != first.Version {
		t.Errorf("saved %+v", again)
	}
	if d.events(id, award.DeedEdit) != n {
		t.Error("an event without a change")
	}
}

func TestTooManyWordsAreKeptAsADraftAndNotSent(t *testing.T) {
	d := open(t)
	long := strings.Repeat("word ", 251)
	s := d.save("city/kitamori", complete, intake.Change{Question: "problem", Value: long, Version: d.read("city/kitamori", complete).Answers["problem"].Version})
	faulty(t, s.Faults, "problem", "form.fault.too_many_words")
	o := d.read("city/kitamori", complete)
	if o.Value("problem") != long {
		t.Error("the text was not kept")
	}
	if o.SectionProgress("need") != intake.Problem {
		t.Errorf("the section is %s", o.SectionProgress("need"))
	}
	_, err := d.Send(ctx, d.as("city/kitamori"), complete)
	if _, is := err.(*intake.Incomplete); !is { //nolint:errorlint // returned as it is
		t.Errorf("sent: %v", err)
	}
}

func TestChoiceThatIsNotOfferedIsNotKept(t *testing.T) {
	d := open(t)
	before := d.read("city/port-oriel", begun).Answers["category"]
	s := d.save("city/port-oriel", begun, intake.Change{Question: "category", Value: "free-beer", Version: before.Version}, intake.Change{Question: "lead_unit", Value: "Planning", Version: d.read("city/port-oriel", begun).Answers["lead_unit"].Version})
	faulty(t, s.Faults, "category", "form.fault.choice")
	o := d.read("city/port-oriel", begun)
	if o.Value("category") != before.Value || o.Value("lead_unit") != "Planning" {
		t.Errorf("category %q, unit %q", o.Value("category"), o.Value("lead_unit"))
	}
}

func TestTextBeyondWhatTheStoreTakesIsLost(t *testing.T) {
	d := open(t)
	s := d.save("city/port-oriel", begun, intake.Change{Question: "problem", Value: strings.Repeat("a", award.TextMax+1)}, intake.Change{Question: "solution", Value: "a\xff"})
	faulty(t, s.Faults, "problem", "form.fault.too_long")
	faulty(t, s.Faults, "solution", "form.fault.encoding")
	if len(s.Lost) != 2 {
		t.Errorf("lost %v", s.Lost)
	}
}

func TestTitleAndCategoryOfTheEntryFollowItsAnswers(t *testing.T) {
	d := open(t)
	o := d.read("city/port-oriel", begun)
	d.save("city/port-oriel", begun,
		intake.Change{Question: "title", Value: "One form", Version: o.Answers["title"].Version}, intake.Change{Question: "category", Value: "efficiency", Version: o.Answers["category"].Version})
	if o = d.read("city/port-oriel", begun); o.Entry.Title != "One form" || o.Entry.Category != "efficiency" {
		t.Errorf("entry %+v", o.Entry)
	}
}

func TestWhoMayNotEditCannotSave(t *testing.T) {
	d := open(t)
	change := []intake.Change{{Question: "problem", Value: "Four counters"}}
	_, err := d.Save(ctx, d.as("port-oriel.reader"), begun, change)
	refused(t, err, "entry.refused.right")
	for _, who := range []string{"city/haneul", "judge", "officer", "admin"} {
		_, err = d.Save(ctx, d.as(who), begun, change)
		want(t, err, award.ErrNotFound)
	}
	_, err = d.Save(ctx, award.Actor{}, begun, change)
	want(t, err, award.ErrSignIn)
	d.Clock.Set(d.closes())
	_, err = d.Save(ctx, d.as("city/port-oriel"), begun, change)
	want(t, err, award.ErrClosed)
}

func TestEntryIsFoundByItsCityOnly(t *testing.T) {
	d := open(t)
	for _, who := range []string{"city/haneul", "judge", "producer"} {
		_, err := d.Desk.Read(ctx, d.as(who), begun)
		want(t, err, award.ErrNotFound)
	}
	_, err := d.Desk.Read(ctx, d.as("city"), "2027-9999")
	want(t, err, award.ErrNotFound)
}

package office_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/storage/database"
)

func TestAcceptingNeedsEveryCheckOrAReason(t *testing.T) {
	s, d := at(t, demo.Screen)
	officer := actor(t, s, "officer")
	ref := first(t, s, award.EntrySent)
	r := ruling(t, d, officer, ref, office.Accept)
	delete(r.Checklist, office.CheckLetter)
	_, err := d.Screen(ctx, officer, year, ref, r)
	faultAt(t, err, "note")
	if e := entryOf(s, ref); e.State != award.EntrySent {
		t.Fatalf("the entry is %s", e.State)
	}
	r.Note = "The letter came by post."
	next, err := d.Screen(ctx, officer, year, ref, r)
	if err != nil || next == "" || next == ref {
		t.Fatalf("next %q, %v", next, err)
	}
	if e := entryOf(s, ref); e.State != award.EntryAccepted || e.Decided == 0 {
		t.Errorf("the entry is %+v", e)
	}
	if mails(s, "entry_accepted") == 0 {
		t.Error("the city was not told")
	}
}

func TestAnEntryAskedAboutComesBackWhenItsCityAnswers(t *testing.T) {
	s, d := at(t, demo.Screen)
	officer := actor(t, s, "officer")
	ref := first(t, s, award.EntrySent)
	r := ruling(t, d, officer, ref, office.Ask)
	_, err := d.Screen(ctx, officer, year, ref, r)
	faultAt(t, err, "question")
	r.Question, r.Due = "Which year does the figure stand for?", s.Clock.Now().Add(-time.Minute)
	_, err = d.Screen(ctx, officer, year, ref, r)
	faultAt(t, err, "due")
	r.Due = s.Clock.Now().Add(10 * 24 * time.Hour)
	if _, err := d.Screen(ctx, officer, year, ref, r); err != nil {
		t.Fatal(err)
	}
	e := entryOf(s, ref)
	if e.State != award.EntryReturned || e.Reopened != r.Due || mails(s, "entry_asked") == 0 {
		t.Errorf("%+v, %d mails", e, mails(s, "entry_asked"))
	}
	stands := func(in func(office.Board) []office.QueueItem) (found *office.QueueItem) {
		b, err := d.Board(ctx, officer, year)
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range in(b) {
			if q.Reference == ref {
				found = &q
			}
		}
		return found
	}
	queue := func(b office.Board) []office.QueueItem { return b.Queue }
	waiting := func(b office.Board) []office.QueueItem { return b.Waiting }
	if stands(queue) != nil || stands(waiting) == nil {
		t.Error("the entry does not wait for its city")
	}
	s.Clock.Set(r.Due)
	if w := stands(waiting); w == nil || !w.Overdue {
		t.Error("the date is over and nothing says so")
	}
	s.Update(func(tx *database.Tx) error {
		all, err := tx.Queries(e.ID)
		if err != nil {
			return err
		}
		q := all[len(all)-1]
		q.Reply, q.Replied, q.RepliedBy = "2026", s.Clock.Now(), e.CreatedBy
		return tx.SaveReply(q)
	})
	if q := stands(queue); q == nil || !q.Answered {
		t.Errorf("the answered entry is not back in the queue: %+v", q)
	}
}

func TestAStaleRulingChangesNothing(t *testing.T) {
	s, d := at(t, demo.Screen)
	one, two := actor(t, s, "officer"), actor(t, s, "officer2")
	ref := first(t, s, award.EntrySent)
	r := ruling(t, d, one, ref, office.Accept)
	kept := r
	kept.Verdict, kept.Note = office.NoVerdict, "Ask the embassy."
	if _, err := d.Screen(ctx, two, year, ref, kept); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Screen(ctx, one, year, ref, r); !errors.Is(err, award.ErrConflict) {
		t.Fatalf("got %v", err)
	}
	sheet, err := d.ScreeningSheet(ctx, one, year, ref)
	if err != nil || sheet.Screening.Note != kept.Note || sheet.Entry.State != award.EntrySent {
		t.Errorf("%+v, %v", sheet.Screening, err)
	}
}

func TestADecisionCanBeTakenBackUntilJudgesHaveTheEntry(t *testing.T) {
	s, d := at(t, demo.Screen)
	officer := actor(t, s, "officer")
	ref := first(t, s, award.EntryAccepted)
	r := ruling(t, d, officer, ref, office.Undo)
	if _, err := d.Screen(ctx, officer, year, ref, r); err != nil {
		t.Fatal(err)
	}
	if e := entryOf(s, ref); e.State != award.EntrySent || e.Decided != 0 {
		t.Errorf("%+v", e)
	}
	judged, d2 := at(t, demo.Judge)
	ref = first(t, judged, award.EntryAccepted)
	r = ruling(t, d2, officer, ref, office.Refuse)
	r.Reason = "Too late."
	if _, err := d2.Screen(ctx, officer, year, ref, r); !errors.Is(err, award.ErrForbidden) {
		t.Errorf("an entry with its judges was refused: %v", err)
	}
	err := d2.Reopen(ctx, officer, year, ref, office.Reopening{Until: judged.Clock.Now().Add(time.Hour), Reason: "x", Version: r.EntryVersion})
	if !errors.Is(err, award.ErrForbidden) {
		t.Errorf("an entry with its judges was reopened: %v", err)
	}
}

func TestRefusingTellsTheCityWhy(t *testing.T) {
	s, d := at(t, demo.Screen)
	officer := actor(t, s, "officer")
	ref := first(t, s, award.EntrySent)
	r := ruling(t, d, officer, ref, office.Refuse)
	_, err := d.Screen(ctx, officer, year, ref, r)
	faultAt(t, err, "reason")
	r.Reason = "The project ended in 2019."
	if _, err := d.Screen(ctx, officer, year, ref, r); err != nil {
		t.Fatal(err)
	}
	if e := entryOf(s, ref); e.State != award.EntryIneligible || mails(s, "entry_ineligible") == 0 {
		t.Errorf("%+v", e)
	}
}

func TestOneCityGetsMoreTime(t *testing.T) {
	s, d := at(t, demo.Screen)
	officer := actor(t, s, "officer")
	ref := first(t, s, award.EntryDraft)
	e := entryOf(s, ref)
	r := office.Reopening{Until: s.Clock.Now().Add(48 * time.Hour), Version: e.Version}
	faultAt(t, d.Reopen(ctx, officer, year, ref, r), "reason")
	r.Reason = "Our upload failed on the last day."
	if err := d.Reopen(ctx, officer, year, ref, r); err != nil {
		t.Fatal(err)
	}
	if again := d.Reopen(ctx, officer, year, ref, r); !errors.Is(again, award.ErrConflict) {
		t.Errorf("a stale form was taken: %v", again)
	}
	e = entryOf(s, ref)
	if e.State != award.EntryDraft || e.Reopened != r.Until || mails(s, "entry_reopened") == 0 {
		t.Errorf("%+v", e)
	}
	city, err := s.Parts.Account.Actor(ctx, e.CreatedBy)
	if err != nil {
		t.Fatal(err)
	}
	if err := award.May(city, award.DeedSend, award.Object{Edition: s.Sample.Edition, Now: s.Clock.Now(), Entry: &e}); err != nil {
		t.Errorf("the city still cannot send: %v", err)
	}
	sent := first(t, s, award.EntrySent)
	back := entryOf(s, sent)
	if err := d.Reopen(ctx, officer, year, sent, office.Reopening{Until: r.Until, Reason: r.Reason, Version: back.Version}); err != nil {
		t.Fatal(err)
	}
	if e := entryOf(s, sent); e.State != award.EntryReturned {
		t.Errorf("a sent entry that is reopened is %s", e.State)
	}
}

func TestADraftIsNotScreened(t *testing.T) {
	s, d := at(t, demo.Screen)
	officer := actor(t, s, "officer")
	ref := first(t, s, award.EntryDraft)
	if _, err := d.ScreeningSheet(ctx, officer, year, ref); !errors.Is(err, award.ErrNotFound) {
		t.Errorf("got %v", err)
	}
	if _, err := d.Screen(ctx, officer, year, ref, office.Ruling{Verdict: office.Accept}); !errors.Is(err, award.ErrNotFound) {
		t.Errorf("got %v", err)
	}
}

// The text of another entry is sent under a new title: it must be found.
func TestACopiedTextIsFoundAndBoilerplateIsNot(t *testing.T) {
	s, d := at(t, demo.Screen)
	officer := actor(t, s, "officer")
	var refs []string
	s.View(func(tx *database.Tx) error {
		all, err := tx.EntriesIn(s.Sample.Edition.ID, award.EntrySent)
		for _, e := range all[:2] {
			refs = append(refs, e.Reference)
		}
		return err
	})
	one, two := entryOf(s, refs[0]), entryOf(s, refs[1])
	s.Update(func(tx *database.Tx) error {
		first, err := tx.LastSending(one.ID)
		if err != nil {
			return err
		}
		return tx.AddSending(award.Sending{Entry: two.ID, Number: 2, At: s.Clock.Now(), By: two.CreatedBy, SHA256: first.SHA256, Doc: first.Doc})
	})
	sheet, err := d.ScreeningSheet(ctx, officer, year, refs[0])
	if err != nil {
		t.Fatal(err)
	}
	if len(sheet.Alike) == 0 || sheet.Alike[0].Reference != refs[1] || sheet.Alike[0].Share < 0.95 {
		t.Errorf("alike: %+v", sheet.Alike)
	}
	if len(sheet.Hints) < 4 || !slices.ContainsFunc(sheet.Hints, func(h office.Hint) bool { return h.Key == "english" }) {
		t.Errorf("hints: %+v", sheet.Hints)
	}
}

func TestRemindersGoOutOnceADay(t *testing.T) {
	s, d := at(t, demo.Submit)
	officer := actor(t, s, "officer")
	before, err := d.Reminder(ctx, officer, year)
	if err != nil || before.Mails == 0 || before.Already != 0 {
		t.Fatalf("%d mails, %v", before.Mails, err)
	}
	for range 2 {
		if _, err := d.RemindDrafts(ctx, officer, year); err != nil {
			t.Fatal(err)
		}
	}
	if n := mails(s, "entry_unsent"); n != before.Mails {
		t.Errorf("%d mails for %d people", n, before.Mails)
	}
	s.Clock.Advance(24 * time.Hour)
	if _, err := d.RemindDrafts(ctx, officer, year); err != nil {
		t.Fatal(err)
	}
	if n := mails(s, "entry_unsent"); n != 2*before.Mails {
		t.Errorf("the next day: %d mails for %d people", n, before.Mails)
	}
	stage, _ := s.Sample.Edition.Stage(award.StageSubmit)
	s.Clock.Set(stage.Closes)
	if r, err := d.Reminder(ctx, officer, year); err != nil || r.Mails != 0 {
		t.Errorf("after the deadline %d people would be reminded, %v", r.Mails, err)
	}
}

// A correction could be asked for until 00:00, which some read as the day before.
func TestADateGivenToACityIsNeverAtMidnight(t *testing.T) {
	s, d := at(t, demo.Screen)
	officer := actor(t, s, "officer")
	midnight := award.At(time.Date(2027, 3, 10, 0, 0, 0, 0, s.Sample.Edition.Location()))
	ref := first(t, s, award.EntrySent)
	r := ruling(t, d, officer, ref, office.Ask)
	r.Question, r.Due = "Which year?", midnight
	_, err := d.Screen(ctx, officer, year, ref, r)
	faultAt(t, err, "due")
	draft := first(t, s, award.EntryDraft)
	faultAt(t, d.Reopen(ctx, officer, year, draft, office.Reopening{Until: midnight, Reason: "A storm.", Version: entryOf(s, draft).Version}), "until")
}

package office_test

import (
	"context"
	"errors"
	"testing"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/storage/database"
)

const year = 2027

var ctx = context.Background()

// everything opens what is sealed to the public.
var everything = office.Act{Purpose: award.ForPublic, Phrase: demo.Phrase}

func at(t *testing.T, stage demo.Stage) (*testkit.Platform, *office.Desk) {
	t.Helper()
	s := testkit.Site(t, stage)
	return s, s.Parts.Office
}

func actor(t *testing.T, s *testkit.Platform, who string) award.Actor {
	t.Helper()
	a, err := s.Parts.Account.Actor(ctx, s.Person(who).ID)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func entryOf(s *testkit.Platform, ref string) (e award.Entry) {
	s.View(func(tx *database.Tx) (err error) {
		e, err = tx.EntryRef(ref)
		return err
	})
	return e
}

// first returns the reference of an entry of a state.
func first(t *testing.T, s *testkit.Platform, state award.EntryState) (ref string) {
	t.Helper()
	s.View(func(tx *database.Tx) error {
		all, err := tx.EntriesIn(s.Sample.Edition.ID, state)
		if len(all) == 0 {
			t.Fatalf("no entry is %s", state)
		}
		ref = all[0].Reference
		return err
	})
	return ref
}

// ruling is a ruling on an entry as it stands, with every check ticked.
func ruling(t *testing.T, d *office.Desk, a award.Actor, ref string, v office.Verdict) office.Ruling {
	t.Helper()
	sheet, err := d.ScreeningSheet(ctx, a, year, ref)
	if err != nil {
		t.Fatal(err)
	}
	r := office.Ruling{Verdict: v, Checklist: map[string]bool{}, EntryVersion: sheet.Entry.Version, Version: sheet.Screening.Version}
	for _, c := range sheet.Checks {
		r.Checklist[c.Key] = true
	}
	return r
}

func faultAt(t *testing.T, err error, field string) {
	t.Helper()
	var faults award.Invalid
	if !errors.As(err, &faults) || faults[field].Key == "" {
		t.Errorf("got %v, want a fault at %s", err, field)
	}
}

func mails(s *testkit.Platform, kind string) (n int) {
	s.View(func(tx *database.Tx) error {
		all, err := tx.Outbox(10000)
		for _, m := range all {
			if m.Kind == kind {
				n++
			}
		}
		return err
	})
	return n
}

// memberActor is somebody who acts for the city of a letter.
func memberActor(t *testing.T, s *testkit.Platform, l office.LetterLine) award.Actor {
	t.Helper()
	var id award.ID
	s.View(func(tx *database.Tx) error {
		members, err := tx.Members(l.Entry.City)
		if len(members) == 0 {
			t.Fatalf("%s has nobody", l.City.Name)
		}
		id = members[0].Person
		return err
	})
	a, err := s.Parts.Account.Actor(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// sealed is how a signature went, whatever phrase came with it.
func sealed(_ string, err error) error { return err }

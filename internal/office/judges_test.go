package office_test

import (
	"errors"
	"testing"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/storage/database"
)

func newJudge() office.JudgeForm {
	return office.JudgeForm{
		Name: "Ana Ferreira", Email: "Ana@Example.org", Language: "en", Countries: []string{"PT"}, Languages: []string{"en"},
		Expertise: map[string]int{"services": 3}, Target: 10, Max: 15,
	}
}

func TestInvitingAJudge(t *testing.T) {
	s, d := at(t, demo.Screen)
	officer := actor(t, s, "officer")
	bad := newJudge()
	bad.Countries, bad.Languages, bad.Max, bad.Cities, bad.Expertise = nil, nil, 0, []string{"Atlantis"}, map[string]int{"services": 4}
	_, err := d.InviteJudge(ctx, officer, year, bad)
	for _, field := range []string{"countries", "languages", "max", "cities", "expertise.services"} {
		faultAt(t, err, field)
	}
	person, err := d.InviteJudge(ctx, officer, year, newJudge())
	if err != nil {
		t.Fatal(err)
	}
	f, err := d.JudgeFile(ctx, officer, year, person)
	if err != nil || f.State != award.JudgeInvited || f.Invitation == nil || f.Email != "ana@example.org" {
		t.Fatalf("%+v, %v", f.JudgeLine, err)
	}
	if len(s.Mailbox("ana@example.org")) != 1 {
		t.Error("no invitation was mailed")
	}
	_, err = d.InviteJudge(ctx, officer, year, newJudge())
	faultAt(t, err, "email")
	if err := d.ResendInvitation(ctx, officer, year, person); err != nil || len(s.Mailbox("ana@example.org")) != 2 {
		t.Errorf("sent again: %v", err)
	}
	if _, err := d.RemoveJudge(ctx, officer, year, person, f.Version); err != nil {
		t.Fatal(err)
	}
	if _, err := d.JudgeFile(ctx, officer, year, person); !errors.Is(err, award.ErrNotFound) {
		t.Errorf("a cancelled invitation is still in the pool: %v", err)
	}
	s.View(func(tx *database.Tx) error {
		open, err := tx.InvitationsOpen()
		for _, i := range open {
			if i.Email == "ana@example.org" {
				t.Error("the cancelled link still works")
			}
		}
		return err
	})
}

// An officer of an entering city is asked to judge: their city must bar them.
func TestAJudgeIsBarredFromTheCityTheyActFor(t *testing.T) {
	s, d := at(t, demo.Screen)
	officer := actor(t, s, "officer")
	city := actor(t, s, "city/port-oriel")
	form := newJudge()
	form.Email, form.Name = city.Person.Email, city.Person.Name
	person, err := d.InviteJudge(ctx, officer, year, form)
	if err != nil {
		t.Fatal(err)
	}
	f, err := d.JudgeFile(ctx, officer, year, person)
	if err != nil || person != city.Person.ID || len(f.Cities) != 1 || f.Cities[0] != city.Memberships[0].City {
		t.Errorf("cities %v, %v", f.CityNames, err)
	}
}

func seated(t *testing.T, s *testkit.Platform, d *office.Desk) (award.Actor, office.JudgeLine, []award.Seat) {
	t.Helper()
	officer := actor(t, s, "officer")
	list, err := d.Judges(ctx, officer, year)
	if err != nil {
		t.Fatal(err)
	}
	var seats []award.Seat
	s.View(func(tx *database.Tx) (err error) {
		seats, err = tx.SeatsOf(list.Edition.ID, list.Judges[0].Person)
		return err
	})
	if len(seats) == 0 {
		t.Fatal("the judge has no seats")
	}
	return officer, list.Judges[0], seats
}

func TestAStaleEditOfAJudgeIsRefused(t *testing.T) {
	s, d := at(t, demo.Judge)
	officer, j, _ := seated(t, s, d)
	form := newJudge()
	form.Email, form.Version = "", j.Version
	if err := d.EditJudge(ctx, officer, year, j.Person, form); err != nil {
		t.Fatal(err)
	}
	if err := d.EditJudge(ctx, officer, year, j.Person, form); !errors.Is(err, award.ErrConflict) {
		t.Errorf("got %v", err)
	}
	f, err := d.JudgeFile(ctx, officer, year, j.Person)
	if err != nil || f.Name != form.Name || f.LoadMax != 15 || f.Declared != j.Declared {
		t.Errorf("%+v, %v", f.Judge, err)
	}
}

func TestANotedConflictEmptiesTheSeat(t *testing.T) {
	s, d := at(t, demo.Judge)
	officer, j, seats := seated(t, s, d)
	var e award.Entry
	s.View(func(tx *database.Tx) (err error) {
		e, err = tx.Entry(seats[0].Entry)
		return err
	})
	_, err := d.NoteConflict(ctx, officer, year, j.Person, office.NewTie{With: "Atlantis"})
	faultAt(t, err, "with")
	faultAt(t, err, "reason")
	n, err := d.NoteConflict(ctx, officer, year, j.Person, office.NewTie{With: e.Reference, Reason: "Worked on it in 2024."})
	if err != nil || n != 1 {
		t.Fatalf("%d seats, %v", n, err)
	}
	s.View(func(tx *database.Tx) error {
		seat, err := tx.Seat(seats[0].Round, e.ID, j.Person)
		if seat.State != award.SeatVoid {
			t.Errorf("the seat is %s", seat.State)
		}
		return err
	})
	f, err := d.JudgeFile(ctx, officer, year, j.Person)
	if err != nil || len(f.Ties) == 0 {
		t.Fatal(err)
	}
	if err := d.DropConflict(ctx, officer, year, j.Person, f.Ties[len(f.Ties)-1].ID); err != nil {
		t.Error(err)
	}
}

func TestRemovingAJudgeKeepsFinishedScoresheets(t *testing.T) {
	s, d := at(t, demo.Judge)
	officer, j, seats := seated(t, s, d)
	finished := 0
	for _, seat := range seats {
		if seat.State.Counts() {
			finished++
		}
	}
	n, err := d.RemoveJudge(ctx, officer, year, j.Person, j.Version)
	if err != nil || n != len(seats)-finished {
		t.Fatalf("%d of %d seats were emptied, %d were finished, %v", n, len(seats), finished, err)
	}
	kept := 0
	s.View(func(tx *database.Tx) error {
		after, err := tx.SeatsOf(s.Sample.Edition.ID, j.Person)
		for _, seat := range after {
			if seat.State.Counts() {
				kept++
			}
		}
		return err
	})
	if kept != finished {
		t.Errorf("%d of %d finished scoresheets are left", kept, finished)
	}
	today, err := d.Today(ctx, officer, 0)
	if err != nil || (n > 0 && today.Short == 0) {
		t.Errorf("nothing says that %d seats have to be filled: %+v, %v", n, today, err)
	}
}

// The log may be read by administrators, who have no part in judging.
func TestTheLogHidesWhatJudgingAndResultsWereAbout(t *testing.T) {
	s, d := at(t, demo.Judge)
	admin := actor(t, s, "admin")
	ref := first(t, s, award.EntryAccepted)
	e := entryOf(s, ref)
	s.Update(func(tx *database.Tx) error {
		for _, deed := range []award.Deed{award.DeedScore, award.DeedDecide, award.DeedSeal} {
			if err := tx.Record(award.Event{At: s.Clock.Now(), Actor: s.Person("officer").ID, Deed: deed, Kind: "entry", Subject: e.ID, Edition: e.Edition, Detail: `{"prize":"best"}`}); err != nil {
				return err
			}
		}
		return nil
	})
	l, err := d.Log(ctx, admin, office.LogFilter{})
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, line := range l.Lines[:3] {
		if line.Entry != "" || line.About != "" || line.Subject != "" || line.Detail != "" {
			t.Errorf("the log tells what %s was done to: %+v", line.Deed, line)
		}
		seen++
	}
	if seen != 3 {
		t.Error("the deeds are not in the log")
	}
	l, err = d.Log(ctx, admin, office.LogFilter{About: ref})
	if err != nil || len(l.Lines) == 0 {
		t.Fatalf("%d lines, %v", len(l.Lines), err)
	}
	for _, line := range l.Lines {
		if line.Deed == award.DeedDecide || line.Deed == award.DeedScore || line.Deed == award.DeedSeal {
			t.Errorf("asking for an entry finds %s", line.Deed)
		}
	}
	for _, who := range []string{"chair", "judge", "producer", "city/port-oriel"} {
		if _, err := d.Log(ctx, actor(t, s, who), office.LogFilter{}); !errors.Is(err, award.ErrNotFound) {
			t.Errorf("%s reads the log: %v", who, err)
		}
	}
}

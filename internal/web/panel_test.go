package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/storage/database"
)

const panelsPath = "/en/desk/2027/assign"

// proposed is a site whose panels are proposed and not published.
func proposed(t *testing.T) (*testkit.Platform, *testkit.Client) {
	t.Helper()
	site := testkit.Site(t, demo.Screen)
	officer := site.As("officer")
	officer.Get(panelsPath).Want(http.StatusOK).Form("main form").Send().Want(http.StatusSeeOther)
	return site, officer
}

// draftOf is the plan of round 1.
func draftOf(s *testkit.Platform) (p award.PanelPlan) {
	s.View(func(tx *database.Tx) (err error) {
		p, err = tx.Plan(s.Sample.Edition.ID, 1)
		return err
	})
	return p
}

// entryOf is an accepted entry of a city by its slug.
func entryOf(s *testkit.Platform, slug string) (e award.Entry) {
	s.View(func(tx *database.Tx) error {
		city, err := tx.CityBySlug(slug)
		if err != nil {
			return err
		}
		all, err := tx.EntriesOfCity(city.ID, s.Sample.Edition.ID)
		e = all[slices.IndexFunc(all, func(e award.Entry) bool { return e.State == award.EntryAccepted })]
		return err
	})
	return e
}

func TestProposedPanelsHoldEveryBarAndTheNumberOfJudges(t *testing.T) {
	site, officer := proposed(t)
	plan := draftOf(site)
	if plan.Version != 1 || plan.Seed == 0 || plan.Proposed == "" {
		t.Fatalf("the draft is %+v", plan)
	}
	page := officer.Get(panelsPath + "?view=matrix").Want(http.StatusOK)
	if !page.Says("30 of 30") || page.Has("td.low") {
		t.Errorf("not every place is filled: %s", page.Text("main"))
	}
	margot, lakemont := site.Person("judge/margot").ID, entryOf(site, "lakemont-falls")
	if slices.Contains(plan.Of(lakemont.ID), margot) {
		t.Error("a judge reads an entry of her own city")
	}
	site.View(func(tx *database.Tx) error {
		events, err := tx.EventsOf(site.Sample.Edition.ID)
		last := events[len(events)-1]
		if last.Deed != award.DeedPropose || !strings.Contains(last.Detail, strconv.FormatInt(plan.Seed, 10)) {
			t.Errorf("the event is %+v", last)
		}
		return err
	})
}

func TestBarredJudgeIsRefusedWithTheReasonAndNothingChanges(t *testing.T) {
	site, officer := proposed(t)
	before := draftOf(site)
	lakemont := entryOf(site, "lakemont-falls")
	form := officer.Get(panelsPath + "/" + lakemont.Reference).Want(http.StatusOK).Form("main form")
	page := form.Set("seat.1", string(site.Person("judge/margot").ID)).Send().Want(http.StatusUnprocessableEntity)
	if got := page.Text(".summary"); !strings.Contains(got, "Margot Ellsworth may not read this entry: it is from their own city") {
		t.Errorf("the summary says %q", got)
	}
	if chosen := page.Doc().Find("#seat\\.1 option[selected]").AttrOr("value", ""); chosen != string(site.Person("judge/margot").ID) {
		t.Error("the choice is not kept in the page")
	}
	twice := before.Of(lakemont.ID)[0]
	page = officer.Get(panelsPath+"/"+lakemont.Reference).Form("main form").Set("seat.1", string(twice)).Set("seat.2", string(twice)).Send()
	page.Want(http.StatusUnprocessableEntity)
	if after := draftOf(site); after.Hash() != before.Hash() || after.Version != before.Version {
		t.Error("the refused panel was kept")
	}
}

func TestChangedCellIsKeptAndAnOlderPageIsRefused(t *testing.T) {
	site, officer := proposed(t)
	plan := draftOf(site)
	lakemont := entryOf(site, "lakemont-falls")
	form := officer.Get(panelsPath + "/" + lakemont.Reference).Form("main form")
	form.Set("seat.3", "").Send().Want(http.StatusSeeOther)
	if left := draftOf(site).Of(lakemont.ID); len(left) != len(plan.Of(lakemont.ID))-1 {
		t.Errorf("the entry has %d judges", len(left))
	}
	form.Set("seat.2", "").Send().Want(http.StatusConflict)
	page := officer.Get(panelsPath).Want(http.StatusOK)
	if got := page.Text("#unfilled + ul"); !strings.Contains(got, lakemont.Reference) || !strings.Contains(got, "1 judge missing") || !strings.Contains(got, "judge belongs to the city") {
		t.Errorf("the unfilled place is told as %q", got)
	}
}

func TestPublishingWritesSeatsAndMailsEachJudgeOnce(t *testing.T) {
	site, officer := proposed(t)
	plan := draftOf(site)
	preview := officer.Get(panelsPath + "/publish").Want(http.StatusOK)
	form := preview.Form("main form")
	form.Send().Want(http.StatusSeeOther)
	form.Send().Want(http.StatusConflict) // pressed twice
	count, mails := map[award.ID]int{}, 0
	site.View(func(tx *database.Tx) error {
		seats, err := tx.Seats(site.Sample.Edition.ID, 1)
		if len(seats) != len(plan.Seats) {
			t.Errorf("%d seats for %d places", len(seats), len(plan.Seats))
		}
		places := map[award.ID][]int{}
		for _, s := range seats {
			count[s.Judge]++
			places[s.Judge] = append(places[s.Judge], s.Place)
		}
		for judge, p := range places {
			if slices.Sort(p); p[0] != 1 || p[len(p)-1] != len(p) {
				t.Errorf("the places of %s are %v", judge, p)
			}
		}
		return err
	})
	for _, p := range site.Sample.People {
		if p.Role != award.RoleJudge {
			continue
		}
		for _, m := range site.Mailbox(p.Person.Email) {
			if m.Kind != "panel_published" {
				continue
			}
			mails++
			if !strings.Contains(m.Subject, strconv.Itoa(count[p.Person.ID])) || m.Link != "/judge" {
				t.Errorf("the mail is %q with %q", m.Subject, m.Link)
			}
			site.View(func(tx *database.Tx) error {
				entries, err := tx.Entries(site.Sample.Edition.ID)
				for _, e := range entries {
					if e.Title != "" && strings.Contains(m.Text+m.Subject, e.Title) || strings.Contains(m.Text, e.Reference) {
						t.Errorf("the mail names %s", e.Reference)
					}
				}
				return err
			})
		}
	}
	if mails != len(count) {
		t.Errorf("%d mails to %d judges", mails, len(count))
	}
}

func TestRepairTellsOnlyTheJudgeWhoseListChanged(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	officer := site.As("officer")
	var seat award.Seat
	var entry award.Entry
	site.View(func(tx *database.Tx) error {
		seats, err := tx.Seats(site.Sample.Edition.ID, 1)
		seat = seats[slices.IndexFunc(seats, func(s award.Seat) bool { return s.State == award.SeatOpen })]
		entry, _ = tx.Entry(seat.Entry)
		return err
	})
	at := panelsPath + "/" + entry.Reference
	officer.Post(at+"/void", url.Values{"judge": {string(seat.Judge)}, "round": {"1"}}).Want(http.StatusSeeOther)
	page := officer.Get(at).Want(http.StatusOK)
	if !page.Says("Taken off") {
		t.Error("the seat is not shown as taken off")
	}
	officer.Post(at+"/void", url.Values{"judge": {string(seat.Judge)}}).Want(http.StatusConflict)
	officer.Post(at+"/add", url.Values{"judge": {""}}).Want(http.StatusUnprocessableEntity)
	officer.Post(at+"/add", url.Values{"judge": {string(seat.Judge)}}).Want(http.StatusSeeOther)
	changed := 0
	for _, p := range site.Sample.People {
		for _, m := range site.Mailbox(p.Person.Email) {
			if m.Kind == "panel_changed" {
				changed++
				if p.Person.ID != seat.Judge {
					t.Errorf("%s was told too", p.Person.Name)
				}
			}
		}
	}
	if changed != 2 {
		t.Errorf("%d mails for two changes", changed)
	}
}

func TestJudgeIsRemindedAtMostOnceADay(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	officer := site.As("officer")
	lucia := site.Person("judge/lucia")
	reminders := func() (n int) {
		for _, m := range site.Mailbox(lucia.Email) {
			if m.Kind == "judging_reminder" {
				n++
			}
		}
		return n
	}
	before := reminders()
	for range 2 {
		officer.Post("/en/desk/2027/progress/remind", url.Values{"judge": {string(lucia.ID)}}).Want(http.StatusSeeOther)
	}
	if got := reminders() - before; got != 1 {
		t.Errorf("%d reminders on one day", got)
	}
	page := officer.Get("/en/desk/2027/progress").Want(http.StatusOK)
	if !page.Says("1 judge was reminded today already") || !page.Says("Reminded today") {
		t.Error("the page does not tell that she was reminded")
	}
	site.Clock.Advance(25 * time.Hour)
	officer.Post("/en/desk/2027/progress/remind", url.Values{"round": {"1"}}).Want(http.StatusSeeOther)
	if got := reminders() - before; got != 2 {
		t.Errorf("%d reminders on two days", got)
	}
}

func TestPanelsAreForTheDeskAlone(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	for _, who := range []string{"judge/meera", "city/port-oriel", "producer", "admin"} {
		for _, path := range []string{panelsPath, panelsPath + "?view=matrix", "/en/desk/2027/progress", panelsPath + "/publish"} {
			site.As(who).Get(path).Want(http.StatusNotFound)
		}
	}
	site.As("chair").Get(panelsPath).Want(http.StatusOK)
	site.As("chair").Get(panelsPath + "/publish").Want(http.StatusNotFound)
	for _, path := range []string{"?round=3", "?round=x", "/2027-9999"} {
		site.As("officer").Get(panelsPath + path).Want(http.StatusNotFound)
	}
}

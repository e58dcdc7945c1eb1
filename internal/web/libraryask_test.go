package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/storage/database"
)

// published is the address of a practice of the demo whose city has people here.
func published(t *testing.T, site *testkit.Platform) (p award.Practice) {
	t.Helper()
	site.View(func(tx *database.Tx) error {
		all, err := tx.PracticesOfYear(2027)
		p = all[0]
		return err
	})
	return p
}

const (
	asker    = "asker@elsewhere.example"
	question = "How many people does it take, and what did the by-law say?"
)

func askIn(c *testkit.Client, path string) *testkit.Page {
	return c.Get(path).Form("form[method=post]").Set("name", "Ana Ruiz").Set("email", asker).Set("city", "Villanueva").Set("country", "ES").Set("text", question).Send()
}

// owners are the mails to people of the practice's city, the latest first.
func owners(t *testing.T, site *testkit.Platform, p award.Practice) (mails []award.Mail) {
	t.Helper()
	var people []award.Person
	site.View(func(tx *database.Tx) error {
		members, err := tx.Members(p.City)
		for _, m := range members {
			if m.Right.Covers(award.MayEdit) {
				person, err := tx.Person(m.Person)
				if err != nil {
					return err
				}
				people = append(people, person)
			}
		}
		return err
	})
	if len(people) == 0 {
		t.Fatal("the city has nobody: the test would prove nothing")
	}
	for _, m := range site.Mailbox(people[0].Email) {
		if strings.HasPrefix(m.Kind, "library_") {
			mails = append(mails, m)
		}
	}
	return mails
}

func TestQuestionReachesTheCityOnlyAfterItsAskerConfirmed(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	p, c := published(t, site), site.Visitor()
	if page := askIn(c, "/en/library/"+p.Slug+"/ask").Want(http.StatusOK); !page.Says("We have sent a link to " + asker) {
		t.Fatalf("after the question: %s", page.Text("main"))
	}
	mails := site.Mailbox(asker)
	if len(mails) != 1 || strings.Contains(mails[0].Subject+mails[0].Text, question) || strings.Contains(mails[0].Text, "Ana") {
		t.Fatalf("the first mail holds what a stranger wrote: %+v", mails)
	}
	if sent := owners(t, site, p); len(sent) != 0 {
		t.Fatalf("the city was mailed before the asker confirmed: %+v", sent)
	}
	link := "/en" + mails[0].Link
	c.Get(link).Want(http.StatusOK)
	if sent := owners(t, site, p); len(sent) != 0 {
		t.Fatal("opening the link sends the question: a mailbox that looks at links would do so too")
	}
	c.Get(link).Form("form[method=post]").Send().Want(http.StatusSeeOther)
	sent := owners(t, site, p)
	if len(sent) != 1 || !strings.Contains(sent[0].Text, question) || strings.Contains(sent[0].Text, asker) || strings.Contains(sent[0].Subject, asker) {
		t.Fatalf("the city got %+v", sent)
	}
	if copies := site.Mailbox(asker); len(copies) != 2 || copies[0].Kind != "library_copy" && copies[1].Kind != "library_copy" {
		t.Fatalf("no copy went to the asker: %+v", copies)
	}
	c.Post(link, url.Values{}).Want(http.StatusSeeOther)
	if again := owners(t, site, p); len(again) != 1 {
		t.Errorf("pressed twice, sent %d times", len(again))
	}
}

func TestAnswerGoesBackWithoutAnAddress(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	p, c := published(t, site), site.Visitor()
	askIn(c, "/en/library/"+p.Slug+"/ask")
	c.Post("/en"+site.Mailbox(asker)[0].Link, url.Values{})
	answer := "/en" + owners(t, site, p)[0].Link
	page := c.Get(answer).Want(http.StatusOK)
	if !page.Says(question) || strings.Contains(page.Body, asker) {
		t.Fatalf("the page of the answer: %s", page.Text("main"))
	}
	if empty := page.Form("form[method=post]").Send().Want(http.StatusUnprocessableEntity); !empty.Has("#reply-fault") {
		t.Errorf("an empty answer: %s", empty.Text("main"))
	}
	c.Get(answer).Form("form[method=post]").Set("reply", "Seven people.").Send().Want(http.StatusSeeOther)
	var got award.Mail
	for _, m := range site.Mailbox(asker) {
		if m.Kind == "library_reply" {
			got = m
		}
	}
	if !strings.Contains(got.Text, "Seven people.") || strings.Contains(got.Text, "@") {
		t.Errorf("the asker got %+v", got)
	}
	if page := c.Post(answer, url.Values{"reply": {"Again"}}); page.Status != http.StatusConflict {
		t.Errorf("a second answer gives %d", page.Status)
	}
}

func TestQuestionsAreBounded(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	p, c := published(t, site), site.Visitor()
	path := "/en/library/" + p.Slug + "/ask"
	for range 5 {
		askIn(c, path).Want(http.StatusOK)
	}
	if page := askIn(c, path).Want(http.StatusUnprocessableEntity); !page.Has("#text-fault") || page.Text("textarea") != question {
		t.Errorf("the sixth question of a day: %s", page.Text("main"))
	}
	if n := len(site.Mailbox(asker)); n != 5 {
		t.Errorf("%d mails to one address", n)
	}
	site.Clock.Advance(25 * time.Hour)
	askIn(c, path).Want(http.StatusOK)
	if page := c.Get(path).Form("form[method=post]").Send().Want(http.StatusUnprocessableEntity); len(page.All(".summary a")) != 5 {
		t.Errorf("an empty form tells %q", page.All(".summary a"))
	}
}

func TestQuestionForACityWithNobodyGoesToTheSecretariat(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	c := site.Visitor()
	askIn(c, "/en/library/taipei-services-2014/ask").Want(http.StatusOK)
	c.Post("/en"+site.Mailbox(asker)[0].Link, url.Values{})
	for _, m := range site.Mailbox(site.Person("officer").Email) {
		if m.Kind == "library_question_desk" && strings.Contains(m.Text, question) {
			return
		}
	}
	t.Error("nobody got the question")
}

func TestReplicationIsShownOnceTheCityConfirmsIt(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	p, c := published(t, site), site.Visitor()
	askIn(c, "/en/library/"+p.Slug+"/same").Want(http.StatusOK)
	c.Post("/en"+site.Mailbox(asker)[0].Link, url.Values{})
	if c.Get("/en/library/" + p.Slug).Says("Villanueva") {
		t.Fatal("shown before the city confirmed it")
	}
	c.Get("/en" + owners(t, site, p)[0].Link).Form("form[method=post]").Press("button[value=accept]").Want(http.StatusSeeOther)
	page := c.Get("/ko/library/" + p.Slug).Want(http.StatusOK)
	if !page.Says("Villanueva") || strings.Contains(page.Body, asker) || page.Says("Ana Ruiz") {
		t.Errorf("confirmed: %s", page.Text("article"))
	}
}

func TestCityIsAskedOnceAYearAndItsAnswerStandsOnThePage(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	p, c := published(t, site), site.Visitor()
	ask := func() int {
		t.Helper()
		n, err := site.Parts.Library.AskStillRunning(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := ask(); n != 0 {
		t.Fatalf("%d cities are asked in the year of publication", n)
	}
	site.Clock.Advance(366 * 24 * time.Hour)
	if n := ask(); n != 14 {
		t.Errorf("%d cities are asked after a year, want those of 14 practices", n)
	}
	if n := ask(); n != 0 {
		t.Errorf("%d are asked twice", n)
	}
	link := "/en" + owners(t, site, p)[0].Link
	if page := c.Get(link).Form("form[method=post]").Send().Want(http.StatusUnprocessableEntity); !page.Has(".summary") {
		t.Errorf("nothing chosen: %s", page.Text("main"))
	}
	c.Get(link).Form("form[method=post]").Set("running", "changed").Set("said", "It is free now.").Send().Want(http.StatusSeeOther)
	if page := c.Get("/en/library/" + p.Slug); !page.Says("Yes, but changed") || !page.Says("It is free now.") || !page.Says("last confirmed on") {
		t.Errorf("the page says %s", page.Text("main"))
	}
	site.Clock.Advance(366 * 24 * time.Hour)
	ask()
	c.Get(link).Want(http.StatusNotFound)
}

func TestNamesAndAddressesOfAskersAreRemoved(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	p, c := published(t, site), site.Visitor()
	askIn(c, "/en/library/"+p.Slug+"/same")
	confirm := "/en" + site.Mailbox(asker)[0].Link
	askIn(c, "/en/library/"+p.Slug+"/ask")
	c.Post(confirm, url.Values{})
	c.Get("/en" + owners(t, site, p)[0].Link).Form("form[method=post]").Press("button[value=accept]")
	tidy := func() (all []award.Inquiry) {
		t.Helper()
		if err := site.Parts.Library.Tidy(t.Context()); err != nil {
			t.Fatal(err)
		}
		site.View(func(tx *database.Tx) (err error) {
			all, err = tx.InquiriesOf(p.ID)
			return err
		})
		return all
	}
	site.Clock.Advance(8 * 24 * time.Hour)
	if all := tidy(); len(all) != 1 || all[0].Email != asker {
		t.Fatalf("after 8 days: %+v", all)
	}
	site.Clock.Advance(180 * 24 * time.Hour)
	if all := tidy(); len(all) != 1 || all[0].Email+all[0].Name+all[0].Text != "" || all[0].City != "Villanueva" {
		t.Errorf("after 188 days: %+v", all)
	}
	if !c.Get("/en/library/" + p.Slug).Says("Villanueva") {
		t.Error("the replication is gone from the page")
	}
}

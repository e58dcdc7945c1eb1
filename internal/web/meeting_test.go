package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/storage/database"
)

const (
	table   = "/en/desk/2027/meeting"
	spoken  = "urban-management"
	letters = "/en/desk/2027/letters"
	waiting = "digital-divide"
)

func TestChairKeepsTheMinutesOfAMeeting(t *testing.T) {
	site := testkit.Site(t, demo.Decide)
	chair := site.As("chair")
	page := chair.Get(table).Want(http.StatusOK)
	for _, want := range []string{"In this order somebody is asked to leave", "Leaves the room", "Best e-Government Prize: 1 place is not decided", "Tie that the rule does not settle"} {
		if !page.Says(want) {
			t.Errorf("the agenda does not say %q: %s", want, page.Text("main"))
		}
	}
	page = chair.Get(table + "/attendance").Want(http.StatusOK)
	page.Form("main form").Send().Want(http.StatusSeeOther)
	page = chair.Get(table + "/" + spoken).Want(http.StatusOK)
	note := page.Doc().Find("main a[href*='/note?item=spread']").AttrOr("href", "")
	vote := page.Doc().Find("main a[href*='/vote?item=tie']").AttrOr("href", "")
	if note == "" || vote == "" {
		t.Fatalf("the table has %q", page.Text("main"))
	}
	form := chair.Get(note).Want(http.StatusOK).Form("main form")
	form.Send().Want(http.StatusUnprocessableEntity)
	chair.Get(note).Form("main form").Set("text", "Both readings <b>stand</b>.").Send().Want(http.StatusSeeOther)
	if page := chair.Post(vote, url.Values{"question": {"Which first?"}}).Want(http.StatusUnprocessableEntity); page.Doc().Find(".bad input[type=radio]").Length() == 0 {
		t.Error("the voters without an answer are not marked")
	}
	ballot := chair.Get(vote).Want(http.StatusOK)
	answers := url.Values{"question": {"Which first?"}}
	ballot.Doc().Find("fieldset input[type=radio]").Each(func(i int, s *goquery.Selection) {
		name, value := s.AttrOr("name", ""), s.AttrOr("value", "")
		if !answers.Has(name) {
			answers.Set(name, value)
		}
	})
	chair.Post(vote, answers).Want(http.StatusSeeOther)
	minutes := chair.Get(table + "/minutes").Want(http.StatusOK)
	for _, want := range []string{"Both readings <b>stand</b>.", "Which first?", "Open vote, 8 of 8 who may vote", "Scored anew", "Jury chair, date and signature", "Finalists chosen"} {
		if !minutes.Says(want) {
			t.Errorf("the minutes do not say %q", want)
		}
	}
	if strings.Contains(minutes.Body, "<b>stand</b>") {
		t.Error("what was written became markup")
	}
	if ko := chair.Get("/ko/desk/2027/meeting/minutes").Want(http.StatusOK); !ko.Says("심사 회의록") {
		t.Error("the minutes are not in Korean")
	}
}

func TestRescoredSheetShowsBothScores(t *testing.T) {
	site := testkit.Site(t, demo.Decide)
	chair := site.As("chair")
	order := orderOf(chair, undecided)
	at := undecided + "/" + order[0] + "/rescore"
	page := chair.Get(at).Want(http.StatusOK)
	judge := page.Doc().Find("main a[href*='judge=']").First()
	if page.Has("main form") || judge.Length() == 0 {
		t.Fatalf("the page asks for scores before it knows whose: %q", page.Text("main"))
	}
	form := chair.Get(judge.AttrOr("href", "")).Want(http.StatusOK)
	was := form.Doc().Find("select[name='score.need'] option[selected]").AttrOr("value", "")
	if was == "" || was == "1" {
		t.Fatalf("the form begins with %q", was)
	}
	if kept := form.Form("main form").Set("score.need", "1").Send().Want(http.StatusUnprocessableEntity); kept.Doc().Find("select[name='score.need'] option[selected]").AttrOr("value", "") != "1" {
		t.Error("the score is lost with the missing reason")
	}
	form.Form("main form").Set("score.need", "1").Set("reason", "Read again.").Send().Want(http.StatusSeeOther)
	page = chair.Get(undecided + "/" + order[0]).Want(http.StatusOK)
	for _, want := range []string{"Scored anew in the meeting", "Read again.", "scored anew; sent as", judge.Text()} {
		if !page.Says(want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	row := page.Doc().Find("details[open] table.mini tbody tr").First().Text()
	if !strings.Contains(row, "Need and fit") || !strings.Contains(row, was) || !strings.Contains(row, "1.0") {
		t.Errorf("the row says %q", row)
	}
}

// entriesOf are the references of a category with the key of their cities.
func entriesOf(s *testkit.Platform, category string) map[string]string {
	of := map[string]string{}
	s.View(func(tx *database.Tx) error {
		all, err := tx.EntriesIn(s.Sample.Edition.ID, award.EntryAccepted)
		if err != nil {
			return err
		}
		for _, e := range all {
			c, err := tx.City(e.City)
			if err != nil {
				return err
			}
			if e.Category == category {
				of[e.Reference] = "city/" + c.Slug
			}
		}
		return nil
	})
	return of
}

func TestCityReadsItsFeedbackFromTheReleaseOn(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	chair := site.As("chair")
	of := entriesOf(site, waiting)
	for ref, who := range of {
		city := site.As(who)
		city.Get("/en/my/entries/" + ref + "/result").Want(http.StatusNotFound)
		if city.Get("/en/my/entries/" + ref).Has("a[href$='/result']") {
			t.Errorf("%s has a link to what is not there", ref)
		}
	}
	var ref string
	for ref = range of {
		break
	}
	preview := chair.Get(letters + "/" + waiting + "/" + ref).Want(http.StatusOK)
	shown := preview.Doc().Find("blockquote").Length()
	preview.Form(".results form").Send().Want(http.StatusSeeOther)
	chair.Post(letters+"/"+waiting+"/release", url.Values{"comments": {"yes"}}).Want(http.StatusUnprocessableEntity)
	release := chair.Get(letters + "/" + waiting + "/release").Want(http.StatusOK)
	if !release.Says("Feedback on your entry") || !release.Says("8 entries, 8 mails") {
		t.Errorf("the preview says %q", release.Text("main"))
	}
	chair.Post(letters+"/"+waiting+"/release", url.Values{"comments": {"yes"}, "places": {"no"}}).Want(http.StatusSeeOther)
	chair.Post(letters+"/"+waiting+"/release", url.Values{"comments": {"yes"}, "places": {"no"}}).Want(http.StatusConflict)
	for other, who := range of {
		city := site.As(who)
		page := city.Get("/en/my/entries/" + other + "/result").Want(http.StatusOK)
		for _, want := range []string{"Your scores", "your official score", "What judges wrote", "Practices of other cities"} {
			if !page.Says(want) {
				t.Errorf("%s is not told %q", other, want)
			}
		}
		if page.Says("Place ") {
			t.Errorf("%s is told its place", other)
		}
		if n := page.Doc().Find("blockquote").Length(); other == ref && n != shown-1 {
			t.Errorf("%d comments are told of %d with one held back", n, shown)
		}
		if !city.Get("/en/my/entries/" + other).Has("a[href$='/result']") {
			t.Errorf("%s has no link to its feedback", other)
		}
		if other != ref && of[other] != of[ref] {
			city.Get("/en/my/entries/" + ref + "/result").Want(http.StatusNotFound)
		}
	}
	for _, who := range []string{"judge/meera", "producer", "officer", "admin"} {
		site.As(who).Get("/en/my/entries/" + ref + "/result").Want(http.StatusNotFound)
	}
	site.Visitor().Get("/en/my/entries/" + ref + "/result").Want(http.StatusSeeOther)
}

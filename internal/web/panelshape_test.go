package web_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"we-gov.org/awards/internal/assign"
	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/storage/database"
)

// shaped is a site in the size of a real edition with a proposal, and the page of it.
func shaped(t *testing.T, shape testkit.Shape) (*testkit.Platform, *testkit.Client, *testkit.Page) {
	t.Helper()
	site := testkit.Site(t, demo.Screen)
	site.Reshape(shape)
	officer := site.As("officer")
	officer.Get(panelsPath).Want(http.StatusOK).Form("main form").Send().Want(http.StatusSeeOther)
	return site, officer, officer.Get(panelsPath).Want(http.StatusOK)
}

// The sizes of the second and the third WeGO Awards.
var (
	secondAwards = testkit.Shape{Entries: 68, Judges: 9, PerEntry: 3, Most: 24}
	thirdAwards  = testkit.Shape{Entries: 73, Judges: 7, PerEntry: 3, Most: 33}
)

func TestPanelsOfARealEditionAreProvedBestAndBarNobodysCountry(t *testing.T) {
	for _, shape := range []testkit.Shape{secondAwards, thirdAwards} {
		site, _, page := shaped(t, shape)
		if !page.Says("No better panels exist") || page.Has("#unfilled") || page.Has(".witness") {
			t.Errorf("%+v: %s", shape, page.Text("main"))
		}
		country, of := map[award.ID]string{}, map[award.ID]string{}
		site.View(func(tx *database.Tx) error {
			judges, err := tx.Judges(site.Sample.Edition.ID)
			if err != nil {
				return err
			}
			for _, j := range judges {
				country[j.Person] = j.Countries[0]
			}
			entries, err := tx.EntriesIn(site.Sample.Edition.ID, award.EntryAccepted)
			if err != nil {
				return err
			}
			for _, e := range entries {
				city, err := tx.City(e.City)
				if err != nil {
					return err
				}
				of[e.ID] = city.Country
			}
			return nil
		})
		plan := draftOf(site)
		if len(plan.Seats) != shape.Entries*shape.PerEntry {
			t.Errorf("%d seats", len(plan.Seats))
		}
		for _, s := range plan.Seats {
			if country[s.Judge] == of[s.Entry] {
				t.Errorf("a judge from %s reads an entry from there", of[s.Entry])
			}
		}
	}
}

func TestPanelsOfARealEditionSayInPlainWordsWhatIsTooFew(t *testing.T) {
	shape := thirdAwards
	shape.Most = 30
	_, _, page := shaped(t, shape)
	for _, words := range []string{
		"219 places are to be filled, and by their limits the judges take 210 at most: 9 too few", "Raise the limits by 9 in all",
		"No better panels exist with these judges and limits", "of the 9 places that stay empty",
	} {
		if !page.Says(words) {
			t.Errorf("the page does not say %q", words)
		}
	}
	if page.Says("No better panels exist Each aim") {
		t.Error("panels with empty places look as good as full ones")
	}
	if sentence := page.Text(".witness > p"); strings.Count(sentence, "2027-") > 8 || !strings.Contains(sentence, "more need") {
		t.Errorf("the reason names everything in one sentence: %s", sentence)
	}
	if all := page.Text(".witness details"); strings.Count(all, "2027-") < 60 {
		t.Errorf("not every entry of the reason is named: %s", all)
	}
}

func TestPanelsOfARealEditionSayThatTheLimitOnOneCountryStandsInTheWay(t *testing.T) {
	shape := secondAwards
	shape.Most, shape.From = 30, strings.Fields("KR KR KR KR KR KR KR CN BR")
	_, officer, page := shaped(t, shape)
	for _, words := range []string{"(the limit for one country)", "allow more than 2 judges of one country on a panel", "5 judges would be one more of a country that has 2"} {
		if !page.Says(words) {
			t.Errorf("the page does not say %q: %s", words, page.Text("main"))
		}
	}
	if page.Says("could still be asked") {
		t.Error("who is kept out by the limit is said to be free")
	}
	entry := officer.Get(page.Attr("#unfilled ~ ul a", "href")).Want(http.StatusOK)
	form := entry.Form("main form")
	form.Set("seat.3", thirdOf(entry))
	if tried := form.Press("button[name=try]").Want(http.StatusOK); !tried.Says("3 judges from this country would sit on the panel: Republic of Korea. The limit is 2.") {
		t.Errorf("tried: %s", tried.Text("#effect"))
	}
}

// thirdOf is the first judge offered who may read the entry and does not.
func thirdOf(entry *testkit.Page) string {
	sits := map[string]bool{"": true}
	entry.Doc().Find("main form select option[selected]").Each(func(_ int, o *goquery.Selection) { sits[o.AttrOr("value", "")] = true })
	options := entry.Doc().Find(`main form select[name="seat.3"] option`)
	return options.FilterFunction(func(_ int, o *goquery.Selection) bool {
		return !sits[o.AttrOr("value", "")] && !strings.Contains(o.Text(), "may not")
	}).AttrOr("value", "")
}

func TestWhyNotOfARealEditionNeverPromisesMoreThanTheProof(t *testing.T) {
	_, officer, page := shaped(t, thirdAwards)
	for _, entry := range links(page, "#served ~ .scroll a")[:3] {
		for _, why := range links(officer.Get(entry).Want(http.StatusOK), "#choices ~ .scroll a") {
			if answer := officer.Get(why).Want(http.StatusOK); answer.Says("Better by") && !answer.Says("Worse by") {
				t.Errorf("%s: %s", why, answer.Text("main"))
			}
		}
	}
}

// links are the addresses to which the links of a selector lead.
func links(page *testkit.Page, selector string) []string {
	return page.Doc().Find(selector).Map(func(_ int, a *goquery.Selection) string { return a.AttrOr("href", "") })
}

func TestStoppedSearchIsNotCalledForgedAndAForgedProofIs(t *testing.T) {
	site, officer := proposed(t)
	keep := func(change func(*assign.Document)) {
		site.Update(func(tx *database.Tx) error {
			text, err := tx.Proof(site.Sample.Edition.ID, 1)
			if err != nil {
				return err
			}
			var doc assign.Document
			if err := json.Unmarshal([]byte(text), &doc); err != nil {
				return err
			}
			change(&doc)
			changed, err := json.Marshal(doc)
			if err != nil {
				return err
			}
			plan, err := tx.Plan(site.Sample.Edition.ID, 1)
			if err != nil {
				return err
			}
			plan.Proposed = doc.Plan.Hash()
			if err := tx.SavePlan(&plan); err != nil {
				return err
			}
			return tx.SaveProof(site.Sample.Edition.ID, 1, string(changed))
		})
	}
	keep(func(d *assign.Document) { d.Plan.Seats[0].Fit++ })
	if page := officer.Get(panelsPath); !page.Says("The proof does not hold") {
		t.Errorf("forged: %s", page.Text("main"))
	}
	keep(func(d *assign.Document) { d.Plan.Certificate = assign.Certificate{} })
	page := officer.Get(panelsPath)
	if !page.Says("The search was stopped before its end") || page.Says("does not hold") || page.Says("Proved best") || page.Says("Download the proof") {
		t.Errorf("stopped: %s", page.Text("main"))
	}
}

func TestLongListOfPanelsHasPagesAndASearch(t *testing.T) {
	_, officer, page := shaped(t, testkit.Shape{Entries: 240, Judges: 30, PerEntry: 3, Most: 30})
	if rows := len(page.All("#panels ~ .scroll tbody tr")); rows != 100 || !page.Has(".pager a[rel=next]") {
		t.Errorf("%d rows on the first page", rows)
	}
	if last := officer.Get(panelsPath + "?page=3").Want(http.StatusOK); len(last.All("#panels ~ .scroll tbody tr")) != 40 {
		t.Errorf("the last page: %s", last.Text("main"))
	}
	if cells := len(officer.Get(panelsPath + "?view=matrix").All("table.matrix tbody td")); cells > 4200 {
		t.Errorf("the matrix has %d cells", cells)
	}
	found := officer.Get(panelsPath + "?find=grace+NAIROBI").Want(http.StatusOK)
	for _, text := range found.All("#panels ~ .scroll tbody tr") {
		if !strings.Contains(text, "Grace") || !strings.Contains(text, "Nairobi") {
			t.Errorf("found: %s", text)
		}
	}
	if none := officer.Get(panelsPath + "?find=nowhere-at-all").Want(http.StatusOK); !none.Says("Nothing is found") {
		t.Errorf("none: %s", none.Text("main"))
	}
}

func TestPanelsOfARealEditionAreRepairedWhenAJudgeDropsOut(t *testing.T) {
	shape := secondAwards
	shape.Most = 30
	site, officer, _ := shaped(t, shape)
	officer.Get(panelsPath + "/publish").Want(http.StatusOK).Form("main form[method=post]").Send().Want(http.StatusSeeOther)
	var name string
	site.Update(func(tx *database.Tx) error {
		judges, err := tx.Judges(site.Sample.Edition.ID)
		if err != nil {
			return err
		}
		for _, j := range judges {
			if j.State == award.JudgeAccepted {
				name, j.State = j.Name, award.JudgeLeft
				return tx.SaveJudge(&j)
			}
		}
		return nil
	})
	page := officer.Get(panelsPath + "/repair").Want(http.StatusOK)
	for _, words := range []string{"No other place has to move", "empty places (23 now, 0 then)", "8 mails"} {
		if !page.Says(words) {
			t.Errorf("after %s has left the page does not say %q: %s", name, words, page.Text("main"))
		}
	}
	page.Form("main form[method=post]").Send().Want(http.StatusSeeOther)
	if mended := officer.Get(panelsPath).Want(http.StatusOK); !mended.Says("204 of 204") {
		t.Errorf("afterwards: %s", mended.Text("main"))
	}
}

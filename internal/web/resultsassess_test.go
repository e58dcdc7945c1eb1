package web_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/storage/database"
)

// cellTexts are the texts of a row's cells.
func cellTexts(row *goquery.Selection) (all []string) {
	row.Find("th, td").Each(func(_ int, s *goquery.Selection) { all = append(all, strings.Join(strings.Fields(s.Text()), " ")) })
	return all
}

func TestResultsSayHowSureEachPlaceIs(t *testing.T) {
	site := testkit.Site(t, demo.Decide)
	page := site.As("chair").Get("/en/desk/2027/results/services").Want(http.StatusOK)
	if !page.Says("each corrected by how much stricter or milder its judge is") {
		t.Error("the page does not say what the official score is")
	}
	rows := page.Doc().Find("table:has(th.roomy) tbody tr")
	if rows.Length() != 8 {
		t.Fatalf("%d entries are placed", rows.Length())
	}
	first := cellTexts(rows.First())
	for i, want := range []string{"1", "2027-0031 Novolesk", "4.06 ± 0.18", "1–3", "55%", "95%", "3 of 3"} {
		if !strings.Contains(first[i], want) {
			t.Errorf("cell %d of the first place is %q, not %q", i, first[i], want)
		}
	}
	if !page.Says("Places 1 to 3 (Novolesk, Marvale, Valdoro): the scores do not tell surely") || !page.Has(".plot .lanes path") {
		t.Error("the statistical tie is not shown as one")
	}
	if !page.Says("Meera Raghunathan scores 0.41 above colleagues on the same entries") {
		t.Error("the mild judge is not told")
	}
}

func TestWhereStrictnessCannotBeToldThePlainMeanCountsAndThePageSaysSo(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	page := site.As("officer").Get("/en/desk/2027/results/services").Want(http.StatusOK)
	if !page.Says(" scoresheets of 4 judges are too few to tell strictness from chance. Here the plain mean counts.") {
		t.Errorf("the page says %q", page.Text("p.measure"))
	}
	if !page.Says("2 scoresheets too few") || !page.Says("Still to send: Kristjan Oja, Tan Hui Min.") {
		t.Error("an entry that cannot be placed has no cure")
	}
}

func TestCorrectionsAddUpOnPaper(t *testing.T) {
	site := testkit.Site(t, demo.Decide)
	chair := site.As("chair")
	corrected := 0
	for _, ref := range orderOf(chair, undecided) {
		page := chair.Get(undecided + "/" + ref).Want(http.StatusOK)
		table := page.Doc().Find("h2#paper ~ .scroll table").First()
		sum, n := 0.0, 0
		table.Find("tbody tr").Each(func(_ int, s *goquery.Selection) {
			row := cellTexts(s)
			score, correction, total := number(t, row[1]), number(t, row[2]), number(t, row[3])
			if d := score + correction - total; d > 1e-9 || d < -1e-9 {
				t.Errorf("%s: %v", ref, row)
			}
			if correction != 0 {
				corrected++
			}
			sum, n = sum+total, n+1
		})
		mean := cellTexts(table.Find("tfoot tr").Last())
		if want := fmt.Sprintf("%.2f", sum/float64(n)+1e-9); mean[3] != want {
			t.Errorf("%s: %d rows give %s, and the page says %s", ref, n, want, mean[3])
		}
		if got := page.Text("dl.kv"); !strings.Contains(got, mean[3]) {
			t.Errorf("%s: the official score is %q in the facts and %s on paper", ref, got, mean[3])
		}
	}
	if corrected == 0 {
		t.Error("no score is corrected")
	}
}

func number(t *testing.T, text string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(strings.Replace(text, "−", "-", 1), 64)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestATrialIsMarkedKeepsNothingAndDecidesNothing(t *testing.T) {
	site := testkit.Site(t, demo.Decide)
	officer := site.As("officer")
	kristjan := string(site.Person("judge/kristjan").ID)
	const path = "/en/desk/2027/results/efficiency"
	before := officer.Get(path).Want(http.StatusOK)
	export := officer.Get("/en/desk/2027/results.csv").Want(http.StatusOK).Body
	trial := path + "?" + url.Values{"method": {"raw"}, "without": {kristjan}, "weight.impact": {"0"}, "weight.need": {"40"}}.Encode()
	page := officer.Get(trial).Want(http.StatusOK)
	for _, want := range []string{"Not official: a trial", "Scored by: Plain mean of the scoresheets.", "Left out: Kristjan Oja.", "Results and evidence: weight 0 instead of 25.", "Place in the trial"} {
		if !page.Says(want) {
			t.Errorf("the trial does not say %q", want)
		}
	}
	if page.Has("a[href*='/decide/'], a[href$='/seal'], a[href$='/finalists'], a[href*='results.csv']") {
		t.Error("something can be decided from a trial")
	}
	if !page.Has("input[name=without][value='"+kristjan+"'][checked]") || !page.Has("input[name='weight.need'][value='40']") {
		t.Error("the form of the trial has forgotten what was tried")
	}
	seats := 0
	page.Doc().Find("table:has(th.roomy) tbody tr").Each(func(_ int, s *goquery.Selection) {
		if strings.HasPrefix(cellTexts(s)[4], "2 of ") {
			seats++
		}
	})
	if seats == 0 {
		t.Error("the judge's sheets still count in the trial")
	}
	if after := officer.Get(path); after.Body != before.Body {
		t.Error("the official page has changed after a trial")
	}
	if officer.Get("/en/desk/2027/results.csv?method=raw&without="+kristjan).Body != export {
		t.Error("a trial is exported")
	}
	if !officer.Get(path + "?method=adjusted&weight.need=15").Says("Signals") {
		t.Error("what is as in the edition is taken for a trial")
	}
}

func TestATrialWithoutOneScoresheetLeavesOutNothingElse(t *testing.T) {
	site := testkit.Site(t, demo.Decide)
	officer := site.As("officer")
	var seat award.Seat
	ref := orderOf(officer, undecided)[0]
	site.View(func(tx *database.Tx) error {
		e, err := tx.EntryRef(ref)
		if err != nil {
			return err
		}
		seats, err := tx.Seats(site.Sample.Edition.ID, 1)
		for _, s := range seats {
			if s.Entry == e.ID && s.State.Counts() {
				seat = s
			}
		}
		return err
	})
	sheets := func(page *testkit.Page, column int) map[string]string {
		all := map[string]string{}
		page.Doc().Find("table:has(th.roomy) tbody tr").Each(func(_ int, s *goquery.Selection) {
			all[strings.Fields(s.Find("th a").Text())[0]] = cellTexts(s)[column]
		})
		return all
	}
	before := sheets(officer.Get(undecided).Want(http.StatusOK), 6)
	page := officer.Get(undecided + "?sheet=" + string(seat.ID)).Want(http.StatusOK)
	if !page.Says("Not official: a trial") || !page.Says("Scoresheets left out:") || !page.Has("input[name=sheet][value='"+string(seat.ID)+"'][checked]") {
		t.Errorf("the trial does not say what it leaves out: %q", page.Text(".note"))
	}
	for entry, n := range sheets(page, 4) {
		if (n == before[entry]) == (entry == ref) {
			t.Errorf("%s has %s sheets, and had %s", entry, n, before[entry])
		}
	}
}

func TestATrialThatCannotBeIsRefusedAtItsField(t *testing.T) {
	site := testkit.Site(t, demo.Decide)
	chair := site.As("chair")
	for query, fault := range map[string]string{
		"weight.need=many": "weight.need", "weight.need=-1": "weight.need", "weight.need=101": "weight.need", "method=best": "method",
		"without=nobody": "without", "sheet=none": "without", "weight.need=0&weight.innovation=0&weight.impact=0&weight.people=0&weight.sustain=0&weight.transfer=0": "weight.need",
	} {
		page := chair.Get(undecided + "?" + query).Want(http.StatusUnprocessableEntity)
		if !page.Has(".summary a[href='#"+fault+"'], .summary a[href='#"+fault+"-0']") || page.Says("Not official: a trial") {
			t.Errorf("%s: the summary is %q", query, page.Text(".summary"))
		}
	}
}

func TestJudgesAreLettersWhereNamesAreHidden(t *testing.T) {
	site := testkit.Site(t, demo.Decide)
	chair := site.As("chair")
	open := chair.Get(undecided).Want(http.StatusOK)
	if !strings.Contains(open.Body, "Kristjan Oja") {
		t.Fatal("the page names nobody")
	}
	hidden := chair.Get(undecided + "?names=letters").Want(http.StatusOK)
	sheet := hidden.Doc().Find("th.roomy a").First().AttrOr("href", "")
	if !strings.Contains(sheet, "names=letters") {
		t.Errorf("the way to the sheets is %s, where names come back", sheet)
	}
	for _, page := range []*testkit.Page{hidden, chair.Get(sheet).Want(http.StatusOK), chair.Get(undecided + "?names=letters&method=raw").Want(http.StatusOK)} {
		for _, name := range []string{"Kristjan", "Tan Hui Min", "Wanjiru", "Willem"} {
			if strings.Contains(page.Body, name) {
				t.Errorf("%s names %s", page.Path, name)
			}
		}
		if !letter.MatchString(page.Text("main")) {
			t.Errorf("%s shows no letter", page.Path)
		}
	}
}

var letter = regexp.MustCompile(`Judge [A-D]`)

func TestAReadingThatHelpsIsAssignedWithOnePress(t *testing.T) {
	site := testkit.Site(t, demo.Decide)
	officer := site.As("officer")
	site.Update(func(tx *database.Tx) error { // all have scored, and the round runs a day longer
		stored, err := tx.EditionOf(2027)
		if err != nil {
			return err
		}
		for i, s := range stored.Stages {
			if s.Key == award.StageRound1 {
				stored.Stages[i].Closes = site.Clock.Now().Add(24 * time.Hour)
			}
		}
		return tx.SaveEdition(stored)
	})
	for _, category := range site.Sample.Edition.Categories {
		path := "/en/desk/2027/results/" + category.Key
		page := officer.Get(path).Want(http.StatusOK)
		if site.As("chair").Get(path).Has("form[action$='/add']") {
			t.Error("the chair is offered what only the Secretariat may do")
		}
		form := page.Doc().Find("form[action$='/add']").First()
		if form.Length() == 0 {
			continue
		}
		judge := award.ID(form.Find("[name=judge]").AttrOr("value", ""))
		ref := strings.Split(form.AttrOr("action", ""), "/")[5]
		page.Form("form[action$='/add']").Send().Want(http.StatusSeeOther)
		site.View(func(tx *database.Tx) error {
			e, err := tx.EntryRef(ref)
			if err != nil {
				return err
			}
			if s, err := tx.Seat(1, e.ID, judge); err != nil || s.State != award.SeatOpen {
				t.Errorf("the seat is %+v, %v", s, err)
			}
			return nil
		})
		return
	}
	t.Error("no reading is proposed in any category")
}

// nudged changes single scores of a category by half a step, one at a time and
// back again, until the page says what is looked for.
func nudged(t *testing.T, site *testkit.Platform, c *testkit.Client, category, said string) *testkit.Page {
	t.Helper()
	e := site.Sample.Edition
	sheets := map[award.ID]award.Scoresheet{}
	site.View(func(tx *database.Tx) (err error) {
		sheets, err = tx.ScoresheetsInCategory(e.ID, 1, category)
		return err
	})
	save := func(s award.Scoresheet, key string, v float64) {
		site.Update(func(tx *database.Tx) error {
			now, err := tx.Scoresheet(s.Seat)
			if err != nil {
				return err
			}
			now.Scores[key] = v
			return tx.SaveScoresheet(&now)
		})
	}
	for _, id := range slices.Sorted(maps.Keys(sheets)) {
		for _, k := range e.Criteria {
			was := sheets[id].Scores[k.Key]
			for _, v := range []float64{was - e.Scale.Step, was + e.Scale.Step} {
				if !e.Scale.Holds(v) {
					continue
				}
				save(sheets[id], k.Key, v)
				if page := c.Get("/en/desk/2027/results/" + category); page.Says(said) {
					return page
				}
				save(sheets[id], k.Key, was)
			}
		}
	}
	t.Fatalf("no single score makes the page of %s say %q", category, said)
	return nil
}

func TestAPrizeThatHangsOnTheMethodIsFlagged(t *testing.T) {
	site := testkit.Site(t, demo.Decide)
	officer := site.As("officer")
	if officer.Get("/en/desk/2027/results/efficiency").Says("disagree on a prize") {
		t.Fatal("a category whose prizes hang on nothing is flagged")
	}
	page := nudged(t, site, officer, "efficiency", "Official score and plain mean disagree on a prize")
	for _, want := range []string{"Prize by the official score, ", " by the plain mean.", "Another prize by the plain mean", "The official score decides"} {
		if !page.Says(want) {
			t.Errorf("the page does not say %q but %q", want, page.Text(".note"))
		}
	}
}

func TestProgressNamesTheLateTheStrictAndTheDisputed(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	page := site.As("chair").Get("/en/desk/2027/progress").Want(http.StatusOK)
	for _, want := range []string{"Lucía Etchegaray: 0 of 14 scored", "Kristjan Oja: 0.42 below colleagues on the same entries", "Birth certificate before the mother goes home, Vinh Sao: 3.92, 3.33, 2.75"} {
		if !page.Says(want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if n := page.Doc().Find("figure .plot").Length(); n != 4 {
		t.Errorf("%d pictures", n)
	}
	if page.Has("form[action$='/remind']") || !site.As("officer").Get("/en/desk/2027/progress").Has("form[action$='/remind']") {
		t.Error("reminding is not the Secretariat's")
	}
}

func TestProgressShowsNoScoreOfACategoryToWhomItIsClosed(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	officer := site.As("officer2")
	site.Update(func(tx *database.Tx) error {
		e, err := tx.EntryRef("2027-0005")
		if err != nil {
			return err
		}
		return tx.AddConflict(award.Conflict{ID: award.NewID(), Edition: e.Edition, Judge: officer.Person.ID, Entry: e.ID, Reason: "family", At: 1, By: officer.Person.ID})
	})
	page := officer.Get("/en/desk/2027/progress").Want(http.StatusOK)
	if page.Has("a[href*='/results/services']") || page.Says("3.92, 3.33, 2.75") || !page.Says("The scores of 1 category are not shown") {
		t.Error("the page tells of scores in a category with a tie")
	}
}

func TestTheFileOfResultsHoldsTheDoubt(t *testing.T) {
	site := testkit.Site(t, demo.Decide)
	body := site.As("officer").Get("/en/desk/2027/results.csv").Want(http.StatusOK).Body
	lines := strings.Split(strings.TrimPrefix(body, "\ufeff"), "\r\n")
	head := strings.Split(lines[0], ",")
	first := strings.Split(lines[1], ",")
	got := map[string]string{}
	for i, name := range head {
		got[name] = first[i]
	}
	for name, want := range map[string]string{
		"place": "1", "official_score": "4.06", "official_method": "adjusted", "place_from": "1", "place_to": "3", "mean": "4.16", "place_raw": "1", "place_zscore": "1", "prize_differs": "",
	} {
		if got[name] != want {
			t.Errorf("%s is %q, not %q", name, got[name], want)
		}
	}
	if se, err := strconv.ParseFloat(got["standard_error"], 64); err != nil || se < .1 || se > .3 {
		t.Errorf("the standard error is %q", got["standard_error"])
	}
}

func TestTheDemosSealsAreWhatItsSheetsGive(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	chair := site.As("chair")
	for _, c := range site.Sample.Edition.Categories {
		page := chair.Get("/en/desk/2027/results/" + c.Key).Want(http.StatusOK)
		if page.Says("no longer give what was signed") || page.Says("Departs from the order") {
			t.Errorf("%s: %s", c.Key, page.Text(".note"))
		}
	}
}

// A category in which nothing is to be ordered yet named no method and had no words.
func TestResultsBeforeAnyEntryIsAcceptedSayHowTheyWillBeScored(t *testing.T) {
	page := testkit.Site(t, demo.Submit).As("officer").Get("/en/desk/2027/results/services").Want(http.StatusOK)
	if !page.Says("The official score is the mean of the weighted totals, each corrected") {
		t.Errorf("the page says %q", page.Text("main"))
	}
}

func TestGreatCorrectionIsConfirmedOnAPageOfItsOwn(t *testing.T) {
	site := testkit.Site(t, demo.Decide)
	site.Lean("efficiency", "judge/huimin", -1)
	chair := site.As("chair")
	const category = "/en/desk/2027/results/efficiency"
	page := chair.Get(category).Want(http.StatusOK)
	if !page.Says("The correction of Tan Hui Min is more than 15 % of the scale.") || !page.Says("is not confirmed") {
		t.Fatalf("the category: %s", page.Text("main"))
	}
	form := chair.Get(category + "/confirm").Want(http.StatusOK)
	if !form.Says("points on each of 7 scoresheets, give or take") {
		t.Errorf("the page: %s", form.Text("main"))
	}
	if empty := form.Form("main form").Send().Want(http.StatusUnprocessableEntity); !empty.Says("Write why the corrections may stand") {
		t.Errorf("without a reason: %s", empty.Text("main"))
	}
	form.Form("main form").Set("reason", "Strict, but fair.").Send().Want(http.StatusSeeOther)
	page = chair.Get(category).Want(http.StatusOK)
	if !page.Says("The chair has looked at it and confirmed it.") || page.Says("is not confirmed") || !page.Says("Great corrections confirmed") || !page.Says("Strict, but fair.") {
		t.Errorf("afterwards: %s", page.Text("main"))
	}
	officer := site.As("officer")
	officer.Get(category + "/confirm").Want(http.StatusNotFound)
	chair.Get(category + "/confirm").Want(http.StatusSeeOther)
	if agenda := chair.Get("/en/desk/2027/meeting/efficiency").Want(http.StatusOK); !agenda.Says("Official score and plain mean disagree on a prize") || !agenda.Says("by the plain mean.") {
		t.Errorf("the agenda: %s", agenda.Text("main"))
	}
}

package web_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/storage/database"
)

const settings = "/en/desk/2027/settings"

// edition reads the edition of a site as it is stored.
func storedEdition(site *testkit.Platform) (e *award.Edition) {
	site.View(func(tx *database.Tx) (err error) {
		e, err = tx.EditionOf(2027)
		return err
	})
	return e
}

func TestSettingsShowWhereTheEditionStands(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	page := site.As("officer2").Get(settings).Want(http.StatusOK)
	if got := page.Text("tr[aria-current] th"); !strings.HasPrefix(got, "Judging, round 1 You are here") {
		t.Errorf("here: %q", got)
	}
	if len(page.All(".plot tbody tr")) != len(site.Sample.Edition.Stages) {
		t.Error("not every stage is in the calendar")
	}
	for _, link := range page.All(".tasks a") {
		if link == "" {
			t.Error("a part without a name")
		}
	}
	for _, part := range []string{"dates", "categories", "criteria", "questions", "attachments", "prizes", "questions/status", "add-question"} {
		for _, lang := range []string{"en", "ko"} {
			site.As("officer").Get("/" + lang + "/desk/2027/settings/" + part).Want(http.StatusOK)
		}
	}
}

func TestSettingsAreTheSecretariatsOnly(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	for _, who := range []string{"judge", "city", "producer", "chair"} {
		site.As(who).Get(settings).Want(http.StatusNotFound)
		site.As(who).Get(settings + "/export").Want(http.StatusNotFound)
		site.As(who).Post(settings+"/prizes", url.Values{"version": {"1"}}).Want(http.StatusNotFound)
	}
	if to := site.Visitor().Get(settings).Location(); !strings.HasPrefix(to, "/en/sign-in") {
		t.Errorf("a stranger is led to %q", to)
	}
	site.As("admin").Get(settings).Want(http.StatusOK)
}

func TestAYearWithoutAnEditionSaysHowOneComesIn(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	c := site.As("officer2")
	page := c.Get("/en/desk/2031/settings").Want(http.StatusOK)
	if !page.Says("There is no edition of 2031 yet") || !page.Says("wego edition import") {
		t.Error("the empty page does not say how")
	}
	for _, bad := range []string{"/en/desk/x/settings", "/en/desk/99999/settings", "/en/desk/2031/settings/dates", settings + "/questions/nothing", settings + "/colours"} {
		c.Get(bad).Want(http.StatusNotFound)
	}
}

func TestALaterDeadlineNeedsAReasonAndIsRecorded(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	c := site.As("officer2")
	form := c.Get(settings + "/dates").Want(http.StatusOK).Form("form[novalidate]")
	page := form.Set("stages.submit.closes", "2027-02-18T18:00").Send().Want(http.StatusUnprocessableEntity)
	if page.Text("#reason-fault") != "Error: Say why. The reason is kept with the change" || page.Attr(`[name="stages.submit.closes"]`, "value") != "2027-02-18T18:00" {
		t.Errorf("fault %q, kept %q", page.Text("#reason-fault"), page.Attr(`[name="stages.submit.closes"]`, "value"))
	}
	after := page.Form("form[novalidate]").Set("reason", "A storm in the south").Send().Want(http.StatusSeeOther).Follow()
	if !after.Says("The settings are saved.") {
		t.Error("nothing tells that it was saved")
	}
	stage, _ := storedEdition(site).Stage(award.StageSubmit)
	if got := stage.Closes.Std().Format("2006-01-02T15:04"); got != "2027-02-18T09:00" {
		t.Errorf("entries close at %s UTC", got)
	}
	history := c.Get(settings).Text(".time li")
	for _, want := range []string{"Dates changed", "A storm in the south", "16 February 2027", "18 February 2027", "Tomás Albarracín"} {
		if !strings.Contains(history, want) {
			t.Errorf("the history lacks %q: %s", want, history)
		}
	}
}

func TestADeadlineThatCitiesHaveSeenIsNotBroughtForward(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	page := site.As("officer2").Get(settings+"/dates").Form("form[novalidate]").
		Set("stages.submit.closes", "2027-02-10T18:00").Set("reason", "In a hurry").Send().Want(http.StatusForbidden)
	if !strings.Contains(page.Text(".summary"), "Entries are open and cities count on this deadline: 16 February 2027") {
		t.Errorf("summary: %s", page.Text(".summary"))
	}
	if page.Attr(`[name="stages.submit.closes"]`, "value") != "2027-02-10T18:00" {
		t.Error("what was typed is lost")
	}
}

func TestDatesThatCannotBeAreRefusedAtTheirField(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	for value, want := range map[string]string{
		"2027-03-20T00:00": "Do not use 00:00",
		"2027-01-20T18:00": "This opens before the stage above it",
		"2027-02-30T18:00": "Enter a date and a time",
		"":                 "Enter a date and a time",
	} {
		page := site.As("officer2").Get(settings+"/dates").Form("form[novalidate]").Set("stages.round_1.opens", value).Send().Want(http.StatusUnprocessableEntity)
		if fault := page.Text(`[id="stages.round_1.opens-fault"]`); !strings.Contains(fault, want) {
			t.Errorf("%q: %q in %s", value, fault, page.Text(".summary"))
		}
	}
}

func TestWeightsMustTotalAHundred(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	form := site.As("officer2").Get(settings + "/criteria").Form("form[novalidate]")
	page := form.Set("criteria.0.weight", "16").Send().Want(http.StatusUnprocessableEntity)
	if !strings.Contains(page.Text(".summary"), "They total 101") {
		t.Errorf("summary: %s", page.Text(".summary"))
	}
	page.Form("form[novalidate]").Set("criteria.1.weight", "19").Send().Want(http.StatusSeeOther)
	if e := storedEdition(site); e.Criteria[0].Weight != 16 || e.Criteria[1].Weight != 19 || len(e.Criteria[0].Anchors) != 3 {
		t.Errorf("criteria: %+v", e.Criteria[:2])
	}
}

func TestACriterionIsAddedAndRemovedInOneStep(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	site.As("officer2").Get(settings+"/criteria").Form("form[novalidate]").
		Set("criteria.1.remove", "yes").Set("criteria.6.name", "Courage").Set("criteria.6.weight", "20").Set("criteria.6.anchor.5", "Dared what nobody dared").
		Send().Want(http.StatusSeeOther)
	e := storedEdition(site)
	added, there := e.Criterion("courage")
	if _, still := e.Criterion("innovation"); still || !there || len(added.Anchors) != 1 || added.Anchors[0].Score != 5 {
		t.Errorf("%+v", e.Criteria)
	}
	for _, step := range e.TieOrder {
		if step == "criterion:innovation" {
			t.Error("the tie rule still asks for a criterion that is gone")
		}
	}
}

func TestCriteriaAreFrozenOnceAScoresheetExists(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	c := site.As("officer2")
	page := c.Get(settings + "/criteria").Want(http.StatusOK)
	if !page.Says("This is frozen") || page.Has("form[novalidate]") {
		t.Error("the page lets change what is frozen")
	}
	e := storedEdition(site)
	post := url.Values{"version": {"1"}, "scale.min": {"1"}, "scale.max": {"10"}, "scale.step": {"1"}, "comments.below": {"2"}, "comments.at": {"5"}, "comments.overall": {"yes"}}
	answer := c.Post(settings+"/criteria", post).Want(http.StatusForbidden)
	if !strings.Contains(answer.Text(".summary"), "Scoresheets have been filled in by these criteria") {
		t.Errorf("summary: %s", answer.Text(".summary"))
	}
	if storedEdition(site).Version != e.Version {
		t.Error("something was saved")
	}
}

// The reason stood twice in the summary, and the page showed what was posted as
// if it were in force.
func TestARefusedFrozenFormSaysTheReasonOnceAndShowsWhatIsKept(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	answer := site.As("officer2").Post(settings+"/criteria", url.Values{
		"version": {"1"}, "scale.min": {"1"}, "scale.max": {"5"}, "scale.step": {"0.5"}, "criteria.0.key": {"need"}, "criteria.0.name": {"Courage"}, "criteria.0.weight": {"15"},
	}).Want(http.StatusForbidden)
	if got := answer.All(".summary li"); len(got) != 1 {
		t.Errorf("the summary has %q", got)
	}
	if answer.Says("Courage") || !answer.Says("Need and fit") {
		t.Error("the page shows what was posted as what is in force")
	}
}

func TestPrizesAreFrozenOnceOneIsDecided(t *testing.T) {
	page := testkit.Site(t, demo.Ceremony).As("officer2").Get(settings + "/prizes").Want(http.StatusOK)
	if !page.Says("This is frozen") || page.Has("form[novalidate]") {
		t.Error("the page lets change what is frozen")
	}
}

func TestCategoriesAreAddedMovedAndKeptInStep(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	c := site.As("officer2")
	c.Get(settings+"/categories").Form("form[novalidate]").Set("categories.5.name", "Night Life").Send().Want(http.StatusSeeOther)
	c.Get(settings + "/categories").Form("form[novalidate]").Press(`button[value="up.night-life"]`).Want(http.StatusSeeOther)
	e := storedEdition(site)
	asked, _ := e.Question("category")
	if e.Categories[4].Key != "night-life" || len(asked.Options) != 6 || asked.Options[4].Label != "Night Life" {
		t.Errorf("%+v, %+v", e.Categories, asked.Options)
	}
}

func TestACategoryWithEntriesCannotBeRemoved(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	c := site.As("officer2")
	page := c.Get(settings + "/categories")
	if page.Has(`[name="categories.0.remove"]`) {
		t.Error("the page offers to remove a category with entries")
	}
	form := page.Form("form[novalidate]")
	form.Values.Set("categories.0.remove", "yes")
	answer := form.Send().Want(http.StatusForbidden)
	if !strings.Contains(answer.Text(".summary"), "stand in the category “Services”, so it cannot be removed") {
		t.Errorf("summary: %s", answer.Text(".summary"))
	}
}

func TestAQuestionIsAddedChangedMovedAndRemoved(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	c := site.As("officer2")
	page := c.Get(settings+"/add-question?section=need").Form("form[novalidate]").Set("label", "Which law applies?").Set("kind", "choice").Send().Want(http.StatusUnprocessableEntity)
	if !strings.Contains(page.Text("#options-fault"), "Give the answers to choose from") {
		t.Errorf("fault: %s", page.Text(".summary"))
	}
	page.Form("form[novalidate]").Set("options.0.label", "A city's").Set("options.1.label", "A nation's").Send().Want(http.StatusSeeOther)
	q, there := storedEdition(site).Question("which_law_applies")
	if !there || q.Section != "need" || len(q.Options) != 2 || q.Options[0] != (award.Option{Value: "a-citys", Label: "A city's"}) {
		t.Fatalf("%+v", q)
	}
	at := settings + "/questions/which_law_applies"
	c.Get(at).Form("form[novalidate]").Set("label", "Which law?").Set("public", "yes").Send().Want(http.StatusSeeOther)
	c.Get(settings + "/questions").Form(`button[value="up.which_law_applies"]`).Press(`button[value="up.which_law_applies"]`).Want(http.StatusSeeOther)
	e := storedEdition(site)
	if first := e.QuestionsOf("need")[0]; first.Key != "which_law_applies" || first.Label != "Which law?" || !first.Public {
		t.Errorf("%+v", first)
	}
	c.Get(at).Form("form[novalidate]").Press(`button[value="remove"]`).Want(http.StatusSeeOther)
	if _, there := storedEdition(site).Question("which_law_applies"); there {
		t.Error("it is still there")
	}
}

func TestAnAnsweredQuestionKeepsItsKind(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	c := site.As("officer2")
	page := c.Get(settings + "/questions/problem")
	if page.Has(`button[value="remove"]`) {
		t.Error("the page offers to remove an answered question")
	}
	answer := page.Form("form[novalidate]").Set("kind", "number").Set("words", "").Send().Want(http.StatusForbidden)
	if !strings.Contains(answer.Text(".summary"), "so its kind cannot change") {
		t.Errorf("summary: %s", answer.Text(".summary"))
	}
	page.Form("form[novalidate]").Set("help", "Name the year.").Send().Want(http.StatusSeeOther)
}

func TestKindsOfAttachmentAreChangedAddedAndRemoved(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	c := site.As("officer2")
	was := storedEdition(site).Attachments
	last := "attachments." + strconv.Itoa(len(was))
	form := c.Get(settings + "/attachments").Want(http.StatusOK).Form("form[novalidate]")
	refused := form.Set(last+".name", "Floor plan").Set(last+".max", "2").Set(last+".mb", "many").Send().Want(http.StatusUnprocessableEntity)
	summary := refused.Text(".summary")
	if !strings.Contains(summary, "Enter a whole number") || !strings.Contains(summary, "Give at least one file format") || refused.Attr(`[name="`+last+`.name"]`, "value") != "Floor plan" {
		t.Errorf("summary: %s", summary)
	}
	refused.Form("form[novalidate]").Set(last+".mb", "5").Set(last+".formats", "pdf").Send().Want(http.StatusSeeOther)
	e := storedEdition(site)
	plan, there := e.Attachment("floor-plan")
	if !there || plan.MB != 5 || plan.Max != 2 || plan.Public != award.Never || e.Attachments[0].PagesMax != was[0].PagesMax || len(e.Attachments[0].Needs) != len(was[0].Needs) {
		t.Errorf("%+v", e.Attachments)
	}
	if history := c.Get(settings).Text(".time li"); !strings.Contains(history, "Kinds of attachment changed") || strings.Contains(history, "City emblem:") {
		t.Errorf("history: %s", history)
	}
	c.Get(settings+"/attachments").Form("form[novalidate]").Set(last+".remove", "yes").Send().Want(http.StatusSeeOther)
	if _, still := storedEdition(site).Attachment("floor-plan"); still {
		t.Error("it is still there")
	}
	c.Get(settings+"/attachments").Form("form[novalidate]").Set("attachments.0.mb", "7").Send().Want(http.StatusSeeOther)
	if history := c.Get(settings).Text(".time li"); !strings.Contains(history, "Largest file: from “") || storedEdition(site).Attachments[0].MB != 7 {
		t.Errorf("history: %s", history)
	}
}

func TestAKindOfAttachmentWithFilesIsFrozenWithTheReason(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	c := site.As("officer2")
	page := c.Get(settings + "/attachments")
	if page.Has(`[name="attachments.0.remove"]`) {
		t.Error("the page offers to remove a kind that has files")
	}
	form := page.Form("form[novalidate]")
	form.Values.Set("attachments.0.remove", "yes")
	for name := range form.Values {
		if strings.HasPrefix(name, "attachments.0.public") {
			form.Values.Set(name, string(award.Always))
		}
	}
	form.Send().Want(http.StatusUnprocessableEntity) // a question asks for it
	form.Values.Del("attachments.0.remove")
	refused := form.Send().Want(http.StatusForbidden)
	if len(refused.All(".summary li")) != 1 || !strings.Contains(refused.Text(".summary"), storedEdition(site).Attachments[0].Name) {
		t.Errorf("summary: %s", refused.Text(".summary"))
	}
}

func TestTwoOfficersNeverOverwriteEachOtherSilently(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	first, second := site.As("officer"), site.As("officer2")
	mine := second.Get(settings + "/categories").Form("form[novalidate]")
	first.Get(settings+"/categories").Form("form[novalidate]").Set("categories.0.name", "Services for All").Send().Want(http.StatusSeeOther)
	conflict := mine.Set("categories.0.name", "City Services").Send().Want(http.StatusConflict)
	table := strings.Join(conflict.All("table td"), " | ")
	if !strings.Contains(table, "Services: Name | Services for All | City Services") && !strings.Contains(table, "Name | Services for All | City Services") {
		t.Errorf("both: %s", table)
	}
	if got := storedEdition(site).Categories[0].Name; got != "Services for All" {
		t.Errorf("stored: %s", got)
	}
	conflict.Form("main form").Send().Want(http.StatusSeeOther)
	if got := storedEdition(site).Categories[0].Name; got != "City Services" {
		t.Errorf("after choosing mine: %s", got)
	}
}

func TestTheExportIsAFileThatImportsUnchanged(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	file := site.As("officer2").Get(settings + "/export").Want(http.StatusOK)
	if got := file.Header.Get("Content-Disposition"); got != `attachment; filename="wego-awards-2027.json"` {
		t.Errorf("disposition %q", got)
	}
	if !strings.HasPrefix(file.Body, "{\n  \"year\": 2027,") || !strings.HasSuffix(file.Body, "}\n") {
		t.Errorf("body %.80s", file.Body)
	}
}

func TestBadFormsOfTheSettingsChangeNothing(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	c := site.As("officer2")
	version := storedEdition(site).Version
	form := c.Get(settings + "/categories").Form("form[novalidate]")
	form.Values.Set("categories.0.name", "Serv\xffices")
	form.Send().Want(http.StatusUnprocessableEntity)
	form.Values.Set("categories.0.name", strings.Repeat("x", 600))
	form.Send().Want(http.StatusUnprocessableEntity)
	c.Post(settings+"/categories", url.Values{"version": {"many"}}).Want(http.StatusBadRequest)
	c.Post(settings+"/categories", url.Values{"version": {"1"}, "x": {strings.Repeat("x", 2<<20)}}).Want(http.StatusRequestEntityTooLarge)
	foreign := httptest.NewRequest(http.MethodPost, testkit.URL+settings+"/categories", strings.NewReader("version=1"))
	foreign.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	foreign.Header.Set("Sec-Fetch-Site", "cross-site")
	c.Do(foreign).Want(http.StatusForbidden)
	if storedEdition(site).Version != version {
		t.Error("something was saved")
	}
}

func TestTheOfficialScoreIsChosenBeforeTheFirstRoundOnly(t *testing.T) {
	site := testkit.Site(t, demo.Submit)
	page := site.As("officer2").Get(settings + "/criteria").Want(http.StatusOK)
	if !page.Has("input[name=score_method][value=adjusted][checked]") {
		t.Error("a new edition does not go by the adjusted score")
	}
	page.Form("form[novalidate]").Set("score_method", "raw").Send().Want(http.StatusSeeOther)
	if got := storedEdition(site).Official(); got != award.ScoreRaw {
		t.Errorf("stored is %q", got)
	}
	site = testkit.Site(t, demo.Judge)
	page = site.As("officer2").Get(settings + "/criteria").Want(http.StatusOK)
	if page.Has("input[name=score_method]") || !page.Says("Mean adjusted for each judge's strictness") {
		t.Errorf("while judges score the page says %q", page.Text(".kv:last-of-type"))
	}
	site = testkit.Site(t, demo.Screen)
	site.Clock.Advance(roundOpens(site).Sub(site.Clock.Now()))
	page = site.As("officer2").Get(settings + "/criteria").Want(http.StatusOK)
	if !page.Has("fieldset[disabled] input[name=score_method]") || !page.Says("it is fixed before anybody can see a score") {
		t.Error("the official score seems open though the round has opened")
	}
}

func roundOpens(site *testkit.Platform) award.Time {
	s, _ := site.Sample.Edition.Stage(award.StageRound1)
	return s.Opens
}

func TestRulesOfTheSecondRoundAreSetAfterTheFirstHasScoresheets(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	admin := site.As("admin")
	page := admin.Get(settings + "/judging").Want(http.StatusOK)
	if !page.Has(`input[name="judges_per_entry"][disabled], input[name="judges_per_entry"][readonly]`) || !page.Has(`nav a[href$="/desk/2027/assign"], nav a[href$="/desk/2027/settings"]`) {
		t.Errorf("the page: %s", page.Text("main"))
	}
	page.Form("main form[method=post]").Set("min_valid_scores_round_2", "4").Set("comments_visible_round_2", "yes").Send().Want(http.StatusSeeOther)
	site.View(func(tx *database.Tx) error {
		e, err := tx.Edition(site.Sample.Edition.ID)
		if err == nil && (e.Panel.MinSecond != 4 || !e.Panel.CommentsSecond || e.Panel.MinScores != site.Sample.Edition.Panel.MinScores || e.Panel.JudgesPerEntry != site.Sample.Edition.Panel.JudgesPerEntry) {
			t.Errorf("the rules are %+v", e.Panel)
		}
		return err
	})
	history := admin.Get(settings).Want(http.StatusOK)
	if said := history.Text("main ol.time"); !strings.Contains(said, "Rules of judging changed") || !strings.Contains(said, "Scoresheets needed in the second round") || strings.Contains(said, "_") {
		t.Errorf("the history: %s", said)
	}
	forged := admin.Get(settings + "/judging").Form("main form[method=post]")
	forged.Values.Set("judges_per_entry", "1")
	forged.Values.Set("min_valid_scores", "1")
	forged.Send().Want(http.StatusForbidden)
}

func TestEveryValueOfAnEditionHasWordsInItsHistory(t *testing.T) {
	edition := *testkit.Site(t, demo.Submit).Sample.Edition
	edition.Panel.MinSecond, edition.Panel.CommentsSecond = 2, true
	doc, err := office.EditionJSON(&edition)
	if err != nil {
		t.Fatal(err)
	}
	var value map[string]any
	if err := json.Unmarshal(doc, &value); err != nil {
		t.Fatal(err)
	}
	words := locale.Must("en")
	var walk func(path string, v any)
	walk = func(path string, v any) {
		switch x := v.(type) {
		case map[string]any:
			for key, inner := range x {
				if key == "extra" || key == "wego_fact" || key == "translations" { // remarks that the file carries along, and what has words of its own
					continue
				}
				if !words.Has("settings.field."+key) && !words.Has("settings.attachments."+key) {
					t.Errorf("%s.%s has no words", path, key)
				}
				walk(path+"."+key, inner)
			}
		case []any:
			for _, inner := range x {
				walk(path, inner)
			}
		}
	}
	walk("", value)
}

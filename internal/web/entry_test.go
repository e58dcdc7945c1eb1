package web_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/storage/database"
)

// Entries of the demo at stage submit.
const (
	portOriel = "/en/my/entries/2027-0040" // hardly begun
	kitamori  = "/en/my/entries/2027-0035" // complete
	haneul    = "/en/my/entries/2027-0043"
)

func TestStrangerReadsWhetherTheyMayEnter(t *testing.T) {
	s := testkit.Site(t, demo.Submit)
	page := s.Visitor().Get("/en/apply").Want(http.StatusOK)
	for _, text := range []string{"Entries close in 47 days", "16 February 2027, Tue 18:00, Seoul (UTC+9)", "At most 2 entries per local government", "Nomination letter", "half a day of writing"} {
		if !page.Says(text) {
			t.Errorf("the page lacks %q", text)
		}
	}
	if to := page.Click(".btn").Want(http.StatusSeeOther).Location(); to != "/en/sign-in?next=%2Fen%2Fapply%2Fstart" {
		t.Errorf("Start leads a stranger to %s", to)
	}
	blank := s.Visitor().Get("/en/apply/questions").Want(http.StatusOK)
	for _, q := range s.Sample.Edition.Questions {
		if !blank.Says(q.Label) {
			t.Errorf("the blank form lacks %q", q.Label)
		}
	}
	stage, _ := s.Sample.Edition.Stage(award.StageSubmit)
	s.Clock.Set(stage.Closes)
	if page := s.Visitor().Get("/ko/apply"); page.Has("main .btn") || !page.Says("출품 접수가 마감되었습니다") {
		t.Error("a closed edition may be entered")
	}
	s.Clock.Set(stage.Opens - 1)
	if page := s.Visitor().Get("/en/apply"); page.Has("main .btn") || !page.Says("Entries open") {
		t.Error("an edition that has not opened may be entered")
	}
}

func TestApplyPageStandsWithoutAnEdition(t *testing.T) {
	testkit.Empty(t).Visitor().Get("/en/apply").Want(http.StatusOK)
}

func TestEntryIsStarted(t *testing.T) {
	s := testkit.Site(t, demo.Submit)
	c := s.As("city/port-oriel")
	form := c.Get("/en/apply/start").Want(http.StatusOK).Form("main form")
	page := form.Send().Want(http.StatusUnprocessableEntity)
	if !strings.HasPrefix(page.Text("title"), "Error: ") || page.Attr(".summary a", "href") != "#category-0" {
		t.Errorf("title %q, first fault %q", page.Text("title"), page.Attr(".summary a", "href"))
	}
	form = page.Form("main form").Set("category", "services").Set("title", "Permits by post")
	home := form.Send().Want(http.StatusSeeOther).Follow().Want(http.StatusOK)
	if home.Text("h1") != "Permits by post" || !home.Says("Entry 2027-0045 was started") {
		t.Errorf("leads to %q", home.Text("h1"))
	}
	taken := c.Get("/en/apply/start").Form("main form").Set("city", "new").Set("name", "Haneul").Set("country", "Republic of Korea").Set("category", "services").Set("title", "X").Send()
	if taken.Want(http.StatusUnprocessableEntity); !taken.Says("Haneul already takes part here") || taken.Attr("#name", "value") != "Haneul" {
		t.Error("a taken city is not told kindly")
	}
}

func TestTaskListShowsHowFarEachPartHasCome(t *testing.T) {
	s := testkit.Site(t, demo.Submit)
	page := s.As("city/port-oriel").Get(portOriel).Want(http.StatusOK)
	if !page.Says("2 of 12 sections completed") || !page.Says("Sydney (UTC+11)") || !page.Says("Seoul (UTC+9)") {
		t.Errorf("the page says %q", page.Text("main"))
	}
	states := strings.Join(page.All(".tasks li"), "\n")
	for _, line := range []string{"City and country Completed", "Nomination by your authority In progress", "The problem Not yet started", "Check your answers and send Cannot start yet"} {
		if !strings.Contains(folded(states), folded(line)) {
			t.Errorf("the list lacks %q:\n%s", line, states)
		}
	}
	if done := s.As("city/kitamori").Get(kitamori); !done.Has(`.tasks a[href$="/check"]`) {
		t.Error("a complete entry cannot be sent from its list")
	}
}

func folded(s string) string { return strings.Join(strings.Fields(s), "") }

func TestSectionIsSavedAndLeadsOn(t *testing.T) {
	s := testkit.Site(t, demo.Submit)
	c := s.As("city/port-oriel")
	form := c.Get(portOriel+"/sections/need").Want(http.StatusOK).Form("main form").Set("problem", "Four counters\r\nin three buildings")
	if to := form.Send().Want(http.StatusSeeOther).Location(); to != portOriel+"/sections/what_you_did" {
		t.Errorf("Save and continue leads to %s", to)
	}
	page := c.Get(portOriel + "/sections/need")
	if got := page.Text("#problem"); got != "Four counters in three buildings" {
		t.Errorf("kept %q", got)
	}
	if to := page.Form("main form").Press(`button[value=tasks]`).Want(http.StatusSeeOther).Location(); to != portOriel {
		t.Errorf("Save and return leads to %s", to)
	}
}

func TestEveryKindOfQuestionComesBackAsItWasSaved(t *testing.T) {
	s := testkit.Site(t, demo.Submit)
	c := s.As("city/kitamori")
	for _, section := range s.Sample.Edition.Sections {
		address := kitamori + "/sections/" + section.Key
		first := c.Get(address).Want(http.StatusOK).Form("main form")
		first.Send().Want(http.StatusSeeOther)
		second := c.Get(address).Form("main form")
		if first.Values.Encode() != second.Values.Encode() {
			t.Errorf("%s changed by being saved as it is:\n%s\n%s", section.Key, first.Values.Encode(), second.Values.Encode())
		}
	}
	s.View(func(tx *database.Tx) error {
		e, err := tx.EntryRef("2027-0035")
		all, _ := tx.EventsOf(e.ID)
		for _, event := range all {
			if event.Deed == award.DeedEdit && event.At == s.Clock.Now() {
				t.Errorf("an answer was changed: %s", event.Detail)
			}
		}
		return err
	})
}

func TestFaultsAreToldAndTheTextIsKept(t *testing.T) {
	s := testkit.Site(t, demo.Submit)
	c := s.As("city/port-oriel")
	long := strings.TrimSpace(strings.Repeat("word ", 260))
	page := c.Get(portOriel+"/sections/need").Form("main form").Set("problem", long).Send().Want(http.StatusUnprocessableEntity)
	if !page.Says("it has 10 words more than the 250 allowed") || page.Text("#problem") != long || !page.Says("saved as a draft") {
		t.Errorf("the page says %q", page.Text(".summary"))
	}
	page = c.Get(portOriel+"/sections/your_city").Form("main form").Set("population", "many").Set("country", "Atlantis").Send().Want(http.StatusUnprocessableEntity)
	if page.Attr("#population", "value") != "many" || page.Attr("#country", "value") != "Atlantis" || len(page.All(".summary li")) != 2 {
		t.Errorf("faults %v", page.All(".summary li"))
	}
	if tasks := c.Get(portOriel); !tasks.Says("There is a problem") {
		t.Error("the task list does not say so")
	}
	c.Get(portOriel+"/sections/your_city").Form("main form").Set("population", "1 214 000").Set("country", "대한민국").Send().Want(http.StatusSeeOther)
	if page = c.Get(portOriel + "/sections/your_city"); page.Attr("#population", "value") != "1214000" || page.Attr("#country", "value") != "Republic of Korea" {
		t.Errorf("kept %q and %q", page.Attr("#population", "value"), page.Attr("#country", "value"))
	}
}

func TestTwoOfficersChooseBetweenTheirTexts(t *testing.T) {
	s := testkit.Site(t, demo.Submit)
	mine, theirs := s.As("city/port-oriel"), s.As("port-oriel.editor")
	address := portOriel + "/sections/need"
	stale := mine.Get(address).Form("main form").Set("problem", "My text")
	theirs.Get(address).Form("main form").Set("problem", "Their text").Send().Want(http.StatusSeeOther)

	page := stale.Send().Want(http.StatusConflict)
	if page.Text("#problem") != "My text" || !strings.Contains(page.Text(".conflict"), "Their text") {
		t.Fatalf("the page shows %q beside %q", page.Text("#problem"), page.Text(".conflict"))
	}
	page.Form("main form").Send().Want(http.StatusConflict) // what Enter does, without choosing
	if text := mine.Get(address).Text("#problem"); text != "Their text" {
		t.Fatalf("overwritten by %q", text)
	}
	page.Form("main form").Press(".conflict button[name=take]").Want(http.StatusSeeOther)
	if text := mine.Get(address).Text("#problem"); text != "Their text" {
		t.Errorf("took %q", text)
	}
	page.Form("main form").Press(".conflict button[name=keep]").Want(http.StatusSeeOther)
	if text := mine.Get(address).Text("#problem"); text != "My text" {
		t.Errorf("kept %q", text)
	}
}

func TestRowIsAddedAndTheRestIsSaved(t *testing.T) {
	s := testkit.Site(t, demo.Submit)
	c := s.As("city/port-oriel")
	form := c.Get(portOriel+"/sections/results").Form("main form").Set("indicators.0.name", "Days").Set("indicators.0.after", "6").Set("indicators.1.name", "Visits").Set("indicators.1.after", "1")
	page := form.Press("button[name=more]").Follow().Want(http.StatusOK)
	if page.Attr(`[id="indicators.1.name"]`, "value") != "Visits" || !page.Has(`[id="indicators.3.name"]`) {
		t.Error("the rows are not kept, or no row was added")
	}
}

func TestAnswerIsAutosaved(t *testing.T) {
	s := testkit.Site(t, demo.Submit)
	c := s.As("city/port-oriel")
	c.Header.Set("Accept", "application/json")
	save := func(who *testkit.Client, status int, fields url.Values) (said map[string]any) {
		t.Helper()
		page := who.Post(portOriel+"/autosave", fields).Want(status)
		if err := json.Unmarshal([]byte(page.Body), &said); err != nil {
			t.Fatal(err)
		}
		return said
	}
	said := save(c, http.StatusOK, url.Values{"field": {"problem"}, "version": {"0"}, "problem": {"Four counters"}})
	if said["version"] != 1.0 || said["at"] == "" {
		t.Errorf("said %v", said)
	}
	editor := s.As("port-oriel.editor")
	save(editor, http.StatusOK, url.Values{"field": {"problem"}, "version": {"1"}, "problem": {"Five counters"}})
	said = save(c, http.StatusConflict, url.Values{"field": {"problem"}, "version": {"1"}, "problem": {"Six counters"}})
	if said["value"] != "Five counters" || said["version"] != 2.0 || said["by"] == "" {
		t.Errorf("said %v", said)
	}
	said = save(c, http.StatusUnprocessableEntity, url.Values{"field": {"problem"}, "version": {"2"}, "problem": {"\xff"}})
	if said["fault"] == nil {
		t.Errorf("said %v", said)
	}
	save(c, http.StatusOK, url.Values{"field": {"sdgs"}, "version": {"0"}, "sdgs": {"3", "11"}})
	said = save(c, http.StatusConflict, url.Values{"field": {"sdgs"}, "version": {"0"}, "sdgs": {"1"}})
	if values, _ := json.Marshal(said["values"]); string(values) != `[["sdgs","3"],["sdgs","11"]]` {
		t.Errorf("values %s", values)
	}
	c.Post(portOriel+"/autosave", url.Values{"field": {"nothing"}}).Want(http.StatusNotFound)
	s.As("city/haneul").Post(portOriel+"/autosave", url.Values{"field": {"problem"}}).Want(http.StatusNotFound)
	stage, _ := s.Sample.Edition.Stage(award.StageSubmit)
	s.Clock.Set(stage.Closes)
	c = s.As("city/port-oriel") // the session of before has expired
	if said = save(c, http.StatusUnprocessableEntity, url.Values{"field": {"problem"}, "version": {"2"}, "problem": {"Late"}}); !strings.Contains(said["fault"].(string), "Entries closed on") {
		t.Errorf("said %v", said)
	}
}

func TestPageThatIsOpenAtTheDeadlineKeepsItsText(t *testing.T) {
	s := testkit.Site(t, demo.Submit)
	stage, _ := s.Sample.Edition.Stage(award.StageSubmit)
	s.Clock.Set(stage.Closes - 1)
	form := s.As("city/port-oriel").Get(portOriel+"/sections/need").Form("main form").Set("problem", "Just in time")
	s.Clock.Set(stage.Closes)
	page := form.Send().Want(http.StatusConflict)
	if page.Text("#problem") != "Just in time" || !page.Says("The time for changes is over") || !page.Says("Seoul (UTC+9)") {
		t.Errorf("the page says %q", page.Text("main"))
	}
	if !s.As("city/port-oriel").Get(portOriel + "/sections/need").Has("textarea[disabled]") {
		t.Error("a closed entry can be edited")
	}
}

func TestEntryIsCheckedSentAndTakenBack(t *testing.T) {
	s := testkit.Site(t, demo.Submit)
	c := s.As("city/kitamori")
	check := c.Get(kitamori + "/check").Want(http.StatusOK)
	for _, q := range s.Sample.Edition.Questions {
		if q.Kind != award.FileKind && !check.Says(q.Label) {
			t.Errorf("the check page lacks %q", q.Label)
		}
	}
	form := check.Form("form.panel")
	receipt := form.Send().Want(http.StatusSeeOther).Follow().Want(http.StatusOK)
	if !receipt.Says("2027-0035") || len(receipt.Text("code.mono")) != 64 || !receipt.Says("Tokyo (UTC+9) [official:") {
		t.Errorf("the receipt says %q", receipt.Text("main"))
	}
	again := form.Send().Want(http.StatusSeeOther).Follow()
	if again.Text("code.mono") != receipt.Text("code.mono") {
		t.Error("a second receipt")
	}
	if c.Get(kitamori + "/check").Has("form.panel") {
		t.Error("a sent entry can be sent")
	}
	back := receipt.Form(`form[action$="/take-back"]`).Send().Want(http.StatusSeeOther).Follow()
	if !back.Says("The entry is yours again") {
		t.Errorf("the page says %q", back.Text("main"))
	}
	if !c.Get(kitamori + "/sent").Says("This sending was taken back on") {
		t.Error("the bookmarked receipt does not say that it was taken back")
	}
}

func TestSendingAnUnfinishedEntryLeadsToWhatIsMissing(t *testing.T) {
	s := testkit.Site(t, demo.Submit)
	c := s.As("city/haneul")
	page := c.Post(haneul+"/check", nil).Want(http.StatusUnprocessableEntity)
	link := page.Attr("#missing a", "href")
	if link != haneul+"/sections/publication?check=1#declare-0" {
		t.Fatalf("the link leads to %s", link)
	}
	at := page.Click("#missing a").Want(http.StatusOK)
	if !at.Has("#declare-0") || !at.Has("fieldset.bad") {
		t.Error("the question does not say that it is missing")
	}
}

func TestThirdEntryIsRefusedWithTheReason(t *testing.T) {
	s := testkit.Site(t, demo.Submit)
	c := s.As("city/marvale")
	if page := c.Get("/en/apply"); page.Has(`main a[href="/en/apply/start"]`) || !page.Says("Your city has sent as many entries as it may") {
		t.Error("a third entry may be started")
	}
	page := c.Get("/en/apply/start").Form("main form").Set("category", "services").Set("title", "A third").Send().Want(http.StatusConflict)
	if !page.Says("has already sent 2 entries") || page.Attr("#title", "value") != "A third" {
		t.Errorf("the page says %q", page.Text("main"))
	}
}

func TestForeignEntryIsNotFound(t *testing.T) {
	s := testkit.Site(t, demo.Submit)
	for _, who := range []string{"city/haneul", "judge", "producer"} {
		c := s.As(who)
		for _, below := range []string{"", "/sections/need", "/check", "/sent", "/messages", "/people", "/files", "/withdraw"} {
			c.Get(portOriel + below).Want(http.StatusNotFound)
		}
		for _, below := range []string{"/sections/need", "/autosave", "/check", "/take-back", "/withdraw", "/people"} {
			c.Post(portOriel+below, url.Values{"field": {"problem"}, "email": {"a@example.org"}, "right": {"edit"}}).Want(http.StatusNotFound)
		}
	}
	if to := s.Visitor().Get(portOriel).Want(http.StatusSeeOther).Location(); !strings.HasPrefix(to, "/en/sign-in?next=") {
		t.Errorf("a stranger is led to %s", to)
	}
	s.As("city/port-oriel").Get("/en/my/entries/2027-0040/sections/nothing").Want(http.StatusNotFound)
}

func TestReaderReadsAndChangesNothing(t *testing.T) {
	s := testkit.Site(t, demo.Submit)
	c := s.As("port-oriel.reader")
	page := c.Get(portOriel + "/sections/need").Want(http.StatusOK)
	if !page.Has("textarea[disabled]") || page.Has(".dock") || page.Has("[data-autosave]") {
		t.Error("a reader may edit")
	}
	c.Post(portOriel+"/people", url.Values{"email": {"a@example.org"}, "right": {"read"}}).Want(http.StatusConflict)
	if c.Get(portOriel + "/files").Has("input[type=file]") {
		t.Error("a reader may attach")
	}
}

func TestColleagueIsInvitedChangedAndRemoved(t *testing.T) {
	s := testkit.Site(t, demo.Submit)
	c := s.As("city/port-oriel")
	page := c.Get(portOriel+"/people").Form(`form[action$="/people"]`).Set("email", "not an address").Send().Want(http.StatusUnprocessableEntity)
	if page.Attr("#email", "value") != "not an address" {
		t.Error("what was typed is lost")
	}
	page = page.Form(`form[action$="/people"]`).Set("email", "friend@example.org").Set("right", "read").Send().Want(http.StatusSeeOther).Follow()
	if !page.Says("friend@example.org") || len(s.Mailbox("friend@example.org")) != 1 {
		t.Error("nobody was invited")
	}
	page = page.Form(`form[action*="/invitations/"]`).Send().Want(http.StatusSeeOther).Follow()
	if page.Has(`form[action*="/invitations/"]`) {
		t.Error("the invitation was not cancelled")
	}
	deputy := `form[action$="/people/` + string(s.Person("port-oriel.deputy").ID) + `"]`
	page = page.Form(deputy).Set("right", "read").Send().Want(http.StatusSeeOther).Follow()
	me := `form[action$="/people/` + string(c.Person.ID) + `"]`
	if last := page.Form(me).Press(me + " button[name=remove]").Want(http.StatusConflict); !last.Says("Somebody of the city must be able to send") {
		t.Errorf("the page says %q", last.Text("main"))
	}
	page.Form(deputy).Press(deputy + " button[name=remove]").Want(http.StatusSeeOther)
	s.As("port-oriel.deputy").Get(portOriel).Want(http.StatusNotFound)
}

func TestQuestionOfTheSecretariatIsAnsweredInPlace(t *testing.T) {
	s := testkit.Site(t, demo.Submit)
	c := s.As("city/kitamori")
	if !c.Get(kitamori + "/messages").Says("No questions") {
		t.Error("the empty page does not say so")
	}
	s.Update(func(tx *database.Tx) error {
		e, err := tx.EntryRef("2027-0035")
		if err != nil {
			return err
		}
		e.State, e.Reopened = award.EntryReturned, s.Clock.Now().Add(10*24*time.Hour)
		if err := tx.SaveEntry(&e); err != nil {
			return err
		}
		return tx.AddQuery(award.Query{ID: award.NewID(), Entry: e.ID, Text: "Is it in use?\n\nSince when?", Asked: s.Clock.Now(), AskedBy: s.Person("officer").ID, Due: e.Reopened})
	})
	page := c.Get(kitamori + "/messages").Want(http.StatusOK)
	if !page.Says("Please answer in 10 days") || !c.Get(kitamori).Says("1 to answer") {
		t.Errorf("the page says %q", page.Text("main"))
	}
	page = page.Form("textarea").Send().Want(http.StatusUnprocessableEntity)
	page = page.Form("textarea").Set("reply", "Yes, since 2024.").Send().Want(http.StatusSeeOther).Follow()
	if !page.Says("Yes, since 2024.") || page.Has("textarea") {
		t.Errorf("the page says %q", page.Text("main"))
	}
	c.Get(kitamori + "/check").Form("form.panel").Send().Want(http.StatusSeeOther).Follow().Want(http.StatusOK)
}

func TestEntryIsWithdrawnAfterAQuestion(t *testing.T) {
	s := testkit.Site(t, demo.Submit)
	c := s.As("city/kitamori")
	page := c.Get(kitamori).Click(`a[href$="/withdraw"]`).Want(http.StatusOK)
	page.Form("main form").Send().Want(http.StatusSeeOther).Follow().Want(http.StatusOK)
	if !c.Get(kitamori).Says("The entry was withdrawn") {
		t.Error("not withdrawn")
	}
	c.Get(kitamori + "/withdraw").Want(http.StatusForbidden)
}

func TestFormOfAHundredMegabytesIsRefused(t *testing.T) {
	s := testkit.Site(t, demo.Submit)
	c := s.As("city/port-oriel")
	for name, length := range map[string]int64{"said": 100 << 20, "unsaid": -1} {
		r := httptest.NewRequest(http.MethodPost, testkit.URL+portOriel+"/sections/need", &endless{left: 100 << 20})
		r.ContentLength = length
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		if page := c.Do(r).Want(http.StatusRequestEntityTooLarge); !page.Says("This is too large") {
			t.Errorf("%s: the page says %q", name, page.Text("main"))
		}
	}
}

// endless is a body of many bytes that are made as they are read.
type endless struct{ left int }

func (e *endless) Read(p []byte) (int, error) {
	n := min(len(p), e.left)
	copy(p, bytes.Repeat([]byte("a"), n))
	if e.left -= n; e.left == 0 {
		return n, http.ErrBodyReadAfterClose
	}
	return n, nil
}

func TestTextThatIsNotUTF8IsToldAtItsField(t *testing.T) {
	s := testkit.Site(t, demo.Submit)
	page := s.As("city/port-oriel").Post(portOriel+"/sections/need", url.Values{"problem": {"caf\xe9"}, "problem.version": {"0"}}).Want(http.StatusUnprocessableEntity)
	if page.Attr(".summary a", "href") != "#problem" || !page.Says("characters that cannot be read") {
		t.Errorf("the page says %q", page.Text(".summary"))
	}
}

func TestFormOfAnotherSiteIsRefused(t *testing.T) {
	s := testkit.Site(t, demo.Submit)
	c := s.As("city/kitamori")
	c.Header.Set("Sec-Fetch-Site", "cross-site")
	c.Post(kitamori+"/check", nil).Want(http.StatusForbidden)
	c.Header.Set("Sec-Fetch-Site", "same-origin")
	if !c.Get(kitamori + "/check").Has("form.panel") {
		t.Error("another site has sent the entry")
	}
}

func TestReaderIsOfferedNothingThatChangesAnEntry(t *testing.T) {
	s := testkit.Site(t, demo.Submit)
	c := s.As("port-oriel/reader")
	for _, below := range []string{"/sections/results", "/sections/transfer", "/files", "/people"} {
		page := c.Get(portOriel + below).Want(http.StatusOK)
		if page.Has("main button") {
			t.Errorf("%s offers %q", below, page.Text("main button"))
		}
	}
}

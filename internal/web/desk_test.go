package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/internal/testkit"
)

func TestEveryDeedHasWordsForTheLog(t *testing.T) {
	for _, l := range locale.Languages() {
		for _, d := range award.Deeds() {
			if !locale.Must(l.Code).Has("deed." + string(d)) {
				t.Errorf("%s: no message deed.%s", l.Code, d)
			}
		}
	}
}

// deskPaths are pages of the desk with the roles that they exist for.
var deskPaths = []struct{ path, roles string }{
	{"/en/desk", "officer chair admin"},
	{"/en/desk/2027", "officer chair admin"},
	{"/en/desk/2027/entries", "officer chair"},
	{"/en/desk/2027/entries.csv", "officer"},
	{"/en/desk/2027/entries.xlsx", "officer"},
	{"/en/desk/2027/entries/2027-0001", "officer chair"},
	{"/en/desk/2027/entries/2027-0015/reopen", "officer"},
	{"/en/desk/2027/screening", "officer"},
	{"/en/desk/2027/screening/2027-0015", "officer"},
	{"/en/desk/2027/remind", "officer"},
	{"/en/desk/2027/judges", "officer chair"},
	{"/en/desk/2027/judges/new", "officer"},
	{"/en/desk/2027/judges.csv", "officer"},
	{"/en/desk/log", "officer admin"},
}

func TestTheDeskExistsForItsPeopleOnly(t *testing.T) {
	s := testkit.Site(t, demo.Screen)
	for _, p := range deskPaths {
		for _, who := range []string{"officer", "chair", "admin", "judge", "producer", "city/port-oriel"} {
			want := http.StatusNotFound
			if strings.Contains(p.roles, who) {
				want = http.StatusOK
			}
			if got := s.As(who).Get(p.path).Status; got != want {
				t.Errorf("%s for %s: %d, want %d", p.path, who, got, want)
			}
		}
		if got := s.Visitor().Get(p.path); got.Status != http.StatusSeeOther {
			t.Errorf("%s for a stranger: %d", p.path, got.Status)
		}
	}
	officer := s.As("officer")
	for _, path := range []string{"/en/desk/1999", "/en/desk/2027/entries/2027-9999", "/en/desk/2026/entries/2027-0001", "/en/desk/2027/judges/nobody", "/en/desk/2027/screening/2027-0024"} {
		officer.Get(path).Want(http.StatusNotFound)
	}
}

func TestTheDeskSpeaksEveryLanguage(t *testing.T) {
	s := testkit.Site(t, demo.Judge)
	for _, lang := range []string{"en", "ko", "ar"} {
		for _, p := range deskPaths {
			page := s.As("officer").Get("/" + lang + strings.TrimPrefix(p.path, "/en"))
			if page.Status != http.StatusOK && !strings.Contains(p.path, "0015/reopen") {
				t.Errorf("%s %s: %d", lang, p.path, page.Status)
			}
			if page.Says("<no value>") || page.Says("no message") {
				t.Errorf("%s %s has a hole in its words", lang, p.path)
			}
		}
	}
}

func TestScreeningThroughThePages(t *testing.T) {
	s := testkit.Site(t, demo.Screen)
	c := s.As("officer2")
	today := c.Get("/en/desk").Want(http.StatusOK)
	sheet := today.Click("main a.btn").Want(http.StatusOK)
	ref := sheet.Text("main p.row b")
	refused := sheet.Form("#screening").Set("verdict", "ask").Set("question", "").Press("button[value=next]").Want(http.StatusUnprocessableEntity)
	if !refused.Has("#question[aria-invalid=true]") || !strings.HasPrefix(refused.Text("title"), "Error:") {
		t.Errorf("the missing question is not shown: %s", refused.Text("title"))
	}
	next := refused.Form("#screening").Set("question", "Which year?").Press("button[value=next]").Want(http.StatusSeeOther).Follow().Want(http.StatusOK)
	if got := next.Text("main p.row b"); got == ref || got == "" {
		t.Errorf("after %s comes %q", ref, got)
	}
	if !next.Says(ref + " is back with its city") {
		t.Error("nothing says what was done")
	}
	file := c.Get("/en/desk/2027/entries/" + ref).Want(http.StatusOK)
	if !file.Says("Which year?") || !file.Says("Correction asked for") {
		t.Error("the question is not in the file")
	}
	if src := file.Attr("ul .file a", "href"); src == "" || c.Get(src).Status != http.StatusOK {
		t.Errorf("the attachment %q cannot be opened", src)
	}
}

func TestAStaleCheckKeepsWhatWasWritten(t *testing.T) {
	s := testkit.Site(t, demo.Screen)
	one, two := s.As("officer"), s.As("officer2")
	const path = "/en/desk/2027/screening/2027-0016"
	mine := one.Get(path).Want(http.StatusOK)
	two.Get(path).Form("#screening").Set("note", "Theirs.").Press("button[value=stay]").Want(http.StatusSeeOther)
	stale := mine.Form("#screening").Set("note", "Mine.").Press("button[value=stay]").Want(http.StatusConflict)
	if stale.Text("#note") != "Mine." || !stale.Says("Somebody else was quicker") {
		t.Errorf("the note reads %q", stale.Text("#note"))
	}
	stale.Form("#screening").Press("button[value=stay]").Want(http.StatusSeeOther)
}

func TestScreeningRefusesWhatCannotBeRead(t *testing.T) {
	s := testkit.Site(t, demo.Screen)
	c := s.As("officer")
	const path = "/en/desk/2027/screening/2027-0016"
	c.Post(path, url.Values{"note": {"\xff\xfe"}, "go": {"stay"}}).Want(http.StatusUnprocessableEntity)
	c.Post(path, url.Values{"note": {strings.Repeat("x", 2<<20)}}).Want(http.StatusRequestEntityTooLarge)
	c.Post(path, url.Values{"verdict": {"crown"}, "entry_version": {"2"}, "version": {"0"}}).Want(http.StatusUnprocessableEntity)
	other := s.As("officer")
	other.Header.Set("Sec-Fetch-Site", "cross-site")
	other.Post(path, url.Values{"verdict": {"accept"}}).Want(http.StatusForbidden)
}

func TestTheListOfEntriesAsAFile(t *testing.T) {
	s := testkit.Site(t, demo.Screen)
	c := s.As("officer")
	page := c.Get("/en/desk/2027/entries?state=accepted&sort=-city").Want(http.StatusOK)
	n := len(page.All("tbody tr"))
	file := page.Click("ul a[download]").Want(http.StatusOK)
	if got := file.Header.Get("Content-Disposition"); got != `attachment; filename="entries-2027.csv"` {
		t.Errorf("it is called %s", got)
	}
	if lines := strings.Count(file.Body, "\r\n"); lines != n+1 {
		t.Errorf("%d lines for %d entries", lines, n)
	}
	if none := c.Get("/en/desk/2027/entries?q=nothing+like+this").Want(http.StatusOK); !none.Says("No entry fits") {
		t.Error("the empty list says nothing")
	}
}

func TestInvitingAJudgeThroughThePages(t *testing.T) {
	s := testkit.Site(t, demo.Screen)
	c := s.As("officer2")
	page := c.Get("/en/desk/2027/judges/new").Want(http.StatusOK)
	fill := func(p *testkit.Page) *testkit.Form {
		return p.Form("main form").Set("name", "Ana Ferreira").Set("email", "ana@example.org").Set("expertise.services", "3").Set("organisations", "Uni Porto\nPorto Digital")
	}
	bad := fill(page).Set("countries", "Portugal\nNarnia").Send().Want(http.StatusUnprocessableEntity)
	if !bad.Says("Narnia") || bad.Attr("#name", "value") != "Ana Ferreira" {
		t.Error("the country that is none is not named, or the form is lost")
	}
	judge := fill(bad).Set("countries", "Portugal\n브라질").Send().Want(http.StatusSeeOther).Follow().Want(http.StatusOK)
	if !judge.Says("Brazil") || !judge.Says("Porto Digital") || len(s.Mailbox("ana@example.org")) != 1 {
		t.Error("the judge is not as entered")
	}
	listed := judge.Form(`form[action$="/conflicts"]`).Set("with", "Port Oriel").Set("reason", "Advised the mayor.").Send().Want(http.StatusSeeOther).Follow()
	if !listed.Says("Advised the mayor.") {
		t.Error("the conflict is not listed")
	}
	listed.Form(`form[action$="/remove"]:has([name=version])`).Send().Want(http.StatusSeeOther)
}

func TestAStaleFormOfAJudgeKeepsWhatWasWritten(t *testing.T) {
	s := testkit.Site(t, demo.Screen)
	one, two := s.As("officer"), s.As("officer2")
	path := one.Get("/en/desk/2027/judges").Want(http.StatusOK).Attr("tbody th a", "href") + "/edit"
	mine := one.Get(path).Want(http.StatusOK)
	two.Get(path).Form("main form").Set("max", "21").Send().Want(http.StatusSeeOther)
	stale := mine.Form("main form").Set("organisations", "Mine").Send().Want(http.StatusConflict)
	if stale.Text("#organisations") != "Mine" || !stale.Says("Somebody else was quicker") {
		t.Errorf("organisations read %q", stale.Text("#organisations"))
	}
}

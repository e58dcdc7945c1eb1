package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
)

// tear opens a category with the phrase of its envelope.
func tear(producer *testkit.Client, category string) *testkit.Page {
	return producer.Post(papersAt+"/"+category, url.Values{"phrase": {demo.PaperPhrase}, "to": {"stage"}})
}

// What is open for the stage was open to everybody who may see results.
func TestOpenForTheStageServesTheWindowsOfTheShowAlone(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	titles := winnersOf(t, site)
	site.CloseEnvelopes()
	producer := site.As("producer")
	producer.Post("/en/stage/2027/unlock", nil).Want(http.StatusSeeOther)
	named := func(page *testkit.Page, category string) (n int) {
		for _, title := range titles[category] {
			if names(page.Body, title) {
				n++
			}
		}
		return n
	}
	closed := producer.Get("/en/stage/2027/present").Want(http.StatusOK)
	for category := range titles {
		if named(closed, category) > 0 {
			t.Errorf("the presenter's window holds a winner of %s, which is closed", category)
		}
		producer.Get("/en/stage/2027/cards/" + category).Want(http.StatusNotFound)
	}
	if closed.Says("The prize is not given") {
		t.Error("what is closed is said to be withheld")
	}
	seen := map[string]string{}
	pages := []string{"/en/desk/2027/results", "/en/desk/2027/results/services", "/en/desk/2027/open", "/en/desk/2027/certificates", "/en/desk/2027/letters", "/en/winners/2027/services", "/en/desk/2027"}
	for _, who := range []string{"officer", "chair", "admin", "judge", "city"} {
		for _, path := range pages {
			page := site.As(who).Get(path)
			seen[who+path] = reference.ReplaceAllString(page.Text("main"), "")
		}
	}
	tear(producer, "services").Want(http.StatusSeeOther)
	open := producer.Get("/en/stage/2027/present").Want(http.StatusOK)
	if named(open, "services") != len(titles["services"]) || named(open, "efficiency") > 0 {
		t.Errorf("open for the stage, the presenter's window holds %d winners of services and %d of efficiency", named(open, "services"), named(open, "efficiency"))
	}
	if cards := producer.Get("/en/stage/2027/cards/services").Want(http.StatusOK); named(cards, "services") != len(titles["services"]) {
		t.Error("a window that was open before is not given the slides")
	}
	producer.Get("/en/stage/2027/cards/-winners").Want(http.StatusNotFound)
	for _, who := range []string{"officer", "chair", "admin", "judge", "city"} {
		site.As(who).Get("/en/stage/2027/cards/services").Want(map[bool]int{true: http.StatusOK, false: http.StatusNotFound}[who == "officer"])
		for _, path := range pages {
			page := site.As(who).Get(path)
			if now := reference.ReplaceAllString(page.Text("main"), ""); now != seen[who+path] {
				t.Errorf("%s sees another %s once services is open for the stage: %s", who, path, parting(seen[who+path], now))
			}
		}
	}
	refused := producer.Post("/en/stage/2027/pack", nil).Want(http.StatusConflict)
	if !refused.Says("The envelopes are closed") || refused.Says("changed meanwhile") {
		t.Errorf("the pack of closed envelopes is refused with %s", refused.Text("main"))
	}
	if !refused.Has(`main a[href="/en/stage/2027"]`) || !refused.Has(`form[action="/en/sign-out"]`) {
		t.Error("the refusal leads neither back to the show nor out")
	}
	producer.Post("/en/stage/2027/pack/file", url.Values{"phrase": {"AAAA AAAA AAAA AAAA AAAA AAAA AAAA"}}).Want(http.StatusConflict)
}

// stepTo moves the windows of the real show.
func stepTo(producer *testkit.Client, site *testkit.Platform, cue string) {
	outline := award.OutlineSum(award.NewShow(site.Sample.Edition).Outline(site.Sample.Edition))
	producer.Post("/en/stage/2027/step", url.Values{"cue": {cue}, "black": {"no"}, "plan": {""}, "by": {"a window"}, "outline": {outline}}).Want(http.StatusNoContent)
}

func TestScreenIsToldASlideOnceItsCategoryIsOpen(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	title := winnersOf(t, site)["services"]
	site.CloseEnvelopes()
	producer := site.As("producer")
	producer.Post("/en/stage/2027/unlock", nil).Want(http.StatusSeeOther)
	stepTo(producer, site, "4")
	if told := producer.Get("/en/stage/2027/steps").Want(http.StatusOK).Body; strings.Contains(told, `"slide"`) || !strings.Contains(told, "id: waits") {
		t.Errorf("of a closed cue the screen is told %.300s", told)
	}
	tear(producer, "services").Want(http.StatusSeeOther)
	told := producer.Get("/en/stage/2027/steps").Want(http.StatusOK).Body
	n := 0
	for _, one := range title {
		if names(told, one) {
			n++
		}
	}
	if n != 1 {
		t.Errorf("at the reveal of an open category the screen is told %d winners: %.300s", n, told)
	}
	if presenter := producer.Get("/en/stage/2027/steps?view=presenter").Body; !strings.Contains(presenter, "event: parts\ndata: [\"services\"]") {
		t.Errorf("the presenter is told %.300s", presenter)
	}
}

func TestBrowserClosedCategoryIsOpenedAtItsCueWhereverThatIsDone(t *testing.T) {
	p := &program{t: t, site: testkit.Site(t, demo.Ceremony), address: "127.0.0.1:0"}
	titles := winners(t, p.site)
	p.site.CloseEnvelopes()
	presenter, audience := p.open()
	presenter.Press("3", "Enter")
	shows(presenter, 3)
	presenter.In("[data-tear]").See("Services is still closed")
	if in := append(held(presenter, titles), held(audience, titles)...); len(in) > 0 {
		t.Errorf("before anything is open the windows hold %q", in)
	}
	later(presenter)
	presenter.Press("Tab")
	presenter.Type("b 7h.")
	presenter.Press("Enter")
	presenter.In("[data-tear]").See("This is not the phrase of this category")
	if at := cueAt(presenter); at != "3" {
		t.Errorf("typing moved the show to cue %s", at)
	}
	presenter.Fill("The phrase in the paper envelope", demo.PaperPhrase)
	presenter.Press("Enter")
	shows(audience, 3)
	presenter.Gone("[data-tear]:not([hidden])")
	if len(held(presenter, titles)) == 0 {
		t.Error("open, the presenter's window does not have the slides")
	}

	// Two people with keys, elsewhere.
	later(presenter)
	presenter.Press("9", "Enter")
	shows(presenter, 9)
	presenter.In("[data-tear]").See("Efficiency is still closed")
	p.site.OpenForWork()
	shows(audience, 9)
	presenter.Gone("[data-tear]:not([hidden])")

	// A server that is started anew has forgotten what was open.
	p.stop()
	p.site.CloseEnvelopes()
	p.start()
	presenter.In("[data-tear]").See("The site no longer has Efficiency open")
	later(presenter)
	presenter.Press("PageDown", "PageDown")
	presenter.Gone("[data-tear]:not([hidden])")
	later(presenter)
	presenter.Press("PageDown")
	presenter.In("[data-screen]").See("Outstanding e-Government Prize")
	presenter.Fill("The phrase in the paper envelope", demo.PaperPhrase)
	presenter.Press("Enter")
	shows(audience, 11)
	presenter.Gone("[data-tear]:not([hidden])")
	if found := presenter.Axe(); len(found) > 0 {
		t.Errorf("%v", found)
	}
}

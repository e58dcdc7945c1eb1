package web_test

import (
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/stage"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/internal/testkit/browser"
	"we-gov.org/awards/internal/web"
)

// program is a server that can be stopped and started anew at its address, as a
// new process would: with no memory of who followed.
type program struct {
	t       *testing.T
	site    *testkit.Platform
	address string
	server  *http.Server
}

func (p *program) start() {
	p.t.Helper()
	listener, err := new(net.ListenConfig).Listen(p.t.Context(), "tcp", p.address)
	if err != nil {
		p.t.Fatal(err)
	}
	p.address = listener.Addr().String()
	parts := p.site.Parts
	parts.URL = "http://" + p.address
	parts.Stage = stage.New(p.site.DB, p.site.Store, p.site.Clock.Now)
	handler, err := web.New(parts)
	if err != nil {
		p.t.Fatal(err)
	}
	p.server = &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second}
	go func(s *http.Server) { _ = s.Serve(listener) }(p.server)
}

func (p *program) stop() { _ = p.server.Close() }

// onTwoMachines opens the presenter's window of the real show in one browser and
// the audience's in another, which share nothing but the server.
func onTwoMachines(t *testing.T) (p *program, presenter, audience *browser.Tab) {
	t.Helper()
	p = &program{t: t, site: testkit.Site(t, demo.Ceremony), address: "127.0.0.1:0"}
	presenter, audience = p.open()
	return p, presenter, audience
}

func (p *program) open() (presenter, audience *browser.Tab) {
	p.t.Helper()
	p.site.As("producer").Post("/en/stage/2027/unlock", nil).Want(http.StatusSeeOther)
	p.start()
	p.t.Cleanup(p.stop)
	presenter = p.window("/en/stage/2027/present")
	presenter.In(".clock").See("Screens that follow: 0")
	audience = p.window("/en/stage/2027/screen")
	presenter.In(".clock").See("Screens that follow: 1")
	stopClock(presenter)
	return presenter, audience
}

// window opens a page as the producer in a browser of its own.
func (p *program) window(path string) *browser.Tab {
	p.t.Helper()
	tab := signedIn(browser.Open(p.t), "http://"+p.address, p.site.As("producer"), browser.View{Width: 1280, Height: 800})
	tab.Eval("void (location.pathname = '"+path+"')", nil)
	tab.Attribute("[data-screen][data-at]", "class")
	return tab
}

// shows waits until a window's screen is at a cue.
func shows(tab *browser.Tab, cue int) {
	tab.Attribute(`[data-screen][data-at="`+strconv.Itoa(cue)+`"]`, "class")
}

func TestBrowserScreenOnAnotherMachineFollowsAndHoldsOneWinnerAtMost(t *testing.T) {
	p, presenter, audience := onTwoMachines(t)
	titles := winners(t, p.site)
	press := func(cue int, keys ...string) {
		t.Helper()
		later(presenter)
		presenter.Press(keys...)
		shows(presenter, cue)
		shows(audience, cue)
	}
	holds := func(least, most int) {
		t.Helper()
		if in := held(audience, titles); len(in) < least || len(in) > most {
			t.Errorf("at cue %s the screen holds %q", cueAt(presenter), in)
		}
	}
	holds(0, 0)
	press(2, "Space", "Space")
	press(3, "PageDown")
	holds(1, p.site.Sample.Edition.Finalists)
	press(4, "PageDown")
	holds(0, 0)
	press(5, "PageDown")
	holds(1, 1)
	press(6, "PageDown")
	holds(1, 1)
	audience.Reload()
	shows(audience, 6)
	holds(1, 1)
	press(5, "PageUp")
	holds(1, 1)
	presenter.Press("b", "b")
	audience.Attribute("[data-screen].black", "class")
	audience.Reload()
	audience.Attribute("[data-screen].black", "class")
	later(presenter)
	presenter.Press("b")
	audience.Attribute("[data-screen]:not(.black)", "class")
	presenter.Click(".plan summary")
	presenter.Click("[data-plan=away]")
	audience.In("[data-screen]").See("Accepted in the city's absence")
	press(4, "PageUp")
	var code string
	audience.Eval(`JSON.stringify({ ...localStorage }) + document.documentElement.outerHTML`, &code)
	if strings.Contains(code, "absent ") {
		t.Error("the screen knows who is absent before the name is on it")
	}
	press(5, "PageDown")
	audience.In("[data-screen]").See("Accepted in the city's absence")
}

func TestBrowserLineThatIsCutIsTakenUpAgain(t *testing.T) {
	p, presenter, audience := onTwoMachines(t)
	go1 := func(keys ...string) {
		t.Helper()
		later(presenter)
		presenter.Press(keys...)
	}
	audience.Offline(true)
	go1("5", "Enter")
	shows(presenter, 5)
	go1("PageDown")
	audience.Offline(false)
	shows(audience, 6)

	presenter.Offline(true)
	go1("PageDown")
	shows(presenter, 7)
	presenter.In(".clock").See("No line to the site")
	presenter.Offline(false)
	shows(audience, 7)

	p.stop()
	go1("PageUp")
	shows(presenter, 6)
	p.start()
	shows(audience, 6)
	presenter.In(".clock").See("Screens that follow: 1")

	spare := p.window("/en/stage/2027/present")
	shows(spare, 6)
	stopClock(spare)
	spare.Press("PageDown")
	shows(audience, 7)
	shows(presenter, 7)
	go1("PageDown")
	shows(spare, 8)
	shows(audience, 8)
}

// stepOf asks once where the windows stand.
func stepOf(c *testkit.Client, path string) string {
	_, data, _ := strings.Cut(c.Get(path).Want(http.StatusOK).Body, "\ndata: {")
	return data
}

func TestStepIsTakenOfTheShowThatIsThereAndTellsAScreenNoMore(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	producer := site.As("producer")
	producer.Get("/en/stage/2027/steps").Want(http.StatusNotFound)
	step := url.Values{"cue": {"4"}, "black": {"no"}, "plan": {"out 7; absent Marvale"}, "shown": {"out 7"}, "by": {"a window"}}
	step.Set("outline", award.OutlineSum(award.NewShow(site.Sample.Edition).Outline(site.Sample.Edition)))
	producer.Post("/en/stage/2027/step", step).Want(http.StatusNotFound)
	producer.Post("/en/stage/2027/unlock", nil).Want(http.StatusSeeOther)
	producer.Post("/en/stage/2027/step", step).Want(http.StatusNoContent)
	screen, presenter := stepOf(producer, "/en/stage/2027/steps"), stepOf(producer, "/en/stage/2027/steps?view=presenter")
	if strings.Contains(screen, "absent Marvale") || !strings.Contains(presenter, "absent Marvale") {
		t.Errorf("the screen is told %.200s, the presenter %.200s", screen, presenter)
	}
	titles := winners(t, site)
	named := func(text string) (n int) {
		for _, title := range titles {
			if names(text, title) {
				n++
			}
		}
		return n
	}
	if n := named(screen); n != 1 {
		t.Errorf("at the first reveal the screen is told %d winners", n)
	}
	if page := producer.Get("/en/stage/2027/screen"); named(page.Body) != 0 || len(page.All("#cues > [data-cue]")) == 0 {
		t.Error("the page of the screen holds a winner, or no cue")
	}
	if other := stepOf(producer, "/en/stage/2027/rehearsal/steps"); !strings.Contains(other, `"cue":0`) {
		t.Errorf("the rehearsal went along: %.200s", other)
	}
	for name, wrong := range map[string][2]string{"beyond the end": {"cue", "999"}, "before the start": {"cue", "-1"}, "no number": {"cue", "next"}} {
		bad := url.Values{}
		for key, values := range step {
			bad[key] = slices.Clone(values)
		}
		bad.Set(wrong[0], wrong[1])
		if got := producer.Post("/en/stage/2027/step", bad); got.Status != http.StatusNotFound {
			t.Errorf("%s: status %d", name, got.Status)
		}
	}
	step.Set("outline", "of another run sheet")
	producer.Post("/en/stage/2027/step", step).Want(http.StatusConflict)
	producer.Post("/en/stage/2027/lock", nil).Want(http.StatusSeeOther)
	producer.Get("/en/stage/2027/steps").Want(http.StatusNotFound)
}

func TestBrowserPresenterOpenedRightAfterAStartGoesOnWhereTheShowIs(t *testing.T) {
	p := &program{t: t, site: testkit.Site(t, demo.Ceremony), address: "127.0.0.1:0"}
	producer := p.site.As("producer")
	producer.Post("/en/stage/2027/unlock", nil).Want(http.StatusSeeOther)
	outline := producer.Get("/en/stage/2027/present").Attr("body", "data-outline")
	producer.Post("/en/stage/2027/step", url.Values{"cue": {"4"}, "black": {"no"}, "by": {"another"}, "outline": {outline}}).Want(http.StatusNoContent)
	p.start()
	t.Cleanup(p.stop)
	shows(p.window("/en/stage/2027/present"), 5)
	p.site.Clock.Advance(time.Minute)
	p.window("/en/stage/2027/present")
	shows(p.window("/en/stage/2027/screen"), 1)
}

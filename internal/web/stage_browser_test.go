package web_test

import (
	"net/http"
	"strconv"
	"testing"

	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/internal/testkit/browser"
)

// stopClock stops the clock of a page, so that presses come at once however
// slow the machine is; later moves it a second on.
func stopClock(tab *browser.Tab) {
	tab.Eval("(() => { const at = Date.now(); Date.now = () => at })()", nil)
}

func later(tab *browser.Tab) {
	tab.Eval("(() => { const at = Date.now() + 1000; Date.now = () => at })()", nil)
}

// onStage opens the presenter's window of a show and from it the audience's.
func onStage(t *testing.T, show string) (presenter, audience *browser.Tab) {
	t.Helper()
	site := testkit.Site(t, demo.Ceremony)
	producer := site.As("producer")
	producer.Post("/en/stage/2027/unlock", nil).Want(http.StatusSeeOther)
	presenter = signedIn(browser.Open(t), site.Server(t), producer, browser.View{Width: 1280, Height: 800})
	presenter.Eval("location.pathname = '/en/stage/2027"+show+"/present'", nil)
	presenter.In(".clock").See("Show time")
	audience = presenter.Opened(func() { presenter.Click("[data-act=open]") })
	presenter.In(".clock").See("Audience screen connected")
	stopClock(presenter)
	return presenter, audience
}

func TestBrowserShowMovesOneCueAPressAndBlackOncePerPress(t *testing.T) {
	presenter, audience := onStage(t, "/rehearsal")
	if words := presenter.Text("[data-link]"); words != "Audience screen connected" {
		t.Errorf("the light of the link says %s", words)
	}
	at := func(cue int, title string) {
		t.Helper()
		if got := presenter.Text("[data-go][aria-current] span"); got != strconv.Itoa(cue) {
			t.Errorf("the presenter is at cue %s, want %d", got, cue)
		}
		presenter.In(".run [aria-current]").See(title)
		if got := titleAt(audience, cue); got != title {
			t.Errorf("the audience sees %q, want %q", got, title)
		}
	}
	presenter.Press("Space", "Space")
	at(2, "Services: title")
	later(presenter)
	presenter.Click("[data-go='3']")
	at(4, "Services: pause")
	later(presenter)
	presenter.Press("Space")
	at(5, "Services: REVEAL, Outstanding e-Government Prize")
	later(presenter)
	presenter.Press("PageUp")
	at(4, "Services: pause")
	presenter.Press("b", "b")
	if got := audience.Attribute("[data-screen]", "class"); got != "stage black" {
		t.Errorf("after black, pressed twice at once, the screen is %q", got)
	}
	audience.Reload()
	at(4, "Services: pause")
	if got := audience.Text("[data-screen] .slide > .rehearsal"); got == "" {
		t.Error("the screen of a rehearsal has lost its mark")
	}
	later(presenter)
	presenter.Press("7", "Enter")
	at(7, "Services: REVEAL, Best e-Government Prize")
	presenter.Reload()
	at(7, "Services: REVEAL, Best e-Government Prize")
}

func TestBrowserShowOpenedAfterATrialBeginsAtItsFirstSlide(t *testing.T) {
	presenter, audience := onStage(t, "")
	presenter.Press("7", "Enter")
	presenter.In(".run [aria-current]").See("REVEAL, Best e-Government Prize")
	audience.Eval("window.close()", nil)
	presenter.Click(".keys a")
	presenter.ClickText("Open the presenter window")
	presenter.In(".run [aria-current]").See("Welcome")
	again := presenter.Opened(func() { presenter.Click("[data-act=open]") })
	again.In("[data-screen]").See("Welcome")
}

// overTheHeads names the elements of the slide on the screen that do not stand
// in its upper three quarters.
const overTheHeads = `(() => { const screen = document.querySelector("[data-screen]").getBoundingClientRect();
return [...document.querySelectorAll("[data-screen] .slide *")].filter((e) => { let y = 0; for (let n = e; n && !n.matches("[data-screen]"); n = n.offsetParent) y += n.offsetTop;
return y < 0 || y + e.offsetHeight > screen.height * .76 + 1 || e.scrollWidth > screen.width }).map((e) => e.textContent) })()`

func TestBrowserSlidesStandAboveTheHeadsOnBothShapesOfScreen(t *testing.T) {
	presenter, audience := onStage(t, "")
	cues := len(presenter.Texts("[data-go]"))
	for _, size := range [][2]int{{1280, 720}, {1024, 768}} {
		audience.Resize(size[0], size[1])
		for cue := range cues {
			later(presenter)
			presenter.Press(append(digits(cue+1), "Enter")...)
			var low []string
			audience.Eval(overTheHeads, &low)
			if len(low) > 0 {
				t.Errorf("at %v, cue %d: %q", size, cue+1, low)
			}
		}
	}
}

func digits(n int) []string {
	var keys []string
	for _, d := range strconv.Itoa(n) {
		keys = append(keys, string(d))
	}
	return keys
}

func TestSlideOfAllWinnersNamesEveryWinner(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	producer := site.As("producer")
	producer.Post("/en/stage/2027/unlock", nil).Want(http.StatusSeeOther)
	page := producer.Get("/en/stage/2027/present").Want(http.StatusOK)
	last := len(page.All("#cues > [data-cue]")) - 1
	named := len(page.All("#cues > [data-cue]:nth-of-type(" + strconv.Itoa(last) + ") .slide .one bdi"))
	if want := len(winners(t, site)); named != want {
		t.Errorf("the slide of all winners names %d, won have %d", named, want)
	}
}

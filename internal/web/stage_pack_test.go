package web_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/internal/testkit/browser"
)

// fromDisk opens a pack from a file, in a browser without a network.
func fromDisk(t *testing.T, pack string) *browser.Tab {
	t.Helper()
	path := filepath.Join(t.TempDir(), "pack.html")
	if err := os.WriteFile(path, []byte(pack), 0o600); err != nil {
		t.Fatal(err)
	}
	tab := browser.Open(t).Tab(browser.View{Width: 1280, Height: 800})
	tab.Offline(true)
	tab.Go("file://" + path)
	return tab
}

// windowsOf opens the presenter's window from the start page of a pack, and
// from it the audience's; both without a network.
func windowsOf(start *browser.Tab) (presenter, audience *browser.Tab) {
	presenter = start.Opened(func() { start.Click("[data-present]") })
	presenter.Offline(true)
	presenter.In(".clock").See("Show time")
	audience = presenter.Opened(func() { presenter.Click("[data-act=open]") })
	audience.Offline(true)
	presenter.In(".clock").See("Audience screen connected")
	stopClock(presenter)
	return presenter, audience
}

// names reports whether a text holds a name, as JSON, as HTML, or plainly.
func names(text, name string) bool {
	for _, as := range []string{name, strings.ReplaceAll(name, "'", "&#39;"), strings.ReplaceAll(name, "'", `\u0026#39;`)} {
		if strings.Contains(text, as) {
			return true
		}
	}
	return false
}

func TestRehearsalPackHoldsNoRealWinnerAndNeedsNothingElse(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	producer := site.As("producer")
	page := producer.Get("/en/stage/2027/rehearsal/pack").Want(http.StatusOK)
	if got := page.Header.Get("Content-Disposition"); got != `attachment; filename="rehearsal-2027.html"` {
		t.Errorf("it comes as %q", got)
	}
	for _, title := range winners(t, site) {
		if names(page.Body, title) {
			t.Errorf("the rehearsal pack holds the real winner %q", title)
		}
	}
	if !names(page.Body, "Sample City 1") {
		t.Error("the pack has no invented winner either: the search proves nothing")
	}
	for _, outside := range []string{`src="/`, `href="/`, "http://", "url("} {
		if rest := strings.ReplaceAll(page.Body, "http://www.w3.org/", ""); strings.Contains(rest, outside) {
			t.Errorf("the pack points outside itself: %s", outside)
		}
	}
}

func TestBrowserRehearsalPackRunsFromDiskWithoutANetwork(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	start := fromDisk(t, site.As("producer").Get("/en/stage/2027/rehearsal/pack").Want(http.StatusOK).Body)
	start.See("Before the show")
	start.See("Rehearsal: sample winners")
	presenter, audience := windowsOf(start)
	cues := len(presenter.Texts("[data-go]"))
	for cue := 1; cue <= cues; cue++ {
		if got := presenter.Text("[data-go][aria-current] span"); got != strconv.Itoa(cue) {
			t.Fatalf("the presenter is at cue %s, want %d", got, cue)
		}
		if got, want := audience.Title(), presenter.Texts(".run [aria-current] span")[1]; got != want {
			t.Errorf("at cue %d the audience sees %q, want %q", cue, got, want)
		}
		for _, screen := range []*browser.Tab{presenter, audience} {
			if got := screen.Text("[data-screen] .slide > .rehearsal"); got != "Rehearsal: sample winners" {
				t.Errorf("cue %d lacks its mark: %q", cue, got)
			}
		}
		later(presenter)
		presenter.Press("PageDown", "PageDown")
	}
	later(presenter)
	presenter.Press("PageUp")
	presenter.Press("b")
	audience.Reload()
	if got := audience.Attribute("[data-screen]", "class"); got != "stage black" {
		t.Errorf("loaded anew, the black screen is %q", got)
	}
	later(presenter)
	presenter.Press("5", "Enter")
	audience.In("[data-screen]").See("Sample City")
	// Chromium notes of every window of a file that file addresses are strangers.
	for _, got := range audience.Complaints() {
		if !strings.Contains(got, "'file:' URLs are treated as unique security origins") {
			t.Errorf("the audience screen complains: %q", got)
		}
	}
}

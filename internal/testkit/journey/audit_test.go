package journey_test

import (
	"strings"
	"sync"
	"testing"

	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/internal/testkit/browser"
)

func TestMain(m *testing.M) { browser.Main(m) }

// signIn enters the demo as a person, as a visitor of the demo does.
func signIn(tab *browser.Tab, base, name string) {
	tab.Go(base + "/en/demo")
	tab.ClickText(name)
}

// audited remembers which kinds of page have been looked at in which stage and
// role; a public page looks alike to everybody but for its menu.
type audited struct {
	sync.Mutex
	public map[string]bool
}

// fresh reports whether a page is still to be looked at.
func (a *audited) fresh(who, path string) bool {
	if who != "" && strings.HasPrefix(pattern(path), "/en/demo") {
		return false
	}
	a.Lock()
	defer a.Unlock()
	was := a.public[pattern(path)]
	if who == "" {
		a.public[pattern(path)] = true
	}
	return !was
}

// TestBrowserFindsNoFaultOnAnyPage opens one page of every kind that a role
// reaches, at the stage at which the role has most to do, wide and narrow. The
// visitor goes first; public pages are looked at as a visitor only, and the
// start page as everybody.
func TestBrowserFindsNoFaultOnAnyPage(t *testing.T) {
	done := &audited{public: map[string]bool{}}
	for _, of := range []struct {
		who   string
		stage demo.Stage
	}{
		{"", demo.Public},
		{"", demo.Submit},
		{"city", demo.Submit},
		{"city", demo.Screen},
		{"judge", demo.Judge},
		{"officer", demo.Screen},
		{"officer", demo.Decide},
		{"chair", demo.Ceremony},
		{"admin", demo.Judge},
		{"producer", demo.Ceremony},
		{"judge", demo.Public},
		{"officer", demo.Public},
	} {
		t.Run(strings.TrimPrefix(of.who+"/"+string(of.stage), "/"), func(t *testing.T) {
			if of.who != "" {
				t.Parallel()
			}
			site := testkit.Site(t, of.stage)
			paths := crawl(t, as(site, of.who), "/en/")
			base := site.Server(t)
			tab := browser.Open(t).Tab(browser.View{Width: 1280, Height: 900})
			if of.who != "" {
				signIn(tab, base, site.Person(of.who).Name)
			}
			for _, path := range paths {
				if path != "/en/" && !done.fresh(of.who, path) {
					continue
				}
				tab.Go(base + path)
				faultless(t, tab, path, 1280)
				tab.Resize(320, 700)
				faultless(t, tab, path, 320)
				if over := tab.Overflow(); over > 0 {
					t.Errorf("%s: %d px wider than a screen of 320", path, over)
				}
				tab.Resize(1280, 900)
			}
			for _, heard := range tab.Complaints() {
				t.Errorf("the browser complains: %s", heard)
			}
		})
	}
}

func faultless(t *testing.T, tab *browser.Tab, path string, width int) {
	t.Helper()
	for _, v := range tab.Axe() {
		t.Errorf("%s at %d px: %s", path, width, v)
	}
}

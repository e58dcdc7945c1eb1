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
// role, and how those were built; a public page looks alike to everybody but for
// its menu.
type audited struct {
	sync.Mutex
	public map[string]bool
	builds map[string]bool
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

// built reports whether a page of this build, menu and all, has been looked at
// before, and takes it as looked at.
func (a *audited) built(page *testkit.Page) bool {
	how := build(page.Doc())
	a.Lock()
	defer a.Unlock()
	was := a.builds[how]
	a.builds[how] = true
	return was
}

// byLength are the rules of axe-core that ask how much room words take.
var byLength = []string{"target-size", "scrollable-region-focusable"}

// TestBrowserFindsNoFaultOnAnyPage opens one page of every kind that a role
// reaches, at the stage at which the role has most to do, wide and narrow. The
// visitor goes first; public pages are looked at as a visitor only, and the
// start page as everybody. A page that differs from one before in its words alone
// is held to the rules that ask for their length.
func TestBrowserFindsNoFaultOnAnyPage(t *testing.T) {
	done := &audited{public: map[string]bool{}, builds: map[string]bool{}}
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
		{"auditor", demo.Ceremony},
		{"judge", demo.Public},
		{"officer", demo.Public},
	} {
		t.Run(strings.TrimPrefix(of.who+"/"+string(of.stage), "/"), func(t *testing.T) {
			if of.who != "" {
				t.Parallel()
			}
			site := testkit.Site(t, of.stage)
			pages := crawl(t, as(site, of.who), "/en/")
			base := site.Server(t)
			tab := browser.Open(t).Tab(browser.View{Width: 1280, Height: 900})
			if of.who != "" {
				signIn(tab, base, site.Person(of.who).Name)
			}
			for _, page := range pages {
				if page.Path == "/en/" || done.fresh(of.who, page.Path) {
					audit(t, tab, base, page.Path, done.built(page))
				}
			}
			for _, heard := range tab.Complaints() {
				t.Errorf("the browser complains: %s", heard)
			}
		})
	}
}

// audit looks at a page wide and narrow; of one whose build is known, at what
// depends on its words.
func audit(t *testing.T, tab *browser.Tab, base, path string, known bool) {
	t.Helper()
	tab.Go(base + path)
	var rules []string
	if known {
		rules = byLength
	}
	for _, size := range [][2]int{{1280, 900}, {320, 700}} {
		tab.Resize(size[0], size[1])
		for _, v := range tab.Axe(rules...) {
			t.Errorf("%s at %d px: %s", path, size[0], v)
		}
	}
	if over := tab.Overflow(); over > 0 {
		t.Errorf("%s: %d px wider than a screen of 320", path, over)
	}
	tab.Resize(1280, 900)
}

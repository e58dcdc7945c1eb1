package web_test

import (
	"testing"

	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/internal/testkit/browser"
)

// The crawl of every page sees results as they open; here a trial, a refused
// trial and the pages of an open round are looked at too.
func TestBrowserResultsAndTheirTrialsHaveNoFault(t *testing.T) {
	b := browser.Open(t)
	for stage, pages := range map[demo.Stage][]string{
		demo.Judge:  {"/en/desk/2027/results/services", "/en/desk/2027/progress", "/ko/desk/2027/progress"},
		demo.Decide: {undecided + "?method=raw&weight.need=20", undecided + "?weight.need=many", undecided + "/2027-0027?names=letters", "/ko/desk/2027/results/urban-management"},
	} {
		site := testkit.Site(t, stage)
		url := site.Server(t)
		tab := signedIn(b, url, site.As("officer"), browser.View{})
		for _, size := range [][2]int{{1280, 900}, {320, 700}} {
			tab.Resize(size[0], size[1])
			for _, page := range pages {
				tab.Go(url + page)
				if over := tab.Overflow(); over > 0 {
					t.Errorf("%s is %d px too wide at %d", page, over, size[0])
				}
				for _, v := range tab.Axe() {
					t.Errorf("%s at %d: %s", page, size[0], v)
				}
			}
		}
	}
}

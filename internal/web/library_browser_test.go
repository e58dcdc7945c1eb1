package web_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/internal/testkit/browser"
)

// officer is somebody of a city with a problem and no English, at a telephone.
type officer struct {
	t     *testing.T
	tab   *browser.Tab
	url   string // of the site in the officer's language
	words *locale.Words
}

// fits looks at a page as it stands on the small screen.
func (o *officer) fits(what string) {
	o.t.Helper()
	if over := o.tab.Overflow(); over > 0 {
		o.t.Errorf("%s sticks out by %d", what, over)
	}
	if faults := o.tab.Axe(); len(faults) > 0 {
		o.t.Errorf("%s: %v", what, faults)
	}
}

// From the library's first page to two practices of cities like the own one,
// side by side and kept as a file, and a question to one of the cities.
func TestOfficerFindsComparesAndAsksOnATelephone(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	url := site.Server(t)
	for _, lang := range []string{"ko", "ar"} {
		t.Run(lang, func(t *testing.T) {
			tab := browser.Open(t).Tab(browser.View{Width: 360, Height: 740, Lang: lang})
			o := &officer{t: t, tab: tab, url: url + "/" + lang, words: locale.Must(lang)}
			first, second := o.compares()
			o.keeps(first, second)
			o.asks(site, first)
			if said := tab.Complaints(); len(said) > 0 {
				t.Error(strings.Join(said, "\n"))
			}
		})
	}
}

// compares finds a practice of a city of the own size and lays the one that is
// suggested beside it.
func (o *officer) compares() (first, second string) {
	tab := o.tab
	tab.Go(o.url + "/library")
	o.fits("the library")
	tab.Click(".facets > details > summary")
	tab.Click(`label:has([name="size"][value="100k_500k"])`)
	if at := tab.URL(); !strings.Contains(at, "size=100k_500k") {
		o.t.Fatalf("nothing was narrowed: %s", at)
	}
	o.fits("what was found")
	tab.Click(".results li:first-child a")
	first = tab.Text("h1")
	o.fits("a practice")
	tab.Click(".quick a[href*='/compare']")
	o.fits("a list of one")
	tab.Click("#add ~ ul li:first-child .btn")
	o.fits("the comparison")
	return first, tab.Text(".side thead th:nth-child(3)")
}

// keeps saves the comparison as a file.
func (o *officer) keeps(first, second string) {
	name, body := o.tab.Download(func() { o.tab.Click("a[href*='compare.csv']") })
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(body, []byte("\ufeff")))).ReadAll()
	if err != nil || len(rows) < 5 || len(rows[0]) != 3 || rows[0][1] != first || rows[0][2] != second {
		o.t.Fatalf("%s lacks %q or %q: %v %s", name, first, second, err, body)
	}
	if address := rows[len(rows)-1][1]; !strings.Contains(address, "/"+o.words.Code+"/library/") {
		o.t.Errorf("the file leads to %q", address)
	}
}

// asks puts a question to the city of the first practice, by its page.
func (o *officer) asks(site *testkit.Platform, title string) {
	me := o.words.Code + "." + asker // a mailbox that holds no copy of an earlier question
	o.tab.Click("main .row > span > a")
	if at := o.tab.Text("h1"); at != title {
		o.t.Fatalf("the comparison leads to %q, not %q", at, title)
	}
	o.tab.Click(".quick .btn")
	o.fits("the question")
	for _, field := range [][2]string{{"name", "Ana Ruiz"}, {"email", me}, {"city", "Villanueva"}, {"text", question}} {
		o.tab.Fill(o.words.T("library.ask."+field[0]), field[1])
	}
	o.tab.Pick(o.words.T("library.ask.country"), o.words.Country("ES"))
	o.tab.ClickText(o.words.T("library.ask.send"))
	o.tab.See(me)
	o.fits("what comes next")
	mails := site.Mailbox(me)
	if len(mails) != 1 {
		o.t.Fatalf("%d mails came", len(mails))
	}
	o.tab.Go(o.url + mails[0].Link)
	o.fits("the question once more")
	o.tab.ClickText(o.words.T("library.asked.pass"))
	o.tab.See(o.words.T("library.asked.done"))
	o.fits("the question on its way")
}

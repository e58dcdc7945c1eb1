package web_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
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
	"we-gov.org/awards/storage/database"
)

// fromDisk opens a pack from a file, in a browser without a network.
func fromDisk(t testing.TB, pack string) *browser.Tab {
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

// localNames are the names of all cities in their own scripts.
func localNames(site *testkit.Platform) (all []string) {
	site.View(func(tx *database.Tx) error {
		cities, err := tx.Cities()
		for _, c := range cities {
			if c.LocalName != "" {
				all = append(all, c.LocalName)
			}
		}
		return err
	})
	return all
}

func TestRehearsalPackHoldsNoRealWinnerAndNeedsNothingElse(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	producer := site.As("producer")
	form := producer.Get("/en/stage/2027/names").Form("main form")
	_, references := judged(site)
	for _, ref := range references {
		form.Set("say."+ref, "SECRET").Set("screen."+ref, "SECRET")
	}
	form.Press(".dock .btn").Want(http.StatusSeeOther)
	page := producer.Get("/en/stage/2027/rehearsal/pack").Want(http.StatusOK)
	if strings.Contains(page.Body, "SECRET") {
		t.Error("the rehearsal pack holds how a real city is named")
	}
	if got := page.Header.Get("Content-Disposition"); got != `attachment; filename="rehearsal-2027.html"` {
		t.Errorf("it comes as %q", got)
	}
	for _, title := range winners(t, site) {
		if names(page.Body, title) {
			t.Errorf("the rehearsal pack holds the real winner %q", title)
		}
	}
	cities, _ := judged(site)
	for _, city := range append(cities, localNames(site)...) {
		if names(page.Body, city) {
			t.Errorf("the rehearsal pack names the city %q", city)
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
		if got, want := titleAt(audience, cue), presenter.Texts(".run [aria-current] span")[1]; got != want {
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

// realPack makes a pack of the unlocked show and gives the phrase of its paper.
func realPack(t testing.TB, site *testkit.Platform) (pack, phrase string) {
	t.Helper()
	producer := site.As("producer")
	producer.Post("/en/stage/2027/unlock", nil).Want(http.StatusSeeOther)
	paper := producer.Post("/en/stage/2027/pack", nil).Want(http.StatusOK)
	phrase = paper.Text(".phrase")
	if groups := strings.Fields(phrase); len(groups) != 7 {
		t.Fatalf("the phrase is %q, want seven groups", phrase)
	}
	return producer.Post("/en/stage/2027/pack/file", url.Values{"phrase": {phrase}}).Want(http.StatusOK).Body, phrase
}

func TestRealPackHoldsNoCityInTheClearAndNamesItsSeals(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	pack, phrase := realPack(t, site)
	for _, name := range winners(t, site) {
		if names(pack, name) {
			t.Errorf("the pack holds %q in the clear", name)
		}
	}
	for _, group := range strings.Fields(phrase) {
		if strings.Contains(pack, `"`+group) || strings.Contains(pack, " "+group+" ") {
			t.Errorf("the pack holds its own phrase: %s", group)
		}
	}
	made := 0
	site.View(func(tx *database.Tx) error {
		seals, err := tx.Seals(site.Sample.Edition.ID)
		for _, s := range seals {
			if !strings.Contains(pack, s.Commitment) {
				t.Errorf("the pack does not name the commitment of %s", s.Category)
			}
		}
		events, more := tx.EventsOf(site.Sample.Edition.ID)
		for _, e := range events {
			if e.Deed == award.DeedPackShow {
				made++
			}
		}
		return errors.Join(err, more)
	})
	if made != 1 {
		t.Errorf("%d packs are recorded, want 1", made)
	}
}

func TestRealPackIsMadeOnlyOfAnUnlockedShowAndUnderADrawnPhrase(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	producer := site.As("producer")
	producer.Post("/en/stage/2027/pack", nil).Want(http.StatusNotFound)
	phrase := url.Values{"phrase": {stage.NewPhrase()}}
	producer.Post("/en/stage/2027/pack/file", phrase).Want(http.StatusNotFound)
	producer.Post("/en/stage/2027/unlock", nil).Want(http.StatusSeeOther)
	producer.Post("/en/stage/2027/pack/file", phrase).Want(http.StatusOK)
	producer.Post("/en/stage/2027/pack/file", url.Values{"phrase": {"easy"}}).Want(http.StatusNotFound)
}

// held are the winners' titles that a window holds anywhere: in its page, its
// kept values, or what its scripts show to the world.
func held(tab *browser.Tab, titles []string) []string {
	var text string
	tab.Eval(`document.documentElement.outerHTML + JSON.stringify(localStorage) + Object.keys(window).map((k) => { try { return JSON.stringify(window[k]) } catch { return "" } }).join()`, &text)
	var in []string
	for _, title := range titles {
		if names(text, title) {
			in = append(in, title)
		}
	}
	return in
}

func TestBrowserRealPackOpensEachWinnerAtItsOwnCueOnly(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	titles := winners(t, site)
	pack, phrase := realPack(t, site)
	start := fromDisk(t, pack)
	start.Fill("Phrase of this pack", "ABCD EFGH ABCD EFGH ABCD EFGH ABCD")
	start.Click("Try the phrase")
	start.See("This phrase does not open this pack")
	start.Fill("Phrase of this pack", strings.ToLower(phrase))
	start.Click("Try the phrase")
	start.See("The phrase fits, and every sealed slide is whole.")
	presenter, audience := windowsOf(start)
	cues := presenter.Texts("[data-go] span:nth-child(2)")
	at := func(cue int) (in []string) {
		t.Helper()
		for _, window := range []*browser.Tab{presenter, audience} {
			window.Attribute(`[data-screen][data-at="`+strconv.Itoa(cue)+`"]`, "class")
			in = held(window, titles)
			least, most := 0, 0
			switch name := cues[cue-1]; {
			case strings.Contains(name, "REVEAL"):
				least, most = 1, 1
			case strings.Contains(name, "finalists"):
				least, most = 1, site.Sample.Edition.Finalists
			case name == "All winners":
				least, most = 0, 0 // cities only
			}
			if len(in) < least || len(in) > most {
				t.Errorf("at cue %d, %s, a window holds %q", cue, cues[cue-1], in)
			}
		}
		if in := held(start, titles); len(in) > 0 {
			t.Errorf("at cue %d the start page holds %q", cue, in)
		}
		return in
	}
	cue, categories := 1, 0
	for ; categories < 3 || !strings.HasSuffix(cues[cue], "title"); cue++ {
		at(cue)
		if strings.HasSuffix(cues[cue], "title") {
			categories++
		}
		later(presenter)
		presenter.Press("PageDown", "PageDown")
	}
	last := at(cue)
	presenter.Press("b")
	audience.Reload()
	if got := audience.Attribute(`[data-screen][data-at]`, "class"); got != "stage black" {
		t.Errorf("loaded anew, the black screen is %q", got)
	}
	later(presenter)
	presenter.Press("PageUp")
	if again := at(cue - 1); slices.Equal(again, last) {
		t.Errorf("back still shows %q", again)
	}
	later(presenter)
	presenter.Press("4", "Enter")
	at(4)
	later(presenter)
	presenter.Press(append(digits(len(cues)-1), "Enter")...)
	at(len(cues) - 1)
	audience.In("[data-screen]").See("Services")
}

func TestBrowserRealPackWithExchangedCardsIsRefused(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	titles := winners(t, site)
	pack, phrase := realPack(t, site)
	// Two ciphers change places, as if the cards lay in each other's envelopes.
	cards := strings.Split(pack, `<script type="text/plain" data-cipher>`)
	second, rest, _ := strings.Cut(cards[2], "<")
	third, more, _ := strings.Cut(cards[3], "<")
	cards[2], cards[3] = third+"<"+rest, second+"<"+more
	start := fromDisk(t, strings.Join(cards, `<script type="text/plain" data-cipher>`))
	start.In("[data-hash]").See("the file has been changed")
	start.Fill("Phrase of this pack", phrase)
	start.Click("Try the phrase")
	start.See("or the file is damaged")
	presenter := start.Opened(func() { start.Eval(`void window.open("#cue=5", "spare")`, nil) })
	presenter.In(".clock").See("Show time")
	if in := held(presenter, titles); len(in) > 0 {
		t.Errorf("it shows %q", in)
	}
	if got := presenter.Text("[data-go][aria-current] span"); got != "5" {
		t.Errorf("the spare laptop begins at cue %s, want 5", got)
	}
}

// A photo of half a megabyte kept the hall waiting when it was opened at its own
// step. It is made ready while its city's name is on the screen, and it alone.
func TestBrowserPackMakesReadyThePhotoOfTheNameOnTheScreenAndNothingElse(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	site.As("producer").Get("/en/stage/2027/run").Form("main form").Set("mode.services.outstanding_e_government_prize", "photo").Press(".dock .btn").Want(http.StatusSeeOther)
	pack, phrase := realPack(t, site)
	start := fromDisk(t, pack)
	start.Fill("Phrase of this pack", phrase)
	start.Click("Try the phrase")
	start.See("The phrase fits")
	presenter, audience := windowsOf(start)
	audience.Eval(`(() => { window.opened = 0; const decrypt = SubtleCrypto.prototype.decrypt; SubtleCrypto.prototype.decrypt = function (...a) { opened++; return decrypt.apply(this, a) } })()`, nil)
	presenter.Press("4", "Enter")
	shows(audience, 4)
	for _, want := range []struct{ cue, opened int }{{5, 2}, {6, 2}, {7, 4}} { // a reveal with its photo, the photo, the next reveal with its own
		later(presenter)
		presenter.Press("PageDown")
		shows(audience, want.cue)
		var opened int
		audience.Eval(fmt.Sprintf(`new Promise((done) => { const began = performance.now(), look = () => opened >= %d || performance.now() - began > 20000 ? setTimeout(() => done(opened), 300) : setTimeout(look, 20); look() })`, want.opened), &opened)
		if opened != want.opened {
			t.Errorf("at cue %d %d slides have been opened, want %d", want.cue, opened, want.opened)
		}
	}
	later(presenter)
	presenter.Press("PageUp")
	shows(audience, 6)
	var wide int
	if audience.Eval(`document.querySelector("[data-screen] img").naturalWidth`, &wide); wide == 0 {
		t.Error("the photo is not on the screen")
	}
}

func TestPackThatIsOlderThanADecisionIsSaidToBe(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	producer := site.As("producer")
	old := "Since then the run sheet, a name or a decision was changed"
	if page := producer.Get("/en/stage/2027"); page.Says("The last pack was made") {
		t.Error("a pack is told of before there is one")
	}
	pack, _ := realPack(t, site)
	if !strings.Contains(pack, "The ceremony page of the site says whether anything was changed since.") {
		t.Error("the pack's first page does not say when it was made")
	}
	if page := producer.Get("/en/stage/2027"); !page.Says("The last pack was made") || page.Says(old) {
		t.Errorf("a new pack is said to be old, or nothing is said: %s", page.Text("main"))
	}
	site.Clock.Advance(time.Minute)
	_, references := judged(site)
	producer.Get("/en/stage/2027/names").Form("main form").Set("accepts."+references[0], "The deputy mayor").Press(".dock .btn").Want(http.StatusSeeOther)
	if page := producer.Get("/en/stage/2027"); !page.Says(old) {
		t.Error("somebody else accepts since the pack was made, and nothing is said")
	}
	realPack(t, site)
	if page := producer.Get("/en/stage/2027"); page.Says(old) {
		t.Error("the newer pack is said to be old")
	}
}

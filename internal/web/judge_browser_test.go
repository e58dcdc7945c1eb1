package web_test

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/internal/testkit/browser"
	"we-gov.org/awards/storage/database"
)

// signedIn opens a window of a person who is signed in.
func signedIn(b *browser.Browser, url string, c *testkit.Client, v browser.View) *browser.Tab {
	tab := b.Tab(v)
	tab.Go(url + "/en/")
	tab.Eval("document.cookie='wego="+c.Cookie("wego")+";path=/'", nil)
	return tab
}

// sheetOf returns the scoresheet of a judge's entry as it is stored.
func sheetOf(s *testkit.Platform, who, ref string) (sheet award.Scoresheet, seat award.Seat) {
	refs, seats := ownSeats(s, who)
	seat = seats[slices.Index(refs, ref)]
	s.View(func(tx *database.Tx) (err error) {
		sheet, err = tx.Scoresheet(seat.ID)
		return err
	})
	return sheet, seat
}

func lastPart(path string) string { return path[strings.LastIndexByte(path, '/')+1:] }

func TestBrowserJudgeScoresFiveEntriesByKeys(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	url, criteria := site.Server(t), len(site.Sample.Edition.Criteria)
	tab := signedIn(browser.Open(t), url, site.As("judge/rana"), browser.View{Width: 1280, Height: 800})
	tab.Go(url + round1)
	tab.Click("main a.btn")
	for range 5 {
		ref, heading := lastPart(tab.URL()), tab.Text("header.bar b")
		begun, _ := sheetOf(site, "judge/rana", ref)
		var hidden int
		tab.Eval("(() => { const s = document.querySelector('#sheet'); return s.scrollHeight - s.clientHeight })()", &hidden)
		if hidden > 0 {
			t.Errorf("%d px of the scoresheet are out of sight", hidden)
		}
		keys := 0
		for range criteria - len(begun.Scores) {
			tab.Press("4")
			keys++
		}
		tab.Type("Good in 2 of 5 points; n, s and j are letters.")
		tab.Press("Ctrl+Enter")
		if keys++; keys > 8 {
			t.Errorf("%d keys for one entry", keys)
		}
		tab.In("header.bar").NotSee(heading)
		sheet, seat := sheetOf(site, "judge/rana", ref)
		if seat.State != award.SeatDone || len(sheet.Scores) != criteria || !strings.HasPrefix(sheet.Comment, "Good in 2 of 5") {
			t.Errorf("%s is %s with %v and %q", ref, seat.State, sheet.Scores, sheet.Comment)
		}
		for _, v := range slices.Collect(maps.Values(sheet.Scores)) {
			if v == 2 || v == 5 {
				t.Errorf("a figure in the comment scored: %v", sheet.Scores)
			}
		}
	}
	if c := tab.Complaints(); len(c) > 0 {
		t.Errorf("the pages complain: %v", c)
	}
}

func TestBrowserKeysAreQuietWhileTypingComposingOrOff(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	url := site.Server(t)
	ref := fresh(t, site, "judge/rana")
	tab := signedIn(browser.Open(t), url, site.As("judge/rana"), browser.View{Height: 800})
	tab.Go(url + round1 + "/" + ref)
	tab.Click("#comment")
	tab.Type("2 nsjk/?2")
	tab.Press("Tab")
	tab.See("Saved at")
	tab.Eval("document.body.dispatchEvent(new KeyboardEvent('keydown', {key: '3', bubbles: true, isComposing: true}))", nil)
	tab.Click("details[data-help] summary")
	tab.Unchoose("Keys on")
	tab.Press("3", "n", "s", "j")
	tab.Reload()
	tab.Press("4", "j")
	var on bool
	tab.Eval("document.querySelector('[data-keys]').checked", &on)
	if on || lastPart(tab.URL()) != ref {
		t.Error("the keys are on again after loading the page anew")
	}
	if sheet, _ := sheetOf(site, "judge/rana", ref); len(sheet.Scores) != 0 || sheet.Comment != "2 nsjk/?2" {
		t.Errorf("the sheet holds %v and %q", sheet.Scores, sheet.Comment)
	}
	tab.Click("details[data-help] summary")
	tab.Choose("Keys on")
	tab.Press("4")
	tab.In("form .finish").See("1 of 6 scored")
	if sheet, _ := sheetOf(site, "judge/rana", ref); len(sheet.Scores) != 1 {
		t.Errorf("switched on, the key scores %v", sheet.Scores)
	}
}

func TestBrowserTwoWindowsAskWhichScoreToKeep(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	url := site.Server(t)
	ref := fresh(t, site, "judge/rana")
	b, judge := browser.Open(t), site.As("judge/rana")
	one := signedIn(b, url, judge, browser.View{Height: 800})
	one.Go(url + round1 + "/" + ref)
	other := signedIn(b, url, judge, browser.View{Height: 800})
	other.Go(url + round1 + "/" + ref)
	one.Press("4")
	one.In("form .finish").See("1 of 6 scored")
	other.Press("2")
	other.In("[data-stale]").See("Stored: 4")
	other.In("[data-stale]").See("Here: 2")
	if sheet, _ := sheetOf(site, "judge/rana", ref); sheet.Scores["need"] != 4 {
		t.Errorf("the second window overwrote: %v", sheet.Scores)
	}
	other.Click("[data-keep]")
	other.In("header.bar").See("Saved at")
	other.In("form .finish").See("1 of 6 scored")
	if sheet, _ := sheetOf(site, "judge/rana", ref); sheet.Scores["need"] != 2 {
		t.Errorf("the choice was not kept: %v", sheet.Scores)
	}
	one.Press("3")
	one.Click("[data-take]")
	if got := one.Attribute("fieldset[data-criterion=need] input:checked", "value"); got != "2" {
		t.Errorf("the first window shows %q", got)
	}
}

func TestBrowserScoresOutliveALostConnection(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	url := site.Server(t)
	ref := fresh(t, site, "judge/rana")
	tab := signedIn(browser.Open(t), url, site.As("judge/rana"), browser.View{Height: 800})
	tab.Go(url + round1 + "/" + ref)
	tab.Press("4")
	tab.In("form .finish").See("1 of 6 scored")
	tab.Offline(true)
	tab.Press("3")
	tab.In("header.bar").See("Not saved: no connection")
	tab.Offline(false)
	tab.Go(url + round1 + "/" + ref)
	tab.In("form .finish").See("2 of 6 scored")
	if sheet, _ := sheetOf(site, "judge/rana", ref); len(sheet.Scores) != 2 {
		t.Errorf("the sheet holds %v", sheet.Scores)
	}
}

func TestBrowserScoresStayUnderThePointerThatGoesFromOneToTheNext(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	url, e := site.Server(t), site.Sample.Edition
	ref := fresh(t, site, "judge/rana")
	tab := signedIn(browser.Open(t), url, site.As("judge/rana"), browser.View{Width: 1280, Height: 800})
	tab.Go(url + round1 + "/" + ref)
	for i, c := range e.Criteria {
		tab.Click("#c-" + c.Key + "-4")
		tab.In("form .finish").See(strconv.Itoa(i+1) + " of 6 scored")
		if shown := tab.Text(".slot .now"); !strings.Contains(shown, c.Anchors[0].Text) {
			t.Errorf("beside %s stands %q", c.Key, shown)
		}
	}
	sheet, _ := sheetOf(site, "judge/rana", ref)
	for _, c := range e.Criteria {
		if sheet.Scores[c.Key] != 3 {
			t.Errorf("%s is scored %v, pressed was 3", c.Key, sheet.Scores[c.Key])
		}
	}
}

func TestBrowserJudgeScoresWithoutScript(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	url, e := site.Server(t), site.Sample.Edition
	ref := fresh(t, site, "judge/rana")
	tab := signedIn(browser.Open(t), url, site.As("judge/rana"), browser.View{Width: 360, Height: 740, NoScript: true})
	tab.Go(url + round1 + "/" + ref)
	tab.ClickText("Finish and next")
	tab.See("There is a problem")
	for i, c := range e.Criteria {
		tab.Click("#c-" + c.Key + "-" + strconv.Itoa(i%3+2))
	}
	tab.Fill("Your comment on the entry", "Read on a phone.")
	tab.ClickText("Finish and next")
	if sheet, seat := sheetOf(site, "judge/rana", ref); seat.State != award.SeatDone || sheet.Comment != "Read on a phone." {
		t.Errorf("the seat is %s with %v", seat.State, sheet)
	}
}

// The crawl of every page sees sheets that were sent; here they are open, refused
// and walked through by Tab.
func TestBrowserOpenSheetHasNoFault(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	url, b := site.Server(t), browser.Open(t)
	sheet := round1 + "/" + fresh(t, site, "judge/rana")
	faultless := func(tab *browser.Tab, page string) {
		if over := tab.Overflow(); over > 0 {
			t.Errorf("%s is %d px too wide", page, over)
		}
		for _, v := range tab.Axe() {
			t.Errorf("%s: %s", page, v)
		}
	}
	tab := signedIn(b, url, site.As("judge/rana"), browser.View{})
	for _, size := range [][2]int{{1280, 800}, {320, 640}} {
		tab.Resize(size[0], size[1])
		for _, page := range []string{sheet, strings.Replace(sheet, "/en/", "/ko/", 1)} {
			tab.Go(url + page)
			faultless(tab, page)
		}
		tab.Go(url + sheet)
		for _, stop := range tab.TabWalk() {
			if fault := stop.Fault(); fault != "" {
				t.Errorf("%s at %d: %s", sheet, size[0], fault)
			}
		}
		tab.ClickText("Finish and next")
		tab.See("There is a problem")
		faultless(tab, "a refused sheet")
	}
	ties := signedIn(browser.Open(t), url, site.As("judge/lucia"), browser.View{Width: 320, Height: 640})
	ties.Go(url + "/en/judge/2027/conflicts")
	faultless(ties, "ties to declare")
}

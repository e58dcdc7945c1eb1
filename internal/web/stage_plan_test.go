package web_test

import (
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/internal/testkit/browser"
)

// cueAt is the number of the cue at which a presenter's window is.
func cueAt(presenter *browser.Tab) string { return presenter.Text("[data-go][aria-current] span") }

// titleAt waits until the audience's screen stands at a cue, and returns what its
// window is called then.
func titleAt(audience *browser.Tab, cue int) string {
	audience.Attribute(`[data-screen][data-at="`+strconv.Itoa(cue)+`"]`, "class")
	return audience.Title()
}

func TestBrowserPlanIsChangedInTheHallAndTakenOverByTheSpareLaptop(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	start := fromDisk(t, site.As("producer").Get("/en/stage/2027/rehearsal/pack").Want(http.StatusOK).Body)
	presenter, audience := windowsOf(start)
	presenter.Click(".plan summary")
	// Cue 6, a prize of the first category, is withdrawn; the second category
	// comes before it; a city of the first has missed its plane.
	presenter.Fill("Cue number", "6")
	presenter.Click("[data-plan=out]")
	presenter.Fill("Cue number", "2")
	presenter.Click("[data-plan=later]")
	presenter.Fill("Cities that are not in the hall, with / between them", "sample city 2 / Elsewhere")
	presenter.Click("h1")
	next := func(want int) {
		t.Helper()
		later(presenter)
		presenter.Press("PageDown", "PageDown")
		if got := cueAt(presenter); got != strconv.Itoa(want) {
			t.Errorf("next is cue %s, want %d", got, want)
		}
		if got, title := titleAt(audience, want), presenter.Texts(".run [aria-current] span")[1]; got != title {
			t.Errorf("at cue %d the audience sees %q, want %q", want, got, title)
		}
	}
	for _, want := range []int{8, 9, 10, 11, 12, 13, 2, 3, 4, 5} {
		next(want)
	}
	audience.In("[data-screen]").See("Accepted in the city's absence")
	presenter.In("[data-say]").See("Nobody of this city is in the hall")
	next(7)
	audience.In("[data-screen]").NotSee("Accepted in the city's absence")
	later(presenter)
	presenter.Press("6", "Enter")
	if got := cueAt(presenter); got != "7" {
		t.Errorf("the cue that was left out is shown when its number is typed: at %s", got)
	}
	presenter.Click("[data-plan=away]")
	audience.In("[data-screen]").See("Accepted in the city's absence")
	code := presenter.Value("Code of the changed plan, for the spare laptop")
	if want := "order 1 3 2 4 5 6 7 8; out 6; absent sample city 2 / Elsewhere / Sample City 1"; code != want {
		t.Errorf("the code is %q, want %q", code, want)
	}
	presenter.Reload()
	presenter.Click(".plan summary")
	if got := presenter.Value("Code of the changed plan, for the spare laptop"); got != code {
		t.Errorf("loaded anew, the plan is %q", got)
	}
	spare := fromDisk(t, readPack(t, start))
	spare.Fill("On a spare laptop, begin at cue number", "13")
	spare.Fill("Code of the changed plan, if there is one", code)
	other := spare.Opened(func() { spare.Click("Open there") })
	other.In(".clock").See("Show time")
	other.Press("PageDown")
	if got := cueAt(other); got != "2" {
		t.Errorf("the spare laptop goes on at cue %s, want 2", got)
	}
	other.Click(".plan summary")
	other.Fill("Code of the changed plan, for the spare laptop", "drop everything")
	other.Click("h1")
	other.See("This is not the code of a plan of this show")
	var log string
	presenter.Eval(`Object.entries(localStorage).filter(([k]) => k.endsWith(":log")).map(([, v]) => v).join()`, &log)
	for _, want := range []string{"plan: out 6\t", "plan: order 1 3 2", "absent sample city 2"} {
		if !strings.Contains(log, want) {
			t.Errorf("the log lacks %q:\n%s", want, log)
		}
	}
}

// readPack is the file that a tab has open.
func readPack(t *testing.T, tab *browser.Tab) string {
	t.Helper()
	text, err := os.ReadFile(diskPath(tab))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// diskPath is where that file lies.
func diskPath(tab *browser.Tab) string {
	path, _, _ := strings.Cut(strings.TrimPrefix(tab.URL(), "file://"), "#")
	return filepath.Clean(path)
}

func TestBrowserWinnerWhosePrizeIsWithdrawnLeavesTheSlideOfAllWinners(t *testing.T) {
	presenter, audience := onStage(t, "/rehearsal")
	cues := len(presenter.Texts("[data-go]"))
	winnersAt := digits(cues - 1)
	presenter.Press(append(winnersAt, "Enter")...)
	audience.In("[data-screen]").See("Sample City 1Sample City 2")
	presenter.Click(".plan summary")
	presenter.Fill("Cue number", "7")
	presenter.Click("[data-plan=out]")
	audience.In("[data-screen]").NotSee("Sample City 1Sample City 2")
	audience.In("[data-screen]").See("Sample City 2")
}

// kept is what a window keeps on the computer beside its memory.
const kept = `(async () => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, await indexedDB.databases(), await caches?.keys?.().catch(() => [])]))().then((t) => { window.keptText = t })`

func TestBrowserMemoryOfNoWindowHoldsALaterCategorysWinner(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	pack, phrase := realPack(t, site)
	start := fromDisk(t, pack)
	start.Fill("Phrase of this pack", phrase)
	start.Click("Try the phrase")
	start.See("The phrase fits")
	presenter, audience := windowsOf(start)
	wins := winnersOf(t, site)
	order := site.Sample.Edition.Categories
	look := func(done int) (seen int) {
		t.Helper()
		for name, tab := range map[string]*browser.Tab{"start page": start, "presenter": presenter, "audience": audience} {
			tab.Eval(kept, nil)
			var text string
			tab.Eval("document.documentElement.outerHTML + window.keptText", &text)
			text += strings.Join(tab.Heap(), "\n")
			for i, c := range order {
				for _, title := range wins[c.Key] {
					has := names(text, title)
					if has && i >= done {
						t.Errorf("before its category the %s holds %q", name, title)
					}
					if has && name != "start page" {
						seen++
					}
				}
			}
		}
		return seen
	}
	look(0)
	later(presenter)
	presenter.Press("7", "Enter")
	audience.Attribute(`[data-screen][data-at="7"]`, "class")
	if look(1) == 0 {
		t.Error("the winner on the screen is in no memory: the search proves nothing")
	}
	later(presenter)
	presenter.Press("1", "0", "Enter")
	audience.Attribute(`[data-screen][data-at="10"]`, "class")
	look(2)
}

func TestBrowserPaperFromThePackCoversWinnersOnTheScreen(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	pack, phrase := realPack(t, site)
	start := fromDisk(t, pack)
	start.Fill("Phrase of this pack", phrase)
	start.Click("Try the phrase")
	start.See("The phrase fits")
	titles := winners(t, site)
	cards := start.Opened(func() { start.Click("[data-view-open=cards]") })
	cards.See("All cards are ready to print")
	prizes := 0
	for _, p := range site.Sample.Edition.Prizes {
		prizes += p.PerCategory
	}
	if got, want := len(cards.Texts(".foldsheet")), prizes*len(site.Sample.Edition.Categories); got != want {
		t.Errorf("%d cards, want one for each of %d places", got, want)
	}
	var shown string
	cards.Eval("document.body.innerText", &shown)
	if i := slices.IndexFunc(titles, func(title string) bool { return strings.Contains(shown, title) }); i >= 0 {
		t.Errorf("the screen shows %q", titles[i])
	}
	var outside []string
	cards.Eval(`[...document.querySelectorAll(".outside")].map((e) => e.textContent)`, &outside)
	for _, text := range outside {
		if slices.ContainsFunc(titles, func(title string) bool { return strings.Contains(text, title) }) {
			t.Errorf("outside stands %q", text)
		}
	}
	var inside []string
	cards.Eval(`[...document.querySelectorAll(".inside")].map((e) => e.textContent)`, &inside)
	for _, title := range titles {
		if !slices.ContainsFunc(inside, func(text string) bool { return strings.Contains(text, title) }) {
			t.Errorf("no card names %q", title)
		}
	}
	slides := start.Opened(func() { start.Click("[data-view-open=slides]") })
	slides.See("All slides are ready to print")
	var all int
	slides.Eval(`document.querySelectorAll(".slidesheet .slide").length`, &all)
	if cues := len(site.As("producer").Get("/en/stage/2027/screen").All("#cues > [data-cue]")); all != cues {
		t.Errorf("%d slides to print, the show has %d", all, cues)
	}
}

func TestBrowserFirstPagesOfAPackFitAPhoneInKoreanAndFromRightToLeft(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	pack := site.As("producer").Get("/ko/stage/2027/rehearsal/pack").Want(http.StatusOK).Body
	for name, page := range map[string]string{"ko": pack, "rtl": strings.Replace(pack, `<html lang="ko" dir="ltr">`, `<html lang="ko" dir="rtl">`, 1)} {
		start := fromDisk(t, page)
		presenter := start.Opened(func() { start.Click("[data-present]") })
		presenter.In(".clock").See("전체 시간")
		presenter.Click(".plan summary")
		for _, tab := range []*browser.Tab{start, presenter} {
			for _, width := range []int{360, 1280} {
				tab.Resize(width, 800)
				if over := tab.Overflow(); over > 0 {
					t.Errorf("%s at %d pixels is %d too wide: %s", name, width, over, tab.Title())
				}
				for _, v := range tab.Axe() {
					t.Errorf("%s at %d pixels, %s: %v", name, width, tab.Title(), v)
				}
			}
		}
	}
}

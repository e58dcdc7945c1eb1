package browser

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestMain(m *testing.M) { Main(m) }

// site serves small pages by path; each gets a language, a title and a main.
func site(t *testing.T, pages map[string]string) string {
	t.Helper()
	mux := http.NewServeMux()
	for path, body := range pages {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, _ *http.Request) { write(w, body) })
	}
	mux.HandleFunc("POST /echo", echo)
	mux.HandleFunc("GET /lang", func(w http.ResponseWriter, r *http.Request) { write(w, r.Header.Get("Accept-Language")) })
	mux.HandleFunc("GET /cookie", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "who", Value: r.URL.Query().Get("who"), Path: "/", SameSite: http.SameSiteLaxMode})
		write(w, "set")
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

func write(w http.ResponseWriter, body string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'self'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:")
	fmt.Fprintf(w, `<!doctype html><html lang="en"><head><title>A page</title><link rel="icon" href="data:,"><meta name="viewport" content="width=device-width"></head><body><main><h1>A page</h1>%s</main></body></html>`, body)
}

// echo says what a form sent.
func echo(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseMultipartForm(1 << 20); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	said := []string{}
	for _, key := range []string{"name", "about", "month", "kind", "terms", "score"} {
		said = append(said, key+" is "+strings.Join(r.Form[key], "+"))
	}
	for _, f := range r.MultipartForm.File["files"] {
		file, _ := f.Open()
		body, _ := io.ReadAll(file)
		said = append(said, "file "+f.Filename+" of "+string(body))
	}
	write(w, "<p>"+strings.Join(said, "; ")+"</p><h2>Thank you</h2>")
}

const form = `<form method="post" action="/echo" enctype="multipart/form-data">
<p><label for="n">Name of the city <span>(as in English)</span></label> <input id="n" name="name" value="old"></p>
<p><label>About it <textarea name="about"></textarea></label></p>
<p><label for="m">Month</label> <input id="m" type="month" name="month"></p>
<p><label for="k">Kind</label> <select id="k" name="kind"><option value="">Choose</option><option value="c">City</option><option value="p">Province</option></select></p>
<fieldset><legend>Impact</legend><label><input type="radio" name="score" value="i3">3</label><label><input type="radio" name="score" value="i4">4</label></fieldset>
<fieldset><legend>Inclusion</legend><label><input type="radio" name="other" value="3">3</label><label><input type="radio" name="other" value="4">4</label></fieldset>
<p><input type="checkbox" id="t" name="terms" style="opacity:0;position:absolute"><label for="t">We agree</label></p>
<p><label for="f">Pictures</label> <input id="f" type="file" name="files" multiple></p>
<button>Send the form</button></form>`

func fillForm(t *testing.T, tab *Tab) {
	t.Helper()
	dir := t.TempDir()
	one, two := filepath.Join(dir, "one.txt"), filepath.Join(dir, "two.txt")
	for path, text := range map[string]string{one: "first", two: "second"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	tab.Fill("Name of the city", "서울 “Gov”")
	tab.Fill("About it", "two\nlines")
	tab.Fill("Month", "2027-03")
	tab.Pick("Kind", "Province")
	tab.Group("Impact").Choose("4")
	tab.Choose("We agree")
	tab.Upload("Pictures", one, two)
	tab.ClickText("Send the form")
}

func TestFormIsFilledByItsLabelsAndSent(t *testing.T) {
	for name, view := range map[string]View{"with script": {}, "without script": {NoScript: true, Width: 360}} {
		t.Run(name, func(t *testing.T) {
			url := site(t, map[string]string{"/form": form})
			tab := Open(t).Tab(view)
			tab.Go(url + "/form")
			fillForm(t, tab)
			if got := tab.URL(); got != url+"/echo" {
				t.Errorf("after sending, the tab is at %s", got)
			}
			want := "name is 서울 “Gov”; about is two lines; month is 2027-03; kind is p; terms is on; score is i4; file one.txt of first; file two.txt of second"
			if got := tab.Text("main p"); got != want {
				t.Errorf("the form sent\n%s\nwant\n%s", got, want)
			}
			tab.See("thank you")
			tab.NotSee("Send the form")
			if c := tab.Complaints(); len(c) > 0 {
				t.Errorf("the pages complained: %q", c)
			}
		})
	}
}

func TestValuesAndChoicesAreRead(t *testing.T) {
	tab := Open(t).Tab(View{})
	tab.Go(site(t, map[string]string{"/form": form}) + "/form")
	tab.Choose("We agree")
	tab.Unchoose("We agree")
	tab.Pick("Kind", "City")
	if tab.Value("Name of the city") != "old" || tab.Value("Kind") != "City" || tab.Chosen("We agree") {
		t.Errorf("read %q, %q, %t", tab.Value("Name of the city"), tab.Value("Kind"), tab.Chosen("We agree"))
	}
	tab.Fill("Name of the city", "")
	if got := tab.Value("Name of the city"); got != "" {
		t.Errorf("an emptied field holds %q", got)
	}
}

func TestClickWaitsForThePageItLeadsTo(t *testing.T) {
	url := site(t, map[string]string{
		"/":       `<p><a href="/second">On</a> <a href="#here">Stay</a></p><p id="here">here</p>`,
		"/second": `<button type="button" onclick="setTimeout(() => document.querySelector('output').textContent = 'It is done', 300)">Do it</button><output></output><p><a href="/">Home</a></p>`,
	})
	tab := Open(t).Tab(View{})
	tab.Go(url + "/")
	tab.ClickText("Stay")
	tab.ClickText("On")
	if tab.URL() != url+"/second" {
		t.Fatalf("the tab is at %s", tab.URL())
	}
	tab.Click("main button")
	tab.See("It is done")
	tab.Back()
	if tab.URL() != url+"/#here" {
		t.Errorf("back is %s", tab.URL())
	}
}

func TestKeysReachThePage(t *testing.T) {
	tab := Open(t).Tab(View{})
	tab.Go(site(t, map[string]string{"/": `<p><label>Word <input></label></p><output></output>
<script>addEventListener("keydown", (e) => document.querySelector("output").textContent += (e.ctrlKey ? "^" : "") + (e.shiftKey ? "+" : "") + e.key + " ")</script>`}) + "/")
	tab.Press("j", "ArrowDown", "Shift+Tab", "Ctrl+Enter")
	tab.See("j ArrowDown +Tab ^Enter")
	tab.Fill("Word", "a")
	tab.Type("bc")
	if got := tab.Value("Word"); got != "abc" {
		t.Errorf("typed %q", got)
	}
}

func TestPersonsShareNoCookieAndTabsOfOneDo(t *testing.T) {
	url := site(t, nil)
	ann, bob := Open(t), Open(t)
	first := ann.Tab(View{})
	first.Go(url + "/cookie?who=ann")
	second := ann.Tab(View{})
	second.Go(url + "/lang")
	other := bob.Tab(View{})
	other.Go(url + "/lang")
	if c := second.Cookies(); len(c) != 1 || c[0].Value != "ann" || c[0].SameSite != http.SameSiteLaxMode {
		t.Errorf("the second tab has %v", c)
	}
	if c := other.Cookies(); len(c) != 0 {
		t.Errorf("another person has %v", c)
	}
}

func TestViewIsWhatThePageSees(t *testing.T) {
	tab := Open(t).Tab(View{Width: 360, Dark: true, ForcedColors: true, ReducedMotion: true, Lang: "ko", Zone: "Asia/Seoul"})
	tab.Go(site(t, nil) + "/lang")
	if got := tab.Text("main"); !strings.Contains(got, "ko") {
		t.Errorf("the site was asked for %q", got)
	}
	var seen []any
	tab.Eval(`[innerWidth, ...["prefers-color-scheme: dark", "forced-colors: active", "prefers-reduced-motion: reduce"].map((q) => matchMedia("(" + q + ")").matches), navigator.language, new Intl.DateTimeFormat().resolvedOptions().timeZone]`, &seen)
	if got, want := fmt.Sprint(seen), "[360 true true true ko Asia/Seoul]"; got != want {
		t.Errorf("the page sees %s, want %s", got, want)
	}
}

func TestOfflineTabKnowsIt(t *testing.T) {
	tab := Open(t).Tab(View{})
	tab.Go(site(t, map[string]string{"/": `<p>here</p>`}) + "/")
	tab.Offline(true)
	reach := `fetch("/lang").then(() => "reached", () => "no network").then((s) => s + " " + navigator.onLine)`
	var got string
	if tab.Eval(reach, &got); got != "no network false" {
		t.Errorf("offline: %s", got)
	}
	tab.Offline(false)
	if tab.Eval(reach, &got); got != "reached true" {
		t.Errorf("on line again: %s", got)
	}
}

func TestOpenedWindowIsDriven(t *testing.T) {
	tab := Open(t).Tab(View{})
	tab.Go(site(t, map[string]string{"/": `<a href="/wall" target="_blank">Open the wall</a>`, "/wall": `<p>On the wall</p>`}) + "/")
	wall := tab.Opened(func() { tab.ClickText("Open the wall") })
	wall.See("On the wall")
	tab.See("Open the wall")
}

func TestComplaintsOfThePageAreHeard(t *testing.T) {
	tab := Open(t).Tab(View{})
	tab.Go(site(t, map[string]string{"/": `<img src="/none.png" alt="None"><script>console.error("oh", 1); setTimeout(() => { throw new Error("broken") })</script><p>here</p>`}) + "/")
	tab.within(Bound, func() (bool, string) { return len(tab.Complaints()) >= 3, "" })
	all := strings.Join(tab.Complaints(), "\n")
	for _, want := range []string{"console: oh 1", "broken", "Content Security Policy"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not among the complaints:\n%s", want, all)
		}
	}
}

func TestAxeFindsAKnownFault(t *testing.T) {
	url := site(t, map[string]string{"/good": `<p>All is well.</p>`, "/bad": `<p style="color:#ccc;background:#fff">Pale</p><input type="text">`})
	tab := Open(t).Tab(View{})
	tab.Go(url + "/good")
	if found := tab.Axe(); len(found) != 0 {
		t.Errorf("a good page breaks %v", found)
	}
	tab.Go(url + "/bad")
	ids := []string{}
	for _, v := range tab.Axe() {
		ids = append(ids, v.ID)
	}
	if got := strings.Join(ids, " "); got != "color-contrast label" {
		t.Errorf("axe finds %q", got)
	}
	if found := tab.Axe("label"); len(found) != 1 || found[0].ID != "label" {
		t.Errorf("of the one rule that is named axe finds %v", found)
	}
}

func TestOverflowMeasuresWhatSticksOut(t *testing.T) {
	url := site(t, map[string]string{"/good": `<p>All is well.</p>`, "/wide": `<style>body{margin:0}</style><div id="w" style="width:400px">wide</div>`})
	tab := Open(t).Tab(View{Width: 320})
	tab.Go(url + "/good")
	if got := tab.Overflow(); got != 0 {
		t.Errorf("a narrow page is %d px too wide", got)
	}
	tab.Go(url + "/wide")
	if got := tab.Overflow(); got != 80 {
		t.Errorf("a page of 400 px is %d px too wide in 320", got)
	}
}

func TestTabWalkSeesHiddenBareAndObscuredStops(t *testing.T) {
	tab := Open(t).Tab(View{})
	tab.Go(site(t, map[string]string{"/": `<style>
.bare:focus{outline:none} .away{position:absolute;left:-999px}
.shadow:focus{outline:none;box-shadow:0 0 0 3px navy;transition:box-shadow .4s}
.under{position:fixed;left:0;bottom:0;height:30px} .over{position:fixed;left:0;bottom:0;width:100%;height:60px;background:#eee}
.radio{opacity:0;position:absolute} .radio:focus-visible + label{outline:2px solid}
</style>
<p><a href="/a">Plain</a> <a class="bare" href="/b">Bare</a> <a class="away" href="/c">Away</a> <a class="shadow" href="/d">Shadow</a></p>
<p><input class="radio" type="radio" id="r"><label for="r">Radio</label></p>
<p><button class="under">Under</button></p><div class="over">cookies</div>`}) + "/")
	want := map[string]string{
		"Plain": "", "Shadow": "", "Radio": "",
		"Bare": "does not show", "Away": "cannot be seen", "Under": "under <div.over>",
	}
	stops := tab.TabWalk()
	if len(stops) != len(want) {
		t.Fatalf("the walk made %d stops: %v", len(stops), stops)
	}
	for _, s := range stops {
		_, name, _ := strings.Cut(strings.TrimSuffix(s.Name, "”"), "“")
		if fault, known := want[name]; !known || (fault == "") != (s.Fault() == "") || !strings.Contains(s.Fault(), fault) {
			t.Errorf("%s: fault %q, want %q", s.Name, s.Fault(), fault)
		}
	}
}

func TestSpreadTextIsLarger(t *testing.T) {
	tab := Open(t).Tab(View{})
	tab.Go(site(t, map[string]string{"/": `<p>Some words</p>`}) + "/")
	tab.Spread()
	var style string
	if tab.Eval(`(({fontSize, letterSpacing}) => fontSize + " " + letterSpacing)(getComputedStyle(document.querySelector("p")))`, &style); style != "32px 3.84px" {
		t.Errorf("spread text is %s", style)
	}
}

func TestScreenshotIsSaved(t *testing.T) {
	tab := Open(t).Tab(View{Width: 320})
	tab.Go(site(t, map[string]string{"/": `<p style="height:2000px">tall</p>`}) + "/")
	path := filepath.Join(t.TempDir(), "shots", "page.png")
	tab.Screenshot(path)
	if head, err := os.ReadFile(path); err != nil || !strings.HasPrefix(string(head), "\x89PNG") {
		t.Errorf("no picture: %v", err)
	}
}

func TestQuestionsThatCannotBeAnsweredSayWhy(t *testing.T) {
	tab := Open(t).Tab(View{})
	tab.Go(site(t, map[string]string{"/": form + `<p><a href="/x">Save now</a> <a href="/y">Save later</a> <button disabled>Closed</button></p>
<p style="position:relative"><button>Covered</button><span id="lid" style="position:absolute;inset:0;background:#eee"></span></p>`}) + "/")
	for _, c := range []struct{ question, word, why string }{
		{"clickText", "Publish", "no link or button “Publish”; there are: Send the form | Save now"},
		{"clickText", "Save", "2 fit link or button “Save”: Save now | Save later"},
		{"clickText", "Closed", "is disabled"},
		{"clickText", "Covered", "is covered by <span#lid>"},
		{"fill", "Country", "no field “Country”; there are: Name of the city"},
		{"choice", "4", "2 fit choice “4”"},
		{"see", "nothing like it", "is not on the page"},
		{"notSee", "impact", "is on the page"},
	} {
		if a, err := tab.ask(c.question, c.word); err != nil || !strings.Contains(a.Why, c.why) {
			t.Errorf("%s %q: %q, %v; want %q", c.question, c.word, a.Why, err, c.why)
		}
	}
}

package templates

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/static"
)

// sample is a page with every part in it, to test them together and to look at.
type sample struct {
	Frame
	Fields    []Field
	Note      Note
	Due       Due
	Tasks     []Task
	Pairs     []Pair
	Events    []Event
	Thread    []Message
	Stats     []Stat
	Empty     Empty
	Pager     Pager
	Tabs      Tabs
	Facets    []Facet
	Chips     Chips
	Files     []FileRow
	Bars      Bars
	Intervals Intervals
	Scales    []Scale
	Saved     Saved
}

const samplePage = `{{define "main"}}<h1>{{.Frame.Title}}</h1>
{{template "part/due" .Due}}{{template "part/note" .Note}}{{template "part/stats" .Stats}}{{template "part/tabs" .Tabs}}
<div class="cols side"><form class="facets" method="get" data-facets>{{range .Facets}}{{template "part/facet" .}}{{end}}</form>
<div>{{template "part/chips" .Chips}}{{template "part/tasks" .Tasks}}{{template "part/pager" .Pager}}{{template "part/empty" .Empty}}</div></div>
<form method="post" data-autosave="/x" novalidate>{{range .Fields}}{{template "part/field" .}}{{end}}
<ul class="plain">{{range .Files}}{{template "part/file" .}}{{end}}</ul>{{template "part/upload" .}}
<div class="dock row"><button class="btn">{{t "form.save_continue"}}</button><button class="btn second" name="go" value="tasks">{{t "form.save_return"}}</button>{{template "part/saved" .Saved}}</div></form>
{{template "part/pairs" .Pairs}}{{template "part/timeline" .Events}}{{template "part/thread" .Thread}}
<div class="cols even">{{template "part/bars" .Bars}}{{template "part/intervals" .Intervals}}</div>
<div class="scroll"><table class="matrix"><thead><tr><td></td><th scope="col"><span>{{(index .Scales 0).Legend}}</span></th><th scope="col"><span>{{(index .Scales 1).Legend}}</span></th></tr></thead><tbody>{{range .Tasks}}<tr><th scope="row">{{.Title}}</th><td><label><input type="checkbox" name="{{.ID}}"><span class="vh">{{.Title}}</span></label></td><td class="barred"></td></tr>{{end}}</tbody></table></div>
<form class="sheet" id="sheet" data-save="/y">{{range .Scales}}{{template "part/scale" .}}{{end}}</form>
{{template "part/award" .Frame.Title}} {{template "part/icon" "file"}} {{template "part/paras" .Note.Title}}
{{end}}`

func sampleFor(w *locale.Words, dir string) sample {
	now := award.At(time.Date(2027, 5, 19, 3, 0, 0, 0, time.UTC))
	close := award.At(time.Date(2027, 5, 31, 9, 0, 0, 0, time.UTC))
	nairobi, _ := time.LoadLocation("Africa/Nairobi")
	seoul, _ := time.LoadLocation("Asia/Seoul")
	at := Stamp{locale.Machine(now), w.Moment(now, seoul)}
	four, half := 4.0, 2.5
	scale := award.Scale{Min: 1, Max: 5, Step: 0.5}
	criterion := award.Criterion{Key: "impact", Name: "Results and evidence", Weight: 25, Anchors: []award.Anchor{
		{Score: 1, Text: "Intentions only."},
		{Score: 3, Text: "Some figures, little comparison."},
		{Score: 5, Text: "Before-and-after figures from a named source, large for the city's size."},
	}}
	options := []Option{{Value: "survey", Text: "Survey"}, {Value: "records", Text: "System records", Hint: "Such as a log"}, {Value: "audit", Text: "Independent audit"}}
	goals := []Option{}
	for _, n := range []string{"1", "5", "9", "11", "16"} {
		goals = append(goals, Option{Value: n, Text: w.T("goal." + n)})
	}
	mean := 66.0
	fields := []Field{
		{Kind: Number, Name: "before", Label: "Before the project, how long did a resident wait?", Hint: "In minutes, for example 60", Fault: w.T("fault.required"), Suffix: "min"},
		{Kind: Text, Name: "title", Label: "Project title", Value: "Night bus <by> text & message", Tags: []Tag{{Text: w.T("form.public")}}, Guarded: true, Version: 3},
		{Kind: Long, Name: "desc", Label: "Describe the change in your own words", Hint: "Say what residents noticed.", WordsMax: 300, Value: "\nPeople waited an hour at night.", Guarded: true},
		{Kind: Radios, Name: "m", Label: "How did you measure it?", Options: options, Fault: w.T("fault.required_choice")},
		{Kind: Checks, Name: "c", Label: "Who took part?", Options: options, Values: []string{"records"}, Optional: true},
		{Kind: Goals, Name: "goals", Label: "Sustainable Development Goals", Options: goals, Values: []string{"11"}},
		{Kind: Consents, Name: "agree", Label: "Declarations", Options: []Option{{Value: "true", Text: "What this entry says is true to the best of our knowledge."}}},
		{Kind: Select, Name: "kind", Label: "Kind", Options: options, Value: "audit"},
		{Kind: Picker, Name: "country", Label: "Country or territory", Options: []Option{{Text: w.Country("KE")}, {Text: w.Country("KR")}}, Value: w.Country("KR")},
		{Kind: Month, Name: "since", Label: "In use since", Hint: w.T("form.month_hint"), Value: "2024-03"},
		{
			Kind: Table, Name: "ind", Label: "Up to 6 indicators", More: true,
			Columns: []Column{{Name: "name", Label: "Indicator", Wide: true}, {Name: "before", Label: "Before", Kind: Number}, {Name: "after", Label: "After", Kind: Number}, {Name: "date", Label: "Date", Kind: Month}, {Name: "source", Label: "Source", Wide: true}},
			Rows:    [][]string{{"Waiting time", "60", "9", "2026-01", "Ride log"}, {"Rides per night", "0", "3400"}, {}}, CellFaults: map[string]string{"ind.1.source": w.T("fault.required")},
		},
		{Kind: Code, Name: "code", Label: "Six digits from the mail", Value: "042 117", Autocomplete: "one-time-code"},
		{Kind: FileChoice, Name: "file", Label: "Evidence", Optional: true, Hint: "PDF up to 25 MB"},
		{Kind: Text, Name: "closed", Label: "Not changeable now", Value: "Port Oriel", Closed: true},
	}
	return sample{
		Frame: Frame{
			Lang: w.Code, Dir: dir, Title: "Every part of a page", Home: "/en/", SignedIn: "Amina Diallo", AccountURL: "/en/account", SignOutURL: "/en/sign-out",
			Nav:    []Link{{Text: "Practice library", URL: "/en/library"}, {Text: "Enter the awards", URL: "/en/apply", Current: true}, {Text: "Winners", URL: "/en/winners"}, {Text: "My entries", URL: "/en/my"}},
			Crumbs: []Link{{Text: "My entries", URL: "/en/my/entries"}, {Text: "2027-0418", URL: "/x"}, {Text: "What changed"}},
			Notice: &Notice{Kind: OK, Text: "The answers are saved."}, Demo: "Demo with invented cities and people.", DemoURL: "/demo",
			Languages: []LangLink{{Code: "en", Name: "English", Dir: "ltr", URL: "/en/", Current: true}, {Code: "ko", Name: "한국어", Dir: "ltr", URL: "/ko/"}},
			Foot:      []Link{{Text: "Help", URL: "/en/help"}, {Text: "Accessibility", URL: "/en/a"}},
			Scripts:   []string{"count", "upload", "judge"}, Faults: []FaultLine{{"before", w.T("fault.required")}, {"m-0", w.T("fault.required_choice")}},
		},
		Fields: fields,
		Note:   Note{Kind: Warn, Title: "Sent after the panel had begun", Lines: []string{"The Secretariat decides what happens."}, Links: []Link{{Text: "Ask", URL: "/x"}}},
		Due:    NewDue(w, "Entries close "+w.Until(now, close), close, nairobi, seoul),
		Tasks: []Task{
			{Title: "The problem", URL: "/x", ID: "s1", State: Tag{Plain, "Completed"}},
			{Title: "What changed", URL: "/x", ID: "s2", Note: "Amina is editing, saved 14:32", State: Tag{Info, "In progress"}},
			{Title: "Evidence and files", URL: "/x", ID: "s3", State: Tag{Err, "There is a problem"}},
			{Title: "Check your answers and send", ID: "s4", State: Tag{Plain, "Cannot start yet"}},
		},
		Pairs:  []Pair{{Term: "Title", Lines: []string{"Night bus"}, Change: &Link{Text: w.T("form.change"), URL: "/x", About: "the title"}}, {Term: "Indicators", Wide: true, Rows: &Grid{Caption: "Indicators", Head: []string{"Name", "Before"}, Rows: [][]string{{"Wait", "60"}}, Numeric: map[int]bool{1: true}}}, {Term: "Links", Empty: w.T("form.not_provided")}},
		Events: []Event{{When: at, Title: "Sent", Who: "Amina"}, {When: at, Title: "Accepted", Text: "All in order.", Now: true}},
		Thread: []Message{{From: "Secretariat", When: at, Text: "Which year?\n\nPlease say."}, {From: "Port Oriel", When: at, Text: "2026", Mine: true}},
		Stats:  []Stat{{Value: "128", Text: "scoresheets in", URL: "/x"}, {Value: "9", Text: "judges"}, {Value: "12", Text: "days left"}},
		Empty:  Empty{Title: "No entries yet", Text: "Start your first one.", Main: &Link{Text: "Start", URL: "/x"}, Links: []Link{{Text: "Questions on paper", URL: "/x"}}},
		Pager:  Pager{Page: 2, Pages: 5, First: 51, Last: 100, Total: 240, Previous: "/1", Next: "/3", Numbers: []Link{{Text: "1", URL: "/1"}, {Text: "2", Current: true}, {}, {Text: "5", URL: "/5"}}},
		Tabs:   Tabs{Label: "Settings", Links: []Link{{Text: "Dates", URL: "/x", Current: true}, {Text: "Categories", URL: "/x"}, {Text: "Criteria", URL: "/x"}}},
		Facets: []Facet{{Name: "region", Legend: "Region", Options: []FacetOption{{"africa", "Africa", "14", true}, {"asia", "Asia", "52", false}}}},
		Chips:  Chips{Label: "Filters in use", Links: []Link{{Text: "Africa", URL: "/x", About: "remove this filter"}}, Clear: &Link{Text: "Clear all", URL: "/x"}},
		Files:  []FileRow{{ID: "f1", Name: "ride-log-2026.pdf", URL: "/x", Meta: "PDF, 14 pages, 0.8 MB", Text: "Rides per night", Tags: []Tag{{OK, w.T("form.public")}}, Links: []Link{{Text: w.T("form.remove"), URL: "/x", About: "ride-log-2026.pdf"}}}},
		Bars:   Bars{Title: "Scoresheets per judge", Caption: "Scoresheets in.", Links: []Link{{Text: "Remind", URL: "/x"}}, Rows: []Bar{{Label: "A. Okoro", Done: 40, Of: 40, Text: "40/40"}, {Label: "D. Pereira", Done: 16, Of: 40, Text: "16/40"}}},
		Intervals: Intervals{
			Title: "Mean per judge", Caption: "Hollow: fewer than 10 scoresheets.", Min: 30, Max: 100, Mean: &mean, Ticks: []Tick{{40, "40"}, {60, "60"}, {80, "80"}},
			Rows: []Interval{{Label: "A. Okoro", Low: 53, At: 62, High: 71, Text: "62"}, {Label: "E. Haddad", Low: 70, At: 79, High: 88, Text: "79", Hollow: true}},
		},
		Scales: []Scale{NewScale(w, scale, criterion, &four), NewScale(w, scale, award.Criterion{Key: "need", Name: "Need and fit", Weight: 15, Anchors: criterion.Anchors}, &half), NewScale(w, scale, award.Criterion{Key: "people", Name: "People", Weight: 15, Anchors: criterion.Anchors}, nil)},
		Saved:  Saved{At: "14:32"},
	}
}

func sampleSet(t *testing.T) *Set {
	t.Helper()
	pages := fstest.MapFS{"sample.html": {Data: []byte(samplePage)}}
	for name, source := range sources(t) {
		if name == "layout.html" || name == "error.html" || strings.HasPrefix(name, "part/") {
			pages[name] = &fstest.MapFile{Data: []byte(source)}
		}
	}
	set, err := parse(pages, nil)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// With WEGO_SAMPLES set to a folder the pages are also kept there, with their
// sheets, for looking at them in a browser.
func TestEveryPartIsRenderedInEveryLanguage(t *testing.T) {
	set := sampleSet(t)
	for _, l := range locale.Languages() {
		for _, dir := range []string{"ltr", "rtl"} {
			var b bytes.Buffer
			if err := set.Execute(&b, "sample", l.Code, sampleFor(locale.Must(l.Code), dir)); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(b.String(), "ZgotmplZ") {
				t.Errorf("%s: a value was refused by the escaper", l.Code)
			}
			keepSample(t, l.Code+"-"+dir, b.String())
		}
	}
}

func keepSample(t *testing.T, name, page string) {
	t.Helper()
	folder := os.Getenv("WEGO_SAMPLES")
	if folder == "" {
		return
	}
	for _, file := range []string{"css/wego.css", "js/count.js", "js/upload.js", "js/judge.js", "img/emblem.svg"} {
		body, err := static.Read(file)
		if err != nil {
			t.Fatal(err)
		}
		flat := filepath.Base(file)
		page = strings.ReplaceAll(page, static.Path(file), flat)
		if err := os.WriteFile(filepath.Join(folder, flat), body, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(folder, name+".html"), []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestUserTextIsEscapedAndKept(t *testing.T) {
	var b bytes.Buffer
	if err := sampleSet(t).Execute(&b, "sample", "en", sampleFor(locale.Must("en"), "ltr")); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	for _, want := range []string{
		`value="Night bus &lt;by&gt; text &amp; message"`, // escaped once
		"\n\nPeople waited", // the first line end of a box is eaten by browsers
		`name="title.version" value="3" data-guard="title"`,
		`<title>Error: Every part of a page – WeGO Awards</title>`,
		`<a href="#m-0">Choose an answer</a>`,
		`aria-describedby="before-hint before-fault"`,
		`id="ind.1.source" name="ind.1.source"`,
		`data-left="{&#34;one&#34;:&#34;You have {n} word left&#34;`,
		`data-for="1.5 2 2.5 3 3.5 4 4.5 "`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	for _, id := range []string{"before", "desc", "m", "ind.0.name", "c-impact-6"} {
		if n := strings.Count(page, ` id="`+id+`"`); n != 1 {
			t.Errorf("id %s stands %d times", id, n)
		}
	}
}

func TestAnchorsAppearWithTheScoresNextToThem(t *testing.T) {
	anchors := []award.Anchor{{Score: 1}, {Score: 3}, {Score: 5}}
	s := NewScale(locale.Must("en"), award.Scale{Min: 1, Max: 5, Step: 0.5}, award.Criterion{Key: "k", Weight: 20, Anchors: anchors}, nil)
	for i, want := range []string{"1 1.5 2 2.5 ", "1.5 2 2.5 3 3.5 4 4.5 ", "3.5 4 4.5 5 "} {
		if got := s.Anchors[i].For; got != want {
			t.Errorf("anchor %d is shown for %q, want %q", i, got, want)
		}
	}
	if s.Weight != "20%" || len(s.Stops) != 9 || !s.Stops[1].Half || s.Stops[2].Half {
		t.Errorf("scale %+v", s)
	}
}

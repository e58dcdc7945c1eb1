package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/judging"
	"we-gov.org/awards/templates"
)

// lateSpan is how long before its end a deadline is marked.
const lateSpan = 48 * time.Hour

// entryRow is one entry in a judge's list.
type entryRow struct {
	Number    int
	Reference string
	Title     string
	URL       string
	City      string
	Category  string
	State     templates.Tag
	Total     string
}

type roundPage struct {
	templates.Frame
	Heading  string
	Due      templates.Due
	Main     *templates.Link
	Progress string
	Done, Of int
	Tabs     templates.Tabs
	Rows     []entryRow
	// ByTotal orders the list by total, highest first, or back; Sorted says that
	// it is.
	ByTotal  templates.Link
	Sorted   bool
	Empty    *templates.Empty
	Dots     *templates.Dots
	Ties     []string
	TieLinks []templates.Link
	Waiting  []string
	Links    []templates.Link
	Compare  string // where the ticked rows are compared; "" when too few are scored
}

func judgeRound(v *visit, at judging.Place, b judging.Board) error {
	heading := v.Words.T("judge.list.heading", "Round", at.Round)
	page := roundPage{Frame: v.frame(heading), Heading: heading, Due: v.roundDue(b), Done: b.Finished(), Of: len(b.Lines)}
	page.Crumbs = v.crumbs(v.Words.T("judge.title"), "/judge", heading, "")
	path := roundPath(at.Year, at.Round)
	page.Links = []templates.Link{{Text: v.Words.T("judge.guide.title"), URL: v.to(path + "/guide")}, {Text: v.Words.T("judge.ties.title"), URL: v.to(tiesPath(at.Year))}}
	if len(b.Lines) == 0 {
		page.Empty = &templates.Empty{Title: v.Words.T("judge.none_title"), Text: v.noneAssigned(b)}
		return v.show(http.StatusOK, "judge_round", page)
	}
	page.Main, page.Progress = v.goOn(b), v.progressText(b)
	if b.Count(award.SeatDone, award.SeatSent) > 0 {
		page.Links = append(page.Links, templates.Link{Text: v.Words.T("judge.send.title"), URL: v.to(path + "/send")})
	}
	v.fillList(&page, b)
	v.fillOwn(&page, b)
	return v.show(http.StatusOK, "judge_round", page)
}

// filters are the parts of the list, by the value of the query.
var filters = []struct {
	key    string
	states []award.SeatState
}{
	{"", []award.SeatState{award.SeatOpen, award.SeatSkipped, award.SeatDone, award.SeatSent}},
	{"todo", []award.SeatState{award.SeatOpen}},
	{"skipped", []award.SeatState{award.SeatSkipped}},
	{"done", []award.SeatState{award.SeatDone}},
	{"sent", []award.SeatState{award.SeatSent}},
}

// fillList puts the rows of the chosen part into the page, and the parts as
// tabs. An unknown part is the whole list.
func (v *visit) fillList(page *roundPage, b judging.Board) {
	chosen := max(0, slices.IndexFunc(filters, func(f struct {
		key    string
		states []award.SeatState
	},
	) bool {
		return f.key == v.QueryParam("show")
	}))
	page.Tabs.Label = v.Words.T("judge.list.filter")
	for i, f := range filters {
		text := v.Words.T("judge.show."+cmp.Or(f.key, "all"), "Number", b.Count(f.states...))
		page.Tabs.Links = append(page.Tabs.Links, templates.Link{Text: text, URL: v.query("show", f.key), Current: i == chosen})
	}
	lines := slices.DeleteFunc(slices.Clone(b.Lines), func(l judging.Line) bool { return !slices.Contains(filters[chosen].states, l.Seat.State) })
	page.ByTotal = templates.Link{Text: v.Words.T("judge.col.total"), URL: v.query("order", "total"), About: v.Words.T("judge.list.by_total")}
	if page.Sorted = v.QueryParam("order") == "total"; page.Sorted {
		page.ByTotal.URL, page.ByTotal.About = v.query("order", ""), v.Words.T("judge.list.by_place")
		slices.SortStableFunc(lines, func(a, b judging.Line) int {
			return cmp.Or(cmp.Compare(completeFirst(a), completeFirst(b)), cmp.Compare(b.Total, a.Total))
		})
	}
	for _, l := range lines {
		page.Rows = append(page.Rows, v.entryRow(b, l))
	}
}

func completeFirst(l judging.Line) int {
	if l.Complete {
		return 0
	}
	return 1
}

func (v *visit) entryRow(b judging.Board, l judging.Line) entryRow {
	category, _ := b.Edition.Category(l.Entry.Category)
	return entryRow{
		Number: l.Number, Reference: l.Entry.Reference, Title: cmp.Or(l.Entry.Title, l.Entry.Reference),
		URL:  v.to(roundPath(b.Edition.Year, b.Round) + "/" + l.Entry.Reference),
		City: v.Words.List(l.City.Name, v.Words.Country(l.City.Country)), Category: category.Name,
		State: v.seatTag(b, l), Total: percent(v.Words, l),
	}
}

// seatTag is how far the judge is with an entry.
func (v *visit) seatTag(b judging.Board, l judging.Line) templates.Tag {
	kind := map[award.SeatState]string{award.SeatSkipped: templates.Warn, award.SeatSent: templates.OK, award.SeatDone: templates.Plain}[l.Seat.State]
	key := "judge.seat." + string(l.Seat.State)
	n := l.Sheet.Scored(b.Edition)
	if l.Seat.State == award.SeatOpen && n > 0 {
		return templates.Tag{Kind: kind, Text: v.Words.T("judge.seat.begun", "Done", n, "Total", len(b.Edition.Criteria))}
	}
	return templates.Tag{Kind: kind, Text: v.Words.T(key)}
}

// fillOwn puts the judge's own scores into the page: the dots, the ties, what
// is waiting.
func (v *visit) fillOwn(page *roundPage, b judging.Board) {
	if page.Dots = v.ownDots(b); page.Dots != nil {
		page.Compare = v.to(roundPath(b.Edition.Year, b.Round) + "/compare")
	}
	for _, group := range b.Ties() {
		text, link := v.tieText(b, group)
		page.Ties, page.TieLinks = append(page.Ties, text), append(page.TieLinks, link)
	}
	for _, w := range []struct {
		key string
		n   int
	}{{"judge.waiting.open", b.Count(award.SeatOpen)}, {"judge.waiting.skipped", b.Count(award.SeatSkipped)}, {"judge.waiting.unsent", b.Count(award.SeatDone)}, {"judge.waiting.ties", len(page.Ties)}} {
		if w.n > 0 && b.State != award.Over {
			page.Waiting = append(page.Waiting, v.Words.T(w.key, "Count", w.n))
		}
	}
}

// tieText names the entries of one category that share a total, and the page
// where they are compared.
func (v *visit) tieText(b judging.Board, group []judging.Line) (string, templates.Link) {
	var titles, refs []string
	for _, l := range group {
		titles, refs = append(titles, cmp.Or(l.Entry.Title, l.Entry.Reference)), append(refs, l.Entry.Reference)
	}
	category, _ := b.Edition.Category(group[0].Entry.Category)
	list := v.Words.List(titles...)
	return v.Words.T("judge.tie_line", "Total", percent(v.Words, group[0]), "Category", category.Name, "Entries", list),
		templates.Link{Text: v.Words.T("judge.compare.title"), URL: v.to(roundPath(b.Edition.Year, b.Round)+"/compare") + "?ids=" + strings.Join(refs, ","), About: list}
}

// fewest is how many totals make a picture worth drawing.
const fewest = 5

// ownDots draws the judge's totals on a line from 0 to 100; nil for too few.
func (v *visit) ownDots(b judging.Board) *templates.Dots {
	var all []float64
	for _, l := range b.Lines {
		if l.Complete {
			all = append(all, l.Percent)
		}
	}
	if len(all) < fewest {
		return nil
	}
	slices.Sort(all)
	median := all[len(all)/2]
	if len(all)%2 == 0 {
		median = (all[len(all)/2-1] + median) / 2
	}
	whole := func(x float64) string { return v.Words.Fixed(x, 0) }
	title := v.Words.T("judge.dots.title", "Count", len(all), "Low", whole(all[0]), "High", whole(all[len(all)-1]), "Median", whole(median))
	return templates.NewDots(title, v.Words.T("judge.dots.caption"), all)
}

type guidePage struct {
	templates.Frame
	Criteria []guideCriterion
	Binding  string // that the criteria are a translation
	Scale    string
	Comments []string
	Keys     []keyRow
	Main     *templates.Link
}

type guideCriterion struct {
	Name    templates.Spoken
	Weight  string
	Anchors []templates.Anchor
}

type keyRow struct {
	Keys []string
	Text string
}

func judgeGuide(v *visit, at judging.Place, b judging.Board) error {
	e := b.Edition
	page := guidePage{Frame: v.frame(v.Words.T("judge.guide.title")), Keys: v.keyRows(e), Main: v.goOn(b)}
	page.Crumbs = v.crumbs(v.Words.T("judge.title"), "/judge", v.Words.T("judge.list.heading", "Round", at.Round), roundPath(at.Year, at.Round), v.Words.T("judge.guide.title"), "")
	page.Scale = v.Words.T("judge.guide.scale", "Min", e.Scale.Min, "Max", e.Scale.Max, "Step", e.Scale.Step)
	for _, c := range e.Criteria {
		g := guideCriterion{Name: v.spoken(c.Name), Weight: v.Words.Percent(float64(c.Weight) / 100)}
		for _, a := range c.Anchors {
			g.Anchors = append(g.Anchors, templates.Anchor{At: v.Words.Number(a.Score), Text: a.Text, Lang: v.lang(a.Text)})
		}
		page.Criteria = append(page.Criteria, g)
	}
	page.Comments, page.Binding = v.commentRule(e), v.binding(e)
	return v.show(http.StatusOK, "judge_guide", page)
}

// commentRule says in sentences when a reason or a comment is asked.
func (v *visit) commentRule(e *award.Edition) []string {
	var lines []string
	if e.Comments.Below > 0 {
		lines = append(lines, v.Words.T("judge.guide.below", "Score", e.Comments.Below))
	}
	if e.Comments.AtLeast > 0 {
		lines = append(lines, v.Words.T("judge.guide.at_least", "Score", e.Comments.AtLeast))
	}
	if e.Comments.Overall {
		lines = append(lines, v.Words.T("judge.guide.overall"))
	}
	return append(lines, v.Words.T("judge.guide.who_reads"))
}

// keyRows lists the keys of the scoresheet.
func (v *visit) keyRows(e *award.Edition) []keyRow {
	rows := []keyRow{
		{[]string{strconv.Itoa(int(e.Scale.Min)), strconv.Itoa(int(e.Scale.Max))}, "score"},
		{[]string{"↑", "↓"}, "criterion"},
		{[]string{"←", "→"}, "change"},
		{[]string{"N"}, "finish"},
		{[]string{"S"}, "skip"},
		{[]string{"J", "K"}, "travel"},
		{[]string{"/"}, "find"},
		{[]string{"?"}, "help"},
		{[]string{"Ctrl", "Enter"}, "send"},
	}
	for i := range rows {
		rows[i].Text = v.Words.T("judge.key." + rows[i].Text)
	}
	return rows
}

type comparePage struct {
	templates.Frame
	Entries []entryRow
	Rows    []compareRow
	Empty   *templates.Empty
	Back    templates.Link
}

type compareRow struct {
	Name, Weight string
	Lang         string // of the name, if it differs from the page's
	Scores       []string
	Total        bool
}

func judgeCompare(v *visit, at judging.Place, b judging.Board) error {
	list := v.Words.T("judge.list.heading", "Round", at.Round)
	page := comparePage{Frame: v.frame(v.Words.T("judge.compare.title")), Back: templates.Link{Text: list, URL: v.to(roundPath(at.Year, at.Round))}}
	page.Wide = true
	page.Crumbs = v.crumbs(v.Words.T("judge.title"), "/judge", list, roundPath(at.Year, at.Round), v.Words.T("judge.compare.title"), "")
	asked := strings.Split(strings.Join(v.QueryParams()["ids"], ","), ",")
	lines := slices.DeleteFunc(slices.Clone(b.Lines), func(l judging.Line) bool { return !slices.Contains(asked, l.Entry.Reference) })
	if len(lines) == 0 {
		page.Empty = &templates.Empty{Title: v.Words.T("judge.compare.none"), Text: v.Words.T("judge.compare.how"), Links: []templates.Link{page.Back}}
		return v.show(http.StatusOK, "judge_compare", page)
	}
	for _, l := range lines {
		page.Entries = append(page.Entries, v.entryRow(b, l))
	}
	page.Rows = v.compareRows(b.Edition, lines)
	return v.show(http.StatusOK, "judge_compare", page)
}

func (v *visit) compareRows(e *award.Edition, lines []judging.Line) []compareRow {
	var rows []compareRow
	for _, c := range e.Criteria {
		row := compareRow{Name: c.Name, Lang: v.lang(c.Name), Weight: v.Words.Percent(float64(c.Weight) / 100)}
		for _, l := range lines {
			text := ""
			if score, there := l.Sheet.Scores[c.Key]; there {
				text = v.Words.Fixed(score, 1)
			}
			row.Scores = append(row.Scores, text)
		}
		rows = append(rows, row)
	}
	total := compareRow{Name: v.Words.T("judge.total"), Total: true}
	for _, l := range lines {
		total.Scores = append(total.Scores, percent(v.Words, l))
	}
	return append(rows, total)
}

package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

// panelRoutes are the addresses of panels and the progress of judging.
func panelRoutes() []route {
	const at = "/:lang/desk/:year"
	return []route{
		{method: see, path: at + "/assign", deed: award.DeedPropose, do: panels},
		{method: send, path: at + "/assign", deed: award.DeedPropose, do: proposePanels},
		{method: send, path: at + "/assign/stop", deed: award.DeedPropose, do: stopPanels},
		{method: see, path: at + "/assign/proof.json", deed: award.DeedPropose, do: panelProof, raw: true},
		{method: see, path: at + "/assign/repair", deed: award.DeedPublishPanel, do: panelMend},
		{method: send, path: at + "/assign/repair", deed: award.DeedPublishPanel, do: mendPanels},
		{method: see, path: at + "/assign/publish", deed: award.DeedPublishPanel, do: panelPublication},
		{method: send, path: at + "/assign/publish", deed: award.DeedPublishPanel, do: publishPanels},
		{method: see, path: at + "/assign/:ref", deed: award.DeedPropose, do: entryPanel},
		{method: send, path: at + "/assign/:ref", deed: award.DeedPropose, do: setPanel},
		{method: see, path: at + "/assign/:ref/why", deed: award.DeedPropose, do: panelWhy},
		{method: send, path: at + "/assign/:ref/void", deed: award.DeedPublishPanel, do: voidSeat},
		{method: send, path: at + "/assign/:ref/add", deed: award.DeedPublishPanel, do: addJudge},
		{method: see, path: at + "/progress", deed: award.DeedProgress, do: progress},
		{method: send, path: at + "/progress/remind", deed: award.DeedRemind, do: remindJudges},
	}
}

// roundOf is the round that a page or form names; the first one when it names none.
func roundOf(text string) int {
	if text == "" {
		return 1
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return n
}

// panelPath is the address of a page of the desk for a round.
func panelPath(year int, page string, round int) string {
	path := "/desk/" + strconv.Itoa(year) + page
	if round == 2 {
		path += "?round=2"
	}
	return path
}

// roundTabs lead to the same page for the other round.
func (v *visit) roundTabs(page string, round int) templates.Tabs {
	t := templates.Tabs{Label: v.Words.T("assign.rounds")}
	for n := 1; n <= 2; n++ {
		t.Links = append(t.Links, templates.Link{Text: v.Words.T("assign.round." + strconv.Itoa(n)), URL: v.to(panelPath(v.Year, page, n)), Current: n == round})
	}
	return t
}

type panelsView struct {
	deskFrame
	Rounds    *templates.Tabs
	Views     templates.Tabs
	Lede      string
	Published *templates.Note
	Notes     []templates.Note
	Stats     []templates.Stat
	Empty     *templates.Empty
	Running   *runView
	Verdict   *verdictView
	Policy    *policyForm
	Loads     templates.Bars
	MoreLoads *templates.Bars // of many judges, those with more room
	Unfilled  []unfilledRow
	Worst     []worstRow
	Served    []servedRow
	Pools     []poolView
	Find      string
	Pager     templates.Pager
	Rows      []panelRow
	Matrix    *panelMatrix
	Round     int
	Version   int
	Drafted   bool
	Publish   string
	Repair    string
	Progress  string
	Origin    string
	Hidden    string
}

func panels(_ *Site, v *visit) error {
	return v.panels(http.StatusOK, roundOf(v.QueryParam("round")), nil, nil)
}

func (v *visit) panels(status, round int, posted form.Values, faults award.Invalid) error {
	p, err := v.site.Office.Panels(v.ctx(), v.Actor, v.Year, round)
	if err != nil {
		return err
	}
	p.Edition = v.in(p.Edition)
	sheet := form.NewSheet(v.Words, posted, faults)
	view := v.panelsView(p, sheet)
	lines := v.panelPage(&view, p)
	if v.QueryParam("view") == "matrix" && len(lines) > 0 {
		shown := make([]award.ID, len(lines))
		for i, l := range lines {
			shown[i] = l.Entry.ID
		}
		grid, err := v.site.Office.PanelGrid(v.ctx(), v.Actor, v.Year, p.Round, shown)
		if err != nil {
			return err
		}
		view.Matrix = v.panelMatrix(p, lines, grid)
	}
	view.Faults = sheet.Lines()
	return v.show(status, "panel", view)
}

// matrixCells is how many cells of a matrix stand on one page, so that it can be
// read and loads as fast as a list.
const matrixCells = 4000

// panelPage fills in the rows of the list that the query asks for, and returns their
// lines.
func (v *visit) panelPage(view *panelsView, p *office.Panels) []office.PanelLine {
	view.Find = strings.TrimSpace(v.QueryParam("find"))
	lines, rows := p.Find(view.Find), office.PageRows
	if v.QueryParam("view") == "matrix" {
		rows = min(rows, max(10, matrixCells/max(1, len(p.Judges))))
	}
	pages := max(1, (len(lines)+rows-1)/rows)
	page, _ := strconv.Atoi(v.QueryParam("page"))
	page = min(max(1, page), pages)
	view.Pager = v.deskPager(page, pages, rows, len(lines))
	lines = lines[(page-1)*rows : min(page*rows, len(lines))]
	for _, l := range lines {
		view.Rows = append(view.Rows, v.panelRow(p, l))
	}
	return lines
}

func (v *visit) panelsView(p *office.Panels, sheet *form.Sheet) panelsView {
	year := p.Edition.Year
	view := panelsView{deskFrame: v.desk(v.Words.T("assign.title"), year, "assign"), Round: p.Round, Version: p.Plan.Version}
	if p.Second || p.Round == 2 {
		t := v.roundTabs("/assign", p.Round)
		view.Rounds = &t
	}
	published := !p.Plan.Published.IsZero()
	view.Drafted = p.Plan.Version > 0 || published
	view.Lede = v.Words.T("assign.lede", "Count", p.Edition.Panel.JudgesPerEntry)
	if p.Round == 2 {
		view.Lede = v.Words.T("assign.lede_2")
	}
	view.Empty = v.noPanels(p)
	if view.Running = v.running(p); view.Running != nil {
		view.Scripts = append(view.Scripts, "wait")
	}
	if !published && view.Empty == nil && view.Running == nil {
		view.Policy = v.policyForm(p, sheet)
	}
	if published {
		view.Published = &templates.Note{Kind: templates.OK, Lines: []string{v.Words.T("assign.published", "At", v.Words.Both(p.Plan.Published, v.zone(), p.Edition.Location(), "", ""))}}
		view.Progress = v.to(panelPath(year, "/progress", p.Round))
	} else if view.Drafted && award.MayTry(v.Actor, award.DeedPublishPanel) == nil {
		view.Publish = v.to(panelPath(year, "/assign/publish", p.Round))
	}
	if published && p.Free && award.MayTry(v.Actor, award.DeedPublishPanel) == nil {
		view.Repair = v.to(panelPath(year, "/assign/repair", p.Round))
	}
	if view.Drafted {
		v.fillPanels(&view, p)
	}
	return view
}

// noPanels says what must come before panels can be proposed.
func (v *visit) noPanels(p *office.Panels) *templates.Empty {
	switch {
	case len(p.Lines)+p.Hidden == 0 && p.Round == 2:
		return &templates.Empty{Title: v.Words.T("assign.no_finalists"), Text: v.Words.T("assign.no_finalists_text")}
	case len(p.Lines)+p.Hidden == 0:
		return &templates.Empty{Title: v.Words.T("assign.no_entries"), Text: v.Words.T("assign.no_entries_text")}
	case len(p.Judges) == 0:
		return &templates.Empty{Title: v.Words.T("assign.no_judges"), Text: v.Words.T("assign.no_judges_text")}
	}
	return nil
}

func (v *visit) fillPanels(view *panelsView, p *office.Panels) {
	w := v.Words
	short := 0
	for _, l := range p.Lines {
		if l.Missing() > 0 {
			short++
			view.Unfilled = gather(view.Unfilled, v.unfilledRow(p, l))
		}
	}
	for i, row := range view.Unfilled {
		if more := row.Count - len(row.Links); more > 0 {
			view.Unfilled[i].More = w.T("assign.unfilled_more", "Count", more)
		}
	}
	view.Stats = []templates.Stat{
		{Value: w.T("assign.of", "Done", p.Filled, "All", p.Needed), Text: w.T("assign.stat.seats")},
		{Value: w.Number(len(p.Lines) + p.Hidden), Text: w.T("assign.stat.entries")},
		{Value: w.Number(short), Text: w.T("assign.stat.short")},
		{Value: w.Number(len(p.Judges)), Text: w.T("assign.stat.judges")},
	}
	v.loadBars(view, p)
	view.Verdict = v.verdict(p)
	view.Pools = v.pools(p)
	for _, x := range p.Served {
		view.Served = append(view.Served, servedRow{
			Link:  templates.Link{Text: x.Entry.Reference, URL: v.to(panelPath(p.Edition.Year, "/assign/"+x.Entry.Reference, p.Round))},
			Title: x.Entry.Title, Fit: w.Number(x.Fit), Best: w.Number(x.Best),
		})
	}
	if p.Filled < p.Needed && p.Room < p.Needed {
		text := w.T("assign.room", "Need", p.Needed, "Room", p.Room, "Lacks", p.Needed-p.Room)
		view.Notes = append(view.Notes, templates.Note{Kind: templates.Err, Title: w.T("assign.room_title"), Lines: []string{text, w.T("assign.room_help", "Count", p.Needed-p.Room)}})
	}
	for _, j := range p.Judges {
		if j.Over() {
			view.Notes = append(view.Notes, templates.Note{Kind: templates.Warn, Lines: []string{w.T("assign.over", "Judge", j.Name, "Count", j.Load, "Max", j.Max)}})
		}
	}
	if p.Undeclared > 0 && p.Plan.Published.IsZero() {
		view.Notes = append(view.Notes, templates.Note{Kind: templates.Warn, Lines: []string{w.T("assign.undeclared", "Count", p.Undeclared)}})
	}
	for _, pair := range p.Worst {
		c, _ := p.Edition.Category(pair.Entry.Category)
		view.Worst = append(view.Worst, worstRow{Entry: pair.Entry.Reference + " " + pair.Entry.Title, Category: c.Name, Judge: pair.Judge})
	}
	if p.Plan.Version > 0 {
		view.Origin = w.T("assign.origin", "At", w.Both(p.Plan.Made, v.zone(), p.Edition.Location(), "", ""), "Seed", strconv.FormatInt(p.Plan.Seed, 10), "Hash", p.Plan.Hash()[:16])
	}
	if p.Hidden > 0 {
		view.Hidden = w.T("assign.hidden", "Count", p.Hidden)
	}
	view.Views = templates.Tabs{Label: w.T("assign.views"), Links: []templates.Link{
		{Text: w.T("assign.view.list"), URL: v.query("view", ""), Current: v.QueryParam("view") != "matrix"},
		{Text: w.T("assign.view.matrix"), URL: v.query("view", "matrix"), Current: v.QueryParam("view") == "matrix"},
	}}
}

// barsMost is how many judges' loads are shown at once.
const barsMost = 24

// loadBars draws the loads; of many judges those with the least room come first and
// the others are behind a press.
func (v *visit) loadBars(view *panelsView, p *office.Panels) {
	b := templates.Bars{Title: v.Words.T("assign.loads"), Caption: v.Words.T("assign.loads_note")}
	most := 1
	for _, j := range p.Judges {
		most = max(most, j.Load, j.Max)
	}
	judges := p.Judges
	if len(judges) > barsMost {
		judges = slices.Clone(judges)
		slices.SortStableFunc(judges, func(a, b office.PanelJudge) int { return cmp.Compare(a.Max-a.Load, b.Max-b.Load) })
	}
	for _, j := range judges {
		text := v.Words.T("assign.load", "Count", j.Load)
		if j.Max > 0 {
			text = v.Words.T("assign.load_max", "Load", j.Load, "Max", j.Max)
		}
		b.Rows = append(b.Rows, templates.Bar{Label: j.Name, Done: float64(j.Load), Of: float64(most), Text: text})
	}
	if rest := len(b.Rows) - barsMost; rest > 0 {
		view.MoreLoads = &templates.Bars{Title: v.Words.T("assign.loads_more", "Count", rest), Rows: b.Rows[barsMost:]}
		b.Rows = b.Rows[:barsMost]
	}
	view.Loads = b
}

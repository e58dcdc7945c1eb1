package web

import (
	"net/http"
	"strconv"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/templates"
)

type entryResultView struct {
	deskFrame
	Heading  string
	Facts    []templates.Pair
	Judges   []string
	Rows     []scoreRow
	Totals   []string
	Mean     string
	Sheets   []sheetBox
	EntryURL string
	Rescore  string // where a judge's scores are given anew; "" while nothing may change
}

type scoreRow struct {
	Criterion, Weight string
	Scores            []string
	Mean              string
}

type sheetBox struct {
	Judge   string
	State   templates.Tag
	Total   string
	Reasons []templates.Pair
	Comment string
	Note    string
	Anew    *anewBox
}

// anewBox sets the scores that were sent beside those that count, with who noted
// the change, when and why.
type anewBox struct {
	Scores templates.Grid
	Acts   []templates.Event
}

// entryResult opens each judge's sheet of one entry.
func entryResult(_ *Site, v *visit) error {
	c, err := v.categoryData()
	if err != nil {
		return err
	}
	for _, l := range c.Lines {
		if l.Entry.Reference == v.Param("ref") {
			return v.show(http.StatusOK, "results_entry", v.entryResultView(c, l))
		}
	}
	return award.ErrNotFound
}

func (v *visit) entryResultView(c *office.CategoryResult, l office.ResultLine) entryResultView {
	w := v.Words
	year := c.Edition.Year
	view := entryResultView{deskFrame: v.desk(w.T("results.entry_title", "Reference", l.Entry.Reference), year, "results"), Heading: l.Entry.Title}
	view.Crumbs = v.crumbs(w.T("results.title"), "/desk/"+strconv.Itoa(year)+"/results", c.Category.Name, categoryPath(year, c.Category.Key), l.Entry.Reference, "")
	row := v.resultRow(c, l)
	view.Facts = []templates.Pair{
		{Term: w.T("results.column.city"), Lines: []string{l.City.Name + ", " + w.Country(l.City.Country)}},
		{Term: w.T("results.column.rank"), Lines: []string{row.Rank}},
	}
	if row.Mean != "" {
		view.Facts = append(view.Facts,
			templates.Pair{Term: w.T("results.column.mean"), Lines: []string{row.Mean}},
			templates.Pair{Term: w.T("results.column.median"), Lines: []string{w.Fixed(l.Median, 2)}},
			templates.Pair{Term: w.T("results.column.spread"), Lines: []string{w.T("results.spread_text", "Low", row.Low, "High", row.High, "Spread", row.Spread, "SD", w.Fixed(l.SD, 2))}})
	}
	if len(row.Flags) > 0 {
		view.Facts = append(view.Facts, templates.Pair{Term: w.T("results.column.flags"), Lines: row.Flags})
	}
	v.scoreTable(&view, c, l, row)
	for _, j := range l.Judges {
		view.Sheets = append(view.Sheets, v.sheetBox(c, j))
	}
	if c.Over && !c.ReadOnly() && c.Round == c.Last {
		view.Rescore = v.to(categoryPath(year, c.Category.Key) + "/" + l.Entry.Reference + "/rescore")
	}
	view.EntryURL = v.to("/desk/" + strconv.Itoa(year) + "/entries/" + l.Entry.Reference)
	return view
}

// scoreTable sets the counted sheets beside each other.
func (v *visit) scoreTable(view *entryResultView, c *office.CategoryResult, l office.ResultLine, row resultRow) {
	w := v.Words
	for i, criterion := range c.Edition.Criteria {
		r := scoreRow{Criterion: criterion.Name, Weight: w.Percent(float64(criterion.Weight) / 100), Mean: row.Criteria[i]}
		for _, j := range l.Judges {
			if !j.Counted {
				continue
			}
			text := ""
			if score, there := j.Sheet.Scores[criterion.Key]; there {
				text = w.Fixed(score, 1)
			}
			r.Scores = append(r.Scores, text)
		}
		view.Rows = append(view.Rows, r)
	}
	for _, j := range l.Judges {
		if j.Counted {
			view.Judges = append(view.Judges, j.Name)
			view.Totals = append(view.Totals, w.Fixed(j.Total, 2))
		}
	}
	view.Mean = row.Mean
}

func (v *visit) sheetBox(r *office.CategoryResult, j office.JudgeSheet) sheetBox {
	e := r.Edition
	w := v.Words
	box := sheetBox{Judge: j.Name, State: templates.Tag{Kind: templates.Plain, Text: w.T("assign.state." + string(j.State))}, Comment: j.Sheet.Comment}
	switch {
	case j.Tied:
		box.Note = w.T("results.sheet_tied")
	case j.Counted:
		box.Total = w.T("results.sheet_total", "Total", w.Fixed(j.Total, 2))
	case j.State.Gone():
		box.Note = w.T("results.sheet_gone")
	default:
		box.Note = w.T("results.sheet_missing")
	}
	if !j.Counted && !j.Tied {
		box.Comment = ""
		return box
	}
	for _, c := range e.Criteria {
		score, there := j.Sheet.Scores[c.Key]
		if !there {
			continue
		}
		p := templates.Pair{Term: c.Name, Lines: []string{w.Fixed(score, 1)}}
		if reason := j.Sheet.Reasons[c.Key]; reason != "" {
			p.Lines = append(p.Lines, reason)
		}
		box.Reasons = append(box.Reasons, p)
	}
	if len(j.Anew) > 0 {
		box.Anew = v.anewBox(r, j)
		if first, complete := j.First.Total(e); complete {
			box.Total = w.T("rescore.total", "Total", w.Fixed(j.Total, 2), "First", w.Fixed(first, 2))
		}
	}
	return box
}

func (v *visit) anewBox(r *office.CategoryResult, j office.JudgeSheet) *anewBox {
	w := v.Words
	box := &anewBox{Scores: templates.Grid{
		Caption: w.T("rescore.heading"), Head: []string{w.T("results.column.criterion"), w.T("rescore.column.sent"), w.T("rescore.column.counts")}, Numeric: map[int]bool{1: true, 2: true},
	}}
	for _, c := range r.Edition.Criteria {
		box.Scores.Rows = append(box.Scores.Rows, []string{c.Name, w.Fixed(j.First.Scores[c.Key], 1), w.Fixed(j.Sheet.Scores[c.Key], 1)})
	}
	if first, complete := j.First.Total(r.Edition); complete {
		box.Scores.Rows = append(box.Scores.Rows, []string{w.T("results.total"), w.Fixed(first, 2), w.Fixed(j.Total, 2)})
	}
	for _, x := range j.Anew {
		box.Acts = append(box.Acts, templates.Event{
			When: templates.Stamp{Text: w.Both(x.At, v.zone(), r.Edition.Location(), "", "")}, Title: w.T("results.minute.rescore"), Text: x.Reason, Who: r.Names[x.By],
		})
	}
	return box
}

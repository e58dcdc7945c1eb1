package web

import (
	"math"
	"net/http"
	"slices"
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
	Paper    *paperTable
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

// paperTable is the way from the scoresheets to the official score, as anybody
// can repeat it with a calculator.
type paperTable struct {
	Text      string
	Rows      []paperRow
	Sum, Mean paperRow
	Divide    string
	Lines     []string
}

type paperRow struct{ Judge, Score, Correction, Corrected string }

// entryResult opens each judge's sheet of one entry. It knows of no trial.
func entryResult(_ *Site, v *visit) error {
	look := office.Look{Year: v.Year, Category: v.Param("category"), Letters: v.QueryParam("names") == lettersParam}
	if text := v.QueryParam("round"); text != "" {
		if look.Round = roundOf(text); look.Round == 0 {
			return award.ErrNotFound
		}
	}
	a, err := v.site.Office.Assess(v.ctx(), v.Actor, look)
	if err != nil {
		return err
	}
	a.Edition = v.in(a.Edition)
	for _, l := range a.Lines {
		if l.Entry.Reference == v.Param("ref") {
			for i, j := range l.Judges {
				l.Judges[i].Name = v.judgeName(a, j.Judge)
			}
			view := v.entryResultView(a.CategoryResult, l)
			view.Paper = v.paperTable(a, l)
			view.Crumbs[len(view.Crumbs)-2].URL = v.categoryURL(a, "")
			return v.show(http.StatusOK, "results_entry", view)
		}
	}
	return award.ErrNotFound
}

// paperTable shows how the official score of an entry comes about; nothing where
// no sheet counts.
func (v *visit) paperTable(a *office.Assessment, l office.ResultLine) *paperTable {
	w := v.Words
	if l.Sheets() == 0 {
		return nil
	}
	t := &paperTable{Text: w.T("results.paper_text." + string(a.Method)), Divide: w.T("results.paper_divide", "Count", l.Sheets())}
	decimals := decimalsOf(l)
	var totals, corrections float64
	for _, j := range l.Judges {
		if !j.Counted {
			continue
		}
		totals, corrections = totals+j.Total, corrections+j.Correction
		t.Rows = append(t.Rows, paperRow{j.Name, w.Fixed(j.Total, decimals), v.signed(j.Correction), w.Fixed(j.Total+j.Correction, decimals)})
	}
	t.Sum = paperRow{"", w.Fixed(totals, decimals), v.signed(corrections), w.Fixed(totals+corrections, decimals)}
	t.Mean = paperRow{"", w.Fixed(l.Mean, 2), "", w.Fixed(l.Official, 2)}
	if l.Doubt != nil {
		t.Lines = append(t.Lines, w.T("results.paper_place", "Official", v.plusMinus(l.Official, l.Doubt.SE), "Rank", l.Rank,
			"From", l.Doubt.Best, "To", l.Doubt.Worst, "Raw", rankBy(l, "raw")))
	}
	return t
}

// decimalsOf is how many decimals the totals of an entry need to be exact: from
// two to four.
func decimalsOf(l office.ResultLine) int {
	for n, unit := 2, 100.0; n < 4; n, unit = n+1, unit*10 {
		exact := !slices.ContainsFunc(l.Judges, func(j office.JudgeSheet) bool {
			return math.Abs(j.Total*unit-math.Round(j.Total*unit)) > 1e-6
		})
		if exact {
			return n
		}
	}
	return 4
}

func (v *visit) entryResultView(c *office.CategoryResult, l office.ResultLine) entryResultView {
	w := v.Words
	year := c.Edition.Year
	view := entryResultView{deskFrame: v.desk(w.T("results.entry_title", "Reference", l.Entry.Reference), year, "results"), Heading: l.Entry.Title}
	view.Crumbs = v.crumbs(w.T("results.title"), "/desk/"+strconv.Itoa(year)+"/results", v.text(c.Category.Name), categoryPath(year, c.Category.Key), l.Entry.Reference, "")
	row := v.resultRow(c, l)
	view.Facts = []templates.Pair{
		{Term: w.T("results.column.city"), Lines: []string{v.Words.List(l.City.Name, v.Words.Country(l.City.Country))}},
		{Term: w.T("results.column.rank"), Lines: []string{row.Rank}},
	}
	if row.Mean != "" {
		view.Facts = append(view.Facts,
			templates.Pair{Term: w.T("results.column.official"), Lines: []string{row.Official}},
			templates.Pair{Term: w.T("results.column.mean"), Lines: []string{row.Mean}},
			templates.Pair{Term: w.T("results.column.median"), Lines: []string{w.Fixed(l.Median, 2)}},
			templates.Pair{Term: w.T("results.column.spread"), Lines: []string{w.T("results.spread_text", "Low", row.Low, "High", row.High, "Spread", row.Spread, "SD", w.Fixed(l.SD, 2))}})
	}
	if len(row.Flags) > 0 {
		view.Facts = append(view.Facts, templates.Pair{Term: w.T("results.column.flags"), Lines: row.Flags})
	}
	v.scoreTable(&view, c, l, row)
	for _, j := range l.Judges {
		view.Sheets = append(view.Sheets, v.sheetBox(c, j, decimalsOf(l)))
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
		r := scoreRow{Criterion: v.text(criterion.Name), Weight: w.Percent(float64(criterion.Weight) / 100), Mean: row.Criteria[i]}
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
			view.Totals = append(view.Totals, w.Fixed(j.Total, decimalsOf(l)))
		}
	}
	view.Mean = row.Mean
}

func (v *visit) sheetBox(r *office.CategoryResult, j office.JudgeSheet, decimals int) sheetBox {
	e := r.Edition
	w := v.Words
	box := sheetBox{Judge: j.Name, State: templates.Tag{Kind: templates.Plain, Text: w.T("assign.state." + string(j.State))}, Comment: j.Sheet.Comment}
	switch {
	case j.Tied:
		box.Note = w.T("results.sheet_tied")
	case j.Counted:
		box.Total = w.T("results.sheet_total", "Total", w.Fixed(j.Total, decimals))
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

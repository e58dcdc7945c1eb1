package web

import (
	"strconv"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/templates"
)

// scoresBox is how the judges score, on the page of progress.
type scoresBox struct {
	Calibration templates.Intervals
	Judges      templates.Grid
	Spread      templates.Histogram
	Criteria    templates.Grid
	Wide        templates.Intervals
	Widest      []wideRow
}

type wideRow struct {
	Link        templates.Link
	Title, City string
	Totals      string
	Spread      string
	Panel       templates.Link
}

// tooFew is the number of scoresheets under which a judge's mean is drawn hollow:
// it is too early to read much into it.
const tooFew = 10

// glance answers, before anything else is read: who is late, who is strict, what
// is disputed.
func (v *visit) glance(p *office.Progress) []templates.Pair {
	w := v.Words
	late := templates.Pair{Term: w.T("progress.glance.late"), Empty: w.T("progress.glance.nobody")}
	var all []string
	for _, j := range p.Judges {
		if j.Late {
			all = append(all, w.T("progress.glance.late_judge", "Judge", j.Name, "Done", j.Done, "All", j.Total))
		}
	}
	if len(all) > 0 { // in one line, so that all answers stay on the first screen
		late.Empty, late.Lines = "", []string{v.Words.List(all...)}
	}
	strict := templates.Pair{Term: w.T("progress.glance.strict"), Empty: w.T("progress.glance.early")}
	disputed := templates.Pair{Term: w.T("progress.glance.disputed"), Empty: w.T("progress.glance.early")}
	if s := p.Scores; len(s.Judges) > 0 && s.Judges[0].Value < 0 {
		key := "progress.glance.strict_maybe"
		if s.Judges[0].Apart() {
			key = "progress.glance.strict_sure"
		}
		strict.Empty, strict.Lines = "", []string{w.T(key, "Judge", s.Judges[0].Name, "Value", w.Fixed(-s.Judges[0].Value, 2), "SE", w.Fixed(s.Judges[0].SE, 2))}
	}
	if s := p.Scores; len(s.Widest) > 0 && s.Widest[0].Spread() > 0 {
		e := s.Widest[0]
		disputed.Empty, disputed.Lines = "", []string{w.T("progress.glance.disputed_entry", "Title", e.Entry.Title, "City", e.City.Name, "Totals", v.totals(e))}
		disputed.Links = []templates.Link{{Text: e.Entry.Reference, URL: v.to(v.wideURL(p, e))}}
	}
	return []templates.Pair{late, strict, disputed}
}

func (v *visit) wideURL(p *office.Progress, e office.WideEntry) string {
	return categoryPath(p.Edition.Year, e.Entry.Category) + "/" + e.Entry.Reference + "?round=" + strconv.Itoa(p.Round)
}

func (v *visit) totals(e office.WideEntry) string {
	var all []string
	for _, t := range e.Totals {
		all = append(all, v.Words.Fixed(t, 2))
	}
	return v.Words.List(all...)
}

// scoresBox draws how the judges score; nothing while no sheet can be shown.
func (v *visit) scoresBox(p *office.Progress) *scoresBox {
	if p.Scores.Sheets == 0 {
		return nil
	}
	box := &scoresBox{}
	v.calibration(box, p)
	v.spread(box, p)
	v.widest(box, p)
	return box
}

func (v *visit) scoreAxis(e *award.Edition) (p templates.Intervals) {
	p.Min, p.Max = e.Scale.Min, e.Scale.Max
	for at := p.Min; at <= p.Max; at++ {
		p.Ticks = append(p.Ticks, templates.Tick{At: at, Text: v.Words.Number(at)})
	}
	return p
}

// calibration sets each judge's mean and middle half against the mean of all.
func (v *visit) calibration(box *scoresBox, p *office.Progress) {
	w, s := v.Words, p.Scores
	plot := v.scoreAxis(p.Edition)
	plot.Title, plot.Caption, plot.Mean = w.T("progress.calibration"), w.T("progress.calibration_note", "Mean", w.Fixed(s.Mean, 2), "Count", tooFew), &s.Mean
	box.Judges = templates.Grid{
		Caption: w.T("progress.calibration"), Numeric: map[int]bool{1: true, 2: true, 3: true, 4: true},
		Head: []string{w.T("results.column.judge"), w.T("results.column.sheets"), w.T("results.column.judge_mean"), w.T("progress.column.middle"), w.T("results.column.severity"), w.T("progress.column.reading")},
	}
	for _, j := range s.Judges {
		plot.Rows = append(plot.Rows, templates.Interval{Label: j.Name, Low: j.Middle[0], At: j.Mean, High: j.Middle[1], Text: w.Fixed(j.Mean, 2), Hollow: j.Sheets < tooFew})
		box.Judges.Rows = append(box.Judges.Rows, []string{
			j.Name, w.Number(j.Sheets), w.Fixed(j.Mean, 2), w.T("progress.middle", "Low", w.Fixed(j.Middle[0], 2), "High", w.Fixed(j.Middle[1], 2)),
			v.doubted(v.signed(j.Value), j.SE), v.reading(j),
		})
	}
	box.Calibration = plot
}

// reading says what the numbers of a judge mean.
func (v *visit) reading(j office.JudgeScores) string {
	switch {
	case j.Sheets < tooFew && !j.Apart():
		return v.Words.T("progress.reading.few")
	case !j.Apart():
		return v.Words.T("progress.reading.alike")
	case j.Value < 0:
		return v.Words.T("progress.reading.strict")
	}
	return v.Words.T("progress.reading.mild")
}

// spread draws how often each score was given, criterion by criterion.
func (v *visit) spread(box *scoresBox, p *office.Progress) {
	w := v.Words
	stops := p.Edition.Scale.Stops()
	box.Spread = templates.Histogram{Title: w.T("progress.distribution"), Caption: w.T("progress.distribution_note")}
	box.Criteria = templates.Grid{Caption: w.T("progress.distribution"), Head: []string{w.T("results.column.criterion"), w.T("results.column.mean")}, Numeric: map[int]bool{1: true}}
	for i, stop := range stops {
		text := ""
		if stop == float64(int(stop)) {
			text = w.Number(stop)
		}
		box.Spread.Ticks = append(box.Spread.Ticks, text)
		box.Criteria.Head, box.Criteria.Numeric[i+2] = append(box.Criteria.Head, w.Number(stop)), true
	}
	for _, c := range p.Scores.Criteria {
		box.Spread.Add(v.text(c.Criterion.Name), w.Fixed(c.Mean, 2), c.Counts)
		row := []string{v.text(c.Criterion.Name), w.Fixed(c.Mean, 2)}
		for _, n := range c.Counts {
			row = append(row, w.Number(n))
		}
		box.Criteria.Rows = append(box.Criteria.Rows, row)
	}
}

// widest draws the entries on which judges differ most.
func (v *visit) widest(box *scoresBox, p *office.Progress) {
	w := v.Words
	plot := v.scoreAxis(p.Edition)
	plot.Title, plot.Caption = w.T("progress.widest"), w.T("progress.widest_note")
	for _, e := range p.Scores.Widest {
		n := len(e.Totals)
		plot.Rows = append(plot.Rows, templates.Interval{Label: e.City.Name, URL: v.to(v.wideURL(p, e)), Low: e.Totals[n-1], At: e.Mean, High: e.Totals[0], Text: w.Fixed(e.Spread(), 2)})
		box.Widest = append(box.Widest, wideRow{
			Link:  templates.Link{Text: e.Entry.Reference, URL: v.to(v.wideURL(p, e))},
			Title: e.Entry.Title, City: e.City.Name, Totals: v.totals(e), Spread: w.Fixed(e.Spread(), 2),
			Panel: templates.Link{Text: w.T("progress.assign"), About: e.Entry.Reference, URL: v.to(panelPath(p.Edition.Year, "/assign/"+e.Entry.Reference, p.Round))},
		})
	}
	box.Wide = plot
}

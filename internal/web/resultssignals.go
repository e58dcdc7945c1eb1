package web

import (
	"strconv"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/templates"
)

// signalRow is one thing to look at: what is, what it means, what one may do.
type signalRow struct {
	Kind, Text, Means string
	Moves             string
	Links             []templates.Link
}

type judgeTable struct {
	Picture templates.Intervals
	Rows    []judgeRow
}

type judgeRow struct {
	Name, Sheets, Mean, Severity, Correction, Scatter string
	Few                                               string
	Try                                               templates.Link
}

type readingRow struct {
	Text   string
	Action string // "" for those who cannot seat a judge
	Judge  award.ID
	About  string
}

type cureRow struct {
	Link  templates.Link
	Text  string
	Lines []string
}

// signalRows write the signals in plain sentences.
func (v *visit) signalRows(a *office.Assessment) []signalRow {
	w := v.Words
	var rows []signalRow
	for _, s := range a.Signals {
		kind := string(s.Kind)
		key := "results.signal." + kind
		if kind == "leniency" && s.Value < 0 {
			key += "_strict"
		}
		row := signalRow{Kind: w.T("results.signal_name." + kind), Means: w.T("results.signal_means." + kind)}
		row.Text = w.T(key, "Judge", v.judgeName(a, award.ID(s.Judge)), "Other", v.judgeNameOr(a, s.Other), "Entry", v.entryName(a, s.Entry),
			"Value", w.Fixed(max(s.Value, -s.Value), 2), "Count", int(max(s.Value, -s.Value)), "SE", w.Fixed(s.SE, 2), "Chance", v.chance(s.P))
		var moves []string
		for _, m := range s.Moves {
			moves = append(moves, w.T("results.move", "Entry", v.entryName(a, m.Entry), "From", v.rankText(m.From), "To", v.rankText(m.To)))
		}
		row.Moves = v.Words.List(moves...)
		switch {
		case s.Entry != "":
			row.Links = v.sheetLinks(a, s.Entry, award.ID(s.Judge))
		case kind != "pair":
			row.Links = append(row.Links, v.tryWithout(a, award.ID(s.Judge)))
		}
		rows = append(rows, row)
	}
	return rows
}

// sheetLinks lead to the scoresheets of an entry, and to the order without the one
// of a judge.
func (v *visit) sheetLinks(a *office.Assessment, entry string, judge award.ID) []templates.Link {
	l, there := a.Line(entry)
	if !there {
		return nil
	}
	links := []templates.Link{{Text: v.Words.T("results.signal_sheets"), URL: v.categoryURL(a, "/"+l.Entry.Reference)}}
	for _, j := range l.Judges {
		if j.Judge == judge {
			about := v.Words.T("results.trial.sheet", "Judge", v.judgeName(a, judge), "Reference", l.Entry.Reference)
			links = append(links, templates.Link{Text: v.Words.T("results.try_sheet"), About: about, URL: v.categoryURL(a, "", "sheet", string(j.Seat))})
		}
	}
	return links
}

func (v *visit) judgeNameOr(a *office.Assessment, id string) string {
	if id == "" {
		return ""
	}
	return v.judgeName(a, award.ID(id))
}

// rankText writes a rank; none for an entry that cannot be placed.
func (v *visit) rankText(rank int) string {
	if rank == 0 {
		return v.Words.T("results.no_rank")
	}
	return v.Words.Number(rank)
}

// tryWithout leads to the order without a judge.
func (v *visit) tryWithout(a *office.Assessment, id award.ID) templates.Link {
	return templates.Link{Text: v.Words.T("results.try_without"), About: v.judgeName(a, id), URL: v.categoryURL(a, "", "without", string(id))}
}

// judgeTable shows how strict each judge is against colleagues on the same entries.
func (v *visit) judgeTable(a *office.Assessment) *judgeTable {
	w := v.Words
	if len(a.Judges) == 0 || a.Trial.Is() {
		return nil
	}
	zero, most := 0.0, .5
	t := &judgeTable{Picture: templates.Intervals{Title: w.T("results.judges_picture"), Caption: w.T("results.judges_note"), Mean: &zero}}
	for _, j := range a.Judges {
		most = max(most, j.Value+office.Ninety*j.SE, office.Ninety*j.SE-j.Value)
		name := v.judgeName(a, j.ID)
		t.Picture.Rows = append(t.Picture.Rows, templates.Interval{
			Label: name, Low: j.Value - office.Ninety*j.SE, At: j.Value, High: j.Value + office.Ninety*j.SE, Text: v.signed(j.Value), Hollow: j.Few,
		})
		row := judgeRow{
			Name: name, Sheets: w.Number(j.Sheets), Mean: w.Fixed(j.Mean, 2), Severity: v.doubted(v.signed(j.Value), j.SE),
			Correction: w.T("results.no_correction"), Scatter: w.Fixed(j.SD, 2), Try: v.tryWithout(a, j.ID),
		}
		if a.Corrects(j) {
			row.Correction = v.signed(j.Correction)
		}
		if j.Few {
			row.Few = w.T("results.judge_few")
		}
		t.Rows = append(t.Rows, row)
	}
	t.Picture.Min, t.Picture.Max = -most, most
	step := .5
	for most/step > 3 {
		step *= 2
	}
	for at := -float64(int(most/step)) * step; at <= most; at += step {
		t.Picture.Ticks = append(t.Picture.Ticks, templates.Tick{At: at, Text: v.tickText(at)})
	}
	return t
}

// tickText writes a difference as shortly as can be: "+0.5".
func (v *visit) tickText(at float64) string {
	switch {
	case at < 0:
		return "−" + v.Words.Number(-at)
	case at > 0:
		return "+" + v.Words.Number(at)
	}
	return v.Words.Number(0)
}

// readingRows are extra readings that would help, each with the form that seats
// the judge.
func (v *visit) readingRows(a *office.Assessment) []readingRow {
	w := v.Words
	var rows []readingRow
	for _, r := range a.Advice.Readings {
		l, there := a.Line(r.Entry)
		if !there {
			continue
		}
		row := readingRow{Judge: award.ID(r.Judge)}
		name := v.judgeName(a, row.Judge)
		row.Text = w.T("results.reading", "Judge", name, "Entry", v.entryName(a, r.Entry), "Rival", v.entryName(a, r.Rival),
			"Before", w.Fixed(100*r.Before, 1), "After", w.Fixed(100*r.After, 1))
		row.About = w.T("results.reading_about", "Judge", name, "Reference", l.Entry.Reference)
		if award.MayTry(v.Actor, award.DeedPublishPanel) == nil {
			row.Action = v.to("/desk/" + strconv.Itoa(a.Edition.Year) + "/assign/" + l.Entry.Reference + "/add")
		}
		rows = append(rows, row)
	}
	return rows
}

// cureRows are the entries that cannot be placed, with what would cure each.
func (v *visit) cureRows(a *office.Assessment) []cureRow {
	w := v.Words
	var rows []cureRow
	for _, l := range a.Lines {
		if l.Cure == nil {
			continue
		}
		row := cureRow{
			Link: templates.Link{Text: l.Entry.Reference, URL: v.to(panelPath(a.Edition.Year, "/assign/"+l.Entry.Reference, a.Round))},
			Text: w.T("results.cure", "City", l.City.Name, "Count", l.Cure.Missing),
		}
		for _, part := range []struct {
			key string
			ids []string
		}{{"unsent", l.Cure.Unsent}, {"incomplete", l.Cure.Incomplete}, {"free", l.Cure.Free}} {
			if names := v.judgeNames(a, part.ids); names != "" {
				row.Lines = append(row.Lines, w.T("results.cure_"+part.key, "Judges", names))
			}
		}
		if len(row.Lines) == 0 {
			row.Lines = []string{w.T("results.cure_none")}
		}
		rows = append(rows, row)
	}
	return rows
}

package web

import (
	"slices"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/templates"
)

// unfilledRow are entries that lack as many judges for the same reasons. Title is
// that of the entry if it is only one.
type unfilledRow struct {
	Links   []templates.Link
	Count   int    // of entries
	More    string // how many of them have no link
	Title   string
	Missing string
	Why     []string
}

type worstRow struct{ Entry, Category, Judge string }

type servedRow struct {
	Link             templates.Link
	Title, Fit, Best string
}

type panelRow struct {
	Link                  templates.Link
	Title, City, Category string
	Country               string
	Judges                []panelName
	Cover                 templates.Tag
}

type panelName struct {
	Name string
	Tag  *templates.Tag
}

type panelMatrix struct {
	Judges []string
	Rows   []matrixRow
	Loads  []string
}

type matrixRow struct {
	Link  templates.Link
	City  string
	Cells []matrixCell
	Cover string
	Low   bool
}

type matrixCell struct{ Mark, Text, Class string }

func (v *visit) panelRow(p *office.Panels, l office.PanelLine) panelRow {
	c, _ := p.Edition.Category(l.Entry.Category)
	row := panelRow{
		Link:  templates.Link{Text: l.Entry.Reference, URL: v.to(panelPath(p.Edition.Year, "/assign/"+l.Entry.Reference, p.Round))},
		Title: l.Entry.Title, City: l.City.Name, Country: v.Words.Country(l.City.Country), Category: c.Name,
		Cover: templates.Tag{Kind: templates.Plain, Text: v.Words.T("assign.of", "Done", l.Live(), "All", l.Need)},
	}
	if l.Missing() > 0 {
		row.Cover.Kind = templates.Err
	}
	for _, s := range l.Seats {
		row.Judges = append(row.Judges, v.panelName(s))
	}
	return row
}

// panelName is a judge on an entry with what is worth knowing of the seat.
func (v *visit) panelName(s office.PanelSeat) panelName {
	n := panelName{Name: s.Name}
	if n.Name == "" {
		n.Name = v.Words.T("assign.left")
	}
	switch {
	case s.State.Gone():
		n.Tag = &templates.Tag{Kind: templates.Warn, Text: v.Words.T("assign.state." + string(s.State))}
	case s.Reason != "":
		n.Tag = &templates.Tag{Kind: templates.Err, Text: v.Words.T("assign.reason." + s.Reason)}
	}
	return n
}

func (v *visit) unfilledRow(p *office.Panels, l office.PanelLine) unfilledRow {
	row := unfilledRow{
		Count: 1, Links: []templates.Link{{Text: l.Entry.Reference, URL: v.to(panelPath(p.Edition.Year, "/assign/"+l.Entry.Reference, p.Round))}},
		Title: l.Entry.Title, Missing: v.Words.T("assign.missing", "Count", l.Missing()),
	}
	for _, b := range l.Barred {
		row.Why = append(row.Why, v.Words.T("assign.why."+b.Reason, "Count", b.Count))
	}
	if l.Full > 0 {
		row.Why = append(row.Why, v.Words.T("assign.why.full", "Count", l.Full))
	}
	if l.Alike > 0 {
		row.Why = append(row.Why, v.Words.T("assign.why.alike", "Count", l.Alike, "Most", p.Policy.CountryMost))
	}
	if l.Free > 0 {
		row.Why = append(row.Why, v.Words.T("assign.why.free", "Count", l.Free))
	}
	return row
}

// unfilledMost is how many entries that are short in the same way have a link; the
// list of all panels has the rest first.
const unfilledMost = 40

// gather adds an entry to those that are short in the same way, if there are any.
func gather(rows []unfilledRow, row unfilledRow) []unfilledRow {
	for i := range rows {
		if rows[i].Missing == row.Missing && slices.Equal(rows[i].Why, row.Why) {
			rows[i].Title = ""
			if rows[i].Count++; len(rows[i].Links) < unfilledMost {
				rows[i].Links = append(rows[i].Links, row.Links...)
			}
			return rows
		}
	}
	return append(rows, row)
}

func (v *visit) panelMatrix(p *office.Panels, lines []office.PanelLine, grid map[award.PlanSeat]string) *panelMatrix {
	m := &panelMatrix{}
	for _, j := range p.Judges {
		m.Judges = append(m.Judges, j.Name)
		m.Loads = append(m.Loads, v.Words.Number(j.Load))
	}
	for _, l := range lines {
		row := matrixRow{
			Link: templates.Link{Text: l.Entry.Reference, URL: v.to(panelPath(p.Edition.Year, "/assign/"+l.Entry.Reference, p.Round))},
			City: l.City.Name, Cover: v.Words.T("assign.of", "Done", l.Live(), "All", l.Need), Low: l.Missing() > 0,
		}
		for _, j := range p.Judges {
			row.Cells = append(row.Cells, v.matrixCell(l, j.ID, grid[award.PlanSeat{Entry: l.Entry.ID, Judge: j.ID}]))
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}

func (v *visit) matrixCell(l office.PanelLine, judge award.ID, why string) matrixCell {
	for _, s := range l.Seats {
		if s.Judge == judge && !s.State.Gone() {
			if why != "" {
				return matrixCell{Mark: "!", Text: v.Words.T("assign.reason." + why), Class: "low"}
			}
			return matrixCell{Mark: "●", Text: v.Words.T("assign.reads")}
		}
	}
	if why != "" {
		return matrixCell{Text: v.Words.T("assign.reason." + why), Class: "barred"}
	}
	return matrixCell{Text: v.Words.T("assign.free")}
}

package web

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

type logPage struct {
	deskFrame
	Fields []templates.Field
	Rows   []logRow
	Older  string
	Newest string
	Empty  templates.Empty
}

type logRow struct {
	When             templates.Stamp
	Who, What, About string
	URL              string
}

// deedWords is a deed in words; the key itself for one without.
func (v *visit) deedWords(d award.Deed) string {
	if key := "deed." + string(d); v.Words.Has(key) {
		return v.Words.T(key)
	}
	return string(d)
}

func deskLog(s *Site, v *visit) error {
	e, err := s.Office.EditionOf(v.ctx(), 0)
	if err != nil {
		return err
	}
	q := form.Query(v.Request())
	f := office.LogFilter{Deed: award.Deed(q.Text("deed")), About: q.Line("about"), Who: q.Line("who")}
	f.Before, _ = strconv.ParseInt(q.Text("before"), 10, 64)
	l, err := s.Office.Log(v.ctx(), v.Actor, f)
	if err != nil {
		return err
	}
	p := logPage{deskFrame: v.desk(v.Words.T("desk.log"), e.Year, "log"), Fields: v.logFields(f)}
	for _, line := range l.Lines {
		p.Rows = append(p.Rows, v.logRow(line, e.Location()))
	}
	if l.Before > 0 {
		p.Older = v.query("before", strconv.FormatInt(l.Before, 10))
	}
	if f.Before > 0 {
		p.Newest = v.query("before", "")
	}
	p.Empty = templates.Empty{Title: v.Words.T("desk.log_empty"), Text: v.Words.T("desk.log_empty_text")}
	return v.show(http.StatusOK, "desk_log", p)
}

func (v *visit) logFields(f office.LogFilter) []templates.Field {
	deeds := []templates.Option{}
	for _, d := range award.Deeds() {
		deeds = append(deeds, templates.Option{Value: string(d), Text: v.deedWords(d)})
	}
	slices.SortStableFunc(deeds, func(a, b templates.Option) int {
		if a.Text < b.Text {
			return -1
		}
		return 1
	})
	return []templates.Field{
		{Kind: templates.Select, Name: "deed", Label: v.Words.T("desk.log_deed"), Options: deeds, Value: string(f.Deed)},
		{Kind: templates.Text, Name: "about", Label: v.Words.T("desk.log_about"), Value: f.About, Short: true},
		{Kind: templates.Text, Name: "who", Label: v.Words.T("desk.log_who"), Value: f.Who},
	}
}

func (v *visit) logRow(l office.LogLine, official *time.Location) logRow {
	r := logRow{When: v.moment(l.At, official), Who: l.Who, What: v.deedWords(l.Deed), About: l.About}
	switch {
	case l.Judge:
		r.Who = v.Words.T("desk.log_judge")
	case l.Who == "":
		r.Who = v.Words.T("desk.platform")
	}
	switch {
	case l.Entry != "":
		r.About = l.Entry
		if l.Year > 0 && award.MayTry(v.Actor, award.DeedReadAll) == nil {
			r.URL = v.to("/desk/" + strconv.Itoa(l.Year) + "/entries/" + l.Entry)
		}
	case l.About == "" && l.Year > 0:
		r.About = v.Words.T("desk.of_edition", "Year", strconv.Itoa(l.Year))
	}
	return r
}

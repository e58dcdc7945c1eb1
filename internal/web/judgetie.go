package web

import (
	"net/http"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/judging"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

// tieRow is one city on the page where a judge declares ties. Known says why it
// is kept from the judge already; else Pick asks for a tie.
type tieRow struct {
	City, Country, Categories string
	New                       bool
	Known                     string
	Pick                      *templates.Field
}

type tiePage struct {
	templates.Frame
	Heading  string
	Declared string
	Record   []templates.Pair
	Rows     []tieRow
	Entries  []string
	Note     templates.Field
	Declare  templates.Field
	Action   string
	Empty    *templates.Empty
}

func judgeTies(s *Site, v *visit) error {
	list, err := s.Judging.Ties(v.ctx(), v.Actor, v.Year)
	if err != nil {
		return err
	}
	list.Edition = v.in(list.Edition)
	return v.showTies(http.StatusOK, list, nil, nil)
}

func declareTies(s *Site, v *visit) error {
	list, err := s.Judging.Ties(v.ctx(), v.Actor, v.Year)
	if err != nil {
		return err
	}
	list.Edition = v.in(list.Edition)
	posted, err := v.form()
	if err == nil {
		err = s.Judging.Declare(v.ctx(), v.Actor, v.Year, declaration(posted))
	}
	if faults := asInvalid(err); faults != nil {
		return v.showTies(http.StatusUnprocessableEntity, list, posted, faults)
	}
	if err != nil {
		return err
	}
	v.tell(templates.OK, "judge.ties.saved")
	return v.goTo("/judge")
}

// declaration reads the form of ties: tie.CITY with a reason, note and declare.
func declaration(values form.Values) judging.Declaration {
	said := judging.Declaration{None: values.Text("declare") == "none", Ties: map[award.ID]award.TieReason{}, Note: values.Text("note")}
	for _, name := range values.Names("tie.") {
		if reason := values.Text(name); reason != "" {
			said.Ties[award.ID(strings.TrimPrefix(name, "tie."))] = award.TieReason(reason)
		}
	}
	return said
}

func (v *visit) showTies(status int, list judging.TieList, values form.Values, faults award.Invalid) error {
	page := tiePage{Frame: v.frame(v.Words.T("judge.ties.title")), Heading: v.Words.T("judge.ties.title"), Entries: list.Entries, Action: v.to(tiesPath(list.Edition.Year))}
	page.Crumbs = v.crumbs(v.Words.T("judge.title"), "/judge", page.Heading, "")
	if !list.Judge.Declared.IsZero() {
		page.Declared = v.Words.T("judge.ties.declared", "At", v.Words.Both(list.Judge.Declared, v.zone(), list.Edition.Location(), "", ""))
	}
	page.Record = v.judgeRecord(list.Judge)
	fields := form.NewSheet(v.Words, values, faults)
	locale.Sort(v.Words, list.Candidates, func(c judging.Candidate) string { return c.City.Name })
	for _, c := range list.Candidates {
		page.Rows = append(page.Rows, v.tieRow(fields, list.Edition, c))
	}
	page.Note = fields.Add(templates.Field{Kind: templates.Long, Name: "note", Label: v.Words.T("judge.ties.note"), Hint: v.Words.T("judge.ties.note_hint"), Optional: true, Lines: 3})
	page.Declare = fields.Add(templates.Field{
		Kind: templates.Radios, Name: "declare", Label: v.Words.T("judge.ties.declare"),
		Options: []templates.Option{{Value: "none", Text: v.Words.T("judge.ties.none")}, {Value: "some", Text: v.Words.T("judge.ties.some")}},
	})
	if len(page.Rows) == 0 {
		page.Empty = &templates.Empty{Title: v.Words.T("judge.ties.empty_title"), Text: v.Words.T("judge.ties.empty_text")}
	}
	page.Faults = fields.Lines()
	return v.show(status, "judge_ties", page)
}

func (v *visit) tieRow(fields *form.Sheet, e *award.Edition, c judging.Candidate) tieRow {
	row := tieRow{City: c.City.Name, Country: v.Words.Country(c.City.Country), New: c.New}
	var names []string
	for _, key := range c.Categories {
		category, _ := e.Category(key)
		names = append(names, category.Name)
	}
	row.Categories = v.Words.List(names...)
	if c.Bar != award.NoBar {
		row.Known = v.Words.T("judge.bar." + string(c.Bar))
		return row
	}
	pick := fields.Add(templates.Field{
		Kind: templates.Select, Name: "tie." + string(c.City.ID), Label: v.Words.T("judge.ties.pick", "City", c.City.Name), Quiet: true,
		Options: v.tieReasons(),
	})
	row.Pick = &pick
	return row
}

func (v *visit) tieReasons() []templates.Option {
	var all []templates.Option
	for _, r := range award.TieReasons {
		all = append(all, templates.Option{Value: string(r), Text: v.Words.T("judge.tie." + string(r))})
	}
	return all
}

// judgeRecord is what the Secretariat has on record of the judge's ties.
func (v *visit) judgeRecord(j award.Judge) []templates.Pair {
	var countries []string
	for _, c := range j.Countries {
		countries = append(countries, v.Words.Country(c))
	}
	none := v.Words.T("judge.ties.no_record")
	empty := func(items []string) string {
		if len(items) == 0 {
			return none
		}
		return ""
	}
	return []templates.Pair{
		{Term: v.Words.T("judge.ties.countries"), Lines: countries, Empty: empty(countries)},
		{Term: v.Words.T("judge.ties.organisations"), Lines: j.Organisations, Empty: empty(j.Organisations)},
	}
}

type recusePageData struct {
	templates.Frame
	Heading, Entry string
	Reason, Note   templates.Field
	Action, Back   string
}

func recusePage(v *visit, at judging.Place, r judging.Reading) error {
	return v.showRecuse(http.StatusOK, at, r, nil, nil)
}

func recuse(v *visit, at judging.Place, r judging.Reading) error {
	values, err := v.form()
	if err == nil {
		said := judging.Declaration{Ties: map[award.ID]award.TieReason{"": award.TieReason(values.Text("reason"))}, Note: values.Text("note")}
		err = v.site.Judging.Recuse(v.ctx(), v.Actor, at, said)
	}
	if faults := asInvalid(err); faults != nil {
		return v.showRecuse(http.StatusUnprocessableEntity, at, r, values, faults)
	}
	if err != nil {
		return err
	}
	v.tell(templates.OK, "judge.recuse.done", "Reference", at.Reference)
	return v.goTo(roundPath(at.Year, at.Round))
}

func (v *visit) showRecuse(status int, at judging.Place, r judging.Reading, values form.Values, faults award.Invalid) error {
	page := recusePageData{Frame: v.frame(v.Words.T("judge.recuse.title")), Heading: v.Words.T("judge.recuse.title"), Action: v.to(seatPath(at) + "/recuse"), Back: v.to(seatPath(at))}
	page.Entry = v.Words.T("judge.recuse.entry", "Title", r.Line.Entry.Title, "City", r.Line.City.Name, "Reference", r.Line.Entry.Reference)
	page.Crumbs = v.crumbs(v.Words.T("judge.title"), "/judge", v.Words.T("judge.list.heading", "Round", at.Round), roundPath(at.Year, at.Round), page.Heading, "")
	fields := form.NewSheet(v.Words, values, faults)
	page.Reason = fields.Add(templates.Field{Kind: templates.Radios, Name: "reason", Label: v.Words.T("judge.recuse.reason"), Options: v.tieReasons()})
	page.Note = fields.Add(templates.Field{Kind: templates.Long, Name: "note", Label: v.Words.T("judge.ties.note"), Hint: v.Words.T("judge.ties.note_hint"), Optional: true, Lines: 3})
	page.Faults = fields.Lines()
	return v.show(status, "judge_recuse", page)
}

package web

import (
	"net/http"
	"net/url"
	"strconv"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

type entryPanelView struct {
	deskFrame
	Heading   string
	Facts     []templates.Pair
	Round     int
	Version   int
	Published bool
	Action    string
	Seats     []templates.Field // of a draft
	Rows      []seatRow         // of published panels
	Add       templates.Field
	Choices   []choiceRow
	Back      string
	MayRepair bool
	Effect    *effectView // of the change that is tried
}

type seatRow struct {
	Judge   award.ID
	Name    string
	State   templates.Tag
	MayVoid bool
	Warn    string
}

type choiceRow struct {
	Name, Load, Level string
	State             templates.Tag
	Why               templates.Link
}

func entryPanel(_ *Site, v *visit) error {
	return v.entryPanel(http.StatusOK, roundOf(v.QueryParam("round")), entryPosted{})
}

// entryPosted is what a form of the page has sent, when it is shown again.
type entryPosted struct {
	values form.Values
	faults award.Invalid
	effect *office.PanelEffect
}

func (v *visit) entryPanel(status, round int, posted entryPosted) error {
	p, err := v.site.Office.EntryPanel(v.ctx(), v.Actor, v.Year, round, v.Param("ref"))
	if err != nil {
		return err
	}
	p.Edition = v.in(p.Edition)
	e := p.Line.Entry
	view := entryPanelView{
		deskFrame: v.desk(v.Words.T("assign.entry_title", "Reference", e.Reference), v.Year, "assign"), Heading: e.Title, Round: round,
		Version: p.Version, Published: p.Published, Action: v.to("/desk/" + strconv.Itoa(v.Year) + "/assign/" + e.Reference),
		Back: v.to(panelPath(v.Year, "/assign", round)), MayRepair: award.MayTry(v.Actor, award.DeedPublishPanel) == nil,
	}
	view.Wide = false
	view.Crumbs = v.crumbs(v.Words.T("assign.title"), panelPath(v.Year, "/assign", round), e.Reference, "")
	view.Scripts = append(view.Scripts, "try")
	category, _ := p.Edition.Category(e.Category)
	view.Facts = []templates.Pair{
		{Term: v.Words.T("assign.column.city"), Lines: []string{v.Words.List(p.Line.City.Name, v.Words.Country(p.Line.City.Country))}},
		{Term: v.Words.T("assign.column.category"), Lines: []string{category.Name}},
		{Term: v.Words.T("assign.column.cover"), Lines: []string{v.Words.T("assign.of", "Done", p.Line.Live(), "All", p.Line.Need)}},
	}
	sheet := form.NewSheet(v.Words, posted.values, posted.faults)
	if posted.effect != nil {
		tried := v.effect(p.Edition, round, *posted.effect)
		view.Effect = &tried
	}
	if p.Published {
		v.repairForm(&view, p, sheet)
	} else {
		v.draftForm(&view, p, sheet)
	}
	for _, c := range p.Choices {
		row := v.choiceRow(c)
		row.Why.URL = v.to(whyPath(p.Edition.Year, e.Reference, round, c.ID))
		view.Choices = append(view.Choices, row)
	}
	view.Faults = sheet.Lines()
	return v.show(status, "panel_entry", view)
}

// draftForm offers a list for each place, and one more.
func (v *visit) draftForm(view *entryPanelView, p *office.EntryPanel, sheet *form.Sheet) {
	options := v.judgeOptions(p.Choices)
	for i := range max(p.Line.Need, len(p.Line.Seats)) + 1 {
		f := templates.Field{Kind: templates.Select, Name: "seat." + strconv.Itoa(i+1), Label: v.Words.T("assign.place", "Number", i+1), Options: options, Optional: i >= p.Line.Need}
		if i < len(p.Line.Seats) {
			f.Value = string(p.Line.Seats[i].Judge)
		}
		view.Seats = append(view.Seats, sheet.Add(f))
	}
}

func (v *visit) repairForm(view *entryPanelView, p *office.EntryPanel, sheet *form.Sheet) {
	for _, s := range p.Line.Seats {
		name := v.panelName(s)
		row := seatRow{Judge: s.Judge, Name: name.Name, State: templates.Tag{Kind: templates.Plain, Text: v.Words.T("assign.state." + string(s.State))}, MayVoid: !s.State.Gone()}
		if name.Tag != nil {
			row.State = *name.Tag
		}
		if s.State.Counts() {
			row.Warn = v.Words.T("assign.void_scored")
		}
		view.Rows = append(view.Rows, row)
	}
	var free []office.PanelChoice
	for _, c := range p.Choices {
		if !c.Sits {
			free = append(free, c)
		}
	}
	view.Add = sheet.Add(templates.Field{Kind: templates.Select, Name: "judge", Label: v.Words.T("assign.add"), Hint: v.Words.T("assign.add_hint"), Options: v.judgeOptions(free)})
}

// judgeOptions name each judge with load and, where they may not, why.
func (v *visit) judgeOptions(choices []office.PanelChoice) []templates.Option {
	var options []templates.Option
	for _, c := range choices {
		text := v.Words.T("assign.option", "Name", c.Name, "Load", v.loadText(c.PanelJudge))
		if c.Reason != "" {
			text = v.Words.T("assign.option_barred", "Name", c.Name, "Reason", v.Words.T("assign.reason."+c.Reason))
		}
		options = append(options, templates.Option{Value: string(c.ID), Text: text})
	}
	return options
}

// whyPath is the address at which a judge and an entry are explained.
func whyPath(year int, ref string, round int, judge award.ID) string {
	q := url.Values{"judge": {string(judge)}}
	if round == 2 {
		q.Set("round", "2")
	}
	return "/desk/" + strconv.Itoa(year) + "/assign/" + ref + "/why?" + q.Encode()
}

func (v *visit) loadText(j office.PanelJudge) string {
	if j.Max > 0 {
		return v.Words.T("assign.load_max", "Load", j.Load, "Max", j.Max)
	}
	return v.Words.T("assign.load", "Count", j.Load)
}

func (v *visit) choiceRow(c office.PanelChoice) choiceRow {
	row := choiceRow{Name: c.Name, Load: v.loadText(c.PanelJudge), Level: v.level(c.Level)}
	row.Why = templates.Link{Text: v.Words.T("assign.why_not"), About: c.Name}
	if c.Sits {
		row.Why.Text = v.Words.T("assign.why_yes")
	}
	switch {
	case c.Reason != "":
		row.State = templates.Tag{Kind: templates.Err, Text: v.Words.T("assign.reason." + c.Reason)}
	case c.Sits:
		row.State = templates.Tag{Kind: templates.OK, Text: v.Words.T("assign.reads")}
	case c.Max > 0 && c.Load >= c.Max:
		row.State = templates.Tag{Kind: templates.Warn, Text: v.Words.T("assign.full")}
	default:
		row.State = templates.Tag{Kind: templates.Plain, Text: v.Words.T("assign.free")}
	}
	return row
}

// level is a judge's expertise in a category in words.
func (v *visit) level(n int) string {
	return v.Words.T("assign.level." + strconv.Itoa(min(3, max(0, n))))
}

func setPanel(s *Site, v *visit) error {
	posted, err := v.form()
	if err != nil {
		return err
	}
	round, faults := roundOf(posted.Text("round")), award.Invalid{}
	version := posted.Int("version", faults)
	var judges []award.ID
	for i := range min(len(posted.Names("seat.")), 100) {
		judges = append(judges, award.ID(posted.Text("seat."+strconv.Itoa(i+1))))
	}
	at := office.PanelAt{Year: v.Year, Round: round, Ref: v.Param("ref")}
	var effect *office.PanelEffect
	if posted.Bool("try") {
		var e office.PanelEffect
		e, err = s.Office.TryPanel(v.ctx(), v.Actor, at, judges)
		effect = &e
	} else {
		err = s.Office.SetPanel(v.ctx(), v.Actor, at, version, judges)
	}
	if invalid := asInvalid(err); invalid != nil {
		return v.entryPanel(http.StatusUnprocessableEntity, round, entryPosted{values: posted, faults: invalid})
	}
	if err == nil && effect != nil {
		return v.entryPanel(http.StatusOK, round, entryPosted{values: posted, effect: effect})
	}
	if err != nil {
		return err
	}
	v.tell(templates.OK, "assign.changed", "Reference", v.Param("ref"))
	return v.goTo(panelPath(v.Year, "/assign", round))
}

// repairSeat reads which judge a form of repair names and leads back to the entry.
func (v *visit) repairSeat(told string, do func(at office.PanelAt, judge award.ID) error) error {
	posted, err := v.form()
	if err != nil {
		return err
	}
	round := roundOf(posted.Text("round"))
	err = do(office.PanelAt{Year: v.Year, Round: round, Ref: v.Param("ref")}, award.ID(posted.Text("judge")))
	if invalid := asInvalid(err); invalid != nil {
		return v.entryPanel(http.StatusUnprocessableEntity, round, entryPosted{values: posted, faults: invalid})
	}
	if err != nil {
		return err
	}
	v.tell(templates.OK, told)
	return v.goTo(panelPath(v.Year, "/assign/"+v.Param("ref"), round))
}

func voidSeat(s *Site, v *visit) error {
	return v.repairSeat("assign.voided", func(at office.PanelAt, judge award.ID) error {
		return s.Office.VoidSeat(v.ctx(), v.Actor, at, judge)
	})
}

func addJudge(s *Site, v *visit) error {
	return v.repairSeat("assign.added", func(at office.PanelAt, judge award.ID) error {
		return s.Office.AddJudge(v.ctx(), v.Actor, at, judge)
	})
}

type publicationView struct {
	deskFrame
	Round   int
	Version int
	Notices []noticeRow
	Stops   []templates.Note
	Short   *templates.Note
	Letter  award.Mail
	Action  string
	Back    string
}

type noticeRow struct{ Name, Email, Count string }

func panelPublication(s *Site, v *visit) error {
	p, err := s.Office.PanelPublication(v.ctx(), v.Actor, v.Year, roundOf(v.QueryParam("round")))
	if err != nil {
		return err
	}
	if !p.Panels.Plan.Published.IsZero() || p.Panels.Plan.Version == 0 {
		return v.goTo(panelPath(v.Year, "/assign", p.Panels.Round))
	}
	view := publicationView{
		deskFrame: v.desk(v.Words.T("assign.publish_title"), v.Year, "assign"), Round: p.Panels.Round, Version: p.Panels.Plan.Version,
		Action: v.to("/desk/" + strconv.Itoa(v.Year) + "/assign/publish"), Back: v.to(panelPath(v.Year, "/assign", p.Panels.Round)),
	}
	view.Wide = false
	view.Crumbs = v.crumbs(v.Words.T("assign.title"), panelPath(v.Year, "/assign", p.Panels.Round), view.Title, "")
	for _, n := range p.Notices {
		view.Notices = append(view.Notices, noticeRow{n.Name, n.Email, v.Words.T("assign.load", "Count", n.Count)})
	}
	for _, stop := range p.Stops {
		name := stop.Judge
		if name == "" {
			name = v.Words.T("assign.left")
		}
		text := v.Words.T("assign.stop", "Judge", name, "Reference", stop.Reference, "Reason", v.Words.T("assign.reason."+stop.Reason))
		view.Stops = append(view.Stops, templates.Note{Kind: templates.Err, Lines: []string{text}})
	}
	if missing := p.Panels.Needed - p.Panels.Filled; missing > 0 {
		view.Short = &templates.Note{Kind: templates.Warn, Lines: []string{v.Words.T("assign.publish_short", "Count", missing)}}
	}
	view.Letter = s.Office.PanelLetter(v.Words, p)
	return v.show(http.StatusOK, "panel_publish", view)
}

func publishPanels(s *Site, v *visit) error {
	posted, err := v.form()
	if err != nil {
		return err
	}
	round, faults := roundOf(posted.Text("round")), award.Invalid{}
	version := posted.Int("version", faults)
	mails, err := s.Office.PublishPanels(v.ctx(), v.Actor, v.Year, round, version)
	if err != nil {
		return err
	}
	v.tell(templates.OK, "assign.done", "Count", mails)
	return v.goTo(panelPath(v.Year, "/assign", round))
}

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

// meetingRoutes are the addresses of the jury's table.
func meetingRoutes() []route {
	const at = "/:lang/desk/:year/meeting"
	return []route{
		{method: see, path: at, deed: award.DeedMeeting, do: meeting},
		{method: see, path: at + "/attendance", deed: award.DeedMinute, do: attendancePage},
		{method: send, path: at + "/attendance", deed: award.DeedMinute, do: saveAttendance},
		{method: see, path: at + "/minutes", deed: award.DeedMeeting, do: meetingMinutes},
		{method: see, path: at + "/:category", deed: award.DeedMeeting, do: meetingTable},
		{method: see, path: at + "/:category/note", deed: award.DeedMinute, do: notePage},
		{method: send, path: at + "/:category/note", deed: award.DeedMinute, do: note},
		{method: see, path: at + "/:category/vote", deed: award.DeedMinute, do: ballotPage},
		{method: send, path: at + "/:category/vote", deed: award.DeedMinute, do: ballot},
	}
}

type meetingView struct {
	deskFrame
	Lede       string
	Order      string
	Present    []templates.Pair
	Attendance templates.Link
	Minutes    templates.Link
	Rows       []meetingRow
	NotShown   []string
}

// meetingRow is one category of the agenda.
type meetingRow struct {
	Number, Key string
	Link        templates.Link
	Out         string
	State       templates.Tag
	Items       []string
	Note        string
}

func meeting(s *Site, v *visit) error {
	m, err := s.Office.Meeting(v.ctx(), v.Actor, v.Year)
	if err != nil {
		return err
	}
	m.Edition = v.in(m.Edition)
	w := v.Words
	view := meetingView{
		deskFrame: v.desk(w.T("meeting.title"), v.Year, "meeting"), Lede: w.T("meeting.lede"),
		Attendance: templates.Link{Text: w.T("meeting.to_attendance"), URL: v.to(meetingPath(v.Year, "") + "/attendance")},
		Minutes:    templates.Link{Text: w.T("meeting.to_minutes"), URL: v.to(meetingPath(v.Year, "") + "/minutes")},
	}
	view.Wide = false
	if view.Order = w.T("meeting.order_same", "Count", m.Departures); m.Departures < m.AsListed {
		view.Order = w.T("meeting.order", "Count", m.Departures, "Listed", m.AsListed)
	}
	for _, how := range award.Presences {
		if names := namesWith(m.People, how); len(names) > 0 {
			view.Present = append(view.Present, templates.Pair{Term: w.T("meeting.how." + string(how)), Lines: []string{v.Words.List(names...)}})
		}
	}
	if names := namesWith(m.People, ""); len(names) > 0 {
		view.Present = append(view.Present, templates.Pair{Term: w.T("meeting.how.unknown"), Lines: []string{v.Words.List(names...)}})
	}
	for i, c := range m.Categories {
		view.Rows = append(view.Rows, v.meetingRow(i+1, c))
	}
	for _, c := range m.Hidden {
		view.NotShown = append(view.NotShown, w.T("meeting.hidden", "Category", c.Name))
	}
	for _, c := range m.Scoring {
		view.NotShown = append(view.NotShown, w.T("meeting.scoring", "Category", c.Name))
	}
	return v.show(http.StatusOK, "meeting", view)
}

func (v *visit) meetingRow(n int, c office.MeetingCategory) meetingRow {
	r := c.Result
	row := meetingRow{
		Number: v.Words.Number(n), Key: r.Category.Key, Link: templates.Link{Text: v.text(r.Category.Name), URL: v.to(meetingPath(r.Edition.Year, r.Category.Key))},
		Out: v.outText(c.Out), State: v.sealBox(r).State,
	}
	for _, i := range c.Items {
		if !i.Done {
			row.Items = append(row.Items, v.itemText(i))
		}
	}
	switch {
	case !r.Over:
		stage, _ := r.Edition.Stage(award.RoundStage(r.Last))
		row.Note = v.Words.T("meeting.running", "At", v.Words.Both(stage.Closes, v.zone(), r.Edition.Location(), "", ""))
	case len(row.Items) == 0:
		row.Note = v.Words.T("meeting.nothing")
	}
	return row
}

// itemText says what is undecided.
func (v *visit) itemText(i office.AgendaItem) string {
	switch i.Kind {
	case office.ItemFew:
		return v.Words.T("meeting.item.few", "Reference", v.Words.List(i.Entries...), "Count", i.Missing)
	case office.ItemSpread:
		return v.Words.T("meeting.item.spread", "Reference", v.Words.List(i.Entries...), "Spread", v.Words.Fixed(i.Spread, 2))
	case office.ItemTie:
		return v.Words.T("meeting.item.tie", "References", v.Words.List(i.Entries...))
	case office.ItemConfirm:
		return v.Words.T("meeting.item.confirm", "Count", i.Missing)
	case office.ItemDispute:
		return v.Words.T("meeting.item.dispute", "References", v.Words.List(i.Entries...))
	case office.ItemPrize:
		return v.Words.T("meeting.item.prize", "Prize", v.text(i.Prize.Prize.Name), "Count", i.Prize.Left())
	}
	return v.Words.T("meeting.item." + i.Kind)
}

type tableView struct {
	deskFrame
	Out    string
	Voters string
	Note   string
	Items  []tableItem
	Order  templates.Link
	Record []templates.Event
}

// tableItem is one item of a category with what can be done about it.
type tableItem struct {
	ID, Text string
	Lines    []string
	Done     bool
	Links    []templates.Link
	Main     *templates.Link
}

func meetingTable(s *Site, v *visit) error {
	c, err := s.Office.MeetingTable(v.ctx(), v.Actor, v.Year, v.Param("category"))
	if err != nil {
		return err
	}
	c.Result.Edition = v.in(c.Result.Edition)
	r, w := c.Result, v.Words
	view := tableView{deskFrame: v.desk(v.text(r.Category.Name), v.Year, "meeting"), Out: v.outText(c.Out), Note: v.meetingRow(0, c).Note}
	view.Wide = false
	view.Crumbs = v.crumbs(w.T("meeting.title"), meetingPath(v.Year, ""), v.text(r.Category.Name), "")
	view.Order = templates.Link{Text: w.T("meeting.to_order"), URL: v.to(categoryPath(v.Year, r.Category.Key))}
	if view.Voters = w.T("meeting.voters_none"); len(c.Voters) > 0 {
		var names []string
		for _, p := range c.Voters {
			names = append(names, p.Name)
		}
		view.Voters = w.T("meeting.voters", "Names", v.Words.List(names...), "Count", len(names))
	}
	for n, i := range c.Items {
		item := v.tableItem(c, i)
		item.ID = "item-" + strconv.Itoa(n+1)
		view.Items = append(view.Items, item)
	}
	for _, m := range r.Minutes {
		view.Record = append(view.Record, v.minuteEvent(r.Edition, m))
	}
	return v.show(http.StatusOK, "meeting_table", view)
}

// itemLine says what matters of an entry for an item.
func (v *visit) itemLine(r *office.CategoryResult, i office.AgendaItem, l office.ResultLine) string {
	w := v.Words
	line := w.T("meeting.line", "Reference", l.Entry.Reference, "City", l.City.Name, "Title", l.Entry.Title, "Mean", w.Fixed(l.Mean, 2))
	if i.Kind == office.ItemDispute && l.Dispute != nil {
		line = w.T("results.dispute", "Entry", l.Entry.Reference+" ("+l.City.Name+")", "Official", v.prizeAt(r, l.Dispute.Official), "Raw", v.prizeAt(r, l.Dispute.Raw))
	}
	return line
}

func (v *visit) tableItem(c office.MeetingCategory, i office.AgendaItem) tableItem {
	r, w := c.Result, v.Words
	item := tableItem{Text: v.itemText(i), Done: i.Done}
	results := categoryPath(r.Edition.Year, r.Category.Key)
	act := func(what string) string {
		return v.to(meetingPath(r.Edition.Year, r.Category.Key) + "/" + what + "?item=" + url.QueryEscape(i.Key))
	}
	for _, l := range r.Lines {
		for _, ref := range i.Entries {
			if l.Entry.Reference == ref {
				item.Lines = append(item.Lines, v.itemLine(r, i, l))
				item.Links = append(item.Links, templates.Link{Text: w.T("meeting.to_sheets", "Reference", ref), URL: v.to(results + "/" + ref)})
			}
		}
	}
	switch i.Kind {
	case office.ItemConfirm:
		if award.MayTry(v.Actor, award.DeedConfirm) == nil {
			item.Main = &templates.Link{Text: w.T("results.confirm_title"), URL: v.to(results + "/confirm")}
		} else {
			item.Lines = append(item.Lines, w.T("results.confirm_chair"))
		}
	case office.ItemPrize:
		item.Lines = append(item.Lines, v.suggestion(i.Prize))
		if i.Prize.Waits {
			item.Lines = append(item.Lines, w.T("results.waits"))
		} else {
			item.Main = &templates.Link{Text: w.T("results.to_decide"), URL: v.to(results + "/decide/" + i.Prize.Prize.Key), About: v.text(i.Prize.Prize.Name)}
		}
	case office.ItemFinalists:
		item.Main = &templates.Link{Text: w.T("results.to_finalists"), URL: v.to(results + "/finalists")}
	case office.ItemSign:
		item.Main = &templates.Link{Text: w.T("seal.to_sign"), URL: v.to(results + "/seal")}
		return item
	}
	if !r.ReadOnly() {
		item.Links = append(item.Links,
			templates.Link{Text: w.T("meeting.to_note"), URL: act("note"), About: item.Text}, templates.Link{Text: w.T("meeting.to_vote"), URL: act("vote"), About: item.Text})
	}
	return item
}

// meetingForm is a page with one form at the jury's table.
func (v *visit) meetingForm(title, action string, crumbs ...string) resultFormView {
	view := resultFormView{deskFrame: v.desk(title, v.Year, "meeting"), Action: v.to(action)}
	view.Wide = false
	view.Crumbs = v.crumbs(append(append([]string{v.Words.T("meeting.title"), meetingPath(v.Year, "")}, crumbs...), title, "")...)
	view.Back = v.to(meetingPath(v.Year, ""))
	return view
}

func attendancePage(_ *Site, v *visit) error { return v.attendancePage(http.StatusOK, nil, nil) }

func (v *visit) attendancePage(status int, posted form.Values, faults award.Invalid) error {
	m, err := v.site.Office.Meeting(v.ctx(), v.Actor, v.Year)
	if err != nil {
		return err
	}
	w := v.Words
	view := v.meetingForm(w.T("meeting.attendance"), meetingPath(v.Year, "")+"/attendance")
	view.Lede = w.T("meeting.attendance_lede")
	sheet := form.NewSheet(w, posted, faults)
	var options []templates.Option
	for _, how := range award.Presences {
		options = append(options, templates.Option{Value: string(how), Text: w.T("meeting.how." + string(how))})
	}
	for _, p := range m.People {
		label := w.T("meeting.person", "Name", p.Name, "Role", w.T("role."+string(p.Role)))
		view.Fields = append(view.Fields, sheet.Add(templates.Field{Kind: templates.Radios, Name: "how." + string(p.ID), Label: label, Options: options, Value: string(p.How), Inline: true}))
	}
	view.Button, view.Faults = w.T("meeting.save_attendance"), sheet.Lines()
	return v.show(status, "results_form", view)
}

func saveAttendance(s *Site, v *visit) error {
	posted, err := v.form()
	if err != nil {
		return err
	}
	how := map[award.ID]award.Presence{}
	for _, name := range posted.Names("how.") {
		how[award.ID(name[len("how."):])] = award.Presence(posted.Text(name))
	}
	err = s.Office.SaveAttendance(v.ctx(), v.Actor, v.Year, how)
	if err != nil {
		return again(err, posted, v.attendancePage)
	}
	v.tell(templates.OK, "meeting.attendance_saved")
	return v.goTo(meetingPath(v.Year, ""))
}

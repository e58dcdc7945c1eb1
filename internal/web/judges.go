package web

import (
	"net/http"
	"strconv"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/templates"
)

// judgesRoutes are the addresses of the jury pool.
func judgesRoutes() []route {
	const at = "/:lang/desk/:year/judges"
	return []route{
		{method: see, path: at, deed: award.DeedProgress, do: judgeList},
		{method: see, path: "/:lang/desk/:year/judges.csv", deed: award.DeedExport, do: exportJudges},
		{method: see, path: "/:lang/desk/:year/judges.xlsx", deed: award.DeedExport, do: exportJudges, raw: true},
		{method: see, path: at + "/new", deed: award.DeedInviteJudge, do: judgeFormAt},
		{method: send, path: at + "/new", deed: award.DeedInviteJudge, do: inviteJudge},
		{method: see, path: at + "/:id", deed: award.DeedProgress, do: poolJudge},
		{method: see, path: at + "/:id/edit", deed: award.DeedEditJudge, do: judgeFormAt},
		{method: send, path: at + "/:id/edit", deed: award.DeedEditJudge, do: editJudge},
		{method: send, path: at + "/:id/resend", deed: award.DeedInviteJudge, do: resendInvitation},
		{method: send, path: at + "/:id/remove", deed: award.DeedEditJudge, do: removeJudge},
		{method: send, path: at + "/:id/conflicts", deed: award.DeedConflict, do: noteConflict},
		{method: send, path: at + "/:id/conflicts/:conflict/remove", deed: award.DeedConflict, do: dropConflict},
	}
}

// judgeID is the judge of the address; "" where it names none.
func (v *visit) judgeID() award.ID { return award.ID(v.Param("id")) }

// judgePath is the address of a judge, or for none of all, without the language.
func judgePath(year int, person award.ID) string {
	path := "/desk/" + strconv.Itoa(year) + "/judges"
	if person != "" {
		path += "/" + string(person)
	}
	return path
}

type poolPage struct {
	deskFrame
	Lede       string
	Note       *templates.Note
	Categories []string
	Rows       []poolRow
	New        string
	Exports    []templates.Link
	Columns    []templates.Pair
	Empty      templates.Empty
}

type poolRow struct {
	Name, URL, Countries string
	State                templates.Tag
	Declared             templates.Tag
	Load                 string
	Late                 *templates.Tag
	Conflicts            string
	Expertise            []level
}

// level is how well a judge knows a category: a digit, and the word for it.
type level struct{ Digit, Word string }

func judgeList(s *Site, v *visit) error {
	list, err := s.Office.Judges(v.ctx(), v.Actor, v.Year)
	if err != nil {
		return err
	}
	p := poolPage{deskFrame: v.desk(v.Words.T("judges.title"), v.Year, "judges")}
	p.Lede = v.Words.T("judges.lede", "Count", len(list.Judges), "Pool", list.Edition.Panel.Pool)
	if list.Need > list.Room && len(list.Judges) > 0 {
		p.Note = &templates.Note{Kind: templates.Warn, Lines: []string{v.Words.T("judges.short", "Need", list.Need, "Room", list.Room)}}
	}
	for _, c := range list.Edition.Categories {
		p.Categories = append(p.Categories, c.Name)
	}
	for _, j := range list.Judges {
		p.Rows = append(p.Rows, v.poolRow(list.Edition, j))
	}
	p.Empty = templates.Empty{Title: v.Words.T("judges.none"), Text: v.Words.T("judges.none_text")}
	if award.MayTry(v.Actor, award.DeedInviteJudge) == nil {
		p.New = p.Base + "/judges/new"
		p.Empty.Main = &templates.Link{Text: v.Words.T("judges.invite"), URL: p.New}
	}
	if award.MayTry(v.Actor, award.DeedExport) == nil {
		p.Exports = []templates.Link{{Text: v.Words.T("desk.export.csv"), URL: p.Base + "/judges.csv"}, {Text: v.Words.T("desk.export.xlsx"), URL: p.Base + "/judges.xlsx"}}
		for _, c := range office.JudgeColumns {
			p.Columns = append(p.Columns, templates.Pair{Term: c, Lines: []string{v.Words.T("column." + c)}})
		}
	}
	return v.show(http.StatusOK, "judges", p)
}

var judgeTags = map[award.JudgeState]string{
	award.JudgeInvited: templates.Warn, award.JudgeAccepted: templates.OK, award.JudgeDeclined: templates.Err, award.JudgeLeft: templates.Plain,
}

func (v *visit) poolRow(e *award.Edition, j office.JudgeLine) poolRow {
	r := poolRow{
		Name: j.Name, URL: v.to(judgePath(e.Year, j.Person)), Countries: v.countryNames(j.Countries),
		State: v.judgeState(j), Load: v.loadWords(j), Conflicts: v.Words.Number(j.Conflicts), Declared: v.declaredTag(j),
	}
	if j.Late {
		r.Late = &templates.Tag{Kind: templates.Warn, Text: v.Words.T("judges.late")}
	}
	for _, c := range e.Categories {
		n := strconv.Itoa(j.Expertise[c.Key])
		r.Expertise = append(r.Expertise, level{n, v.Words.T("judges.level_" + n)})
	}
	return r
}

func (v *visit) judgeState(j office.JudgeLine) templates.Tag {
	t := templates.Tag{Kind: judgeTags[j.State], Text: v.Words.T("judge_state." + string(j.State))}
	if j.State == award.JudgeInvited && j.Expired {
		t = templates.Tag{Kind: templates.Err, Text: v.Words.T("judges.expired")}
	}
	return t
}

func (v *visit) declaredTag(j office.JudgeLine) templates.Tag {
	switch {
	case j.Declared > 0:
		return templates.Tag{Kind: templates.Plain, Text: v.Words.T("judges.declared")}
	case j.State == award.JudgeAccepted:
		return templates.Tag{Kind: templates.Warn, Text: v.Words.T("judges.undeclared")}
	}
	return templates.Tag{Kind: templates.Plain, Text: "–"}
}

// loadWords is what a judge has done of what is given to them, else what they
// take.
func (v *visit) loadWords(j office.JudgeLine) string {
	if j.Seats > 0 {
		return v.Words.T("judges.load_done", "Done", j.Done, "Seats", j.Seats, "Max", j.LoadMax)
	}
	return v.Words.T("judges.load_free", "Target", j.LoadTarget, "Max", j.LoadMax)
}

func (v *visit) countryNames(codes []string) string {
	var names []string
	for _, c := range codes {
		names = append(names, v.Words.Country(c))
	}
	return v.Words.List(names...)
}

func exportJudges(s *Site, v *visit) error {
	table, err := s.Office.JudgeTable(v.ctx(), v.Actor, v.Year)
	if err != nil {
		return err
	}
	return v.sendTable(table, "judges-"+strconv.Itoa(v.Year))
}

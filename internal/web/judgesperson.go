package web

import (
	"net/http"
	"strconv"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

type judgePageView struct {
	deskFrame
	Name       string
	State      templates.Tag
	Facts      []templates.Pair
	Levels     *templates.Grid
	Ties       []poolTie
	TieFields  []templates.Field
	Version    int
	MayEdit    bool
	MayResend  bool
	Resend     string
	Cancel     bool
	RemoveText string
	At         string // address of the judge
}

type poolTie struct {
	With, Reason, By string
	When             templates.Stamp
	Remove           string
	About            string
}

func poolJudge(_ *Site, v *visit) error { return v.judgeView(http.StatusOK, nil, nil) }

func (v *visit) judgeView(status int, posted form.Values, faults award.Invalid) error {
	f, err := v.site.Office.JudgeFile(v.ctx(), v.Actor, v.Year, v.judgeID())
	if err != nil {
		return err
	}
	p := judgePageView{deskFrame: v.desk(f.Name, v.Year, "judges"), Name: f.Name, State: v.judgeState(f.JudgeLine), Version: f.Version}
	p.Crumbs = v.crumbs(v.Words.T("judges.title"), judgePath(v.Year, ""), f.Name, "")
	p.At = v.to(judgePath(v.Year, f.Person))
	p.MayEdit = award.MayTry(v.Actor, award.DeedEditJudge) == nil && f.State != award.JudgeLeft
	p.MayResend = award.MayTry(v.Actor, award.DeedInviteJudge) == nil && f.State != award.JudgeAccepted
	p.Resend = v.Words.T("judges.resend")
	if f.State != award.JudgeInvited {
		p.Resend = v.Words.T("judges.invite_again")
	}
	p.Cancel = f.State == award.JudgeInvited || f.State == award.JudgeDeclined
	p.RemoveText = v.Words.T("judges.remove_text", "Seats", f.Seats, "Done", f.Done)
	p.Facts = v.judgeFacts(f)
	p.Levels = &templates.Grid{Caption: v.Words.T("judges.expertise_caption"), Head: []string{v.Words.T("desk.column.category"), v.Words.T("judges.level")}}
	for _, c := range f.Edition.Categories {
		p.Levels.Rows = append(p.Levels.Rows, []string{c.Name, v.Words.T("judges.level_" + strconv.Itoa(f.Expertise[c.Key]))})
	}
	p.Ties = v.poolTies(f, p)
	sheet := form.NewSheet(v.Words, posted, faults)
	p.TieFields = []templates.Field{
		sheet.Text("with", v.Words.T("judges.tie_with"), v.Words.T("judges.tie_with_hint"), ""),
		sheet.Add(templates.Field{Kind: templates.Long, Name: "reason", Label: v.Words.T("judges.tie_reason"), Hint: v.Words.T("judges.tie_reason_hint"), Lines: 3}),
	}
	p.Faults = sheet.Lines()
	return v.show(status, "judges_one", p)
}

func (v *visit) poolTies(f office.JudgeFile, p judgePageView) []poolTie {
	var rows []poolTie
	for _, t := range f.Ties {
		r := poolTie{With: t.City, Reason: t.Reason, By: t.ByName, When: v.moment(t.At, f.Edition.Location())}
		switch {
		case t.Title != "":
			r.With = t.Reference + " " + t.Title + " – " + t.City
		case t.Reference != "":
			r.With = t.Reference
		}
		if t.Own {
			r.By = v.Words.T("judges.tie_own")
		} else if award.MayTry(v.Actor, award.DeedConflict) == nil {
			r.Remove, r.About = p.At+"/conflicts/"+string(t.ID)+"/remove", r.With
		}
		rows = append(rows, r)
	}
	return rows
}

func (v *visit) judgeFacts(f office.JudgeFile) []templates.Pair {
	w := v.Words
	namer := display.Languages(language.MustParse(v.Lang))
	var languages []string
	for _, c := range f.Languages {
		name := c
		if tag, err := language.Parse(c); err == nil {
			name = namer.Name(tag)
		}
		languages = append(languages, name)
	}
	pair := func(key, text string) templates.Pair {
		return templates.Pair{Term: w.T("judges.fact." + key), Lines: oneLine(text), Empty: emptyWord(text, w.T("form.not_provided"))}
	}
	facts := []templates.Pair{
		pair("email", f.Email), pair("countries", v.countryNames(f.Countries)), pair("organisations", strings.Join(f.Organisations, "\n")),
		pair("cities", v.Words.List(f.CityNames...)), pair("languages", v.Words.List(languages...)), pair("load", v.loadWords(f.JudgeLine)),
	}
	declared := w.T("judges.undeclared")
	if f.Declared > 0 {
		declared = v.both(f.Declared, f.Edition)
	}
	facts = append(facts, pair("declared", declared))
	if f.Invitation != nil {
		key := "judges.invited_until"
		if f.Expired {
			key = "judges.invited_expired"
		}
		facts = append(facts, pair("invitation", w.T(key, "When", v.moment(f.Invitation.Expires, f.Edition.Location()).Text)))
	}
	return facts
}

func resendInvitation(s *Site, v *visit) error {
	if _, err := v.form(); err != nil {
		return err
	}
	if err := s.Office.ResendInvitation(v.ctx(), v.Actor, v.Year, v.judgeID()); err != nil {
		return err
	}
	v.tell(templates.OK, "judges.resent")
	return v.goTo(judgePath(v.Year, v.judgeID()))
}

func removeJudge(s *Site, v *visit) error {
	posted, err := v.form()
	if err != nil {
		return err
	}
	version, _ := strconv.Atoi(posted.Text("version"))
	emptied, err := s.Office.RemoveJudge(v.ctx(), v.Actor, v.Year, v.judgeID(), version)
	if err != nil {
		return err
	}
	v.tell(templates.OK, "judges.removed", "Count", emptied)
	return v.goTo(judgePath(v.Year, ""))
}

func noteConflict(s *Site, v *visit) error {
	posted, err := v.form()
	if err != nil {
		return err
	}
	emptied, err := s.Office.NoteConflict(v.ctx(), v.Actor, v.Year, v.judgeID(), office.NewTie{With: posted.Line("with"), Reason: posted.Text("reason")})
	if err != nil {
		return again(err, posted, v.judgeView)
	}
	v.tell(templates.OK, "judges.noted", "Count", emptied)
	return v.goTo(judgePath(v.Year, v.judgeID()))
}

func dropConflict(s *Site, v *visit) error {
	if _, err := v.form(); err != nil {
		return err
	}
	if err := s.Office.DropConflict(v.ctx(), v.Actor, v.Year, v.judgeID(), award.ID(v.Param("conflict"))); err != nil {
		return err
	}
	v.tell(templates.OK, "judges.dropped")
	return v.goTo(judgePath(v.Year, v.judgeID()))
}

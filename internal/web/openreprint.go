package web

import (
	"net/http"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

// reprintView is where two people draw another phrase for a paper envelope.
type reprintView struct {
	deskFrame
	Lines  []string
	Note   *templates.Note // why it cannot be done; nil when it can
	Said   templates.Pair  // who asked, when and why
	Action string          // of the act that comes next; "" for who did the first
	Fields []templates.Field
	Button string
	Forget string // takes the first act back; "" before it
	Back   string
}

func (v *visit) reprintPath() string {
	return openPath(v.Year) + "/envelopes/" + v.Param("category") + "/paper"
}

func reprintPage(_ *Site, v *visit) error { return v.reprintPage(http.StatusOK, nil, nil) }

func (v *visit) reprintPage(status int, posted form.Values, faults award.Invalid) error {
	r, err := v.site.Office.Reprint(v.ctx(), v.Actor, v.Year, v.Param("category"))
	if err != nil {
		return err
	}
	v.in(r.Edition)
	t, at, name := v.Words.T, v.to(v.reprintPath()), v.text(r.Category.Name)
	view := reprintView{
		deskFrame: v.desk(t("paper.anew.title", "Category", name), v.Year, "publish"), Back: v.envelopeURL(r.Category),
		Lines: []string{t("paper.anew.two"), t("paper.anew.old"), t("paper.anew.who")},
	}
	view.Wide = false
	view.Crumbs = v.crumbs(t("publish.open_title"), openPath(v.Year), name, openPath(v.Year)+"/envelopes/"+r.Category.Key, t("paper.anew.short"), "")
	if r.Lacks != nil {
		view.Lines, view.Note = nil, &templates.Note{Kind: templates.Warn, Lines: []string{v.said(*r.Lacks)}}
		return v.show(status, "paper_anew", view)
	}
	sheet := form.NewSheet(v.Words, posted, faults)
	if r.Asked == nil {
		view.Action, view.Button = at+"/ask", t("paper.anew.ask")
		view.Fields = append(view.Fields, sheet.Add(templates.Field{Kind: templates.Long, Name: "reason", Label: t("paper.anew.reason"), Hint: t("paper.anew.reason_hint"), Lines: 3}))
	} else {
		view.asked(v, r, at)
	}
	if view.Action != "" {
		view.Fields = append(view.Fields, sheet.Add(v.phraseField(false)))
	}
	view.Faults = sheet.Lines()
	return v.show(status, "paper_anew", view)
}

// asked fills in what follows the first act.
func (p *reprintView) asked(v *visit, r office.Reprint, at string) {
	t := v.Words.T
	when := v.Words.Both(r.Asked.At, v.zone(), r.Edition.Location(), "", "")
	p.Said = templates.Pair{Term: t("paper.anew.asked"), Lines: []string{t("paper.anew.by", "Name", r.Asked.By, "At", when), r.Reason}}
	p.Forget = at + "/ask"
	if r.Asked.Mine {
		p.Lines = []string{t("paper.anew.waits")}
		return
	}
	p.Action, p.Button = at, t("paper.anew.do")
}

// askReprint does the first of the two acts, or takes it back.
func askReprint(s *Site, v *visit) error {
	posted, err := v.form()
	if err != nil {
		return err
	}
	act := office.Act{Purpose: award.ForPaper, Category: v.Param("category"), Phrase: posted.Text("phrase"), Reason: posted.Text("reason")}
	if posted.Text("act") == "forget" {
		err = s.Office.ForgetOpening(v.ctx(), v.Actor, v.Year, act)
	} else if err = s.Office.AskOpening(v.ctx(), v.Actor, v.Year, act); err == nil {
		v.tell(templates.OK, "paper.anew.asked_done")
	}
	if err != nil {
		return v.reprintAgain(err, posted)
	}
	return v.goTo(v.reprintPath())
}

func (v *visit) reprintAgain(err error, posted form.Values) error {
	if faults := asInvalid(err); faults != nil {
		return v.reprintPage(v.unfit(faults), posted, faults)
	}
	return err
}

// reprintPaper does the second act and shows the phrase, once.
func reprintPaper(s *Site, v *visit) error {
	posted, err := v.form()
	if err != nil {
		return err
	}
	phrase, err := s.Office.PrintPaper(v.ctx(), v.Actor, v.Year, office.Act{Category: v.Param("category"), Phrase: posted.Text("phrase")})
	if err != nil {
		return v.reprintAgain(err, posted)
	}
	return v.phrasePage(v.Param("category"), phrase, true)
}

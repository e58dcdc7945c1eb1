package web

import (
	"errors"
	"net/http"
	"strconv"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

func paperPath(year int) string { return "/stage/" + strconv.Itoa(year) + "/paper" }

// sealedView is the page to print after a category was sealed, or its phrase drawn
// anew: it shows the phrase of its paper envelope once. Nothing keeps it, nor does the browser.
type sealedView struct {
	templates.Frame
	Phrase  string
	Outside string // what stands on the paper envelope
	Drawn   string // when, so that two papers can be told apart
	Old     string // what the phrase before still opens; "" where there was none
	Back    string
}

// phrasePage shows a phrase that was drawn at the sealing, or anew.
func (v *visit) phrasePage(category, phrase string, anew bool) error {
	e, err := v.site.Office.EditionOf(v.ctx(), v.Year)
	if err != nil {
		return err
	}
	c, _ := e.Category(category)
	view := sealedView{Frame: v.frame(v.Words.T("paper.print")), Phrase: phrase, Outside: e.Name + " · " + c.Name, Back: v.to(categoryPath(v.Year, category))}
	official := e.Location()
	view.Drawn = v.Words.T("paper.drawn", "At", v.Words.Both(v.Now, official, official, "", ""))
	if anew {
		view.Title, view.Old, view.Back = v.Words.T("paper.anew.print"), v.Words.T("paper.anew.old"), v.envelopeURL(c)
	}
	return v.show(http.StatusOK, "paper_print", view)
}

type papersView struct {
	templates.Frame
	Notes []templates.Note
	Rows  []envelopeRow
	Back  string
}

type envelopeRow struct {
	Name  string
	State templates.Tag
	Why   string
	Anew  string // that an older paper is of no use; "" where there is none
	URL   string // where its phrase is typed; "" where it cannot be
}

// paperPages is where the producer opens categories with the phrases on paper.
func paperPages(s *Site, v *visit) error {
	p, err := s.Office.Papers(v.ctx(), v.Actor, v.Year)
	if err != nil {
		return err
	}
	v.in(p.Edition)
	t := v.Words.T
	view := papersView{Frame: v.frame(t("paper.title")), Back: v.to("/stage/" + strconv.Itoa(v.Year))}
	view.Crumbs = v.crumbs(t("stage.title", "Year", strconv.Itoa(v.Year)), "/stage/"+strconv.Itoa(v.Year), view.Title, "")
	if !p.Early.IsZero() {
		view.Notes = append(view.Notes, templates.Note{Kind: templates.Warn, Lines: []string{t("paper.refused.early", "At", v.paperTime(p, p.Early))}})
	}
	for _, l := range p.Lines {
		view.Rows = append(view.Rows, v.envelopeRow(p, l))
	}
	return v.show(http.StatusOK, "paper", view)
}

func (v *visit) paperTime(p *office.Papers, at award.Time) string {
	return v.Words.Both(at, v.zone(), p.Edition.Location(), "", "")
}

func (v *visit) envelopeRow(p *office.Papers, l office.PaperLine) envelopeRow {
	t := v.Words.T
	row := envelopeRow{Name: v.text(l.Category.Name)}
	switch {
	case !l.Opened.IsZero():
		row.State, row.Why = templates.Tag{Kind: templates.OK, Text: t("stage.state.opened")}, t("publish.state.opened", "At", v.paperTime(p, l.Opened))
		return row
	case !l.Work.IsZero():
		row.State = templates.Tag{Kind: templates.OK, Text: t("paper.staged", "At", v.paperTime(p, l.Work))}
	case l.Lacks == nil:
		row.State = templates.Tag{Kind: templates.Info, Text: t("publish.state.sealed")}
	default:
		row.State = templates.Tag{Kind: templates.Warn, Text: t("paper.not")}
	}
	if !l.Anew.IsZero() {
		official := p.Edition.Location()
		row.Anew = t("paper.anew.line", "At", v.Words.Both(l.Anew, official, official, "", ""))
	}
	if l.Lacks != nil {
		row.Why = v.said(*l.Lacks)
	} else if p.Early.IsZero() && (l.Work.IsZero() || p.Edition.Paper.Opens == award.PaperPublic) {
		row.URL = v.to(paperPath(p.Edition.Year) + "/" + l.Category.Key)
	}
	return row
}

type tearView struct {
	templates.Frame
	Action string
	Fields []templates.Field
	Back   string
}

func tearPage(_ *Site, v *visit) error { return v.tearPage(http.StatusOK, nil, nil) }

// tearPage is where the phrase of one category is typed.
func (v *visit) tearPage(status int, posted form.Values, faults award.Invalid) error {
	p, err := v.site.Office.Papers(v.ctx(), v.Actor, v.Year)
	if err != nil {
		return err
	}
	v.in(p.Edition)
	t := v.Words.T
	for _, l := range p.Lines {
		if l.Category.Key != v.Param("category") {
			continue
		}
		if v.envelopeRow(p, l).URL == "" { // opened meanwhile, or not to be opened
			return v.goTo(paperPath(v.Year))
		}
		view := tearView{Frame: v.frame(t("paper.open", "Category", v.text(l.Category.Name))), Action: v.to(paperPath(v.Year) + "/" + l.Category.Key), Back: v.to(paperPath(v.Year))}
		view.Crumbs = v.crumbs(t("paper.title"), paperPath(v.Year), v.text(l.Category.Name), "")
		sheet := form.NewSheet(v.Words, posted, faults)
		view.Fields = append(view.Fields, sheet.Add(v.paperField()))
		if p.Edition.Paper.Opens == award.PaperPublic {
			view.Fields = append(view.Fields, sheet.Add(v.paperTo(l)))
		}
		view.Faults = sheet.Lines()
		return v.show(status, "paper_open", view)
	}
	return award.ErrNotFound
}

func (v *visit) paperField() templates.Field {
	f := templates.Field{Kind: templates.Text, Name: "phrase", Label: v.Words.T("paper.phrase"), Hint: v.Words.T("paper.phrase_hint"), Autocomplete: "off"}
	if v.site.Demo {
		f.Hint += " " + v.Words.T("paper.phrase_demo")
	}
	return f
}

// paperTo asks for whom the category is opened. What is open for the stage can
// only be opened to everybody.
func (v *visit) paperTo(l office.PaperLine) templates.Field {
	t := v.Words.T
	f := templates.Field{Kind: templates.Radios, Name: "to", Label: t("paper.to"), Value: string(award.PaperStage)}
	if !l.Work.IsZero() {
		f.Value = string(award.PaperPublic)
	}
	for _, use := range []award.PaperUse{award.PaperStage, award.PaperPublic} {
		if use == award.PaperPublic || l.Work.IsZero() {
			f.Options = append(f.Options, templates.Option{Value: string(use), Text: t("paper.to_" + string(use)), Hint: t("paper.to_" + string(use) + "_hint")})
		}
	}
	return f
}

func tearPaper(s *Site, v *visit) error {
	posted, err := v.form()
	if err != nil {
		return err
	}
	act := office.PaperAct{Category: v.Param("category"), Phrase: posted.Text("phrase"), Public: posted.Text("to") == string(award.PaperPublic)}
	err = s.Office.OpenPaper(v.ctx(), v.Actor, v.Year, act)
	if v.wantsJSON() {
		return v.tornInPlace(err)
	}
	if faults := asInvalid(err); faults != nil {
		return v.tearPage(v.unfit(faults), posted, faults)
	}
	if err != nil {
		return err
	}
	s.Stage.Opened()
	if act.Public {
		v.tell(templates.OK, "publish.opened", "Count", 1)
	} else {
		v.tell(templates.OK, "paper.done")
	}
	return v.goTo(paperPath(v.Year))
}

// tornInPlace answers the presenter's window, which stays where it is: nothing, or
// why the category is closed still.
func (v *visit) tornInPlace(err error) error {
	var refused *award.Refusal
	switch faults := asInvalid(err); {
	case len(faults) > 0:
		return v.JSON(http.StatusUnprocessableEntity, map[string]string{"fault": v.said(firstFault(faults))})
	case errors.As(err, &refused):
		return v.JSON(http.StatusConflict, map[string]string{"fault": v.said(refused.Fault)})
	case err != nil:
		return err
	}
	v.site.Stage.Opened()
	return v.NoContent(http.StatusNoContent)
}

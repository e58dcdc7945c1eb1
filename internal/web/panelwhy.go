package web

import (
	"net/http"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/templates"
)

type whyView struct {
	deskFrame
	Heading string
	Facts   []templates.Pair
	Note    templates.Note
	Effect  *effectView
	Back    string
}

// effectView is what a change brings about, in words.
type effectView struct {
	Title string
	Lead  string // how good it is, and whether that is proved
	Goals []string
	Rows  []moveRow
	Lines []string
	Good  bool // nothing breaks and nothing gets worse
}

// panelWhy says why a judge reads an entry or does not; without a judge it leads
// to the entry's panel, where every judge can be asked for.
func panelWhy(s *Site, v *visit) error {
	at := office.PanelAt{Year: v.Year, Round: roundOf(v.QueryParam("round")), Ref: v.Param("ref")}
	if v.QueryParam("judge") == "" {
		if _, err := s.Office.EntryPanel(v.ctx(), v.Actor, v.Year, at.Round, at.Ref); err != nil {
			return err
		}
		return v.goTo(panelPath(v.Year, "/assign/"+at.Ref, at.Round))
	}
	p, err := s.Office.PanelWhy(v.ctx(), v.Actor, at, award.ID(v.QueryParam("judge")))
	if err != nil {
		return err
	}
	p.Edition = v.in(p.Edition)
	w := v.Words
	view := whyView{
		deskFrame: v.desk(w.T("assign.why_title", "Judge", p.Judge.Name, "Reference", p.Entry.Reference), v.Year, "assign"),
		Back:      v.to(panelPath(v.Year, "/assign/"+p.Entry.Reference, p.Round)),
	}
	view.Wide = false
	view.Crumbs = v.crumbs(p.Entry.Reference, panelPath(v.Year, "/assign/"+p.Entry.Reference, p.Round), p.Judge.Name, "")
	category, _ := p.Edition.Category(p.Entry.Category)
	view.Facts = []templates.Pair{
		{Term: w.T("assign.column.entry"), Lines: []string{p.Entry.Reference + " " + p.Entry.Title, v.Words.List(p.City.Name, v.Words.Country(p.City.Country))}},
		{Term: w.T("assign.column.category"), Lines: []string{category.Name}},
		{Term: w.T("assign.column.level"), Lines: []string{v.level(p.Level)}},
		{Term: w.T("assign.column.load"), Lines: []string{v.loadText(p.Judge)}},
	}
	view.Note = v.whyNote(p)
	if (p.Verdict == "seated" || p.Verdict == "free") && p.Hindrance == "" {
		e := v.effect(p.Edition, p.Round, p.Effect)
		e.Title, e.Lead = w.T("assign.effect.title_"+p.Verdict), w.T("assign.effect."+proofOf(p))
		view.Effect = &e
	}
	return v.show(http.StatusOK, "panel_why", view)
}

// proofOf names what is known of an answer.
func proofOf(p *office.PanelWhy) string {
	switch {
	case !p.Best:
		return "least"
	case p.Proved:
		return "best"
	}
	return "best_open"
}

func (v *visit) whyNote(p *office.PanelWhy) templates.Note {
	w := v.Words
	switch p.Verdict {
	case "barred":
		return templates.Note{Kind: templates.Warn, Lines: []string{w.T("assign.fault."+p.Reason, "Judge", p.Judge.Name) + "."}}
	case "locked":
		return templates.Note{Kind: templates.Info, Lines: []string{w.T("assign.verdict_of.locked", "Judge", p.Judge.Name)}}
	case "seated":
		return templates.Note{Kind: templates.OK, Lines: []string{w.T("assign.verdict_of.seated", "Judge", p.Judge.Name)}}
	}
	key := p.Verdict
	if p.Hindrance != "" {
		key = "no_" + p.Hindrance
	}
	return templates.Note{Kind: templates.Info, Lines: []string{w.T("assign.verdict_of."+key, "Judge", p.Judge.Name)}}
}

func (v *visit) effect(e *award.Edition, round int, x office.PanelEffect) effectView {
	w := v.Words
	out := effectView{Good: len(x.Breaks) == 0}
	for _, g := range x.Goals {
		out.Goals = append(out.Goals, v.goalChange(g))
		out.Good = out.Good && g.Better
	}
	if len(x.Goals) == 0 {
		out.Goals = []string{w.T("assign.effect.same")}
	}
	out.Rows = v.moveRows(e, round, x.Moves)
	for _, b := range x.Breaks {
		out.Lines = append(out.Lines, v.breakText(b))
	}
	if x.Hidden > 0 {
		out.Lines = append(out.Lines, w.T("assign.effect.hidden", "Count", x.Hidden))
	}
	return out
}

func (v *visit) breakText(b office.PanelBreak) string {
	reason := ""
	if b.Reason != "" {
		reason = v.Words.T("assign.reason." + b.Reason)
	}
	if b.Country != "" {
		return v.Words.T("assign.break.country", "Country", v.Words.Country(b.Country), "Have", b.Have, "Want", b.Want)
	}
	return v.Words.T("assign.break."+b.Kind, "Judge", v.panelist(b.Judge), "Reference", b.Reference, "Reason", reason, "Have", b.Have, "Want", b.Want)
}

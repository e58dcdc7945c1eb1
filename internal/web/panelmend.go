package web

import (
	"net/http"
	"strconv"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/templates"
)

type mendView struct {
	deskFrame
	Ways      templates.Tabs
	Lede      string
	Facts     []string
	None      *templates.Empty
	Short     *templates.Note
	Witnesses []witnessView
	Rows      []moveRow
	Goals     []string
	Notices   []noticeRow
	Whole     bool
	Round     int
	Token     string
	Action    string
	Back      string
}

// moveRow is one entry whose panel changes: who comes and who goes.
type moveRow struct {
	Link        templates.Link
	Title       string
	Gone, Comes []string
}

// panelMend compares the published panels with what the engine would change.
func panelMend(s *Site, v *visit) error {
	round, whole := roundOf(v.QueryParam("round")), v.QueryParam("way") == "whole"
	m, err := s.Office.PanelMend(v.ctx(), v.Actor, v.Year, round, whole)
	if err != nil {
		return err
	}
	w := v.Words
	view := mendView{
		deskFrame: v.desk(w.T("assign.mend.title"), v.Year, "assign"), Whole: whole, Round: m.Round, Token: m.Token,
		Action: v.to("/desk/" + strconv.Itoa(v.Year) + "/assign/repair"), Back: v.to(panelPath(v.Year, "/assign", m.Round)),
	}
	view.Wide = false
	view.Crumbs = v.crumbs(w.T("assign.title"), panelPath(v.Year, "/assign", m.Round), view.Title, "")
	view.Ways = templates.Tabs{Label: w.T("assign.mend.ways"), Links: []templates.Link{
		{Text: w.T("assign.mend.least"), URL: v.query("way", ""), Current: !whole},
		{Text: w.T("assign.mend.whole"), URL: v.query("way", "whole"), Current: whole},
	}}
	v.fillMend(&view, m)
	return v.show(http.StatusOK, "panel_repair", view)
}

func (v *visit) fillMend(view *mendView, m *office.PanelMend) {
	w := v.Words
	view.Lede = w.T("assign.mend.lede")
	if m.Whole {
		view.Lede = w.T("assign.mend.lede_whole")
	}
	if len(m.Effect.Moves) == 0 {
		view.None = &templates.Empty{Title: w.T("assign.mend.none"), Text: w.T("assign.mend.none_text")}
	}
	view.Facts = v.mendFacts(m)
	if m.Missing > 0 {
		view.Short = &templates.Note{Kind: templates.Warn, Lines: []string{w.T("assign.mend.missing", "Count", m.Missing)}}
	}
	for _, x := range m.Witnesses {
		view.Witnesses = append(view.Witnesses, v.witness(x))
	}
	view.Rows = v.moveRows(m.Edition, m.Round, m.Effect.Moves)
	for _, g := range m.Effect.Goals {
		view.Goals = append(view.Goals, v.goalChange(g))
	}
	for _, n := range m.Notices {
		view.Notices = append(view.Notices, noticeRow{n.Name, n.Email, w.T("assign.load", "Count", n.Count)})
	}
}

// mendFacts say how many seats move and why.
func (v *visit) mendFacts(m *office.PanelMend) []string {
	w := v.Words
	var facts []string
	if m.Held > 0 {
		facts = append(facts, w.T("assign.mend.held", "Count", m.Held))
	}
	if m.Whole {
		return facts
	}
	if m.Orphans > 0 {
		facts = append(facts, w.T("assign.mend.orphans", "Count", m.Orphans))
	}
	switch {
	case m.Moved > 0 && m.Proved:
		facts = append(facts, w.T("assign.mend.moved_proved", "Count", m.Moved))
	case m.Moved > 0:
		facts = append(facts, w.T("assign.mend.moved", "Count", m.Moved))
	case len(m.Effect.Moves) > 0:
		facts = append(facts, w.T("assign.mend.moved_none"))
	}
	return facts
}

// moveRows gather moves by entry.
func (v *visit) moveRows(e *award.Edition, round int, moves []office.PanelMove) []moveRow {
	var rows []moveRow
	at := map[award.ID]int{}
	for _, m := range moves {
		i, there := at[m.Entry.ID]
		if !there {
			i = len(rows)
			at[m.Entry.ID] = i
			rows = append(rows, moveRow{Link: templates.Link{Text: m.Entry.Reference, URL: v.to(panelPath(e.Year, "/assign/"+m.Entry.Reference, round))}, Title: m.Entry.Title})
		}
		if m.Gives {
			rows[i].Comes = append(rows[i].Comes, v.panelist(m.Judge))
		} else {
			rows[i].Gone = append(rows[i].Gone, v.panelist(m.Judge))
		}
	}
	return rows
}

func (v *visit) goalChange(g office.PanelGoalChange) string {
	key := "assign.effect.worse"
	if g.Better {
		key = "assign.effect.better"
	}
	return v.Words.T(key, "Aim", v.goalName("assign.measure", g.Key, g.Level), "By", max(g.After-g.Before, g.Before-g.After), "Before", g.Before, "After", g.After)
}

func mendPanels(s *Site, v *visit) error {
	posted, err := v.form()
	if err != nil {
		return err
	}
	round := roundOf(posted.Text("round"))
	mails, err := s.Office.MendPanels(v.ctx(), v.Actor, v.Year, round, posted.Text("way") == "whole", posted.Text("token"))
	if err != nil {
		return err
	}
	v.tell(templates.OK, "assign.mend.done", "Count", mails)
	return v.goTo(panelPath(v.Year, "/assign", round))
}

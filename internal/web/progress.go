package web

import (
	"net/http"
	"strconv"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/templates"
)

type progressView struct {
	deskFrame
	Rounds  *templates.Tabs
	Due     *templates.Due
	Stats   []templates.Stat
	Empty   *templates.Empty
	Bars    templates.Bars
	Judges  []progressRow
	Entries []sheetsRow
	Remind  string // the address that reminds; "" where nobody can be
	Late    int
	Round   int
	Hidden  string
	Glance  []templates.Pair
	Scores  *scoresBox
	Unseen  string // categories whose scores the person may not see
}

type progressRow struct {
	ID                                 award.ID
	Name                               string
	Done, Sent, Left, Skipped, Recused string
	State                              templates.Tag
	MayRemind                          bool
}

type sheetsRow struct {
	Link        templates.Link
	Title, City string
	Sheets      string
	Gone        string
	Tag         templates.Tag
}

func progress(s *Site, v *visit) error {
	p, err := s.Office.Progress(v.ctx(), v.Actor, v.Year, roundOf(v.QueryParam("round")))
	if err != nil {
		return err
	}
	p.Edition = v.in(p.Edition)
	view := progressView{deskFrame: v.desk(v.Words.T("progress.title"), v.Year, "progress"), Round: p.Round}
	if p.Second || p.Round == 2 {
		t := v.roundTabs("/progress", p.Round)
		view.Rounds = &t
	}
	if len(p.Judges) == 0 {
		view.Empty = &templates.Empty{Title: v.Words.T("progress.none"), Text: v.Words.T("progress.none_text")}
		if award.MayTry(v.Actor, award.DeedPropose) == nil {
			view.Empty.Main = &templates.Link{Text: v.Words.T("assign.title"), URL: v.to(panelPath(v.Year, "/assign", p.Round))}
		}
		return v.show(http.StatusOK, "progress", view)
	}
	v.fillProgress(&view, p)
	return v.show(http.StatusOK, "progress", view)
}

func (v *visit) fillProgress(view *progressView, p *office.Progress) {
	w := v.Words
	at := p.Stage.Closes
	if p.State == award.Ahead {
		at = p.Stage.Opens
	}
	due := templates.NewDue(w, w.T("progress.due."+string(p.State), "Round", strconv.Itoa(p.Round), "Until", w.Until(v.Now, at)), at, v.zone(), p.Edition.Location())
	view.Due = &due
	for _, j := range p.Judges {
		view.Judges = append(view.Judges, v.progressRow(j))
		if j.Late {
			view.Late++
		}
		bar := templates.Bar{Label: j.Name, Done: float64(j.Done), Of: float64(j.Total), Text: w.T("assign.of", "Done", j.Done, "All", j.Total)}
		view.Bars.Rows = append(view.Bars.Rows, bar)
	}
	view.Bars.Title, view.Bars.Caption = w.T("progress.bars"), w.T("progress.bars_note")
	view.Stats = []templates.Stat{
		{Value: w.T("assign.of", "Done", p.Done, "All", p.Total), Text: w.T("progress.stat.sheets")},
		{Value: w.Number(view.Late), Text: w.T("progress.stat.late")},
		{Value: w.Number(p.Short), Text: w.T("progress.stat.short", "Count", p.Edition.Panel.Least(p.Round))},
	}
	if p.State == award.Open && award.MayTry(v.Actor, award.DeedRemind) == nil {
		view.Remind = v.to("/desk/" + strconv.Itoa(p.Edition.Year) + "/progress/remind")
	}
	for _, e := range p.Entries {
		view.Entries = append(view.Entries, v.sheetsRow(p, e))
	}
	if p.Hidden > 0 {
		view.Hidden = w.T("assign.hidden", "Count", p.Hidden)
	}
	view.Glance, view.Scores = v.glance(p), v.scoresBox(p)
	if p.Scores.Hidden > 0 {
		view.Unseen = w.T("progress.unseen", "Count", p.Scores.Hidden)
	}
}

func (v *visit) progressRow(j office.JudgeProgress) progressRow {
	w := v.Words
	row := progressRow{
		ID: j.ID, Name: j.Name, Done: w.T("assign.of", "Done", j.Done, "All", j.Total), Sent: w.Number(j.Sent), Left: w.Number(j.Left()),
		Skipped: w.Number(j.Skipped), Recused: w.Number(j.Recused), MayRemind: j.Left() > 0 && !j.Reminded,
	}
	switch {
	case j.Total > 0 && j.Sent == j.Total:
		row.State = templates.Tag{Kind: templates.Plain, Text: w.T("progress.state.sent")}
	case j.Left() == 0:
		row.State = templates.Tag{Kind: templates.Plain, Text: w.T("progress.state.done")}
	case j.Reminded:
		row.State = templates.Tag{Kind: templates.Info, Text: w.T("progress.state.reminded")}
	case j.Late && j.Done == 0:
		row.State = templates.Tag{Kind: templates.Warn, Text: w.T("progress.state.none")}
	case j.Late:
		row.State = templates.Tag{Kind: templates.Warn, Text: w.T("progress.state.late")}
	default:
		row.State = templates.Tag{Kind: templates.Plain, Text: w.T("progress.state.on_time")}
	}
	return row
}

func (v *visit) sheetsRow(p *office.Progress, e office.EntryProgress) sheetsRow {
	row := sheetsRow{
		Link:  templates.Link{Text: e.Entry.Reference, URL: v.to(panelPath(p.Edition.Year, "/assign/"+e.Entry.Reference, p.Round))},
		Title: e.Entry.Title, City: e.City.Name, Sheets: v.Words.T("assign.of", "Done", e.Sheets, "All", e.Panel), Gone: v.Words.Number(e.Gone),
	}
	switch {
	case e.Panel < e.Need:
		row.Tag = templates.Tag{Kind: templates.Err, Text: v.Words.T("progress.entry.panel", "Count", e.Need-e.Panel)}
	case e.Sheets < e.Need:
		row.Tag = templates.Tag{Kind: templates.Info, Text: v.Words.T("progress.entry.few", "Count", e.Need-e.Sheets)}
	default:
		row.Tag = templates.Tag{Kind: templates.Plain, Text: v.Words.T("progress.entry.enough")}
	}
	return row
}

func remindJudges(s *Site, v *visit) error {
	posted, err := v.form()
	if err != nil {
		return err
	}
	round := roundOf(posted.Text("round"))
	var judges []award.ID
	for _, id := range posted.All("judge") {
		judges = append(judges, award.ID(id))
	}
	sent, spared, err := s.Office.RemindJudges(v.ctx(), v.Actor, v.Year, round, judges)
	if err != nil {
		return err
	}
	switch {
	case sent > 0:
		v.tell(templates.OK, "progress.reminded", "Count", sent)
	case spared > 0:
		v.tell(templates.Warn, "progress.spared", "Count", spared)
	default:
		v.tell(templates.Warn, "progress.nobody")
	}
	return v.goTo(panelPath(v.Year, "/progress", round))
}

package web

import (
	"strconv"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/templates"
)

// fillOrder shows the order, be it official or a trial.
func (v *visit) fillOrder(view *categoryView, a *office.Assessment) {
	view.Picture, view.Places = v.resultPicture(a), a.Places
	for _, criterion := range a.Edition.Criteria {
		view.Criteria = append(view.Criteria, v.text(criterion.Name))
	}
	for _, m := range methods {
		view.Methods = append(view.Methods, v.methodName(m))
	}
	for _, l := range a.Lines {
		row := v.resultRow(a.CategoryResult, l)
		row.Link.URL, row.Was = v.categoryURL(a, "/"+l.Entry.Reference), v.rankText(l.Was)
		view.Rows = append(view.Rows, row)
	}
	view.Names = templates.Link{Text: v.Words.T("results.names_hide"), URL: v.query("names", lettersParam)}
	if v.QueryParam("names") == lettersParam {
		view.Names = templates.Link{Text: v.Words.T("results.names_show"), URL: v.query("names", "")}
	}
	if award.MayTry(v.Actor, award.DeedJudgeNames) != nil {
		view.Names = templates.Link{}
	}
}

// fillDoubt shows how sure the official order is and what to look at.
func (v *visit) fillDoubt(view *categoryView, a *office.Assessment) {
	view.Notes = v.resultNotes(a.CategoryResult)
	if note := v.confirmNote(a); note != nil && !a.Trial.Is() {
		view.Notes = append(view.Notes, *note)
	}
	if note := v.disputeNote(a); note != nil {
		view.Notes = append(view.Notes, *note)
	}
	view.Method, view.Levels = v.methodSentences(a), v.levelSentences(a)
	view.Draws = v.Words.T("results.draws", "Seed", strconv.FormatUint(a.Seed, 10))
	view.Cures, view.Judges = v.cureRows(a), v.judgeTable(a)
	view.Signals, view.Readings = v.signalRows(a), v.readingRows(a)
	view.NoReading = a.Advice.Undecided > 0 && len(view.Readings) == 0
	view.Ties = v.tieSentences(a.CategoryResult)
}

func (v *visit) resultNotes(c *office.CategoryResult) []templates.Note {
	var notes []templates.Note
	if !c.Over {
		s, _ := c.Edition.Stage(award.RoundStage(c.Last))
		at := v.Words.Both(s.Closes, v.zone(), c.Edition.Location(), "", "")
		notes = append(notes, templates.Note{Kind: templates.Info, Lines: []string{v.Words.T("results.running", "At", at)}})
	}
	if c.Altered {
		notes = append(notes, templates.Note{Kind: templates.Err, Lines: []string{v.Words.T("results.altered")}})
	}
	if c.Seal.Closed() {
		notes = append(notes, templates.Note{Kind: templates.Info, Lines: []string{v.Words.T("envelope.closed")}})
	}
	if c.ReadOnly() {
		notes = append(notes, templates.Note{Kind: templates.OK, Lines: []string{v.Words.T("results.read_only")}})
	}
	return notes
}

func entryResultPath(c *office.CategoryResult, l office.ResultLine) string {
	path := categoryPath(c.Edition.Year, c.Category.Key) + "/" + l.Entry.Reference
	if c.Round != c.Last {
		path += "?round=" + strconv.Itoa(c.Round)
	}
	return path
}

func (v *visit) resultRow(c *office.CategoryResult, l office.ResultLine) resultRow {
	w := v.Words
	row := resultRow{
		Rank: w.T("results.no_rank"), Title: l.Entry.Title, City: l.City.Name, Sheets: w.T("assign.of", "Done", l.Sheets(), "All", l.Panel),
		Link: templates.Link{Text: l.Entry.Reference, URL: v.to(entryResultPath(c, l))}, Finalist: l.Finalist && c.Round == 1,
	}
	if l.Rank > 0 {
		row.Rank = w.Number(l.Rank)
		if l.Tie != nil {
			row.Rank = w.T("results.tied_rank", "Rank", l.Rank)
		}
	}
	if l.Sheets() > 0 {
		row.Mean, row.Low, row.High, row.Spread = w.Fixed(l.Mean, 2), w.Fixed(l.Low, 2), w.Fixed(l.High, 2), w.Fixed(l.Spread, 2)
		row.Official, row.Median = w.Fixed(l.Official, 2), w.Fixed(l.Median, 2)
	}
	if l.Doubt != nil {
		row.SE, row.First, row.Top = w.Fixed(l.Doubt.SE, 2), v.chance(l.Doubt.First), v.chance(l.Doubt.Top)
		row.Between = w.T("results.between", "From", l.Doubt.Best, "To", l.Doubt.Worst)
	}
	for _, m := range methods {
		row.Ranks = append(row.Ranks, v.rankText(rankBy(l, m)))
	}
	if l.Dispute != nil {
		row.Flags = append(row.Flags, w.T("results.flag.dispute"))
	}
	for _, criterion := range c.Edition.Criteria {
		text := ""
		if value, there := l.Criteria[criterion.Key]; there {
			text = w.Fixed(value, 2)
		}
		row.Criteria = append(row.Criteria, text)
	}
	for _, f := range l.Flags {
		row.Flags = append(row.Flags, v.flag(f))
	}
	if l.Prize.Key != "" && c.Round == c.Last {
		row.Prize = v.text(l.Prize.Name)
	}
	return row
}

// rankBy is an entry's place by a method of the engine.
func rankBy(l office.ResultLine, method string) int {
	for m, rank := range l.Ranks {
		if string(m) == method {
			return rank
		}
	}
	return 0
}

// flag writes a fault whose numbers are scores with the decimals of scores.
func (v *visit) flag(f award.Fault) string {
	values := map[string]any{}
	for name, value := range f.Values {
		if x, is := value.(float64); is {
			value = v.Words.Fixed(x, 1)
			if name == "Spread" {
				value = v.Words.Fixed(x, 2)
			}
		}
		values[name] = value
	}
	return v.said(award.Fault{Key: f.Key, Values: values})
}

// tieSentences says for each tie who is level and what settled it.
func (v *visit) tieSentences(c *office.CategoryResult) []string {
	var all []string
	for _, l := range c.Lines {
		if l.Tie == nil {
			continue
		}
		var steps []string
		for _, s := range l.Tie.Steps {
			decimals := 2
			if s.Step == "first_places" || s.Step == "vote" {
				decimals = 0
			}
			steps = append(steps, v.Words.T("results.tie_step", "Step", v.tieStep(c.Edition, s.Step), "Value", v.Words.Fixed(s.Value, decimals)))
		}
		settled := v.Words.T("results.tie_open")
		if l.Tie.Settled != "" {
			settled = v.Words.T("results.tie_settled", "Step", v.tieStep(c.Edition, l.Tie.Settled))
		}
		all = append(all, v.Words.T("results.tie", "Reference", l.Entry.Reference, "With", v.Words.List(l.Tie.With...), "Steps", v.Words.List(steps...), "Settled", settled))
	}
	return all
}

// tieStep names a step of the tie rule.
func (v *visit) tieStep(e *award.Edition, step string) string {
	if c, is := e.Criterion(step); is {
		return c.Name
	}
	return v.Words.T("results.step." + step)
}

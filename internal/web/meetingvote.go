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

// meetingItem reads the category of the address and the item of its agenda that
// the query names.
func (v *visit) meetingItem() (c office.MeetingCategory, i office.AgendaItem, err error) {
	if c, err = v.site.Office.MeetingTable(v.ctx(), v.Actor, v.Year, v.Param("category")); err != nil {
		return c, i, err
	}
	c.Result.Edition = v.in(c.Result.Edition)
	i, err = c.Item(v.QueryParam("item"))
	return c, i, err
}

// itemForm is a page with one form about an item.
func (v *visit) itemForm(c office.MeetingCategory, i office.AgendaItem, title, action string) resultFormView {
	e, category := c.Result.Edition, c.Result.Category
	at := meetingPath(e.Year, category.Key)
	view := v.meetingForm(title, at+"/"+action+"?item="+url.QueryEscape(i.Key), v.text(category.Name), at)
	view.Back, view.Lede = v.to(at), v.itemText(i)
	view.Notes = []string{v.outText(c.Out)}
	return view
}

func notePage(_ *Site, v *visit) error { return v.notePage(http.StatusOK, nil, nil) }

func (v *visit) notePage(status int, posted form.Values, faults award.Invalid) error {
	c, i, err := v.meetingItem()
	if err != nil {
		return err
	}
	view := v.itemForm(c, i, v.Words.T("meeting.note_title"), "note")
	hint := v.Words.T("meeting.note_hint")
	if i.Discussed() {
		hint = v.Words.T("meeting.note_hint_done")
	}
	sheet := form.NewSheet(v.Words, posted, faults)
	view.Fields = []templates.Field{sheet.Add(templates.Field{Kind: templates.Long, Name: "text", Label: v.Words.T("meeting.note_field"), Hint: hint, Lines: 5})}
	view.Button, view.Faults = v.Words.T("meeting.record"), sheet.Lines()
	return v.show(status, "results_form", view)
}

func note(s *Site, v *visit) error {
	posted, err := v.form()
	if err != nil {
		return err
	}
	err = s.Office.Discuss(v.ctx(), v.Actor, v.Year, v.Param("category"), v.QueryParam("item"), posted.Text("text"))
	if err != nil {
		return again(err, posted, v.notePage)
	}
	v.tell(templates.OK, "meeting.recorded")
	return v.goTo(meetingPath(v.Year, v.Param("category")))
}

func ballotPage(_ *Site, v *visit) error { return v.ballotPage(http.StatusOK, nil, nil) }

// ballotPage asks how the vote was taken first, then for the votes: those of
// each voter, or the counts of a secret one.
func (v *visit) ballotPage(status int, posted form.Values, faults award.Invalid) error {
	c, i, err := v.meetingItem()
	if err != nil {
		return err
	}
	w, secret := v.Words, v.QueryParam("way") == "secret"
	view := v.itemForm(c, i, w.T("meeting.vote_title"), "vote")
	if len(c.Voters) == 0 {
		view.Notes = append(view.Notes, w.T("meeting.voters_none"))
	}
	way := "open"
	if secret {
		way = "secret"
	}
	view.Action += "&way=" + way
	view.Ways = v.ballotWays(c, i, secret)
	sheet := form.NewSheet(w, posted, faults)
	view.Fields = append(view.Fields, sheet.Add(templates.Field{Kind: templates.Text, Name: "question", Label: w.T("meeting.question"), Hint: w.T("meeting.question_hint")}))
	options := append(c.Options(i), office.Abstain)
	if secret {
		for _, key := range options {
			view.Fields = append(view.Fields, sheet.Add(templates.Field{
				Kind: templates.Number, Name: "count." + key, Label: w.T("meeting.count_field", "Option", v.optionText(key)), InputMode: "numeric", Short: true,
			}))
		}
	} else {
		var choices []templates.Option
		for _, key := range options {
			choices = append(choices, templates.Option{Value: key, Text: v.optionText(key)})
		}
		for _, p := range c.Voters {
			view.Fields = append(view.Fields, sheet.Add(templates.Field{Kind: templates.Radios, Name: "vote." + string(p.ID), Label: p.Name, Options: choices, Inline: true}))
		}
	}
	view.Button, view.Faults = w.T("meeting.record_vote"), sheet.Lines()
	return v.show(status, "results_form", view)
}

// ballotWays lead from an open vote to a secret one and back.
func (v *visit) ballotWays(c office.MeetingCategory, i office.AgendaItem, secret bool) *templates.Tabs {
	at := v.to(meetingPath(c.Result.Edition.Year, c.Result.Category.Key) + "/vote?item=" + url.QueryEscape(i.Key))
	return &templates.Tabs{Label: v.Words.T("meeting.way"), Links: []templates.Link{
		{Text: v.Words.T("meeting.way_open"), URL: at, Current: !secret}, {Text: v.Words.T("meeting.way_secret"), URL: at + "&way=secret", Current: secret},
	}}
}

func ballot(s *Site, v *visit) error {
	posted, err := v.form()
	if err != nil {
		return err
	}
	p := office.Poll{
		Item: v.QueryParam("item"), Question: posted.Line("question"), Secret: v.QueryParam("way") == "secret",
		Choices: map[award.ID]string{}, Counts: map[string]int{},
	}
	faults := award.Invalid{}
	for _, name := range posted.Names("vote.") {
		p.Choices[award.ID(name[len("vote."):])] = posted.Text(name)
	}
	for _, name := range posted.Names("count.") {
		if posted.Text(name) != "" {
			p.Counts[name[len("count."):]] = posted.Int(name, faults)
		}
	}
	if err = faults.Or(); err == nil {
		err = s.Office.Ballot(v.ctx(), v.Actor, v.Year, v.Param("category"), p)
	}
	if err != nil {
		return again(err, posted, v.ballotPage)
	}
	v.tell(templates.OK, "meeting.voted")
	return v.goTo(meetingPath(v.Year, v.Param("category")))
}

func rescorePage(_ *Site, v *visit) error { return v.rescorePage(http.StatusOK, nil, nil) }

// rescorePage asks whose sheet, then for the scores that count instead.
func (v *visit) rescorePage(status int, posted form.Values, faults award.Invalid) error {
	c, err := v.categoryData()
	if err != nil {
		return err
	}
	var line *office.ResultLine
	for i := range c.Lines {
		if c.Lines[i].Entry.Reference == v.Param("ref") {
			line = &c.Lines[i]
		}
	}
	if line == nil {
		return award.ErrNotFound
	}
	if c.ReadOnly() || !c.Over || c.Round != c.Last {
		return v.goTo(categoryPath(c.Edition.Year, c.Category.Key) + "/" + line.Entry.Reference)
	}
	w := v.Words
	view := v.resultForm(c, w.T("rescore.title", "Reference", line.Entry.Reference), "/"+line.Entry.Reference+"/rescore")
	view.Lede, view.Back = w.T("rescore.lede"), v.to(categoryPath(c.Edition.Year, c.Category.Key)+"/"+line.Entry.Reference)
	sheet := form.NewSheet(w, posted, faults)
	for _, j := range line.Judges {
		if j.Counted && string(j.Judge) == v.QueryParam("judge") {
			view.Notes, view.Action = []string{w.T("rescore.of", "Name", j.Name, "Title", line.Entry.Title)}, view.Action+"?judge="+string(j.Judge)
			view.Fields, view.Button = v.rescoreFields(sheet, c.Edition, j), w.T("rescore.record")
		}
	}
	if view.Fields == nil {
		view.Choose = v.rescoreChoices(line, view.Action)
	}
	view.Faults = sheet.Lines()
	return v.show(status, "results_form", view)
}

func (v *visit) rescoreChoices(l *office.ResultLine, at string) (links []templates.Link) {
	for _, j := range l.Judges {
		if j.Counted {
			links = append(links, templates.Link{Text: j.Name, URL: at + "?judge=" + string(j.Judge), About: v.Words.T("results.sheet_total", "Total", v.Words.Fixed(j.Total, 2))})
		}
	}
	return links
}

func (v *visit) rescoreFields(sheet *form.Sheet, e *award.Edition, j office.JudgeSheet) []templates.Field {
	w := v.Words
	var stops []templates.Option
	for _, s := range e.Scale.Stops() {
		stops = append(stops, templates.Option{Value: award.ScoreText(s), Text: w.Fixed(s, 1)})
	}
	var fields []templates.Field
	for _, c := range e.Criteria {
		fields = append(fields, sheet.Add(templates.Field{
			Kind: templates.Select, Name: "score." + c.Key, Label: c.Name, Hint: w.T("rescore.now", "Score", w.Fixed(j.Sheet.Scores[c.Key], 1)),
			Options: stops, Value: award.ScoreText(j.Sheet.Scores[c.Key]),
		}))
	}
	return append(fields, sheet.Add(templates.Field{Kind: templates.Long, Name: "reason", Label: w.T("results.field.reason"), Hint: w.T("rescore.reason_hint"), Lines: 4}))
}

func rescore(s *Site, v *visit) error {
	posted, err := v.form()
	if err != nil {
		return err
	}
	n := office.Anew{Reference: v.Param("ref"), Judge: award.ID(v.QueryParam("judge")), Scores: map[string]float64{}, Reason: posted.Text("reason")}
	for _, name := range posted.Names("score.") {
		if score, err := strconv.ParseFloat(posted.Text(name), 64); err == nil {
			n.Scores[name[len("score."):]] = score
		}
	}
	err = s.Office.Rescore(v.ctx(), v.Actor, v.Year, v.Param("category"), n)
	if err != nil {
		return again(err, posted, v.rescorePage)
	}
	v.tell(templates.OK, "rescore.recorded")
	return v.goTo(categoryPath(v.Year, v.Param("category")) + "/" + n.Reference)
}

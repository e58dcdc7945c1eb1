package web

import (
	"net/http"
	"slices"
	"strconv"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

type resultFormView struct {
	deskFrame
	Lede   string
	Notes  []string
	Fields []templates.Field
	Action string
	Button string
	Back   string
	Ways   *templates.Tabs  // other ways to fill the form
	Choose []templates.Link // what must be chosen before there is a form
	Sample *mailSample
}

// mailSample is a mail as a form would send it.
type mailSample struct{ Subject, Text, Action string }

// resultForm is a page with one form about a category.
func (v *visit) resultForm(c *office.CategoryResult, title, action string) resultFormView {
	year := c.Edition.Year
	view := resultFormView{deskFrame: v.desk(title, year, "results"), Action: v.to(categoryPath(year, c.Category.Key) + action), Back: v.to(categoryPath(year, c.Category.Key))}
	view.Wide = false
	view.Crumbs = v.crumbs(v.Words.T("results.title"), "/desk/"+strconv.Itoa(year)+"/results", v.text(c.Category.Name), categoryPath(year, c.Category.Key), title, "")
	return view
}

// lineOptions names each entry of a category in the order of the result.
func (v *visit) lineOptions(c *office.CategoryResult, but func(office.ResultLine) bool) []templates.Option {
	var options []templates.Option
	for _, l := range c.Lines {
		if but(l) {
			continue
		}
		row := v.resultRow(c, l)
		text := v.Words.T("results.choice", "Reference", l.Entry.Reference, "Title", l.Entry.Title)
		hint := v.Words.T("results.choice_unranked", "City", l.City.Name)
		if l.Rank > 0 {
			hint = v.Words.T("results.choice_rank", "City", l.City.Name, "Rank", row.Rank, "Mean", row.Official)
		}
		options = append(options, templates.Option{Value: l.Entry.Reference, Text: text, Hint: hint})
	}
	return options
}

func decidePage(_ *Site, v *visit) error { return v.decidePage(http.StatusOK, nil, nil) }

func (v *visit) decidePage(status int, posted form.Values, faults award.Invalid) error {
	c, err := v.categoryData()
	if err != nil {
		return err
	}
	var prize office.PrizeState
	for _, p := range c.Prizes {
		if p.Prize.Key == v.Param("prize") {
			prize = p
		}
	}
	if prize.Prize.Key == "" {
		return award.ErrNotFound
	}
	if !prize.Open() || prize.Waits || c.ReadOnly() || !c.Over {
		return v.goTo(categoryPath(c.Edition.Year, c.Category.Key))
	}
	w := v.Words
	view := v.resultForm(c, v.text(prize.Prize.Name), "/decide/"+prize.Prize.Key)
	view.Lede = w.T("results.decide_lede", "Category", v.text(c.Category.Name), "Count", prize.Left())
	view.Notes = append(view.Notes, v.suggestion(prize))
	sheet := form.NewSheet(w, posted, faults)
	outcomes := []templates.Option{{Value: string(award.Given), Text: w.T("results.outcome_choice.given")}}
	if c.Edition.SharedPrizes {
		outcomes = append(outcomes, templates.Option{Value: string(award.Shared), Text: w.T("results.outcome_choice.shared"), Hint: w.T("results.outcome_hint.shared")})
	}
	outcomes = append(outcomes, templates.Option{Value: string(award.Withheld), Text: w.T("results.outcome_choice.withheld"), Hint: w.T("results.outcome_hint.withheld", "Count", prize.Left())})
	view.Fields = []templates.Field{
		sheet.Add(templates.Field{Kind: templates.Radios, Name: "outcome", Label: w.T("results.field.outcome"), Options: outcomes}),
		sheet.Add(templates.Field{
			Kind: templates.Checks, Name: "entries", Label: w.T("results.field.entries"), Hint: w.T("results.hint.entries"),
			Options: v.lineOptions(c, func(l office.ResultLine) bool { return l.Prize.Key != "" }),
		}),
		sheet.Add(templates.Field{Kind: templates.Long, Name: "reason", Label: w.T("results.field.reason"), Hint: w.T("results.hint.reason"), Lines: 4}),
		sheet.Add(templates.Field{Kind: templates.Long, Name: "departure", Label: w.T("results.field.departure"), Hint: w.T("results.hint.departure"), Lines: 3, Optional: true}),
	}
	view.Button, view.Faults = w.T("results.record"), sheet.Lines()
	return v.show(status, "results_form", view)
}

func decide(s *Site, v *visit) error {
	posted, err := v.form()
	if err != nil {
		return err
	}
	err = s.Office.Decide(v.ctx(), v.Actor, v.Year, v.Param("category"), office.Choice{
		Prize: v.Param("prize"), Outcome: award.Outcome(posted.Text("outcome")), Entries: posted.All("entries"),
		Reason: posted.Text("reason"), Departure: posted.Text("departure"),
	})
	if err != nil {
		return again(err, posted, v.decidePage)
	}
	v.tell(templates.OK, "results.recorded")
	return v.goTo(categoryPath(v.Year, v.Param("category")))
}

func undoDecision(s *Site, v *visit) error {
	posted, err := v.form()
	if err != nil {
		return err
	}
	if err := s.Office.Undo(v.ctx(), v.Actor, v.Year, v.Param("category"), award.ID(posted.Text("decision"))); err != nil {
		return err
	}
	v.tell(templates.OK, "results.undone")
	return v.goTo(categoryPath(v.Year, v.Param("category")))
}

func finalistsPage(_ *Site, v *visit) error { return v.finalistsPage(http.StatusOK, nil, nil) }

func (v *visit) finalistsPage(status int, posted form.Values, faults award.Invalid) error {
	c, err := v.site.Office.Category(v.ctx(), v.Actor, v.Year, v.Param("category"), 1)
	if err != nil {
		return err
	}
	c.Edition = v.in(c.Edition)
	w := v.Words
	view := v.resultForm(c, w.T("results.finalists_title"), "/finalists")
	view.Lede = w.T("results.finalists_lede", "Count", c.Edition.Finalists)
	chosen := c.SuggestedFinalists()
	if c.Finalists > 0 {
		view.Notes = append(view.Notes, w.T("results.finalists_again"))
		chosen = nil
		for _, l := range c.Lines {
			if l.Finalist {
				chosen = append(chosen, l.Entry.Reference)
			}
		}
	}
	sheet := form.NewSheet(w, posted, faults)
	view.Fields = []templates.Field{
		sheet.Add(templates.Field{Kind: templates.Checks, Name: "entries", Label: w.T("results.field.finalists"), Values: chosen, Options: v.lineOptions(c, func(office.ResultLine) bool { return false })}),
		sheet.Add(templates.Field{Kind: templates.Long, Name: "departure", Label: w.T("results.field.departure"), Hint: w.T("results.hint.finalists"), Lines: 3, Optional: true}),
	}
	view.Button, view.Faults = w.T("results.record_finalists"), sheet.Lines()
	return v.show(status, "results_form", view)
}

func chooseFinalists(s *Site, v *visit) error {
	posted, err := v.form()
	if err != nil {
		return err
	}
	err = s.Office.ChooseFinalists(v.ctx(), v.Actor, v.Year, v.Param("category"), office.Choice{Entries: posted.All("entries"), Departure: posted.Text("departure")})
	if err != nil {
		return again(err, posted, v.finalistsPage)
	}
	v.tell(templates.OK, "results.finalists_done")
	return v.goTo(categoryPath(v.Year, v.Param("category")))
}

func undoFinalists(s *Site, v *visit) error {
	_, err := v.form()
	if err != nil {
		return err
	}
	if err := s.Office.UndoFinalists(v.ctx(), v.Actor, v.Year, v.Param("category")); err != nil {
		return err
	}
	v.tell(templates.OK, "results.finalists_undone")
	return v.goTo(categoryPath(v.Year, v.Param("category")))
}

func placePage(_ *Site, v *visit) error { return v.placePage(http.StatusOK, nil, nil) }

// placePage asks why the jury adds a place to a prize.
func (v *visit) placePage(status int, posted form.Values, faults award.Invalid) error {
	c, err := v.categoryData()
	if err != nil {
		return err
	}
	i := slices.IndexFunc(c.Prizes, func(p office.PrizeState) bool { return p.Prize.Key == v.Param("prize") })
	if i < 0 {
		return award.ErrNotFound
	}
	if c.ReadOnly() || !c.Over {
		return v.goTo(categoryPath(c.Edition.Year, c.Category.Key))
	}
	prize := c.Prizes[i].Prize
	view := v.resultForm(c, v.Words.T("places.title", "Prize", v.text(prize.Name)), "/places/"+prize.Key)
	view.Lede = v.Words.T("places.lede", "Category", v.text(c.Category.Name), "Count", prize.PerCategory)
	sheet := form.NewSheet(v.Words, posted, faults)
	view.Fields = []templates.Field{sheet.Add(templates.Field{Kind: templates.Long, Name: "reason", Label: v.Words.T("results.field.reason"), Hint: v.Words.T("results.hint.reason"), Lines: 4})}
	view.Button, view.Faults = v.Words.T("places.add"), sheet.Lines()
	return v.show(status, "results_form", view)
}

func addPlace(s *Site, v *visit) error {
	posted, err := v.form()
	if err != nil {
		return err
	}
	err = s.Office.AddPlace(v.ctx(), v.Actor, v.Year, v.Param("category"), v.Param("prize"), posted.Text("reason"))
	if err != nil {
		return again(err, posted, v.placePage)
	}
	v.tell(templates.OK, "places.added")
	return v.goTo(categoryPath(v.Year, v.Param("category")))
}

func dropPlace(s *Site, v *visit) error {
	posted, err := v.form()
	if err != nil {
		return err
	}
	if err := s.Office.DropPlace(v.ctx(), v.Actor, v.Year, v.Param("category"), award.ID(posted.Text("place"))); err != nil {
		return err
	}
	v.tell(templates.OK, "places.dropped")
	return v.goTo(categoryPath(v.Year, v.Param("category")))
}

func confirmPage(_ *Site, v *visit) error { return v.confirmPage(http.StatusOK, nil, nil) }

// confirmPage shows the corrections that are so great that somebody has to look at
// them, and asks why they may stand.
func (v *visit) confirmPage(status int, posted form.Values, faults award.Invalid) error {
	c, err := v.categoryData()
	if err != nil {
		return err
	}
	if !c.Unconfirmed() || c.ReadOnly() || !c.Over {
		return v.goTo(categoryPath(c.Edition.Year, c.Category.Key))
	}
	w := v.Words
	view := v.resultForm(c, w.T("results.confirm_title"), "/confirm")
	view.Lede = w.T("results.confirm_lede")
	for _, x := range c.Corrections {
		view.Notes = append(view.Notes, w.T("results.confirm_judge", "Name", c.Names[x.Judge], "Correction", v.signed(x.Correction), "SE", w.Fixed(x.SE, 2), "Count", x.Sheets))
	}
	sheet := form.NewSheet(w, posted, faults)
	view.Fields = []templates.Field{sheet.Add(templates.Field{Kind: templates.Long, Name: "reason", Label: w.T("results.field.confirm"), Hint: w.T("results.hint.reason"), Lines: 4})}
	view.Button, view.Faults = w.T("results.confirm_button"), sheet.Lines()
	return v.show(status, "results_form", view)
}

func confirmCorrections(s *Site, v *visit) error {
	posted, err := v.form()
	if err != nil {
		return err
	}
	err = s.Office.ConfirmCorrections(v.ctx(), v.Actor, v.Year, v.Param("category"), posted.Text("reason"))
	if err != nil {
		return again(err, posted, v.confirmPage)
	}
	v.tell(templates.OK, "results.confirmed")
	return v.goTo(categoryPath(v.Year, v.Param("category")))
}

package web

import (
	"strconv"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/templates"
)

type categoryView struct {
	deskFrame
	Round     int
	Base      string
	Lede      string
	Rounds    *templates.Tabs
	Names     templates.Link // hides the judges' names, or shows them
	Notes     []templates.Note
	Method    []string
	Picture   templates.Intervals
	Levels    []string
	Draws     string
	Places    int
	Methods   []string // names of the engine's methods
	Criteria  []string
	Rows      []resultRow
	Trial     trialBox
	Cures     []cureRow
	Judges    *judgeTable
	Signals   []signalRow
	Readings  []readingRow
	NoReading bool // a prize is undecided, and no reading would help
	Ties      []string
	VoteURL   string
	Finalists *finalistsBox
	Prizes    []prizeBox
	Decides   bool // this round decides, so that prizes stand on the page
	Seal      sealBox
	Minutes   []templates.Event
}

type resultRow struct {
	Rank, Title, City, Mean, Low, High, Spread, Sheets string
	Official, SE, Between, First, Top, Median          string
	Was                                                string // official place, in a trial
	Ranks                                              []string
	Link                                               templates.Link
	Criteria                                           []string
	Flags                                              []string
	Prize                                              string
	Finalist                                           bool
}

// methods are those of the engine in the order in which their places stand
// beside each other.
var methods = []string{"raw", "adjusted", "median", "shrunk", "zscore"}

type finalistsBox struct {
	Text, URL string
	Undo      string // where the choice is taken back; "" while there is none
}

type prizeBox struct {
	Key, Name string
	Left      string
	Suggest   string
	URL       string // where it is decided; "" while it waits or is done
	Waits     string
	Decisions []decisionRow
	Added     []addedPlace
	More      string // where a place is added; "" while nothing may change
}

// addedPlace is a place beyond those of the edition.
type addedPlace struct {
	ID     award.ID
	Reason string
	Undo   string // "" when it is taken
}

type decisionRow struct {
	ID                award.ID
	Outcome           templates.Tag
	Entry             templates.Link
	City              string
	Reason, Departure string
	Departs           string
	MayUndo           bool
	Undo              string
}

type sealBox struct {
	State  templates.Tag
	Lines  []string
	Lacks  []string
	URL    string
	Button string
}

// categoryData reads the category of the address; round 0 is the one that decides.
func (v *visit) categoryData() (*office.CategoryResult, error) {
	round := 0
	if text := v.QueryParam("round"); text != "" {
		if round = roundOf(text); round == 0 {
			return nil, award.ErrNotFound
		}
	}
	c, err := v.site.Office.Category(v.ctx(), v.Actor, v.Year, v.Param("category"), round)
	if err == nil {
		c.Edition = v.in(c.Edition)
	}
	return c, err
}

func categoryResult(_ *Site, v *visit) error {
	a, sheet, err := v.assess()
	if err != nil {
		return err
	}
	c, year := a.CategoryResult, a.Edition.Year
	view := categoryView{
		Round: c.Round, deskFrame: v.desk(v.text(c.Category.Name), year, "results"), Base: v.to(categoryPath(year, c.Category.Key)),
		Lede: v.Words.T("results.lede", "Round", strconv.Itoa(c.Round), "Count", len(c.Lines)), Decides: c.Round == c.Last && !a.Trial.Is(),
	}
	view.Crumbs = v.crumbs(v.Words.T("results.title"), "/desk/"+strconv.Itoa(year)+"/results", v.text(c.Category.Name), "")
	if len(c.Rounds) > 1 {
		t := v.roundTabs("/results/"+c.Category.Key, c.Round)
		t.Links[0].URL += "?round=1"
		view.Rounds = &t
	}
	v.fillOrder(&view, a)
	view.Trial = v.trialBox(a, sheet)
	view.Faults = sheet.Lines()
	if !a.Trial.Is() {
		v.fillDoubt(&view, a)
		v.fillDecisions(&view, c)
	}
	return v.show(trialStatus(sheet), "results_category", view)
}

// fillDecisions shows what the jury makes of the order.
func (v *visit) fillDecisions(view *categoryView, c *office.CategoryResult) {
	if c.Unsettled && view.Decides && c.Over && !c.ReadOnly() {
		view.VoteURL = v.to(meetingPath(c.Edition.Year, c.Category.Key))
	}
	view.Finalists = v.finalistsBox(c)
	for _, p := range c.Prizes {
		view.Prizes = append(view.Prizes, v.prizeBox(c, p))
	}
	view.Seal = v.sealBox(c)
	for _, m := range c.Minutes {
		view.Minutes = append(view.Minutes, v.minuteEvent(c.Edition, m))
	}
}

func (v *visit) finalistsBox(c *office.CategoryResult) *finalistsBox {
	if c.Round != 1 || c.FinalistsFixed {
		return nil
	}
	box := &finalistsBox{Text: v.Words.T("results.finalists_none", "Count", c.Edition.Finalists), URL: v.to(categoryPath(c.Edition.Year, c.Category.Key) + "/finalists")}
	if c.Finalists > 0 {
		box.Text = v.Words.T("results.finalists_chosen", "Count", c.Finalists)
		box.Undo = box.URL + "/undo"
	}
	return box
}

func (v *visit) prizeBox(c *office.CategoryResult, p office.PrizeState) prizeBox {
	w := v.Words
	box := prizeBox{Key: p.Prize.Key, Name: v.text(p.Prize.Name), Left: w.T("results.prize_left", "Done", p.Taken, "All", p.Prize.PerCategory)}
	changeable := c.Over && !c.ReadOnly() && c.Round == c.Last
	if p.Open() && changeable {
		if p.Waits {
			box.Waits = w.T("results.waits")
		} else {
			box.URL = v.to(categoryPath(c.Edition.Year, c.Category.Key) + "/decide/" + p.Prize.Key)
			box.Suggest = v.suggestion(p)
		}
	}
	if changeable {
		box.More = v.to(categoryPath(c.Edition.Year, c.Category.Key) + "/places/" + p.Prize.Key)
	}
	for _, x := range p.Added {
		added := addedPlace{ID: x.ID, Reason: x.Reason}
		if changeable && p.Open() {
			added.Undo = v.to(categoryPath(c.Edition.Year, c.Category.Key) + "/places/" + p.Prize.Key + "/undo")
		}
		box.Added = append(box.Added, added)
	}
	for _, d := range p.Decisions {
		row := decisionRow{
			ID: d.ID, Outcome: templates.Tag{Kind: templates.Info, Text: w.T("results.outcome." + string(d.Outcome))}, City: d.City,
			Reason: d.Reason, Departure: d.Departure, MayUndo: changeable, Undo: v.to(categoryPath(c.Edition.Year, c.Category.Key) + "/undo"),
		}
		if d.Entry != "" {
			row.Entry = templates.Link{Text: d.Reference + " " + d.Title, URL: v.to(categoryPath(c.Edition.Year, c.Category.Key) + "/" + d.Reference)}
		}
		if d.Departs {
			row.Departs = w.T("results.departs")
		}
		box.Decisions = append(box.Decisions, row)
	}
	return box
}

func (v *visit) suggestion(p office.PrizeState) string {
	switch {
	case len(p.Suggested) == 0:
		return v.Words.T("results.suggest_none")
	case len(p.Suggested) > p.Left():
		return v.Words.T("results.suggest_tie", "References", v.Words.List(p.Suggested...), "Count", p.Left())
	}
	return v.Words.T("results.suggest", "References", v.Words.List(p.Suggested...), "Count", len(p.Suggested))
}

func (v *visit) sealBox(c *office.CategoryResult) sealBox {
	w := v.Words
	box := sealBox{State: templates.Tag{Kind: templates.Info, Text: w.T("results.state.unsigned")}, URL: v.to(categoryPath(c.Edition.Year, c.Category.Key) + "/seal"), Button: w.T("seal.to_sign")}
	when := func(t award.Time) string { return w.Both(t, v.zone(), c.Edition.Location(), "", "") }
	if c.Seal.First != "" {
		box.State = v.sealTag(c.Seal)
		box.Lines = append(box.Lines, w.T("seal.first", "Name", c.Names[c.Seal.First], "At", when(c.Seal.FirstAt)))
		box.Button = w.T("seal.to_sign_second")
	}
	if c.Seal.Sealed() {
		box.Lines = append(box.Lines, w.T("seal.second", "Name", c.Names[c.Seal.Second], "At", when(c.Seal.SecondAt)))
		box.Button = w.T("seal.to_seal")
	}
	if !c.Seal.Opened.IsZero() {
		box.Lines = append(box.Lines, w.T("seal.opened", "At", when(c.Seal.Opened)))
	}
	if c.Seal.First == "" {
		for _, f := range c.Lacks {
			box.Lacks = append(box.Lacks, v.said(f))
		}
	}
	if len(box.Lacks) > 0 {
		box.URL = ""
	}
	return box
}

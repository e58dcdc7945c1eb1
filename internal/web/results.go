package web

import (
	"net/http"
	"strconv"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/templates"
)

// resultRoutes are the addresses of results, decisions and seals.
func resultRoutes() []route {
	const at = "/:lang/desk/:year"
	return []route{
		{method: see, path: at + "/results", deed: award.DeedResults, do: results},
		{method: see, path: at + "/results.csv", deed: award.DeedExport, do: exportResults},
		{method: see, path: at + "/results.xlsx", deed: award.DeedExport, do: exportResults, raw: true},
		{method: see, path: at + "/results/:category", deed: award.DeedResults, do: categoryResult},
		{method: see, path: at + "/results/:category/seal", deed: award.DeedSeal, do: sealPage},
		{method: send, path: at + "/results/:category/sign", deed: award.DeedSeal, do: signResult},
		{method: send, path: at + "/results/:category/break", deed: award.DeedSeal, do: breakSeal},
		{method: see, path: at + "/results/:category/decide/:prize", deed: award.DeedDecide, do: decidePage},
		{method: send, path: at + "/results/:category/decide/:prize", deed: award.DeedDecide, do: decide},
		{method: send, path: at + "/results/:category/undo", deed: award.DeedDecide, do: undoDecision},
		{method: see, path: at + "/results/:category/confirm", deed: award.DeedConfirm, do: confirmPage},
		{method: send, path: at + "/results/:category/confirm", deed: award.DeedConfirm, do: confirmCorrections},
		{method: see, path: at + "/results/:category/places/:prize", deed: award.DeedDecide, do: placePage},
		{method: send, path: at + "/results/:category/places/:prize", deed: award.DeedDecide, do: addPlace},
		{method: send, path: at + "/results/:category/places/:prize/undo", deed: award.DeedDecide, do: dropPlace},
		{method: see, path: at + "/results/:category/finalists", deed: award.DeedDecide, do: finalistsPage},
		{method: send, path: at + "/results/:category/finalists", deed: award.DeedDecide, do: chooseFinalists},
		{method: send, path: at + "/results/:category/finalists/undo", deed: award.DeedDecide, do: undoFinalists},
		{method: see, path: at + "/results/:category/:ref", deed: award.DeedResults, do: entryResult},
		{method: see, path: at + "/results/:category/:ref/rescore", deed: award.DeedRescore, do: rescorePage},
		{method: send, path: at + "/results/:category/:ref/rescore", deed: award.DeedRescore, do: rescore},
		{method: see, path: at + "/publish", deed: award.DeedPublish, do: publication},
	}
}

type resultsView struct {
	deskFrame
	Rows    []categoryRow
	Publish string
	Open    string
	Exports []templates.Link
}

type categoryRow struct {
	Link                     templates.Link
	Note                     string
	Entries, Sheets, Flagged string
	Prizes                   string
	State                    templates.Tag
}

func results(s *Site, v *visit) error {
	r, err := s.Office.Results(v.ctx(), v.Actor, v.Year)
	if err != nil {
		return err
	}
	view := resultsView{deskFrame: v.desk(v.Words.T("results.title"), v.Year, "results")}
	for _, c := range r.Categories {
		view.Rows = append(view.Rows, v.categoryRow(v.Year, c))
	}
	if award.MayTry(v.Actor, award.DeedPublish) == nil {
		view.Publish = v.to("/desk/" + strconv.Itoa(v.Year) + "/publish")
	}
	if award.MayTry(v.Actor, award.DeedOpen) == nil {
		view.Open = v.to("/desk/" + strconv.Itoa(v.Year) + "/open")
	}
	if award.MayTry(v.Actor, award.DeedExport) == nil {
		for _, kind := range []string{"csv", "xlsx"} {
			view.Exports = append(view.Exports, templates.Link{Text: v.Words.T("results.export." + kind), URL: v.to("/desk/" + strconv.Itoa(v.Year) + "/results." + kind)})
		}
	}
	return v.show(http.StatusOK, "results", view)
}

func exportResults(s *Site, v *visit) error {
	t, err := s.Office.ResultTable(v.ctx(), v.Actor, v.Year)
	if err != nil {
		return err
	}
	return v.sendTable(t, "results-"+strconv.Itoa(v.Year))
}

func (v *visit) categoryRow(year int, c office.CategorySummary) categoryRow {
	w := v.Words
	row := categoryRow{Link: templates.Link{Text: c.Category.Name}}
	switch {
	case c.Tied:
		row.Note = w.T("results.tied")
		return row
	case c.Scoring:
		row.Note = w.T("results.scoring")
		return row
	}
	row.Link.URL = v.to(categoryPath(year, c.Category.Key))
	row.Entries, row.Flagged = w.Number(c.Entries), w.Number(c.Flagged)
	row.Sheets = w.T("assign.of", "Done", c.Sheets, "All", c.Panel)
	if !c.Seal.Closed() {
		row.Prizes = w.T("assign.of", "Done", c.Decided, "All", c.Places)
	}
	row.State = v.sealTag(c.Seal)
	if c.Seal.First == "" {
		switch {
		case !c.Over:
			row.State = templates.Tag{Kind: templates.Info, Text: w.T("results.state.judging")}
		case c.Decided < c.Places:
			row.State = templates.Tag{Kind: templates.Warn, Text: w.T("results.state.deciding")}
		default:
			row.State = templates.Tag{Kind: templates.Warn, Text: w.T("results.state.decided")}
		}
	}
	return row
}

func (v *visit) sealTag(s award.Seal) templates.Tag {
	switch {
	case !s.Opened.IsZero():
		return templates.Tag{Kind: templates.OK, Text: v.Words.T("results.state.opened")}
	case s.Sealed():
		return templates.Tag{Kind: templates.OK, Text: v.Words.T("results.state.sealed")}
	}
	return templates.Tag{Kind: templates.Warn, Text: v.Words.T("results.state.signed")}
}

func categoryPath(year int, category string) string {
	return "/desk/" + strconv.Itoa(year) + "/results/" + category
}

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
	return v.site.Office.Category(v.ctx(), v.Actor, v.Year, v.Param("category"), round)
}

func categoryResult(_ *Site, v *visit) error {
	a, sheet, err := v.assess()
	if err != nil {
		return err
	}
	c, year := a.CategoryResult, a.Edition.Year
	view := categoryView{
		Round: c.Round, deskFrame: v.desk(c.Category.Name, year, "results"), Base: v.to(categoryPath(year, c.Category.Key)),
		Lede: v.Words.T("results.lede", "Round", strconv.Itoa(c.Round), "Count", len(c.Lines)), Decides: c.Round == c.Last && !a.Trial.Is(),
	}
	view.Crumbs = v.crumbs(v.Words.T("results.title"), "/desk/"+strconv.Itoa(year)+"/results", c.Category.Name, "")
	if len(c.Rounds) > 1 {
		t := v.roundTabs(year, "/results/"+c.Category.Key, c.Round)
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

// fillOrder shows the order, be it official or a trial.
func (v *visit) fillOrder(view *categoryView, a *office.Assessment) {
	view.Picture, view.Places = v.resultPicture(a), a.Places
	for _, criterion := range a.Edition.Criteria {
		view.Criteria = append(view.Criteria, criterion.Name)
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
		row.Prize = l.Prize.Name
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
	box := prizeBox{Key: p.Prize.Key, Name: p.Prize.Name, Left: w.T("results.prize_left", "Done", p.Taken, "All", p.Prize.PerCategory)}
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

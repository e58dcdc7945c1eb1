package web

import (
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

// lettersParam is the parameter that hides the names of judges, for a page that
// is shown on a wall.
const lettersParam = "letters"

// assess reads what the address asks for: the category with its doubt, or the
// order of a trial. Faults are those of the form of the trial.
func (v *visit) assess() (*office.Assessment, *form.Sheet, error) {
	look := office.Look{Year: v.Year, Category: v.Param("category"), Letters: v.QueryParam("names") == lettersParam}
	if text := v.QueryParam("round"); text != "" {
		if look.Round = roundOf(text); look.Round == 0 {
			return nil, nil, award.ErrNotFound
		}
	}
	edition, err := v.site.Office.EditionOf(v.ctx(), v.Year)
	if err != nil {
		return nil, nil, err
	}
	v.in(edition)
	values := form.Values(v.QueryParams())
	trial, faults := trialOf(edition, values)
	if look.Trial = trial; len(faults) == 0 {
		a, err := v.site.Office.Assess(v.ctx(), v.Actor, look)
		if faults = asInvalid(err); faults == nil {
			return a, form.NewSheet(v.Words, nil, nil), err
		}
	}
	look.Trial = office.Trial{}
	a, err := v.site.Office.Assess(v.ctx(), v.Actor, look)
	return a, form.NewSheet(v.Words, values, faults), err
}

// trialOf reads what is tried. What is as in the edition is not tried.
func trialOf(e *award.Edition, values form.Values) (office.Trial, award.Invalid) {
	faults := award.Invalid{}
	t := office.Trial{Method: award.ScoreMethod(values.Text("method"))}
	if t.Method == e.Official() {
		t.Method = ""
	}
	for _, id := range values.All("without") {
		t.Without = append(t.Without, award.ID(id))
	}
	for _, id := range values.All("sheet") {
		t.Sheets = append(t.Sheets, award.ID(id))
	}
	for _, c := range e.Criteria {
		name := "weight." + c.Key
		if values.Text(name) == "" {
			continue
		}
		if weight := values.Number(name, faults); weight != float64(c.Weight) {
			if t.Weights == nil {
				t.Weights = map[string]float64{}
			}
			t.Weights[c.Key] = weight
		}
	}
	return t, faults
}

// categoryURL is the address of a category's result with what the reader has
// chosen to see of it, and with parameters of a trial.
func (v *visit) categoryURL(a *office.Assessment, ref string, trial ...string) string {
	q := url.Values{}
	if a.Round != a.Last {
		q.Set("round", strconv.Itoa(a.Round))
	}
	if v.QueryParam("names") == lettersParam {
		q.Set("names", lettersParam)
	}
	for i := 0; i+1 < len(trial); i += 2 {
		q.Add(trial[i], trial[i+1])
	}
	path := v.to(categoryPath(a.Edition.Year, a.Category.Key) + ref)
	if len(q) > 0 {
		path += "?" + q.Encode()
	}
	return path
}

// judgeName is a judge's name, or a letter where judges are not named.
func (v *visit) judgeName(a *office.Assessment, id award.ID) string {
	name, letter := a.JudgeName(id)
	if name == "" && letter != "" {
		return v.Words.T("results.judge_letter", "Letter", letter)
	}
	if name == "" {
		return v.Words.T("assign.left")
	}
	return name
}

func (v *visit) judgeNames(a *office.Assessment, ids []string) string {
	var names []string
	for _, id := range ids {
		if name, letter := a.JudgeName(award.ID(id)); name != "" || letter != "" {
			names = append(names, v.judgeName(a, award.ID(id)))
		}
	}
	return v.Words.List(names...)
}

// entryName is an entry as sentences name it: "2027-0005 (Marvale)".
func (v *visit) entryName(a *office.Assessment, id string) string {
	l, there := a.Line(id)
	if !there {
		return ""
	}
	return v.Words.T("results.entry_name", "Reference", l.Entry.Reference, "City", l.City.Name)
}

func (v *visit) methodName(m string) string { return v.Words.T("results.method." + m) }

// signed writes a number with its sign, so that corrections add up by eye.
func (v *visit) signed(x float64) string {
	text := v.Words.Fixed(max(x, -x), 2)
	switch {
	case text == v.Words.Fixed(0, 2):
		return text
	case x < 0:
		return "−" + text
	}
	return "+" + text
}

func (v *visit) plusMinus(x, se float64) string { return v.doubted(v.Words.Fixed(x, 2), se) }

// doubted writes a number with its error, from left to right in every script.
func (v *visit) doubted(number string, se float64) string {
	return "\u2066" + v.Words.T("results.plus_minus", "Value", number, "SE", v.Words.Fixed(se, 2)) + "\u2069"
}

// chance writes a probability; what is nearly sure or nearly impossible is said so.
func (v *visit) chance(p float64) string {
	switch {
	case p > 0 && p < .005:
		return v.Words.T("results.chance_under", "Percent", v.Words.Percent(.01))
	case p < 1 && p >= .995:
		return v.Words.T("results.chance_over", "Percent", v.Words.Percent(.99))
	}
	return v.Words.Percent(p)
}

// resultPicture draws each entry's score with the interval in which it lies nine
// times in ten, and brackets round what is a statistical tie.
func (v *visit) resultPicture(a *office.Assessment) templates.Intervals {
	w := v.Words
	scale := a.Edition.Scale
	p := templates.Intervals{Title: w.T("results.picture", "Category", v.text(a.Category.Name)), Caption: w.T("results.picture_note"), Min: scale.Min, Max: scale.Max}
	if a.Trial.Is() {
		p.Caption = w.T("results.picture_trial")
	}
	sum, n, low, high := 0.0, 0, scale.Max, scale.Min
	for i, l := range a.Lines {
		if l.Sheets() == 0 {
			continue
		}
		sum, n = sum+l.Official, n+1
		row := templates.Interval{
			Label: w.T("results.placed", "Rank", l.Rank, "Name", l.City.Name), URL: v.categoryURL(a, "/"+l.Entry.Reference),
			Low: l.Official, At: l.Official, High: l.Official, Text: w.Fixed(l.Official, 2),
		}
		if l.Rank == 0 {
			row.Hollow, row.Label = true, w.T("results.unplaced", "Name", l.City.Name, "Reference", l.Entry.Reference)
		}
		if l.Doubt != nil {
			row.Low, row.High = l.Official-l.Doubt.Margin, l.Official+l.Doubt.Margin
			row.Text = v.plusMinus(l.Official, l.Doubt.SE)
		}
		low, high = min(low, row.Low), max(high, row.High)
		row.Cut = l.Rank > 0 && i+1 == a.Places && i+1 < len(a.Lines)
		p.Rows = append(p.Rows, row)
	}
	if n > 0 {
		mean := sum / float64(n)
		p.Mean = &mean
		// The part of the scale that is used, so that what is near can be told apart.
		p.Min, p.Max = max(scale.Min, math.Floor(low)), min(scale.Max, math.Ceil(high))
	}
	for at := p.Min; at <= p.Max; at++ {
		p.Ticks = append(p.Ticks, templates.Tick{At: at, Text: w.Number(at)})
	}
	for lane, level := range a.Levels {
		p.Bracket(lane, level.From, level.To)
	}
	return p
}

// levelSentences say each statistical tie in words.
func (v *visit) levelSentences(a *office.Assessment) []string {
	var all []string
	for _, level := range a.Levels {
		var names []string
		for _, l := range a.Lines[level.From : level.To+1] {
			names = append(names, l.City.Name)
		}
		all = append(all, v.Words.T("results.level", "From", level.From+1, "To", level.To+1, "Names", v.Words.List(names...)))
	}
	return all
}

// methodSentences say what the official score is, and where it had to fall back.
func (v *visit) methodSentences(a *office.Assessment) []string {
	w, method := v.Words, a.Method
	if method == "" { // nothing to order yet
		method = a.Edition.Official()
	}
	lines := []string{w.T("results.official." + string(method))}
	for i, c := range a.Components {
		key := "results.reason." + string(c.Reason)
		if c.Reason == "" || a.Method != award.ScoreAdjusted {
			continue
		}
		of := w.T("results.all_entries")
		if len(a.Components) > 1 {
			of = v.Words.List(v.componentEntries(a, i)...)
		}
		lines = append(lines, w.T(key, "Entries", of, "Judges", c.Judges, "Sheets", c.Sheets))
	}
	return lines
}

// confirmNote says whose correction is so great that somebody has to look at it
// before the result can be signed.
func (v *visit) confirmNote(a *office.Assessment) *templates.Note {
	if len(a.Corrections) == 0 {
		return nil
	}
	var judges []string
	for _, c := range a.Corrections {
		judges = append(judges, string(c.Judge))
	}
	note := templates.Note{Kind: templates.Info, Lines: []string{v.Words.T("results.confirm", "Judges", v.judgeNames(a, judges)), v.Words.T("results.confirm_done")}}
	if a.Unconfirmed() {
		note.Kind, note.Lines[1] = templates.Warn, v.Words.T("results.confirm_wait")
		switch {
		case award.MayTry(v.Actor, award.DeedConfirm) != nil:
			note.Lines = append(note.Lines, v.Words.T("results.confirm_chair"))
		case a.Over && !a.ReadOnly():
			note.Links = []templates.Link{{Text: v.Words.T("results.confirm_title"), URL: v.to(categoryPath(a.Edition.Year, a.Category.Key) + "/confirm")}}
		}
	}
	return &note
}

func (v *visit) componentEntries(a *office.Assessment, component int) []string {
	var refs []string
	for _, l := range a.Lines {
		if l.Component == component {
			refs = append(refs, l.Entry.Reference)
		}
	}
	return refs
}

// disputeNote says where the official score and the plain mean disagree on a prize.
func (v *visit) disputeNote(a *office.Assessment) *templates.Note {
	note := templates.Note{Kind: templates.Warn, Title: v.Words.T("results.dispute_title")}
	for _, l := range a.Lines {
		if l.Dispute != nil {
			note.Lines = append(note.Lines, v.Words.T("results.dispute", "Entry", v.entryName(a, string(l.Entry.ID)),
				"Official", v.prizeAt(a.CategoryResult, l.Dispute.Official), "Raw", v.prizeAt(a.CategoryResult, l.Dispute.Raw)))
		}
	}
	if len(note.Lines) == 0 {
		return nil
	}
	note.Lines = append(note.Lines, v.Words.T("results.dispute_do"))
	return &note
}

// prizeAt names a prize by its place among all, the highest first; -1 = none.
func (v *visit) prizeAt(c *office.CategoryResult, i int) string {
	if i < 0 || i >= len(c.Prizes) {
		return v.Words.T("results.no_prize")
	}
	return c.Prizes[i].Prize.Name
}

type trialBox struct {
	Action string
	Hidden []templates.Field
	Fields []templates.Field
	Open   bool
	Tried  bool
	Note   templates.Note // that what is shown is not official
}

// trialBox is the form of a trial, and when one is shown, what was tried.
func (v *visit) trialBox(a *office.Assessment, sheet *form.Sheet) trialBox {
	w := v.Words
	box := trialBox{Action: v.to(categoryPath(a.Edition.Year, a.Category.Key)), Tried: a.Trial.Is(), Open: a.Trial.Is() || len(sheet.Lines()) > 0}
	for _, name := range []string{"round", "names"} {
		if value := v.QueryParam(name); value != "" {
			box.Hidden = append(box.Hidden, templates.Field{Kind: templates.Hidden, Name: name, Value: value})
		}
	}
	method := a.Trial.Method
	if method == "" {
		method = a.Edition.Official()
	}
	methods := templates.Field{Kind: templates.Radios, Name: "method", Label: w.T("results.trial.method"), Value: string(method), Inline: true}
	for _, m := range award.ScoreMethods {
		methods.Options = append(methods.Options, templates.Option{Value: string(m), Text: w.T("score_method." + string(m))})
	}
	without := templates.Field{Kind: templates.Checks, Name: "without", Label: w.T("results.trial.without"), Optional: true, Inline: true}
	for _, id := range v.panelJudges(a) {
		without.Options = append(without.Options, templates.Option{Value: string(id), Text: v.judgeName(a, id)})
		if slices.Contains(a.Trial.Without, id) {
			without.Values = append(without.Values, string(id))
		}
	}
	box.Fields = append(box.Fields, sheet.Add(methods), sheet.Add(without))
	if len(a.Trial.Sheets) > 0 {
		box.Fields = append(box.Fields, sheet.Add(v.sheetsLeftOut(a)))
	}
	for _, c := range a.Edition.Criteria {
		weight, tried := a.Trial.Weights[c.Key]
		if !tried {
			weight = float64(c.Weight)
		}
		box.Fields = append(box.Fields, sheet.Add(templates.Field{Kind: templates.Number, Name: "weight." + c.Key, Label: w.T("results.trial.weight", "Criterion", c.Name), Value: award.ScoreText(weight), Suffix: "%"}))
	}
	box.Note = templates.Note{
		Kind: templates.Warn, Title: w.T("results.trial.title"), Lines: v.trialSentences(a),
		Links: []templates.Link{{Text: w.T("results.trial.back"), URL: v.categoryURL(a, "")}},
	}
	return box
}

// sheetsLeftOut lets single scoresheets that a trial leaves out come back.
func (v *visit) sheetsLeftOut(a *office.Assessment) templates.Field {
	f := templates.Field{Kind: templates.Checks, Name: "sheet", Label: v.Words.T("results.trial.sheets"), Optional: true}
	for _, l := range a.Lines {
		for _, j := range l.Judges {
			if slices.Contains(a.Trial.Sheets, j.Seat) {
				text := v.Words.T("results.trial.sheet", "Judge", v.judgeName(a, j.Judge), "Reference", l.Entry.Reference)
				f.Options, f.Values = append(f.Options, templates.Option{Value: string(j.Seat), Text: text}), append(f.Values, string(j.Seat))
			}
		}
	}
	return f
}

// panelJudges are the judges of the category by the name that is shown.
func (v *visit) panelJudges(a *office.Assessment) []award.ID {
	var ids []award.ID
	for _, l := range a.Lines {
		for _, j := range l.Judges {
			if !slices.Contains(ids, j.Judge) {
				ids = append(ids, j.Judge)
			}
		}
	}
	slices.SortFunc(ids, func(x, y award.ID) int { return strings.Compare(v.judgeName(a, x), v.judgeName(a, y)) })
	return ids
}

func (v *visit) trialSentences(a *office.Assessment) []string {
	w := v.Words
	lines := []string{w.T("results.trial.text")}
	if a.Trial.Method != "" {
		lines = append(lines, w.T("results.trial.with_method", "Method", w.T("score_method."+string(a.Trial.Method))))
	}
	if len(a.Trial.Without) > 0 {
		var names []string
		for _, id := range a.Trial.Without {
			names = append(names, v.judgeName(a, id))
		}
		lines = append(lines, w.T("results.trial.with_without", "Judges", v.Words.List(names...)))
	}
	if len(a.Trial.Sheets) > 0 {
		var sheets []string
		for _, o := range v.sheetsLeftOut(a).Options {
			sheets = append(sheets, o.Text)
		}
		lines = append(lines, w.T("results.trial.with_sheets", "Sheets", v.Words.List(sheets...)))
	}
	var weights []string
	for _, c := range a.Edition.Criteria {
		if weight, tried := a.Trial.Weights[c.Key]; tried {
			weights = append(weights, w.T("results.trial.with_weight", "Criterion", c.Name, "Weight", w.Number(weight), "Official", c.Weight))
		}
	}
	return append(lines, weights...)
}

// trialStatus is 422 for a form that cannot be tried.
func trialStatus(sheet *form.Sheet) int {
	if len(sheet.Lines()) > 0 {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

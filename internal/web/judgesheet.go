package web

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/judging"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

// readSection is one theme of an entry as a judge reads it.
type readSection struct {
	ID, Title string
	Lang      string // of the title, if it differs from the page's
	Pairs     []templates.Pair
}

// keptPair is one field of a scoresheet that two windows changed: what is
// stored and what this one sent.
type keptPair struct{ Label, Stored, Mine string }

// sheetPage is an entry with the scoresheet beside it.
type sheetPage struct {
	templates.Frame
	Heading, Meta string
	Notes         []templates.Note
	Chips         templates.Chips
	Sections      []readSection
	Files         []readFile
	Said          []string // what others wrote, in a second round

	List           templates.Link
	Number, Of     int
	Done           int
	Progress       string
	Saved          templates.Saved
	Previous, Next *templates.Link

	Action, SaveURL string
	Version         int
	Scales          []templates.Scale
	Comment         templates.Field
	Scored, Total   string
	OnScale         string
	Closed          bool
	Sent            bool
	TakeBack        string // where the sheet is taken back; "" when it may not be
	Recuse          string // where the judge steps aside; "" when it is too late
	Guide           string
	Keys            []keyRow
	Stale           []keptPair
	Reload          string
}

func judgeSheet(v *visit, at judging.Place, r judging.Reading) error {
	return v.showSheet(http.StatusOK, at, r, sheetInput{})
}

// sheetInput is what a judge has posted and what was wrong with it; empty on
// the first view.
type sheetInput struct {
	values form.Values
	faults award.Invalid
	stale  *judging.Stale
	failed bool // nothing could be saved, and the sheet was not to blame
}

// postSheet takes a whole sheet: from the page without script, and from its
// buttons with it.
func postSheet(v *visit, at judging.Place, r judging.Reading) error {
	values, err := v.form()
	var faults award.Invalid
	if err != nil && !errors.As(err, &faults) {
		return err
	}
	if len(faults) == 0 {
		faults = award.Invalid{}
		sheet := form.Scoresheet(r.Board.Edition, values, faults)
		if len(faults) == 0 {
			err = v.keepSheet(at, values.Text("go"), sheet)
		}
	}
	var stale *judging.Stale
	switch {
	case errors.As(err, &stale):
		return v.showSheet(http.StatusConflict, at, r, sheetInput{values: values, stale: stale})
	case errors.As(err, &faults), len(faults) > 0:
		return v.showSheet(http.StatusUnprocessableEntity, at, r, sheetInput{values: values, faults: faults})
	case err != nil && v.isOurs(err):
		return v.showSheet(http.StatusServiceUnavailable, at, r, sheetInput{values: values, failed: true})
	case err != nil:
		return err
	}
	return v.afterSheet(at, r, values.Text("go"))
}

func (v *visit) keepSheet(at judging.Place, press string, sheet award.Scoresheet) error {
	switch press {
	case "skip":
		return v.site.Judging.Skip(v.ctx(), v.Actor, at, sheet)
	case "save":
		return v.site.Judging.Save(v.ctx(), v.Actor, at, sheet)
	}
	return v.site.Judging.Finish(v.ctx(), v.Actor, at, sheet)
}

// afterSheet leads on to the next entry, or to the list when none is left.
func (v *visit) afterSheet(at judging.Place, r judging.Reading, press string) error {
	if press == "save" {
		v.tell(templates.OK, "judge.saved")
		return v.goTo(seatPath(at))
	}
	b, err := v.site.Judging.Board(v.ctx(), v.Actor, at.Year, at.Round)
	if err != nil {
		return err
	}
	if next, there := b.Next(r.Line.Number); there {
		return v.goTo(roundPath(at.Year, at.Round) + "/" + next.Entry.Reference)
	}
	if b.Finished() == len(b.Lines) {
		v.tell(templates.OK, "judge.all_done")
		return v.goTo(roundPath(at.Year, at.Round) + "/send")
	}
	return v.goTo(roundPath(at.Year, at.Round))
}

// marked is the answer to one press.
type marked struct {
	Version int               `json:"version"`
	At      string            `json:"at"`
	Done    string            `json:"done,omitempty"`
	Total   string            `json:"total"`
	OnScale string            `json:"scale"`
	Asks    []string          `json:"asks"`
	Fields  map[string]string `json:"fields,omitempty"` // of the stored sheet, when it was changed elsewhere
	Fault   string            `json:"fault,omitempty"`
}

// scoreOne takes one press or one text of a sheet from the script.
func scoreOne(s *Site, v *visit, at judging.Place) error {
	faults := award.Invalid{}
	values, err := v.form()
	var r judging.Reading
	if err == nil {
		m := judging.Mark{Field: values.Text("field"), Value: values.Text("value"), Version: values.Int("version", faults)}
		r, err = s.Judging.Mark(v.ctx(), v.Actor, at, m)
	}
	var stale *judging.Stale
	var refusal *award.Refusal
	switch {
	case err == nil:
		return v.JSON(http.StatusOK, v.marked(r))
	case errors.As(err, &stale):
		said := v.marked(r)
		said.Fields = stale.Stored.Fields()
		return v.JSON(http.StatusConflict, said)
	case errors.As(err, &faults):
		for _, f := range faults {
			return v.JSON(http.StatusUnprocessableEntity, marked{Fault: v.said(f)})
		}
	case errors.As(err, &refusal):
		status, _ := statusOf(err)
		return v.JSON(status, marked{Fault: v.said(refusal.Fault)})
	}
	return err
}

// clock is the time of day in the reader's zone, else in the official one.
func (v *visit) clock(t award.Time) string {
	zone := v.zone()
	if zone == nil {
		zone = v.officialZone()
	}
	return v.Words.Clock(t, zone)
}

func (v *visit) marked(r judging.Reading) marked {
	e, sheet := r.Board.Edition, r.Line.Sheet
	m := marked{Version: sheet.Version, At: v.clock(sheet.Changed), Done: v.scored(e, sheet), Total: v.totalText(r.Line), OnScale: v.onScale(e, r.Line), Asks: []string{}}
	for _, c := range e.Criteria {
		if score, there := sheet.Scores[c.Key]; there && e.Comments.Asks(score) {
			m.Asks = append(m.Asks, c.Key)
		}
	}
	return m
}

func (v *visit) scored(e *award.Edition, sheet award.Scoresheet) string {
	return v.Words.T("judge.scored", "Done", sheet.Scored(e), "Total", len(e.Criteria))
}

// totalText is the total as a share of the scale, a dash while it is missing.
func (v *visit) totalText(l judging.Line) string { return cmp.Or(percent(v.Words, l), "–") }

func (v *visit) onScale(e *award.Edition, l judging.Line) string {
	if !l.Complete {
		return ""
	}
	return v.Words.T("judge.on_scale", "Total", v.Words.Fixed(l.Total, 2), "Max", v.Words.Number(e.Scale.Max))
}

func (v *visit) showSheet(status int, at judging.Place, r judging.Reading, in sheetInput) error {
	e, path := r.Board.Edition, seatPath(at)
	page := sheetPage{
		Frame:  v.frame(v.Words.T("judge.sheet.title", "Number", r.Line.Number, "Total", len(r.Board.Lines))),
		Action: v.to(path), SaveURL: v.to(path + "/score"), Reload: v.to(path), Guide: v.to(roundPath(at.Year, at.Round) + "/guide"),
		List:   templates.Link{Text: v.Words.T("judge.list.short"), URL: v.to(roundPath(at.Year, at.Round))},
		Number: r.Line.Number, Of: len(r.Board.Lines), Done: r.Board.Finished(), Keys: v.keyRows(e),
		Progress: v.Words.T("judge.bar_text", "Done", r.Board.Finished(), "Skipped", r.Board.Count(award.SeatSkipped)),
		Version:  r.Line.Sheet.Version, Closed: !r.Writable(), Sent: r.Line.Seat.State == award.SeatSent,
		Scored: v.scored(e, r.Line.Sheet), Total: v.totalText(r.Line), OnScale: v.onScale(e, r.Line),
	}
	page.Bare, page.Scripts = true, []string{"judge"}
	page.Saved.At = v.clock(r.Line.Sheet.Changed)
	if v.Now.Sub(r.Line.Sheet.Changed) > 12*time.Hour {
		page.Saved.At = v.Words.Moment(r.Line.Sheet.Changed, cmp.Or(v.zone(), e.Location()))
	}
	page.Previous, page.Next = v.beside(r)
	if page.Sent && r.Board.Open() {
		page.TakeBack = v.to(path + "/take-back")
	}
	if r.Board.State != award.Over {
		page.Recuse = v.to(path + "/recuse")
	}
	v.fillEntry(&page, r)
	v.fillSheet(&page, r, in)
	page.Notes, page.Said = v.sheetNotes(r), r.Said
	if in.failed {
		page.Notes = append(page.Notes, v.keptNote())
	}
	return v.show(status, "judge_sheet", page)
}

// beside are the entries before and after this one in the judge's order.
func (v *visit) beside(r judging.Reading) (previous, next *templates.Link) {
	path := roundPath(r.Board.Edition.Year, r.Board.Round)
	for _, l := range r.Board.Lines {
		switch l.Number - r.Line.Number {
		case -1:
			previous = &templates.Link{Text: v.Words.T("judge.previous"), URL: v.to(path + "/" + l.Entry.Reference)}
		case 1:
			next = &templates.Link{Text: v.Words.T("judge.next"), URL: v.to(path + "/" + l.Entry.Reference)}
		}
	}
	return previous, next
}

// fillEntry puts what is read into the page.
func (v *visit) fillEntry(page *sheetPage, r judging.Reading) {
	e := r.Board.Edition
	category, _ := e.Category(r.Line.Entry.Category)
	page.Heading = cmp.Or(r.Line.Entry.Title, r.Line.Entry.Reference)
	page.Meta = v.Words.T("judge.meta", "Category", category.Name, "City", r.Line.City.Name, "Country", v.Words.Country(r.Line.City.Country), "Reference", r.Line.Entry.Reference)
	lang := ""
	if e.EntryLanguage != v.Lang {
		lang = e.EntryLanguage
	}
	page.Chips.Label = v.Words.T("judge.chips")
	for _, s := range readingOrder(e) {
		section := readSection{ID: "s-" + s.Key, Title: s.Title, Lang: v.lang(s.Title)}
		for _, q := range e.QuestionsOf(s.Key) {
			if a := r.Answers[q.Key]; a.Value != "" && !inHeading(q) {
				section.Pairs = append(section.Pairs, v.answerPair(q, a.Value, lang, ""))
			}
		}
		if len(section.Pairs) > 0 {
			page.Sections = append(page.Sections, section)
			page.Chips.Links = append(page.Chips.Links, templates.Link{Text: s.Title, URL: "#" + section.ID})
		}
	}
	if page.Files = v.judgeFiles(r); len(page.Files) > 0 {
		page.Chips.Links = append(page.Chips.Links, templates.Link{Text: v.Words.T("judge.files", "Count", len(page.Files)), URL: "#files"})
	}
}

// readingOrder is the order in which a judge reads: first the sections that tell
// of the practice, with text that is meant for everybody, then those about who
// enters it.
func readingOrder(e *award.Edition) []award.Section {
	about := func(s award.Section) bool {
		return slices.ContainsFunc(e.QuestionsOf(s.Key), func(q award.Question) bool { return q.Public && q.Kind == award.LongText })
	}
	rest := slices.DeleteFunc(slices.Clone(e.Sections), about)
	return append(slices.DeleteFunc(slices.Clone(e.Sections), func(s award.Section) bool { return !about(s) }), rest...)
}

// inHeading reports whether the heading of the entry says the answer already.
func inHeading(q award.Question) bool { return q.Key == "title" || q.Key == "category" }

// fillSheet puts the scoresheet into the page: as it is stored or, when it was
// refused, as it was posted.
func (v *visit) fillSheet(page *sheetPage, r judging.Reading, in sheetInput) {
	e, sheet := r.Board.Edition, r.Line.Sheet
	if in.values != nil {
		sheet = form.Scoresheet(e, in.values, award.Invalid{})
		page.Version = sheet.Version // what another window saved meanwhile must still be noticed
	}
	fields := form.NewSheet(v.Words, in.values, in.faults)
	for _, c := range e.Criteria {
		page.Scales = append(page.Scales, v.scale(page, fields, e, c, sheet))
	}
	page.Comment = fields.Add(templates.Field{
		Kind: templates.Long, Name: "comment", Label: v.Words.T("judge.comment"), Value: sheet.Comment,
		Lines: 1, Optional: !e.Comments.Overall && !page.Closed, Closed: page.Closed,
	})
	if page.Comment.Fault != "" {
		page.Faults = append(page.Faults, templates.FaultLine{Field: "comment", Text: page.Comment.Fault})
	}
	if fault, there := in.faults["version"]; there {
		page.Faults = append(page.Faults, templates.FaultLine{Field: "sheet", Text: v.said(fault)})
	}
	if in.stale != nil {
		page.Version = in.stale.Stored.Version
		page.Stale = v.keptPairs(e, in.stale.Stored, sheet)
	}
}

// scale is one criterion with its reason; faults are added to the page's list.
func (v *visit) scale(page *sheetPage, fields *form.Sheet, e *award.Edition, c award.Criterion, sheet award.Scoresheet) templates.Scale {
	var chosen *float64
	score, there := sheet.Scores[c.Key]
	if there {
		chosen = &score
	}
	s := templates.NewScale(v.Words, e.Scale, c, chosen)
	s.Closed = page.Closed
	v.spell(&s, c)
	if fault, wrong := fields.Faults["score."+c.Key]; wrong {
		s.Fault = v.said(fault)
		page.Faults = append(page.Faults, templates.FaultLine{Field: s.ID + "-0", Text: s.Fault})
	}
	reason := fields.Add(templates.Field{
		Kind: templates.Long, Name: "reason." + c.Key, Label: v.Words.T("judge.reason", "Criterion", c.Name), Value: sheet.Reasons[c.Key],
		Lines: 1, Closed: page.Closed,
	})
	s.Reason, s.Asked = &reason, there && e.Comments.Asks(score)
	if reason.Fault != "" {
		page.Faults = append(page.Faults, templates.FaultLine{Field: reason.Ref(), Text: reason.Fault})
	}
	return s
}

// keptPairs lists the fields in which two sheets differ.
func (v *visit) keptPairs(e *award.Edition, stored, mine award.Scoresheet) []keptPair {
	a, b := stored.Fields(), mine.Fields()
	var all []keptPair
	add := func(label, field string) {
		if a[field] != b[field] {
			none := v.Words.T("judge.stale.none")
			all = append(all, keptPair{label, cmp.Or(a[field], none), cmp.Or(b[field], none)})
		}
	}
	for _, c := range e.Criteria {
		add(c.Name, c.Key)
		add(v.Words.T("judge.reason", "Criterion", c.Name), "reason."+c.Key)
	}
	add(v.Words.T("judge.comment"), "comment")
	return all
}

// sheetNotes say why a sheet takes no scores, and what changed under it.
func (v *visit) sheetNotes(r judging.Reading) []templates.Note {
	var notes []templates.Note
	if len(r.Changed) > 0 {
		notes = append(notes, templates.Note{Kind: templates.Warn, Title: v.Words.T("judge.changed.title"), Lines: append([]string{v.Words.T("judge.changed.text")}, v.texts(r.Changed)...)})
	}
	switch {
	case r.Board.State == award.Ahead:
		notes = append(notes, templates.Note{Lines: []string{v.Words.T("judge.refused.not_open", "At", v.Words.Both(r.Board.Stage.Opens, v.zone(), r.Board.Edition.Location(), "", ""))}})
	case r.Board.State == award.Over:
		notes = append(notes, templates.Note{Lines: []string{v.Words.T("judge.refused.closed", "At", v.Words.Both(r.Board.Stage.Closes, v.zone(), r.Board.Edition.Location(), "", ""))}})
	case r.Line.Seat.State == award.SeatSent:
		notes = append(notes, templates.Note{Kind: templates.OK, Lines: []string{v.Words.T("judge.sent_note")}})
	}
	return notes
}

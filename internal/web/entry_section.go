package web

import (
	"errors"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/intake"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

// entrySectionPage is one theme of an entry: its questions in one form.
type entrySectionPage struct {
	templates.Frame
	Heading        templates.Spoken
	Binding, Place string
	Back           string
	Due            *templates.Due
	Note           *templates.Note
	Public         string
	Autosave       string
	Items          []sectionItem
	Clashes        []clashBox
	Saved          templates.Saved
	Closed         bool
}

// sectionItem is a question with its control, or one that a file answers.
type sectionItem struct {
	Field *templates.Field
	File  *fileAnswer
	Clash *clashBox
}

type fileAnswer struct {
	ID, Hint    string
	Label, Help templates.Spoken
	Optional    bool
	Files       []templates.FileRow
	Link        templates.Link
}

// clashBox shows what a colleague wrote beside what the person has, and lets
// them choose.
type clashBox struct {
	Theirs     string // a sentence
	Lines      []string
	Grid       *templates.Grid
	Keep, Take string // labels of the buttons
	KeepValue  string // question.version
	TakeValue  string // question
}

func entrySection(s *Site, v *visit) error {
	o, of, err := v.sectionOf(s)
	if err != nil {
		return err
	}
	faults := award.Invalid{}
	for _, q := range o.Edition.QuestionsOf(of.Key) {
		check := q.CheckValue
		if v.QueryParam("check") != "" {
			check = q.CheckSend
		}
		maps.Copy(faults, check(o.Value(q.Key)))
	}
	return v.showSection(http.StatusOK, o, of, sectionView{sheet: form.NewSheet(v.Words, nil, faults)})
}

// sectionOf is the entry and the section that the address names.
func (v *visit) sectionOf(s *Site) (*intake.Dossier, award.Section, error) {
	o, err := s.Intake.Read(v.ctx(), v.Actor, v.Param("ref"))
	if err != nil {
		return nil, award.Section{}, err
	}
	o.Edition = v.in(o.Edition)
	for _, section := range o.Edition.Sections {
		if section.Key == v.Param("section") {
			return o, section, nil
		}
	}
	return nil, award.Section{}, award.ErrNotFound
}

// sectionView is what a form left over for showing its section again.
type sectionView struct {
	sheet   *form.Sheet
	clashes []intake.Clash
	late    *award.Refusal // the form came when it could not be saved any more
	saved   award.Time
	failed  bool // nothing could be saved, and the form was not to blame
}

func saveSection(s *Site, v *visit) error {
	o, of, err := v.sectionOf(s)
	if err != nil {
		return err
	}
	values, err := v.form()
	var unreadable award.Invalid
	if err != nil && !errors.As(err, &unreadable) {
		return err
	}
	saved, err := s.Intake.Save(v.ctx(), v.Actor, o.Entry.Reference, changes(o, of.Key, values, unreadable))
	if refused := (*award.Refusal)(nil); errors.As(err, &refused) {
		return v.showSection(http.StatusConflict, o, of, sectionView{sheet: form.NewSheet(v.Words, values, unreadable), late: refused})
	}
	if err != nil && v.isOurs(err) {
		return v.showSection(http.StatusServiceUnavailable, o, of, sectionView{sheet: form.NewSheet(v.Words, values, unreadable), failed: true})
	}
	if err != nil {
		return err
	}
	maps.Copy(saved.Faults, unreadable)
	return v.afterSave(s, values, saved)
}

// changes are the answers that a form holds to the questions of a section. One
// that could not be read is left as it is; one that the person gives up for a
// colleague's is too.
func changes(o *intake.Dossier, section string, values form.Values, unreadable award.Invalid) []intake.Change {
	keepKey, keepVersion, _ := strings.Cut(values.Text("keep"), ".")
	var all []intake.Change
	for _, q := range o.Edition.QuestionsOf(section) {
		if _, broken := unreadable[q.Key]; broken || q.Kind == award.FileKind || !values.Has(q.Key+".version") || values.Text("take") == q.Key {
			continue
		}
		version, _ := strconv.Atoi(values.Text(q.Key + ".version"))
		if keepKey == q.Key {
			version, _ = strconv.Atoi(keepVersion)
		}
		all = append(all, intake.Change{Question: q.Key, Value: posted(q, values), Version: version})
	}
	return all
}

// afterSave leads on, or shows the section again with what has to be decided or
// mended.
func (v *visit) afterSave(s *Site, values form.Values, saved *intake.Saved) error {
	o, of, err := v.sectionOf(s)
	if err != nil {
		return err
	}
	here := entryPath(o.Entry.Reference, "/sections/"+of.Key)
	switch {
	case len(saved.Clashes) > 0:
		faults := saved.Faults
		for _, c := range saved.Clashes {
			faults[c.Question.Key] = award.Fault{Key: "entry.clash.line", Values: map[string]any{
				"Name": v.named(c.By), "Question": c.Question.Label, "Time": v.savedAt(c.Theirs.Changed, o.Edition),
			}}
		}
		forgive(values, o, saved)
		return v.showSection(http.StatusConflict, o, of, sectionView{sheet: form.NewSheet(v.Words, values, faults), clashes: saved.Clashes, saved: saved.At})
	case values.Has("more"):
		return v.Redirect(http.StatusSeeOther, v.to(here)+"?more="+values.Line("more")+"#"+values.Line("more"))
	case len(saved.Lost) > 0 || len(saved.Faults) > 0 && values.Text("go") != "tasks":
		forgive(values, o, saved)
		return v.showSection(http.StatusUnprocessableEntity, o, of, sectionView{sheet: form.NewSheet(v.Words, values, saved.Faults), saved: saved.At})
	case values.Has("keep") || values.Has("take"):
		return v.goTo(here)
	case values.Text("go") == "tasks":
		v.tell(templates.OK, "entry.saved.return")
		return v.goTo(entryPath(o.Entry.Reference, ""))
	}
	return v.goTo(nextPage(o, of.Key))
}

// forgive drops from the posted values what has been stored, so that the form
// shows it with its new version.
func forgive(values form.Values, o *intake.Dossier, saved *intake.Saved) {
	for key := range saved.Answers {
		clashed := slices.ContainsFunc(saved.Clashes, func(c intake.Clash) bool { return c.Question.Key == key })
		if clashed || slices.Contains(saved.Lost, key) {
			continue
		}
		for _, name := range append(values.Names(key+"."), key) {
			delete(values, name)
		}
		switch q, _ := o.Edition.Question(key); q.Kind {
		case award.Choices, award.Consents, award.Goals:
			values[key] = award.List(saved.Answers[key].Value)
		}
	}
}

func (v *visit) named(name string) string {
	if name == "" {
		return v.Words.T("entry.clash.nobody")
	}
	return name
}

// nextPage is where "Save and continue" leads: the next section, after the last
// one the files.
func nextPage(o *intake.Dossier, section string) string {
	for i, s := range o.Edition.Sections {
		if s.Key == section && i+1 < len(o.Edition.Sections) {
			return entryPath(o.Entry.Reference, "/sections/"+o.Edition.Sections[i+1].Key)
		}
	}
	return entryPath(o.Entry.Reference, "/files")
}

func (v *visit) showSection(status int, o *intake.Dossier, of award.Section, view sectionView) error {
	p := entrySectionPage{
		Frame: v.frame(of.Title), Heading: v.spoken(of.Title), Binding: v.binding(o.Edition), Back: v.to(entryPath(o.Entry.Reference, "")), Due: v.dueOf(o),
		Autosave: v.to(entryPath(o.Entry.Reference, "/autosave")), Closed: o.May(v.Actor, award.DeedEdit) != nil,
	}
	p.Place = v.Words.T("entry.section_of", "Number", placeOf(o.Edition, of.Key), "Count", len(o.Edition.Sections))
	if view.saved > 0 {
		p.Saved.At = v.savedAt(view.saved, o.Edition)
	} else if latest := o.LatestBy(of.Key); latest.Changed > 0 {
		p.Saved.At = v.savedAt(latest.Changed, o.Edition)
	}
	for _, q := range o.Edition.QuestionsOf(of.Key) {
		p.Items = append(p.Items, v.sectionItem(o, q, view, p.Closed && view.late == nil))
		if q.Public {
			p.Public = v.Words.T("entry.public_note")
		}
	}
	p.Faults = v.faultLines(p.Items, view)
	v.sectionNote(&p, o, view)
	if p.Scripts = []string{"autosave", "count"}; p.Closed {
		p.Scripts = nil
	}
	return v.show(status, "entry_section", p)
}

// faultLines are the faults of the section, each with the question that it
// belongs to: several may say the same.
func (v *visit) faultLines(items []sectionItem, view sectionView) []templates.FaultLine {
	lines := view.sheet.Lines()
	for i, line := range lines {
		for _, item := range items {
			if item.Field != nil && item.Clash == nil && item.Field.Ref() == line.Field {
				lines[i].Text = v.Words.T("entry.check.missing_one", "Label", item.Field.Label, "Fault", line.Text)
			}
		}
	}
	return lines
}

func placeOf(e *award.Edition, section string) int {
	return slices.IndexFunc(e.Sections, func(s award.Section) bool { return s.Key == section }) + 1
}

// sectionNote says above the form what happened to it.
func (v *visit) sectionNote(p *entrySectionPage, o *intake.Dossier, view sectionView) {
	switch {
	case view.late != nil:
		p.Note = &templates.Note{Kind: templates.Err, Title: v.Words.T("entry.late.title"), Lines: []string{v.said(view.late.Fault)}}
		if errors.Is(view.late, award.ErrClosed) {
			p.Note.Lines = []string{v.Words.T("entry.late.text", "When", v.when(o.Closes(), o.Edition))}
		}
	case view.failed:
		note := v.keptNote()
		p.Note = &note
	case len(view.clashes) > 0:
		p.Note = &templates.Note{Kind: templates.Warn, Title: v.Words.T("entry.clash.title"), Lines: []string{v.Words.T("entry.clash.note")}}
	case view.saved > 0 && len(p.Faults) > 0:
		p.Note = &templates.Note{Kind: templates.Warn, Lines: []string{v.Words.T("entry.saved.kept_faults")}}
	case p.Closed:
		p.Note = &templates.Note{Lines: []string{v.refusal(o, award.DeedEdit)}}
	}
}

func (v *visit) sectionItem(o *intake.Dossier, q award.Question, view sectionView, closed bool) sectionItem {
	if q.Kind == award.FileKind {
		return sectionItem{File: v.fileAnswer(o, q)}
	}
	f := v.questionField(o.Edition, q, o.Answers[q.Key])
	f.Closed = closed
	if view.failed { // what a colleague saved meanwhile must still be noticed
		f.Version, _ = strconv.Atoi(view.sheet.Values.Text(q.Key + ".version"))
	}
	for _, c := range view.clashes {
		if c.Question.Key == q.Key {
			// The version stays the one that the person has seen, until they choose.
			f.Version, _ = strconv.Atoi(view.sheet.Values.Text(q.Key + ".version"))
			f = view.sheet.Add(f)
			return sectionItem{Field: &f, Clash: v.clashBox(o, c)}
		}
	}
	f = view.sheet.Add(f)
	return sectionItem{Field: &f}
}

func (v *visit) clashBox(o *intake.Dossier, c intake.Clash) *clashBox {
	name, key := v.named(c.By), c.Question.Key
	shown := v.answerPair(c.Question, c.Theirs.Value, "", v.Words.T("entry.clash.empty"))
	b := &clashBox{
		Theirs: v.Words.T("entry.clash.theirs", "Name", name, "Time", v.savedAt(c.Theirs.Changed, o.Edition)), Lines: shown.Lines, Grid: shown.Rows,
		Keep: v.Words.T("entry.clash.keep"), Take: v.Words.T("entry.clash.take", "Name", name),
		KeepValue: key + "." + strconv.Itoa(c.Theirs.Version), TakeValue: key,
	}
	for _, l := range shown.Links {
		b.Lines = append(b.Lines, l.Text)
	}
	if len(b.Lines) == 0 && b.Grid == nil {
		b.Lines = []string{shown.Empty}
	}
	return b
}

// fileAnswer shows a question that is answered with a file.
func (v *visit) fileAnswer(o *intake.Dossier, q award.Question) *fileAnswer {
	k, _ := o.Edition.Attachment(q.Attachment)
	a := &fileAnswer{
		ID: q.Key, Label: v.spoken(q.Label), Help: v.spoken(q.Help), Hint: v.limits(o.Edition, k), Optional: !q.Required,
		Link: templates.Link{Text: v.Words.T("entry.files_here"), URL: v.to(entryPath(o.Entry.Reference, "/files#"+k.Key))},
	}
	for _, f := range o.FilesOf(q.Attachment) {
		a.Files = append(a.Files, v.fileRow(o, k, f, false))
	}
	return a
}

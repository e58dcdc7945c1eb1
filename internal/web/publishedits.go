package web

import (
	"net/http"
	"slices"
	"strconv"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/library"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

// preparePage is where the desk works on a winner's page.
type preparePage struct {
	deskFrame
	Winner             winnerBox
	Consents           []string
	NoConsent          *templates.Note
	Held, Private      string
	Parts              []editedPart
	Files              []editedFile
	Remark, From       templates.Field
	Version            int
	Changed            string
	Action, Back, View string
}

// editedPart is one answer: whether it is published, its text to blacken, and
// what the city sent where that differs.
type editedPart struct {
	On       templates.Field
	Text     *templates.Field // of answers in words; others are shown
	Shown    *templates.Pair
	Original string
}

type editedFile struct {
	Row templates.FileRow
	On  templates.Field
	Alt *templates.Field // of a picture
}

func prepareForm(_ *Site, v *visit) error { return v.showPrepare(http.StatusOK, nil, nil) }

func preparePath(year int, ref string) string {
	return "/desk/" + strconv.Itoa(year) + "/publish/" + ref
}

func (v *visit) showPrepare(status int, values form.Values, faults award.Invalid) error {
	p, err := v.site.Office.Prepare(v.ctx(), v.Actor, v.Year, v.Param("ref"))
	if err != nil {
		return err
	}
	p.Edition = v.in(p.Edition)
	w, at := v.Words, preparePath(v.Year, p.Winner.Entry.Reference)
	sheet := form.NewSheet(w, values, faults)
	page := preparePage{
		deskFrame: v.desk(w.T("edits.title"), v.Year, "publish"), Winner: v.winnerBox(p.Winner), Consents: p.Winner.Consents,
		Version: p.Edits.Version, Action: v.to(at), Back: v.to("/desk/" + strconv.Itoa(v.Year) + "/publish"), View: v.to(at + "/preview"),
	}
	page.Wide = false
	page.Styles = append(page.Styles, "shelf")
	if len(p.Winner.Consents) == 0 {
		page.NoConsent = &templates.Note{Kind: templates.Warn, Lines: []string{w.T("edits.no_consent")}}
	}
	var held, private []string
	for _, q := range p.Original.Held {
		held = append(held, q.Label)
	}
	for _, f := range p.Private {
		private = append(private, f.Name)
	}
	page.Held, page.Private = v.Words.List(held...), v.Words.List(private...)
	if p.Edits.Version > 0 {
		page.Changed = w.T("edits.changed", "Date", w.Both(p.Edits.Changed, v.zone(), p.Edition.Location(), "", ""))
	}
	page.Parts = v.editedParts(sheet, p)
	for _, f := range p.Original.Files {
		page.Files = append(page.Files, v.editedFile(sheet, p, f))
	}
	page.Remark = sheet.Add(templates.Field{Kind: templates.Long, Name: "remark", Label: w.T("edits.remark"), Hint: w.T("edits.remark_hint"), Value: p.Edits.Remark, Optional: true, Max: 2000, Lang: p.Edition.EntryLanguage})
	from := templates.Field{Kind: templates.DateTime, Name: "from", Label: w.T("edits.from"), Hint: w.T("edits.from_hint", "Zone", w.Place(p.Edition.Location())), Optional: true}
	if p.Edits.From > 0 {
		from.Value = boxValue(p.Edits.From, p.Edition.Location())
	}
	page.From = sheet.Add(from)
	page.Faults = sheet.Lines()
	return v.show(status, "publish_edit", page)
}

// editedParts are the summary and every answer that the city lets out.
func (v *visit) editedParts(sheet *form.Sheet, p *office.Preparation) []editedPart {
	parts := p.Original.Parts
	if p.Original.Summary != "" {
		parts = append([]award.PracticePart{{Question: "summary", Label: v.Words.T("publish.summary"), Kind: award.LongText, Value: p.Original.Summary}}, parts...)
	}
	var all []editedPart
	for _, part := range parts {
		if !stands(part.Question) {
			continue
		}
		edit, name := p.Edits.Parts[part.Question], "part."+part.Question
		e := editedPart{On: sheet.Add(v.onField(name+".on", part.Label, v.Words.T("edits.part"), !edit.Held))}
		if isWords(part.Kind) {
			text := templates.Field{Kind: templates.Long, Name: name + ".text", Label: v.Words.T("edits.part_text", "Part", part.Label), Hint: v.Words.T("edits.part_hint"), Value: part.Value, Optional: true, Lang: p.Edition.EntryLanguage, Lines: 4}
			if part.Kind == award.ShortText {
				text.Kind = templates.Text
			}
			if edit.Text != "" {
				text.Value, e.Original = edit.Text, part.Value
			}
			field := sheet.Add(text)
			e.Text = &field
		} else {
			pair := v.answerPair(award.Question{Key: part.Question, Label: part.Label, Kind: part.Kind, Options: library.OptionsOf(p.Edition)[part.Question]}, part.Value, p.Edition.EntryLanguage, "")
			e.Shown = &pair
		}
		all = append(all, e)
	}
	return all
}

// stands reports whether an answer stands on the page by itself; others, such as
// the country, are known of the city and the category.
func stands(question string) bool {
	return question == "summary" || question == "one_line" || question == "title_local" || !slices.Contains(otherQuestions, question)
}

// isWords reports whether an answer is plain text that can be blackened.
func isWords(k award.Kind) bool { return k == award.LongText || k == award.ShortText }

func (v *visit) onField(name, label, text string, on bool) templates.Field {
	f := templates.Field{Kind: templates.Checks, Name: name, Label: label, Options: []templates.Option{{Value: "yes", Text: text}}}
	if on {
		f.Values = []string{"yes"}
	}
	return f
}

func (v *visit) editedFile(sheet *form.Sheet, p *office.Preparation, f award.Attachment) editedFile {
	edit, name := p.Edits.Files[f.ID], "file."+string(f.ID)
	at := v.to("/desk/" + strconv.Itoa(p.Edition.Year) + "/entries/" + p.Winner.Entry.Reference + "/files/" + string(f.ID))
	kind, _ := p.Edition.Attachment(f.Kind)
	e := editedFile{
		Row: templates.FileRow{ID: "f-" + string(f.ID), Name: f.Name, URL: at, Meta: v.fileMeta(kind, f), Text: f.Caption},
		On:  sheet.Add(v.onField(name+".on", f.Name, v.Words.T("edits.file"), !edit.Held)),
	}
	if f.Thumb != "" {
		e.Row.Thumb, e.Row.Alt = at+"/thumb", f.Alt
		alt := templates.Field{Kind: templates.Text, Name: name + ".alt", Label: v.Words.T("edits.alt"), Hint: v.Words.T("edits.alt_hint"), Value: f.Alt, Max: award.ShortMax, Optional: true, Lang: p.Edition.EntryLanguage}
		if edit.Alt != "" {
			alt.Value = edit.Alt
		}
		field := sheet.Add(alt)
		e.Alt = &field
	}
	return e
}

func saveEdits(s *Site, v *visit) error {
	posted, err := v.form()
	if err != nil {
		return err
	}
	ref := v.Param("ref")
	p, err := s.Office.Prepare(v.ctx(), v.Actor, v.Year, ref)
	if err != nil {
		return err
	}
	faults := award.Invalid{}
	e := readEdits(p, posted, faults)
	if err = faults.Or(); err == nil {
		err = s.Office.SaveEdits(v.ctx(), v.Actor, v.Year, ref, e)
	}
	if err != nil {
		return again(err, posted, v.showPrepare)
	}
	if p.Winner.Slug != "" {
		v.tell(templates.OK, "edits.saved_public")
	} else {
		v.tell(templates.OK, "edits.saved")
	}
	return v.goTo(preparePath(v.Year, ref))
}

// readEdits reads what was posted; a text that is the city's own is no edit.
func readEdits(p *office.Preparation, posted form.Values, faults award.Invalid) award.Edits {
	e := award.Edits{Parts: map[string]award.PartEdit{}, Files: map[award.ID]award.FileEdit{}, Remark: posted.Text("remark")}
	e.Version, _ = strconv.Atoi(posted.Text("version"))
	e.From = posted.Time("from", p.Edition.Location(), faults)
	parts := append([]award.PracticePart{{Question: "summary", Kind: award.LongText, Value: p.Original.Summary}}, p.Original.Parts...)
	for _, part := range parts {
		if !stands(part.Question) {
			continue
		}
		name := "part." + part.Question
		edit := award.PartEdit{Held: !slices.Contains(posted.All(name+".on"), "yes")}
		if text := posted.Text(name + ".text"); isWords(part.Kind) && text != part.Value {
			edit.Text = text
		}
		if part.Value != "" && edit != (award.PartEdit{}) {
			e.Parts[part.Question] = edit
		}
	}
	for _, f := range p.Original.Files {
		name := "file." + string(f.ID)
		edit := award.FileEdit{Held: !slices.Contains(posted.All(name+".on"), "yes")}
		if alt := posted.Line(name + ".alt"); alt != f.Alt {
			edit.Alt = alt
		}
		if edit != (award.FileEdit{}) {
			e.Files[f.ID] = edit
		}
	}
	return e
}

// previewPractice shows a winner's page as it would be published now, to the
// desk alone.
func previewPractice(s *Site, v *visit) error {
	p, err := s.Office.Prepare(v.ctx(), v.Actor, v.Year, v.Param("ref"))
	if err != nil {
		return err
	}
	page := v.practicePage(library.Page{
		Practice: p.Page(), InCity: p.Winner.City, Parts: p.Winner.Public.Parts, Options: library.OptionsOf(p.Edition), Files: p.Winner.Public.Files,
		Upkeep: award.Upkeep{Remark: p.Edits.Remark},
	})
	page.Frame.NoIndex, page.Frame.Canonical, page.Tools, page.Share = true, "", nil, nil
	at := preparePath(v.Year, p.Winner.Entry.Reference)
	page.Frame.Crumbs = v.crumbs(v.Words.T("publish.title"), "/desk/"+strconv.Itoa(v.Year)+"/publish", v.Words.T("edits.title"), at, v.Words.T("edits.preview"), "")
	page.Preview = &templates.Note{Kind: templates.Warn, Title: v.Words.T("edits.preview_note"), Lines: []string{v.Words.T("edits.preview_public")}}
	return v.show(http.StatusOK, "practice", page)
}

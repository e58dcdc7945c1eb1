package web

import (
	"errors"
	"net/http"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/intake"
	"we-gov.org/awards/templates"
)

// applyRoutes are the addresses of the way into the awards.
func applyRoutes() []route {
	return []route{
		{method: see, path: "/:lang/apply", deed: award.DeedVisit, do: apply},
		{method: see, path: "/:lang/apply/questions", deed: award.DeedVisit, do: blankForm},
		{method: see, path: "/:lang/apply/start", deed: award.DeedStart, do: startForm},
		{method: send, path: "/:lang/apply/start", deed: award.DeedStart, do: startEntry},
	}
}

// applyPage says who may enter, what to prepare and until when.
type applyPage struct {
	templates.Frame
	Heading    string
	Lead       string
	Due        *templates.Due
	Note       *templates.Note
	Binding    string // that the rules are a translation
	Rules      []templates.Spoken
	Categories []templates.Pair
	Questions  string
	Files      []templates.Pair
	Blank      string // address of the blank form
	Start      *templates.Link
	More       []templates.Link
	Announced  string
	Stranger   bool
}

func apply(s *Site, v *visit) error {
	g, err := s.Intake.Gate(v.ctx(), v.Actor)
	if errors.Is(err, award.ErrNotFound) {
		return v.show(http.StatusOK, "apply", applyPage{
			Frame: v.frame(v.Words.T("apply.title")), Heading: v.Words.T("apply.title"), Lead: v.Words.T("apply.none_running"),
		})
	}
	if err != nil {
		return err
	}
	g.Edition = v.in(g.Edition)
	v.public()
	return v.show(http.StatusOK, "apply", v.applyPage(g))
}

func (v *visit) applyPage(g *intake.Gate) applyPage {
	e := g.Edition
	p := applyPage{
		Binding: v.binding(e),
		Frame:   v.frame(v.Words.T("apply.title")), Heading: v.Words.T("apply.title"),
		Lead: v.Words.T("apply.lead", "Edition", e.Name), Blank: v.to("/apply/questions"), Stranger: !v.Actor.SignedIn(),
		Questions: v.Words.T("apply.questions", "Questions", len(e.Questions), "Sections", len(e.Sections), "Language", v.Words.LanguageName(e.EntryLanguage)),
	}
	for _, r := range e.Eligibility {
		p.Rules = append(p.Rules, v.spoken(r.Text))
	}
	for _, c := range e.Categories {
		p.Categories = append(p.Categories, templates.Pair{Term: c.Name, TermLang: v.lang(c.Name), Lines: []string{c.About}, Lang: v.lang(c.About)})
	}
	for _, k := range e.Attachments {
		p.Files = append(p.Files, templates.Pair{Term: k.Name, TermLang: v.lang(k.Name), Lines: []string{v.need(k) + " · " + v.limits(e, k)}})
	}
	if stage, there := e.Stage(award.StageAnnouncement); there {
		p.Announced = v.Words.T("apply.announced", "When", v.when(stage.Opens, e))
	}
	v.gateState(&p, g)
	return p
}

// gateState says whether entries are open, and what this person can do.
func (v *visit) gateState(p *applyPage, g *intake.Gate) {
	e := g.Edition
	stage, _ := e.Stage(award.StageSubmit)
	begun, full := false, false
	for _, c := range g.Cities {
		begun = begun || len(c.Entries) > 0
		full = full || c.Full(e)
	}
	if begun {
		p.More = append(p.More, templates.Link{Text: v.Words.T("apply.continue"), URL: v.to("/my/entries")})
	}
	switch e.State(award.StageSubmit, g.Now) {
	case award.Ahead:
		due := templates.NewDue(v.Words, v.Words.T("apply.opens", "Until", v.Words.Until(g.Now, stage.Opens)), stage.Opens, v.zone(), e.Location())
		due.Note = v.Words.T("apply.ahead_note")
		p.Due = &due
		return
	case award.Over:
		p.Note = &templates.Note{Title: v.Words.T("apply.closed"), Lines: []string{v.Words.T("apply.closed_note", "When", v.when(stage.Closes, e))}}
		if p.Announced != "" {
			p.Note.Lines = append(p.Note.Lines, p.Announced)
		}
		return
	}
	due := templates.NewDue(v.Words, v.Words.T("apply.closes", "Until", v.Words.Until(g.Now, stage.Closes)), stage.Closes, v.zone(), e.Location())
	due.Late = stage.Closes.Sub(g.Now) < soon
	p.Due = &due
	if full && len(g.Cities) == 1 {
		p.Note = &templates.Note{Kind: templates.Warn, Title: v.Words.T("apply.full_title"), Lines: []string{v.Words.T("apply.full", "Count", e.EntriesPerCity)}}
		return
	}
	p.Start = &templates.Link{Text: v.Words.T("apply.begin"), URL: v.to("/apply/start")}
}

// need says whether a kind of attachment must be there.
func (v *visit) need(k award.AttachmentKind) string {
	switch {
	case k.Required:
		return v.Words.T("files.required")
	case k.RequiredForFinalists:
		return v.Words.T("files.finalists")
	}
	return v.Words.T("files.optional")
}

// when writes an instant in the reader's and the official zone of an edition.
func (v *visit) when(t award.Time, e *award.Edition) string {
	return v.Words.Both(t, v.zone(), e.Location(), "", "")
}

// blankPage is the whole entry form to read and print.
type blankPage struct {
	templates.Frame
	Heading  string
	Lead     string
	Binding  string
	Sections []blankSection
	Files    []templates.Pair
}

type blankSection struct {
	Title     templates.Spoken
	Questions []blankQuestion
}

type blankQuestion struct {
	Label, Help templates.Spoken
	Hint        string
	Tags        []templates.Tag
	Intro       string             // before the options
	Options     []templates.Spoken // of a choice
	Lines       int                // room for writing, in lines; 0 = none
}

func blankForm(s *Site, v *visit) error {
	g, err := s.Intake.Gate(v.ctx(), v.Actor)
	if err != nil {
		return err
	}
	g.Edition = v.in(g.Edition)
	v.public()
	e := g.Edition
	p := blankPage{
		Frame: v.frame(v.Words.T("apply.blank.title")), Heading: v.Words.T("apply.blank.title"),
		Lead: v.Words.T("apply.blank.lead", "Edition", e.Name), Binding: v.binding(e),
	}
	p.Crumbs = v.crumbs(v.Words.T("apply.title"), "/apply", p.Heading, "")
	p.Scripts = []string{"print"}
	for _, section := range e.Sections {
		of := blankSection{Title: v.spoken(section.Title)}
		for _, q := range e.QuestionsOf(section.Key) {
			of.Questions = append(of.Questions, v.blankQuestion(e, q))
		}
		p.Sections = append(p.Sections, of)
	}
	for _, k := range e.Attachments {
		p.Files = append(p.Files, templates.Pair{Term: k.Name, TermLang: v.lang(k.Name), Lines: []string{v.need(k) + " · " + v.limits(e, k)}})
	}
	return v.show(http.StatusOK, "apply_questions", p)
}

func (v *visit) blankQuestion(e *award.Edition, q award.Question) blankQuestion {
	b := blankQuestion{Label: v.spoken(q.Label), Help: v.spoken(q.Help), Hint: v.hint(e, q)}
	needed, shown := "apply.blank.optional", "apply.blank.private"
	if q.Required {
		needed = "apply.blank.required"
	}
	if q.Public {
		shown = "apply.blank.public"
	}
	b.Tags = []templates.Tag{{Kind: templates.Plain, Text: v.Words.T(needed)}, {Kind: templates.Plain, Text: v.Words.T(shown)}}
	if q.Words > 0 {
		b.Hint = join(b.Hint, v.Words.T("form.words_max", "Count", q.Words))
	}
	switch q.Kind {
	case award.Choice:
		b.Intro = v.Words.T("apply.blank.choices")
	case award.Choices:
		b.Intro = v.Words.T("apply.blank.choices_many")
	case award.Consents:
		b.Intro = v.Words.T("apply.blank.consents")
	case award.LongText:
		b.Lines = 4
	}
	for _, o := range q.Options {
		b.Options = append(b.Options, v.spoken(o.Label))
	}
	if q.Kind == award.Goals {
		for _, o := range v.goals() {
			b.Options = append(b.Options, templates.Spoken{Text: o.Value + ". " + o.Text})
		}
	}
	if columns := q.Kind.Columns(); columns != nil {
		b.Intro = v.Words.T("apply.blank.columns", "Columns", v.columnNames(q.Kind))
	}
	return b
}

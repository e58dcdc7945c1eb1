package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

// settingsQuestionsPage is the page "settings_questions".
type settingsQuestionsPage struct {
	templates.Frame
	Heading, Lede string
	Desk, Tabs    templates.Tabs
	Sections      []questionSection
	Version       int
}

type questionSection struct {
	ID, Title, Group string
	Rows             []questionRow
	Add              templates.Link
}

type questionRow struct {
	Key, Label, URL, Kind, Limit string
	Tags                         []templates.Tag
	Up, Down                     bool
}

func settingsQuestions(_ *Site, v *visit) error {
	set, err := v.settings()
	if err != nil {
		return err
	}
	e := set.Edition
	page := settingsQuestionsPage{Heading: v.Words.T("settings.questions.title"), Lede: v.Words.T("settings.questions.lede"), Tabs: v.settingsTabs("questions"), Version: e.Version}
	page.Frame, page.Desk = v.settingsFrame(e, page.Heading), v.deskTabs(e.Year, "settings")
	page.Wide = true
	for _, s := range e.Sections {
		of := questionSection{ID: s.Key, Title: s.Title, Group: s.Group, Add: templates.Link{
			Text: v.Words.T("settings.questions.add"), URL: v.to(v.settingsPath("add-question")) + "?section=" + s.Key, About: s.Title,
		}}
		asked := e.QuestionsOf(s.Key)
		for i, q := range asked {
			row := v.questionRow(q, set.Use.Answers[q.Key])
			row.Up, row.Down = i > 0, i < len(asked)-1
			of.Rows = append(of.Rows, row)
		}
		page.Sections = append(page.Sections, of)
	}
	return v.show(http.StatusOK, "settings_questions", page)
}

func (v *visit) questionRow(q award.Question, answers int) questionRow {
	row := questionRow{Key: q.Key, Label: q.Label, URL: v.to(v.settingsPath("questions/" + q.Key)), Kind: v.Words.T("kind." + string(q.Kind))}
	switch {
	case q.Words > 0:
		row.Limit = v.Words.T("form.words_max", "Count", q.Words)
	case q.RowsMax > 0:
		row.Limit = v.Words.T("settings.rows_max", "Count", q.RowsMax)
	}
	if q.Required {
		row.Tags = append(row.Tags, templates.Tag{Kind: templates.Plain, Text: v.label("required")})
	}
	if q.Public {
		row.Tags = append(row.Tags, templates.Tag{Kind: templates.OK, Text: v.Words.T("form.public")})
	}
	if answers > 0 {
		row.Tags = append(row.Tags, templates.Tag{Kind: templates.Info, Text: v.Words.T("settings.answers", "Count", answers)})
	}
	return row
}

// moveQuestion moves a question up or down within its section.
func moveQuestion(s *Site, v *visit) error {
	set, err := v.settings()
	if err != nil {
		return err
	}
	values, err := v.form()
	if err != nil {
		return err
	}
	p := settingsPart{name: "questions", edit: func(_ *visit, values form.Values, e *award.Edition) (award.Invalid, func(string) string) {
		way, key, _ := strings.Cut(values.Text("do"), ".")
		shiftQuestion(e.Questions, key, way == "up")
		return award.Invalid{}, func(path string) string { return path }
	}}
	if err := p.change(s, v, set, values); err != nil {
		return err
	}
	return v.Redirect(http.StatusSeeOther, v.to(v.settingsPath("questions"))+"#"+values.Text("section"))
}

// shiftQuestion exchanges a question with the one before or after it in its
// section.
func shiftQuestion(all []award.Question, key string, up bool) {
	i := slices.IndexFunc(all, func(q award.Question) bool { return q.Key == key })
	if i < 0 {
		return
	}
	step := 1
	if up {
		step = -1
	}
	for j := i + step; j >= 0 && j < len(all); j += step {
		if all[j].Section == all[i].Section {
			all[i], all[j] = all[j], all[i]
			return
		}
	}
}

var questionPart = settingsPart{
	name:  "question",
	there: func(v *visit, e *award.Edition) bool { _, there := e.Question(v.Param("key")); return there },
	fill: func(v *visit, set office.Settings, sheet *form.Sheet, p *settingsPartPage) {
		q, _ := set.Edition.Question(v.Param("key"))
		p.Heading, p.Lede = q.Label, v.Words.T("settings.key", "Key", q.Key)
		if n := set.Use.Answers[q.Key]; n > 0 {
			p.Note = &templates.Note{Lines: []string{v.Words.T("settings.question.answered", "Count", n)}}
		} else if q.Key != "category" && q.Key != "title" {
			p.Remove = v.Words.T("settings.question.remove")
		}
		fillQuestion(v, set.Edition, q, sheet, p)
	},
	edit: func(v *visit, values form.Values, e *award.Edition) (award.Invalid, func(string) string) {
		i := slices.IndexFunc(e.Questions, func(q award.Question) bool { return q.Key == v.Param("key") })
		if i < 0 {
			return award.Invalid{}, func(path string) string { return path }
		}
		if values.Text("do") == "remove" {
			e.Questions = slices.Delete(e.Questions, i, i+1)
			return award.Invalid{}, func(path string) string { return path }
		}
		faults := postedQuestion(values, &e.Questions[i])
		return faults, questionField(i)
	},
	back: func(v *visit) string { return v.settingsPath("questions") },
}

var addedQuestionPart = settingsPart{
	name: "add_question",
	fill: func(v *visit, set office.Settings, sheet *form.Sheet, p *settingsPartPage) {
		q := award.Question{Section: v.QueryParam("section"), Kind: award.ShortText}
		fillQuestion(v, set.Edition, q, sheet, p)
	},
	edit: func(_ *visit, values form.Values, e *award.Edition) (award.Invalid, func(string) string) {
		q := award.Question{Key: freshKey(values.Line("label"), "questions", func(k string) bool { _, there := e.Question(k); return there })}
		q.Key = strings.ReplaceAll(q.Key, "-", "_")
		faults := postedQuestion(values, &q)
		e.Questions = append(e.Questions, q)
		return faults, questionField(len(e.Questions) - 1)
	},
	back: func(v *visit) string { return v.settingsPath("questions") },
}

// questionField turns the path of a question's value into the name of its field.
func questionField(i int) func(string) string {
	return func(path string) string {
		return strings.TrimPrefix(path, "questions."+strconv.Itoa(i)+".")
	}
}

func fillQuestion(v *visit, e *award.Edition, q award.Question, sheet *form.Sheet, p *settingsPartPage) {
	add := func(fields ...templates.Field) {
		for _, f := range fields {
			p.Fields = append(p.Fields, sheet.Add(f))
		}
	}
	kinds, sections, files := []templates.Option{}, []templates.Option{}, []templates.Option{}
	for _, k := range award.Kinds {
		kinds = append(kinds, templates.Option{Value: string(k), Text: v.Words.T("kind." + string(k))})
	}
	for _, s := range e.Sections {
		sections = append(sections, templates.Option{Value: s.Key, Text: s.Title})
	}
	for _, k := range e.Attachments {
		files = append(files, templates.Option{Value: k.Key, Text: k.Name})
	}
	add(
		templates.Field{Kind: templates.Text, Name: "label", Label: v.label("label"), Value: q.Label},
		templates.Field{Kind: templates.Long, Name: "help", Label: v.label("help"), Hint: v.Words.T("settings.question.help_hint"), Value: q.Help, Lines: 2, Optional: true},
		templates.Field{Kind: templates.Select, Name: "section", Label: v.label("section"), Value: q.Section, Options: sections},
		templates.Field{Kind: templates.Select, Name: "kind", Label: v.label("kind"), Value: string(q.Kind), Options: kinds},
		v.tick("required", v.Words.T("settings.question.required"), q.Required),
		v.tick("public", v.Words.T("settings.question.public"), q.Public),
		templates.Field{Kind: templates.Number, InputMode: "numeric", Name: "words", Label: v.label("words"), Hint: v.Words.T("settings.question.words_hint"), Value: digits(q.Words), Optional: true},
		templates.Field{Kind: templates.Number, InputMode: "numeric", Name: "rows_max", Label: v.label("rows_max"), Hint: v.Words.T("settings.question.rows_hint"), Value: digits(q.RowsMax), Optional: true},
		templates.Field{Kind: templates.Select, Name: "attachment", Label: v.label("attachment"), Hint: v.Words.T("settings.question.attachment_hint"), Value: q.Attachment, Options: files, Optional: true},
	)
	if q.Key != "category" {
		add(v.optionsField(q))
	}
}

// tick is a single box.
func (v *visit) tick(name, text string, on bool) templates.Field {
	f := templates.Field{Kind: templates.Checks, Name: name, Label: v.label(name), Quiet: true, Options: []templates.Option{{Value: "yes", Text: text}}}
	if on {
		f.Values = []string{"yes"}
	}
	return f
}

// optionsField is the table of the answers to choose from, with room for more.
func (v *visit) optionsField(q award.Question) templates.Field {
	f := templates.Field{
		Kind: templates.Table, Name: "options", Label: v.label("options"), Hint: v.Words.T("settings.question.options_hint"), Optional: true,
		Columns: []templates.Column{{Name: "label", Label: v.Words.T("settings.question.option"), Wide: true}, {Name: "value", Label: v.Words.T("settings.question.option_key")}},
	}
	for _, o := range q.Options {
		f.Rows = append(f.Rows, []string{o.Label, o.Value})
	}
	f.Rows = append(f.Rows, make([][]string, 3)...)
	return f
}

// postedQuestion takes what was posted for one question; the question about
// the category keeps its own answers.
func postedQuestion(values form.Values, q *award.Question) award.Invalid {
	faults := award.Invalid{}
	q.Label, q.Help, q.Section, q.Kind = values.Line("label"), values.Text("help"), values.Text("section"), award.Kind(values.Text("kind"))
	q.Required, q.Public = values.Bool("required"), values.Bool("public")
	q.Words, q.RowsMax, q.Attachment = values.Int("words", faults), values.Int("rows_max", faults), values.Text("attachment")
	if q.Key == "category" {
		return faults
	}
	q.Options = nil
	for _, row := range values.Table("options", "label", "value") {
		if row[1] == "" {
			row[1] = freshKey(row[0], "options", func(k string) bool {
				return slices.ContainsFunc(q.Options, func(o award.Option) bool { return o.Value == k })
			})
		}
		q.Options = append(q.Options, award.Option{Value: row[1], Label: row[0]})
	}
	return faults
}

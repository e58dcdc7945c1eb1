package web

import (
	"bytes"
	"errors"
	"net/http"
	"strconv"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

// settingsRoutes are the addresses of an edition's settings.
func settingsRoutes() []route {
	const at = "/:lang/desk/:year/settings"
	rows := []route{
		{method: see, path: at, deed: award.DeedEditEdition, do: settingsOverview},
		{method: see, path: at + "/export", deed: award.DeedEditEdition, do: settingsExport},
		{method: see, path: at + "/questions", deed: award.DeedEditEdition, do: settingsQuestions},
		{method: send, path: at + "/questions", deed: award.DeedEditEdition, do: moveQuestion},
		{method: see, path: at + "/questions/:key", deed: award.DeedEditEdition, do: questionPart.show},
		{method: send, path: at + "/questions/:key", deed: award.DeedEditEdition, do: questionPart.save},
		{method: see, path: at + "/add-question", deed: award.DeedEditEdition, do: addedQuestionPart.show},
		{method: send, path: at + "/add-question", deed: award.DeedEditEdition, do: addedQuestionPart.save},
		{method: see, path: at + "/translations", deed: award.DeedEditEdition, do: settingsTexts},
		{method: see, path: at + "/translations/:to/:part", deed: award.DeedEditEdition, do: translationsPart.show},
		{method: send, path: at + "/translations/:to/:part", deed: award.DeedEditEdition, do: translationsPart.save},
	}
	for _, p := range []settingsPart{datesPart, categoriesPart, criteriaPart, judgingPart, attachmentsPart, prizesPart} {
		rows = append(rows,
			route{method: see, path: at + "/" + p.name, deed: award.DeedEditEdition, do: p.show},
			route{method: send, path: at + "/" + p.name, deed: award.DeedEditEdition, do: p.save})
	}
	return rows
}

// settingsPart is one page of the settings: a form over a part of the edition.
type settingsPart struct {
	name string // in the address and in the words
	// there reports whether the edition has what the address names.
	there func(*visit, *award.Edition) bool
	// fill makes the fields.
	fill func(*visit, office.Settings, *form.Sheet, *settingsPartPage)
	// edit does to an edition what was posted. The faults it returns are those
	// of the values; name gives the name of the field of a path of the edition.
	edit func(v *visit, values form.Values, e *award.Edition) (faults award.Invalid, name func(path string) string)
	// back is where the reader is led after saving.
	back func(*visit) string
}

// settingsPartPage is the page "settings_part".
type settingsPartPage struct {
	templates.Frame
	Heading, Lede string
	Desk, Tabs    templates.Tabs
	Note          *templates.Note
	Groups        []settingsGroup
	Texts         []templates.Field // each beside the text that it translates
	Fields        []templates.Field // below the groups
	Reason        templates.Field
	Version       int
	Closed        bool // nothing can be changed
	Remove        string
}

// settingsGroup is one item of a list with its fields.
type settingsGroup struct {
	Legend, Meta string
	Tag          *templates.Tag
	At           string // prefix of the names of its fields
	Key          string
	Fields       []templates.Field
	Up, Down     bool
	Removable    *templates.Field
}

// settings loads the settings of the year in the address.
func (v *visit) settings() (office.Settings, error) {
	year, err := strconv.Atoi(v.Param("year"))
	if err != nil || year < 2000 || year > 2100 {
		return office.Settings{}, award.ErrNotFound
	}
	return v.site.Office.Settings(v.ctx(), v.Actor, year)
}

// settingsPath is the path of a page of the settings without the language.
func (v *visit) settingsPath(part string) string {
	path := "/desk/" + v.Param("year") + "/settings"
	if part != "" {
		path += "/" + part
	}
	return path
}

// settingsFrame is the frame of a page of the settings with the way back.
func (v *visit) settingsFrame(e *award.Edition, title string) templates.Frame {
	f := v.frame(title)
	name, _ := e.Text(e.Name, v.Lang)
	f.Crumbs = v.crumbs(v.Words.T("frame.nav.desk"), "/desk", v.Words.T("settings.title", "Name", name), v.settingsPath(""), title, "")
	return f
}

var settingsParts = []string{"dates", "categories", "criteria", "judging", "questions", "attachments", "prizes", "translations"}

// settingsTabs are the parts beside each other.
func (v *visit) settingsTabs(here string) templates.Tabs {
	tabs := templates.Tabs{Label: v.Words.T("settings.parts")}
	for _, part := range settingsParts {
		tabs.Links = append(tabs.Links, templates.Link{Text: v.Words.T("settings." + part + ".title"), URL: v.to(v.settingsPath(part)), Current: part == here})
	}
	return tabs
}

func (p settingsPart) show(_ *Site, v *visit) error {
	set, err := v.settings()
	if err != nil {
		return err
	}
	if p.there != nil && !p.there(v, set.Edition) {
		return award.ErrNotFound
	}
	return p.answer(v, http.StatusOK, set, form.NewSheet(v.Words, nil, nil))
}

// answer shows the form with what the sheet holds. Where nothing can be changed
// any more it shows what is kept: what was posted would look like it.
func (p settingsPart) answer(v *visit, status int, set office.Settings, sheet *form.Sheet) error {
	page := p.page(v, set, sheet)
	if page.Closed && status != http.StatusOK {
		page = p.page(v, set, form.NewSheet(v.Words, nil, nil))
		page.Faults = []templates.FaultLine{{Field: "main", Text: page.Note.Lines[0]}}
		page.Note, status = nil, http.StatusForbidden
	}
	return v.show(status, "settings_part", page)
}

func (p settingsPart) page(v *visit, set office.Settings, sheet *form.Sheet) settingsPartPage {
	page := settingsPartPage{Heading: v.Words.T("settings." + p.name + ".title"), Version: set.Edition.Version}
	p.fill(v, set, sheet, &page)
	if page.Lede == "" {
		page.Lede = v.Words.T("settings." + p.name + ".lede")
	}
	if !page.Closed {
		page.Reason = sheet.Add(templates.Field{Kind: templates.Long, Name: "reason", Label: v.Words.T("settings.reason"), Hint: v.Words.T("settings.reason_hint"), Optional: true, Lines: 2})
	}
	page.Frame = v.settingsFrame(set.Edition, page.Heading)
	page.Desk, page.Tabs = v.deskTabs(set.Edition.Year, "settings"), v.settingsTabs(p.name)
	page.Faults = sheet.Lines()
	return page
}

func (p settingsPart) save(s *Site, v *visit) error {
	set, err := v.settings()
	if err != nil {
		return err
	}
	if p.there != nil && !p.there(v, set.Edition) {
		return award.ErrNotFound
	}
	values, err := v.form()
	if err == nil {
		err = p.change(s, v, set, values)
	}
	var faults award.Invalid
	var refusal *award.Refusal
	switch {
	case err == nil:
		return v.goTo(p.back(v))
	case errors.As(err, &faults):
		return p.answer(v, http.StatusUnprocessableEntity, set, form.NewSheet(v.Words, values, faults))
	case errors.As(err, &refusal):
		return p.refuse(v, set, values, refusal)
	case errors.Is(err, award.ErrConflict):
		return p.conflict(s, v, set, values)
	}
	return err
}

// change does what was posted; the faults it returns are named as the fields.
func (p settingsPart) change(s *Site, v *visit, set office.Settings, values form.Values) error {
	version, err := strconv.Atoi(values.Text("version"))
	if err != nil {
		return form.ErrMalformed
	}
	changed, err := s.Office.ChangeEdition(v.ctx(), v.Actor, set.Edition.Year, office.EditionChange{
		Version: version, Part: p.name, Reason: values.Text("reason"), Edit: p.edited(v, values),
	})
	switch {
	case err != nil:
		return err
	case changed:
		v.tell(templates.OK, "settings.saved")
	default:
		v.tell(templates.Info, "settings.nothing_changed")
	}
	return nil
}

// edited is the change for the activity, with the faults of the edition that it
// makes named as the fields of the form.
func (p settingsPart) edited(v *visit, values form.Values) func(*award.Edition) award.Invalid {
	return func(e *award.Edition) award.Invalid {
		was := e.Copy()
		faults, name := p.edit(v, values, e)
		e.KeepInStep(was)
		for path, fault := range e.Check() {
			if field := name(path); faults[field].Key == "" {
				faults[field] = fault
			}
		}
		return faults
	}
}

// refuse shows the form again with the reason why a change is not possible.
func (p settingsPart) refuse(v *visit, set office.Settings, values form.Values, refusal *award.Refusal) error {
	faults := award.Invalid{"frozen": {Key: refusal.Key, Values: v.inWords(refusal.Values)}}
	return p.answer(v, http.StatusForbidden, set, form.NewSheet(v.Words, values, faults))
}

// inWords writes what a sentence is given as the reader reads it.
func (v *visit) inWords(values map[string]any) map[string]any {
	said := map[string]any{}
	for name, value := range values {
		switch x := value.(type) {
		case award.Time:
			value = v.Words.Both(x, v.zone(), v.officialZone(), "", "")
		case string:
			if name == "Stage" {
				value = v.stageName(x)
			}
		}
		said[name] = value
	}
	return said
}

// stageName is the name of a stage of the calendar.
func (v *visit) stageName(key string) string {
	if v.Words.Has("stage." + key) {
		return v.Words.T("stage." + key)
	}
	return key
}

// settingsConflictPage is the page "settings_conflict".
type settingsConflictPage struct {
	templates.Frame
	Heading string
	Lines   []string
	Both    templates.Grid
	Posted  []templates.Field
	Again   string // address of the form as it stands
	Version int
}

// conflict shows what is stored now and what the reader wanted side by side;
// either can be kept with one press.
func (p settingsPart) conflict(s *Site, v *visit, set office.Settings, values form.Values) error {
	differences, err := s.Office.Compare(v.ctx(), v.Actor, set.Edition.Year, p.edited(v, values))
	var faults award.Invalid
	if errors.As(err, &faults) {
		return p.answer(v, http.StatusConflict, set, form.NewSheet(v.Words, values, faults))
	} else if err != nil {
		return err
	}
	page := settingsConflictPage{
		Heading: v.Words.T("settings.conflict.title"), Again: v.Request().URL.Path, Version: set.Edition.Version,
		Both: templates.Grid{Caption: v.Words.T("settings.conflict.caption"), Head: []string{v.Words.T("settings.conflict.what"), v.Words.T("settings.conflict.stored"), v.Words.T("settings.conflict.yours")}},
	}
	page.Frame = v.settingsFrame(set.Edition, page.Heading)
	if len(set.Changes) > 0 {
		last := set.Changes[0]
		page.Lines = append(page.Lines, v.Words.T("settings.conflict.last", "Who", v.whoOr(last.Who), "When", v.Words.Both(last.At, v.zone(), set.Edition.Location(), "", "")))
	}
	for _, d := range differences {
		page.Both.Rows = append(page.Both.Rows, []string{v.pathWords(set.Edition, d.Path), v.valueWords(set.Edition, d.From), v.valueWords(set.Edition, d.To)})
	}
	for _, name := range values.Names("") {
		for _, value := range values[name] {
			if name != "version" {
				page.Posted = append(page.Posted, templates.Field{Kind: templates.Hidden, Name: name, Value: value})
			}
		}
	}
	return v.show(http.StatusConflict, "settings_conflict", page)
}

// whoOr names a person; the platform where there is none.
func (v *visit) whoOr(name string) string {
	if name == "" {
		return v.Words.T("settings.platform")
	}
	return name
}

// settingsExport downloads the edition as a file.
func settingsExport(s *Site, v *visit) error {
	set, err := v.settings()
	if err != nil {
		return err
	}
	var doc bytes.Buffer
	if err := s.Office.ExportEdition(v.ctx(), v.Actor, set.Edition.Year, &doc); err != nil {
		return err
	}
	v.Response().Header().Set("Content-Disposition", `attachment; filename="`+locale.Slug("wego-awards", strconv.Itoa(set.Edition.Year))+`.json"`)
	return v.Blob(http.StatusOK, "application/json; charset=utf-8", doc.Bytes())
}

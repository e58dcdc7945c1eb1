package web

import (
	"net/http"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/intake"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

// entryStartPage asks what an entry cannot be begun without.
type entryStartPage struct {
	templates.Frame
	City    *templates.Field
	New     []templates.Field
	Entry   []templates.Field
	Refused *templates.Note
	Cancel  string
}

func startForm(s *Site, v *visit) error {
	g, err := s.Intake.Gate(v.ctx(), v.Actor)
	if err != nil {
		return err
	}
	g.Edition = v.in(g.Edition)
	return v.showStart(http.StatusOK, g, form.NewSheet(v.Words, nil, nil), nil)
}

func startEntry(s *Site, v *visit) error {
	values, err := v.form()
	if err == nil {
		var entry award.Entry
		if entry, err = s.Intake.Start(v.ctx(), v.Actor, beginning(values)); err == nil {
			v.tell(templates.OK, "apply.start.started", "Reference", entry.Reference)
			return v.goTo("/my/entries/" + entry.Reference)
		}
	}
	status, faults, refused := whyRefused(err)
	if status == 0 {
		return err
	}
	g, err := s.Intake.Gate(v.ctx(), v.Actor)
	if err != nil {
		return err
	}
	g.Edition = v.in(g.Edition)
	return v.showStart(status, g, form.NewSheet(v.Words, values, faults), refused)
}

// newCity is the value of the choice that names no city yet.
const newCity = "new"

func beginning(values form.Values) intake.Beginning {
	b := intake.Beginning{
		Name: values.Line("name"), LocalName: values.Line("local_name"), Kind: values.Text("kind"),
		Category: values.Text("category"), Title: values.Line("title"),
	}
	b.Country, _ = locale.CountryCode(values.Line("country"))
	if city := values.Text("city"); city != "" && city != newCity {
		b.City = award.ID(city)
	}
	return b
}

func (v *visit) showStart(status int, g *intake.Gate, sheet *form.Sheet, refused *award.Refusal) error {
	if err := award.May(v.Actor, award.DeedStart, award.Object{Edition: g.Edition, Now: g.Now}); err != nil {
		return err
	}
	p := entryStartPage{Frame: v.frame(v.Words.T("apply.start.title")), Cancel: v.to("/apply")}
	p.Crumbs = v.crumbs(v.Words.T("apply.title"), "/apply", v.Words.T("apply.start.title"), "")
	if refused != nil {
		p.Refused = &templates.Note{Kind: templates.Err, Lines: []string{v.said(refused.Fault)}, Links: []templates.Link{{Text: v.Words.T("apply.yours"), URL: v.to("/my/entries")}}}
	}
	if len(g.Cities) > 0 {
		p.City = v.cityField(g, sheet)
	}
	p.New = v.newCityFields(g, sheet)
	p.Entry = []templates.Field{
		sheet.Add(templates.Field{Kind: templates.Radios, Name: "category", Label: v.Words.T("apply.start.category"), Options: v.categoryOptions(g.Edition)}),
		sheet.Add(templates.Field{
			Kind: templates.Text, Name: "title", Label: v.Words.T("apply.start.project"), Lang: g.Edition.EntryLanguage,
			Hint: v.Words.T("apply.start.project_hint", "Language", v.Words.LanguageName(g.Edition.EntryLanguage)),
		}),
	}
	p.Faults = sheet.Lines()
	return v.show(status, "apply_start", p)
}

func (v *visit) cityField(g *intake.Gate, sheet *form.Sheet) *templates.Field {
	f := templates.Field{Kind: templates.Radios, Name: "city", Label: v.Words.T("apply.start.city"), Hint: v.Words.T("apply.start.city_hint")}
	for _, c := range g.Cities {
		if c.Right.Covers(award.MayEdit) {
			f.Options = append(f.Options, templates.Option{Value: string(c.City.ID), Text: c.City.Name, Hint: v.Words.Country(c.City.Country)})
		}
	}
	f.Options = append(f.Options, templates.Option{Value: newCity, Text: v.Words.T("apply.start.city_new")})
	f.Value = f.Options[0].Value
	f = sheet.Add(f)
	return &f
}

func (v *visit) newCityFields(g *intake.Gate, sheet *form.Sheet) []templates.Field {
	kind := templates.Field{Kind: templates.Radios, Name: "kind", Label: v.Words.T("apply.start.kind"), Optional: true, Inline: true}
	if q, there := g.Edition.Question("government_kind"); there {
		kind.Options = v.options(q)
	}
	country := templates.Field{Kind: templates.Picker, Name: "country", Label: v.Words.T("apply.start.country"), Hint: v.Words.T("apply.start.country_hint"), Autocomplete: "country-name"}
	for _, c := range v.Words.Countries() {
		country.Options = append(country.Options, templates.Option{Text: c.Name})
	}
	fields := []templates.Field{
		sheet.Add(templates.Field{Kind: templates.Text, Name: "name", Label: v.Words.T("apply.start.name"), Hint: v.Words.T("apply.start.name_hint")}),
		sheet.Add(templates.Field{Kind: templates.Text, Name: "local_name", Label: v.Words.T("apply.start.local_name"), Optional: true}),
		sheet.Add(country),
	}
	if len(kind.Options) > 0 {
		fields = append(fields, sheet.Add(kind))
	}
	return fields
}

func (v *visit) categoryOptions(e *award.Edition) []templates.Option {
	var all []templates.Option
	for _, c := range e.Categories {
		all = append(all, templates.Option{Value: c.Key, Text: c.Name, Lang: v.lang(c.Name), Hint: c.About, HintLang: v.lang(c.About)})
	}
	return all
}

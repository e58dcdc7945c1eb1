package web

import (
	"cmp"
	"strconv"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

// boxTime is the form of a date and time in a box of a form.
const boxTime = "2006-01-02T15:04"

var datesPart = settingsPart{
	name: "dates", fill: fillDates, edit: editDates,
	back: func(v *visit) string { return v.settingsPath("dates") },
}

// fillDates asks for the opening and closing of each stage in the official
// zone; a moment has one box.
func fillDates(v *visit, set office.Settings, sheet *form.Sheet, p *settingsPartPage) {
	e := set.Edition
	p.Lede = v.Words.T("settings.dates.lede", "Place", v.Words.Place(e.Location()), "Zone", e.Zone)
	current := e.Current(v.Now).Key
	for _, s := range e.Stages {
		g := settingsGroup{Legend: v.stageName(s.Key), At: "stages." + s.Key, Key: s.Key, Meta: s.Note}
		if s.Key == current {
			g.Tag = &templates.Tag{Kind: templates.OK, Text: v.Words.T("settings.here")}
		} else {
			g.Tag = &templates.Tag{Kind: templates.Plain, Text: v.Words.T("stage_state." + string(e.State(s.Key, v.Now)))}
		}
		opens, closes := "opens", "closes"
		if s.Opens == s.Closes {
			opens, closes = "moment", ""
		}
		g.add(sheet, false, v.momentField(e, "stages."+s.Key+".opens", opens, s.Opens))
		if closes != "" {
			g.add(sheet, false, v.momentField(e, "stages."+s.Key+".closes", closes, s.Closes))
		}
		p.Groups = append(p.Groups, g)
	}
	p.Fields = append(p.Fields, sheet.Add(templates.Field{Kind: templates.Text, Name: "ceremony_place", Label: v.label("ceremony_place"), Value: e.CeremonyPlace, Optional: true}))
	p.Fields = append(p.Fields, sheet.Add(v.paperUse(e)), sheet.Add(v.paperFrom(e)))
}

// anyChoice stands in a form for a choice whose value is empty.
const anyChoice = "none"

// paperUse asks whether phrases are printed for the paper envelopes, and what they
// open.
func (v *visit) paperUse(e *award.Edition) templates.Field {
	f := templates.Field{Kind: templates.Radios, Name: "paper_envelopes.opens", Label: v.label("paper_envelopes"), Hint: v.Words.T("settings.paper.hint"), Value: cmp.Or(string(e.Paper.Opens), anyChoice)}
	for _, use := range award.PaperUses {
		value := cmp.Or(string(use), anyChoice)
		f.Options = append(f.Options, templates.Option{Value: value, Text: v.Words.T("settings.paper." + value)})
	}
	return f
}

// paperFrom asks from when they may be used.
func (v *visit) paperFrom(e *award.Edition) templates.Field {
	f := templates.Field{Kind: templates.Radios, Name: "paper_envelopes.from", Label: v.label("from"), Value: cmp.Or(string(e.Paper.From), anyChoice)}
	for _, from := range award.PaperFroms {
		f.Options = append(f.Options, templates.Option{Value: cmp.Or(string(from), anyChoice), Text: v.Words.T("settings.paper.from_" + cmp.Or(string(from), "any"))})
	}
	return f
}

func choiceOf(values form.Values, name string) string {
	if value := values.Text(name); value != anyChoice {
		return value
	}
	return ""
}

// momentField is a box for an instant in the official zone. Its hint writes the
// stored instant out, in the reader's zone too.
func (v *visit) momentField(e *award.Edition, name, label string, at award.Time) templates.Field {
	return templates.Field{
		Kind: templates.DateTime, Name: name, Label: v.label(label), Value: at.Std().In(e.Location()).Format(boxTime),
		Hint: v.Words.Both(at, v.zone(), e.Location(), "", ""),
	}
}

func editDates(_ *visit, values form.Values, e *award.Edition) (award.Invalid, func(string) string) {
	faults := award.Invalid{}
	for i := range e.Stages {
		s := &e.Stages[i]
		moment := s.Opens == s.Closes
		at := "stages." + s.Key
		if values.Has(at + ".opens") {
			s.Opens = values.Time(at+".opens", e.Location(), faults)
		}
		if values.Has(at + ".closes") {
			s.Closes = values.Time(at+".closes", e.Location(), faults)
		} else if moment {
			s.Closes = s.Opens
		}
	}
	if values.Has("ceremony_place") {
		e.CeremonyPlace = values.Line("ceremony_place")
	}
	if values.Has("paper_envelopes.opens") {
		e.Paper.Opens, e.Paper.From = award.PaperUse(choiceOf(values, "paper_envelopes.opens")), award.PaperFrom(choiceOf(values, "paper_envelopes.from"))
	}
	return faults, func(path string) string {
		rest, of := strings.CutPrefix(path, "stages.")
		index, field, _ := strings.Cut(rest, ".")
		i, err := strconv.Atoi(index)
		if !of || err != nil || i >= len(e.Stages) {
			return path
		}
		if s := e.Stages[i]; field == "closes" && !values.Has("stages."+s.Key+".closes") {
			field = "opens"
		}
		return "stages." + e.Stages[i].Key + "." + field
	}
}

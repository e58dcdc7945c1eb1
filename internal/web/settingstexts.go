package web

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

// settingsTextsPage is the page "settings_texts": what is missing in which
// language, by part.
type settingsTextsPage struct {
	templates.Frame
	Heading, Lede string
	Desk, Tabs    templates.Tabs
	Languages     []templates.Spoken
	Rows          []textsRow
}

type textsRow struct {
	Name  string
	Cells []textsCell
}

// textsCell leads to the texts of a part in one language.
type textsCell struct {
	Link templates.Link
	Done bool
}

// toTranslate are the languages of the site other than the edition's own.
func toTranslate(e *award.Edition) []locale.Language {
	return slices.DeleteFunc(slices.Clone(locale.Languages()), func(l locale.Language) bool { return l.Code == e.EntryLanguage })
}

func settingsTexts(_ *Site, v *visit) error {
	set, err := v.settings()
	if err != nil {
		return err
	}
	e := set.Edition
	page := settingsTextsPage{
		Heading: v.Words.T("settings.translations.title"), Lede: v.Words.T("settings.translations.lede", "Language", v.Words.LanguageName(e.EntryLanguage)),
		Desk: v.deskTabs(e.Year, "settings"), Tabs: v.settingsTabs("translations"),
	}
	page.Frame = v.settingsFrame(e, page.Heading)
	for _, l := range toTranslate(e) {
		page.Languages = append(page.Languages, templates.Spoken{Text: l.Name, Lang: l.Code})
	}
	for _, part := range award.TextParts {
		row := textsRow{Name: v.textPart(part)}
		for _, l := range toTranslate(e) {
			n := e.Untranslated(l.Code, part)
			row.Cells = append(row.Cells, textsCell{Done: n == 0, Link: templates.Link{
				Text: v.missing(n), URL: v.to(v.settingsPath("translations/" + l.Code + "/" + string(part))), About: row.Name + ", " + l.Name,
			}})
		}
		page.Rows = append(page.Rows, row)
	}
	return v.show(http.StatusOK, "settings_texts", page)
}

// textPart is what a part of an edition's texts is called.
func (v *visit) textPart(part award.TextPart) string {
	if part == award.PartName {
		return v.Words.T("settings.translations.name")
	}
	return v.Words.T("settings." + string(part) + ".title")
}

// missing says how many texts wait to be translated.
func (v *visit) missing(n int) string {
	if n == 0 {
		return v.Words.T("settings.translations.complete")
	}
	return v.Words.T("settings.translations.missing", "Count", n)
}

// translated tells for each language how far an edition's texts are translated.
func (v *visit) translated(e *award.Edition) string {
	var all []string
	for _, l := range toTranslate(e) {
		n := 0
		for _, part := range award.TextParts {
			n += e.Untranslated(l.Code, part)
		}
		all = append(all, v.Words.T("settings.translations.of", "What", v.Words.LanguageName(l.Code), "State", v.missing(n)))
	}
	return v.Words.List(all...)
}

// translationsPart is the form over the texts of one part in one language.
var translationsPart = settingsPart{
	name: "translations",
	there: func(v *visit, e *award.Edition) bool {
		return slices.ContainsFunc(toTranslate(e), func(l locale.Language) bool { return l.Code == v.Param("to") }) &&
			slices.Contains(award.TextParts, award.TextPart(v.Param("part")))
	},
	fill: fillTranslations,
	edit: func(v *visit, values form.Values, e *award.Edition) (award.Invalid, func(string) string) {
		to := v.Param("to")
		for _, text := range e.Texts(award.TextPart(v.Param("part"))) {
			if name := textField(text); values.Has(name) {
				e.Translate(to, text, values.Text(name))
			}
		}
		return award.Invalid{}, func(path string) string {
			if text, of := strings.CutPrefix(path, "translations."+to+"."); of {
				return textField(text)
			}
			return path
		}
	},
	back: func(v *visit) string { return v.settingsPath("translations") },
}

// textField is the name of the box for a text: the same whatever else changes,
// so that what was posted never lands at another text.
func textField(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "text-" + hex.EncodeToString(sum[:8])
}

func fillTranslations(v *visit, set office.Settings, sheet *form.Sheet, p *settingsPartPage) {
	e, to, part := set.Edition, v.Param("to"), award.TextPart(v.Param("part"))
	p.Heading = v.Words.T("settings.translations.of", "What", v.Words.LanguageName(to), "State", v.textPart(part))
	p.Lede = v.Words.T("settings.translations.hint", "Language", v.Words.LanguageName(e.EntryLanguage))
	for _, text := range e.Texts(part) {
		f := templates.Field{Kind: templates.Long, Name: textField(text), Label: text, Value: e.Translations[to][text], Lang: to, Lines: 2, Optional: true}
		if e.EntryLanguage != v.Lang {
			f.LabelLang = e.EntryLanguage
		}
		if old := e.Outdated[to][text]; old != "" {
			f.Hint, f.Help = v.Words.T("settings.translations.outdated"), templates.Spoken{Text: old, Lang: to}
		}
		p.Texts = append(p.Texts, sheet.Add(f))
	}
}

package web

import (
	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/templates"
)

// in gives an edition the reader's language, as far as it is translated; nil stays
// nil. The page may then ask lang of each text of that edition.
func (v *visit) in(e *award.Edition) *award.Edition {
	if e == nil {
		return nil
	}
	v.reads = e.In(v.Lang)
	return v.reads
}

// text is what a text of the edition that the page reads says in the reader's
// language.
func (v *visit) text(text string) string {
	if v.reads == nil {
		return text
	}
	said, _ := v.reads.Text(text, v.Lang)
	return said
}

// texts are several such texts.
func (v *visit) texts(all []string) []string {
	said := make([]string, len(all))
	for i, text := range all {
		said[i] = v.text(text)
	}
	return said
}

// lang is the language of a text of the edition that the page reads, for the
// attribute of that name; "" if it is that of the page.
func (v *visit) lang(text string) string {
	if v.reads == nil || text == "" {
		return ""
	}
	if _, in := v.reads.Text(text, v.Lang); in != v.Lang {
		return in
	}
	return ""
}

// binding says above rules and questions that they are a translation, and which
// text binds; "" where they stand in their own language.
func (v *visit) binding(e *award.Edition) string {
	if v.Lang == e.EntryLanguage || len(e.Translations[v.Lang]) == 0 {
		return ""
	}
	return v.Words.T("texts.binds", "Language", v.Words.LanguageName(e.EntryLanguage))
}

// spell marks the texts of a criterion with their language.
func (v *visit) spell(s *templates.Scale, c award.Criterion) {
	s.Lang = v.lang(c.Name)
	for i, a := range c.Anchors {
		s.Anchors[i].Lang = v.lang(a.Text)
	}
}

// spoken marks a text of the edition with its language where it is another than
// that of the page.
func (v *visit) spoken(text string) templates.Spoken {
	return templates.Spoken{Text: text, Lang: v.lang(text)}
}

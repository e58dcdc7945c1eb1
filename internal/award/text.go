package award

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Translations are an edition's own texts in further languages: by the code of
// the language, what stands for each text as the edition words it. The texts of
// the edition itself, in its EntryLanguage, are those that bind.
//
// # Why by the text
//
// What is translated is a wording. When the office changes the wording, what
// stood for the old one says nothing of the new one and is no longer shown: the
// reader gets the text that binds, never a translation of an earlier rule. A
// wording that stands in several places is translated once. And nothing of a
// translation is within the criteria, categories and prizes from which results
// are sealed, so that mending one cannot touch a commitment.
type Translations map[string]map[string]string

// TranslationsMax is the most languages into which an edition is translated.
const TranslationsMax = 20

// TextPart is a part of an edition in which texts stand.
type TextPart string

// The parts, in the order in which they are translated.
const (
	PartName        TextPart = "name"
	PartCategories  TextPart = "categories"
	PartQuestions   TextPart = "questions"
	PartAttachments TextPart = "attachments"
	PartCriteria    TextPart = "criteria"
	PartPrizes      TextPart = "prizes"
)

// TextParts lists the parts in their order.
var TextParts = []TextPart{PartName, PartCategories, PartQuestions, PartAttachments, PartCriteria, PartPrizes}

// eachText hands out every text of the edition that a reader meets, to be read
// or replaced, with its part and the place in which it stands whatever it says.
func (e *Edition) eachText(do func(part TextPart, place string, text *string)) {
	do(PartName, "name", &e.Name)
	for i := range e.Eligibility {
		do(PartName, at("eligibility", i, ""), &e.Eligibility[i].Text)
	}
	for i := range e.Categories {
		c := &e.Categories[i]
		do(PartCategories, "categories."+c.Key+".name", &c.Name)
		do(PartCategories, "categories."+c.Key+".about", &c.About)
	}
	for i := range e.Sections {
		s := &e.Sections[i]
		do(PartQuestions, "sections."+s.Key+".title", &s.Title)
		do(PartQuestions, "sections."+s.Key+".group", &s.Group)
		for j := range e.Questions {
			if e.Questions[j].Section == s.Key {
				e.Questions[j].eachText(do)
			}
		}
	}
	for i := range e.Attachments {
		do(PartAttachments, "attachments."+e.Attachments[i].Key, &e.Attachments[i].Name)
	}
	for i := range e.Criteria {
		c := &e.Criteria[i]
		do(PartCriteria, "criteria."+c.Key, &c.Name)
		for j := range c.Anchors {
			do(PartCriteria, "criteria."+c.Key+"."+strconv.FormatFloat(c.Anchors[j].Score, 'f', -1, 64), &c.Anchors[j].Text)
		}
	}
	for i := range e.Prizes {
		do(PartPrizes, "prizes."+e.Prizes[i].Key, &e.Prizes[i].Name)
	}
}

func (q *Question) eachText(do func(part TextPart, place string, text *string)) {
	do(PartQuestions, "questions."+q.Key+".label", &q.Label)
	do(PartQuestions, "questions."+q.Key+".help", &q.Help)
	for i := range q.Options {
		do(PartQuestions, "questions."+q.Key+"."+q.Options[i].Value, &q.Options[i].Label)
	}
}

// Texts returns the texts of a part that bind, each once, in the order in which
// they stand. What stands in an earlier part is left out.
func (e *Edition) Texts(of TextPart) []string {
	var all []string
	seen := map[string]bool{"": true}
	e.eachText(func(part TextPart, _ string, text *string) {
		if !seen[*text] && part == of {
			all = append(all, *text)
		}
		seen[*text] = true
	})
	return all
}

// Untranslated counts the texts of a part that a language lacks.
func (e *Edition) Untranslated(lang string, of TextPart) int {
	n := 0
	for _, text := range e.Texts(of) {
		if _, there := e.Translations[lang][text]; !there {
			n++
		}
	}
	return n
}

// Text is what a text of the edition says in a language, and the language of
// what is returned: where there is no translation, the text itself, which is in
// the edition's own language.
func (e *Edition) Text(text, lang string) (said, in string) {
	if lang == e.EntryLanguage {
		return text, lang
	}
	if said, there := e.Translations[lang][text]; there {
		return said, lang
	}
	return text, e.EntryLanguage
}

// In returns the edition for a reader of a language: each text as Text says it.
// Text of what it shows tells which language it is in. It is for reading only:
// an edition that is stored, scored or sealed is never one of these.
func (e *Edition) In(lang string) *Edition {
	from := e.Translations[lang]
	if lang == e.EntryLanguage || len(from) == 0 {
		return e
	}
	c := e.Copy()
	c.eachText(func(_ TextPart, _ string, text *string) { *text, _ = e.Text(*text, lang) })
	for _, said := range from {
		c.Translations[lang][said] = said
	}
	return c
}

// keepTranslations drops what translates no text of the edition any more. When
// a text has been reworded since was, what stood for the old wording is kept as
// outdated, for whoever translates the new one.
func (e *Edition) keepTranslations(was *Edition) {
	before := map[string]string{}
	was.eachText(func(_ TextPart, place string, text *string) { before[place] = *text })
	kept, outdated := Translations{}, Translations{}
	e.eachText(func(_ TextPart, place string, text *string) {
		for _, lang := range e.languages() {
			if said, there := e.Translations[lang][*text]; there {
				kept.put(lang, *text, said)
				continue
			}
			for _, old := range []string{e.Outdated[lang][*text], e.Translations[lang][before[place]], e.Outdated[lang][before[place]]} {
				if old != "" && *text != "" {
					outdated.put(lang, *text, old)
					break
				}
			}
		}
	})
	e.Translations, e.Outdated = kept.orNone(), outdated.orNone()
}

// languages are those into which anything of the edition was translated.
func (e *Edition) languages() []string {
	all := slices.AppendSeq(slices.Collect(maps.Keys(e.Translations)), maps.Keys(e.Outdated))
	slices.Sort(all)
	return slices.Compact(all)
}

// Translate notes what stands for a text in a language; "" takes it away.
func (e *Edition) Translate(lang, text, said string) {
	if said == "" {
		delete(e.Translations[lang], text)
		return
	}
	if e.Translations == nil {
		e.Translations = Translations{}
	}
	e.Translations.put(lang, text, said)
	delete(e.Outdated[lang], text)
}

func (t Translations) put(lang, text, said string) {
	if t[lang] == nil {
		t[lang] = map[string]string{}
	}
	t[lang][text] = said
}

func (t Translations) orNone() Translations {
	if len(t) == 0 {
		return nil
	}
	return t
}

func (t Translations) copied() Translations {
	c := maps.Clone(t)
	for lang, texts := range c {
		c[lang] = maps.Clone(texts)
	}
	return c
}

// translations: in languages other than the edition's own, of texts that it has.
func (c editionCheck) translations() {
	stands := map[string]bool{}
	c.e.eachText(func(_ TextPart, _ string, text *string) { stands[*text] = true })
	for field, all := range map[string]Translations{"translations": c.e.Translations, "translations_outdated": c.e.Outdated} {
		if len(all) > TranslationsMax {
			c.faults.Add(field, "edition.fault.too_many", "Max", TranslationsMax)
		}
		for lang, texts := range all {
			if n := len(lang); n < 2 || n > 12 || lang == c.e.EntryLanguage {
				c.faults.Add(field+"."+lang, "edition.fault.language")
			}
			for text, said := range texts {
				c.named(field+"."+lang+"."+text, said)
				if !stands[text] || strings.TrimSpace(text) == "" {
					c.faults.Add(field+"."+lang+"."+text, "edition.fault.translates_nothing", "Text", text)
				}
			}
		}
	}
}

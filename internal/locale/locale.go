// Package locale holds every word that a person reads and puts dates, numbers,
// sizes and names into the reader's language. Words live in one folder per
// language and one TOML file per family of pages (en/entry.toml, ko/entry.toml),
// so that people adding words to different pages do not meet in one file. A
// language is added with a folder and one line of the table in languages.go.
package locale

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// Words speaks one language. It is safe for concurrent use.
type Words struct {
	Language
	tag     language.Tag
	texts   map[string]*i18n.Message
	speaker *i18n.Localizer
	printer *message.Printer
	names   countryNames
}

// For returns the words of a language by its code, and whether there is one.
func For(code string) (*Words, bool) {
	words, there := spoken[code]
	if !there {
		return nil, false
	}
	return words(), true
}

// Must returns the words of a language that is known to exist; it panics else.
func Must(code string) *Words {
	w, there := For(code)
	if !there {
		panic("locale: no language " + strconv.Quote(code))
	}
	return w
}

// Has reports whether the catalogue holds a key.
func (w *Words) Has(key string) bool { return w.texts[key] != nil }

// T returns the message of a key. Pairs are names and values for its
// placeholders; the value of a pair named "Count" also chooses the plural form,
// and whole numbers are written in the way of the language. Text that runs
// against the direction of the language is isolated. A key that is missing
// panics in tests and shows itself otherwise.
func (w *Words) T(key string, pairs ...any) string {
	text := w.texts[key]
	if text == nil {
		return missing(w.Code + ": no message " + strconv.Quote(key))
	}
	if standing(text) {
		return text.Other
	}
	data, count := w.values(pairs)
	config := &i18n.LocalizeConfig{MessageID: key, TemplateData: data}
	if !isPlain(text) {
		config.PluralCount = count
	}
	said, err := w.speaker.Localize(config)
	if err != nil || strings.Contains(said, "<no value>") {
		return missing(fmt.Sprintf("%s: message %q with %v: %v", w.Code, key, pairs, err))
	}
	return said
}

// Forms returns the plural forms of a message by CLDR category (one, few, other
// …) with the count written as {n}, for a script that counts in the page.
func (w *Words) Forms(key string) map[string]string {
	forms := map[string]string{}
	if !w.Has(key) {
		missing(w.Code + ": no message " + strconv.Quote(key))
		return forms
	}
	for category, text := range pluralForms(w.texts[key]) {
		if text != "" {
			forms[category] = strings.ReplaceAll(text, "{{.Count}}", "{n}")
		}
	}
	return forms
}

func (w *Words) values(pairs []any) (data map[string]any, count any) {
	data = make(map[string]any, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		name, _ := pairs[i].(string)
		data[name] = w.written(pairs[i+1])
		if name == "Count" {
			count = operand(pairs[i+1])
		}
	}
	return data, count
}

// written gives numbers the digits and grouping of the language. Years and
// other numbers that are names are handed in as text.
func (w *Words) written(value any) any {
	switch v := value.(type) {
	case int, int32, int64, uint, uint64, float32, float64:
		return w.Number(v)
	case string:
		return w.apart(v)
	}
	return value
}

// operand is the form in which go-i18n takes a count: whole numbers as they
// are, fractions as text.
func operand(value any) any {
	switch v := value.(type) {
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case uint64:
		return int64(v) //nolint:gosec // counts of things are far below the limit
	}
	return value
}

// missing panics in tests, so that no page with a hole in its words passes;
// a visitor sees the key instead of an error page.
func missing(what string) string {
	if testing.Testing() {
		panic("locale: " + what)
	}
	return what
}

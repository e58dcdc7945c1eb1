package locale

import (
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// LanguageName writes the name of a language by its BCP 47 code, as the reader
// calls it; the code itself if it names none.
func (w *Words) LanguageName(code string) string {
	tag, err := language.Parse(code)
	if err != nil {
		return code
	}
	if name := display.Languages(w.tag).Name(tag); name != "" {
		return name
	}
	return code
}

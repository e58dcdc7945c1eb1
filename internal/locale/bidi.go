package locale

import (
	"strings"

	"golang.org/x/text/unicode/bidi"
)

// The marks between which text takes its direction from itself.
const (
	firstStrongIsolate    = '\u2068'
	popDirectionalIsolate = '\u2069'
)

// apart writes text for the middle of a sentence. In a language that runs from
// right to left it isolates text that runs the other way, so that the dots,
// quotes and numbers around it stay where they belong, in mails and attributes
// too, where no <bdi> can stand. Lines of their own need no isolation.
func (w *Words) apart(text string) string {
	if w.Dir != "rtl" || strings.ContainsRune(text, '\n') || !strays(text) {
		return text
	}
	return string(firstStrongIsolate) + text + string(popDirectionalIsolate)
}

// strays reports whether text would be torn apart between letters that run from
// right to left: it begins with letters that run the other way, or it has no
// letters and is more than one plain number: a reference, a year and month, a
// number with a sign or in groups. What is isolated in it already counts for
// nothing.
func strays(text string) bool {
	digits, depth := false, 0
	for _, r := range text {
		switch r {
		case firstStrongIsolate:
			depth++
		case popDirectionalIsolate:
			depth--
		}
		if depth > 0 {
			continue
		}
		props, _ := bidi.LookupRune(r)
		switch props.Class() {
		case bidi.L:
			return true
		case bidi.R, bidi.AL:
			return false
		case bidi.EN:
			digits = true
		default:
		}
	}
	return digits && strings.Trim(text, "0123456789.,:") != ""
}

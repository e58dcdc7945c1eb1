package library

import (
	"iter"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// plainLetters are letters that Unicode does not divide into a base and a mark,
// and variants that readers do not tell apart when they search.
var plainLetters = strings.NewReplacer(
	"ı", "i", "ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "đ", "d", "ð", "d", "ł", "l", "þ", "th", "ħ", "h", "ŋ", "n", "ə", "e",
	"ё", "е", "є", "е", "і", "и", "ї", "и", "ґ", "г", "ς", "σ",
	"أ", "ا", "إ", "ا", "آ", "ا", "ٱ", "ا", "ى", "ي", "ی", "ي", "ے", "ي", "ې", "ي", "ئ", "ي", "ؤ", "و", "ة", "ه", "ۃ", "ه",
	"ہ", "ه", "ۀ", "ه", "ھ", "ه", "ە", "ه", "ک", "ك", "ں", "ن", "ء", "", "ـ", "",
	"ך", "כ", "ם", "מ", "ן", "נ", "ף", "פ", "ץ", "צ",
	"ँ", "ं", "\u093c", "", "\u09bc", "", "\u0a3c", "", "\u0abc", "",
)

// unseen are characters that steer how text is set and that no reader types:
// soft hyphens, marks of direction, joiners inside Indic and other words.
var unseen = strings.NewReplacer("\u00ad", "", "\u200b", "", "\u200d", "", "\u200e", "", "\u200f", "", "\u061c", "", "\u2060", "", "\ufeff", "")

// accents are the marks that a search ignores. The marks of Kana and the vowel
// signs of Thai and the Indic scripts are letters of theirs and stay.
var accents = &unicode.RangeTable{R16: []unicode.Range16{
	{Lo: 0x0300, Hi: 0x036f, Stride: 1},                                                                           // Latin, Greek, Cyrillic
	{Lo: 0x0591, Hi: 0x05c7, Stride: 1},                                                                           // Hebrew points
	{Lo: 0x0610, Hi: 0x061a, Stride: 1}, {Lo: 0x064b, Hi: 0x065f, Stride: 1}, {Lo: 0x0670, Hi: 0x0670, Stride: 1}, // Arabic
	{Lo: 0x1ab0, Hi: 0x1aff, Stride: 1}, {Lo: 0x1dc0, Hi: 0x1dff, Stride: 1}, {Lo: 0x20d0, Hi: 0x20ff, Stride: 1},
}}

// lower brings text to the form in which it is cut and stemmed: compatible
// forms made one (half-width Kana, ligatures), letters small.
func lower(text string) string {
	if isASCII(text) {
		return strings.ToLower(text)
	}
	return strings.ToLower(norm.NFKC.String(unseen.Replace(text)))
}

// fold brings a small word to the form in which words are compared: without
// accents, with the variants of a letter made one.
func fold(word string) string {
	if isASCII(word) {
		return word
	}
	marked := norm.NFD.String(plainLetters.Replace(word))
	return norm.NFC.String(plainLetters.Replace(strings.Map(plainRune, marked)))
}

// plainRune is a letter without what a search ignores: accents go, every
// script's digits become ours, Katakana Hiragana and traditional Chinese
// characters simple ones.
func plainRune(r rune) rune {
	switch {
	case r < 0x300:
		return r
	case unicode.Is(accents, r):
		return -1
	case r >= 'ァ' && r <= 'ヶ':
		return r - ('ァ' - 'ぁ')
	case unicode.Is(unicode.Han, r):
		return simple(r)
	case unicode.Is(unicode.Nd, r):
		return '0' + digit(r)
	}
	return r
}

// digit is the value of a decimal digit: Unicode keeps those of a script
// together, from zero.
func digit(r rune) rune {
	for _, of := range unicode.Nd.R16 {
		if r >= rune(of.Lo) && r <= rune(of.Hi) {
			return (r - rune(of.Lo)) % 10
		}
	}
	for _, of := range unicode.Nd.R32 {
		if r >= rune(of.Lo) && r <= rune(of.Hi) { //nolint:gosec // a code point
			return (r - rune(of.Lo)) % 10 //nolint:gosec // likewise
		}
	}
	return 0
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// script is how a run of characters is cut into terms.
type script int

const (
	noScript script = iota
	words           // cut at spaces: one term a word
	han             // not cut: terms are characters and pairs
	hiragana
	katakana
	hangul
	unspaced // Thai, Lao, Khmer, Burmese
)

// dense reports whether a script is indexed by characters and pairs.
func (s script) dense() bool { return s >= han }

func scriptOf(r rune) script {
	switch {
	case r < 0x80:
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' {
			return words
		}
		return noScript
	case unicode.Is(unicode.Hangul, r):
		return hangul
	case unicode.Is(unicode.Han, r):
		return han
	case unicode.Is(unicode.Katakana, r) || r == 'ー':
		return katakana
	case unicode.Is(unicode.Hiragana, r):
		return hiragana
	case unicode.In(r, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
		return unspaced
	case unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r):
		return words
	}
	return noScript
}

// run is a stretch of text of one way of cutting; from and to are bytes.
type run struct {
	text     string
	script   script // of its first character
	from, to int
}

// runs cuts small text where its way of being read changes. Han, Kana and
// Hangul that follow each other are one run, since words mix them.
func runs(text string) []run { return slices.Collect(eachRun(text)) }

// eachRun gives the runs of a text, of which a long one has too many to list.
func eachRun(text string) iter.Seq[run] {
	return func(yield func(run) bool) {
		start, kind := 0, noScript
		for i, r := range text {
			s := scriptOf(r)
			if s == kind || s.dense() && kind.dense() {
				continue
			}
			if kind != noScript && !yield(run{text[start:i], kind, start, i}) {
				return
			}
			start, kind = i, s
		}
		if kind != noScript {
			yield(run{text[start:], kind, start, len(text)})
		}
	}
}

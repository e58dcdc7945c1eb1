package library

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// plainLetters are letters that Unicode does not divide into a base and a mark,
// and variants that readers do not tell apart when they search.
var plainLetters = strings.NewReplacer(
	"ı", "i", "ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "đ", "d", "ð", "d", "ł", "l", "þ", "th", "ħ", "h", "ŋ", "n", "ё", "е",
	"أ", "ا", "إ", "ا", "آ", "ا", "ٱ", "ا", "ى", "ي", "ی", "ي", "ئ", "ي", "ؤ", "و", "ة", "ه", "ک", "ك", "ـ", "",
	"٠", "0", "١", "1", "٢", "2", "٣", "3", "٤", "4", "٥", "5", "٦", "6", "٧", "7", "٨", "8", "٩", "9",
	"۰", "0", "۱", "1", "۲", "2", "۳", "3", "۴", "4", "۵", "5", "۶", "6", "۷", "7", "۸", "8", "۹", "9",
)

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
func lower(text string) string { return strings.ToLower(norm.NFKC.String(text)) }

// fold brings a small word to the form in which words are compared: without
// accents, with the variants of a letter made one.
func fold(word string) string {
	if isASCII(word) {
		return word
	}
	marked := norm.NFD.String(plainLetters.Replace(word))
	return norm.NFC.String(plainLetters.Replace(strings.Map(func(r rune) rune {
		if unicode.Is(accents, r) {
			return -1
		}
		return r
	}, marked)))
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
func runs(text string) []run {
	var all []run
	start, kind := 0, noScript
	end := func(at int) {
		if kind != noScript {
			all = append(all, run{text[start:at], kind, start, at})
		}
	}
	for i, r := range text {
		s := scriptOf(r)
		if s == kind || s.dense() && kind.dense() {
			continue
		}
		end(i)
		start, kind = i, s
	}
	end(len(text))
	return all
}

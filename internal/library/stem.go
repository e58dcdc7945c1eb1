package library

import (
	"slices"
	"strings"
	"unicode"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/danish"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/finnish"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/hungarian"
	"github.com/blevesearch/snowballstem/italian"
	"github.com/blevesearch/snowballstem/norwegian"
	"github.com/blevesearch/snowballstem/portuguese"
	"github.com/blevesearch/snowballstem/romanian"
	"github.com/blevesearch/snowballstem/russian"
	"github.com/blevesearch/snowballstem/spanish"
	"github.com/blevesearch/snowballstem/swedish"
	"github.com/blevesearch/snowballstem/turkish"
)

// stemMark begins the term of a stem, so that a stem never meets a plain word;
// rootMark that of the consonants of an Arabic word, which say less.
const (
	stemMark = "~"
	rootMark = "~~"
)

// latinStemmers are the stemmers of languages in Latin letters.
var latinStemmers = map[string]func(string) string{
	"da": snowball(danish.Stem), "de": snowball(german.Stem), "en": englishStem, "es": spanishStem, "fi": snowball(finnish.Stem),
	"fr": snowball(french.Stem), "hu": snowball(hungarian.Stem), "it": snowball(italian.Stem), "nl": snowball(dutch.Stem),
	"no": snowball(norwegian.Stem), "nb": snowball(norwegian.Stem), "pt": portugueseStem, "ro": snowball(romanian.Stem),
	"sv": snowball(swedish.Stem), "tr": snowball(turkish.Stem), "az": snowball(turkish.Stem),
	"pl": slavicStem, "cs": slavicStem, "sk": slavicStem, "sl": slavicStem, "hr": slavicStem, "bs": slavicStem, "sr": slavicStem,
	"id": malayStem, "ms": malayStem,
}

// stems returns the terms of a small word's stems: by the script where it tells
// the language, else by each of the languages. A word is stemmed as written and
// without its accents, since readers leave them out.
func stems(word string, languages []string) []string {
	var all []string
	add := func(mark, stem string) {
		if term := mark + fold(stem); len(stem) > 1 && !slices.Contains(all, term) {
			all = append(all, term)
		}
	}
	plain := fold(word)
	switch first := firstLetter(plain); {
	case unicode.Is(unicode.Cyrillic, first):
		add(stemMark, russianStem(strings.ReplaceAll(word, "ё", "е")))
		add(stemMark, cyrillicStem(plain))
	case unicode.Is(unicode.Arabic, first):
		for _, stem := range arabicStems(plain) {
			add(stemMark, stem)
		}
		add(rootMark, arabicRoot(plain))
	case unicode.Is(unicode.Greek, first):
		add(stemMark, cutEnding(plain, greekEndings, 3))
	case unicode.Is(unicode.Hebrew, first):
		add(stemMark, hebrewStem(plain))
	case unicode.Is(unicode.Devanagari, first):
		add(stemMark, cutEnding(plain, hindiEndings, 2))
	case unicode.Is(unicode.Latin, first):
		for _, l := range languages {
			if stem := latinStemmers[l]; stem != nil {
				add(stemMark, stem(word))
				add(stemMark, stem(plain))
			}
		}
	}
	return all
}

func firstLetter(word string) rune {
	for _, r := range word {
		return r
	}
	return 0
}

// snowball makes a stemmer of one of Snowball's.
func snowball(stem func(*snowballstem.Env) bool) func(string) string {
	return func(word string) string {
		env := snowballstem.NewEnv(word)
		stem(env)
		return env.Current()
	}
}

var (
	plainEnglish    = snowball(english.Stem)
	plainSpanish    = snowball(spanish.Stem)
	plainPortuguese = snowball(portuguese.Stem)
	russianStem     = snowball(russian.Stem)
)

// irregular English plurals that no rule of endings undoes.
var irregular = map[string]string{
	"children": "child", "women": "woman", "men": "man", "people": "person", "feet": "foot", "lives": "life", "buses": "bus",
	"gases": "gas", "criteria": "criterion", "phenomena": "phenomenon", "analyses": "analysis", "bases": "basis",
}

// englishSpelling makes one of the British and the American way to write.
var englishSpelling = strings.NewReplacer("iz", "is", "yz", "ys", "our", "or", "ll", "l", "mm", "m")

func englishStem(word string) string {
	if one := irregular[word]; one != "" {
		word = one
	}
	if rest, cut := strings.CutSuffix(word, "ter"); cut && (rest == "cen" || rest == "kilome" || rest == "thea" || rest == "me") {
		word = rest + "tre"
	}
	return englishSpelling.Replace(plainEnglish(word))
}

// spanishStem also undoes plurals that Spanish's stemmer leaves when the accent
// is not written, as in "gestion".
func spanishStem(word string) string {
	if rest, cut := strings.CutSuffix(word, "iones"); cut {
		word = rest + "ion"
	}
	return plainSpanish(word)
}

// portugueseStem takes the plurals in -ões, -ães and -ais back first, which
// must meet words without their accents.
func portugueseStem(word string) string {
	for _, of := range [][2]string{
		{"ções", "ção"}, {"coes", "cao"}, {"ões", "ão"}, {"oes", "ao"}, {"ães", "ão"}, {"ais", "al"}, {"éis", "el"}, {"eis", "el"}, {"óis", "ol"}, {"uis", "ul"}, {"ns", "m"},
	} {
		if rest, cut := strings.CutSuffix(word, of[0]); cut && runeCount(rest) >= 2 {
			word = rest + of[1]
			break
		}
	}
	return plainPortuguese(word)
}

func runeCount(s string) int { return len([]rune(s)) }

// cutEnding takes the first of the endings off that leaves enough letters.
func cutEnding(word string, endings []string, least int) string {
	for _, ending := range endings {
		if rest, cut := strings.CutSuffix(word, ending); cut && runeCount(rest) >= least {
			return rest
		}
	}
	return word
}

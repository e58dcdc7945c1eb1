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

// stemMark begins the term of a stem, so that a stem never meets a plain word.
const stemMark = "~"

// latinStemmers are the stemmers of languages in Latin letters.
var latinStemmers = map[string]func(*snowballstem.Env) bool{
	"da": danish.Stem, "de": german.Stem, "en": english.Stem, "es": spanish.Stem, "fi": finnish.Stem, "fr": french.Stem,
	"hu": hungarian.Stem, "it": italian.Stem, "nl": dutch.Stem, "no": norwegian.Stem, "pt": portuguese.Stem,
	"ro": romanian.Stem, "sv": swedish.Stem, "tr": turkish.Stem,
}

// stems returns the terms of a small word's stems: by the script for Cyrillic
// and Arabic, else by each of the languages. A word is stemmed as written and
// without its accents, since readers leave them out.
func stems(word string, languages []string) []string {
	var all []string
	add := func(stem string) {
		if term := stemMark + fold(stem); len(stem) > 1 && !slices.Contains(all, term) {
			all = append(all, term)
		}
	}
	plain := fold(word)
	switch first := firstLetter(plain); {
	case unicode.Is(unicode.Cyrillic, first):
		add(snowball(russian.Stem, strings.ReplaceAll(word, "ё", "е")))
	case unicode.Is(unicode.Arabic, first):
		add(arabicStem(plain))
	case unicode.Is(unicode.Latin, first):
		for _, l := range languages {
			if stem := latinStemmers[l]; stem != nil {
				add(snowball(stem, word))
				if plain != word {
					add(snowball(stem, plain))
				}
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

func snowball(stem func(*snowballstem.Env) bool, word string) string {
	env := snowballstem.NewEnv(word)
	stem(env)
	return env.Current()
}

// What an Arabic noun may begin and end with: "and", "with", "to" and the
// article; endings of number and gender.
var (
	arabicHeads = []string{"وال", "بال", "كال", "فال", "لل", "ال", "و"}
	arabicTails = []string{"هما", "ات", "ان", "ون", "ين", "يه", "ها", "هم", "نا", "ه", "ي"}
)

// brokenPlurals gives the singular of common nouns of city work whose plural
// changes inside the word, which no rule of endings can undo. Both are folded.
var brokenPlurals = map[string]string{
	"مدن": "مدينه", "طرق": "طريق", "شوارع": "شارع", "مشاريع": "مشروع", "مدارس": "مدرسه", "حدايق": "حديقه", "مباني": "مبني",
	"احياء": "حي", "اسواق": "سوق", "مراكز": "مركز", "مكاتب": "مكتب", "موارد": "مورد", "مرافق": "مرفق", "مناطق": "منطقه",
	"سكان": "ساكن", "اطفال": "طفل", "نساء": "امراه", "رجال": "رجل", "شباب": "شاب", "افراد": "فرد", "اسر": "اسره",
	"برامج": "برنامج", "نظم": "نظام", "انظمه": "نظام", "اجهزه": "جهاز", "ادوات": "اداه", "شبكات": "شبكه", "مواقع": "موقع",
	"بيوت": "بيت", "منازل": "منزل", "مساجد": "مسجد", "موانئ": "ميناء", "جسور": "جسر", "انهار": "نهر", "اشجار": "شجره",
	"تجارب": "تجربه", "حلول": "حل", "نتايج": "نتيجه", "اهداف": "هدف", "قوانين": "قانون", "عقود": "عقد", "رسوم": "رسم",
	"ضرايب": "ضريبه", "رخص": "رخصه", "تصاريح": "تصريح", "وثايق": "وثيقه", "ملفات": "ملف", "جوايز": "جايزه", "قري": "قريه",
	"محافظات": "محافظه", "بلدان": "بلد", "دول": "دوله", "مستشفيات": "مستشفي", "عمال": "عامل", "مشاه": "ماشي", "حافلات": "حافله",
}

// arabicStem takes article and endings off a folded Arabic word, as long as a
// root of three letters is left, and knows common broken plurals.
func arabicStem(word string) string {
	bare := word
	for _, head := range arabicHeads {
		if rest, cut := strings.CutPrefix(bare, head); cut && runeCount(rest) >= 3 {
			bare = rest
			break
		}
	}
	if one := brokenPlurals[bare]; one != "" {
		bare = one
	}
	for _, tail := range arabicTails {
		if rest, cut := strings.CutSuffix(bare, tail); cut && runeCount(rest) >= 3 {
			return rest
		}
	}
	return bare
}

func runeCount(s string) int { return len([]rune(s)) }

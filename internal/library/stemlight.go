package library

import "strings"

// Light stemmers, for languages for which no kept library has one: they take
// off the longest known ending. All work on folded words, and endings stand
// from the longest.

var greekEndings = strings.Fields("ματων ματος ματα ουσ εισ εων ων ιεσ ιων εσ οσ ον ου οι ασ ησ ια ιο ιου α ο η ι υ ε ω")

// Hindi nouns and adjectives: number and case.
var hindiEndings = strings.Fields("ियों ियां ियाँ ाओं ाएं ुओं ों ें ाए ीय ी ा े ि ो ाँ ां ए ओं एं")

// Ukrainian, Bulgarian, Serbian and others in Cyrillic; folding has made и of і
// and ї, е of є.
var cyrillicEndings = strings.Fields("остями остях ости остеи иями ями ами ого ому ими ому еву ови еви ем ом ою ею их им ии ою ах ях ам ям ов ев ив еи ия ию ие ое ою ая яя юю ую у ю а я и е о ь ы")

// Slavic languages in Latin letters.
var slavicEndings = strings.Fields("iami owie owych nych nego nemu nimi ami ach ego emu ymi imi iej ych ich iem owi ovi ich eho emu ow ou em om ie ia iu ym im ej ov ah eg a e i o u y")

func cyrillicStem(word string) string { return cutEnding(word, cyrillicEndings, 3) }

func slavicStem(word string) string { return cutEnding(fold(word), slavicEndings, 3) }

// malayStem is of Indonesian and Malay: what stands behind a root, and the most
// frequent that stand before it.
func malayStem(word string) string {
	word = cutEnding(word, []string{"nya", "kan", "lah", "an", "i"}, 4)
	for _, head := range []string{"meng", "mem", "men", "peng", "pem", "pen", "ber", "per", "ter", "me", "pe", "di", "ke", "se"} {
		if rest, cut := strings.CutPrefix(word, head); cut && len(rest) >= 4 {
			return rest
		}
	}
	return word
}

// hebrewStem takes off a particle and the ending of number.
func hebrewStem(word string) string {
	for _, head := range []string{"וה", "שה", "מה", "לה", "ה", "ב", "ל", "מ", "ו", "ש", "כ"} {
		if rest, cut := strings.CutPrefix(word, head); cut && runeCount(rest) >= 3 {
			word = rest
			break
		}
	}
	return cutEnding(word, []string{"יות", "ימ", "ות", "ית", "ה", "ת"}, 2)
}

// What an Arabic noun may begin and end with: "and", "with", "to" and the
// article; endings of number, gender and owner. The later heads are one letter,
// which may as well be the word's own: such a word is tried both ways. Endings
// of Persian and Urdu stand with them.
var (
	arabicHeads   = []string{"وبال", "ولل", "وال", "بال", "كال", "فال", "لل", "ال"}
	arabicLetters = []string{"و", "ب", "ل", "ف", "ك"}
	arabicTails   = []string{"هايي", "هاي", "هما", "كما", "تها", "ته", "يات", "ات", "ان", "ون", "ين", "يه", "ها", "هم", "كم", "نا", "ه", "ي", "ت"}
)

// brokenPlurals gives the singular of common nouns of city work whose plural
// changes inside the word, which no rule of endings can undo. Both are folded.
var brokenPlurals = map[string]string{
	"مدن": "مدينه", "طرق": "طريق", "احيا": "حي", "قري": "قريه", "دول": "دوله", "حلول": "حل", "رخص": "رخصه", "مشاه": "ماشي",
	"نسا": "امراه", "برامج": "برنامج", "ادوات": "اداه", "شبكات": "شبكه", "فرص": "فرصه", "اسر": "اسره", "مبان": "مبني",
	"ورش": "ورشه", "خطط": "خطه", "ناس": "انسان", "سلطات": "سلطه", "سبل": "سبيل", "منصات": "منصه", "مياه": "ما",
	"سكان": "ساكن", "شباب": "شاب", "عمال": "عامل", "طلاب": "طالب", "كبار": "كبير", "صغار": "صغير", "جدد": "جديد", "قيم": "قيمه",
}

// arabicStems takes article and endings off a folded word, as long as a root of
// three letters is left, and knows common broken plurals.
func arabicStems(word string) []string {
	bare, all := word, []string{}
	for _, head := range arabicHeads {
		if rest, cut := strings.CutPrefix(bare, head); cut && runeCount(rest) >= 2 {
			bare = rest
			break
		}
	}
	all = append(all, arabicEnd(bare))
	if bare == word {
		for _, head := range arabicLetters {
			if rest, cut := strings.CutPrefix(bare, head); cut && runeCount(rest) >= 4 {
				all = append(all, arabicEnd(rest))
			}
		}
	}
	return all
}

func arabicEnd(bare string) string {
	if one := brokenPlurals[bare]; one != "" {
		bare = one
	}
	return cutEnding(bare, arabicTails, 3)
}

// arabicRoot is what is left of a word without its long vowels, when that is
// three letters at least: the plural of an Arabic noun mostly changes only
// them. It is no true root, and says less than a stem.
func arabicRoot(word string) string {
	bare := arabicStems(word)[0]
	letters := []rune(bare)
	if len(letters) < 4 {
		return bare
	}
	if len(letters) == 5 && letters[0] == 'ا' && letters[3] == 'ا' { // as in "markets" of "market"
		return string([]rune{letters[1], letters[2], letters[4]})
	}
	root := strings.Map(func(r rune) rune {
		if r == 'ا' || r == 'و' || r == 'ي' {
			return -1
		}
		return r
	}, bare)
	if runeCount(root) < 3 {
		return bare
	}
	return root
}

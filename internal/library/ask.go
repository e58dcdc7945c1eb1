package library

import (
	"slices"
	"strings"
)

const (
	// TextMax is the most characters of a search that are read.
	TextMax = 200
	// unitsMax is the most words of a search that are read.
	unitsMax = 12
)

// unit is one word, or one run of a script without spaces, of a search: it is
// found where one of its ways is.
type unit struct {
	said string
	ways []way
}

// way is one form of a unit: the terms that must stand in the same field.
// Weight says how near it is to what was written.
type way struct {
	terms  []string
	weight float32
}

// ask reads a search as units, in the same chain as the text. Stems are taken
// in each language of the text, since a search does not say its own.
func ask(text string, languages []string) []unit {
	var units []unit
	for _, r := range runs(lower(cut(text, TextMax))) {
		if len(units) == unitsMax {
			break
		}
		if r.script.dense() {
			units = append(units, denseUnits(r)...)
			continue
		}
		units = append(units, wordUnit(r.text, languages))
	}
	return meaningful(units)
}

func cut(text string, most int) string {
	letters := []rune(text)
	return string(letters[:min(len(letters), most)])
}

func wordUnit(word string, languages []string) unit {
	plain := fold(word)
	u := unit{word, []way{{[]string{plain}, 1}}}
	for _, stem := range stems(word, languages) {
		u.ways = append(u.ways, way{[]string{stem}, 0.7})
	}
	// German and others write ä, ö, ü and å, ø as two letters where they must.
	if short := umlauts.Replace(plain); short != plain {
		u.ways = append(u.ways, way{[]string{short}, 0.5})
	}
	return u
}

var umlauts = strings.NewReplacer("ae", "a", "oe", "o", "ue", "u", "aa", "a")

// denseUnits cuts a run at its Hiragana, which in a search is mostly grammar,
// and lets a Korean word go without its particle.
func denseUnits(r run) []unit {
	var units []unit
	for _, text := range strings.FieldsFunc(r.text, func(c rune) bool { return scriptOf(c) == hiragana }) {
		units = append(units, denseUnit(text))
	}
	if units == nil {
		units = []unit{denseUnit(r.text)}
	}
	return units
}

func denseUnit(text string) unit {
	u := unit{text, []way{{pairs(text), 1}}}
	for _, p := range particles {
		if rest, ends := strings.CutSuffix(text, p); ends && runeCount(rest) >= 2 {
			u.ways = append(u.ways, way{pairs(rest), 0.6})
		}
	}
	return u
}

// particles are the Korean endings of a noun in a sentence, and what follows
// the name of a place: city, county, district.
var particles = []string{
	"에서는", "으로는", "에게서", "이라는", "으로", "에서", "에게", "까지", "부터", "처럼", "보다", "마다", "이나", "이란", "하는", "하기",
	"특별자치시", "특별자치도", "특별시", "광역시", "시", "군", "구", "市", "县", "縣",
	"은", "는", "이", "가", "을", "를", "에", "의", "도", "로", "와", "과", "만", "나",
}

// stopWords say nothing of what is looked for. They are dropped from a search
// that has other words.
var stopWords = strings.Fields(`a an the of to in on at by for from with and or is are was were be been how what which who why where when do does did can
we our you your it its this that these those there as into about than
de la le les l d du des un une et en au aux pour par sur dans avec que qui ce cette est sont
el los las del y o para por con una al se lo su es son como
der die das den dem des und ein eine einer eines im in zu zum zur mit von fur auf ist sind wie
da do das dos e em no na nos nas um uma ao il lo gli di che per una sono
и в во на с со по для от из к о об не что как это при или за
في من على الى عن مع او و ما هذا هذه التي الذي
ve ile bir bu icin da de nasil
va cua la cac cho mot nhung`)

func meaningful(units []unit) []unit {
	kept := slices.DeleteFunc(slices.Clone(units), func(u unit) bool { return slices.Contains(stopWords, fold(u.said)) })
	if len(kept) == 0 {
		return units
	}
	return kept
}

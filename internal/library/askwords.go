package library

import (
	"slices"
	"strings"
)

// elided are articles and the like that French, Italian and Catalan write with
// an apostrophe before a word.
var elided = strings.Fields("l d j m n s t c qu jusqu lorsqu puisqu quelqu dell all nell sull dall coll un gl quell")

// withoutElision takes off what an apostrophe joins to a word and that says
// nothing: a French article, an English s.
func withoutElision(piece string, group []run) []run {
	for len(group) > 1 {
		last := len(group) - 1
		switch {
		case apostrophe(piece[group[0].to:group[1].from]) && slices.Contains(elided, group[0].text):
			group = group[1:]
		case apostrophe(piece[group[last-1].to:group[last].from]) && group[last].text == "s":
			group = group[:last]
		default:
			return group
		}
	}
	return group
}

// German and others write ä, ö, ü and å, ø as two letters where they must.
var (
	umlauts = strings.NewReplacer("ae", "a", "oe", "o", "ue", "u", "aa", "a")
	twoed   = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "å", "aa", "ø", "oe")
)

// respelt lists the other ways to write the letters of a word.
func respelt(word, plain string) []string {
	var all []string
	if short := umlauts.Replace(plain); short != plain {
		all = append(all, short)
	}
	if long := fold(twoed.Replace(word)); long != plain {
		all = append(all, long)
	}
	return all
}

// withoutEndings lists what is left of a Korean word without its endings, up to
// some of them on each other.
func withoutEndings(text string, most int) []string {
	var all []string
	for _, ending := range koreanEndings {
		rest, ends := strings.CutSuffix(text, ending)
		if !ends || runeCount(rest) < 2 {
			continue
		}
		all = append(all, rest)
		if most > 1 {
			all = append(all, withoutEndings(rest, most-1)...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// koreanEndings are the endings of a noun in a sentence and of the verbs made
// of one, and what follows the name of a place: city, county, district.
var koreanEndings = strings.Fields(`에서는 에서도 으로는 으로서 으로써 에게서 에게는 이라는 라는 이라고 이며 이고 입니다 으로 에서 에게 까지 부터 처럼 보다 마다 이나 이란

에는 에도 들 들이 들을 들의 적 적인 적으로 화 별 하는 하기 하다 하여 해서 하고 하면 하며 하게 한 할 함 했다 합니다 했습니다 하였다 하였습니다 되는 되다 되어 된 될 됨 됐다 되었다 되었습니다 시키는 시켰다
특별자치시 특별자치도 특별시 광역시 시 군 구 市 县 은 는 이 가 을 를 에 의 도 로 와 과 만 나`)

// stopWords say nothing of what is looked for. They are dropped from a search
// that has other words.
var stopWords = wordSet(`a an the of to in on at by for from with and or is are was were be been how what which who why where when do does did can

we our you your it its this that these those there as into about than
de la le les l d du des un une et en au aux pour par sur dans avec que qui ce cette est sont
el los las del y o para por con una al se lo su es son como
der die das den dem des und ein eine einer eines im in zu zum zur mit von fur auf ist sind wie
da do das dos e em no na nos nas um uma ao il lo gli di che per una sono
и в во на с со по для от из к о об не что как это при или за та
في من على الى عن مع او و ما هذا هذه التي الذي که را از به با در این
ve ile bir bu icin da de nasil
va cua la cac cho mot nhung
के का की में से और को है हैं`)

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(list) {
		set[fold(word)] = true
	}
	return set
}

func meaningful(units []unit) []unit {
	kept := slices.DeleteFunc(slices.Clone(units), func(u unit) bool { return !u.exact && stopWords[fold(u.said)] })
	if len(kept) == 0 {
		return units
	}
	return kept
}

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
	// prefixMost is how many words that begin alike are looked for, in all of a
	// search.
	prefixMost = 2000
)

// unit is one word, one phrase, or one run of a script without spaces, of a
// search: it is found where one of its ways is.
type unit struct {
	said  string
	ways  []way
	dense bool // a run of a script without spaces
	exact bool // asked for as written
}

// way is one form of a unit: the terms that must stand in one practice, at the
// places given if any. Weight says how near it is to what was written.
type way struct {
	terms  []string
	at     []int
	weight float32
}

func one(term string, weight float32) way { return way{terms: []string{term}, weight: weight} }

// quotes are what a phrase stands between.
var quotes = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`, "「", `"`, "」", `"`, "『", `"`, "』", `"`)

// ask reads a search as units, in the same chain as the text. Stems are taken
// in each language of the text, since a search does not say its own. Words
// between quotation marks are a phrase; a word that ends with * is a beginning.
func (x *index) ask(text string) []unit {
	var units []unit
	room := prefixMost
	pieces := strings.Split(quotes.Replace(lower(cut(text, TextMax))), `"`)
	for i, piece := range pieces {
		if i%2 == 1 && i < len(pieces)-1 {
			if u, some := phrase(piece); some {
				units = append(units, u)
			}
			continue
		}
		units = append(units, x.askWords(piece, &room)...)
	}
	units = onceEach(meaningful(units))
	return units[:min(len(units), unitsMax)]
}

// onceEach leaves out what was written before: it would narrow nothing.
func onceEach(units []unit) []unit {
	var once []unit
	for _, u := range units {
		if !slices.ContainsFunc(once, func(o unit) bool { return o.said == u.said && o.exact == u.exact }) {
			once = append(once, u)
		}
	}
	return once
}

// askWords reads a piece of a search that is no phrase. Room is how many words
// may be looked for that begin alike.
func (x *index) askWords(piece string, room *int) []unit {
	var units []unit
	all := runs(piece)
	for i := 0; i < len(all); i++ {
		r := all[i]
		if r.script.dense() {
			units = append(units, denseUnits(r)...)
			continue
		}
		group := []run{r}
		for i+1 < len(all) && joined(piece, all[i], all[i+1]) {
			i++
			group = append(group, all[i])
		}
		group = withoutElision(piece, group)
		switch last := group[len(group)-1]; {
		case len(group) > 1:
			units = append(units, x.joinedUnit(piece[group[0].from:last.to], group))
		case strings.HasPrefix(piece[last.to:], "*"):
			u := x.beginning(last.text, *room)
			*room -= len(u.ways)
			units = append(units, u)
		default:
			units = append(units, x.wordUnit(last.text))
		}
	}
	return units
}

func cut(text string, most int) string {
	letters := 0
	for i := range text {
		if letters++; letters > most {
			return text[:i]
		}
	}
	return text
}

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

func (x *index) wordUnit(word string) unit {
	plain := fold(word)
	u := unit{said: word, ways: []way{one(plain, 1)}}
	for _, stem := range stems(word, x.languages) {
		weight := float32(0.7)
		if strings.HasPrefix(stem, rootMark) {
			weight = 0.35
		}
		u.ways = append(u.ways, one(stem, weight))
	}
	for _, other := range respelt(word, plain) {
		u.ways = append(u.ways, one(other, 0.6))
		for _, stem := range stems(other, x.languages) {
			u.ways = append(u.ways, one(stem, 0.4))
		}
	}
	for _, long := range x.compounds(plain) {
		u.ways = append(u.ways, one(long, 0.4))
	}
	return u
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

// joinedUnit is of words with hyphens or apostrophes between: written in one,
// or beside each other, or all of them anywhere.
func (x *index) joinedUnit(said string, group []run) unit {
	u := unit{said: said}
	beside, anywhere := way{weight: 1}, way{weight: 0.5}
	var inOne strings.Builder
	for i, r := range group {
		plain := fold(r.text)
		inOne.WriteString(plain)
		beside.terms, beside.at = append(beside.terms, plain), append(beside.at, i)
		if stem := stems(r.text, x.languages); len(stem) > 0 {
			plain = stem[0]
		}
		anywhere.terms = append(anywhere.terms, plain)
	}
	u.ways = append(x.wordUnit(inOne.String()).ways, beside, anywhere)
	return u
}

// beginning finds up to most words that begin with what was written.
func (x *index) beginning(word string, most int) unit {
	plain := fold(word)
	u := unit{said: word + "*", exact: true}
	for _, p := range x.parts {
		for i := p.find(plain); i < len(p.ends) && strings.HasPrefix(p.term(i), plain) && len(u.ways) < most; i++ {
			u.ways = append(u.ways, one(p.term(i), 1))
		}
	}
	return u
}

// phrase finds words in their order; some is false when there are none.
func phrase(piece string) (u unit, some bool) {
	w := way{weight: 1}
	at := 0
	for _, r := range runs(piece) {
		plain := fold(r.text)
		if !r.script.dense() {
			w.terms, w.at = append(w.terms, plain), append(w.at, at)
			at++
			continue
		}
		for _, pair := range neighbours(plain) {
			w.terms, w.at = append(w.terms, pair), append(w.at, at)
			at++
		}
		if runeCount(plain) > 1 {
			at++
		}
	}
	return unit{said: strings.TrimSpace(piece), ways: []way{w}, exact: true}, len(w.terms) > 0
}

// neighbours are the pairs of neighbours of a run, or its only character.
func neighbours(text string) []string {
	letters := []rune(text)
	if len(letters) < 2 {
		return []string{text}
	}
	pairs := make([]string, len(letters)-1)
	for i := range pairs {
		pairs[i] = string(letters[i : i+2])
	}
	return pairs
}

// denseUnits cuts a run at its Hiragana, which in a search is mostly grammar,
// and where the script changes from Hangul.
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

// denseUnit is a run as written, its pairs anywhere, a Korean word without its
// endings, or the words of two characters that Chinese is mostly made of.
func denseUnit(text string) unit {
	plain := fold(text)
	u := unit{said: text, dense: true, ways: []way{inOrder(plain, 1)}}
	if pairs := u.ways[0].terms; len(pairs) > 1 {
		u.ways = append(u.ways, way{terms: pairs, weight: 0.3})
	}
	if rest, cut := strings.CutSuffix(plain, "ー"); cut && runeCount(rest) > 1 {
		u.ways = append(u.ways, inOrder(rest, 0.9))
	}
	for _, rest := range withoutEndings(plain, 2) {
		u.ways = append(u.ways, inOrder(rest, 0.6))
	}
	if words := twos(plain); len(words) > 1 {
		u.ways = append(u.ways, way{terms: words, weight: 0.3})
	}
	return u
}

// inOrder is the way of a run of characters that stand beside each other.
func inOrder(text string, weight float32) way {
	w := way{terms: neighbours(text), weight: weight}
	for i := range w.terms {
		w.at = append(w.at, i)
	}
	return w
}

// twos cuts a run of Chinese characters in words of two; the last two overlap
// where their number is odd.
func twos(text string) []string {
	letters := []rune(text)
	if len(letters) < 4 || slices.ContainsFunc(letters, func(r rune) bool { return scriptOf(r) != han }) {
		return nil
	}
	var words []string
	for i := 0; i < len(letters); i += 2 {
		i := min(i, len(letters)-2)
		words = append(words, string(letters[i:i+2]))
	}
	return words
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

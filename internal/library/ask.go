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

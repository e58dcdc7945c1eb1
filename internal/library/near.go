package library

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	nearLeast = 4  // letters of a word that near words are sought for
	nearMost  = 12 // near words that are taken
)

// nearWord is a term that may be meant by a word, and how a page shows it; a
// stem is not shown.
type nearWord struct {
	way
	shown string
}

// How a term may be near to a word, the nearest first.
const (
	oneLetter   = iota // one letter wrong, missing, added or swapped
	stemLetter         // its stem likewise
	twoLetters         // two letters so, the first one right
	beginsWith         // it begins with the word
	holds              // it holds the word, as compounds do
	beginsAlike        // it begins as the word does
	notNear
)

// near lists the terms that a word which stands nowhere may stand for: those
// that are nearest in one way.
func (x *index) near(u unit) []nearWord {
	word := u.ways[0].terms[0]
	if runeCount(word) < nearLeast {
		return nil
	}
	type candidate struct {
		term string
		rank int
	}
	var all []candidate
	best := notNear
	m := newMeant(u)
	for _, p := range x.parts {
		for _, term := range p.near {
			if rank := m.rank(term, best); rank < notNear && rank <= best {
				best = rank
				all = append(all, candidate{term, rank})
			}
		}
	}
	all = slices.DeleteFunc(all, func(c candidate) bool { return c.rank != best })
	slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Or(len(a.term)-len(b.term), cmp.Compare(a.term, b.term)) })
	var near []nearWord
	for _, c := range slices.Compact(all)[:min(len(slices.Compact(all)), nearMost)] {
		n := nearWord{way{terms: []string{c.term}, weight: 0.5}, c.term}
		if strings.HasPrefix(c.term, stemMark) {
			n.shown = x.plainOf(c.term)
		}
		near = append(near, n)
	}
	return near
}

// plainOf is a word that begins with a stem.
func (x *index) plainOf(stem string) string {
	stem = strings.TrimPrefix(stem, stemMark)
	for _, p := range x.parts {
		if i := p.find(stem); i < len(p.ends) && strings.HasPrefix(p.term(i), stem) {
			return p.term(i)
		}
	}
	return ""
}

// meant is a word that stands nowhere, in the forms that are compared.
type meant struct {
	word, start string
	stems       []string
	letters     int
}

func newMeant(u unit) meant {
	m := meant{word: u.ways[0].terms[0]}
	for _, w := range u.ways[1:] {
		if term := w.terms[0]; len(w.terms) == 1 && strings.HasPrefix(term, stemMark) && !strings.HasPrefix(term, rootMark) && runeCount(term) > nearLeast {
			m.stems = append(m.stems, term)
		}
	}
	letters := []rune(m.word)
	m.letters, m.start = len(letters), string(letters[:len(letters)*6/10+1])
	return m
}

// rank is how near a term is; only up to the best so far is looked at.
func (m meant) rank(term string, best int) int {
	if strings.HasPrefix(term, stemMark) {
		if best >= stemLetter && slices.ContainsFunc(m.stems, func(stem string) bool { return oneEdit(stem, term) }) {
			return stemLetter
		}
		return notNear
	}
	switch {
	case oneEdit(m.word, term):
		return oneLetter
	case best < twoLetters:
		return notNear
	case m.letters >= twoEditsLeast && twoEdits(m.word, term):
		return twoLetters
	case best < beginsWith:
		return notNear
	case strings.HasPrefix(term, m.word):
		return beginsWith
	case best >= holds && m.letters >= 5 && strings.Contains(term, m.word):
		return holds
	case best >= beginsAlike && m.letters >= 6 && strings.HasPrefix(term, m.start):
		return beginsAlike
	}
	return notNear
}

// apart takes a word for two that stand beside each other.
func (x *index) apart(u unit) []nearWord {
	word := u.ways[0].terms[0]
	var near []nearWord
	for i := range word {
		if utf8.RuneCountInString(word[:i]) < 3 || utf8.RuneCountInString(word[i:]) < 3 {
			continue
		}
		if two := []string{word[:i], word[i:]}; x.count(two[0]) > 0 && x.count(two[1]) > 0 {
			near = append(near, nearWord{way{terms: two, at: []int{0, 1}, weight: 0.5}, two[0] + " " + two[1]})
		}
	}
	return near
}

// twoEditsLeast is from how many letters on two of a word may be wrong.
const twoEditsLeast = 7

// twoEdits reports whether two letters less, more or other make b of a, of which
// neither is the first.
func twoEdits(a, b string) bool {
	if len(a)-len(b) > 2*utf8.UTFMax || len(b)-len(a) > 2*utf8.UTFMax || firstLetter(a) != firstLetter(b) {
		return false
	}
	from, to := []rune(a), []rune(b)
	if len(from)-len(to) > 2 || len(to)-len(from) > 2 {
		return false
	}
	before, row := make([]int, len(to)+1), make([]int, len(to)+1)
	for j := range before {
		before[j] = j
	}
	for i, letter := range from {
		row[0] = i + 1
		least := row[0]
		for j, other := range to {
			row[j+1] = min(before[j+1], row[j]) + 1
			if letter == other {
				row[j+1] = before[j]
			} else {
				row[j+1] = min(row[j+1], before[j]+1)
			}
			least = min(least, row[j+1])
		}
		if least > 2 {
			return false
		}
		before, row = row, before
	}
	return before[len(to)] <= 2
}

// compoundEndings may follow a word at the end of a compound.
var compoundEndings = []string{"", "n", "en", "e", "s", "er", "es", "r"}

// compounds lists the long words of languages that write compounds in one that
// begin or end with a word. What stands within one is found only where the word
// stands nowhere else.
func (x *index) compounds(word string) []string {
	if runeCount(word) < nearLeast || scriptOf(firstLetter(word)).dense() {
		return nil
	}
	var all []string
	for _, p := range x.parts {
		all = append(all, beginning(p.long, word)...)
		for _, ending := range compoundEndings {
			for _, back := range beginning(p.longBack, reversed(word+ending)) {
				all = append(all, reversed(back))
			}
		}
	}
	all = slices.DeleteFunc(all, func(long string) bool { return len(long) < len(word)+3 })
	slices.SortFunc(all, func(a, b string) int { return cmp.Or(len(a)-len(b), cmp.Compare(a, b)) })
	all = slices.Compact(all)
	return all[:min(len(all), compoundsMost)]
}

// beginning cuts those that begin with some letters out of sorted words.
func beginning(sorted []string, letters string) []string {
	from, _ := slices.BinarySearch(sorted, letters)
	to := from
	for to < len(sorted) && strings.HasPrefix(sorted[to], letters) && to-from < prefixMost {
		to++
	}
	return sorted[from:to]
}

func reversed(word string) string {
	letters := []rune(word)
	slices.Reverse(letters)
	return string(letters)
}

// compoundsMost is how many compounds of a word are looked for.
const compoundsMost = 40

// oneEdit reports whether one letter less, more, other or swapped with its
// neighbour makes b of a.
func oneEdit(a, b string) bool {
	if len(a)-len(b) > utf8.UTFMax || len(b)-len(a) > utf8.UTFMax {
		return false
	}
	a, b = different(a, b)
	switch la, lb := utf8.RuneCountInString(a), utf8.RuneCountInString(b); {
	case la <= 1 && lb <= 1:
		return la+lb > 0
	case la == 2 && lb == 2 && len(a) == len(b): // swapped ones are as long
		first, n := utf8.DecodeRuneInString(a)
		return string(first) == b[len(b)-n:] && a[n:] == b[:len(b)-n]
	}
	return false
}

// different leaves of two words what stands between their common beginning and
// their common end.
func different(a, b string) (ofA, ofB string) {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	for i > 0 && (i < len(a) && !utf8.RuneStart(a[i]) || i < len(b) && !utf8.RuneStart(b[i])) {
		i--
	}
	a, b = a[i:], b[i:]
	j := 0
	for j < len(a) && j < len(b) && a[len(a)-1-j] == b[len(b)-1-j] {
		j++
	}
	for j > 0 && !utf8.RuneStart(a[len(a)-j]) {
		j--
	}
	return a[:len(a)-j], b[:len(b)-j]
}

package library

import (
	"strings"
	"sync"

	"github.com/blevesearch/bleve/v2/analysis"
)

// analyser turns the text of a practice into the terms under which it is found.
// It is an analysis.Analyzer of Bleve, of the languages that decide the stems of
// words.
//
// # Why an analyser of our own
//
// Readers search in other languages than the text, leave out accents, and
// write Chinese, Japanese, Korean and Thai without the spaces that engines cut
// at. Tried on 27 cases in 13 languages, the analysers that come with engines
// found 4 to 17; this chain finds them all (see its tests). Text is folded,
// words get their stems beside them, and scripts without spaces are indexed as
// characters and pairs of neighbours, so that any part of a run is found, and a
// Korean noun with or without its particle.
type analyser struct {
	languages []string
	known     *memory // of the words met before; nil = none
}

var _ analysis.Analyzer = analyser{}

// memory keeps the terms of words, since a text repeats its words and stemming
// is most of the work.
type memory struct {
	mu    sync.RWMutex
	terms map[string][][]byte
}

// memoryMost is how many words are kept before it begins anew.
const memoryMost = 60_000

// wordTerms are the terms of one word: folded, and its stems.
func (a analyser) wordTerms(word string) [][]byte {
	if a.known == nil {
		return termsOf(word, a.languages)
	}
	a.known.mu.RLock()
	terms := a.known.terms[word]
	a.known.mu.RUnlock()
	if terms != nil {
		return terms
	}
	terms = termsOf(word, a.languages)
	a.known.mu.Lock()
	defer a.known.mu.Unlock()
	if a.known.terms == nil || len(a.known.terms) >= memoryMost {
		a.known.terms = map[string][][]byte{}
	}
	a.known.terms[strings.Clone(word)] = terms
	return terms
}

func termsOf(word string, languages []string) [][]byte {
	terms := [][]byte{[]byte(fold(word))}
	for _, stem := range stems(word, languages) {
		terms = append(terms, []byte(stem))
	}
	return terms
}

// Analyze returns the terms of a text, in the form that Bleve asks of an
// analyser. Terms that begin at the same word or character have the same
// position, and neighbours follow each other by one.
func (a analyser) Analyze(input []byte) analysis.TokenStream {
	text := lower(string(input))
	all := runs(text)
	s := stream{tokens: make(analysis.TokenStream, 0, 3*len(all))}
	for i, r := range all {
		if r.script.dense() {
			s.grams(fold(r.text), r)
			if i > 0 && spacedHangul(text, all[i-1], r) {
				here := fold(r.text)
				s.add([]byte(lastRune(fold(all[i-1].text))+string(firstLetter(here))), r, -runeCount(here))
			}
			continue
		}
		s.position++
		terms := a.wordTerms(r.text)
		for _, term := range terms {
			s.add(term, r, 0)
		}
		if i > 0 && joined(text, all[i-1], r) {
			s.add([]byte(fold(all[i-1].text)+string(terms[0])), r, -1)
		}
	}
	return s.tokens
}

// stream gathers tokens.
type stream struct {
	tokens   analysis.TokenStream
	position int
	room     []analysis.Token // made many at a time
}

// add appends a term of a run at some way from the present position.
func (s *stream) add(term []byte, r run, away int) {
	if len(s.room) == 0 {
		s.room = make([]analysis.Token, 256)
	}
	s.room[0] = analysis.Token{Term: term, Start: r.from, End: r.to, Position: s.position + away}
	s.tokens, s.room = append(s.tokens, &s.room[0]), s.room[1:]
}

// grams appends the characters and the pairs of neighbours of a run, each at
// the position of its first character.
func (s *stream) grams(text string, r run) {
	bytes := []byte(text)
	before := -1
	for at, letter := range text {
		end := at + len(string(letter))
		s.position++
		s.add(bytes[at:end:end], r, 0)
		if before >= 0 {
			s.add(bytes[before:end:end], r, -1)
		}
		before = at
	}
}

// spacedHangul reports whether two Korean words stand beside each other: where
// Korean puts a space is a matter of taste, so the pair across it counts too.
func spacedHangul(text string, before, r run) bool {
	return before.script == hangul && r.script == hangul && text[before.to:r.from] == " "
}

// joined reports whether two words are joined by a hyphen, an apostrophe or a
// mark that keeps letters apart: "e-government" is found as "egovernment" too.
func joined(text string, before, r run) bool {
	if before.script != words || r.script != words {
		return false
	}
	between := text[before.to:r.from]
	return between == "-" || between == "‐" || apostrophe(between) || between == "\u200c"
}

func apostrophe(s string) bool { return s == "'" || s == "’" || s == "ʼ" || s == "‘" || s == "`" }

func lastRune(s string) string {
	letters := []rune(s)
	return string(letters[len(letters)-1])
}

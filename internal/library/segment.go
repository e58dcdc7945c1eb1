package library

import (
	"encoding/binary"
	"sort"

	"we-gov.org/awards/internal/award"
)

// segment holds for some practices which terms stand in which of them and
// where. It is never changed once built.
//
// The postings of a term are one stretch of data: how many documents have it,
// then for each, in order, the step from the number of the one before, what the
// term is worth there (one byte), the length of its positions, and the steps
// between those. Stems have no positions, as phrases are of plain words.
type segment struct {
	ids    []award.ID // by document number
	words  string     // all terms, sorted, one behind the other
	ends   []uint32   // of each term in words
	starts []uint32   // of each term's postings in data
	data   []byte
	long   []string // words of languages that write compounds in one, sorted
	// longBack are the same words with their letters from the end, sorted.
	longBack []string
	near     []string // words for which a misspelt one may stand, sorted
}

// worthStep is how finely the worth of a term in a document is kept.
const worthStep = 8

// fieldGap keeps a phrase from reaching from one field into the next.
const fieldGap = 100

// term returns the term with a number.
func (s *segment) term(i int) string {
	from := uint32(0)
	if i > 0 {
		from = s.ends[i-1]
	}
	return s.words[from:s.ends[i]]
}

// find returns the number of the first term that is not less than a word.
func (s *segment) find(word string) int {
	return sort.Search(len(s.ends), func(i int) bool { return s.term(i) >= word })
}

// postings returns where a term stands; of a term that stands nowhere, none.
func (s *segment) postings(word string) postings {
	if i := s.find(word); i < len(s.ends) && s.term(i) == word {
		return s.postingsAt(i)
	}
	return postings{}
}

func (s *segment) postingsAt(i int) postings {
	p := postings{data: s.data[s.starts[i]:], doc: -1}
	p.left = int(p.number())
	return p
}

// postings walks through the documents of a term.
type postings struct {
	data  []byte
	left  int
	doc   int     // the present one, -1 before the first
	worth float32 // of the term there
	where []byte  // its positions there
}

func (p *postings) number() uint64 {
	n, size := binary.Uvarint(p.data)
	p.data = p.data[size:]
	return n
}

// next goes to the next document; false after the last.
func (p *postings) next() bool {
	if p.left == 0 {
		return false
	}
	p.left--
	p.doc += int(p.number()) //nolint:gosec // written by close
	p.worth = float32(p.data[0]) / worthStep
	p.data = p.data[1:]
	size := p.number()
	p.where, p.data = p.data[:size], p.data[size:]
	return true
}

// walking goes through the positions of a term in a document.
type walking struct {
	rest []byte
	at   uint64
}

// next goes to the next position; false after the last.
func (w *walking) next() bool {
	if len(w.rest) == 0 {
		return false
	}
	if step := w.rest[0]; step < 0x80 {
		w.at, w.rest = w.at+uint64(step), w.rest[1:]
		return true
	}
	step, size := binary.Uvarint(w.rest)
	w.at, w.rest = w.at+step, w.rest[size:]
	return true
}

// to goes to the first position from the present one on that is not before
// another; false when there is none.
func (w *walking) to(position uint64) bool {
	for w.at < position {
		if !w.next() {
			return false
		}
	}
	return true
}

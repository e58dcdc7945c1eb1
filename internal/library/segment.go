package library

import (
	"encoding/binary"
	"slices"
	"sort"
	"strings"

	"github.com/blevesearch/bleve/v2/analysis"

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

// positions reads the positions of the present document behind into.
func (p *postings) positions(into []uint32) []uint32 {
	at := uint64(0)
	for rest := p.where; len(rest) > 0; {
		step, size := binary.Uvarint(rest)
		rest, at = rest[size:], at+step
		into = append(into, uint32(at)) //nolint:gosec // a text is not that long
	}
	return into
}

// builder takes the analysed texts of practices in and ends in a segment.
type builder struct {
	ids   []award.ID
	lists map[string]*list
	long  map[string]bool
}

// list is the postings of a term as they grow.
type list struct {
	docs, last int // how many; the last one, -1 for none
	data       []byte
	often      [fieldCount]uint16 // in the document at hand
	open       bool               // whether it has the term
	at         uint32             // its last position there
	where      []byte
}

func newBuilder() *builder { return &builder{lists: map[string]*list{}, long: map[string]bool{}} }

// analysed is the text of one practice in terms, by field.
type analysed struct {
	id     award.ID
	fields [fieldCount]analysis.TokenStream
	long   []string
}

// add takes the next document in.
func (b *builder) add(a analysed) {
	doc, base := len(b.ids), 0
	b.ids = append(b.ids, a.id)
	var open []*list
	for f, tokens := range a.fields {
		last := base
		for _, t := range tokens {
			l := b.lists[string(t.Term)]
			if l == nil {
				l = &list{last: -1}
				b.lists[string(t.Term)] = l
			}
			if !l.open {
				l.open, open = true, append(open, l)
			}
			l.often[f]++
			at := base + t.Position
			if last = max(last, at); t.Term[0] != stemMark[0] {
				l.where = binary.AppendUvarint(l.where, uint64(max(at-int(l.at), 0))) //nolint:gosec // not negative
				l.at = uint32(max(at, int(l.at)))                                     //nolint:gosec // likewise
			}
		}
		base = last + fieldGap
	}
	for _, l := range open {
		l.close(doc)
	}
	for _, word := range a.long {
		b.long[word] = true
	}
}

// close ends the document at hand.
func (l *list) close(doc int) {
	var worth float64
	for f, often := range l.often {
		if often > 0 {
			worth += weights[f] * float64(often) * 2.2 / (float64(often) + 1.2)
		}
	}
	l.data = binary.AppendUvarint(l.data, uint64(doc-l.last)) //nolint:gosec // documents come in order
	l.data = append(l.data, byte(min(worth*worthStep, 255)))
	l.data = binary.AppendUvarint(l.data, uint64(len(l.where)))
	l.data = append(l.data, l.where...)
	l.docs, l.last, l.open, l.at, l.where, l.often = l.docs+1, doc, false, 0, l.where[:0], [fieldCount]uint16{}
}

// finish returns what was built.
func (b *builder) finish() *segment {
	terms := make([]string, 0, len(b.lists))
	size, letters := 0, 0
	for term, l := range b.lists {
		terms = append(terms, term)
		size, letters = size+len(l.data)+binary.MaxVarintLen32, letters+len(term)
	}
	slices.Sort(terms)
	s := &segment{ids: b.ids, data: make([]byte, 0, size), ends: make([]uint32, 0, len(terms)), starts: make([]uint32, 0, len(terms))}
	var words strings.Builder
	words.Grow(letters)
	for _, term := range terms {
		l := b.lists[term]
		words.WriteString(term)
		s.ends = append(s.ends, uint32(words.Len()))          //nolint:gosec // far below 4 GB
		s.starts = append(s.starts, uint32(len(s.data)))      //nolint:gosec // likewise
		s.data = binary.AppendUvarint(s.data, uint64(l.docs)) //nolint:gosec // not negative
		s.data = append(s.data, l.data...)
		delete(b.lists, term) // its memory is free again
	}
	s.words = words.String()
	for i := range terms {
		if term := s.term(i); mayBeMeant(term) {
			s.near = append(s.near, term)
		}
		if b.long[s.term(i)] {
			s.long = append(s.long, s.term(i))
			s.longBack = append(s.longBack, reversed(s.term(i)))
		}
	}
	slices.Sort(s.longBack)
	return s
}

// mayBeMeant reports whether a misspelt word may stand for a term: plain words
// and stems of some length, and none of a script that is cut in pairs.
func mayBeMeant(term string) bool {
	term = strings.TrimPrefix(term, stemMark)
	return len(term) >= nearLeast && !strings.HasPrefix(term, stemMark) && !scriptOf(firstLetter(term)).dense()
}

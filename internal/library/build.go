package library

import (
	"encoding/binary"
	"math/bits"
	"slices"
	"strings"
	"sync"

	"we-gov.org/awards/internal/award"
)

// Why a segment is built in pieces: ten thousand practices are 26 million words,
// and looking each up among all terms, with a list that grows for every term,
// took three times as long as this and left the collector half a million lists
// to watch. Here a word is looked up once, the terms of a hundred practices are
// noted as numbers and sorted, and what is written of each term is set behind
// that of the piece before. Pieces know nothing of each other, so every
// processor makes its own.

// lexicon numbers the terms of a segment as they are met. It is safe for
// concurrent use. The lowest bit of a number tells a stem.
type lexicon struct {
	mu      sync.RWMutex
	numbers map[string]uint32
	terms   []string
	words   map[string]map[string]terms // met before, by language
}

// terms are those of a word by number, the plain one first.
type terms struct {
	numbers []uint32
	long    bool // the word may be a compound
}

// wordsMost is how many words of a language are kept before it begins anew.
const wordsMost = 60_000

func newLexicon() *lexicon {
	return &lexicon{numbers: map[string]uint32{}, words: map[string]map[string]terms{}}
}

// number numbers a term.
func (l *lexicon) number(term string) uint32 {
	l.mu.RLock()
	n, there := l.numbers[term]
	l.mu.RUnlock()
	if there {
		return n
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.add(term)
}

func (l *lexicon) add(term string) uint32 {
	n, there := l.numbers[term]
	if !there {
		n = uint32(len(l.terms)) << 1 //nolint:gosec // far below four thousand million
		if term[0] == stemMark[0] {
			n |= 1
		}
		term = strings.Clone(term) // it may be cut from a long text
		l.numbers[term], l.terms = n, append(l.terms, term)
	}
	return n
}

// of are the terms of a word in a language.
func (l *lexicon) of(word, language string) terms {
	l.mu.RLock()
	known, there := l.words[language][word]
	l.mu.RUnlock()
	if there {
		return known
	}
	all := chainOf(language).termsOf(word)
	l.mu.Lock()
	defer l.mu.Unlock()
	known.long = len(all) > 0 && mayBeCompound(all[0])
	for _, term := range all {
		known.numbers = append(known.numbers, l.add(term))
	}
	remember(l.words, language, word, known)
	return known
}

func remember(words map[string]map[string]terms, language, word string, known terms) {
	if words[language] == nil || len(words[language]) >= wordsMost {
		words[language] = map[string]terms{}
	}
	words[language][strings.Clone(word)] = known
}

// compounding are the languages that write compounds in one word.
var compounding = []string{"de", "nl", "sv", "da", "no", "nb", "nn", "fi", "is", "hu", "et"}

// compoundLeast is from how many letters on a word may be a compound.
const compoundLeast = 8

func mayBeCompound(term string) bool {
	return len(term) >= compoundLeast && !scriptOf(firstLetter(term)).dense()
}

// A note is that a term stands in a practice: the number of the term, of the
// practice in its batch and of the field, and the position over all fields.
const (
	placeBits = 26
	fieldBits = 3
	docBits   = 7
	termShift = placeBits + fieldBits + docBits
)

// batchSize is how many texts are read and analysed at a time.
const batchSize = 1 << docBits

// batch notes the terms of some practices.
type batch struct {
	lexicon   *lexicon
	words     map[string]map[string]terms // as the lexicon's, for one processor alone
	found     []uint64
	room      []uint64 // to sort in
	where     []byte   // likewise, to write in
	long      map[uint32]bool
	language  string
	compounds bool // whether long words of the field are noted
	mark      uint64
	base      int // position at which the field begins
	last      int // the last one so far
}

func (l *lexicon) newBatch() *batch {
	return &batch{lexicon: l, words: map[string]map[string]terms{}}
}

func (b *batch) word(r run, position int) {
	known, there := b.words[b.language][r.text]
	if !there {
		known = b.lexicon.of(r.text, b.language)
		remember(b.words, b.language, r.text, known)
	}
	for _, number := range known.numbers {
		b.note(number, position)
	}
	if known.long && b.compounds {
		b.long[known.numbers[0]] = true
	}
}

func (b *batch) term(text string, _ run, position int) {
	if text == "" {
		return
	}
	number := b.lexicon.number(text)
	b.note(number, position)
	if b.compounds && mayBeCompound(text) {
		b.long[number] = true
	}
}

func (b *batch) note(number uint32, position int) {
	at := min(b.base+position, 1<<placeBits-1)
	b.last = max(b.last, at)
	b.found = append(b.found, uint64(number)<<termShift|b.mark|uint64(at)) //nolint:gosec // not negative
}

// add notes the terms of the next practice.
func (b *batch) add(doc int, t text) {
	b.language, b.base = t.language, 0
	for f, value := range t.fields {
		b.last = b.base
		b.mark = uint64(doc)<<(placeBits+fieldBits) | uint64(f)<<placeBits //nolint:gosec // small
		b.compounds = f != fieldPlace && f != fieldLabel && slices.Contains(compounding, t.language)
		walk(lower(value), b)
		b.base = b.last + fieldGap
	}
}

// piece is a part of a segment that is being built: what is written of each of
// its terms, but for the step to the first practice.
type piece struct {
	ids         []award.ID
	terms       []uint32 // by number, from the lowest
	docs        []uint8  // of each term, how many have it
	first, last []uint8  // and which of the piece
	ends        []uint32 // of each in data
	data        []byte
	long        map[uint32]bool
}

// piece makes a piece of at most batchSize texts.
func (b *batch) piece(texts []text) *piece {
	p := &piece{}
	b.found, b.long = b.found[:0], map[uint32]bool{}
	for i, t := range texts {
		p.ids = append(p.ids, t.id)
		b.add(i, t)
	}
	p.long = b.long
	b.sort()
	for from := 0; from < len(b.found); {
		to := from
		for term := b.found[from] >> termShift; to < len(b.found) && b.found[to]>>termShift == term; to++ {
		}
		b.write(p, b.found[from:to])
		from = to
	}
	p.data = slices.Clip(p.data)
	return p
}

// sort brings what was noted in the order of terms. Notes of one term stay in
// the order in which they came.
func (b *batch) sort() {
	const digit = 11
	var most uint64
	for _, note := range b.found {
		most = max(most, note)
	}
	b.room = slices.Grow(b.room[:0], len(b.found))[:len(b.found)]
	for shift := termShift; shift < bits.Len64(most); shift += digit {
		var at [1 << digit]int
		for _, note := range b.found {
			at[note>>shift&(1<<digit-1)]++
		}
		sum := 0
		for i, n := range at {
			at[i], sum = sum, sum+n
		}
		for _, note := range b.found {
			d := note >> shift & (1<<digit - 1)
			b.room[at[d]] = note
			at[d]++
		}
		b.found, b.room = b.room, b.found
	}
}

// write writes where one term stands.
func (b *batch) write(p *piece, notes []uint64) {
	number := uint32(notes[0] >> termShift) //nolint:gosec // 28 bits
	first, last, docs := docOf(notes[0]), docOf(notes[0]), 0
	for from := 0; from < len(notes); docs++ {
		doc, to := docOf(notes[from]), from
		for to < len(notes) && docOf(notes[to]) == doc {
			to++
		}
		if docs > 0 {
			p.data = binary.AppendUvarint(p.data, uint64(doc-last))
		}
		p.data = append(p.data, worth(notes[from:to]))
		b.where = b.where[:0]
		if number&1 == 0 {
			b.where = steps(b.where, notes[from:to])
		}
		p.data = binary.AppendUvarint(p.data, uint64(len(b.where)))
		p.data = append(p.data, b.where...)
		from, last = to, doc
	}
	p.terms, p.docs = append(p.terms, number), append(p.docs, uint8(docs)) //nolint:gosec // at most batchSize
	p.first, p.last = append(p.first, first), append(p.last, last)
	p.ends = append(p.ends, uint32(len(p.data))) //nolint:gosec // far below 4 GB
}

func docOf(note uint64) uint8 { return uint8(note >> (placeBits + fieldBits) & (1<<docBits - 1)) }

// worth is what the term of the notes is worth in their practice.
func worth(notes []uint64) byte {
	var often [1 << fieldBits]uint32
	for _, note := range notes {
		often[note>>placeBits&(1<<fieldBits-1)]++
	}
	var sum float64
	for f, n := range often[:fieldCount] {
		if n > 0 {
			sum += weights[f] * float64(n) * 2.2 / (float64(n) + 1.2)
		}
	}
	return byte(min(sum*worthStep, 255))
}

// steps writes the positions of notes as steps. One that does not come after
// the one before is taken for the same.
func steps(into []byte, notes []uint64) []byte {
	at := uint64(0)
	for _, note := range notes {
		next := max(note&(1<<placeBits-1), at)
		into, at = binary.AppendUvarint(into, next-at), next
	}
	return into
}

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
	words   map[string]map[string]*terms // met before, by language
	long    map[uint32]bool              // terms that may be compounds
}

// terms are those of a word by number, the plain one first.
type terms struct {
	word    string
	numbers []uint32
	long    bool // the word may be a compound
}

// wordsMost is how many words of a language are kept before it begins anew.
const wordsMost = 60_000

func newLexicon() *lexicon {
	return &lexicon{numbers: map[string]uint32{}, words: map[string]map[string]*terms{}, long: map[uint32]bool{}}
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
func (l *lexicon) of(word, language string) *terms {
	l.mu.RLock()
	known, there := l.words[language][word]
	l.mu.RUnlock()
	if there {
		return known
	}
	all := chainOf(language).termsOf(word)
	known = &terms{word: strings.Clone(word), numbers: make([]uint32, len(all)), long: len(all) > 0 && mayBeCompound(all[0])}
	l.mu.Lock()
	defer l.mu.Unlock()
	for i, term := range all {
		known.numbers[i] = l.add(term)
	}
	remember(l.words, language, known)
	return known
}

func remember(words map[string]map[string]*terms, language string, known *terms) {
	if words[language] == nil || len(words[language]) >= wordsMost {
		words[language] = map[string]*terms{}
	}
	words[language][known.word] = known
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
	words     map[string]map[string]*terms // as the lexicon's, for one processor alone
	long      map[uint32]bool              // likewise
	found     []uint64
	room      []uint64 // to sort in
	where     []byte   // likewise, to write in
	stretch   []byte
	data      []byte // likewise, a piece
	language  string
	compounds bool // whether long words of the field are noted
	mark      uint64
	base      int // position at which the field begins
	last      int // the last one so far
}

func (l *lexicon) newBatch() *batch {
	return &batch{lexicon: l, words: map[string]map[string]*terms{}, long: map[uint32]bool{}}
}

func (b *batch) word(r run, position int) {
	known, there := b.words[b.language][r.text]
	if !there {
		known = b.lexicon.of(r.text, b.language)
		remember(b.words, b.language, known)
	}
	for _, number := range known.numbers {
		b.note(number, position)
	}
	if known.long && b.compounds {
		b.compound(known.numbers[0])
	}
}

// compound notes that a term may be a compound.
func (b *batch) compound(number uint32) {
	if b.long[number] {
		return
	}
	b.long[number] = true
	b.lexicon.mu.Lock()
	defer b.lexicon.mu.Unlock()
	b.lexicon.long[number] = true
}

func (b *batch) term(text string, _ run, position int) {
	if text == "" {
		return
	}
	number := b.lexicon.number(text)
	b.note(number, position)
	if b.compounds && mayBeCompound(text) {
		b.compound(number)
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

// piece is a part of a segment that is being built: its terms from the lowest
// number on, each with the step to its number, how many of the piece's practices
// have it, the first and the last of them (a byte each), the length of what is
// written of it, and that: what a segment holds of it but for the step to the
// first practice. Library and index stand in memory beside all pieces, so they
// are kept as small as that.
type piece struct {
	ids  []award.ID
	data []byte
}

// piece makes a piece of at most batchSize texts.
func (b *batch) piece(texts []text) *piece {
	p := &piece{}
	b.found, b.data = b.found[:0], b.data[:0]
	for i, t := range texts {
		p.ids = append(p.ids, t.id)
		b.add(i, t)
	}
	b.sort()
	before := uint32(0)
	for from := 0; from < len(b.found); {
		to, number := from, uint32(b.found[from]>>termShift)                        //nolint:gosec // 28 bits
		for ; to < len(b.found) && uint32(b.found[to]>>termShift) == number; to++ { //nolint:gosec // likewise
		}
		b.data = binary.AppendUvarint(b.data, uint64(number-before))
		b.write(b.found[from:to])
		from, before = to, number
	}
	p.data = slices.Clone(b.data)
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
func (b *batch) write(notes []uint64) {
	stem := notes[0]>>termShift&1 == 1
	first, last, docs := docOf(notes[0]), docOf(notes[0]), byte(0)
	b.stretch = b.stretch[:0]
	for from := 0; from < len(notes); docs++ {
		doc, to := docOf(notes[from]), from
		for to < len(notes) && docOf(notes[to]) == doc {
			to++
		}
		if docs > 0 {
			b.stretch = binary.AppendUvarint(b.stretch, uint64(doc-last))
		}
		b.stretch = append(b.stretch, worth(notes[from:to]))
		b.where = b.where[:0]
		if !stem {
			b.where = steps(b.where, notes[from:to])
		}
		b.stretch = binary.AppendUvarint(b.stretch, uint64(len(b.where)))
		b.stretch = append(b.stretch, b.where...)
		from, last = to, doc
	}
	b.data = append(b.data, docs, first, last)
	b.data = binary.AppendUvarint(b.data, uint64(len(b.stretch)))
	b.data = append(b.data, b.stretch...)
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

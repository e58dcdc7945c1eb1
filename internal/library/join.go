package library

import (
	"encoding/binary"
	"math/bits"
	"slices"
	"strings"
)

// joining is a segment that is being made of pieces.
type joining struct {
	*segment
	lexicon *lexicon
	order   []uint32 // the terms by their text
	at      []uint32 // by term: where its data goes on
	last    []int32  // by term: the last practice that has it, -1 for none
}

// join makes a segment of pieces. The lexicon numbers nothing more after it.
func (l *lexicon) join(pieces []*piece) *segment {
	j := joining{segment: &segment{}, lexicon: l}
	l.words = nil // not needed any more, and large
	for _, p := range pieces {
		j.ids = append(j.ids, p.ids...)
	}
	j.sort()
	j.measure(pieces)
	j.fill(pieces)
	j.list(l.long)
	return j.segment
}

// sort puts the terms one behind the other, in their order.
func (j *joining) sort() {
	all := j.lexicon.terms
	j.order = make([]uint32, len(all))
	for i := range j.order {
		j.order[i] = uint32(i) //nolint:gosec // as many as terms
	}
	slices.SortFunc(j.order, func(a, b uint32) int { return strings.Compare(all[a], all[b]) })
	letters := 0
	for _, term := range all {
		letters += len(term)
	}
	var words strings.Builder
	words.Grow(letters)
	j.ends = make([]uint32, 0, len(all))
	for _, i := range j.order {
		words.WriteString(all[i])
		j.ends = append(j.ends, uint32(words.Len())) //nolint:gosec // far below 4 GB
	}
	j.words = words.String()
}

// measure finds out where the data of each term begins, and makes room.
func (j *joining) measure(pieces []*piece) {
	size, docs := make([]uint32, len(j.order)), make([]uint32, len(j.order))
	j.each(pieces, func(term uint32, step uint64, n uint8, data []byte) {
		size[term] += uint32(length(step) + len(data)) //nolint:gosec // far below 4 GB
		docs[term] += uint32(n)
	})
	j.at, j.starts = make([]uint32, len(j.order)), make([]uint32, 0, len(j.order))
	total := uint32(0)
	for _, term := range j.order {
		j.starts = append(j.starts, total)
		j.at[term] = total + uint32(length(uint64(docs[term]))) //nolint:gosec // a few bytes
		total = j.at[term] + size[term]
	}
	j.data = make([]byte, total)
	for i, term := range j.order {
		binary.PutUvarint(j.data[j.starts[i]:], uint64(docs[term]))
	}
}

// fill writes the data of each term behind what is written of it.
func (j *joining) fill(pieces []*piece) {
	j.each(pieces, func(term uint32, step uint64, _ uint8, data []byte) {
		at := j.at[term]
		at += uint32(binary.PutUvarint(j.data[at:], step)) //nolint:gosec // a few bytes
		j.at[term] = at + uint32(copy(j.data[at:], data))  //nolint:gosec // far below 4 GB
	})
}

// each gives every term of every piece with the step to its first practice, how
// many have it, and its data.
func (j *joining) each(pieces []*piece, take func(term uint32, step uint64, docs uint8, data []byte)) {
	j.last = slices.Repeat([]int32{-1}, len(j.order))
	base := int32(0)
	for _, p := range pieces {
		number := uint64(0)
		for data := p.data; len(data) > 0; {
			step, n := binary.Uvarint(data)
			number, data = number+step, data[n:]
			docs, first, last := data[0], int32(data[1]), int32(data[2])
			size, n := binary.Uvarint(data[3:])
			data = data[3+n:]
			term := number >> 1
			take(uint32(term), uint64(base+first-j.last[term]), docs, data[:size]) //nolint:gosec // practices come in order
			j.last[term], data = base+last, data[size:]
		}
		base += int32(len(p.ids)) //nolint:gosec // far below two thousand million
	}
}

// length is how many bytes a number takes.
func length(n uint64) int { return (max(bits.Len64(n), 1) + 6) / 7 }

// list lists the terms that may be compounds, and those that may be meant by a
// misspelt word.
func (j *joining) list(long map[uint32]bool) {
	for i, n := range j.order {
		term := j.term(i)
		if mayBeMeant(term) {
			j.near = append(j.near, term)
		}
		if long[n<<1] {
			j.long = append(j.long, term)
			j.longBack = append(j.longBack, reversed(term))
		}
	}
	slices.Sort(j.longBack)
}

// mayBeMeant reports whether a misspelt word may stand for a term: plain words
// and stems of some length, and none of a script that is cut in pairs.
func mayBeMeant(term string) bool {
	term = strings.TrimPrefix(term, stemMark)
	return len(term) >= nearLeast && !strings.HasPrefix(term, stemMark) && !scriptOf(firstLetter(term)).dense()
}

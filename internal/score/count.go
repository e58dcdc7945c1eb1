package score

import (
	"math"
	"math/bits"

	"gonum.org/v1/gonum/stat/distuv"
)

// count takes draws and counts the ranks of each entry. A rank is how many are
// ahead, and that needs no sorting, which would take most of the time: a score
// falls into one of many cells, and a rank is how many marks stand in the cells
// before it.
//
// Who share a cell are equal. The second of them leaves its mark in the next free
// cell, so that all behind count both; only one whose own cell comes in between is
// told a rank by one too good, of 500 entries one in a thousand.
type count struct {
	places     int
	high, unit float64  // the score that the first cell begins with, and how many cells a point is
	centre     []int32  // by entry: the cell where it is expected
	cells      []uint32 // by entry: where it is in a draw
	marks      []uint64 // a bit for each cell
	ahead      []uint32 // by word of marks: how many stand in the words before
	held       []uint16 // ranks of several draws, counted together: so each entry's counters are fetched once
	free       []uint16 // what is left of held
	ranks      []uint32 // of entry i: ranks[i*bins:]
	first, top []uint32
	bins       int
	narrow     int // from a rank to its bin
	draws      int
}

// There are at least so many words of 64 cells, and as many as it takes for a cell to
// be a small part of the least doubt, so that hardly two share one by chance.
const (
	leastWords = 1 << 9
	mostWords  = 1 << 14
	finest     = 200  // cells in a standard deviation
	outside    = 5e-4 // probability past either end
	mostBins   = 1024
	mostHeld   = 128
)

func newCount(entries, places int) *count {
	c := &count{places: min(places, entries), cells: make([]uint32, entries), held: make([]uint16, mostHeld*entries)}
	for c.bins = entries; c.bins > mostBins; c.bins = (c.bins + 1) / 2 {
		c.narrow++
	}
	c.ranks, c.first, c.top = make([]uint32, entries*c.bins), make([]uint32, entries), make([]uint32, entries)
	c.free = c.held
	c.lay(0)
	return c
}

// lay makes the cells, of so many words at least where that is not too many.
func (c *count) lay(words int) {
	words = 1 << bits.Len(uint(max(len(c.cells), leastWords-1, min(words, mostWords)-1))) //nolint:gosec // above zero
	c.marks, c.ahead = make([]uint64, words), make([]uint32, words)
}

// span lays the cells where nearly all draws fall; what falls outside shares the
// first or the last of them.
func (c *count) span(beliefs []belief) {
	low, high, least := math.Inf(1), math.Inf(-1), math.Inf(1)
	for _, b := range beliefs {
		most := distuv.StudentsT{Sigma: 1, Nu: b.freedom}.Quantile(1 - outside)
		for e, centre := range b.centre {
			sd := math.Hypot(b.own[e], b.pull[e]*b.spread*math.Sqrt(float64(len(b.of(e)))))
			if low, high = min(low, centre-most*sd), max(high, centre+most*sd); sd > 0 {
				least = min(least, sd)
			}
		}
	}
	c.lay(int(min(finest*(high-low)/least/64, mostWords)))
	c.high, c.unit = high, float64(64*len(c.marks)-1)/max(high-low, 1e-9)
}

// place adds an entry that is expected to have a score.
func (c *count) place(score float64) { c.centre = append(c.centre, int32((c.high-score)*c.unit)) }

// rank counts a draw: how many cells each entry is from where it is expected, which
// counts with a sign, 1 or -1. Slices are held in locals, here and below, since a
// store through a field would have them read again each time.
func (c *count) rank(apart []int32, sign int32) {
	c.draws++
	c.mark(apart, sign)
	marks, ahead, total := c.marks, c.ahead[:len(c.marks)], uint32(0)
	for w, word := range marks {
		more := ahead[w]
		ahead[w] = total
		total += more + uint32(bits.OnesCount64(word)) //nolint:gosec // at most 64
	}
	found, narrow, places := c.free[:len(c.cells)], c.narrow&31, uint32(c.places) //nolint:gosec // at most the entries
	for i, cell := range c.cells {
		w := int(cell >> 6)
		rank := ahead[w] + uint32(bits.OnesCount64(marks[w]&(1<<(cell&63)-1))) //nolint:gosec // at most 64
		found[i] = uint16(rank >> narrow)                                      //nolint:gosec // under mostBins
		if rank < places {
			c.noteTop(i, rank)
		}
	}
	if c.free = c.free[len(found):]; len(c.free) == 0 {
		c.add()
	}
}

// mark finds the cells of all scores and marks each, or the next free one of its
// word: adding a bit carries it there. Where none is free, ahead counts what the
// word holds beside its marks.
func (c *count) mark(apart []int32, sign int32) {
	clear(c.marks)
	clear(c.ahead)
	centre, marks, ahead := c.centre, c.marks, c.ahead[:len(c.marks)]
	cells, apart, last := c.cells[:len(centre)], apart[:len(centre)], uint32(64*len(marks)-1) //nolint:gosec // far under 2³¹
	for i, at := range centre {
		cell := uint32(at + sign*apart[i]) //nolint:gosec // one below zero is past the last
		if cell > last {
			cell = uint32(min(max(0, int32(cell)), int32(last))) //nolint:gosec // within the cells
		}
		cells[i] = cell
		w := int(cell >> 6)
		word := marks[w]
		marked := word | (word + 1<<(cell&63))
		if marks[w] = marked; marked == word {
			ahead[w]++
		}
	}
}

func (c *count) noteTop(i int, rank uint32) {
	if c.top[i]++; rank == 0 {
		c.first[i]++
	}
}

// add counts the ranks that are held.
func (c *count) add() {
	held, n := c.held[:len(c.held)-len(c.free)], len(c.cells)
	for i := range n {
		row := c.ranks[i*c.bins:][:c.bins]
		for at := i; at < len(held); at += n {
			row[held[at]]++
		}
	}
	c.free = c.held
}

// tell fills in what the draws say of an entry.
func (c *count) tell(i int, d *Doubt) {
	n := float64(c.draws)
	d.First, d.Top = float64(c.first[i])/n, float64(c.top[i])/n
	best, worst := c.interval(c.ranks[i*c.bins:][:c.bins])
	d.Best, d.Worst = best<<c.narrow+1, min((worst+1)<<c.narrow, len(c.cells))
}

// interval starts at the 5 % quantiles and leaves out an end where that brings
// the probability nearer to 90 %: ranks are whole, so it cannot be met exactly.
func (c *count) interval(hits []uint32) (best, worst int) {
	n, mass, sum := float64(c.draws), 0.0, 0.0
	best = -1
	for i, h := range hits {
		if sum += float64(h); best < 0 && sum >= tails*n {
			best = i
		}
		if best >= 0 {
			mass += float64(h)
		}
		if worst = i; sum >= (1-tails)*n {
			break
		}
	}
	const wanted = 1 - 2*tails
	for best < worst {
		low, high := float64(hits[best]), float64(hits[worst])
		if less := min(low, high); mass-less < wanted*n && wanted*n-(mass-less) >= mass-wanted*n {
			break
		}
		if mass -= min(low, high); low < high {
			best++
		} else {
			worst--
		}
	}
	return best, worst
}

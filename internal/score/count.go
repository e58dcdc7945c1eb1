package score

import (
	"math"
	"math/bits"
	"slices"
)

// count takes draws and counts the ranks of each entry. A rank is how many are
// ahead, and that needs no sorting, which would take most of the time: scores are
// whole numbers whose highest bits name one of many cells, and a rank is how many
// cells before the own are taken. Scores are compared only where a cell is wanted
// twice.
type count struct {
	places     int
	high, unit float64
	shift      int // from a score to its cell
	draw       draw
	cells      []uint32 // by entry
	taken      []uint64 // a bit for each cell
	ahead      []uint32 // by word of taken: how many stand in the words before
	who        []uint32 // by cell, which entry has taken it
	close      []uint64 // score and entry of those in crowded words, sorted
	held       []uint16 // ranks of several draws, counted together: so each entry's counters are fetched once
	free       []uint16 // what is left of held
	ranks      []uint32 // of entry i: ranks[i*bins:]
	first, top []uint32
	bins       int
	narrow     int // from a rank to its bin
	draws      int
}

// draw is what is drawn of all entries that are ranked: where each is expected to
// be, and how far from there it is, which counts with a sign. The greatest score
// is the least number.
type draw struct {
	centre, apart []int32
	sign          int32 // 1 or -1
}

// score is a whole number of 24 bits where it is within the span.
func (d *draw) score(i int) int32 { return d.centre[i] + d.sign*d.apart[i] }

// crowded marks a word of which the cells tell too little.
const (
	fine     = 1 << 24
	crowded  = 1 << 31
	mostBins = 1024
	mostHeld = 128
)

func newCount(entries, places int) *count {
	c := &count{places: min(places, entries), cells: make([]uint32, entries), held: make([]uint16, mostHeld*entries)}
	for c.bins = entries; c.bins > mostBins; c.bins = (c.bins + 1) / 2 {
		c.narrow++
	}
	c.ranks, c.first, c.top = make([]uint32, entries*c.bins), make([]uint32, entries), make([]uint32, entries)
	words := 1 << bits.Len(uint(entries)) // a hundred cells for each entry, so few are wanted twice
	c.taken, c.ahead, c.who = make([]uint64, words), make([]uint32, words), make([]uint32, 64*words)
	c.shift = max(0, bits.Len(fine-1)-bits.Len(uint(64*words-1)))
	c.free = c.held
	return c
}

// span lays the cells where nearly all draws fall; what falls outside shares the
// first or the last of them.
func (c *count) span(beliefs []belief) {
	low, high := math.Inf(1), math.Inf(-1)
	for _, b := range beliefs {
		for e, centre := range b.centre {
			most := 3 * math.Hypot(b.own[e], b.pull[e]*b.spread*math.Sqrt(float64(len(b.of(e)))))
			low, high = min(low, centre-most), max(high, centre+most)
		}
	}
	c.high, c.unit = high, (fine-1)/max(high-low, 1e-9)
}

// rank counts a draw. Slices are held in locals, here and below, since a store
// through a field would have them read again each time.
func (c *count) rank(apart []int32, sign int32) {
	c.draws++
	c.draw.apart, c.draw.sign = apart, sign
	c.take()
	taken, ahead, total := c.taken, c.ahead[:len(c.taken)], uint32(0)
	for w, word := range taken {
		more := ahead[w]
		if ahead[w] = total; more > 0 {
			ahead[w] |= crowded
		}
		total += more + uint32(bits.OnesCount64(word)) //nolint:gosec // at most 64
	}
	found, narrow, places := c.free[:len(c.cells)], c.narrow&31, uint32(c.places) //nolint:gosec // at most the entries
	for i, cell := range c.cells {
		w := int(cell >> 6)
		rank := ahead[w]
		if rank >= crowded {
			c.putClose(i)
			continue
		}
		rank += uint32(bits.OnesCount64(taken[w] & (1<<(cell&63) - 1))) //nolint:gosec // at most 64
		found[i] = uint16(rank >> narrow)                               //nolint:gosec // under mostBins
		if rank < places {
			c.noteTop(i, rank)
		}
	}
	c.rankClose(found)
	if c.free = c.free[len(found):]; len(c.free) == 0 {
		c.add()
	}
}

// take finds the cells of all scores. One whose cell is taken goes to the next on
// its side. Where that is taken too or lies in another word, or scores are equal,
// it has none; ahead says how many such a word holds.
func (c *count) take() {
	clear(c.taken)
	clear(c.ahead)
	centre, taken, who, shift, sign := c.draw.centre, c.taken, c.who, c.shift&31, c.draw.sign
	cells, apart, last := c.cells[:len(centre)], c.draw.apart[:len(centre)], uint32(len(c.who)-1) //nolint:gosec // of 24 bits
	for i, at := range centre {
		cell := min(uint32(max(0, at+sign*apart[i]))>>shift, last) //nolint:gosec // not below zero
		cells[i] = cell
		word, bit := taken[cell>>6], uint64(1)<<(cell&63)
		if word&bit != 0 {
			c.beside(i)
			continue
		}
		taken[cell>>6] = word | bit
		who[cell] = uint32(i) //nolint:gosec // an entry
	}
}

// beside takes a cell next to one that is taken. Scores and cells keep one order,
// as a free cell parts those who came from its one side from those of the other.
func (c *count) beside(i int) {
	cell, score := c.cells[i], c.draw.score(i)
	to := cell
	if other := c.draw.score(int(c.who[cell])); score > other {
		to++
	} else if score < other {
		to--
	}
	if w := to >> 6; w == cell>>6 && c.taken[w]>>(to&63)&1 == 0 {
		c.taken[w] |= 1 << (to & 63)
		c.cells[i], c.who[to] = to, uint32(i) //nolint:gosec // an entry
		return
	}
	c.ahead[cell>>6]++
}

func (c *count) putClose(i int) {
	c.close = append(c.close, uint64(int64(c.draw.score(i))-math.MinInt32)<<32|uint64(i)) //nolint:gosec // not below zero
}

// rankClose ranks those in crowded words.
func (c *count) rankClose(found []uint16) {
	slices.Sort(c.close)
	word, from, before, rank := uint32(math.MaxUint32), 0, uint64(0), uint32(0)
	for place, key := range c.close {
		i, score := int(uint32(key)), key>>32 //nolint:gosec // the lower half
		if w := c.cells[i] >> 6; w != word {
			word, from, before = w, place, math.MaxUint64
		}
		if score != before {
			before, rank = score, c.ahead[word]&^crowded+uint32(place-from) //nolint:gosec // at most the entries
		}
		found[i] = uint16(rank >> c.narrow) //nolint:gosec // under mostBins
		if rank < uint32(c.places) {        //nolint:gosec // at most the entries
			c.noteTop(i, rank)
		}
	}
	c.close = c.close[:0]
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

package score

import "math"

// count sorts drawn scores and counts the ranks of each entry. Sorting takes most
// of the time of all draws, so scores are whole numbers that fall into buckets
// with the entry beside them, and only neighbours are compared.
type count struct {
	places     int
	high, unit float64
	values     []uint32
	bucket     []int32  // first place of each bucket
	keys       []uint64 // value and entry, sorted
	shift      int      // from a value to its bucket
	ranks      []uint32 // of entry i: ranks[i*bins:]
	first      []uint32
	top        []uint32
	bins       int
	narrow     int // from a rank to its bin
	draws      int
}

// A drawn score within the span is a number of 24 bits, the highest of them the
// bucket.
const (
	fineBits = 24
	fine     = 1 << fineBits
	middle   = 1 << 27 // stands for the high end of the span
	mostBins = 1024
)

func newCount(entries, places int) *count {
	c := &count{places: min(places, entries), values: make([]uint32, entries), keys: make([]uint64, entries)}
	for c.bins = entries; c.bins > mostBins; c.bins = (c.bins + 1) / 2 {
		c.narrow++
	}
	c.ranks, c.first, c.top = make([]uint32, entries*c.bins), make([]uint32, entries), make([]uint32, entries)
	c.shift = fineBits - 4
	for c.shift > fineBits-16 && fine>>c.shift < 2*entries {
		c.shift--
	}
	c.bucket = make([]int32, fine>>c.shift)
	return c
}

// span lays the buckets where nearly all draws fall; what falls outside is in the
// first or the last of them and sorted there.
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

// put sets the score of an entry; the greatest score is the least number.
func (c *count) put(i int, v float64) {
	c.values[i] = uint32(middle + int64(max(-middle, min(middle, (c.high-v)*c.unit)))) //nolint:gosec // within 28 bits
}

// rank sorts what was put and counts it.
func (c *count) rank() {
	c.draws++
	c.sort()
	best, last := c.keys[0]>>32, c.keys[c.places-1]>>32
	for _, key := range c.keys {
		if key>>32 > last {
			break
		}
		if c.top[uint32(key)]++; key>>32 == best {
			c.first[uint32(key)]++
		}
	}
	before, rank := best, 0
	for place, key := range c.keys {
		if v := key >> 32; v != before {
			before, rank = v, place
		}
		c.ranks[int(uint32(key))*c.bins+rank>>c.narrow]++
	}
}

func within(v uint32) uint32 { return min(max(v, middle)-middle, fine-1) }

func (c *count) sort() {
	bucket, shift := c.bucket, c.shift
	clear(bucket)
	for _, v := range c.values {
		bucket[within(v)>>shift]++
	}
	at := int32(0)
	for i, n := range bucket {
		bucket[i] = at
		at += n
	}
	for i, v := range c.values {
		k := within(v) >> shift
		to := bucket[k]
		bucket[k] = to + 1
		c.keys[to] = uint64(v)<<32 | uint64(i)
	}
	for place := 1; place < len(c.keys); place++ {
		key, to := c.keys[place], place
		for ; to > 0 && c.keys[to-1] > key; to-- {
			c.keys[to] = c.keys[to-1]
		}
		c.keys[to] = key
	}
}

// tell fills in what the draws say of an entry.
func (c *count) tell(i int, d *Doubt) {
	n := float64(c.draws)
	d.First, d.Top = float64(c.first[i])/n, float64(c.top[i])/n
	best, worst := c.interval(c.ranks[i*c.bins:][:c.bins])
	d.Best, d.Worst = best<<c.narrow+1, min((worst+1)<<c.narrow, len(c.values))
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

package score

import "math"

// count sorts drawn scores and counts the ranks of each entry. A sort takes most
// of the time of all draws, so scores are whole numbers that fall into buckets,
// and only neighbours are compared.
type count struct {
	places    int
	low, unit float64
	values    []int32
	bucket    []int32 // first place of each bucket
	order     []int32
	ranks     []uint32 // of entry i: ranks[i*bins:], each bin of width ranks
	first     []uint32
	top       []uint32
	bins      int
	width     int
	draws     int
}

// A drawn score is a number of 24 bits, its highest bits the bucket.
const (
	fine     = 1 << 24
	mostBins = 1024
)

func newCount(entries, places int) *count {
	c := &count{places: places, values: make([]int32, entries), order: make([]int32, entries)}
	c.bins = min(entries, mostBins)
	c.width = (entries + c.bins - 1) / c.bins
	c.ranks, c.first, c.top = make([]uint32, entries*c.bins), make([]uint32, entries), make([]uint32, entries)
	buckets := 64
	for buckets < entries && buckets < 1<<16 {
		buckets *= 2
	}
	c.bucket = make([]int32, buckets+1)
	return c
}

// span sets the scale so that hardly a draw falls outside.
func (c *count) span(beliefs []belief) {
	low, high := math.Inf(1), math.Inf(-1)
	for _, b := range beliefs {
		for e, centre := range b.centre {
			k := float64(len(b.of(e)))
			most := 6 * (b.own[e] + b.pull[e]*k*b.spread)
			low, high = min(low, centre-most), max(high, centre+most)
		}
	}
	c.low, c.unit = low, (fine-1)/max(high-low, 1e-9)
}

// put sets the score of an entry; the greatest score is the least number.
func (c *count) put(i int, v float64) {
	n := fine - 1 - int64((v-c.low)*c.unit)
	c.values[i] = int32(max(0, min(fine-1, n)))
}

// rank sorts what was put and counts it.
func (c *count) rank() {
	c.draws++
	clear(c.bucket)
	per := int32(fine / (len(c.bucket) - 1))
	for _, v := range c.values {
		c.bucket[v/per+1]++
	}
	for i := 1; i < len(c.bucket); i++ {
		c.bucket[i] += c.bucket[i-1]
	}
	for i, v := range c.values {
		at := c.bucket[v/per]
		c.bucket[v/per]++
		c.order[at] = int32(i)
	}
	c.finish()
	rank := 0
	for place, i := range c.order {
		if place == 0 || c.values[i] != c.values[c.order[place-1]] {
			rank = place
		}
		c.ranks[int(i)*c.bins+rank/c.width]++
		if rank == 0 {
			c.first[i]++
		}
		if rank < c.places {
			c.top[i]++
		}
	}
}

// finish sorts within the buckets.
func (c *count) finish() {
	for place := 1; place < len(c.order); place++ {
		i := c.order[place]
		v, to := c.values[i], place
		for ; to > 0 && c.values[c.order[to-1]] > v; to-- {
			c.order[to] = c.order[to-1]
		}
		c.order[to] = i
	}
}

// tell fills in what the draws say of an entry.
func (c *count) tell(i int, d *Doubt) {
	n := float64(c.draws)
	d.First, d.Top = float64(c.first[i])/n, float64(c.top[i])/n
	best, worst := c.interval(c.ranks[i*c.bins:][:c.bins])
	d.Best, d.Worst = best*c.width+1, min((worst+1)*c.width, len(c.values))
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

package assign

import (
	"cmp"
	"hash/fnv"
	"slices"
)

// index finds rows by id in the sorted input and answers bars by position.
type index struct {
	entries  []Entry
	judges   []Judge
	entry    map[string]int
	judge    map[string]int
	entryIs  []facts
	judgeIs  []facts
	recorded map[[2]int]Reason
}

// indexOf sorts copies of the rows by id, so that nothing after it can see the
// order in which they were given.
func indexOf(in Input) index {
	x := index{
		entries: slices.Clone(in.Entries), judges: slices.Clone(in.Judges),
		entry: map[string]int{}, judge: map[string]int{}, recorded: map[[2]int]Reason{},
	}
	slices.SortFunc(x.entries, func(a, b Entry) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(x.judges, func(a, b Judge) int { return cmp.Compare(a.ID, b.ID) })
	for i, e := range x.entries {
		x.entry[e.ID], x.entryIs = i, append(x.entryIs, factsOfEntry(e))
	}
	for i, j := range x.judges {
		x.judge[j.ID], x.judgeIs = i, append(x.judgeIs, factsOfJudge(j))
	}
	for _, b := range in.Bars {
		if x.missing(b.Judge, b.Entry) == "" {
			at := [2]int{x.judge[b.Judge], x.entry[b.Entry]}
			x.recorded[at] = firstReason(x.recorded[at], b.Reason)
		}
	}
	return x
}

// missing names the field whose id is unknown, or nothing.
func (x index) missing(judge, entry string) string {
	if _, ok := x.judge[judge]; !ok {
		return "judge"
	}
	if _, ok := x.entry[entry]; !ok {
		return "entry"
	}
	return ""
}

func (x index) bar(j, e int) (Reason, bool) {
	return bar(x.judgeIs[j], x.entryIs[e], x.recorded[[2]int{j, e}])
}

// price is a cost in two ranks: hi holds the goals that are never traded
// (coverage, then spread of shortage, then minimum loads), lo holds points
// shifted by tieBits with the seeded tie-break below them.
type price struct{ hi, lo int64 }

const (
	tieBits  = 24 // up to 2^14 tie-breaks of 10 bits add up to less than one point
	tieMask  = 1<<10 - 1
	emptyHi  = 1 << 40 // a seat left empty
	deeperHi = 1 << 20 // each further empty seat of the same entry, so shortage is shared out
)

func (p price) plus(q price) price  { return price{p.hi + q.hi, p.lo + q.lo} }
func (p price) minus(q price) price { return price{p.hi - q.hi, p.lo - q.lo} }
func (p price) less(q price) bool   { return p.hi < q.hi || p.hi == q.hi && p.lo < q.lo }

// network is the priced form of an input: who may sit where and at what price.
type network struct {
	index
	fit   []int32   // judge-major; -1 = barred
	tie   []uint16  // judge-major, drawn from the seed
	need  []int     // per entry
	loads [][]price // per judge: price of the n-th seat at [n-1]; its length is the most seats
}

func newNetwork(in Input) *network {
	n := &network{index: indexOf(in)}
	for _, e := range n.entries {
		n.need = append(n.need, e.Need)
	}
	n.priceSeats(in)
	n.priceLoads(in.Policy.weights())
	return n
}

func (n *network) priceSeats(in Input) {
	w, previous := in.Policy.weights(), map[[2]int]bool{}
	for _, p := range in.Previous {
		if n.missing(p.Judge, p.Entry) == "" {
			previous[[2]int{n.judge[p.Judge], n.entry[p.Entry]}] = true
		}
	}
	n.fit = make([]int32, len(n.judges)*len(n.entries))
	n.tie = make([]uint16, len(n.fit))
	names := make([]uint64, len(n.entries))
	for e := range names {
		names[e] = nameHash(n.entries[e].ID)
	}
	for j := range n.judges {
		own := mix(nameHash(n.judges[j].ID) ^ mix(in.Policy.Seed))
		for e := range n.entries {
			at := j*len(n.entries) + e
			n.tie[at] = uint16(mix(own^names[e]) & tieMask)
			n.fit[at] = -1
			if _, barred := n.bar(j, e); !barred {
				n.fit[at] = int32(n.points(j, e, previous[[2]int{j, e}], w))
			}
		}
	}
}

// points is the fit of a pair that is not barred.
func (n *network) points(j, e int, kept bool, w Weights) int {
	sum := w.Expertise * n.judges[j].Level[n.entries[e].Category]
	if spoken := n.entryIs[e].languages; len(spoken) > 0 && slices.Contains(n.judgeIs[j].languages, spoken[0]) {
		sum += w.Language
	}
	if kept {
		sum += w.Keep
	}
	return sum
}

func (n *network) priceLoads(w Weights) {
	seats := 0
	for _, k := range n.need {
		seats += k
	}
	n.loads = make([][]price, len(n.judges))
	for i, j := range n.judges {
		n.loads[i] = make([]price, min(j.Max, len(n.entries)))
		target := targetOf(j, seats, len(n.judges))
		for k := range n.loads[i] {
			points := w.Even*(k+1) + overPrice(w, k+1-target)
			n.loads[i][k].lo = int64(points) << tieBits
			if k < j.Min {
				n.loads[i][k].hi = -1
			}
		}
	}
}

// overPrice is the price of the n-th seat above target.
func overPrice(w Weights, n int) int {
	if n <= 0 {
		return 0
	}
	return w.Over + w.Steep*(n-1)
}

// targetOf is the judge's wish within the maximum, or an even share when none is stated.
func targetOf(j Judge, seats, judges int) int {
	if j.Target > 0 {
		return min(j.Target, j.Max)
	}
	return min((seats+judges-1)/judges, j.Max)
}

func (n *network) open(j, e int) bool { return n.fit[j*len(n.entries)+e] >= 0 }

// seat is the price of judge j on entry e, less for a better fit.
func (n *network) seat(j, e int) price {
	at := j*len(n.entries) + e
	return price{lo: int64(n.tie[at]) - int64(n.fit[at])<<tieBits}
}

func nameHash(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	return mix(h.Sum64())
}

// mix is the finaliser of splitmix64 (Steele, Lea and Flood 2014).
func mix(z uint64) uint64 {
	z += 0x9E3779B97F4A7C15
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return z ^ z>>31
}

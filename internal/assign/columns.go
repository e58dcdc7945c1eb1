package assign

import (
	"cmp"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

const (
	perRound  = 8   // pairs an entry may add in one round of pricing
	chunkSize = 128 // entries a worker prices at a time
)

// column is a pair worth adding, with its reduced cost.
type column struct {
	judge, entry int32
	fit          int32
	reduced      int64
}

func (c column) before(d column) bool {
	return c.reduced < d.reduced || c.reduced == d.reduced && c.fit > d.fit
}

// optimise brings the flow to the least cost of the aim over all pairs, those not
// yet arcs included: it ends with a pass that finds no profitable pair, which is the
// proof.
func (s *solver) optimise(a *aim) error {
	s.recost(a)
	for {
		if !s.run(s.stopped) {
			return s.cancelled()
		}
		added, err := s.price()
		if err != nil {
			return err
		}
		if !added {
			return nil
		}
	}
}

// price adds the most profitable pairs and loads outside of the network, if any.
func (s *solver) price() (added bool, err error) {
	for j := range s.judges {
		for s.loadPays(j) && s.addLoad(j) {
			added = true
		}
	}
	found, err := s.columns()
	if err != nil {
		return false, err
	}
	for _, c := range s.chosenOf(found) {
		s.addPair(int(c.judge), int(c.entry), c.fit)
		added = true
	}
	return added, nil
}

// chosenOf joins what the workers found. Fit tells pairs apart; the other aims see
// the same gain in nearly all pairs of a judge, of which a few will do.
func (s *solver) chosenOf(found [][]column) []column {
	all := slices.Concat(found...)
	if s.aim.goal == MostFit || s.aim.goal == steep {
		return all
	}
	slices.SortStableFunc(all, func(a, b column) int {
		return cmp.Or(cmp.Compare(a.reduced, b.reduced), cmp.Compare(b.fit, a.fit))
	})
	given := make([]int32, len(s.judges))
	return slices.DeleteFunc(all, func(c column) bool {
		given[c.judge]++
		return given[c.judge] > s.target[c.judge]+perRound
	})
}

// loadPays says whether the judge's next seat would cost less than it brings.
func (s *solver) loadPays(j int) bool {
	t := s.top[j]
	if t == none {
		return false
	}
	n := s.marks[t].n + s.arcs[t].cap
	if n-1-s.held[j] >= s.room[j] {
		return false
	}
	node := s.judgeNode(j)
	for i := range s.faces {
		f := &s.faces[i]
		if s.loadCost(&f.aim, j, n)-f.price[node] != 0 {
			return false
		}
	}
	return s.loadCost(s.aim, j, n)-s.nodes[node].price < 0
}

// columns prices every pair in one pass over all rows, on every core; what it finds
// does not depend on how many there are.
func (s *solver) columns() ([][]column, error) {
	found := make([][]column, (len(s.active)+chunkSize-1)/chunkSize)
	prices := s.judgePrices()
	work := func(c int, w *pricer) {
		for a := c * chunkSize; a < min((c+1)*chunkSize, len(s.active)); a++ {
			found[c] = w.entry(a, found[c])
		}
	}
	s.share(len(found), func() *pricer {
		return &pricer{solver: s, fit: make([]int32, len(s.judges)), prices: prices}
	}, work)
	if s.stopped() {
		return nil, s.cancelled()
	}
	return found, nil
}

// share hands chunks of work to as many workers as there are cores.
func (s *solver) share(chunks int, start func() *pricer, work func(int, *pricer)) {
	workers := min(runtime.GOMAXPROCS(0), 8, chunks)
	var next atomic.Int64
	var all sync.WaitGroup
	loop := func() {
		w := start()
		for c := int(next.Add(1)) - 1; c < chunks && !s.stopped(); c = int(next.Add(1)) - 1 {
			work(c, w)
		}
	}
	if workers <= 1 {
		loop()
		return
	}
	for range workers {
		all.Go(loop)
	}
	all.Wait()
}

// judgePrices are the prices of the judges, out of reach for those who can take no more.
func (s *solver) judgePrices() []int64 {
	prices := make([]int64, len(s.judges))
	for j := range prices {
		prices[j] = s.nodes[s.judgeNode(j)].price
		if s.room[j] == 0 {
			prices[j] = 1 << 61
		}
	}
	return prices
}

// pricer prices one entry after the other in memory of its own.
type pricer struct {
	*solver
	fit    []int32
	prices []int64
	best   []column
}

// entry appends the most profitable new pairs of an active entry.
func (w *pricer) entry(a int, found []column) []column {
	e := int(w.active[a])
	w.free(e, w.fit)
	w.best = w.best[:0]
	if w.aim.goal == MostFit && w.groups.each == 0 {
		w.fitRow(a, e)
	} else {
		w.anyRow(a, e)
	}
	return append(found, w.best...)
}

// fitRow is anyRow for the common case, which leaves the draw of the tie-break to
// the pairs that would pay without it.
func (w *pricer) fitRow(a, e int) {
	own, shift := w.nodes[w.entryNode(a)].price, w.aim.shift
	for j, f := range w.fit {
		if f < 0 || w.prices[j]-int64(f)<<shift >= own {
			continue
		}
		r := w.prices[j] - int64(f)<<shift + int64(w.tie(j, e)&w.aim.ties) - own
		if r < 0 {
			w.offer(a, j, f, r)
		}
	}
}

func (w *pricer) anyRow(a, e int) {
	for j, f := range w.fit {
		if f < 0 {
			continue
		}
		level := w.levels[e][j]
		c := w.aim.pair(f, level, has(w.before[e], int32(j)), w.tie(j, e))
		if w.aim.experts != nil && level >= w.expert() {
			c -= w.aim.experts[a]
		}
		if r := w.prices[j] + c - w.nodes[w.head(j, a)].price; r < 0 {
			w.offer(a, j, f, r)
		}
	}
}

// offer keeps the pair if it is new, open by every goal reached, and among the most
// profitable of its entry.
func (w *pricer) offer(a, j int, fit int32, reduced int64) {
	full, c := len(w.best) == perRound, column{int32(j), int32(a), fit, reduced}
	if full && !c.before(w.best[perRound-1]) || w.pairOf(j, a) >= 0 || !w.open(a, j, fit) {
		return
	}
	if !full {
		w.best = append(w.best, c)
	}
	i := len(w.best) - 1
	for ; i > 0 && c.before(w.best[i-1]); i-- {
		w.best[i] = w.best[i-1]
	}
	w.best[i] = c
}

// open says whether a pair outside of the network is in some plan that is best by
// the goals reached.
func (s *solver) open(a, j int, fit int32) bool {
	e := int(s.active[a])
	for i := range s.faces {
		f := &s.faces[i]
		c := f.aim.pair(fit, s.levels[e][j], has(s.before[e], int32(j)), s.tie(j, e))
		if c+f.price[s.judgeNode(j)]-f.price[s.head(j, a)] != 0 {
			return false
		}
	}
	return true
}

package assign

import (
	"cmp"
	"math"
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

func (c column) compare(d column) int {
	return cmp.Or(cmp.Compare(c.reduced, d.reduced), cmp.Compare(d.fit, c.fit))
}

// optimise brings the flow to the least cost of the aim over all pairs, those not
// yet arcs included: it ends with a pass that finds no profitable pair, which is the
// proof.
func (s *solver) optimise(a *aim) error {
	if s.stopped() {
		return s.cancelled()
	}
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
	return s.loadCost(s.aim, j, n)-s.potential[node] < 0
}

// columns prices every pair in one pass over all rows, on every core; what it finds
// does not depend on how many there are.
func (s *solver) columns() ([][]column, error) {
	found := make([][]column, (len(s.active)+chunkSize-1)/chunkSize)
	prices := s.judgePrices()
	floor := int64(math.MaxInt64)
	for _, p := range prices {
		floor = min(floor, p)
	}
	work := func(c int, w *pricer) {
		for a := c * chunkSize; a < min((c+1)*chunkSize, len(s.active)); a++ {
			found[c] = w.entry(a, found[c])
		}
		if !s.tellsApart() {
			slices.SortStableFunc(found[c], column.compare)
		}
	}
	s.share(len(found), func() *pricer {
		w := s.pricer()
		w.prices, w.floor = prices, floor
		return w
	}, work)
	if s.stopped() {
		return nil, s.cancelled()
	}
	return found, nil
}

// share hands chunks of work to as many workers as there are cores, where there are
// pairs enough that waking them pays.
func (s *solver) share(chunks int, start func() *pricer, work func(int, *pricer)) {
	workers := min(runtime.GOMAXPROCS(0), 8, chunks)
	if len(s.active)*len(s.judges) < 1<<18 {
		workers = 1
	}
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
		prices[j] = s.potential[s.judgeNode(j)]
		if s.room[j] == 0 {
			prices[j] = 1 << 61
		}
	}
	return prices
}

// pricer prices one entry after the other in memory of its own.
type pricer struct {
	*solver
	fit     []int32
	prices  []int64
	floor   int64 // the least of the prices
	best    []column
	choices []int32
	leading []int32
	wishes  []wish
}

func (s *solver) pricer() *pricer {
	return &pricer{solver: s, fit: make([]int32, len(s.judges))}
}

// row is the row of an active entry without the locked judges, until the next call.
func (w *pricer) row(a int) []int32 {
	if n := len(w.fit); w.memo != nil {
		return w.memo[a*n : (a+1)*n : (a+1)*n]
	}
	w.free(int(w.active[a]), w.fit)
	return w.fit
}

// entry appends the most profitable new pairs of an active entry.
func (w *pricer) entry(a int, found []column) []column {
	w.best = w.best[:0]
	if w.aim.goal == MostFit && w.groups.each == 0 {
		w.fitRow(a)
	} else {
		w.anyRow(a)
	}
	return append(found, w.best...)
}

// fitRow is anyRow for the common case, which leaves the bar and the draw of the
// tie-break to the pairs that would pay without them.
func (w *pricer) fitRow(a int) {
	e := int(w.active[a])
	own, shift, prices, fit := w.potential[w.entryNode(a)], w.aim.shift&63, w.prices, w.row(a)
	prices = prices[:len(fit)]
	for j, f := range fit {
		r := prices[j] - int64(f)<<shift - own
		if r >= 0 || f < 0 {
			continue
		}
		if r += int64(w.draw(w.aim, j, e) & w.aim.ties); r < 0 {
			w.offer(a, j, f, r)
		}
	}
}

// anyRow prices pairs of any aim. Where a seat has a least cost, it asks nothing of
// judges who are too dear for the entry, and skips the row where all are.
func (w *pricer) anyRow(a int) {
	e, most := int(w.active[a]), w.highestPrice(a)-w.aim.low()
	if w.aim.experts != nil {
		most += w.aim.experts[a]
	}
	if w.floor >= most {
		return
	}
	before := w.before[e]
	for j, f := range w.row(a) {
		if w.prices[j] >= most || f < 0 {
			continue
		}
		level := w.levels[e][j]
		c := w.aim.pair(f, level, has(before, int32(j)), w.draw(w.aim, j, e)) - w.rebate(w.aim, a, level)
		if r := w.prices[j] + c - w.potential[w.head(j, a)]; r < 0 {
			w.offer(a, j, f, r)
		}
	}
}

// highestPrice is the price of the dearest node by which a judge's seat can reach an
// active entry.
func (s *solver) highestPrice(a int) int64 {
	most := s.potential[s.entryNode(a)]
	for g := range int32(s.groups.each) {
		most = max(most, s.potential[s.groupNode(a, g)])
	}
	return most
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
func (s *solver) open(a, j int, fit int32) bool { return s.openBy(s.faces, a, j, fit) }

func (s *solver) openBy(faces []face, a, j int, fit int32) bool {
	e := int(s.active[a])
	for i := range faces {
		f := &faces[i]
		c := f.aim.pair(fit, s.levels[e][j], has(s.before[e], int32(j)), s.draw(&f.aim, j, e))
		if c+f.price[s.judgeNode(j)]-f.price[s.head(j, a)] != 0 {
			return false
		}
	}
	return true
}

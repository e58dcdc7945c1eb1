package assign

import "math"

// cheapest lists the cheapest pairs of the row, the best first, in w.best; judges
// whose load is given and full come last.
func (w *pricer) cheapest(a int, fit, load []int32) []column {
	most := int(w.need[w.active[a]]) + candidates - 4
	found, limit, prices := w.best[:0], int64(math.MaxInt64), w.prices[:len(fit)]
	for j, f := range fit {
		c := prices[j] - int64(f)<<marketBits
		if c >= limit || f < 0 || w.room[j] == 0 { // a bar is asked last: nobody can foresee it
			continue
		}
		if load != nil && load[j] >= w.room[j] {
			if c += 1 << 40; c >= limit {
				continue
			}
		}
		if len(found) < most {
			found = append(found, column{})
		}
		i := len(found) - 1
		for ; i > 0 && found[i-1].reduced > c; i-- {
			found[i] = found[i-1]
		}
		found[i] = column{int32(j), int32(a), f, c}
		if len(found) == most {
			limit = found[most-1].reduced
		}
	}
	return found
}

const marketBits = 8

// market finds prices of judges under which each is asked about as often as is
// best for the load: entry by entry the cheapest are chosen and grow a little
// dearer while all others grow cheaper (a stochastic subgradient of the dual).
func (s *solver) market() []int64 {
	prices := make([]int64, len(s.judges))
	w := s.pricer()
	w.prices, w.wishes = prices, s.wishesOf()
	n := len(s.active)
	ceiling, highest := int64(0), int32(0)
	for a := range n {
		if a&63 == 0 && s.stopped() {
			return prices
		}
		eta := int64(firstStep) * int64(n) / int64(n+firstStep/lastStep*a)
		k := int64(s.need[s.active[a]])
		w.drift(k, eta)
		row := w.row(a)
		w.leading = bestOf(row, int(k), w.leading)
		for _, f := range w.leading {
			ceiling += int64(f)
			highest = max(highest, f)
		}
		w.best = w.cheapest(a, row, nil)
		for _, c := range w.best[:min(len(w.best), int(k))] {
			prices[c.judge] += eta
		}
	}
	s.ceiling, s.highest = ceiling, highest // known only when all rows were seen
	return prices
}

// The steps by which a price moves for a seat, in units of the market.
const (
	firstStep = 96 << marketBits
	lastStep  = 2 << marketBits
)

// drift lowers all prices by what a seat's share of each judge's best load is.
func (w *pricer) drift(seats, step int64) {
	share := step * seats << shareBits / int64(w.seats)
	wishes := w.wishes[:len(w.prices)]
	for j, p := range w.prices {
		n := wishes[j].some
		switch {
		case p < 0:
			n = wishes[j].few
		case p >= wishes[j].dear:
			n = wishes[j].many
		}
		w.prices[j] = p - share*n>>shareBits
	}
}

const shareBits = 20

// wish is the load that a judge should have: few seats when their price is below 0,
// many from where it is dear.
type wish struct{ few, some, many, dear int64 }

func (s *solver) wishesOf() []wish {
	all, w := make([]wish, len(s.judges)), s.weights
	for j := range all {
		all[j] = wish{
			few:  int64(max(0, int32(s.judges[j].Min)-s.held[j])),
			some: int64(max(0, s.target[j]-s.held[j])),
			many: int64(s.room[j]),
			dear: int64(w.Over+w.Even*int(s.target[j])) << marketBits,
		}
	}
	return all
}

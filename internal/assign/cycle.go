package assign

import (
	"context"
	"slices"
)

// improve moves seats along negative cycles until there is none.
func (t *table) improve(ctx context.Context) error {
	all := make([]int, t.nodes-1)
	for i := range all {
		all[i] = i
	}
	t.refresh(all)
	for {
		cycles, err := t.negativeCycles(ctx)
		if err != nil || len(cycles) == 0 {
			return err
		}
		var touched []int
		for _, c := range cycles {
			t.turn(c)
			touched = append(touched, c...)
		}
		slices.Sort(touched)
		t.refresh(slices.DeleteFunc(touched, func(x int) bool { return x == t.pool() }))
	}
}

// negativeCycles runs Bellman-Ford passes from every node at once and returns the
// disjoint cycles of the predecessor graph as soon as it has any; each is negative.
func (t *table) negativeCycles(ctx context.Context) ([][]int, error) {
	clear(t.dist)
	for x := range t.from {
		t.from[x] = -1
	}
	for {
		if err := stopped(ctx); err != nil {
			return nil, err
		}
		if !t.relax() {
			return nil, nil
		}
		if c := t.cyclesOfFrom(); len(c) > 0 {
			return c, nil
		}
	}
}

func (t *table) relax() bool {
	changed, pool := false, t.pool()
	for x := range t.nodes {
		row := x * t.nodes
		if x != pool {
			t.priceRoom(x)
		}
		for y := range t.nodes {
			if t.via[row+y] < 0 {
				continue
			}
			if d := t.dist[x].plus(t.move[row+y]); d.less(t.dist[y]) {
				t.dist[y], t.from[y], changed = d, x, true
			}
		}
	}
	return changed
}

// priceRoom sets the two arcs between x and the pool: x may take one more, or one less.
func (t *table) priceRoom(x int) {
	in, out := x*t.nodes+t.pool(), t.pool()*t.nodes+x
	t.via[in], t.via[out] = 0, 0
	if x == t.nobody() {
		return
	}
	if t.via[in] = -1; t.load[x] < len(t.loads[x]) {
		t.via[in], t.move[in] = 0, t.loads[x][t.load[x]]
	}
	if t.via[out] = -1; t.load[x] > 0 && len(t.loads[x]) > 0 {
		last := min(t.load[x], len(t.loads[x])) - 1
		t.via[out], t.move[out] = 0, price{}.minus(t.loads[x][last])
	}
}

// cyclesOfFrom lists the cycles of the predecessor graph, each in the order in
// which seats are handed on.
func (t *table) cyclesOfFrom() [][]int {
	var cycles [][]int
	mark := make([]int, t.nodes) // 0 unseen, else the walk that saw it
	for s := range t.nodes {
		x := s
		for x >= 0 && mark[x] == 0 {
			mark[x] = s + 1
			x = t.from[x]
		}
		if x < 0 || mark[x] != s+1 {
			continue
		}
		cycle := []int{x}
		for y := t.from[x]; y != x; y = t.from[y] {
			cycle = append(cycle, y)
		}
		slices.Reverse(cycle)
		cycles = append(cycles, cycle)
	}
	return cycles
}

// turn hands one seat on along every arc of the cycle; arcs of the pool only
// change loads, which sit and rise already count.
func (t *table) turn(cycle []int) {
	for i, x := range cycle {
		y := cycle[(i+1)%len(cycle)]
		if x == t.pool() || y == t.pool() {
			continue
		}
		e := int(t.via[x*t.nodes+y])
		t.rise(x, e)
		t.sit(y, e)
	}
}

// refresh prices again every move from or to the named nodes.
func (t *table) refresh(touched []int) {
	for _, x := range touched {
		t.refreshFrom(x)
	}
	for x := range t.pool() {
		t.refreshTo(x, touched)
	}
}

func (t *table) refreshFrom(x int) {
	row := x * t.nodes
	for y := range t.pool() {
		t.via[row+y] = -1
	}
	for _, e := range t.holds(x) {
		leave := t.leaving(x, e)
		for y := range t.pool() {
			t.offer(row+y, x, y, e, leave)
		}
	}
}

func (t *table) refreshTo(x int, touched []int) {
	row := x * t.nodes
	for _, y := range touched {
		t.via[row+y] = -1
	}
	for _, e := range t.holds(x) {
		leave := t.leaving(x, e)
		for _, y := range touched {
			t.offer(row+y, x, y, e, leave)
		}
	}
}

// offer keeps the move of e from x to y if it may be made and none cheaper is known.
func (t *table) offer(at, x, y, e int, leave price) {
	if x == y || y != t.nobody() && !t.takes(y, e) {
		return
	}
	if p := t.coming(y, e).minus(leave); t.via[at] < 0 || p.less(t.move[at]) {
		t.via[at], t.move[at] = int32(e), p
	}
}

// holds lists the entries that x can hand on.
func (t *table) holds(x int) []int {
	if x != t.nobody() {
		return t.held[x]
	}
	var short []int
	for e, n := range t.empty {
		if n > 0 {
			short = append(short, e)
		}
	}
	return short
}

// takes says whether judge j may sit on e and does not yet.
func (t *table) takes(j, e int) bool { return t.open(j, e) && !t.sits[j*len(t.entries)+e] }

func (t *table) leaving(x, e int) price {
	if x == t.nobody() {
		return shortage(t.empty[e])
	}
	return t.seat(x, e)
}

func (t *table) coming(y, e int) price {
	if y == t.nobody() {
		return shortage(t.empty[e] + 1)
	}
	return t.seat(y, e)
}

// shortage is the price of the n-th empty seat of an entry.
func shortage(n int) price { return price{hi: emptyHi + int64(n)*deeperHi} }

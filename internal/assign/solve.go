package assign

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// table is a plan in the making. Beside the judges it has two more nodes: nobody,
// who holds every empty seat, and the pool, through which loads grow and shrink.
type table struct {
	*network
	locked []Pair
	sits   []bool  // judge-major
	held   [][]int // per judge: entries that may still move
	load   []int
	empty  []int // per entry

	// move[x*nodes+y] is the cheapest way to hand one entry from x to y, and via
	// that entry (-1: none). Kept in step by refresh.
	nodes int
	move  []price
	via   []int32
	dist  []price
	from  []int
}

// solve fills the table; when the context ends first it returns what it has and ErrCancelled.
func solve(ctx context.Context, n *network, locked []Pair) (*table, error) {
	t := newTable(n, locked)
	if err := t.start(ctx); err != nil {
		return t, err
	}
	return t, t.improve(ctx)
}

func newTable(n *network, locked []Pair) *table {
	nj, ne := len(n.judges), len(n.entries)
	t := &table{
		network: n, locked: locked, sits: make([]bool, nj*ne), held: make([][]int, nj),
		load: make([]int, nj), empty: slices.Clone(n.need), nodes: nj + 2,
	}
	for _, l := range locked {
		j, e := n.judge[l.Judge], n.entry[l.Entry]
		t.sits[j*ne+e] = true
		t.load[j]++
		t.empty[e] = max(0, t.empty[e]-1)
	}
	t.move, t.via = make([]price, t.nodes*t.nodes), make([]int32, t.nodes*t.nodes)
	t.dist, t.from = make([]price, t.nodes), make([]int, t.nodes)
	return t
}

func (t *table) nobody() int { return t.nodes - 2 }
func (t *table) pool() int   { return t.nodes - 1 }

// start gives every entry one judge a round, the entries with fewest open judges
// first, each time the cheapest judge who has room.
func (t *table) start(ctx context.Context) error {
	order := t.scarcestFirst()
	for given := true; given; {
		given = false
		for _, e := range order {
			if err := stopped(ctx); err != nil {
				return err
			}
			if j := t.cheapest(e); t.empty[e] > 0 && j >= 0 {
				t.sit(j, e)
				given = true
			}
		}
	}
	return nil
}

func (t *table) scarcestFirst() []int {
	order, choices := make([]int, len(t.entries)), make([]int, len(t.entries))
	for e := range order {
		order[e] = e
		for j := range t.judges {
			if t.open(j, e) {
				choices[e]++
			}
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(choices[a], choices[b]) })
	return order
}

// cheapest finds the judge with room for one more whose seat on e costs least, or -1.
func (t *table) cheapest(e int) int {
	best, least := -1, price{}
	for j := range t.judges {
		if !t.takes(j, e) || t.load[j] >= len(t.loads[j]) {
			continue
		}
		if p := t.seat(j, e).plus(t.loads[j][t.load[j]]); best < 0 || p.less(least) {
			best, least = j, p
		}
	}
	return best
}

func (t *table) sit(j, e int) {
	if j == t.nobody() {
		return // rise has left the seat empty
	}
	t.empty[e]--
	t.sits[j*len(t.entries)+e] = true
	t.held[j] = append(t.held[j], e)
	t.load[j]++
}

func (t *table) rise(j, e int) {
	if j == t.nobody() {
		return // sit fills the empty seat
	}
	t.sits[j*len(t.entries)+e] = false
	t.held[j] = slices.DeleteFunc(t.held[j], func(x int) bool { return x == e })
	t.load[j]--
	t.empty[e]++
}

func stopped(ctx context.Context) error {
	if ctx.Err() != nil {
		return fmt.Errorf("%w: %w", ErrCancelled, context.Cause(ctx))
	}
	return nil
}

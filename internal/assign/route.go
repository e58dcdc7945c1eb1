package assign

import "slices"

// route seeks the cheapest way on which one unit of flow can go through a plan from one
// node to another (Dijkstra 1959, from the end backwards, because fits are known entry
// by entry). Costs are compared goal by goal. What still costs less than nothing, where
// a plan is not proved best, counts as nothing; so the way may be a little dearer than
// another, and what it costs at least is known all the same.
type route struct {
	*residual
	goals []face
	// floor is the fit that a seat given on the way must have.
	floor int32
	// wide seeks, among the ways that cost least, the one whose least fit is highest, as
	// far as that level; 0 = is not sought.
	wide int32
	// A way does not pass the pair that is asked about.
	judge, entry int
	start        int32 // where the way that is sought begins

	cost  []int64 // by node and goal
	sum   []int64 // room for one more
	next  []int32 // the node after this one
	heap  []int32
	place []int32 // of a node in the heap
}

const (
	unseen     = int32(-1)
	closedNode = int32(-2)
)

// find says whether there is a way.
func (q *route) find(from, to int32) bool {
	n, k := q.size(), q.width()
	q.cost, q.next, q.place = make([]int64, n*k), make([]int32, n), slices.Repeat([]int32{unseen}, n)
	q.heap, q.sum = q.heap[:0], make([]int64, k)
	q.next[to], q.start = none, from
	if q.wide > 0 {
		q.at(to)[k-1] = -int64(q.wide)
	}
	q.lift(to)
	for seen := 1; len(q.heap) > 0 && (seen&255 != 0 || !q.stopped()); seen++ {
		v := q.pop()
		switch j := int(v) - 1; {
		case v == from:
			return true
		case v == 0:
			q.intoHub()
		case j < len(q.judges):
			q.intoJudge(j, v)
		default:
			q.intoPanel(v)
		}
	}
	return false
}

// width is how many numbers the cost of a node has.
func (q *route) width() int {
	if q.wide > 0 {
		return len(q.goals) + 1
	}
	return len(q.goals)
}

func (q *route) at(node int32) []int64 {
	k := q.width()
	return q.cost[int(node)*k : int(node)*k+k]
}

// intoHub: a judge gives a seat up, or an empty seat is filled.
func (q *route) intoHub() {
	for j := range q.judges {
		if n := int32(len(q.on[j])); n > 0 {
			q.relax(q.judgeNode(j), 0, push{what: loadArc, back: true, judge: int32(j), n: q.held[j] + n})
		}
	}
	for a := range q.active {
		if n := q.missing(a); n > 0 {
			q.relax(q.entryNode(a), 0, push{what: emptyArc, back: true, entry: int32(a), n: n})
		}
	}
}

// intoJudge: the judge takes one seat more, or gives up one of those they have.
func (q *route) intoJudge(j int, v int32) {
	if n := int32(len(q.on[j])); n < q.room[j] {
		q.relax(0, v, push{what: loadArc, judge: int32(j), n: q.held[j] + n + 1})
	}
	for _, a := range q.on[j] {
		if a := int(a); j != q.judge || a != q.entry {
			q.relax(q.head(j, a), v, push{what: pairArc, back: true, judge: int32(j), entry: int32(a), n: q.fitOn(j, a)})
		}
	}
}

// intoPanel: somebody takes a seat on the entry, or in the group of it, or one more is
// left empty.
func (q *route) intoPanel(v int32) {
	a, group := int(v)-1-len(q.judges), none
	if a >= len(q.active) {
		a, group = q.groupOf(v)
	} else if n := q.missing(a) + 1; n <= q.need[q.active[a]] {
		q.relax(0, v, push{what: emptyArc, entry: int32(a), n: n})
	}
	for g := range int32(q.groups.each) {
		if q.groups.up[g] == group {
			q.intoAbove(a, g)
		}
	}
	if group != none {
		q.intoBelow(a, group)
	}
	for j, fit := range q.openRow(a) {
		if fit < 0 || fit < q.floor || q.place[1+j] == closedNode || q.room[j] == 0 || j == q.judge && a == q.entry {
			continue
		}
		if q.groups.each == 0 || q.head(j, a) == v {
			q.relax(q.judgeNode(j), v, push{what: pairArc, judge: int32(j), entry: int32(a), n: fit})
		}
	}
}

// intoAbove: one more of a group is counted in what is above it.
func (q *route) intoAbove(a int, g int32) {
	most, soft := q.cap(a, g)
	x, n := push{what: freeArc}, q.members(a, g)
	if n >= most {
		x.what = dearArc
		if !soft || n-max(0, most) >= q.need[q.active[a]] {
			return
		}
	}
	q.relax(q.groupNode(a, g), q.groupNode(a, q.groups.up[g]), x)
}

// intoBelow: one less of a group is counted in what is above it.
func (q *route) intoBelow(a int, g int32) {
	most, soft := q.cap(a, g)
	x, n := push{what: freeArc, back: true}, q.members(a, g)
	if soft && n > max(0, most) {
		x.what = dearArc
	}
	if n > 0 {
		q.relax(q.groupNode(a, q.groups.up[g]), q.groupNode(a, g), x)
	}
}

// relax notes that the way from u may go on to v.
func (q *route) relax(u, v int32, x push) {
	if q.place[u] == closedNode {
		return
	}
	from, old := q.at(v), q.at(u)
	better := q.place[u] == unseen
	if better && q.place[q.start] != unseen {
		better, old = false, q.at(q.start) // what is no nearer than the start is of no use
	}
	sum, first, free := q.sum, true, false // first: nothing was paid so far; free: less than that
	for i := range q.goals {
		f, c := &q.goals[i], int64(0)
		if !free {
			c = q.costOf(&f.aim, x) + f.price[u] - f.price[v]
		}
		if first && c != 0 {
			if first, free = false, c < 0; free {
				c = 0
			}
		}
		if sum[i] = from[i] + c; !better && sum[i] > old[i] {
			return
		}
		better = better || sum[i] < old[i]
	}
	if q.wide > 0 {
		last := len(q.goals)
		sum[last] = from[last]
		if x.what == pairArc && !x.back {
			sum[last] = max(sum[last], -int64(x.n))
		}
		better = better || sum[last] < old[last]
	}
	if better {
		copy(q.at(u), sum)
		q.next[u] = v
		q.lift(u)
	}
}

func (q *route) before(u, v int32) bool {
	c := slices.Compare(q.at(u), q.at(v))
	return c < 0 || c == 0 && u < v
}

// lift brings a node to its place in the heap after its cost went down.
func (q *route) lift(u int32) {
	if q.place[u] == unseen {
		q.heap = append(q.heap, u)
		q.place[u] = int32(len(q.heap) - 1)
	}
	i := q.place[u]
	for i > 0 && q.before(u, q.heap[(i-1)/2]) {
		q.set(i, q.heap[(i-1)/2])
		i = (i - 1) / 2
	}
	q.set(i, u)
}

func (q *route) set(i, u int32) { q.heap[i], q.place[u] = u, i }

// pop takes the nearest node off the heap.
func (q *route) pop() int32 {
	top, n := q.heap[0], int32(len(q.heap)-1)
	u := q.heap[n]
	q.heap = q.heap[:n]
	q.place[top] = closedNode
	i := int32(0)
	for n > 0 {
		c := 2*i + 1
		if c+1 < n && q.before(q.heap[c+1], q.heap[c]) {
			c++
		}
		if c >= n || !q.before(q.heap[c], u) {
			q.set(i, u)
			break
		}
		q.set(i, q.heap[c])
		i = c
	}
	return top
}

// moves are the seats that change on the way from a node, by the positions of entries.
func (q *route) moves(from int32) []move {
	var all []move
	seat := func(judge, panel int32, on bool) {
		a := int(panel) - 1 - len(q.judges)
		if a >= len(q.active) {
			a, _ = q.groupOf(panel)
		}
		all = append(all, move{int(judge) - 1, int(q.active[a]), on})
	}
	is := func(n int32) (judge, panel bool) {
		return n > 0 && int(n) <= len(q.judges), int(n) > len(q.judges)
	}
	for u := from; q.next[u] != none; u = q.next[u] {
		v := q.next[u]
		uJudge, uPanel := is(u)
		vJudge, vPanel := is(v)
		switch {
		case uJudge && vPanel:
			seat(u, v, true)
		case uPanel && vJudge:
			seat(v, u, false)
		}
	}
	return all
}

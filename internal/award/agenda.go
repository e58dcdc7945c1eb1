package award

import (
	"maps"
	"slices"
	"strings"
)

// exactAgenda is up to how many different sets of absent people OrderAgenda
// tries every order.
const exactAgenda = 12

// OrderAgenda orders the items of a meeting so that people leave the room as
// seldom as can be: out[i] are those who must not be in the room for item i,
// and the answer lists the items in their new order. Everybody is in the room
// before the first item. Up to twelve different sets of absent people the order
// is the best there is; beyond that it is a good one. Where several are equally
// good, the one nearest to the given order is taken, and items for which the
// same people leave stand together.
//
// # Why departures are counted and not absences
//
// How long somebody is outside is given by their ties; how often they are sent
// out and called back is what the chair can spare them. Moving between two items
// costs one for each person who must be out for the second and was in for the
// first, so the best order is a shortest path through all sets, which dynamic
// programming over the sets already met finds exactly.
func OrderAgenda(out [][]ID) []int {
	groups, sets := absentGroups(out)
	cost := make([][]int, len(sets))
	for i := range sets {
		cost[i] = make([]int, len(sets))
		for j := range sets {
			cost[i][j] = leaving(sets[i], sets[j])
		}
	}
	first := make([]int, len(sets))
	for j := range sets {
		first[j] = len(sets[j])
	}
	var order []int
	if len(sets) <= exactAgenda {
		order = shortestPath(first, cost)
	} else {
		order = nearestPath(first, cost)
	}
	var items []int
	for _, g := range order {
		items = append(items, groups[g]...)
	}
	return items
}

// AgendaDepartures counts how often somebody leaves the room when items are
// taken in an order.
func AgendaDepartures(out [][]ID, order []int) int {
	n, absent := 0, map[ID]bool{}
	for _, i := range order {
		next := setOf(out[i])
		n += leaving(absent, next)
		absent = next
	}
	return n
}

// absentGroups gathers the items for which the same people leave, in the order
// of their first item.
func absentGroups(out [][]ID) (groups [][]int, sets []map[ID]bool) {
	at := map[string]int{}
	for i, people := range out {
		set := setOf(people)
		var names []string
		for _, id := range slices.Sorted(maps.Keys(set)) {
			names = append(names, string(id))
		}
		key := strings.Join(names, " ")
		g, there := at[key]
		if !there {
			g = len(sets)
			at[key], sets, groups = g, append(sets, set), append(groups, nil)
		}
		groups[g] = append(groups[g], i)
	}
	return groups, sets
}

func setOf(people []ID) map[ID]bool {
	set := map[ID]bool{}
	for _, id := range people {
		set[id] = true
	}
	return set
}

// leaving counts those who are in the room for one item and not for the next.
func leaving(before, after map[ID]bool) int {
	n := 0
	for id := range after {
		if !before[id] {
			n++
		}
	}
	return n
}

// shortestPath visits every place once at the least cost: rest[done][i] is the
// least that remains after the places of the bit set done when i was the last.
func shortestPath(first []int, cost [][]int) []int {
	n := len(first)
	all := 1<<n - 1
	rest := make([][]int, all+1)
	for done := all; done >= 0; done-- {
		rest[done] = make([]int, n)
		for i := range n {
			if done == all || done&(1<<i) == 0 {
				continue
			}
			rest[done][i] = -1
			for j := range n {
				if done&(1<<j) != 0 {
					continue
				}
				if c := cost[i][j] + rest[done|1<<j][j]; rest[done][i] < 0 || c < rest[done][i] {
					rest[done][i] = c
				}
			}
		}
	}
	var order []int
	step := first
	for done := 0; done != all; {
		best, least := -1, 0
		for j := range n {
			if done&(1<<j) != 0 {
				continue
			}
			if c := step[j] + rest[done|1<<j][j]; best < 0 || c < least {
				best, least = j, c
			}
		}
		order = append(order, best)
		done |= 1 << best
		step = cost[best]
	}
	return order
}

// nearestPath is the better of two orders: the given one, and the one that goes
// on to the cheapest place that is left, both improved.
func nearestPath(first []int, cost [][]int) []int {
	n := len(first)
	given := make([]int, n)
	var near []int
	met := make([]bool, n)
	for step := first; len(near) < n; {
		best := -1
		for j := range n {
			given[j] = j
			if !met[j] && (best < 0 || step[j] < step[best]) {
				best = j
			}
		}
		met[best] = true
		near, step = append(near, best), cost[best]
	}
	given, near = turned(first, cost, given), turned(first, cost, near)
	if pathCost(first, cost, near) < pathCost(first, cost, given) {
		return near
	}
	return given
}

// turned turns stretches of an order round while that makes it cheaper.
func turned(first []int, cost [][]int, order []int) []int {
	for better := true; better; {
		better = false
		for i := range order {
			for j := i + 1; j < len(order); j++ {
				next := slices.Clone(order)
				slices.Reverse(next[i : j+1])
				if pathCost(first, cost, next) < pathCost(first, cost, order) {
					order, better = next, true
				}
			}
		}
	}
	return order
}

func pathCost(first []int, cost [][]int, order []int) int {
	sum := 0
	for k, j := range order {
		if k == 0 {
			sum += first[j]
		} else {
			sum += cost[order[k-1]][j]
		}
	}
	return sum
}

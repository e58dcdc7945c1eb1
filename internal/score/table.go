package score

import "slices"

// table is a set of scores as numbers, by entry and then judge, so that every
// sum over it runs in one order.
type table struct {
	entries, judges int
	cells           []cell
	start           []int // the cells of entry e are cells[start[e]:start[e+1]]
}

type cell struct {
	entry, judge int
	y            float64
}

// tableOf sorts the cells; every entry and every judge must have one.
func tableOf(entries, judges int, cells []cell) table {
	slices.SortFunc(cells, func(a, b cell) int {
		if a.entry != b.entry {
			return a.entry - b.entry
		}
		return a.judge - b.judge
	})
	t := table{entries: entries, judges: judges, cells: cells, start: make([]int, entries+1)}
	for _, c := range cells {
		t.start[c.entry+1]++
	}
	for e := range entries {
		t.start[e+1] += t.start[e]
	}
	return t
}

func (t *table) of(entry int) []cell { return t.cells[t.start[entry]:t.start[entry+1]] }

func mean(cells []cell) float64 {
	sum := 0.0
	for _, c := range cells {
		sum += c.y
	}
	return sum / float64(len(cells))
}

// split cuts a table into its connected parts, in the order of their first
// entry, and says which entries and judges of the whole they hold.
func (t *table) split() []part {
	group := t.groups(func(cell) bool { return false })
	var parts []part
	at := map[int]int{}
	entry, judge := make([]int, t.entries), make([]int, t.judges)
	for e := range t.entries {
		i, there := at[group[e]]
		if !there {
			i = len(parts)
			at[group[e]] = i
			parts = append(parts, part{})
		}
		entry[e] = len(parts[i].entry)
		parts[i].entry = append(parts[i].entry, e)
	}
	for j := range t.judges {
		i := at[group[t.entries+j]]
		judge[j] = len(parts[i].judge)
		parts[i].judge = append(parts[i].judge, j)
	}
	if len(parts) == 1 {
		parts[0].table = *t
		return parts
	}
	cells := make([][]cell, len(parts))
	for _, c := range t.cells {
		i := at[group[c.entry]]
		cells[i] = append(cells[i], cell{entry[c.entry], judge[c.judge], c.y})
	}
	for i := range parts {
		parts[i].table = tableOf(len(parts[i].entry), len(parts[i].judge), cells[i])
	}
	return parts
}

// part is a connected part of a table with the numbers that its entries and
// judges have in the whole.
type part struct {
	table
	entry, judge []int
}

// groups numbers the nodes of the graph, entries first, by the part they are in
// where some cells are left out.
func (t *table) groups(without func(cell) bool) []int {
	root := make([]int, t.entries+t.judges)
	for i := range root {
		root[i] = i
	}
	find := func(i int) int {
		for root[i] != i {
			root[i] = root[root[i]]
			i = root[i]
		}
		return i
	}
	for _, c := range t.cells {
		if !without(c) {
			root[find(t.entries+c.judge)] = find(c.entry)
		}
	}
	for i := range root {
		root[i] = find(i)
	}
	return root
}

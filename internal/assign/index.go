package assign

import (
	"cmp"
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
	last     *rowOf
}

// indexOf sorts copies of the rows by id, so that nothing after it can see the
// order in which they were given.
func indexOf(in Input) index {
	x := index{
		entries: slices.Clone(in.Entries), judges: slices.Clone(in.Judges),
		entry: make(map[string]int, len(in.Entries)), judge: make(map[string]int, len(in.Judges)), recorded: map[[2]int]Reason{}, last: &rowOf{},
		entryIs: make([]facts, len(in.Entries)), judgeIs: make([]facts, len(in.Judges)),
	}
	slices.SortFunc(x.entries, func(a, b Entry) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(x.judges, func(a, b Judge) int { return cmp.Compare(a.ID, b.ID) })
	for i, e := range x.entries {
		x.entry[e.ID], x.entryIs[i] = i, factsOfEntry(e)
	}
	for i, j := range x.judges {
		x.judge[j.ID], x.judgeIs[i] = i, factsOfJudge(j)
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
	why := Reason("")
	if len(x.recorded) > 0 {
		why = x.recorded[[2]int{j, e}]
	}
	return bar(x.judgeIs[j], x.entryIs[e], why)
}

// rowOf is the row of the entry that was asked for last, where Rows is set.
type rowOf struct {
	entry int
	fit   []int32
	at    []int // where the input has the entry
	judge []int // where the input has the judge
}

// barRow is bar where Rows may stand in place of the attributes.
func (x index) barRow(in Input, j, e int) (Reason, bool) {
	if in.Rows == nil {
		return x.bar(j, e)
	}
	if why := x.recorded[[2]int{j, e}]; why != "" {
		return why, true
	}
	r := x.last
	if r.fit == nil {
		r.entry, r.fit = -1, make([]int32, len(in.Judges))
		r.at, r.judge = make([]int, len(in.Entries)), make([]int, len(in.Judges))
		for i, row := range in.Entries {
			r.at[x.entry[row.ID]] = i
		}
		for i, row := range in.Judges {
			r.judge[x.judge[row.ID]] = i
		}
	}
	if r.entry != e {
		r.entry = e
		in.Rows(r.at[e], r.fit)
	}
	return DeclaredConflict, r.fit[r.judge[j]] < 0
}

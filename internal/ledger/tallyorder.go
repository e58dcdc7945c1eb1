package ledger

import (
	"cmp"
	"math/big"
	"slices"
	"strconv"
)

// ranks gives places by official score and the tie rule, and holds the standings
// against them.
func (t *tally) ranks() *Fault {
	slices.SortStableFunc(t.order, func(a, b *entry) int { return cmp.Compare(b.official, a.official) })
	place := 1
	for _, equal := range runs(t.order, func(e *entry) int64 { return e.official }) {
		t.settle(equal, t.Method.TieRule, place)
		place += len(equal)
	}
	for _, e := range t.byReference() {
		if e.standing.Rank != e.rank {
			return &Fault{Kind: BadRank, Entry: e.reference, Want: strconv.Itoa(e.rank), Have: strconv.Itoa(e.standing.Rank)}
		}
		if e.standing.Settled != e.settled {
			return &Fault{Kind: BadTie, Entry: e.reference, Want: e.settled, Have: e.standing.Settled}
		}
	}
	return nil
}

// settle places entries of one score by the steps of the rule that are left.
func (t *tally) settle(equal []*entry, rule []string, place int) {
	switch {
	case len(equal) == 1 || len(rule) == 0:
		for _, e := range equal {
			e.rank = place
		}
		return
	case rule[0] == "shared":
		for _, e := range equal {
			e.rank, e.settled = place, "shared"
		}
		return
	case rule[0] == "vote" && slices.ContainsFunc(equal, func(e *entry) bool { return e.votes < 0 }):
		t.settle(equal, rule[1:], place)
		return
	}
	value := func(e *entry) int64 { return t.step(rule[0], e) }
	slices.SortStableFunc(equal, func(a, b *entry) int { return cmp.Compare(value(b), value(a)) })
	for _, part := range runs(equal, value) {
		if len(part) == 1 {
			part[0].settled = rule[0]
		}
		t.settle(part, rule[1:], place)
		place += len(part)
	}
}

func (t *tally) step(step string, e *entry) int64 {
	switch step {
	case "first_places":
		return int64(e.first)
	case "vote":
		return int64(e.votes)
	}
	sum := new(big.Rat)
	for _, s := range e.sheets {
		sum.Add(sum, exact(s.Scores[step]))
	}
	return hundredths(sum, int64(len(e.sheets)))
}

// runs cuts a sorted list where its value changes.
func runs(list []*entry, value func(*entry) int64) [][]*entry {
	var out [][]*entry
	for len(list) > 0 {
		n := 1
		for n < len(list) && value(list[n]) == value(list[0]) {
			n++
		}
		out, list = append(out, list[:n:n]), list[n:]
	}
	return out
}

// prizes holds the winners against the order: whoever wins before somebody who
// stands higher and has won nothing needs a reason.
func (t *tally) prizes() *Fault {
	if !slices.IsSortedFunc(t.Prizes, func(a, b Won) int { return cmp.Compare(a.Rank, b.Rank) }) {
		return &Fault{Kind: BadPrize}
	}
	for i, w := range t.Prizes {
		if w.Entry == "" {
			continue
		}
		e := t.entries[w.Entry]
		if e == nil {
			return &Fault{Kind: BadPrize, Prize: w.Prize, Entry: w.Entry}
		}
		if t.departs(e, t.wonUpTo(i)) && !t.departures[w.Prize+"/"+w.Entry] {
			return &Fault{Kind: BadPrize, Prize: w.Prize, Entry: w.Entry, Have: strconv.Itoa(e.rank)}
		}
	}
	return nil
}

// wonUpTo are the winners of prizes as high as that of place i or higher.
func (t *tally) wonUpTo(i int) map[string]bool {
	won := map[string]bool{}
	for _, w := range t.Prizes {
		if w.Rank <= t.Prizes[i].Rank {
			won[w.Entry] = true
		}
	}
	return won
}

func (t *tally) departs(e *entry, won map[string]bool) bool {
	return e.rank == 0 || slices.ContainsFunc(t.order, func(o *entry) bool { return o.rank < e.rank && !won[o.reference] })
}

package score

import (
	"cmp"
	"math"
	"slices"
)

// leaving is the order as it would be without a judge's sheets of some entries.
//
// The model is fitted anew to the sheets that are left, as a trial (WhatIf) does it.
// Of a part with more than a hundred judges the ratio of variances is held: all
// judges together tell it, so it hardly changes with one, and to find it anew for
// each of 2,000 would take hours, where this takes seconds.
type leaving struct {
	*pool
	part  *fittedPart
	judge int
	gone  []bool // by entry of the part
	all   bool   // of the judge's scores leave
}

// without is what leaves: the judge's scores of the entries that are chosen.
func (p *pool) without(f *fittedPart, judge int, which func(entry int) bool) leaving {
	l := leaving{p, f, judge, make([]bool, f.entries), true}
	for _, e := range f.entriesOf(judge) {
		l.gone[e] = which(e)
		l.all = l.all && l.gone[e]
	}
	return l
}

func (l leaving) leaves(c cell) bool { return c.judge == l.judge && l.gone[c.entry] }

// moves are the entries whose prize would be another, by present rank. Only those
// are ordered that have a prize or would have one.
func (l leaving) moves() []Move {
	scores := l.scores()
	least := l.least(scores)
	first := l.firstPlaces()
	q := *l.pool
	q.need, q.entries = 1, nil
	var all []Move
	for g, f := range l.parts {
		for i, e := range f.tallies {
			if score := scores[g][i]; score >= least {
				kept := l.left(&q, e, f == l.part && l.gone[i])
				kept.official, kept.FirstPlaces = score, e.FirstPlaces+first[e]
				q.entries = append(q.entries, kept)
				all = append(all, Move{Entry: e.Entry, From: e.Rank})
			} else if e.Rankable && score == unranked && l.prize(e.Rank) >= 0 {
				all = append(all, Move{Entry: e.Entry, From: e.Rank})
			}
		}
	}
	to := map[string]int{}
	for _, e := range q.order() {
		to[e.Entry] = e.Rank
	}
	for i := range all {
		all[i].To = to[all[i].Entry]
	}
	all = slices.DeleteFunc(all, func(m Move) bool { return l.prize(m.From) == l.prize(m.To) })
	slices.SortFunc(all, func(a, b Move) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Entry, b.Entry)) })
	return all
}

// unranked stands for the score of an entry that cannot be ranked.
const unranked = math.MinInt64

// left is an entry with the sheets that it keeps.
func (l leaving) left(q *pool, e *tally, touched bool) *tally {
	kept := *e
	if touched {
		kept = tally{Standing: Standing{Entry: e.Entry}}
		for _, s := range e.sheets {
			if !s.counted || s.judge != l.part.judgeIDs[l.judge] {
				kept.sheets = append(kept.sheets, s)
			}
		}
		q.measure(&kept)
	}
	kept.Rank, kept.Tie = 0, nil
	return &kept
}

// least is the score from which on entries bear on who has a prize.
func (l leaving) least(scores [][]int64) int64 {
	places, best := 0, []int64{}
	for _, n := range l.policy.Prizes {
		places += n
	}
	fallen := int64(math.MaxInt64)
	for g, f := range l.parts {
		for i, score := range scores[g] {
			if score == unranked {
				continue
			}
			if l.prize(f.tallies[i].Rank) >= 0 {
				fallen = min(fallen, score)
			}
			if len(best) == places && score <= best[0] {
				continue
			}
			at, _ := slices.BinarySearch(best, score)
			if best = slices.Insert(best, at, score); len(best) > places {
				best = best[1:]
			}
		}
	}
	if len(best) == 0 {
		return math.MaxInt64
	}
	return min(fallen, best[0])
}

// scores are the official scores, by part and entry.
func (l leaving) scores() [][]int64 {
	apart, why := l.reasons()
	all := make([][]int64, len(l.parts))
	for g, f := range l.parts {
		all[g] = make([]int64, f.entries)
		adjusted := l.policy.Method == Adjusted && reason(f.component.Freedom, f.judges, apart) == NoReason
		for i, e := range f.tallies {
			switch {
			case !e.Rankable:
				all[g][i] = unranked
			case f == l.part:
			case adjusted:
				all[g][i] = e.adjusted
			default:
				all[g][i] = e.mean
			}
		}
	}
	at := slices.Index(l.parts, l.part)
	l.own(all[at], why)
	return all
}

// own fills the scores of the part from which a judge leaves: anew where the entry
// loses a score or a judge of its panel has another correction, else as it was.
func (l leaving) own(scores []int64, why func(entry int) Reason) {
	f, anew := l.part, slices.Clone(l.gone)
	var hundredth []int64
	if l.policy.Method == Adjusted {
		hundredth = hundredths(l.severities())
		for j, h := range hundredth {
			if h != f.hundredth[j] {
				for _, e := range f.entriesOf(j) {
					anew[e] = true
				}
			}
		}
	}
	for i, e := range f.tallies {
		adjusted := l.policy.Method == Adjusted && why(i) == NoReason
		switch {
		case scores[i] == unranked:
		case anew[i]:
			scores[i] = l.anew(i, adjusted, hundredth)
		case adjusted:
			scores[i] = e.adjusted
		default:
			scores[i] = e.mean
		}
	}
}

// anew is the score of an entry from the sheets that are left.
func (l leaving) anew(i int, adjusted bool, hundredth []int64) int64 {
	f, e := l.part, l.part.tallies[i]
	sum, counted, corrections := e.sum, e.Counted, int64(0)
	if l.gone[i] {
		at := slices.IndexFunc(e.sheets, func(s sheet) bool { return s.counted && s.judge == f.judgeIDs[l.judge] })
		sum, counted = sum-e.sheets[at].sum, counted-1
	}
	if counted == 0 {
		return unranked
	}
	if adjusted {
		for _, c := range f.of(i) {
			if !l.leaves(c) {
				corrections += hundredth[c.judge]
			}
		}
	}
	return l.corrected(sum, corrections, counted)
}

// reasons reports whether the parts that are ranked would be apart, and for each
// entry of the part that a judge leaves why it would have the raw mean.
func (l leaving) reasons() (apart bool, of func(entry int) Reason) {
	if l.policy.Method != Adjusted {
		return false, nil
	}
	type size struct {
		entries, judges, sheets int
		ranked                  bool
	}
	f := l.part
	if l.all && !f.cuts(l.judge) { // one judge less, and still in one piece
		apart, judges := l.parted(), f.judges-1
		r := reason(len(f.cells)-len(f.entriesOf(l.judge))-f.entries-judges+1, judges, apart)
		return apart, func(int) Reason { return r }
	}
	group := f.groups(l.leaves)
	sizes, read := make([]size, len(group)), make([]bool, f.judges)
	for e := range f.entries {
		s, kept := &sizes[group[e]], 0
		for _, c := range f.of(e) {
			if !l.leaves(c) {
				read[c.judge] = true
				kept++
			}
		}
		if kept > 0 {
			s.entries++
			s.sheets += kept
			s.ranked = s.ranked || f.tallies[e].Rankable
		}
	}
	linked := 0
	for j, is := range read {
		if is {
			sizes[group[f.entries+j]].judges++
		}
	}
	for _, s := range sizes {
		if s.ranked {
			linked++
		}
	}
	for _, g := range l.parts {
		if g != f && g.ranked() {
			linked++
		}
	}
	apart = linked > 1
	return apart, func(entry int) Reason {
		s := sizes[group[entry]]
		return reason(s.sheets-s.entries-s.judges+1, s.judges, apart)
	}
}

// firstPlaces is by how many the first places of entries change: they are those of
// the judge who leaves.
func (l leaving) firstPlaces() map[*tally]int {
	change := map[*tally]int{}
	if !slices.Contains(l.rule, FirstPlaces) {
		return change
	}
	var before, after []read
	for _, i := range l.part.entriesOf(l.judge) {
		e := l.part.tallies[i]
		at := slices.IndexFunc(e.sheets, func(s sheet) bool { return s.counted && s.judge == l.part.judgeIDs[l.judge] })
		r := read{e, e.sheets[at].sum}
		if before = append(before, r); !l.gone[i] {
			after = append(after, r)
		}
	}
	for _, e := range firsts(before) {
		change[e]--
	}
	for _, e := range firsts(after) {
		change[e]++
	}
	return change
}

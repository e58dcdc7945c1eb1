package score

import (
	"cmp"
	"slices"
)

// order ranks the rankable entries by their shown score and settles what is equal.
// It returns them by rank, then the others.
func (p *pool) order() []*tally {
	var ranked, others []*tally
	for _, e := range p.entries {
		if e.Rankable {
			ranked = append(ranked, e)
		} else {
			others = append(others, e)
		}
	}
	slices.SortStableFunc(ranked, func(a, b *tally) int { return cmp.Compare(b.official, a.official) })
	rank, group := 1, 0
	for _, equal := range runs(ranked, func(e *tally) int64 { return e.official }) {
		if len(equal) > 1 {
			group++
			begin(equal, group)
		}
		p.settle(equal, p.rule, rank)
		rank += len(equal)
	}
	slices.SortStableFunc(ranked, func(a, b *tally) int { return cmp.Compare(a.Rank, b.Rank) })
	return append(ranked, others...)
}

// begin notes on each entry that it is tied.
func begin(equal []*tally, group int) {
	for _, e := range equal {
		e.Tie = &Tie{Group: group, Steps: []TieStep{}}
	}
}

// nameTied writes down with whom each entry is tied: once, of the order that stands.
func (p *pool) nameTied() {
	groups := map[int][]*tally{}
	for _, e := range p.entries {
		if e.Tie != nil {
			groups[e.Tie.Group] = append(groups[e.Tie.Group], e)
		}
	}
	for _, equal := range groups {
		for _, e := range equal {
			for _, other := range equal {
				if other != e {
					e.Tie.With = append(e.Tie.With, other.Entry)
				}
			}
		}
	}
}

// settle gives ranks from rank on to entries that are equal so far, by the steps
// of the rule that are left.
func (p *pool) settle(equal []*tally, rule []string, rank int) {
	if len(equal) == 1 || len(rule) == 0 || rule[0] == Shared {
		for _, e := range equal {
			e.Rank = rank
			if len(equal) > 1 && len(rule) > 0 {
				e.Tie.SettledBy = Shared
			}
		}
		return
	}
	step := rule[0]
	if step == ByVote && !p.allVoted(equal) {
		p.settle(equal, rule[1:], rank)
		return
	}
	value := func(e *tally) int64 { return p.value(step, e) }
	for _, e := range equal {
		e.Tie.Steps = append(e.Tie.Steps, TieStep{step, p.shownValue(step, e)})
	}
	slices.SortStableFunc(equal, func(a, b *tally) int { return cmp.Compare(value(b), value(a)) })
	for _, part := range runs(equal, value) {
		if len(part) == 1 {
			part[0].Tie.SettledBy = step
		}
		p.settle(part, rule[1:], rank)
		rank += len(part)
	}
}

// value is what a step compares, the greater the better.
func (p *pool) value(step string, e *tally) int64 {
	switch step {
	case FirstPlaces:
		return int64(e.FirstPlaces)
	case ByVote:
		return int64(p.votes[e.Entry])
	}
	return e.parts[p.criterion[step]]
}

func (p *pool) shownValue(step string, e *tally) float64 {
	if step == FirstPlaces || step == ByVote {
		return float64(p.value(step, e))
	}
	return shown(p.value(step, e))
}

func (p *pool) allVoted(equal []*tally) bool {
	return !slices.ContainsFunc(equal, func(e *tally) bool {
		_, there := p.votes[e.Entry]
		return !there
	})
}

// runs splits a sorted list where the value changes.
func runs(list []*tally, value func(*tally) int64) [][]*tally {
	var out [][]*tally
	for start, i := 0, 1; i <= len(list); i++ {
		if i == len(list) || value(list[i]) != value(list[start]) {
			out = append(out, list[start:i:i])
			start = i
		}
	}
	return out
}

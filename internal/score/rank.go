package score

import (
	"cmp"
	"math"
	"slices"
)

// standBeside gives every rankable entry its rank under each method, as two
// decimals show it, before any tie rule.
func (p *pool) standBeside() {
	ranked := slices.DeleteFunc(slices.Clone(p.entries), func(e *tally) bool { return !e.Rankable })
	for _, e := range ranked {
		e.Ranks = map[Method]int{}
	}
	p.rankBy(Raw, ranked, func(e *tally) int64 { return e.mean })
	p.rankBy(Adjusted, ranked, func(e *tally) int64 { return e.adjusted })
	p.rankBy(Middle, ranked, func(e *tally) int64 { return e.median })
	for method, values := range map[Method]map[*tally]float64{Shrunk: p.shrunk(), ZScore: p.standardised()} {
		p.rankBy(method, ranked, func(e *tally) int64 { return int64(math.Round(values[e] * 100)) })
	}
}

func (p *pool) rankBy(m Method, ranked []*tally, value func(*tally) int64) {
	slices.SortStableFunc(ranked, func(a, b *tally) int { return cmp.Compare(value(b), value(a)) })
	rank := 1
	for _, equal := range runs(ranked, value) {
		for _, e := range equal {
			e.Ranks[m] = rank
		}
		rank += len(equal)
	}
}

// standardised is the mean of each judge's totals less the judge's mean by the
// judge's standard deviation, as part of the market does it.
func (p *pool) standardised() map[*tally]float64 {
	out := map[*tally]float64{}
	for _, f := range p.parts {
		sum, squares, n := make([]float64, f.judges), make([]float64, f.judges), make([]float64, f.judges)
		for _, c := range f.cells {
			sum[c.judge] += c.y
			n[c.judge]++
		}
		for _, c := range f.cells {
			squares[c.judge] += math.Pow(c.y-sum[c.judge]/n[c.judge], 2)
		}
		for i, e := range f.tallies {
			z := 0.0
			for _, c := range f.of(i) {
				if sd := math.Sqrt(squares[c.judge] / max(1, n[c.judge]-1)); sd > 0 {
					z += (c.y - sum[c.judge]/n[c.judge]) / sd
				}
			}
			out[e] = z / float64(len(f.of(i)))
		}
	}
	return out
}

// rankRaw notes the rank that the raw mean and the tie rule would give.
func (p *pool) rankRaw() {
	official := make([]int64, len(p.entries))
	for i, e := range p.entries {
		official[i], e.official = e.official, e.mean
	}
	p.order()
	for i, e := range p.entries {
		e.rawRank, e.Rank, e.Tie, e.official = e.Rank, 0, nil, official[i]
	}
}

// disputes are the entries that would have another prize by the raw mean.
func (p *pool) disputes() []Dispute {
	var all []Dispute
	for _, e := range p.entries {
		if d := (Dispute{e.Entry, p.prize(e.Rank), p.prize(e.rawRank)}); d.Official != d.Raw {
			all = append(all, d)
		}
	}
	return all
}

// prize is which prize a rank wins; -1 = none.
func (p *pool) prize(rank int) int {
	places := 0
	for i, n := range p.policy.Prizes {
		if places += n; rank > 0 && rank <= places {
			return i
		}
	}
	return -1
}

// shrunk is what the model expects of every entry when entries too are drawn
// towards their mean.
func (p *pool) shrunk() map[*tally]float64 {
	out := map[*tally]float64{}
	for _, f := range p.parts {
		crossed, expected := expect(f.fitted)
		f.crossed = crossed
		for i, e := range f.tallies {
			out[e] = expected[i]
		}
	}
	return out
}

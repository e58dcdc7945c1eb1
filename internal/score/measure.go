package score

import (
	"cmp"
	"maps"
	"math"
	"slices"
)

func sortedKeys(m map[string]float64) []string { return slices.Sorted(maps.Keys(m)) }

func compareSeverities(a, b Severity) int { return cmp.Compare(a.Judge, b.Judge) }

func byEntry(a, b *tally) int { return cmp.Compare(a.Entry, b.Entry) }

// compareSheets orders by judge; a judge's voided sheets, alike in what is read
// of them, stand beside the one that replaced them.
func compareSheets(a, b sheet) int {
	return cmp.Or(cmp.Compare(a.judge, b.judge), cmp.Compare(a.state, b.state))
}

// measure fills what depends on the entry's own sheets.
func (p *pool) measure(e *tally) {
	var sums []int64
	for _, s := range e.sheets {
		line := SheetTotal{Judge: s.judge, State: s.state, Counted: s.counted, Lacks: s.lacks}
		if s.counted {
			line.Total = p.total(s.sum, 1).float()
			sums = append(sums, s.sum)
		}
		e.Sheets = append(e.Sheets, line)
	}
	e.Counted = len(sums)
	e.Missing = max(0, p.need-e.Counted)
	if e.Rankable = e.Missing == 0; !e.Rankable {
		e.Cure = p.cure(e)
	}
	if e.Sheets == nil {
		e.Sheets = []SheetTotal{}
	}
	if len(sums) == 0 {
		return
	}
	slices.Sort(sums)
	p.measureTotals(e, sums)
	p.measureCriteria(e)
}

// cure says who could make an entry rankable.
func (p *pool) cure(e *tally) *Cure {
	c := &Cure{Missing: e.Missing}
	has := map[string]bool{}
	for _, s := range e.sheets {
		has[s.judge] = true
		if s.state == Draft {
			c.Unsent = append(c.Unsent, s.judge)
		} else if len(s.lacks) > 0 {
			c.Incomplete = append(c.Incomplete, s.judge)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(p.judges)) {
		if p.judges[id].Free > 0 && !has[id] && !p.barred[Pair{id, e.Entry}] {
			c.Free = append(c.Free, id)
		}
	}
	return c
}

// total is a weighted sum, of n sheets together, on the scale.
func (p *pool) total(sum int64, n int) ratio { return ratio{sum, p.weight * unit * int64(n)} }

func (p *pool) measureTotals(e *tally, sums []int64) {
	n, sum := len(sums), int64(0)
	for _, s := range sums {
		sum += s
	}
	e.sum, e.mean = sum, p.total(sum, n).hundredths()
	e.Mean = shown(e.mean)
	e.official, e.Official = e.mean, e.Mean
	e.Percent = shown(p.percent(sum, n).rounded(10_000))
	e.median = p.total(sums[(n-1)/2]+sums[n/2], 2).hundredths()
	e.Median = shown(e.median)
	e.Range = p.total(sums[n-1]-sums[0], 1).float()
	e.SD = p.deviation(sums, sum)
}

// percent is where the mean lies between the ends of the scale, as a part of one.
func (p *pool) percent(sum int64, n int) ratio {
	each := p.weight * int64(n)
	return ratio{sum - p.scale.min*each, (p.scale.max - p.scale.min) * each}
}

// deviation is the sample standard deviation of the totals, summed from the least.
func (p *pool) deviation(sums []int64, sum int64) float64 {
	n := len(sums)
	if n < 2 {
		return 0
	}
	mean, squares := p.total(sum, n).float(), 0.0
	for _, s := range sums {
		d := p.total(s, 1).float() - mean
		squares += d * d
	}
	return math.Sqrt(squares / float64(n-1))
}

func (p *pool) measureCriteria(e *tally) {
	e.Criteria = map[string]float64{}
	for i, key := range p.keys {
		sum := int64(0)
		for _, s := range e.sheets {
			if s.counted {
				sum += s.values[i]
			}
		}
		h := ratio{sum, unit * int64(e.Counted)}.hundredths()
		e.parts = append(e.parts, h)
		e.Criteria[key] = shown(h)
	}
}

// read is what a judge gave an entry.
type read struct {
	entry *tally
	sum   int64
}

// firsts are the entries with the greatest total of all that a judge read. Who sent
// one sheet only has compared nothing and puts none first.
func firsts(all []read) (first []*tally) {
	best := int64(math.MinInt64)
	for _, r := range all {
		if r.sum > best {
			best, first = r.sum, nil
		}
		if r.sum == best {
			first = append(first, r.entry)
		}
	}
	if len(all) < 2 {
		return nil
	}
	return first
}

// countFirstPlaces gives a first place to every entry that a judge puts first.
func (p *pool) countFirstPlaces() {
	by := map[string][]read{}
	for _, e := range p.entries {
		for _, s := range e.sheets {
			if s.counted {
				by[s.judge] = append(by[s.judge], read{e, s.sum})
			}
		}
	}
	for _, all := range by {
		for _, e := range firsts(all) {
			e.FirstPlaces++
		}
	}
}

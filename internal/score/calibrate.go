package score

import (
	"maps"
	"math"
	"slices"
)

// confirmPart is the part of the scale over which a correction must be confirmed,
// leastFreedom the degrees of freedom under which no correction is made (or as
// many as there are judges), fewSheets how many sheets tell something of a judge.
const (
	confirmPart  = 0.15
	leastFreedom = 10
	fewSheets    = 3
)

// fittedPart is a component with its model, numbers and names side by side.
type fittedPart struct {
	*fitted
	crossed   *crossed // nil where it cannot be fitted
	component Component
	tallies   []*tally
	judgeIDs  []string
	hundredth []int64 // the correction per judge
	readBy    [][]int // by judge, see entriesOf
	cut       []bool  // by judge, see cuts
}

// calibrate fits the model to every component and gives each entry its official
// score by the policy.
func (p *pool) calibrate() {
	read := slices.DeleteFunc(slices.Clone(p.entries), func(e *tally) bool { return e.Counted == 0 })
	t, judges := p.table(read)
	for _, e := range p.entries {
		e.Component = -1
	}
	for _, part := range t.split() {
		f := &fittedPart{fitted: fit(&part.table)}
		for _, e := range part.entry {
			read[e].Component = len(p.parts)
			f.tallies = append(f.tallies, read[e])
		}
		for _, j := range part.judge {
			f.judgeIDs = append(f.judgeIDs, judges[j])
		}
		p.parts = append(p.parts, f)
	}
	apart := p.parted()
	for _, f := range p.parts {
		p.describe(f, apart)
		p.correct(f)
	}
}

// table holds the weighted totals of the counted sheets, entries in the order
// given, judges by id.
func (p *pool) table(read []*tally) (table, []string) {
	number := map[string]int{}
	for _, e := range read {
		for _, s := range e.sheets {
			if s.counted {
				number[s.judge] = 0
			}
		}
	}
	judges := slices.Sorted(maps.Keys(number))
	for i, id := range judges {
		number[id] = i
	}
	count := 0
	for _, e := range read {
		count += e.Counted
	}
	cells := make([]cell, 0, count)
	for i, e := range read {
		for _, s := range e.sheets {
			if s.counted {
				cells = append(cells, cell{i, number[s.judge], p.total(s.sum, 1).float()})
			}
		}
	}
	return tableOf(len(read), len(judges), cells), judges
}

// parted reports whether entries that are ranked together stand in components
// that no judge links.
func (p *pool) parted() bool {
	linked := 0
	for _, f := range p.parts {
		if f.ranked() {
			linked++
		}
	}
	return linked > 1
}

// ranked reports whether some of its entries are.
func (f *fittedPart) ranked() bool {
	return slices.ContainsFunc(f.tallies, func(e *tally) bool { return e.Rankable })
}

// reason says what the sheets of a part lack to be adjusted.
func reason(freedom, judges int, apart bool) Reason {
	switch {
	case apart:
		return Disconnected
	case freedom < max(leastFreedom, judges):
		return FewFreedom
	}
	return NoReason
}

// describe says what was found in a component and which method it allows.
func (p *pool) describe(f *fittedPart, apart bool) {
	c := Component{
		Entries: f.entries, Judges: f.judges, Sheets: len(f.cells), Freedom: len(f.cells) - f.entries - f.judges + 1,
		Method: Raw, REML: f.reml,
	}
	if !f.failed {
		c.Strictness, c.Noise = math.Sqrt(f.spread), math.Sqrt(f.noise)
	}
	if p.policy.Method == Adjusted {
		if c.Reason = reason(c.Freedom, f.judges, apart); c.Reason == NoReason && f.failed {
			c.Reason = NotConverged
		}
		if c.Reason == NoReason {
			c.Method = Adjusted
		}
	}
	f.component = c
}

// correct rounds the corrections to the two decimals that people see and adds
// them up exactly.
func (p *pool) correct(f *fittedPart) {
	f.hundredth = hundredths(f.severity)
	if f.component.Method == Adjusted {
		most := confirmPart * float64(p.scale.max-p.scale.min) / unit * 100
		for j, h := range f.hundredth {
			if math.Abs(float64(h)) > most {
				f.component.Confirm = append(f.component.Confirm, f.judgeIDs[j])
			}
		}
	}
	for i, e := range f.tallies {
		corrections := int64(0)
		for _, c := range f.of(i) {
			corrections += f.hundredth[c.judge]
		}
		e.adjusted = p.corrected(e.sum, corrections, e.Counted)
		e.Adjusted = shown(e.adjusted)
		if f.component.Method == Adjusted {
			e.official, e.Official = e.adjusted, e.Adjusted
		}
	}
}

// hundredths are the corrections of severities.
func hundredths(severity []float64) []int64 {
	all := make([]int64, len(severity))
	for j, s := range severity {
		all[j] = int64(math.Round(-100 * s))
	}
	return all
}

// corrected is the mean, in hundredths, of n totals and their corrections.
func (p *pool) corrected(sum, corrections int64, n int) int64 {
	return p.total(sum+corrections*p.weight*(unit/100), n).hundredths()
}

// noteCorrections writes beside each counted sheet what was added to it; both
// lists are by judge.
func (p *pool) noteCorrections() {
	for _, f := range p.parts {
		for i, e := range f.tallies {
			cells := f.of(i)
			for n := range e.Sheets {
				if e.Sheets[n].Counted && f.component.Method == Adjusted {
					e.Sheets[n].Correction = shown(f.hundredth[cells[0].judge])
					cells = cells[1:]
				}
			}
		}
	}
}

// severities describes every judge who has a counted sheet, by id.
func (p *pool) severities() []Severity {
	all := []Severity{}
	for i, f := range p.parts {
		f.invert()
		for j, id := range f.judgeIDs {
			s := Severity{Judge: id, Component: i, Value: f.severity[j], Correction: shown(f.hundredth[j])}
			if f.variance != nil {
				s.SE = math.Sqrt(f.variance.At(j, j))
			}
			all = append(all, s)
		}
		f.describeJudges(all[len(all)-f.judges:])
	}
	slices.SortFunc(all, compareSeverities)
	return all
}

func (f *fittedPart) describeJudges(of []Severity) {
	for _, c := range f.cells {
		s := &of[c.judge]
		s.Sheets++
		s.Mean += c.y
		s.SD += math.Pow(f.residual(c), 2)
	}
	for j := range of {
		s := &of[j]
		s.Mean /= float64(s.Sheets)
		s.Few = s.Sheets < fewSheets
		if s.SD = math.Sqrt(s.SD / float64(max(1, s.Sheets-1))); s.Sheets < 2 {
			s.SD = 0
		}
	}
}

// residual is what entry and judge do not explain of a score.
func (f *fitted) residual(c cell) float64 { return c.y - f.adjusted[c.entry] - f.severity[c.judge] }

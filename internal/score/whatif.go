package score

import (
	"cmp"
	"slices"
)

// Change is what somebody wants to try: a method other than the policy's,
// judges or single sheets left out, other weights by criterion. Its zero value
// changes nothing.
type Change struct {
	Method  Method
	Without []string
	Sheets  []Pair
	Weights map[string]float64
}

// WhatIf orders the input as if the change held; whatever is rankable stays so as
// long as a sheet is left. Its result is never official.
func WhatIf(in Input, c Change) (Result, error) {
	now, err := measured(in)
	if err != nil {
		return Result{}, err
	}
	in = in.changed(c)
	in.Policy.MinSheets = 1
	p, err := measured(in)
	if err != nil {
		return Result{}, err
	}
	for _, e := range p.entries {
		if is := now.byID[e.Entry]; !is.Rankable {
			e.Rankable, e.Missing, e.Cure = false, is.Missing, is.Cure
		}
	}
	p.compare()
	return p.result(), nil
}

func (in Input) changed(c Change) Input {
	if c.Method != "" {
		in.Policy.Method = c.Method
	}
	in.Sheets = slices.DeleteFunc(slices.Clone(in.Sheets), func(s Sheet) bool {
		return slices.Contains(c.Without, s.Judge) || slices.Contains(c.Sheets, Pair{s.Judge, s.Entry})
	})
	in.Criteria = slices.Clone(in.Criteria)
	for i, criterion := range in.Criteria {
		if w, there := c.Weights[criterion.Key]; there {
			in.Criteria[i].Weight = w
		}
	}
	return in
}

// Explanation is an entry's score as its city can repeat it with a calculator:
// add Total and Correction of every line, divide the sum by their number, round
// half up to two decimals. Lines stand from the greatest total to the least and
// name nobody.
type Explanation struct {
	Entry    string  `json:"entry"`
	Lines    []Line  `json:"lines"`
	Sum      float64 `json:"sum"`      // of totals and corrections
	Mean     float64 `json:"mean"`     // of totals
	Official float64 `json:"official"` // Sum by the number of lines
}

// Line is one counted sheet.
type Line struct {
	Total      float64 `json:"total"`
	Correction float64 `json:"correction"`
}

// Explain gives the explanation of an entry; its Lines are empty when no sheet of
// it counts.
func (s Standing) Explain() Explanation {
	e := Explanation{Entry: s.Entry, Mean: s.Mean, Official: s.Official, Lines: []Line{}}
	for _, t := range s.Sheets {
		if t.Counted {
			e.Lines = append(e.Lines, Line{t.Total, t.Correction})
		}
	}
	slices.SortFunc(e.Lines, compareLines)
	for _, l := range e.Lines {
		e.Sum += l.Total + l.Correction
	}
	return e
}

func compareLines(a, b Line) int {
	return cmp.Or(cmp.Compare(b.Total, a.Total), cmp.Compare(b.Correction, a.Correction))
}

package office

import (
	"slices"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/score"
	"we-gov.org/awards/storage/database"
)

// Trial is what somebody wants to try: another method, judges left out, single
// sheets left out by their seats, other weights by criterion. What comes of it is
// never official and never kept.
type Trial struct {
	Method  award.ScoreMethod
	Without []award.ID
	Sheets  []award.ID
	Weights map[string]float64
}

// Is reports whether anything is tried.
func (t Trial) Is() bool { return t.Method != "" || len(t.Without)+len(t.Sheets)+len(t.Weights) > 0 }

// try is the order as it would be; the lines know where they stand officially.
func (r *resultRoom) try(tx *database.Tx, in score.Input, look Look) (*Assessment, error) {
	if err := r.checkTrial(look.Trial).Or(); err != nil {
		return nil, err
	}
	official, err := r.ordered(score.Order(in))
	if err != nil {
		return nil, err
	}
	change := score.Change{Method: score.Method(look.Trial.Method), Weights: look.Trial.Weights}
	for _, id := range look.Trial.Without {
		change.Without = append(change.Without, string(id))
	}
	for _, s := range r.seats {
		if slices.Contains(look.Trial.Sheets, s.ID) {
			change.Sheets = append(change.Sheets, score.Pair{Judge: string(s.Judge), Entry: string(s.Entry)})
		}
	}
	result, err := r.ordered(score.WhatIf(in, change))
	if err != nil {
		return nil, err
	}
	a, err := r.assessment(tx, result, look)
	if err != nil {
		return nil, err
	}
	for i, l := range a.Lines {
		at := slices.IndexFunc(official.Standings, func(s score.Standing) bool { return s.Entry == string(l.Entry.ID) })
		a.Lines[i].Was = official.Standings[at].Rank
	}
	return a, nil
}

// weightMost is the greatest weight that may be tried.
const weightMost = 100

func (r *resultRoom) checkTrial(t Trial) award.Invalid {
	faults := award.Invalid{}
	if t.Method != "" && !slices.Contains(award.ScoreMethods, t.Method) {
		faults.Add("method", "results.fault.method")
	}
	for _, id := range t.Without {
		if !slices.ContainsFunc(r.seats, func(s award.Seat) bool { return s.Judge == id }) {
			faults.Add("without", "results.fault.without")
		}
	}
	for _, id := range t.Sheets {
		if !slices.ContainsFunc(r.seats, func(s award.Seat) bool { return s.ID == id }) {
			faults.Add("without", "results.fault.sheet")
		}
	}
	sum := 0.0
	for _, c := range r.edition.Criteria {
		weight, tried := t.Weights[c.Key]
		if !tried {
			weight = float64(c.Weight)
		}
		if !(weight >= 0 && weight <= weightMost) {
			faults.Add("weight."+c.Key, "results.fault.weight", "Max", weightMost)
		}
		sum += weight
	}
	if sum <= 0 && len(faults) == 0 {
		faults.Add("weight."+r.edition.Criteria[0].Key, "results.fault.weights")
	}
	return faults
}

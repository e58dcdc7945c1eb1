package office

import (
	"cmp"
	"errors"
	"slices"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/score"
	"we-gov.org/awards/storage/database"
)

// ScoreView is how the judges of a round score, as far as the person may see it:
// categories to which they have a tie, or in which they score themselves, are
// left out whole and counted in Hidden.
type ScoreView struct {
	Judges   []JudgeScores // the strictest first
	Mean     float64       // of all scoresheets that count
	Sheets   int
	Criteria []CriterionScores
	Widest   []WideEntry // the greatest distance between judges first
	Hidden   int
}

// JudgeScores is how one judge scores. Middle is the middle half of the totals.
type JudgeScores struct {
	JudgeFinding
	Name   string
	Middle [2]float64
}

// Apart reports whether the judge is surely stricter or milder than colleagues
// on the same entries: nine times in ten the difference is not chance.
func (j JudgeScores) Apart() bool { return j.SE > 0 && max(j.Value, -j.Value) > Ninety*j.SE }

// Ninety is how many standard errors to both sides hold 90 % of a normal
// distribution.
const Ninety = 1.645

// CriterionScores is how often each score of the scale was given for a criterion.
type CriterionScores struct {
	Criterion award.Criterion
	Counts    []int // by the stops of the scale
	Mean      float64
	Sheets    int
}

// WideEntry is an entry on which judges differ. Totals fall.
type WideEntry struct {
	Entry  award.Entry
	City   award.City
	Totals []float64
	Mean   float64
}

// Spread is the distance between the greatest and the least total.
func (w WideEntry) Spread() float64 { return w.Totals[0] - w.Totals[len(w.Totals)-1] }

// widestMost is how many entries with a wide range are shown.
const widestMost = 8

// scores reads the categories whose results the person may see.
func (d *Desk) scores(tx *database.Tx, a award.Actor, e *award.Edition, round int) (*ScoreView, error) {
	v := &ScoreView{}
	for _, c := range e.Criteria {
		v.Criteria = append(v.Criteria, CriterionScores{Criterion: c, Counts: make([]int, len(e.Scale.Stops()))})
	}
	var all score.Input
	names := map[award.ID]string{}
	for _, c := range e.Categories {
		r, err := d.resultRoom(tx, a, award.DeedResults, resultAt{e.Year, c.Key, round})
		if errors.Is(err, award.ErrNotFound) || errors.Is(err, award.ErrClosed) {
			v.Hidden++
			continue
		}
		if err != nil {
			return nil, err
		}
		in := r.input()
		order, err := r.ordered(score.Order(in))
		if err != nil {
			return nil, err
		}
		v.count(r, order)
		for id, name := range r.names {
			names[id] = name
		}
		in.Entries, in.Sheets = append(all.Entries, in.Entries...), append(all.Sheets, in.Sheets...)
		in.Votes, in.Policy.TieRule = nil, nil
		all = in
	}
	if err := v.judge(all, names); err != nil {
		return nil, err
	}
	v.finish()
	return v, nil
}

// count adds the sheets of a category that count.
func (v *ScoreView) count(r *resultRoom, order score.Result) {
	stops := r.edition.Scale.Stops()
	for _, s := range order.Standings {
		l := r.line(s)
		w := WideEntry{Entry: l.Entry, City: l.City, Mean: l.Mean}
		for _, j := range l.Judges {
			if !j.Counted {
				continue
			}
			w.Totals = append(w.Totals, j.Total)
			for i, c := range v.Criteria {
				value := j.Sheet.Scores[c.Criterion.Key]
				v.Criteria[i].Sheets++
				v.Criteria[i].Mean += value
				at := slices.IndexFunc(stops, func(stop float64) bool { return stop >= value-1e-9 })
				v.Criteria[i].Counts[max(at, 0)]++
			}
		}
		for _, total := range w.Totals {
			v.Sheets++
			v.Mean += total
		}
		if len(w.Totals) > 1 {
			slices.SortFunc(w.Totals, func(a, b float64) int { return cmp.Compare(b, a) })
			v.Widest = append(v.Widest, w)
		}
	}
}

// judge compares the judges on all of the entries together.
func (v *ScoreView) judge(in score.Input, names map[award.ID]string) error {
	order, err := score.Order(in)
	if errors.Is(err, score.ErrEmpty) {
		return nil
	}
	if err != nil {
		return err
	}
	totals := map[string][]float64{}
	for _, s := range order.Standings {
		for _, t := range s.Sheets {
			if t.Counted {
				totals[t.Judge] = append(totals[t.Judge], t.Total)
			}
		}
	}
	for _, j := range order.Judges {
		of := totals[j.Judge]
		slices.Sort(of)
		id := award.ID(j.Judge)
		v.Judges = append(v.Judges, JudgeScores{JudgeFinding{j, id}, names[id], [2]float64{quantile(of, .25), quantile(of, .75)}})
	}
	slices.SortStableFunc(v.Judges, func(a, b JudgeScores) int { return cmp.Compare(a.Value, b.Value) })
	return nil
}

// quantile of rising values, between two of them where it falls there.
func quantile(rising []float64, share float64) float64 {
	at := share * float64(len(rising)-1)
	i := int(at)
	if i+1 >= len(rising) {
		return rising[len(rising)-1]
	}
	return rising[i] + (at-float64(i))*(rising[i+1]-rising[i])
}

func (v *ScoreView) finish() {
	if v.Sheets > 0 {
		v.Mean /= float64(v.Sheets)
	}
	for i, c := range v.Criteria {
		if c.Sheets > 0 {
			v.Criteria[i].Mean /= float64(c.Sheets)
		}
	}
	slices.SortStableFunc(v.Widest, func(a, b WideEntry) int { return cmp.Compare(b.Spread(), a.Spread()) })
	v.Widest = v.Widest[:min(len(v.Widest), widestMost)]
}

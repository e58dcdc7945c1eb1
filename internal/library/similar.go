package library

import (
	"cmp"
	"context"
	"slices"

	"we-gov.org/awards/internal/award"
)

// The reasons why a practice is shown beside another.
const (
	BySubject = "subject" // the same category, in any edition
	ByWords   = "words"   // its text speaks of the same
	BySize    = "size"    // its city is at most twice as large or half as small
	ByRegion  = "region"
)

// Similar is a practice to read on, with the reasons.
type Similar struct {
	award.Practice
	Reasons []string
	// Population is that of its city, 0 when it is not known.
	Population int64
}

// Has reports whether a reason holds.
func (s Similar) Has(reason string) bool { return slices.Contains(s.Reasons, reason) }

// similarMost is how many practices each list shows.
const similarMost = 4

// alike finds practices about the same subject, and practices of cities like
// that of this one: of its size, and of its region or about its subject. None
// stands in both lists, and none is of the same series.
func (d *Desk) alike(ctx context.Context, s *shelf, of award.Practice, series []award.Practice) (subject, cities []Similar, err error) {
	words, err := s.nearWords(ctx, of)
	if err != nil {
		return nil, nil, err
	}
	size := s.sizes()[of.City]
	type found struct {
		Similar
		worth float32
	}
	var bySubject, byCity []found
	for i, p := range s.practices {
		if p.ID == of.ID || slices.ContainsFunc(series, func(o award.Practice) bool { return o.ID == p.ID }) {
			continue
		}
		f := found{Similar{Practice: p, Population: s.sizes()[p.City]}, 0}
		note := func(holds bool, reason string, worth float32) {
			if holds {
				f.Reasons, f.worth = append(f.Reasons, reason), f.worth+worth
			}
		}
		note(p.CategoryKey != "" && p.CategoryKey == of.CategoryKey, BySubject, 1)
		note(words[i] > 0, ByWords, words[i])
		about := len(f.Reasons) > 0
		note(sameSize(f.Population, size), BySize, 0.5)
		note(p.Region != "" && p.Region == of.Region, ByRegion, 0.4)
		switch told := p.Title != "" || p.Summary != ""; {
		case about && told:
			bySubject = append(bySubject, f)
		case told && p.City != of.City && f.Has(BySize) && f.Has(ByRegion):
			byCity = append(byCity, f)
		}
	}
	take := func(all []found, fits func(found) bool) (list []Similar) {
		slices.SortStableFunc(all, func(a, b found) int { return cmp.Compare(b.worth, a.worth) })
		for _, f := range all {
			if len(list) < similarMost && fits(f) {
				list = append(list, f.Similar)
			}
		}
		return list
	}
	subject = take(bySubject, func(found) bool { return true })
	shown := func(f found) bool { return slices.ContainsFunc(subject, func(o Similar) bool { return o.ID == f.ID }) }
	cities = take(append(bySubject, byCity...), func(f found) bool { return f.Has(BySize) && f.City != of.City && !shown(f) })
	return subject, cities, nil
}

func sameSize(a, b int64) bool { return a > 0 && b > 0 && a <= 2*b && b <= 2*a }

// nearWords gives each practice of the shelf what its text has in common with
// the title of one, from 0 to 1.
func (s *shelf) nearWords(ctx context.Context, of award.Practice) ([]float32, error) {
	r := Result{Query: Query{Text: of.Title}}
	if r.Query.Text == "" {
		r.Query.Text = of.Summary
	}
	scores, err := s.scores(ctx, &r)
	if err != nil || scores == nil || r.Instead != nil {
		return make([]float32, len(s.practices)), err
	}
	most := slices.Max(scores)
	for i := range scores {
		// A word or two in common says little.
		if scores[i] = scores[i] / max(most, 1e-6); scores[i] < wordsLeast {
			scores[i] = 0
		}
	}
	return scores, nil
}

// wordsLeast is how much of the best text's score another must have.
const wordsLeast = 0.35

// populations are how many live in each city of the shelf.
func (s *shelf) populations() map[award.ID]int64 {
	of := make(map[award.ID]int64, len(s.cities))
	for _, c := range s.cities {
		of[c.ID] = PopulationOf(c)
	}
	return of
}

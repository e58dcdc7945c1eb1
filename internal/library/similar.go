package library

import (
	"cmp"
	"context"
	"slices"

	"we-gov.org/awards/internal/award"
)

// The reasons why a practice is shown beside another.
const (
	BySubject = "subject" // they share a theme
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
	// Theme is the first that both are of, "" for none.
	Theme string
}

// Has reports whether a reason holds.
func (s Similar) Has(reason string) bool { return slices.Contains(s.Reasons, reason) }

// similarMost is how many practices each list shows.
const similarMost = 4

// likeness is what of a practice is compared when others like it are sought.
type likeness struct {
	city       award.ID
	themes     uint64 // a bit each, by their number on the shelf
	region     int32  // by its number on the shelf, -1 for none
	population int64
	told       bool // it has a title or a summary
}

func (s *shelf) likenessOf(p award.Practice) likeness {
	number := func(name, value string) int32 {
		if n, there := s.facets[slices.Index(facetNames[:], name)].known[value]; there {
			return int32(n)
		}
		return -1
	}
	themes := s.filed[p.ID].themes
	if s.filed[p.ID].of != p { // a page before it is public
		themes = Themes(p)
	}
	l := likeness{p.City, 0, number(FacetRegion, p.Region), s.sizes()[p.City], p.Title != "" || p.Summary != ""}
	for _, t := range themes {
		if n := number(FacetTheme, t); n >= 0 {
			l.themes |= 1 << n
		}
	}
	return l
}

// likenesses are those of all practices of the shelf.
func (s *shelf) likenesses() []likeness {
	all := make([]likeness, len(s.practices))
	for i, p := range s.practices {
		all[i] = s.likenessOf(p)
	}
	return all
}

// likely is a practice of the shelf that is like one, with the reasons.
type likely struct {
	at                           int
	worth                        float32
	subject, words, size, region bool
}

// held compares a practice with another of the shelf, whose text has so much in
// common with its title.
func (l likeness) held(at int, other likeness, words float32) likely {
	f := likely{
		at: at, subject: other.themes&l.themes != 0, words: words > 0, worth: words,
		size: sameSize(other.population, l.population), region: other.region >= 0 && other.region == l.region,
	}
	if f.subject {
		f.worth += 1
	}
	if f.size {
		f.worth += 0.5
	}
	if f.region {
		f.worth += 0.4
	}
	return f
}

// best keeps the most worth of what is added, the first of equals first.
type best []likely

func (b *best) add(f likely, most int) {
	if len(*b) == most && f.worth <= (*b)[most-1].worth {
		return
	}
	at := len(*b)
	for at > 0 && f.worth > (*b)[at-1].worth {
		at--
	}
	*b = slices.Insert(*b, at, f)
	*b = (*b)[:min(len(*b), most)]
}

// alike finds practices about the same subject, and practices of cities like
// that of this one: of its size, and of its region or about its subject. None
// stands in both lists, and none is of the same series.
func (d *Desk) alike(ctx context.Context, s *shelf, of award.Practice, series []award.Practice) (subject, cities []Similar, err error) {
	words, err := s.nearWords(ctx, of)
	if err != nil {
		return nil, nil, err
	}
	var bySubject, cityAndSubject, byCity best
	me, same := s.likenessOf(of), s.placesOf(append(series, of))
	for at, other := range s.traits() {
		if !other.told || slices.Contains(same, at) {
			continue
		}
		f := me.held(at, other, words[at])
		about, elsewhere := f.subject || f.words, f.size && other.city != of.City
		switch {
		case about:
			bySubject.add(f, similarMost)
			if elsewhere {
				cityAndSubject.add(f, 2*similarMost) // some of them stand in the other list
			}
		case elsewhere && f.region:
			byCity.add(f, similarMost)
		}
	}
	byCity = append(cityAndSubject, byCity...)
	slices.SortStableFunc(byCity, func(a, b likely) int { return cmp.Compare(b.worth, a.worth) })
	byCity = slices.DeleteFunc(byCity, func(f likely) bool {
		return slices.ContainsFunc(bySubject, func(o likely) bool { return o.at == f.at })
	})
	return s.similar(bySubject, me), s.similar(byCity[:min(len(byCity), similarMost)], me), nil
}

// placesOf are the places of practices on the shelf.
func (s *shelf) placesOf(practices []award.Practice) (places []int) {
	for _, p := range practices {
		if at, there := s.byID[p.ID]; there {
			places = append(places, at)
		}
	}
	return places
}

// similar names the reasons.
func (s *shelf) similar(all []likely, to likeness) (list []Similar) {
	for _, f := range all {
		other := s.traits()[f.at]
		p := Similar{Practice: s.practices[f.at], Population: other.population, Theme: s.theme(other.themes & to.themes)}
		for _, reason := range []struct {
			holds bool
			name  string
		}{{f.subject, BySubject}, {f.words, ByWords}, {f.size, BySize}, {f.region, ByRegion}} {
			if reason.holds {
				p.Reasons = append(p.Reasons, reason.name)
			}
		}
		list = append(list, p)
	}
	return list
}

// theme is the first of the themes that bits stand for, in the order of the
// table.
func (s *shelf) theme(of uint64) string {
	known := s.facets[slices.Index(facetNames[:], FacetTheme)].known
	for _, t := range themes() {
		if n, there := known[t.key]; there && of&(1<<n) != 0 {
			return t.key
		}
	}
	return ""
}

func sameSize(a, b int64) bool { return a > 0 && b > 0 && a <= 2*b && b <= 2*a }

// nearWords gives each practice of the shelf what its text has in common with
// the title of one, from 0 to 1.
func (s *shelf) nearWords(ctx context.Context, of award.Practice) ([]float32, error) {
	x, err := s.wait(ctx)
	if err != nil {
		return nil, err
	}
	a := x.answer(x.telling(x.ask(cmp.Or(of.Title, of.Summary))))
	scores := s.onShelf(x, a.scores)
	if a.instead != nil || len(scores) == 0 {
		return make([]float32, len(s.practices)), nil
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

// tellingLeast is how many words of a title are looked for at least.
const tellingLeast = 2

// telling leaves out the words that an eighth of a large library has: what a
// practice is about shows in its rarer ones.
func (x *index) telling(units []unit) []unit {
	if len(x.ids) <= smallLibrary || len(units) <= tellingLeast {
		return units
	}
	type counted struct {
		unit
		n int
	}
	all := make([]counted, len(units))
	for i, u := range units {
		all[i].unit = u
		for _, w := range u.ways {
			all[i].n = max(all[i].n, x.count(w.terms[0]))
		}
	}
	slices.SortStableFunc(all, func(a, b counted) int { return a.n - b.n })
	var kept []unit
	for i, u := range all {
		if i < tellingLeast || u.n <= len(x.ids)/8 {
			kept = append(kept, u.unit)
		}
	}
	return kept
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

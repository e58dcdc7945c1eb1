package library

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
)

// The facets.
const (
	FacetEdition  = "edition"
	FacetCategory = "category"
	FacetPrize    = "prize"
	FacetRegion   = "region"
	FacetCountry  = "country"
	facetCount    = 5
)

var facetNames = [facetCount]string{FacetEdition, FacetCategory, FacetPrize, FacetRegion, FacetCountry}

// Facets lists the facets in the order in which pages show them.
func Facets() []string { return facetNames[:] }

type facetValues [facetCount]string

// sortOut notes the values of each practice, and which there are.
func (s *shelf) sortOut() {
	s.values = make([]facetValues, len(s.practices))
	s.facets = map[string]map[string]string{}
	for _, name := range facetNames {
		s.facets[name] = map[string]string{}
	}
	for i, p := range s.practices {
		s.values[i] = facetValues{strconv.Itoa(p.Year), p.CategoryKey, locale.Slug(p.Prize), p.Region, p.Country}
		for f, value := range s.values[i] {
			if _, there := s.facets[facetNames[f]][value]; !there && value != "" {
				s.facets[facetNames[f]][value] = p.Slug
			}
		}
	}
}

// sift parts the filters that the library knows from those that it does not.
func (s *shelf) sift(filters []Filter) (known, unknown []Filter) {
	for _, f := range filters {
		if f.Facet == FacetCountry {
			f.Value = strings.ToUpper(f.Value)
		}
		if _, there := s.facets[f.Facet][f.Value]; !there {
			unknown = append(unknown, f)
		} else if !slices.Contains(known, f) {
			known = append(known, f)
		}
	}
	return known, unknown
}

// options are the facets with their counts; values without a practice are left
// out unless they are on.
func (s *shelf) options(q Query, counts []map[string]int) []Facet {
	facets := make([]Facet, len(facetNames))
	for f, name := range facetNames {
		facets[f].Name = name
		for value, slug := range s.facets[name] {
			o := Option{Value: value, Of: s.practices[s.bySlug[slug]], Count: counts[f][value], On: q.Has(Filter{name, value})}
			if o.Count > 0 || o.On {
				facets[f].Options = append(facets[f].Options, o)
			}
		}
		slices.SortFunc(facets[f].Options, optionOrder(name))
	}
	return facets
}

// optionOrder: editions from the latest, prizes from the highest, regions in
// their fixed order, others from the largest.
func optionOrder(facet string) func(a, b Option) int {
	rank := func(p award.Practice) int {
		if p.PrizeRank == 0 {
			return 99
		}
		return p.PrizeRank
	}
	return func(a, b Option) int {
		switch facet {
		case FacetEdition:
			return b.Of.Year - a.Of.Year
		case FacetPrize:
			return cmp.Or(rank(a.Of)-rank(b.Of), b.Count-a.Count, cmp.Compare(a.Value, b.Value))
		case FacetRegion:
			all := locale.Regions()
			return cmp.Or(slices.Index(all, a.Value)-slices.Index(all, b.Value), cmp.Compare(a.Value, b.Value))
		}
		return cmp.Or(b.Count-a.Count, cmp.Compare(a.Value, b.Value))
	}
}

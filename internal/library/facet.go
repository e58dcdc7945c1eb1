package library

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/storage/database"
)

// The facets, in the order in which pages show them.
const (
	FacetTheme      = "theme"
	FacetRegion     = "region"
	FacetSize       = "size"
	FacetCost       = "cost"
	FacetTechnology = "technology"
	FacetStatus     = "status"
	FacetOpenness   = "open"
	FacetGoal       = "goal"
	FacetCountry    = "country"
	FacetEdition    = "edition"
	FacetCategory   = "category"
	FacetPrize      = "prize"
	FacetLanguage   = "language"
	facetCount      = 13
)

var facetNames = [facetCount]string{
	FacetTheme, FacetRegion, FacetSize, FacetCost, FacetTechnology, FacetStatus, FacetOpenness, FacetGoal,
	FacetCountry, FacetEdition, FacetCategory, FacetPrize, FacetLanguage,
}

// Facets lists the facets in the order in which pages show them.
func Facets() []string { return facetNames[:] }

// StatusUnknown is the status of a practice that has not said it.
const StatusUnknown = "unknown"

// sizes are the bands of a city by how many live there, each below a number.
var sizes = []struct {
	Band  string
	Below int64
}{{"under_100k", 100_000}, {"100k_500k", 500_000}, {"500k_1m", 1_000_000}, {"1m_5m", 5_000_000}, {"over_5m", 1 << 62}}

// SizeBand is the band of a city of that many people; "" for 0, not known.
func SizeBand(population int64) string {
	for _, s := range sizes {
		if population > 0 && population < s.Below {
			return s.Band
		}
	}
	return ""
}

// facet holds the values of all practices under one facet, as numbers, so that
// a search counts without looking a name up.
type facet struct {
	values []string // by number
	known  map[string]uint16
	first  []int      // a practice that has the value
	of     [][]uint16 // the values of each practice
}

// note adds the values of the next practice.
func (f *facet) note(values ...string) {
	var of []uint16
	for _, value := range values {
		if value == "" {
			continue
		}
		n, there := f.known[value]
		if !there {
			n = uint16(len(f.values)) //nolint:gosec // there are not that many values
			f.known[value], f.values, f.first = n, append(f.values, value), append(f.first, len(f.of))
		}
		if !slices.Contains(of, n) {
			of = append(of, n)
		}
	}
	f.of = append(f.of, of)
}

// filed is what the words of a practice say for filters, as long as it is the
// same.
type filed struct {
	of           award.Practice
	themes       []string
	technologies []string // told by its title and summary
}

// file reads the words of each practice that is not as it was on the shelf
// before.
func (s *shelf) file(before *shelf) {
	s.filed = make(map[award.ID]filed, len(s.practices))
	for _, p := range s.practices {
		f := filed{}
		if before != nil {
			f = before.filed[p.ID]
		}
		if f.of != p {
			f = filed{p, Themes(p), award.TechnologiesIn(p.Title + "\n" + p.Summary)}
		}
		s.filed[p.ID] = f
	}
}

// sortOut notes the values of each practice, and which there are.
func (s *shelf) sortOut(traits map[award.ID]database.Traits, languages map[award.ID][]string) {
	for f := range s.facets {
		s.facets[f] = facet{known: map[string]uint16{}, of: make([][]uint16, 0, len(s.practices))}
	}
	for _, p := range s.practices {
		t, told := traits[p.ID]
		if !told {
			t.Technologies = s.filed[p.ID].technologies
		}
		for f, values := range [facetCount][]string{
			s.filed[p.ID].themes,
			{p.Region},
			{SizeBand(s.sizes()[p.City])},
			among(award.CostBands, t.Cost), among(award.Technologies, t.Technologies...),
			{cmp.Or(t.Status, StatusUnknown)},
			among(award.Openings, t.Openness...), t.Goals,
			{p.Country},
			{strconv.Itoa(p.Year)},
			{p.CategoryKey},
			{locale.Slug(p.Prize)},
			languages[p.ID],
		} {
			s.facets[f].note(values...)
		}
	}
}

// among leaves out values that have no name: the table of traits may have
// changed since they were noted.
func among(known []string, values ...string) []string {
	return slices.DeleteFunc(slices.Clone(values), func(value string) bool { return !slices.Contains(known, value) })
}

// sift parts the filters that the library knows from those that it does not.
func (s *shelf) sift(filters []Filter) (known, unknown []Filter) {
	for _, f := range filters {
		if f.Facet == FacetCountry {
			f.Value = strings.ToUpper(f.Value)
		}
		at := slices.Index(facetNames[:], f.Facet)
		if at < 0 {
			unknown = append(unknown, f)
		} else if _, there := s.facets[at].known[f.Value]; !there {
			unknown = append(unknown, f)
		} else if !slices.Contains(known, f) {
			known = append(known, f)
		}
	}
	return known, unknown
}

// chosen are the values of known filters by facet.
func (s *shelf) chosen(filters []Filter) (on [facetCount][]uint16) {
	for _, f := range filters {
		i := slices.Index(facetNames[:], f.Facet)
		on[i] = append(on[i], s.facets[i].known[f.Value])
	}
	return on
}

// counts are how many practices have each value of each facet.
type counts [facetCount][]int

// count counts over the practices that the words found, and returns those that
// all filters let through.
func (s *shelf) count(filters []Filter, scores []float32) (hits []int, of counts) {
	for f := range of {
		of[f] = make([]int, len(s.facets[f].values))
	}
	on := s.chosen(filters)
	var narrowed []int
	for f := range on {
		if on[f] != nil {
			narrowed = append(narrowed, f)
		}
	}
	for at := range s.practices {
		if scores != nil && scores[at] == 0 {
			continue
		}
		fails, last := 0, 0
		for _, f := range narrowed {
			if !overlap(on[f], s.facets[f].of[at]) {
				fails, last = fails+1, f
			}
		}
		switch fails {
		case 0:
			hits = append(hits, at)
			for f := range of {
				for _, n := range s.facets[f].of[at] {
					of[f][n]++
				}
			}
		case 1:
			for _, n := range s.facets[last].of[at] {
				of[last][n]++
			}
		}
	}
	return hits, of
}

func overlap(a, b []uint16) bool {
	for _, n := range b {
		if slices.Contains(a, n) {
			return true
		}
	}
	return false
}

// options are the facets with their counts; values without a practice are left
// out unless they are on.
func (s *shelf) options(q Query, of counts) []Facet {
	facets := make([]Facet, len(facetNames))
	for f, name := range facetNames {
		facets[f].Name = name
		for n, value := range s.facets[f].values {
			o := Option{Value: value, Of: s.practices[s.facets[f].first[n]], Count: of[f][n], On: q.Has(Filter{name, value})}
			if o.Count > 0 || o.On {
				facets[f].Options = append(facets[f].Options, o)
			}
		}
		slices.SortFunc(facets[f].Options, optionOrder(name))
	}
	return facets
}

// fixedOrder are the values of the facets that have an order of their own.
var fixedOrder = map[string][]string{
	FacetRegion: locale.Regions(), FacetCost: award.CostBands, FacetOpenness: award.Openings,
	FacetStatus: append(slices.Clone(award.Statuses), StatusUnknown),
	FacetSize:   {sizes[0].Band, sizes[1].Band, sizes[2].Band, sizes[3].Band, sizes[4].Band},
}

// optionOrder: editions from the latest, prizes from the highest, goals by
// number, bands and the like in their fixed order, others from the largest.
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
		case FacetGoal:
			return cmp.Or(len(a.Value)-len(b.Value), cmp.Compare(a.Value, b.Value))
		}
		if all := fixedOrder[facet]; all != nil {
			return cmp.Or(slices.Index(all, a.Value)-slices.Index(all, b.Value), cmp.Compare(a.Value, b.Value))
		}
		return cmp.Or(b.Count-a.Count, cmp.Compare(a.Value, b.Value))
	}
}

package library

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"we-gov.org/awards/internal/award"
)

const (
	// PageSize is how many practices a page of results holds.
	PageSize = 20
	// PagesMost is how many pages of a result can be turned: who has read a
	// thousand practices is helped by a filter, not by the next page.
	PagesMost = 50
)

// The orders of a list of practices.
const (
	ByRelevance = "relevance" // only with words to search for
	ByNewest    = "newest"
	ByPrize     = "prize"
	ByCity      = "city"
)

// Sorts lists the orders as pages show them.
var Sorts = []string{ByRelevance, ByNewest, ByPrize, ByCity}

// Query is what a visitor looks for. Filters of one facet widen each other,
// those of different facets narrow.
type Query struct {
	Text    string
	Filters []Filter
	Sort    string // empty = relevance with words, else newest
	Page    int    // from 1; 0 = 1
}

// Filter is one chosen value of a facet.
type Filter struct{ Facet, Value string }

// Has reports whether a filter is on.
func (q Query) Has(f Filter) bool { return slices.Contains(q.Filters, f) }

// Result is one page of what was found.
type Result struct {
	// Query is what was answered: unknown filters left out, sort and page in
	// bounds.
	Query     Query
	Library   int // practices in the whole library
	Total     int
	Pages     int
	Bounded   bool // there would be more pages than can be turned
	Practices []award.Practice
	Covers    map[award.ID]award.Cover
	Facets    []Facet
	Unknown   []Filter  // asked for, not known, ignored
	Beyond    bool      // a page after the last was asked for
	Instead   []Instead // words that stand nowhere and what was taken for them
	Missing   []string  // words that stand nowhere
	Loose     bool      // no practice has all words: these have some
	Cut       bool      // more was written than is read
	Drops     []Drop    // when nothing was found: what there is with less asked
}

// Facet is one way to narrow the result. Counts tell how many there would be
// with the value chosen alone in this facet and the other facets as they are.
type Facet struct {
	Name    string
	Options []Option
}

// Option is one value of a facet with its count.
type Option struct {
	Value string
	Of    award.Practice // one that has the value, to name it by
	Count int
	On    bool
}

// Drop tells how many practices there are without the filters of one facet,
// or, when Facet is empty, without the words.
type Drop struct {
	Facet string
	Count int
}

// Search finds practices. Lang is the reader's language, which orders by city.
func (d *Desk) Search(ctx context.Context, lang string, q Query) (Result, error) {
	s, err := d.shelf(ctx)
	if err != nil {
		return Result{}, err
	}
	r := Result{Query: q, Library: len(s.practices), Covers: s.covers}
	r.Query.Filters, r.Unknown = s.sift(q.Filters)
	scores, err := s.scores(ctx, &r)
	if err != nil {
		return Result{}, err
	}
	hits, of := s.count(r.Query.Filters, scores)
	r.Total, r.Facets = len(hits), s.options(r.Query, of)
	s.order(hits, scores, lang, &r.Query)
	r.page(s, hits)
	if r.Total == 0 {
		s.drops(&r, scores)
	}
	return r, nil
}

// scores gives each practice of the shelf what it is worth to the words; nil
// when there are none.
func (s *shelf) scores(ctx context.Context, r *Result) ([]float32, error) {
	text := strings.TrimSpace(r.Query.Text)
	r.Query.Text = strings.TrimSpace(cut(text, TextMax))
	r.Cut = len(r.Query.Text) < len(text)
	if r.Query.Text == "" {
		return nil, nil
	}
	x, err := s.wait(ctx)
	if err != nil {
		return nil, err
	}
	a := x.search(r.Query.Text)
	r.Instead, r.Missing, r.Loose = a.instead, a.missing, a.loose
	return s.onShelf(x, a.scores), nil
}

// onShelf gives the scores of documents of an index to the practices of the
// shelf.
func (s *shelf) onShelf(x *index, of []float32) []float32 {
	p := s.places.Load()
	if p == nil || p.in != x {
		p = &places{in: x, at: make([]int32, len(x.ids))}
		for number, id := range x.ids {
			p.at[number] = -1
			if at, there := s.byID[id]; there {
				p.at[number] = int32(at) //nolint:gosec // there are not that many
			}
		}
		s.places.Store(p)
	}
	scores := make([]float32, len(s.practices))
	for number, score := range of {
		if at := p.at[number]; at >= 0 && score > 0 {
			scores[at] = score
		}
	}
	return scores
}

// places are where the documents of an index stand on a shelf, -1 for those that
// are not there any more.
type places struct {
	in *index
	at []int32
}

// order sorts hits and settles the order that was asked for.
func (s *shelf) order(hits []int, scores []float32, lang string, q *Query) {
	if !slices.Contains(Sorts, q.Sort) || q.Sort == ByRelevance && scores == nil {
		q.Sort = ByNewest
		if scores != nil {
			q.Sort = ByRelevance
		}
	}
	switch q.Sort {
	case ByRelevance:
		slices.SortFunc(hits, func(a, b int) int { return cmp.Or(cmp.Compare(scores[b], scores[a]), a-b) })
	case ByPrize:
		rank := func(i int) int {
			if r := s.practices[i].PrizeRank; r > 0 {
				return r
			}
			return 99
		}
		slices.SortStableFunc(hits, func(a, b int) int { return rank(a) - rank(b) })
	case ByCity:
		if places := s.byCity[lang]; places != nil {
			at := places()
			slices.SortStableFunc(hits, func(a, b int) int { return at[a] - at[b] })
		}
	}
}

// page cuts the asked page out of the hits.
func (r *Result) page(s *shelf, hits []int) {
	pages := max(1, (len(hits)+PageSize-1)/PageSize)
	r.Pages = min(pages, PagesMost)
	r.Bounded = pages > r.Pages
	r.Beyond = r.Query.Page > r.Pages
	r.Query.Page = min(max(r.Query.Page, 1), r.Pages)
	from := (r.Query.Page - 1) * PageSize
	for _, at := range hits[min(from, len(hits)):min(from+PageSize, len(hits))] {
		r.Practices = append(r.Practices, s.practices[at])
	}
}

// drops tells what there would be with the filters of one facet, or the words,
// left out.
func (s *shelf) drops(r *Result, scores []float32) {
	for _, name := range facetNames {
		rest := slices.DeleteFunc(slices.Clone(r.Query.Filters), func(f Filter) bool { return f.Facet == name })
		if len(rest) == len(r.Query.Filters) {
			continue
		}
		if hits, _ := s.count(rest, scores); len(hits) > 0 {
			r.Drops = append(r.Drops, Drop{name, len(hits)})
		}
	}
	if r.Query.Text != "" && len(r.Query.Filters) > 0 {
		if hits, _ := s.count(r.Query.Filters, nil); len(hits) > 0 {
			r.Drops = append(r.Drops, Drop{"", len(hits)})
		}
	}
}

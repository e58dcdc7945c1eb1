package library

import (
	"cmp"
	"context"
	"slices"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// Record is a practice as open data: what lists and filters show of it.
type Record struct {
	award.Practice
	InCity award.City
	Values map[string][]string // by facet
}

// Records returns every practice that a search finds, in its order and without
// pages, and the search as it was answered.
func (d *Desk) Records(ctx context.Context, lang string, q Query) ([]Record, Query, error) {
	s, err := d.shelf(ctx)
	if err != nil {
		return nil, q, err
	}
	r := Result{Query: q}
	r.Query.Filters, _ = s.sift(q.Filters)
	scores, err := s.scores(ctx, &r)
	if err != nil {
		return nil, q, err
	}
	hits, _ := s.count(r.Query.Filters, scores)
	s.order(hits, scores, lang, &r.Query)
	cities := s.citiesByID()
	all := make([]Record, len(hits))
	for i, at := range hits {
		all[i] = s.record(at, cities)
	}
	return all, r.Query, nil
}

// Newest returns up to n practices, the latest published first.
func (d *Desk) Newest(ctx context.Context, n int) ([]Record, error) {
	s, err := d.shelf(ctx)
	if err != nil {
		return nil, err
	}
	order := make([]int, len(s.practices))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(s.practices[b].Published, s.practices[a].Published) })
	cities := s.citiesByID()
	all := make([]Record, min(n, len(order)))
	for i := range all {
		all[i] = s.record(order[i], cities)
	}
	return all, nil
}

// RecordOf returns one practice with the values of its filters; ErrNotFound for
// one that does not stand in the library.
func (d *Desk) RecordOf(ctx context.Context, slug string) (Record, error) {
	s, err := d.shelf(ctx)
	if err != nil {
		return Record{}, err
	}
	at, there := s.bySlug[slug]
	if !there {
		return Record{}, award.ErrNotFound
	}
	return s.record(at, s.citiesByID()), nil
}

func (s *shelf) citiesByID() map[award.ID]award.City {
	of := make(map[award.ID]award.City, len(s.cities))
	for _, c := range s.cities {
		of[c.ID] = c
	}
	return of
}

func (s *shelf) record(at int, cities map[award.ID]award.City) Record {
	r := Record{Practice: s.practices[at], Values: make(map[string][]string, facetCount)}
	r.InCity = cities[r.City]
	for f, name := range facetNames {
		for _, n := range s.facets[f].of[at] {
			r.Values[name] = append(r.Values[name], s.facets[f].values[n])
		}
	}
	return r
}

// Change is a practice that is public, or was once, and when that last changed.
type Change struct {
	award.Practice
	At   award.Time
	Gone bool // withdrawn or revoked: only where it stood may be told
}

// Changes returns every practice that is public or was once, in the order in
// which they last changed. One that was taken back before its hour had come was
// never public.
func (d *Desk) Changes(ctx context.Context) (all []Change, err error) {
	now := d.clock()
	err = d.db.View(ctx, func(tx *database.Tx) error {
		practices, err := tx.AllPractices()
		if err != nil {
			return err
		}
		changed, err := tx.PracticeChanges()
		all = all[:0]
		for _, p := range practices {
			if p.Published > now || p.Withdrawn != 0 && p.Withdrawn < p.Published {
				continue
			}
			at := max(p.Published, p.Withdrawn, min(changed[p.ID], now))
			all = append(all, Change{Practice: p, At: at / 1000 * 1000, Gone: p.Withdrawn != 0})
		}
		return err
	})
	slices.SortFunc(all, func(a, b Change) int { return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Slug, b.Slug)) })
	return all, err
}

// ThemeKeys lists the themes in the order of pages.
func ThemeKeys() []string {
	var all []string
	for _, t := range themes() {
		all = append(all, t.key)
	}
	return all
}

package library

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// Page is everything that stands on the page of one practice.
type Page struct {
	award.Practice
	InCity award.City
	Parts  []award.PracticePart
	// Options are the answers of the choices among the parts, by question.
	Options map[string][]award.Option
	// Asked is the edition that asked for the parts; nil where it is not known.
	Asked  *award.Edition
	Files  []award.Attachment
	Upkeep award.Upkeep
	// Series are the entries of the same practice in other editions, the
	// earliest first.
	Series []award.Practice
	// Replications are cities that do the same, as the city has confirmed.
	Replications []award.Inquiry
	// Similar are practices about the same subject, LikeCities those of cities
	// like this one, SameCity further ones of the city.
	Similar, LikeCities []Similar
	SameCity            []award.Practice
}

// Practice returns the page of a practice by its address; of a withdrawn one
// only what it was and the notice. ErrNotFound for what is not published yet.
func (d *Desk) Practice(ctx context.Context, slug string) (page Page, err error) {
	s, err := d.shelf(ctx)
	if err != nil {
		return page, err
	}
	err = d.db.View(ctx, func(tx *database.Tx) (err error) {
		page = Page{}
		if page.Practice, err = tx.PracticeBySlug(slug); err != nil {
			return err
		}
		if page.Published == 0 || page.Published > d.clock() {
			return award.ErrNotFound
		}
		if page.Upkeep, err = tx.Upkeep(page.ID); err != nil {
			return err
		}
		if page.InCity, err = tx.City(page.City); err != nil || page.Withdrawn != 0 {
			page.Title, page.Summary, page.Sources = "", "", ""
			return err
		}
		return page.fill(tx)
	})
	if err != nil || page.Withdrawn != 0 {
		return page, err
	}
	page.Series = slices.DeleteFunc(page.Series, func(p award.Practice) bool { return p.ID == page.ID || !s.has(p.ID) })
	page.Similar, page.LikeCities, err = d.alike(ctx, s, page.Practice, page.Series)
	page.SameCity = s.sameCity(&page)
	return page, err
}

// has reports whether a practice stands in the library.
func (s *shelf) has(id award.ID) bool {
	_, there := s.byID[id]
	return there
}

// shows reports whether the page leads to a practice already.
func (p *Page) shows(id award.ID) bool {
	return slices.ContainsFunc(p.Series, func(o award.Practice) bool { return o.ID == id }) ||
		slices.ContainsFunc(p.Similar, func(o Similar) bool { return o.ID == id })
}

func (p *Page) fill(tx *database.Tx) (err error) {
	if p.Series, err = series(tx, p.Upkeep); err != nil {
		return err
	}
	if p.Replications, err = tx.Replications(p.ID); err != nil {
		return err
	}
	if p.Parts, err = tx.PracticeText(p.ID); err != nil {
		return err
	}
	if p.Files, err = tx.PracticeFiles(p.ID); err != nil || p.Entry == "" {
		return err
	}
	edition, err := tx.EditionOf(p.Year)
	if errors.Is(err, award.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	p.Options, p.Asked, p.Texts = OptionsOf(edition), edition, &edition.Translations
	return nil
}

// OptionsOf are the answers of an edition's choices, by question.
func OptionsOf(e *award.Edition) map[string][]award.Option {
	of := map[string][]award.Option{}
	for _, q := range e.Questions {
		if len(q.Options) > 0 {
			of[q.Key] = q.Options
		}
	}
	return of
}

// sameCity are up to five further practices of the city of a page that it does
// not lead to yet.
func (s *shelf) sameCity(page *Page) (all []award.Practice) {
	for _, at := range s.ofCity()[page.City] {
		if p := s.practices[at]; p.ID != page.ID && !page.shows(p.ID) && len(all) < 5 {
			all = append(all, p)
		}
	}
	return all
}

// byCities are the practices of each city by their place on the shelf.
func (s *shelf) byCities() map[award.ID][]int {
	of := map[award.ID][]int{}
	for at, p := range s.practices {
		of[p.City] = append(of[p.City], at)
	}
	return of
}

// File returns an attachment that stands on the page of a practice that is in
// the library; ErrNotFound for any other.
func (d *Desk) File(ctx context.Context, slug string, id award.ID) (a award.Attachment, err error) {
	s, err := d.shelf(ctx)
	if err != nil {
		return a, err
	}
	at, there := s.bySlug[slug]
	if !there {
		return a, award.ErrNotFound
	}
	err = d.db.View(ctx, func(tx *database.Tx) error {
		a, err = tx.PracticeFile(s.practices[at].ID, id)
		return err
	})
	return a, err
}

// Covers are the pictures that lists show, by practice. It must not be changed.
func (d *Desk) Covers(ctx context.Context) (map[award.ID]award.Cover, error) {
	s, err := d.shelf(ctx)
	if err != nil {
		return nil, err
	}
	return s.covers, nil
}

// Latest returns up to n practices of the latest edition that has any, those
// with a text and a high prize first.
func (d *Desk) Latest(ctx context.Context, n int) ([]award.Practice, error) {
	s, err := d.shelf(ctx)
	if err != nil || len(s.practices) == 0 {
		return nil, err
	}
	year := s.practices[0].Year
	latest := slices.DeleteFunc(slices.Clone(s.practices), func(p award.Practice) bool { return p.Year != year })
	order := func(p award.Practice) int {
		rank := p.PrizeRank
		if rank == 0 {
			rank = 50
		}
		if p.Title == "" {
			rank += 20
		}
		if p.Summary == "" {
			rank += 40
		}
		return rank
	}
	slices.SortStableFunc(latest, func(a, b award.Practice) int { return cmp.Compare(order(a), order(b)) })
	return latest[:min(n, len(latest))], nil
}

// InCity returns a city by its address with its practices in the library. A
// city without any is ErrNotFound: that it is known tells who has begun to
// enter.
func (d *Desk) InCity(ctx context.Context, slug string) (c award.City, all []award.Practice, err error) {
	s, err := d.shelf(ctx)
	if err != nil {
		return c, nil, err
	}
	i := slices.IndexFunc(s.cities, func(c award.City) bool { return c.Slug == slug })
	if i < 0 {
		return c, nil, award.ErrNotFound
	}
	c = s.cities[i]
	for _, p := range s.practices {
		if p.City == c.ID {
			all = append(all, p)
		}
	}
	if len(all) == 0 {
		return c, nil, award.ErrNotFound
	}
	return c, all, nil
}

// Listing is every address of the library, for its map.
type Listing struct {
	Practices []award.Practice
	Cities    []award.City
}

// List returns everything that stands in the library.
func (d *Desk) List(ctx context.Context) (Listing, error) {
	s, err := d.shelf(ctx)
	if err != nil {
		return Listing{}, err
	}
	return Listing{s.practices, slices.DeleteFunc(slices.Clone(s.cities), func(c award.City) bool {
		return !slices.ContainsFunc(s.practices, func(p award.Practice) bool { return p.City == c.ID })
	})}, nil
}

// Part returns the answer to a question, and whether the page has one.
func (p Page) Part(question string) (award.PracticePart, bool) {
	i := slices.IndexFunc(p.Parts, func(part award.PracticePart) bool { return part.Question == question })
	if i < 0 {
		return award.PracticePart{}, false
	}
	return p.Parts[i], true
}

// Answer returns the answer to a question as it was given; "" if there is none.
func (p Page) Answer(question string) string {
	part, _ := p.Part(question)
	return part.Value
}

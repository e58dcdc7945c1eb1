package library

import (
	"context"
	"slices"

	"we-gov.org/awards/internal/award"
)

// Alike returns up to n practices of other cities for somebody who wrote an
// entry with a title in a category: first those that share words with it, then
// others of the category, the newest first.
func (d *Desk) Alike(ctx context.Context, city award.ID, category award.Category, title string, n int) ([]award.Practice, error) {
	found, err := d.Search(ctx, "en", Query{Text: title})
	if err != nil {
		return nil, err
	}
	s, err := d.shelf(ctx)
	if err != nil {
		return nil, err
	}
	var all []award.Practice
	take := func(from []award.Practice, fits func(award.Practice) bool) {
		for _, p := range from {
			there := slices.ContainsFunc(all, func(o award.Practice) bool { return o.ID == p.ID })
			if len(all) < n && !there && p.City != city && p.Title != "" && fits(p) {
				all = append(all, p)
			}
		}
	}
	ofCategory := func(p award.Practice) bool { return p.Category == category.Name || p.CategoryKey == category.Key }
	take(found.Practices, ofCategory)
	take(s.practices, ofCategory)
	take(found.Practices, func(award.Practice) bool { return true })
	return all, nil
}

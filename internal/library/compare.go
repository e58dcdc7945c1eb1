package library

import (
	"context"
	"errors"
	"slices"

	"we-gov.org/awards/internal/award"
)

// ListMost is how many practices a reader's list holds, CompareMost how many
// are laid side by side.
const (
	ListMost    = 12
	CompareMost = 4
)

// List is what a reader has put together; its addresses are in the page's own.
type List struct {
	Practices []award.Practice // in the reader's order
	Pages     []Page           // of two to four: all that stands on them
	Gone      []string         // addresses that lead nowhere
	Suggested []Similar        // to add
}

// Slugs are the addresses of the practices.
func (l List) Slugs() []string {
	var all []string
	for _, p := range l.Practices {
		all = append(all, p.Slug)
	}
	return all
}

// Gather returns the practices with the given addresses, each once.
func (d *Desk) Gather(ctx context.Context, slugs []string) (l List, err error) {
	for _, slug := range slugs {
		page, err := d.Practice(ctx, slug)
		if errors.Is(err, award.ErrNotFound) || err == nil && page.Withdrawn != 0 {
			l.Gone = append(l.Gone, slug)
			continue
		}
		if err != nil {
			return l, err
		}
		if len(l.Practices) < ListMost && !slices.Contains(l.Slugs(), page.Slug) {
			l.Practices, l.Pages = append(l.Practices, page.Practice), append(l.Pages, page)
		}
	}
	known := l.Slugs()
	for _, page := range l.Pages {
		for _, s := range slices.Concat(page.Similar, page.LikeCities) {
			if len(l.Suggested) < similarMost && !slices.Contains(known, s.Slug) {
				known, l.Suggested = append(known, s.Slug), append(l.Suggested, s)
			}
		}
	}
	if len(l.Pages) < 2 || len(l.Pages) > CompareMost {
		l.Pages = nil
	}
	return l, nil
}

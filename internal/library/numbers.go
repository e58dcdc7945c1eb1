package library

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/storage/database"
)

// Numbers are the counts of the library, each by one definition: see
// EditionNumbers. Counts of the same thing elsewhere in the platform must come
// from here.
type Numbers struct {
	Editions []EditionNumbers // the latest first
	Regions  []RegionNumber   // in the order in which pages show regions
	// Practices, Cities and Countries are of what stands in the library.
	Practices, Cities, Countries int
}

// EditionNumbers are the counts of one edition. Entries are those sent and not
// withdrawn; Projects leaves out a city's second entry with the same title;
// Cities and Countries are those of the entries. They are Recorded for editions
// that ran on this platform once every category's result is open, so that no
// count tells anything before. Winners are public practices with a prize, and
// Practices all that can be read.
type EditionNumbers struct {
	Year                                 int
	Name                                 string
	Recorded                             bool
	Entries, Projects, Cities, Countries int
	Winners, Practices                   int
}

// RegionNumber is how many practices come from a region.
type RegionNumber struct {
	Region string
	Count  int
}

// Numbers counts the library.
func (d *Desk) Numbers(ctx context.Context) (n Numbers, err error) {
	s, err := d.shelf(ctx)
	if err != nil {
		return n, err
	}
	won, err := d.Winners(ctx)
	if err != nil {
		return n, err
	}
	err = d.db.View(ctx, func(tx *database.Tx) error {
		n.Editions = nil
		for _, w := range won {
			e := EditionNumbers{Year: w.Year, Name: w.Name, Winners: len(w.Winners)}
			if err := e.countEntries(tx, w.Edition); err != nil {
				return err
			}
			n.Editions = append(n.Editions, e)
		}
		return nil
	})
	if err != nil {
		return n, err
	}
	n.countShelf(s)
	return n, nil
}

func (e *EditionNumbers) countEntries(tx *database.Tx, edition *award.Edition) error {
	if edition == nil {
		return nil
	}
	seals, err := tx.Seals(edition.ID)
	if err != nil {
		return err
	}
	for _, c := range edition.Categories {
		if seals[c.Key].Opened.IsZero() {
			return nil
		}
	}
	entries, err := tx.Entries(edition.ID)
	if err != nil {
		return err
	}
	projects, cities, countries := map[string]bool{}, map[award.ID]bool{}, map[string]bool{}
	e.Recorded = true
	for _, entry := range entries {
		if entry.Sent == 0 || entry.State == award.EntryDraft || entry.State == award.EntryWithdrawn {
			continue
		}
		e.Entries++
		projects[string(entry.City)+"\x00"+strings.ToLower(entry.Title)], cities[entry.City] = true, true
	}
	ids := make([]award.ID, 0, len(cities))
	for id := range cities {
		ids = append(ids, id)
	}
	of, err := tx.CitiesOf(ids)
	for _, c := range of {
		countries[c.Country] = true
	}
	e.Projects, e.Cities, e.Countries = len(projects), len(cities), len(countries)
	return err
}

func (n *Numbers) countShelf(s *shelf) {
	cities, countries, regions := map[award.ID]bool{}, map[string]bool{}, map[string]int{}
	for _, p := range s.practices {
		cities[p.City], countries[p.Country] = true, true
		regions[p.Region]++
		if i := slices.IndexFunc(n.Editions, func(e EditionNumbers) bool { return e.Year == p.Year }); i >= 0 {
			n.Editions[i].Practices++
		}
	}
	n.Practices, n.Cities, n.Countries = len(s.practices), len(cities), len(countries)
	for _, r := range locale.Regions() {
		if regions[r] > 0 {
			n.Regions = append(n.Regions, RegionNumber{r, regions[r]})
		}
	}
}

// MapCity is a city of the library with the number of its practices and, when
// Placed, where it stands on the map.
type MapCity struct {
	award.City
	Count  int
	Placed bool
	X, Y   float64
}

// MapMost is how many cities the map shows at most.
const MapMost = 1000

// Map returns the cities of the library, those with the most practices first,
// and how many there are in all.
func (d *Desk) Map(ctx context.Context) (all []MapCity, total int, err error) {
	s, err := d.shelf(ctx)
	if err != nil {
		return nil, 0, err
	}
	counts := map[award.ID]int{}
	for _, p := range s.practices {
		counts[p.City]++
	}
	for _, c := range s.cities {
		if counts[c.ID] == 0 {
			continue
		}
		m := MapCity{City: c, Count: counts[c.ID]}
		if at, there := PlaceOf(c.Name, c.Country); there && !c.Sample {
			m.Placed = true
			m.X, m.Y = at.OnMap()
		}
		all = append(all, m)
	}
	slices.SortStableFunc(all, func(a, b MapCity) int { return cmp.Compare(b.Count, a.Count) })
	total = len(all)
	return all[:min(total, MapMost)], total, nil
}

package library

import (
	"context"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/storage/database"
)

// shelf is everything that stands in the library at one revision, as narrow
// rows. It is never changed.
type shelf struct {
	revision string
	// until is when a practice that is to be published later joins; 0 = never.
	until     award.Time
	practices []award.Practice // in the order of lists: the latest edition first
	bySlug    map[string]int
	byID      map[award.ID]int
	covers    map[award.ID]award.Cover
	cities    []award.City
	values    []facetValues // of each practice
	facets    map[string]map[string]string
	byCity    map[string]func() []int // language -> rank of each practice by its city's name
	indexing  *indexing
	sizes     func() map[award.ID]int64 // how many live in each city
	before    *index                    // of an earlier revision, until the new one is built
}

// indexing is an index that is being built.
type indexing struct {
	done chan struct{}
	x    *index
	err  error
}

// smallLibrary is up to how many practices a search rather waits for the index
// of a changed library than answers from the one before: it is built in an
// instant.
const smallLibrary = 400

// keeper keeps the present shelf.
type keeper struct {
	mu      sync.Mutex // held while a shelf is made
	current atomic.Pointer[shelf]
}

// Revision names the state of what the library shows: an answer made at one
// revision is right as long as the revision is the same.
func (d *Desk) Revision(ctx context.Context) (string, error) {
	s, err := d.shelf(ctx)
	if err != nil {
		return "", err
	}
	return s.revision + "-" + strconv.Itoa(len(s.practices)), nil
}

// shelf returns what stands in the library now.
func (d *Desk) shelf(ctx context.Context) (*shelf, error) {
	var revision string
	err := d.db.View(ctx, func(tx *database.Tx) (err error) {
		revision, err = tx.ShelfRevision()
		return err
	})
	if err != nil {
		return nil, err
	}
	if s := d.kept.current.Load(); s.fresh(revision, d.clock()) {
		return s, nil
	}
	d.kept.mu.Lock()
	defer d.kept.mu.Unlock()
	before := d.kept.current.Load()
	if before.fresh(revision, d.clock()) {
		return before, nil
	}
	s, err := d.load(ctx)
	if err != nil {
		return nil, err
	}
	s.before = before.ready()
	s.indexing = d.buildIndex(context.WithoutCancel(ctx), s)
	d.kept.current.Store(s)
	return s, nil
}

func (s *shelf) fresh(revision string, now award.Time) bool {
	return s != nil && s.revision == revision && (s.until == 0 || now < s.until)
}

// load reads the shelf from the records in one snapshot.
func (d *Desk) load(ctx context.Context) (*shelf, error) {
	now := d.clock()
	s := &shelf{}
	err := d.db.View(ctx, func(tx *database.Tx) (err error) {
		if s.revision, err = tx.ShelfRevision(); err != nil {
			return err
		}
		all, err := tx.Practices()
		if err != nil {
			return err
		}
		s.stock(all, now)
		covers, err := tx.Covers()
		if err != nil {
			return err
		}
		s.chooseCovers(covers)
		s.cities, err = tx.PublishedCities()
		return err
	})
	s.sizes = sync.OnceValue(s.populations)
	return s, err
}

// stock takes the practices that are published at now.
func (s *shelf) stock(all []award.Practice, now award.Time) {
	s.bySlug, s.byID, s.byCity = map[string]int{}, map[award.ID]int{}, map[string]func() []int{}
	for _, p := range all {
		switch {
		case p.Published == 0:
		case p.Published > now:
			if s.until == 0 || p.Published < s.until {
				s.until = p.Published
			}
		default:
			s.bySlug[p.Slug], s.byID[p.ID] = len(s.practices), len(s.practices)
			s.practices = append(s.practices, p)
		}
	}
	s.sortOut()
	for _, l := range locale.Languages() {
		s.byCity[l.Code] = sync.OnceValue(func() []int { return s.cityOrder(l.Code) })
	}
}

// chooseCovers takes each practice's cover, or else its first picture.
func (s *shelf) chooseCovers(all []award.Cover) {
	s.covers = map[award.ID]award.Cover{}
	for _, c := range all {
		if first, there := s.covers[c.Practice]; !there || !isCover(first.Kind) && isCover(c.Kind) {
			s.covers[c.Practice] = c
		}
	}
}

func isCover(kind string) bool { return strings.HasPrefix(kind, "cover") }

// cityOrder is the place of each practice when sorted by the name of its city
// in a language.
func (s *shelf) cityOrder(lang string) []int {
	order := make([]int, len(s.practices))
	for i := range order {
		order[i] = i
	}
	w := locale.Must(lang)
	locale.Sort(w, order, func(i int) string {
		p := s.practices[i]
		return CityName(lang, p.CityName, p.Country)
	})
	places := make([]int, len(order))
	for place, i := range order {
		places[i] = place
	}
	return places
}

// buildIndex indexes the shelf in the background.
func (d *Desk) buildIndex(ctx context.Context, s *shelf) *indexing {
	made := &indexing{done: make(chan struct{})}
	go func() {
		defer close(made.done)
		made.x, made.err = d.index(ctx, s.practices)
	}()
	return made
}

// ready returns the latest index that is built; nil if none is.
func (s *shelf) ready() *index {
	if s == nil {
		return nil
	}
	select {
	case <-s.indexing.done:
		if s.indexing.err == nil {
			return s.indexing.x
		}
	default:
	}
	return s.before
}

// wait returns the index to search in: the new one when it is built or soon
// will be, else the one before.
func (s *shelf) wait(ctx context.Context) (*index, error) {
	if len(s.practices) > smallLibrary {
		if x := s.ready(); x != nil {
			return x, nil
		}
	}
	select {
	case <-s.indexing.done:
		return s.indexing.x, s.indexing.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// index builds the index of practices, reading their texts a batch at a time.
func (d *Desk) index(ctx context.Context, practices []award.Practice) (*index, error) {
	b, err := newBuilder()
	if err != nil {
		return nil, err
	}
	for from := 0; from < len(practices) && err == nil; from += batchSize {
		some := practices[from:min(from+batchSize, len(practices))]
		var parts map[award.ID][]award.PracticePart
		err = d.db.View(ctx, func(tx *database.Tx) (err error) {
			ids := make([]award.ID, len(some))
			for i, p := range some {
				ids[i] = p.ID
			}
			parts, err = tx.PracticeTextsOf(ids)
			return err
		})
		if err == nil {
			err = b.add(textsOf(some, parts))
		}
	}
	x, finishing := b.finish()
	if err != nil {
		return nil, err
	}
	return x, finishing
}

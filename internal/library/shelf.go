package library

import (
	"context"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

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
	practices []award.Practice            // in the order of lists: the latest edition first
	said      map[int]*award.Translations // of each edition's texts, by its year
	bySlug    map[string]int
	byID      map[award.ID]int
	covers    map[award.ID]award.Cover
	cities    []award.City
	filed     map[award.ID]filed
	facets    [facetCount]facet
	texts     map[award.ID]int64             // the revision at which each text was written
	byCity    map[string]func() []int        // language -> rank of each practice by its city's name
	ahead     map[string]func() []aheadEntry // what can be suggested, by language
	indexing  *indexing
	sizes     func() map[award.ID]int64 // how many live in each city
	traits    func() []likeness         // of each practice
	ofCity    func() map[award.ID][]int // the places of each city's practices
	before    *index                    // of an earlier revision, until the new one is built
	places    atomic.Pointer[places]    // of the documents of the index that was searched last
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
	seen    atomic.Pointer[seen]
	index   indexer
}

// seen is a revision and when it was read: it is the present one until this
// process changes the records, or for a moment, as another process may.
type seen struct {
	revision string
	changes  uint64
	at       award.Time
}

// askAgain is how long a revision is taken for the present one without asking
// the records: several instances agree within that time.
const askAgain = 300 * time.Millisecond

// Revision names the state of what the library shows: an answer made at one
// revision is right as long as the revision is the same.
func (d *Desk) Revision(ctx context.Context) (string, error) {
	s, err := d.shelf(ctx)
	if err != nil {
		return "", err
	}
	name := s.revision + "-" + strconv.Itoa(len(s.practices))
	select {
	case <-s.indexing.done:
	default:
		name += "-" // searches are answered from the index before
	}
	return name, nil
}

// shelf returns what stands in the library now. While a large library is read
// anew, the one before answers.
func (d *Desk) shelf(ctx context.Context) (*shelf, error) {
	revision, err := d.revision(ctx)
	if err != nil {
		return nil, err
	}
	before := d.kept.current.Load()
	if before.fresh(revision, d.clock()) {
		return before, nil
	}
	if before != nil && len(before.practices) > smallLibrary {
		if d.kept.mu.TryLock() {
			go func() {
				defer d.kept.mu.Unlock()
				_, _ = d.renew(context.WithoutCancel(ctx), revision) // the next request tries again
			}()
		}
		return before, nil
	}
	d.kept.mu.Lock()
	defer d.kept.mu.Unlock()
	return d.renew(ctx, revision)
}

// renew reads the shelf when the one at hand is not of a revision.
func (d *Desk) renew(ctx context.Context, revision string) (*shelf, error) {
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

// revision is the revision of the records.
func (d *Desk) revision(ctx context.Context) (string, error) {
	now := seen{changes: d.db.Changes(), at: d.clock()}
	if last := d.kept.seen.Load(); last != nil && last.changes == now.changes && now.at >= last.at && now.at < last.at.Add(askAgain) {
		return last.revision, nil
	}
	err := d.db.View(ctx, func(tx *database.Tx) (err error) {
		now.revision, err = tx.ShelfRevision()
		return err
	})
	if err != nil {
		return "", err
	}
	d.kept.seen.Store(&now)
	return now.revision, nil
}

func (s *shelf) fresh(revision string, now award.Time) bool {
	return s != nil && s.revision == revision && (s.until == 0 || now < s.until)
}

// load reads the shelf from the records in one snapshot.
func (d *Desk) load(ctx context.Context) (*shelf, error) {
	now := d.clock()
	s := &shelf{}
	s.sizes, s.traits, s.ofCity = sync.OnceValue(s.populations), sync.OnceValue(s.likenesses), sync.OnceValue(s.byCities)
	err := d.db.View(ctx, func(tx *database.Tx) (err error) {
		if s.revision, err = tx.ShelfRevision(); err != nil {
			return err
		}
		all, err := tx.Practices()
		if err != nil {
			return err
		}
		if err := s.translate(tx, all, d.kept.current.Load()); err != nil {
			return err
		}
		s.stock(all, now)
		covers, err := tx.Covers()
		if err != nil {
			return err
		}
		s.chooseCovers(covers)
		if s.cities, err = tx.PublishedCities(); err != nil {
			return err
		}
		traits, err := tx.PracticeTraits()
		if err != nil {
			return err
		}
		languages, err := tx.PracticeLanguages()
		if err != nil {
			return err
		}
		s.texts = make(map[award.ID]int64, len(traits))
		for id, t := range traits {
			s.texts[id] = t.Revision
		}
		s.file(d.kept.current.Load())
		s.sortOut(traits, languages)
		s.readyAhead()
		return nil
	})
	return s, err
}

// translate gives practices the translations of the editions they were entered
// in: the very ones of the shelf before where nothing of them has changed, so
// that a practice which is the same is filed and indexed only once.
func (s *shelf) translate(tx *database.Tx, all []award.Practice, before *shelf) error {
	editions, err := tx.Editions()
	if err != nil {
		return err
	}
	s.said = map[int]*award.Translations{}
	for _, e := range editions {
		s.said[e.Year] = &e.Translations
		if before != nil && reflect.DeepEqual(before.said[e.Year], &e.Translations) {
			s.said[e.Year] = before.said[e.Year]
		}
	}
	for i, p := range all {
		if p.Entry != "" {
			all[i].Texts = s.said[p.Year]
		}
	}
	return nil
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
		made.x, made.err = d.kept.index.build(ctx, d.db, s)
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

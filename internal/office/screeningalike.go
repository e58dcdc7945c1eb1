package office

import (
	"cmp"
	"hash/fnv"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// Alike is another entry of the edition, or a practice of the archive, that
// reads like the entry at hand. It is shown for an officer to compare; nothing
// follows from it by itself.
type Alike struct {
	Reference string // of an entry; "" for a practice
	Slug      string // of a practice; "" for an entry
	Year      int
	City      string
	Title     string
	Text      string // the beginning of what it says
	Own       string // the beginning of what the entry at hand says
	SameTitle bool
	// Share is the part of the shorter text that stands in the other too, 0 to 1.
	Share float64
}

// Why shingles of four words: single words make all texts about city services
// alike, and whole sentences miss what was reworded. Four words in a row are
// rarely shared by chance; what stands in more than commonIn texts is a phrase
// of the form or of the trade and says nothing. Only the smallest hashes of a
// text are kept, so that an edition of hundreds of entries is compared in a
// moment; the share is then an estimate, good to about five in a hundred.
const (
	shingle    = 4
	sketchSize = 400
	commonIn   = 3
	alikeFrom  = 0.12
	alikeMost  = 5
	beginning  = 1200 // characters shown
)

// sketch is the smallest hashes of the shingles of a text, rising. Up to reach
// it lacks none.
type sketch struct {
	hashes []uint64
	reach  uint64
}

// sketches keeps the sketch of each sending, so that a text is cut up once.
type sketches struct {
	mu sync.Mutex
	of map[string]sketch
}

func (s *sketches) get(key string, read func() (string, error)) (sketch, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.of == nil || len(s.of) > 20000 {
		s.of = map[string]sketch{}
	}
	if got, there := s.of[key]; there {
		return got, nil
	}
	text, err := read()
	if err != nil {
		return sketch{}, err
	}
	s.of[key] = sketchOf(text)
	return s.of[key], nil
}

func plainWords(text string) []string {
	return strings.FieldsFunc(fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

func sketchOf(text string) sketch {
	words := plainWords(text)
	hashes := make([]uint64, len(words))
	for i, w := range words {
		h := fnv.New64a()
		_, _ = h.Write([]byte(w))
		hashes[i] = h.Sum64()
	}
	seen := map[uint64]bool{}
	for i := 0; i+shingle <= len(words); i++ {
		sum := uint64(0)
		for _, h := range hashes[i : i+shingle] {
			sum = (sum ^ h) * 0x9e3779b97f4a7c15 // an odd number that spreads bits evenly
			sum ^= sum >> 32
		}
		seen[sum] = true
	}
	all := slices.Sorted(maps.Keys(seen))
	if len(all) <= sketchSize {
		return sketch{all, math.MaxUint64}
	}
	return sketch{all[:sketchSize], all[sketchSize-1]}
}

// share estimates which part of the shorter text stands in the other, leaving
// out what is common to many.
func (s sketch) share(o sketch, common map[uint64]int) float64 {
	reach := min(s.reach, o.reach)
	a, b := s.below(reach, common), o.below(reach, common)
	both, i, j := 0, 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			both, i, j = both+1, i+1, j+1
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return float64(both) / float64(max(1, min(len(a), len(b))))
}

func (s sketch) below(reach uint64, common map[uint64]int) []uint64 {
	kept := make([]uint64, 0, len(s.hashes))
	for _, h := range s.hashes {
		if h <= reach && common[h] <= commonIn {
			kept = append(kept, h)
		}
	}
	return kept
}

// candidate is a text to compare with.
type candidate struct {
	*Alike
	sketch sketch
	read   func() (string, error)
}

// alike returns what reads like an entry: entries of the edition that were sent,
// and practices of earlier years. The likest come first.
func (d *Desk) alike(tx *database.Tx, f File) ([]Alike, error) {
	own := textOf(f.Edition, f.Answers)
	title := strings.Join(plainWords(f.Entry.Title), " ")
	mine := sketchOf(own)
	all, err := d.candidates(tx, f)
	if err != nil {
		return nil, err
	}
	common := map[uint64]int{}
	for _, c := range all {
		for _, h := range c.sketch.hashes {
			common[h]++
		}
	}
	all = slices.DeleteFunc(all, func(c candidate) bool { return !c.compare(mine, common, title) })
	slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Compare(b.Share, a.Share) })
	var found []Alike
	for _, c := range all[:min(len(all), alikeMost)] {
		text, err := c.read()
		if err != nil {
			return nil, err
		}
		c.Text, c.Own = begin(text), begin(own)
		found = append(found, *c.Alike)
	}
	return found, nil
}

// compare measures how alike a candidate is and reports whether it is enough to
// be looked at.
func (c candidate) compare(mine sketch, common map[uint64]int, title string) bool {
	c.Share = mine.share(c.sketch, common)
	c.SameTitle = title != "" && strings.Join(plainWords(c.Title), " ") == title
	return c.SameTitle || c.Share >= alikeFrom
}

func (d *Desk) candidates(tx *database.Tx, f File) ([]candidate, error) {
	entries, err := tx.Entries(f.Edition.ID)
	if err != nil {
		return nil, err
	}
	cities, err := tx.CitiesIn(f.Edition.ID)
	if err != nil {
		return nil, err
	}
	var all []candidate
	for _, e := range entries {
		if e.ID == f.Entry.ID || e.State == award.EntryDraft || e.State == award.EntryWithdrawn {
			continue
		}
		c := candidate{Alike: &Alike{Reference: e.Reference, Year: f.Edition.Year, City: cities[e.City].Name, Title: e.Title}}
		c.read = func() (string, error) {
			sent, err := sentText(tx, e.ID)
			return textOf(f.Edition, sent.answers), err
		}
		if c.sketch, err = d.sketches.get(sentKey(e), c.read); err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	earlier, err := tx.EarlierPractices(f.Edition.Year)
	if err != nil {
		return nil, err
	}
	for _, p := range earlier {
		c := candidate{Alike: &Alike{Slug: p.Slug, Year: p.Year, City: p.Name, Title: p.Title}, read: func() (string, error) { return p.Text, nil }}
		c.sketch = sketchOf(p.Text)
		all = append(all, c)
	}
	return all, nil
}

func sentKey(e award.Entry) string { return string(e.ID) + ":" + e.Sent.Std().String() }

// textOf joins the long answers of an entry.
func textOf(e *award.Edition, answers map[string]string) string {
	var parts []string
	for _, q := range e.Questions {
		if q.Kind == award.LongText && answers[q.Key] != "" {
			parts = append(parts, answers[q.Key])
		}
	}
	return strings.Join(parts, "\n\n")
}

func begin(text string) string {
	runes := []rune(text)
	if len(runes) <= beginning {
		return text
	}
	return strings.TrimSpace(string(runes[:beginning])) + "…"
}

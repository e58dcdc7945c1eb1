package office

import (
	"cmp"
	"hash/fnv"
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
// rarely shared by chance. Only the smallest hashes of a text are kept, so that
// an edition of hundreds of entries is compared in a moment; the share is then
// an estimate, good to about five in a hundred.
const (
	shingle    = 4
	sketchSize = 400
	alikeFrom  = 0.12
	alikeMost  = 5
	beginning  = 1200 // characters shown
)

// sketch is the smallest hashes of the shingles of a text, rising.
type sketch []uint64

// sketches keeps the sketch of each sending, so that a text is cut up once.
type sketches struct {
	mu sync.Mutex
	of map[string]sketch
}

func (s *sketches) get(key string, text func() string) sketch {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.of == nil || len(s.of) > 20000 {
		s.of = map[string]sketch{}
	}
	if got, there := s.of[key]; there {
		return got
	}
	s.of[key] = sketchOf(text())
	return s.of[key]
}

func plainWords(text string) []string {
	return strings.FieldsFunc(fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

func sketchOf(text string) sketch {
	words := plainWords(text)
	seen := map[uint64]bool{}
	for i := 0; i+shingle <= len(words); i++ {
		h := fnv.New64a()
		_, _ = h.Write([]byte(strings.Join(words[i:i+shingle], " ")))
		seen[h.Sum64()] = true
	}
	all := make(sketch, 0, len(seen))
	for h := range seen {
		all = append(all, h)
	}
	slices.Sort(all)
	return all[:min(len(all), sketchSize)]
}

// share estimates which part of the shorter text stands in the other: both are
// cut at the smaller of their largest kept hashes, where both are complete.
func (s sketch) share(o sketch) float64 {
	if len(s) == 0 || len(o) == 0 {
		return 0
	}
	s, o = s.below(o), o.below(s)
	both, i, j := 0, 0, 0
	for i < len(s) && j < len(o) {
		switch {
		case s[i] == o[j]:
			both, i, j = both+1, i+1, j+1
		case s[i] < o[j]:
			i++
		default:
			j++
		}
	}
	return float64(both) / float64(max(1, min(len(s), len(o))))
}

// below drops the hashes above what the other sketch reaches, if that one was cut.
func (s sketch) below(o sketch) sketch {
	if len(o) < sketchSize {
		return s
	}
	end, _ := slices.BinarySearch(s, o[len(o)-1]+1)
	return s[:end]
}

// alike returns what reads like an entry: entries of the edition that were sent,
// and practices of earlier years. The likest come first.
func (d *Desk) alike(tx *database.Tx, f File) ([]Alike, error) {
	own := textOf(f.Edition, f.Answers)
	title := strings.Join(plainWords(f.Entry.Title), " ")
	mine := d.sketches.get(sentKey(f.Entry), func() string { return own })
	found, err := d.alikeEntries(tx, f, mine, title)
	if err != nil {
		return nil, err
	}
	earlier, err := tx.EarlierPractices(f.Edition.Year)
	if err != nil {
		return nil, err
	}
	for _, p := range earlier {
		a := Alike{Slug: p.Slug, Year: p.Year, City: p.Name, Title: p.Title, Text: p.Text}
		a.Share = mine.share(d.sketches.get("practice:"+string(p.ID)+p.Title, func() string { return p.Text }))
		found = a.add(found, title)
	}
	slices.SortStableFunc(found, func(a, b Alike) int { return cmp.Compare(b.Share, a.Share) })
	found = found[:min(len(found), alikeMost)]
	for i := range found {
		found[i].Text, found[i].Own = begin(found[i].Text), begin(own)
	}
	return found, nil
}

// add keeps what is alike enough to be looked at.
func (a Alike) add(to []Alike, title string) []Alike {
	a.SameTitle = title != "" && strings.Join(plainWords(a.Title), " ") == title
	if !a.SameTitle && a.Share < alikeFrom {
		return to
	}
	return append(to, a)
}

func (d *Desk) alikeEntries(tx *database.Tx, f File, mine sketch, title string) ([]Alike, error) {
	entries, err := tx.Entries(f.Edition.ID)
	if err != nil {
		return nil, err
	}
	entries = slices.DeleteFunc(entries, func(e award.Entry) bool {
		return e.ID == f.Entry.ID || e.State == award.EntryDraft || e.State == award.EntryWithdrawn
	})
	cities, err := tx.CitiesIn(f.Edition.ID)
	if err != nil {
		return nil, err
	}
	var found []Alike
	for _, e := range entries {
		var sent sentContent
		read := func() string {
			if sent.answers == nil {
				sent, err = sentText(tx, e.ID)
			}
			return textOf(f.Edition, sent.answers)
		}
		a := Alike{Reference: e.Reference, Year: f.Edition.Year, City: cities[e.City].Name, Title: e.Title}
		a.Share = mine.share(d.sketches.get(sentKey(e), read))
		before := len(found)
		if found = a.add(found, title); len(found) > before {
			found[before].Text = read()
		}
		if err != nil {
			return nil, err
		}
	}
	return found, nil
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

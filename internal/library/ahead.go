package library

import (
	"context"
	"slices"
	"strings"
	"sync"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
)

// The kinds of suggestion.
const (
	AheadCity     = "city"
	AheadCountry  = "country"
	AheadTheme    = "theme"
	AheadPractice = "practice"
	AheadWord     = "word"
)

// Suggestion is something in the library that begins with what a visitor
// writes.
type Suggestion struct {
	Kind string
	Text string
	// Key is the address of a city or practice, the value of a country or theme,
	// or the whole search with its last word completed.
	Key      string
	Language string // of the text of a practice
}

// aheadMost is how many suggestions of each kind there are at most.
var aheadMost = map[string]int{AheadCity: 3, AheadCountry: 2, AheadTheme: 2, AheadPractice: 4, AheadWord: 3}

// aheadEntry is what can be suggested, with the folded words that lead to it:
// a line break before each.
type aheadEntry struct {
	Suggestion
	found string
}

// Ahead suggests what begins with a text, in a reader's language: places and
// themes, then practices by their titles, then words that stand in practices.
// It knows nothing but what stands in the library.
func (d *Desk) Ahead(ctx context.Context, lang, text string) ([]Suggestion, error) {
	s, err := d.shelf(ctx)
	if err != nil {
		return nil, err
	}
	text = strings.TrimSpace(cut(text, TextMax))
	plain := fold(lower(text))
	entries := s.ahead[lang]
	if plain == "" || entries == nil {
		return nil, nil
	}
	var all []Suggestion
	left := map[string]int{}
	within := scriptOf(firstLetter(plain)).dense()
	for _, e := range entries() {
		at := strings.Index(e.found, plain)
		if at < 0 || left[e.Kind] >= aheadMost[e.Kind] {
			continue
		}
		if within || strings.Contains(e.found, "\n"+plain) || strings.Contains(e.found, " "+plain) {
			left[e.Kind]++
			all = append(all, e.Suggestion)
		}
	}
	x := s.ready()
	if len(s.practices) <= smallLibrary {
		if x, err = s.wait(ctx); err != nil {
			return nil, err
		}
	}
	return append(all, x.aheadWords(text)...), nil
}

// aheadWords completes the last word of a text by the most frequent words of
// the practices; no index knows none.
func (x *index) aheadWords(text string) []Suggestion {
	all := runs(lower(text))
	if x == nil || len(all) == 0 || all[len(all)-1].script.dense() || !strings.HasSuffix(lower(text), all[len(all)-1].text) {
		return nil
	}
	last := all[len(all)-1].text
	if runeCount(last) < 3 {
		return nil
	}
	var words []Suggestion
	for _, word := range x.beginnings(fold(last), aheadMost[AheadWord]) {
		whole := strings.TrimSuffix(lower(text), last) + word
		words = append(words, Suggestion{Kind: AheadWord, Text: whole, Key: whole})
	}
	return words
}

// beginnings are the words that begin with some letters and more, and stand in
// the most practices that are still there.
func (x *index) beginnings(letters string, most int) []string {
	counts := map[string]int{}
	for _, p := range x.parts {
		for i, looked := p.find(letters), 0; i < len(p.ends) && strings.HasPrefix(p.term(i), letters) && looked < prefixMost; i++ {
			looked++
			if term, n := p.term(i), x.standing(p, i); term != letters && n > 0 {
				counts[term] += n
			}
		}
	}
	words := make([]string, 0, len(counts))
	for word := range counts {
		if counts[strings.TrimSuffix(word, "s")] == 0 || !strings.HasSuffix(word, "s") { // of a plural, the singular is enough
			words = append(words, word)
		}
	}
	slices.SortFunc(words, func(a, b string) int {
		if counts[a] != counts[b] {
			return counts[b] - counts[a]
		}
		return strings.Compare(a, b)
	})
	return words[:min(len(words), most)]
}

// standing is how many practices that are still there have a term of a part.
func (x *index) standing(p part, term int) (n int) {
	for at := p.postingsAt(term); at.next(); {
		if x.ids[p.first+at.doc] != "" {
			n++
		}
	}
	return n
}

// readyAhead makes the suggestions of each language when they are first asked
// for.
func (s *shelf) readyAhead() {
	s.ahead = map[string]func() []aheadEntry{}
	for _, l := range locale.Languages() {
		s.ahead[l.Code] = sync.OnceValue(func() []aheadEntry { return s.aheadEntries(l.Code) })
	}
}

func (s *shelf) aheadEntries(lang string) []aheadEntry {
	w := locale.Must(lang)
	var all []aheadEntry
	add := func(g Suggestion, names ...string) {
		var found strings.Builder
		for _, name := range names {
			found.WriteByte('\n')
			found.WriteString(fold(lower(name)))
		}
		all = append(all, aheadEntry{g, found.String()})
	}
	shown := map[award.ID]bool{}
	for _, p := range s.practices {
		shown[p.City] = true
	}
	for _, c := range s.cities {
		if shown[c.ID] {
			name := CityName(lang, c.Name, c.Country)
			add(Suggestion{Kind: AheadCity, Text: w.List(name, w.Country(c.Country)), Key: c.Slug}, append(allNames(c.Name, c.Country), name, c.Name, c.LocalName)...)
		}
	}
	for _, code := range s.values(FacetCountry) {
		add(Suggestion{Kind: AheadCountry, Text: w.Country(code), Key: code}, w.Country(code), locale.Must("en").Country(code))
	}
	for _, key := range s.values(FacetTheme) {
		add(Suggestion{Kind: AheadTheme, Text: w.T("library.theme." + key), Key: key}, w.T("library.theme."+key))
	}
	for _, p := range s.practices {
		if p.Title != "" {
			add(Suggestion{Kind: AheadPractice, Text: p.Title, Key: p.Slug, Language: p.Language}, p.Title)
		}
	}
	return all
}

// values are the values of a facet that practices have.
func (s *shelf) values(name string) []string {
	return s.facets[slices.Index(facetNames[:], name)].values
}

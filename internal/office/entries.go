package office

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/storage/database"
)

// PageRows is how many entries stand on one page of the list.
const PageRows = 100

// None is the value of a filter for entries that lack the thing: a draft
// without a category.
const None = "none"

// The facets of the list of entries.
const (
	FacetState    = "state"
	FacetCategory = "category"
	FacetRegion   = "region"
	FacetCountry  = "country"
)

// Facets lists the facets in the order in which pages show them.
var Facets = []string{FacetState, FacetCategory, FacetRegion, FacetCountry}

// EntryFilter chooses entries of the list. It is applied to what the person may
// see and to nothing else. Values of one facet widen, facets narrow; Text are
// words that must all stand in reference, title or city.
type EntryFilter struct {
	Text   string
	Facets map[string][]string
	// Sort is a column, with a minus before it for the other direction; an
	// unknown one sorts by reference.
	Sort string
	Page int // counted from 1
}

// EntryLine is one entry of the list.
type EntryLine struct {
	award.Entry
	At     award.City
	Region string
	// Done of Needed required answers and attachments are there; of drafts and
	// returned entries on the page shown.
	Done, Needed int
	// Query is the last question to the city; nil when there was none.
	Query *award.Query
}

// value is what a line is under a facet.
func (l EntryLine) value(facet string) string {
	v := ""
	switch facet {
	case FacetState:
		v = string(l.State)
	case FacetCategory:
		v = l.Category
	case FacetRegion:
		v = l.Region
	case FacetCountry:
		v = l.At.Country
	}
	return cmp.Or(v, None)
}

// FacetCount is one value of a facet with the number of entries that the other
// filters leave under it.
type FacetCount struct {
	Value string
	Count int
	On    bool
}

// EntryList is a page of the list of entries with its counts.
type EntryList struct {
	Edition *award.Edition
	Lines   []EntryLine
	All     int // that the person may see
	Found   int
	Page    int
	Pages   int
	Facets  map[string][]FacetCount
}

// Entries returns a page of the entries of a year that the actor may see and a
// filter chooses. An officer sees drafts by title and city; the chair sees sent
// entries without those to which they are tied.
func (d *Desk) Entries(ctx context.Context, a award.Actor, year int, f EntryFilter) (list EntryList, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		edition, lines, err := d.visible(tx, a, award.DeedReadAll, year)
		if err != nil {
			return err
		}
		list = choose(lines, f)
		list.Edition = edition
		return complete(tx, edition, list.Lines)
	})
	return list, err
}

// visible returns every entry of an edition that the actor may see, before any
// filter.
func (d *Desk) visible(tx *database.Tx, a award.Actor, deed award.Deed, year int) (*award.Edition, []EntryLine, error) {
	edition, err := d.editionFor(tx, a, deed, year)
	if err != nil {
		return nil, nil, err
	}
	entries, err := tx.Entries(edition.ID)
	if err != nil {
		return nil, nil, err
	}
	cities, err := tx.CitiesIn(edition.ID)
	if err != nil {
		return nil, nil, err
	}
	t, err := tiesOf(tx, a, edition.ID)
	if err != nil {
		return nil, nil, err
	}
	asked, err := lastQueries(tx, edition.ID)
	var lines []EntryLine
	for _, e := range entries {
		if !t.bar(e) && seesState(a, e) {
			c := cities[e.City]
			lines = append(lines, EntryLine{Entry: e, At: c, Region: locale.Region(c.Country), Query: asked[e.ID]})
		}
	}
	return edition, lines, err
}

// seesState reports whether somebody at the desk may know of an entry in its
// state: drafts are for the Secretariat alone.
func seesState(a award.Actor, e award.Entry) bool {
	return e.State != award.EntryDraft || a.Has(award.RoleOfficer)
}

// lastQueries returns the latest question about each entry that was asked one.
func lastQueries(tx *database.Tx, edition award.ID) (map[award.ID]*award.Query, error) {
	all, err := tx.QueriesOf(edition)
	last := map[award.ID]*award.Query{}
	for i, q := range all {
		last[q.Entry] = &all[i]
	}
	return last, err
}

func choose(lines []EntryLine, f EntryFilter) EntryList {
	list := EntryList{All: len(lines), Facets: map[string][]FacetCount{}}
	words := strings.Fields(fold(f.Text))
	lines = slices.DeleteFunc(slices.Clone(lines), func(l EntryLine) bool { return !l.holds(words) })
	for _, facet := range Facets {
		list.Facets[facet] = count(lines, f, facet)
	}
	lines = chosen(lines, f)
	list.Found = len(lines)
	list.Pages = max(1, (len(lines)+PageRows-1)/PageRows)
	list.Page = min(max(1, f.Page), list.Pages)
	first := (list.Page - 1) * PageRows
	list.Lines = lines[first:min(first+PageRows, len(lines))]
	return list
}

// chosen returns the lines that a filter chooses, in its order.
func chosen(lines []EntryLine, f EntryFilter) []EntryLine {
	words := strings.Fields(fold(f.Text))
	lines = slices.DeleteFunc(slices.Clone(lines), func(l EntryLine) bool { return !l.holds(words) || !f.passes(l, "") })
	sortLines(lines, f.Sort)
	return lines
}

// passes reports whether a line passes every facet but one.
func (f EntryFilter) passes(l EntryLine, but string) bool {
	for facet, values := range f.Facets {
		if facet != but && len(values) > 0 && !slices.Contains(values, l.value(facet)) {
			return false
		}
	}
	return true
}

func (l EntryLine) holds(words []string) bool {
	if len(words) == 0 {
		return true
	}
	hay := fold(l.Reference + " " + l.Title + " " + l.At.Name + " " + l.At.LocalName)
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(hay, w) })
}

// count returns the values of a facet by number; a chosen value is listed even
// when nothing is left under it.
func count(lines []EntryLine, f EntryFilter, facet string) []FacetCount {
	n := map[string]int{}
	for _, v := range f.Facets[facet] {
		n[v] = 0
	}
	for _, l := range lines {
		if f.passes(l, facet) {
			n[l.value(facet)]++
		}
	}
	counts := make([]FacetCount, 0, len(n))
	for v, c := range n {
		counts = append(counts, FacetCount{Value: v, Count: c, On: slices.Contains(f.Facets[facet], v)})
	}
	slices.SortFunc(counts, func(a, b FacetCount) int { return cmp.Or(b.Count-a.Count, cmp.Compare(a.Value, b.Value)) })
	return counts
}

// SortColumns lists the columns by which the list can be sorted.
var SortColumns = []string{"reference", "title", "city", "country", "category", "state", "sent"}

func sortLines(lines []EntryLine, by string) {
	column, down := strings.CutPrefix(by, "-")
	slices.SortStableFunc(lines, func(a, b EntryLine) int {
		order := compare(a, b, column)
		if down {
			order = -order
		}
		return cmp.Or(order, a.Number-b.Number)
	})
}

func compare(a, b EntryLine, column string) int {
	switch column {
	case "title":
		return cmp.Compare(fold(a.Title), fold(b.Title))
	case "city":
		return cmp.Compare(fold(a.At.Name), fold(b.At.Name))
	case "country":
		return cmp.Compare(a.At.Country, b.At.Country)
	case "category":
		return cmp.Compare(a.Category, b.Category)
	case "state":
		return slices.Index(award.EntryStates, a.State) - slices.Index(award.EntryStates, b.State)
	case "sent":
		return cmp.Compare(a.Sent, b.Sent)
	}
	return a.Number - b.Number
}

// fold brings text to the form in which it is compared: no accents, no case.
func fold(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII }) {
		return strings.ToLower(s) // most names, and much faster
	}
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(s))
}

// complete counts what the entries of a page that lie with their cities have
// and what they still need. It reads no answer.
func complete(tx *database.Tx, edition *award.Edition, lines []EntryLine) error {
	var ids []award.ID
	for _, l := range lines {
		if l.State == award.EntryDraft || l.State == award.EntryReturned {
			ids = append(ids, l.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	answers, files, err := tx.Filled(ids)
	for i, l := range lines {
		if slices.Contains(ids, l.ID) {
			lines[i].Done, lines[i].Needed = completeness(edition, answers[l.ID], files[l.ID])
		}
	}
	return err
}

// completeness counts the required answers and attachments of an entry that are
// there, and those that are needed.
func completeness(edition *award.Edition, answers, files map[string]bool) (done, needed int) {
	tally := func(there bool) {
		needed++
		if there {
			done++
		}
	}
	for _, q := range edition.Questions {
		if q.Required && q.Kind != award.FileKind {
			tally(answers[q.Key])
		}
	}
	for _, k := range edition.Attachments {
		if k.Required {
			tally(files[k.Key])
		}
	}
	return done, needed
}

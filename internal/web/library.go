package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/library"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

// libraryRoutes are the addresses of the good-practice library and the winners.
func libraryRoutes() []route {
	return []route{
		{method: see, path: "/:lang/library", deed: award.DeedVisit, do: browse, raw: true},
		{method: see, path: "/:lang/library/map", deed: award.DeedVisit, do: mapPageOf, raw: true},
		{method: see, path: "/:lang/numbers", deed: award.DeedVisit, do: numbersPage, raw: true},
		{method: see, path: "/:lang/numbers.csv", deed: award.DeedVisit, do: numbersTable},
		{method: see, path: "/:lang/library/compare", deed: award.DeedVisit, do: compare, raw: true},
		{method: see, path: "/:lang/library/compare.csv", deed: award.DeedVisit, do: compareTable},
		{method: see, path: "/:lang/library/:slug", deed: award.DeedVisit, do: practice, raw: true},
		{method: see, path: "/:lang/library/:slug/cite/:form", deed: award.DeedVisit, do: cite},
		{method: see, path: "/:lang/library/:slug/files/:file", deed: award.DeedVisit, do: practiceFile, raw: true},
		{method: see, path: "/:lang/library/:slug/files/:file/thumb", deed: award.DeedVisit, do: practiceThumb, raw: true},
		{method: see, path: "/:lang/library/:slug/files/:file/thumb.webp", deed: award.DeedVisit, do: practiceThumbWebP, raw: true},
		{method: see, path: "/:lang/library/:slug/files/:file/wide.webp", deed: award.DeedVisit, do: practiceWideWebP, raw: true},
		{method: see, path: "/:lang/winners", deed: award.DeedVisit, do: winnersAll, raw: true},
		{method: see, path: "/:lang/winners/:year", deed: award.DeedVisit, do: winnersYear, raw: true},
		{method: see, path: "/:lang/winners/:year/:category", deed: award.DeedVisit, do: winnersYear, raw: true},
		{method: see, path: "/:lang/cities/:slug", deed: award.DeedVisit, do: cityPage, raw: true},
		{method: see, path: "/sitemap.xml", deed: award.DeedVisit, do: siteMap, plain: true, raw: true},
		{method: see, path: "/robots.txt", deed: award.DeedVisit, do: robots, plain: true, raw: true},
		{method: see, path: "/:lang/library/ahead.json", deed: award.DeedVisit, do: ahead, raw: true},
	}
}

// filtersMost is how many filters of an address are read.
const filtersMost = 40

// libraryFacet is one group of filters; the rarer values stand behind More.
type libraryFacet struct {
	First, Rest templates.Facet
	More        string
	Open        bool // on arrival
}

// openFacets are those that stand open for everybody: what an officer with a
// problem asks first.
var openFacets = []string{library.FacetTheme, library.FacetRegion, library.FacetSize, library.FacetCost}

type libraryPage struct {
	templates.Frame
	Heading, Text    string
	Ahead            string           // address of suggestions
	Suggested        []templates.Link // places and themes that begin so
	Kept             []library.Filter // that the search box carries along
	Sort             string           // likewise, "" for the usual one
	Notes            []templates.Note
	Facets           []libraryFacet
	FiltersText      string
	Count            string
	Sorts            []templates.Link
	Chips            templates.Chips
	Practices        []practiceCard
	Pager            templates.Pager
	Empty            *templates.Empty
	Winners, Library string
	See              templates.Tabs
	Data, Feeds      []templates.Link
}

func browse(s *Site, v *visit) error {
	if s.still {
		return v.browseStill()
	}
	return v.publish(func() (int, string, any, error) {
		r, err := s.Library.Search(v.ctx(), v.Lang, asked(v.Request()))
		if err != nil {
			return 0, "", nil, err
		}
		page := v.libraryPage(r)
		if page.Suggested, err = v.suggestedLinks(r.Query.Text); err != nil {
			return 0, "", nil, err
		}
		return http.StatusOK, "library", page, nil
	})
}

// asked reads what a visitor looks for from the address.
func asked(r *http.Request) library.Query {
	values := form.Query(r)
	q := library.Query{Text: values.Line("q"), Sort: values.Text("sort")}
	q.Page, _ = strconv.Atoi(values.Text("page"))
	for _, facet := range library.Facets() {
		for _, value := range values.All(facet) {
			if len(q.Filters) < filtersMost && len(value) <= 100 {
				q.Filters = append(q.Filters, library.Filter{Facet: facet, Value: value})
			}
		}
	}
	return q
}

// address is the address of a search in the reader's language: the same search
// always has the same one.
func (v *visit) address(q library.Query) string {
	values := url.Values{}
	if q.Text != "" {
		values.Set("q", q.Text)
	}
	for _, f := range q.Filters {
		values.Add(f.Facet, f.Value)
	}
	if q.Sort != usualSort(q) {
		values.Set("sort", q.Sort)
	}
	if q.Page > 1 {
		values.Set("page", strconv.Itoa(q.Page))
	}
	if len(values) == 0 {
		return v.to("/library")
	}
	return v.to("/library") + "?" + values.Encode()
}

func usualSort(q library.Query) string {
	if q.Text != "" {
		return library.ByRelevance
	}
	return library.ByNewest
}

func (v *visit) libraryPage(r library.Result) libraryPage {
	w, q := v.Words, r.Query
	page := libraryPage{
		Frame: v.frame(w.T("library.title")), Heading: w.T("library.heading", "Count", r.Library), Text: q.Text,
		Kept: q.Filters, Count: w.T("library.count", "Count", r.Total), Library: v.to("/library"), Winners: v.to("/winners"),
		FiltersText: w.T("library.filters"), See: v.seeTabs("list"),
	}
	page.Data, page.Feeds = v.dataLinks(q), v.feedLinks()
	page.Frame.Scripts = []string{"facets", "ahead"}
	page.Frame.Canonical = v.site.URL + v.address(q)
	if q.Text != "" {
		page.Frame.Title = w.T("library.title_search", "Text", q.Text)
		page.Frame.NoIndex = true
	}
	if n := len(q.Filters); n > 0 {
		page.FiltersText = w.T("library.filters_on", "Count", n)
	}
	if q.Sort != usualSort(q) {
		page.Sort = q.Sort
	}
	page.Ahead = v.to("/library/ahead.json")
	page.Notes = v.searchNotes(r)
	for _, f := range r.Facets {
		page.Facets = append(page.Facets, v.libraryFacet(f))
	}
	page.Sorts, page.Chips, page.Pager = v.sorts(q), v.searchChips(r), v.searchPager(r)
	for _, p := range r.Practices {
		page.Practices = append(page.Practices, v.practiceCard(p, r.Covers[p.ID]))
	}
	if r.Total == 0 {
		page.Empty = v.nothingFound(r)
	}
	return page
}

// searchNotes say what was not done as asked.
func (v *visit) searchNotes(r library.Result) []templates.Note {
	var lines []string
	for _, f := range r.Unknown {
		lines = append(lines, v.Words.T("library.note.unknown", "Facet", v.Words.T("library.facet."+f.Facet), "Value", f.Value))
	}
	for _, i := range r.Instead {
		lines = append(lines, v.Words.T("library.note.instead", "Word", i.Word, "Near", v.Words.List(i.Near...)))
	}
	if r.Cut {
		lines = append(lines, v.Words.T("library.note.cut", "Count", library.TextMax))
	}
	if r.Total > 0 && r.Loose {
		lines = append(lines, v.Words.T("library.note.loose"))
	}
	if r.Beyond {
		lines = append(lines, v.Words.T("library.note.beyond", "Count", r.Pages))
	}
	if r.Bounded && r.Query.Page == r.Pages {
		lines = append(lines, v.Words.T("library.note.bounded", "Count", library.PagesMost*library.PageSize))
	}
	if lines == nil {
		return nil
	}
	return []templates.Note{{Lines: lines}}
}

// firstOptions is how many values of a facet stand open.
const firstOptions = 8

func (v *visit) libraryFacet(f library.Facet) libraryFacet {
	legend := v.Words.T("library.facet." + f.Name)
	made := libraryFacet{
		First: templates.Facet{Name: f.Name, Legend: legend}, Rest: templates.Facet{Name: f.Name, Legend: legend}, Open: slices.Contains(openFacets, f.Name),
	}
	for i, o := range f.Options {
		option := templates.FacetOption{Value: o.Value, Text: v.optionName(f.Name, o.Value, o.Of), Count: v.Words.Number(o.Count), On: o.On}
		made.Open = made.Open || o.On
		if i < firstOptions || o.On {
			made.First.Options = append(made.First.Options, option)
		} else {
			made.Rest.Options = append(made.Rest.Options, option)
		}
	}
	if n := len(made.Rest.Options); n > 0 {
		made.More = v.Words.T("library.more_options", "Count", n)
	}
	return made
}

// optionName is what a value of a facet is called, for some by a practice that
// has it.
func (v *visit) optionName(facet, value string, p award.Practice) string {
	switch facet {
	case library.FacetEdition:
		return strconv.Itoa(p.Year)
	case library.FacetCategory:
		return library.CategoryName(v.Words, p)
	case library.FacetPrize:
		return library.PrizeName(v.Words, p)
	case library.FacetRegion:
		return v.region(p.Region)
	case library.FacetCountry:
		return v.Words.Country(p.Country)
	case library.FacetLanguage:
		return v.Words.LanguageName(value)
	case library.FacetGoal:
		return value + ". " + v.Words.T("goal."+value)
	case library.FacetCost:
		facet = "cost_band"
	}
	return v.Words.T("library." + facet + "." + value)
}

func (v *visit) region(key string) string {
	if v.Words.Has("region." + key) {
		return v.Words.T("region." + key)
	}
	return key
}

func (v *visit) sorts(q library.Query) []templates.Link {
	var links []templates.Link
	for _, sort := range library.Sorts {
		if sort == library.ByRelevance && q.Text == "" {
			continue
		}
		next := q
		next.Sort, next.Page = sort, 1
		links = append(links, templates.Link{Text: v.Words.T("library.sort." + sort), URL: v.address(next), Current: sort == q.Sort})
	}
	return links
}

func (v *visit) searchChips(r library.Result) templates.Chips {
	q := r.Query
	chips := templates.Chips{Label: v.Words.T("library.chips")}
	if q.Text != "" {
		next := q
		next.Text, next.Page, next.Sort = "", 1, ""
		next.Sort = usualSort(next)
		chips.Links = append(chips.Links, templates.Link{Text: v.Words.T("library.quoted", "Text", q.Text), URL: v.address(next), About: v.Words.T("library.drop_search")})
	}
	for i, f := range q.Filters {
		next := q
		next.Filters = append(append([]library.Filter{}, q.Filters[:i]...), q.Filters[i+1:]...)
		next.Page = 1
		chips.Links = append(chips.Links, templates.Link{Text: v.filterName(r, f), URL: v.address(next), About: v.Words.T("library.drop_filter")})
	}
	if len(chips.Links) > 1 {
		chips.Clear = &templates.Link{Text: v.Words.T("library.clear"), URL: v.to("/library")}
	}
	return chips
}

func (v *visit) filterName(r library.Result, f library.Filter) string {
	for _, facet := range r.Facets {
		for _, o := range facet.Options {
			if facet.Name == f.Facet && o.Value == f.Value {
				return v.optionName(f.Facet, o.Value, o.Of)
			}
		}
	}
	return f.Value
}

func (v *visit) searchPager(r library.Result) templates.Pager {
	at := func(page int) string {
		next := r.Query
		next.Page = page
		return v.address(next)
	}
	first := (r.Query.Page - 1) * library.PageSize
	p := templates.Pager{
		Page: r.Query.Page, Pages: r.Pages, First: first + 1, Last: min(first+library.PageSize, r.Total), Total: r.Total,
		Label: v.Words.T("library.pages"),
	}
	if p.Page > 1 {
		p.Previous = at(p.Page - 1)
	}
	if p.Page < p.Pages {
		p.Next = at(p.Page + 1)
	}
	for n := 1; n <= p.Pages; n++ {
		switch {
		case n == 1 || n == p.Pages || n >= p.Page-2 && n <= p.Page+2:
			p.Numbers = append(p.Numbers, templates.Link{Text: strconv.Itoa(n), URL: at(n), Current: n == p.Page})
		case n == p.Page-3 || n == p.Page+3:
			p.Numbers = append(p.Numbers, templates.Link{})
		}
	}
	return p
}

// nothingFound says which part of the search to give up, with what there is
// then.
func (v *visit) nothingFound(r library.Result) *templates.Empty {
	w := v.Words
	empty := &templates.Empty{Title: w.T("library.none.title"), Text: w.T("library.none.text")}
	if len(r.Missing) > 0 {
		empty.Text = w.T("library.none.missing", "Words", v.Words.List(r.Missing...))
	}
	for _, d := range r.Drops {
		next := r.Query
		next.Page = 1
		link := templates.Link{Text: w.T("library.none.without_words", "Count", d.Count)}
		if d.Facet == "" {
			next.Text, next.Sort = "", library.ByNewest
		} else {
			next.Filters = nil
			for _, f := range r.Query.Filters {
				if f.Facet != d.Facet {
					next.Filters = append(next.Filters, f)
				}
			}
			link.Text = w.T("library.none.without_filter", "Facet", w.T("library.facet."+d.Facet), "Count", d.Count)
		}
		link.URL = v.address(next)
		empty.Links = append(empty.Links, link)
	}
	if r.Library > 0 {
		empty.Links = append(empty.Links, templates.Link{Text: w.T("library.none.all", "Count", r.Library), URL: v.to("/library")})
	}
	return empty
}

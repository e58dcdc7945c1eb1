package web

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/library"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/templates"
)

// openRoutes are the addresses at which programs read the library. What they
// answer is made from what stands in the library and from nothing else.
func openRoutes() []route {
	return []route{
		{method: see, path: "/:lang/library.csv", deed: award.DeedVisit, do: openTable, raw: true},
		{method: see, path: "/:lang/library.json", deed: award.DeedVisit, do: openList, raw: true},
		{method: see, path: "/:lang/feed.json", deed: award.DeedVisit, do: jsonFeed, raw: true},
		{method: see, path: "/:lang/feed.atom", deed: award.DeedVisit, do: atomFeed, raw: true},
		{method: see, path: "/:lang/library/:slug/card.png", deed: award.DeedVisit, do: shareCard, raw: true},
		{method: see, path: "/oai", deed: award.DeedVisit, do: harvest, plain: true},
		{method: send, path: "/oai", deed: award.DeedVisit, do: harvest, plain: true},
		{method: see, path: "/api/openapi.json", deed: award.DeedVisit, do: apiDescription, plain: true, raw: true},
		{method: see, path: "/api/v1/practices", deed: award.DeedVisit, do: apiPractices, plain: true, raw: true},
		{method: see, path: "/api/v1/practices/:slug", deed: award.DeedVisit, do: apiPractice, plain: true, raw: true},
		{method: see, path: "/api/v1/editions", deed: award.DeedVisit, do: apiEditions, plain: true, raw: true},
		{method: see, path: "/api/v1/cities", deed: award.DeedVisit, do: apiCities, plain: true, raw: true},
		{method: see, path: "/api/v1/themes", deed: award.DeedVisit, do: apiThemes, plain: true, raw: true},
	}
}

// openPractice is a practice as data. Names are in the language of the address;
// what is not recorded is "" or an empty list.
type openPractice struct {
	Slug         string   `json:"slug"`
	URL          string   `json:"url"`
	Title        string   `json:"title"`
	Summary      string   `json:"summary"`
	Language     string   `json:"language"`
	City         openCity `json:"city"`
	Edition      string   `json:"edition"`
	Year         int      `json:"year"`
	Category     string   `json:"category"`
	Prize        string   `json:"prize"`
	Themes       []string `json:"themes"`
	Technologies []string `json:"technologies"`
	Goals        []string `json:"goals"`
	Status       string   `json:"status"`
	Cost         string   `json:"cost"`
	Open         []string `json:"open"`
	Sources      []string `json:"sources"`
	Sample       bool     `json:"sample"`
	Published    string   `json:"published"`
}

type openCity struct {
	Slug        string `json:"slug"`
	Name        string `json:"name"`
	Country     string `json:"country"`
	CountryName string `json:"country_name"`
	Region      string `json:"region"`
	Population  int64  `json:"population"` // 0 = not known
}

func (v *visit) openCity(c award.City) openCity {
	return openCity{
		Slug: c.Slug, Name: library.CityName(v.Lang, c.Name, c.Country), Country: c.Country, CountryName: v.Words.Country(c.Country),
		Region: c.Region, Population: library.PopulationOf(c),
	}
}

func (v *visit) openPractice(r library.Record) openPractice {
	w := v.Words
	p := openPractice{
		Slug: r.Slug, URL: v.absolute("/library/" + r.Slug), Title: v.heading(r.Practice), Summary: r.Summary, Language: r.Language, City: v.openCity(r.InCity),
		Edition: library.EditionName(w, r.Edition), Year: r.Year, Category: library.CategoryName(w, r.Practice), Prize: library.PrizeName(w, r.Practice),
		Themes: listed(r.Values[library.FacetTheme]), Technologies: listed(r.Values[library.FacetTechnology]), Goals: listed(r.Values[library.FacetGoal]),
		Status: strings.Join(r.Values[library.FacetStatus], ""), Cost: strings.Join(r.Values[library.FacetCost], ""), Open: listed(r.Values[library.FacetOpenness]),
		Sources: listed(strings.Fields(r.Sources)), Sample: r.Sample, Published: locale.Machine(r.Published),
	}
	if r.Title == "" {
		p.Language = v.Lang
	}
	return p
}

// listed is a list that JSON writes as [] when it is empty.
func listed(all []string) []string {
	if all == nil {
		return []string{}
	}
	return all
}

// openPractices are the practices that the address asks for, in its language.
func (v *visit) openPractices() ([]openPractice, error) {
	records, _, err := v.site.Library.Records(v.ctx(), v.Lang, asked(v.Request()))
	if err != nil {
		return nil, err
	}
	all := make([]openPractice, len(records))
	for i, r := range records {
		all[i] = v.openPractice(r)
	}
	return all, nil
}

// openColumns are the columns of the table, as the fields of the list are
// called.
var openColumns = []string{
	"slug", "url", "title", "summary", "language", "city", "country", "country_name", "region", "population", "edition", "year", "category", "prize",
	"themes", "technologies", "goals", "status", "cost", "open", "sources", "sample", "published",
}

func (p openPractice) cells() []string {
	list := func(all []string) string { return strings.Join(all, "; ") }
	return []string{
		p.Slug, p.URL, p.Title, p.Summary, p.Language, p.City.Name, p.City.Country, p.City.CountryName, p.City.Region, strconv.FormatInt(p.City.Population, 10),
		p.Edition, strconv.Itoa(p.Year), p.Category, p.Prize, list(p.Themes), list(p.Technologies), list(p.Goals), p.Status, p.Cost, list(p.Open), list(p.Sources),
		strconv.FormatBool(p.Sample), p.Published,
	}
}

func openTable(_ *Site, v *visit) error {
	return v.keep(func() (*keptPage, error) {
		all, err := v.openPractices()
		if err != nil {
			return nil, err
		}
		rows := make([][]string, len(all))
		for i, p := range all {
			rows[i] = p.cells()
		}
		var b bytes.Buffer
		if err := office.NewTable(openColumns, rows).CSV(&b, nil); err != nil {
			return nil, err
		}
		p, err := newKept(http.StatusOK, "text/csv; charset=utf-8", b.Bytes(), v.site.quickly())
		if err == nil {
			p.save = "library.csv"
		}
		return p, err
	})
}

func openList(_ *Site, v *visit) error {
	return v.keepJSON("application/json; charset=utf-8", func() (any, error) {
		all, err := v.openPractices()
		return struct {
			Count     int            `json:"count"`
			Practices []openPractice `json:"practices"`
		}{len(all), all}, err
	})
}

// quickly is how much work is put into packing what is large and seldom read.
func (s *Site) quickly() int {
	if s.still {
		return gzip.NoCompression
	}
	return gzip.BestSpeed
}

// keepJSON answers with a document that is kept like a page.
func (v *visit) keepJSON(media string, build func() (any, error)) error {
	return v.keep(func() (*keptPage, error) {
		doc, err := build()
		if err != nil {
			return nil, err
		}
		body, err := json.MarshalIndent(doc, "", " ")
		if err != nil {
			return nil, err
		}
		return newKept(http.StatusOK, media, append(body, '\n'), v.site.quickly())
	})
}

// inEnglish is for addresses without a language: names are then in English.
func (v *visit) inEnglish() {
	v.Lang, v.Words = "en", locale.Must("en")
}

// dataLinks lead from a search to the same as data, and to the newest.
func (v *visit) dataLinks(q library.Query) []templates.Link {
	_, query, _ := strings.Cut(v.address(q), "?")
	if query != "" {
		query = "?" + query
	}
	return []templates.Link{
		{Text: v.Words.T("library.data.csv"), URL: v.to("/library.csv") + query},
		{Text: v.Words.T("library.data.json"), URL: v.to("/library.json") + query},
		{Text: v.Words.T("library.data.atom"), URL: v.to("/feed.atom")},
		{Text: v.Words.T("library.data.feed"), URL: v.to("/feed.json")},
		{Text: v.Words.T("library.data.api"), URL: "/api/openapi.json"},
		{Text: v.Words.T("library.data.oai"), URL: "/oai?verb=Identify"},
	}
}

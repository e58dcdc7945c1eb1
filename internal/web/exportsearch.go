package web

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"unicode/utf8"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/library"
	"we-gov.org/awards/templates"
)

// stillFacets are the filters of the search in an export, by their number in
// its list.
var stillFacets = []string{library.FacetTheme, library.FacetRegion, library.FacetCountry, library.FacetEdition, library.FacetCategory, library.FacetPrize}

// stillTextLength is how much of a summary the search of an export looks
// through.
const stillTextLength = 600

// stillPage is the search of an export.
type stillPage struct {
	templates.Frame
	Filters  []templates.Field
	Editions []templates.Link
	Index    string
	See      templates.Tabs
}

// browseStill is the library's first page in an export.
func (v *visit) browseStill() error {
	return v.publish(func() (int, string, any, error) {
		page := stillPage{Frame: v.frame(v.Words.T("library.title")), Index: v.to("/library/index.js"), See: v.seeTabs("list")}
		page.Styles = []string{"shelf"}
		r, err := v.site.Library.Search(v.ctx(), v.Lang, library.Query{})
		if err != nil {
			return 0, "", nil, err
		}
		for _, f := range r.Facets {
			if !slices.Contains(stillFacets, f.Name) {
				continue
			}
			field := templates.Field{Kind: templates.Picker, Name: f.Name, Label: v.Words.T("library.facet." + f.Name)}
			for _, o := range f.Options {
				field.Options = append(field.Options, templates.Option{Value: o.Value, Text: v.optionName(f.Name, o.Value, o.Of)})
				if f.Name == library.FacetEdition {
					page.Editions = append(page.Editions, templates.Link{Text: strconv.Itoa(o.Of.Year), URL: v.to("/winners/" + o.Value)})
				}
			}
			page.Filters = append(page.Filters, field)
		}
		return http.StatusOK, "library_still", page, nil
	})
}

// stillRow is a practice in the list of an export: slug, title, its language,
// what stands below it, the text that is searched, and the values of stillFacets.
type stillRow [6]any

// stillIndex is the list as a script that a page from a disk may load.
func stillIndex(s *Site, v *visit) error {
	return v.keep(func() (*keptPage, error) {
		records, _, err := s.Library.Records(v.ctx(), v.Lang, library.Query{})
		if err != nil {
			return nil, err
		}
		rows := make([]stillRow, len(records))
		for i, r := range records {
			rows[i] = v.stillRow(r)
		}
		doc, err := json.Marshal(rows)
		if err != nil {
			return nil, err
		}
		return newKept(http.StatusOK, "text/javascript; charset=utf-8", append(append([]byte("window.wegoLibrary = "), doc...), ";\n"...), v.site.quickly())
	})
}

func (v *visit) stillRow(r library.Record) stillRow {
	card := v.practiceCard(r.Practice, award.Cover{})
	below := card.City
	for _, one := range append(card.Meta, nonEmpty(card.Prize)...) {
		below += " · " + one
	}
	values := make([][]string, len(stillFacets))
	for i, f := range stillFacets {
		values[i] = listed(r.Values[f])
	}
	text := r.Summary
	if len(text) > stillTextLength {
		text = text[:stillTextLength]
		for !utf8.ValidString(text) {
			text = text[:len(text)-1]
		}
	}
	// A city is found by its English name and in its own script too.
	return stillRow{r.Slug, card.Title.Text, card.Lang, below, text + " " + r.CityName + " " + library.OwnName(r.InCity), values}
}

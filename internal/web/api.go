package web

import (
	_ "embed"
	"net/http"
	"strconv"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/library"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/internal/web/form"
)

// openapi.json describes /api/v1 in OpenAPI 3.1. A test holds it against what
// is answered.
//
//go:embed openapi.json
var openAPI []byte

// apiPage is how many practices a page of the list holds.
const apiPage = 100

func apiDescription(_ *Site, v *visit) error {
	return v.keep(func() (*keptPage, error) {
		return newKept(http.StatusOK, "application/json; charset=utf-8", openAPI, v.site.quickly())
	})
}

// apiList is one page of a list.
type apiList struct {
	Total   int `json:"total"`
	Page    int `json:"page"`
	Pages   int `json:"pages"`
	Results any `json:"results"`
}

func apiPractices(_ *Site, v *visit) error {
	v.inEnglish()
	return v.keepJSON("application/json; charset=utf-8", func() (any, error) {
		records, _, err := v.site.Library.Records(v.ctx(), v.Lang, asked(v.Request()))
		page, _ := strconv.Atoi(form.Query(v.Request()).Text("page"))
		list := apiList{Total: len(records), Page: max(page, 1), Pages: max(1, (len(records)+apiPage-1)/apiPage)}
		all := []openPractice{}
		if list.Page <= list.Pages { // a page after the last is empty
			from := (list.Page - 1) * apiPage
			for _, r := range records[from:min(from+apiPage, len(records))] {
				all = append(all, v.openPractice(r))
			}
		}
		list.Results = all
		return list, err
	})
}

// apiOne is a practice with all that stands on its page.
type apiOne struct {
	openPractice
	Remark    string    `json:"remark"`
	Running   string    `json:"running"`
	Said      string    `json:"said"`
	Confirmed string    `json:"confirmed"`
	Parts     []apiPart `json:"parts"`
	Files     []apiFile `json:"files"`
}

type apiPart struct {
	Question string `json:"question"`
	Label    string `json:"label"`
	Kind     string `json:"kind"`
	Value    string `json:"value"`
}

type apiFile struct {
	URL      string `json:"url"`
	Name     string `json:"name"`
	Media    string `json:"media"`
	Language string `json:"language"`
	Alt      string `json:"alt"`
	Caption  string `json:"caption"`
	Credit   string `json:"credit"`
}

func apiPractice(s *Site, v *visit) error {
	v.inEnglish()
	return v.keepJSON("application/json; charset=utf-8", func() (any, error) {
		r, err := s.Library.RecordOf(v.ctx(), v.Param("slug"))
		if err != nil {
			return nil, err
		}
		p, err := s.Library.Practice(v.ctx(), r.Slug)
		if err == nil && p.Withdrawn != 0 {
			err = award.ErrNotFound // just now
		}
		one := apiOne{
			openPractice: v.openPractice(r), Remark: p.Upkeep.Remark, Running: string(p.Upkeep.Running), Said: p.Upkeep.Said,
			Confirmed: locale.Machine(p.Upkeep.Confirmed), Parts: []apiPart{}, Files: []apiFile{},
		}
		for _, part := range p.Parts {
			one.Parts = append(one.Parts, apiPart{part.Question, part.Label, string(part.Kind), part.Value})
		}
		for _, a := range p.Files {
			a = forPublic(a)
			one.Files = append(one.Files, apiFile{v.absolute("/library/" + p.Slug + "/files/" + string(a.ID)), a.Name, a.Media, a.Language, a.Alt, a.Caption, a.Credit})
		}
		return one, err
	})
}

type apiEdition struct {
	Year      int    `json:"year"`
	Name      string `json:"name"`
	Ceremony  string `json:"ceremony"`
	Practices int    `json:"practices"`
	Winners   int    `json:"winners"`
	URL       string `json:"url"`
}

func apiEditions(s *Site, v *visit) error {
	v.inEnglish()
	return v.keepJSON("application/json; charset=utf-8", func() (any, error) {
		records, _, err := s.Library.Records(v.ctx(), v.Lang, library.Query{})
		all, at := []apiEdition{}, map[int]int{}
		for _, r := range records {
			i, there := at[r.Year]
			if !there {
				i = len(all)
				at[r.Year] = i
				all = append(all, apiEdition{
					Year: r.Year, Name: library.EditionName(v.Words, r.Edition), Ceremony: v.ceremony(r.Ceremony), URL: v.absolute("/winners/" + strconv.Itoa(r.Year)),
				})
			}
			if all[i].Practices++; library.IsWinner(r.Practice) {
				all[i].Winners++
			}
		}
		return struct {
			Results []apiEdition `json:"results"`
		}{all}, err
	})
}

type apiCity struct {
	openCity
	URL       string `json:"url"`
	Practices int    `json:"practices"`
}

func apiCities(s *Site, v *visit) error {
	v.inEnglish()
	return v.keepJSON("application/json; charset=utf-8", func() (any, error) {
		list, err := s.Library.List(v.ctx())
		counts := map[award.ID]int{}
		for _, p := range list.Practices {
			counts[p.City]++
		}
		all := []apiCity{}
		for _, c := range list.Cities {
			all = append(all, apiCity{v.openCity(c), v.absolute("/cities/" + c.Slug), counts[c.ID]})
		}
		return struct {
			Results []apiCity `json:"results"`
		}{all}, err
	})
}

type apiTheme struct {
	Key       string `json:"key"`
	Name      string `json:"name"`
	Practices int    `json:"practices"`
}

func apiThemes(s *Site, v *visit) error {
	v.inEnglish()
	return v.keepJSON("application/json; charset=utf-8", func() (any, error) {
		records, _, err := s.Library.Records(v.ctx(), v.Lang, library.Query{})
		counts := map[string]int{}
		for _, r := range records {
			for _, theme := range r.Values[library.FacetTheme] {
				counts[theme]++
			}
		}
		all := []apiTheme{}
		for _, key := range library.ThemeKeys() {
			all = append(all, apiTheme{key, v.Words.T("library.theme." + key), counts[key]})
		}
		return struct {
			Results []apiTheme `json:"results"`
		}{all}, err
	})
}

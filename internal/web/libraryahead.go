package web

import (
	"compress/gzip"
	"encoding/json"
	"net/http"
	"net/url"

	"we-gov.org/awards/internal/library"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

// suggested is one suggestion as the search box's script shows it.
type suggested struct {
	Kind string `json:"kind"` // in words
	Text string `json:"text"`
	Lang string `json:"lang,omitempty"` // of the text, where it is another
	URL  string `json:"url"`
}

// suggestions is what the script gets: the list, and what is said of it aloud.
type suggestions struct {
	Said string      `json:"said"`
	List []suggested `json:"list"`
}

// ahead answers the search box while somebody writes.
func ahead(s *Site, v *visit) error {
	return v.keep(func() (*keptPage, error) {
		all, err := s.Library.Ahead(v.ctx(), v.Lang, form.Query(v.Request()).Line("q"))
		if err != nil {
			return nil, err
		}
		made := suggestions{List: []suggested{}, Said: v.Words.T("library.ahead.count", "Count", len(all))}
		for _, one := range all {
			g := suggested{Kind: v.Words.T("library.ahead." + one.Kind), Text: one.Text, URL: v.suggestedURL(one)}
			if one.Language != v.Lang {
				g.Lang = one.Language
			}
			made.List = append(made.List, g)
		}
		body, err := json.Marshal(made)
		if err != nil {
			return nil, err
		}
		return newKept(http.StatusOK, "application/json; charset=utf-8", body, gzip.DefaultCompression)
	})
}

func (v *visit) suggestedURL(g library.Suggestion) string {
	switch g.Kind {
	case library.AheadCity:
		return v.to("/cities/" + g.Key)
	case library.AheadPractice:
		return v.to("/library/" + g.Key)
	case library.AheadWord:
		return v.to("/library") + "?q=" + url.QueryEscape(g.Key)
	}
	return v.to("/library") + "?" + g.Kind + "=" + url.QueryEscape(g.Key)
}

// suggestedLinks are the places and themes that begin with what was searched
// for: what the script of the search box shows, on the page of results.
func (v *visit) suggestedLinks(text string) ([]templates.Link, error) {
	all, err := v.site.Library.Ahead(v.ctx(), v.Lang, text)
	if err != nil {
		return nil, err
	}
	var links []templates.Link
	for _, one := range all {
		if one.Kind != library.AheadPractice && one.Kind != library.AheadWord {
			links = append(links, templates.Link{Text: one.Text, URL: v.suggestedURL(one), About: v.Words.T("library.ahead." + one.Kind)})
		}
	}
	return links, nil
}

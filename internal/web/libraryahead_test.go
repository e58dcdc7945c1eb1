package web_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
)

type aheadAnswer struct {
	Said string
	List []struct{ Kind, Text, Lang, URL string }
}

func aheadOf(t *testing.T, c *testkit.Client, lang, text string) (all aheadAnswer) {
	t.Helper()
	page := c.Get("/" + lang + "/library/ahead.json?q=" + url.QueryEscape(text)).Want(http.StatusOK)
	if err := json.Unmarshal([]byte(page.Body), &all); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestSearchBoxSuggestsPlacesThemesTitlesAndWords(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	c := site.Visitor()
	for _, of := range []struct{ lang, text, kind, suggested string }{
		{"en", "seo", "City", "Seoul, Republic of Korea"},
		{"en", "서", "City", "Seoul, Republic of Korea"},
		{"ko", "seoul", "도시", "서울, 대한민국"},
		{"ko", "벵갈", "도시", "벵갈루루, 인도"},
		{"en", "Bengal", "City", "Bangalore, India"},
		{"ko", "교통", "주제", "이동과 교통"},
		{"en", "transp", "Theme", "Mobility and transport"},
		{"en", "green conn", "Practice", "Green Connectivity"},
		{"en", "brazi", "Country or territory", "Brazil"},
		{"en", "city passen", "Word", "city passengers"},
	} {
		found := false
		for _, one := range aheadOf(t, c, of.lang, of.text).List {
			if one.Kind == of.kind && one.Text == of.suggested {
				found = true
				c.Get(one.URL).Want(http.StatusOK)
			}
		}
		if !found {
			t.Errorf("%s: %s suggests %v", of.lang, of.text, aheadOf(t, c, of.lang, of.text).List)
		}
	}
	page := c.Get("/en/library?q=mobil").Want(http.StatusOK)
	if !page.Has(`main a[href="/en/library?theme=mobility"]`) {
		t.Error("without script the page of results suggests nothing")
	}
}

func TestSuggestionsKnowNothingBeforeItIsOpened(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	c := site.Visitor()
	for _, title := range winners(t, site) {
		word, _, _ := strings.Cut(title, " ")
		for _, text := range []string{title, word, title[:min(4, len(title))]} {
			for _, one := range aheadOf(t, c, "en", text).List {
				if strings.Contains(one.Text, title) || one.Kind == "City" && strings.Contains(one.URL, "oriel") {
					t.Errorf("%q suggests %q", text, one.Text)
				}
			}
		}
	}
}

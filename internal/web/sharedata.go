package web

import (
	"strconv"
	"strings"

	"we-gov.org/awards/internal/library"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/templates"
)

// shareWords are what a page says of itself to other programs: OpenGraph for
// those that show links, schema.org for search engines.
type shareWords struct {
	Type, Title, Text, URL, Locale string
	Card, CardAlt                  string
	Data                           linkedData
}

// linkedData is a practice as schema.org's Article in JSON-LD. The template
// writes it with every < escaped, so that no text can end the script.
type linkedData struct {
	Context   string       `json:"@context"`
	Type      string       `json:"@type"`
	ID        string       `json:"@id"`
	Headline  string       `json:"headline"`
	Abstract  string       `json:"abstract,omitempty"`
	Language  string       `json:"inLanguage"`
	Published string       `json:"datePublished"`
	Award     string       `json:"award,omitempty"`
	Keywords  string       `json:"keywords,omitempty"`
	Image     string       `json:"image"`
	Author    linkedOrgan  `json:"author"`
	Publisher linkedOrgan  `json:"publisher"`
	Location  *linkedPlace `json:"contentLocation"`
}

type linkedOrgan struct {
	Type string `json:"@type"`
	Name string `json:"name"`
	URL  string `json:"url,omitempty"`
}

type linkedPlace struct {
	Type    string        `json:"@type"`
	Name    string        `json:"name"`
	Address linkedAddress `json:"address"`
	Geo     *linkedGeo    `json:"geo,omitempty"`
}

type linkedAddress struct {
	Type    string `json:"@type"`
	Country string `json:"addressCountry"`
	City    string `json:"addressLocality"`
}

type linkedGeo struct {
	Type      string  `json:"@type"`
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
}

// shareLength is how much of a summary is shown beside a link.
const shareLength = 300

func (v *visit) shareWords(p library.Page, page practicePage) *shareWords {
	if page.Tools == nil {
		return nil // a preview is nobody's to share
	}
	w, at := v.Words, v.absolute("/library/"+p.Slug)
	city := library.CityName(v.Lang, p.CityName, p.Country)
	text := strings.TrimSpace(page.Line + " " + page.Summary)
	if text == "" {
		text = page.Unrecorded
	}
	if runes := []rune(text); len(runes) > shareLength {
		text = string(runes[:shareLength]) + "…"
	}
	s := &shareWords{
		Type: "article", Title: page.Heading, Text: text, URL: at, Locale: map[string]string{"ko": "ko_KR", "ar": "ar_AR"}[v.Lang], Card: at + "/card.png",
		CardAlt: w.T("library.data.card", "Title", page.Heading, "City", city),
	}
	if s.Locale == "" {
		s.Locale = v.Lang
	}
	var themes []string
	for _, theme := range library.Themes(p.Practice) {
		themes = append(themes, w.T("library.theme."+theme))
	}
	s.Data = linkedData{
		Context: "https://schema.org", Type: "Article", ID: at, Headline: page.Heading, Abstract: p.Summary, Language: p.Language, Published: locale.Machine(p.Published),
		Award: strings.TrimSpace(library.PrizeName(w, p.Practice) + " " + strconv.Itoa(p.Year)), Keywords: strings.Join(themes, ", "), Image: s.Card,
		Author:    linkedOrgan{"GovernmentOrganization", city, v.absolute("/cities/" + p.InCity.Slug)},
		Publisher: linkedOrgan{"Organization", w.T("library.cite.publisher"), v.absolute("/")},
		Location:  &linkedPlace{Type: "City", Name: city, Address: linkedAddress{"PostalAddress", p.Country, city}},
	}
	if place, known := library.PlaceOf(p.CityName, p.Country); known {
		s.Data.Location.Geo = &linkedGeo{"GeoCoordinates", place.Latitude, place.Longitude}
	}
	return s
}

// feedLinks tell programs where the newest practices are.
func (v *visit) feedLinks() []templates.Link {
	return []templates.Link{
		{Text: v.Words.T("library.data.feed_title"), URL: v.to("/feed.atom"), About: "application/atom+xml"},
		{Text: v.Words.T("library.data.feed_title"), URL: v.to("/feed.json"), About: "application/feed+json"},
	}
}

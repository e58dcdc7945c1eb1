package web

import (
	"cmp"
	"strconv"
	"strings"
	"unicode/utf8"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/library"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/templates"
)

// practiceCard is one practice in a list.
type practiceCard struct {
	Title templates.Link
	Lang  string // of title and text, if it differs from the page
	// Untitled marks a heading that we made since no title is recorded.
	Untitled   bool
	City       string
	Meta       []string
	Prize      string
	Sample     string
	Text       string
	Cover, Alt string
	CoverWebP  string // the same where it is kept in that format
}

// practiceCard is a practice as lists show it.
func (v *visit) practiceCard(p award.Practice, cover award.Cover) practiceCard {
	l := practiceCard{
		Title: templates.Link{Text: v.heading(p), URL: v.to("/library/" + p.Slug)}, Untitled: p.Title == "",
		City: library.CityName(v.Lang, p.CityName, p.Country), Text: gist(p.Summary), Prize: library.PrizeName(v.Words, p),
	}
	l.Meta = []string{v.Words.Country(p.Country)}
	if p.Category != "" {
		l.Meta = append(l.Meta, library.CategoryName(v.Words, p))
	}
	l.Meta = append(l.Meta, strconv.Itoa(p.Year))
	if p.Language != v.Lang {
		l.Lang = p.Language
	}
	if p.Sample {
		l.Sample = v.Words.T("library.sample")
	}
	if cover.ID != "" {
		l.Cover, l.Alt = v.to("/library/"+p.Slug+"/files/"+string(cover.ID)+"/thumb"), cover.Alt
		if cover.WebP {
			l.CoverWebP = l.Cover + ".webp"
		}
	}
	return l
}

// practiceCards are practices as lists show them, with their pictures.
func (v *visit) practiceCards(practices []award.Practice) ([]practiceCard, error) {
	covers, err := v.site.Library.Covers(v.ctx())
	cards := make([]practiceCard, 0, len(practices))
	for _, p := range practices {
		cards = append(cards, v.practiceCard(p, covers[p.ID]))
	}
	return cards, err
}

// gistLength is how many characters of a summary a list shows at least, where
// there are as many.
const gistLength = 140

// gist is the beginning of a text, cut at the end of a sentence.
func gist(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	at := 0
	for i, r := range text {
		if at++; at < gistLength || !strings.ContainsRune(".!?。！？؟।", r) {
			continue
		}
		if end := i + utf8.RuneLen(r); end == len(text) || text[end] == ' ' || r > 0x7f {
			return text[:end]
		}
	}
	return text
}

// heading is the title of a practice; where none is recorded, a line that says
// what is known of it.
func (v *visit) heading(p award.Practice) string { return headingIn(v.Words, p) }

func headingIn(w *locale.Words, p award.Practice) string {
	if p.Title != "" {
		return p.Title
	}
	city := library.CityName(w.Code, p.CityName, p.Country)
	if p.Category == "" {
		return w.T("library.untitled_plain", "City", city, "Year", strconv.Itoa(p.Year))
	}
	return w.T("library.untitled", "City", city, "Category", library.CategoryName(w, p), "Year", strconv.Itoa(p.Year))
}

// textLang is the lang attribute of a practice's own text; "" when it is that
// of the page.
func (v *visit) textLang(p award.Practice) string {
	if p.Language == v.Lang {
		return ""
	}
	return cmp.Or(p.Language, locale.Languages()[0].Code)
}

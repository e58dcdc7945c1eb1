package library

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"we-gov.org/awards/internal/locale"
)

// Citation is what a citation of a practice says. Its city is the author, as
// an institution.
type Citation struct {
	Slug, Title, City, Country, Edition, Publisher, URL, Language string
	Year                                                          int
}

// The forms in which programs that keep references read a citation.
const (
	BibTeX  = "bibtex"
	RIS     = "ris"
	CSLJSON = "csl-json"
)

// Citations lists the forms, with the ending and the type of their files.
var Citations = []struct{ Form, Ending, Media string }{
	{BibTeX, ".bib", "application/x-bibtex; charset=utf-8"},
	{RIS, ".ris", "application/x-research-info-systems; charset=utf-8"},
	{CSLJSON, ".json", "application/vnd.citationstyles.csl+json; charset=utf-8"},
}

// Cite returns the citation of a page at an address in English, in which the
// awards and most texts are cited.
func (p Page) Cite(title, url string) Citation {
	w := locale.Must("en")
	return Citation{
		Slug: p.Slug, Title: title, City: p.CityName, Country: w.Country(p.Country), Edition: p.Edition, Publisher: w.T("library.cite.publisher"),
		URL: url, Language: p.Language, Year: p.Year,
	}
}

// Plain is the citation as a line of text.
func (c Citation) Plain() string {
	return fmt.Sprintf("%s, %s (%d). %s. %s, %s. %s", c.City, c.Country, c.Year, strings.TrimSuffix(c.Title, "."), c.Edition, c.Publisher, c.URL)
}

// In writes the citation in a form; "" for one that is not known.
func (c Citation) In(form string) string {
	switch form {
	case BibTeX:
		return c.bibTeX()
	case RIS:
		return c.ris()
	case CSLJSON:
		return c.csl()
	}
	return ""
}

// texQuotes are the letters that TeX takes for commands.
var texQuotes = strings.NewReplacer(`\`, `\textbackslash{}`, "{", `\{`, "}", `\}`, "$", `\$`, "&", `\&`, "%", `\%`, "#", `\#`, "_", `\_`, "~", `\textasciitilde{}`, "^", `\textasciicircum{}`)

func (c Citation) bibTeX() string {
	var b strings.Builder
	fmt.Fprintf(&b, "@misc{%s,\n", c.Slug)
	for _, f := range [][2]string{
		{"author", "{" + texQuotes.Replace(c.City+", "+c.Country) + "}"},
		{"title", "{" + texQuotes.Replace(c.Title) + "}"},
		{"year", strconv.Itoa(c.Year)},
		{"howpublished", texQuotes.Replace(c.Edition)},
		{"publisher", texQuotes.Replace(c.Publisher)},
		{"language", c.Language},
		{"url", c.URL},
	} {
		fmt.Fprintf(&b, "  %s = {%s},\n", f[0], f[1])
	}
	b.WriteString("}\n")
	return b.String()
}

func (c Citation) ris() string {
	var b strings.Builder
	line := strings.NewReplacer("\r", " ", "\n", " ")
	for _, f := range [][2]string{
		{"TY", "ELEC"},
		{"AU", c.City + " (" + c.Country + ")"},
		{"TI", c.Title},
		{"PY", strconv.Itoa(c.Year)},
		{"T2", c.Edition},
		{"PB", c.Publisher},
		{"LA", c.Language},
		{"UR", c.URL},
		{"ID", c.Slug},
		{"ER", ""},
	} {
		b.WriteString(f[0] + "  - " + line.Replace(f[1]) + "\r\n")
	}
	return b.String()
}

func (c Citation) csl() string {
	type name struct {
		Literal string `json:"literal"`
	}
	type date struct {
		Parts [][]int `json:"date-parts"`
	}
	doc, _ := json.MarshalIndent([]any{struct {
		ID        string `json:"id"`
		Type      string `json:"type"`
		Title     string `json:"title"`
		Author    []name `json:"author"`
		Issued    date   `json:"issued"`
		Container string `json:"container-title"`
		Publisher string `json:"publisher"`
		Language  string `json:"language"`
		URL       string `json:"URL"`
	}{c.Slug, "webpage", c.Title, []name{{c.City + ", " + c.Country}}, date{[][]int{{c.Year}}}, c.Edition, c.Publisher, c.Language, c.URL}}, "", "  ")
	return string(doc) + "\n"
}

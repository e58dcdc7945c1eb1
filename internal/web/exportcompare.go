package web

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"net/http"
	"strings"

	"we-gov.org/awards/internal/library"
	"we-gov.org/awards/templates"
)

// stillShelves is over how many files the columns of an export's comparison are
// spread: a comparison of four practices loads at most four of them.
const stillShelves = 256

// stillShelf is the file that has a practice's column; the script of the page
// names it alike.
func stillShelf(slug string) string {
	h := fnv.New32a()
	_, _ = h.Write([]byte(slug))
	return fmt.Sprintf("%02x.js", h.Sum32()%stillShelves)
}

// citationEnding is how a file of a citation in a form ends.
func citationEnding(form string) string {
	for _, c := range library.Citations {
		if c.Form == form {
			return c.Ending
		}
	}
	return ""
}

// stillComparison is the comparison of an export, which a script fills.
type stillComparison struct {
	templates.Frame
	Heads     string // what practices are compared by, as JSON
	Index     string
	One, Many string // what is said of too few and of too many
	Unknown   string
}

// compareStill is the comparison in an export: the list stands in the address
// behind #.
func (v *visit) compareStill() error {
	return v.publish(func() (int, string, any, error) {
		w := v.Words
		page := stillComparison{
			Frame: v.frame(w.T("library.compare.title")), Index: v.to("/library/index.js"), One: w.T("library.compare.one"),
			Many: w.T("library.compare.many", "Count", "{n}"), Unknown: w.T("library.compare.unknown", "Names", "{names}"),
		}
		page.Crumbs = v.crumbs(w.T("frame.nav.library"), "/library", page.Title, "")
		page.Styles, page.Wide = []string{"shelf"}, true
		var heads []string
		for _, part := range v.besideParts() {
			heads = append(heads, part.heading)
		}
		doc, err := json.Marshal(heads)
		page.Heads = string(doc)
		return http.StatusOK, "library_compare_still", page, err
	})
}

// stillColumn is what a comparison says of a practice: title, its language, and
// the cells, each its language and its lines or null.
type stillColumn [3]any

// stillColumns are the columns of one file.
func stillColumns(s *Site, v *visit) error {
	return v.keep(func() (*keptPage, error) {
		columns, parts := map[string]stillColumn{}, v.besideParts()
		for _, slug := range s.together[v.Param("shelf")] {
			page, err := s.practice(v.ctx(), slug)
			if err != nil {
				return nil, err
			}
			columns[slug] = v.stillColumn(page, parts)
		}
		doc, err := json.Marshal(columns)
		if err != nil {
			return nil, err
		}
		script := append(append([]byte("wegoColumns("), doc...), ");\n"...)
		return newKept(http.StatusOK, "text/javascript; charset=utf-8", script, v.site.quickly())
	})
}

func (v *visit) stillColumn(p library.Page, parts []besidePart) stillColumn {
	cells := make([][]string, len(parts))
	for i, part := range parts {
		if c := part.cell(p); !c.empty() {
			cells[i] = append([]string{c.Lang}, strings.Split(plainPair(c.Pair), "\n")...)
		}
	}
	lang := v.textLang(p.Practice)
	if p.Title == "" {
		lang = ""
	}
	return stillColumn{v.heading(p.Practice), lang, cells}
}

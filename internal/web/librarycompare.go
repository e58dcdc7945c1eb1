package web

import (
	"net/http"
	"net/url"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/library"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

type besidePage struct {
	templates.Frame
	Lede      string
	Notes     []templates.Note
	List      []listedPractice
	Columns   []templates.Link // of the table
	Langs     []string         // of the columns
	Rows      []besideRow
	CSV       string
	Text      string   // that was searched for
	Kept      []string // the list, for the form
	Found     []listedPractice
	Suggested []listedPractice
	Action    string
	None      string
	MayAdd    bool
}

// listedPractice is a practice of the list, or one to be added to it: Change
// leads to the list with it changed so.
type listedPractice struct {
	practiceCard
	Change string
	Why    string
}

// besideRow is one thing that the practices are compared by.
type besideRow struct {
	Heading string
	Cells   []besideCell
}

type besideCell struct {
	Lang string
	Pair templates.Pair
	Of   string // the practice, which stands above its cell on a small screen
}

// listOf reads a list from the address.
func listOf(values form.Values) []string {
	var slugs []string
	for _, slug := range values.All("p") {
		if slug != "" && len(slug) <= 120 && len(slugs) < 2*library.ListMost {
			slugs = append(slugs, slug)
		}
	}
	return slugs
}

// listAddress is where a list is seen.
func (v *visit) listAddress(path string, slugs []string) string {
	if len(slugs) == 0 {
		return v.to(path)
	}
	return v.to(path) + "?" + url.Values{"p": slugs}.Encode()
}

func compare(s *Site, v *visit) error {
	if s.still {
		return v.compareStill()
	}
	return v.publish(func() (int, string, any, error) {
		values := form.Query(v.Request())
		l, err := s.Library.Gather(v.ctx(), listOf(values))
		if err != nil {
			return 0, "", nil, err
		}
		page, err := v.besidePage(l, values.Line("q"))
		return http.StatusOK, "library_compare", page, err
	})
}

func (v *visit) besidePage(l library.List, text string) (besidePage, error) {
	w, slugs := v.Words, l.Slugs()
	page := besidePage{Frame: v.apart(w.T("library.compare.title")), Lede: w.T("library.compare.lede"), Text: text, Kept: slugs, Action: v.to("/library/compare")}
	page.Crumbs = v.crumbs(w.T("frame.nav.library"), "/library", page.Title, "")
	page.Scripts, page.Styles, page.Wide = []string{"print"}, []string{"shelf"}, true
	note := func(line string) { page.Notes = append(page.Notes, templates.Note{Lines: []string{line}}) }
	if len(l.Gone) > 0 {
		note(w.T("library.compare.unknown", "Names", v.Words.List(l.Gone...)))
	}
	switch n := len(slugs); {
	case n == 0:
		page.Notes = append(page.Notes, templates.Note{Title: w.T("library.compare.empty"), Lines: []string{w.T("library.compare.empty_text")}})
	case n == 1:
		note(w.T("library.compare.one"))
	case n > library.CompareMost:
		note(w.T("library.compare.many", "Count", n))
	}
	for i, p := range l.Practices {
		rest := append(append([]string{}, slugs[:i]...), slugs[i+1:]...)
		page.List = append(page.List, listedPractice{v.practiceCard(p, award.Cover{}), v.listAddress("/library/compare", rest), ""})
	}
	if page.MayAdd = len(slugs) < library.ListMost; !page.MayAdd {
		note(w.T("library.compare.full"))
	}
	if len(l.Pages) > 0 {
		page.CSV = v.listAddress("/library/compare.csv", slugs)
		page.Rows = v.besideRows(l.Pages)
		for _, p := range l.Pages {
			page.Columns = append(page.Columns, templates.Link{Text: v.heading(p.Practice), URL: v.to("/library/" + p.Slug)})
			lang := v.textLang(p.Practice)
			if p.Title == "" {
				lang = ""
			}
			page.Langs = append(page.Langs, lang)
		}
	}
	for _, s := range l.Suggested {
		page.Suggested = append(page.Suggested, v.addable(s.Practice, slugs, v.why(s)))
	}
	return page, v.searchToAdd(&page, slugs)
}

func (v *visit) addable(p award.Practice, slugs []string, why string) listedPractice {
	return listedPractice{v.practiceCard(p, award.Cover{}), v.listAddress("/library/compare", append(append([]string{}, slugs...), p.Slug)), why}
}

// searchToAdd finds what the reader looks for to add to the list.
func (v *visit) searchToAdd(page *besidePage, slugs []string) error {
	if page.Text == "" {
		return nil
	}
	r, err := v.site.Library.Search(v.ctx(), v.Lang, library.Query{Text: page.Text})
	if err != nil {
		return err
	}
	listed := map[string]bool{}
	for _, slug := range slugs {
		listed[slug] = true
	}
	for _, p := range r.Practices {
		if !listed[p.Slug] && len(page.Found) < 8 {
			page.Found = append(page.Found, v.addable(p, slugs, ""))
		}
	}
	if len(page.Found) == 0 {
		page.None = v.Words.T("library.compare.none")
	}
	return nil
}

// comparedParts are the answers that practices are compared by, in order.
var comparedParts = []string{"one_line", "indicators", "problem", "cost", "lead_unit", "started", "status", "difficulties", "transfer", "sustain"}

// besidePart is one thing that practices are compared by, and what a page says
// of it.
type besidePart struct {
	heading string
	cell    func(library.Page) besideCell
}

// besideParts lists what practices are compared by.
func (v *visit) besideParts() []besidePart {
	w := v.Words
	var parts []besidePart
	text := func(heading string, say func(library.Page) string) {
		parts = append(parts, besidePart{heading, func(p library.Page) besideCell { return besideCell{Pair: templates.Pair{Lines: nonEmpty(say(p))}} }})
	}
	text(w.T("library.compare.city"), func(p library.Page) string {
		return w.T("library.ask.from", "City", library.CityName(v.Lang, p.CityName, p.Country), "Country", w.Country(p.Country))
	})
	text(w.T("library.compare.size"), func(p library.Page) string {
		if n := library.PopulationOf(p.InCity); n > 0 {
			return w.Number(n)
		}
		return ""
	})
	text(w.T("library.facet.edition"), func(p library.Page) string { return library.EditionName(w, p.Edition) })
	text(w.T("library.facet.category"), func(p library.Page) string { return library.CategoryName(w, p.Practice) })
	text(w.T("library.facet.prize"), func(p library.Page) string { return library.PrizeName(w, p.Practice) })
	text(w.T("library.fact.running"), func(p library.Page) string { return v.Words.List(v.runningFact(p).Lines...) })
	for _, key := range comparedParts {
		parts = append(parts, besidePart{v.partName(key), func(p library.Page) besideCell { return v.besideAnswer(p, key) }})
	}
	text(w.T("library.replications"), func(p library.Page) string {
		if len(p.Replications) == 0 {
			return ""
		}
		return w.Number(len(p.Replications))
	})
	return parts
}

// besideAnswer is an answer as a comparison shows it.
func (v *visit) besideAnswer(p library.Page, key string) besideCell {
	if key == "one_line" && p.Answer(key) == "" {
		return besideCell{Lang: v.textLang(p.Practice), Pair: templates.Pair{Lines: nonEmpty(p.Summary)}}
	}
	part, there := p.Part(key)
	if !there {
		return besideCell{}
	}
	if part.Kind == award.Indicators {
		return besideCell{Lang: v.textLang(p.Practice), Pair: templates.Pair{Lines: v.changes(part.Value)}}
	}
	pair := v.block(p, part).Pair
	return besideCell{Lang: pair.Lang, Pair: pair}
}

func (c besideCell) empty() bool {
	return c.Pair.Lines == nil && c.Pair.Rows == nil && c.Pair.Links == nil
}

// besideRows lays pages side by side. What none of them says is left out; what
// one does not say is told as not recorded.
func (v *visit) besideRows(pages []library.Page) []besideRow {
	var rows []besideRow
	for _, part := range v.besideParts() {
		row, said := besideRow{Heading: part.heading}, false
		for _, p := range pages {
			c := part.cell(p)
			if c.empty() {
				c.Pair.Empty = v.Words.T("library.not_recorded")
			} else {
				said = true
			}
			c.Of = v.heading(p.Practice)
			row.Cells = append(row.Cells, c)
		}
		if said {
			rows = append(rows, row)
		}
	}
	return rows
}

// changes says each row of a table of indicators in a line.
func (v *visit) changes(value string) []string {
	var lines []string
	for _, r := range award.Rows(value) {
		if len(r) > 2 {
			lines = append(lines, v.Words.T("library.compare.change", "Name", r[0], "Before", r[1], "After", r[2]))
		}
	}
	return lines
}

func (v *visit) partName(key string) string {
	if key == "one_line" {
		return v.Words.T("library.section.changed")
	}
	return v.Words.T("library.part." + key)
}

// compareTable sends the comparison as a file.
func compareTable(s *Site, v *visit) error {
	l, err := s.Library.Gather(v.ctx(), listOf(form.Query(v.Request())))
	if err != nil {
		return err
	}
	if len(l.Pages) == 0 {
		return v.Redirect(http.StatusSeeOther, v.listAddress("/library/compare", l.Slugs()))
	}
	head := []string{v.Words.T("library.compare.row")}
	var rows [][]string
	address := []string{v.Words.T("library.share.address")}
	for _, p := range l.Pages {
		head, address = append(head, v.heading(p.Practice)), append(address, v.absolute("/library/"+p.Slug))
	}
	for _, r := range v.besideRows(l.Pages) {
		row := []string{r.Heading}
		for _, c := range r.Cells {
			row = append(row, plainPair(c.Pair))
		}
		rows = append(rows, row)
	}
	v.public()
	return v.sendTable(office.NewTable(head, append(rows, address)), "comparison")
}

// plainPair is what a cell says as text, a line for each row of a table in it.
func plainPair(p templates.Pair) string {
	lines := append([]string{}, p.Lines...)
	for _, l := range p.Links {
		lines = append(lines, l.Text)
	}
	if p.Rows != nil {
		for _, r := range p.Rows.Rows {
			lines = append(lines, strings.Join(someLines(r), "; "))
		}
	}
	if lines == nil {
		return p.Empty
	}
	return strings.Join(lines, "\n")
}

package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

type deskEntriesPage struct {
	deskFrame
	Lede   string
	Query  string
	Sort   string
	Facets []templates.Facet
	// Countries: the long list of countries is in use and shown open.
	Countries bool
	Chips     templates.Chips
	Head      []sortHead
	Rows      []entryLine
	Pager     templates.Pager
	Found     string
	Empty     templates.Empty
	Exports   []templates.Link
	Columns   []templates.Pair
	Remind    *templates.Link
}

// sortHead is a column that can be sorted by; Order is for aria-sort.
type sortHead struct{ Text, URL, Order string }

type entryLine struct {
	Reference, URL, Title, City, Country, Category string
	State                                          templates.Tag
	When                                           templates.Stamp
	Note                                           string
}

// entryFilter reads the filter of the address. What it does not know, it
// leaves out.
func entryFilter(q form.Values) office.EntryFilter {
	f := office.EntryFilter{Text: q.Line("q"), Sort: q.Text("sort"), Facets: map[string][]string{}}
	for _, facet := range office.Facets {
		f.Facets[facet] = q.All(facet)
	}
	f.Page, _ = strconv.Atoi(q.Text("page"))
	return f
}

func deskEntries(s *Site, v *visit) error {
	f := entryFilter(form.Query(v.Request()))
	list, err := s.Office.Entries(v.ctx(), v.Actor, v.Year, f)
	if err != nil {
		return err
	}
	list.Edition = v.in(list.Edition)
	p := deskEntriesPage{deskFrame: v.desk(v.Words.T("desk.entries"), v.Year, "entries"), Query: f.Text, Sort: f.Sort}
	p.Scripts = []string{"facets"}
	p.Lede = v.Words.T("desk.entries_lede", "Count", list.All)
	p.Facets, p.Chips = v.entryFacets(list, f)
	p.Countries = len(f.Facets[office.FacetCountry]) > 0
	p.Head = v.sortHeads(f.Sort)
	for _, l := range list.Lines {
		p.Rows = append(p.Rows, v.entryLine(list.Edition, l))
	}
	p.Found = v.Words.T("desk.found", "Count", list.Found)
	p.Pager = v.deskPager(list.Page, list.Pages, office.PageRows, list.Found)
	p.Empty = v.noEntries(list, f)
	v.entryExports(&p, list)
	return v.show(http.StatusOK, "desk_entries", p)
}

// noEntries says why the list is empty.
func (v *visit) noEntries(list office.EntryList, f office.EntryFilter) templates.Empty {
	if list.All > 0 {
		return templates.Empty{Title: v.Words.T("desk.no_match"), Text: v.Words.T("desk.no_match_text"), Links: []templates.Link{{Text: v.Words.T("desk.clear"), URL: v.Request().URL.Path}}}
	}
	stage, _ := list.Edition.Stage(award.StageSubmit)
	if list.Edition.State(award.StageSubmit, v.Now) == award.Ahead {
		return templates.Empty{Title: v.Words.T("desk.no_entries"), Text: v.Words.T("desk.not_open", "At", v.Words.Both(stage.Opens, v.zone(), list.Edition.Location(), "", ""))}
	}
	return templates.Empty{Title: v.Words.T("desk.no_entries"), Text: v.Words.T("desk.no_entries_text")}
}

func (v *visit) entryExports(p *deskEntriesPage, list office.EntryList) {
	if award.MayTry(v.Actor, award.DeedExport) == nil {
		q := v.QueryParams().Encode()
		at := func(kind, more string) string {
			return v.Request().URL.Path + "." + kind + "?" + strings.Trim(q+"&"+more, "&")
		}
		p.Exports = []templates.Link{
			{Text: v.Words.T("desk.export.csv"), URL: at("csv", "")},
			{Text: v.Words.T("desk.export.xlsx"), URL: at("xlsx", "")},
			{Text: v.Words.T("desk.export.csv_answers"), URL: at("csv", "answers=1")},
			{Text: v.Words.T("desk.export.xlsx_answers"), URL: at("xlsx", "answers=1")},
		}
		for _, c := range office.EntryColumns {
			p.Columns = append(p.Columns, templates.Pair{Term: c, Lines: []string{v.Words.T("column." + c)}})
		}
	}
	if award.MayTry(v.Actor, award.DeedRemindDrafts) == nil && list.Edition.State(award.StageSubmit, v.Now) == award.Open {
		p.Remind = &templates.Link{Text: v.Words.T("desk.remind"), URL: p.Base + "/remind"}
	}
}

// facetWord is a value of a facet in words.
func (v *visit) facetWord(e *award.Edition, facet, value string) string {
	if value == office.None {
		return v.Words.T("desk.none." + facet)
	}
	key := ""
	switch facet {
	case office.FacetState:
		key = "entry_state." + value
	case office.FacetRegion:
		key = "region." + value
	case office.FacetCountry:
		return v.Words.Country(value)
	case office.FacetCategory:
		if c, there := e.Category(value); there {
			return c.Name
		}
	}
	if key != "" && v.Words.Has(key) {
		return v.Words.T(key)
	}
	return value
}

func (v *visit) entryFacets(list office.EntryList, f office.EntryFilter) ([]templates.Facet, templates.Chips) {
	chips := templates.Chips{Label: v.Words.T("desk.filters_on")}
	var facets []templates.Facet
	for _, name := range office.Facets {
		facet := templates.Facet{Name: name, Legend: v.Words.T("desk.facet." + name)}
		for _, c := range list.Facets[name] {
			word := v.facetWord(list.Edition, name, c.Value)
			facet.Options = append(facet.Options, templates.FacetOption{Value: c.Value, Text: word, Count: v.Words.Number(c.Count), On: c.On})
			if c.On {
				chips.Links = append(chips.Links, templates.Link{Text: word, URL: v.without(name, c.Value), About: v.Words.T("desk.remove_filter")})
			}
		}
		if name == office.FacetState {
			slices.SortStableFunc(facet.Options, func(a, b templates.FacetOption) int {
				return slices.Index(award.EntryStates, award.EntryState(a.Value)) - slices.Index(award.EntryStates, award.EntryState(b.Value))
			})
		}
		facets = append(facets, facet)
	}
	if f.Text != "" {
		chips.Links = append(chips.Links, templates.Link{Text: f.Text, URL: v.without("q", f.Text), About: v.Words.T("desk.remove_filter")})
	}
	if len(chips.Links) > 1 {
		chips.Clear = &templates.Link{Text: v.Words.T("desk.clear"), URL: v.Request().URL.Path}
	}
	return facets, chips
}

// without is this page with one value of the query taken away.
func (v *visit) without(name, value string) string {
	q := url.Values{}
	for k, values := range v.QueryParams() {
		for _, x := range values {
			if k != "page" && (k != name || strings.TrimSpace(x) != value) {
				q.Add(k, x)
			}
		}
	}
	if len(q) == 0 {
		return v.Request().URL.Path
	}
	return v.Request().URL.Path + "?" + q.Encode()
}

func (v *visit) sortHeads(by string) []sortHead {
	column, down := strings.CutPrefix(by, "-")
	if !slices.Contains(office.SortColumns, column) {
		column, down = "reference", false
	}
	var heads []sortHead
	for _, c := range office.SortColumns {
		h := sortHead{Text: v.Words.T("desk.column." + c), URL: v.query("sort", c), Order: "none"}
		if c == column {
			h.Order = "ascending"
			if h.URL = v.query("sort", "-"+c); down {
				h.Order, h.URL = "descending", v.query("sort", c)
			}
		}
		heads = append(heads, h)
	}
	return heads
}

// stateTags are the grounds of the states of an entry.
var stateTags = map[award.EntryState]string{
	award.EntryDraft: templates.Plain, award.EntrySent: templates.Info, award.EntryReturned: templates.Warn,
	award.EntryAccepted: templates.OK, award.EntryIneligible: templates.Err, award.EntryWithdrawn: templates.Plain,
}

func (v *visit) entryTag(s award.EntryState) templates.Tag {
	return templates.Tag{Kind: stateTags[s], Text: v.Words.T("entry_state." + string(s))}
}

func (v *visit) entryLine(e *award.Edition, l office.EntryLine) entryLine {
	category, _ := e.Category(l.Category)
	line := entryLine{
		Reference: l.Reference, URL: v.to("/desk/" + strconv.Itoa(e.Year) + "/entries/" + l.Reference), Title: l.Title, City: l.At.Name,
		Country: v.Words.Country(l.At.Country), Category: category.Name, State: v.entryTag(l.State),
	}
	if l.Sent > 0 {
		line.When = v.day(l.Sent, e.Location())
	}
	if l.Needed > 0 && l.State == award.EntryDraft {
		line.Note = v.Words.T("desk.complete", "Done", l.Done, "Needed", l.Needed)
	}
	return line
}

// moment is an instant in the reader's zone, else in the official one, as short
// as a table needs it.
func (v *visit) moment(t award.Time, official *time.Location) templates.Stamp {
	zone := v.zone()
	if zone == nil {
		zone = official
	}
	return templates.Stamp{Machine: locale.Machine(t), Text: v.Words.Moment(t, zone)}
}

// day is moment without the time of day.
func (v *visit) day(t award.Time, official *time.Location) templates.Stamp {
	zone := v.zone()
	if zone == nil {
		zone = official
	}
	return templates.Stamp{Machine: locale.Machine(t), Text: v.Words.Date(t, zone)}
}

// deskPager leads through a list of pages by the query's "page".
func (v *visit) deskPager(page, pages, rows, total int) templates.Pager {
	p := templates.Pager{Page: page, Pages: pages, First: (page-1)*rows + 1, Last: min(page*rows, total), Total: total}
	if page > 1 {
		p.Previous = v.query("page", strconv.Itoa(page-1))
	}
	if page < pages {
		p.Next = v.query("page", strconv.Itoa(page+1))
	}
	gap := false
	for n := 1; n <= pages; n++ {
		if n > 1 && n < pages && (n < page-2 || n > page+2) {
			gap = true
			continue
		}
		if gap {
			p.Numbers, gap = append(p.Numbers, templates.Link{}), false
		}
		p.Numbers = append(p.Numbers, templates.Link{Text: strconv.Itoa(n), URL: v.query("page", strconv.Itoa(n)), Current: n == page})
	}
	return p
}

// exportEntries sends the filtered list as a file. What is written first is
// sent first, so that a long list begins to arrive at once.
func exportEntries(s *Site, v *visit) error {
	q := form.Query(v.Request())
	table, err := s.Office.EntryTable(v.ctx(), v.Actor, v.Year, entryFilter(q), q.Bool("answers"))
	if err != nil {
		return err
	}
	return v.sendTable(table, "entries-"+strconv.Itoa(v.Year))
}

// sendTable sends a table as the kind of file that the address ends with, under
// a name that tells nothing of the filter.
func (v *visit) sendTable(t *office.Table, name string) error {
	h := v.Response().Header()
	xlsx := strings.HasSuffix(v.Request().URL.Path, ".xlsx")
	kind, end := "text/csv; charset=utf-8", ".csv"
	if xlsx {
		kind, end = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"
	}
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", `attachment; filename="`+name+end+`"`)
	var err error
	if xlsx {
		err = t.XLSX(v.Response(), v.Words)
	} else {
		err = t.CSV(v.Response(), v.Response().Flush)
	}
	if err != nil && v.Response().Committed {
		v.site.Log.Error("export", "error", err)
		panic(http.ErrAbortHandler) // the browser must see that the file is not whole
	}
	if err != nil {
		h.Del("Content-Disposition")
	}
	return err
}

type remindView struct {
	deskFrame
	Text    string
	List    string // heading of the entries
	Back    string
	Drafts  bool // how complete an entry is belongs to it
	Letter  award.Mail
	Mails   int
	Already string
	Rows    []entryLine
	Empty   templates.Empty
}

func remindPage(s *Site, v *visit) error {
	r, err := s.Office.Reminder(v.ctx(), v.Actor, v.Year)
	if err != nil {
		return err
	}
	r.Edition = v.in(r.Edition)
	p := v.remindView(v.desk(v.Words.T("desk.remind"), v.Year, "entries"), r)
	p.Drafts, p.Back, p.List = true, p.Base+"/entries?state=draft", v.Words.T("desk.remind_drafts")
	p.Crumbs = v.crumbs(v.Words.T("desk.entries"), "/desk/"+strconv.Itoa(v.Year)+"/entries", p.Title, "")
	p.Empty = templates.Empty{Title: v.Words.T("desk.remind_none"), Text: v.Words.T("desk.remind_none_text")}
	p.Text = v.Words.T("desk.remind_text", "Count", p.Mails)
	return v.show(http.StatusOK, "desk_remind", p)
}

// remindView is what every page of a reminder shows.
func (v *visit) remindView(f deskFrame, r office.Reminder) remindView {
	p := remindView{deskFrame: f, Mails: r.Mails - r.Already, Letter: r.Sample(v.Words)}
	if r.Already > 0 {
		p.Already = v.Words.T("desk.remind_already", "Count", r.Already)
	}
	for _, l := range r.Entries {
		p.Rows = append(p.Rows, v.entryLine(r.Edition, l))
	}
	return p
}

func remindDrafts(s *Site, v *visit) error {
	r, err := s.Office.RemindDrafts(v.ctx(), v.Actor, v.Year)
	if err != nil {
		return err
	}
	v.tell(templates.OK, "desk.reminded", "Count", r.Mails-r.Already)
	return v.goTo("/desk/" + strconv.Itoa(v.Year) + "/entries?state=draft")
}

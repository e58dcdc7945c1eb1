package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/library"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

type practicePage struct {
	templates.Frame
	Heading, Lang string
	Preview       *templates.Note // that this is not public
	LocalTitle    string
	Untitled      bool
	Label         string
	Sample        *templates.Note
	Line, Summary string
	Unrecorded    string // where there is no summary
	Cover         *practicePicture
	Pictures      []practicePicture
	Films         []practicePicture
	Sections      []practiceSection
	Missing       string
	Remark        string // of the jury
	Said          string // what the city said of it later
	Original      string // in which language the text is, if it is not the page's
	Facts         []templates.Pair
	Tools         *practiceTools // nil in a preview
	Files         []templates.FileRow
	Sources       []templates.Link
	Archive       string
	More          []practiceMore
	Share         *shareWords // nil in a preview and for what is gone
	// Gone is what stands in place of a practice that was withdrawn.
	Gone *templates.Note
}

func practice(s *Site, v *visit) error {
	return v.publish(func() (int, string, any, error) {
		p, err := s.practice(v.ctx(), v.Param("slug"))
		if err != nil {
			return 0, "", nil, err
		}
		if p.Withdrawn != 0 {
			return http.StatusGone, "practice", v.withdrawnPage(p), nil
		}
		p = v.asked(p)
		return http.StatusOK, "practice", v.practicePage(p), nil
	})
}

// asked gives what an edition asked the reader's language.
func (v *visit) asked(p library.Page) library.Page {
	if p.Asked != nil {
		p.Options = library.OptionsOf(v.in(p.Asked))
	}
	return p
}

// withdrawnPage keeps the address of a practice that is no longer published,
// with the date and the reason. It answers 410: search engines then forget it,
// and links still tell what stood there.
func (v *visit) withdrawnPage(p library.Page) practicePage {
	w, kind := v.Words, "gone"
	if p.Upkeep.Revoked {
		kind = "revoked"
	}
	title := w.T("library." + kind + ".title")
	page := practicePage{Frame: v.frame(title), Heading: title}
	page.Frame.NoIndex = true
	page.Frame.Crumbs = v.crumbs(w.T("frame.nav.library"), "/library")
	page.Gone = &templates.Note{Kind: templates.Warn, Lines: []string{
		w.T("library."+kind+".when", "City", library.CityName(v.Lang, p.CityName, p.Country), "Edition", library.EditionName(w, p.Edition), "Date", w.Date(p.Withdrawn, v.officialZone())),
	}}
	if p.Notice != "" {
		page.Gone.Lines = append(page.Gone.Lines, p.Notice)
	}
	return page
}

func (v *visit) practicePage(p library.Page) practicePage {
	w := v.Words
	page := practicePage{
		Frame: v.frame(v.heading(p.Practice)), Heading: v.heading(p.Practice), Untitled: p.Title == "", Lang: v.textLang(p.Practice),
		LocalTitle: p.Answer("title_local"), Label: v.prizeLabel(p.Practice), Line: p.Answer("one_line"), Summary: p.Summary,
		Facts: v.practiceFacts(p), Sources: sourceLinks(p.Sources),
	}
	page.Frame.Canonical = v.absolute("/library/" + p.Slug)
	page.Frame.Crumbs = v.crumbs(w.T("frame.nav.library"), "/library")
	if p.CategoryKey != "" {
		page.Frame.Crumbs = append(page.Frame.Crumbs, templates.Link{
			Text: library.CategoryName(w, p.Practice), URL: v.to("/library?category=" + url.QueryEscape(p.CategoryKey)),
		})
	}
	if page.Line == page.Summary {
		page.Line = ""
	}
	// A summary that begins with the line need not say it again.
	if rest, same := strings.CutPrefix(page.Summary, page.Line); same {
		page.Summary = strings.TrimSpace(rest)
	}
	if page.Line == "" && page.Summary == "" {
		page.Unrecorded = w.T("library.summary_missing")
	}
	if p.Sample {
		page.Sample = &templates.Note{Kind: templates.Warn, Title: w.T("library.sample"), Lines: []string{w.T("library.sample_text")}}
	}
	if p.Entry == "" {
		page.Archive = w.T("library.archive_text")
	}
	page.Sections, page.Missing = v.laidOut(p)
	v.practiceFiles(p, &page)
	page.More = v.furtherReading(p)
	page.Remark, page.Said, page.Tools = p.Upkeep.Remark, p.Upkeep.Said, v.practiceTools(p)
	if page.Lang != "" && (page.Line != "" || page.Summary != "" || len(page.Sections) > 0) {
		page.Original = w.T("library.original", "Language", w.LanguageName(page.Lang))
	}
	page.Share = v.shareWords(p, page)
	page.Frame.Scripts, page.Frame.Styles = []string{"print"}, []string{"shelf"}
	return page
}

// prizeLabel names what was won.
func (v *visit) prizeLabel(p award.Practice) string {
	if p.Prize == "" {
		return ""
	}
	if p.Category == "" {
		return v.Words.T("library.label_plain", "Prize", library.PrizeName(v.Words, p), "Year", strconv.Itoa(p.Year))
	}
	return v.Words.T("library.label", "Prize", library.PrizeName(v.Words, p), "Category", library.CategoryName(v.Words, p), "Year", strconv.Itoa(p.Year))
}

// practiceFacts is what the page says at a glance; an empty cell of the archive
// is not recorded, and says so.
func (v *visit) practiceFacts(p library.Page) []templates.Pair {
	w := v.Words
	city := templates.Link{Text: library.CityName(v.Lang, p.CityName, p.Country), URL: v.to("/cities/" + p.InCity.Slug)}
	own := library.OwnName(p.InCity)
	if own == city.Text {
		own = ""
	}
	facts := []templates.Pair{
		{Term: w.T("library.fact.city"), Links: []templates.Link{city}, Lines: nonEmpty(own)},
		{Term: w.T("library.fact.country"), Lines: []string{w.Country(p.Country), v.region(p.Region)}},
		{Term: w.T("library.fact.edition"), Links: []templates.Link{{Text: library.EditionName(w, p.Edition), URL: v.to("/winners/" + strconv.Itoa(p.Year))}}},
		v.fact("category", library.CategoryName(w, p.Practice)),
		v.fact("prize", library.PrizeName(w, p.Practice)),
	}
	if p.Entry == "" {
		project := v.fact("project", p.Title)
		if p.Title != "" {
			project.Lang = v.textLang(p.Practice)
		}
		facts = append([]templates.Pair{project}, facts...)
		facts = append(facts, v.fact("ceremony", v.ceremony(p.Ceremony)))
	}
	facts = append(facts, v.runningFact(p))
	for _, key := range factQuestions {
		if part, there := p.Part(key); there {
			pair := v.block(p, part).Pair
			pair.Term = w.T("library.part." + key)
			facts = append(facts, pair)
		}
	}
	return facts
}

// ceremony is the city of a ceremony in the reader's language. "(online)" and
// the like behind the name stay as written.
func (v *visit) ceremony(place string) string {
	key := "library.ceremony." + strings.ToLower(strings.NewReplacer(" ", "_", "(", "", ")", "").Replace(place))
	if place != "" && v.Words.Has(key) {
		return v.Words.T(key)
	}
	return place
}

func (v *visit) fact(key, value string) templates.Pair {
	p := templates.Pair{Term: v.Words.T("library.fact." + key)}
	if p.Lines = nonEmpty(value); p.Lines == nil {
		p.Empty = v.Words.T("library.not_recorded")
	}
	return p
}

func nonEmpty(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// sourceLinks are the addresses on which a page of the archive rests.
func sourceLinks(sources string) []templates.Link {
	var links []templates.Link
	for line := range strings.SplitSeq(sources, "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		link := templates.Link{Text: line}
		if u, err := url.Parse(line); err == nil && form.IsURL(line) {
			link.URL, link.Text = line, strings.TrimPrefix(u.Host, "www.")+strings.TrimSuffix(u.Path, "/")
		}
		links = append(links, link)
	}
	return links
}

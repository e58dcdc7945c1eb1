package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/library"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

// practiceSections is the fixed order in which a practice is told, whatever
// the order in which an edition asked. Answers to other questions follow under
// the last heading with the words of their question.
var practiceSections = []struct {
	key       string
	questions []string
}{
	{"need", []string{"problem"}},
	{"done", []string{"solution", "innovation", "technology"}},
	{"people", []string{"users", "participation"}},
	{"changed", []string{"indicators", "results"}},
	{"cost", []string{"cost", "sustain"}},
	{"difficulties", []string{"difficulties"}},
	{"transfer", []string{"transfer", "copied_by"}},
	{"more", []string{"earlier", "sdgs", "links", "press_contact"}},
}

// Answers that stand elsewhere on the page, or in what is known of the city.
var (
	factQuestions  = []string{"lead_unit", "started", "status", "population"}
	otherQuestions = []string{"title", "summary", "one_line", "title_local", "category", "local_government", "local_name", "country", "government_kind", "entered_by"}
)

// practiceBlock is one answer under the heading of its section.
type practiceBlock struct {
	Heading, Lang string
	Lead          bool // the section's own question: its heading says enough
	Pair          templates.Pair
}

type practiceSection struct {
	Heading string
	Blocks  []practiceBlock
}

// practicePicture is a public picture of a practice.
type practicePicture struct {
	URL, Full, Alt, Caption, Credit string
}

type practicePage struct {
	templates.Frame
	Heading, Lang string
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
	Facts         []templates.Pair
	Files         []templates.FileRow
	Sources       []templates.Link
	Archive       string
	Same          []practiceMore
	// Gone is what stands in place of a practice that was withdrawn.
	Gone *templates.Note
}

// practiceMore is a list of practices to read on.
type practiceMore struct {
	Heading string
	Links   []practiceCard
}

func practice(s *Site, v *visit) error {
	return v.publish(func() (int, string, any, error) {
		p, err := s.Library.Practice(v.ctx(), v.Param("slug"))
		if err != nil {
			return 0, "", nil, err
		}
		if p.Withdrawn != 0 {
			return http.StatusGone, "practice", v.withdrawnPage(p), nil
		}
		return http.StatusOK, "practice", v.practicePage(p), nil
	})
}

// withdrawnPage keeps the address of a practice that is no longer published,
// with the date and the reason.
func (v *visit) withdrawnPage(p library.Page) practicePage {
	w := v.Words
	page := practicePage{Frame: v.frame(w.T("library.gone.title")), Heading: w.T("library.gone.title")}
	page.Frame.NoIndex = true
	page.Frame.Crumbs = v.crumbs(w.T("frame.nav.library"), "/library")
	page.Gone = &templates.Note{Kind: templates.Warn, Lines: []string{
		w.T("library.gone.when", "City", library.CityName(v.Lang, p.CityName, p.Country), "Edition", library.EditionName(w, p.Edition), "Date", w.Date(p.Withdrawn, v.officialZone())),
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
	page.Same = v.furtherReading(p)
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

// laidOut puts the answers into the fixed order, and names what a reader would
// look for and is not recorded.
func (v *visit) laidOut(p library.Page) (sections []practiceSection, missing string) {
	var lacking []string
	for _, s := range practiceSections {
		section := practiceSection{Heading: v.Words.T("library.section." + s.key)}
		for i, key := range s.questions {
			if part, there := p.Part(key); there {
				block := v.block(p, part)
				block.Lead = i == 0 && s.key != "more"
				section.Blocks = append(section.Blocks, block)
			}
		}
		if s.key == "more" {
			for _, part := range p.Parts {
				if !v.placed(part.Question) {
					section.Blocks = append(section.Blocks, v.block(p, part))
				}
			}
		}
		if len(section.Blocks) > 0 {
			sections = append(sections, section)
		}
		if p.Answer(s.questions[0]) == "" && !(s.key == "changed" && p.Answer("results") != "") && s.key != "more" && s.key != "people" {
			lacking = append(lacking, v.Words.T("library.part."+s.questions[0]))
		}
	}
	if p.Entry != "" && len(lacking) > 0 {
		missing = v.Words.T("library.missing", "Parts", strings.Join(lacking, v.Words.T("library.comma")))
	}
	return sections, missing
}

// placed reports whether a question has its own place on the page.
func (v *visit) placed(question string) bool {
	for _, s := range practiceSections {
		if slices.Contains(s.questions, question) {
			return true
		}
	}
	return slices.Contains(factQuestions, question) || slices.Contains(otherQuestions, question)
}

// block is one answer with its heading: ours for the questions that we know,
// else the question as it was asked.
func (v *visit) block(p library.Page, part award.PracticePart) practiceBlock {
	b := practiceBlock{Heading: part.Label, Lang: v.textLang(p.Practice)}
	if key := "library.part." + part.Question; v.Words.Has(key) {
		b.Heading, b.Lang = v.Words.T(key), ""
	}
	lang := v.textLang(p.Practice)
	if part.Kind == award.Goals {
		lang = "" // goals are named in the reader's language
	}
	b.Pair = v.answerPair(award.Question{Key: part.Question, Label: b.Heading, Kind: part.Kind, Options: p.Options[part.Question]}, part.Value, lang, "")
	return b
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

// practiceFiles sorts the public attachments into pictures, films and what is
// to be downloaded.
func (v *visit) practiceFiles(p library.Page, page *practicePage) {
	base := v.to("/library/" + p.Slug + "/files/")
	for _, a := range p.Files {
		picture := practicePicture{URL: base + string(a.ID), Full: base + string(a.ID), Alt: a.Alt, Caption: a.Caption, Credit: a.Credit}
		switch {
		case strings.HasPrefix(a.Media, "video/"):
			page.Films = append(page.Films, picture)
		case a.Thumb != "" && page.Cover == nil && strings.HasPrefix(a.Kind, "cover"):
			picture.URL += "/thumb"
			page.Cover = &picture
		case a.Thumb != "":
			picture.URL += "/thumb"
			page.Pictures = append(page.Pictures, picture)
		default:
			page.Files = append(page.Files, templates.FileRow{
				ID: "f-" + string(a.ID), Name: a.Name, URL: picture.Full, Text: a.Caption, Meta: v.fileMeta(award.AttachmentKind{}, a),
			})
		}
	}
}

// furtherReading are other practices of the city, and others of the same category.
func (v *visit) furtherReading(p library.Page) []practiceMore {
	var more []practiceMore
	add := func(heading string, all []award.Practice) {
		if len(all) == 0 {
			return
		}
		m := practiceMore{Heading: heading}
		for _, other := range all {
			m.Links = append(m.Links, v.practiceCard(other, award.Cover{}))
		}
		more = append(more, m)
	}
	add(v.Words.T("library.same_city", "City", library.CityName(v.Lang, p.CityName, p.Country)), p.SameCity)
	add(v.Words.T("library.same_category", "Category", library.CategoryName(v.Words, p.Practice), "Year", strconv.Itoa(p.Year)), p.SameCategory)
	return more
}

func practiceFile(s *Site, v *visit) error  { return v.publicFile(s, false) }
func practiceThumb(s *Site, v *visit) error { return v.publicFile(s, true) }

// publicFile sends an attachment that stands on the page of a practice.
func (v *visit) publicFile(s *Site, thumb bool) error {
	id, err := award.ParseID(v.Param("file"))
	if err != nil {
		return err
	}
	a, err := s.Library.File(v.ctx(), v.Param("slug"), id)
	if err != nil {
		return err
	}
	v.public()
	return v.serveFile(a, thumb)
}

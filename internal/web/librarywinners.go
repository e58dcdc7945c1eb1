package web

import (
	"net/http"
	"slices"
	"strconv"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/library"
	"we-gov.org/awards/templates"
)

// wonEdition is one run of the awards on the page of all winners.
type wonEdition struct {
	Title      templates.Link
	Meta       []string
	Count      string
	Note       string // when there are no winners yet
	Categories []templates.Link
}

type winnersPage struct {
	templates.Frame
	See      templates.Tabs
	Line     *editionLine
	Editions []wonEdition
}

func winnersAll(s *Site, v *visit) error {
	return v.publish(func() (int, string, any, error) {
		all, err := s.Library.Winners(v.ctx())
		if err != nil {
			return 0, "", nil, err
		}
		page := winnersPage{Frame: v.frame(v.Words.T("library.winners.title")), See: v.seeTabs("timeline"), Line: v.editionLine(all)}
		page.Frame.Canonical, page.Frame.Styles = v.absolute("/winners"), []string{"shelf"}
		for _, won := range all {
			if s.still && len(won.Winners) == 0 {
				continue
			}
			page.Editions = append(page.Editions, v.wonEdition(won))
		}
		return http.StatusOK, "winners", page, nil
	})
}

func (v *visit) wonEdition(won library.Won) wonEdition {
	year := strconv.Itoa(won.Year)
	e := wonEdition{Title: templates.Link{Text: v.editionTitle(won), URL: v.to("/winners/" + year)}}
	if won.Ceremony != "" {
		e.Meta = append(e.Meta, v.Words.T("library.winners.ceremony", "Place", v.ceremony(won.Ceremony)))
	}
	if len(won.Winners) == 0 {
		e.Note = v.announcement(won)
		return e
	}
	e.Count = v.Words.T("library.winners.count", "Count", len(won.Winners))
	for _, group := range grouped(won.Winners) {
		if group.key != "" {
			e.Categories = append(e.Categories, templates.Link{
				Text: library.CategoryName(v.Words, group.won[0]), URL: v.to("/winners/" + year + "/" + group.key),
			})
		}
	}
	return e
}

// editionTitle is the year with the name of the edition.
func (v *visit) editionTitle(won library.Won) string {
	names := won.Names
	if names == nil {
		names = []string{won.Name}
	}
	var said []string
	for _, n := range names {
		said = append(said, library.EditionName(v.Words, n))
	}
	return v.Words.T("library.winners.edition", "Year", strconv.Itoa(won.Year), "Name", v.Words.List(said...))
}

// announcement says when the winners of an edition are made known, in words
// that hold whoever they are.
func (v *visit) announcement(won library.Won) string {
	if won.Edition == nil {
		return v.Words.T("library.winners.later")
	}
	at := won.Edition.Ceremony
	if stage, there := won.Edition.Stage(award.StageAnnouncement); there && stage.Opens > v.Now {
		at = min(at, stage.Opens)
	}
	if at <= v.Now {
		return v.Words.T("library.winners.later")
	}
	return v.Words.T("library.winners.announced", "At", v.Words.Both(at, v.zone(), won.Edition.Location(), "", ""))
}

// wonGroup are the winners of one category.
type wonGroup struct {
	key, edition string
	won          []award.Practice
}

// grouped puts winners under their categories in the order of the list, those
// of two awards in one year apart; those
// whose category is not recorded come last.
func grouped(all []award.Practice) []wonGroup {
	var groups []wonGroup
	for _, p := range all {
		i := slices.IndexFunc(groups, func(g wonGroup) bool { return g.key == p.CategoryKey && g.edition == p.Edition })
		if i < 0 {
			groups, i = append(groups, wonGroup{key: p.CategoryKey, edition: p.Edition}), len(groups)
		}
		groups[i].won = append(groups[i].won, p)
	}
	slices.SortStableFunc(groups, func(a, b wonGroup) int {
		if (a.key == "") != (b.key == "") {
			return len(b.key) - len(a.key)
		}
		return 0
	})
	return groups
}

// wonCategory is one category of a year with its winners.
type wonCategory struct {
	Title   templates.Link
	Winners []practiceCard
	Note    string
}

type winnersYearPage struct {
	templates.Frame
	Heading    string
	Meta       []string
	Note       *templates.Note
	Categories []wonCategory
	// Corrections say what became of prizes since they were announced.
	Corrections   []string
	Browse, Press *templates.Link
}

func winnersYear(s *Site, v *visit) error {
	year, err := strconv.Atoi(v.Param("year"))
	if err != nil {
		return award.ErrNotFound
	}
	return v.publish(func() (int, string, any, error) {
		won, err := s.Library.WinnersOf(v.ctx(), year)
		if err != nil {
			return 0, "", nil, err
		}
		page, err := v.winnersYearPage(won, v.Param("category"))
		return http.StatusOK, "winners_year", page, err
	})
}

// winnersYearPage is a year, or one category of it when only names one. A
// category without winners has a page while its edition is known: that it has
// none yet tells nothing.
func (v *visit) winnersYearPage(won library.Won, only string) (winnersYearPage, error) {
	w, year := v.Words, strconv.Itoa(won.Year)
	page := winnersYearPage{Frame: v.frame(v.editionTitle(won)), Heading: v.editionTitle(won)}
	page.Frame.Canonical = v.absolute("/winners/" + year)
	page.Frame.Crumbs = v.crumbs(w.T("frame.nav.winners"), "/winners")
	if won.Ceremony != "" {
		page.Meta = append(page.Meta, w.T("library.winners.ceremony", "Place", v.ceremony(won.Ceremony)))
	}
	for _, c := range v.wonCategories(won) {
		if only == "" || c.Title.URL == v.to("/winners/"+year+"/"+only) {
			page.Categories = append(page.Categories, c)
		}
	}
	if only != "" {
		if len(page.Categories) == 0 {
			return page, award.ErrNotFound
		}
		page.Heading = w.T("library.winners.in_category", "Category", page.Categories[0].Title.Text, "Year", year)
		page.Frame.Title, page.Frame.Canonical = page.Heading, v.absolute("/winners/"+year+"/"+only)
		page.Frame.Crumbs = append(page.Frame.Crumbs, templates.Link{Text: year, URL: v.to("/winners/" + year)})
	}
	if len(won.Winners) == 0 {
		page.Note = &templates.Note{Lines: []string{v.announcement(won)}}
		page.Categories = nil
	} else {
		page.Browse = &templates.Link{Text: w.T("library.winners.browse", "Year", year), URL: v.to("/library?edition=" + year)}
	}
	page.Corrections = v.corrections(won)
	if only == "" && won.Edition != nil && !v.site.still && slices.ContainsFunc(won.Winners, func(p award.Practice) bool { return p.Entry != "" }) {
		page.Press = &templates.Link{Text: w.T("press.link"), URL: v.to("/winners/" + year + "/press")}
	}
	if won.Edition != nil && won.Edition.Sample && len(won.Winners) > 0 {
		page.Note = &templates.Note{Kind: templates.Warn, Title: w.T("library.sample"), Lines: []string{w.T("library.sample_text")}}
	}
	return page, nil
}

// wonCategories are the categories of a year: of its edition where it ran here,
// else those of its winners.
func (v *visit) wonCategories(won library.Won) []wonCategory {
	groups := grouped(won.Winners)
	if won.Edition != nil {
		for _, c := range won.Edition.Categories {
			if !slices.ContainsFunc(groups, func(g wonGroup) bool { return g.key == c.Key && g.edition == won.Name }) {
				groups = append(groups, wonGroup{key: c.Key, edition: won.Name})
			}
		}
	}
	var all []wonCategory
	for _, g := range groups {
		c := wonCategory{Title: templates.Link{Text: v.categoryTitle(won, g), URL: v.to("/winners/" + strconv.Itoa(won.Year) + "/" + g.key)}}
		if g.key == "" {
			c.Title.URL = ""
		}
		for _, p := range g.won {
			c.Winners = append(c.Winners, v.practiceCard(p, won.Covers[p.ID]))
		}
		if len(c.Winners) == 0 {
			c.Note = v.announcement(won)
		}
		all = append(all, c)
	}
	return all
}

func (v *visit) categoryTitle(won library.Won, g wonGroup) string {
	title := v.Words.T("library.winners.no_category")
	switch {
	case len(g.won) > 0 && g.key != "":
		title = library.CategoryName(v.Words, g.won[0])
	case g.key != "" && won.Edition != nil:
		c, _ := won.Edition.Category(g.key)
		title = library.CategoryName(v.Words, award.Practice{CategoryKey: g.key, Category: c.Name})
	}
	if len(won.Names) > 1 {
		title = v.Words.T("library.winners.of", "Category", title, "Edition", library.EditionName(v.Words, g.edition))
	}
	return title
}

type cityPractices struct {
	templates.Frame
	Heading   string
	OwnName   string
	Facts     []templates.Pair
	Practices []practiceCard
	Count     string
}

func cityPage(s *Site, v *visit) error {
	return v.publish(func() (int, string, any, error) {
		c, all, err := s.Library.InCity(v.ctx(), v.Param("slug"))
		if err != nil {
			return 0, "", nil, err
		}
		page, err := v.cityPractices(c, all)
		return http.StatusOK, "city", page, err
	})
}

func (v *visit) cityPractices(c award.City, all []award.Practice) (page cityPractices, err error) {
	w, name := v.Words, library.CityName(v.Lang, c.Name, c.Country)
	page = cityPractices{Frame: v.frame(name), Heading: name, Count: w.T("library.count", "Count", len(all))}
	if own := library.OwnName(c); own != name {
		page.OwnName = own
	}
	page.Frame.Canonical = v.absolute("/cities/" + c.Slug)
	page.Frame.Crumbs = v.crumbs(w.T("frame.nav.library"), "/library", w.Country(c.Country), "/library?country="+c.Country)
	page.Facts = []templates.Pair{
		{Term: w.T("library.fact.country"), Lines: []string{w.Country(c.Country), v.region(c.Region)}},
	}
	if name != c.Name {
		page.Facts = append(page.Facts, templates.Pair{Term: w.T("library.fact.english"), Lines: []string{c.Name}, Lang: "en"})
	}
	if n := library.PopulationOf(c); n > 0 {
		page.Facts = append(page.Facts, templates.Pair{Term: w.T("library.part.population"), Lines: []string{w.Number(n)}})
	}
	if c.Sample {
		page.Facts = append(page.Facts, templates.Pair{Term: w.T("library.sample"), Lines: []string{w.T("library.sample_text")}})
	}
	page.Practices, err = v.practiceCards(all)
	return page, err
}

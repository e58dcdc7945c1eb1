package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/library"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/templates"
)

// practiceMore is a list of practices to read on.
type practiceMore struct {
	Heading string
	Links   []nearCard
}

// nearCard is a practice beside another, with why it stands there.
type nearCard struct {
	practiceCard
	Why string
}

// furtherReading are the other entries of the practice, practices like it, those
// of cities like this one, and more from the city.
func (v *visit) furtherReading(p library.Page) []practiceMore {
	w := v.Words
	var more []practiceMore
	add := func(heading string, links []nearCard) {
		if len(links) > 0 {
			more = append(more, practiceMore{heading, links})
		}
	}
	plain := func(all []award.Practice, why func(award.Practice) string) (links []nearCard) {
		for _, o := range all {
			links = append(links, nearCard{v.practiceCard(o, award.Cover{}), why(o)})
		}
		return links
	}
	near := func(all []library.Similar) (links []nearCard) {
		for _, o := range all {
			links = append(links, nearCard{v.practiceCard(o.Practice, award.Cover{}), v.why(o)})
		}
		return links
	}
	add(w.T("library.series"), plain(p.Series, func(o award.Practice) string {
		if o.Year < p.Year {
			return w.T("library.earlier", "Year", strconv.Itoa(o.Year))
		}
		return w.T("library.later", "Year", strconv.Itoa(o.Year))
	}))
	add(w.T("library.similar"), near(p.Similar))
	add(w.T("library.like_cities"), near(p.LikeCities))
	add(w.T("library.same_city", "City", library.CityName(v.Lang, p.CityName, p.Country)), plain(p.SameCity, func(o award.Practice) string { return strconv.Itoa(o.Year) }))
	return more
}

// why says in words for which reasons a practice is shown.
func (v *visit) why(s library.Similar) string {
	var reasons []string
	for _, reason := range s.Reasons {
		switch reason {
		case library.BySubject:
			reasons = append(reasons, v.Words.T("library.why.subject", "Theme", v.Words.T("library.theme."+s.Theme)))
		case library.ByWords:
			reasons = append(reasons, v.Words.T("library.why.words"))
		case library.BySize:
			reasons = append(reasons, v.Words.T("library.why.size", "Count", s.Population))
		case library.ByRegion:
			reasons = append(reasons, v.Words.T("library.why.region", "Region", v.region(s.Region)))
		}
	}
	return strings.Join(reasons, " · ")
}

// replications are the cities that do the same, as the city has confirmed.
func (v *visit) replications(p library.Page) []string {
	var all []string
	for _, q := range p.Replications {
		all = append(all, v.Words.T("library.replication", "From", v.Words.T("library.ask.from", "City", q.City, "Country", v.Words.Country(q.Country)),
			"Date", v.Words.Date(q.Answered, v.officialZone())))
	}
	return all
}

// runningFact says whether the practice still runs, and since when that is
// known.
func (v *visit) runningFact(p library.Page) templates.Pair {
	w, u := v.Words, p.Upkeep
	fact := templates.Pair{Term: w.T("library.fact.running")}
	if u.Running == "" {
		fact.Lines = []string{w.T("library.running.unheard")}
		return fact
	}
	fact.Lines = []string{w.T("library.running." + string(u.Running)), w.T("library.running.confirmed", "Date", w.Date(u.Confirmed, v.officialZone()))}
	return fact
}

// practiceTools are what a reader does with a page: ask, tell, compare, cite,
// share.
type practiceTools struct {
	Ask, Replicate, Compare string
	Cite                    string
	CiteLang                string
	Forms                   []templates.Link
	Address, Mail           string
}

func (v *visit) practiceTools(p library.Page) *practiceTools {
	at := "/library/" + p.Slug
	t := &practiceTools{
		Ask: v.to(at + "/ask"), Replicate: v.to(at + "/same"), Compare: v.to("/library/compare?p=" + url.QueryEscape(p.Slug)),
		Address: v.absolute(at), Cite: v.citation(p).Plain(),
	}
	if v.site.still {
		t.Ask, t.Replicate = "", ""
	}
	if v.Lang != "en" {
		t.CiteLang = "en"
	}
	for _, c := range library.Citations {
		t.Forms = append(t.Forms, templates.Link{Text: v.Words.T("library.cite.form." + c.Form), URL: v.to(at + "/cite/" + c.Form)})
	}
	mail := url.Values{"subject": {v.heading(p.Practice)}, "body": {t.Address}}
	t.Mail = "mailto:?" + strings.ReplaceAll(mail.Encode(), "+", "%20")
	return t
}

func (v *visit) citation(p library.Page) library.Citation {
	title := p.Title
	if title == "" {
		title = headingIn(locale.Must("en"), p.Practice) // a citation is in English
	}
	return p.Cite(title, v.absolute("/library/"+p.Slug))
}

// cite sends the citation of a practice as a file for programs that keep
// references.
func cite(s *Site, v *visit) error {
	p, err := s.practice(v.ctx(), v.Param("slug"))
	if err != nil {
		return err
	}
	if p.Withdrawn != 0 {
		return award.ErrNotFound
	}
	for _, c := range library.Citations {
		if c.Form == v.Param("form") {
			v.public()
			v.Response().Header().Set("Content-Disposition", disposition(p.Slug+c.Ending, false))
			return v.Blob(http.StatusOK, c.Media, []byte(v.citation(p).In(c.Form)))
		}
	}
	return award.ErrNotFound
}

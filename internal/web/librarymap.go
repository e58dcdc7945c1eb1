package web

import (
	"context"
	"encoding/xml"
	"net/http"
	"strconv"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
)

// The map of the site, as sitemaps.org defines it, with each page's twins in
// the other languages.
type (
	mapDoc struct {
		XMLName xml.Name  `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		Links   string    `xml:"xmlns:xhtml,attr"`
		Pages   []mapPage `xml:"url"`
	}
	mapPage struct {
		At      string    `xml:"loc"`
		Changed string    `xml:"lastmod,omitempty"`
		Twins   []mapTwin `xml:"xhtml:link"`
	}
	mapTwin struct {
		Rel  string `xml:"rel,attr"`
		Lang string `xml:"hreflang,attr"`
		At   string `xml:"href,attr"`
	}
)

// sitePart is a page of the map: its path without the language, and when it
// was published.
type sitePart struct {
	path string
	at   award.Time
}

func siteMap(s *Site, v *visit) error {
	return v.keep(func() (*keptPage, error) {
		parts, err := s.siteParts(v.ctx())
		if err != nil {
			return nil, err
		}
		doc := mapDoc{Links: "http://www.w3.org/1999/xhtml"}
		for _, p := range parts {
			doc.Pages = append(doc.Pages, s.mapPages(p)...)
		}
		body, err := xmlDoc(doc)
		if err != nil {
			return nil, err
		}
		return newKept(http.StatusOK, "application/xml; charset=utf-8", body, v.site.quickly())
	})
}

// mapPages is one page in every language.
func (s *Site) mapPages(p sitePart) []mapPage {
	var twins []mapTwin
	for _, l := range locale.Languages() {
		twins = append(twins, mapTwin{"alternate", l.Code, s.URL + "/" + l.Code + p.path})
	}
	var all []mapPage
	for _, twin := range twins {
		page := mapPage{At: twin.At, Twins: twins}
		if p.at != 0 {
			page.Changed = p.at.Std().Format("2006-01-02")
		}
		all = append(all, page)
	}
	return all
}

// siteParts are the public pages: what is published, and nothing else.
func (s *Site) siteParts(ctx context.Context) ([]sitePart, error) {
	listing, err := s.Library.List(ctx)
	if err != nil {
		return nil, err
	}
	parts := []sitePart{{path: "/"}, {path: "/library"}, {path: "/winners"}, {path: "/library/map"}, {path: "/numbers"}}
	seen := map[string]bool{}
	add := func(path string, at award.Time) {
		if !seen[path] {
			seen[path] = true
			parts = append(parts, sitePart{path, at})
		}
	}
	for _, p := range listing.Practices {
		add("/library/"+p.Slug, p.Published)
	}
	for _, p := range listing.Practices {
		year := "/winners/" + strconv.Itoa(p.Year)
		add(year, 0)
		if p.CategoryKey != "" {
			add(year+"/"+p.CategoryKey, 0)
		}
	}
	for _, c := range listing.Cities {
		add("/cities/"+c.Slug, 0)
	}
	return parts, nil
}

// robots asks search engines to read the map of the site; those of a demo,
// whose cities are invented, to stay away.
func robots(s *Site, v *visit) error {
	if s.Demo {
		return v.String(http.StatusOK, "User-agent: *\nDisallow: /\n")
	}
	return v.String(http.StatusOK, "User-agent: *\nAllow: /\n\nSitemap: "+s.URL+"/sitemap.xml\n")
}

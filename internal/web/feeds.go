package web

import (
	"bytes"
	"encoding/xml"
	"net/http"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/library"
	"we-gov.org/awards/internal/locale"
)

// feedMost is how many of the newest practices a feed tells.
const feedMost = 50

// The newest practices as JSON Feed 1.1 (jsonfeed.org) and as Atom (RFC 4287).
// A practice is told once, when it is published: corrections are not news.
type (
	feedDoc struct {
		Version     string     `json:"version"`
		Title       string     `json:"title"`
		HomePageURL string     `json:"home_page_url"`
		FeedURL     string     `json:"feed_url"`
		Language    string     `json:"language"`
		Items       []feedItem `json:"items"`
	}
	feedItem struct {
		ID        string       `json:"id"`
		URL       string       `json:"url"`
		Title     string       `json:"title"`
		Text      string       `json:"content_text"`
		Image     string       `json:"image"`
		Published string       `json:"date_published"`
		Authors   []feedAuthor `json:"authors"`
		Tags      []string     `json:"tags,omitempty"`
		Language  string       `json:"language"`
	}
	feedAuthor struct {
		Name string `json:"name"`
		URL  string `json:"url"`
	}
)

func jsonFeed(s *Site, v *visit) error {
	return v.keepJSON("application/feed+json; charset=utf-8", func() (any, error) {
		all, err := s.Library.Newest(v.ctx(), feedMost)
		doc := feedDoc{
			Version: "https://jsonfeed.org/version/1.1", Title: v.Words.T("library.data.feed_title"), HomePageURL: v.absolute("/library"),
			FeedURL: v.absolute("/feed.json"), Language: v.Lang, Items: []feedItem{},
		}
		for _, r := range all {
			doc.Items = append(doc.Items, v.feedItem(r))
		}
		return doc, err
	})
}

func (v *visit) feedItem(r library.Record) feedItem {
	p := v.openPractice(r)
	item := feedItem{
		ID: p.URL, URL: p.URL, Title: p.Title, Text: p.Summary, Image: p.URL + "/card.png", Published: p.Published, Language: p.Language,
		Authors: []feedAuthor{{p.City.Name, v.absolute("/cities/" + p.City.Slug)}},
	}
	if item.Text == "" {
		item.Text = v.Words.T("library.summary_missing")
	}
	for _, theme := range p.Themes {
		item.Tags = append(item.Tags, v.Words.T("library.theme."+theme))
	}
	return item
}

type (
	atomDoc struct {
		XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		Lang    string      `xml:"xml:lang,attr"`
		ID      string      `xml:"id"`
		Title   string      `xml:"title"`
		Updated string      `xml:"updated"`
		Links   []atomLink  `xml:"link"`
		Entries []atomEntry `xml:"entry"`
	}
	atomLink struct {
		Rel   string `xml:"rel,attr"`
		Media string `xml:"type,attr"`
		At    string `xml:"href,attr"`
	}
	atomEntry struct {
		Lang      string     `xml:"xml:lang,attr"`
		ID        string     `xml:"id"`
		Title     string     `xml:"title"`
		Updated   string     `xml:"updated"`
		Published string     `xml:"published"`
		Author    string     `xml:"author>name"`
		Link      atomLink   `xml:"link"`
		Tags      []atomTerm `xml:"category"`
		Summary   string     `xml:"summary"`
	}
	atomTerm struct {
		Term string `xml:"term,attr"`
	}
)

func atomFeed(s *Site, v *visit) error {
	return v.keep(func() (*keptPage, error) {
		all, err := s.Library.Newest(v.ctx(), feedMost)
		if err != nil {
			return nil, err
		}
		at := v.absolute("/feed.atom")
		doc := atomDoc{
			Lang: v.Lang, ID: at, Title: v.Words.T("library.data.feed_title"), Updated: award.Time(0).Std().Format("2006-01-02T15:04:05Z"),
			Links: []atomLink{{"self", "application/atom+xml", at}, {"alternate", "text/html", v.absolute("/library")}},
		}
		if len(all) > 0 {
			doc.Updated = locale.Machine(all[0].Published)
		}
		for _, r := range all {
			item := v.feedItem(r)
			e := atomEntry{
				Lang: item.Language, ID: item.ID, Title: item.Title, Updated: item.Published, Published: item.Published, Author: item.Authors[0].Name,
				Link: atomLink{"alternate", "text/html", item.URL}, Summary: item.Text,
			}
			for _, tag := range item.Tags {
				e.Tags = append(e.Tags, atomTerm{tag})
			}
			doc.Entries = append(doc.Entries, e)
		}
		body, err := xmlDoc(doc)
		if err != nil {
			return nil, err
		}
		return newKept(http.StatusOK, "application/atom+xml; charset=utf-8", body, v.site.quickly())
	})
}

// xmlDoc writes a document with its first line.
func xmlDoc(doc any) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	err := xml.NewEncoder(&b).Encode(doc)
	return b.Bytes(), err
}

package web_test

import (
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"image/png"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/storage/database"
)

// openPaths are the addresses at which programs read the library.
var openPaths = []string{
	"/en/library.csv", "/ko/library.csv", "/en/library.json", "/ko/library.json", "/en/feed.json", "/ko/feed.atom", "/en/feed.atom", "/sitemap.xml",
	"/oai?verb=ListRecords&metadataPrefix=oai_dc", "/oai?verb=ListIdentifiers&metadataPrefix=oai_dc", "/oai?verb=ListSets", "/oai?verb=Identify",
	"/api/v1/practices", "/api/v1/editions", "/api/v1/cities", "/api/v1/themes", "/api/openapi.json",
}

type openDoc struct {
	Count     int
	Total     int
	Pages     int
	Practices []openItem
	Results   []openItem
	Items     []struct{ URL, Title string }
}

type openItem struct {
	Slug, URL, Title, Category string
	Year                       int
	Themes                     []string
	City                       struct{ Name, Country string }
}

func readDoc(t *testing.T, page *testkit.Page) (doc openDoc) {
	t.Helper()
	if err := json.Unmarshal([]byte(page.Want(http.StatusOK).Body), &doc); err != nil {
		t.Fatalf("%s: %v", page.Path, err)
	}
	return doc
}

func TestSearchIsAnsweredAsDataInItsLanguage(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	c := site.Visitor()
	const query = "?category=mobility&sort=city"
	page := c.Get("/en/library" + query)
	doc := readDoc(t, c.Get("/en/library.json"+query))
	if doc.Count != 2 || len(doc.Practices) != 2 || page.Text("#found") != "2 practices" {
		t.Fatalf("%d practices as data, %q on the page", doc.Count, page.Text("#found"))
	}
	titles := page.All(".results h3")
	table := c.Get("/en/library.csv" + query).Want(http.StatusOK)
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(table.Body, "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for i, p := range doc.Practices {
		if p.Title != titles[i] || rows[i+1][0] != p.Slug || rows[i+1][2] != p.Title || p.Category != "Mobility" {
			t.Errorf("practice %d is %q on the page, %+v as JSON and %q as CSV", i, titles[i], p, rows[i+1])
		}
		c.Get(strings.TrimPrefix(p.URL, testkit.URL)).Want(http.StatusOK)
	}
	if ko := readDoc(t, c.Get("/ko/library.json?q="+url.QueryEscape("서울"))); ko.Count != 2 || ko.Practices[0].City.Name != "서울" {
		t.Errorf("Seoul in Korean: %+v", ko)
	}
	if !page.Has("a[href='/en/library.csv?category=mobility&sort=city']") || !strings.Contains(table.Header.Get("Content-Disposition"), "library.csv") {
		t.Errorf("the page does not lead to its table: %v", table.Header)
	}
}

func TestOpenDataIsKeptWithATag(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	for _, path := range append(slices.Clone(openPaths), "/en/library/seoul-urban-management-2014/card.png", "/api/v1/practices/seoul-urban-management-2014") {
		c := site.Visitor()
		first := c.Get(path).Want(http.StatusOK)
		if strings.HasPrefix(path, "/oai") {
			continue // says when it was given
		}
		c.Header.Set("If-None-Match", first.Header.Get("ETag"))
		if again := c.Get(path); first.Header.Get("ETag") == "" || again.Status != http.StatusNotModified {
			t.Errorf("%s again: %d", path, again.Status)
		}
	}
}

func TestFeedsTellTheNewestPractices(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	c := site.Visitor()
	feed := readDoc(t, c.Get("/en/feed.json"))
	if len(feed.Items) != 40 || !strings.Contains(feed.Items[0].URL, "2027") {
		t.Fatalf("%d items, the first %+v", len(feed.Items), feed.Items)
	}
	var atom struct {
		Updated string `xml:"updated"`
		Entries []struct {
			ID        string `xml:"id"`
			Title     string `xml:"title"`
			Published string `xml:"published"`
			Author    string `xml:"author>name"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal([]byte(c.Get("/en/feed.atom").Body), &atom); err != nil {
		t.Fatal(err)
	}
	if len(atom.Entries) != len(feed.Items) || atom.Updated != atom.Entries[0].Published || atom.Entries[0].ID != feed.Items[0].URL || atom.Entries[0].Author == "" {
		t.Errorf("%+v", atom.Entries[0])
	}
}

// hostile is a title that would end a script or an element.
const hostile = `</script><script>alert(1)</script> ]]> "A & B" <b>`

func TestPageTellsProgramsWhatItIs(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	p := published(t, site)
	p.Title = hostile
	site.Update(func(tx *database.Tx) error { return tx.SavePractice(&p) })
	c := site.Visitor()
	page := c.Get("/en/library/" + p.Slug).Want(http.StatusOK)
	data := page.Doc().Find(`script[type="application/ld+json"]`)
	var doc struct {
		Type     string `json:"@type"`
		Headline string
		Author   struct{ Name string }
		Content  struct {
			Type string `json:"@type"`
		} `json:"contentLocation"`
	}
	if err := json.Unmarshal([]byte(data.Text()), &doc); err != nil || data.Length() != 1 {
		t.Fatalf("%d scripts of data, %v: %s", data.Length(), err, data.Text())
	}
	if doc.Type != "Article" || doc.Headline != hostile || doc.Content.Type != "City" || doc.Author.Name == "" {
		t.Errorf("%+v", doc)
	}
	if strings.Contains(page.Body, "<script>alert") || page.Attr(`meta[property="og:title"]`, "content") != hostile {
		t.Error("the title is not escaped as it must be")
	}
	card := strings.TrimPrefix(page.Attr(`meta[property="og:image"]`, "content"), testkit.URL)
	for _, at := range []string{card, strings.Replace(card, "/en/", "/ko/", 1)} {
		picture := c.Get(at).Want(http.StatusOK)
		m, err := png.DecodeConfig(strings.NewReader(picture.Body))
		if err != nil || m.Width != 1200 || m.Height != 630 {
			t.Errorf("%s: %+v, %v", at, m, err)
		}
	}
	for _, path := range openPaths {
		body := c.Get(path).Want(http.StatusOK)
		if strings.Contains(body.Body, "<script>") && !strings.Contains(path, ".csv") {
			t.Errorf("%s holds the title as it is", path)
		}
	}
}

// taken makes three practices that nobody may read of: never published, to be
// published tomorrow, and withdrawn. The last two have words of their own.
func taken(t *testing.T, site *testkit.Platform) (words []string) {
	t.Helper()
	site.Update(func(tx *database.Tx) error {
		all, err := tx.Practices()
		if err != nil {
			return err
		}
		now := site.Clock.Now()
		for i, change := range []func(*award.Practice){
			func(p *award.Practice) { p.Published = 0 },
			func(p *award.Practice) { p.Published = now.Add(24 * time.Hour) },
			func(p *award.Practice) { p.Withdrawn, p.Notice = now, "Wish of the city." },
			func(p *award.Practice) { p.Published, p.Withdrawn = now.Add(24*time.Hour), now },
		} {
			p := all[i]
			p.ID, p.Version, p.Entry = award.NewID(), 1, ""
			p.Slug, p.Title, p.Summary, p.Year = fmt.Sprintf("zz-secret-%d", i), fmt.Sprintf("Quokka%dtitle", i), fmt.Sprintf("Quokka%dsummary", i), 1990+i
			change(&p)
			if err := tx.AddPractice(p); err != nil {
				return err
			}
			if err := tx.SetPracticeText(p.ID, []award.PracticePart{{Question: "solution", Kind: award.LongText, Value: fmt.Sprintf("Quokka%dpart", i)}}); err != nil {
				return err
			}
		}
		return nil
	})
	return []string{"quokka", "zz-secret", "1990", "1991", "1992", "1993", "wish of the city"}
}

func TestOpenDataHoldsOnlyWhatIsPublished(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	words, c := taken(t, site), site.Visitor()
	for _, path := range openPaths {
		body := strings.ToLower(c.Get(path).Want(http.StatusOK).Body)
		for _, word := range words {
			gone := strings.HasPrefix(path, "/oai?verb=List") && (word == "zz-secret" || word == "1992")
			if strings.Contains(body, word) && !gone {
				t.Errorf("%s tells %q", path, word)
			}
		}
		for _, n := range []string{"0", "1", "3"} {
			if strings.Contains(body, "zz-secret-"+n) {
				t.Errorf("%s knows practice %s", path, n)
			}
		}
	}
	for n := range 4 {
		slug := fmt.Sprintf("zz-secret-%d", n)
		for _, path := range []string{"/api/v1/practices/" + slug, "/en/library/" + slug + "/card.png"} {
			c.Get(path).Want(http.StatusNotFound)
		}
	}
}

func TestAPIAnswersWhatItDescribesAndNothingElse(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	c := site.Visitor()
	body := c.Get("/api/openapi.json").Want(http.StatusOK).Body
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	schemas := jsonschema.NewCompiler()
	schemas.DefaultDraft(jsonschema.Draft2020)
	schemas.AssertFormat()
	if err := schemas.AddResource("openapi.json", doc); err != nil {
		t.Fatal(err)
	}
	var described struct {
		OpenAPI string
		Servers []struct{ URL string }
		Paths   map[string]map[string]struct {
			Parameters []struct{ Name, In string }
			Responses  map[string]struct {
				Content map[string]struct {
					Schema struct {
						Ref string `json:"$ref"`
					}
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(body), &described); err != nil {
		t.Fatal(err)
	}
	p := published(t, site)
	var paths []string
	for path, methods := range described.Paths {
		at := described.Servers[0].URL + path
		paths = append(paths, strings.ReplaceAll(strings.ReplaceAll(at, "{", ":"), "}", ""))
		if len(methods) != 1 || methods["get"].Responses == nil {
			t.Errorf("%s is described with %v", path, methods)
		}
		s, err := schemas.Compile("openapi.json" + methods["get"].Responses["200"].Content["application/json"].Schema.Ref)
		if err != nil {
			t.Fatal(err)
		}
		for _, slug := range []string{p.Slug, "seoul-urban-management-2014"} {
			page := c.Get(strings.ReplaceAll(at, "{slug}", slug)).Want(http.StatusOK)
			answer, err := jsonschema.UnmarshalJSON(strings.NewReader(page.Body))
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Validate(answer); err != nil {
				t.Errorf("%s: %v", page.Path, err)
			}
		}
	}
	var live []string
	for _, r := range readTable(t) {
		if strings.HasPrefix(r.path, "/api/v1/") {
			live = append(live, r.path)
		}
	}
	slices.Sort(paths)
	if slices.Sort(live); !slices.Equal(paths, live) {
		t.Errorf("described: %v, served: %v", paths, live)
	}
	whole, search := c.Get("/api/v1/practices"), c.Get("/en/library")
	for _, param := range described.Paths["/practices"]["get"].Parameters {
		values := map[string][]string{"q": {"bicycle"}, "sort": {"city"}, "page": {"2"}}[param.Name]
		search.Doc().Find(".facets input[name=" + param.Name + "]").Each(func(_ int, s *goquery.Selection) { values = append(values, s.AttrOr("value", "")) })
		if !slices.ContainsFunc(values, func(value string) bool {
			return c.Get("/api/v1/practices?"+param.Name+"="+url.QueryEscape(value)).Body != whole.Body
		}) {
			t.Errorf("the parameter %s changes nothing: %v", param.Name, values)
		}
	}
	c.Get("/api/v1/practices/nothing").Want(http.StatusNotFound)
}

func TestListOfTheAPIIsPaged(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	site.AddPractices(230)
	seen := map[string]bool{}
	for n := 1; n <= 4; n++ {
		doc := readDoc(t, site.Visitor().Get(fmt.Sprintf("/api/v1/practices?page=%d", n)))
		if doc.Pages != 3 || n == 4 && len(doc.Results) != 0 {
			t.Errorf("page %d of %d holds %d", n, doc.Pages, len(doc.Results))
		}
		for _, p := range doc.Results {
			seen[p.Slug] = true
		}
		if len(seen) > doc.Total {
			t.Errorf("%d seen of %d", len(seen), doc.Total)
		}
	}
	if total := readDoc(t, site.Visitor().Get("/api/v1/practices")).Total; len(seen) != total || total <= 230 {
		t.Errorf("%d of %d seen", len(seen), total)
	}
}

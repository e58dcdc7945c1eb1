package web_test

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/image/webp"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/storage/database"
)

func hrefOf(_ int, s *goquery.Selection) string { return s.AttrOr("href", "") }

func TestPracticePageBeginsWithWhatChanged(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	p := published(t, site)
	c := site.Visitor()
	page := c.Get("/ko/library/" + p.Slug).Want(http.StatusOK)
	sections := page.Doc().Find("article section").Map(func(_ int, s *goquery.Selection) string { return s.Find("h2").AttrOr("id", "") })
	want := []string{"s-changed", "s-need", "s-done", "s-people", "s-cost", "s-difficulties", "s-transfer", "s-more"}
	if !slices.Equal(sections, want) {
		t.Errorf("the sections are %q", sections)
	}
	if !page.Says("번역하지 않았습니다") || page.Attr("#s-need + *", "lang") != "en" {
		t.Error("the page does not say in which language the city wrote")
	}
	why := page.All("aside .near .meta")
	if len(why) == 0 {
		t.Error("nothing to read on")
	}
	for _, reason := range why {
		if reason == "" {
			t.Error("a practice is shown beside it without a reason")
		}
	}
	if img := page.Doc().Find("img.cover"); img.AttrOr("srcset", "") == "" || img.AttrOr("alt", "") == "" || img.AttrOr("width", "") == "" {
		t.Error("the cover has no sizes or no description")
	}
	for one := range strings.SplitSeq(page.Attr("picture source[type='image/webp']", "srcset"), ", ") {
		at, _, _ := strings.Cut(one, " ")
		file := c.Get(at).Want(http.StatusOK)
		if _, err := webp.DecodeConfig(strings.NewReader(file.Body)); err != nil || file.Header.Get("Content-Type") != "image/webp" {
			t.Errorf("%s: %s, %v", at, file.Header.Get("Content-Type"), err)
		}
	}
}

func TestCitationsAreReadByTheProgramsThatKeepThem(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	p, c := published(t, site), site.Visitor()
	at := "/en/library/" + p.Slug + "/cite/"
	var csl []struct{ Type, Title, URL string }
	if err := json.Unmarshal([]byte(c.Get(at+"csl-json").Want(http.StatusOK).Body), &csl); err != nil || len(csl) != 1 || csl[0].Title != p.Title || !strings.HasSuffix(csl[0].URL, p.Slug) {
		t.Errorf("CSL-JSON: %+v, %v", csl, err)
	}
	ris := c.Get(at + "ris").Want(http.StatusOK)
	if !strings.HasPrefix(ris.Body, "TY  - ELEC\r\n") || !strings.HasSuffix(ris.Body, "ER  - \r\n") || !strings.Contains(ris.Body, "TI  - "+p.Title) {
		t.Errorf("RIS: %q", ris.Body)
	}
	bib := c.Get(at + "bibtex").Want(http.StatusOK)
	if !strings.HasPrefix(bib.Body, "@misc{"+p.Slug+",") || strings.Count(bib.Body, "{") != strings.Count(bib.Body, "}") || !strings.Contains(bib.Header.Get("Content-Disposition"), p.Slug+".bib") {
		t.Errorf("BibTeX: %q", bib.Body)
	}
	c.Get(at + "docx").Want(http.StatusNotFound)
}

func TestListIsKeptInTheAddressAndComparedSideBySide(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	p, c := published(t, site), site.Visitor()
	page := c.Get("/en/library/" + p.Slug).Click("a[href*='/library/compare']").Want(http.StatusOK)
	if page.Has("table") || !page.Says("Add at least one more") {
		t.Fatalf("one practice alone: %s", page.Text("main"))
	}
	page = page.Form("[role=search]").Set("q", "bus").Send().Want(http.StatusOK)
	page = page.Click("#add ~ ul a.btn").Want(http.StatusOK)
	if got := len(page.All("table thead th a")); got != 2 || len(page.All("table tbody tr")) < 8 {
		t.Fatalf("%d columns: %s", got, page.Text("main"))
	}
	table := c.Get(page.Attr("a[href*='compare.csv']", "href")).Want(http.StatusOK)
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(table.Body, "\ufeff"))).ReadAll()
	if err != nil || len(rows) < 9 || len(rows[0]) != 3 || rows[0][1] != p.Title || !strings.HasSuffix(rows[len(rows)-1][1], p.Slug) {
		t.Errorf("the file: %v, %v", rows, err)
	}
	if back := page.Click("li a[href*='/library/compare']"); back.Has("table") {
		t.Error("a practice cannot be taken off the list")
	}
}

func TestOddListsGetAPlainAnswer(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	c := site.Visitor()
	for _, q := range []string{"", "?p=", "?p=%ff", "?p=nowhere&p=nowhere", "?p=" + strings.Repeat("x", 5000), "?" + strings.Repeat("p=seoul-urban-management-2014&", 500), "?q=" + strings.Repeat("(", 300)} {
		if page := c.Get("/en/library/compare" + q).Want(http.StatusOK); page.Has("table") {
			t.Errorf("%.40s compares something", q)
		}
	}
	c.Get("/en/library/compare.csv?p=nowhere").Want(http.StatusSeeOther)
	all := url.Values{}
	for _, href := range c.Get("/en/library").Doc().Find(".results h3 a").Map(hrefOf) {
		all.Add("p", strings.TrimPrefix(href, "/en/library/"))
	}
	if page := c.Get("/en/library/compare?" + all.Encode()); !page.Says("Only four fit side by side") || page.Has("form[role=search]") {
		t.Errorf("a full list: %s", page.Text("main"))
	}
}

func TestMapSaysInItsTableWhatItsDotsShow(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	page := site.Visitor().Get("/en/library/map").Want(http.StatusOK)
	dots, rows := page.Doc().Find("svg.map a").Map(hrefOf), page.Doc().Find("tbody th a").Map(hrefOf)
	if len(dots) != 22 || len(rows) != 36 {
		t.Errorf("%d dots, %d rows", len(dots), len(rows))
	}
	for _, href := range dots {
		if !slices.Contains(rows, href) {
			t.Errorf("%s is a dot and no row", href)
		}
	}
	if page.Text("svg.map > title") == "" || !page.Has("a[href='https://www.geonames.org']") {
		t.Error("the map has no title, or does not name its source")
	}
}

func TestEachNumberIsCountedOnce(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	c := site.Visitor()
	page := c.Get("/en/numbers").Want(http.StatusOK)
	regions := 0
	for _, r := range page.All(".plot td:last-child") {
		regions += len(r)
	}
	if stats := page.All(".stats b"); !slices.Equal(stats, []string{"40", "36", "26", "5"}) || regions == 0 {
		t.Errorf("the numbers are %q", stats)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(c.Get("/en/numbers.csv").Want(http.StatusOK).Body, "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 6 || rows[1][0] != "2027" || rows[1][6] != "14" || rows[5][2] != "" {
		t.Errorf("%v, %v", rows, err)
	}
	sealed := testkit.Site(t, demo.Ceremony).Visitor().Get("/en/numbers")
	if row := sealed.Text("tbody tr"); !strings.Contains(row, "Not recorded") || !strings.HasPrefix(row, "2027") {
		t.Errorf("before the results are open the numbers of 2027 are %q", row)
	}
}

func TestFilmOfAPracticeHasItsCaptions(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	p := published(t, site)
	site.Update(func(tx *database.Tx) error {
		files, err := tx.PracticeFiles(p.ID)
		ids := make([]award.ID, 0, len(files)+2)
		for _, f := range files {
			ids = append(ids, f.ID)
		}
		for _, f := range []award.Attachment{
			{Name: "film.mp4", Media: "video/mp4", Kind: "video", Caption: "A morning at the counter"}, {Name: "ko.vtt", Media: "text/vtt", Kind: "film_captions", Language: "ko"}, {Name: "en.vtt", Media: "text/vtt", Kind: "film_captions", Language: "en"},
		} {
			f.ID, f.Entry, f.Key, f.Created = award.NewID(), p.Entry, f.Name, site.Clock.Now()
			ids = append(ids, f.ID)
			err = errors.Join(err, tx.AddAttachment(f))
		}
		return errors.Join(err, tx.SetPracticeFiles(p.ID, ids))
	})
	c := site.Visitor()
	page := c.Get("/ko/library/" + p.Slug).Want(http.StatusOK)
	if n := page.Doc().Find("video track[kind=captions][src]").Length(); n != 2 {
		t.Errorf("%d captions", n)
	}
	if page.Attr("track[srclang=ko]", "label") != "한국어" || !page.Has("track[srclang=ko][default]") || page.Has("track[srclang=en][default]") || page.Attr("video", "poster") == "" {
		t.Error("the captions do not say their language, or the reader's own are not on")
	}
}

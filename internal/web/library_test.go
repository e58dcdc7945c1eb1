package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/PuerkitoBio/goquery"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/storage/database"
)

// libraryPaths are public pages of every kind.
var libraryPaths = []string{
	"/library", "/library?q=bus", "/library?q=xylophone&country=KR&edition=2012", "/library?category=nope&page=9",
	"/library/seoul-urban-management-2014", "/winners", "/winners/2014", "/winners/2014/services", "/winners/2027", "/cities/goyang",
}

func TestNothingOfASealedResultShowsBeforeItIsOpened(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	titles := winners(t, site)
	c := site.Visitor()
	paths := append(slices.Clone(libraryPaths), "/winners/2027/services", "/library?edition=2027")
	for _, title := range titles {
		paths = append(paths, "/library?q="+url.QueryEscape(title))
	}
	for _, lang := range []string{"en", "ko"} {
		for _, path := range paths {
			page := c.Get("/" + lang + path).Want(http.StatusOK)
			for _, title := range titles {
				asked := strings.Contains(path, url.QueryEscape(title))
				if strings.Contains(page.Body, title) && !asked || asked && page.Has(".results h3") && strings.Contains(page.Text(".results"), title) {
					t.Errorf("%s shows %q", page.Path, title)
				}
			}
		}
	}
	if body := c.Get("/sitemap.xml").Body; strings.Contains(body, "2027") {
		t.Error("the map of the site knows the running edition")
	}
	if page := c.Get("/en/winners/2027"); !page.Says("The winners are announced on") || page.Has(".results") {
		t.Errorf("the page of the running edition: %s", page.Text("main"))
	}
}

func TestOpenedPracticesAreFoundInEnglishAndKorean(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	c := site.Visitor()
	title := winners(t, site)[0]
	page := c.Get("/en/library?q=" + url.QueryEscape(title)).Want(http.StatusOK)
	if got := page.Text(".results h3"); got != title {
		t.Fatalf("the first result is %q, want %q", got, title)
	}
	read := page.Click(".results h3 a").Want(http.StatusOK)
	if read.Text("h1") != title || !read.Says("Invented sample") || !read.Has(".glance") || !read.Says("What the city did") {
		t.Errorf("the page of the practice: %s", read.Text("main"))
	}
	ko := c.Get("/ko/library?q=" + url.QueryEscape("서울")).Want(http.StatusOK)
	if !ko.Says("사례 2건") || !ko.Has(`.results a[lang="en"]`) {
		t.Errorf("Seoul in Korean: %s", ko.Text("main"))
	}
	if page := ko.Click(".results h3 a").Want(http.StatusOK); !page.Says("한눈에 보기") || page.Attr("h1", "lang") != "en" {
		t.Errorf("a practice in Korean: %s", page.Text("main"))
	}
}

func TestLibraryWorksWithoutScript(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	page := site.Visitor().Get("/en/library").Form("form.facets").Set("category", "mobility").Send().Want(http.StatusOK)
	if !page.Says("2 practices") || page.Text(".chips a bdi") != "Mobility" {
		t.Errorf("filtered: %s", page.Text("main"))
	}
	found := page.Form("[role=search]").Set("q", "bicycle").Send().Want(http.StatusOK)
	if found.Text("#found") != "1 practice" || found.Path != "/en/library?category=mobility&q=bicycle" {
		t.Errorf("searched within the filter: %s %s", found.Path, found.Text("#found"))
	}
	if all := found.Click(".chips a"); all.Text("#found") != "2 practices" {
		t.Errorf("without the words: %s", all.Text("#found"))
	}
	if none := site.Visitor().Get("/en/library?q=drones&country=BR"); !none.Has(".empty a[href='/en/library?q=drones']") {
		t.Errorf("nothing found: %s", none.Text(".empty"))
	}
}

func TestPagesOfTheLibraryLeadThroughAll(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	page := site.Visitor().Get("/en/library").Want(http.StatusOK)
	seen := map[string]bool{}
	for n := 0; n < 9; n++ {
		page.Doc().Find(".results h3 a").Each(func(_ int, s *goquery.Selection) { seen[s.AttrOr("href", "")] = true })
		if !page.Has(".pager a[rel=next]") {
			break
		}
		page = page.Click(".pager a[rel=next]").Want(http.StatusOK)
	}
	if !page.Has(".pager b") || len(seen) != 40 {
		t.Errorf("%d practices seen", len(seen))
	}
	for path := range seen {
		site.Visitor().Get(path).Want(http.StatusOK)
	}
}

func TestPublicPagesAreKeptForStrangersOnly(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	c := site.Visitor()
	c.Header.Set("Accept-Encoding", "gzip")
	for _, path := range libraryPaths {
		first := c.Get("/en" + path).Want(http.StatusOK)
		tag := first.Header.Get("ETag")
		if tag == "" || !strings.HasPrefix(first.Header.Get("Cache-Control"), "public") || first.Header.Get("Content-Encoding") != "gzip" {
			t.Errorf("%s: %v", path, first.Header)
		}
		c.Header.Set("If-None-Match", tag)
		if again := c.Get("/en" + path); again.Status != http.StatusNotModified || again.Body != "" {
			t.Errorf("%s again answered %d", path, again.Status)
		}
		c.Header.Del("If-None-Match")
		mine := site.As("officer").Get("/en" + path).Want(http.StatusOK)
		if mine.Header.Get("Cache-Control") != "private, no-store" || mine.Header.Get("ETag") != "" || !mine.Has(".who") {
			t.Errorf("%s for an officer: %v", path, mine.Header)
		}
	}
}

func TestChangeOfAPracticeShowsAtOnce(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	c := site.Visitor()
	const path = "/en/library/seoul-urban-management-2014"
	c.Get(path).Want(http.StatusOK)
	c.Get("/en/library?q=payment").Want(http.StatusOK)
	site.Update(func(tx *database.Tx) error {
		p, err := tx.PracticeBySlug("seoul-urban-management-2014")
		if err != nil {
			return err
		}
		p.Withdrawn, p.Notice = site.Clock.Now(), "The city asked us to take it down."
		return tx.SavePractice(&p)
	})
	page := c.Get(path).Want(http.StatusGone)
	if !page.Says("The city asked us to take it down.") || page.Says("Transport card system") || page.Attr("meta[name=robots]", "content") != "noindex" {
		t.Errorf("withdrawn: %s", page.Text("main"))
	}
	if found := c.Get("/en/library?q=payment+card"); found.Says("Transport card system") {
		t.Error("a withdrawn practice is found")
	}
	if strings.Contains(c.Get("/sitemap.xml").Body, "seoul-urban-management-2014") {
		t.Error("the map of the site holds a withdrawn practice")
	}
}

func TestOnlyPublicFilesOfAPracticeAreServed(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	var slug string
	var public, document, private, other award.Attachment
	site.View(func(tx *database.Tx) error {
		all, err := tx.PracticesOfYear(2027)
		if err != nil {
			return err
		}
		slug = all[0].Slug
		files, err := tx.PracticeFiles(all[0].ID)
		if err != nil {
			return err
		}
		public = files[0]
		for _, f := range files {
			if f.Thumb == "" {
				document = f
			}
		}
		elsewhere, err := tx.PracticeFiles(all[1].ID)
		if err != nil {
			return err
		}
		other = elsewhere[0]
		every, err := tx.Attachments(all[0].Entry)
		for _, a := range every {
			if !slices.ContainsFunc(files, func(f award.Attachment) bool { return f.ID == a.ID }) {
				private = a
			}
		}
		return err
	})
	c, base := site.Visitor(), "/en/library/"+slug+"/files/"
	page := c.Get(base + string(public.ID)).Want(http.StatusOK)
	if n := int64(len(page.Body)); n == 0 || n == public.Size || page.Header.Get("ETag") == `"`+public.SHA256+`"` {
		t.Errorf("a stranger gets the picture as its camera made it: %d bytes", n)
	}
	page = c.Get(base + string(document.ID)).Want(http.StatusOK)
	if int64(len(page.Body)) != document.Size || page.Header.Get("Content-Type") != document.Media || !strings.Contains(page.Header.Get("Content-Security-Policy"), "default-src 'none'") {
		t.Errorf("%d bytes, %v", len(page.Body), page.Header)
	}
	if private.ID == "" {
		t.Fatal("the sample entry has no private file: the test would prove nothing")
	}
	for _, id := range []award.ID{private.ID, other.ID, award.NewID(), "x"} {
		c.Get(base + string(id)).Want(http.StatusNotFound)
	}
	c.Get("/en/library/taipei-services-2014/files/" + string(public.ID)).Want(http.StatusNotFound)
}

func TestOddAddressesOfTheLibraryGetAPlainAnswer(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	c := site.Visitor()
	for path, status := range map[string]int{
		"/en/library?q=%22unbalanced": 200, "/en/library?q=%ff%fe": 200, "/en/library?q=" + strings.Repeat("x", 100_000): 200,
		"/en/library?q=a&q=b&page=-3": 200, "/en/library?page=999999999999999999999": 200, "/en/library?edition=%00&region=moon": 200,
		"/en/library?sort=sideways": 200, "/en/library?%zz=1": 200, "/en/library?q=(((a|b)*)*)*c": 200,
		"/en/library?" + strings.Repeat("country=KR&", 5000): 200,
		"/en/library/nowhere":                                404, "/en/winners/1999": 404, "/en/winners/next": 404, "/en/winners/2014/nothing": 404, "/en/cities/atlantis": 404,
	} {
		if page := c.Get(path); page.Status != status {
			t.Errorf("%.60s answered %d, want %d", path, page.Status, status)
		}
	}
	if page := c.Get("/en/library?region=moon"); !page.Says("There is no “moon” under Region") {
		t.Errorf("an unknown region: %s", page.Text("main"))
	}
}

func TestAddressesOfTheLibraryAreCanonical(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	c := site.Visitor()
	for path, want := range map[string]string{
		"/ko/library?page=1&region=asia&sort=newest&edition=2014": "/ko/library?edition=2014&region=asia",
		"/en/library/taipei-services-2014?x=1":                    "/en/library/taipei-services-2014",
		"/en/winners/2014":                                        "/en/winners/2014",
		"/en/cities/goyang":                                       "/en/cities/goyang",
	} {
		if got := c.Get(path).Attr("link[rel=canonical]", "href"); got != testkit.URL+want {
			t.Errorf("%s is canonically %s", path, got)
		}
	}
	if !c.Get("/en/library?q=bus").Has(`meta[name=robots][content=noindex]`) {
		t.Error("a search is offered to search engines")
	}
	body := c.Get("/sitemap.xml").Want(http.StatusOK).Body
	for _, at := range regexp.MustCompile(`<loc>`+testkit.URL+`(/[^<]+)</loc>`).FindAllStringSubmatch(body, -1) {
		if strings.Count(body, "<loc>"+testkit.URL+at[1]+"</loc>") != 1 {
			t.Errorf("%s stands twice in the map", at[1])
		}
		if at[1] != "/en/" && at[1] != "/ko/" {
			c.Get(at[1]).Want(http.StatusOK)
		}
	}
	if !strings.Contains(body, `hreflang="ko"`) {
		t.Error("the map knows no twins")
	}
}

// Text that stays in the language of its city carries that language; all else
// is Korean.
func TestKoreanPagesOfTheLibraryAreInKorean(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	c := site.Visitor()
	english := regexp.MustCompile(`\b(the|of|and|is|are|not|practices?|winners?|city|filter|show|category|prize|edition)\b`)
	for _, path := range libraryPaths {
		page := c.Get("/ko" + path).Want(http.StatusOK)
		doc := goquery.CloneDocument(page.Doc())
		doc.Find(`[lang="en"], .ribbon, bdi, script, .logo`).Remove()
		text := doc.Find("body").Text()
		if found := english.FindString(strings.ToLower(text)); found != "" {
			t.Errorf("%s says %q in Korean", path, found)
		}
		if !strings.ContainsFunc(doc.Find("main").Text(), func(r rune) bool { return unicode.Is(unicode.Hangul, r) }) {
			t.Errorf("%s has no Korean", path)
		}
	}
}

package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/storage/database"
)

// publicPaths are the addresses of every route that a stranger may ask for, as
// the access table lists the live router, filled with what belongs to a winner.
func publicPaths(t *testing.T, winner map[string]string) (all []string) {
	t.Helper()
	for _, r := range readTable(t) {
		if r.method != http.MethodGet || r.want["stranger"] == outSignIn || strings.Contains(r.path, "/demo") || strings.HasPrefix(r.path, "/static/") {
			continue
		}
		parts := strings.Split(r.path, "/")
		for i, part := range parts {
			name, _ := strings.CutPrefix(part, ":")
			if name == "slug" && strings.HasPrefix(r.path, "/:lang/cities/") {
				name = "city"
			}
			if value, known := winner[name]; known && strings.HasPrefix(part, ":") {
				parts[i] = value
			}
		}
		path := strings.Join(parts, "/")
		if !strings.HasPrefix(path, "/:lang") {
			all = append(all, path)
			continue
		}
		for _, lang := range []string{"en", "ko", "ar"} {
			all = append(all, strings.Replace(path, ":lang", lang, 1))
		}
	}
	asked := url.QueryEscape(winner["title"])
	return append(all, "/en/library?q="+asked, "/ko/library?q="+asked, "/en/library?edition=2027", "/en/library/ahead.json?q="+asked, "/en/library.json?q="+asked, "/en/library.csv?edition=2027",
		"/oai?verb=ListRecords&metadataPrefix=oai_dc", "/oai?verb=ListIdentifiers&metadataPrefix=oai_dc&set=edition:2027", "/api/v1/practices?edition=2027", "/en/library/compare?practice="+winner["slug"])
}

// winnerOf is what an opened site tells of a winner, by which its twin is asked.
func winnerOf(t *testing.T) map[string]string {
	t.Helper()
	site := testkit.Site(t, demo.Ceremony)
	code, ref, city := certified(t, site, "services")
	producer := site.As("producer")
	for _, c := range site.Sample.Edition.Categories {
		producer.Post(papersAt+"/"+c.Key, url.Values{"phrase": {demo.PaperPhrase}, "to": {"public"}}).Want(http.StatusSeeOther)
	}
	winner := map[string]string{"code": code, "city": city, "year": "2027", "category": "services", "form": "bibtex", "token": "no-such-token"}
	site.View(func(tx *database.Tx) error {
		e, err := tx.EntryRef(ref)
		if err != nil {
			return err
		}
		p, err := tx.PracticeOfEntry(e.ID)
		winner["slug"], winner["title"] = p.Slug, e.Title
		return err
	})
	page := site.Visitor().Get("/en/library/" + winner["slug"]).Want(http.StatusOK)
	_, rest, _ := strings.Cut(page.Body, "/en/library/"+winner["slug"]+"/files/")
	if winner["file"], _, _ = strings.Cut(rest, "\""); winner["file"] == "" {
		t.Fatal("the winner has no file: the test would prove less")
	}
	winner["file"], _, _ = strings.Cut(winner["file"], "/")
	return winner
}

// tellers are the addresses whose answer holds a winner's title, or the proof.
func tellers(c *testkit.Client, paths, titles []string, code string) (told []string, tags map[string]string) {
	tags = map[string]string{}
	for _, path := range paths {
		page := c.Get(path)
		tags[path] = page.Header.Get("ETag")
		body, of := page.Body, ""
		if _, query, asked := strings.Cut(path, "?q="); asked {
			of, _ = url.QueryUnescape(query) // a page repeats what was asked
			body = strings.ReplaceAll(body, of, "")
		}
		tells := strings.Contains(body, code) && !strings.Contains(path, code) || strings.Contains(path, "/press") && page.Status == http.StatusOK ||
			strings.Contains(path, "/verify/"+code) && page.Status != http.StatusNotFound || strings.HasSuffix(path, "bundle.json") && page.Status == http.StatusOK
		if tells || slices.ContainsFunc(titles, func(title string) bool { return strings.Contains(body, title) }) {
			told = append(told, path)
		}
	}
	return told, tags
}

// The boundary: at the last moment before the set minute not one byte of a result
// is on any route that the public has; at the minute all of it is, and what a
// browser has kept from before is not taken for the answer.
func TestEveryPublicRouteIsSilentBeforeTheMinuteAndTellsAtIt(t *testing.T) {
	winner := winnerOf(t)
	site := testkit.Site(t, demo.Ceremony)
	titles := winners(t, site)
	site.CloseEnvelopes()
	desk := site.Parts.Office
	set := office.Act{Purpose: award.AtMinute, Phrase: demo.Phrase, Minute: site.Clock.Now().Add(time.Hour)}
	if err := desk.AskOpening(t.Context(), actorOf(t, site, "officer"), 2027, set); err != nil {
		t.Fatal(err)
	}
	if _, err := desk.Open(t.Context(), actorOf(t, site, "chair"), 2027, set); err != nil {
		t.Fatal(err)
	}
	paths := publicPaths(t, winner)
	if len(paths) < 100 {
		t.Fatalf("only %d addresses", len(paths))
	}
	site.Clock.Set(set.Minute.Add(-time.Millisecond))
	if n, err := desk.OpenDue(t.Context()); n != 0 || err != nil {
		t.Fatalf("%d, %v", n, err)
	}
	c := site.Visitor()
	told, tags := tellers(c, paths, titles, winner["code"])
	if len(told) > 0 {
		t.Errorf("before the minute these tell: %v", told)
	}
	for _, path := range paths {
		if strings.Contains(path, winner["slug"]) && !strings.Contains(path, "?") && c.Get(path).Status != http.StatusNotFound {
			t.Errorf("%s is there before the minute", path)
		}
	}
	site.Clock.Set(set.Minute)
	if n, err := desk.OpenDue(t.Context()); n == 0 || err != nil {
		t.Fatalf("%d, %v", n, err)
	}
	told, _ = tellers(c, paths, titles, winner["code"])
	for _, path := range []string{
		"/en/winners/2027", "/ko/winners/2027", "/en/winners/2027/services", "/en/winners/2027/press", "/en/winners/2027/press.zip", "/en/library", "/en/library/" + winner["slug"], "/en/feed.atom", "/en/feed.json",
		"/api/v1/practices/" + winner["slug"], "/oai?verb=ListRecords&metadataPrefix=oai_dc", "/en/library.csv?edition=2027", "/en/verify/bundle.json", "/en/verify/" + winner["code"],
	} {
		if !slices.Contains(told, path) {
			t.Errorf("at the minute %s does not tell", path)
		}
	}
	for _, path := range told {
		if tags[path] == "" {
			continue
		}
		c.Header.Set("If-None-Match", tags[path])
		if c.Get(path).Status == http.StatusNotModified {
			t.Errorf("%s: what was kept from before still holds", path)
		}
	}
}

func actorOf(t *testing.T, site *testkit.Platform, who string) award.Actor {
	t.Helper()
	a, err := site.Parts.Account.Actor(t.Context(), site.Person(who).ID)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

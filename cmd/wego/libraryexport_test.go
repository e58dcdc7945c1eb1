package main

import (
	"bytes"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/storage/database"
)

func exported(t *testing.T, site *testkit.Platform, dir string) {
	t.Helper()
	parts := site.Parts
	parts.URL = testkit.URL
	if _, err := exportTo(t.Context(), parts, dir, io.Discard); err != nil {
		t.Fatal(err)
	}
}

// contents are all files of a folder by name.
func contents(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		all[name], err = os.ReadFile(filepath.Join(dir, name)) //nolint:gosec // our own folder
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestExportOfTheSameLibraryIsTheSameOnAnyDay(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	first, second := filepath.Join(t.TempDir(), "a"), filepath.Join(t.TempDir(), "b")
	exported(t, site, first)
	site.Clock.Advance(40*24*time.Hour + time.Hour)
	exported(t, site, second)
	exported(t, site, first)
	a, b := contents(t, first), contents(t, second)
	for name := range a {
		if !bytes.Equal(a[name], b[name]) {
			t.Errorf("%s differs", name)
		}
	}
	if len(a) != len(b) || len(a) < 100 {
		t.Errorf("%d and %d files", len(a), len(b))
	}
}

func TestExportHoldsOnlyWhatIsPublished(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	site.Update(func(tx *database.Tx) error {
		all, err := tx.Practices()
		if err != nil {
			return err
		}
		for i, change := range []func(*award.Practice){
			func(p *award.Practice) { p.Published = 0 },
			func(p *award.Practice) { p.Published = site.Clock.Now().Add(24 * time.Hour) },
			func(p *award.Practice) { p.Withdrawn = site.Clock.Now() },
		} {
			p := all[i]
			p.ID, p.Entry, p.Version, p.Title, p.Summary, p.Slug = award.NewID(), "", 1, "Quokka title", "Quokka summary", "quokka-"+string(rune('a'+i))
			if change(&p); tx.AddPractice(p) != nil {
				t.Fatal("not added")
			}
		}
		return nil
	})
	dir := filepath.Join(t.TempDir(), "a")
	exported(t, site, dir)
	for name, body := range contents(t, dir) {
		if strings.Contains(strings.ToLower(name+string(body)), "quokka") {
			t.Errorf("%s tells of it", name)
		}
	}
}

func TestEveryWayInAnExportLeadsToAFileOfIt(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	dir := filepath.Join(t.TempDir(), "a")
	exported(t, site, dir)
	all, ways := contents(t, dir), 0
	for name, body := range all {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		doc, err := goquery.NewDocumentFromReader(bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		doc.Find("[href], [src], [poster]").Each(func(_ int, s *goquery.Selection) {
			at := s.AttrOr("href", s.AttrOr("src", s.AttrOr("poster", "")))
			to, err := url.Parse(at)
			if err != nil || to.Scheme != "" {
				return
			}
			target := name
			if to.Path != "" {
				target = filepath.Join(filepath.Dir(name), to.Path)
			}
			if ways++; all[target] == nil {
				t.Errorf("%s leads to %s", name, at)
			}
		})
		for _, needs := range []string{`form[method="post" i]`, `script[type=module]`, `[href*="sign-in"]`, `[href*="/ask"]`} {
			if doc.Find(needs).Length() > 0 {
				t.Errorf("%s has %s", name, needs)
			}
		}
	}
	pictures := 0
	for name := range all {
		if strings.HasPrefix(name, "media/") && strings.HasSuffix(name, ".jpg") {
			pictures++
		}
	}
	if pictures == 0 {
		t.Error("no picture was exported")
	}
	if ways < 2000 {
		t.Errorf("only %d ways", ways)
	}
}

func TestExportReplacesOnlyAnEarlierExport(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	parts := site.Parts
	parts.URL = testkit.URL
	dir := t.TempDir()
	exported(t, site, dir)
	note := filepath.Join(dir, "my-notes.txt")
	if err := os.WriteFile(note, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := exportTo(t.Context(), parts, dir, io.Discard); err == nil || !strings.Contains(err.Error(), "my-notes.txt") {
		t.Errorf("a folder with a file of its own: %v", err)
	}
	other := t.TempDir()
	if err := os.WriteFile(filepath.Join(other, "index.html"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := exportTo(t.Context(), parts, other, io.Discard); err == nil || !strings.Contains(err.Error(), "no earlier export") {
		t.Errorf("another folder: %v", err)
	}
	if said, err := os.ReadFile(note); err != nil || string(said) != "mine" { //nolint:gosec // our own
		t.Errorf("the note: %q, %v", said, err)
	}
}

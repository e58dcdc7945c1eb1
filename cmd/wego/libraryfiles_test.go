package main

import (
	"bytes"
	"encoding/csv"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/internal/testkit/browser"
)

// What an officer does with the library on a disk, in a browser without a
// network.
func TestExportIsSearchedReadAndComparedFromADisk(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	dir := filepath.Join(t.TempDir(), "library")
	exported(t, site, dir)
	tab := browser.Open(t).Tab(browser.View{Width: 360, Height: 740})
	tab.Offline(true)
	at := func(name string) string {
		return (&url.URL{Scheme: "file", Path: filepath.ToSlash(filepath.Join(dir, name))}).String()
	}

	for _, search := range []struct{ lang, label, word, finds string }{
		{"en", "Search the library", "transport", "Seoul"},
		{"ko", "", "서울", "서울"},
		{"ar", "", "سيول", "سيول"},
	} {
		tab.Go(at(search.lang + "/index.html"))
		tab.Eval("document.getElementById('q').focus()", nil)
		tab.Type(search.word)
		tab.In("#results").See(search.finds)
		if over := tab.Overflow(); over > 0 {
			t.Errorf("%s: the search sticks out by %d", search.lang, over)
		}
	}
	tab.Go(at("ko/index.html"))
	tab.Click("#results li:first-child a")
	title := tab.Text("h1")
	tab.Click(`a[href*="compare.html"]`)
	tab.In("#chosen").See(title)
	tab.Click("#results li:first-child .btn")
	if first, columns := tab.Attribute(".side tbody td", "data-of"), 0; first != title {
		t.Errorf("the first column is of %q, not %q", first, title)
	} else if tab.Eval(`document.querySelectorAll(".side thead th").length`, &columns); columns != 3 {
		t.Errorf("%d columns", columns)
	}
	name, table := tab.Download(func() { tab.Click("#csv") })
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(table, []byte("\ufeff")))).ReadAll()
	if err != nil || name != "comparison.csv" || len(rows) < 5 || len(rows[0]) != 3 || rows[0][1] != title {
		t.Errorf("%s does not hold two practices, %q first: %v %s", name, title, err, table)
	} else if address := rows[len(rows)-1][1]; !strings.HasPrefix(address, at("ko/library")) {
		t.Errorf("the file leads to %q", address)
	}
	comparison := tab.URL()
	tab.Click("#list + ul li:last-child a.noprint")
	tab.Gone(".side")
	tab.Go(at("ar/numbers.html"))
	tab.See("WeGO")
	if said := tab.Complaints(); len(said) > 0 {
		t.Error(strings.Join(said, "\n"))
	}
	tab.Go(comparison) // axe reads the sheets again, which a page from a disk may not
	if faults := tab.Axe(); len(faults) > 0 || tab.Overflow() > 0 {
		t.Errorf("the comparison: %v, sticks out by %d", faults, tab.Overflow())
	}
}

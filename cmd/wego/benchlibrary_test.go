package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/storage/database"
)

// library measures search and the page of a practice, at 26 practices and at
// 10,000 of 2,600 words.
func (f *figures) library(b *testing.B) {
	site := testkit.Site(b, demo.Judge)
	v := as(site, "")
	words := []string{"bus", "서울", "public transport", "smart city", "passangers", "drone", "열린 도시", "waste"}
	practice := "/en/library/" + practices(site)[0].Slug
	f.measure(b,
		deed{what: "Search in 26 practices", goal: 15 * time.Millisecond, do: opens(b, v, search(func(n int) string { return words[n%len(words)] }))},
		deed{what: "Search in 26 practices, asked before", do: opens(b, v, always("/en/library?q=city"))},
		deed{what: "Page of a practice", do: opens(b, v, func(n int) string { return practice + "?n=" + strconv.Itoa(n) })},
		deed{what: "Page of a practice, seen before", do: opens(b, v, always(practice))},
	)
	f.thousands(b)
}

// search is the address of a search for words that is never asked twice.
func search(words func(n int) string) func(int) string {
	return func(n int) string {
		return fmt.Sprintf("/en/library?q=%s&n=%d", url.QueryEscape(words(n)), n)
	}
}

func practices(site *testkit.Platform) (all []award.Practice) {
	site.View(func(tx *database.Tx) (err error) { all, err = tx.Practices(); return err })
	return all
}

// thousands measures the library when it is as large as it will ever be.
func (f *figures) thousands(b *testing.B) {
	site := testkit.Site(b, demo.Judge)
	site.AddPractices(10_000)
	v := as(site, "")
	began, busy := time.Now(), processor()
	v.Get("/en/library?q=seoul").Want(http.StatusOK)
	f.rows = append(f.rows, figure{
		what: "Index of 10,000 practices of 2,600 words", p50: written(time.Since(began)), cpu: written(processor() - busy), goal: "≤ 120 s",
		judged: true, missed: time.Since(began) > 2*time.Minute,
	})
	f.memory("  memory of the program at most until then", peak(b), 1<<30)
	texts, all, random := testkit.NewTexts(), practices(site), rand.New(rand.NewPCG(20260101, 3)) //nolint:gosec // the same searches in every run
	f.measure(b,
		deed{what: "Search in 10,000, one and two words", goal: 5 * time.Millisecond, percent: 50, do: opens(b, v, search(texts.Search))},
		deed{what: "  the same", goal: 15 * time.Millisecond, do: opens(b, v, search(texts.Search))},
		deed{what: "  with filters of three facets", goal: 15 * time.Millisecond, do: opens(b, v, func(n int) string {
			return search(texts.Search)(n) + "&region=asia&region=europe&edition=2010&edition=2011&category=category-3"
		})},
		deed{what: "  a phrase", goal: 60 * time.Millisecond, do: opens(b, v, search(func(int) string { return phraseOf(site, all, random) }))},
		deed{what: "  a beginning of four letters", goal: 60 * time.Millisecond, do: opens(b, v, search(func(n int) string { return texts.Search(2 * n)[:4] + "*" }))},
		deed{what: "  a word with a wrong letter", do: opens(b, v, search(func(n int) string {
			word := texts.Search(2 * n)
			return word[:2] + "x" + word[3:]
		}))},
		deed{what: "  all, a page of twenty", do: opens(b, v, func(n int) string { return fmt.Sprintf("/en/library?page=%d&n=%d", n%50, n) })},
	)
	f.worst(b, site)
	f.seen(b, site)
	f.burst(b, site)
	f.export(b, site)
	f.peer(b, site, texts)
}

// peak is the most memory that this process has had.
func peak(b *testing.B) int64 {
	b.Helper()
	said, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(said), "VmHWM:")
	kilobytes, _ := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
	return kilobytes << 10
}

// phraseOf is two words that stand beside each other in a practice.
func phraseOf(site *testkit.Platform, all []award.Practice, random *rand.Rand) string {
	var parts []award.PracticePart
	for len(parts) == 0 {
		site.View(func(tx *database.Tx) (err error) {
			parts, err = tx.PracticeText(all[random.IntN(len(all))].ID)
			return err
		})
	}
	words := strings.Fields(parts[0].Value)
	at := random.IntN(len(words) - 1)
	return `"` + words[at] + " " + words[at+1] + `"`
}

// seen measures how long it takes until a change of one practice is found.
func (f *figures) seen(b *testing.B, site *testkit.Platform) {
	b.Helper()
	v, t := site.Visitor(), took{}
	p := practices(site)[0]
	for n := range 5 {
		word := "newly" + strings.Repeat("x", n+1)
		p.Title = "A " + word + " title"
		site.Update(func(tx *database.Tx) error { return tx.SavePractice(&p) })
		before, began := processor(), time.Now()
		for !v.Get(search(func(int) string { return word })(n)).Has(".results") {
			time.Sleep(5 * time.Millisecond)
		}
		t.add(time.Since(began), processor()-before)
	}
	f.timing(b, "A change among 10,000 is found after", t, time.Second, 95)
}

// burst is what comes when the results are opened: the library has just
// changed, and two hundred people at once open its pages.
func (f *figures) burst(b *testing.B, site *testkit.Platform) {
	b.Helper()
	const people, pages = 200, 10
	address := site.Server(b)
	all := practices(site)
	p := all[1]
	p.Summary += " Opened."
	site.Update(func(tx *database.Tx) error { return tx.SavePractice(&p) })
	var mu sync.Mutex
	var crowd sync.WaitGroup
	t := took{}
	began := time.Now()
	for person := range people {
		crowd.Go(func() {
			paths := []string{"/en/", "/en/winners", "/en/library", "/en/library/" + p.Slug, "/ko/library", "/en/library/" + all[person%20].Slug}
			for n := range pages {
				asked := time.Now()
				status := fetched(address + paths[(person+n)%len(paths)])
				mu.Lock()
				t.add(time.Since(asked), 0)
				mu.Unlock()
				if status != http.StatusOK {
					b.Errorf("%s: %d", paths[(person+n)%len(paths)], status)
				}
			}
		})
	}
	crowd.Wait()
	f.timing(b, "200 people open pages at once after a change", t, 0, 95)
	f.note("  pages a second meanwhile", fmt.Sprintf("%.0f/s", people*pages/time.Since(began).Seconds()))
}

// export measures how long the whole library takes to be written as files, by a
// program that has just begun and has no index yet.
func (f *figures) export(b *testing.B, site *testkit.Platform) {
	b.Helper()
	parts := exportParts(site.DB, site.Store, site.Clock.Now)
	parts.URL = testkit.URL
	began, busy := time.Now(), processor()
	if _, err := exportTo(b.Context(), parts, filepath.Join(b.TempDir(), "library"), io.Discard); err != nil {
		b.Fatal(err)
	}
	f.rows = append(f.rows, figure{
		what: "Export of 10,000 as files in every language", p50: written(time.Since(began)), cpu: written(processor() - busy), goal: "≤ 60 s",
		judged: true, missed: time.Since(began) > time.Minute,
	})
}

// fetched is the status of an answer, or 0.
func fetched(address string) int {
	answer, err := http.Get(address) //nolint:gosec,noctx // our own server
	if err != nil {
		return 0
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, answer.Body)
	return answer.StatusCode
}

// peer searches the same words in the same texts with PocketBase, in turns. Its
// program is a module of its own; where it cannot be built, the table says so.
func (f *figures) peer(b *testing.B, site *testkit.Platform, texts *testkit.Texts) {
	b.Helper()
	program := filepath.Join(b.TempDir(), "peer")
	build := exec.Command("go", "build", "-C", "../../internal/tools/peer", "-o", program, ".") //nolint:gosec // our own
	if said, err := build.CombinedOutput(); err != nil {
		f.note("Search by PocketBase's ~", "not built: "+strings.TrimSpace(string(said)))
		return
	}
	them := exec.Command(program) //nolint:gosec // just built
	in, err := them.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := them.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := them.Start(); err != nil {
		b.Fatal(err)
	}
	to, from := json.NewEncoder(in), bufio.NewScanner(out)
	hand(b, site, to)
	ours, theirs := took{}, took{}
	v := as(site, "")
	for n := range 20 {
		word := texts.Search(2 * n)
		path, began := search(func(int) string { return word })(n+1_000_000), time.Now()
		v.Get(path).Want(http.StatusOK)
		ours.add(time.Since(began), 0)
		_ = to.Encode(map[string]string{"word": word})
		if !from.Scan() {
			b.Fatal("PocketBase said nothing")
		}
		nanoseconds, _ := strconv.ParseInt(from.Text(), 10, 64)
		theirs.add(time.Duration(nanoseconds), 0)
	}
	_ = in.Close()
	_ = them.Wait()
	f.timing(b, "Search by PocketBase's ~, one word", theirs, 0, 50)
	f.timing(b, "  the same words here, page and counts included", ours, at(theirs.wall, 50)/100, 50)
	f.note("  times as fast", fmt.Sprintf("%.0f", float64(at(theirs.wall, 50))/float64(at(ours.wall, 50))))
}

// hand gives every text to another program, and an empty one at the end.
func hand(b *testing.B, site *testkit.Platform, to *json.Encoder) {
	b.Helper()
	all := practices(site)
	for some := range slices.Chunk(all, 200) {
		site.View(func(tx *database.Tx) error {
			for _, p := range some {
				parts, err := tx.PracticeText(p.ID)
				if err != nil || len(parts) == 0 {
					return err
				}
				if err := to.Encode(map[string]string{"title": p.Title, "body": parts[0].Value}); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := to.Encode(map[string]string{}); err != nil {
		b.Fatal(err)
	}
}

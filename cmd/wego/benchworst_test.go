package main

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/library"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/internal/testkit/browser"
	"we-gov.org/awards/storage/database"
)

// answerWithin is how long the library may take to answer whatever is asked.
const answerWithin = 100 * time.Millisecond

// worst asks a large library what is hard, and names what took longest: the
// corpus of the fuzz test and what is long, common or asks for much. The median
// of three counts for each, as other work on the machine is no fault of a query.
func (f *figures) worst(b *testing.B, site *testkit.Platform) {
	b.Helper()
	type asked struct {
		what      string
		wall, cpu time.Duration
	}
	var all []asked
	n := 0
	for what, query := range hard(b, site) {
		for _, path := range []string{"/en/library", "/ko/library/ahead.json"} {
			t := took{}
			for range 3 {
				n++
				r := httptest.NewRequest(http.MethodGet, testkit.URL+path, nil)
				r.URL.RawQuery = query + "&n=" + strconv.Itoa(n)
				answer := httptest.NewRecorder()
				before, began := processor(), time.Now()
				site.Handler.ServeHTTP(answer, r)
				wall := time.Since(began)
				t.add(wall, processor()-before)
				if answer.Code != http.StatusOK && answer.Code != http.StatusBadRequest {
					b.Errorf("%s, %s: %d", what, path, answer.Code)
				}
			}
			all = append(all, asked{filepath.Base(path) + ", " + what, at(t.wall, 50), at(t.cpu, 50)})
		}
	}
	slices.SortFunc(all, func(a, b asked) int { return cmp.Compare(b.wall, a.wall) })
	last := all[0]
	f.rows = append(f.rows, figure{
		what: fmt.Sprintf("Hard queries among 10,000, %d of them", len(all)), p50: written(all[len(all)/2].wall), p95: written(all[len(all)/20].wall),
		cpu: written(last.cpu), goal: "all ≤ " + written(answerWithin), judged: true, missed: last.wall > answerWithin,
	})
	for _, a := range all[:3] {
		f.rows = append(f.rows, figure{what: "  " + a.what, p50: written(a.wall), cpu: written(a.cpu)})
	}
}

// hard are queries by what is hard about them.
func hard(b *testing.B, site *testkit.Platform) map[string]string {
	b.Helper()
	common := commonest(site)
	search := func(text string) string { return "q=" + url.QueryEscape(text) }
	filters := url.Values{}
	for _, facet := range library.Facets() {
		filters[facet] = []string{"asia", "europe", "KR", "2010", "category-3", "gold", "unknown"}
	}
	begins := "b* k* l* m* n* r* s* t* v* z* d* f* g* h* j* p*"
	all := map[string]string{
		"100 KB of a letter":              "q=" + strings.Repeat("x", 100_000),
		"100 KB of common words":          search(strings.Repeat(strings.Join(common, " ")+" ", 100_000/len(strings.Join(common, " ")))),
		"a country 5,000 times":           strings.Repeat("country=KR&", 5000),
		"common words":                    search(strings.Join(common, " ")),
		"common words in quotation marks": search(`"` + strings.Join(common, " ") + `"`),
		"a common word with itself":       search(`"` + strings.Repeat(common[0]+" ", 30) + `"`),
		"common words with hyphens":       search(strings.Join(common, "-")),
		"many phrases":                    search(strings.Repeat(`"`+common[0]+" "+common[1]+`" `, 12)),
		"twelve phrases":                  search(phrases(common)),
		"beginnings of one letter":        search(begins),
		"one beginning of one letter":     search("k*"),
		"words that stand nowhere":        search("qaxwords wexqwords ruxtword yaxerty uxqiop paxsdf ghxjkl zxaqcv bnxamq qwxerz asxdfg zxcqvb"),
		"twelve words written wrong":      search("kexlominu raxsetivo mixnurase zuxdarfen golxhinja korxlumar nelxposba laxominu sexrativo fexngolhin jaxskorlum maxrnelpos"),
		"a Korean run of 200":             search(strings.Repeat("시민교통정책도", 28)),
		"a Chinese run of 200":            search(strings.Repeat("城市公共交通", 33)),
		"every filter":                    filters.Encode(),
		"every filter and common words":   filters.Encode() + "&" + search(strings.Join(common, " ")),
		"every filter, nothing found":     filters.Encode() + "&" + search("qaxwords"),
		"a page far behind, by city":      "page=99999999999999999999&sort=city",
		"common words by city":            search(strings.Join(common[:2], " ")) + "&sort=city&page=50",
	}
	const corpus = "../../internal/web/testdata/fuzz/FuzzLibraryQuery"
	files, err := os.ReadDir(corpus)
	if err != nil {
		b.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(filepath.Join(corpus, file.Name()))
		if err != nil {
			b.Fatal(err)
		}
		_, quoted, _ := strings.Cut(string(text), "string(")
		if query, err := strconv.Unquote(strings.TrimSuffix(strings.TrimSpace(quoted), ")")); err == nil {
			all["corpus "+file.Name()] = query
		}
	}
	return all
}

// phrases are twelve different phrases of the commonest words, as many as fit
// into a search.
func phrases(words []string) string {
	var b strings.Builder
	for i := range 12 {
		fmt.Fprintf(&b, `"%s %s" `, words[i%4], words[(i/4+i+1)%4])
	}
	return b.String()
}

// commonest are the words that stand most often in a practice.
func commonest(site *testkit.Platform) []string {
	counts := map[string]int{}
	for _, p := range practices(site) {
		var text string
		site.View(func(tx *database.Tx) error {
			parts, err := tx.PracticeText(p.ID)
			if len(parts) > 0 {
				text = parts[0].Value
			}
			return err
		})
		if len(text) < 10_000 {
			continue // one of the demo's
		}
		for word := range strings.FieldsSeq(text) {
			counts[word]++
		}
		break
	}
	words := slices.SortedFunc(maps.Keys(counts), func(a, b string) int { return cmp.Or(counts[b]-counts[a], cmp.Compare(a, b)) })
	return words[:min(len(words), 20)]
}

// firstView opens pages in Chromium over a slow line, each in a browser that
// has seen nothing yet.
func (f *figures) firstView(b *testing.B) {
	site := testkit.Site(b, demo.Public)
	address := site.Server(b)
	for _, path := range []string{"/en/", "/en/library"} {
		b.Run(path, func(b *testing.B) {
			t, weight := took{}, 0
			for b.Loop() {
				for range 5 {
					before := processor()
					shown, bytes := slowly(b, address+path)
					t.add(shown, processor()-before)
					weight = max(weight, bytes)
				}
			}
			f.timing(b, "First paint of "+path+" at 400 kbit/s and 400 ms", t, 1500*time.Millisecond, 50)
			const most = 30 << 10
			f.rows = append(f.rows, figure{
				what: "  what comes for it, pictures aside", p50: fmt.Sprintf("%.1f KB", float64(weight)/1024), goal: "≤ 30 KB", judged: true, missed: weight > most,
			})
		})
	}
}

// slowly opens a page over a slow line, and tells when something was seen and
// how many bytes came for it.
func slowly(b *testing.B, address string) (shown time.Duration, bytes int) {
	b.Helper()
	tab := browser.Open(b).Tab(browser.View{Width: 360, Height: 780})
	tab.Slow(400, 400*time.Millisecond)
	tab.Go(address)
	var seen struct {
		Painted float64
		Weight  int
	}
	tab.Eval(painted, &seen)
	return time.Duration(seen.Painted * float64(time.Millisecond)), seen.Weight
}

// painted tells when the first text or picture was seen, and how many bytes came
// over the line for what is no picture.
const painted = `new Promise(done => new PerformanceObserver(list => {
	const first = list.getEntriesByName("first-contentful-paint")[0]
	if (!first) return
	const all = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
	done({Painted: first.startTime, Weight: all.filter(e => e.initiatorType !== "img").reduce((sum, e) => sum + e.transferSize, 0)})
}).observe({type: "paint", buffered: true}))`

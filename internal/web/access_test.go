package web_test

import (
	"bufio"
	"fmt"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/labstack/echo/v4"

	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
)

// cellsLeast holds the size of the access matrix from falling: principals ×
// routes that were tried, with what is tried at other stages of the year.
const cellsLeast = 10_000

// accessRow is one row of the access table.
type accessRow struct {
	method, path string
	want         map[string]string // outcome by principal
	line         int
}

func (r accessRow) String() string { return r.method + " " + r.path }

// open reports whether the route is for strangers too.
func (r accessRow) open() bool {
	return r.want["stranger"] != outSignIn && r.want["stranger"] != outMissing
}

// strangers are those whom the platform does not know, signed in or not.
var strangers = []string{"stranger", "disabled", "expired"}

// readTable reads testdata/access.table, whose head says how it is written.
func readTable(t *testing.T) []accessRow {
	t.Helper()
	f, err := os.Open("testdata/access.table")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	groups, rows := map[string][]string{}, []accessRow(nil)
	for _, p := range principals {
		groups[p.name] = []string{p.name}
		groups["everybody"] = append(groups["everybody"], p.name)
		if !slices.Contains(strangers, p.name) {
			groups["signed-in"] = append(groups["signed-in"], p.name)
		}
	}
	in := bufio.NewScanner(f)
	for n := 1; in.Scan(); n++ {
		line, _, _ := strings.Cut(in.Text(), "#")
		switch name, members, group := strings.Cut(line, "="); {
		case strings.TrimSpace(line) == "":
		case group:
			for _, m := range strings.Fields(members) {
				if groups[m] == nil {
					t.Fatalf("access.table:%d: nobody is called %q", n, m)
				}
				groups[strings.TrimSpace(name)] = append(groups[strings.TrimSpace(name)], groups[m]...)
			}
		default:
			row, err := readRow(line, groups)
			if err != nil {
				t.Fatalf("access.table:%d: %v", n, err)
			}
			row.line = n
			rows = append(rows, row)
		}
	}
	return rows
}

func readRow(line string, groups map[string][]string) (accessRow, error) {
	cells := strings.Split(line, "|")
	if len(cells) != 3 {
		return accessRow{}, fmt.Errorf("%d columns, want 3", len(cells))
	}
	route := strings.Fields(cells[0])
	if len(route) != 2 {
		return accessRow{}, fmt.Errorf("%q is no route", cells[0])
	}
	r := accessRow{method: route[0], path: route[1], want: map[string]string{}}
	for _, token := range strings.Fields(cells[1]) {
		name, how, _ := strings.Cut(token, ":")
		out := map[string]string{"": outOK, "refused": outRefused}[how]
		if groups[name] == nil || out == "" {
			return r, fmt.Errorf("nobody is called %q", token)
		}
		for _, p := range groups[name] {
			r.want[p] = out
		}
	}
	for _, p := range principals {
		if r.want[p.name] != "" {
			continue
		}
		switch otherwise := strings.TrimSpace(cells[2]); {
		case otherwise == "404":
			r.want[p.name] = outMissing
		case otherwise == "sign-in, 404" && slices.Contains(strangers, p.name):
			r.want[p.name] = outSignIn
		case otherwise == "sign-in, 404":
			r.want[p.name] = outMissing
		default:
			return r, fmt.Errorf("%q does not say what %s gets", otherwise, p.name)
		}
	}
	return r, nil
}

// liveRoutes are the routes that the router serves, of every host, by "METHOD
// path", and how often each stands there.
func liveRoutes(t *testing.T, site *testkit.Platform) map[string]int {
	t.Helper()
	e, is := site.Handler.(*echo.Echo)
	if !is {
		t.Fatalf("the handler is a %T; the table is about an *echo.Echo", site.Handler)
	}
	routers := slices.Collect(maps.Values(e.Routers()))
	live := map[string]int{}
	for _, router := range append(routers, e.Router()) {
		for _, r := range router.Routes() {
			live[r.Method+" "+r.Path]++
		}
	}
	return live
}

func TestEveryRouteOfTheLiveRouterHasOneRowInTheAccessTable(t *testing.T) {
	live, rows := liveRoutes(t, testkit.Empty(t)), map[string]int{}
	for _, r := range readTable(t) {
		rows[r.String()]++
		if rows[r.String()] > 1 {
			t.Errorf("access.table:%d: a second row for %s", r.line, r)
		}
		if live[r.String()] == 0 {
			t.Errorf("access.table:%d: no route %s", r.line, r)
		}
	}
	for route, n := range live {
		method, path, _ := strings.Cut(route, " ")
		switch {
		case n != 1:
			t.Errorf("%s is registered %d times", route, n)
		case method == http.MethodHead && live["GET "+path] == 0:
			t.Errorf("%s answers HEAD and not GET", path)
		case method == http.MethodHead:
		case method != http.MethodGet && method != http.MethodPost:
			t.Errorf("%s: no page and no form", route)
		case rows[route] == 0:
			t.Errorf("%s has no row in testdata/access.table", route)
		}
		if method == http.MethodGet && live["HEAD "+path] == 0 {
			t.Errorf("%s does not answer HEAD", route)
		}
	}
}

// cells counts what was tried.
var cells atomic.Int64

func TestTheAccessTableHolds(t *testing.T) {
	rows := readTable(t)
	t.Run("stages", func(t *testing.T) {
		for _, at := range []demo.Stage{demo.Submit, demo.Judge, demo.Ceremony} {
			t.Run(string(at), func(t *testing.T) {
				t.Parallel()
				forbidden(t, gather(t, at), rows, at)
			})
		}
		t.Run("pages", func(t *testing.T) {
			t.Parallel()
			allowedPages(t, gather(t, demo.Judge), rows)
		})
		for part := range 2 {
			t.Run(fmt.Sprint("forms ", part+1), func(t *testing.T) {
				t.Parallel()
				allowedForms(t, rows, part)
			})
		}
	})
	t.Logf("%d principals, %d routes, %d cells", len(principals), len(rows), cells.Load())
	if n := cells.Load(); n < cellsLeast {
		t.Errorf("%d cells were tried; the matrix held %d once", n, cellsLeast)
	}
}

// try asks for a row's route as a principal, a form with what stands in forms,
// and looks at the headers of the answer.
func (c *crowd) try(t *testing.T, r accessRow, p principal, path string) (page *testkit.Page) {
	t.Helper()
	cells.Add(1)
	if r.method == http.MethodPost {
		page = c.as(p).Post(path, c.forms()[r.path])
	} else {
		page = c.as(p).Get(path)
	}
	guarded(t, r.String(), p.name, page)
	known := !slices.Contains(strangers, p.name) && strings.HasPrefix(r.path, "/:lang/") && page.Status != http.StatusMovedPermanently
	if !r.open() || known {
		private(t, r.String(), p.name, page)
	}
	return page
}

func wrong(t *testing.T, r accessRow, p principal, page *testkit.Page, got string) {
	t.Helper()
	text := strings.Join(strings.Fields(page.Body), " ")
	if page.Location() == "" && strings.Contains(text, "<main") {
		text = page.Text("h1") + " / " + page.Text("main")
	}
	t.Errorf("access.table:%d: %s as %s: %s (%d %s), want %s: %.160s", r.line, r, p.name, got, page.Status, page.Location(), r.want[p.name], text)
}

// forbidden tries everything that the table gives to nobody. It is refused at
// any stage, with nothing done, and as if the thing were not there at all.
func forbidden(t *testing.T, c *crowd, rows []accessRow, at demo.Stage) {
	c.everybody()
	last, mails := c.done()
	for _, r := range rows {
		for _, p := range principals {
			want := r.want[p.name]
			if want != outMissing && want != outSignIn || at == demo.Submit && tiedToAnAcceptedEntry(r, p) {
				continue
			}
			path := c.path(r.path)
			page := c.try(t, r, p, path)
			if got := outcome(page, r.open()); got != want {
				wrong(t, r, p, page, got)
			}
			none := strings.Replace(path, entryA, "2027-9999", 1)
			if none == path {
				continue
			}
			if other := c.try(t, r, p, none); strings.ReplaceAll(other.Body, "2027-9999", entryA) != page.Body || other.Status != page.Status {
				t.Errorf("%s as %s tells an entry that is there from one that is not", r, p.name)
			}
		}
		if nowLast, nowMails := c.done(); nowLast != last || nowMails != mails {
			t.Errorf("access.table:%d: %s did something for somebody who may not", r.line, r)
			last, mails = nowLast, nowMails
		}
	}
}

// tiedToAnAcceptedEntry holds where only a tie to an entry of the category keeps
// somebody out: while entry A is a draft the category does not have it.
func tiedToAnAcceptedEntry(r accessRow, p principal) bool {
	of := slices.ContainsFunc([]string{"/results/:category", "/meeting/:category", "/letters/:category"}, func(part string) bool { return strings.Contains(r.path, part) })
	return strings.HasSuffix(p.name, "-tied") && of
}

// allowedPages opens every page as everybody who may, and as those who see it
// and are refused.
func allowedPages(t *testing.T, c *crowd, rows []accessRow) {
	c.everybody()
	for _, r := range rows {
		for _, p := range principals {
			if want := r.want[p.name]; r.method == http.MethodGet && (want == outOK || want == outRefused) {
				page := c.try(t, r, p, c.path(r.path))
				if got := outcome(page, r.open()); got != want {
					wrong(t, r, p, page, got)
				}
			}
		}
	}
}

// allowedForms sends every form as everybody who may, each to a site on which
// nothing was done before. The rows are dealt to two halves.
func allowedForms(t *testing.T, rows []accessRow, part int) {
	c := gather(t, demo.Judge)
	last, mails := c.done()
	for i, r := range rows {
		for n, p := range principals {
			want := r.want[p.name]
			if r.open() && n%4 > 0 {
				continue // what is for everybody is the same for a few
			}
			if i%2 != part || r.method != http.MethodPost || want != outOK && want != outRefused {
				continue
			}
			c.as(p)
			if nowLast, nowMails := c.done(); nowLast != last || nowMails != mails {
				last, mails = nowLast, nowMails // signing in
			}
			page := c.try(t, r, p, c.path(r.path))
			if got := outcome(page, r.open()); got != want {
				wrong(t, r, p, page, got)
			}
			nowLast, nowMails := c.done()
			if changed := nowLast != last || nowMails != mails; changed && want == outRefused {
				t.Errorf("access.table:%d: %s as %s was refused and did something", r.line, r, p.name)
			} else if !changed && want == outRefused {
				continue
			}
			c = gather(t, demo.Judge)
			last, mails = c.done()
		}
	}
}

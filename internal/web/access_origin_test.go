package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
)

// entitled is somebody who may use a row's route, and whether there is anybody.
func (r accessRow) entitled() (principal, bool) {
	for _, p := range slices.Backward(principals) {
		if r.want[p.name] == outOK {
			return p, true
		}
	}
	for _, p := range slices.Backward(principals) {
		if r.want[p.name] == outRefused {
			return p, true
		}
	}
	return principal{}, false
}

// ask sends a request with headers of its own, as a browser on another site or a
// program would.
func (c *crowd) ask(p principal, method, path string, header http.Header, form url.Values) *testkit.Page {
	r := httptest.NewRequest(method, testkit.URL+"/", strings.NewReader(form.Encode()))
	at, err := url.Parse(testkit.URL + path)
	if err != nil {
		panic(err)
	}
	r.URL, r.RequestURI = at, path
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for name, values := range header {
		r.Header[name] = values
	}
	return c.as(p).Do(r)
}

// foreign are the ways in which browsers say that another site sends a form.
var foreign = []http.Header{
	{"Sec-Fetch-Site": {"cross-site"}},
	{"Sec-Fetch-Site": {"same-site"}},
	{"Sec-Fetch-Site": {"cross-site"}, "Origin": {testkit.URL}},
	{"Origin": {"https://elsewhere.example"}},
	{"Origin": {"null"}},
}

func TestAFormOfAnotherSiteIsRefusedOnEveryRoute(t *testing.T) {
	t.Parallel()
	c := gather(t, demo.Judge)
	c.everybody()
	last, mails := c.done()
	tried := 0
	for _, r := range readTable(t) {
		p, some := r.entitled()
		if r.method != http.MethodPost || !some {
			continue
		}
		for _, header := range foreign {
			tried++
			page := c.ask(p, r.method, c.path(r.path), header, c.forms()[r.path])
			if page.Status != http.StatusForbidden || page.Body == "" {
				t.Errorf("%s as %s from another site (%v): %d", r, p.name, header, page.Status)
			}
		}
		if nowLast, nowMails := c.done(); nowLast != last || nowMails != mails {
			t.Errorf("%s did something for another site", r)
			last, mails = nowLast, nowMails
		}
	}
	t.Logf("%d forms of other sites", tried)
	if tried < 300 {
		t.Errorf("only %d forms were tried", tried)
	}
}

func TestNoRouteAnswersOtherMethods(t *testing.T) {
	t.Parallel()
	c := gather(t, demo.Judge)
	c.everybody()
	last, _ := c.done()
	rows := readTable(t)
	posts := map[string]bool{}
	for _, r := range rows {
		posts[r.path] = posts[r.path] || r.method == http.MethodPost
	}
	methods := []string{http.MethodTrace, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions, http.MethodConnect, "PROPFIND", "QUERY", "get", "X"}
	for _, r := range rows {
		p, some := r.entitled()
		if !some || r.method == http.MethodPost {
			continue
		}
		path := c.path(r.path)
		for _, method := range methods {
			page := c.ask(p, method, path, http.Header{"Origin": {"https://elsewhere.example"}}, nil)
			asked := method == http.MethodOptions && page.Status == http.StatusNoContent && page.Body == "" // only tells which methods there are
			if page.Status != http.StatusMethodNotAllowed && page.Status != http.StatusNotFound && !asked {
				t.Errorf("%s %s as %s: %d", method, path, p.name, page.Status)
			}
			for name := range page.Header {
				if strings.HasPrefix(name, "Access-Control-") {
					t.Errorf("%s %s says %s to other sites", method, path, name)
				}
			}
		}
		if posts[r.path] {
			continue
		}
		if page := c.as(p).Post(path, url.Values{}); page.Status != http.StatusMethodNotAllowed && page.Status != http.StatusNotFound {
			t.Errorf("POST %s as %s: %d", path, p.name, page.Status)
		}
	}
	if now, _ := c.done(); now != last {
		t.Error("another method did something")
	}
}

// TestHEADTellsWhatGETDoes asks with HEAD first: what was made for it once was
// kept for everybody, without the query in the links to other languages.
func TestHEADTellsWhatGETDoes(t *testing.T) {
	t.Parallel()
	c := gather(t, demo.Judge)
	c.everybody()
	paths := map[string]principal{"/en/library?q=health&country=KR": principals[0], "/en/library?edition=2014": principals[0]}
	for _, r := range readTable(t) {
		if p, some := r.entitled(); some && r.method == http.MethodGet && !strings.Contains(r.path, ".xlsx") && !strings.Contains(r.path, "sign-in") {
			paths[c.path(r.path)] = p
		}
	}
	for path, p := range paths {
		head := c.ask(p, http.MethodHead, path, nil, nil)
		get := c.ask(p, http.MethodGet, path, nil, nil)
		if head.Status != get.Status || head.Header.Get("Content-Type") != get.Header.Get("Content-Type") || head.Header.Get("Cache-Control") != get.Header.Get("Cache-Control") {
			t.Errorf("HEAD %s as %s: %d %v; GET: %d %v", path, p.name, head.Status, head.Header, get.Status, get.Header)
		}
		if _, query, _ := strings.Cut(path, "?"); query != "" {
			if to := get.Attr(`a[hreflang]:not([lang="en"])`, "href"); !strings.HasSuffix(to, "/library?"+query) {
				t.Errorf("%s leads to %s in another language", path, to)
			}
		}
	}
}

// TestOtherSpellingsOfAnAddressOpenNoPrivatePage asks for every private page by
// addresses that a proxy or the router might take for it.
func TestOtherSpellingsOfAnAddressOpenNoPrivatePage(t *testing.T) {
	t.Parallel()
	c := gather(t, demo.Judge)
	c.everybody()
	tried := 0
	for _, r := range readTable(t) {
		p, some := r.entitled()
		if !some || r.method != http.MethodGet || r.open() {
			continue
		}
		for _, path := range spellings(c.path(r.path)) {
			for _, who := range []principal{p, principals[0]} {
				tried++
				page := c.ask(who, http.MethodGet, path, nil, nil)
				if page.Status == http.StatusOK || page.Status >= 500 {
					t.Errorf("%s as %s: %d", path, who.name, page.Status)
				}
				if to := page.Location(); strings.HasPrefix(to, "//") || strings.HasPrefix(to, "http") {
					t.Errorf("%s leads out to %s", path, to)
				}
			}
		}
	}
	t.Logf("%d addresses", tried)
}

// spellings are addresses that are nearly a page's.
func spellings(path string) []string {
	first := strings.SplitN(path, "/", 4) // "", language, family, rest
	family := first[2]
	return []string{
		path + "/", path + "//", path + "/.", path + "%2f", path + "%00", path + ";.css", path + "/x.css", path + ".css", path + "%20",
		"/" + path, "//elsewhere.example" + path, "/en//" + strings.TrimPrefix(path, "/en/"),
		"/en%2f" + strings.TrimPrefix(path, "/en/"), "/%65n/." + strings.TrimPrefix(path, "/en"),
		"/en/../en/" + strings.TrimPrefix(path, "/en/"), "/EN/" + strings.TrimPrefix(path, "/en/"),
		"/en/" + strings.ToUpper(family) + strings.TrimPrefix(path, "/en/"+family), "/static/.." + path, "/static/%2e%2e" + path,
	}
}

// Pairs: a thing is reached only through what it belongs to.
func TestAThingIsNotReachedThroughAnother(t *testing.T) {
	t.Parallel()
	c := gather(t, demo.Judge)
	c.everybody()
	fileA, fileB := string(c.ids["fileA"]), string(c.ids["fileB"])
	by := map[string]principal{}
	for _, p := range principals {
		by[p.name] = p
	}
	last, mails := c.done()
	for who, paths := range map[string][]string{
		"city-sender": {
			"GET /en/my/entries/" + entryA + "/files/" + fileB, "GET /en/my/entries/" + entryA + "/files/" + fileB + "/thumb",
			"GET /en/my/entries/" + entryA + "/files/" + fileB + "/edit", "POST /en/my/entries/" + entryA + "/files/" + fileB,
			"POST /en/my/entries/" + entryA + "/files/" + fileB + "/remove", "GET /en/my/entries/" + entryB + "/files/" + fileA,
			"POST /en/my/entries/" + entryA + "/people/" + string(demo.ID("person/city/"+cityB)),
			"POST /en/my/entries/" + entryA + "/invitations/" + string(c.ids["staff"]),
		},
		"city-other": {
			"GET /en/my/entries/" + entryB + "/files/" + fileA, "POST /en/my/entries/" + entryB + "/messages/" + string(c.ids["query"]),
			"POST /en/my/entries/" + entryB + "/invitations/" + string(c.ids["invitation"]),
		},
		"judge-on": {
			"GET /en/judge/2027/1/" + entryA + "/files/" + fileB, "GET /en/judge/2027/1/" + entryB + "/files/" + fileA,
			"GET /en/judge/2027/2/" + entryA, "GET /en/judge/2026/1/" + entryA, "GET /en/judge/2027/2/" + entryA + "/files/" + fileA,
		},
		"officer": {
			"GET /en/desk/2027/entries/" + entryA + "/files/" + fileB, "GET /en/desk/2027/entries/" + entryB + "/files/" + fileA + "/thumb",
			"GET /en/desk/2026/entries/" + entryA, "GET /en/desk/2027/results/efficiency/" + entryA, "GET /en/desk/2027/assign/" + entryA + "?round=2",
			"POST /en/desk/2027/judges/" + string(demo.ID("person/judge/meera")) + "/conflicts/" + string(demo.ID("conflict/access/judge/kristjan")) + "/remove",
		},
		"stranger": {
			"GET /en/library/a-practice/files/" + fileA, "GET /en/library/a-practice/files/" + fileA + "/thumb", "GET /en/library/taipei-services-2014/files/" + fileB,
		},
	} {
		for _, route := range paths {
			method, path, _ := strings.Cut(route, " ")
			page := c.ask(by[who], method, path, nil, url.Values{"right": {"read"}})
			if page.Status != http.StatusNotFound {
				t.Errorf("%s as %s: %d %s", route, who, page.Status, page.Location())
			}
		}
	}
	if nowLast, nowMails := c.done(); nowLast != last || nowMails != mails {
		t.Error("something was done")
	}
}

package web_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
)

// FuzzLibraryQuery asks the library whatever there is: the answer is always a
// page or a plain refusal. The corpus in testdata holds what was hard.
func FuzzLibraryQuery(f *testing.F) {
	site := testkit.Site(f, demo.Public)
	for _, query := range []string{
		"q=" + strings.Repeat("x", 100_000), strings.Repeat("country=KR&", 5000), "q=" + strings.Repeat("서", 60), "q=" + strings.Repeat("%22a%22", 60),
		"q=" + strings.Repeat("a-", 90), "q=" + strings.Repeat("e*+", 60), "q=" + strings.Repeat("%22the+of%22+", 25), "q=" + strings.Repeat("qqqqqqq+", 25),
	} {
		f.Add(query)
	}
	ask := func(path, query string) (int, string) {
		r := httptest.NewRequest(http.MethodGet, testkit.URL+path, nil)
		r.URL.RawQuery = query
		w := httptest.NewRecorder()
		site.Handler.ServeHTTP(w, r)
		return w.Code, w.Body.String()
	}
	ask("/en/library", "q=warm")
	f.Fuzz(func(t *testing.T, query string) {
		for _, path := range []string{"/en/library", "/ko/library", "/en/library/ahead.json"} {
			status, body := ask(path, query)
			if status != http.StatusOK && status != http.StatusBadRequest {
				t.Errorf("%s?%.200q: %d", path, query, status)
			}
			if body == "" {
				t.Errorf("%s?%.200q: no answer", path, query)
			}
		}
	})
}

package web_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
)

// BenchmarkPublicPage answers a stranger: kept is the page as everybody gets
// it, made is the same page for one who is signed in.
func BenchmarkPublicPage(b *testing.B) {
	site := testkit.Site(b, demo.Public)
	officer := site.As("officer")
	ask := func(b *testing.B, r *http.Request) {
		b.Helper()
		for b.Loop() {
			w := httptest.NewRecorder()
			site.Handler.ServeHTTP(w, r)
			if w.Code != http.StatusOK {
				b.Fatal(w.Code)
			}
		}
	}
	for _, path := range []string{"/en/library", "/en/library/seoul-urban-management-2014"} {
		b.Run("kept"+path, func(b *testing.B) {
			r := httptest.NewRequest(http.MethodGet, testkit.URL+path, nil)
			r.Header.Set("Accept-Encoding", "gzip")
			ask(b, r)
		})
		b.Run("made"+path, func(b *testing.B) {
			for b.Loop() {
				officer.Get(path).Want(http.StatusOK)
			}
		})
	}
}

package web_test

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"testing"

	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/static"
)

// zipped is how many bytes a text has on the wire: pages are compressed fast,
// sheets once and well.
func zipped(t *testing.T, text []byte, level int) int {
	t.Helper()
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, level)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

// On a slow line a form shows with what the first flight of packets brings.
func TestFormPagesFitTheFirstFlight(t *testing.T) {
	const most = 14 << 10
	sheet, err := static.Read("css/wego.css")
	if err != nil {
		t.Fatal(err)
	}
	site := testkit.Site(t, demo.Submit)
	for who, paths := range map[string][]string{
		"":                {"/en/sign-in", "/en/apply", "/ko/apply"},
		"city/port-oriel": {portOriel, portOriel + "/sections/need", portOriel + "/sections/results", "/ko" + portOriel[3:] + "/sections/contacts", portOriel + "/files", portOriel + "/check", "/en/account", "/ko/account"},
	} {
		c := site.Visitor()
		if who != "" {
			c = site.As(who)
		}
		for _, path := range paths {
			page := c.Get(path).Want(http.StatusOK)
			if weight := zipped(t, []byte(page.Body), gzip.BestSpeed) + zipped(t, sheet, gzip.BestCompression); weight > most {
				t.Errorf("%s weighs %d bytes with its sheet, the budget is %d", path, weight, most)
			}
		}
	}
}

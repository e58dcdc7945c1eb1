package main

import (
	"net/http"
	"testing"
	"time"

	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
)

// certificates measures the paper of prizes: the page where one is checked, one
// as PDF with the start of Chromium, and each further one in the same run.
func (f *figures) certificates(b *testing.B) {
	chromium := testkit.Printer(b)
	site := testkit.Site(b, demo.Public)
	site.Print(chromium)
	officer, plain := as(site, "officer"), site.As("officer") // the second reads what is not compressed
	const at = "/en/desk/2027/certificates"
	code := plain.Get(at).Want(http.StatusOK).All("tbody td.mono")[0]
	f.measure(b,
		deed{what: "Page where a certificate is checked", do: opens(b, as(site, ""), always("/en/verify/"+code))},
		deed{what: "Press kit, anew for each reader", do: opens(b, officer, always("/en/winners/2027/press"))},
		deed{what: "A certificate as PDF, with the start of Chromium", do: opens(b, officer, always(at+"/"+code+"/certificate.pdf"))},
	)
	page := plain.Get(at + "/" + code + "/print").Want(http.StatusOK)
	session, err := chromium.Open(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	defer session.Close()
	f.measure(b, deed{what: "Each certificate of an edition as PDF", goal: 500 * time.Millisecond, do: func(int) {
		if _, err := session.Print([]byte(page.Body)); err != nil {
			b.Fatal(err)
		}
	}})
}

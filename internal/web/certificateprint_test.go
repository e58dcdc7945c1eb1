package web_test

import (
	"archive/zip"
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/ledger"
	"we-gov.org/awards/internal/testkit"
)

// printed waits until the PDFs are made and returns them.
func printed(t *testing.T, c *testkit.Client) *zip.Reader {
	t.Helper()
	for end := time.Now().Add(2 * time.Minute); ; {
		page := c.Get(certificatesAt).Want(http.StatusOK)
		if page.Has("a[href='" + certificatesAt + ".zip']") {
			break
		}
		if !page.Has("[data-wait] progress[max='14']") || time.Now().After(end) {
			t.Fatalf("no PDF is made: %q", page.Text("main"))
		}
		time.Sleep(250 * time.Millisecond) // to look costs as much as to print a page
	}
	file := c.Get(certificatesAt + ".zip").Want(http.StatusOK)
	z, err := zip.NewReader(strings.NewReader(file.Body), int64(len(file.Body)))
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func TestAllCertificatesOfAnEditionAreMadeAtOnce(t *testing.T) {
	site := testkit.Site(t, demo.Ceremony)
	site.Print(testkit.Printer(t))
	officer := site.As("officer")
	officer.Post(certificatesAt+"/pdf", nil).Want(http.StatusSeeOther)
	files := map[string]int{}
	for _, f := range printed(t, officer).File {
		body := unzipped(t, f)
		code, kind, _ := strings.Cut(strings.TrimPrefix(f.Name, "certificate-"), ".")
		files[kind]++
		said, err := ledger.OpenCertificate(ledger.FromFile(body), demo.Key.Public)
		if err != nil || said.Code != code {
			t.Errorf("%s says %+v, %v", f.Name, said, err)
		}
		if kind == "pdf" && (!bytes.HasPrefix(body, []byte("%PDF-")) || bytes.Contains(body, []byte("D:202")) || bytes.Contains(body, []byte("Chrom"))) {
			t.Errorf("%s tells of its making", f.Name)
		}
	}
	if files["pdf"] != 14 || files["txt"] != 14 || len(files) != 2 {
		t.Errorf("the ZIP holds %v", files)
	}
	// Nobody else has them, and they are not sent once an envelope is closed.
	site.As("chair").Get(certificatesAt + ".zip").Want(http.StatusNotFound)
	site.As("producer").Get(certificatesAt + ".zip").Want(http.StatusNotFound)
	site.CloseEnvelopes()
	officer.Get(certificatesAt + ".zip").Want(http.StatusConflict)
	site.OpenForWork()
	officer.Get(certificatesAt + ".zip").Want(http.StatusOK)
	// Nor once the seal is broken.
	site.As("chair").Post("/en/desk/2027/results/services/break", url.Values{"reason": {"A mistake."}}).Want(http.StatusSeeOther)
	officer.Get(certificatesAt + ".zip").Want(http.StatusConflict)
}

func TestTheMakingOfCertificatesIsStopped(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	site.Print(testkit.Printer(t))
	officer := site.As("officer")
	officer.Post(certificatesAt+"/pdf", nil).Want(http.StatusSeeOther)
	officer.Post(certificatesAt+"/stop", nil).Want(http.StatusSeeOther)
	page := officer.Get(certificatesAt).Want(http.StatusOK)
	if page.Has("progress") || !page.Has("form[action$='/pdf']") {
		t.Errorf("after it was stopped: %q", page.Text("main"))
	}
	officer.Post(certificatesAt+"/pdf", nil).Want(http.StatusSeeOther)
	printed(t, officer)
	// They are not sent once a name has changed.
	officer.Post(certificatesAt+"/"+codes(officer)[0]+"/names", url.Values{"name": {"Another Name"}}).Want(http.StatusSeeOther)
	officer.Get(certificatesAt + ".zip").Want(http.StatusConflict)
}

func TestACityGetsItsCertificateAsPDF(t *testing.T) {
	site := testkit.Site(t, demo.Public)
	code, ref, city := certified(t, site, "urban-management")
	own, at := site.As("city/"+city), "/en/my/entries/"+ref+"/certificate"
	if page := own.Get(at).Want(http.StatusOK); page.Has("a[href$='.pdf']") || !page.Says("has no Chromium") {
		t.Errorf("without Chromium: %q", page.Text("header"))
	}
	own.Get(at + ".pdf").Want(http.StatusNotFound)
	site.Print(testkit.Printer(t))
	own = site.As("city/" + city)
	if page := own.Get(at).Want(http.StatusOK); !page.Has("a[href$='.pdf']") || page.Says("has no Chromium") {
		t.Errorf("with Chromium: %q", page.Text("header"))
	}
	pdf := own.Get(at + ".pdf").Want(http.StatusOK)
	if got := pdf.Header.Get("Content-Disposition"); got != `attachment; filename="certificate-`+code+`.pdf"` {
		t.Errorf("it is saved as %s", got)
	}
	said, err := ledger.OpenCertificate(ledger.FromFile([]byte(pdf.Body)), demo.Key.Public)
	if err != nil || said.Entry != ref || strings.Count(pdf.Body, "/Type /Page\n") != 1 {
		t.Errorf("the PDF says %+v, %v", said, err)
	}
	site.As("city/port-oriel").Get(at + ".pdf").Want(http.StatusNotFound)
}

package ledger_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"we-gov.org/awards/internal/ledger"
)

// first is the first prize of a bundle's first result.
func (w *world) first() (r ledger.Result, won ledger.Won) {
	w.t.Helper()
	r, err := ledger.ReadResult(w.bundle.Results[0].Doc)
	must(w.t, err)
	return r, r.Prizes[0]
}

// amend records an act on a prize, and the bundle shows it.
func (w *world) amend(act string, prize, entry string) {
	r, _ := w.first()
	deed, a := ledger.DeedAmend, ledger.Amendment{Act: act, Year: r.Year, Category: r.Category, Prize: prize, Entry: entry, Reason: "It was not so."}
	if act == ledger.Promoted {
		deed, a.City, a.Title = ledger.DeedPromote, "Next City", "A title"
	}
	w.do(deed, a, true)
}

func (w *world) certify(c ledger.Certificate) {
	w.t.Helper()
	signed, err := c.Sign(w.private)
	must(w.t, err)
	w.bundle.Certificates = append(w.bundle.Certificates, signed)
}

func TestAVoidCertificateIsReportedAndFailsNothing(t *testing.T) {
	w := ceremony(t, false)
	r, won := w.first()
	w.amend(ledger.Revoked, won.Prize, won.Entry)
	w.amend(ledger.Promoted, won.Prize, "2026-77")
	w.certify(ledger.Certificate{Code: "NEXT", Year: r.Year, Category: r.Category, Prize: won.Prize, Entry: "2026-77", City: "Next City", Title: "A title", Name: "The Next City"})
	w.checkpoint("revoked")
	report, err := ledger.Verify(w.encode(), w.public)
	must(t, err)
	if len(report.Amended) != 2 || report.Certificates != 3 || len(report.Void) != 1 {
		t.Fatalf("%d acts, %d certificates, %d void", len(report.Amended), report.Certificates, len(report.Void))
	}
	if v := report.Void[0]; v.Entry != won.Entry || v.By.Act != ledger.Revoked || v.By.Reason != "It was not so." || !v.By.At.Equal(report.Amended[0].At) {
		t.Errorf("void: %+v", v)
	}
	w.amend(ledger.Returned, won.Prize, "2026-77")
	w.amend(ledger.Restored, won.Prize, won.Entry)
	w.checkpoint("restored")
	if report, err = ledger.Verify(w.encode(), w.public); err != nil || len(report.Void) != 1 || report.Void[0].Code != "NEXT" {
		t.Errorf("after it was restored: %v, %+v", err, report)
	}
}

func TestAnActThatDoesNotFitIsFound(t *testing.T) {
	for name, do := range map[string]func(*world, ledger.Won){
		"taken from who has none": func(w *world, won ledger.Won) { w.amend(ledger.Revoked, won.Prize, "2026-77") },
		"taken twice": func(w *world, won ledger.Won) {
			w.amend(ledger.Revoked, won.Prize, won.Entry)
			w.amend(ledger.Returned, won.Prize, won.Entry)
		},
		"no place is free":          func(w *world, won ledger.Won) { w.amend(ledger.Promoted, won.Prize, "2026-77") },
		"restored without a loss":   func(w *world, won ledger.Won) { w.amend(ledger.Restored, won.Prize, won.Entry) },
		"an act that nobody knows":  func(w *world, won ledger.Won) { w.amend("melted", won.Prize, won.Entry) },
		"restored to a taken place": restoredTooLate,
	} {
		w := ceremony(t, false)
		_, won := w.first()
		do(w, won)
		w.checkpoint("amended")
		if got := kind(t, w.encode(), w.public); got != ledger.BadAmendment {
			t.Errorf("%s: %s", name, got)
		}
	}
	w := ceremony(t, false)
	w.do(ledger.DeedAmend, ledger.Amendment{Act: ledger.Revoked, Year: 2026, Category: "energy", Prize: "grand", Entry: "2026-01"}, true)
	w.checkpoint("amended")
	if got := kind(t, w.encode(), w.public); got != ledger.Unopened {
		t.Errorf("a result that is not open: %s", got)
	}
	w = ceremony(t, false)
	_, won := w.first()
	w.do(ledger.DeedPromote, ledger.Amendment{Act: ledger.Revoked, Year: 2026, Category: "energy", Prize: won.Prize, Entry: won.Entry}, true)
	w.checkpoint("amended")
	if got := kind(t, w.encode(), w.public); got != ledger.BadEvent {
		t.Errorf("one deed under another's name: %s", got)
	}
}

func restoredTooLate(w *world, won ledger.Won) {
	w.amend(ledger.Revoked, won.Prize, won.Entry)
	w.amend(ledger.Promoted, won.Prize, "2026-77")
	w.amend(ledger.Restored, won.Prize, won.Entry)
}

func TestTheCertificateOfNobodyPromotedIsFound(t *testing.T) {
	w := ceremony(t, false)
	r, won := w.first()
	w.amend(ledger.Revoked, won.Prize, won.Entry)
	w.certify(ledger.Certificate{Code: "X", Year: r.Year, Category: r.Category, Prize: won.Prize, Entry: "2026-77", City: "Next City", Title: "A title"})
	w.checkpoint("revoked")
	if got := kind(t, w.encode(), w.public); got != ledger.BadCertificate {
		t.Error(got)
	}
}

// A PDF as small as one can be; its offsets count, so nothing may move.
const smallPDF = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\nxref\n0 3\n" +
	"0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \ntrailer<</Size 3/Root 1 0 R>>\nstartxref\n101\n%%EOF\n"

func TestACertificateIsReadOutOfAPDF(t *testing.T) {
	w := newWorld(t)
	said := ledger.Certificate{Code: "K7QX", Year: 2027, Category: "mobility", Prize: "grand", Entry: "2027-0001", City: "Goyang", Own: "고양시", Title: "A “title”"}
	signed, err := said.Sign(w.private)
	must(t, err)
	pdf := ledger.IntoPDF([]byte(smallPDF), signed)
	if at := bytes.Index(pdf, []byte("xref\n0 3")); at != bytes.Index([]byte(smallPDF), []byte("xref\n0 3")) || !bytes.HasSuffix(pdf, []byte("startxref\n101\n%%EOF\n")) {
		t.Errorf("the PDF was moved: %s", pdf)
	}
	for name, file := range map[string][]byte{"the PDF": pdf, "the note": []byte(signed)} {
		if got, err := ledger.OpenCertificate(ledger.FromFile(file), w.public); err != nil || got != said {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	if got := said.Holder(); got != "Goyang (고양시)" {
		t.Error(got)
	}
	if got := string(ledger.IntoPDF([]byte("no PDF"), signed)); got != "no PDF" {
		t.Errorf("%q", got)
	}
	if _, err := ledger.OpenCertificate(ledger.FromFile([]byte(smallPDF)), w.public); err == nil {
		t.Error("a PDF without a note passes")
	}
	if text, err := json.Marshal(ledger.Certificate{Code: "A", City: "B"}); err != nil || bytes.Contains(text, []byte("own")) {
		t.Errorf("%s, %v", text, err)
	}
}

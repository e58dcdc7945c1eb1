package web_test

import (
	"net/http"
	"testing"

	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/ledger"
	"we-gov.org/awards/internal/testkit"
)

func TestAnybodyGetsTheProofOnceResultsAreOpen(t *testing.T) {
	closed := testkit.Site(t, demo.Ceremony)
	page := closed.Visitor().Get("/en/verify").Want(http.StatusOK)
	if page.Has("a[download]") || !page.Says("No result is open yet") || !page.Says(demo.Key.Public) {
		t.Error("before the opening the page offers a proof, or shows no key")
	}
	for _, who := range []string{"chair", "officer"} {
		closed.As(who).Get("/en/verify/audit.json").Want(http.StatusNotFound)
	}
	open := testkit.Site(t, demo.Public)
	page = open.Visitor().Get("/en/verify").Want(http.StatusOK)
	if !page.Has("a[download][href='/en/verify/bundle.json']") || page.Has("a[href='/en/verify/audit.json']") {
		t.Error("a visitor is not offered the public file and no other")
	}
	file := open.Visitor().Get("/en/verify/bundle.json").Want(http.StatusOK)
	if _, err := ledger.Verify([]byte(file.Body), demo.Key.Public); err != nil {
		t.Error(err)
	}
	if !open.As("chair").Get("/ko/verify").Want(http.StatusOK).Has("a[href='/ko/verify/audit.json']") {
		t.Error("the chair is not offered the auditor's file")
	}
	open.Visitor().Get("/en/verify/audit.json").Want(http.StatusSeeOther)
}

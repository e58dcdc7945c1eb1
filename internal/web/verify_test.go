package web_test

import (
	"crypto/sha256"
	"encoding/hex"
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
	kept := open.Visitor().Get("/en/verify/signature.txt").Want(http.StatusOK)
	if r, err := ledger.Verify([]byte(file.Body), demo.Key.Public, kept.Body); err != nil || r.Kept != 1 {
		t.Error(err)
	}
	program := open.Visitor().Get("/en/verify/recount.py").Want(http.StatusOK)
	if sum := sha256.Sum256([]byte(program.Body)); !page.Says(hex.EncodeToString(sum[:])) || !page.Says("python3 recount.py bundle.json "+demo.Key.Public+" signature.txt") {
		t.Error("the page does not say how to run the other program, or another's hash")
	}
	if !open.As("chair").Get("/ko/verify").Want(http.StatusOK).Has("a[href='/ko/verify/audit.json']") {
		t.Error("the chair is not offered the auditor's file")
	}
	open.Visitor().Get("/en/verify/audit.json").Want(http.StatusSeeOther)
}

package ledger_test

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"we-gov.org/awards/internal/ledger"
)

// FuzzReaders gives every reader of the package a file that somebody else made:
// each answers or refuses, and nothing that was changed holds.
func FuzzReaders(f *testing.F) {
	w := ceremony(f, true)
	whole := w.encode()
	f.Add(string(whole))
	f.Add(w.bundle.Checkpoints[0])
	f.Add(w.bundle.Certificates[0])
	f.Add(w.bundle.Openings[0].Event)
	f.Add("%PDF-1.4\n%wego-certificate-1: x\nstartxref\n0\n%%EOF")
	f.Add(`{"format":"wego-receipt-1","sheets":[{"year":2026,"category":"mobility","receipt":{"place":-1,"piece":{"salt":"","text":""},"path":[]}}],"sent":null}`)
	f.Fuzz(func(t *testing.T, file string) {
		if _, err := ledger.Verify([]byte(file), w.public, file); err == nil && file != string(whole) {
			t.Error("a changed bundle holds")
		}
		_, _ = ledger.Verify(whole, file, file)
		_, _ = ledger.VerifyReceipt([]byte(file), whole, w.public)
		_, _ = ledger.OpenCheckpoint(file, w.public)
		_, _ = ledger.OpenCertificate(ledger.FromFile([]byte(file)), w.public)
		_, _ = ledger.ReadEvent(file)
		_, _ = ledger.ReadResult(file)
		_ = ledger.IntoPDF([]byte(file), file)
	})
}

// FuzzSignedResult is a platform that signs whatever it likes: with the right key
// and the right commitment the verifier still ends with a report or a fault.
// Pieces stand a line each.
func FuzzSignedResult(f *testing.F) {
	for i, official := range []bool{false, true} {
		r, evidence := judged(rand.New(rand.NewPCG(7, uint64(i))), "mobility", official) //nolint:gosec // a small index
		s, _, err := ledger.Seal(r, evidence, secretOf("n"), secretOf("s"))
		must(f, err)
		var lines []string
		for _, p := range s.Pieces {
			lines = append(lines, p.Text)
		}
		f.Add(s.Doc, strings.Join(lines, "\n"), `{"year":2026,"category":"mobility","prize":"grand","entry":"2026-01","act":"revoked","city":"","title":"","reason":"x"}`)
	}
	f.Fuzz(func(t *testing.T, doc, lines, amendment string) {
		if !json.Valid([]byte(amendment)) {
			return
		}
		w := newWorld(t)
		var pieces []ledger.Piece
		for line := range strings.SplitSeq(lines, "\n") {
			pieces = append(pieces, ledger.Piece{Salt: secretOf(line), Text: line})
		}
		r, err := ledger.ReadResult(doc)
		if err == nil {
			r.Evidence = ledger.Sum(pieces)
			doc, err = r.Canonical()
			must(t, err)
		}
		s := ledger.Sealed{Nonce: secretOf("n"), Doc: doc, Pieces: pieces}
		commitment := ledger.Commit(s.Nonce, doc)
		w.do(ledger.DeedSeal, detail{r.Year, r.Category, "second", commitment.String()}, true)
		w.checkpoint("sealed")
		w.open(r, s, commitment, true)
		w.do(ledger.DeedAmend, json.RawMessage(amendment), true)
		w.checkpoint("opened")
		bundle, err := w.bundle.Encode()
		if err != nil {
			return
		}
		report, err := ledger.Verify(bundle, w.public)
		if (report == nil) == (err == nil) {
			t.Errorf("report %v with error %v", report != nil, err)
		}
	})
}

package ledger_test

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"we-gov.org/awards/internal/ledger"
)

// kind is the fault that Verify names; empty for none.
func kind(t *testing.T, bundle []byte, public string, kept ...string) ledger.FaultKind {
	t.Helper()
	_, err := ledger.Verify(bundle, public, kept...)
	if err == nil {
		return ""
	}
	f, ok := errors.AsType[*ledger.Fault](err)
	if !ok {
		t.Fatalf("%v is not a fault", err)
	}
	return f.Kind
}

func TestABundleOfACeremonyHolds(t *testing.T) {
	for _, pieces := range []bool{false, true} {
		w := ceremony(t, pieces)
		report, err := ledger.Verify(w.encode(), w.public)
		must(t, err)
		if report.Leaves != w.log.Size() || report.Checkpoints != 3 || report.Certificates != 2 || len(report.Results) != 2 {
			t.Errorf("report %+v", report)
		}
		for _, r := range report.Results {
			if r.Tallied != pieces || r.Sealed >= r.Opening || r.Prizes[0].City != "Marvale" {
				t.Errorf("%+v", r)
			}
		}
	}
}

// Whatever byte of a bundle is changed, removed, doubled or exchanged with
// another, the verifier finds it.
func TestEverySingleChangeOfABundleIsFound(t *testing.T) {
	for _, pieces := range []bool{false, true} {
		w := ceremony(t, pieces)
		whole := w.encode()
		r := rand.New(rand.NewPCG(1, 2))
		for range 1000 {
			changed := mutated(r, whole)
			if kind(t, changed, w.public) == "" {
				t.Fatalf("not found: %s", difference(whole, changed))
			}
		}
	}
}

func mutated(r *rand.Rand, whole []byte) []byte {
	for {
		out := slices.Clone(whole)
		i, j := r.IntN(len(out)), r.IntN(len(out))
		switch r.IntN(5) {
		case 0:
			out[i] ^= 1 << r.IntN(8)
		case 1:
			out = slices.Delete(out, i, i+1)
		case 2:
			out = slices.Insert(out, i, out[i])
		case 3:
			out[i], out[j] = out[j], out[i]
		case 4:
			out[i] ^= 0x20 // the case of a letter
		}
		if !slices.Equal(out, whole) {
			return out
		}
	}
}

func difference(a, b []byte) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	return string(a[max(0, i-40):min(len(a), i+40)]) + " became " + string(b[max(0, i-40):min(len(b), i+40)])
}

func TestAForgersOwnKeyIsNotTheKey(t *testing.T) {
	w := ceremony(t, true)
	forger := ceremony(t, true) // the same, signed by another key of the same name
	if got := kind(t, forger.encode(), w.public); got != ledger.BadSignature {
		t.Error(got)
	}
	for _, key := range []string{"", "nonsense", strings.ToLower(w.public)} {
		if got := kind(t, w.encode(), key); got == "" {
			t.Errorf("key %q passes", key)
		}
	}
}

func TestHexInCapitalsIsRefused(t *testing.T) {
	w := ceremony(t, true)
	leaf := w.bundle.Leaves[0].String()
	changed := strings.Replace(string(w.encode()), leaf, strings.ToUpper(leaf), 1)
	if got := kind(t, []byte(changed), w.public); got != ledger.BadForm {
		t.Error(got)
	}
}

func TestSpacesDoubledKeysAndAnythingBehindAreRefused(t *testing.T) {
	w := ceremony(t, false)
	whole := string(w.encode())
	for name, changed := range map[string]string{
		"a line feed behind": whole + "\n",
		"a second document":  whole + "{}",
		"a space":            strings.Replace(whole, ":", ": ", 1),
		"a doubled key":      `{"format":"wego-ledger-1",` + whole[1:],
		"an unknown key":     strings.Replace(whole, `{`, `{"note":"x",`, 1),
		"null for no list":   strings.Replace(whole, `"pieces":[]`, `"pieces":null`, 1),
		"another format":     strings.Replace(whole, "wego-ledger-1", "wego-ledger-2", 1),
		"nothing":            "",
	} {
		if got := kind(t, []byte(changed), w.public); got != ledger.BadForm {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestAShorterLogDoesNotFitWhatWasKept(t *testing.T) {
	w := newWorld(t)
	w.chatter(7)
	w.checkpoint("hourly")
	backup := w.encode()
	w.chatter(4)
	kept := w.checkpoint("hourly")
	if got := kind(t, w.encode(), w.public, kept); got != "" {
		t.Error(got)
	}
	if got := kind(t, backup, w.public); got != "" {
		t.Errorf("alone, yesterday's backup holds; got %s", got)
	}
	if got := kind(t, backup, w.public, kept); got != ledger.Truncated {
		t.Errorf("yesterday's backup: %q", got)
	}
	cut := w.bundle
	cut.Leaves = cut.Leaves[:9]
	b, err := cut.Encode()
	must(t, err)
	if got := kind(t, b, w.public); got != ledger.Forked {
		t.Errorf("truncated log: %q", got)
	}
}

func TestTwoLogsOfOneSizeAreToldApart(t *testing.T) {
	a := newWorld(t)
	b := &world{t: t, private: a.private, public: a.public, log: &ledger.Log{}, now: a.now}
	a.chatter(6)
	b.chatter(5)
	b.do("entry.edit", "another", false)
	kept := a.checkpoint("hourly")
	b.checkpoint("hourly")
	if got := kind(t, b.encode(), a.public, kept); got != ledger.Rewritten {
		t.Error(got)
	}
	both := b.bundle
	both.Checkpoints = append(both.Checkpoints, kept)
	text, err := both.Encode()
	must(t, err)
	if got := kind(t, text, a.public); got != ledger.Forked {
		t.Error(got)
	}
}

func TestCheckpointsCoverTheLogAndRiseInTime(t *testing.T) {
	w := newWorld(t)
	if got := kind(t, w.encode(), w.public); got != ledger.Uncovered {
		t.Errorf("no checkpoint: %q", got)
	}
	w.chatter(3)
	w.checkpoint("hourly")
	w.chatter(1)
	if got := kind(t, w.encode(), w.public); got != ledger.Uncovered {
		t.Errorf("a leaf behind the last: %q", got)
	}
	w.checkpoint("hourly")
	slices.Reverse(w.bundle.Checkpoints)
	if got := kind(t, w.encode(), w.public); got != ledger.Backwards {
		t.Errorf("turned round: %q", got)
	}
}

func TestAResultMustHaveBeenCommittedToBeforeItIsOpened(t *testing.T) {
	r, evidence := judged(rand.New(rand.NewPCG(3, 3)), "energy", false)
	other, otherEvidence := judged(rand.New(rand.NewPCG(4, 4)), "energy", false)
	for name, c := range map[string]struct {
		want ledger.FaultKind
		do   func(w *world)
	}{
		"as it should be": {"", func(w *world) {
			s, c := w.seal(r, evidence)
			w.checkpoint("sealed")
			w.open(r, s, c, true)
		}},
		"sealed again after a break": {"", func(w *world) {
			w.seal(other, otherEvidence)
			w.do(ledger.DeedSeal, detail{2026, "energy", "break", ""}, true)
			s, c := w.seal(r, evidence)
			w.checkpoint("sealed")
			w.open(r, s, c, true)
		}},
		"broken and not sealed again": {ledger.Uncommitted, func(w *world) {
			s, c := w.seal(r, evidence)
			w.do(ledger.DeedSeal, detail{2026, "energy", "break", ""}, true)
			w.checkpoint("sealed")
			w.open(r, s, c, true)
		}},
		"another result than the sealed one": {ledger.Uncommitted, func(w *world) {
			w.seal(other, otherEvidence)
			w.checkpoint("sealed")
			s, c, err := ledger.Seal(r, evidence, secretOf("n"), secretOf("s"))
			must(t, err)
			w.open(r, s, c, true)
		}},
		"no checkpoint in between": {ledger.LateCommitment, func(w *world) {
			s, c := w.seal(r, evidence)
			w.open(r, s, c, true)
		}},
		"never sealed": {ledger.Uncommitted, func(w *world) {
			s, c, err := ledger.Seal(r, evidence, secretOf("n"), secretOf("s"))
			must(t, err)
			w.checkpoint("sealed")
			w.open(r, s, c, false)
		}},
		"shown and not opened": {ledger.Unopened, func(w *world) {
			s, _ := w.seal(r, evidence)
			w.bundle.Results = append(w.bundle.Results, ledger.Opened{Nonce: s.Nonce, Doc: s.Doc})
		}},
		"opened and not shown": {ledger.Absent, func(w *world) {
			s, c := w.seal(r, evidence)
			w.checkpoint("sealed")
			w.open(r, s, c, false)
			w.bundle.Results = nil
		}},
		"shown twice": {ledger.BadResult, func(w *world) {
			s, c := w.seal(r, evidence)
			w.checkpoint("sealed")
			w.open(r, s, c, false)
			w.bundle.Results = append(w.bundle.Results, w.bundle.Results[0])
		}},
		"a piece left out": {ledger.BadEvidence, func(w *world) {
			s, c := w.seal(r, evidence)
			w.checkpoint("sealed")
			s.Pieces = s.Pieces[1:]
			w.open(r, s, c, true)
		}},
	} {
		w := newWorld(t)
		w.chatter(2)
		c.do(w)
		w.checkpoint("opened")
		if got := kind(t, w.encode(), w.public); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// Somebody who tries all scores of a sheet, or all orders of a category, finds
// no leaf, piece or commitment: a salt of 256 bits is missing.
func TestTryingAllScoresOpensNothing(t *testing.T) {
	r, evidence := judged(rand.New(rand.NewPCG(5, 5)), "energy", false)
	sealed, commitment, err := ledger.Seal(r, evidence, secretOf("n"), secretOf("s"))
	must(t, err)
	leaves := map[ledger.Hash]bool{commitment: true}
	for _, p := range sealed.Pieces {
		leaves[p.Leaf()] = true
	}
	i := slices.IndexFunc(evidence, func(e ledger.Evidence) bool { return e.Kind == ledger.SheetKind })
	guess := evidence[i]
	for n := range 1331 {
		guess.Scores = map[string]float64{"impact": float64(n % 11), "reach": float64(n / 11 % 11), "openness": float64(n / 121)}
		for _, secret := range []ledger.Secret{{}, sealed.Nonce, r.Inputs, commitment} {
			pieces, err := ledger.Pieces(secret, []ledger.Evidence{guess})
			must(t, err)
			for _, salt := range []string{"", secret.String(), pieces[0].Salt.String()} {
				if leaves[ledger.LeafOf(salt, pieces[0].Text)] {
					t.Fatalf("opened %s", pieces[0].Text)
				}
			}
		}
	}
	if leaves[ledger.Commit(ledger.Secret{}, sealed.Doc)] || !leaves[ledger.Commit(sealed.Nonce, sealed.Doc)] {
		t.Error("a commitment opens with its nonce and without it does not")
	}
}

func TestAJudgeSeesTheOwnSheetCountedAndNoOther(t *testing.T) {
	r, evidence := judged(rand.New(rand.NewPCG(6, 6)), "energy", true)
	sealed, _, err := ledger.Seal(r, evidence, secretOf("n"), secretOf("s"))
	must(t, err)
	doc, err := ledger.ReadResult(sealed.Doc)
	must(t, err)
	for i := range sealed.Pieces {
		receipt, err := sealed.Receipt(int64(i))
		must(t, err)
		if !receipt.In(doc) {
			t.Fatalf("piece %d is not in the result", i)
		}
		receipt.Piece.Text = strings.Replace(receipt.Piece.Text, `"`, `'`, 1)
		if receipt.In(doc) {
			t.Fatalf("piece %d was altered and is still in", i)
		}
	}
	for _, place := range []int64{-1, int64(len(sealed.Pieces))} {
		if _, err := sealed.Receipt(place); !errors.Is(err, ledger.ErrSize) {
			t.Errorf("place %d: %v", place, err)
		}
	}
}

func TestACertificateSaysWhatAResultSays(t *testing.T) {
	w := ceremony(t, false)
	forged, err := ledger.Certificate{Code: "K7QX", Year: 2026, Category: "mobility", Prize: "grand", Entry: "2026-99", City: "Elsewhere"}.Sign(w.private)
	must(t, err)
	w.bundle.Certificates = append(w.bundle.Certificates, forged)
	if got := kind(t, w.encode(), w.public); got != ledger.BadCertificate {
		t.Error(got)
	}
	checkpoint := w.bundle.Checkpoints[0]
	if _, err := ledger.OpenCertificate(checkpoint, w.public); !errors.Is(err, ledger.ErrForm) {
		t.Errorf("a checkpoint passes for a certificate: %v", err)
	}
	if _, err := ledger.OpenCheckpoint(forged, w.public); !errors.Is(err, ledger.ErrForm) {
		t.Errorf("a certificate passes for a checkpoint: %v", err)
	}
}

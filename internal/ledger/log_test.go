package ledger_test

import (
	"crypto/sha256"
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"we-gov.org/awards/internal/ledger"
)

// root is the Merkle tree hash as RFC 6962, section 2.1, defines it.
func root(leaves []ledger.Hash) ledger.Hash {
	switch n := len(leaves); n {
	case 0:
		return sha256.Sum256(nil)
	case 1:
		return sha256.Sum256(append([]byte{0}, leaves[0][:]...))
	default:
		k := 1
		for k*2 < n {
			k *= 2
		}
		left, right := root(leaves[:k]), root(leaves[k:])
		return sha256.Sum256(append(append([]byte{1}, left[:]...), right[:]...))
	}
}

func TestTheLogIsTheTreeOfRFC6962(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		leaves := make([]ledger.Hash, rapid.IntRange(0, 40).Draw(t, "leaves"))
		for i := range leaves {
			leaves[i] = ledger.LeafOf("salt", string(rune('a'+i)))
		}
		l := ledger.NewLog(leaves)
		size := rapid.IntRange(0, len(leaves)).Draw(t, "size")
		head, err := l.HeadAt(int64(size))
		if err != nil || head.Root != root(leaves[:size]) {
			t.Fatalf("head at %d: %v %v", size, head, err)
		}
		if size == 0 {
			return
		}
		n := rapid.IntRange(0, size-1).Draw(t, "leaf")
		proof, err := l.Prove(int64(n), int64(size))
		if err != nil || !head.Holds(leaves[n], int64(n), proof) {
			t.Fatalf("leaf %d of %d: %v", n, size, err)
		}
		if other := (n + 1) % size; other != n && head.Holds(leaves[n], int64(other), proof) {
			t.Fatalf("leaf %d passes at place %d", n, other)
		}
	})
}

func TestALogIsNotAskedBeyondItsEnd(t *testing.T) {
	l := ledger.NewLog(make([]ledger.Hash, 3))
	if _, err := l.HeadAt(4); !errors.Is(err, ledger.ErrSize) {
		t.Error(err)
	}
	if _, err := l.Prove(3, 3); !errors.Is(err, ledger.ErrSize) {
		t.Error(err)
	}
	if (ledger.Head{}).Holds(ledger.Hash{}, 0, nil) {
		t.Error("a leaf in an empty log")
	}
}

func TestACheckpointSaysWhoseLogWhenAndWhy(t *testing.T) {
	private, public, err := ledger.NewKey("awards.example")
	must(t, err)
	in := ledger.Checkpoint{Head: ledger.NewLog(make([]ledger.Hash, 5)).Head(), At: time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC), Why: "judging"}
	signed, err := in.Sign(private)
	must(t, err)
	if len(signed) > 250 {
		t.Errorf("%d bytes do not fit on a line of the minutes:\n%s", len(signed), signed)
	}
	out, err := ledger.OpenCheckpoint(signed, public)
	in.Origin = "awards.example"
	if err != nil || out != in {
		t.Errorf("%+v, %v", out, err)
	}
	for i := range signed {
		changed := []byte(signed)
		changed[i] ^= 1
		if _, err := ledger.OpenCheckpoint(string(changed), public); err == nil {
			t.Errorf("byte %d changed and it still holds", i)
		}
	}
}

func TestHashesHaveOneSpelling(t *testing.T) {
	h := ledger.LeafOf("a", "b")
	if back, err := ledger.ParseHash(h.String()); err != nil || back != h {
		t.Error(back, err)
	}
	for _, text := range []string{"", h.String()[1:], h.String() + "0", "X" + h.String()[1:], "A" + h.String()[1:]} {
		if _, err := ledger.ParseHash(text); err == nil {
			t.Errorf("%q is read", text)
		}
	}
}

func TestEventsHaveOneSpelling(t *testing.T) {
	e := ledger.Event{At: time.UnixMilli(1_790_000_000_123).UTC(), Actor: "a", Deed: "d", Kind: "k", Subject: "s", Edition: "e", Detail: `{"x":"<&>"}`}
	text, err := e.Text()
	must(t, err)
	if back, err := ledger.ReadEvent(text); err != nil || back != e {
		t.Errorf("%+v, %v", back, err)
	}
	for _, other := range []string{"", "[]", text + " ", " " + text, text[:len(text)-1] + `,1]`, `[1,2,3,4,5,6,7]`} {
		if _, err := ledger.ReadEvent(other); err == nil {
			t.Errorf("%s is read", other)
		}
	}
}

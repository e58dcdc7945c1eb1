package ledger_test

import (
	"fmt"
	"testing"

	"we-gov.org/awards/internal/ledger"
)

const benchEvents = 20_000

// BenchmarkAppend is 20,000 events hashed and appended; goal 0.5 s.
func BenchmarkAppend(b *testing.B) {
	texts := make([]string, benchEvents)
	for i := range texts {
		texts[i] = fmt.Sprintf(`[%d,"actor","entry.edit","entry","subject","edition","{}"]`, i)
	}
	for b.Loop() {
		l := &ledger.Log{}
		for _, text := range texts {
			l.Append(ledger.LeafOf("SALT", text))
		}
	}
}

// BenchmarkVerify is a bundle of 20,000 events, 100 checkpoints and two results
// with their evidence; goal 0.2 s.
func BenchmarkVerify(b *testing.B) {
	w := ceremony(b, true)
	for range 100 {
		w.chatter(benchEvents / 100)
		w.checkpoint("hourly")
	}
	bundle := w.encode()
	b.SetBytes(int64(len(bundle)))
	for b.Loop() {
		if _, err := ledger.Verify(bundle, w.public); err != nil {
			b.Fatal(err)
		}
	}
}

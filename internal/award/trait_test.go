package award

import (
	"slices"
	"testing"
)

func TestTechnologiesAreReadByWholeWordsAndBeginnings(t *testing.T) {
	for text, want := range map[string][]string{
		"Machine learning on sensors":                   {"ai", "sensors"},
		"They said it in the capital":                   nil,
		"An app, text messages; GIS maps":               {"maps", "mobile"},
		"A portal (online forms) with digital identity": {"forms", "identity"},
	} {
		if got := TechnologiesIn(text); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestCostBandIsOfWhatItTookToBuild(t *testing.T) {
	for _, of := range []struct {
		amount, currency, band string
	}{
		{"99,000", "USD", "under_100k"},
		{"99 000", "eur", "100k_1m"},
		{"1450000000", "KRW", "1m_10m"},
		{"12000000", "USD", "over_10m"},
		{"0", "USD", ""},
		{"much", "USD", ""},
		{"500", "XXX", ""},
		{"1e400", "USD", ""},
		{"-5", "USD", ""},
	} {
		parts := []PracticePart{{Question: "cost", Kind: Money, Value: JoinRows([][]string{{"To build", of.amount, of.currency, ""}, {"To run", "1", "USD", ""}})}}
		if got := TraitsOf(parts).Cost; got != of.band {
			t.Errorf("%s %s: %q, want %q", of.amount, of.currency, got, of.band)
		}
	}
}

func TestTraitsOfNothingAreNone(t *testing.T) {
	got := TraitsOf([]PracticePart{{Question: "status", Kind: Choice, Value: "odd"}, {Question: "sdgs", Kind: Goals, Value: `["0","18","x","01"]`}, {Question: "cost", Kind: Money, Value: "{"}})
	if got.Status != "" || len(got.Goals) != 0 || got.Cost != "" || got.Technologies != nil || got.Openness != nil {
		t.Errorf("%+v", got)
	}
}

package assign

import (
	"context"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestRowOfReasonsSaysWhatEachPairIsBarredBy holds the reasons of whole rows against
// the one rule for a pair, attributes stated or rows given.
func TestRowOfReasonsSaysWhatEachPairIsBarredBy(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := edition(t, 5, 6)
		for i := range in.Entries {
			in.Entries[i].Organisation = oneOf("", "UN", "ICLEI").Draw(t, "organisation")
		}
		for i := range in.Judges {
			in.Judges[i].Organisations = rapid.SliceOfN(oneOf("UN", "ICLEI"), 0, 1).Draw(t, "organisations")
		}
		for i := range in.Bars {
			in.Bars[i].Reason = rapid.SampledFrom(Reasons()).Draw(t, "reason")
			in.Bars = append(in.Bars, Bar{in.Bars[i].Judge, in.Bars[i].Entry, rapid.SampledFrom(Reasons()).Draw(t, "second reason")})
		}
		if rapid.Bool().Draw(t, "rows") {
			in.Rows = func(e int, fit []int32) {
				for j := range fit {
					fit[j] = int32((e*7+j*3)%5) - 1
				}
			}
		}
		p := newProblem(in)
		b := p.barring()
		for e := range p.entries {
			b.of(e)
			for j := range p.judges {
				want, barred := p.barRow(in, j, e)
				if int(b.why[j]) < len(b.reasons) != barred || barred && b.reasons[b.why[j]] != want {
					t.Fatalf("judge %d, entry %d: place %d, want %q", j, e, b.why[j], want)
				}
			}
		}
	})
}

// TestCountsOfReasonsAreThoseOfTheRows holds what is told from counts against the rows.
func TestCountsOfReasonsAreThoseOfTheRows(t *testing.T) {
	in := newCity(3, 60, 12, 3).input()
	for i := range in.Judges {
		in.Judges[i].Max = in.Judges[i].Target - 2
	}
	in.Judges[4].Max = 0
	for i := range 20 {
		at := Bar{in.Judges[i%12].ID, in.Entries[i*3].ID, Reasons()[i%7]}
		in.Bars = append(in.Bars, at, at)
	}
	s, err := filled(context.Background(), newProblem(in))
	if err != nil {
		t.Fatal(err)
	}
	told := s.shortages()
	if len(told) == 0 || len(told[0].Barred) == 0 {
		t.Fatalf("%+v", told)
	}
	for _, w := range told {
		if w.Side == LoadsSide {
			continue
		}
		again := w
		again.Barred = []BarCount{}
		if s.barredFrom(&again); !slices.Equal(again.Barred, w.Barred) {
			t.Errorf("counted %+v, the rows say %+v", w.Barred, again.Barred)
		}
	}
}

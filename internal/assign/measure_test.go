package assign

import (
	"context"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestMeasureOfAProposalIsWhatItClaims holds the measure of a plan's own seats
// against the values that the solver states.
func TestMeasureOfAProposalIsWhatItClaims(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := edition(t, 5, 6)
		plan, err := Propose(context.Background(), in)
		if err != nil {
			t.Fatal(err)
		}
		m, err := Measure(in, seatPairs(plan.Seats))
		if err != nil {
			t.Fatal(err)
		}
		if m.Fit != plan.Fit || len(m.WorstEntries) != len(plan.WorstEntries) {
			t.Fatalf("fit %d of %d, %d worst of %d", m.Fit, plan.Fit, len(m.WorstEntries), len(plan.WorstEntries))
		}
		stated := 0
		for _, want := range plan.Goals {
			for _, have := range m.Goals {
				if have.Goal != want.Goal || have.Level != want.Level {
					continue
				}
				if stated++; have.Value != want.Value {
					t.Fatalf("%s %d: measured %d, stated %d", want.Goal, want.Level, have.Value, want.Value)
				}
			}
		}
		if stated != len(plan.Goals) {
			t.Fatalf("%d of %d goals are measured", stated, len(plan.Goals))
		}
	})
}

func TestMeasureCountsNothingForSeatsThatMayNotBe(t *testing.T) {
	in := Input{
		Entries: []Entry{{ID: "a", Country: "KR", Need: 2}},
		Judges:  []Judge{{ID: "home", Countries: []string{"KR"}, Max: 5}, {ID: "far", Countries: []string{"KE"}, Max: 5}},
	}
	m, err := Measure(in, []Pair{{"home", "a"}, {"far", "a"}, {"far", "a"}, {"nobody", "a"}})
	if err != nil {
		t.Fatal(err)
	}
	if m.Goals[0].Goal != FillSeats || m.Goals[0].Value != 1 {
		t.Errorf("goals %+v", m.Goals)
	}
}

func TestEveryGoalIsToldAsItIsSought(t *testing.T) {
	in := Input{Entries: []Entry{{ID: "a", Need: 1}}, Judges: []Judge{{ID: "x", Max: 1}}}
	var told []Goal
	if _, err := Propose(Watched(context.Background(), func(g Goal) { told = append(told, g) }), in); err != nil {
		t.Fatal(err)
	}
	if want := append([]Goal{FillSeats}, Goals()...); !slices.Equal(told, want) {
		t.Errorf("told %v, want %v", told, want)
	}
}

package assign

import (
	"context"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestMendingTellsEveryMove(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := edition(t, 6, 7)
		in.Previous = append(in.Previous, Pair{"gone", "e0"})
		r, err := Repair(context.Background(), in)
		if err != nil {
			t.Fatal(err)
		}
		after := seatPairs(r.Plan.Seats)
		if !slices.Equal(after, r.Seats()) {
			t.Fatalf("seats %v, in the plan %v", r.Seats(), after)
		}
		if want := Moves(in.Previous, after); !slices.Equal(r.Moves, want) {
			t.Fatalf("moves %v, want %v", r.Moves, want)
		}
		for _, p := range r.Moved {
			if _, barred := in.Bar(p.Judge, p.Entry); barred || slices.Contains(after, p) {
				t.Fatalf("%v is told as moved", p)
			}
		}
		for _, p := range r.Orphans {
			if _, barred := in.Bar(p.Judge, p.Entry); !barred || slices.Contains(after, p) {
				t.Fatalf("%v is told as an orphan", p)
			}
		}
		if err := Check(r.Input, r.Plan); err != nil {
			t.Fatal(err)
		}
	})
}

func TestMendingSaysWhySomebodyMustMove(t *testing.T) {
	in := Input{
		Entries:  []Entry{{ID: "new", Need: 1}, {ID: "old", Need: 1}},
		Judges:   []Judge{{ID: "ana", Max: 1}, {ID: "bo", Max: 1}},
		Bars:     []Bar{{"bo", "new", DeclaredConflict}},
		Previous: []Pair{{"ana", "old"}},
	}
	m, err := Mend(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	if want := []Pair{{"ana", "old"}}; !m.Proved || !slices.Equal(m.Moved, want) {
		t.Errorf("moved %v, proved %v", m.Moved, m.Proved)
	}
	if len(m.Without) != 1 || m.Without[0].Entry != "new" || m.Without[0].Barred[DeclaredConflict] != 1 || !slices.Equal(m.Without[0].Full, []string{"ana"}) {
		t.Errorf("without %+v", m.Without)
	}
}

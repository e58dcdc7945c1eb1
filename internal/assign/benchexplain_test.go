package assign

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"
)

// BenchmarkExplain asks about judges and entries all over a plan of CITY-1, by total fit
// alone and by all goals, and prints how long an answer takes beside solving the whole
// anew with the pair locked, which gives the same.
func BenchmarkExplain(b *testing.B) {
	for _, size := range []struct{ entries, judges, k int }{{1000, 100, 4}, {5000, 500, 4}} {
		for _, goals := range [][]Goal{{MostFit}, nil} {
			in := newCity(1, size.entries, size.judges, size.k).input(goals...)
			plan, err := Propose(context.Background(), in)
			if err != nil {
				b.Fatal(err)
			}
			var took []time.Duration
			moves := 0
			for n := range 100 {
				j, e := in.Judges[n*37%size.judges].ID, in.Entries[n*101%size.entries].ID
				if n%4 == 0 {
					s := plan.Seats[n*997%len(plan.Seats)]
					j, e = s.Judge, s.Entry
				}
				before := processor()
				x, err := Explain(context.Background(), in, plan, j, e)
				if err != nil {
					b.Fatal(err)
				}
				took, moves = append(took, processor()-before), max(moves, len(x.Moves))
			}
			slices.Sort(took)
			other := in
			other.Bars = append(slices.Clone(in.Bars), Bar{plan.Seats[0].Judge, plan.Seats[0].Entry, Recused})
			before := processor()
			if _, err := Propose(context.Background(), other); err != nil {
				b.Fatal(err)
			}
			fmt.Printf("EXPLAIN %d×%d×%d, goals %v: median %s, nine in ten %s, most %s, up to %d moves; solved anew %s\n", size.entries, size.judges, size.k, goals, took[50], took[90], took[99], moves, processor()-before)
		}
	}
}

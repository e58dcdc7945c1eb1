package assign

import (
	"context"
	"testing"
)

// TestStartFillsWhatChainsCan: whom the greedy start passes over gets seats by chains as
// far as the pairs of the network reach, and where these are all that anybody has room
// for, the tree proves that none can be moved better.
func TestStartFillsWhatChainsCan(t *testing.T) {
	whole := 0
	for seed := range uint64(12) {
		s := newSolver(context.Background(), newProblem(impossible(newCity(seed, 300, 40, 4))), true)
		if err := s.start(); err != nil {
			t.Fatal(err)
		}
		empty := s.empty()
		s.run(s.stopped)
		if s.empty() != empty {
			t.Errorf("seed %d: %d seats are empty after the start, %d need be", seed, empty, s.empty())
		}
		if seats, room := s.demand(); int64(empty) == seats-room {
			whole++
			if s.pivots > 0 {
				t.Errorf("seed %d: %d pivots were left to the simplex", seed, s.pivots)
			}
		}
	}
	if whole < 6 {
		t.Errorf("%d of 12 starts filled all that could be", whole)
	}
}

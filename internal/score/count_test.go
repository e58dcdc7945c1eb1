package score

import (
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Where no cell of a word is wanted twice, a rank is how many are ahead; else it is
// that or, by those of the own word, too good. Equals share it.
func TestRanksAreHowManyAreAhead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, places := rapid.IntRange(1, 600).Draw(t, "entries"), rapid.IntRange(1, 5).Draw(t, "places")
		scale := rapid.SampledFrom([]float64{1, 30, 1e3, 1e4, 1e6}).Draw(t, "cells")
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		c := newCount(n, places)
		c.centre = slices.Repeat([]int32{32 * leastWords}, n)
		ranks, first, top := make([]uint32, n*n), make([]uint32, n), make([]uint32, n)
		apart := make([]int32, n)
		for draw := range 2 * mostHeld / 3 {
			for i := range apart {
				apart[i] = int32(scale * r.NormFloat64())
			}
			c.rank(apart, int32(1-draw%2*2))
			for i, rank := range c.held[draw*n:][:n] {
				c.checkRank(t, i, int(rank))
				ranks[i*n+int(rank)]++
				if int(rank) < places {
					top[i]++
				}
				if rank == 0 {
					first[i]++
				}
			}
		}
		c.add()
		if !slices.Equal(c.ranks, ranks) || !slices.Equal(c.first, first) || !slices.Equal(c.top, top) {
			t.Error("ranks are not counted as they were found")
		}
	})
}

// checkRank compares a rank that was found with all others of the draw.
func (c *count) checkRank(t *rapid.T, i, rank int) {
	own := c.cells[i]
	before, ahead, wanted, twice := 0, 0, map[uint32]bool{}, false
	for _, cell := range c.cells {
		if cell>>6 < own>>6 {
			before++
		}
		if cell < own {
			ahead++
		}
		if cell>>6 == own>>6 {
			twice, wanted[cell] = twice || wanted[cell], true
		}
	}
	if rank > ahead || rank < before || rank != ahead && !twice {
		t.Fatalf("ranked %d, %d are ahead, %d of them in words before", rank, ahead, before)
	}
}

// Of draws as they come, few ranks are too good, and hardly ever are two the first.
func TestFewRanksAreTooGood(t *testing.T) {
	const n, draws = 500, mostHeld - 1
	r := rand.New(rand.NewPCG(1, 0))
	c := newCount(n, 1)
	for range n {
		c.centre = append(c.centre, int32(64*leastWords*(0.5+0.12*r.NormFloat64())))
	}
	apart, wrong := make([]int32, n), 0
	for draw := range draws {
		for i := range apart {
			apart[i] = int32(0.05 * 64 * leastWords * r.NormFloat64())
		}
		c.rank(apart, 1)
		sorted := slices.Sorted(slices.Values(c.cells))
		for i, rank := range c.held[draw*n:][:n] {
			if ahead, _ := slices.BinarySearch(sorted, c.cells[i]); ahead != int(rank) {
				wrong++
			}
		}
	}
	if share := float64(wrong) / n / draws; share > 0.001 {
		t.Errorf("%.4f of the ranks are too good", share)
	}
	for _, shape := range [][3]int{{500, 60, 5}, {60, 20, 3}, {16, 10, 4}, {16, 10, 2}} {
		in := simulate(1, shape[0], shape[1], shape[2], 0.5).Input
		in.Policy.Draws = usualDraws
		r, err := Assess(in)
		if err != nil {
			t.Fatal(err)
		}
		sum := 0.0
		for _, e := range r.Standings {
			sum += e.Doubt.First
		}
		if sum < 0.9999 || sum > 1.005 {
			t.Errorf("of %v the chances of being first add up to %.4f", shape, sum)
		}
	}
}

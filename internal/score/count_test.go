package score

import (
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Ranks by cells are ranks by comparison, whatever stands in one cell, in one word
// or past the ends, equal or not.
func TestRanksAreHowManyAreAhead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, places := rapid.IntRange(1, 200).Draw(t, "entries"), rapid.IntRange(1, 5).Draw(t, "places")
		scale := rapid.SampledFrom([]float64{1, 300, 3e4, 3e6, 3e8}).Draw(t, "scale")
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		c := newCount(n, places)
		for range n {
			c.draw.centre = append(c.draw.centre, fine/2)
		}
		ranks, first, top := make([]uint32, n*n), make([]uint32, n), make([]uint32, n)
		apart := make([]int32, n)
		for range 50 {
			for i := range apart {
				apart[i] = int32(scale * r.NormFloat64())
			}
			c.rank(apart, 1)
			for i := range n {
				ahead := 0
				for j := range n {
					if c.draw.score(j) < c.draw.score(i) {
						ahead++
					}
				}
				ranks[i*n+ahead]++
				if ahead < places {
					top[i]++
				}
				if ahead == 0 {
					first[i]++
				}
			}
		}
		c.add()
		if !slices.Equal(c.ranks, ranks) || !slices.Equal(c.first, first) || !slices.Equal(c.top, top) {
			t.Error("ranks are not how many are ahead")
		}
	})
}

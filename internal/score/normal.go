package score

import (
	"math"
	"math/rand/v2"
	"sync"
)

// normals draws from the standard normal distribution, quickly: of 8,192 stretches
// that are as likely as each other, the mean of one. What that leaves out is 1 part
// in 30,000 of the variance and what lies past 4 standard deviations, next to
// nothing beside the chance in 10,000 draws.
type normals struct {
	from   *rand.PCG
	values *[stretches]float64
}

const stretches = 8192

// middles are the means of the stretches, found once.
var middles = sync.OnceValue(func() *[stretches]float64 {
	density := func(p float64) float64 {
		if p <= 0 || p >= 1 {
			return 0
		}
		z := math.Sqrt2 * math.Erfinv(2*p-1)
		return math.Exp(-z*z/2) / math.Sqrt(2*math.Pi)
	}
	var all [stretches]float64
	before := 0.0
	for i := range stretches / 2 {
		now := density(float64(i+1) / stretches)
		all[i], all[stretches-1-i] = (before-now)*stretches, (now-before)*stretches
		before = now
	}
	return &all
})

func newNormals(seed uint64) *normals {
	return &normals{from: rand.NewPCG(seed, 0), values: middles()}
}

// fill draws as many as there is room for, four of each number.
func (n *normals) fill(all []float64) {
	values := n.values
	for len(all) > 0 {
		bits := n.from.Uint64()
		four := all[:min(4, len(all))]
		for i := range four {
			four[i] = values[bits%stretches]
			bits >>= 16
		}
		all = all[len(four):]
	}
}

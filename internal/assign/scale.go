package assign

import "math/bits"

// What sums stay exact: a chain of exchanges passes every judge and entry once, and all
// seats together are added up. Costs are scaled so that a chain stays below 1<<chainBits
// and a sum below 1<<sumBits, with prices of spare arcs, three times a chain, beside them.
const (
	chainBits = 57
	sumBits   = 60
)

// longest is how many arcs a chain can have.
func (s *solver) longest() int {
	return longest(len(s.judges), len(s.active), s.policy.grouped())
}

// grouped says whether panels have caps.
func (p Policy) grouped() bool { return p.CountryMost > 0 || p.RegionMost > 0 || p.Experts > 0 }

func longest(judges, entries int, grouped bool) int {
	legs := 2*min(judges, entries) + 1
	if grouped {
		legs *= 3 // by way of a country and a region
	}
	return legs + 2
}

// scale is how many bits a cost may be shifted by when the dearest is so many points.
// Input.Check leaves room for every cost that can be stated.
func scale(dearest int64, longest, seats int) int {
	return min(chainBits-bits.Len(uint(longest)), sumBits-bits.Len(uint(seats+1))) - bits.Len64(uint64(dearest))
}

// stays says whether chains and sums of a cost stay exact.
func stays(cost float64, longest, seats int) bool {
	return cost*float64(longest) < 1<<chainBits && cost*float64(seats+1) < 1<<sumBits
}

func (s *solver) fits(cost float64) bool { return stays(cost, s.longest(), s.seats) }

// dearest is the most that a seat can bring or cost in points.
func (s *solver) dearest() int64 {
	most := s.anyFit() + s.weights.Region
	for _, j := range s.judges {
		most = max(most, s.weights.dearestLoad(j, len(s.entries)))
	}
	return int64(most)
}

// dearestLoad is what the last seat that a judge may have costs at most.
func (w Weights) dearestLoad(j Judge, entries int) int {
	n := min(j.Max, entries)
	return w.Even*n + w.Over + w.Steep*n
}

// chain is more than any chain of exchanges can bring or cost in an aim.
func (s *solver) chain(a *aim) int64 {
	most := int64(1)
	switch a.goal {
	case FillSeats:
		most = a.empty
		for _, k := range s.need {
			most = max(most, a.empty+a.deeper*int64(k))
		}
	case LiftLevels:
		for _, c := range a.byLevel {
			most = max(most, c)
		}
	case MostFit:
		most = s.dearest()<<a.shift + int64(a.ties)
	case steep:
		most = 1 << 40
	}
	for _, x := range a.experts {
		most = max(most, x)
	}
	if a.goal == MostFit && a.experts != nil {
		most *= 2
	}
	return min(most*int64(s.longest()), 1<<chainBits)
}

// spare is what an arc costs that only holds the tree together: so much that no chain
// pays for it, and that a price made of it is told from all others.
func (s *solver) spare(a *aim) int64 { return 3*s.chain(a) + 1 }

package score

import (
	"math"
	"math/big"
)

// unit is how many parts a value or weight is counted in: four decimals.
const unit = 10_000

// Bounds under which every sum and product fits an int64: a sheet's sum of
// products stays under 10^15 and those of an entry under 10^18.
const (
	mostValue  = 1_000
	mostWeight = 10_000 // all criteria together
	mostSheets = 900    // per entry
	mostPlaces = 1_000  // of a prize
	usualDraws = 10_000
	mostDraws  = 1_000_000
	tolerance  = 1e-6 // of a unit: 0.1+0.2 is read as 0.3
)

// units gives v in ten-thousandths, as a person would read it.
func units(v, most float64) (int64, error) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return 0, ErrFinite
	}
	if math.Abs(v) > most {
		return 0, ErrRange
	}
	n := math.Round(v * unit)
	if math.Abs(v*unit-n) > tolerance {
		return 0, ErrDecimals
	}
	return int64(n), nil
}

// ratio is an exact fraction; its den is above zero.
type ratio struct{ num, den int64 }

// float is the nearest float64: where both parts are exact, so is one division.
func (r ratio) float() float64 {
	if exact := int64(1) << 53; max(r.num, -r.num) <= exact && r.den <= exact {
		return float64(r.num) / float64(r.den)
	}
	f, _ := new(big.Rat).SetFrac64(r.num, r.den).Float64()
	return f
}

// rounded counts the ratio in parts of one, half a part rounding up.
func (r ratio) rounded(parts int64) int64 {
	if most := int64(math.MaxInt64) / (4 * parts); max(r.num, -r.num) < most && r.den < most {
		n, d := 2*parts*r.num+r.den, 2*r.den
		if n < 0 {
			n -= d - 1 // so that division floors
		}
		return n / d
	}
	n := new(big.Int).Mul(big.NewInt(r.num), big.NewInt(2*parts))
	n.Add(n, big.NewInt(r.den))
	return n.Div(n, big.NewInt(2*r.den)).Int64() // Div floors, as den > 0
}

func (r ratio) hundredths() int64 { return r.rounded(100) }

func shown(hundredths int64) float64 { return float64(hundredths) / 100 }

package score

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/lapack/lapack64"
)

// mostAnew is how many judges a part may have for its ratio of variances to be found
// anew without one of them.
const mostAnew = 100

func (l leaving) severities() []float64 {
	f := l.part
	if f.judges > mostAnew {
		return f.severitiesWithout(l)
	}
	all := make([]float64, f.judges)
	rest := tableOf(f.entries, f.judges, slices.DeleteFunc(slices.Clone(f.cells), l.leaves))
	for _, part := range rest.split() {
		if len(part.cells) == 0 { // an entry that only the judge who leaves has read
			continue
		}
		for i, s := range fit(&part.table).severity {
			all[part.judge[i]] = s
		}
	}
	return all
}

// severitiesWithout are the severities from the scores that are left. What the
// judge's score of an entry with k of them adds to G is a dᵀ of one vector, d =
// √((k-1)/k)·(1 at the judge, -1/(k-1) at the others of the panel); so the system
// without them is (G+λI) - DDᵀ, and by Woodbury's identity
//
//	s = ŝ + VD (I - DᵀVD)⁻¹ (Dᵀŝ - r),  V = (G+λI)⁻¹,
//
// r being how far the scores lie from the mean of their entries, over the root.
func (f *fitted) severitiesWithout(l leaving) []float64 {
	s := slices.Clone(f.severity)
	if f.variance == nil {
		return s
	}
	columns, rest := f.columns(l)
	n := len(columns)
	if n == 0 {
		return s
	}
	m := blas64.Symmetric{Uplo: blas.Upper, N: n, Stride: n, Data: make([]float64, n*n)}
	for a, x := range columns {
		for b, y := range columns[a:] {
			m.Data[a*n+a+b] = -f.covariance(x, y) / f.noise
		}
		m.Data[a*n+a]++
	}
	factor, positive := cholesky(m)
	if !positive { // rounding alone could do that, as λ > 0
		return s
	}
	lapack64.Potrs(factor, blas64.General{Rows: n, Cols: 1, Stride: 1, Data: rest})
	pull := make([]float64, f.judges)
	for a, column := range columns {
		for _, x := range column {
			pull[x.judge] += rest[a] * x.weight
		}
	}
	v := f.variance.RawSymmetric()
	for j, p := range pull {
		if p != 0 {
			floats.AddScaled(s, p/f.noise, v.Data[j*v.Stride:][:f.judges])
		}
	}
	return s
}

// columns are D, and Dᵀŝ - r.
func (f *fitted) columns(l leaving) (columns [][]weighed, rest []float64) {
	for e, gone := range l.gone {
		cells := f.of(e)
		k := float64(len(cells))
		if !gone || k < 2 {
			continue
		}
		root := math.Sqrt((k - 1) / k)
		var column []weighed
		sum := 0.0
		for _, c := range cells {
			x := weighed{c.judge, -root / (k - 1)}
			if c.judge == l.judge {
				x.weight = root
				sum -= (c.y - f.means[e]) / root
			}
			column, sum = append(column, x), sum+x.weight*f.severity[c.judge]
		}
		columns, rest = append(columns, column), append(rest, sum)
	}
	return columns, rest
}

// covariance is that of two sums of severities.
func (f *fitted) covariance(a, b []weighed) float64 {
	v, sum := f.variance.RawSymmetric(), 0.0
	for _, x := range a {
		row := v.Data[x.judge*v.Stride:]
		for _, y := range b {
			sum += x.weight * y.weight * row[y.judge]
		}
	}
	return sum
}

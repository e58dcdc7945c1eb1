package score

import (
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/lapack/lapack64"
)

// strip is the side of the squares that a factorisation works on: one fits the
// fastest memory of a processor.
const strip = 64

// cholesky overwrites the upper triangle of a with U, UᵀU = a; false where a is
// not positive. It is Potrf, with every product small enough that gonum keeps to
// one goroutine: given two that share one core's memory, as on many rented
// machines, the same work cost nearly three times the processor time.
func cholesky(a blas64.Symmetric) (blas64.Triangular, bool) {
	part := func(row, column, rows, columns int) blas64.General {
		return blas64.General{Rows: rows, Cols: columns, Stride: a.Stride, Data: a.Data[row*a.Stride+column:]}
	}
	for j := 0; j < a.N; j += strip {
		side := min(strip, a.N-j)
		square := blas64.Symmetric{Uplo: blas.Upper, N: side, Stride: a.Stride, Data: a.Data[j*a.Stride+j:]}
		if j > 0 {
			blas64.Syrk(blas.Trans, -1, part(0, j, j, side), 1, square)
		}
		factor, positive := lapack64.Potrf(square)
		if !positive {
			return factor, false
		}
		for k := j + side; k < a.N; k += strip {
			wide := min(strip, a.N-k)
			if j > 0 {
				blas64.Gemm(blas.Trans, blas.NoTrans, -1, part(0, j, j, side), part(0, k, j, wide), 1, part(j, k, side, wide))
			}
			blas64.Trsm(blas.Left, blas.Trans, 1, factor, part(j, k, side, wide))
		}
	}
	return blas64.Triangular{Uplo: blas.Upper, Diag: blas.NonUnit, N: a.N, Stride: a.Stride, Data: a.Data}, true
}

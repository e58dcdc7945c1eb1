package score

import (
	"encoding/csv"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// penicillin is the classic set of Davies and Goldsmith (1972): 24 plates, 6
// samples, 144 diameters of inhibition, as R's lme4 ships it.
func penicillin(t *testing.T) *table {
	t.Helper()
	f, err := os.Open("testdata/penicillin.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var cells []cell
	for _, r := range rows[1:] {
		plate, _ := strconv.Atoi(r[0])
		y, err := strconv.ParseFloat(r[2], 64)
		if err != nil {
			t.Fatal(err)
		}
		cells = append(cells, cell{plate - 1, int(r[1][0] - 'A'), y})
	}
	all := tableOf(24, 6, cells)
	return &all
}

func near(t *testing.T, what string, got, want, most float64) {
	t.Helper()
	if !(math.Abs(got-want) <= most) {
		t.Errorf("%s is %.12f, want %.12f (%g off)", what, got, want, math.Abs(got-want))
	}
}

// The numbers are those of lme4 1.1-31 with the optimiser's tolerance at 1e-12.
func TestPenicillinIsAsInLme4(t *testing.T) {
	m := fitCrossed(penicillin(t))
	at := m.solve(1.539677819722*1.539677819722, 3.512416384980*3.512416384980)
	near(t, "REML at given ratios", at.reml, 330.860588991088, 1e-8)
	if least := 330.860588991085; m.at.reml > least+1e-9 {
		t.Errorf("the optimum %.12f is worse than lme4's", m.at.reml)
	}
	near(t, "plates", math.Sqrt(m.entry), 1.539677662995, 1e-6)
	near(t, "samples", math.Sqrt(m.judge), 3.512415067568, 1e-6)
	near(t, "mean", m.at.mean, 22.9722222222, 1e-10)
	for i, want := range []float64{2.1870579668, -1.0104761492, 1.9378994642, -0.0968949732, -0.0138421390, -3.0037441696} {
		near(t, "sample "+string(rune('A'+i)), m.at.severity[i], want, 1e-8)
	}
}

// randomTable is an award-shaped table: every entry read by k of the judges.
func randomTable(seed uint64, entries, judges, k int, strictness float64) *table {
	r := rand.New(rand.NewPCG(2027, seed))
	severity := make([]float64, judges)
	for j := range severity {
		severity[j] = strictness * r.NormFloat64()
	}
	var cells []cell
	read := map[int]bool{}
	for e := range entries {
		quality := r.NormFloat64()
		for _, j := range r.Perm(judges)[:k] {
			cells = append(cells, cell{e, j, 5 + 1.5*(quality+severity[j]+r.NormFloat64())})
			read[j] = true
		}
	}
	for j := range judges {
		if !read[j] {
			cells = append(cells, cell{0, j, 5 + severity[j]})
		}
	}
	t := tableOf(entries, judges, cells)
	return &t
}

// leastSquares solves the mixed model the long way, with the whole matrix of
// variances: entries' effects and their covariance.
func leastSquares(t *testing.T, f *fitted) (effects mat.VecDense, covariance mat.SymDense) {
	t.Helper()
	n := len(f.cells)
	v, x, y := mat.NewSymDense(n, nil), mat.NewDense(n, f.entries, nil), mat.NewVecDense(n, nil)
	for i, a := range f.cells {
		x.Set(i, a.entry, 1)
		y.SetVec(i, a.y)
		v.SetSym(i, i, f.noise+f.spread)
		for j, b := range f.cells[:i] {
			if a.judge == b.judge {
				v.SetSym(i, j, f.spread)
			}
		}
	}
	var chol, normal mat.Cholesky
	var vx mat.Dense
	var vy mat.VecDense
	if !chol.Factorize(v) || chol.SolveTo(&vx, x) != nil || chol.SolveVecTo(&vy, y) != nil {
		t.Fatal("the long way failed")
	}
	var xvx mat.Dense
	var xvy mat.VecDense
	xvx.Mul(x.T(), &vx)
	xvy.MulVec(x.T(), &vy)
	sym := mat.NewSymDense(f.entries, nil)
	for i := range f.entries {
		for j := range i + 1 {
			sym.SetSym(i, j, (xvx.At(i, j)+xvx.At(j, i))/2)
		}
	}
	if !normal.Factorize(sym) || normal.SolveVecTo(&effects, &xvy) != nil || normal.InverseTo(&covariance) != nil {
		t.Fatal("the long way failed")
	}
	return effects, covariance
}

func TestAdjustedScoreIsTheMixedModelsAndTheMeanOfScoreLessSeverity(t *testing.T) {
	for seed := range uint64(10) {
		f := fit(randomTable(seed, 30, 9, 3, 1))
		if f.failed || f.ratio == 0 {
			t.Fatalf("seed %d: no severity was found", seed)
		}
		f.invert()
		effects, covariance := leastSquares(t, f)
		for e := range f.entries {
			sum := 0.0
			for _, c := range f.of(e) {
				sum += c.y - f.severity[c.judge]
			}
			near(t, "mean of score less severity", sum/float64(len(f.of(e))), f.adjusted[e], 1e-12)
			near(t, "effect of the mixed model", f.adjusted[e], effects.AtVec(e), 1e-12)
			wrong := scoreErrors{f, true}
			near(t, "standard error", wrong.of(e), math.Sqrt(covariance.At(e, e)), 1e-12)
			other := (e + 1) % f.entries
			difference := covariance.At(e, e) + covariance.At(other, other) - 2*covariance.At(e, other)
			near(t, "error of a difference", wrong.between(e, other), math.Sqrt(difference), 1e-12)
		}
	}
}

// REML by the long way, at ratios around the optimum.
func TestOptimumIsLeast(t *testing.T) {
	for seed := range uint64(10) {
		f := fit(randomTable(seed, 40, 8, 3, 0.7))
		at := func(ratio float64) float64 {
			g, h := (&fitted{table: f.table}).reduce()
			tri := tridiagonalise(g.RawSymmetric(), h)
			s := tri.at(ratio, make([]float64, f.judges), make([]float64, f.judges))
			return f.likelihood(f.within-ratio*s.form, s.logDet)
		}
		for _, by := range []float64{0.1, 0.9, 0.999, 1.001, 1.1, 10} {
			if at(f.ratio*by) < f.reml {
				t.Errorf("seed %d: %g times the ratio is better", seed, by)
			}
		}
		near(t, "criterion", at(f.ratio), f.reml, 1e-9)
	}
}

func TestOptimumOfBothRandomIsLeast(t *testing.T) {
	for seed := range uint64(20) {
		m := fitCrossed(randomTable(seed, 12, 7, 3, float64(seed%3)/2))
		for _, by := range []float64{0.3, 0.95, 0.9999, 1.0001, 1.05, 3} {
			for _, at := range [][2]float64{{m.entry * by, m.judge}, {m.entry, m.judge * by}, {m.entry + (by-0.3)/50, m.judge}, {m.entry, m.judge + (by-0.3)/50}} {
				if v := m.solve(at[0], at[1]).reml; v < m.at.reml-1e-9 {
					t.Errorf("seed %d: at %v instead of %g, %g it is %g less", seed, at, m.entry, m.judge, m.at.reml-v)
				}
			}
		}
	}
}

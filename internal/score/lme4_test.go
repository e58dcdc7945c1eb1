//go:build lme4

package score

import (
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
)

// Differences from lme4 that are allowed: of REML by its size, of the rest on the
// scale, all at the same ratios; optimum is how much worse, by its size, the found
// REML may be than lme4's.
var allowed = map[string]float64{
	"reml": 1e-12, "optimum": 1e-12, "score": 1e-8, "error": 1e-8, "severity": 1e-8, "effect": 1e-8,
}

// TestAgreesWithLme4 runs R's lme4 beside the engine on Penicillin and InstEval,
// which R brings, and on twenty award-shaped sets, and prints the greatest
// differences. `task verify-lme4` runs it.
func TestAgreesWithLme4(t *testing.T) {
	dir := t.TempDir()
	rscript(t, "data", dir)
	ours := map[string]float64{}
	jobs, err := os.Create(filepath.Join(dir, "ratios.csv"))
	if err != nil {
		t.Fatal(err)
	}
	for _, set := range []string{"penicillin", "insteval"} {
		m := fitCrossed(loadTable(t, filepath.Join(dir, set+".csv")))
		fmt.Fprintf(jobs, "%s,both,%.17g,%.17g\n", set, math.Sqrt(m.entry), math.Sqrt(m.judge))
		ours[set+",reml,given"] = m.at.reml
		for j, s := range m.at.severity {
			ours[fmt.Sprint(set, ",severity,", j)] = s
		}
		for e, s := range m.at.effects {
			ours[fmt.Sprint(set, ",effect,", e)] = s
		}
	}
	sets := awardSets()
	if len(sets) != 20 {
		t.Fatalf("%d sets", len(sets))
	}
	for name, whole := range sets {
		for i, p := range whole.split() {
			set := fmt.Sprintf("%s-%d", name, i)
			f := fit(&p.table)
			saveTable(t, filepath.Join(dir, set+".csv"), &p.table)
			fmt.Fprintf(jobs, "%s,official,%.17g,0\n", set, math.Sqrt(f.ratio))
			noteFit(ours, set, f)
		}
	}
	if err := jobs.Close(); err != nil {
		t.Fatal(err)
	}
	rscript(t, "verify", dir)
	compareWithLme4(t, filepath.Join(dir, "results.csv"), ours)
}

// awardSets are twenty tables of the kinds that awards bring.
func awardSets() map[string]*table {
	all := map[string]*table{}
	for seed := range uint64(5) {
		n := int(seed)
		all[fmt.Sprint("connected", n)] = randomTable(seed, 40+5*n, 10+n, 3, float64(n)/4)
		left, right := randomTable(10+seed, 25, 6, 3, 0.8), randomTable(20+seed, 18, 5, 4, 0.4)
		cells := slices.Clone(left.cells)
		for _, c := range right.cells {
			cells = append(cells, cell{c.entry + 25, c.judge + 6, c.y})
		}
		apart := tableOf(43, 11, cells)
		all[fmt.Sprint("disconnected", n)] = &apart
		single := slices.Clone(randomTable(30+seed, 30, 8, 3, 0.6).cells)
		for j := range 4 {
			single = append(single, cell{7 * j, 8 + j, 5 + float64(j)})
		}
		once := tableOf(30, 12, single)
		all[fmt.Sprint("onesheet", n)] = &once
		var uneven []cell
		for i, c := range randomTable(40+seed, 30, 9, 5, 0.7).cells {
			if c.entry%3 == 0 || i%3 != 1 || c.judge == 0 {
				uneven = append(uneven, c)
			}
		}
		unbalanced := tableOf(30, 9, uneven)
		all[fmt.Sprint("unbalanced", n)] = &unbalanced
	}
	return all
}

func noteFit(ours map[string]float64, set string, f *fitted) {
	f.invert()
	ours[set+",reml,given"] = f.reml
	for e, a := range f.adjusted {
		ours[fmt.Sprint(set, ",score,", e)] = a
		ours[fmt.Sprint(set, ",error,", e)] = scoreErrors{f, true}.of(e)
	}
	for j, s := range f.severity {
		ours[fmt.Sprint(set, ",severity,", j)] = s
	}
}

func compareWithLme4(t *testing.T, path string, ours map[string]float64) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	type worst struct {
		off float64
		set string
		n   int
	}
	greatest := map[string]map[string]worst{"public data": {}, "award sets": {}}
	for _, r := range rows {
		kind, what := "award sets", r[1]
		if r[0] == "penicillin" || r[0] == "insteval" {
			kind = "public data"
		}
		theirs, err := strconv.ParseFloat(r[3], 64)
		if err != nil {
			t.Fatal(err)
		}
		mine, there := ours[r[0]+","+what+","+r[2]]
		off := math.Abs(mine - theirs)
		switch what {
		case "optimum":
			mine, there = ours[r[0]+",reml,given"]
			off = max(0, mine-theirs) / math.Abs(theirs)
		case "reml":
			off /= math.Abs(theirs)
		}
		if !there {
			t.Fatalf("nothing of ours is %v", r)
		}
		w := greatest[kind][what]
		if w.n++; !(off < w.off) {
			w.off, w.set = off, r[0]
		}
		greatest[kind][what] = w
	}
	for kind, of := range greatest {
		for what, w := range of {
			fmt.Printf("%-12s %-9s greatest difference %.2e of %d values, allowed %.0e (%s)\n", kind, what, w.off, w.n, allowed[what], w.set)
			if !(w.off <= allowed[what]) {
				t.Errorf("%s: %s differs by %g in %s", kind, what, w.off, w.set)
			}
		}
	}
}

package assign

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
)

// dimacs writes the instance as a min-cost flow that other solvers read: source,
// judges, entries; the cost is that of CITY-1.
func (c *city) dimacs(out io.Writer) {
	w := bufio.NewWriter(out)
	defer w.Flush()
	lo, target, hi := c.loads()
	fit, arcs := make([]int32, c.judges), c.judges
	if hi > target {
		arcs += c.judges
	}
	for e := range c.entries {
		c.row(e, fit)
		for _, f := range fit {
			if f >= 0 {
				arcs++
			}
		}
	}
	fmt.Fprintf(w, "p min %d %d\nn 1 %d\n", 1+c.judges+c.entries, arcs, c.entries*c.k)
	for e := range c.entries {
		fmt.Fprintf(w, "n %d -%d\n", 2+c.judges+e, c.k)
	}
	for j := range c.judges {
		fmt.Fprintf(w, "a 1 %d %d %d 0\n", 2+j, lo, target)
		if hi > target {
			fmt.Fprintf(w, "a 1 %d 0 %d 60\n", 2+j, hi-target)
		}
	}
	for e := range c.entries {
		c.row(e, fit)
		for j, f := range fit {
			if f >= 0 {
				fmt.Fprintf(w, "a %d %d 0 1 %d\n", 2+j, 2+c.judges+e, 1000-f)
			}
		}
	}
}

func (c *city) dimacsFile(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "city.min")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	c.dimacs(file)
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

var objective = regexp.MustCompile(`(?m)^s bas \d+ \d+ f f (\S+)$`)

// TestGLPKReachesTheSameOptima asks an independent solver about random instances of
// middle size, those that cannot be filled or cannot meet the minimum loads included.
func TestGLPKReachesTheSameOptima(t *testing.T) {
	glpsol, err := exec.LookPath("glpsol")
	if err != nil {
		if os.Getenv("WEGO_TEST_ALL") == "1" {
			t.Fatal("glpsol is not installed")
		}
		t.Logf("glpsol is not installed: nothing is compared")
		return
	}
	impossible := 0
	for seed := range uint64(60) {
		judges := 12 + int(seed%9)*4
		c := newCity(seed+100, 5*judges, judges, 2+int(seed%4))
		plan, err := Propose(context.Background(), c.input(MostFit))
		if err != nil {
			t.Fatal(err)
		}
		said := filepath.Join(t.TempDir(), "out")
		if text, err := exec.Command(glpsol, "--mincost", c.dimacsFile(t), "-w", said).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, text)
		}
		text, err := os.ReadFile(said)
		if err != nil {
			t.Fatal(err)
		}
		whole := plan.Goals[0].Value == 0 && plan.Goals[1].Value == 0
		found := objective.FindSubmatch(text)
		if found == nil {
			impossible++
			if whole {
				t.Errorf("seed %d: GLPK finds no plan, we do: %.300s", seed, text)
			}
			continue
		}
		want, _ := strconv.ParseFloat(string(found[1]), 64)
		if got := c.cost(t, plan); got != int(want) {
			t.Errorf("seed %d: cost %d, GLPK %v", seed, got, want)
		}
	}
	if impossible > 40 {
		t.Errorf("%d of 60 instances were impossible", impossible)
	}
}

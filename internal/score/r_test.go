package score

import (
	"encoding/csv"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
)

// rscript runs testdata/lme4.R and returns what it printed.
func rscript(t testing.TB, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "Rscript", append([]string{"testdata/lme4.R"}, args...)...)
	cmd.Env = append(os.Environ(), "OMP_NUM_THREADS=1", "OPENBLAS_NUM_THREADS=1")
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("Rscript lme4.R %v: %v\n%s", args, err, said.String())
	}
	return string(out)
}

// loadTable reads entry, judge and score, both counted from zero.
func loadTable(t testing.TB, path string) *table {
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
	var cells []cell
	entries, judges := 0, 0
	for _, r := range rows {
		e, _ := strconv.Atoi(r[0])
		j, _ := strconv.Atoi(r[1])
		y, err := strconv.ParseFloat(r[2], 64)
		if err != nil {
			t.Fatal(err)
		}
		cells = append(cells, cell{e, j, y})
		entries, judges = max(entries, e+1), max(judges, j+1)
	}
	all := tableOf(entries, judges, cells)
	return &all
}

func saveTable(t testing.TB, path string, of *table) {
	t.Helper()
	var b strings.Builder
	for _, c := range of.cells {
		fmt.Fprintf(&b, "%d,%d,%.17g\n", c.entry, c.judge, c.y)
	}
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}

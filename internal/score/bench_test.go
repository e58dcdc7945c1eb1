package score

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"text/tabwriter"
	"time"
)

// BenchmarkFigures measures the engine's own figures and prints them as one
// table, each the median of five by the processors' time, beside R's lme4 in the
// same run where that is installed. `task bench` runs it; nothing fails when a
// goal is missed.
func BenchmarkFigures(b *testing.B) {
	f := &figures{dir: b.TempDir(), theirs: map[string]time.Duration{}}
	f.askLme4(b)
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "\n%s, %d cores, median of 5, processor time\n", runtime.Version(), runtime.NumCPU())
	fmt.Fprintln(w, "FIGURE\tOURS\tGOAL\t\tLME4\tTIMES\tGOAL\t")
	award := simulate(1, 500, 60, 5, 0.5).Input
	award.Policy.Draws = 10_000
	f.row(w, figure{what: "2,500 scores (500 × 60 × 5): official fit", goal: 4 * time.Millisecond, their: "official", times: 100, do: fitOf(f.award)})
	f.row(w, figure{what: "the same: fit, errors, 10,000 rank draws", goal: 40 * time.Millisecond, do: draws(b, award)})
	f.row(w, figure{what: "the same, both random", their: "both", times: 8, do: func() { fitCrossed(f.award) }})
	f.row(w, figure{what: "the same, all of Assess, checks included", do: func() { _, _ = Assess(award) }})
	f.row(w, figure{what: "the same, signals", do: func() { _, _ = Signals(award) }})
	if f.insteval != nil {
		f.row(w, figure{what: "InstEval, 73,421 scores, both random", goal: 1600 * time.Millisecond, their: "insteval", times: 3, do: func() { fitCrossed(f.insteval) }})
	}
	large := randomTable(1, 20_000, 2_000, 5, 0.5)
	before := resident()
	f.row(w, figure{what: "100,000 scores × 2,000 judges: official fit", goal: 15 * time.Second, do: fitOf(large)})
	f.row(w, figure{what: "the same with errors", do: func() {
		m := fit(large)
		m.invert()
		for e := range m.entries {
			scoreErrors{m, true}.of(e)
		}
	}})
	_ = w.Flush()
	fmt.Printf("most memory of the process: %d MB, before the largest %d MB (goal 512 MB)\n", resident()>>20, before>>20)
}

type figures struct {
	dir             string
	award, insteval *table
	theirs          map[string]time.Duration
}

type figure struct {
	what  string
	goal  time.Duration // 0 = none
	their string        // what of lme4's it is held against
	times int           // by how much ours should be quicker
	do    func()
}

func fitOf(t *table) func() { return func() { fit(t) } }

// draws is what Assess does once the scores are read.
func draws(b *testing.B, in Input) func() {
	b.Helper()
	return func() {
		p, err := poolOf(in)
		if err != nil {
			b.Fatal(err)
		}
		for _, e := range p.entries {
			p.measure(e)
		}
		p.calibrate()
		p.shrunk()
		p.doubt()
	}
}

// askLme4 lets lme4 do the same work first.
func (f *figures) askLme4(b *testing.B) {
	f.award = randomTable(1, 500, 60, 5, 0.5)
	if exec.CommandContext(b.Context(), "Rscript", "-e", "library(lme4)").Run() != nil {
		fmt.Println("R's lme4 is not installed: no ratios; needs.sh lme4 installs it")
		return
	}
	saveTable(b, filepath.Join(f.dir, "award.csv"), f.award)
	rscript(b, "data", f.dir)
	f.insteval = loadTable(b, filepath.Join(f.dir, "insteval.csv"))
	for line := range strings.Lines(rscript(b, "time", f.dir, "5")) {
		if what, took, found := strings.Cut(strings.TrimSpace(line), " "); found {
			seconds, _ := strconv.ParseFloat(took, 64)
			f.theirs[what] = time.Duration(seconds * float64(time.Second))
		}
	}
}

func (f *figures) row(w *tabwriter.Writer, r figure) {
	var all []time.Duration
	for range 5 {
		runtime.GC()
		before := processor()
		r.do()
		all = append(all, processor()-before)
	}
	slices.Sort(all)
	goal, held := "", ""
	if r.goal > 0 {
		goal, held = "≤ "+written(r.goal), reached(all[2] <= r.goal)
	}
	their, ratio, wanted, won := "", "", "", ""
	if theirs := f.theirs[r.their]; theirs > 0 {
		times := float64(theirs) / float64(all[2])
		their, ratio, wanted, won = written(theirs), fmt.Sprintf("%.1f", times), fmt.Sprintf("≥ %d", r.times), reached(times >= float64(r.times))
	}
	fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", r.what, written(all[2]), goal, held, their, ratio, wanted, won)
}

func reached(is bool) string {
	if is {
		return "reached"
	}
	return "missed"
}

func written(d time.Duration) string {
	if d < 10*time.Millisecond {
		return fmt.Sprintf("%.2f ms", float64(d.Microseconds())/1000)
	}
	return fmt.Sprintf("%d ms", d.Milliseconds())
}

func processor() time.Duration {
	var use syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &use)
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

// resident is the most memory that the process ever held.
func resident() int64 {
	var use syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &use)
	return use.Maxrss << 10
}

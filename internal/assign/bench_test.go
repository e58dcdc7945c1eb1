package assign

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"text/tabwriter"
	"time"
)

// BenchmarkFigures measures the speed of the engine on CITY-1 as README tells it, in
// seconds of the processor, and prints one table; where g++ and liblemon-dev are
// installed, LEMON's network simplex solves the same instances beside it. Nothing
// fails when a goal is missed.
func BenchmarkFigures(b *testing.B) {
	if job := os.Getenv("WEGO_ASSIGN_JOB"); job != "" {
		runJob(b, job)
		return
	}
	lemon := buildLemon(b)
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "\nASSIGNMENT (CITY-1, seed 1; CPU, median of 5, each over 50 ms at least)\nINSTANCE\tFIT ALONE\tGOAL\tMEMORY\tALL GOALS\tWITH REPORT\tLEMON\tITS MEMORY\tLEMON/OURS\n")
	goals := []string{"≤ 1 ms", "≤ 15 ms", "", "≤ 0.45 s, 20 MB", "≤ 7 s, 64 MB"}
	for i, size := range sizes {
		alone, all := child(b, fmt.Sprint("alone ", i)), child(b, fmt.Sprint("all ", i))
		report := child(b, fmt.Sprint("report ", i))
		theirs := lemonOn(b, lemon, size.entries, size.judges, size.k)
		ratio := "–"
		if theirs.CPU > 0 {
			ratio = fmt.Sprintf("%.2f", float64(theirs.CPU)/float64(alone.CPU))
		}
		fmt.Fprintf(w, "%d×%d×%d\t%s\t%s\t%d MB\t%s\t%s\t%s\t%d MB\t%s\n", size.entries, size.judges, size.k,
			alone.CPU, goals[i], alone.MB, all.CPU, report.CPU, theirs.CPU, theirs.MB, ratio)
	}
	for _, job := range []struct{ job, name, goal string }{
		{"mend 3", "5000×500×4, a judge drops out: who moves, why, proof", "≤ 20 ms"},
		{"repair 3", "… and the whole plan's report and certificate", ""},
		{"witness 3", "5000×500×4, witness of the impossible", "≤ fit alone"},
		{"remedies 3", "… and remedies, each tried", ""},
	} {
		r := child(b, job.job)
		fmt.Fprintf(w, "%s\t%s\t%s\t%d MB\n", job.name, r.CPU, job.goal, r.MB)
	}
	_ = w.Flush()
	for _, size := range []string{"3", "4"} {
		fmt.Printf("CANCEL, from the end of the context to the answer: %s\n", child(b, "cancel "+size).Text)
	}
}

// measure is what a job took.
type measure struct {
	CPU time.Duration
	MB  int
	// Text is what a job measures beside these.
	Text string
}

// child runs a job in a process of its own, so that its memory is its own.
func child(b *testing.B, job string) measure {
	b.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^$", "-test.bench=^BenchmarkFigures$", "-test.benchtime=1x")
	cmd.Env = append(os.Environ(), "WEGO_ASSIGN_JOB="+job)
	out, err := cmd.Output()
	if err != nil {
		b.Fatalf("%s: %v\n%s", job, err, out)
	}
	var m measure
	for line := range strings.Lines(string(out)) {
		if text, ours := strings.CutPrefix(line, "measured "); ours {
			if err := json.Unmarshal([]byte(text), &m); err != nil {
				b.Fatal(err)
			}
		}
	}
	return m
}

func runJob(b *testing.B, job string) {
	var kind string
	var size int
	fmt.Sscan(job, &kind, &size)
	c := newCity(1, sizes[size].entries, sizes[size].judges, sizes[size].k)
	if kind == "cancel" {
		text, _ := json.Marshal(measure{Text: cancelling(b, c.input())})
		fmt.Printf("measured %s\n", text)
		return
	}
	do := jobs[kind](b, c)
	var took []time.Duration
	for range 5 {
		runtime.GC()
		runs, before := 0, processor()
		for processor()-before < shortest {
			do()
			runs++
		}
		took = append(took, (processor()-before)/time.Duration(runs))
	}
	slices.Sort(took)
	text, _ := json.Marshal(measure{CPU: took[2].Round(10 * time.Microsecond), MB: resident()})
	fmt.Printf("measured %s\n", text)
}

// shortest is how long a measurement lasts at least: what is quicker is done again
// and again, LEMON's too, for one run of a millisecond measures the machine's waking.
const shortest = 50 * time.Millisecond

var jobs = map[string]func(*testing.B, *city) func(){
	"alone": func(b *testing.B, c *city) func() { return solving(b, c.input(MostFit)) },
	"all":   func(b *testing.B, c *city) func() { return solving(b, c.input()) },
	"report": func(b *testing.B, c *city) func() {
		in := c.input()
		return func() { must(b)(Propose(context.Background(), in)) }
	},
	"repair": func(b *testing.B, c *city) func() {
		in := dropOut(b, c)
		return func() {
			r, err := Repair(context.Background(), in)
			if must(b)(r.Plan, err); len(r.Moved) > 0 {
				b.Fatalf("%d others moved", len(r.Moved))
			}
		}
	},
	"mend": func(b *testing.B, c *city) func() {
		in := dropOut(b, c)
		return func() {
			if m, err := Mend(context.Background(), in); err != nil || len(m.Moved) > 0 || !m.Proved {
				b.Fatalf("%d others moved: %v", len(m.Moved), err)
			}
		}
	},
	"witness": func(b *testing.B, c *city) func() {
		in := impossible(c)
		return func() {
			s, err := filled(context.Background(), newProblem(in))
			if err != nil || len(s.shortages()) == 0 {
				b.Fatal(err)
			}
		}
	},
	"remedies": func(b *testing.B, c *city) func() {
		in := impossible(c)
		return func() {
			w, err := Diagnose(context.Background(), in)
			if err != nil || len(w) == 0 || len(w[0].Remedies) == 0 {
				b.Fatal(len(w), err)
			}
		}
	},
}

// impossible is an instance whose judges read too little.
func impossible(c *city) Input {
	in := c.input(MostFit)
	for i := range in.Judges {
		in.Judges[i].Max = in.Judges[i].Min + (in.Judges[i].Target-in.Judges[i].Min)/2
	}
	return in
}

func must(b *testing.B) func(Plan, error) {
	return func(_ Plan, err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
}

func solving(b *testing.B, in Input) func() {
	return func() {
		p := newProblem(in)
		if _, err := solve(context.Background(), p, p.policy.goals()); err != nil {
			b.Fatal(err)
		}
	}
}

// dropOut is the plan of an instance after its busiest judge has left, in the way of
// an input that Repair takes.
func dropOut(b *testing.B, c *city) Input {
	in := c.input(MostFit)
	plan, err := Propose(context.Background(), in)
	if err != nil {
		b.Fatal(err)
	}
	in.Previous = seatPairs(plan.Seats)
	gone := slices.MaxFunc(plan.Loads, func(x, y Load) int { return x.Load - y.Load }).Judge
	at := slices.IndexFunc(in.Judges, func(j Judge) bool { return j.ID == gone })
	in.Judges = slices.Delete(slices.Clone(in.Judges), at, at+1)
	rows := sync.Pool{New: func() any { return new([]int32) }}
	in.Rows = func(e int, fit []int32) {
		whole := rows.Get().(*[]int32)
		*whole = slices.Grow((*whole)[:0], c.judges)[:c.judges]
		c.row(e, *whole)
		copy(fit, (*whole)[:at])
		copy(fit[at:], (*whole)[at+1:])
		rows.Put(whole)
	}
	return in
}

// cancelledFor is about how long all cancelled runs of an instance last together.
const cancelledFor = 30 * time.Second

// cancelling is how late a proposal answers when it is cancelled, by the clock and in
// seconds of the processor.
func cancelling(b *testing.B, in Input) string {
	began := time.Now()
	if _, err := Propose(context.Background(), in); err != nil {
		b.Fatal(err)
	}
	whole := time.Since(began)
	var late, spent []time.Duration
	moments := min(200, max(4, int(2*cancelledFor/whole)))
	for i := range moments {
		ctx, cancel := context.WithCancel(context.Background())
		var at time.Time
		var used time.Duration
		timer := time.AfterFunc(whole*time.Duration(i)/time.Duration(moments), func() { at, used = time.Now(), processor(); cancel() })
		if _, err := Propose(ctx, in); errors.Is(err, ErrCancelled) {
			late, spent = append(late, time.Since(at)), append(spent, processor()-used)
		}
		timer.Stop()
		cancel()
	}
	slices.Sort(late)
	slices.Sort(spent)
	n := len(late)
	return fmt.Sprintf("%d moments of %v: median %v, worst %v (CPU of both cores %v and %v)", n, whole.Round(time.Millisecond),
		late[n/2].Round(time.Millisecond), late[n-1].Round(time.Millisecond), spent[n/2].Round(time.Millisecond), spent[n-1].Round(time.Millisecond))
}

func processor() time.Duration {
	var use syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &use)
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

// resident is the most memory that the process had, in MB.
func resident() int {
	var use syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &use)
	return int(use.Maxrss+1023) / 1024
}

// buildLemon compiles the program around LEMON, or returns nothing where it cannot.
func buildLemon(b *testing.B) string {
	program := filepath.Join(b.TempDir(), "lemon")
	if text, err := exec.Command("g++", "-O2", "-o", program, "testdata/lemon.cpp").CombinedOutput(); err != nil {
		fmt.Printf("LEMON is not measured (needs g++ and liblemon-dev): %v %.200s\n", err, text)
		return ""
	}
	return program
}

func lemonOn(b *testing.B, program string, entries, judges, k int) measure {
	if program == "" {
		return measure{}
	}
	out, err := exec.Command(program, newCity(1, entries, judges, k).dimacsFile(b), "5").Output()
	if err != nil {
		b.Fatal(err)
	}
	var cost, mb int
	var seconds float64
	fmt.Sscan(string(out), &cost, &seconds, &mb)
	for _, s := range sizes {
		if s.entries == entries && s.want != cost {
			b.Errorf("LEMON's optimum is %d, not %d", cost, s.want)
		}
	}
	return measure{CPU: time.Duration(seconds * float64(time.Second)).Round(10 * time.Microsecond), MB: mb}
}

package main

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"syscall"
	"testing"
	"text/tabwriter"
	"time"
)

// BenchmarkFigures measures what README's section "Figures" tells, and prints
// it as one table at the end. `task bench` runs it; nothing fails when a goal is
// missed, since other work on the machine changes every figure but CPU.
func BenchmarkFigures(b *testing.B) {
	f := &figures{}
	defer f.print()
	b.Run("program", f.program)
	b.Run("library", f.library)
	b.Run("city", f.city)
	b.Run("judge", f.judge)
	b.Run("order", f.order)
	b.Run("thousand", f.thousand)
	b.Run("certificates", f.certificates)
	b.Run("opening", f.opening)
	b.Run("upload", f.upload)
	b.Run("limits", f.limits)
	b.Run("view", f.firstView)
	b.Run("story", f.story)
}

// figures are the rows of the table so far.
type figures struct{ rows []figure }

// figure is one row as it is printed; judged when there is a goal.
type figure struct {
	what           string
	p50, p95, cpu  string // cpu is the mean
	goal           string
	missed, judged bool
}

func (f *figures) print() {
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "\n%s, %d cores\n", runtime.Version(), runtime.NumCPU())
	fmt.Fprintln(w, "FIGURE\tP50\tP95\tCPU\tGOAL\t")
	for _, r := range f.rows {
		mark := ""
		if r.judged {
			mark = "reached"
			if r.missed {
				mark = "missed"
			}
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", r.what, r.p50, r.p95, r.cpu, r.goal, mark)
	}
	_ = w.Flush()
}

// note adds a row of one value.
func (f *figures) note(what, value string) { f.rows = append(f.rows, figure{what: what, p50: value}) }

// memory adds a row of bytes, with the most that they should be; 0 = no goal.
func (f *figures) memory(what string, bytes, most int64) {
	r := figure{what: what, p50: fmt.Sprintf("%d MB", (bytes+1<<20-1)>>20)}
	if most > 0 {
		r.goal, r.judged, r.missed = fmt.Sprintf("≤ %d MB", most>>20), true, bytes > most
	}
	f.rows = append(f.rows, r)
}

// took is how long something took, many times over.
type took struct{ wall, cpu []time.Duration }

func (t *took) add(wall, cpu time.Duration) {
	t.wall, t.cpu = append(t.wall, wall), append(t.cpu, cpu)
}

func at(all []time.Duration, percent int) time.Duration {
	all = slices.Sorted(slices.Values(all))
	return all[len(all)*percent/100]
}

// timing adds a row of durations. The goal is for the share of them that percent
// says; goal 0 = none.
func (f *figures) timing(b *testing.B, what string, t took, goal time.Duration, percent int) {
	b.Helper()
	p50, p95 := at(t.wall, 50), at(t.wall, 95)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(p50.Microseconds()), "p50-µs")
	b.ReportMetric(float64(p95.Microseconds()), "p95-µs")
	sum := time.Duration(0)
	for _, cpu := range t.cpu {
		sum += cpu
	}
	r := figure{what: what, p50: written(p50), p95: written(p95), cpu: written(sum / time.Duration(len(t.cpu)))}
	if goal > 0 {
		r.goal, r.judged, r.missed = fmt.Sprintf("p%d ≤ %s", percent, written(goal)), true, at(t.wall, percent) > goal
	}
	f.rows = append(f.rows, r)
}

// written gives a duration in whole numbers.
func written(d time.Duration) string {
	if d < 10*time.Millisecond {
		return fmt.Sprintf("%d µs", d.Microseconds())
	}
	return fmt.Sprintf("%d ms", d.Milliseconds())
}

// deed is something that is measured again and again.
type deed struct {
	what    string
	goal    time.Duration // 0 = none
	percent int           // of the goal; 0 = 95
	do      func(n int)
	after   func() // not measured
}

// measure runs each deed for the time that -benchtime says.
func (f *figures) measure(b *testing.B, deeds ...deed) {
	b.Helper()
	for _, d := range deeds {
		if d.percent == 0 {
			d.percent = 95
		}
		b.Run(d.what, func(b *testing.B) {
			t := took{}
			for n := 0; b.Loop(); n++ {
				before, began := processor(), time.Now()
				d.do(n)
				wall := time.Since(began)
				t.add(wall, processor()-before)
				if d.after != nil {
					d.after()
				}
			}
			f.timing(b, d.what, t, d.goal, d.percent)
		})
	}
}

// processor is how much time of the processors this process has used.
func processor() time.Duration {
	var use syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &use)
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

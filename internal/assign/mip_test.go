package assign

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// linear is a programme in whole numbers that GLPK reads. The last goals come first
// as objectives; each that is reached becomes a row of those after it.
type linear struct {
	rows  []string
	whole []string
	unit  []string
}

func (l *linear) row(format string, a ...any) { l.rows = append(l.rows, fmt.Sprintf(format, a...)) }

// sum writes terms for the names that hold.
func sum(n int, term func(i int) string) string {
	var b strings.Builder
	for i := range n {
		if t := term(i); t != "" {
			b.WriteString(" + " + t)
		}
	}
	if b.Len() == 0 {
		return " + 0 zero"
	}
	return b.String()
}

// stated is the whole problem as it is stated, with caps, experts and prices of load.
func stated(c *checker) (*linear, [4]string) {
	l := &linear{}
	x := func(e, j int) string { return fmt.Sprintf("x_%d_%d", e, j) }
	seated := func(e int, of func(j int) bool) string {
		return sum(len(c.room), func(j int) string {
			if c.mayGive(j, e) && of(j) {
				return x(e, j)
			}
			return ""
		})
	}
	all := func(int) bool { return true }
	var empty, under, lacks, cost strings.Builder
	for e, k := range c.open {
		l.row("%s%s = %d", seated(e, all), sum(k, func(n int) string { return fmt.Sprintf("u_%d_%d", e, n) }), k)
		for n := range k {
			l.unit = append(l.unit, fmt.Sprintf("u_%d_%d", e, n))
			fmt.Fprintf(&empty, " + %d u_%d_%d", 1001+n, e, n)
		}
		c.statedCaps(l, e, seated, &lacks, &cost)
		for j := range c.room {
			if c.mayGive(j, e) {
				l.whole = append(l.whole, x(e, j))
				fmt.Fprintf(&cost, " - %d %s", c.fits[e][j], x(e, j))
			}
		}
	}
	unit := &Proof{Goal: MostFit, Costs: []int64{0, 0}}
	for j := range c.room {
		given := sum(len(c.open), func(e int) string {
			if c.mayGive(j, e) {
				return x(e, j)
			}
			return ""
		})
		l.row("%s%s = 0", given, strings.ReplaceAll(sum(c.room[j], func(n int) string { return fmt.Sprintf("y_%d_%d", j, n) }), "+", "-"))
		for n := range c.room[j] {
			l.unit = append(l.unit, fmt.Sprintf("y_%d_%d", j, n))
			fmt.Fprintf(&cost, " + %d y_%d_%d", c.loadCost(unit, j, n+1), j, n)
		}
		if least := c.index.judges[j].Min - c.held[j]; least > 0 {
			l.row("%s + v_%d >= %d", given, j, least)
			fmt.Fprintf(&under, " + v_%d", j)
		}
	}
	return l, [4]string{empty.String(), under.String(), lacks.String(), cost.String()}
}

// statedCaps adds the rows of one panel's caps.
func (c *checker) statedCaps(l *linear, e int, seated func(int, func(int) bool) string, lacks, cost *strings.Builder) {
	for key, g := range c.panel(e) {
		members := seated(e, func(j int) bool { return slices.Contains(c.chainOf(j, e), key) })
		most, soft := c.most(key, g, e)
		if !soft {
			l.row("%s <= %d", members, max(0, most))
			continue
		}
		l.row("%s - r_%d_%s <= %d", members, e, key.name, max(0, most))
		fmt.Fprintf(cost, " + %d r_%d_%s", c.weights.Region, e, key.name)
	}
	if n := c.asked(e); n > 0 {
		l.row("%s + w_%d >= %d", seated(e, func(j int) bool { return c.level(j, e) >= c.expert() }), e, n)
		fmt.Fprintf(lacks, " + w_%d", e)
	}
}

var mipObjective = regexp.MustCompile(`(?m)^Objective:\s+goal = (\S+)`)

// solved is the least value of an objective.
func (l *linear) solved(t *testing.T, glpsol, objective string) int {
	t.Helper()
	if objective == "" {
		return 0
	}
	text := "Minimize\n goal:" + objective + "\nSubject To\n"
	for i, row := range l.rows {
		text += fmt.Sprintf(" c%d:%s\n", i, strings.ReplaceAll(row, " + ", "\n + "))
	}
	text += "Bounds\n 0 <= zero <= 0\n"
	for _, u := range l.unit {
		text += " 0 <= " + u + " <= 1\n"
	}
	text += "Binary\n " + strings.Join(l.whole, "\n ") + "\nEnd\n"
	in, out := filepath.Join(t.TempDir(), "in.lp"), filepath.Join(t.TempDir(), "out")
	if err := os.WriteFile(in, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if said, err := exec.Command(glpsol, "--cuts", "--lp", in, "-o", out).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	said, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	found := mipObjective.FindSubmatch(said)
	if found == nil {
		t.Fatalf("no objective in %.400s", said)
	}
	value, _ := strconv.ParseFloat(string(found[1]), 64)
	l.row("%s <= %d", objective, int(math.Round(value)))
	return int(math.Round(value))
}

// middling draws an edition of middle size with caps and experts.
func middling(r *rand.Rand, kind int) Input {
	in := Input{Policy: Policy{Seed: r.Uint64(), Goals: []Goal{MostFit}}}
	if kind != 1 {
		in.Policy.CountryMost, in.Policy.RegionMost = 1, 1+r.IntN(2)
	}
	if kind > 0 {
		in.Policy.Experts, in.Policy.ExpertLevel = 1+r.IntN(2), 2+r.IntN(2)
	}
	judges := 8 + r.IntN(5)
	entries := judges * (2 + r.IntN(2))
	for e := range entries {
		in.Entries = append(in.Entries, Entry{ID: fmt.Sprintf("e%02d", e), Category: []string{"x", "y"}[r.IntN(2)], Country: fmt.Sprint("c", r.IntN(9)), Need: 3})
	}
	for j := range judges {
		home := r.IntN(9)
		in.Judges = append(in.Judges, Judge{
			ID: fmt.Sprintf("j%02d", j), Countries: []string{fmt.Sprint("c", home)}, Region: fmt.Sprint("r", home%3),
			Level: map[string]int{"x": r.IntN(4), "y": r.IntN(4)}, Min: r.IntN(4), Max: 6 + r.IntN(8),
		})
	}
	for _, j := range in.Judges {
		for _, e := range in.Entries {
			in.Fits = append(in.Fits, Fit{j.ID, e.ID, 200*j.Level[e.Category] + r.IntN(251)})
		}
	}
	return in
}

// TestGLPKAgreesOnRegionsExpertsAndCaps states the whole problem to an independent
// solver of programmes in whole numbers: every value that is called proved is its
// optimum, and no bound is on the wrong side of it.
func TestGLPKAgreesOnRegionsExpertsAndCaps(t *testing.T) {
	glpsol, err := exec.LookPath("glpsol")
	if err != nil {
		if os.Getenv("WEGO_TEST_ALL") == "1" {
			t.Fatal("glpsol is not installed")
		}
		t.Logf("glpsol is not installed: nothing is compared")
		return
	}
	r := rand.New(rand.NewPCG(2026, 9))
	proved, best, crossing := 0, 0, 0
	for n := range 60 {
		in := middling(r, n%3)
		plan, err := Propose(context.Background(), in)
		if err != nil {
			t.Fatal(err)
		}
		if err := Check(in, plan); err != nil {
			t.Fatalf("%d: %v", n, err)
		}
		c := checkerOf(in, plan)
		if err := c.seats(); err != nil {
			t.Fatal(err)
		}
		l, goals := stated(c)
		depth, held := 0, 0
		for e := range c.open {
			for k := range c.open[e] - c.filled[e] {
				depth += 1001 + k
			}
		}
		got := []int{depth, plan.Goals[1].Value, c.lacking(), held - c.worth()}
		for i, objective := range goals {
			want := l.solved(t, glpsol, objective)
			if i < 2 && got[i] != want {
				t.Fatalf("%d: goal %d is %d, GLPK %d", n, i, got[i], want)
			}
			if i < 2 || i == 2 && n%3 != 2 {
				continue
			}
			v := plan.Goals[len(plan.Goals)-4+i]
			bound := v.Bound
			if v.Goal == MostFit {
				bound = -bound
			}
			crossing++
			if v.Proved {
				proved++
			}
			if got[i] == want {
				best++
			} else {
				t.Logf("%d: %s %d, bound %d, GLPK %d", n, v.Goal, got[i], bound, want)
			}
			if want < bound || v.Proved && got[i] != want {
				t.Fatalf("%d: %+v, GLPK %d", n, v, want)
			}
			if got[i] != want {
				break // what comes after is among other plans
			}
		}
	}
	t.Logf("%d of %d values are the optimum, %d proved", best, crossing, proved)
	if best < crossing-5 || proved < crossing*3/4 {
		t.Errorf("%d of %d values are the optimum, %d proved", best, crossing, proved)
	}
}

package assign

import (
	"context"
	"errors"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

// alter changes one value by one: a number up or down, a yes to a no, a name to
// another.
func alter(v reflect.Value, r *rand.Rand) (undo func()) {
	was := reflect.New(v.Type()).Elem()
	was.Set(v)
	switch v.Kind() {
	case reflect.Int, reflect.Int64:
		v.SetInt(v.Int() + int64(1-2*r.IntN(2)))
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.String:
		v.SetString(v.String() + "x")
	case reflect.Float64:
		v.SetFloat(v.Float() + 1)
	}
	return func() { v.Set(was) }
}

// leaves visits every value of a plan that can be altered.
func leaves(v reflect.Value, path string, visit func(path string, v reflect.Value)) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			leaves(v.Field(i), path+"."+v.Type().Field(i).Name, visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			leaves(v.Index(i), path, visit)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			leaves(v.Elem(), path, visit)
		}
	case reflect.Int, reflect.Int64, reflect.Bool, reflect.String, reflect.Float64:
		visit(path, v)
	}
}

// free says of which values a sealed forgery may still be true: another price of a
// judge, an entry or a group may prove the same, and a cost may count as well;
// remedies are no part of the proof.
func free(path string) bool {
	for _, part := range []string{".Proofs.Judges", ".Proofs.Entries", ".Proofs.Experts", ".Groups.Price", ".Proofs.Costs", ".Remedies", ".Certificate.Sum"} {
		if strings.Contains(path, part) {
			return true
		}
	}
	return false
}

// forged seals the plan with one value altered, and expects to be found out; where
// another proof may be as true, every value that the plan claims must still be so.
func forged(t *testing.T, in Input, plan Plan, one func() bool, r *rand.Rand) (tried int) {
	t.Helper()
	bad := copied(t, plan)
	leaves(reflect.ValueOf(&bad).Elem(), "", func(path string, v reflect.Value) {
		if !one() {
			return
		}
		tried++
		undo := alter(v, r)
		if err := Check(in, bad); !errors.Is(err, ErrRejected) {
			t.Errorf("%s altered, not sealed: %v", path, err)
		}
		sum := bad.Certificate.Sum
		bad.seal(never)
		if err := Check(in, bad); !errors.Is(err, ErrRejected) && !free(path) {
			t.Errorf("%s altered to %v and sealed: %v", path, v, err)
		}
		bad.Certificate.Sum = sum
		undo()
	})
	return tried
}

func TestEveryForgedValueOfSmallPlansIsFoundOut(t *testing.T) {
	tried := 0
	tinies(21, 40, func(n int, r *rand.Rand, in Input) {
		if n%2 == 0 {
			in.Policy.CountryMost, in.Policy.Experts = 1, 1
		}
		in.Policy.Goals = [][]Goal{nil, {MostFit}, {LiftWorst, LinkJudges}}[n%3]
		plan := propose(t, in)
		if err := Check(in, plan); err != nil {
			t.Fatal(n, err)
		}
		tried += forged(t, in, plan, func() bool { return true }, r)
	})
	if tried < 5000 {
		t.Errorf("only %d values were altered", tried)
	}
}

func TestForgedValuesOfAMiddlingPlanAreFoundOut(t *testing.T) {
	r := rand.New(rand.NewPCG(2026, 22))
	tried := 0
	for kind := range 3 {
		in := middling(r, kind)
		in.Policy.Goals = nil
		plan, err := Propose(context.Background(), in)
		if err != nil {
			t.Fatal(err)
		}
		if err := Check(in, plan); err != nil {
			t.Fatal(err)
		}
		tried += forged(t, in, plan, func() bool { return r.IntN(12) == 0 }, r)
	}
	if tried < 300 {
		t.Errorf("only %d values were altered", tried)
	}
}

// A false proof that is sealed is found out even where its form is right: costs that
// count nothing, prices that run over, a proof of another order.
func TestHollowProofsAreFoundOut(t *testing.T) {
	r := rand.New(rand.NewPCG(2026, 23))
	in := middling(r, 2)
	in.Policy.Goals = nil
	plan := propose(t, in)
	at := func(p *Plan, g Goal) *Proof {
		for i := range p.Certificate.Proofs {
			if q := &p.Certificate.Proofs[i]; q.Goal == g && !q.Refutes {
				return q
			}
		}
		t.Fatalf("no proof of %s", g)
		return nil
	}
	for name, forge := range map[string]func(*Plan){
		"levels that cost nothing": func(p *Plan) {
			q := at(p, LiftLevels)
			q.Costs, q.Primal, q.Dual = make([]int64, 10), 0, 0
			q.Judges, q.Entries, q.Groups = make([]int64, len(q.Judges)), make([]int64, len(q.Entries)), nil
		},
		"empty seats that cost nothing": func(p *Plan) { at(p, FillSeats).Costs[0] = 0 },
		"prices that run over":          func(p *Plan) { at(p, MostFit).Judges[0] = 1 << 62 },
		"a price of experts below 0":    func(p *Plan) { at(p, MostFit).Experts = append(make([]int64, len(p.Certificate.Entries)-1), -1) },
		"a proof twice":                 func(p *Plan) { p.Certificate.Proofs = append(p.Certificate.Proofs, *at(p, MostFit)) },
		"an order turned round": func(p *Plan) {
			q := p.Certificate.Proofs
			q[0], q[len(q)-1] = q[len(q)-1], q[0]
		},
		"a goal twice":    func(p *Plan) { p.Goals = append(p.Goals, p.Goals[len(p.Goals)-1]) },
		"a goal left out": func(p *Plan) { p.Goals = p.Goals[1:] },
		"a better bound":  func(p *Plan) { p.Goals[len(p.Goals)-2].Bound--; p.Goals[len(p.Goals)-2].Value-- },
	} {
		bad := copied(t, plan)
		forge(&bad)
		bad.seal(never)
		if err := Check(in, bad); !errors.Is(err, ErrRejected) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestNoPlanIsLinkedBetterThanItsBound tries every plan that is as good in the goals
// before.
func TestNoPlanIsLinkedBetterThanItsBound(t *testing.T) {
	apart, proved := 0, 0
	tinies(24, 2000, func(n int, r *rand.Rand, in Input) {
		in.Policy.Goals = [][]Goal{{LinkJudges}, {MostFit, LinkJudges}, {LiftLevels, LinkJudges}}[n%3]
		in.Policy.Budget = r.IntN(3)
		plan := propose(t, in)
		if err := Check(in, plan); err != nil {
			t.Fatalf("%d: %v\n%+v\n%+v", n, err, in, plan)
		}
		link := plan.Goals[len(plan.Goals)-1]
		have := rankOfPlan(t, in, plan, in.Policy.Goals)
		if least := linkedBest(in, in.Policy.Goals, have); least < link.Bound || link.Proved && least < link.Value {
			t.Fatalf("%d: %+v, but %d is possible\n%+v\n%+v", n, link, least, in, plan)
		}
		if link.Value > 0 {
			apart++
		}
		if link.Value > 0 && link.Proved {
			proved++
		}
	})
	if apart < 50 || proved*4 < apart {
		t.Errorf("only %d of %d plans that are not linked are proved not to be", proved, apart)
	}
}

// linkedBest is the fewest groups beyond one of all plans at least as good in every
// goal but linking.
func linkedBest(in Input, goals []Goal, least []int) int {
	c := checkerOf(in, Plan{})
	b := &best{checker: c, goals: goals}
	for e := range c.fits {
		for j := range c.fits[e] {
			if c.mayGive(j, e) {
				b.open2 = append(b.open2, [2]int{j, e})
			}
		}
	}
	fewest := 1 << 30
	b.visit = func() {
		rank := b.rank()
		if rank == nil {
			return
		}
		for i := range rank {
			if rank[i] < least[i] {
				return
			}
		}
		fewest = min(fewest, c.apart())
	}
	b.try(0)
	return fewest
}

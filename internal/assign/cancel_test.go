package assign

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
)

// countdown is a context that ends when it has been asked so often.
type countdown struct {
	context.Context
	left atomic.Int64
}

func after(n int) *countdown {
	c := &countdown{Context: context.Background()}
	c.left.Store(int64(n))
	return c
}

func (c *countdown) Err() error {
	if c.left.Add(-1) < 0 {
		return context.Canceled
	}
	return nil
}

// cancelAlong runs work with contexts that end ever later until one does not end it.
func cancelAlong(t *testing.T, work func(ctx context.Context) error) {
	t.Helper()
	for n, step := 0, 1; ; n, step = n+step, step+step/8+1 {
		err := work(after(n))
		if err == nil && n > 0 {
			return
		}
		if !errors.Is(err, ErrCancelled) {
			t.Fatalf("stopped after %d: %v", n, err)
		}
	}
}

func TestCancelledProposalIsFeasibleAndStatesItsGap(t *testing.T) {
	for _, spare := range []int{0, 3} { // seats that no judge has room for
		in := newCity(2, 120, 20, 3).input()
		for i := range in.Judges {
			in.Judges[i].Max = in.Judges[i].Target + 2 - spare
		}
		whole := propose(t, in)
		cancelAlong(t, func(ctx context.Context) error {
			plan, err := Propose(ctx, in)
			if err == nil {
				return Check(in, plan)
			}
			feasible(t, in, plan)
			boundsHold(t, plan, whole)
			return err
		})
	}
}

func TestCancelledRepairIsFeasible(t *testing.T) {
	in := newCity(2, 120, 20, 3).input()
	in.Previous = seatPairs(propose(t, in).Seats)
	in.Bars = append(in.Bars, Bar{in.Previous[7].Judge, in.Previous[7].Entry, DeclaredConflict})
	for i := range in.Judges {
		in.Judges[i].Max = in.Judges[i].Target // nobody has room, so that somebody must move
	}
	cancelAlong(t, func(ctx context.Context) error {
		r, err := Repair(ctx, in)
		if err == nil {
			return Check(r.Input, r.Plan)
		}
		if len(r.Plan.Seats) > 0 {
			feasible(t, in, r.Plan)
		}
		return err
	})
}

func TestCancelledDiagnosisSaysNothing(t *testing.T) {
	in := newCity(2, 120, 20, 3).input()
	for i := range in.Judges {
		in.Judges[i].Max = in.Judges[i].Min + 1
	}
	cancelAlong(t, func(ctx context.Context) error {
		w, err := Diagnose(ctx, in)
		if err != nil && len(w) > 0 || err == nil && len(w) == 0 {
			t.Fatalf("%d witnesses: %v", len(w), err)
		}
		return err
	})
}

func feasible(t *testing.T, in Input, plan Plan) {
	t.Helper()
	report, err := Review(in, seatPairs(plan.Seats))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range report.Problems {
		if p.Stops() || p.Kind == OverMax || p.Kind == EntryOver {
			t.Fatalf("a cancelled plan has %+v", p)
		}
	}
	if report.Filled != plan.Filled {
		t.Fatalf("%d seats are filled, %d told", report.Filled, plan.Filled)
	}
}

// boundsHold says that the plan that would have been found is within the bounds.
func boundsHold(t *testing.T, plan, whole Plan) {
	t.Helper()
	for i, v := range plan.Goals {
		w := whole.Goals[i]
		if v.Goal != w.Goal || v.Level != w.Level {
			t.Fatalf("goals %+v, of the whole %+v", plan.Goals, whole.Goals)
		}
		grows := v.Goal == LiftWorst || v.Goal == MostFit
		if v.Proved && v.Value != w.Value || grows && w.Value > v.Bound || !grows && w.Value < v.Bound {
			t.Fatalf("%+v, but %+v is so when all is done", v, w)
		}
	}
}

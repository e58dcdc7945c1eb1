package assign

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestExpertsBesideCapsAreSoughtAndBounded holds the plan and its bounds against
// brute force: no bound is passed, what is called proved is the best, and nearly all
// of the best are found.
func TestExpertsBesideCapsAreSoughtAndBounded(t *testing.T) {
	orders := [][]Goal{{MostFit}, {LiftWorst, LiftLevels, MostFit}, {LiftLevels}, {LiftWorst, MostFit}}
	told := map[string]int{}
	tinies(11, 3000, func(n int, r *rand.Rand, in Input) {
		in.Policy.CountryMost, in.Policy.RegionMost = 1+r.IntN(2), r.IntN(2)
		in.Policy.Experts, in.Policy.ExpertLevel = 1+r.IntN(2), 2+r.IntN(2)
		in.Policy.Goals = orders[n%len(orders)]
		plan, err := Propose(context.Background(), in)
		if err != nil {
			t.Fatal(err)
		}
		if err := Check(in, plan); err != nil {
			t.Fatalf("%d: %v\n%+v\n%+v", n, err, in, plan)
		}
		goals := slices.Clone(in.Policy.Goals)
		if at := slices.Index(goals, MostFit); at >= 0 {
			goals = slices.Insert(goals, at, SeatExperts)
		} else {
			goals = append(goals, SeatExperts)
		}
		have, best := rankOfPlan(t, in, plan, goals), bruteForce(in, goals)
		at := slices.IndexFunc(plan.Goals, func(v GoalValue) bool { return v.Goal == SeatExperts })
		experts := plan.Goals[at]
		place := len(best) - 1
		if at < len(plan.Goals)-1 {
			place--
		}
		if !slices.Equal(have[:place], best[:place]) {
			t.Fatalf("%d: the goals before experts are %v, brute force %v", n, have, best)
		}
		if -best[place] < experts.Bound || experts.Value != -have[place] || experts.Proved && have[place] != best[place] {
			t.Fatalf("%d: experts %+v, brute force %v\n%+v", n, experts, best, in)
		}
		told["all"]++
		if have[place] == best[place] {
			told["experts best"]++
		}
		if experts.Proved {
			told["experts proved"]++
		}
		if at == len(plan.Goals)-1 || have[place] != best[place] {
			return
		}
		fit := plan.Goals[at+1]
		if best[place+1] > fit.Bound || fit.Proved && have[place+1] != best[place+1] {
			t.Fatalf("%d: fit %+v, brute force %v\n%+v", n, fit, best, in)
		}
		told["with fit"]++
		if have[place+1] == best[place+1] {
			told["fit best"]++
		}
		if fit.Proved {
			told["fit proved"]++
		}
	})
	t.Log(told)
	if told["experts best"]*100 < told["all"]*99 || told["experts proved"]*100 < told["all"]*98 ||
		told["fit best"]*100 < told["with fit"]*98 || told["fit proved"]*100 < told["with fit"]*90 {
		t.Errorf("too few are the best or proved: %v", told)
	}
}

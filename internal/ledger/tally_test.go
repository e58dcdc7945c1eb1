package ledger_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"we-gov.org/awards/internal/ledger"
)

// tally verifies one result with its evidence and names the fault.
func tally(t *testing.T, r ledger.Result, evidence []ledger.Evidence) ledger.FaultKind {
	t.Helper()
	w := newWorld(t)
	s, c := w.seal(r, evidence)
	w.checkpoint("sealed")
	w.open(r, s, c, true)
	w.checkpoint("opened")
	return kind(t, w.encode(), w.public)
}

// The score engine and the verifier are two readings of one rule; on random
// categories, small and with many ties, they agree.
func TestTheSecondTallyAgreesWithTheScoreEngine(t *testing.T) {
	for i := range uint64(1000) {
		r, evidence := judged(rand.New(rand.NewPCG(i, 9)), "energy", i%2 == 1)
		if got := tally(t, r, evidence); got != "" {
			t.Fatalf("category %d: %s", i, got)
		}
	}
}

func TestWhateverIsChangedInTheEvidenceTheTallyFinds(t *testing.T) {
	r, evidence := judged(rand.New(rand.NewPCG(11, 11)), "energy", true)
	find := func(kind string) int {
		return slices.IndexFunc(evidence, func(e ledger.Evidence) bool { return e.Kind == kind && e.Entry != "" })
	}
	sheet, standing, decision := find(ledger.SheetKind), find(ledger.StandingKind), find(ledger.DecisionKind)
	for name, c := range map[string]struct {
		want   ledger.FaultKind
		change func(r *ledger.Result, all []ledger.Evidence) []ledger.Evidence
	}{
		"a score": {ledger.BadMean, func(_ *ledger.Result, all []ledger.Evidence) []ledger.Evidence {
			all[sheet].Scores = map[string]float64{"impact": 0, "reach": 10, "openness": 0}
			return all
		}},
		"a score off the scale": {ledger.BadScore, func(_ *ledger.Result, all []ledger.Evidence) []ledger.Evidence {
			all[sheet].Scores = map[string]float64{"impact": 11, "reach": 10, "openness": 0}
			return all
		}},
		"a criterion missing": {ledger.BadScore, func(_ *ledger.Result, all []ledger.Evidence) []ledger.Evidence {
			all[sheet].Scores = map[string]float64{"impact": 1, "reach": 10}
			return all
		}},
		"a sheet twice": {ledger.BadScore, func(_ *ledger.Result, all []ledger.Evidence) []ledger.Evidence {
			return append(all, all[sheet])
		}},
		"a sheet left out": {ledger.BadCount, func(_ *ledger.Result, all []ledger.Evidence) []ledger.Evidence {
			return slices.Delete(all, sheet, sheet+1)
		}},
		"a mean": {ledger.BadMean, func(_ *ledger.Result, all []ledger.Evidence) []ledger.Evidence {
			all[standing].Mean += 0.01
			return all
		}},
		"an official score": {ledger.BadOfficial, func(_ *ledger.Result, all []ledger.Evidence) []ledger.Evidence {
			all[standing].Official += 0.01
			return all
		}},
		"a correction": {ledger.BadCorrection, func(_ *ledger.Result, all []ledger.Evidence) []ledger.Evidence {
			all[sheet].Correction += 0.01
			return all
		}},
		"a correction where the method has none": {ledger.BadCorrection, func(r *ledger.Result, all []ledger.Evidence) []ledger.Evidence {
			r.Method.Official = "raw"
			all[sheet].Correction += 0.01
			return all
		}},
		"a rank": {ledger.BadRank, func(_ *ledger.Result, all []ledger.Evidence) []ledger.Evidence {
			all[standing].Rank++
			return all
		}},
		"a tie": {ledger.BadTie, func(_ *ledger.Result, all []ledger.Evidence) []ledger.Evidence {
			all[standing].Settled = "vote"
			return all
		}},
		"a standing left out": {ledger.BadCount, func(_ *ledger.Result, all []ledger.Evidence) []ledger.Evidence {
			return slices.Delete(all, standing, standing+1)
		}},
		"a winner without a reason": {ledger.BadPrize, func(r *ledger.Result, all []ledger.Evidence) []ledger.Evidence {
			last := ""
			for _, e := range all {
				if e.Kind == ledger.StandingKind && e.Rank > 1 {
					last = e.Entry
				}
			}
			r.Prizes[0].Entry, all[decision].Entry = last, last
			return all
		}},
		"a winner that nobody judged": {ledger.BadPrize, func(r *ledger.Result, all []ledger.Evidence) []ledger.Evidence {
			r.Prizes[0].Entry = "2026-77"
			return all
		}},
		"a piece of no kind": {ledger.BadPiece, func(_ *ledger.Result, all []ledger.Evidence) []ledger.Evidence {
			all[sheet].Kind = "shoot"
			return all
		}},
	} {
		changed := r
		changed.Prizes = slices.Clone(r.Prizes)
		if got := tally(t, changed, c.change(&changed, slices.Clone(evidence))); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestADepartureWithItsReasonHolds(t *testing.T) {
	r, evidence := judged(rand.New(rand.NewPCG(12, 12)), "energy", false)
	i := slices.IndexFunc(evidence, func(e ledger.Evidence) bool { return e.Kind == ledger.StandingKind && e.Rank == 2 })
	r.Prizes[0].Entry = evidence[i].Entry
	evidence = append(evidence, ledger.Evidence{Kind: ledger.DecisionKind, Prize: "grand", Entry: evidence[i].Entry, Departure: "the first withdrew"})
	if got := tally(t, r, evidence); got != "" {
		t.Error(got)
	}
}

// Corrections that nobody computed, with official scores that add up: the sums
// hold, the model's equations do not.
func TestInventedCorrectionsDoNotSolveTheModel(t *testing.T) {
	found, tried := 0, 0
	for i := range uint64(200) {
		r, evidence := judged(rand.New(rand.NewPCG(i, 21)), "energy", true)
		if r.Method.Official != "adjusted" {
			continue
		}
		judge, sums, sheets := "", map[string]float64{}, map[string]float64{}
		for n := range evidence {
			e := &evidence[n]
			if e.Kind != ledger.SheetKind {
				continue
			}
			if judge == "" && e.Correction != 0 {
				judge = e.Judge
			}
			if e.Judge == judge {
				e.Correction += 0.5
			}
			total, weight := 0.0, 0.0
			for _, c := range r.Method.Criteria {
				total, weight = total+c.Weight*e.Scores[c.Key], weight+c.Weight
			}
			sums[e.Entry], sheets[e.Entry] = sums[e.Entry]+total/weight+e.Correction, sheets[e.Entry]+1
		}
		if judge == "" {
			continue
		}
		tried++
		for n := range evidence {
			if e := &evidence[n]; e.Kind == ledger.StandingKind && sheets[e.Entry] > 0 {
				e.Official = math.Floor(100*sums[e.Entry]/sheets[e.Entry]+0.5+1e-9) / 100
			}
		}
		if tally(t, r, evidence) == ledger.BadModel {
			found++
		}
	}
	t.Logf("%d of %d found", found, tried)
	if tried < 20 || found < tried*9/10 {
		t.Errorf("%d of %d found", found, tried)
	}
}

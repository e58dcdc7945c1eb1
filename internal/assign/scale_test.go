package assign

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
)

// Fits scaled for the draw are far dearer here than the arcs that only hold the tree
// together once were.
func TestGreatestFitsOnManySeatsKeepToTheCaps(t *testing.T) {
	in := Input{
		Judges: []Judge{
			{ID: "fr", Countries: []string{"FR"}, Max: 3000},
			{ID: "kr1", Countries: []string{"KR"}, Max: 3000},
			{ID: "kr2", Countries: []string{"KR"}, Max: 3000},
		},
		Policy: Policy{CountryMost: 1, Goals: []Goal{MostFit}},
		Rows:   func(_ int, fit []int32) { copy(fit, []int32{0, maxFit, maxFit}) },
	}
	for e := range 3000 {
		id := fmt.Sprint("e", e)
		in.Entries = append(in.Entries, Entry{ID: id, Need: 2})
		in.Locked = append(in.Locked, Pair{"kr1", id})
	}
	plan := propose(t, in)
	if err := Check(in, plan); err != nil {
		t.Fatal(err)
	}
	if plan.Filled != 6000 || plan.Loads[2].Load != 0 {
		t.Errorf("%d filled, loads %+v", plan.Filled, plan.Loads)
	}
}

func TestGreatestFitsOnManySeatsAreProved(t *testing.T) {
	in := Input{Policy: Policy{Goals: []Goal{MostFit}}}
	for e := range 2000 {
		in.Entries = append(in.Entries, Entry{ID: fmt.Sprint("e", e), Need: 4})
	}
	for j := range 60 {
		in.Judges = append(in.Judges, Judge{ID: fmt.Sprint("j", j), Max: 150, Min: 100})
	}
	in.Rows = func(e int, fit []int32) {
		r := rand.New(rand.NewPCG(7, uint64(e)))
		for j := range fit {
			fit[j] = int32(maxFit - r.IntN(5))
		}
	}
	plan := propose(t, in)
	if err := Check(in, plan); err != nil {
		t.Fatal(err)
	}
	if v := plan.Goals[2]; v.Goal != MostFit || !v.Proved {
		t.Errorf("%+v", v)
	}
}

// The largest input whose needs pass leaves room for the dearest costs that may be
// stated, those of experts beside them.
func TestDearestCostsHaveRoomInTheLargestInput(t *testing.T) {
	chain := longest(maxRows, maxRows, true)
	seats, depth := 0, 1.0
	for need := 1; ; need++ {
		d := 1 + float64(maxRows)*float64(need)*float64(need+1)/2
		if !stays(d, chain, maxRows*need) {
			break
		}
		seats, depth = maxRows*need, d
	}
	w := Weights{Even: maxWeight, Over: maxWeight, Steep: maxWeight}
	dearest := int64(max(w.dearestLoad(Judge{Max: maxLoad}, maxRows), maxFit+2*maxWeight))
	if room := scale(2*dearest, chain, seats); seats < 100*maxRows || room < 0 {
		t.Errorf("%d seats of depth %.0f leave %d bits", seats, depth, room)
	}
}

// No chain of exchanges gives ana a seat: the only one is bo's, who would miss the
// minimum. Her price once was what an arc of no meaning cost.
func TestJudgeWhomNoChainReachesHasNoPrice(t *testing.T) {
	in := Input{
		Entries: []Entry{{ID: "lyon", Need: 1}},
		Judges:  []Judge{{ID: "ana", Max: 1}, {ID: "bo", Max: 1, Min: 1}},
	}
	plan := propose(t, in)
	if err := Check(in, plan); err != nil {
		t.Fatal(err)
	}
	if l := plan.Loads[0]; l.Price != nil {
		t.Errorf("%s is priced at %d", l.Judge, *l.Price)
	}
	plan.Loads[0].Price = new(0)
	plan.seal(never)
	if err := Check(in, plan); !errors.Is(err, ErrRejected) {
		t.Errorf("a price from nowhere: %v", err)
	}
}

func TestEveryPriceOfALoadIsOneThatPanelsCanMakeUp(t *testing.T) {
	priced, none := 0, 0
	tinies(51, 3000, func(_ int, _ *rand.Rand, in Input) {
		plan := propose(t, in)
		if err := Check(in, plan); err != nil {
			t.Fatal(err)
		}
		for _, l := range plan.Loads {
			switch {
			case l.Price == nil:
				none++
			case max(*l.Price, -*l.Price) > 1000: // a dozen pairs, none worth more than 40
				t.Fatalf("%+v\n%+v of %d", in, l, *l.Price)
			default:
				priced++
			}
		}
	})
	if priced < 1000 || none < 1000 {
		t.Errorf("%d priced, %d not", priced, none)
	}
}

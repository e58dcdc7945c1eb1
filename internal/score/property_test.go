package score

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// pooled draws a pool on a scale of 1 to 5 in halves, with gaps in the sheets.
func pooled(t *rapid.T) Input {
	in := Input{
		Scale: fiveHalves,
		Criteria: []Criterion{
			{"x", rapid.Map(rapid.Float64Range(0.01, 50), cents).Draw(t, "x")},
			{"y", rapid.Map(rapid.Float64Range(0, 50), cents).Draw(t, "y")},
		},
		Policy: Policy{
			MinSheets: rapid.IntRange(0, 3).Draw(t, "least"),
			TieRule:   rapid.Permutation([]string{"x", "y", FirstPlaces, ByVote, Shared}).Draw(t, "rule"),
		},
	}
	half := rapid.Map(rapid.IntRange(0, 8), func(n int) float64 { return 1 + float64(n)/2 })
	for e := range rapid.IntRange(1, 7).Draw(t, "entries") {
		id := fmt.Sprint("e", e)
		in.Entries = append(in.Entries, id)
		if rapid.Bool().Draw(t, "voted") {
			in.Votes = append(in.Votes, Vote{id, rapid.IntRange(0, 3).Draw(t, "votes")})
		}
		for j := range rapid.IntRange(0, 5).Draw(t, "judges") {
			s := Sheet{Judge: fmt.Sprint("j", j), Entry: id, Values: map[string]float64{}}
			s.State = rapid.SampledFrom([]State{Sent, Sent, Sent, Sent, Recused, Void, Draft}).Draw(t, "state")
			for _, c := range in.Criteria {
				if rapid.IntRange(0, 9).Draw(t, "there") > 0 {
					s.Values[c.Key] = half.Draw(t, "value")
				}
			}
			in.Sheets = append(in.Sheets, s)
		}
	}
	return in
}

func cents(v float64) float64 { return math.Round(v*100) / 100 }

func orderIn(t *rapid.T, in Input) []Standing {
	r, err := Order(in)
	if err != nil {
		t.Fatal(err)
	}
	return r.Standings
}

// exactMean is the mean of weighted totals in exact fractions, and how many there are.
func exactMean(in Input, entry string) (*big.Rat, int) {
	rat := func(v float64) *big.Rat { r, _ := new(big.Rat).SetString(fmt.Sprintf("%.4f", v)); return r }
	sum, n := new(big.Rat), 0
	for _, s := range in.Sheets {
		if s.Entry != entry || s.State != Sent || len(s.Values) < len(in.Criteria) {
			continue
		}
		total, weight := new(big.Rat), new(big.Rat)
		for _, c := range in.Criteria {
			total.Add(total, new(big.Rat).Mul(rat(c.Weight), rat(s.Values[c.Key])))
			weight.Add(weight, rat(c.Weight))
		}
		sum.Add(sum, total.Quo(total, weight))
		n++
	}
	if n > 0 {
		sum.Quo(sum, big.NewRat(int64(n), 1))
	}
	return sum, n
}

// honestOrder holds for every pool: means agree with exact fractions, sheets are
// counted truly, ranks follow the shown mean and count those ahead.
func honestOrder(t *rapid.T) {
	in := pooled(t)
	list := orderIn(t, in)
	if len(list) != len(in.Entries) {
		t.Fatalf("%d standings of %d entries", len(list), len(in.Entries))
	}
	for i, s := range list {
		mean, n := exactMean(in, s.Entry)
		if n != s.Counted || s.Rankable != (n >= max(1, in.Policy.MinSheets)) || s.Rankable != (s.Rank > 0) {
			t.Errorf("%+v counts %d sheets", s, n)
		}
		if want := mean.FloatString(2); n > 0 && fmt.Sprintf("%.2f", s.Mean) != want {
			t.Errorf("mean of %s is %v, exactly %s", s.Entry, s.Mean, want)
		}
		if s.SD < 0 || s.Range < 0 || n > 0 && (s.Percent < 0 || s.Percent > 100 || s.Median < 1 || s.Median > 5) {
			t.Errorf("out of bounds: %+v", s)
		}
		if !s.Rankable {
			continue
		}
		ahead := 0
		for j, o := range list {
			if o.Rankable && o.Rank < s.Rank {
				ahead++
			}
			if o.Rankable && o.Mean > s.Mean && o.Rank >= s.Rank || j < i && o.Rank > s.Rank {
				t.Errorf("%s at %d before %s at %d", s.Entry, s.Rank, o.Entry, o.Rank)
			}
			if tie := s.Tie != nil && slices.Contains(s.Tie.With, o.Entry); tie != (o.Rankable && i != j && o.Mean == s.Mean) {
				t.Errorf("%s and %s: tie %v", s.Entry, o.Entry, tie)
			}
		}
		if s.Rank != ahead+1 {
			t.Errorf("%s has rank %d with %d ahead", s.Entry, s.Rank, ahead)
		}
	}
}

func TestOrderAgreesWithExactFractions(t *testing.T) { rapid.Check(t, honestOrder) }

func FuzzOrderAgreesWithExactFractions(f *testing.F) { f.Fuzz(rapid.MakeFuzz(honestOrder)) }

func TestOrderOfRowsDoesNotChangeABit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := pooled(t)
		a, _ := json.Marshal(orderIn(t, in))
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "shuffle"), 0))
		r.Shuffle(len(in.Sheets), func(i, j int) { in.Sheets[i], in.Sheets[j] = in.Sheets[j], in.Sheets[i] })
		r.Shuffle(len(in.Entries), func(i, j int) { in.Entries[i], in.Entries[j] = in.Entries[j], in.Entries[i] })
		r.Shuffle(len(in.Votes), func(i, j int) { in.Votes[i], in.Votes[j] = in.Votes[j], in.Votes[i] })
		if b, _ := json.Marshal(orderIn(t, in)); string(a) != string(b) {
			t.Errorf("shuffled rows gave\n%s\nnot\n%s", b, a)
		}
	})
}

func TestOnePointMoreEverywhereMovesEveryMeanByOneAndNoRank(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := pooled(t)
		before := orderIn(t, in)
		in.Scale = Scale{Min: in.Scale.Min + 1, Max: in.Scale.Max + 1, Step: in.Scale.Step}
		for _, s := range in.Sheets {
			for key := range s.Values {
				s.Values[key]++
			}
		}
		for i, s := range orderIn(t, in) {
			b := before[i]
			if s.Entry != b.Entry || s.Rank != b.Rank || s.Percent != b.Percent || math.Abs(s.SD-b.SD) > 1e-9 {
				t.Errorf("%+v became %+v", b, s)
			}
			if s.Counted > 0 && math.Round(100*(s.Mean-b.Mean)) != 100 {
				t.Errorf("mean %v became %v", b.Mean, s.Mean)
			}
		}
	})
}

func TestOnlyProportionsOfWeightsMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := pooled(t)
		before, _ := json.Marshal(orderIn(t, in))
		for i := range in.Criteria {
			in.Criteria[i].Weight = cents(3 * in.Criteria[i].Weight)
		}
		if after, _ := json.Marshal(orderIn(t, in)); string(before) != string(after) {
			t.Errorf("three times the weights gave\n%s\nnot\n%s", after, before)
		}
	})
}

func TestBetterSheetNeverWorsensARank(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := pooled(t)
		in.Policy.TieRule = []string{"x", "y", Shared} // a first place gained may be one that a rival loses
		before := orderIn(t, in)
		if len(in.Sheets) == 0 {
			return
		}
		s := in.Sheets[rapid.IntRange(0, len(in.Sheets)-1).Draw(t, "sheet")]
		for key := range s.Values {
			s.Values[key] = min(5, s.Values[key]+0.5)
		}
		rank := func(list []Standing) int {
			return list[slices.IndexFunc(list, func(o Standing) bool { return o.Entry == s.Entry })].Rank
		}
		if a, b := rank(before), rank(orderIn(t, in)); b > a {
			t.Errorf("%s fell from %d to %d by a better sheet", s.Entry, a, b)
		}
	})
}

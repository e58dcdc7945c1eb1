package score

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// kept is the input without some sheets that are sent.
func kept(in Input, out func(Sheet) bool) Input {
	in.Sheets = slices.DeleteFunc(slices.Clone(in.Sheets), func(s Sheet) bool { return s.State == Sent && out(s) })
	in.Policy.MinSheets = 1
	return in
}

// movesTo are the entries whose prize is another in a second order; whoever could
// not be ranked in the first is not in the second.
func movesTo(t fataler, p *pool, in Input) (all []Move) {
	q, err := ordered(in)
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range q.entries {
		e.Rankable = e.Rankable && p.entries[i].Rankable
	}
	q.parts = nil
	q.calibrate()
	q.order()
	for i, e := range p.entries {
		if to := q.entries[i]; p.prize(e.Rank) != p.prize(to.Rank) {
			all = append(all, Move{e.Entry, e.Rank, to.Rank})
		}
	}
	slices.SortStableFunc(all, func(a, b Move) int { return cmp.Compare(a.From, b.From) })
	return all
}

type fataler interface{ Fatal(...any) }

// What an order becomes without some sheets is the order of the others, whatever
// is tied, not rankable or in parts.
func TestWithoutSheetsIsTheOrderOfTheOthers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := pooled(t)
		in.Policy.Method = rapid.SampledFrom([]Method{Raw, Adjusted}).Draw(t, "method")
		in.Policy.MinSheets = rapid.IntRange(1, 3).Draw(t, "least")
		in.Policy.Prizes = []int{1, rapid.IntRange(1, 3).Draw(t, "places")}
		in.Policy.TieRule = rapid.SampledFrom([][]string{nil, {FirstPlaces}, {in.Criteria[0].Key, FirstPlaces, Shared}}).Draw(t, "rule")
		p, err := ordered(in)
		if err != nil {
			t.Fatal(err)
		}
		p.order()
		entry := rapid.SampledFrom(append(in.Entries, "")).Draw(t, "entry")
		for _, f := range p.parts {
			for j, judge := range f.judgeIDs {
				got := p.without(f, j, func(e int) bool { return entry == "" || f.tallies[e].Entry == entry }).moves()
				want := movesTo(t, p, kept(in, func(s Sheet) bool { return s.Judge == judge && (entry == "" || s.Entry == entry) }))
				if !slices.Equal(got, want) {
					t.Fatalf("without %s %s: %v, not %v", judge, entry, got, want)
				}
			}
		}
	})
}

// Severities without some scores of a judge are those of a model that never had
// them, at the same ratio of variances.
func TestSeveritiesWithoutScoresAreThoseOfTheOthers(t *testing.T) {
	for seed := range uint64(20) {
		f := &fittedPart{fitted: fit(randomTable(seed, 30, 9, 3, 1))}
		f.invert()
		for j := range f.judges {
			l := (&pool{}).without(f, j, func(e int) bool { return e%4 != int(seed%5) })
			rest := tableOf(f.entries, f.judges, slices.DeleteFunc(slices.Clone(f.cells), l.leaves))
			g := &fitted{table: &rest, ratio: f.ratio, severity: make([]float64, f.judges)}
			g.solve(g.reduce())
			for i, s := range f.severitiesWithout(l) {
				near(t, fmt.Sprint("severity of judge ", i), s, g.severity[i], 1e-10)
			}
		}
	}
}

// Without a judge the order is that of a model fitted anew. With more judges than
// can be, it holds the ratio of variances: that makes hardly a difference there.
func TestOrderWithoutAJudgeIsThatOfAModelFittedAnew(t *testing.T) {
	asked, other := 0, 0
	for seed := range uint64(12) {
		few := simulate(seed, 24, 12, 3, 0.5)
		f, p := onlyPart(t, few.Input)
		for j, judge := range f.judgeIDs {
			l := p.without(f, j, func(int) bool { return true })
			if got, want := l.moves(), movesTo(t, p, kept(few.Input, func(x Sheet) bool { return x.Judge == judge })); !slices.Equal(got, want) {
				t.Errorf("without %s: %v, not %v", judge, got, want)
			}
		}
	}
	for seed := range uint64(3) {
		many := simulate(seed, 150, mostAnew+20, 4, 0.5)
		f, p := onlyPart(t, many.Input)
		for j := 0; j < f.judges; j += 3 {
			in := kept(many.Input, func(x Sheet) bool { return x.Judge == f.judgeIDs[j] })
			q, err := ordered(in)
			if err != nil {
				t.Fatal(err)
			}
			l := p.without(f, j, func(int) bool { return true })
			for i, score := range l.scores()[0] {
				near(t, "score", shown(score), shown(q.entries[i].official), 0.1)
			}
			if asked++; !slices.Equal(l.moves(), movesTo(t, p, in)) {
				other++
			}
		}
	}
	if t.Logf("with %d judges, %d of %d orders have other prizes", mostAnew+20, other, asked); other*50 > asked {
		t.Errorf("%d of %d orders have other prizes", other, asked)
	}
}

func onlyPart(t *testing.T, in Input) (*fittedPart, *pool) {
	t.Helper()
	p, err := ordered(in)
	if err != nil || len(p.parts) != 1 {
		t.Fatal(err, len(p.parts))
	}
	p.order()
	p.parts[0].invert()
	return p.parts[0], p
}

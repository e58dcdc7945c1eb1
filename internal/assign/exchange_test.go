package assign

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
)

// byHand draws seats that keep to every wall, as a person might.
func byHand(r *rand.Rand, in Input) []Pair {
	c := checkerOf(in, Plan{})
	seats := slices.Clone(in.Locked)
	for e := range c.fits {
		for _, j := range r.Perm(len(c.room)) {
			if c.fits[e][j] < 0 || c.locked[e][j] || c.filled[e] == c.open[e] || c.load[j] == c.room[j] || r.IntN(5) == 0 {
				continue
			}
			c.seat[e][j] = true
			c.load[j]++
			c.filled[e]++
			if (&best{checker: c}).rank() == nil {
				c.seat[e][j] = false
				c.load[j]--
				c.filled[e]--
				continue
			}
			seats = append(seats, Pair{c.index.judges[j].ID, c.index.entries[e].ID})
		}
	}
	return seats
}

// trouble is what Exchange makes least, before the goals: entries that lose a judge, and
// seats that change.
func (b *beside) trouble(was *checker) []int {
	emptied, changed := 0, 0
	for e := range b.seat {
		emptied += max(0, was.filled[e]-b.filled[e])
		for j := range b.seat[e] {
			if b.seat[e][j] != was.seat[e][j] {
				changed++
			}
		}
	}
	rank := b.rank()
	if rank == nil {
		return nil
	}
	return append([]int{-emptied, -changed}, rank[3:]...)
}

func TestNoExchangeChangesFewerSeats(t *testing.T) {
	orders := [][]Goal{{MostFit}, {LiftWorst, LiftLevels, MostFit}, {LiftLevels, MostFit}, {LiftWorst, MostFit}}
	free, seated := 0, 0
	tinies(41, 3000, func(n int, r *rand.Rand, in Input) {
		in.Policy.Goals = orders[n%len(orders)]
		seats := byHand(r, in)
		j, e := in.Judges[r.IntN(len(in.Judges))].ID, in.Entries[r.IntN(len(in.Entries))].ID
		x, err := Exchange(context.Background(), in, seats, j, e)
		if err != nil {
			t.Fatal(err)
		}
		if len(x.Moves) == 0 {
			return
		}
		was := besideOf(t, in, seats, in.Policy.Goals, x, 0)
		level := was.worst()
		after := moved(t, seats, x.Moves)
		got := besideOf(t, in, after, in.Policy.Goals, x, level).trouble(was.checker)
		opposites(t, in, x, level, func(all *beside) {
			if rank := all.trouble(was.checker); rank != nil && slices.Compare(rank, got) > 0 {
				t.Fatalf("%+v\n%v\n%+v\ngot %v, brute force %v", in, seats, x, got, rank)
			}
		})
		if got == nil || !x.Proved {
			t.Fatalf("%+v\n%+v: %v", in, x, got)
		}
		same(t, in, seats, after, x)
		if x.Verdict == IsFree {
			free++
		} else {
			seated++
		}
	})
	if free < 200 || seated < 500 {
		t.Errorf("%d free, %d seated", free, seated)
	}
}

// A panel on which a person put one judge too many keeps as many when another comes.
func TestExchangeOnAPanelThatIsTooLarge(t *testing.T) {
	in := Input{
		Entries: []Entry{{ID: "e", Need: 1}},
		Judges:  []Judge{{ID: "a", Max: 1}, {ID: "b", Max: 1}, {ID: "c", Max: 1}},
	}
	x, err := Exchange(context.Background(), in, []Pair{{"a", "e"}, {"b", "e"}}, "c", "e")
	if err != nil || x.Verdict != IsFree || len(x.Moves) != 2 || !slices.Contains(x.Moves, SeatMove{"c", "e", true}) {
		t.Errorf("%+v, %v", x, err)
	}
}

func TestExplainNamesWhatLeavesNoSeat(t *testing.T) {
	in := Input{
		Entries: []Entry{{ID: "e", Need: 1}, {ID: "f", Need: 2}, {ID: "g", Need: 2}},
		Judges: []Judge{
			{ID: "a", Max: 1, Countries: []string{"KR"}},
			{ID: "b", Max: 3, Countries: []string{"FR"}},
			{ID: "c", Max: 3, Countries: []string{"FR"}},
		},
		Locked: []Pair{{"a", "e"}, {"b", "f"}},
		Policy: Policy{CountryMost: 1},
	}
	plan := propose(t, in)
	for _, want := range []struct {
		judge, entry string
		hindrance    Hindrance
	}{{"c", "e", EntryTaken}, {"a", "f", JudgeTaken}, {"c", "f", SpreadTaken}} {
		x, err := Explain(context.Background(), in, plan, want.judge, want.entry)
		if err != nil || x.Verdict != IsFree || x.Hindrance != want.hindrance || len(x.Moves) > 0 {
			t.Errorf("%+v: %+v, %v", want, x, err)
		}
	}
	in = Input{
		Entries: []Entry{{ID: "e", Category: "x", Need: 1}},
		Judges:  []Judge{{ID: "a", Max: 1, Level: map[string]int{"x": 1}}, {ID: "b", Max: 1, Level: map[string]int{"x": 3}}},
		Policy:  Policy{Experts: 1},
	}
	if x, err := Explain(context.Background(), in, propose(t, in), "a", "e"); err != nil || x.Hindrance != ExpertsTaken {
		t.Errorf("%+v, %v", x, err)
	}
}

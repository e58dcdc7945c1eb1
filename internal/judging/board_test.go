package judging

import (
	"testing"

	"we-gov.org/awards/internal/award"
)

// boardOf is a round with seats in the given states, in reading order.
func boardOf(states ...award.SeatState) Board {
	var b Board
	for i, s := range states {
		b.Lines = append(b.Lines, Line{Number: i + 1, Seat: award.Seat{State: s, Version: 1}})
	}
	return b
}

func TestNextIsTheNextUnscoredAroundTheEndThenTheSkipped(t *testing.T) {
	const open, skipped, done, sent = award.SeatOpen, award.SeatSkipped, award.SeatDone, award.SeatSent
	for _, c := range []struct {
		name  string
		board Board
		after int
		want  int // 0 = none
	}{
		{"from the start", boardOf(done, open, open), 0, 2},
		{"after this one", boardOf(open, done, open), 2, 3},
		{"around the end", boardOf(open, done, done), 3, 1},
		{"unscored before skipped", boardOf(skipped, done, done, open), 2, 4},
		{"skipped at last", boardOf(skipped, done, sent), 2, 1},
		{"not the same one", boardOf(done, open, sent), 2, 0},
		{"none left", boardOf(done, sent), 1, 0},
		{"no entries", boardOf(), 0, 0},
	} {
		if l, _ := c.board.Next(c.after); l.Number != c.want {
			t.Errorf("%s: entry %d, want %d", c.name, l.Number, c.want)
		}
	}
}

func TestTiesAreOfOneCategoryHighestFirst(t *testing.T) {
	var b Board
	for i, l := range []struct {
		category string
		total    float64
		complete bool
	}{{"a", 3, true}, {"b", 3, true}, {"a", 4, true}, {"a", 3, true}, {"a", 4, true}, {"a", 0, false}, {"a", 0, false}} {
		b.Lines = append(b.Lines, Line{Number: i + 1, Entry: award.Entry{Category: l.category}, Total: l.total, Complete: l.complete})
	}
	ties := b.Ties()
	if len(ties) != 2 || ties[0][0].Number != 3 || ties[1][0].Number != 1 || len(ties[1]) != 2 {
		t.Errorf("ties %v", ties)
	}
}

func TestStampTellsEveryChange(t *testing.T) {
	b := boardOf(award.SeatDone, award.SeatDone)
	before := b.Stamp()
	b.Lines[1].Sheet.Version++
	if b.Stamp() == before {
		t.Error("a saved sheet does not show in the stamp")
	}
}

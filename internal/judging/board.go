package judging

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// Line is one entry of a judge's round: the seat, what it is on and the judge's
// own sheet.
type Line struct {
	Number int // counts from 1 in the judge's reading order
	Seat   award.Seat
	Entry  award.Entry
	City   award.City
	Sheet  award.Scoresheet
	// Total is the weighted mean on the scale and Percent its place between the
	// ends; both mean nothing unless Complete.
	Complete       bool
	Total, Percent float64
}

// Finished reports whether the judge is done with the entry, or has sent it.
func (l Line) Finished() bool { return l.Seat.State.Counts() }

// Board is a judge's round: every entry that they see, in their reading order.
type Board struct {
	Edition *award.Edition
	Judge   award.Judge
	Round   int
	Now     award.Time
	Stage   award.Stage
	State   award.StageState
	Lines   []Line
}

// Open reports whether the round takes scores.
func (b Board) Open() bool { return b.State == award.Open }

// Count counts the lines in any of the states.
func (b Board) Count(states ...award.SeatState) int {
	n := 0
	for _, l := range b.Lines {
		if slices.Contains(states, l.Seat.State) {
			n++
		}
	}
	return n
}

// Finished counts the lines that are done or sent.
func (b Board) Finished() int { return b.Count(award.SeatDone, award.SeatSent) }

// Next is the entry to go on with after the one of a number (0 = from the
// start): the next one not yet begun, around the end, else the first skipped
// one after it; false when all are finished.
func (b Board) Next(after int) (Line, bool) {
	for _, state := range []award.SeatState{award.SeatOpen, award.SeatSkipped} {
		for i := range b.Lines {
			l := b.Lines[(after+i)%len(b.Lines)]
			if l.Seat.State == state && l.Number != after {
				return l, true
			}
		}
	}
	return Line{}, false
}

// Ties lists the own totals that several finished entries share, the highest
// first; entries of one category only, since only those are ranked together.
func (b Board) Ties() [][]Line {
	type same struct {
		category string
		total    float64
	}
	groups := map[same][]Line{}
	for _, l := range b.Lines {
		if l.Complete {
			k := same{l.Entry.Category, l.Total}
			groups[k] = append(groups[k], l)
		}
	}
	var ties [][]Line
	for _, g := range groups {
		if len(g) > 1 {
			ties = append(ties, g)
		}
	}
	slices.SortFunc(ties, func(a, b []Line) int {
		return cmp.Or(cmp.Compare(b[0].Total, a[0].Total), cmp.Compare(a[0].Number, b[0].Number))
	})
	return ties
}

// Stamp changes with every change of a sheet or a seat of the round.
func (b Board) Stamp() int {
	n := 0
	for _, l := range b.Lines {
		n += l.Sheet.Version + l.Seat.Version
	}
	return n
}

// Board returns a judge's round. ErrDeclareFirst before they have declared;
// ErrNotFound for a round that the edition does not have.
func (d *Desk) Board(ctx context.Context, actor award.Actor, year, round int) (board Board, err error) {
	err = d.view(ctx, actor, year, func(b *bench) error {
		if err := b.declared(); err != nil {
			return err
		}
		board, err = b.board(round)
		return err
	})
	return board, err
}

// board reads the round with the seats that the judge may see.
func (b *bench) board(round int) (Board, error) {
	board := Board{Edition: b.edition, Judge: b.judge, Round: round, Now: b.now}
	stage, there := b.edition.Stage(award.RoundStage(round))
	if !there || round < 1 || round > 2 {
		return board, award.ErrNotFound
	}
	board.Stage, board.State = stage, b.edition.State(stage.Key, b.now)
	seats, err := b.tx.SeatsOfJudge(b.edition.ID, round, b.judge.Person)
	if err != nil {
		return board, err
	}
	board.Lines, err = b.lines(round, seats)
	return board, err
}

func (b *bench) lines(round int, seats []award.Seat) ([]Line, error) {
	var entries, cities []award.ID
	for _, s := range seats {
		entries = append(entries, s.Entry)
	}
	entry, err := b.tx.EntriesOf(entries)
	if err != nil {
		return nil, err
	}
	for _, e := range entry {
		cities = append(cities, e.City)
	}
	city, err := b.tx.CitiesOf(cities)
	if err != nil {
		return nil, err
	}
	sheets, err := b.tx.ScoresheetsOf(b.edition.ID, round, b.judge.Person)
	if err != nil {
		return nil, err
	}
	var lines []Line
	for _, s := range seats {
		h := held{seat: s, entry: entry[s.Entry], city: city[entry[s.Entry].City]}
		if h.entry.State == award.EntryAccepted && b.may(award.DeedReadSeat, h) == nil {
			lines = append(lines, b.line(h, sheets[s.ID], len(lines)+1))
		}
	}
	return lines, nil
}

func (b *bench) line(h held, sheet award.Scoresheet, number int) Line {
	l := Line{Number: number, Seat: h.seat, Entry: h.entry, City: h.city, Sheet: sheet}
	if l.Total, l.Complete = sheet.Total(b.edition); l.Complete {
		l.Percent = b.edition.Scale.Percent(l.Total)
	}
	return l
}

// Overview is a judge's place in the running edition.
type Overview struct {
	Edition *award.Edition
	// Judge has no Person when the actor is not on this edition's jury.
	Judge  award.Judge
	Rounds []Board
	// Added counts the accepted entries that came after the judge declared their
	// ties and are not of a city seen then.
	Added int
}

// Overview returns the rounds of the running edition, without their lines while
// ties have not been declared.
func (d *Desk) Overview(ctx context.Context, actor award.Actor) (o Overview, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		if o.Edition, err = tx.RunningEdition(); err != nil {
			return err
		}
		b, err := d.sitIn(tx, actor, o.Edition)
		if errors.Is(err, award.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		o.Judge = b.judge
		if o.Added, err = b.added(); err != nil {
			return err
		}
		o.Rounds, err = b.rounds()
		return err
	})
	return o, err
}

func (b *bench) rounds() ([]Board, error) {
	var all []Board
	for round := 1; round <= 2; round++ {
		if _, there := b.edition.Stage(award.RoundStage(round)); !there {
			continue
		}
		board, err := b.board(round)
		if err != nil {
			return nil, err
		}
		if b.declared() != nil {
			board.Lines = nil
		}
		all = append(all, board)
	}
	return all, nil
}

// canonical writes the detail of an event; keys of a map come sorted.
func canonical(detail any) string {
	text, err := json.Marshal(detail)
	if err != nil {
		return "{}"
	}
	return string(text)
}

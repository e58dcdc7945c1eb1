package database

import (
	"encoding/json"
	"fmt"

	"we-gov.org/awards/internal/award"
)

const seatColumns = `id, edition, round, entry, judge, state, place, since, version`

// AddSeat stores a new seat; ErrConflict if the judge already has one on the
// entry in the round.
func (tx *Tx) AddSeat(s award.Seat) error {
	return tx.exec(`INSERT INTO seat (`+seatColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		s.ID, s.Edition, s.Round, s.Entry, s.Judge, s.State, s.Place, s.Since, s.Version)
}

// SaveSeat overwrites the state and place of a seat still at s.Version, and
// raises it; else ErrConflict.
func (tx *Tx) SaveSeat(s *award.Seat) error {
	err := tx.execOne(`UPDATE seat SET state = ?, place = ?, version = version + 1 WHERE id = ? AND version = ?`, s.State, s.Place, s.ID, s.Version)
	if err == nil {
		s.Version++
	}
	return err
}

// Seat returns the seat of a judge on an entry in a round.
func (tx *Tx) Seat(round int, entry, judge award.ID) (s award.Seat, err error) {
	err = tx.get(&s, `SELECT `+seatColumns+` FROM seat WHERE judge = ? AND round = ? AND entry = ?`, judge, round, entry)
	return s, err
}

// SeatsOfJudge returns a judge's seats of a round in the judge's reading order.
func (tx *Tx) SeatsOfJudge(edition award.ID, round int, judge award.ID) (all []award.Seat, err error) {
	err = tx.list(&all, `SELECT `+seatColumns+` FROM seat WHERE judge = ? AND edition = ? AND round = ? ORDER BY place, id`, judge, edition, round)
	return all, err
}

// Seats returns every seat of a round, by entry and judge.
func (tx *Tx) Seats(edition award.ID, round int) (all []award.Seat, err error) {
	err = tx.list(&all, `SELECT `+seatColumns+` FROM seat WHERE edition = ? AND round = ? ORDER BY entry, judge`, edition, round)
	return all, err
}

// SeatsInCategory returns every seat of a round on the entries of a category, by
// entry and judge.
func (tx *Tx) SeatsInCategory(edition award.ID, round int, category string) (all []award.Seat, err error) {
	err = tx.list(&all, `SELECT s.id, s.edition, s.round, s.entry, s.judge, s.state, s.place, s.since, s.version
		FROM seat s JOIN entry e ON e.id = s.entry
		WHERE s.edition = ? AND s.round = ? AND e.category = ? ORDER BY s.entry, s.judge`, edition, round, category)
	return all, err
}

type sheetRow struct {
	Seat    award.ID   `db:"seat"`
	Doc     string     `db:"doc"`
	Version int        `db:"version"`
	Changed award.Time `db:"changed"`
}

func (r sheetRow) sheet() (award.Scoresheet, error) {
	var s award.Scoresheet
	if err := json.Unmarshal([]byte(r.Doc), &s); err != nil {
		return s, fmt.Errorf("scoresheet of seat %s: %w", r.Seat, err)
	}
	s.Seat, s.Version, s.Changed = r.Seat, r.Version, r.Changed
	return s, nil
}

// Scoresheet returns the sheet of a seat; an empty one with version 0 when the
// judge has not begun.
func (tx *Tx) Scoresheet(seat award.ID) (award.Scoresheet, error) {
	var rows []sheetRow
	err := tx.list(&rows, `SELECT seat, doc, version, changed FROM scoresheet WHERE seat = ?`, seat)
	if err != nil || len(rows) == 0 {
		return award.Scoresheet{Seat: seat, Scores: map[string]float64{}, Reasons: map[string]string{}}, err
	}
	return rows[0].sheet()
}

// Scoresheets returns the sheets of every seat of a round by seat.
func (tx *Tx) Scoresheets(edition award.ID, round int) (map[award.ID]award.Scoresheet, error) {
	return tx.sheets(`SELECT c.seat, c.doc, c.version, c.changed FROM scoresheet c JOIN seat s ON s.id = c.seat
		WHERE s.edition = ? AND s.round = ?`, edition, round)
}

// ScoresheetsInCategory returns the sheets of a round on the entries of a
// category by seat.
func (tx *Tx) ScoresheetsInCategory(edition award.ID, round int, category string) (map[award.ID]award.Scoresheet, error) {
	return tx.sheets(`SELECT c.seat, c.doc, c.version, c.changed FROM scoresheet c JOIN seat s ON s.id = c.seat JOIN entry e ON e.id = s.entry
		WHERE s.edition = ? AND s.round = ? AND e.category = ?`, edition, round, category)
}

func (tx *Tx) sheets(query string, args ...any) (map[award.ID]award.Scoresheet, error) {
	var rows []sheetRow
	if err := tx.list(&rows, query, args...); err != nil {
		return nil, err
	}
	by := make(map[award.ID]award.Scoresheet, len(rows))
	for _, r := range rows {
		s, err := r.sheet()
		if err != nil {
			return nil, err
		}
		by[r.Seat] = s
	}
	return by, nil
}

// SaveScoresheet stores a sheet over the version s.Version, which is 0 for the
// first, and raises it; ErrConflict when the stored version is another.
func (tx *Tx) SaveScoresheet(s *award.Scoresheet) error {
	doc, err := json.Marshal(s)
	if err != nil {
		return err
	}
	if s.Version == 0 {
		err = tx.exec(`INSERT INTO scoresheet (seat, doc, version, changed) VALUES (?, ?, 1, ?)`, s.Seat, string(doc), s.Changed)
	} else {
		err = tx.execOne(`UPDATE scoresheet SET doc = ?, version = version + 1, changed = ? WHERE seat = ? AND version = ?`,
			string(doc), s.Changed, s.Seat, s.Version)
	}
	if err == nil {
		s.Version++
	}
	return err
}

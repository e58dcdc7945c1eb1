package database

import (
	"errors"
	"testing"

	"we-gov.org/awards/internal/award"
)

// seated is judged with a judge's seat on the entry.
func seated(t *testing.T, url string) (*DB, *award.Edition, award.Entry, award.Seat) {
	t.Helper()
	db, e, entry := judged(t, url)
	judge := award.Person{ID: award.NewID(), Email: "judge@example.org", Name: "A judge", Language: "en"}
	seat := award.Seat{ID: award.NewID(), Edition: e.ID, Round: 1, Entry: entry.ID, Judge: judge.ID, State: award.SeatSent, Version: 1}
	update(t, db, func(tx *Tx) error { return errors.Join(tx.AddPerson(judge), tx.AddSeat(seat)) })
	return db, e, entry, seat
}

func TestScoresGivenAnewStandBesideTheSheet(t *testing.T) {
	onBoth(t, func(t *testing.T, url string) {
		db, e, _, seat := seated(t, url)
		update(t, db, func(tx *Tx) error {
			return errors.Join(
				tx.SaveScoresheet(&award.Scoresheet{Seat: seat.ID, Scores: map[string]float64{"need": 2}}),
				tx.AddRescore(award.Rescore{ID: award.NewID(), Seat: seat.ID, Scores: map[string]float64{"need": 3}, Reason: "first", At: 5, By: "x"}),
				tx.AddRescore(award.Rescore{ID: award.NewID(), Seat: seat.ID, Scores: map[string]float64{"need": 4}, Reason: "second", At: 6, By: "x"}))
		})
		update(t, db, func(tx *Tx) error {
			of, err := tx.RescoresInCategory(e.ID, 1, "services")
			if all := of[seat.ID]; len(all) != 2 || all[0].Reason != "first" || all[1].Scores["need"] != 4 {
				t.Errorf("kept %+v", all)
			}
			if other, _ := tx.RescoresInCategory(e.ID, 2, "services"); len(other) != 0 {
				t.Errorf("round 2 has %+v", other)
			}
			sheet, err2 := tx.Scoresheet(seat.ID)
			if sheet.Scores["need"] != 2 || sheet.Version != 1 {
				t.Errorf("the sheet became %+v", sheet)
			}
			return errors.Join(err, err2)
		})
	})
}

func TestAttendanceAndAddedPlacesAreKept(t *testing.T) {
	onBoth(t, func(t *testing.T, url string) {
		db, e, _, seat := seated(t, url)
		place := award.ExtraPlace{ID: award.NewID(), Edition: e.ID, Category: "services", Prize: "best", Reason: "Two are equal.", At: 3, By: "x"}
		update(t, db, func(tx *Tx) error {
			here := award.Attendance{Edition: e.ID, Person: seat.Judge, How: award.InRoom, At: 1, By: "x"}
			gone := here
			gone.How, gone.At = award.Away, 2
			return errors.Join(tx.SaveAttendance(here), tx.SaveAttendance(gone), tx.AddPlace(place))
		})
		update(t, db, func(tx *Tx) error {
			who, err := tx.Attendances(e.ID)
			if len(who) != 1 || who[seat.Judge].How != award.Away {
				t.Errorf("kept %+v", who)
			}
			places, err2 := tx.ExtraPlaces(e.ID, "services")
			if len(places) != 1 || places[0] != place || e.Prizes[0].With(places).PerCategory != 2 {
				t.Errorf("kept %+v", places)
			}
			return errors.Join(err, err2, tx.RemovePlace(place.ID))
		})
		if err := db.Update(t.Context(), func(tx *Tx) error { return tx.RemovePlace(place.ID) }); !errors.Is(err, award.ErrConflict) {
			t.Errorf("taken back twice: %v", err)
		}
	})
}

func TestLetterIsKeptOnceAndAsItWas(t *testing.T) {
	onBoth(t, func(t *testing.T, url string) {
		db, e, entry, seat := seated(t, url)
		l := award.Letter{
			Entry: entry.ID, Edition: e.ID, Reference: entry.Reference, Category: "services", Band: award.BandUpper, Round: 1, Of: 8,
			Score: award.Explain([]award.ExplainedScore{{Total: 3.5}}, 0), Comments: []string{"Clear."}, At: 9, By: "x",
		}
		update(t, db, func(tx *Tx) error {
			if _, err := tx.Letter(entry.ID); !errors.Is(err, award.ErrNotFound) {
				t.Errorf("there is a letter before it is released: %v", err)
			}
			return errors.Join(tx.HoldComment(seat.ID, "x", 1), tx.HoldComment(seat.ID, "y", 2), tx.AddLetter(l))
		})
		if err := db.Update(t.Context(), func(tx *Tx) error { return tx.AddLetter(l) }); !errors.Is(err, award.ErrConflict) {
			t.Errorf("released twice: %v", err)
		}
		update(t, db, func(tx *Tx) error {
			got, err := tx.Letter(entry.ID)
			if got.Band != l.Band || got.Score.Raw != 3.5 || len(got.Comments) != 1 || got.At != 9 || got.By != "x" {
				t.Errorf("read back %+v", got)
			}
			all, err2 := tx.Letters(e.ID, "services")
			held, err3 := tx.HeldComments(e.ID)
			if len(all) != 1 || all[entry.ID].Of != 8 || !held[seat.ID] {
				t.Errorf("kept %+v and %v", all, held)
			}
			return errors.Join(err, err2, err3, tx.FreeComment(seat.ID))
		})
		update(t, db, func(tx *Tx) error {
			held, err := tx.HeldComments(e.ID)
			if len(held) != 0 {
				t.Errorf("still held: %v", held)
			}
			return err
		})
	})
}

func TestCommentsOfFinishedSheetsAreReadByRound(t *testing.T) {
	onBoth(t, func(t *testing.T, url string) {
		db, e, entry, seat := seated(t, url)
		again := award.Seat{ID: award.NewID(), Edition: e.ID, Round: 2, Entry: entry.ID, Judge: seat.Judge, State: award.SeatOpen, Version: 1}
		update(t, db, func(tx *Tx) error {
			return errors.Join(
				tx.AddSeat(again), tx.SaveScoresheet(&award.Scoresheet{Seat: seat.ID, Comment: "first"}), tx.SaveScoresheet(&award.Scoresheet{Seat: again.ID, Comment: "second"}))
		})
		read := func() (all []Comment) {
			update(t, db, func(tx *Tx) (err error) {
				all, err = tx.CommentsOn(entry.ID)
				return err
			})
			return all
		}
		if all := read(); len(all) != 1 || all[0] != (Comment{1, seat.Judge, "first"}) {
			t.Errorf("read %+v", all)
		}
		again.State = award.SeatDone
		update(t, db, func(tx *Tx) error { return tx.SaveSeat(&again) })
		if all := read(); len(all) != 2 || all[1].Text != "second" {
			t.Errorf("read %+v", all)
		}
	})
}

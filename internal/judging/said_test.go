package judging_test

import (
	"context"
	"slices"
	"testing"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/judging"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/storage/database"
)

// said puts a finished sheet of another judge, with a comment, onto an entry.
func said(t *testing.T, s *testkit.Platform, at judging.Place, round int, judge, comment string) {
	t.Helper()
	s.Update(func(tx *database.Tx) error {
		e, err := tx.EntryRef(at.Reference)
		if err != nil {
			return err
		}
		seat, err := tx.Seat(round, e.ID, s.Person(judge).ID)
		if err != nil {
			seat = award.Seat{ID: award.NewID(), Edition: e.Edition, Round: round, Entry: e.ID, Judge: s.Person(judge).ID, Place: 70, Version: 1, State: award.SeatOpen}
			if err := tx.AddSeat(seat); err != nil {
				return err
			}
		}
		seat.State = award.SeatSent
		if err := tx.SaveSeat(&seat); err != nil {
			return err
		}
		sheet, err := tx.Scoresheet(seat.ID)
		if err != nil {
			return err
		}
		sheet.Comment = comment
		return tx.SaveScoresheet(&sheet)
	})
}

func TestJudgeOfTheSecondRoundReadsWhatOthersWrote(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	ctx, judge, desk := context.Background(), actorOf(t, site, "judge/meera"), site.Parts.Judging
	at := finalist(t, site, judge.Person.ID)
	said(t, site, at, 1, "judge/willem", "Zqx7 of the first round")
	said(t, site, at, 1, "judge/rana", "Zqx7 of somebody with a tie")
	said(t, site, at, 2, "judge/willem", "Zqx7 of the second round")
	site.Update(func(tx *database.Tx) error {
		e, err := tx.EntryRef(at.Reference)
		if err != nil {
			return err
		}
		return tx.AddConflict(award.Conflict{ID: award.NewID(), Edition: e.Edition, Judge: site.Person("judge/rana").ID, Entry: e.ID, Reason: "x", At: 1, By: "x"})
	})
	read := func(at judging.Place) []string {
		t.Helper()
		r, err := desk.Read(ctx, judge, at)
		if err != nil {
			t.Fatal(err)
		}
		if slices.Contains(r.Said, r.Line.Sheet.Comment) && r.Line.Sheet.Comment != "" {
			t.Error("the judge's own comment is among the others'")
		}
		return r.Said
	}
	if got := read(at); !slices.Contains(got, "Zqx7 of the first round") || slices.Contains(got, "Zqx7 of the second round") || slices.Contains(got, "Zqx7 of somebody with a tie") {
		t.Errorf("before scoring the judge reads %q", got)
	}
	if got := read(judging.Place{Year: at.Year, Round: 1, Reference: at.Reference}); len(got) != 0 {
		t.Errorf("the first round shows %q", got)
	}
	sheet := full(site.Sample.Edition, 3)
	sheet.Comment = "Zqx7 my own"
	if err := desk.Finish(ctx, judge, at, sheet); err != nil {
		t.Fatal(err)
	}
	if got := read(at); !slices.Contains(got, "Zqx7 of the second round") {
		t.Errorf("after scoring the judge reads %q", got)
	}
	site.Update(func(tx *database.Tx) error {
		e, err := tx.EditionOf(at.Year)
		if err != nil {
			return err
		}
		e.Panel.CommentsSecond = false
		return tx.SaveEdition(e)
	})
	if got := read(at); len(got) != 0 {
		t.Errorf("an edition that hides comments shows %q", got)
	}
}

package judging_test

import (
	"context"
	"errors"
	"testing"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/judging"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/storage/database"
)

// finalist gives a judge a seat of round 2 on an entry of round 1 and moves the
// clock into round 2.
func finalist(t *testing.T, s *testkit.Platform, judge award.ID) judging.Place {
	t.Helper()
	var ref string
	s.Update(func(tx *database.Tx) error {
		seats, err := tx.SeatsOfJudge(s.Sample.Edition.ID, 1, judge)
		if err != nil {
			return err
		}
		e, err := tx.Entry(seats[0].Entry)
		if err != nil {
			return err
		}
		ref = e.Reference
		return tx.AddSeat(award.Seat{ID: award.NewID(), Edition: e.Edition, Round: 2, Entry: e.ID, Judge: judge, State: award.SeatOpen, Place: 1, Version: 1})
	})
	stage, _ := s.Sample.Edition.Stage(award.StageRound2)
	s.Clock.Set(stage.Opens)
	return judging.Place{Year: s.Sample.Edition.Year, Round: 2, Reference: ref}
}

func actorOf(t *testing.T, s *testkit.Platform, who string) award.Actor {
	t.Helper()
	a, err := s.Parts.Account.Actor(context.Background(), s.Person(who).ID)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func full(e *award.Edition, v float64) award.Scoresheet {
	s := award.Scoresheet{Scores: map[string]float64{}, Comment: "Useful."}
	for _, c := range e.Criteria {
		s.Scores[c.Key] = v
	}
	return s
}

func TestRoundTwoIsScoredApartFromRoundOne(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	ctx, judge, desk := context.Background(), actorOf(t, site, "judge/meera"), site.Parts.Judging
	at := finalist(t, site, judge.Person.ID)
	first := judging.Place{Year: at.Year, Round: 1, Reference: at.Reference}
	before, err := desk.Read(ctx, judge, first)
	if err != nil || before.Writable() {
		t.Fatalf("round 1 is over, and its entry: %v, writable %v", err, before.Writable())
	}
	if err := desk.Finish(ctx, judge, at, full(site.Sample.Edition, 4)); err != nil {
		t.Fatal(err)
	}
	if n, err := sendAll(ctx, desk, judge, at); n != 1 || err != nil {
		t.Errorf("%d sent, %v", n, err)
	}
	after, err := desk.Read(ctx, judge, first)
	if err != nil || after.Line.Total != before.Line.Total || after.Line.Sheet.Version != before.Line.Sheet.Version {
		t.Errorf("round 2 changed the sheet of round 1: %v", err)
	}
	if err := desk.Finish(ctx, judge, first, full(site.Sample.Edition, 4)); !errors.Is(err, award.ErrClosed) {
		t.Errorf("scoring round 1 gives %v", err)
	}
	if len(site.Mailbox(judge.Person.Email)) == 0 {
		t.Error("no thanks for a round that is sent in full")
	}
}

func sendAll(ctx context.Context, desk *judging.Desk, judge award.Actor, at judging.Place) (int, error) {
	b, err := desk.Board(ctx, judge, at.Year, at.Round)
	if err != nil {
		return 0, err
	}
	return desk.Send(ctx, judge, at.Year, at.Round, b.Stamp())
}

func TestEntryThatIsWithdrawnIsGoneForItsJudges(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	ctx, judge, desk := context.Background(), actorOf(t, site, "judge/meera"), site.Parts.Judging
	at := finalist(t, site, judge.Person.ID)
	if _, err := desk.Read(ctx, judge, at); err != nil {
		t.Fatal(err)
	}
	site.Update(func(tx *database.Tx) error {
		e, err := tx.EntryRef(at.Reference)
		if err != nil {
			return err
		}
		e.State = award.EntryWithdrawn
		return tx.SaveEntry(&e)
	})
	if _, err := desk.Read(ctx, judge, at); !errors.Is(err, award.ErrNotFound) {
		t.Errorf("reading it gives %v", err)
	}
	b, err := desk.Board(ctx, judge, at.Year, at.Round)
	if err != nil || len(b.Lines) != 0 {
		t.Errorf("the list has %d, %v", len(b.Lines), err)
	}
}

func TestJudgeWhoHasLeftSeesNothing(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	ctx, judge, desk := context.Background(), actorOf(t, site, "judge/meera"), site.Parts.Judging
	at := finalist(t, site, judge.Person.ID)
	site.Update(func(tx *database.Tx) error {
		j, err := tx.Judge(site.Sample.Edition.ID, judge.Person.ID)
		if err != nil {
			return err
		}
		j.State = award.JudgeLeft
		return tx.SaveJudge(&j)
	})
	if _, err := desk.Read(ctx, judge, at); !errors.Is(err, award.ErrNotFound) {
		t.Errorf("reading gives %v", err)
	}
	if o, err := desk.Overview(ctx, judge); err != nil || o.Judge.Person != "" {
		t.Errorf("the overview shows %v, %v", o.Judge, err)
	}
}

func TestSteppingAsideIsAllowedBeforeTheRoundOpens(t *testing.T) {
	site := testkit.Site(t, demo.Judge)
	ctx, judge, desk := context.Background(), actorOf(t, site, "judge/meera"), site.Parts.Judging
	at := finalist(t, site, judge.Person.ID)
	stage, _ := site.Sample.Edition.Stage(award.StageRound2)
	site.Clock.Set(stage.Opens - 1)
	if err := desk.Finish(ctx, judge, at, full(site.Sample.Edition, 4)); !errors.Is(err, award.ErrClosed) {
		t.Errorf("scoring early gives %v", err)
	}
	said := judging.Declaration{Ties: map[award.ID]award.TieReason{"": "family"}}
	if err := desk.Recuse(ctx, judge, at, said); err != nil {
		t.Fatal(err)
	}
	site.View(func(tx *database.Tx) error {
		conflicts, err := tx.ConflictsOf(site.Sample.Edition.ID, judge.Person.ID)
		if len(conflicts) == 0 || conflicts[len(conflicts)-1].Reason == "" {
			t.Errorf("no conflict is kept: %v", conflicts)
		}
		return err
	})
}

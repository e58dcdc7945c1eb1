package database

import (
	"context"
	"errors"
	"testing"

	"we-gov.org/awards/internal/award"
)

// judged is a database with an edition, a city and an accepted entry.
func judged(t *testing.T, url string) (*DB, *award.Edition, award.Entry) {
	t.Helper()
	db, err := Open(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	e := &award.Edition{
		ID: award.NewID(), Year: 2027, Name: "WeGO Awards 2027", Zone: "Asia/Seoul", EntryLanguage: "en",
		Categories: []award.Category{{Key: "services", Name: "Open & Services"}},
		Questions: []award.Question{
			{Key: "summary", Label: "Summary", Kind: award.LongText, Public: true},
			{Key: "problem", Label: "Problem", Kind: award.LongText, Public: true},
			{Key: "contact", Label: "Contact", Kind: award.ShortText},
		},
		Prizes: []award.Prize{{Key: "best", Name: "Best Prize", Rank: 1, PerCategory: 1}},
	}
	city := award.City{ID: award.NewID(), Slug: "marvale", Name: "Marvale", Country: "ZA"}
	entry := award.Entry{ID: award.NewID(), Edition: e.ID, City: city.ID, Number: 1, Reference: "2027-0001", Category: "services", Title: "Water", State: award.EntryAccepted, Version: 1, CreatedBy: "x"}
	update(t, db, func(tx *Tx) error {
		err := errors.Join(tx.AddEdition(e), tx.AddCity(city), tx.AddEntry(entry))
		for _, q := range e.Questions {
			err = errors.Join(err, tx.SaveAnswer(&award.Answer{Entry: entry.ID, Question: q.Key, Value: "The " + q.Key}))
		}
		return err
	})
	return db, e, entry
}

func TestPlanIsKeptByVersion(t *testing.T) {
	onBoth(t, func(t *testing.T, url string) {
		db, e, entry := judged(t, url)
		p := award.PanelPlan{Edition: e.ID, Round: 1, Seed: 1 << 50, Made: 5, By: "x", Seats: []award.PlanSeat{{Entry: entry.ID, Judge: "j"}}}
		update(t, db, func(tx *Tx) error { return tx.SavePlan(&p) })
		old := p
		update(t, db, func(tx *Tx) error { return tx.SavePlan(&p) })
		if err := db.Update(t.Context(), func(tx *Tx) error { return tx.SavePlan(&old) }); !errors.Is(err, award.ErrConflict) {
			t.Errorf("an older draft gives %v", err)
		}
		update(t, db, func(tx *Tx) error {
			got, err := tx.Plan(e.ID, 1)
			if got.Version != 2 || got.Seed != 1<<50 || got.Hash() != p.Hash() {
				t.Errorf("read back %+v", got)
			}
			none, _ := tx.Plan(e.ID, 2)
			if none.Version != 0 {
				t.Errorf("there is a draft %+v", none)
			}
			return err
		})
	})
}

func TestFinalistsVotesAndMinutesAreKept(t *testing.T) {
	onBoth(t, func(t *testing.T, url string) {
		db, e, entry := judged(t, url)
		update(t, db, func(tx *Tx) error {
			vote := award.TieVote{Edition: e.ID, Round: 1, Category: "services", Entry: entry.ID, Count: 2, At: 1, By: "x"}
			more := vote
			more.Count = 5
			return errors.Join(
				tx.AddFinalist(e.ID, "services", entry.ID, "x", 1), tx.AddFinalist(e.ID, "services", entry.ID, "x", 2),
				tx.SaveTieVote(vote), tx.SaveTieVote(more),
				tx.AddMinute(award.Minute{ID: award.NewID(), Edition: e.ID, Category: "services", Kind: "decide", Doc: "{}", At: 1, By: "x"}),
			)
		})
		update(t, db, func(tx *Tx) error {
			finalists, err := tx.Finalists(e.ID)
			votes, err2 := tx.TieVotes(e.ID, 1)
			minutes, err3 := tx.Minutes(e.ID, "services")
			if len(finalists) != 1 || len(votes) != 1 || votes[0].Count != 5 || len(minutes) != 1 {
				t.Errorf("kept %v, %v, %v", finalists, votes, minutes)
			}
			return errors.Join(err, err2, err3, tx.ClearFinalists(e.ID, "services"))
		})
	})
}

func TestOnlyAResultWithBothSignaturesIsOpened(t *testing.T) {
	onBoth(t, func(t *testing.T, url string) {
		db, e, entry := judged(t, url)
		open := func() (all []award.Practice, err error) {
			err = db.Update(t.Context(), func(tx *Tx) error {
				all, err = tx.OpenResult(e, "services", "producer", 9)
				return err
			})
			return all, err
		}
		if _, err := open(); !errors.Is(err, award.ErrConflict) {
			t.Errorf("without a seal: %v", err)
		}
		doc, sum, _ := award.Result{Nonce: "n", Category: "services", Prizes: []award.PrizeWon{{Prize: "best", Outcome: award.Given, Entry: entry.ID}}}.Canonical()
		update(t, db, func(tx *Tx) error {
			return tx.AddSeal(award.Seal{Edition: e.ID, Category: "services", Doc: doc, SHA256: sum, First: "a", FirstAt: 1})
		})
		if _, err := open(); !errors.Is(err, award.ErrConflict) {
			t.Errorf("with one signature: %v", err)
		}
		before := ""
		update(t, db, func(tx *Tx) error {
			s, err := tx.Seal(e.ID, "services")
			s.Second, s.SecondAt = "b", 2
			if err == nil {
				err = tx.SaveSeal(&s)
			}
			before, _ = tx.PracticeRevision()
			return err
		})
		all, err := open()
		if err != nil || len(all) != 1 || all[0].Slug != "marvale-open-services-2027" || all[0].Summary != "The summary" {
			t.Fatalf("opened %+v, %v", all, err)
		}
		if again, err := open(); err != nil || len(again) != 0 {
			t.Errorf("opened twice: %v, %v", again, err)
		}
		update(t, db, func(tx *Tx) error {
			parts, err := tx.PracticeText(all[0].ID)
			if len(parts) != 1 || parts[0].Question != "problem" {
				t.Errorf("published %+v", parts)
			}
			if after, _ := tx.PracticeRevision(); after == before {
				t.Errorf("the revision is still %s", after)
			}
			return err
		})
	})
}

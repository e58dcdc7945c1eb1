package database

import (
	"context"
	"errors"
	"slices"
	"testing"

	"we-gov.org/awards/internal/award"
)

// onPlatform is onBoth with the platform's own schema and one city.
func onPlatform(t *testing.T, test func(t *testing.T, db *DB, city award.City)) {
	onBoth(t, func(t *testing.T, url string) {
		db, err := Open(context.Background(), url)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = db.Close() })
		city := award.City{ID: award.NewID(), Slug: "goyang", Name: "Goyang", Country: "KR", Region: "asia"}
		update(t, db, func(tx *Tx) error { return tx.AddCity(city) })
		test(t, db, city)
	})
}

func samplePractice(city award.City, slug string, year, rank int) award.Practice {
	return award.Practice{
		ID: award.NewID(), Slug: slug, Edition: "An edition", Year: year, Category: "Services", CategoryKey: "services", Prize: "Gold", PrizeRank: rank,
		City: city.ID, CityName: city.Name, Country: city.Country, Region: city.Region, Title: "Title of " + slug, Language: "en", Published: 5, Version: 1,
	}
}

func TestPracticesAreListedByEditionThenPrize(t *testing.T) {
	onPlatform(t, func(t *testing.T, db *DB, city award.City) {
		var got []string
		update(t, db, func(tx *Tx) error {
			for _, p := range []award.Practice{samplePractice(city, "old", 2012, 1), samplePractice(city, "unknown", 2020, 0), samplePractice(city, "silver", 2020, 2), samplePractice(city, "gold", 2020, 1)} {
				if err := tx.AddPractice(p); err != nil {
					return err
				}
			}
			all, err := tx.Practices()
			for _, p := range all {
				got = append(got, p.Slug)
			}
			return err
		})
		if want := []string{"gold", "silver", "unknown", "old"}; !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}

func TestAWithdrawnPracticeIsFoundOnlyByItsAddress(t *testing.T) {
	onPlatform(t, func(t *testing.T, db *DB, city award.City) {
		p := samplePractice(city, "gold", 2020, 1)
		update(t, db, func(tx *Tx) error {
			if err := errors.Join(tx.AddPractice(p), tx.SetPracticeText(p.ID, []award.PracticePart{{Question: "need", Value: "x"}})); err != nil {
				return err
			}
			p.Withdrawn, p.Notice = 9, "Found untrue"
			return tx.SavePractice(&p)
		})
		update(t, db, func(tx *Tx) error {
			all, err := tx.Practices()
			year, err2 := tx.PracticesOfYear(2020)
			byID, err3 := tx.PracticesByID([]award.ID{p.ID})
			texts, err4 := tx.PracticeTexts()
			if len(all)+len(year)+len(byID)+len(texts) != 0 {
				t.Errorf("listed: %v %v %v %v", all, year, byID, texts)
			}
			found, err5 := tx.PracticeBySlug("gold")
			if found != p {
				t.Errorf("by address: %+v, want %+v", found, p)
			}
			return errors.Join(err, err2, err3, err4, err5)
		})
	})
}

func TestAPracticeIsSavedOnlyAtTheVersionThatWasRead(t *testing.T) {
	onPlatform(t, func(t *testing.T, db *DB, city award.City) {
		p := samplePractice(city, "gold", 2020, 1)
		update(t, db, func(tx *Tx) error { return tx.AddPractice(p) })
		stale := p
		update(t, db, func(tx *Tx) error { return tx.SavePractice(&p) })
		err := db.Update(context.Background(), func(tx *Tx) error { return tx.SavePractice(&stale) })
		if !errors.Is(err, award.ErrConflict) || p.Version != 2 {
			t.Errorf("version %d, %v", p.Version, err)
		}
		err = db.Update(context.Background(), func(tx *Tx) error { return tx.AddPractice(samplePractice(city, "gold", 2021, 1)) })
		if !errors.Is(err, award.ErrConflict) {
			t.Errorf("a taken address: %v", err)
		}
	})
}

func TestTextOfAPracticeIsReplacedWhole(t *testing.T) {
	onPlatform(t, func(t *testing.T, db *DB, city award.City) {
		p := samplePractice(city, "gold", 2020, 1)
		parts := []award.PracticePart{{Question: "need", Label: "The need", Kind: award.LongText, Value: "Why"}, {Question: "links", Label: "Links", Kind: award.Links, Value: `["https://a.org"]`}}
		update(t, db, func(tx *Tx) error {
			if err := tx.AddPractice(p); err != nil {
				return err
			}
			if none, err := tx.PracticeText(p.ID); err != nil || none != nil {
				t.Errorf("before: %v, %v", none, err)
			}
			return errors.Join(tx.SetPracticeText(p.ID, parts[:1]), tx.SetPracticeText(p.ID, parts))
		})
		update(t, db, func(tx *Tx) error {
			got, err := tx.PracticeText(p.ID)
			if !slices.Equal(got, parts) {
				t.Errorf("got %+v", got)
			}
			return err
		})
	})
}

func TestUseOfAnEditionIsCounted(t *testing.T) {
	onPlatform(t, func(t *testing.T, db *DB, city award.City) {
		e := &award.Edition{ID: award.NewID(), Year: 2027, Name: "Edition"}
		entry := award.Entry{ID: award.NewID(), Edition: e.ID, City: city.ID, Number: 1, Reference: "2027-0001", Category: "services", State: award.EntrySent, Sent: 7, Version: 1}
		update(t, db, func(tx *Tx) error {
			answer, blank := award.Answer{Entry: entry.ID, Question: "title", Value: "x"}, award.Answer{Entry: entry.ID, Question: "need"}
			return errors.Join(tx.AddEdition(e), tx.AddEntry(entry), tx.SaveAnswer(&answer), tx.SaveAnswer(&blank))
		})
		update(t, db, func(tx *Tx) error {
			use, err := tx.EditionUse(e.ID)
			if use.Entries["services"] != 1 || use.Answers["title"] != 1 || use.Answers["need"] != 0 || use.Sent != 1 || use.AllEntries != 1 || use.Sheets != 0 || use.Decisions != 0 {
				t.Errorf("%+v", use)
			}
			return err
		})
	})
}

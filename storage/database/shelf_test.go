package database

import (
	"context"
	"testing"

	"we-gov.org/awards/internal/award"
)

// Each change of what the library shows, and only that, changes its revision;
// and a file is found only with the practice on whose page it stands.
func TestShelfKnowsWhenItChanges(t *testing.T) {
	onBoth(t, func(t *testing.T, url string) {
		db, err := Open(context.Background(), url)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = db.Close() })
		last := ""
		changes := func(what string, want bool, fn func(*Tx) error) {
			t.Helper()
			var now string
			update(t, db, func(tx *Tx) error {
				if err := fn(tx); err != nil {
					return err
				}
				now, err = tx.ShelfRevision()
				return err
			})
			if (now != last) != want {
				t.Errorf("%s: revision %q after %q", what, now, last)
			}
			last = now
		}
		city := award.City{ID: award.NewID(), Slug: "seoul", Name: "Seoul", Country: "KR"}
		p := award.Practice{ID: award.NewID(), Slug: "card", City: city.ID, CityName: "Seoul", Year: 2014, Published: 1, Version: 1}
		entry := award.Entry{ID: award.NewID(), Edition: award.NewID(), City: city.ID, Reference: "2027-0001", State: award.EntryDraft, Number: 1}
		file := award.Attachment{ID: award.NewID(), Entry: entry.ID, Kind: "cover", Key: "a/b", Thumb: "a/c", Version: 1}
		changes("at first", true, func(*Tx) error { return nil })
		changes("a city that enters", false, func(tx *Tx) error { return tx.AddCity(city) })
		changes("a practice", true, func(tx *Tx) error { return tx.AddPractice(p) })
		changes("its text", true, func(tx *Tx) error {
			return tx.SetPracticeText(p.ID, []award.PracticePart{{Question: "need", Value: "x"}})
		})
		changes("an edition", true, func(tx *Tx) error {
			return tx.AddEdition(&award.Edition{ID: entry.Edition, Year: 2027, Name: "WeGO Awards"})
		})
		changes("an entry and its file", false, func(tx *Tx) error {
			if err := tx.AddEntry(entry); err != nil {
				return err
			}
			return tx.AddAttachment(file)
		})
		changes("its files", true, func(tx *Tx) error { return tx.SetPracticeFiles(p.ID, []award.ID{file.ID}) })
		changes("the name of its city", true, func(tx *Tx) error { return tx.SaveCity(city) })
		update(t, db, func(tx *Tx) error {
			if a, err := tx.PracticeFile(p.ID, file.ID); err != nil || a.Key != "a/b" {
				t.Errorf("its file: %v, %v", a.Key, err)
			}
			if _, err := tx.PracticeFile(award.NewID(), file.ID); err == nil {
				t.Error("the file opens with another practice")
			}
			covers, err := tx.Covers()
			if err != nil || len(covers) != 1 || covers[0].Practice != p.ID {
				t.Errorf("covers %v, %v", covers, err)
			}
			texts, err := tx.PracticeTextsOf([]award.ID{p.ID, award.NewID()})
			if err != nil || len(texts) != 1 || texts[p.ID][0].Value != "x" {
				t.Errorf("texts %v, %v", texts, err)
			}
			cities, err := tx.PublishedCities()
			if err != nil || len(cities) != 1 {
				t.Errorf("cities %v, %v", cities, err)
			}
			return nil
		})
		changes("its withdrawal", true, func(tx *Tx) error {
			p.Withdrawn = 2
			return tx.SavePractice(&p)
		})
	})
}

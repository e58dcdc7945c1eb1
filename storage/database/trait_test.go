package database

import (
	"errors"
	"slices"
	"testing"

	"we-gov.org/awards/internal/award"
)

func TestTraitsFollowTheTextOfAPractice(t *testing.T) {
	onPlatform(t, func(t *testing.T, db *DB, city award.City) {
		p, silent := samplePractice(city, "gold", 2020, 1), samplePractice(city, "silver", 2020, 2)
		text := func(status string) []award.PracticePart {
			return []award.PracticePart{{Question: "status", Kind: award.Choice, Value: status}}
		}
		update(t, db, func(tx *Tx) error {
			return errors.Join(tx.AddPractice(p), tx.AddPractice(silent), tx.SetPracticeText(p.ID, text("pilot")))
		})
		read := func() (all map[award.ID]Traits) {
			update(t, db, func(tx *Tx) (err error) { all, err = tx.PracticeTraits(); return err })
			return all
		}
		first := read()
		if first[p.ID].Status != "pilot" || len(first) != 1 {
			t.Errorf("%+v", first)
		}
		update(t, db, func(tx *Tx) error { return tx.SetPracticeText(p.ID, text("ended")) })
		second := read()
		if second[p.ID].Status != "ended" || second[p.ID].Revision <= first[p.ID].Revision {
			t.Errorf("%+v after %+v", second, first)
		}
		// A text that was stored before traits were kept is read for them.
		update(t, db, func(tx *Tx) error { return tx.exec(`DELETE FROM practice_trait`) })
		if third := read(); third[p.ID].Status != "ended" || third[p.ID].Revision != 0 {
			t.Errorf("without a row: %+v", third)
		}
		p.Withdrawn = 9
		update(t, db, func(tx *Tx) error { return tx.SavePractice(&p) })
		if last := read(); len(last) != 0 {
			t.Errorf("of a withdrawn practice: %+v", last)
		}
	})
}

func TestLanguagesOfPublicFilesAreListed(t *testing.T) {
	onPlatform(t, func(t *testing.T, db *DB, city award.City) {
		p := samplePractice(city, "gold", 2020, 1)
		e := &award.Edition{ID: award.NewID(), Year: 2027, Name: "Edition"}
		entry := award.Entry{ID: award.NewID(), Edition: e.ID, City: city.ID, Number: 1, Reference: "2027-0001", Category: "services", State: award.EntrySent, Version: 1}
		var files []award.ID
		update(t, db, func(tx *Tx) error {
			err := errors.Join(tx.AddEdition(e), tx.AddEntry(entry), tx.AddPractice(p))
			for _, language := range []string{"ko", "en", "ko", "fr"} {
				a := award.Attachment{ID: award.NewID(), Entry: entry.ID, Kind: "evidence", Name: "a.pdf", Key: string(award.NewID()), Language: language, Version: 1}
				files, err = append(files, a.ID), errors.Join(err, tx.AddAttachment(a))
			}
			return errors.Join(err, tx.SetPracticeFiles(p.ID, files[:3]))
		})
		update(t, db, func(tx *Tx) error {
			all, err := tx.PracticeLanguages()
			if !slices.Equal(all[p.ID], []string{"en", "ko"}) {
				t.Errorf("%v", all)
			}
			return err
		})
	})
}

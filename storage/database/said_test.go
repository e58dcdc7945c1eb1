package database

import (
	"errors"
	"testing"

	"we-gov.org/awards/internal/award"
)

func TestWhatACitySaysIsKeptOverItsVersionAndItsSoundIsNamed(t *testing.T) {
	onPlatform(t, func(t *testing.T, db *DB, city award.City) {
		e := &award.Edition{ID: award.NewID(), Year: 2027, Name: "Edition"}
		entry := award.Entry{ID: award.NewID(), Edition: e.ID, City: city.ID, Number: 1, Reference: "2027-0001", Category: "services", State: award.EntryAccepted, Version: 1}
		update(t, db, func(tx *Tx) error { return errors.Join(tx.AddEdition(e), tx.AddEntry(entry)) })
		said := award.Said{Entry: entry.ID, Say: "port OH-ree-el", Comes: award.ComesYes, Confirmed: 7, SoundKey: "files/aa/one", SoundMedia: "audio/wav", SoundSize: 9}
		stale := said
		update(t, db, func(tx *Tx) error { return tx.SaveSaid(&said) })
		err := db.Update(t.Context(), func(tx *Tx) error { return tx.SaveSaid(&stale) })
		if !errors.Is(err, award.ErrConflict) {
			t.Errorf("a second first saying: %v", err)
		}
		older := said
		said.Say, said.SoundKey = "PORT", "files/aa/two"
		update(t, db, func(tx *Tx) error { return tx.SaveSaid(&said) })
		if err := db.Update(t.Context(), func(tx *Tx) error { return tx.SaveSaid(&older) }); !errors.Is(err, award.ErrConflict) {
			t.Errorf("over an older version: %v", err)
		}
		update(t, db, func(tx *Tx) error {
			one, err := tx.Said(entry.ID)
			all, more := tx.SaidIn(e.ID)
			none, last := tx.Said(award.NewID())
			if one != said || all[entry.ID] != said || len(all) != 1 || none.Version != 0 {
				t.Errorf("%+v, %+v, %+v", one, all, none)
			}
			for key, want := range map[string]bool{"files/aa/one": false, "files/aa/two": true} {
				named, err := tx.NamesObject(key)
				if err != nil || named != want {
					t.Errorf("%s is named: %v, %v", key, named, err)
				}
			}
			return errors.Join(err, more, last)
		})
	})
}

func TestCategoryIsOpenFromItsOpeningOn(t *testing.T) {
	onPlatform(t, func(t *testing.T, db *DB, _ award.City) {
		e := &award.Edition{ID: award.NewID(), Year: 2027, Name: "Edition"}
		is := func() (open bool) {
			update(t, db, func(tx *Tx) (err error) { open, err = tx.IsOpen(e.ID, "services"); return err })
			return open
		}
		s := award.Seal{Edition: e.ID, Category: "services", First: "a", FirstAt: 1, Second: "b", SecondAt: 2}
		update(t, db, func(tx *Tx) error { return tx.AddEdition(e) })
		if is() {
			t.Error("a category without a seal is open")
		}
		update(t, db, func(tx *Tx) error { return tx.AddSeal(s) })
		if is() {
			t.Error("a sealed category is open")
		}
		update(t, db, func(tx *Tx) error {
			kept, err := tx.Seal(e.ID, "services")
			kept.Opened, kept.OpenedBy = 3, "a"
			return errors.Join(err, tx.SaveSeal(&kept))
		})
		if !is() {
			t.Error("an opened category is not open")
		}
	})
}

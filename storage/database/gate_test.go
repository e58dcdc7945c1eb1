package database

import (
	"testing"
	"time"

	"we-gov.org/awards/internal/award"
)

func TestAGateStaysShutForItsPlaceThroughARestart(t *testing.T) {
	onBoth(t, func(t *testing.T, url string) {
		g := award.Gate{Name: "test", Most: 2, Span: time.Minute}
		start := award.At(time.Date(2027, 5, 1, 0, 0, 0, 0, time.UTC))
		started := func() *DB {
			db, err := Open(t.Context(), url)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = db.Close() })
			return db
		}
		count := func(db *DB, from string, now award.Time) {
			update(t, db, func(tx *Tx) error { return tx.CountFault(g, from, now) })
		}
		shut := func(db *DB, from string, now award.Time) (again award.Time) {
			update(t, db, func(tx *Tx) (err error) {
				again, err = tx.Shut(g, from, now)
				return err
			})
			return again
		}
		one := started()
		count(one, "2001:db8::2", start)
		if shut(one, "2001:db8::1", start) > 0 {
			t.Error("shut after one fault of two")
		}
		count(one, "2001:db8::3", start)
		if err := one.Close(); err != nil {
			t.Fatal(err)
		}
		db := started()
		if again := shut(db, "2001:db8::1", start); again != start.Add(time.Minute) {
			t.Errorf("shut until %d", again)
		}
		if shut(db, "2001:db8:0:1::1", start) > 0 || shut(db, "2001:db8::1", start.Add(time.Minute)) > 0 {
			t.Error("another network waits too, or too long")
		}
		count(db, "192.0.2.1", start.Add(time.Minute))
		rows := 0
		update(t, db, func(tx *Tx) error { return tx.get(&rows, `SELECT COUNT(*) FROM tried`) })
		if rows != 1 {
			t.Errorf("%d rows are kept, 1 counts", rows)
		}
	})
}

package database

import (
	"slices"
	"strconv"
	"testing"

	"we-gov.org/awards/internal/award"
)

func TestEventsGetTheirPlaceInTheLogOnceAndInOrder(t *testing.T) {
	onReal(t, func(t *testing.T, db *DB) {
		note := func(deed award.Deed, n int) {
			update(t, db, func(tx *Tx) error {
				for i := range n {
					if err := tx.Record(award.Event{At: 1, Deed: deed, Kind: "k", Subject: award.ID(strconv.Itoa(i))}); err != nil {
						return err
					}
				}
				return nil
			})
		}
		number := func() (n int64) {
			update(t, db, func(tx *Tx) (err error) {
				n, err = tx.NumberEvents()
				return err
			})
			return n
		}
		if n := number(); n != 0 {
			t.Errorf("an empty log has %d places", n)
		}
		note("a", 3)
		note("b", 2)
		if n := number(); n != 5 {
			t.Errorf("%d places", n)
		}
		var before []string
		update(t, db, func(tx *Tx) (err error) {
			before, err = tx.Leaves(0)
			return err
		})
		note("a", 4)
		update(t, db, func(tx *Tx) error {
			if all, err := tx.Leaves(0); err != nil || !slices.Equal(all, before) {
				t.Errorf("events without a place are among the leaves: %d, %v", len(all), err)
			}
			return nil
		})
		if n := number(); n != 9 || number() != 9 {
			t.Errorf("%d places", n)
		}
		update(t, db, func(tx *Tx) error {
			all, err := tx.Leaves(0)
			if err != nil || !slices.Equal(all[:5], before) {
				t.Errorf("places changed: %v", err)
			}
			leaves, err := tx.LeavesOf(8, "b", "a")
			if err != nil || len(leaves) != 8 {
				t.Fatalf("%d leaves, %v", len(leaves), err)
			}
			for i, l := range leaves {
				if l.Place != int64(i) || l.Hash != all[i] || l.Text == "" {
					t.Errorf("leaf %d: %+v", i, l)
				}
			}
			return nil
		})
	})
}

func TestCheckpointsAndAsksAreKept(t *testing.T) {
	onReal(t, func(t *testing.T, db *DB) {
		update(t, db, func(tx *Tx) error {
			if _, err := tx.LastCheckpoint(); err != award.ErrNotFound { //nolint:errorlint // the value itself is the contract
				t.Errorf("got %v", err)
			}
			for _, size := range []int64{9, 4} {
				if err := tx.AddCheckpoint(award.Checkpoint{Size: size, At: award.Time(size), Why: "w", Signed: "s"}); err != nil {
					return err
				}
			}
			all, err := tx.Checkpoints()
			if err != nil || len(all) != 2 || all[0].Size != 4 {
				t.Errorf("%+v, %v", all, err)
			}
			last, err := tx.LastCheckpoint()
			if last.Size != 9 {
				t.Errorf("%+v", last)
			}
			return err
		})
	})
}

package database

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"testing"
)

func TestNoUpdateIsLostAmongMany(t *testing.T) {
	opened(t, func(t *testing.T, db *DB) {
		update(t, db, add("all", 0))
		errs := together(40, func(int) error {
			return db.Update(context.Background(), func(tx *Tx) error {
				var n int
				if err := tx.get(&n, `SELECT n FROM tally WHERE name = ?`, "all"); err != nil {
					return err
				}
				return tx.execOne(`UPDATE tally SET n = ? WHERE name = ?`, n+1, "all")
			})
		})
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		if n := value(t, db, "all"); n != 40 {
			t.Errorf("40 updates made %d", n)
		}
	})
}

// Two doctors are on call and each leaves after seeing that another stays: on a
// mere snapshot both would leave.
func TestUpdatesDoNotSkewEachOther(t *testing.T) {
	opened(t, func(t *testing.T, db *DB) {
		update(t, db, add("a", 1))
		update(t, db, add("b", 1))
		leave := func(name string) error {
			return db.Update(context.Background(), func(tx *Tx) error {
				var n int
				if err := tx.get(&n, `SELECT SUM(n) FROM tally`); err != nil || n < 2 {
					return err
				}
				return tx.execOne(`UPDATE tally SET n = 0 WHERE name = ?`, name)
			})
		}
		errs := together(2, func(i int) error { return leave([]string{"a", "b"}[i]) })
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		if left := value(t, db, "a") + value(t, db, "b"); left != 1 {
			t.Errorf("%d are left on call, want 1", left)
		}
	})
}

func TestGroupCommitKeepsEveryGoodJobAndNoBadOne(t *testing.T) {
	opened(t, func(t *testing.T, db *DB) {
		bad := errors.New("bad job")
		errs := together(200, func(i int) error {
			return db.Update(context.Background(), func(tx *Tx) error {
				if err := add(fmt.Sprintf("%03d", i), i)(tx); err != nil {
					return err
				}
				if i%3 == 0 {
					return bad
				}
				return nil
			})
		})
		var want []string
		for i, err := range errs {
			if i%3 == 0 != errors.Is(err, bad) || i%3 != 0 && err != nil {
				t.Fatalf("job %d: %v", i, err)
			}
			if i%3 != 0 {
				want = append(want, fmt.Sprintf("%03d", i))
			}
		}
		if got := names(t, db); !slices.Equal(got, want) {
			t.Errorf("kept %d, want %d", len(got), len(want))
		}
	})
}

func TestPanicUndoesOnlyItsOwnJobAndGoesOn(t *testing.T) {
	opened(t, func(t *testing.T, db *DB) {
		errs := together(60, func(i int) (err error) {
			defer func() {
				if p := recover(); p != nil {
					err = fmt.Errorf("panic: %v", p)
				}
			}()
			return db.Update(context.Background(), func(tx *Tx) error {
				if err := add(fmt.Sprintf("%02d", i), i)(tx); err != nil {
					return err
				}
				if i%2 == 0 {
					panic("boom")
				}
				return nil
			})
		})
		for i, err := range errs {
			if i%2 == 0 && (err == nil || err.Error() != "panic: boom") || i%2 == 1 && err != nil {
				t.Fatalf("job %d: %v", i, err)
			}
		}
		if n := len(names(t, db)); n != 30 {
			t.Errorf("%d kept, want 30", n)
		}
	})
}

func TestWriterOutlivesAGoroutineThatEndsInItsJob(t *testing.T) {
	opened(t, func(t *testing.T, db *DB) {
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			_ = db.Update(context.Background(), func(tx *Tx) error {
				if err := add("gone", 1)(tx); err != nil {
					return err
				}
				runtime.Goexit()
				return nil
			})
		}()
		<-ended
		update(t, db, add("next", 1))
		if got := names(t, db); !slices.Equal(got, []string{"next"}) {
			t.Errorf("kept %v", got)
		}
	})
}

// A function that turns every failure into an error of its own must not hide
// from PostgreSQL's Update that it is to be tried again.
func TestUpdateIsTriedAgainWhateverItsFunctionSays(t *testing.T) {
	opened(t, func(t *testing.T, db *DB) {
		update(t, db, add("all", 0))
		hidden := errors.New("something went wrong")
		errs := together(8, func(int) error {
			return db.Update(context.Background(), func(tx *Tx) error {
				var n int
				if tx.get(&n, `SELECT n FROM tally`) != nil || tx.exec(`UPDATE tally SET n = ?`, n+1) != nil {
					return hidden
				}
				return nil
			})
		})
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		if n := value(t, db, "all"); n != 8 {
			t.Errorf("8 updates made %d", n)
		}
	})
}

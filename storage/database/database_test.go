package database

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"testing"
)

func TestViewSeesOneMoment(t *testing.T) {
	opened(t, func(t *testing.T, db *DB) {
		update(t, db, add("first", 1))
		err := db.View(context.Background(), func(tx *Tx) error {
			var before, after int
			if err := tx.get(&before, `SELECT COUNT(*) FROM tally`); err != nil {
				return err
			}
			wrote := make(chan error)
			go func() { wrote <- db.Update(context.Background(), add("second", 2)) }()
			if err := <-wrote; err != nil {
				return err
			}
			if err := tx.get(&after, `SELECT COUNT(*) FROM tally`); err != nil {
				return err
			}
			if before != 1 || after != 1 {
				t.Errorf("saw %d, then %d", before, after)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestViewCannotWrite(t *testing.T) {
	opened(t, func(t *testing.T, db *DB) {
		if err := db.View(context.Background(), add("no", 1)); err == nil {
			t.Error("a view wrote")
		}
		if got := names(t, db); len(got) != 0 {
			t.Errorf("kept %v", got)
		}
	})
}

func TestNestedCallsAreRefused(t *testing.T) {
	opened(t, func(t *testing.T, db *DB) {
		ctx := context.Background()
		type how func(context.Context, func(*Tx) error) error
		for _, outer := range []how{db.View, db.Update} {
			for _, inner := range []how{db.View, db.Update} {
				err := outer(ctx, func(*Tx) error {
					return inner(ctx, func(*Tx) error { return nil })
				})
				if !errors.Is(err, ErrNested) {
					t.Errorf("got %v", err)
				}
			}
		}
		if err := db.View(ctx, func(*Tx) error { return nil }); err != nil {
			t.Errorf("after a nested call: %v", err)
		}
	})
}

func TestJobWhoseContextIsDoneIsNotRun(t *testing.T) {
	opened(t, func(t *testing.T, db *DB) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		for _, call := range []func(context.Context, func(*Tx) error) error{db.View, db.Update} {
			err := call(ctx, func(*Tx) error { t.Error("was run"); return nil })
			if !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
		}
	})
}

func TestJobIsNotKeptWhenItsContextEndsInside(t *testing.T) {
	opened(t, func(t *testing.T, db *DB) {
		ctx, cancel := context.WithCancel(context.Background())
		err := db.Update(ctx, func(tx *Tx) error {
			if err := add("half", 1)(tx); err != nil {
				return err
			}
			cancel()
			return add("other half", 1)(tx)
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		if got := names(t, db); len(got) != 0 {
			t.Errorf("kept %v", got)
		}
	})
}

// A caller who leaves while waiting for its turn must not hold up the others.
func TestWaitingJobCanLeave(t *testing.T) {
	db := mustOpen(t, filepath.Join(t.TempDir(), "test.db"))
	inside, leave, left := make(chan struct{}), make(chan struct{}), make(chan error)
	go func() {
		left <- db.Update(context.Background(), func(tx *Tx) error {
			close(inside)
			<-leave
			return add("first", 1)(tx)
		})
	}()
	<-inside
	ctx, cancel := context.WithCancel(context.Background())
	waiting := make(chan error)
	go func() { waiting <- db.Update(ctx, add("never", 1)) }()
	cancel()
	if err := <-waiting; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	close(leave)
	if err := <-left; err != nil {
		t.Fatal(err)
	}
	if got := names(t, db); !slices.Equal(got, []string{"first"}) {
		t.Errorf("kept %v", got)
	}
}

func TestCloseWaitsForJobsInHandAndRefusesLater(t *testing.T) {
	onBoth(t, func(t *testing.T, url string) {
		db := mustOpen(t, url)
		inside, leave, left := make(chan struct{}), make(chan struct{}), make(chan error)
		go func() {
			left <- db.Update(context.Background(), func(tx *Tx) error {
				close(inside)
				<-leave
				return add("in hand", 1)(tx)
			})
		}()
		<-inside
		closed := make(chan error)
		go func() { closed <- db.Close() }()
		close(leave)
		if err := errors.Join(<-left, <-closed); err != nil {
			t.Fatal(err)
		}
		if err := db.Update(context.Background(), add("late", 1)); err == nil {
			t.Error("a closed database took a job")
		}
		if err := db.Ping(context.Background()); err == nil {
			t.Error("a closed database answered")
		}
		if got := names(t, mustOpen(t, url)); !slices.Equal(got, []string{"in hand"}) {
			t.Errorf("kept %v", got)
		}
	})
}

func TestPingAnswers(t *testing.T) {
	opened(t, func(t *testing.T, db *DB) {
		if err := db.Ping(context.Background()); err != nil {
			t.Error(err)
		}
	})
}

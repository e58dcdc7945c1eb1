package database

import (
	"context"
	"errors"
	"slices"
	"testing"

	"we-gov.org/awards/internal/award"
)

func TestMissingRowIsNotFoundAndNoFailure(t *testing.T) {
	opened(t, func(t *testing.T, db *DB) {
		update(t, db, func(tx *Tx) error {
			var n int
			err := tx.get(&n, `SELECT n FROM tally WHERE name = ?`, "nobody")
			if !errors.Is(err, award.ErrNotFound) {
				t.Errorf("got %v", err)
			}
			return add("after", 1)(tx)
		})
		if n := value(t, db, "after"); n != 1 {
			t.Errorf("got %d", n)
		}
	})
}

func TestExecOneWantsExactlyOneRow(t *testing.T) {
	opened(t, func(t *testing.T, db *DB) {
		update(t, db, add("one", 1))
		update(t, db, add("two", 1))
		for where, want := range map[string]error{"name = 'one'": nil, "name = 'none'": award.ErrConflict, "n = 1": award.ErrConflict} {
			err := db.Update(context.Background(), func(tx *Tx) error {
				return tx.execOne(`UPDATE tally SET n = 1 WHERE ` + where)
			})
			if !errors.Is(err, want) {
				t.Errorf("%s: got %v", where, err)
			}
		}
	})
}

func TestInTakesListsOfAnyLength(t *testing.T) {
	opened(t, func(t *testing.T, db *DB) {
		for _, name := range []string{"a", "b", "c"} {
			update(t, db, add(name, 1))
		}
		for _, list := range [][]award.ID{nil, {"b"}, {"a", "c", "x"}} {
			var got []award.ID
			err := db.View(context.Background(), func(tx *Tx) error {
				q, args := tx.in(`SELECT name FROM tally WHERE n = ? AND name IN (?) ORDER BY name`, 1, list)
				return tx.list(&got, q, args...)
			})
			want := slices.DeleteFunc(slices.Clone(list), func(id award.ID) bool { return id == "x" })
			if err != nil || !slices.Equal(got, want) {
				t.Errorf("in %v: got %v, %v", list, got, err)
			}
		}
	})
}

func TestTxCannotBeUsedAfterItsCall(t *testing.T) {
	opened(t, func(t *testing.T, db *DB) {
		var kept *Tx
		update(t, db, func(tx *Tx) error { kept = tx; return nil })
		if err := kept.exec(`DELETE FROM tally`); !errors.Is(err, errSpent) {
			t.Errorf("got %v", err)
		}
	})
}

func TestQueryEndsWithItsContext(t *testing.T) {
	opened(t, func(t *testing.T, db *DB) {
		ctx, cancel := context.WithCancel(context.Background())
		err := db.View(ctx, func(tx *Tx) error {
			var n int
			go cancel()
			return tx.get(&n, `WITH RECURSIVE c (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 2000000000) SELECT COUNT(*) FROM c`)
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
}

func TestUniqueValueTakenIsAConflict(t *testing.T) {
	opened(t, func(t *testing.T, db *DB) {
		update(t, db, add("one", 1))
		if err := db.Update(context.Background(), add("one", 2)); !errors.Is(err, award.ErrConflict) {
			t.Errorf("got %v", err)
		}
		for name, statement := range map[string]string{
			"check":       `INSERT INTO tally (name, n) VALUES ('big', 1000000)`,
			"foreign key": `INSERT INTO part (name) VALUES ('nobody')`,
			"not null":    `INSERT INTO tally (name, n) VALUES ('nothing', NULL)`,
		} {
			err := db.Update(context.Background(), func(tx *Tx) error { return tx.exec(statement) })
			if err == nil || errors.Is(err, award.ErrConflict) {
				t.Errorf("%s: got %v", name, err)
			}
		}
	})
}

func TestFailedStatementFailsTheUpdateEvenIfIgnored(t *testing.T) {
	opened(t, func(t *testing.T, db *DB) {
		update(t, db, add("one", 1))
		err := db.Update(context.Background(), func(tx *Tx) error {
			_ = add("one", 2)(tx)
			_ = add("two", 2)(tx)
			return nil
		})
		if !errors.Is(err, award.ErrConflict) {
			t.Errorf("got %v", err)
		}
		if got := names(t, db); !slices.Equal(got, []string{"one"}) {
			t.Errorf("kept %v", got)
		}
	})
}

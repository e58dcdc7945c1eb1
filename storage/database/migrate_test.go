package database

import (
	"context"
	"errors"
	"slices"
	"testing"
)

func TestNewerSchemaIsRefusedAndLeftAlone(t *testing.T) {
	onBoth(t, func(t *testing.T, url string) {
		ctx := context.Background()
		newer, err := open(ctx, url, steps(`CREATE TABLE future (n BIGINT);`))
		if err != nil {
			t.Fatal(err)
		}
		update(t, newer, func(tx *Tx) error { return tx.exec(`INSERT INTO future (n) VALUES (1)`) })
		if err := newer.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := open(ctx, url, steps()); !errors.Is(err, ErrNewerSchema) {
			t.Fatalf("got %v", err)
		}
		again, err := open(ctx, url, steps(`CREATE TABLE future (n BIGINT);`))
		if err != nil {
			t.Fatal(err)
		}
		defer again.Close()
		var n int
		err = again.View(ctx, func(tx *Tx) error { return tx.get(&n, `SELECT n FROM future`) })
		if err != nil || n != 1 {
			t.Errorf("got %d, %v", n, err)
		}
	})
}

func TestOlderSchemaIsBroughtUpToDateWithItsRows(t *testing.T) {
	onBoth(t, func(t *testing.T, url string) {
		old := mustOpen(t, url)
		update(t, old, add("kept", 7))
		if err := old.Close(); err != nil {
			t.Fatal(err)
		}
		db, err := open(context.Background(), url, steps(`ALTER TABLE tally ADD COLUMN note TEXT NOT NULL DEFAULT 'none';`))
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		var note string
		err = db.View(context.Background(), func(tx *Tx) error { return tx.get(&note, `SELECT note FROM tally WHERE n = 7`) })
		if err != nil || note != "none" {
			t.Errorf("got %q, %v", note, err)
		}
	})
}

func TestBrokenStepLeavesNothingBehind(t *testing.T) {
	onBoth(t, func(t *testing.T, url string) {
		broken := steps("CREATE TABLE half (n BIGINT);\nINSERT INTO nowhere (n) VALUES (1);")
		if _, err := open(context.Background(), url, broken); err == nil {
			t.Fatal("a broken step was taken")
		}
		db, err := open(context.Background(), url, steps("CREATE TABLE half (n BIGINT);"))
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
}

func TestSeveralStartsAtOnceMigrateOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, url string) {
		dbs := make([]*DB, 4)
		errs := together(len(dbs), func(i int) (err error) {
			dbs[i], err = open(context.Background(), url, steps())
			return err
		})
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		update(t, dbs[0], add("by the first", 1))
		for _, db := range dbs {
			if got := names(t, db); !slices.Equal(got, []string{"by the first"}) {
				t.Errorf("saw %v", got)
			}
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		}
	})
}

func TestPlatformSchemaOpensOnBothEngines(t *testing.T) {
	onBoth(t, func(t *testing.T, url string) {
		for range 2 {
			db, err := Open(context.Background(), url)
			if err != nil {
				t.Fatal(err)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
		}
	})
}

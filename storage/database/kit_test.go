package database

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"sync"
	"testing"
	"testing/fstest"

	"we-gov.org/awards/internal/testkit/service"
)

// steps is a schema of two small tables, so that these tests hold whatever the
// platform's own schema becomes.
func steps(more ...string) fs.FS {
	first := `
		CREATE TABLE tally (name TEXT PRIMARY KEY, n BIGINT NOT NULL CHECK (n < 1000000));
		CREATE TABLE part (name TEXT NOT NULL REFERENCES tally (name));`
	files := fstest.MapFS{}
	for i, step := range append([]string{first}, more...) {
		for _, engine := range []string{"sqlite", "postgres"} {
			name := fmt.Sprintf("migrations/%s/%04d_step.sql", engine, i+1)
			files[name] = &fstest.MapFile{Data: []byte("-- +goose Up\n" + step)}
		}
	}
	return files
}

// onBoth runs a test on each engine, with the address of an empty database.
func onBoth(t *testing.T, test func(t *testing.T, url string)) {
	t.Run("sqlite", func(t *testing.T) { test(t, filepath.Join(t.TempDir(), "test.db")) })
	t.Run("postgres", func(t *testing.T) { test(t, service.Postgres(t)) })
}

// opened is onBoth with an open database.
func opened(t *testing.T, test func(t *testing.T, db *DB)) {
	onBoth(t, func(t *testing.T, url string) { test(t, mustOpen(t, url)) })
}

func mustOpen(t testing.TB, url string) *DB {
	t.Helper()
	db, err := open(context.Background(), url, steps())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func update(t testing.TB, db *DB, fn func(*Tx) error) {
	t.Helper()
	if err := db.Update(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

func add(name string, n int) func(*Tx) error {
	return func(tx *Tx) error { return tx.exec(`INSERT INTO tally (name, n) VALUES (?, ?)`, name, n) }
}

// names lists what is kept, in order.
func names(t testing.TB, db *DB) []string {
	t.Helper()
	var all []string
	err := db.View(context.Background(), func(tx *Tx) error {
		return tx.list(&all, `SELECT name FROM tally ORDER BY name`)
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func value(t testing.TB, db *DB, name string) (n int) {
	t.Helper()
	err := db.View(context.Background(), func(tx *Tx) error {
		return tx.get(&n, `SELECT n FROM tally WHERE name = ?`, name)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// together runs fn in n goroutines at once and returns their errors.
func together(n int, fn func(i int) error) []error {
	errs := make([]error, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { errs[i] = fn(i) })
	}
	all.Wait()
	return errs
}

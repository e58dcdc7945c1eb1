package database

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func TestSettingsHoldOnEveryConnection(t *testing.T) {
	db := mustOpen(t, filepath.Join(t.TempDir(), "odd name 100%?.db"))
	want := map[string]string{"foreign_keys": "1", "busy_timeout": "5000", "secure_delete": "1", "trusted_schema": "0", "journal_mode": "wal"}
	check := func(name, want string) func(*Tx) error {
		return func(tx *Tx) error {
			var got string
			if err := tx.get(&got, "PRAGMA "+name); err != nil {
				return err
			}
			if got != want {
				t.Errorf("%s = %s, want %s", name, got, want)
			}
			return nil
		}
	}
	for name, value := range want {
		update(t, db, check(name, value))
		if err := db.View(context.Background(), check(name, value)); err != nil {
			t.Error(err)
		}
	}
	update(t, db, check("synchronous", "2"))
	if err := db.View(context.Background(), check("query_only", "1")); err != nil {
		t.Error(err)
	}
}

func TestFileIsForItsOwnerOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	db := mustOpen(t, "sqlite:"+path)
	update(t, db, add("secret", 1))
	for _, name := range []string{path, path + "-wal", path + "-shm"} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v", name, info.Mode())
		}
	}
}

// A full disk makes SQLite roll back by itself; the jobs after it must not then
// run without a transaction.
func TestFullDiskFailsTheBatchAndNothingIsHalfKept(t *testing.T) {
	db := mustOpen(t, filepath.Join(t.TempDir(), "test.db"))
	limit := func(pages int) {
		_, err := db.engine.(*lite).writer.conn.ExecContext(context.Background(), fmt.Sprintf("PRAGMA max_page_count = %d", pages))
		if err != nil {
			t.Fatal(err)
		}
	}
	limit(20)
	long := strings.Repeat("x", 3000)
	errs := together(60, func(i int) error {
		return db.Update(context.Background(), func(tx *Tx) error {
			if err := add(fmt.Sprintf("%02d first", i), i)(tx); err != nil {
				return err
			}
			_ = add(fmt.Sprintf("%02d second %s", i, long), i)(tx)
			return nil
		})
	})
	kept := strings.Join(names(t, db), "\n")
	failed := 0
	for i, err := range errs {
		first := strings.Contains(kept, fmt.Sprintf("%02d first", i))
		second := strings.Contains(kept, fmt.Sprintf("%02d second", i))
		if (err == nil) != first || first != second {
			t.Errorf("job %d: %v, but kept %v and %v", i, err, first, second)
		}
		if err != nil {
			failed++
		}
	}
	if failed == 0 {
		t.Error("the disk was not full")
	}
	limit(100000)
	update(t, db, add("after", 1))
}

// The child writes and reports each acknowledged write until it is killed.
func TestAcknowledgedWritesSurviveAKill(t *testing.T) {
	const pathVariable = "WEGO_TEST_KILL"
	if path := os.Getenv(pathVariable); path != "" {
		writeUntilKilled(path)
	}
	path := filepath.Join(t.TempDir(), "test.db")
	child := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
	child.Env = append(os.Environ(), pathVariable+"="+path)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	acknowledged := map[string]bool{}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		acknowledged[lines.Text()] = true
		if len(acknowledged) == 2000 {
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	_ = child.Wait()
	if len(acknowledged) < 2000 {
		t.Fatalf("the child ended early, after %d writes", len(acknowledged))
	}
	for _, name := range names(t, mustOpen(t, path)) {
		delete(acknowledged, name)
	}
	// The last line may have been cut by the kill.
	if len(acknowledged) > 1 {
		t.Errorf("%d acknowledged writes are lost", len(acknowledged))
	}
}

func writeUntilKilled(path string) {
	db, err := open(context.Background(), path, steps())
	if err != nil {
		panic(err)
	}
	var out sync.Mutex
	together(16, func(i int) error {
		for n := 0; ; n++ {
			name := fmt.Sprintf("%d-%d", i, n)
			if err := db.Update(context.Background(), add(name, n)); err != nil {
				panic(err)
			}
			out.Lock()
			fmt.Println(name)
			out.Unlock()
		}
	})
}

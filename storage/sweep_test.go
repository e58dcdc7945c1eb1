package storage_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/testkit/service"
	"we-gov.org/awards/storage"
	"we-gov.org/awards/storage/database"
	"we-gov.org/awards/storage/objects"
)

// places runs a test on both databases and both object stores.
func places(t *testing.T, test func(t *testing.T, db *database.DB, store objects.Store)) {
	run := func(name string, databaseURL, storeURL func(t *testing.T) string) {
		t.Run(name, func(t *testing.T) {
			db, err := database.Open(context.Background(), databaseURL(t))
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			store, err := objects.Open(storeURL(t))
			if err != nil {
				t.Fatal(err)
			}
			test(t, db, store)
		})
	}
	file := func(t *testing.T) string { return filepath.Join(t.TempDir(), "test.db") }
	folder := func(t *testing.T) string { return t.TempDir() }
	run("files", file, folder)
	run("servers", func(t *testing.T) string { return service.Postgres(t) }, func(t *testing.T) string { return service.S3(t) })
}

// entry stores an entry with what it stands on, and returns its ID.
func entry(t *testing.T, db *database.DB) award.ID {
	t.Helper()
	edition := award.Edition{ID: award.NewID(), Year: 2027, Name: "WeGO Awards"}
	city := award.City{ID: award.NewID(), Slug: "here", Name: "Here", Country: "KR"}
	e := award.Entry{ID: award.NewID(), Edition: edition.ID, City: city.ID, Number: 1, Reference: "2027-0001", State: "draft"}
	err := db.Update(context.Background(), func(tx *database.Tx) error {
		if err := tx.AddEdition(&edition); err != nil {
			return err
		}
		if err := tx.AddCity(city); err != nil {
			return err
		}
		return tx.AddEntry(e)
	})
	if err != nil {
		t.Fatal(err)
	}
	return e.ID
}

func TestSweepRemovesWhatIsOldAndUnnamed(t *testing.T) {
	places(t, func(t *testing.T, db *database.DB, store objects.Store) {
		ctx := context.Background()
		var put award.Time
		for _, key := range []string{"picture", "thumb", "film", "orphan/a", "orphan/b"} {
			info, err := store.Put(ctx, key, strings.NewReader("x"))
			if err != nil {
				t.Fatal(err)
			}
			put = award.At(info.Modified)
		}
		of := entry(t, db)
		err := db.Update(ctx, func(tx *database.Tx) error {
			e, err := tx.EditionOf(2027)
			if err != nil {
				return err
			}
			film := award.PartFile{Edition: e.ID, Part: "-film", Attachment: award.Attachment{Kind: award.FileFilm, Key: "film"}}
			if err := tx.SaveShowFile(film); err != nil {
				return err
			}
			return tx.AddAttachment(award.Attachment{ID: award.NewID(), Entry: of, Key: "picture", Thumb: "thumb"})
		})
		if err != nil {
			t.Fatal(err)
		}
		if n, err := storage.Sweep(ctx, db, store, put.Add(-time.Hour)); n != 0 || err != nil {
			t.Errorf("young objects: removed %d, %v", n, err)
		}
		if n, err := storage.Sweep(ctx, db, store, put.Add(time.Hour)); n != 2 || err != nil {
			t.Errorf("old objects: removed %d, %v", n, err)
		}
		if got := left(t, store); !slices.Equal(got, []string{"film", "picture", "thumb"}) {
			t.Errorf("left %v", got)
		}
	})
}

func TestSweepRemovesMoreThanOnePage(t *testing.T) {
	places(t, func(t *testing.T, db *database.DB, store objects.Store) {
		const many = 410
		for i := range many {
			if _, err := store.Put(context.Background(), fmt.Sprintf("many/%d", i), strings.NewReader("")); err != nil {
				t.Fatal(err)
			}
		}
		name(t, db, "named")
		n, err := storage.Sweep(context.Background(), db, store, award.Time(1<<50))
		if n != many || err != nil || len(left(t, store)) != 0 {
			t.Errorf("removed %d, left %d, %v", n, len(left(t, store)), err)
		}
	})
}

// An operator who starts the program on a new database beside the old store
// must not lose every attachment to the hour's tidying.
func TestSweepRemovesNothingBesideAnEmptyDatabase(t *testing.T) {
	places(t, func(t *testing.T, db *database.DB, store objects.Store) {
		if _, err := store.Put(context.Background(), "files/of-another-database", strings.NewReader("x")); err != nil {
			t.Fatal(err)
		}
		n, err := storage.Sweep(context.Background(), db, store, award.Time(1<<50))
		if n != 0 || err != nil || len(left(t, store)) != 1 {
			t.Errorf("removed %d, left %d, %v", n, len(left(t, store)), err)
		}
	})
}

// name stores a row that names an object.
func name(t *testing.T, db *database.DB, key string) {
	t.Helper()
	of := entry(t, db)
	err := db.Update(context.Background(), func(tx *database.Tx) error {
		return tx.AddAttachment(award.Attachment{ID: award.NewID(), Entry: of, Key: key})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func left(t *testing.T, store objects.Store) (keys []string) {
	t.Helper()
	err := store.List(context.Background(), func(o objects.Info) error {
		keys = append(keys, o.Key)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(keys)
	return keys
}

package main

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/storage/database"
)

func openStores(t *testing.T) (stores, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	kept, err := storeSettings{Data: dir}.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = kept.db.Close() })
	return kept, dir
}

func TestDemoIsTakenUpAgainWhereItWasLeft(t *testing.T) {
	kept, dir := openStores(t)
	c := demoCommand{Stage: demo.Submit, Data: dir}
	var said strings.Builder
	day, err := c.fill(t.Context(), kept, &said)
	if err != nil || day != demo.Day(demo.Submit) || !strings.Contains(said.String(), "made anew") {
		t.Fatalf("%v, %v: %s", day.Std(), err, said.String())
	}
	later := day.Add(5 * time.Hour)
	err = kept.db.Update(t.Context(), func(tx *database.Tx) error {
		return tx.Record(award.Event{At: later, Deed: award.DeedVisit, Kind: "edition", Subject: demo.ID("edition")})
	})
	if err != nil {
		t.Fatal(err)
	}
	if day, err = c.fill(t.Context(), kept, &said); err != nil || day != later || !strings.Contains(said.String(), "taken up again") {
		t.Errorf("%v, %v: %s", day.Std(), err, said.String())
	}
	c.Stage = demo.Judge
	if _, err := c.fill(t.Context(), kept, &said); err == nil || !strings.Contains(err.Error(), "--stage submit") {
		t.Errorf("another stage in the same folder: %v", err)
	}
}

func TestDemoRefusesARealEdition(t *testing.T) {
	kept, dir := openStores(t)
	err := kept.db.Update(t.Context(), func(tx *database.Tx) error {
		return tx.AddEdition(&award.Edition{ID: award.NewID(), Year: 2030, Name: "Real", Zone: "UTC"})
	})
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	c := demoCommand{Stage: demo.Judge, Data: dir}
	if _, err := c.fill(t.Context(), kept, &said); !errors.Is(err, demo.ErrReal) {
		t.Errorf("got %v", err)
	}
}

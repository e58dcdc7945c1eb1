package main

import (
	"bytes"
	"strings"
	"testing"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/storage/database"
)

// sealed fills records with an edition whose results are sealed.
func sealed(t *testing.T, stage demo.Stage) (storeSettings, stores, demo.Sample) {
	t.Helper()
	s := storeSettings{Data: t.TempDir()}
	kept, err := s.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = kept.db.Close() })
	sample, err := demo.Fill(t.Context(), kept.db, kept.objects, stage)
	if err != nil {
		t.Fatal(err)
	}
	return s, kept, sample
}

func TestRecountPrintsTheBytesThatWereSealed(t *testing.T) {
	s, kept, sample := sealed(t, demo.Ceremony)
	var want strings.Builder
	err := kept.db.View(t.Context(), func(tx *database.Tx) error {
		seals, err := tx.Seals(sample.Edition.ID)
		for _, c := range sample.Edition.Categories {
			want.WriteString(seals[c.Key].Doc + "\n")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	if err := (&recountCommand{storeSettings: s, Year: sample.Edition.Year}).Run(&got); err != nil {
		t.Fatal(err)
	}
	if got.String() != want.String() || got.Len() < 1000 {
		t.Errorf("got %d bytes, want %d", got.Len(), want.Len())
	}
}

func TestRecountNamesTheFirstDifference(t *testing.T) {
	s, kept, sample := sealed(t, demo.Ceremony)
	category := sample.Edition.Categories[0].Key
	err := kept.db.Update(t.Context(), func(tx *database.Tx) error {
		seal, err := tx.Seal(sample.Edition.ID, category)
		if err != nil {
			return err
		}
		seal.Inputs = strings.Replace(seal.Inputs, `"min_sheets":3`, `"min_sheets":4`, 1)
		if err := tx.RemoveSeal(sample.Edition.ID, category); err != nil {
			return err
		}
		return tx.AddSeal(award.Seal{
			Edition: seal.Edition, Category: category, Doc: seal.Doc, SHA256: seal.SHA256, Inputs: seal.Inputs,
			First: seal.First, FirstAt: seal.FirstAt, Second: seal.Second, SecondAt: seal.SecondAt,
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	err = (&recountCommand{storeSettings: s, Year: sample.Edition.Year, Check: true}).Run(&got)
	if err == nil || !strings.HasPrefix(err.Error(), category+`: least: sealed 3, computed 4`) {
		t.Errorf("got %v", err)
	}
	if strings.Contains(got.String(), category) {
		t.Errorf("%s is said to be as sealed", category)
	}
}

func TestRecountNeedsASealedResult(t *testing.T) {
	s, _, sample := sealed(t, demo.Judge)
	err := (&recountCommand{storeSettings: s, Year: sample.Edition.Year}).Run(&bytes.Buffer{})
	if err == nil || err.Error() != "no result of 2027 is sealed" {
		t.Errorf("got %v", err)
	}
	err = (&recountCommand{storeSettings: s, Year: 1999}).Run(&bytes.Buffer{})
	if err == nil || err.Error() != "there is no edition of 1999" {
		t.Errorf("got %v", err)
	}
}

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/office"
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

// twoHolders is a file with two people of the demo and the phrases of their keys.
func twoHolders(t *testing.T) holdersFile {
	t.Helper()
	path := filepath.Join(t.TempDir(), "holders.txt")
	if err := os.WriteFile(path, []byte("officer@example.org "+demo.Phrase+"\nchair@example.org "+demo.Phrase+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return holdersFile{path}
}

func TestRecountNeedsTwoPeopleWhileResultsAreSealed(t *testing.T) {
	s, _, sample := sealed(t, demo.Ceremony)
	err := (&recountCommand{storeSettings: s, Year: sample.Edition.Year}).Run(&bytes.Buffer{})
	if err == nil || !strings.Contains(err.Error(), "lie in sealed envelopes") {
		t.Errorf("got %v", err)
	}
	wrong := filepath.Join(t.TempDir(), "holders.txt")
	if err := os.WriteFile(wrong, []byte("officer@example.org "+demo.Phrase+"\nchair@example.org ABCD\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	err = (&recountCommand{storeSettings: s, holdersFile: holdersFile{wrong}, Year: sample.Edition.Year}).Run(&bytes.Buffer{})
	if err == nil || !strings.Contains(err.Error(), "line 2: this is not the phrase") {
		t.Errorf("got %v", err)
	}
}

func TestRecountPrintsTheBytesThatWereSealed(t *testing.T) {
	s, kept, sample := sealed(t, demo.Ceremony)
	both := twoHolders(t)
	if err := both.unseal(t.Context(), kept.db, office.New(kept.db, kept.objects, now), sample.Edition.Year); err != nil {
		t.Fatal(err)
	}
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
	if err := (&recountCommand{storeSettings: s, holdersFile: both, Year: sample.Edition.Year}).Run(&got); err != nil {
		t.Fatal(err)
	}
	if got.String() != want.String() || got.Len() < 1000 {
		t.Errorf("got %d bytes, want %d", got.Len(), want.Len())
	}
}

func TestRecountNamesTheFirstDifference(t *testing.T) {
	s, kept, sample := sealed(t, demo.Ceremony)
	category, both := sample.Edition.Categories[0].Key, twoHolders(t)
	err := both.unseal(t.Context(), kept.db, office.New(kept.db, kept.objects, now), sample.Edition.Year)
	if err != nil {
		t.Fatal(err)
	}
	err = kept.db.Update(t.Context(), func(tx *database.Tx) error {
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
	err = (&recountCommand{storeSettings: s, holdersFile: both, Year: sample.Edition.Year, Check: true}).Run(&got)
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

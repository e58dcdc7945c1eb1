package demo_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/storage/database"
	"we-gov.org/awards/storage/objects"
)

// filled is a demo of a stage in scratch stores.
type filled struct {
	t      testing.TB
	db     *database.DB
	store  *objects.Folder
	sample demo.Sample
}

func fill(t testing.TB, stage demo.Stage) *filled {
	t.Helper()
	dir := t.TempDir()
	db, err := database.Open(t.Context(), filepath.Join(dir, "wego.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	store, err := objects.OpenFolder(filepath.Join(dir, "objects"))
	if err != nil {
		t.Fatal(err)
	}
	sample, err := demo.Fill(t.Context(), db, store, stage)
	if err != nil {
		t.Fatal(err)
	}
	return &filled{t, db, store, sample}
}

func (f *filled) view(fn func(*database.Tx) error) {
	f.t.Helper()
	if err := f.db.View(context.Background(), fn); err != nil {
		f.t.Fatal(err)
	}
}

func (f *filled) entries() (all []award.Entry) {
	f.t.Helper()
	f.view(func(tx *database.Tx) (err error) {
		all, err = tx.Entries(f.sample.Edition.ID)
		return err
	})
	return all
}

func BenchmarkFill(b *testing.B) {
	for b.Loop() {
		fill(b, demo.Judge)
	}
}

func TestEveryStageFillsAndHoldsTogether(t *testing.T) {
	for _, stage := range demo.Stages {
		t.Run(string(stage), func(t *testing.T) {
			f := fill(t, stage)
			if faults := f.sample.Edition.Check(); len(faults) > 0 {
				t.Errorf("edition: %v", faults)
			}
			f.checkEntries(stage)
			f.checkSeats()
			held, last, err := demo.Held(t.Context(), f.db)
			if err != nil || held != stage || last > demo.Day(stage) {
				t.Errorf("Held = %q, %v, %v; the day is %v", held, last.Std(), err, demo.Day(stage).Std())
			}
		})
	}
}

func (f *filled) checkEntries(stage demo.Stage) {
	entries := f.entries()
	if len(entries) < 44 {
		f.t.Errorf("%d entries", len(entries))
	}
	states := map[award.EntryState]int{}
	for _, e := range entries {
		states[e.State]++
		f.view(func(tx *database.Tx) error {
			answers, err := tx.Answers(e.ID)
			if err != nil {
				return err
			}
			for _, q := range f.sample.Edition.Questions {
				value := answers[q.Key].Value
				faults := q.CheckValue(value)
				if e.State != award.EntryDraft {
					faults = q.CheckSend(value)
				}
				if len(faults) > 0 {
					f.t.Errorf("%s %s: %v", e.Reference, q.Key, faults)
				}
			}
			if e.State != award.EntryDraft && !strings.Contains(answers["summary"].Value, "invented city") {
				f.t.Errorf("%s does not say that it is invented", e.Reference)
			}
			city, err := tx.City(e.City)
			if err == nil && (!city.Sample || !strings.Contains(city.Source, "nvented")) {
				f.t.Errorf("%s does not say that it is invented", city.Name)
			}
			if e.Created > demo.Day(stage) || e.Sent > demo.Day(stage) {
				f.t.Errorf("%s is of the future", e.Reference)
			}
			return err
		})
	}
	f.t.Log(stage, demo.Day(stage).Std(), states)
}

func (f *filled) checkSeats() {
	f.view(func(tx *database.Tx) error {
		e := f.sample.Edition
		judges, err := tx.Judges(e.ID)
		if err != nil {
			return err
		}
		countries := map[string]bool{}
		byID := map[award.ID]award.Judge{}
		for _, j := range judges {
			countries[j.Countries[0]], byID[j.Person] = true, j
		}
		if len(judges) != 9 || len(countries) != 9 {
			f.t.Errorf("%d judges from %d countries", len(judges), len(countries))
		}
		seats, err := tx.Seats(e.ID, 1)
		if err != nil {
			return err
		}
		sheets, err := tx.Scoresheets(e.ID, 1)
		if err != nil {
			return err
		}
		conflicts, err := tx.Conflicts(e.ID)
		if err != nil {
			return err
		}
		done, panel := 0, map[award.ID]int{}
		for _, s := range seats {
			entry, err := tx.Entry(s.Entry)
			if err != nil {
				return err
			}
			city, err := tx.City(entry.City)
			if err != nil {
				return err
			}
			j := byID[s.Judge]
			tie := slices.ContainsFunc(conflicts, func(c award.Conflict) bool { return c.Judge == s.Judge && c.Entry == s.Entry })
			if s.State != award.SeatRecused && (slices.Contains(j.Countries, city.Country) || slices.Contains(j.Cities, city.ID) || tie) {
				f.t.Errorf("%s sits on %s of %s", j.Name, entry.Reference, city.Name)
			}
			if s.State.Counts() {
				done++
				panel[s.Entry]++
				if faults := sheets[s.ID].Check(e); len(faults) > 0 {
					f.t.Errorf("sheet: %v", faults)
				}
			} else if faults := sheets[s.ID].CheckScores(e); len(faults) > 0 {
				f.t.Errorf("part of a sheet: %v", faults)
			}
		}
		f.t.Logf("%d seats, %d done, %d entries", len(seats), done, len(panel))
		return nil
	})
}

func TestEveryObjectIsWhatItsRowSays(t *testing.T) {
	f := fill(t, demo.Judge)
	keys := map[string]bool{}
	for _, e := range f.entries() {
		f.view(func(tx *database.Tx) error {
			files, err := tx.Attachments(e.ID)
			for _, a := range files {
				f.checkObject(a)
				if keys[a.Key] || keys[a.Thumb] {
					t.Errorf("%s shares its object", a.Name)
				}
				keys[a.Key] = true
			}
			return err
		})
	}
}

func (f *filled) checkObject(a award.Attachment) {
	r, info, err := f.store.Open(f.t.Context(), a.Key, 0, -1)
	if err != nil {
		f.t.Fatal(err)
	}
	defer r.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, r); err != nil {
		f.t.Fatal(err)
	}
	if hex.EncodeToString(hash.Sum(nil)) != a.SHA256 || info.Size != a.Size {
		f.t.Errorf("%s: size or hash differ", a.Name)
	}
}

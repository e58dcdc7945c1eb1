package demo_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/intake"
	"we-gov.org/awards/internal/locale"
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

// scratch is the folder of the stages that tests share.
var scratch string

func TestMain(m *testing.M) {
	var err error
	if scratch, err = os.MkdirTemp("", "wego-demo-test-"); err != nil {
		log.Fatal(err)
	}
	code := m.Run()
	for _, f := range shared {
		_ = f.db.Close()
	}
	_ = os.RemoveAll(scratch)
	os.Exit(code)
}

var shared = map[demo.Stage]*filled{}

// stage returns a demo that tests share and only read.
func stage(t *testing.T, s demo.Stage) *filled {
	t.Helper()
	if shared[s] == nil {
		shared[s] = fillIn(t, filepath.Join(scratch, string(s)), s)
	}
	f := *shared[s]
	f.t = t
	return &f
}

// fill returns a demo of the test's own.
func fill(t testing.TB, s demo.Stage) *filled {
	t.Helper()
	f := fillIn(t, t.TempDir(), s)
	t.Cleanup(func() { _ = f.db.Close() })
	return f
}

func fillIn(t testing.TB, dir string, s demo.Stage) *filled {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	db, err := database.Open(t.Context(), filepath.Join(dir, "wego.db"))
	if err != nil {
		t.Fatal(err)
	}
	store, err := objects.OpenFolder(filepath.Join(dir, "objects"))
	if err != nil {
		t.Fatal(err)
	}
	sample, err := demo.Fill(t.Context(), db, store, s)
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
	for _, s := range demo.Stages {
		t.Run(string(s), func(t *testing.T) {
			f := stage(t, s)
			if faults := f.sample.Edition.Check(); len(faults) > 0 {
				t.Errorf("edition: %v", faults)
			}
			f.checkEntries(s)
			f.checkSeats()
			held, last, err := demo.Held(t.Context(), f.db)
			if err != nil || held != s || last > demo.Day(s) {
				t.Errorf("Held = %q, %v, %v; the day is %v", held, last.Std(), err, demo.Day(s).Std())
			}
		})
	}
}

func (f *filled) checkEntries(s demo.Stage) {
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
			if e.Created > demo.Day(s) || e.Sent > demo.Day(s) {
				f.t.Errorf("%s is of the future", e.Reference)
			}
			return err
		})
	}
	f.t.Log(s, demo.Day(s).Std(), states)
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
			tie := slices.ContainsFunc(conflicts, func(c award.Conflict) bool { return c.Judge == s.Judge && (c.Entry == s.Entry || c.City == city.ID) })
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
	f := stage(t, demo.Judge)
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

// contents is what two fillings must have in common: everything but what the
// database salts and the archive, whose IDs are its own.
func (f *filled) contents() map[string]any {
	all := map[string]any{}
	e := f.sample.Edition
	entries := f.entries()
	f.view(func(tx *database.Tx) error {
		for _, entry := range entries {
			answers, err := tx.Answers(entry.ID)
			if err != nil {
				return err
			}
			files, err := tx.Attachments(entry.ID)
			if err != nil {
				return err
			}
			sendings, err := tx.Sendings(entry.ID)
			if err != nil {
				return err
			}
			all["entry "+entry.Reference] = []any{entry, answers, files, sendings}
		}
		seats, err := tx.Seats(e.ID, 1)
		if err != nil {
			return err
		}
		sheets, err := tx.Scoresheets(e.ID, 1)
		if err != nil {
			return err
		}
		judges, err := tx.Judges(e.ID)
		if err != nil {
			return err
		}
		seals, err := tx.Seals(e.ID)
		for key, s := range seals { // what is encrypted never looks the same
			s.Envelope = ""
			seals[key] = s
		}
		all["judging"] = []any{seats, sheets, judges, seals}
		return err
	})
	all["people"] = f.sample.People
	return all
}

func TestFillIsTheSameEachTime(t *testing.T) {
	one, other := stage(t, demo.Ceremony).contents(), fill(t, demo.Ceremony).contents()
	for name, value := range one {
		if !reflect.DeepEqual(value, other[name]) {
			t.Errorf("%s differs between two fillings", name)
		}
	}
}

func TestEntriesOfACategoryDoNotReadAlike(t *testing.T) {
	f := stage(t, demo.Judge)
	seen := map[string]string{}
	for _, e := range f.entries() {
		f.view(func(tx *database.Tx) error {
			answers, err := tx.Answers(e.ID)
			for key, a := range answers {
				q, _ := f.sample.Edition.Question(key)
				if q.Kind != award.LongText {
					continue
				}
				for i, paragraph := range strings.Split(a.Value, "\n\n") {
					place := e.Category + key + paragraph
					if before := seen[place]; before != "" && before != e.Reference {
						t.Errorf("%s and %s share paragraph %d of %s", before, e.Reference, i+1, key)
					}
					seen[place] = e.Reference
				}
			}
			return err
		})
	}
}

func TestTwoCitiesHaveTwoEntries(t *testing.T) {
	of := map[award.ID]int{}
	for _, e := range stage(t, demo.Submit).entries() {
		of[e.City]++
	}
	twice := 0
	for _, n := range of {
		if n == 2 {
			twice++
		} else if n > 2 {
			t.Errorf("a city has %d entries", n)
		}
	}
	if twice != 2 {
		t.Errorf("%d cities have two entries", twice)
	}
}

func TestEveryRoleHasPeople(t *testing.T) {
	f := stage(t, demo.Ceremony)
	of := map[award.Role]int{}
	for _, p := range f.sample.People {
		of[p.Role]++
		if !strings.HasSuffix(p.Person.Email, "@example.org") {
			t.Errorf("%s has the address %s", p.Person.Name, p.Person.Email)
		}
		for _, language := range []string{"en", "ko"} {
			if told := p.Told(locale.Must(language)); strings.Contains(told, "demo.note") {
				t.Errorf("%s: %s has no words for %s", language, p.Person.Name, p.Note)
			}
		}
	}
	for _, r := range award.Roles {
		if of[r] == 0 {
			t.Errorf("nobody has the role %s", r)
		}
	}
}

func TestDocumentsAreRealPDFs(t *testing.T) {
	f := stage(t, demo.Submit)
	for _, e := range f.entries() {
		f.view(func(tx *database.Tx) error {
			files, err := tx.Attachments(e.ID)
			for _, a := range files {
				if a.Media == "application/pdf" {
					f.checkPDF(a)
				}
			}
			return err
		})
	}
}

// checkPDF follows the table of a PDF to each of its objects and counts pages.
func (f *filled) checkPDF(a award.Attachment) {
	r, _, err := f.store.Open(f.t.Context(), a.Key, 0, -1)
	if err != nil {
		f.t.Fatal(err)
	}
	defer r.Close()
	body, err := io.ReadAll(r)
	if err != nil {
		f.t.Fatal(err)
	}
	text := string(body)
	var start, count int
	if _, err := fmt.Sscanf(text[strings.LastIndex(text, "startxref"):], "startxref\n%d", &start); err != nil {
		f.t.Fatal(err)
	}
	if _, err := fmt.Sscanf(text[start:], "xref\n0 %d", &count); err != nil {
		f.t.Fatal(err)
	}
	for i, line := range strings.Split(text[start:], "\n")[3 : 2+count] {
		var at int
		if _, err := fmt.Sscanf(line, "%d", &at); err != nil || !strings.HasPrefix(text[at:], fmt.Sprintf("%d 0 obj", i+1)) {
			f.t.Errorf("%s: object %d is not at %d", a.Name, i+1, at)
		}
	}
	if pages := strings.Count(text, "/Type /Page "); pages != a.Pages || pages < 2 {
		f.t.Errorf("%s has %d pages, its row says %d", a.Name, pages, a.Pages)
	}
	if !strings.Contains(text, "(SAMPLE) Tj") {
		f.t.Errorf("%s does not say that it is a sample", a.Name)
	}
}

func TestSentEntriesPassTheCheckThatSendingMakes(t *testing.T) {
	f := stage(t, demo.Screen)
	desk := intake.New(f.db, f.store, func() award.Time { return demo.Day(demo.Screen) })
	for _, e := range f.entries() {
		if e.State == award.EntryDraft {
			continue
		}
		var actor award.Actor
		f.view(func(tx *database.Tx) (err error) {
			actor, err = tx.Actor(e.CreatedBy)
			return err
		})
		o, err := desk.Read(t.Context(), actor, e.Reference)
		if err != nil {
			t.Fatal(err)
		}
		if gaps := o.Gaps(); len(gaps) > 0 {
			t.Errorf("%s has gaps: %+v", e.Reference, gaps)
		}
		_, sum, err := o.Document().Canonical()
		f.view(func(tx *database.Tx) error {
			if s, lost := tx.LastSending(e.ID); lost != nil || s.SHA256 != sum {
				t.Errorf("%s: what is kept of its sending is not what sending would keep (%v, %v)", e.Reference, lost, err)
			}
			return nil
		})
	}
}

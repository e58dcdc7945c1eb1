package intake_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash/crc32"
	"testing"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/intake"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/storage/database"
)

// desk is the activity on a site of the demo's time for entries, with the
// entries of it that these tests know.
type desk struct {
	*intake.Desk
	*testkit.Platform
	t *testing.T
}

// Entries of the demo: one that is complete, one that lacks the declarations
// only, one that is hardly begun.
const (
	complete = "2027-0035" // of Kitamori
	nearly   = "2027-0043" // of Haneul, which has sent one already
	begun    = "2027-0040" // of Port Oriel
)

func open(t *testing.T) desk {
	t.Helper()
	s := testkit.Site(t, demo.Submit)
	return desk{s.Parts.Intake, s, t}
}

// as returns somebody with everything that gives them rights.
func (d desk) as(who string) award.Actor {
	d.t.Helper()
	a, err := d.Parts.Account.Actor(context.Background(), d.Person(who).ID)
	if err != nil {
		d.t.Fatal(err)
	}
	return a
}

func (d desk) read(who, ref string) *intake.Dossier {
	d.t.Helper()
	o, err := d.Desk.Read(context.Background(), d.as(who), ref)
	if err != nil {
		d.t.Fatal(err)
	}
	return o
}

// closes is when entries close.
func (d desk) closes() award.Time {
	stage, _ := d.Sample.Edition.Stage(award.StageSubmit)
	return stage.Closes
}

func (d desk) events(subject award.ID, deed award.Deed) (n int) {
	d.View(func(tx *database.Tx) error {
		all, err := tx.EventsOf(subject)
		for _, e := range all {
			if e.Deed == deed {
				n++
			}
		}
		return err
	})
	return n
}

func want(t *testing.T, err, kind error) {
	t.Helper()
	if !errors.Is(err, kind) {
		t.Fatalf("got error %v, want %v", err, kind)
	}
}

// refused fails the test unless err is a refusal with a sentence.
func refused(t *testing.T, err error, key string) {
	t.Helper()
	var r *award.Refusal
	if !errors.As(err, &r) || r.Key != key {
		t.Fatalf("got error %v, want the refusal %s", err, key)
	}
}

// faulty fails the test unless err holds a fault of a field.
func faulty(t *testing.T, err error, field, key string) {
	t.Helper()
	var wrong award.Invalid
	if !errors.As(err, &wrong) || wrong[field].Key != key {
		t.Fatalf("got error %v, want %s of %s", err, key, field)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func crcOf(b []byte) uint32 { return crc32.ChecksumIEEE(b) }

func hashOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

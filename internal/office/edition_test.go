package office_test

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo/data"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/storage/database"
	"we-gov.org/awards/storage/objects"
)

// bureau is an office on a scratch database.
type bureau struct {
	*office.Desk
	db  *database.DB
	now award.Time
	t   *testing.T
}

func newBureau(t *testing.T) *bureau {
	t.Helper()
	dir := t.TempDir()
	db, err := database.Open(context.Background(), filepath.Join(dir, "wego.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	store, err := objects.OpenFolder(filepath.Join(dir, "objects"))
	if err != nil {
		t.Fatal(err)
	}
	b := &bureau{db: db, t: t, now: seoul2027.Ceremony - 300*24*60*60*1000} // entries are open
	b.Desk = office.New(db, store, func() award.Time { return b.now })
	return b
}

func (b *bureau) importEdition(file []byte, reason string) (office.Imported, error) {
	return b.ImportEdition(context.Background(), award.Operator(), bytes.NewReader(file), office.Defaults{Zone: seoul2027.Zone}, reason)
}

func (b *bureau) export() []byte {
	b.t.Helper()
	var out bytes.Buffer
	if err := b.ExportEdition(context.Background(), award.Operator(), 2027, &out); err != nil {
		b.t.Fatal(err)
	}
	return out.Bytes()
}

func (b *bureau) events() []award.Event {
	b.t.Helper()
	var all []award.Event
	err := b.db.View(context.Background(), func(tx *database.Tx) (err error) {
		all, err = tx.EventsBefore(0, 100)
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return all
}

// begun is an office with the recommended edition.
func begun(t *testing.T) *bureau {
	t.Helper()
	b := newBureau(t)
	done, err := b.ImportEdition(context.Background(), award.Operator(), bytes.NewReader(data.Edition), seoul2027, "")
	if err != nil || !done.New || done.Edition.ID == "" {
		t.Fatalf("%+v, %v", done, err)
	}
	return b
}

func TestAnEditionGoesOutAndInUnchanged(t *testing.T) {
	b := begun(t)
	first := b.export()
	done, err := b.importEdition(first, "")
	if err != nil || done.New || done.Changed {
		t.Errorf("%+v, %v", done, err)
	}
	if !bytes.Equal(first, b.export()) || len(b.events()) != 1 {
		t.Errorf("something changed: %d events", len(b.events()))
	}
}

func TestTranslationsGoOutAndInWithTheEdition(t *testing.T) {
	b := begun(t)
	first := b.export()
	if !bytes.Contains(first, []byte(`"Innovation": "혁신성"`)) || !bytes.Contains(first, []byte(`"Innovation": "الابتكار"`)) {
		t.Fatal("the export lacks the translations")
	}
	mended := bytes.Replace(first, []byte(`"Innovation": "혁신성"`), []byte(`"Innovation": "새로움"`), 1)
	if done, err := b.importEdition(mended, ""); err != nil || !done.Changed {
		t.Fatalf("%+v, %v", done, err)
	}
	if !bytes.Equal(mended, b.export()) {
		t.Error("a mended translation does not come out as it went in")
	}
	want := `{"changed":[{"path":"translations.ko.Innovation","from":"혁신성","to":"새로움"}],"part":"import"}`
	if e := b.events()[0]; e.Deed != award.DeedEditEdition || e.Detail != want {
		t.Errorf("recorded: %s", e.Detail)
	}
	lost := bytes.Replace(first, []byte(`"Innovation": "혁신성"`), []byte(`"Invention": "혁신성"`), 1)
	var row *award.RowError
	if _, err := b.importEdition(lost, ""); !errors.As(err, &row) || !strings.Contains(row.Reason, "Invention") {
		t.Errorf("a translation of no text: %v", err)
	}
}

func TestTheRecommendedEditionIsTranslatedWhole(t *testing.T) {
	e := defaultEdition(t)
	for _, l := range locale.Languages() {
		for _, part := range award.TextParts {
			if n := e.Untranslated(l.Code, part); n > 0 && l.Code != e.EntryLanguage {
				t.Errorf("%s: %d texts of %s are missing", l.Code, n, part)
			}
		}
	}
	if said, _ := e.Text(e.Name, "ko"); said != "WeGO 어워즈 2027" {
		t.Errorf("its name: %q", said)
	}
}

func TestAnImportedChangeIsRecordedWithItsReason(t *testing.T) {
	b := begun(t)
	file := bytes.Replace(b.export(), []byte(`"weight": 15`), []byte(`"weight": 10`), 1)
	file = bytes.Replace(file, []byte(`"weight": 20`), []byte(`"weight": 25`), 1)
	done, err := b.importEdition(file, "The jury asked")
	if err != nil || !done.Changed {
		t.Fatalf("%+v, %v", done, err)
	}
	e := b.events()[0]
	want := `{"changed":[{"path":"criteria.innovation.weight","from":20,"to":25},{"path":"criteria.need.weight","from":15,"to":10}],"part":"import","reason":"The jury asked"}`
	if e.Deed != award.DeedEditEdition || e.Actor != award.OperatorID || e.Subject != done.Edition.ID || e.Detail != want {
		t.Errorf("%+v", e)
	}
}

func TestAnImportCannotChangeWhatIsFrozen(t *testing.T) {
	b := begun(t)
	first := b.export()
	file := bytes.Replace(first, []byte(`"closes": "2027-02-16T18`), []byte(`"closes": "2027-02-10T18`), 1)
	var refusal *award.Refusal
	if _, err := b.importEdition(file, "In a hurry"); !errors.As(err, &refusal) || refusal.Key != "edition.frozen.deadline_earlier" {
		t.Errorf("an earlier deadline: %v", err)
	}
	file = bytes.Replace(first, []byte(`"closes": "2027-02-16T18`), []byte(`"closes": "2027-02-18T18`), 1)
	if _, err := b.importEdition(file, ""); err == nil || !strings.Contains(err.Error(), "edition.fault.reason") {
		t.Errorf("a later deadline without a reason: %v", err)
	}
	if !bytes.Equal(first, b.export()) || len(b.events()) != 1 {
		t.Error("something was kept")
	}
}

func TestOnlyTheSecretariatTakesAnEditionInOrOut(t *testing.T) {
	b := begun(t)
	judge := award.Actor{Person: award.Person{ID: award.NewID()}, Roles: []award.Role{award.RoleJudge}}
	if _, err := b.ImportEdition(context.Background(), judge, bytes.NewReader(data.Edition), seoul2027, ""); !errors.Is(err, award.ErrNotFound) {
		t.Errorf("in: %v", err)
	}
	if err := b.ExportEdition(context.Background(), judge, 2027, &bytes.Buffer{}); !errors.Is(err, award.ErrNotFound) {
		t.Errorf("out: %v", err)
	}
}

package office_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/storage/database"
)

// all returns the references of every page of a list.
func all(t *testing.T, d *office.Desk, a award.Actor, f office.EntryFilter) []string {
	t.Helper()
	var refs []string
	for f.Page = 1; ; f.Page++ {
		list, err := d.Entries(ctx, a, year, f)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range list.Lines {
			refs = append(refs, l.Reference)
		}
		if f.Page >= list.Pages {
			if len(refs) != list.Found {
				t.Errorf("%d rows on the pages, %d found", len(refs), list.Found)
			}
			slices.Sort(refs)
			return refs
		}
	}
}

// chairTied is the chair with a conflict with the first accepted entry.
func chairTied(t *testing.T, s *testkit.Platform) (award.Actor, string) {
	t.Helper()
	chair := actor(t, s, "chair")
	ref := first(t, s, award.EntryAccepted)
	e := entryOf(s, ref)
	s.Update(func(tx *database.Tx) error {
		return tx.AddConflict(award.Conflict{ID: award.NewID(), Edition: e.Edition, Judge: chair.Person.ID, Entry: e.ID, Reason: "cousin", At: s.Clock.Now(), By: chair.Person.ID})
	})
	return chair, ref
}

// What a person may see is what a filter leaves together with what it takes
// away: counts and filters tell nothing of the rest.
func TestFiltersDivideWhatAPersonMaySee(t *testing.T) {
	s, d := at(t, demo.Screen)
	chair, barred := chairTied(t, s)
	for _, who := range []award.Actor{actor(t, s, "officer"), chair} {
		visible := all(t, d, who, office.EntryFilter{})
		list, err := d.Entries(ctx, who, year, office.EntryFilter{})
		if err != nil || list.All != len(visible) {
			t.Fatalf("%d of %d, %v", list.All, len(visible), err)
		}
		for _, facet := range office.Facets {
			var parts []string
			total := 0
			for _, c := range list.Facets[facet] {
				part := all(t, d, who, office.EntryFilter{Facets: map[string][]string{facet: {c.Value}}})
				if len(part) != c.Count {
					t.Errorf("%s=%s counts %d and shows %d", facet, c.Value, c.Count, len(part))
				}
				parts, total = append(parts, part...), total+c.Count
			}
			if slices.Sort(parts); !slices.Equal(parts, visible) || total != len(visible) {
				t.Errorf("%s: the values together show %d of %d entries", facet, total, len(visible))
			}
		}
		for _, text := range []string{"2027", "a", barred, "zzz"} {
			for _, ref := range all(t, d, who, office.EntryFilter{Text: text}) {
				if !slices.Contains(visible, ref) {
					t.Errorf("the search for %q finds %s, which is hidden", text, ref)
				}
			}
		}
	}
	if slices.Contains(all(t, d, chair, office.EntryFilter{Text: barred}), barred) {
		t.Error("the chair finds an entry that they are tied to")
	}
	if _, err := d.File(ctx, chair, year, barred); !errors.Is(err, award.ErrNotFound) {
		t.Errorf("the chair opens an entry that they are tied to: %v", err)
	}
}

func TestSortingChangesOnlyTheOrder(t *testing.T) {
	s, d := at(t, demo.Screen)
	officer := actor(t, s, "officer")
	visible := all(t, d, officer, office.EntryFilter{})
	for _, column := range append(office.SortColumns, "", "nonsense") {
		for _, sign := range []string{"", "-"} {
			if got := all(t, d, officer, office.EntryFilter{Sort: sign + column}); !slices.Equal(got, visible) {
				t.Errorf("sorted by %s%s the list has %d of %d entries", sign, column, len(got), len(visible))
			}
		}
	}
}

func TestADraftsTextIsItsCitysOwn(t *testing.T) {
	s, d := at(t, demo.Screen)
	officer, chair := actor(t, s, "officer"), actor(t, s, "chair")
	ref := first(t, s, award.EntryDraft)
	f, err := d.File(ctx, officer, year, ref)
	if err != nil || f.Shown || len(f.Answers) > 0 || len(f.Attachments) > 0 || f.Needed == 0 {
		t.Errorf("shown %v, %d answers, %d files, %v", f.Shown, len(f.Answers), len(f.Attachments), err)
	}
	if _, err := d.File(ctx, chair, year, ref); !errors.Is(err, award.ErrNotFound) {
		t.Errorf("the chair sees a draft: %v", err)
	}
	sent, err := d.File(ctx, officer, year, first(t, s, award.EntrySent))
	if err != nil || !sent.Shown || len(sent.Answers) == 0 || len(sent.Attachments) == 0 {
		t.Errorf("a sent entry: shown %v, %d answers, %d files, %v", sent.Shown, len(sent.Answers), len(sent.Attachments), err)
	}
}

// What a city changes after sending shows when it is sent again, not before.
func TestTheDeskReadsAnEntryAsItWasSent(t *testing.T) {
	s, d := at(t, demo.Screen)
	officer := actor(t, s, "officer")
	ref := first(t, s, award.EntryReturned)
	e := entryOf(s, ref)
	s.Update(func(tx *database.Tx) error {
		a, err := tx.Answer(e.ID, "summary")
		if err != nil {
			return err
		}
		a.Value, a.Changed, a.By = "Not sent yet.", s.Clock.Now(), e.CreatedBy
		return tx.SaveAnswer(&a)
	})
	f, err := d.File(ctx, officer, year, ref)
	if err != nil || f.Answers["summary"] == "" || f.Answers["summary"] == "Not sent yet." {
		t.Errorf("summary %q, %v", f.Answers["summary"], err)
	}
}

func TestTheHistoryTellsNothingOfJudging(t *testing.T) {
	s, d := at(t, demo.Judge)
	officer := actor(t, s, "officer")
	ref := first(t, s, award.EntryAccepted)
	e := entryOf(s, ref)
	s.Update(func(tx *database.Tx) error {
		for _, deed := range []award.Deed{award.DeedScore, award.DeedRecuse, award.DeedDecide} {
			if err := tx.Record(award.Event{At: s.Clock.Now(), Actor: s.Person("judge").ID, Deed: deed, Kind: "entry", Subject: e.ID, Edition: e.Edition}); err != nil {
				return err
			}
		}
		return nil
	})
	f, err := d.File(ctx, officer, year, ref)
	if err != nil {
		t.Fatal(err)
	}
	for _, ev := range f.Events {
		if !strings.HasPrefix(string(ev.Deed), "entry.") {
			t.Errorf("the history tells %s", ev.Deed)
		}
	}
}

// A title that a table program would run as a formula must arrive as text.
func TestExportedCellsAreNeverFormulas(t *testing.T) {
	s, d := at(t, demo.Screen)
	officer := actor(t, s, "officer")
	ref := first(t, s, award.EntrySent)
	const evil = `=HYPERLINK("http://evil.example";"see")`
	s.Update(func(tx *database.Tx) error {
		e, err := tx.EntryRef(ref)
		if err != nil {
			return err
		}
		e.Title = evil
		return tx.SaveEntry(&e)
	})
	for _, cell := range []string{"=1", "+1", "-1", "@a", "\t=1", " =1", "\r=1", "＝1"} {
		if office.Safe(cell) != "'"+cell {
			t.Errorf("%q is written as %q", cell, office.Safe(cell))
		}
	}
	for _, cell := range []string{"", "a=1", "2027-0001", "대구"} {
		if office.Safe(cell) != cell {
			t.Errorf("%q is written as %q", cell, office.Safe(cell))
		}
	}
	table, err := d.EntryTable(ctx, officer, year, office.EntryFilter{}, true)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := table.CSV(&b, nil); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.String(), "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 1+len(all(t, d, officer, office.EntryFilter{})) {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	checkCells(t, rows, evil)
	b.Reset()
	if err := table.XLSX(&b, locale.Must("ko")); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := book.GetRows(book.GetSheetName(0))
	if err != nil || len(sheet) != len(rows) {
		t.Fatalf("%d rows, %v", len(sheet), err)
	}
	checkCells(t, sheet, evil)
	if about, err := book.GetRows(book.GetSheetName(1)); err != nil || len(about) != len(rows[0]) {
		t.Errorf("%d columns are explained, %v", len(about), err)
	}
}

func checkCells(t *testing.T, rows [][]string, evil string) {
	t.Helper()
	found := false
	for _, row := range rows {
		for _, cell := range row {
			found = found || cell == "'"+evil
			if cell != "" && strings.ContainsRune("=+-@\t", rune(cell[0])) {
				t.Errorf("a cell begins with %q", cell[:1])
			}
		}
	}
	if !found {
		t.Error("the title is not in the file")
	}
}

func TestExportsHoldNoTextOfDrafts(t *testing.T) {
	s, d := at(t, demo.Screen)
	table, err := d.EntryTable(ctx, actor(t, s, "officer"), year, office.EntryFilter{Facets: map[string][]string{office.FacetState: {"draft"}}}, true)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := table.CSV(&b, nil); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.String(), "\ufeff"))).ReadAll()
	if err != nil || len(rows) < 2 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for i, head := range rows[0] {
		if strings.HasPrefix(head, "answer_") && rows[1][i] != "" {
			t.Errorf("%s of a draft is in the file", head)
		}
	}
	if _, err := d.EntryTable(ctx, actor(t, s, "chair"), year, office.EntryFilter{}, false); !errors.Is(err, award.ErrNotFound) {
		t.Errorf("the chair may export: %v", err)
	}
}

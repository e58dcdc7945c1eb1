package library_test

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo/data"
	"we-gov.org/awards/internal/library"
	"we-gov.org/awards/storage/database"
	"we-gov.org/awards/storage/objects"
)

// shelf is a library on a scratch database.
type shelf struct {
	*library.Desk
	db *database.DB
	t  *testing.T
}

func newShelf(t *testing.T) shelf {
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
	return shelf{library.New(db, store, func() award.Time { return 1_800_000_000_000 }), db, t}
}

func (s shelf) practices() (all []award.Practice) {
	s.t.Helper()
	err := s.db.View(context.Background(), func(tx *database.Tx) (err error) {
		all, err = tx.Practices()
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return all
}

func (s shelf) cities() (all []award.City) {
	s.t.Helper()
	err := s.db.View(context.Background(), func(tx *database.Tx) (err error) {
		all, err = tx.Cities()
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return all
}

func (s shelf) events() int {
	s.t.Helper()
	var n int
	err := s.db.View(context.Background(), func(tx *database.Tx) error {
		all, err := tx.EventsBefore(0, 1000)
		n = len(all)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return n
}

func (s shelf) archive(file string) (library.Report, error) {
	return s.ImportArchive(context.Background(), award.Operator(), strings.NewReader(file))
}

func (s shelf) members(file string) (library.Report, error) {
	return s.ImportCities(context.Background(), award.Operator(), strings.NewReader(file))
}

func TestTheKnownWinnersAreReadWhole(t *testing.T) {
	s := newShelf(t)
	report, err := s.archive(string(data.Winners))
	if err != nil || report != (library.Report{New: 26}) {
		t.Fatalf("%+v, %v", report, err)
	}
	all := s.practices()
	i := slices.IndexFunc(all, func(p award.Practice) bool { return p.Slug == "taipei-services-2014" })
	if len(all) != 26 || i < 0 {
		t.Fatalf("%d practices, Taipei at %d", len(all), i)
	}
	p := all[i]
	if p.Edition != "2nd WeGO Awards" || p.Year != 2014 || p.Ceremony != "Chengdu" || p.CategoryKey != "services" || p.PrizeRank != 1 ||
		p.Title != "" || p.Summary == "" || p.Region != "asia" || strings.Count(p.Sources, "\n") != 1 || p.Sample || p.Entry != "" {
		t.Errorf("%+v", p)
	}
}

func TestAnUnknownPrizeHasNoRank(t *testing.T) {
	s := newShelf(t)
	if _, err := s.archive(string(data.Winners)); err != nil {
		t.Fatal(err)
	}
	ranks := map[string]int{}
	for _, p := range s.practices() {
		ranks[p.Prize] = p.PrizeRank
	}
	want := map[string]int{
		"": 0, "Best e-Government Prize": 1, "Outstanding e-Government Prize": 2, "Gold": 1, "Silver": 2,
		"Special Mention": 3, "Third place": 3, "Gold or Silver (which: not established)": 0,
	}
	for prize, rank := range want {
		if got, there := ranks[prize]; !there || got != rank {
			t.Errorf("%q: rank %d", prize, got)
		}
	}
}

func TestTheSameFileAgainChangesNothing(t *testing.T) {
	s := newShelf(t)
	for i, want := range []library.Report{{New: 26}, {Same: 26}} {
		if got, err := s.archive(string(data.Winners)); err != nil || got != want {
			t.Errorf("import %d: %+v, %v", i, got, err)
		}
	}
	cities := bytes.Count(data.Members, []byte("\n"))
	if data.Members[len(data.Members)-1] == '\n' {
		cities--
	}
	first, err := s.members(string(data.Members))
	if err != nil || first.New+first.Changed != cities {
		t.Errorf("members: %+v of %d, %v", first, cities, err)
	}
	before := s.events()
	again, err := s.members(string(data.Members))
	if err != nil || again != (library.Report{Same: cities}) {
		t.Errorf("members again: %+v, %v", again, err)
	}
	if third, err := s.archive(string(data.Winners)); err != nil || third.New != 0 {
		t.Errorf("winners after members: %+v, %v", third, err)
	}
	if fourth, err := s.archive(string(data.Winners)); err != nil || fourth != (library.Report{Same: 26}) {
		t.Errorf("winners again: %+v, %v", fourth, err)
	}
	if again := s.events(); again < before {
		t.Errorf("events: %d, then %d", before, again)
	}
}

const header = "edition,year,ceremony_city,category,prize,city,country_iso2,project,summary,source_url\n"

func TestACorrectedRowChangesItsPractice(t *testing.T) {
	s := newShelf(t)
	if _, err := s.archive(header + "1st,2012,X,Services,,Surrey,CA,,,\n"); err != nil {
		t.Fatal(err)
	}
	got, err := s.archive(header + "1st,2012,X,Services,Gold,Surrey,CA,Inspections,,https://a.org/\n")
	if err != nil || got != (library.Report{Changed: 1}) {
		t.Fatalf("%+v, %v", got, err)
	}
	if all := s.practices(); len(all) != 1 || all[0].Title != "Inspections" || all[0].PrizeRank != 1 || all[0].Version != 2 {
		t.Errorf("%+v", all)
	}
}

func TestTwoWinnersOfOneCityInOneCategoryKeepTheirOwnAddresses(t *testing.T) {
	s := newShelf(t)
	file := header + "1st,2012,X,Services,,Surrey,CA,One,,\n1st,2012,X,Services,,Surrey,CA,Two,,\n"
	for _, want := range []library.Report{{New: 2}, {Same: 2}} {
		if got, err := s.archive(file); err != nil || got != want {
			t.Errorf("%+v, %v", got, err)
		}
	}
	if got, err := s.archive(header + "1st,2012,X,Services,,Surrey,CA,Two,,\n"); err != nil || got != (library.Report{Same: 1}) {
		t.Errorf("the second alone: %+v, %v", got, err)
	}
}

func TestCitiesOfOneNameInTwoCountriesKeepTheirOwnAddresses(t *testing.T) {
	s := newShelf(t)
	if _, err := s.members("city,country_iso2,region,membership,source_url\nSurrey,CA,Americas,,\nSurrey,GB,,,\n상주,KR,,,\n"); err != nil {
		t.Fatal(err)
	}
	var slugs []string
	for _, c := range s.cities() {
		slugs = append(slugs, c.Slug+" "+c.Region)
	}
	slices.Sort(slugs)
	if got := strings.Join(slugs, ", "); got != "kr asia, surrey americas, surrey-gb europe" {
		t.Error(got)
	}
}

func TestABadRowOfTheArchiveIsRefusedAndNothingIsKept(t *testing.T) {
	const good = "1st,2012,Barcelona,Services,Gold,Surrey,CA,Inspections,Words,https://a.org/\n"
	for name, c := range map[string]struct{ file, want string }{
		"empty file":      {"", "line 1, column 1: the file is empty"},
		"wrong header":    {"edition,yeer\n", `line 1, column 9: column "year" expected, "yeer" found`},
		"short header":    {"edition,year\n", `line 1, column 1: column "ceremony_city" is missing: the first line must be ` + strings.TrimSpace(header)},
		"long header":     {strings.TrimSpace(header) + ",x\n", `line 1, column 88: unknown column "x"`},
		"unknown country": {header + good + "1st,2012,Barcelona,Services,Gold,Vienna,XX,,,\n", `line 3, column 41 (country_iso2): unknown country code "XX": two capital letters of ISO 3166-1 are expected, such as KR`},
		"bad year":        {header + good + "1st,MMXII,Barcelona,Services,Gold,Vienna,AT,,,\n", `line 3, column 5 (year): a year expected, "MMXII" found`},
		"missing city":    {header + good + "1st,2012,Barcelona,Services,Gold,,AT,,,\n", "line 3, column 34 (city): city is missing"},
		"missing edition": {header + good + ",2012,Barcelona,Services,Gold,Vienna,AT,,,\n", "line 3, column 1 (edition): edition is missing"},
		"bad address":     {header + good + "1st,2012,B,S,Gold,Vienna,AT,,,https://a.org/ ; javascript:alert(1)\n", `line 3, column 31 (source_url): not a web address: "javascript:alert(1)"`},
		"too few cells":   {header + good + "1st,2012\n", "line 3, column 5: 10 cells expected, 2 found"},
		"bare quote":      {header + good + "1st,2012,B,S,Gold,Vie\"nna,AT,,,\n", `line 3, column 22: not CSV: bare " in non-quoted-field`},
		"not UTF-8":       {header + good + "1st,2012,B,S,Gold,S\xe3o Paulo,BR,,,\n", "line 3, column 20: not valid UTF-8"},
		"zero byte":       {header + good + "1st,2012,B,S,Gold,Vienna\x00,AT,,,\n", "line 3, column 25: control character U+0000"},
		"twice":           {header + good + good, "line 3, column 1: the same winner stands on line 2"},
		"too long":        {header + good + "1st,2012,B,S,Gold," + strings.Repeat("a", 301) + ",AT,,,\n", "line 3, column 19 (city): 301 letters, at most 300 are taken"},
	} {
		s := newShelf(t)
		report, err := s.archive(c.file)
		var row *award.RowError
		if !errors.As(err, &row) || err.Error() != c.want || report != (library.Report{}) {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
		if len(s.practices())+len(s.cities())+s.events() != 0 {
			t.Errorf("%s: something was kept", name)
		}
	}
}

func TestABadRowOfTheCitiesIsRefusedAndNothingIsKept(t *testing.T) {
	const header = "city,country_iso2,region,membership,source_url\n"
	for file, want := range map[string]string{
		header + "Agra,IN,Asia,,\nAgra,IN,Asia,,\n":        "line 3, column 1: the same city stands on line 2",
		header + "Agra,IN,Asia,,\nOslo,NO,Norden,,\n":      `line 3, column 9 (region): unknown region "Norden": Africa, Americas, Asia, Europe, Middle East or Oceania is expected`,
		header + "Agra,IN,Asia,,\n,NO,Europe,,\n":          "line 3, column 1 (city): city is missing",
		header + "Agra,IN,Asia,,\nOslo,NO,Europe,,www.x\n": `line 3, column 17 (source_url): not a web address: "www.x"`,
	} {
		s := newShelf(t)
		if _, err := s.members(file); err == nil || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
		if len(s.cities())+s.events() != 0 {
			t.Error("something was kept")
		}
	}
}

func TestAFileOfASpreadsheetIsRead(t *testing.T) {
	s := newShelf(t)
	file := "\ufeff" + strings.ReplaceAll(header+"1st,2012,X,Services,,Surrey,CA,\"One\nline\",,\n", "\n", "\r\n")
	if report, err := s.archive(file); err != nil || report.New != 1 {
		t.Errorf("%+v, %v", report, err)
	}
}

func TestOnlyTheSecretariatImports(t *testing.T) {
	s := newShelf(t)
	judge := award.Actor{Person: award.Person{ID: award.NewID()}, Roles: []award.Role{award.RoleJudge}}
	if _, err := s.ImportArchive(context.Background(), judge, bytes.NewReader(data.Winners)); !errors.Is(err, award.ErrNotFound) {
		t.Errorf("archive: %v", err)
	}
	if _, err := s.ImportCities(context.Background(), award.Actor{}, bytes.NewReader(data.Members)); !errors.Is(err, award.ErrSignIn) {
		t.Errorf("cities: %v", err)
	}
}

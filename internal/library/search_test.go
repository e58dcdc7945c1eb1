package library_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo/data"
	"we-gov.org/awards/internal/library"
	"we-gov.org/awards/storage/database"
	"we-gov.org/awards/storage/objects"
)

// room is a library with the real archive under a clock that the test moves.
type room struct {
	*library.Desk
	db    *database.DB
	store objects.Store
	path  string
	now   award.Time
	t     testing.TB
}

func newRoom(t testing.TB, archive bool) *room {
	t.Helper()
	path := filepath.Join(t.TempDir(), "wego.db")
	db, err := database.Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	store, err := objects.OpenFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	r := &room{db: db, store: store, path: path, now: 1_800_000_000_000, t: t}
	r.Desk = library.New(db, store, func() award.Time { return r.now })
	if archive {
		if _, err := r.ImportArchive(context.Background(), award.Operator(), bytes.NewReader(data.Winners)); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

func (r *room) update(fn func(*database.Tx) error) {
	r.t.Helper()
	if err := r.db.Update(context.Background(), fn); err != nil {
		r.t.Fatal(err)
	}
}

func (r *room) search(q library.Query) library.Result {
	r.t.Helper()
	found, err := r.Search(context.Background(), "en", q)
	if err != nil {
		r.t.Fatal(err)
	}
	return found
}

// cities are the cities that a search for words finds, in order.
func (r *room) cities(words string) []string {
	var names []string
	for _, p := range r.search(library.Query{Text: words}).Practices {
		names = append(names, p.CityName)
	}
	return names
}

// add stores a practice of Seoul with defaults for what is not set.
func (r *room) add(p award.Practice) award.Practice {
	r.t.Helper()
	r.update(func(tx *database.Tx) error {
		city, err := tx.CityBySlug("seoul")
		if errors.Is(err, award.ErrNotFound) {
			city = award.City{ID: award.NewID(), Slug: "seoul", Name: "Seoul", Country: "KR", Region: "asia"}
			err = tx.AddCity(city)
		}
		if err != nil {
			return err
		}
		p.ID, p.City, p.CityName, p.Country, p.Region, p.Version = award.NewID(), city.ID, city.Name, "KR", "asia", 1
		if p.Language == "" {
			p.Language = "en"
		}
		return tx.AddPractice(p)
	})
	return p
}

func filter(facet, value string) library.Filter { return library.Filter{Facet: facet, Value: value} }

func count(r library.Result, facet, value string) int {
	for _, f := range r.Facets {
		for _, o := range f.Options {
			if f.Name == facet && o.Value == value {
				return o.Count
			}
		}
	}
	return 0
}

func TestCitiesAreFoundInAnyLanguage(t *testing.T) {
	r := newRoom(t, true)
	for words, city := range map[string]string{
		"서울": "Seoul", "Séoul": "Seoul", "seoul": "Seoul", "臺北": "Taipei", "台北": "Taipei", "타이베이": "Taipei", "Bengaluru": "Bangalore",
		"москва": "Moscow", "Москве": "Moscow", "sao paulo": "São Paulo", "상파울루": "São Paulo", "istanbul": "Istanbul", "İSTANBUL": "Istanbul",
		"이스탄불": "Istanbul", "مشهد": "Mashhad", "고양시": "Goyang", "penang": "George Town", "멕시코": "Mexico City", "우간다": "Kampala",
		"首爾": "Seoul", "汉城": "Seoul", "سيول": "Seoul", "Hanyang": "Seoul", "Constantinople": "Istanbul", "إسطنبول": "Istanbul", "Batavia": "Jakarta",
		"Стамбул": "Istanbul", "Séúl": "Seoul",
	} {
		if found := r.cities(words); !slices.Contains(found, city) {
			t.Errorf("%s finds %v, not %s", words, found, city)
		}
	}
	if found := r.cities("서울"); found[0] != "Seoul" {
		t.Errorf("Seoul is not the first for its name: %v", found)
	}
}

func TestCategoriesAndPrizesAreFoundInEachLanguage(t *testing.T) {
	r := newRoom(t, true)
	for words, want := range map[string]int{"Mobility": 2, "모빌리티": 2, "금상": 7, "gold 2020": 7, "안전 도시": 2, "Chengdu": 8, "청두": 0} {
		if got := len(r.cities(words)); got < want {
			t.Errorf("%s finds %d, want %d at least", words, got, want)
		}
	}
}

func TestSearchSaysWhatItTookForAWordThatStandsNowhere(t *testing.T) {
	r := newRoom(t, true)
	found := r.search(library.Query{Text: "passangers"})
	if found.Total == 0 || len(found.Instead) != 1 || found.Instead[0].Near[0] != "passengers" {
		t.Errorf("found %d, instead %v", found.Total, found.Instead)
	}
	found = r.search(library.Query{Text: "xylophone"})
	if found.Total != 0 || !slices.Equal(found.Missing, []string{"xylophone"}) {
		t.Errorf("found %d, missing %v", found.Total, found.Missing)
	}
	found = r.search(library.Query{Text: "whistle drones"})
	if !found.Loose || found.Total != 2 {
		t.Errorf("two words that meet nowhere: %d, loose %v", found.Total, found.Loose)
	}
}

func TestFacetsCountWithTheOtherFiltersApplied(t *testing.T) {
	r := newRoom(t, true)
	found := r.search(library.Query{Filters: []library.Filter{filter("country", "kr"), filter("edition", "2020")}})
	if found.Total != 4 || count(found, "country", "KR") != 4 || count(found, "country", "BR") != 3 || count(found, "edition", "2014") != 3 {
		t.Errorf("total %d, KR %d, BR %d, 2014 %d", found.Total, count(found, "country", "KR"), count(found, "country", "BR"), count(found, "edition", "2014"))
	}
	wider := r.search(library.Query{Filters: []library.Filter{filter("edition", "2020"), filter("edition", "2017")}})
	if wider.Total != 17 {
		t.Errorf("two values of a facet widen each other: %d", wider.Total)
	}
	for _, f := range found.Facets {
		for _, o := range f.Options {
			on := []library.Filter{filter(f.Name, o.Value)}
			for _, other := range found.Query.Filters {
				if other.Facet != f.Name {
					on = append(on, other)
				}
			}
			if got := r.search(library.Query{Filters: on}).Total; got != o.Count {
				t.Errorf("%s %s counts %d and finds %d", f.Name, o.Value, o.Count, got)
			}
		}
	}
}

func TestUnknownFilterIsLeftOutAndSaid(t *testing.T) {
	r := newRoom(t, true)
	found := r.search(library.Query{Filters: []library.Filter{filter("edition", "2027"), filter("category", "mobility")}, Page: 99, Sort: "odd"})
	if found.Total != 2 || !slices.Equal(found.Unknown, []library.Filter{filter("edition", "2027")}) || !found.Beyond || found.Query.Sort != library.ByNewest {
		t.Errorf("%+v", found)
	}
}

func TestNothingFoundSaysWhatToGiveUp(t *testing.T) {
	r := newRoom(t, true)
	found := r.search(library.Query{Text: "drones", Filters: []library.Filter{filter("country", "BR"), filter("edition", "2020")}})
	want := []library.Drop{{Facet: "country", Count: 1}, {Facet: "", Count: 3}}
	if found.Total != 0 || !slices.Equal(found.Drops, want) {
		t.Errorf("total %d, drops %v", found.Total, found.Drops)
	}
}

func TestListsAreSortedAsAsked(t *testing.T) {
	r := newRoom(t, true)
	var byPrize, byCity []string
	for _, p := range r.search(library.Query{Sort: library.ByPrize}).Practices {
		byPrize = append(byPrize, fmt.Sprint(p.PrizeRank))
	}
	if joined := strings.Join(byPrize, ""); !strings.HasPrefix(joined, "1111") || strings.Contains(joined, "01") {
		t.Errorf("by prize: %s", joined)
	}
	found, err := r.Search(context.Background(), "ko", library.Query{Sort: library.ByCity})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range found.Practices {
		byCity = append(byCity, library.CityName("ko", p.CityName, p.Country))
	}
	if !slices.IsSorted(byCity) || byCity[0] != "고양" {
		t.Errorf("by city: %v", byCity)
	}
}

func TestWhatIsNotPublishedYetIsNowhere(t *testing.T) {
	r := newRoom(t, true)
	later := r.now.Add(time.Hour)
	p := r.add(award.Practice{Slug: "secret", Year: 2027, Edition: "WeGO Awards 2027", Category: "Hidden", CategoryKey: "hidden", Title: "Zeppelin permits", Published: later})
	r.add(award.Practice{Slug: "draft", Year: 2027, Title: "Zeppelin drafts"})
	seen := func() int {
		n := r.search(library.Query{Text: "zeppelin"}).Total + count(r.search(library.Query{}), "edition", "2027")
		if _, err := r.Practice(context.Background(), p.Slug); err == nil {
			n++
		}
		if all, _ := r.Winners(context.Background()); all[0].Year == 2027 {
			n++
		}
		list, _ := r.List(context.Background())
		for _, listed := range list.Practices {
			if listed.Year == 2027 {
				n++
			}
		}
		return n
	}
	if n := seen(); n != 0 {
		t.Errorf("seen in %d places before its time", n)
	}
	before, _ := r.Revision(context.Background())
	r.now = later
	if n := seen(); n != 5 {
		t.Errorf("seen in %d of 5 places at its time", n)
	}
	if after, _ := r.Revision(context.Background()); after == before {
		t.Error("the revision is the same when a practice joins by time")
	}
}

func TestWithdrawnPracticeKeepsOnlyItsNotice(t *testing.T) {
	r := newRoom(t, true)
	p := r.add(award.Practice{Slug: "zeppelin", Year: 2020, Title: "Zeppelin permits", Summary: "Permits by air.", Published: r.now})
	if r.search(library.Query{Text: "zeppelin"}).Total != 1 {
		t.Fatal("not found before")
	}
	p.Withdrawn, p.Notice = r.now, "The figures could not be shown."
	r.update(func(tx *database.Tx) error { return tx.SavePractice(&p) })
	if n := r.search(library.Query{Text: "zeppelin"}).Total; n != 0 {
		t.Errorf("found %d times", n)
	}
	page, err := r.Practice(context.Background(), "zeppelin")
	if err != nil || page.Title != "" || page.Summary != "" || page.Notice != p.Notice || page.Parts != nil {
		t.Errorf("%+v, %v", page.Practice, err)
	}
}

func TestCityWithoutPracticesIsNotThere(t *testing.T) {
	r := newRoom(t, true)
	r.update(func(tx *database.Tx) error {
		return tx.AddCity(award.City{ID: award.NewID(), Slug: "newtown", Name: "Newtown", Country: "GB"})
	})
	if _, _, err := r.InCity(context.Background(), "newtown"); !errors.Is(err, award.ErrNotFound) {
		t.Errorf("error %v", err)
	}
	c, all, err := r.InCity(context.Background(), "goyang")
	if err != nil || c.Name != "Goyang" || len(all) != 2 {
		t.Errorf("%v with %d practices, %v", c.Name, len(all), err)
	}
}

func TestTextOfAnswersIsFound(t *testing.T) {
	r := newRoom(t, true)
	p := r.add(award.Practice{Slug: "bus", Year: 2020, Title: "Night bus", Published: r.now})
	parts := []award.PracticePart{
		{Question: "solution", Kind: award.LongText, Value: "Drivers and riders agree by text message."},
		{Question: "indicators", Kind: award.Indicators, Value: award.JoinRows([][]string{{"Trolleybus rides", "10", "20", "2024", "Registry"}})},
		{Question: "sdgs", Kind: award.Goals, Value: award.JoinList([]string{"11"})},
		{Question: "status", Kind: award.Choice, Value: "scaledvalue"},
	}
	r.update(func(tx *database.Tx) error { return tx.SetPracticeText(p.ID, parts) })
	for words, want := range map[string]int{"drivers riders": 1, "trolleybus": 1, "지속가능한 공동체": 1, "scaledvalue": 0} {
		found := r.search(library.Query{Text: words})
		if found.Total != want && !found.Loose {
			t.Errorf("%s finds %d, want %d", words, found.Total, want)
		}
	}
}

// Whatever is typed gets an answer.
func TestAnyTextCanBeSearched(t *testing.T) {
	r := newRoom(t, true)
	for _, text := range []string{
		"\"", "\"open", "(((", "a*b?c~", "^^^", "\\", "' OR 1=1 --", strings.Repeat("x", 100_000), strings.Repeat("서", 5000), "~servic", "\u200f\u200e", "🚲", "é\u0301\u0301", "ا", "-", "e-", "\x00",
	} {
		r.search(library.Query{Text: text})
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		if _, err := r.Search(context.Background(), "ko", library.Query{Text: text, Page: rapid.Int().Draw(t, "page")}); err != nil {
			t.Fatal(err)
		}
	})
}

// Two instances of the program on the same records see each other's changes
// once the revision is asked for again.
func TestInstancesOnOneDatabaseConverge(t *testing.T) {
	here := newRoom(t, true)
	again, err := database.Open(context.Background(), here.path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = again.Close() })
	there := &room{db: again, now: here.now, t: t}
	there.Desk = library.New(again, here.store, func() award.Time { return there.now })
	if there.search(library.Query{Text: "zeppelin"}).Total != 0 {
		t.Fatal("found before it is there")
	}
	p := here.add(award.Practice{Slug: "zeppelin", Year: 2020, Title: "Zeppelin permits", Published: here.now})
	there.now = there.now.Add(time.Second)
	if there.search(library.Query{Text: "zeppelin"}).Total != 1 {
		t.Error("not found by the other instance a second later")
	}
	p.Withdrawn = here.now
	here.update(func(tx *database.Tx) error { return tx.SavePractice(&p) })
	there.now = there.now.Add(time.Second)
	if there.search(library.Query{Text: "zeppelin"}).Total != 0 {
		t.Error("still found by the other instance after it was withdrawn")
	}
	here.search(library.Query{Text: "zeppelin"}) // waits for the index, of which the revision tells
	a, _ := here.Revision(context.Background())
	b, _ := there.Revision(context.Background())
	if a != b {
		t.Errorf("revisions %q and %q", a, b)
	}
}

// The large part of the index keeps the words of what is withdrawn until it is
// built anew: none of them may show.
func TestWordsOfAWithdrawnPracticeAreSuggestedNowhere(t *testing.T) {
	r := newRoom(t, true)
	p := r.add(award.Practice{Slug: "zeppelin", Year: 2020, Title: "Zeppelin permits", Published: r.now})
	r.search(library.Query{Text: "zeppelin"}) // waits for the index
	if all, err := r.Ahead(context.Background(), "en", "zeppe"); err != nil || len(all) != 2 {
		t.Fatalf("before: %v, %v", all, err)
	}
	p.Withdrawn = r.now
	r.update(func(tx *database.Tx) error { return tx.SavePractice(&p) })
	for _, text := range []string{"zeppelin", "zeppelim", "zeppe*", "\"zeppelin permits\"", "zeppelinpermits"} {
		found := r.search(library.Query{Text: text})
		if found.Total != 0 || len(found.Instead) != 0 {
			t.Errorf("%s: %d found, instead %v", text, found.Total, found.Instead)
		}
	}
	if all, err := r.Ahead(context.Background(), "en", "zeppe"); err != nil || len(all) != 0 {
		t.Errorf("suggested: %v, %v", all, err)
	}
}

func TestChangedTextIsFoundAndTheOldOneIsNot(t *testing.T) {
	r := newRoom(t, true)
	p := r.add(award.Practice{Slug: "bus", Year: 2020, Title: "Night bus", Published: r.now})
	for _, word := range []string{"trolleybus", "omnibuses", "rickshaw"} {
		r.update(func(tx *database.Tx) error {
			return tx.SetPracticeText(p.ID, []award.PracticePart{{Question: "solution", Kind: award.LongText, Value: "It is a " + word + "."}})
		})
		if n := r.search(library.Query{Text: `"is a ` + word + `"`}).Total; n != 1 {
			t.Errorf("%s is found %d times", word, n)
		}
	}
	if n := r.search(library.Query{Text: "trolleybus*"}).Total; n != 0 {
		t.Errorf("the text before is found %d times", n)
	}
}

func TestPracticesAreFiledByWhatTheyAnswered(t *testing.T) {
	r := newRoom(t, true)
	p := r.add(award.Practice{Slug: "bus", Year: 2020, Category: "Mobility", CategoryKey: "mobility", Title: "Night bus", Published: r.now})
	r.update(func(tx *database.Tx) error {
		return tx.SetPracticeText(p.ID, []award.PracticePart{
			{Question: "technology", Kind: award.LongText, Value: "Sensors in each bus, and a mobile app. The said room is empty."},
			{Question: "transfer", Kind: award.LongText, Value: "The source code is published as open source."},
			{Question: "cost", Kind: award.Money, Value: award.JoinRows([][]string{{"To build", "270,000,000", "KRW", ""}, {"To run", "5", "KRW", ""}})},
			{Question: "sdgs", Kind: award.Goals, Value: award.JoinList([]string{"11", "99"})},
			{Question: "status", Kind: award.Choice, Value: "scaled"},
		})
	})
	found := r.search(library.Query{Filters: []library.Filter{filter("theme", "mobility"), filter("status", "scaled")}})
	for _, want := range []library.Filter{
		filter("technology", "sensors"), filter("technology", "mobile"), filter("open", "code"), filter("cost", "100k_1m"), filter("goal", "11"), filter("region", "asia"), filter("category", "mobility"),
	} {
		if found.Total != 1 || count(found, want.Facet, want.Value) != 1 {
			t.Errorf("%s %s counts %d of %d", want.Facet, want.Value, count(found, want.Facet, want.Value), found.Total)
		}
	}
	for _, never := range []library.Filter{filter("technology", "ai"), filter("goal", "99"), filter("open", "data")} {
		if n := count(found, never.Facet, never.Value); n != 0 {
			t.Errorf("%s %s counts %d", never.Facet, never.Value, n)
		}
	}
}

// Categories are named anew in each edition; themes span them.
func TestThemesSpanEditions(t *testing.T) {
	r := newRoom(t, true)
	years := map[string]bool{}
	for _, p := range r.search(library.Query{Filters: []library.Filter{filter("theme", "participation")}}).Practices {
		years[p.Edition] = true
	}
	if len(years) < 3 {
		t.Errorf("open government spans only %v", years)
	}
	for _, p := range r.search(library.Query{}).Practices {
		if p.CategoryKey != "" && len(library.Themes(p)) == 0 {
			t.Errorf("%s of %q has no theme", p.Slug, p.Category)
		}
	}
}

func TestPagingEndsAndSaysSo(t *testing.T) {
	r := newRoom(t, true)
	r.update(func(tx *database.Tx) error {
		city, err := tx.CityBySlug("seoul")
		for i := range library.PagesMost*library.PageSize + 1 {
			err = errors.Join(err, tx.AddPractice(award.Practice{
				ID: award.NewID(), Slug: fmt.Sprint("p", i), Year: 2020, Title: "Ferry", City: city.ID, CityName: city.Name, Language: "en", Published: r.now,
			}))
		}
		return err
	})
	found := r.search(library.Query{Text: "ferry", Page: 4000})
	if found.Query.Page != library.PagesMost || !found.Bounded || !found.Beyond || len(found.Practices) != library.PageSize {
		t.Errorf("page %d with %d practices, bounded %v, beyond %v", found.Query.Page, len(found.Practices), found.Bounded, found.Beyond)
	}
}

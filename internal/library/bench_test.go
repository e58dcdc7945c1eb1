package library_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/library"
	"we-gov.org/awards/storage/database"
)

// invented writes practices of about 2,600 words from a vocabulary in which
// few words are common and most are rare, always the same.
type invented struct {
	random *rand.Rand
	zipf   *rand.Zipf
	words  []string
}

func newInvented() *invented {
	in := &invented{random: rand.New(rand.NewPCG(20260101, 1))} //nolint:gosec // the same texts in every run
	in.zipf = rand.NewZipf(in.random, 1.07, 2.7, 49_999)
	syllables := strings.Fields("ba ke lo mi nu ra se ti vo zu dar fen gol hin jas kor lum mar nel pos")
	seen := map[string]bool{}
	for len(in.words) < 50_000 {
		var b strings.Builder
		for range 2 + len(in.words)/12_000 + in.random.IntN(3) {
			b.WriteString(syllables[in.random.IntN(len(syllables))])
		}
		if !seen[b.String()] {
			seen[b.String()] = true
			in.words = append(in.words, b.String())
		}
	}
	return in
}

func (in *invented) text(words int) string {
	var b strings.Builder
	for i := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(in.words[in.zipf.Uint64()])
	}
	return b.String()
}

// fillInvented puts n invented practices into a library that has cities.
func (r *room) fillInvented(n int) {
	r.t.Helper()
	in := newInvented()
	var cities []award.City
	r.update(func(tx *database.Tx) (err error) { cities, err = tx.Cities(); return err })
	for from := 0; from < n; from += 200 {
		r.update(func(tx *database.Tx) error {
			for i := from; i < min(from+200, n); i++ {
				c, k := cities[in.random.IntN(len(cities))], in.random.IntN(12)
				p := award.Practice{
					ID: award.NewID(), Slug: fmt.Sprintf("p-%d", i), Edition: "WeGO Awards", Year: 2000 + in.random.IntN(16),
					Category: fmt.Sprintf("Category %d", k), CategoryKey: fmt.Sprintf("category-%d", k), Prize: "Gold", PrizeRank: 1,
					City: c.ID, CityName: c.Name, Country: c.Country, Region: c.Region, Title: in.text(8), Summary: in.text(40),
					Language: []string{"en", "es", "fr", "ru", "ko", "de"}[in.random.IntN(6)], Published: r.now,
				}
				if err := tx.AddPractice(p); err != nil {
					return err
				}
				if err := tx.SetPracticeText(p.ID, []award.PracticePart{{Question: "solution", Kind: award.LongText, Value: in.text(2550)}}); err != nil {
					return err
				}
			}
			return nil
		})
	}
}

// searches are words of the kinds that visitors look for.
func (in *invented) searches() []library.Query {
	var all []library.Query
	for range 100 {
		rare, common := in.words[200+in.random.IntN(4800)], in.words[20+in.random.IntN(180)]
		all = append(all, library.Query{Text: rare}, library.Query{Text: common + " " + rare})
	}
	return all
}

func percentile(all []time.Duration, p int) float64 {
	slices.Sort(all)
	return float64(all[len(all)*p/100].Microseconds()) / 1000
}

func benchSearch(b *testing.B, r *room, queries []library.Query) {
	b.Helper()
	ctx := context.Background()
	if _, err := r.Search(ctx, "en", queries[0]); err != nil {
		b.Fatal(err)
	}
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		began := time.Now()
		if _, err := r.Search(ctx, "en", queries[i%len(queries)]); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(began))
	}
	b.ReportMetric(percentile(took, 50), "p50-ms")
	b.ReportMetric(percentile(took, 95), "p95-ms")
}

func BenchmarkSearch26(b *testing.B) {
	var queries []library.Query
	for _, words := range []string{"bus", "서울", "public transport", "smart city", "passangers", "drone", "열린 도시", "waste"} {
		queries = append(queries, library.Query{Text: words})
	}
	benchSearch(b, newRoom(b, true), queries)
}

func BenchmarkSearch2000(b *testing.B) {
	r := newRoom(b, true)
	r.fillInvented(2000)
	began := time.Now()
	if _, err := r.Search(context.Background(), "en", library.Query{Text: "warm"}); err != nil {
		b.Fatal(err)
	}
	built := time.Since(began)
	benchSearch(b, r, newInvented().searches())
	b.ReportMetric(built.Seconds(), "build-s")
}

func BenchmarkBrowse2000(b *testing.B) {
	r := newRoom(b, true)
	r.fillInvented(2000)
	benchSearch(b, r, []library.Query{{}, {Filters: []library.Filter{filter("region", "asia")}}, {Sort: library.ByCity}})
}

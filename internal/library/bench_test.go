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
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/storage/database"
)

// fillInvented puts n invented practices of 2,600 words into a library that has
// cities, and returns their texts.
func (r *room) fillInvented(n int) []string {
	r.t.Helper()
	in, random := testkit.NewTexts(), rand.New(rand.NewPCG(20260101, 2)) //nolint:gosec // the same texts in every run
	var cities []award.City
	var bodies []string
	r.update(func(tx *database.Tx) (err error) { cities, err = tx.Cities(); return err })
	for from := 0; from < n; from += 200 {
		r.update(func(tx *database.Tx) error {
			for i := from; i < min(from+200, n); i++ {
				c, k := cities[random.IntN(len(cities))], random.IntN(12)
				p := award.Practice{
					ID: award.NewID(), Slug: fmt.Sprintf("p-%d", i), Edition: "WeGO Awards", Year: 2000 + random.IntN(16),
					Category: fmt.Sprintf("Category %d", k), CategoryKey: fmt.Sprintf("category-%d", k), Prize: "Gold", PrizeRank: 1,
					City: c.ID, CityName: c.Name, Country: c.Country, Region: c.Region, Title: in.Text(8), Summary: in.Text(40),
					Language: []string{"en", "es", "fr", "ru", "ko", "de"}[random.IntN(6)], Published: r.now,
				}
				body := in.Text(2550)
				bodies = append(bodies, body)
				if err := tx.AddPractice(p); err != nil {
					return err
				}
				if err := tx.SetPracticeText(p.ID, []award.PracticePart{{Question: "solution", Kind: award.LongText, Value: body}}); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return bodies
}

func percentile(all []time.Duration, p int) float64 {
	slices.Sort(all)
	return float64(all[len(all)*p/100].Microseconds()) / 1000
}

func benchSearch(b *testing.B, r *room, query func(n int) library.Query) {
	b.Helper()
	ctx := context.Background()
	if _, err := r.Search(ctx, "en", query(0)); err != nil {
		b.Fatal(err)
	}
	var took []time.Duration
	for i := 1; b.Loop(); i++ {
		q := query(i)
		began := time.Now()
		if _, err := r.Search(ctx, "en", q); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(began))
	}
	b.ReportMetric(percentile(took, 50), "p50-ms")
	b.ReportMetric(percentile(took, 95), "p95-ms")
}

func BenchmarkSearch26(b *testing.B) {
	words := []string{"bus", "서울", "public transport", "smart city", "passangers", "drone", "열린 도시", "waste"}
	benchSearch(b, newRoom(b, true), func(n int) library.Query { return library.Query{Text: words[n%len(words)]} })
}

// BenchmarkSearch10000 searches as visitors do in as large a library as there
// will be: every answer counts all facets over all that was found.
func BenchmarkSearch10000(b *testing.B) {
	r := newRoom(b, true)
	bodies := r.fillInvented(10_000)
	began := time.Now()
	r.search(library.Query{Text: "warm"})
	built := time.Since(began)
	in, random := testkit.NewTexts(), rand.New(rand.NewPCG(20260101, 3)) //nolint:gosec // the same searches in every run
	kinds := map[string]func(n int) library.Query{
		"words": func(n int) library.Query { return library.Query{Text: in.Search(n)} },
		"phrase": func(int) library.Query {
			words := strings.Fields(bodies[random.IntN(len(bodies))])
			at := random.IntN(len(words) - 1)
			return library.Query{Text: `"` + words[at] + " " + words[at+1] + `"`}
		},
		"prefix": func(n int) library.Query { return library.Query{Text: in.Search(2 * n)[:4] + "*"} },
		"typo": func(n int) library.Query {
			word := in.Search(2 * n)
			return library.Query{Text: word[:2] + "x" + word[3:]}
		},
		"filtered": func(n int) library.Query {
			return library.Query{Text: in.Search(n), Filters: []library.Filter{filter("region", "asia"), filter("edition", "2010"), filter("edition", "2011")}}
		},
		"all": func(n int) library.Query { return library.Query{Page: n % 50, Sort: library.Sorts[1+n%3]} },
	}
	for _, kind := range []string{"words", "phrase", "prefix", "typo", "filtered", "all"} {
		b.Run(kind, func(b *testing.B) {
			benchSearch(b, r, kinds[kind])
			b.ReportMetric(built.Seconds(), "build-s")
		})
	}
	b.Run("change", func(b *testing.B) {
		for n := 0; b.Loop(); n++ {
			word := "changed" + strings.Repeat("x", n%20) + fmt.Sprint(n)
			r.add(award.Practice{Slug: word, Year: 2020, Title: word, Published: r.now})
			for r.search(library.Query{Text: word}).Total != 1 {
				time.Sleep(time.Millisecond)
			}
		}
	})
}

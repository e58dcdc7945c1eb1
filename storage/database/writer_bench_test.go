package database

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// BenchmarkUpdate writes rows of about 400 bytes, each in an Update of its own.
func BenchmarkUpdate(b *testing.B) {
	long := strings.Repeat("x", 380)
	for _, writers := range []int{1, 8, 64, 1000} {
		b.Run(fmt.Sprint(writers), func(b *testing.B) {
			db := mustOpen(b, filepath.Join(b.TempDir(), "bench.db"))
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			var next atomic.Int64
			var all sync.WaitGroup
			b.ResetTimer()
			for range writers {
				all.Go(func() {
					for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
						if err := db.Update(ctx, add(fmt.Sprintf("%d%s", n, long), 1)); err != nil {
							b.Error(err)
						}
					}
				})
			}
			all.Wait()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "writes/s")
		})
	}
}

// BenchmarkView reads one row by its key.
func BenchmarkView(b *testing.B) {
	db := mustOpen(b, filepath.Join(b.TempDir(), "bench.db"))
	update(b, db, add("one", 1))
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	for b.Loop() {
		var n int
		err := db.View(ctx, func(tx *Tx) error { return tx.get(&n, `SELECT n FROM tally WHERE name = ?`, "one") })
		if err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkNested measures what the guard against nested calls costs.
func BenchmarkNested(b *testing.B) {
	for b.Loop() {
		nested()
	}
}

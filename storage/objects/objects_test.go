package objects

import (
	"context"
	"errors"
	"io"
	"math"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"we-gov.org/awards/internal/award"
)

func TestObjectComesBackAsItWasPut(t *testing.T) {
	onBoth(t, func(t *testing.T, s Store) {
		for key, text := range map[string]string{"empty": "", "a/b/c-1": "hello", "large": strings.Repeat("0123456789", 300_000)} {
			info := put(t, s, key, text)
			if info.Key != key || info.Size != int64(len(text)) || info.Modified.IsZero() {
				t.Errorf("put %s: %+v", key, info)
			}
			got, opened := read(t, s, key, 0, -1)
			if got != text || opened.Size != info.Size || opened.Modified.Unix() != info.Modified.Unix() {
				t.Errorf("open %s: %d bytes, %+v after %+v", key, len(got), opened, info)
			}
		}
	})
}

func TestRangeIsCutToTheObject(t *testing.T) {
	onBoth(t, func(t *testing.T, s Store) {
		put(t, s, "digits", "0123456789")
		put(t, s, "empty", "")
		for _, c := range []struct {
			key     string
			from, n int64
			want    string
		}{
			{"digits", 0, 1, "0"},
			{"digits", 3, 4, "3456"},
			{"digits", 3, -1, "3456789"},
			{"digits", 9, 1, "9"},
			{"digits", 8, 100, "89"},
			{"digits", 8, math.MaxInt64, "89"},
			{"digits", 10, -1, ""},
			{"digits", 99, 5, ""},
			{"digits", 4, 0, ""},
			{"empty", 0, 5, ""},
		} {
			got, info := read(t, s, c.key, c.from, c.n)
			if got != c.want || c.key == "digits" && info.Size != 10 {
				t.Errorf("%s %d+%d: got %q, %+v", c.key, c.from, c.n, got, info)
			}
		}
	})
}

func TestMissingKeyIsNotFound(t *testing.T) {
	onBoth(t, func(t *testing.T, s Store) {
		put(t, s, "folder/inside", "x")
		for _, key := range []string{"none", "folder", "folder/none"} {
			for _, n := range []int64{-1, 0, 5} {
				if _, _, err := s.Open(context.Background(), key, 0, n); !errors.Is(err, award.ErrNotFound) {
					t.Errorf("%s: %v", key, err)
				}
			}
		}
	})
}

func TestDeletedObjectIsGone(t *testing.T) {
	onBoth(t, func(t *testing.T, s Store) {
		put(t, s, "a/one", "1")
		put(t, s, "a/two", "2")
		for range 2 {
			if err := s.Delete(context.Background(), "a/one"); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Delete(context.Background(), "never/was"); err != nil {
			t.Error(err)
		}
		if got := keys(t, s); !slices.Equal(got, []string{"a/two"}) {
			t.Errorf("left %v", got)
		}
	})
}

// io.ErrUnexpectedEOF is how a request body ends that was cut off; the S3 client
// took it for a proper end and kept the first half.
func TestBrokenSourceLeavesNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, s Store) {
		put(t, s, "before", "as it was")
		for _, broken := range []error{errors.New("cable pulled"), io.ErrUnexpectedEOF} {
			for _, size := range []int{0, 100, 2 << 20, 20 << 20} {
				for _, key := range []string{"new", "before"} {
					r := io.MultiReader(strings.NewReader(strings.Repeat("x", size)), iotest.ErrReader(broken))
					if _, err := s.Put(context.Background(), key, r); !errors.Is(err, broken) {
						t.Errorf("%v after %d: got %v", broken, size, err)
					}
				}
			}
		}
		if got := keys(t, s); !slices.Equal(got, []string{"before"}) {
			t.Errorf("left %v", got)
		}
		if got, _ := read(t, s, "before", 0, -1); got != "as it was" {
			t.Errorf("the older object is now %q", got)
		}
		if n := countUnfinished(t, s); n != 0 {
			t.Errorf("%d unfinished are left", n)
		}
	})
}

func TestPutEndsWithItsContext(t *testing.T) {
	onBoth(t, func(t *testing.T, s Store) {
		if err := s.Ping(context.Background()); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		r := &stream{size: 40 << 20, at: map[int64]func(){20 << 20: cancel}}
		if _, err := s.Put(ctx, "half", r); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		if n := countUnfinished(t, s); n != 0 || len(keys(t, s)) != 0 {
			t.Errorf("%d unfinished and %v are left", n, keys(t, s))
		}
	})
}

func TestPutsAtOnceDoNotMix(t *testing.T) {
	onBoth(t, func(t *testing.T, s Store) {
		done := make(chan error)
		for i := range 6 {
			go func() {
				text := strings.Repeat(strconv.Itoa(i), 3<<20)
				_, err := s.Put(context.Background(), "at-once/"+strconv.Itoa(i%3), strings.NewReader(text))
				done <- err
			}()
		}
		for range 6 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		for i := range 3 {
			got, _ := read(t, s, "at-once/"+strconv.Itoa(i), 0, -1)
			if len(got) != 3<<20 || strings.Trim(got, got[:1]) != "" {
				t.Errorf("%d: mixed", i)
			}
		}
	})
}

func TestLargeObjectStreamsInConstantMemory(t *testing.T) {
	onBoth(t, func(t *testing.T, s Store) {
		const size = 50 << 20
		var most uint64
		look := func() {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapAlloc)
		}
		runtime.GC()
		look()
		before := most
		marks := map[int64]func(){}
		for i := range int64(10) {
			marks[(i+1)*size/10] = look
		}
		if info, err := s.Put(context.Background(), "large", &stream{size: size, at: marks}); err != nil || info.Size != size {
			t.Fatalf("%+v, %v", info, err)
		}
		r, _, err := s.Open(context.Background(), "large", 0, -1)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		if !same(r, &stream{size: size}) {
			t.Error("came back otherwise")
		}
		look()
		if used := most - before; used > 40<<20 {
			t.Errorf("%d MB held for %d MB", used>>20, size>>20)
		}
	})
}

func TestUncleanKeysAreRefused(t *testing.T) {
	onBoth(t, func(t *testing.T, s Store) {
		ctx := context.Background()
		for _, key := range []string{
			"", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/./b", "A", "a.b", "a b", "a\\b", "a\x00", "ä", ".unfinished/a", strings.Repeat("a", 201),
		} {
			_, putErr := s.Put(ctx, key, strings.NewReader("x"))
			_, _, openErr := s.Open(ctx, key, 0, -1)
			for _, err := range []error{putErr, openErr, s.Delete(ctx, key)} {
				if !errors.Is(err, errKey) {
					t.Errorf("%q: %v", key, err)
				}
			}
		}
		if got := keys(t, s); len(got) != 0 {
			t.Errorf("kept %v", got)
		}
	})
}

func TestListStopsWhenToldTo(t *testing.T) {
	onBoth(t, func(t *testing.T, s Store) {
		put(t, s, "one", "1")
		put(t, s, "two", "2")
		enough, n := errors.New("enough"), 0
		err := s.List(context.Background(), func(Info) error { n++; return enough })
		if !errors.Is(err, enough) || n != 1 {
			t.Errorf("got %v after %d", err, n)
		}
	})
}

func TestListKnowsSizes(t *testing.T) {
	onBoth(t, func(t *testing.T, s Store) {
		want := put(t, s, "a/b", "12345")
		err := s.List(context.Background(), func(got Info) error {
			if got.Key != want.Key || got.Size != want.Size || got.Modified.Unix() != want.Modified.Unix() {
				t.Errorf("got %+v, want %+v", got, want)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestUnfinishedPutsOfADeadProgramAreDropped(t *testing.T) {
	onBoth(t, func(t *testing.T, s Store) {
		ctx := context.Background()
		put(t, s, "whole", "x")
		leaveUnfinished(t, s)
		var drops []int
		for _, before := range []time.Time{time.Unix(0, 0), time.Unix(1<<40, 0)} {
			if err := s.DropUnfinished(ctx, before); err != nil {
				t.Fatal(err)
			}
			drops = append(drops, countUnfinished(t, s))
		}
		if !slices.Equal(drops, []int{1, 0}) || !slices.Equal(keys(t, s), []string{"whole"}) {
			t.Errorf("left %v and %v", drops, keys(t, s))
		}
	})
}

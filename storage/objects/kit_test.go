package objects

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"we-gov.org/awards/internal/testkit/service"
)

// onBoth runs a test on a folder and on a bucket of a real server, both empty.
func onBoth(t *testing.T, test func(t *testing.T, s Store)) {
	t.Run("folder", func(t *testing.T) { test(t, mustOpen(t, filepath.Join(t.TempDir(), "objects"))) })
	t.Run("s3", func(t *testing.T) { test(t, mustOpen(t, service.S3(t))) })
}

func mustOpen(t testing.TB, url string) Store {
	t.Helper()
	s, err := Open(url)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func put(t testing.TB, s Store, key, text string) Info {
	t.Helper()
	info, err := s.Put(context.Background(), key, strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return info
}

func read(t testing.TB, s Store, key string, from, n int64) (string, Info) {
	t.Helper()
	r, info, err := s.Open(context.Background(), key, from, n)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err := errors.Join(err, r.Close()); err != nil {
		t.Fatal(err)
	}
	return string(text), info
}

func keys(t testing.TB, s Store) []string {
	t.Helper()
	var all []string
	err := s.List(context.Background(), func(i Info) error {
		all = append(all, i.Key)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(all)
	return all
}

// stream is a reproducible source of size bytes that calls functions on its way.
type stream struct {
	size, n int64
	at      map[int64]func()
	random  *rand.ChaCha8
}

func (s *stream) Read(p []byte) (int, error) {
	if s.random == nil {
		s.random = rand.NewChaCha8([32]byte{})
	}
	p = p[:min(int64(len(p)), 4096, s.size-s.n)]
	if len(p) == 0 {
		return 0, io.EOF
	}
	n, err := s.random.Read(p)
	s.n += int64(n)
	if do := s.at[s.n]; do != nil {
		do()
	}
	return n, err
}

// same reports whether two readers give the same bytes.
func same(a, b io.Reader) bool {
	x, y := make([]byte, 4096), make([]byte, 4096)
	for {
		n, errX := io.ReadFull(a, x)
		m, errY := io.ReadFull(b, y)
		if n != m || !bytes.Equal(x[:n], y[:m]) {
			return false
		}
		if errX != nil || errY != nil {
			return errors.Is(errX, errY)
		}
	}
}

// leaveUnfinished leaves what a Put leaves whose program is killed.
func leaveUnfinished(t testing.TB, s Store) {
	t.Helper()
	var err error
	switch s := s.(type) {
	case *Folder:
		err = s.write(unfinished+"/left", strings.NewReader("half"))
	case *S3:
		err = startUpload(s, "left")
	}
	if err != nil {
		t.Fatal(err)
	}
}

func countUnfinished(t testing.TB, s Store) (n int) {
	t.Helper()
	switch s := s.(type) {
	case *Folder:
		entries, err := os.ReadDir(filepath.Join(s.root.Name(), unfinished))
		if err != nil {
			t.Fatal(err)
		}
		return len(entries)
	case *S3:
		for got := range s.client.ListIncompleteUploads(context.Background(), s.bucket, "", true) {
			if got.Err != nil {
				t.Fatal(got.Err)
			}
			n++
		}
	}
	return n
}

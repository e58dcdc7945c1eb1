package testkit

import (
	"bytes"
	"context"
	"errors"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/storage/database"
	"we-gov.org/awards/storage/objects"
)

// recordsFile is the name of a site's SQLite file in its folder.
const recordsFile = "wego.db"

// filled is a filled stage held in memory, so that nothing of it is left on
// disk after the tests.
type filled struct {
	sample  demo.Sample
	records []byte
	objects map[string][]byte
	err     error
}

var stages = struct {
	sync.Mutex
	of map[demo.Stage]filled
}{of: map[demo.Stage]filled{}}

// filledStage returns a filled stage; the first call fills it.
func filledStage(at demo.Stage) filled {
	stages.Lock()
	defer stages.Unlock()
	made, there := stages.of[at]
	if !there {
		made = fillStage(at)
		stages.of[at] = made
	}
	return made
}

func fillStage(at demo.Stage) (made filled) {
	dir, err := os.MkdirTemp("", "wego-testkit-")
	if err != nil {
		return filled{err: err}
	}
	defer func() { made.err = errors.Join(made.err, os.RemoveAll(dir)) }()
	ctx := context.Background()
	db, err := database.Open(ctx, filepath.Join(dir, recordsFile))
	if err != nil {
		return filled{err: err}
	}
	folder, err := objects.OpenFolder(filepath.Join(dir, "objects"))
	if err == nil {
		store := &lazy{Folder: folder, kept: map[string][]byte{}, keep: true}
		made.sample, err = demo.Fill(ctx, db, store, at)
		made.objects = store.kept
	}
	if made.err = errors.Join(err, db.Close()); made.err == nil {
		made.records, made.err = os.ReadFile(filepath.Join(dir, recordsFile))
	}
	return made
}

// lazy is a folder store whose sample objects are written into the folder only
// when somebody asks for them.
type lazy struct {
	*objects.Folder
	mu   sync.Mutex
	kept map[string][]byte // not written yet
	keep bool              // Put into memory
}

// Put keeps an object in the folder, or in memory while a stage is filled.
func (l *lazy) Put(ctx context.Context, key string, r io.Reader) (objects.Info, error) {
	if l.keep {
		body, err := io.ReadAll(r)
		l.mu.Lock()
		defer l.mu.Unlock()
		l.kept[key] = body
		return objects.Info{Key: key, Size: int64(len(body))}, err
	}
	l.drop(key)
	return l.Folder.Put(ctx, key, r)
}

// Open reads an object, writing it into the folder first.
func (l *lazy) Open(ctx context.Context, key string, from, n int64) (io.ReadCloser, objects.Info, error) {
	if err := l.write(ctx, key); err != nil {
		return nil, objects.Info{}, err
	}
	return l.Folder.Open(ctx, key, from, n)
}

// Delete removes an object, written or not.
func (l *lazy) Delete(ctx context.Context, key string) error {
	l.drop(key)
	return l.Folder.Delete(ctx, key)
}

// List writes every object into the folder and lists it.
func (l *lazy) List(ctx context.Context, fn func(objects.Info) error) error {
	l.mu.Lock()
	keys := slices.Collect(maps.Keys(l.kept))
	l.mu.Unlock()
	for _, key := range keys {
		if err := l.write(ctx, key); err != nil {
			return err
		}
	}
	return l.Folder.List(ctx, fn)
}

// write puts an object that is only in memory into the folder.
func (l *lazy) write(ctx context.Context, key string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	body, there := l.kept[key]
	if !there {
		return nil
	}
	if _, err := l.Folder.Put(ctx, key, bytes.NewReader(body)); err != nil {
		return err
	}
	delete(l.kept, key)
	return nil
}

func (l *lazy) drop(key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.kept, key)
}

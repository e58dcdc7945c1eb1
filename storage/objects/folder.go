package objects

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"time"

	"we-gov.org/awards/internal/award"
)

// unfinished is the folder of objects that are being written. No key can name
// it, since a key has no dot.
const unfinished = ".unfinished"

// Folder is a Store in a folder: each object is a file at the path that is its
// key. Nothing outside the folder is ever touched, whatever links lie in it.
type Folder struct{ root *os.Root }

// OpenFolder returns the store in a folder, which is made if it is missing.
func OpenFolder(dir string) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	if err := root.MkdirAll(unfinished, 0o700); err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return &Folder{root}, nil
}

// Put writes to a file aside, makes it durable, and only then gives it its name.
func (f *Folder) Put(ctx context.Context, key string, r io.Reader) (Info, error) {
	if err := clean(key); err != nil {
		return Info{}, err
	}
	aside := path.Join(unfinished, rand.Text())
	if err := f.write(aside, contextReader{ctx, r}); err != nil {
		return Info{}, fmt.Errorf("put %s: %w", key, errors.Join(err, f.remove(aside)))
	}
	if err := f.name(aside, key); err != nil {
		return Info{}, fmt.Errorf("put %s: %w", key, errors.Join(err, f.remove(aside)))
	}
	stat, err := f.root.Stat(key)
	if err != nil {
		return Info{}, err
	}
	return about(key, stat), nil
}

// write copies r into a new file and waits until the disk has it.
func (f *Folder) write(name string, r io.Reader) error {
	file, err := f.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, r)
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

// name moves a finished file to its key and waits until the disk has the names
// on the way to it.
func (f *Folder) name(aside, key string) error {
	if err := f.root.MkdirAll(path.Dir(key), 0o700); err != nil {
		return err
	}
	if err := f.root.Rename(aside, key); err != nil {
		return err
	}
	for dir := path.Dir(key); ; dir = path.Dir(dir) {
		if err := f.sync(dir); err != nil || dir == "." {
			return err
		}
	}
}

func (f *Folder) sync(dir string) error {
	d, err := f.root.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Open opens the file of an object.
func (f *Folder) Open(_ context.Context, key string, from, n int64) (io.ReadCloser, Info, error) {
	if err := clean(key); err != nil {
		return nil, Info{}, err
	}
	file, err := f.root.Open(key)
	if err != nil {
		return nil, Info{}, missing(key, err)
	}
	stat, err := file.Stat()
	if err == nil && !stat.Mode().IsRegular() {
		err = fs.ErrNotExist
	}
	if err != nil {
		return nil, Info{}, missing(key, errors.Join(err, file.Close()))
	}
	from = min(max(from, 0), stat.Size())
	if rest := stat.Size() - from; n < 0 || n > rest {
		n = rest
	}
	return section{io.NewSectionReader(file, from, n), file}, about(key, stat), nil
}

// section is a part of a file. It can also be sought, for whoever asks.
type section struct {
	*io.SectionReader
	io.Closer
}

// Delete removes the file of an object and waits until the disk knows.
func (f *Folder) Delete(_ context.Context, key string) error {
	if err := clean(key); err != nil {
		return err
	}
	if err := f.remove(key); err != nil {
		return fmt.Errorf("delete %s: %w", key, err)
	}
	err := f.sync(path.Dir(key))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// remove removes a file that may be missing.
func (f *Folder) remove(name string) error {
	if err := f.root.Remove(name); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// List walks the folder.
func (f *Folder) List(ctx context.Context, fn func(Info) error) error {
	return f.walk(ctx, ".", func(name string, stat fs.FileInfo) error {
		if clean(name) != nil {
			return nil
		}
		return fn(about(name, stat))
	})
}

// DropUnfinished removes old files aside.
func (f *Folder) DropUnfinished(ctx context.Context, before time.Time) error {
	return f.walk(ctx, unfinished, func(name string, stat fs.FileInfo) error {
		if stat.ModTime().Before(before) {
			return f.remove(name)
		}
		return nil
	})
}

// walk calls fn with each regular file under dir; one that has just gone is
// left out.
func (f *Folder) walk(ctx context.Context, dir string, fn func(string, fs.FileInfo) error) error {
	return fs.WalkDir(f.root.FS(), dir, func(name string, entry fs.DirEntry, err error) error {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		stat, err := entry.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		return fn(name, stat)
	})
}

// Ping looks whether the folder is there.
func (f *Folder) Ping(context.Context) error {
	_, err := f.root.Stat(unfinished)
	return err
}

func about(key string, stat fs.FileInfo) Info {
	return Info{Key: key, Size: stat.Size(), Modified: stat.ModTime()}
}

// missing turns "no such file" into award.ErrNotFound.
func missing(key string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		err = award.ErrNotFound
	}
	return fmt.Errorf("object %s: %w", key, err)
}

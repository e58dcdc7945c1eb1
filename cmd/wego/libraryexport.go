package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"we-gov.org/awards/internal/account"
	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/intake"
	"we-gov.org/awards/internal/library"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/web"
	"we-gov.org/awards/storage/database"
	"we-gov.org/awards/storage/objects"
)

// manifest is the file of an export that names all others with their SHA-256,
// in the form that sha256sum --check reads. It also tells an export from any
// other folder.
const manifest = "SHA256SUMS"

type libraryExport struct {
	storeSettings
	Dir string `arg:"" help:"Folder to write to: a new or empty one, or an earlier export, which is replaced." type:"path"`
	URL string `help:"Address of the platform as the world sees it, to which the export points for what needs a server." required:"" env:"WEGO_URL"`
}

// Run writes the export and says how many files it has. Progress goes to
// standard error.
func (c *libraryExport) Run(out io.Writer) error {
	ctx := context.Background()
	if err := replaceable(c.Dir); err != nil {
		return err
	}
	kept, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer kept.db.Close() //nolint:errcheck // what was kept is kept already
	parts := exportParts(kept.db, kept.objects, now)
	parts.URL = strings.TrimRight(c.URL, "/")
	n, err := exportTo(ctx, parts, c.Dir, os.Stderr)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%d files in %s\n", n, c.Dir)
	return err
}

// exportParts are the parts of a site that an export needs.
func exportParts(db *database.DB, kept objects.Store, clock award.Clock) web.Parts {
	return web.Parts{
		Account: account.New(db, clock), Intake: intake.New(db, kept, clock), Office: office.New(db, kept, clock), Library: library.New(db, kept, clock), Clock: clock,
	}
}

// exportTo writes an export beside dir and puts it there when it is whole, so
// that an export that breaks off leaves the one before as it was.
func exportTo(ctx context.Context, parts web.Parts, dir string, progress io.Writer) (files int, err error) {
	fresh, err := os.MkdirTemp(filepath.Dir(dir), ".wego-export-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(fresh) //nolint:errcheck // gone already when all went well
	f := &folder{root: fresh, sums: map[string]string{}, made: map[string]bool{}}
	err = web.Export(ctx, parts, f.put, func(done, all int) { fmt.Fprintf(progress, "%d of %d pages\n", done, all) })
	if err != nil {
		return 0, err
	}
	if err := f.finish(); err != nil {
		return 0, err
	}
	if err := replaceable(dir); err != nil { // it may have been filled meanwhile
		return 0, err
	}
	if err := os.RemoveAll(dir); err != nil {
		return 0, err
	}
	return len(f.sums), os.Rename(fresh, dir)
}

// replaceable refuses a folder that holds anything but an earlier export.
func replaceable(dir string) error {
	found, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(found) == 0 {
		return nil
	}
	if err != nil {
		return err
	}
	text, err := os.ReadFile(filepath.Join(dir, manifest)) //nolint:gosec // the folder that was named
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s is not empty and no earlier export: name another folder", dir)
	} else if err != nil {
		return err
	}
	ours := map[string]bool{manifest: true}
	for line := range strings.Lines(string(text)) {
		if _, name, cut := strings.Cut(strings.TrimSpace(line), "  "); cut {
			ours[name] = true
		}
	}
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err == nil && !ours[filepath.ToSlash(name)] {
			return fmt.Errorf("%s is not of an earlier export: take it out or name another folder", path)
		}
		return err
	})
}

// folder is where an export is written to.
type folder struct {
	root string
	mu   sync.Mutex
	sums map[string]string
	made map[string]bool // folders
}

// writers are buffers of files, each used again once its file is written.
var writers = sync.Pool{New: func() any { return bufio.NewWriterSize(nil, 64<<10) }}

// put begins a file.
func (f *folder) put(name string) (io.WriteCloser, error) {
	path := filepath.Join(f.root, filepath.FromSlash(name))
	if !filepath.IsLocal(filepath.FromSlash(name)) {
		return nil, fmt.Errorf("%q is no name of a file", name)
	}
	if err := f.hold(filepath.Dir(path)); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644) //nolint:gosec // likewise
	if err != nil {
		return nil, err
	}
	to := writers.Get().(*bufio.Writer)
	to.Reset(file)
	return &summed{in: f, name: name, file: file, to: to, sum: sha256.New()}, nil
}

// hold makes a folder that is not there yet.
func (f *folder) hold(dir string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.made[dir] {
		return nil
	}
	f.made[dir] = true
	return os.MkdirAll(dir, 0o755) //nolint:gosec // it is to be read by everybody
}

// finish writes the manifest.
func (f *folder) finish() error {
	var b bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(f.sums)) {
		fmt.Fprintf(&b, "%s  %s\n", f.sums[name], name)
	}
	if err := os.Chmod(f.root, 0o755); err != nil { //nolint:gosec // it is to be read by everybody
		return err
	}
	return os.WriteFile(filepath.Join(f.root, manifest), b.Bytes(), 0o644) //nolint:gosec // likewise
}

// summed is a file that is being written.
type summed struct {
	in   *folder
	name string
	file *os.File
	to   *bufio.Writer
	sum  hash.Hash
}

// Write writes a piece.
func (s *summed) Write(p []byte) (int, error) {
	s.sum.Write(p)
	return s.to.Write(p)
}

// Close ends the file and notes its sum.
func (s *summed) Close() error {
	err := errors.Join(s.to.Flush(), s.file.Close())
	s.to.Reset(nil)
	writers.Put(s.to)
	s.in.mu.Lock()
	defer s.in.mu.Unlock()
	s.in.sums[s.name] = hex.EncodeToString(s.sum.Sum(nil))
	return err
}

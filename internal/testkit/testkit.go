// Package testkit is a whole site for tests: the real handler on a scratch
// SQLite file and a folder of objects, filled with the demo, under a clock that
// the test sets. Pages are read by CSS selector. It fills each stage once in a
// test binary and copies it for each site.
package testkit

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"we-gov.org/awards/internal/account"
	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/intake"
	"we-gov.org/awards/internal/judging"
	"we-gov.org/awards/internal/library"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/post"
	"we-gov.org/awards/internal/stage"
	"we-gov.org/awards/internal/web"
	"we-gov.org/awards/storage/database"
	"we-gov.org/awards/storage/objects"
)

// URL is the address of a site as its pages and mails give it.
const URL = "http://wego.test"

// Platform is the running site of a test, alone with its records and objects.
type Platform struct {
	DB     *database.DB
	Store  objects.Store
	Clock  *Clock
	Sample demo.Sample // empty for a site without an edition
	// Parts are what the handler was made of, for tests that call an activity.
	Parts   web.Parts
	Handler http.Handler

	t testing.TB
}

// Site starts the platform at a stage of the demo's year, its clock standing at
// that stage's day. It ends with the test.
func Site(t testing.TB, at demo.Stage) *Platform {
	t.Helper()
	dir := t.TempDir()
	sample, err := copyStage(at, dir)
	if err != nil {
		t.Fatalf("testkit: %v", err)
	}
	s := open(t, dir, &Clock{now: demo.Day(at)})
	s.Sample = sample
	return s
}

// Empty starts the platform without an edition and without people, its clock
// standing at the day of stage submit.
func Empty(t testing.TB) *Platform {
	t.Helper()
	return open(t, t.TempDir(), &Clock{now: demo.Day(demo.Submit)})
}

func open(t testing.TB, dir string, clock *Clock) *Platform {
	t.Helper()
	db, err := database.Open(context.Background(), filepath.Join(dir, "wego.db"))
	if err != nil {
		t.Fatalf("testkit: %v", err)
	}
	t.Cleanup(func() { _ = db.Close() })
	store, err := objects.OpenFolder(filepath.Join(dir, "objects"))
	if err != nil {
		t.Fatalf("testkit: %v", err)
	}
	s := &Platform{DB: db, Store: store, Clock: clock, t: t}
	s.Parts = s.parts()
	s.Handler = s.handler(URL)
	return s
}

// parts wires the activities as cmd/wego does.
func (s *Platform) parts() web.Parts {
	now := s.Clock.Now
	return web.Parts{
		Account: account.New(s.DB, now),
		Intake:  intake.New(s.DB, s.Store, now),
		Judging: judging.New(s.DB, s.Store, now),
		Office:  office.New(s.DB, s.Store, now),
		Library: library.New(s.DB, s.Store, now),
		Stage:   stage.New(s.DB, s.Store, now),
		Post:    post.New(s.DB, now),
		Clock:   now, Log: slog.New(slog.DiscardHandler), Demo: true,
		Ready: func(r *http.Request) error { return errors.Join(s.DB.Ping(r.Context()), s.Store.Ping(r.Context())) },
	}
}

func (s *Platform) handler(url string) http.Handler {
	s.t.Helper()
	parts := s.Parts
	parts.URL = url
	h, err := web.New(parts)
	if err != nil {
		s.t.Fatalf("testkit: %v", err)
	}
	return h
}

// Server serves the site on a loopback address until the test ends, for a
// browser, and returns its address without a slash at the end.
func (s *Platform) Server(t testing.TB) string {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("testkit: %v", err)
	}
	url := "http://" + listener.Addr().String()
	server := &http.Server{Handler: s.handler(url), ReadHeaderTimeout: 5 * time.Second}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = server.Serve(listener)
	}()
	t.Cleanup(func() {
		_ = server.Close()
		<-ended
	})
	return url
}

// View reads the records, failing the test on an error.
func (s *Platform) View(fn func(*database.Tx) error) {
	s.t.Helper()
	if err := s.DB.View(context.Background(), fn); err != nil {
		s.t.Fatalf("testkit: view: %v", err)
	}
}

// Update changes the records behind the pages' back, failing the test on an
// error.
func (s *Platform) Update(fn func(*database.Tx) error) {
	s.t.Helper()
	if err := s.DB.Update(context.Background(), fn); err != nil {
		s.t.Fatalf("testkit: update: %v", err)
	}
}

// Mailbox returns the mails to an address, delivered or not, the latest first.
func (s *Platform) Mailbox(email string) []award.Mail {
	s.t.Helper()
	var mine []award.Mail
	s.View(func(tx *database.Tx) error {
		all, err := tx.Outbox(10000)
		for _, m := range all {
			if m.To == award.Email(email) {
				mine = append(mine, m)
			}
		}
		return err
	})
	return mine
}

// Clock is the time of a site, which only the test moves.
type Clock struct {
	mu  sync.Mutex
	now award.Time
}

// Now returns the present instant of the site.
func (c *Clock) Now() award.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Set moves the clock to an instant. Sessions that have expired by then end.
func (c *Clock) Set(now award.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = now
}

// Advance moves the clock on.
func (c *Clock) Advance(d time.Duration) { c.Set(c.Now().Add(d)) }

// template is a filled stage held in memory: its files by path.
type template struct {
	sample demo.Sample
	files  map[string][]byte
	err    error
}

var templates = struct {
	sync.Mutex
	of map[demo.Stage]template
}{of: map[demo.Stage]template{}}

// copyStage puts a filled stage into a folder. The first call of a stage fills
// it; memory, not disk, holds it afterwards, so that nothing is left behind.
func copyStage(at demo.Stage, dir string) (demo.Sample, error) {
	templates.Lock()
	made, there := templates.of[at]
	if !there {
		made = fillStage(at)
		templates.of[at] = made
	}
	templates.Unlock()
	if made.err != nil {
		return demo.Sample{}, made.err
	}
	for name, body := range made.files {
		full := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(full), 0o700); err != nil {
			return demo.Sample{}, err
		}
		if err := os.WriteFile(full, body, 0o600); err != nil {
			return demo.Sample{}, err
		}
	}
	sample := made.sample
	edition := *sample.Edition
	sample.Edition = &edition
	return sample, nil
}

func fillStage(at demo.Stage) (made template) {
	dir, err := os.MkdirTemp("", "wego-testkit-")
	if err != nil {
		return template{err: err}
	}
	defer func() { made.err = errors.Join(made.err, os.RemoveAll(dir)) }()
	ctx := context.Background()
	db, err := database.Open(ctx, filepath.Join(dir, "wego.db"))
	if err != nil {
		return template{err: err}
	}
	store, err := objects.OpenFolder(filepath.Join(dir, "objects"))
	if err == nil {
		made.sample, err = demo.Fill(ctx, db, store, at)
	}
	if made.err = errors.Join(err, db.Close()); made.err == nil {
		made.files, made.err = readAll(dir)
	}
	return made
}

// readAll reads every file below a folder by its path from there.
func readAll(dir string) (map[string][]byte, error) {
	files := map[string][]byte{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files[name], err = os.ReadFile(filepath.Join(dir, name))
		return err
	})
	return files, err
}

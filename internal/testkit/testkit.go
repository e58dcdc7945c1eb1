// Package testkit is a whole site for tests: the real handler on a scratch
// SQLite file and a folder of objects, filled with the demo, under a clock that
// the test sets. Pages are read by CSS selector. It fills each stage once in a
// test binary and copies it for each site.
package testkit

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
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

	t       testing.TB
	records string // where the records are
}

// Site starts the platform at a stage of the demo's year, its clock standing at
// that stage's day. It ends with the test. At stage ceremony the envelopes are
// open for work, so that whatever could leak from them can; CloseEnvelopes closes
// them.
func Site(t testing.TB, at demo.Stage) *Platform {
	t.Helper()
	made := filledStage(at)
	if made.err != nil {
		t.Fatalf("testkit: %v", made.err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, recordsFile), made.records, 0o600); err != nil {
		t.Fatalf("testkit: %v", err)
	}
	s := open(t, dir, made.objects, &Clock{now: demo.Day(at)})
	edition := *made.sample.Edition
	s.Sample = demo.Sample{Edition: &edition, People: slices.Clone(made.sample.People)}
	if at == demo.Ceremony {
		s.OpenForWork()
	}
	return s
}

// Empty starts the platform without an edition and without people, its clock
// standing at the day of stage submit.
func Empty(t testing.TB) *Platform {
	t.Helper()
	return open(t, t.TempDir(), nil, &Clock{now: demo.Day(demo.Submit)})
}

// SiteOn is Site on records and objects at addresses of their own, such as those
// of a PostgreSQL server and an S3 store; it fills them.
func SiteOn(t testing.TB, at demo.Stage, records, kept string) *Platform {
	t.Helper()
	store, err := objects.Open(kept)
	if err != nil {
		t.Fatalf("testkit: %v", err)
	}
	s := on(t, records, store, &Clock{now: demo.Day(at)})
	if s.Sample, err = demo.Fill(context.Background(), s.DB, store, at); err != nil {
		t.Fatalf("testkit: %v", err)
	}
	return s
}

func open(t testing.TB, dir string, kept map[string][]byte, clock *Clock) *Platform {
	t.Helper()
	folder, err := objects.OpenFolder(filepath.Join(dir, "objects"))
	if err != nil {
		t.Fatalf("testkit: %v", err)
	}
	return on(t, filepath.Join(dir, recordsFile), &lazy{Folder: folder, kept: maps.Clone(kept)}, clock)
}

func on(t testing.TB, records string, store objects.Store, clock *Clock) *Platform {
	t.Helper()
	db, err := database.Open(context.Background(), records)
	if err != nil {
		t.Fatalf("testkit: %v", err)
	}
	t.Cleanup(func() { _ = db.Close() })
	s := &Platform{DB: db, Store: store, Clock: clock, t: t, records: records}
	s.Parts = s.parts()
	s.Handler = s.handler(URL)
	return s
}

// parts wires the activities as cmd/wego does for the demo. Nobody takes the
// mail out but a test that calls Parts.Post itself.
func (s *Platform) parts() web.Parts {
	now, log := s.Clock.Now, slog.New(slog.DiscardHandler)
	desk := office.New(s.DB, s.Store, now)
	desk.Keep(demo.Key)
	mail := post.New(s.DB, now)
	mail.Open(post.Way{Carrier: post.Mailbox{}, Write: web.Letters(URL), Keep: true, Log: log})
	return web.Parts{
		Account: account.New(s.DB, now),
		Intake:  intake.New(s.DB, s.Store, now),
		Judging: judging.New(s.DB, s.Store, now),
		Office:  desk,
		Library: library.New(s.DB, s.Store, now),
		Stage:   stage.New(s.DB, s.Store, now),
		Post:    mail,
		Clock:   now, Log: log, Demo: true,
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

package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"we-gov.org/awards/internal/account"
	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/library"
	"we-gov.org/awards/internal/post"
	"we-gov.org/awards/storage/database"
	"we-gov.org/awards/storage/objects"
)

// slowCarrier takes each letter only when it is let.
type slowCarrier struct {
	began chan post.Letter
	let   chan struct{}
}

func (s slowCarrier) Carry(_ context.Context, l post.Letter) error {
	s.began <- l
	<-s.let
	return nil
}

func TestStoppingFinishesRequestsAndMailInHand(t *testing.T) {
	kept, _ := openStores(t)
	carrier := slowCarrier{began: make(chan post.Letter), let: make(chan struct{})}
	p := platform{stores: kept, clock: now, log: slog.New(slog.DiscardHandler), url: "http://wego.test", carrier: carrier}
	err := kept.db.Update(t.Context(), func(tx *database.Tx) error {
		return tx.Post(award.Mail{Kind: "test", To: "a@town.example", Language: "en", Subject: "S", Text: "T", Action: "Open", Link: "/help"}, "one", now())
	})
	if err != nil {
		t.Fatal(err)
	}
	s, err := p.site()
	if err != nil {
		t.Fatal(err)
	}
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	reading := make(chan struct{}, 10)
	s.server.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateActive {
			reading <- struct{}{}
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- p.work(ctx, s, listener) }()

	conn := half(t, listener.Addr().String())
	<-reading                 // a request is in hand
	letter := <-carrier.began // and a mail
	stop()
	if !strings.Contains(letter.Text, "http://wego.test/en/help") {
		t.Errorf("the letter says %q", letter.Text)
	}
	refused(t, listener.Addr().String())
	if got := rest(t, conn); got != http.StatusSeeOther {
		t.Errorf("the request in hand was answered %d", got)
	}
	select {
	case <-ended:
		t.Error("stopped with mail in hand")
	default:
	}
	close(carrier.let)
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if states := mailStates(t, kept.db); states[award.MailSent] != 1 {
		t.Errorf("mail after stopping: %v", states)
	}
}

// half sends the first half of a form.
func half(t *testing.T, address string) net.Conn {
	t.Helper()
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	fmt.Fprint(conn, "POST /en/sign-in HTTP/1.1\r\nHost: wego.test\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 23\r\n\r\nemail=new@")
	return conn
}

// rest sends the other half and returns the answer's status.
func rest(t *testing.T, conn net.Conn) int {
	t.Helper()
	fmt.Fprint(conn, "town.example1")
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	return answer.StatusCode
}

// refused waits until no new connection is taken.
func refused(t *testing.T, address string) {
	t.Helper()
	for t.Context().Err() == nil {
		conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", address)
		if err != nil {
			return
		}
		_ = conn.Close()
	}
}

func mailStates(t *testing.T, db *database.DB) (states map[award.MailState]int) {
	t.Helper()
	err := db.View(context.Background(), func(tx *database.Tx) (err error) {
		states, err = tx.MailCounts()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return states
}

func TestAnAddressInUseIsToldAtOnce(t *testing.T) {
	kept, _ := openStores(t)
	taken, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	p := platform{stores: kept, clock: now, log: slog.New(slog.DiscardHandler), url: "http://wego.test"}
	if err := p.run(t.Context(), taken.Addr().String()); err == nil || errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// Nothing called the sweep: what a crash in an upload had left stayed for ever.
func TestTidyingRemovesWhatBrokenUploadsLeft(t *testing.T) {
	kept, dir := openStores(t)
	if _, err := demo.Fill(t.Context(), kept.db, kept.objects, demo.Submit); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"files/old", "files/young"} {
		if _, err := kept.objects.Put(t.Context(), key, strings.NewReader("x")); err != nil {
			t.Fatal(err)
		}
	}
	long := time.Now().Add(-2 * sweepAfter)
	err := filepath.WalkDir(filepath.Join(dir, "objects"), func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Base(path) == "young" {
			return err
		}
		return os.Chtimes(path, long, long)
	})
	if err != nil {
		t.Fatal(err)
	}
	before := keys(t, kept.objects)
	p := platform{stores: kept, clock: demo.ClockFrom(demo.Day(demo.Submit), now), log: slog.New(slog.DiscardHandler)}
	if err := p.drop(t.Context(), site{account: account.New(kept.db, p.clock), library: library.New(kept.db, kept.objects, p.clock)}); err != nil {
		t.Fatal(err)
	}
	want := slices.DeleteFunc(before, func(key string) bool { return key == "files/old" })
	if after := keys(t, kept.objects); !slices.Equal(after, want) {
		t.Errorf("%d objects are left, want %d", len(after), len(want))
	}
}

func keys(t *testing.T, store objects.Store) (all []string) {
	t.Helper()
	err := store.List(t.Context(), func(o objects.Info) error {
		all = append(all, o.Key)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(all)
	return all
}

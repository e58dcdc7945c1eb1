package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"maps"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/storage/database"
)

// alone runs a test once more in a process of its own and reports whether this
// is the one that has done so and is finished. What fullDisk does would else stop
// the log that go test itself writes.
func alone(t *testing.T) (done bool) {
	t.Helper()
	const mark = "WEGO_TEST_ALONE"
	if os.Getenv(mark) == t.Name() {
		return false
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	again := exec.Command(self, "-test.run=^"+t.Name()+"$", "-test.count=1")
	again.Env = append(os.Environ(), mark+"="+t.Name())
	if said, err := again.CombinedOutput(); err != nil || bytes.Contains(said, []byte("no tests to run")) {
		t.Errorf("%v\n%s", err, said)
	}
	return true
}

// fullDisk makes every write to a file of this process fail, until the returned
// function is called.
func fullDisk(t *testing.T) (free func()) {
	t.Helper()
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 0, Max: before.Max}); err != nil {
		t.Fatal(err)
	}
	free = func() {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
			t.Error(err)
		}
	}
	t.Cleanup(free)
	return free
}

// The page of a fault took the place of the form, and what a city had written
// without script was gone with it.
func TestAFullDiskKeepsWhatACityWroteInItsForm(t *testing.T) {
	if alone(t) {
		return
	}
	site := testkit.Site(t, demo.Submit)
	c := site.As("city/port-oriel")
	const path, words = "/en/my/entries/2027-0040/sections/the_practice", "Every permit is decided within a day."
	form := c.Get(path).Want(http.StatusOK).Form("main form").Set("summary", words)

	free := fullDisk(t)
	page := form.Send().Want(http.StatusServiceUnavailable)
	if !page.Says("Your text could not be saved") || page.Text("textarea[name=summary]") != words {
		t.Errorf("the page says %q and holds %q", page.Text("main"), page.Text("textarea[name=summary]"))
	}
	c.Get("/readyz").Want(http.StatusOK)
	c.Get("/en/library").Want(http.StatusOK)
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 300, 300))); err != nil {
		t.Fatal(err)
	}
	answer := c.Upload("/en/my/entries/2027-0040/attach/photographs", nil, testkit.File{Field: "file", Name: "a.png", Body: picture.Bytes()})
	if !answer.Want(http.StatusServiceUnavailable).Says("The store of files does not answer") {
		t.Errorf("the file is answered %q", answer.Text("main"))
	}

	free()
	page.Form("main form").Send().Want(http.StatusSeeOther)
	if got := c.Get(path).Text("textarea[name=summary]"); got != words {
		t.Errorf("saved afterwards: %q", got)
	}
}

func TestAFullDiskKeepsWhatAJudgeWroteInTheSheet(t *testing.T) {
	if alone(t) {
		return
	}
	site := testkit.Site(t, demo.Judge)
	open := openSeats(t, site.DB)
	judge := slices.Sorted(maps.Keys(open))[0]
	c, seat := site.As(string(judge)), open[judge][0]
	const words = "Clear figures, weak on privacy."
	form := c.Get(seat.path()).Want(http.StatusOK).Form("form.sheet").Set("comment", words)

	free := fullDisk(t)
	page := form.Press("button[value=save]").Want(http.StatusServiceUnavailable)
	if !page.Says("Your text could not be saved") || page.Text("textarea[name=comment]") != words {
		t.Errorf("the page says %q and holds %q", page.Text("main"), page.Text("textarea[name=comment]"))
	}

	free()
	page.Form("form.sheet").Press("button[value=save]").Want(http.StatusSeeOther)
	if got := c.Get(seat.path()).Text("textarea[name=comment]"); got != words {
		t.Errorf("saved afterwards: %q", got)
	}
}

// place is where a judge may write.
type place struct {
	seat      award.ID
	round     int
	reference string
}

func (p place) path() string { return fmt.Sprintf("/en/judge/2027/%d/%s", p.round, p.reference) }

// openSeats are the seats of each judge that may still be written.
func openSeats(t *testing.T, db *database.DB) map[award.ID][]place {
	t.Helper()
	by := map[award.ID][]place{}
	err := db.View(t.Context(), func(tx *database.Tx) error {
		e, err := tx.RunningEdition()
		if err != nil {
			return err
		}
		seats, err := tx.Seats(e.ID, 1)
		for _, s := range seats {
			if s.State != award.SeatOpen {
				continue
			}
			entry, err := tx.Entry(s.Entry)
			if err != nil {
				return err
			}
			by[s.Judge] = append(by[s.Judge], place{s.ID, s.Round, entry.Reference})
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return by
}

// Judges write into the program until it is killed in the middle of it; what it
// said it had saved is there when it starts again.
func TestWhatWasSaidToBeSavedSurvivesAKillOfTheProgram(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	program, at := startDemo(t, dir)
	db, err := database.Open(t.Context(), filepath.Join(dir, "wego.db"))
	if err != nil {
		t.Fatal(err)
	}
	seats := openSeats(t, db)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	const enough = 60
	acknowledged := make(chan mark, 10*enough)
	var judges sync.WaitGroup
	for judge, places := range seats {
		judges.Go(func() { writeUntilTheEnd(at, judge, places[0], acknowledged) })
	}
	last := map[award.ID]int{}
	for range enough {
		m := <-acknowledged
		last[m.seat] = m.number
	}
	if err := program.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	judges.Wait()
	_ = program.Wait() // killed
	close(acknowledged)
	for m := range acknowledged {
		last[m.seat] = m.number
	}
	again, _ := startDemo(t, dir)
	checkKept(t, dir, last)
	if err := again.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := again.Wait(); err != nil {
		t.Errorf("stopped with %v", err)
	}
}

// mark is one comment, numbered, that the program said it had saved.
type mark struct {
	seat   award.ID
	number int
}

// startDemo starts the program and waits until it answers.
func startDemo(t *testing.T, dir string) (program *exec.Cmd, at string) {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close()
	program = exec.Command("wego", "demo", "--data", dir, "--listen", address)
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = program.Process.Kill() })
	for range 2400 {
		answer, err := http.Get("http://" + address + "/readyz")
		if err == nil {
			_ = answer.Body.Close()
			return program, "http://" + address
		}
		time.Sleep(25 * time.Millisecond)
	}
	t.Fatal("the program does not answer")
	return nil, ""
}

// writeUntilTheEnd saves ever new comments as a judge until the program is gone.
func writeUntilTheEnd(at string, judge award.ID, p place, acknowledged chan<- mark) {
	jar, _ := cookiejar.New(nil) // never fails without a list of suffixes
	client := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.PostForm(at+"/en/demo/as", url.Values{"person": {string(judge)}})
	if err != nil {
		return
	}
	_ = answer.Body.Close()
	version := 0
	for number := 1; ; number++ {
		form := url.Values{"field": {"comment"}, "value": {strconv.Itoa(number)}, "version": {strconv.Itoa(version)}}
		answer, err := client.PostForm(at+p.path()+"/score", form)
		if err != nil {
			return
		}
		var said struct{ Version int }
		err = json.NewDecoder(answer.Body).Decode(&said)
		_ = answer.Body.Close()
		if err != nil {
			return
		}
		version = said.Version
		if answer.StatusCode == http.StatusOK {
			acknowledged <- mark{p.seat, number}
		}
	}
}

// checkKept checks that each seat holds what was last said to be saved, or what
// its judge wrote after that.
func checkKept(t *testing.T, dir string, last map[award.ID]int) {
	t.Helper()
	db, err := database.Open(t.Context(), filepath.Join(dir, "wego.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.View(t.Context(), func(tx *database.Tx) error {
		for seat, number := range last {
			sheet, err := tx.Scoresheet(seat)
			if err != nil {
				return err
			}
			if kept, err := strconv.Atoi(strings.TrimSpace(sheet.Comment)); err != nil || kept < number {
				t.Errorf("seat %s holds %q, and %d was said to be saved", seat, sheet.Comment, number)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

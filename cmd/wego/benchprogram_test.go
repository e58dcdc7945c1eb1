package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"we-gov.org/awards/internal/demo"
)

// process is the real program while it runs.
type process struct {
	*exec.Cmd
	url string
}

// start runs the program and waits until its first page has come.
func start(b *testing.B, binary string, args ...string) (process, time.Duration) {
	b.Helper()
	listener, err := new(net.ListenConfig).Listen(b.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close()
	p := process{exec.CommandContext(b.Context(), binary, append(args, "--listen", address)...), "http://" + address}
	p.Env = append(os.Environ(), "TMPDIR="+b.TempDir())
	began := time.Now()
	if err := p.Start(); err != nil {
		b.Fatal(err)
	}
	for !p.answers("/en/") {
		if time.Since(began) > time.Minute {
			b.Fatal("the program does not answer")
		}
		time.Sleep(time.Millisecond)
	}
	return p, time.Since(began)
}

func (p process) answers(path string) bool {
	answer, err := http.Get(p.url + path)
	if err != nil {
		return false
	}
	_ = answer.Body.Close()
	return answer.StatusCode == http.StatusOK
}

// stop ends the program as Ctrl+C does and returns its time on the processors.
func (p process) stop(b *testing.B) time.Duration {
	b.Helper()
	if err := p.Process.Signal(os.Interrupt); err != nil {
		b.Fatal(err)
	}
	if err := p.Wait(); err != nil {
		b.Fatal(err)
	}
	return p.ProcessState.UserTime() + p.ProcessState.SystemTime()
}

// memory is what the program holds in memory, its own code included; 0 where
// the system does not tell.
func (p process) memory() int64 {
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.Process.Pid))
	for line := range strings.Lines(string(status)) {
		if size, there := strings.CutPrefix(line, "VmRSS:"); there {
			kB, _ := strconv.ParseInt(strings.Fields(size)[0], 10, 64)
			return kB << 10
		}
	}
	return 0
}

// program builds the real program and measures it from outside, on the records
// of a demo.
func (f *figures) program(b *testing.B) {
	dir := b.TempDir()
	binary := filepath.Join(dir, "wego")
	if out, err := exec.CommandContext(b.Context(), "go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	data := filepath.Join(dir, "data")
	kept, err := storeSettings{Data: data}.open(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	if _, err := demo.Fill(b.Context(), kept.db, kept.objects, demo.Judge); err != nil {
		b.Fatal(err)
	}
	if err := kept.db.Close(); err != nil {
		b.Fatal(err)
	}
	serve := []string{"serve", "--quiet", "--data", data, "--smtp", "smtp://127.0.0.1:9"}
	b.Run("start", func(b *testing.B) {
		t := took{}
		for b.Loop() {
			p, wall := start(b, binary, serve...)
			t.add(wall, p.stop(b))
		}
		f.timing(b, "Start of the program to its first page", t, 200*time.Millisecond, 50)
	})
	b.Run("demo", func(b *testing.B) {
		t := took{}
		for b.Loop() {
			p, wall := start(b, binary, "demo")
			t.add(wall, p.stop(b))
		}
		f.timing(b, "Start of the demo, made anew, to its first page", t, 0, 50)
	})
	p, _ := start(b, binary, serve...)
	f.memory("Memory after the first page", p.memory(), 60<<20)
	if !p.answers("/en/library?q=city") {
		b.Fatal("the library does not answer")
	}
	f.memory("Memory with the index of the 26 practices", p.memory(), 60<<20)
	p.stop(b)
}

// storyTook is how the story's test tells its time.
var storyTook = regexp.MustCompile(`--- (PASS|FAIL|SKIP): TestBrowserStoryOfAnEdition \((.*)s\)`)

// story runs the test that drives the story of an edition in a browser.
func (f *figures) story(b *testing.B) {
	test := exec.CommandContext(b.Context(), "go", "test", "-count=1", "-v", "-run", "^TestBrowserStoryOfAnEdition$", "we-gov.org/awards/internal/testkit/journey")
	out, _ := test.CombinedOutput()
	said := "not run"
	if found := storyTook.FindSubmatch(out); found != nil {
		said = string(found[2]) + " s"
		if string(found[1]) != "PASS" {
			said = string(found[1])
		}
	}
	b.ReportMetric(0, "ns/op")
	f.note("The story of an edition in Chromium, from entry to library", said)
}

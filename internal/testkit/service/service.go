// Package service starts the real servers that tests talk to: PostgreSQL, an
// S3-compatible object store and a mail sink. Each listens on this machine only,
// keeps its files in a folder of its own, and is gone with them when the test
// program ends, however it ends. A server whose program is missing skips the
// test with a sentence saying what was not run, and fails it when
// WEGO_TEST_ALL=1 is set, as the full check does.
package service

import (
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// guard runs a server as a child of a shell that lives as long as the pipe on
// its standard input, which closes when the test program ends, even by a kill.
// Then the server is asked to stop and the folder is removed.
const guard = `dir=$1; shift
trap '' INT TERM HUP
"$@" >"$dir/log" 2>&1 </dev/null &
server=$!
cat >/dev/null
kill -INT $server 2>/dev/null
wait $server
rm -rf "$dir"`

// server is one that runs.
type server struct {
	dir  string
	stop io.Closer
	done chan struct{}
}

// missing ends the test because a server cannot be started here.
func missing(t testing.TB, what, remedy string) {
	t.Helper()
	sentence := fmt.Sprintf("not run: this test needs %s; %s", what, remedy)
	if os.Getenv("WEGO_TEST_ALL") == "1" {
		t.Fatal(sentence)
	}
	t.Skip(sentence)
}

// XMLLint returns the program that holds XML against its schema.
func XMLLint(t testing.TB) string {
	t.Helper()
	return program(t, "xmllint", "libxml2-utils")
}

// Python returns the interpreter that runs the other verifier.
func Python(t testing.TB) string {
	t.Helper()
	return program(t, "python3", "python3")
}

// program finds a program that a package of Debian brings.
func program(t testing.TB, name, debian string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		missing(t, name, "on Debian: apt-get install "+debian)
	}
	return path
}

// folder makes a folder for a server that runs as the owner.
func folder(owner *syscall.Credential) (string, error) {
	dir, err := os.MkdirTemp("", "wego-")
	if err == nil && owner != nil {
		err = os.Chown(dir, int(owner.Uid), int(owner.Gid))
	}
	return dir, err
}

// start starts a program in a folder that will be removed with it. Owner may be
// nil for the present user.
func start(dir string, owner *syscall.Credential, env []string, program ...string) (*server, error) {
	cmd := exec.Command("sh", append([]string{"-c", guard, "sh", dir}, program...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Credential: owner}
	pipe, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	s := &server{dir: dir, stop: pipe, done: make(chan struct{})}
	go func() {
		_ = cmd.Wait() // the guard ends as the signal made it
		close(s.done)
	}()
	return s, nil
}

// await waits until try succeeds, and gives up with the server's log.
func (s *server) await(try func() error) error {
	var err error
	for range 600 {
		if err = try(); err == nil {
			return nil
		}
		time.Sleep(25 * time.Millisecond)
	}
	log, _ := os.ReadFile(filepath.Join(s.dir, "log"))
	return fmt.Errorf("the server did not answer: %w\n%s", err, log)
}

// end stops the server and waits until its files are gone.
func (s *server) end() {
	_ = s.stop.Close()
	<-s.done
}

// freeAddress returns an address on this machine that nothing listens on.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// answers tries to connect.
func answers(address string) func() error {
	return func() error {
		c, err := net.Dial("tcp", address)
		if err != nil {
			return err
		}
		return c.Close()
	}
}

// tool returns the path of a program pinned in internal/tools, building it when
// that has not been done yet.
func tool(name string) (string, error) {
	dir, err := os.Getwd()
	for err == nil {
		mod := filepath.Join(dir, "internal", "tools", "go.mod")
		if _, gone := os.Stat(mod); gone == nil {
			return toolIn(dir, mod, name)
		}
		if dir == filepath.Dir(dir) {
			err = os.ErrNotExist
		}
		dir = filepath.Dir(dir)
	}
	return "", err
}

// built holds the path of each tool that was asked for.
var (
	building sync.Mutex
	built    = map[string]string{}
)

func toolIn(dir, mod, name string) (string, error) {
	building.Lock()
	defer building.Unlock()
	if path := built[name]; path != "" {
		return path, nil
	}
	cmd := exec.Command("go", "tool", "-n", "-modfile="+mod, name)
	cmd.Dir = dir
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("go tool %s: %w", name, err)
	}
	built[name] = strings.TrimSpace(string(out))
	return built[name], nil
}

package service

import (
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
)

// cluster is the PostgreSQL server of this test program, started on first use.
var cluster = sync.OnceValues(startCluster)

// databases counts the databases made so far.
var databases atomic.Int64

type pgCluster struct {
	bin   string
	owner *syscall.Credential
	dir   string
}

// Postgres returns the address of a fresh, empty database on a real PostgreSQL
// server, which is shared by the tests of one test program. The database is
// dropped when the test ends.
func Postgres(t testing.TB) string {
	t.Helper()
	if postgresBin() == "" {
		missing(t, "PostgreSQL", "install it with: apt-get install --no-install-recommends postgresql")
	}
	c, err := cluster()
	if err != nil {
		t.Fatalf("start PostgreSQL: %v", err)
	}
	name := "test" + strconv.FormatInt(databases.Add(1), 10)
	if err := c.run("createdb", "-h", c.dir, "-U", "postgres", name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.run("dropdb", "-h", c.dir, "-U", "postgres", "--force", name); err != nil {
			t.Error(err)
		}
	})
	return "postgres://postgres@/" + name + "?host=" + url.QueryEscape(c.dir)
}

// postgresBin returns the folder of the newest PostgreSQL that is installed, or
// "".
func postgresBin() string {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) > 0 {
		return filepath.Dir(slices.MaxFunc(found, func(a, b string) int { return version(a) - version(b) }))
	}
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path)
	}
	return ""
}

// version reads the number in /usr/lib/postgresql/15/bin/initdb.
func version(initdb string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(initdb))))
	return n
}

func startCluster() (*pgCluster, error) {
	c := &pgCluster{bin: postgresBin()}
	var err error
	if c.owner, err = postgresUser(); err != nil {
		return nil, err
	}
	if c.dir, err = folder(c.owner); err != nil {
		return nil, err
	}
	data := filepath.Join(c.dir, "data")
	if err := c.run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"); err != nil {
		return nil, err
	}
	s, err := start(c.dir, c.owner, nil, filepath.Join(c.bin, "postgres"), "-D", data, "-k", c.dir,
		"-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=200", "-c", "shared_buffers=64MB")
	if err != nil {
		return nil, err
	}
	return c, s.await(func() error { return c.run("pg_isready", "-q", "-h", c.dir, "-U", "postgres") })
}

// postgresUser returns whom the server runs as: it refuses to run as root.
func postgresUser() (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, err
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, err
}

// run runs one of PostgreSQL's own programs to its end.
func (c *pgCluster) run(program string, args ...string) error {
	cmd := exec.Command(filepath.Join(c.bin, program), args...)
	cmd.Dir = c.dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: c.owner}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", program, err, out)
	}
	return nil
}

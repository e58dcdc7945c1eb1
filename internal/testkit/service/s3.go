package service

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
)

// The account of the object store that S3 starts.
const (
	s3Key    = "wego"
	s3Secret = "a-secret-for-tests"
)

// gateway is the address of the object store of this test program.
var gateway = sync.OnceValues(startGateway)

// buckets counts the buckets named so far.
var buckets atomic.Int64

// S3 returns the address of an empty place on a real S3-compatible server, in
// the form that objects.Open takes. The server is shared by the tests of one
// test program; the bucket is not there yet.
func S3(t testing.TB) string {
	t.Helper()
	if _, err := tool("versitygw"); err != nil {
		missing(t, "the S3 server versitygw", "build it with: go tool -modfile=internal/tools/go.mod versitygw --version")
	}
	address, err := gateway()
	if err != nil {
		t.Fatalf("start versitygw: %v", err)
	}
	return fmt.Sprintf("s3://%s:%s@%s/test%d?insecure=true", s3Key, s3Secret, address, buckets.Add(1))
}

func startGateway() (string, error) {
	program, err := tool("versitygw")
	if err != nil {
		return "", err
	}
	address, err := freeAddress()
	if err != nil {
		return "", err
	}
	dir, err := folder(nil)
	if err != nil {
		return "", err
	}
	root, side := filepath.Join(dir, "objects"), filepath.Join(dir, "sidecar")
	for _, d := range []string{root, side} {
		if err := os.Mkdir(d, 0o700); err != nil {
			return "", err
		}
	}
	// The sidecar keeps metadata in files: not every file system has attributes.
	s, err := start(dir, nil, []string{"ROOT_ACCESS_KEY=" + s3Key, "ROOT_SECRET_KEY=" + s3Secret},
		program, "--port", address, "--quiet", "posix", "--sidecar", side, root)
	if err != nil {
		return "", err
	}
	return address, s.await(answers(address))
}

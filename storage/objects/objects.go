// Package objects keeps attachments: whole files under keys, in a folder by
// default or in any S3-compatible store. It streams in constant memory, and an
// object is there whole or not at all. It knows nothing of the rows that name
// its keys; package storage says in which order the two are written.
package objects

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"
)

// Store keeps objects under keys. A key is at most 200 bytes of lower-case
// letters, digits and hyphens in one or more parts joined by slashes, and must
// not be the beginning parts of another key. A Store is safe for use by many
// goroutines.
type Store interface {
	// Put keeps all that r gives under key, in place of what was there. When it
	// returns an error, that of r included, no part of r has been kept.
	Put(ctx context.Context, key string, r io.Reader) (Info, error)
	// Open reads n bytes of an object from the byte numbered from, or all the
	// rest when n is negative; what lies beyond the end is left out. The Info is
	// of the whole object. A missing key is award.ErrNotFound. The caller closes
	// the reader.
	Open(ctx context.Context, key string, from, n int64) (io.ReadCloser, Info, error)
	// Delete removes an object; that it is missing already is no error.
	Delete(ctx context.Context, key string) error
	// List calls fn with each object, in no order, until fn returns an error,
	// which it returns.
	List(ctx context.Context, fn func(Info) error) error
	// DropUnfinished removes what is left of Puts that began before an instant
	// and were cut short together with their program.
	DropUnfinished(ctx context.Context, before time.Time) error
	// Ping reports whether the store can be used now, making its place when
	// that is missing.
	Ping(ctx context.Context) error
}

// Info describes an object: Size in bytes, Modified when its Put ended.
type Info struct {
	Key      string
	Size     int64
	Modified time.Time
}

// errKey is returned for a key that a Store cannot take.
var errKey = errors.New("objects: not a key")

var keyForm = regexp.MustCompile(`^[a-z0-9-]+(/[a-z0-9-]+)*$`)

// clean refuses a key that could mean another place than its own.
func clean(key string) error {
	if len(key) > 200 || !keyForm.MatchString(key) {
		return fmt.Errorf("%w: %q", errKey, key)
	}
	return nil
}

// Open returns the store that url names: "s3://key:secret@host:port/bucket" as
// OpenS3 takes it, or else the path of a folder as OpenFolder takes it.
func Open(url string) (Store, error) {
	if strings.HasPrefix(url, "s3://") {
		return OpenS3(url)
	}
	return OpenFolder(url)
}

// contextReader ends with its context.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}

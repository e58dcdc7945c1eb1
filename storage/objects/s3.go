package objects

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"we-gov.org/awards/internal/award"
)

const (
	partSize  = 16 << 20 // of an upload in parts: what is held in memory
	smallSize = 1 << 20  // up to here an object goes in one request
)

// S3 is a Store in one bucket of an S3-compatible server.
type S3 struct {
	client *minio.Client
	bucket string
	plain  bool // http: the server takes no signed checksum of a stream

	made atomic.Bool // the bucket has been seen
}

// OpenS3 returns the store in a bucket, given as
// s3://key:secret@host:port/bucket, with ?insecure=true for plain http and
// &region=name where the server wants one. It does not connect yet, so that the
// program starts when the store is away; the bucket is made on first use.
func OpenS3(address string) (*S3, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, errors.New("objects: the S3 address cannot be read") // err would print the secret
	}
	bucket := strings.Trim(u.Path, "/")
	secret, signed := u.User.Password()
	if u.Scheme != "s3" || u.Host == "" || bucket == "" || !signed {
		return nil, errors.New("objects: an S3 address is s3://key:secret@host:port/bucket")
	}
	plain := u.Query().Get("insecure") == "true"
	client, err := minio.New(u.Host, &minio.Options{
		Creds:      credentials.NewStaticV4(u.User.Username(), secret, ""),
		Secure:     !plain,
		Region:     u.Query().Get("region"),
		MaxRetries: 3,
	})
	if err != nil {
		return nil, fmt.Errorf("objects: %w", err)
	}
	return &S3{client: client, bucket: bucket, plain: plain}, nil
}

// Put sends a small object in one request and a larger one in parts, and then
// asks the server whether it has all of it.
func (s *S3) Put(ctx context.Context, key string, r io.Reader) (Info, error) {
	if err := clean(key); err != nil {
		return Info{}, err
	}
	if err := s.place(ctx); err != nil {
		return Info{}, fmt.Errorf("put %s: %w", key, err)
	}
	source := &source{r: contextReader{ctx, r}}
	err := s.send(ctx, key, source)
	if source.err != nil {
		err = source.err
	}
	if err != nil {
		return Info{}, fmt.Errorf("put %s: %w", key, err)
	}
	info, err := s.stat(ctx, key)
	if err == nil && info.Size != source.n {
		err = fmt.Errorf("put %s: the server kept %d bytes of %d", key, info.Size, source.n)
		err = errors.Join(err, s.Delete(ctx, key))
	}
	return info, err
}

// send streams r. The client itself aborts an upload in parts that fails.
func (s *S3) send(ctx context.Context, key string, r *source) error {
	options := minio.PutObjectOptions{
		ContentType:          "application/octet-stream",
		PartSize:             partSize,
		DisableContentSha256: s.plain,
	}
	var start bytes.Buffer
	var body io.Reader = &start
	n, err := io.CopyN(&start, r, smallSize)
	if err == nil {
		body, n = io.MultiReader(&start, r), -1
	} else if !errors.Is(err, io.EOF) {
		return err
	}
	_, err = s.client.PutObject(ctx, s.bucket, key, body, n, options)
	return err
}

// source counts what a reader gives, remembers how it failed, and hides that: the client takes
// io.ErrUnexpectedEOF, which is how a cut request body ends, for the end of the
// object, and would keep the first half as if it were all.
type source struct {
	r   io.Reader
	n   int64
	err error
}

var errSource = errors.New("objects: the source failed")

func (s *source) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	s.n += int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		s.err = err
		return n, errSource
	}
	return n, err
}

// Open asks for the bytes and returns them as they come.
func (s *S3) Open(ctx context.Context, key string, from, n int64) (io.ReadCloser, Info, error) {
	if err := clean(key); err != nil {
		return nil, Info{}, err
	}
	from = max(from, 0)
	if n == 0 {
		return s.nothing(ctx, key)
	}
	options, err := span(from, n)
	if err != nil {
		return nil, Info{}, err
	}
	body, got, header, err := minio.Core{Client: s.client}.GetObject(ctx, s.bucket, key, options)
	if minio.ToErrorResponse(err).StatusCode == http.StatusRequestedRangeNotSatisfiable {
		return s.nothing(ctx, key)
	}
	if err != nil {
		return nil, Info{}, gone(key, err)
	}
	info := Info{Key: key, Size: got.Size, Modified: got.LastModified}
	if _, whole, ok := strings.Cut(header.Get("Content-Range"), "/"); ok {
		if info.Size, err = strconv.ParseInt(whole, 10, 64); err != nil {
			return nil, Info{}, errors.Join(fmt.Errorf("object %s: %w", key, err), body.Close())
		}
	}
	return body, info, nil
}

// span asks for n bytes from a place, or for everything.
func span(from, n int64) (o minio.GetObjectOptions, err error) {
	switch {
	case n > 0 && n <= math.MaxInt64-from:
		err = o.SetRange(from, from+n-1)
	case from > 0:
		err = o.SetRange(from, 0)
	}
	return o, err
}

// nothing is what lies beyond the end of an object.
func (s *S3) nothing(ctx context.Context, key string) (io.ReadCloser, Info, error) {
	info, err := s.stat(ctx, key)
	if err != nil {
		return nil, Info{}, err
	}
	return http.NoBody, info, nil
}

func (s *S3) stat(ctx context.Context, key string) (Info, error) {
	got, err := s.client.StatObject(ctx, s.bucket, key, minio.StatObjectOptions{})
	if err != nil {
		return Info{}, gone(key, err)
	}
	return Info{Key: key, Size: got.Size, Modified: got.LastModified}, nil
}

// Delete asks the server to remove an object.
func (s *S3) Delete(ctx context.Context, key string) error {
	if err := clean(key); err != nil {
		return err
	}
	err := gone(key, s.client.RemoveObject(ctx, s.bucket, key, minio.RemoveObjectOptions{}))
	if errors.Is(err, award.ErrNotFound) {
		return nil
	}
	return err
}

// List asks for the objects page by page.
func (s *S3) List(ctx context.Context, fn func(Info) error) error {
	if err := s.place(ctx); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for got := range s.client.ListObjects(ctx, s.bucket, minio.ListObjectsOptions{Recursive: true}) {
		if got.Err != nil {
			return got.Err
		}
		if clean(got.Key) != nil {
			continue
		}
		if err := fn(Info{Key: got.Key, Size: got.Size, Modified: got.LastModified}); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// DropUnfinished aborts old uploads in parts.
func (s *S3) DropUnfinished(ctx context.Context, before time.Time) error {
	if err := s.place(ctx); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	core := minio.Core{Client: s.client}
	for got := range s.client.ListIncompleteUploads(ctx, s.bucket, "", true) {
		if got.Err != nil {
			return got.Err
		}
		if !got.Initiated.Before(before) {
			continue
		}
		if err := core.AbortMultipartUpload(ctx, s.bucket, got.Key, got.UploadID); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// Ping looks for the bucket, and makes it if it is missing.
func (s *S3) Ping(ctx context.Context) error {
	there, err := s.client.BucketExists(ctx, s.bucket)
	if err == nil && !there {
		err = s.client.MakeBucket(ctx, s.bucket, minio.MakeBucketOptions{})
	}
	switch minio.ToErrorResponse(err).Code {
	case minio.BucketAlreadyOwnedByYou, minio.BucketAlreadyExists:
		err = nil // another program made it meanwhile
	}
	s.made.Store(err == nil)
	return err
}

// place sees to it that the bucket is there before its first use.
func (s *S3) place(ctx context.Context) error {
	if s.made.Load() {
		return nil
	}
	return s.Ping(ctx)
}

// gone turns the server's "no such key" into award.ErrNotFound.
func gone(key string, err error) error {
	if err == nil {
		return nil
	}
	switch minio.ToErrorResponse(err).Code {
	case minio.NoSuchKey, minio.NoSuchBucket:
		err = award.ErrNotFound
	}
	return fmt.Errorf("object %s: %w", key, err)
}

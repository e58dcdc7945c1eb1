package objects

import (
	"context"
	"strings"
	"testing"

	"github.com/minio/minio-go/v7"
)

func startUpload(s *S3, key string) error {
	_, err := minio.Core{Client: s.client}.NewMultipartUpload(context.Background(), s.bucket, key, minio.PutObjectOptions{})
	return err
}

func TestS3OpensWhileItsServerIsAway(t *testing.T) {
	s, err := OpenS3("s3://key:secret@127.0.0.1:1/bucket?insecure=true")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := s.Ping(ctx); err == nil {
		t.Error("answered")
	}
}

func TestAddressOfS3MustBeComplete(t *testing.T) {
	for _, url := range []string{"s3://host/bucket", "s3://key@host/bucket", "s3://key:hidden@host", "s3://key:hidden@/bucket", "s3://key:hidden@host:%/bucket"} {
		if _, err := Open(url); err == nil || strings.Contains(err.Error(), "hidden") {
			t.Errorf("%s: %v", url, err)
		}
	}
}

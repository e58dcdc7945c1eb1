package objects

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestFolderDoesNotFollowLinksOutOfIt(t *testing.T) {
	outside, dir := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(outside, "secret"), []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := mustOpen(t, dir)
	if err := os.Symlink(outside, filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Open(context.Background(), "link/secret", 0, -1); err == nil {
		t.Error("read outside")
	}
	if _, err := s.Put(context.Background(), "link/new", strings.NewReader("x")); err == nil {
		t.Error("wrote outside")
	}
}

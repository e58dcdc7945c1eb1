package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/ledger"
	"we-gov.org/awards/internal/office"
)

// proof writes the public bundle of a demo whose results are open, and its key.
func proof(t *testing.T) (bundle, key string) {
	t.Helper()
	_, kept, _ := sealed(t, demo.Public)
	text, err := office.New(kept.db, kept.objects, now).Bundle(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	bundle, key = filepath.Join(dir, "bundle.json"), filepath.Join(dir, "key.txt")
	for name, text := range map[string][]byte{bundle: text, key: []byte(demo.Key.Public + "\n")} {
		if err := os.WriteFile(name, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return bundle, key
}

func TestVerifySaysWhatHoldsAndWhatDoesNot(t *testing.T) {
	bundle, key := proof(t)
	var out bytes.Buffer
	c := verifyBundle{publicKey: publicKey{key}, File: bundle}
	if err := c.Run(&out); err != nil {
		t.Fatal(err)
	}
	for _, says := range []string{"Record of demo.awards.example", "sealed as deed", "Everything holds."} {
		if !strings.Contains(out.String(), says) {
			t.Errorf("does not say %q:\n%s", says, &out)
		}
	}
	_, other, err := ledger.NewKey("demo.awards.example")
	if err != nil {
		t.Fatal(err)
	}
	c.Key = other
	if err := c.Run(&out); err == nil || !strings.HasSuffix(err.Error(), "Signature 1 was not made with this key.") {
		t.Error(err)
	}
	c.Key = key
	if err := os.WriteFile(bundle, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := c.Run(&out); err == nil || !strings.Contains(err.Error(), "is not a bundle of results") {
		t.Error(err)
	}
}

func TestTheKeyIsMadeOnceAndKept(t *testing.T) {
	dir := t.TempDir()
	first, err := keySettings{}.key(dir, "https://awards.example")
	if err != nil {
		t.Fatal(err)
	}
	again, err := keySettings{}.key(dir, "https://elsewhere.example")
	if err != nil || again != first || !strings.HasPrefix(first.Public, "awards.example+") {
		t.Errorf("%+v, %v", again, err)
	}
	path := filepath.Join(dir, "ledger.key")
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	if err := os.WriteFile(path, []byte(first.Private+"\nnonsense\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := (keySettings{}).key(dir, "https://awards.example"); err == nil || !strings.Contains(err.Error(), path) {
		t.Error(err)
	}
}

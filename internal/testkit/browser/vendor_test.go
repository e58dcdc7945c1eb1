package browser

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

func TestVendoredFilesAreAsTheManifestSays(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join(vendored(), "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	var manifest []struct {
		Name, Version, Licence string
		Files                  []struct{ Path, SHA256 string }
	}
	if err := json.Unmarshal(raw, &manifest); err != nil {
		t.Fatal(err)
	}
	if len(manifest) == 0 {
		t.Fatal("the manifest names nothing")
	}
	for _, m := range manifest {
		if m.Name == "" || m.Version == "" || m.Licence == "" || len(m.Files) == 0 {
			t.Errorf("the manifest is incomplete: %+v", m)
		}
		for _, f := range m.Files {
			body, err := os.ReadFile(filepath.Join(vendored(), f.Path))
			if err != nil {
				t.Error(err)
				continue
			}
			if sum := sha256.Sum256(body); hex.EncodeToString(sum[:]) != f.SHA256 {
				t.Errorf("%s is not the file that the manifest names", f.Path)
			}
		}
	}
}

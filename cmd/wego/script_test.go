package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"we-gov.org/awards/internal/demo/data"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"wego": main})
}

// TestScripts runs the program as a user would, each script in an empty folder
// with the real input beside it.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			for name, content := range map[string][]byte{"winners.csv": data.Winners, "members.csv": data.Members, "plan.json": data.Edition} {
				if err := os.WriteFile(filepath.Join(e.WorkDir, name), content, 0o600); err != nil {
					return err
				}
			}
			return nil
		},
	})
}

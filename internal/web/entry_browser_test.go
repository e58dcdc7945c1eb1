package web_test

import (
	"os"
	"path/filepath"
	"testing"

	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/internal/testkit/browser"
)

// An officer writes with script: what is typed is saved by itself, a
// colleague's change is shown beside it, and a file is sent with its progress.
func TestBrowserOfficerWritesWithScript(t *testing.T) {
	s := testkit.Site(t, demo.Submit)
	url := s.Server(t)
	tab := signedIn(browser.Open(t), url, s.As("city/port-oriel"), browser.View{})
	tab.Go(url + portOriel + "/sections/need")
	tab.Fill("The need: what was wrong, for whom, how you know", "Four counters in three buildings")
	tab.Click("h1")
	tab.See("Saved at")
	tab.See("You have 245 words left")

	colleague := signedIn(browser.Open(t), url, s.As("port-oriel.editor"), browser.View{})
	colleague.Go(url + portOriel + "/sections/need")
	colleague.Fill("The need: what was wrong, for whom, how you know", "Five counters")
	colleague.Click("Save and return to sections")
	colleague.See("Your answers are saved")

	tab.Fill("The need: what was wrong, for whom, how you know", "Six counters")
	tab.Click("h1")
	tab.See("choose which text to keep")
	tab.See("Five counters")
	tab.Click("Keep my text")
	tab.See("Saved at")
	tab.Reload()
	if kept := tab.Value("The need: what was wrong, for whom, how you know"); kept != "Six counters" {
		t.Errorf("kept %q", kept)
	}

	picture := filepath.Join(t.TempDir(), "counter.png")
	if err := os.WriteFile(picture, smallPNG(200), 0o600); err != nil {
		t.Fatal(err)
	}
	tab.Go(url + portOriel + "/files")
	tab.Upload("Photographs", picture)
	tab.Click("Send the file Photographs")
	tab.See("counter.png was added")
	if found := tab.Axe(); len(found) > 0 {
		t.Error(found)
	}
}

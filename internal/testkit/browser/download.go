package browser

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
)

// Download does the deed and gives the name and the bytes of the file, never an
// empty one, that the page saves for it.
func (tab *Tab) Download(deed func()) (name string, body []byte) {
	tab.t.Helper()
	dir := tab.t.TempDir()
	ctx, cancel := context.WithTimeout(tab.ctx, Bound)
	defer cancel()
	_, err := chromedp.CallBrowser(ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllow, BrowserContextID: tab.owner.id, DownloadPath: dir,
	})
	if err != nil {
		tab.fail("Chromium saves no files: %v", err)
	}
	deed()
	tab.until(func() (bool, string) {
		found, err := os.ReadDir(dir)
		if err != nil || len(found) != 1 || strings.HasSuffix(found[0].Name(), ".crdownload") || strings.HasPrefix(found[0].Name(), ".") {
			return false, "no file is saved"
		}
		name = found[0].Name()
		body, err = os.ReadFile(filepath.Join(dir, name))                     //nolint:gosec // in our own folder
		return err == nil && len(body) > 0, "the file that is saved is empty" // its name is taken before its bytes come
	})
	return name, body
}

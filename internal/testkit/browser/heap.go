package browser

import (
	"encoding/json"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/heapprofiler"
)

// Heap gives the strings that the scripts of the page hold in memory, after what
// nothing holds any more has been collected. Chromium cuts each after 1,024
// letters. What only the page itself holds, its text, is not among them.
func (tab *Tab) Heap() []string {
	tab.t.Helper()
	tab.mu.Lock()
	tab.heap.Reset()
	tab.mu.Unlock()
	call(tab, heapprofiler.Enable, cdp.Empty{})
	call(tab, heapprofiler.TakeHeapSnapshot, heapprofiler.TakeHeapSnapshotParams{})
	var snapshot struct{ Strings []string }
	tab.until(func() (bool, string) {
		tab.mu.Lock()
		defer tab.mu.Unlock()
		return json.Unmarshal([]byte(tab.heap.String()), &snapshot) == nil, "the picture of the memory did not arrive whole"
	})
	call(tab, heapprofiler.Disable, cdp.Empty{})
	return snapshot.Strings
}

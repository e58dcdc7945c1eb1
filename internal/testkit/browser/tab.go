package browser

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// View is how a person looks at the pages of a tab. The zero View is a window
// of 1280 by 900 pixels with script, light colours and Chromium's own language.
type View struct {
	Width, Height int
	NoScript      bool
	Dark          bool
	ForcedColors  bool
	ReducedMotion bool
	Print         bool
	Offline       bool
	Lang          string // of Accept-Language and navigator.language, such as "ko"
	Zone          string // of the clock, such as "Asia/Seoul"
}

// Tab is one window of a person's browser. Its methods are for the goroutine
// of the test and end the test when they cannot do what they are asked.
type Tab struct {
	*window
	scopes []scope
}

// window is what a tab and its narrowed copies share.
type window struct {
	t     testing.TB
	owner *Browser
	ctx   context.Context
	main  cdp.FrameID
	shot  bool // a screenshot of the failure was saved

	mu         sync.Mutex
	asked      int // navigations that the page asked for
	begun      int // navigations that began
	loading    bool
	complaints []string
	heap       strings.Builder // as it arrives
}

// scope narrows a tab to a part of the page.
type scope struct {
	CSS   string `json:"css,omitempty"`
	Group string `json:"group,omitempty"`
}

// Tab opens a window with the view, closed when the test ends.
func (b *Browser) Tab(v View) *Tab {
	b.t.Helper()
	return b.attach(v, chromedp.WithExistingBrowserContext(b.id))
}

func (b *Browser) attach(v View, how ...chromedp.ContextOption) *Tab {
	b.t.Helper()
	w := &window{t: b.t, owner: b}
	ctx, cancel := chromedp.NewContext(program.ctx, append(how, chromedp.WithListener(w.hear))...)
	w.ctx = ctx
	b.t.Cleanup(cancel)
	b.t.Cleanup(func() { (&Tab{window: w}).shootFailure() })
	if err := chromedp.Do(ctx); err != nil {
		b.t.Fatalf("browser: no new tab: %v", err)
	}
	w.main = cdp.FrameID(chromedp.FromContext(ctx).Target.TargetID)
	tab := &Tab{window: w}
	tab.look(v)
	return tab
}

// In narrows the tab to the first shown element that fits the selector.
func (tab *Tab) In(css string) *Tab { return tab.narrow(scope{CSS: css}) }

// Group narrows the tab to the fieldset, group or section that bears the name.
func (tab *Tab) Group(name string) *Tab { return tab.narrow(scope{Group: name}) }

func (tab *Tab) narrow(s scope) *Tab {
	scopes := append(append([]scope{}, tab.scopes...), s)
	return &Tab{window: tab.window, scopes: scopes}
}

// Opened does the deed and gives the window that the page opened for it.
func (tab *Tab) Opened(deed func()) *Tab {
	tab.t.Helper()
	opened := chromedp.WaitNewTarget(tab.ctx, func(info *target.Info) bool { return info.Type == "page" })
	deed()
	select {
	case id := <-opened:
		fresh := tab.owner.attach(View{}, chromedp.WithTargetID(id))
		fresh.settle(0)
		return fresh
	case <-time.After(Bound):
		tab.fail("no window opened")
		return nil
	}
}

// look sets the view of the tab.
func (tab *Tab) look(v View) {
	tab.t.Helper()
	if v.Width == 0 {
		v.Width = 1280
	}
	if v.Height == 0 {
		v.Height = 900
	}
	tab.Resize(v.Width, v.Height)
	call(tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: medium(v), Features: features(v)})
	if v.NoScript {
		call(tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	}
	if v.Zone != "" {
		call(tab, emulation.SetTimezoneOverride, emulation.SetTimezoneOverrideParams{TimezoneID: v.Zone})
	}
	if v.Lang != "" {
		tab.speak(v.Lang)
	}
	if v.Offline {
		tab.Offline(true)
	}
}

func medium(v View) string {
	if v.Print {
		return "print"
	}
	return "screen"
}

func features(v View) []*emulation.MediaFeature {
	feature := func(name string, on bool, yes, no string) *emulation.MediaFeature {
		if on {
			return &emulation.MediaFeature{Name: name, Value: yes}
		}
		return &emulation.MediaFeature{Name: name, Value: no}
	}
	return []*emulation.MediaFeature{
		feature("prefers-color-scheme", v.Dark, "dark", "light"),
		feature("forced-colors", v.ForcedColors, "active", "none"),
		feature("prefers-reduced-motion", v.ReducedMotion, "reduce", "no-preference"),
	}
}

func (tab *Tab) speak(lang string) {
	tab.t.Helper()
	about, err := chromedp.CallBrowser(tab.ctx, browser.GetVersion, cdp.Empty{})
	if err != nil {
		tab.fail("Chromium does not tell its version: %v", err)
	}
	call(tab, emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{UserAgent: about.UserAgent, AcceptLanguage: lang})
	call(tab, emulation.SetLocaleOverride, emulation.SetLocaleOverrideParams{Locale: lang})
}

// Front brings the window before the others of its browser.
func (tab *Tab) Front() {
	tab.t.Helper()
	call(tab, page.BringToFront, cdp.Empty{})
}

// Resize sets the size of the window in CSS pixels.
func (tab *Tab) Resize(width, height int) {
	tab.t.Helper()
	call(tab, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: int64(width), Height: int64(height), DeviceScaleFactor: 1,
	})
}

// Offline takes the network from the tab, or gives it back.
func (tab *Tab) Offline(off bool) {
	tab.t.Helper()
	everything := &network.Conditions{Offline: off, DownloadThroughput: -1, UploadThroughput: -1}
	call(tab, cutNetwork, cutNetworkParams{Offline: off, Matched: []*network.Conditions{everything}})
	call(tab, network.OverrideNetworkState, network.OverrideNetworkStateParams{Offline: off, DownloadThroughput: -1, UploadThroughput: -1})
}

// Slow makes the line of the tab so slow: kilobits a second either way, and what
// every answer takes until it begins.
func (tab *Tab) Slow(kilobits float64, latency time.Duration) {
	tab.t.Helper()
	bytes := kilobits * 1000 / 8
	everything := &network.Conditions{Latency: float64(latency.Milliseconds()), DownloadThroughput: bytes, UploadThroughput: bytes}
	call(tab, cutNetwork, cutNetworkParams{Matched: []*network.Conditions{everything}})
}

// cutNetwork is network.EmulateNetworkConditionsByRule as both understand it:
// in Chromium 148 the switch stands beside the rules and must be there, in 156
// it stands in each rule.
var cutNetwork = cdp.Command[cutNetworkParams, network.EmulateNetworkConditionsByRuleResult]{Method: network.CommandEmulateNetworkConditionsByRule}

type cutNetworkParams struct {
	Offline bool                  `json:"offline"`
	Matched []*network.Conditions `json:"matchedNetworkConditions"`
}

// Complaints gives what the pages of the tab complained of so far: uncaught
// errors of scripts, errors in the console, what the security policy refused,
// and parts of pages that came with a status of 400 or more.
func (tab *Tab) Complaints() []string {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	return append([]string{}, tab.complaints...)
}

// call runs a command of the browser's protocol on the tab.
func call[P, R any](tab *Tab, cmd cdp.Command[P, R], params P) R {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, Bound)
	defer cancel()
	answer, err := chromedp.Call(ctx, cmd, params)
	if err != nil {
		tab.fail("the browser refused %T: %v", params, err)
	}
	return answer
}

// hear takes the events of the tab, in their order.
func (w *window) hear(event any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch e := event.(type) {
	case *page.EventFrameRequestedNavigation, *page.EventFrameStartedNavigating, *page.EventFrameStartedLoading, *page.EventFrameStoppedLoading:
		w.hearTravel(event)
	case *page.EventJavascriptDialogOpening:
		go w.agree()
	case *heapprofiler.EventAddHeapSnapshotChunk:
		w.heap.WriteString(e.Chunk)
	case *runtime.EventExceptionThrown:
		w.complain("script: " + exceptionText(e.ExceptionDetails))
	default:
		w.hearComplaint(event)
	}
}

func (w *window) hearTravel(event any) {
	switch e := event.(type) {
	case *page.EventFrameRequestedNavigation:
		if e.FrameID == w.main && e.Disposition == page.ClientNavigationDispositionCurrentTab {
			w.asked++
		}
	case *page.EventFrameStartedNavigating:
		if e.FrameID == w.main && !sameDocument(e.NavigationType) {
			w.begun++
			w.loading = true
		}
	case *page.EventFrameStartedLoading:
		if e.FrameID == w.main {
			w.begun++
			w.loading = true
		}
	case *page.EventFrameStoppedLoading:
		if e.FrameID == w.main {
			w.loading = false
		}
	}
}

func sameDocument(kind page.FrameStartedNavigatingNavigationType) bool {
	return kind == page.FrameStartedNavigatingNavigationTypeSameDocument || kind == page.FrameStartedNavigatingNavigationTypeHistorySameDocument
}

func (w *window) agree() {
	ctx, cancel := context.WithTimeout(w.ctx, Bound)
	defer cancel()
	_, _ = chromedp.Call(ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
}

// Package browser drives Debian's Chromium as a person would: by what is
// written on labels, links and buttons. Every method waits, within a bound, and
// fails the test with what the page said instead. One Chromium serves a test
// binary; each [Open] is a person of its own, who shares no cookie with others.
package browser

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// Bound is how long a method waits for what it was asked to find or do.
const Bound = 30 * time.Second

const profilePrefix = "wego-chromium-"

// program is the one Chromium of the test binary.
var program struct {
	sync.Mutex
	ctx     context.Context
	stop    context.CancelFunc
	profile string
}

// Browser is one person's browser: its tabs share cookies with each other and
// with nobody else.
type Browser struct {
	t  testing.TB
	id cdp.BrowserContextID
}

// Main runs the tests and closes Chromium after them; call it from TestMain.
// Without it Chromium ends with the test binary all the same, but leaves its
// profile folder to the next run.
func Main(m *testing.M) {
	code := m.Run()
	quit()
	os.Exit(code)
}

// Open gives a new person's browser, closed when the test ends. Where Chromium
// is missing the test is skipped, or fails when WEGO_TEST_ALL is 1.
func Open(t testing.TB) *Browser {
	t.Helper()
	path := find(t)
	ctx, err := launch(path)
	if err != nil {
		t.Fatalf("browser: Chromium did not start: %v", err)
	}
	made, err := chromedp.CallBrowser(ctx, target.CreateBrowserContext, target.CreateBrowserContextParams{})
	if err != nil {
		t.Fatalf("browser: no new person: %v", err)
	}
	b := &Browser{t: t, id: made.BrowserContextID}
	t.Cleanup(b.close)
	return b
}

// Microphone lets every page of the person use a microphone, or none; before,
// nobody has said either. What it takes up is a tone that beeps each second.
func (b *Browser) Microphone(allowed bool) {
	b.t.Helper()
	setting := browser.PermissionSettingDenied
	if allowed {
		setting = browser.PermissionSettingGranted
	}
	ctx, cancel := context.WithTimeout(program.ctx, Bound)
	defer cancel()
	_, err := chromedp.CallBrowser(ctx, browser.SetPermission, browser.SetPermissionParams{
		Permission: &browser.PermissionDescriptor{Name: "microphone"}, Setting: setting, BrowserContextID: b.id,
	})
	if err != nil {
		b.t.Fatalf("browser: the microphone: %v", err)
	}
}

func (b *Browser) close() {
	ctx, cancel := context.WithTimeout(program.ctx, Bound)
	defer cancel()
	_, err := chromedp.CallBrowser(ctx, target.DisposeBrowserContext, target.DisposeBrowserContextParams{BrowserContextID: b.id})
	if err != nil {
		b.t.Logf("browser: closing: %v", err)
	}
}

// find gives the path of Chromium, or ends the test.
func find(t testing.TB) string {
	t.Helper()
	for _, name := range []string{os.Getenv("WEGO_CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if name == "" {
			continue
		}
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("WEGO_TEST_ALL") == "1" {
		t.Fatal("browser: no Chromium here; on Debian: apt-get install chromium fonts-noto-core fonts-noto-cjk")
	}
	t.Skip("not run: no Chromium here")
	return ""
}

// launch starts Chromium unless it runs. The context it gives lives as long as
// the program.
func launch(path string) (context.Context, error) {
	program.Lock()
	defer program.Unlock()
	if program.ctx != nil && program.ctx.Err() == nil {
		return program.ctx, nil
	}
	sweepProfiles()
	profile, err := os.MkdirTemp("", fmt.Sprintf("%s%d-", profilePrefix, os.Getpid()))
	if err != nil {
		return nil, err
	}
	alloc, stopAlloc := chromedp.NewExecAllocator(context.Background(), options(path, profile)...)
	ctx, stop := chromedp.NewContext(alloc, chromedp.WithErrorf(func(string, ...any) {}))
	if err := start(ctx); err != nil {
		stopAlloc()
		return nil, errors.Join(err, os.RemoveAll(profile))
	}
	program.ctx, program.profile = ctx, profile
	program.stop = func() { stop(); stopAlloc() }
	return ctx, nil
}

// start waits for Chromium. The first run of a context binds the program's life
// to it, so the bound is kept beside the context and not in it.
func start(ctx context.Context) error {
	started := make(chan error, 1)
	go func() { started <- chromedp.Do(ctx) }()
	select {
	case err := <-started:
		return err
	case <-time.After(3 * Bound):
		return fmt.Errorf("it gave no answer within %s", 3*Bound)
	}
}

func options(path, profile string) []chromedp.ExecAllocatorOption {
	opts := append([]chromedp.ExecAllocatorOption{}, chromedp.DefaultExecAllocatorOptions[:]...)
	opts = append(opts, chromedp.ExecPath(path), chromedp.UserDataDir(profile), chromedp.DisableGPU, chromedp.NoSandbox)
	for _, name := range []string{"disable-quic", "disable-component-update", "hide-scrollbars", "mute-audio", "use-fake-device-for-media-stream"} {
		opts = append(opts, chromedp.Flag(name, true))
	}
	// Most scripts of a test run once a page: compiled at once they cost a tenth
	// less of the processor's time than interpreted first.
	return append(opts, chromedp.Flag("js-flags", "--always-sparkplug"))
}

func quit() {
	program.Lock()
	defer program.Unlock()
	if program.ctx == nil {
		return
	}
	program.stop()
	program.ctx = nil
	_ = os.RemoveAll(program.profile)
}

// sweepProfiles removes the profile folders of test binaries that are gone.
func sweepProfiles() {
	folders, _ := filepath.Glob(filepath.Join(os.TempDir(), profilePrefix+"*"))
	for _, folder := range folders {
		pid, _, _ := strings.Cut(strings.TrimPrefix(filepath.Base(folder), profilePrefix), "-")
		n, err := strconv.Atoi(pid)
		if err == nil && n != os.Getpid() && errors.Is(syscall.Kill(n, 0), syscall.ESRCH) {
			_ = os.RemoveAll(folder)
		}
	}
}

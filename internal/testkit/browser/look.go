package browser

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// See waits until the words are shown on the page. Case and white space do not
// count.
func (tab *Tab) See(text string) {
	tab.t.Helper()
	tab.await("see", text)
}

// NotSee waits until the words are not shown on the page.
func (tab *Tab) NotSee(text string) {
	tab.t.Helper()
	tab.await("notSee", text)
}

// Gone waits until nothing that fits the selector is shown.
func (tab *Tab) Gone(css string) {
	tab.t.Helper()
	tab.await("gone", css)
}

// Text waits for an element that fits the selector and gives its words.
func (tab *Tab) Text(css string) string {
	tab.t.Helper()
	return tab.await("text", css).Text
}

// Texts gives the words of each shown element that fits the selector, now.
func (tab *Tab) Texts(css string) []string {
	tab.t.Helper()
	return tab.await("texts", css).Texts
}

// Attribute waits for an element that fits the selector and gives its attribute.
func (tab *Tab) Attribute(css, name string) string {
	tab.t.Helper()
	return tab.await("attribute", css, name).Text
}

// Value gives what the field with the label holds, or the words of the option
// chosen in it.
func (tab *Tab) Value(label string) string {
	tab.t.Helper()
	return tab.await("value", label).Text
}

// Chosen tells whether the radio button or checkbox with the label is ticked.
func (tab *Tab) Chosen(label string) bool {
	tab.t.Helper()
	return tab.await("unchoice", label).On
}

// URL gives the address of the page.
func (tab *Tab) URL() string {
	tab.t.Helper()
	var url string
	tab.Eval("location.href", &url)
	return url
}

// Title gives the title of the page.
func (tab *Tab) Title() string {
	tab.t.Helper()
	var title string
	tab.Eval("document.title", &title)
	return title
}

// Cookies gives the cookies that the page's own address would be sent.
func (tab *Tab) Cookies() []*http.Cookie {
	tab.t.Helper()
	var cookies []*http.Cookie
	for _, c := range call(tab, network.GetCookies, network.GetCookiesParams{}).Cookies {
		cookies = append(cookies, &http.Cookie{
			Name: c.Name, Value: c.Value, Domain: c.Domain, Path: c.Path, Secure: c.Secure, HttpOnly: c.HTTPOnly,
			SameSite: sameSite(c.SameSite),
		})
	}
	return cookies
}

func sameSite(s network.CookieSameSite) http.SameSite {
	switch s {
	case network.CookieSameSiteStrict:
		return http.SameSiteStrictMode
	case network.CookieSameSiteLax:
		return http.SameSiteLaxMode
	case network.CookieSameSiteNone:
		return http.SameSiteNoneMode
	}
	return http.SameSiteDefaultMode
}

// Screenshot saves the whole page as a PNG file.
func (tab *Tab) Screenshot(path string) {
	tab.t.Helper()
	if err := tab.shoot(path); err != nil {
		tab.t.Fatalf("browser: screenshot: %v", err)
	}
}

func (tab *Tab) shoot(path string) error {
	ctx, cancel := context.WithTimeout(tab.ctx, Bound)
	defer cancel()
	yes := true
	shot, err := chromedp.Call(ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{
		Format: page.CaptureScreenshotFormatPng, CaptureBeyondViewport: &yes, FromSurface: &yes,
	})
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, shot.Data, 0o644)
}

// fail ends the test with the reason, the page's words and a screenshot.
func (tab *Tab) fail(format string, args ...any) {
	tab.t.Helper()
	words, where := "", ""
	if a, err := tab.ask("words"); err == nil {
		words = a.Text
	}
	_ = tab.within(Bound/10, func() (bool, string) {
		ctx, cancel := context.WithTimeout(tab.ctx, Bound/10)
		defer cancel()
		url, err := chromedp.Run(ctx, chromedp.Evaluate[string]("location.href"))
		where = url
		return err == nil, ""
	})
	if len(words) > 3000 {
		words = words[:3000] + "…"
	}
	tab.t.Errorf("browser: %s\nat %s\n%sthe page says:\n\t%s", fmt.Sprintf(format, args...), where, tab.complaintLines(), strings.ReplaceAll(words, "\n", "\n\t"))
	tab.shootFailure()
	tab.t.FailNow()
}

func (tab *Tab) complaintLines() string {
	lines := ""
	for _, c := range tab.Complaints() {
		lines += "it complained: " + c + "\n"
	}
	return lines
}

// shootFailure saves what the tab shows, once, when the test has failed: in the
// folder WEGO_ARTIFACTS, else in wego-artifacts of the scratch folder.
func (tab *Tab) shootFailure() {
	if !tab.t.Failed() || tab.shot || tab.ctx.Err() != nil {
		return
	}
	tab.shot = true
	folder := os.Getenv("WEGO_ARTIFACTS")
	if folder == "" {
		folder = filepath.Join(os.TempDir(), "wego-artifacts")
	}
	name := strings.NewReplacer("/", "_", " ", "_").Replace(tab.t.Name())
	path := filepath.Join(folder, fmt.Sprintf("%s-%.8s.png", name, tab.main))
	if err := tab.shoot(path); err != nil {
		tab.t.Logf("browser: no screenshot: %v", err)
		return
	}
	tab.t.Logf("browser: what the tab showed: %s", path)
}

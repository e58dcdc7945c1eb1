package web_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/testkit"
	"we-gov.org/awards/internal/web"
)

// guards are the headers of every answer.
var guards = map[string]string{
	"X-Content-Type-Options":       "nosniff",
	"Referrer-Policy":              "same-origin",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
}

func guarded(t *testing.T, route, who string, page *testkit.Page) {
	t.Helper()
	for name, want := range guards {
		if got := page.Header.Get(name); got != want {
			t.Errorf("%s as %s (%d): %s is %q", route, who, page.Status, name, got)
		}
	}
	for _, part := range []string{"default-src 'none'", "frame-ancestors "} {
		if got := page.Header.Get("Content-Security-Policy"); !strings.Contains(got, part) || strings.Contains(got, "unsafe-eval") || strings.Contains(got, "*") {
			t.Errorf("%s as %s (%d): the policy is %q", route, who, page.Status, got)
		}
	}
}

func private(t *testing.T, route, who string, page *testkit.Page) {
	t.Helper()
	if got := page.Header.Values("Cache-Control"); len(got) == 0 || got[0] != "private, no-store" || strings.Contains(strings.Join(got, " "), "public") {
		t.Errorf("%s as %s (%d): Cache-Control is %q", route, who, page.Status, got)
	}
}

// TestAnswersWithoutARouteCarryTheGuardsToo is about what the access table has
// no row for; its cells are checked as they are tried. Pages that are not there
// went out bare.
func TestAnswersWithoutARouteCarryTheGuardsToo(t *testing.T) {
	t.Parallel()
	c := testkit.Site(t, demo.Judge).Visitor()
	for _, path := range []string{"/nowhere", "/en/nowhere", "/xx/", "/en/desk/2027/nowhere", "/.git/config", "/en/../../etc/passwd", "/debug/pprof/", "/metrics"} {
		page := c.Get(path)
		if page.Status != http.StatusNotFound {
			t.Errorf("%s: %d", path, page.Status)
		}
		guarded(t, path, "stranger", page)
	}
	wrong := c.Post("/en/library", nil)
	guarded(t, "POST /en/library", "stranger", wrong)
}

func TestFilesAreServedInASandbox(t *testing.T) {
	t.Parallel()
	c := gather(t, demo.Judge)
	c.everybody()
	files := 0
	for _, r := range readTable(t) {
		i := slices.IndexFunc(principals, func(p principal) bool { return r.want[p.name] == outOK })
		if i < 0 || r.method != http.MethodGet || !strings.Contains(r.path, "/files/:file") || strings.HasSuffix(r.path, "/edit") || strings.HasSuffix(r.path, "/remove") {
			continue
		}
		files++
		p := principals[i]
		page := c.as(p).Get(c.path(r.path))
		policy, how := page.Header.Get("Content-Security-Policy"), page.Header.Get("Content-Disposition")
		if page.Status != http.StatusOK || !strings.Contains(policy, "sandbox") || strings.Contains(policy, "script-src") {
			t.Errorf("%s as %s: %d, policy %q", r, p.name, page.Status, policy)
		}
		media := "image/jpeg"
		if strings.HasSuffix(r.path, ".webp") {
			media = "image/webp"
		}
		if page.Header.Get("Content-Type") != media || !strings.HasPrefix(how, `inline; filename=`) {
			t.Errorf("%s as %s: %q, %q", r, p.name, page.Header.Get("Content-Type"), how)
		}
	}
	if files != 10 {
		t.Errorf("%d routes of files", files)
	}
}

func TestWhatIsToldToOneVisitorIsNotKeptForAll(t *testing.T) {
	t.Parallel()
	site := testkit.Site(t, demo.Judge)
	for _, path := range []string{"/en/", "/en/apply", "/en/help", "/en/library", "/en/awards/2027", "/en/winners"} {
		c := site.As("city")
		c.Post("/en/sign-out", nil).Want(http.StatusSeeOther)
		page := c.Get(path).Want(http.StatusOK)
		if !page.Says("You are signed out") {
			t.Errorf("%s does not say it", path)
		}
		if got := strings.Join(page.Header.Values("Cache-Control"), ", "); strings.Contains(got, "public") {
			t.Errorf("%s: Cache-Control is %q", path, got)
		}
	}
}

// overTLS is the site as it is reached over TLS.
func overTLS(t *testing.T) *testkit.Platform {
	t.Helper()
	site := testkit.Site(t, demo.Submit)
	parts := site.Parts
	parts.URL = "https://awards.example"
	h, err := web.New(parts)
	if err != nil {
		t.Fatal(err)
	}
	site.Handler = h
	return site
}

func TestCookiesAreGuarded(t *testing.T) {
	t.Parallel()
	for _, of := range []struct {
		site   *testkit.Platform
		name   string
		secure bool
	}{{testkit.Site(t, demo.Submit), "wego", false}, {overTLS(t), "__Host-wego", true}} {
		r := httptest.NewRequest(http.MethodPost, "/en/demo/as", strings.NewReader(url.Values{"person": {string(of.site.Person("city").ID)}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		answer := httptest.NewRecorder()
		of.site.Handler.ServeHTTP(answer, r)
		cookies := answer.Result().Cookies()
		if len(cookies) != 1 {
			t.Fatalf("%d cookies", len(cookies))
		}
		k := cookies[0]
		if k.Name != of.name || k.Secure != of.secure || !k.HttpOnly || k.SameSite != http.SameSiteLaxMode || k.Path != "/" || k.Domain != "" || len(k.Value) < 32 {
			t.Errorf("the session's cookie is %v", k)
		}
		if got := answer.Header().Get("Strict-Transport-Security"); (got != "") != of.secure {
			t.Errorf("Strict-Transport-Security is %q", got)
		}
	}
}

// Who signs in too often is told by address, so that nobody may choose one.
func TestOnlyAProxyInFrontNamesTheVisitor(t *testing.T) {
	t.Parallel()
	parts := testkit.Empty(t).Parts
	_, inside, err := net.ParseCIDR("10.1.0.0/16")
	if err != nil {
		t.Fatal(err)
	}
	for _, of := range []struct {
		proxies          []*net.IPNet
		from, says, want string
	}{
		{nil, "10.1.0.9:1", "203.0.113.5", "10.1.0.9"},
		{[]*net.IPNet{inside}, "10.1.0.9:1", "203.0.113.5", "203.0.113.5"},
		{[]*net.IPNet{inside}, "10.1.0.9:1", "6.6.6.6, 203.0.113.5", "203.0.113.5"},
		{[]*net.IPNet{inside}, "10.1.0.9:1", "203.0.113.5, 10.1.0.7", "203.0.113.5"},
		{[]*net.IPNet{inside}, "10.1.0.9:1", "", "10.1.0.9"},
		{[]*net.IPNet{inside}, "198.51.100.4:1", "203.0.113.5", "198.51.100.4"},
		{[]*net.IPNet{inside}, "127.0.0.1:1", "203.0.113.5", "127.0.0.1"},
	} {
		parts.Proxies = of.proxies
		site, err := web.New(parts)
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest(http.MethodGet, "/en/", nil)
		r.RemoteAddr = of.from
		if of.says != "" {
			r.Header.Set("X-Forwarded-For", of.says)
		}
		if got := site.IPExtractor(r); got != of.want {
			t.Errorf("%s behind %v, saying %q, is %s, want %s", of.from, of.proxies, of.says, got, of.want)
		}
	}
}

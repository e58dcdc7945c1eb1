// Package web is the platform over HTTP: which address leads to which deed, how
// a page is rendered, and how a fault is told. It knows no SQL and no store;
// what happens is done by the activities.
package web

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v4"

	"we-gov.org/awards/internal/account"
	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/intake"
	"we-gov.org/awards/internal/judging"
	"we-gov.org/awards/internal/library"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/post"
	"we-gov.org/awards/internal/printer"
	"we-gov.org/awards/internal/stage"
	"we-gov.org/awards/static"
	"we-gov.org/awards/templates"
)

// Parts are what the site is made of. All but Demo are needed.
type Parts struct {
	Account *account.Desk
	Intake  *intake.Desk
	Judging *judging.Desk
	Office  *office.Desk
	Library *library.Desk
	Stage   *stage.Desk
	Post    *post.Office
	// Printer makes PDF; nil where no Chromium is installed.
	Printer *printer.Printer
	Clock   award.Clock
	Log     *slog.Logger
	// URL is the address of the site as the world sees it, without a slash at
	// the end.
	URL string
	// Mail is the address at which whoever keeps the site is reached, for
	// harvesters; empty = awards at the site's host.
	Mail string
	// Ready reports what keeps the platform from serving, or nil.
	Ready func(*http.Request) error
	// Demo is set when the platform runs on invented data and may be entered as
	// anybody.
	Demo bool
	// Proxies are the networks whose X-Forwarded-For names the visitor; with
	// none the visitor is who connects.
	Proxies []*net.IPNet
}

// Site serves the pages. It is safe for concurrent use.
type Site struct {
	Parts
	pages    *templates.Set
	sessions *scs.SessionManager
	byName   map[string]route
	kept     keptPages
	prints   printRuns
	// stopping is closed when the server is to stop, for answers without an end.
	stopping chan struct{}
	// still is set while the library is written as files: pages are then not
	// packed, and show nothing that needs a server.
	still bool
	// together are the practices whose columns of the comparison stand in one
	// file of an export, by its name.
	together map[string][]string
	// practice reads a practice: from the library, or, while it is written as
	// files, once for all languages.
	practice func(ctx context.Context, slug string) (library.Page, error)
}

// New returns the site's handler with every route of the table registered.
func New(parts Parts) (*echo.Echo, error) {
	_, e, err := build(parts, false)
	return e, err
}

func build(parts Parts, still bool) (*Site, *echo.Echo, error) {
	pages, err := templates.Parse(nil)
	if err != nil {
		return nil, nil, err
	}
	s := &Site{Parts: parts, pages: pages, byName: map[string]route{}, stopping: make(chan struct{}), still: still, practice: parts.Library.Practice}
	if still {
		s.practice = parts.Library.Reader().Practice
	}
	s.sessions = s.newSessions()
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.IPExtractor = visitorAddress(parts.Proxies)
	e.Server.ReadHeaderTimeout = 5 * time.Second
	e.Server.MaxHeaderBytes = 64 << 10
	e.Server.IdleTimeout = 2 * time.Minute
	e.Server.RegisterOnShutdown(func() { close(s.stopping) })
	e.HTTPErrorHandler = s.fail
	e.Pre(s.logged, s.guarded)
	for _, r := range routes() {
		if r.deed == award.DeedDemo && !s.Demo {
			continue
		}
		s.register(e, r)
	}
	if still {
		s.register(e, route{method: see, path: "/:lang/library/index.js", deed: award.DeedVisit, do: stillIndex, raw: true})
		s.register(e, route{method: see, path: "/:lang/library/columns/:shelf", deed: award.DeedVisit, do: stillColumns, raw: true})
	}
	return s, e, nil
}

// visitorAddress tells the visitor's address on the net: what the last trusted
// proxy says, else who connects. Others' X-Forwarded-For is not believed.
func visitorAddress(proxies []*net.IPNet) echo.IPExtractor {
	if len(proxies) == 0 {
		return echo.ExtractIPDirect()
	}
	trust := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range proxies {
		trust = append(trust, echo.TrustIPRange(p))
	}
	return echo.ExtractIPFromXFFHeader(trust...)
}

// secure reports whether the site is reached over TLS, so that cookies must be.
func (s *Site) secure() bool { return len(s.URL) > 5 && s.URL[:6] == "https:" }

func staticFiles(_ *Site, v *visit) error {
	static.Handler().ServeHTTP(v.Response(), v.Request())
	return nil
}

func healthz(_ *Site, v *visit) error { return v.String(http.StatusOK, "ok\n") }

// readyz answers 200 when records and objects can be reached, else 503.
func readyz(s *Site, v *visit) error {
	if s.Ready != nil {
		if err := s.Ready(v.Request()); err != nil {
			s.Log.Error("not ready", "error", err)
			return v.String(http.StatusServiceUnavailable, "not ready\n")
		}
	}
	return v.String(http.StatusOK, "ready\n")
}

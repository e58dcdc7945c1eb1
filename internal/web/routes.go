package web

import (
	"compress/gzip"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"we-gov.org/awards/internal/award"
)

const (
	kilobyte = 1 << 10
	megabyte = 1 << 20
	// formLimit is the most that an ordinary form may send.
	formLimit = 1 * megabyte
)

// route is a row of the route table: an address, the deed that it needs and
// what answers it. Addresses of pages begin with the language.
type route struct {
	method, path string
	deed         award.Deed
	do           func(*Site, *visit) error
	// limit is the most bytes of the body; 0 = formLimit.
	limit int64
	// plain routes know neither language nor session: files and probes.
	plain bool
	// raw answers are not compressed: files and streams.
	raw bool
}

// The methods of the table, in the words of the users: a page is seen, a form
// is sent.
const (
	see  = http.MethodGet
	send = http.MethodPost
)

// routes is the one table of every address of the platform. Each family stands
// in the file that holds its handlers.
func routes() []route {
	return slices.Concat(
		[]route{
			{method: see, path: "/static/*", deed: award.DeedVisit, do: staticFiles, plain: true, raw: true},
			{method: see, path: "/healthz", deed: award.DeedVisit, do: healthz, plain: true},
			{method: see, path: "/readyz", deed: award.DeedVisit, do: readyz, plain: true},
			{method: see, path: "/", deed: award.DeedVisit, do: chooseLanguage, plain: true},
			{method: see, path: "/:lang/", deed: award.DeedVisit, do: home},
			{method: see, path: "/:lang", deed: award.DeedVisit, do: addSlash, plain: true},
		},
		signRoutes(),
		applyRoutes(),
		entryRoutes(),
		fileRoutes(),
		ceremonyRoutes(),
		judgeRoutes(),
		deskRoutes(),
		screeningRoutes(),
		settingsRoutes(),
		panelRoutes(),
		resultRoutes(),
		openingRoutes(),
		auditRoutes(),
		receiptRoutes(),
		meetingRoutes(),
		letterRoutes(),
		libraryRoutes(),
		openRoutes(),
		askRoutes(),
		keepRoutes(),
		stageRoutes(),
		mailRoutes(),
		peopleRoutes(),
		verifyRoutes(),
		certificateRoutes(),
		pressRoutes(),
		demoRoutes(),
		pageRoutes(),
	)
}

// register is the only place where a route enters the router.
func (s *Site) register(e *echo.Echo, r route) {
	s.byName[r.path] = r
	limit := r.limit
	if limit == 0 {
		limit = formLimit
	}
	chain := []echo.MiddlewareFunc{s.recovered, bodyLimit(limit)}
	if r.raw && r.method == see && r.deed == award.DeedVisit {
		chain = append(chain, s.fromMemory)
	}
	if !r.raw {
		// Compressing well costs more than all the rest of making a page.
		chain = append(chain, middleware.GzipWithConfig(middleware.GzipConfig{Level: gzip.BestSpeed, MinLength: 1400}))
	}
	if !r.plain || r.method == send {
		chain = append(chain, echo.WrapMiddleware(s.sameOrigin))
	}
	if !r.plain {
		chain = append(chain, echo.WrapMiddleware(s.withSession))
	}
	e.Add(r.method, r.path, func(c echo.Context) error { return s.serve(c, r) }, chain...)
	if r.method == see {
		e.Add(http.MethodHead, r.path, func(c echo.Context) error { return s.serve(c, r) }, chain...)
	}
}

// serve makes the visit, asks whether the deed may be tried, and does it. What is no
// year is told only to who may try.
func (s *Site) serve(c echo.Context, r route) error {
	v, err := s.visit(c, r)
	if err != nil {
		return err
	}
	if err := award.MayTry(v.Actor, r.deed); err != nil {
		return err
	}
	if v.Year, err = v.year(); err != nil {
		return err
	}
	return r.do(s, v)
}

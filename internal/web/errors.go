package web

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/intake"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

// kinds is the one table from kinds of error to the status and the words of
// the page; the first that fits is taken.
var kinds = []struct {
	kind   error
	status int
	words  string
}{
	{award.ErrNotFound, http.StatusNotFound, "errors.not_found"},
	{award.ErrForbidden, http.StatusForbidden, "errors.forbidden"},
	{award.ErrEnveloped, http.StatusConflict, "errors.enveloped"},
	{award.ErrConflict, http.StatusConflict, "errors.conflict"},
	{award.ErrClosed, http.StatusForbidden, "errors.closed"},
	{award.ErrTooMany, http.StatusTooManyRequests, "errors.too_many"},
	{errTooLarge, http.StatusRequestEntityTooLarge, "errors.too_large"},
	{form.ErrTooLarge, http.StatusRequestEntityTooLarge, "errors.too_large"},
	{form.ErrMalformed, http.StatusBadRequest, "errors.unreadable"},
	{intake.ErrStore, http.StatusServiceUnavailable, "errors.store"},
	{context.DeadlineExceeded, http.StatusServiceUnavailable, "errors.slow"},
}

// fail answers an error: a page in the reader's words with what to do next. It
// logs what is the platform's fault, and the visitor never sees an error's text.
func (s *Site) fail(err error, c echo.Context) {
	if c.Response().Committed || errors.Is(err, context.Canceled) {
		return
	}
	if errors.Is(err, award.ErrSignIn) {
		s.askToSignIn(c)
		return
	}
	status, words := statusOf(err)
	if status >= http.StatusInternalServerError {
		s.Log.Error("fault", "route", c.Path(), "method", c.Request().Method, "reference", c.Get("reference"), "error", err)
	}
	s.failPage(c, status, words, err)
}

func statusOf(err error) (status int, words string) {
	for _, k := range kinds {
		if errors.Is(err, k.kind) {
			return k.status, k.words
		}
	}
	var invalid award.Invalid
	if errors.As(err, &invalid) {
		return http.StatusUnprocessableEntity, "errors.invalid"
	}
	var he *echo.HTTPError
	if errors.As(err, &he) {
		switch he.Code {
		case http.StatusNotFound:
			return http.StatusNotFound, "errors.not_found"
		case http.StatusMethodNotAllowed:
			return http.StatusMethodNotAllowed, "errors.method"
		case http.StatusRequestEntityTooLarge:
			return http.StatusRequestEntityTooLarge, "errors.too_large"
		case http.StatusBadRequest, http.StatusUnsupportedMediaType:
			return http.StatusBadRequest, "errors.unreadable"
		}
	}
	return http.StatusInternalServerError, "errors.fault"
}

func isMissing(err error) bool { return errors.Is(err, award.ErrNotFound) }

// isOurs reports whether an error is the platform's fault, and logs it: then a
// form is shown again with what the person wrote, as nothing was wrong with it.
func (v *visit) isOurs(err error) bool {
	status, _ := statusOf(err)
	if status != http.StatusInternalServerError || errors.Is(err, context.Canceled) || errors.Is(err, award.ErrSignIn) {
		return false
	}
	v.site.Log.Error("fault", "route", v.Path(), "method", v.Request().Method, "reference", v.Get("reference"), "error", err)
	return true
}

// keptNote says that a form could not be saved and still holds what was written.
func (v *visit) keptNote() templates.Note {
	return templates.Note{Kind: templates.Err, Title: v.Words.T("errors.kept.title"), Lines: []string{v.Words.T("errors.kept.text")}}
}

// askToSignIn leads a stranger to the sign-in page and back afterwards. It does
// so for every private address alike, whether there is something behind it or not.
func (s *Site) askToSignIn(c echo.Context) {
	lang := c.Param("lang")
	next := ""
	if c.Request().Method == http.MethodGet {
		next = "?next=" + url.QueryEscape(c.Request().URL.RequestURI())
	}
	_ = c.Redirect(http.StatusSeeOther, "/"+lang+"/sign-in"+next)
}

// visitor is the visit that failed, or a stranger's in the language of the
// address when it failed before one was made.
func (s *Site) visitor(c echo.Context) *visit {
	if v, known := c.Get("visit").(*visit); known {
		return v
	}
	lang, _, _ := strings.Cut(strings.TrimPrefix(c.Request().URL.Path, "/"), "/")
	if _, known := locale.For(lang); !known {
		lang = s.languageOf(c.Request())
	}
	return &visit{Context: c, site: s, Lang: lang, Words: locale.Must(lang), Now: s.Clock()}
}

func (s *Site) failPage(c echo.Context, status int, words string, err error) {
	v := s.visitor(c)
	// The handler may have let everybody keep the answer that it meant to give.
	c.Response().Header().Set("Cache-Control", "private, no-store")
	page := templates.ErrorPage{
		Frame:   templates.Frame{Lang: v.Lang, Dir: v.Words.Dir, Title: v.Words.T(words + ".title"), Home: v.to("/"), Languages: v.languages(), NoIndex: true, Foot: v.foot()},
		Heading: v.Words.T(words + ".title"), Lines: []string{v.Words.T(words + ".text")},
		Links: []templates.Link{{Text: v.Words.T("errors.home"), URL: v.to("/")}},
	}
	page.Frame.Nav = v.nav()
	v.signedIn(&page.Frame)
	if errors.Is(err, award.ErrEnveloped) {
		page.Links = append(v.toEnvelopes(), page.Links...)
	}
	var refusal *award.Refusal
	if errors.As(err, &refusal) {
		page.Lines = []string{v.said(refusal.Fault)}
		v.retryAfter(refusal.Again)
	}
	if status >= http.StatusInternalServerError {
		page.Reference, _ = c.Get("reference").(string)
	}
	var b bytes.Buffer
	if rendering := s.pages.Execute(&b, "error", v.Lang, page); rendering != nil {
		s.Log.Error("error page", "error", rendering)
		s.writePlain(c.Response(), status, words, v.Lang)
		return
	}
	_ = c.HTMLBlob(status, b.Bytes())
}

// toEnvelopes are the ways on from a closed envelope: to where it is opened for
// those who may, and back to the show.
func (v *visit) toEnvelopes() (links []templates.Link) {
	year := strconv.Itoa(v.Year)
	if award.MayTry(v.Actor, award.DeedOpen) == nil {
		links = append(links, templates.Link{Text: v.Words.T("publish.open_title"), URL: v.to("/desk/" + year + "/open")})
	}
	if award.MayTry(v.Actor, award.DeedReadShow) == nil {
		links = append(links, templates.Link{Text: v.Words.T("stage.title", "Year", year), URL: v.to("/stage/" + year)})
	}
	return links
}

// failPlain answers where no page can be made.
func (s *Site) failPlain(w http.ResponseWriter, r *http.Request, status int, words string) {
	s.writePlain(w, status, words, s.languageOf(r))
}

func (s *Site) writePlain(w http.ResponseWriter, status int, words, lang string) {
	t := locale.Must(lang)
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(t.T(words+".title") + "\n\n" + t.T(words+".text") + "\n"))
}

// officialZone is the zone of the running edition; UTC before there is one.
func (v *visit) officialZone() *time.Location {
	if v.official != nil {
		return v.official
	}
	v.official = time.UTC
	if e, err := v.edition(); err == nil {
		v.official = e.Location()
	}
	return v.official
}

// edition is the edition that the page is about: the one of the year in the
// address, else the running one.
func (v *visit) edition() (*award.Edition, error) {
	return v.site.Account.RunningEdition(v.ctx())
}

package web

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/labstack/echo/v4"

	"we-gov.org/awards/internal/account"
	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
)

// noticeKey is where a session keeps the sentence for the next page.
const noticeKey = "notice"

func (s *Site) newSessions() *scs.SessionManager {
	m := scs.New()
	m.Store = s.Account.Sessions()
	m.HashTokenInStore = true
	m.Codec = account.Codec{}
	m.Lifetime, m.IdleTimeout = account.SessionLife, account.SessionIdle
	m.Cookie.Name = "wego"
	m.Cookie.Path = "/"
	m.Cookie.HttpOnly = true
	m.Cookie.SameSite = http.SameSiteLaxMode
	if m.Cookie.Secure = s.secure(); m.Cookie.Secure {
		m.Cookie.Name = "__Host-wego"
	}
	m.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) {
		if r.Context().Err() != nil {
			return // the visitor has gone
		}
		s.Log.Error("session", "error", err)
		s.failPlain(w, r, http.StatusInternalServerError, "errors.fault")
	}
	return m
}

// withSession loads the session before a handler and stores what it changed.
func (s *Site) withSession(next http.Handler) http.Handler {
	load := s.sessions.LoadAndSave(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		load.ServeHTTP(w, r.WithContext(account.Remember(r.Context())))
	})
}

// visit is one request as the handlers see it: who asks, in which language,
// at which instant.
type visit struct {
	echo.Context
	site  *Site
	route route
	Actor award.Actor
	Words *locale.Words
	Lang  string
	Now   award.Time
	// Year is that of the edition in the address; 0 where the address names none.
	Year int
	// official is the official time zone once it was asked for.
	official *time.Location
	// reads is the edition that the page reads, in the reader's language.
	reads *award.Edition
}

func (s *Site) visit(c echo.Context, r route) (*visit, error) {
	v := &visit{Context: c, site: s, route: r, Now: s.Clock()}
	v.Lang = c.Param("lang")
	words, known := locale.For(v.Lang)
	if !known && !r.plain {
		return nil, award.ErrNotFound
	}
	if !known {
		v.Lang = s.languageOf(c.Request())
		words = locale.Must(v.Lang)
	}
	v.Words = words
	c.Set("visit", v)
	if r.plain {
		return v, nil
	}
	return v, v.recognise()
}

// year reads the year of the address; 0 where the address has none, ErrNotFound
// for what is no year.
func (v *visit) year() (int, error) {
	text := v.Param("year")
	if text == "" {
		return 0, nil
	}
	year, err := strconv.Atoi(text)
	if err != nil || year < 1000 || year > 9999 {
		return 0, award.ErrNotFound
	}
	return year, nil
}

// recognise finds out who asks. A session of a person who is gone or disabled
// is nobody's.
func (v *visit) recognise() error {
	id := award.ID(v.site.sessions.GetString(v.ctx(), account.SessionPerson))
	if id == "" {
		return nil
	}
	actor, err := v.site.Account.Actor(v.ctx(), id)
	if errors.Is(err, award.ErrNotFound) {
		return nil
	}
	v.Actor = actor
	return err
}

// signIn makes the session a person's, under a new token.
func (v *visit) signIn(person award.ID) error {
	if err := v.site.sessions.RenewToken(v.ctx()); err != nil {
		return err
	}
	for name, value := range map[string]string{
		account.SessionPerson: string(person),
		account.SessionSince:  strconv.FormatInt(int64(v.Now), 10),
		account.SessionAgent:  browserName(v.Request().UserAgent()),
		account.SessionFresh:  "yes",
	} {
		v.site.sessions.Put(v.ctx(), name, value)
	}
	return nil
}

// here is the session's token as it is stored.
func (v *visit) here() string {
	sum := sha256.Sum256([]byte(v.site.sessions.Token(v.ctx())))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// browserName is what a browser calls itself, shortened to a name that its
// owner knows: "Firefox, Linux".
func browserName(agent string) string {
	find := func(marks ...string) string {
		for i := 0; i+1 < len(marks); i += 2 {
			if strings.Contains(agent, marks[i]) {
				return marks[i+1]
			}
		}
		return ""
	}
	name := find("Edg", "Edge", "OPR/", "Opera", "SamsungBrowser", "Samsung Internet", "Whale", "Whale", "Firefox", "Firefox", "FxiOS", "Firefox", "Chrome", "Chrome", "CriOS", "Chrome", "Safari", "Safari")
	system := find("Android", "Android", "iPhone", "iPhone", "iPad", "iPad", "Windows", "Windows", "Macintosh", "Mac", "Linux", "Linux")
	return strings.Trim(name+", "+system, ", ")
}

// signOut ends the session here and in the store.
func (v *visit) signOut() error {
	v.Response().Header().Set("Clear-Site-Data", `"cache"`)
	return v.site.sessions.Destroy(v.ctx())
}

// tell keeps a sentence for the next page that this person opens.
func (v *visit) tell(kind, key string, values ...any) {
	v.site.sessions.Put(v.ctx(), noticeKey, kind+"|"+v.Words.T(key, values...))
}

func (v *visit) told() (kind, text string) {
	kind, text, _ = strings.Cut(v.site.sessions.PopString(v.ctx(), noticeKey), "|")
	return kind, text
}

// zone is the reader's time zone; nil if they have not chosen one.
func (v *visit) zone() *time.Location {
	if v.Actor.Person.Zone == "" {
		return nil
	}
	loc, err := award.Zone(v.Actor.Person.Zone)
	if err != nil {
		return nil
	}
	return loc
}

// languageOf picks the language of somebody who has not named one: that of
// their cookie, else of their browser.
func (s *Site) languageOf(r *http.Request) string {
	if c, err := r.Cookie("lang"); err == nil {
		if _, known := locale.For(c.Value); known {
			return c.Value
		}
	}
	return locale.Match(r.Header.Get("Accept-Language"))
}

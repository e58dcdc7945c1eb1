package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/labstack/echo/v4"
)

// Public pages are kept as they are sent: rendered and compressed once for each
// state of the library, since compressing a page costs more than all the rest
// of making it.
//
// Brotli's fifth level is used: the eleventh takes 40 times as long for pages
// that are an eighth smaller, and a page is made while its first reader waits.

const (
	// keptMost is how many bytes of pages of either kind are kept; then it
	// begins anew.
	keptMost = 48 * megabyte
	// keptQuery is the longest query whose page is kept.
	keptQuery = 200
	// worthPacking is from how many bytes on a page is compressed.
	worthPacking = 1400
	brotliLevel  = 5
)

// keptPages are the public pages of one revision of the library, by what a
// stranger's page depends on. Searches stand apart, so that however many
// different ones are asked, they never push the other pages out.
type keptPages struct {
	mu       sync.RWMutex
	revision string
	fixed    keptShelf
	searches keptShelf
	making   map[string]*making
}

type keptShelf struct {
	pages map[string]*keptPage
	size  int
}

// making is a page that somebody is making: others who ask for it wait.
type making struct {
	done chan struct{}
	page *keptPage
	err  error
}

// keptPage is an answer that everybody gets alike.
type keptPage struct {
	status     int
	media, tag string // the tag is of the content, the same for every way to pack it
	save       string // the name under which it is saved, "" for what is read in place
	plain      packed
	// zipped and brot pack the page when first asked for; nil where that is not
	// worth it.
	zipped, brot func() packed
}

// packed is a page as one kind of reader takes it, with its headers ready.
type packed struct {
	body                []byte
	tag, length, coding []string
}

func (k *keptPages) shelf(query string) *keptShelf {
	if query == "" {
		return &k.fixed
	}
	return &k.searches
}

func (k *keptPages) get(revision, key, query string) *keptPage {
	k.mu.RLock()
	defer k.mu.RUnlock()
	if k.revision != revision {
		return nil
	}
	return k.shelf(query).pages[key]
}

func (k *keptPages) put(revision, key, query string, p *keptPage) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.revision != revision {
		k.revision, k.fixed, k.searches = revision, keptShelf{}, keptShelf{}
	}
	shelf, size := k.shelf(query), len(p.plain.body)*3/2 // packed, it is a quarter
	if shelf.pages == nil || shelf.size+size > keptMost {
		*shelf = keptShelf{pages: map[string]*keptPage{}}
	}
	shelf.pages[key] = p
	shelf.size += size
}

// once makes a page, or waits for whoever is making the same one.
func (k *keptPages) once(name string, render func() (*keptPage, error)) (*keptPage, error) {
	k.mu.Lock()
	if m := k.making[name]; m != nil {
		k.mu.Unlock()
		<-m.done
		if m.page != nil {
			return m.page, nil
		}
		return render() // whoever made it may have gone; or this one fails alike
	}
	m := &making{done: make(chan struct{})}
	if k.making == nil {
		k.making = map[string]*making{}
	}
	k.making[name] = m
	k.mu.Unlock()
	defer func() {
		k.mu.Lock()
		delete(k.making, name)
		k.mu.Unlock()
		close(m.done)
	}()
	m.page, m.err = render()
	return m.page, m.err
}

// newKept makes an answer of a rendered page. Its tag is made of its content,
// so that several instances agree on it.
func newKept(status int, media string, body []byte, level int) (*keptPage, error) {
	sum := sha256.Sum256(body)
	p := &keptPage{status: status, media: media, tag: hex.EncodeToString(sum[:12])}
	p.plain = pack(body, p.tag, "")
	if len(body) <= worthPacking || level == gzip.NoCompression {
		return p, nil
	}
	p.zipped = sync.OnceValue(func() packed {
		var b bytes.Buffer
		w, _ := gzip.NewWriterLevel(&b, level) // its levels are constants
		_, _ = w.Write(body)                   // memory takes everything
		_ = w.Close()
		return pack(b.Bytes(), p.tag+"-z", "gzip")
	})
	if level != gzip.BestSpeed {
		p.brot = sync.OnceValue(func() packed {
			var b bytes.Buffer
			w := brotli.NewWriterLevel(&b, brotliLevel)
			_, _ = w.Write(body) // likewise
			_ = w.Close()
			return pack(b.Bytes(), p.tag+"-b", "br")
		})
	}
	return p, nil
}

func pack(body []byte, tag, coding string) packed {
	p := packed{body: body, tag: []string{`"` + tag + `"`}, length: []string{strconv.Itoa(len(body))}}
	if coding != "" {
		p.coding = []string{coding}
	}
	return p
}

// pick is the smallest form of the page that a reader takes.
func (p *keptPage) pick(accepted string) packed {
	switch {
	case p.brot != nil && takes(accepted, "br"):
		return p.brot()
	case p.zipped != nil && takes(accepted, "gzip"):
		return p.zipped()
	}
	return p.plain
}

// takes reports whether a coding stands in an Accept-Encoding and is not
// refused there.
func takes(accepted, coding string) bool {
	for one := range strings.SplitSeq(accepted, ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(one), ";")
		if name == coding {
			return strings.Trim(strings.TrimPrefix(strings.TrimSpace(weight), "q="), "0.") != "" || !strings.Contains(weight, "q=")
		}
	}
	return false
}

// publish answers with a page that everybody sees alike. For strangers without
// a session it is made once for each revision of the library and kept; others
// get their own with their name in it. Its route is raw: the answer compresses
// itself. What build makes is the name of the template and its struct.
func (v *visit) publish(build func() (status int, page string, data any, err error)) error {
	render := func(level int) (*keptPage, error) {
		status, page, data, err := build()
		if err != nil {
			return nil, err
		}
		var b bytes.Buffer
		if err := v.site.pages.Execute(&b, page, v.Lang, data); err != nil {
			return nil, err
		}
		return newKept(status, "text/html; charset=utf-8", b.Bytes(), level)
	}
	if v.hasSession() {
		p, err := render(gzip.BestSpeed)
		if err != nil {
			return err
		}
		return sendKept(v.Context, p, !v.Actor.SignedIn())
	}
	level := gzip.DefaultCompression
	if v.site.still {
		level = gzip.NoCompression
	}
	return v.keep(func() (*keptPage, error) { return render(level) })
}

// keep answers with a page that is kept for the present revision, making it
// when it is not.
func (v *visit) keep(render func() (*keptPage, error)) error {
	return v.keepApart(v.Request().URL.RawQuery, render)
}

// keepApart keeps an answer among the searches, when query is not empty.
func (v *visit) keepApart(query string, render func() (*keptPage, error)) error {
	if v.site.still {
		p, err := render()
		if err != nil {
			return err
		}
		return sendKept(v.Context, p, false)
	}
	revision, err := v.site.Library.Revision(v.ctx())
	if err != nil {
		return err
	}
	address := v.Request().URL
	key := v.site.keptKey(v.Param("lang"), address)
	p := v.site.kept.get(revision, key, query)
	if p == nil && len(address.RawQuery) > keptQuery {
		p, err = render()
	} else if p == nil {
		if p, err = v.site.kept.once(revision+"\n"+key, render); err == nil {
			v.site.kept.put(revision, key, query, p)
		}
	}
	if err != nil {
		return err
	}
	if v.route.plain || !v.hasSession() { // others may get a cookie with it
		v.Response().Header().Set("Cache-Control", publicFor)
	}
	return sendKept(v.Context, p, v.route.plain || !v.Actor.SignedIn())
}

// publicFor is how long others may keep a public page without asking.
const publicFor = "public, max-age=60"

// fromMemory answers a stranger with a kept page before anything else is done,
// and leaves every other request to next.
func (s *Site) fromMemory(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if s.still || len(r.URL.RawQuery) > keptQuery || s.carriesSession(r) {
			return next(c)
		}
		revision, err := s.Library.Revision(r.Context())
		if err != nil {
			return next(c)
		}
		p := s.kept.get(revision, s.keptKey(c.Param("lang"), r.URL), r.URL.RawQuery)
		if p == nil {
			return next(c)
		}
		h := c.Response().Header()
		h.Set("Cache-Control", publicFor)
		h.Add("Vary", "Cookie") // as where a session is looked for
		return sendKept(c, p, true)
	}
}

// hasSession reports whether the answer is for one person: they are signed in, or
// have a session that holds something to tell them.
func (v *visit) hasSession() bool {
	return v.Actor.SignedIn() || v.site.carriesSession(v.Request())
}

func (s *Site) carriesSession(r *http.Request) bool {
	if r.Header["Cookie"] == nil {
		return false
	}
	_, err := r.Cookie(s.sessions.Cookie.Name)
	return err == nil
}

// keptKey is all that a stranger's page depends on beside the library. Pages
// say which dates are past, to the hour.
func (s *Site) keptKey(lang string, address *url.URL) string {
	hour := strconv.FormatInt(int64(s.Clock())/3_600_000, 10)
	return lang + "\n" + hour + "\n" + address.Path + "?" + address.RawQuery
}

// sendKept sends a page packed as the reader takes it, or only says that
// nothing has changed. Pages for one person carry no tag.
func sendKept(c echo.Context, p *keptPage, tagged bool) error {
	r, h := c.Request(), c.Response().Header()
	form := p.pick(r.Header.Get("Accept-Encoding"))
	h.Add("Vary", "Accept-Encoding")
	if p.status == http.StatusOK && tagged {
		h["Etag"] = form.tag
		if before := r.Header.Get("If-None-Match"); before != "" && strings.Contains(before, `"`+p.tag) {
			return c.NoContent(http.StatusNotModified)
		}
	}
	if form.coding != nil {
		h["Content-Encoding"] = form.coding
	}
	if p.save != "" {
		h.Set("Content-Disposition", `attachment; filename="`+p.save+`"`)
	}
	h["Content-Length"] = form.length
	return c.Blob(p.status, p.media, form.body)
}

// absolute is the address of a page as the world sees it.
func (v *visit) absolute(path string) string { return v.site.URL + v.to(path) }

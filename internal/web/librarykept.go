package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// Public pages are kept as they are sent: rendered and compressed once for each
// state of the library, since compressing a page costs more than all the rest
// of making it.

const (
	// keptMost is how many bytes of pages are kept; then it begins anew.
	keptMost = 48 * megabyte
	// keptQuery is the longest query whose page is kept.
	keptQuery = 200
)

// keptPages are the public pages of one revision of the library, by language,
// address and what else a stranger's page depends on.
type keptPages struct {
	mu       sync.Mutex
	revision string
	pages    map[string]*keptPage
	size     int
}

// keptPage is an answer that everybody gets alike.
type keptPage struct {
	status        int
	media, tag    string
	plain, zipped []byte
}

func (k *keptPages) get(revision, key string) *keptPage {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.revision != revision {
		return nil
	}
	return k.pages[key]
}

func (k *keptPages) put(revision, key string, p *keptPage) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if size := len(p.plain) + len(p.zipped); k.revision != revision || k.size+size > keptMost {
		k.revision, k.pages, k.size = revision, map[string]*keptPage{}, 0
	}
	k.pages[key] = p
	k.size += len(p.plain) + len(p.zipped)
}

// newKept makes an answer of a rendered page. Its tag is made of its content,
// so that several instances agree on it.
func newKept(status int, media string, body []byte, level int) (*keptPage, error) {
	sum := sha256.Sum256(body)
	p := &keptPage{status: status, media: media, plain: body, tag: hex.EncodeToString(sum[:12])}
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, level)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(body); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	p.zipped = b.Bytes()
	return p, nil
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
		return v.sendKept(p)
	}
	return v.keep(func() (*keptPage, error) { return render(gzip.BestCompression) })
}

// keep answers with a page that is kept for the present revision, making it
// when it is not.
func (v *visit) keep(render func() (*keptPage, error)) error {
	revision, err := v.site.Library.Revision(v.ctx())
	if err != nil {
		return err
	}
	key := v.keptKey()
	p := v.site.kept.get(revision, key)
	if p == nil {
		if p, err = render(); err != nil {
			return err
		}
		if len(v.Request().URL.RawQuery) <= keptQuery {
			v.site.kept.put(revision, key, p)
		}
	}
	h := v.Response().Header()
	h.Set("Cache-Control", "public, max-age=60")
	return v.sendKept(p)
}

// hasSession reports whether the answer is for one person: they are signed in, or
// have a session that holds something to tell them.
func (v *visit) hasSession() bool {
	if v.Actor.SignedIn() {
		return true
	}
	_, err := v.Request().Cookie(v.site.sessions.Cookie.Name)
	return err == nil
}

// keptKey is all that a stranger's page depends on beside the library. Pages
// say which dates are past, to the hour.
func (v *visit) keptKey() string {
	hour := strconv.FormatInt(int64(v.Now)/3_600_000, 10)
	return v.Lang + "\n" + hour + "\n" + v.Request().URL.Path + "?" + v.Request().URL.RawQuery
}

// sendKept sends a page compressed where the reader takes that, or only says
// that nothing has changed.
func (v *visit) sendKept(p *keptPage) error {
	r, h := v.Request(), v.Response().Header()
	body, tag := p.plain, p.tag
	h.Add("Vary", "Accept-Encoding")
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") && len(p.plain) > 1400 {
		body, tag = p.zipped, p.tag+"-z"
		h.Set("Content-Encoding", "gzip")
	}
	if p.status == http.StatusOK && !v.Actor.SignedIn() {
		h.Set("ETag", `"`+tag+`"`)
		if strings.Contains(r.Header.Get("If-None-Match"), `"`+tag+`"`) {
			h.Del("Content-Encoding")
			return v.NoContent(http.StatusNotModified)
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	return v.Blob(p.status, p.media, body)
}

// absolute is the address of a page as the world sees it.
func (v *visit) absolute(path string) string { return v.site.URL + v.to(path) }

// Package static holds the sheets, scripts and pictures of the pages. Each has
// an address with a hash of its content, so that a browser keeps it for ever
// and a new release is seen at once.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"regexp"
	"strings"
	"sync"
	"time"
)

//go:embed css js img
var files embed.FS

// Prefix begins the address of every file.
const Prefix = "/static/"

type file struct {
	name, url, media string
	plain            []byte
	zipped           func() []byte // nil where compressing gains nothing
}

type shelf struct{ byName, byURL map[string]*file }

// Path returns the address of a file: "css/wego.css" gives
// /static/css/wego.<hash>.css. A name that no file has is a fault of the
// program and panics; tests render every page.
func Path(name string) string {
	f := all().byName[name]
	if f == nil {
		panic("static: no file " + name)
	}
	return f.url
}

// Read returns the content of a file by its name.
func Read(name string) ([]byte, error) { return files.ReadFile(name) }

// Inline returns a file as a data: address that holds the whole of it, for a
// page that must work without the site. A script with imports would not.
func Inline(name string) (string, error) {
	body, err := Read(name)
	return "data:" + mediaOf(name) + ";base64," + base64.StdEncoding.EncodeToString(body), err
}

// Handler serves the files under Prefix with their type and for ever; any other
// address, an outdated hash among them, is not found.
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f := all().byURL[r.URL.Path]
		if f == nil {
			http.NotFound(w, r)
			return
		}
		f.serve(w, r)
	})
}

func (f *file) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", f.media)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("X-Content-Type-Options", "nosniff")
	body := f.plain
	if zipped := f.zipped(); zipped != nil {
		h.Add("Vary", "Accept-Encoding")
		if takesGzip(r.Header.Get("Accept-Encoding")) {
			h.Set("Content-Encoding", "gzip")
			body = zipped
		}
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

func takesGzip(accepted string) bool {
	for coding := range strings.SplitSeq(accepted, ",") {
		name, quality, _ := strings.Cut(strings.TrimSpace(coding), ";")
		if name == "gzip" && strings.ReplaceAll(quality, " ", "") != "q=0" {
			return true
		}
	}
	return false
}

// all reads and hashes the files once; each is compressed when it is first asked
// for. Scripts import each other by their plain names; those are replaced by the
// hashed ones.
var all = sync.OnceValue(func() shelf {
	s := shelf{byName: map[string]*file{}, byURL: map[string]*file{}}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(name, ".go") {
			return err
		}
		return s.add(name)
	})
	if err != nil {
		panic("static: " + err.Error())
	}
	return s
})

func (s shelf) add(name string) error {
	if s.byName[name] != nil {
		return nil
	}
	body, err := files.ReadFile(name)
	if err != nil {
		return err
	}
	if path.Ext(name) == ".js" {
		if body, err = s.linked(path.Dir(name), body); err != nil {
			return err
		}
	}
	f := &file{name: name, url: hashed(name, body), media: mediaOf(name), plain: body, zipped: sync.OnceValue(func() []byte { return zip(body) })}
	s.byName[name], s.byURL[f.url] = f, f
	return nil
}

var imported = regexp.MustCompile(`(from|import) "\./([a-z-]+\.js)"`)

// linked gives the imports of a module their hashed names.
func (s shelf) linked(dir string, body []byte) ([]byte, error) {
	var failed error
	linked := imported.ReplaceAllFunc(body, func(found []byte) []byte {
		part := imported.FindSubmatch(found)
		name := path.Join(dir, string(part[2]))
		if err := s.add(name); err != nil {
			failed = err
			return found
		}
		return []byte(string(part[1]) + ` "` + s.byName[name].url + `"`)
	})
	return linked, failed
}

func hashed(name string, body []byte) string {
	sum := sha256.Sum256(body)
	ext := path.Ext(name)
	return Prefix + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext
}

func mediaOf(name string) string {
	switch path.Ext(name) {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	}
	return mime.TypeByExtension(path.Ext(name))
}

// zip returns the body compressed, or nil where that gains nothing.
func zip(body []byte) []byte {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if _, err := w.Write(body); err != nil || w.Close() != nil || b.Len() >= len(body) {
		return nil
	}
	return b.Bytes()
}

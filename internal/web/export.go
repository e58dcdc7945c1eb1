package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/net/html"
	"golang.org/x/sync/errgroup"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/static"
)

// The library as files, for a city to host or to burn on a disk. The pages are
// those of the site, made by the same handlers and templates; their links are
// then turned into ways from file to file. What needs a server is left out:
// asking, signing in, and the search and the comparison, in whose place scripts
// look through a list and lay side by side what comes as scripts too, since a
// page that is opened from a disk may load nothing else.
//
// The same library gives the same bytes, on any day: in place of the clock
// stands the instant at which the latest practice was published.

// Put stores one file of an export.
type Put func(name string) (io.WriteCloser, error)

// exporter writes one export.
type exporter struct {
	site    *Site
	handler http.Handler
	put     Put
	files   map[string]string // address -> name
	mu      sync.Mutex
	media   map[string]*exported
	done    atomic.Int64
}

// exported is an attachment or a sheet that pages lead to.
type exported struct {
	once sync.Once
	name string
	err  error
}

// exportWorkers is how many files are made at the same time.
const exportWorkers = 4

// Export writes the library in every language with put, and says now and then
// how many pages of how many are done. Only Account, Intake, Office, Library
// and URL of the parts are used.
func Export(ctx context.Context, parts Parts, put Put, said func(done, all int)) error {
	x := &exporter{put: put, files: map[string]string{}, media: map[string]*exported{}}
	listing, err := parts.Library.List(ctx)
	if err != nil {
		return err
	}
	latest := award.Time(0)
	for _, p := range listing.Practices {
		latest = max(latest, p.Published)
	}
	parts.Clock, parts.Log, parts.Demo = func() award.Time { return latest }, slog.New(slog.DiscardHandler), false
	site, handler, err := build(parts, true)
	if err != nil {
		return err
	}
	x.site, x.handler = site, handler
	twins, err := x.plan(ctx)
	if err != nil {
		return err
	}
	work, within := errgroup.WithContext(ctx)
	work.SetLimit(exportWorkers)
	for _, addresses := range twins {
		work.Go(func() error {
			for _, at := range addresses {
				if err := x.page(within, at, x.files[at]); err != nil {
					return fmt.Errorf("%s: %w", at, err)
				}
				if n := x.done.Add(1); n%500 == 0 || n == int64(len(x.files)) {
					said(int(n), len(x.files))
				}
			}
			return nil
		})
	}
	if err := work.Wait(); err != nil {
		return err
	}
	return x.page(ctx, "/"+locale.Languages()[0].Code+"/library", "index.html")
}

// plan names the file of every address that is exported. It returns the
// addresses, those of a page in every language together: what they show is read
// once.
func (x *exporter) plan(ctx context.Context) (twins [][]string, err error) {
	parts, err := x.site.siteParts(ctx)
	if err != nil {
		return nil, err
	}
	add := func(path, name string) {
		var addresses []string
		for _, l := range locale.Languages() {
			at := "/" + l.Code + path
			x.files[at] = l.Code + name
			addresses = append(addresses, at)
		}
		twins = append(twins, addresses)
	}
	for _, data := range []string{"/library.csv", "/library.json", "/numbers.csv", "/feed.json", "/feed.atom", "/library/index.js"} {
		add(data, data)
	}
	add("/library", "/index.html")
	add("/library/compare", "/library/compare.html")
	// The practices of a file of columns are written together with it, so that
	// each is read once.
	together := map[string][][]string{}
	x.site.together = map[string][]string{}
	for _, p := range parts {
		if p.path == "/" || p.path == "/library" {
			continue
		}
		add(p.path, p.path+".html")
		if slug, one := strings.CutPrefix(p.path, "/library/"); one && p.path != "/library/map" {
			shelf := stillShelf(slug)
			x.site.together[shelf] = append(x.site.together[shelf], slug)
			together[shelf] = append(together[shelf], twins[len(twins)-1])
			twins = twins[:len(twins)-1]
		}
	}
	for _, shelf := range slices.Sorted(maps.Keys(together)) {
		columns := "/library/columns/" + shelf
		add(columns, columns)
		twins[len(twins)-1] = slices.Concat(append(together[shelf], twins[len(twins)-1])...)
	}
	x.files["/sitemap.xml"] = "sitemap.xml"
	return append(twins, []string{"/sitemap.xml"}), nil
}

// answer keeps an answer of the handler: its body goes to what open returns
// once the headers are known.
type answer struct {
	header http.Header
	status int
	open   func(http.Header) (io.WriteCloser, error)
	to     io.WriteCloser
	err    error
}

// Header is the headers of the answer.
func (a *answer) Header() http.Header { return a.header }

// WriteHeader takes the status.
func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

// Write takes a piece of the body.
func (a *answer) Write(p []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	if a.status != http.StatusOK {
		return len(p), nil
	}
	if a.to == nil && a.err == nil {
		a.to, a.err = a.open(a.header)
	}
	if a.err != nil {
		return 0, a.err
	}
	return a.to.Write(p)
}

var errNotExported = errors.New("not answered with a page")

// ask asks the site for an address.
func (x *exporter) ask(ctx context.Context, at string, open func(http.Header) (io.WriteCloser, error)) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, x.site.URL+at, nil)
	if err != nil {
		return err
	}
	a := &answer{header: http.Header{}, open: open}
	x.handler.ServeHTTP(a, r)
	if a.to != nil {
		a.err = errors.Join(a.err, a.to.Close())
	}
	if a.err == nil && a.status != http.StatusOK {
		return fmt.Errorf("%d: %w", a.status, errNotExported)
	}
	return a.err
}

type buffer struct{ bytes.Buffer }

// Close does nothing.
func (*buffer) Close() error { return nil }

// page writes one page or document.
func (x *exporter) page(ctx context.Context, at, name string) error {
	var b buffer
	isPage := false
	err := x.ask(ctx, at, func(h http.Header) (io.WriteCloser, error) {
		isPage = strings.HasPrefix(h.Get("Content-Type"), "text/html")
		return &b, nil
	})
	if err != nil {
		return err
	}
	body := b.Bytes()
	if isPage {
		if body, err = x.local(ctx, name, body); err != nil {
			return err
		}
	}
	to, err := x.put(name)
	if err != nil {
		return err
	}
	_, err = to.Write(body)
	return errors.Join(err, to.Close())
}

// local turns the addresses of a page into ways from its file to others.
func (x *exporter) local(ctx context.Context, name string, page []byte) ([]byte, error) {
	var b bytes.Buffer
	b.Grow(len(page))
	in := html.NewTokenizer(bytes.NewReader(page))
	skip := false // within a script that needs a server
	for {
		kind := in.Next()
		if kind == html.ErrorToken {
			if err := in.Err(); !errors.Is(err, io.EOF) {
				return nil, err
			}
			return b.Bytes(), nil
		}
		raw := in.Raw()
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken || !bytes.Contains(raw, []byte(`="/`)) && !bytes.Contains(raw, []byte(`"module"`)) {
			if end := kind == html.EndTagToken && skip; end || skip {
				skip = !end
				continue
			}
			b.Write(raw)
			continue
		}
		raw = bytes.Clone(raw)
		token := in.Token()
		if skip = token.Data == "script" && bytes.Contains(raw, []byte(`type="module"`)); skip {
			continue
		}
		changed, err := x.turn(ctx, name, &token)
		if err != nil {
			return nil, err
		}
		if changed {
			raw = []byte(token.String())
		}
		b.Write(raw)
	}
}

// turn turns the addresses of an element, and reports whether there were any.
func (x *exporter) turn(ctx context.Context, from string, token *html.Token) (changed bool, err error) {
	for i, a := range token.Attr {
		switch a.Key {
		case "href", "src", "action", "poster":
			token.Attr[i].Val, err = x.way(ctx, from, a.Val)
		case "srcset":
			var all []string
			for one := range strings.SplitSeq(a.Val, ", ") {
				at, width, _ := strings.Cut(one, " ")
				if at, err = x.way(ctx, from, at); err != nil {
					return false, err
				}
				all = append(all, at+" "+width)
			}
			token.Attr[i].Val = strings.Join(all, ", ")
		}
		if err != nil {
			return false, err
		}
		changed = changed || token.Attr[i].Val != a.Val
	}
	return changed, nil
}

var mediaPath = regexp.MustCompile(`^/[a-z-]+/library/[^/]+/files/([0-9a-f-]+)(/thumb|/thumb\.webp|/wide\.webp)?$`)

// citePath is the address of a citation, which is the same in every language.
var citePath = regexp.MustCompile(`^/[a-z-]+(/library/([^/]+)/cite/([a-z-]+))$`)

// mediaEnds is how a copy of a picture is called in the files.
var mediaEnds = map[string]string{"": "", "/thumb": "-small", "/thumb.webp": "-small.webp", "/wide.webp": ".webp"}

// way is where an address leads from a file: to another file, or, when it is
// not exported, to the site.
func (x *exporter) way(ctx context.Context, from, address string) (string, error) {
	if !strings.HasPrefix(address, "/") {
		return address, nil
	}
	u, err := url.Parse(address)
	if err != nil {
		return address, nil //nolint:nilerr // left as it stands
	}
	at := u.Path
	if len(at) == 4 && at[3] == '/' { // the home of a language is its library
		at = at[:3] + "/library"
	}
	name, there := x.files[at]
	if found := mediaPath.FindStringSubmatch(at); found != nil {
		name, err = x.attached(ctx, at, "media/"+found[1]+mediaEnds[found[2]])
		there = true
	} else if found := citePath.FindStringSubmatch(at); found != nil {
		name, err = x.attached(ctx, "/en"+found[1], "cite/"+found[2]+citationEnding(found[3]))
		there = true
	} else if strings.HasPrefix(at, static.Prefix) {
		name, err = x.attached(ctx, at, strings.TrimPrefix(at, "/"))
		there = true
	}
	if err != nil {
		return "", err
	}
	if !there {
		return x.site.URL + address, nil
	}
	way := strings.Repeat("../", strings.Count(from, "/")) + name
	switch {
	case u.RawQuery != "" && path.Ext(name) == ".html":
		way += "#" + u.RawQuery // the script of the search reads it there
	case u.Fragment != "":
		way += "#" + u.Fragment
	}
	return way, nil
}

// attached writes a file that a page leads to, once, and returns its name.
func (x *exporter) attached(ctx context.Context, at, name string) (string, error) {
	x.mu.Lock()
	e := x.media[name]
	if e == nil {
		e = &exported{name: name}
		x.media[name] = e
	}
	x.mu.Unlock()
	e.once.Do(func() {
		e.err = x.ask(ctx, at, func(h http.Header) (io.WriteCloser, error) {
			if path.Ext(name) == "" {
				e.name += ending(h.Get("Content-Type"))
			}
			return x.put(e.name)
		})
	})
	return e.name, e.err
}

// ending is how the name of a file of a type ends, alike on every machine.
func ending(media string) string {
	media, _, _ = mime.ParseMediaType(media)
	switch media {
	case "image/jpeg":
		return ".jpg"
	case "video/mp4":
		return ".mp4"
	case "text/vtt":
		return ".vtt"
	case "application/pdf":
		return ".pdf"
	}
	if _, kind, cut := strings.Cut(media, "/"); cut && len(kind) <= 5 {
		return "." + kind
	}
	return ".bin"
}

// Package templates holds the pages: layout.html around every page, part/ for
// what pages share, and one file per page, which defines "main". Each page is
// filled with one Go struct that embeds Frame; no word stands in a template,
// all come from the catalogue through the function t.
package templates

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"we-gov.org/awards/internal/locale"
)

//go:embed *.html part/*.html
var files embed.FS

// Set is the parsed pages in every language. It is safe for concurrent use.
type Set struct {
	pages map[string]string             // name -> source
	bases map[string]*template.Template // language -> layout and parts
	mu    sync.Mutex
	ready map[string]*template.Template // language/page -> complete
}

// Parse reads layout, parts and pages in every language. Extra functions, which
// may be nil, stand beside those of Funcs. A page is joined with the layout when
// it is first asked for, so that starting stays quick.
func Parse(extra template.FuncMap) (*Set, error) { return parse(files, extra) }

func parse(from fs.FS, extra template.FuncMap) (*Set, error) {
	s := &Set{pages: map[string]string{}, bases: map[string]*template.Template{}, ready: map[string]*template.Template{}}
	names, err := fs.Glob(from, "*.html")
	if err != nil {
		return nil, fmt.Errorf("templates: %w", err)
	}
	for _, name := range names {
		source, err := fs.ReadFile(from, name)
		if err != nil {
			return nil, fmt.Errorf("templates: %w", err)
		}
		if name != "layout.html" {
			s.pages[strings.TrimSuffix(path.Base(name), ".html")] = string(source)
		}
	}
	for _, l := range locale.Languages() {
		base := template.New("layout.html").Funcs(Funcs(locale.Must(l.Code))).Funcs(extra)
		if s.bases[l.Code], err = base.ParseFS(from, "layout.html", "part/*.html"); err != nil {
			return nil, fmt.Errorf("templates: %w", err)
		}
	}
	return s, s.check()
}

// check parses every page in one language, so that a fault shows at the start.
func (s *Set) check() error {
	for _, page := range s.Pages() {
		if _, err := s.join(page, locale.Languages()[0].Code); err != nil {
			return err
		}
	}
	return nil
}

// Pages lists the names of the pages, sorted.
func (s *Set) Pages() []string { return slices.Sorted(maps.Keys(s.pages)) }

// Execute writes a page in a language, filled with data. Hand it a buffer: what
// is written when an error is returned is worth nothing.
func (s *Set) Execute(w io.Writer, page, lang string, data any) error {
	t, err := s.Page(page, lang)
	if err != nil {
		return err
	}
	if err := t.ExecuteTemplate(w, "layout", data); err != nil {
		return fmt.Errorf("page %s: %w", page, err)
	}
	return nil
}

// Page returns a page joined with layout and parts in a language; its template
// "layout" is the whole document.
func (s *Set) Page(page, lang string) (*template.Template, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := lang + "/" + page
	if t := s.ready[key]; t != nil {
		return t, nil
	}
	t, err := s.join(page, lang)
	if err != nil {
		return nil, err
	}
	s.ready[key] = t
	return t, nil
}

func (s *Set) join(page, lang string) (*template.Template, error) {
	source, there := s.pages[page]
	base := s.bases[lang]
	if !there || base == nil {
		return nil, fmt.Errorf("templates: no page %q in language %q", page, lang)
	}
	t, err := base.Clone()
	if err != nil {
		return nil, fmt.Errorf("page %s: %w", page, err)
	}
	if t, err = t.New(page + ".html").Parse(source); err != nil {
		return nil, fmt.Errorf("page %s: %w", page, err)
	}
	return t, nil
}

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

// Set is the pages in every language. It is safe for concurrent use.
//
// # Why lazy
//
// Reading every page in every language took 60 ms and 30 MB of the program's
// start, for pages that mostly nobody opens before the next one. The sources
// are part of the program, so a test reads them all instead.
type Set struct {
	extra template.FuncMap
	parts map[string]string // of the layout and the parts: file -> source
	pages map[string]string // name -> source
	mu    sync.Mutex
	bases map[string]*template.Template // language -> layout and parts
	ready map[string]*template.Template // language/page -> complete
}

// Parse returns the pages. Extra functions, which may be nil, stand beside those
// of Funcs. Layout, parts and a page are read in a language when the page is
// first asked for in it, so that starting stays quick; Check reads them all.
func Parse(extra template.FuncMap) (*Set, error) { return parse(files, extra) }

func parse(from fs.FS, extra template.FuncMap) (*Set, error) {
	s := &Set{
		extra: extra, parts: map[string]string{}, pages: map[string]string{},
		bases: map[string]*template.Template{}, ready: map[string]*template.Template{},
	}
	for _, pattern := range []string{"*.html", "part/*.html"} {
		names, err := fs.Glob(from, pattern)
		if err != nil {
			return nil, fmt.Errorf("templates: %w", err)
		}
		for _, name := range names {
			source, err := fs.ReadFile(from, name)
			if err != nil {
				return nil, fmt.Errorf("templates: %w", err)
			}
			if path.Dir(name) == "part" || name == "layout.html" {
				s.parts[name] = string(source)
			} else {
				s.pages[strings.TrimSuffix(name, ".html")] = string(source)
			}
		}
	}
	return s, nil
}

// Check reads every page in every language and returns the first fault.
func (s *Set) Check() error {
	for _, l := range locale.Languages() {
		for _, page := range s.Pages() {
			if _, err := s.Page(page, l.Code); err != nil {
				return err
			}
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
	if !there {
		return nil, fmt.Errorf("templates: no page %q", page)
	}
	base, err := s.base(lang)
	if err != nil {
		return nil, err
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

// base is the layout with the parts in a language.
func (s *Set) base(lang string) (*template.Template, error) {
	if t := s.bases[lang]; t != nil {
		return t, nil
	}
	words, known := locale.For(lang)
	if !known {
		return nil, fmt.Errorf("templates: no language %q", lang)
	}
	t := template.New("layout.html").Funcs(Funcs(words)).Funcs(s.extra)
	for _, name := range slices.Sorted(maps.Keys(s.parts)) {
		in := t
		if name != t.Name() {
			in = t.New(path.Base(name))
		}
		if _, err := in.Parse(s.parts[name]); err != nil {
			return nil, fmt.Errorf("templates: %s: %w", name, err)
		}
	}
	s.bases[lang] = t
	return t, nil
}

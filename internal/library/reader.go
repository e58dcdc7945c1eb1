package library

import (
	"context"
	"sync"
)

// Reader reads practices for a copy of the whole library, in which each is asked
// for in one language after the other: it keeps those that were asked for last.
// It is safe for concurrent use.
type Reader struct {
	desk  *Desk
	mu    sync.Mutex
	pages map[string]*readPage
	last  []string // the addresses of pages, the oldest first
}

// readPage is a page that somebody reads: others who ask for it wait.
type readPage struct {
	once sync.Once
	page Page
	err  error
}

// readerKeeps is how many pages are kept: more than are read at the same time,
// by four who read some forty together.
const readerKeeps = 256

// Reader returns a reader of this library.
func (d *Desk) Reader() *Reader { return &Reader{desk: d, pages: map[string]*readPage{}} }

// Practice is that of the Desk. What it returns must not be changed.
func (r *Reader) Practice(ctx context.Context, slug string) (Page, error) {
	r.mu.Lock()
	p := r.pages[slug]
	if p == nil {
		p = &readPage{}
		r.pages[slug] = p
		if r.last = append(r.last, slug); len(r.last) > readerKeeps {
			delete(r.pages, r.last[0])
			r.last = r.last[1:]
		}
	}
	r.mu.Unlock()
	p.once.Do(func() { p.page, p.err = r.desk.Practice(ctx, slug) })
	return p.page, p.err
}

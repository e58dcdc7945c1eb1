// Package printer turns pages into PDF through the Chromium that is installed
// beside the program. It knows nothing of what stands on them.
//
// # Why Chromium
//
// It shapes Arabic, Devanagari, Korean and Chinese right and keeps the text of a
// PDF readable for search and screen readers; the PDF libraries of Go do not.
// Where it is missing the page itself is the thing to print. It is spoken to
// through a pipe, so that no port is open to other programs of the machine, has
// no way to the net, and lives only as long as somebody prints.
package printer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// ErrNone says that no Chromium is installed.
var ErrNone = errors.New("printer: no Chromium is installed")

const (
	// patience is how long a page, or the start of Chromium, may take.
	patience = 30 * time.Second
	// sessions is how many Chromiums run at once; each needs some 150 MB.
	sessions = 2
)

// Printer makes PDF. It is safe for concurrent use; a nil one has no Chromium.
type Printer struct {
	path string
	free chan struct{}
}

// Find returns a printer with the Chromium at a path or of a name, else with the
// first of the usual names that is installed; nil when none is.
func Find(name string) *Printer {
	for _, tried := range []string{name, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if tried == "" {
			continue
		}
		if path, err := exec.LookPath(tried); err == nil {
			return &Printer{path: path, free: make(chan struct{}, sessions)}
		}
	}
	return nil
}

// Session is one Chromium that prints one page after another. It is for one
// goroutine.
type Session struct {
	ctx   context.Context
	frame cdp.FrameID
	end   func()
}

// Open starts Chromium, waiting while too many run. Close the session. It ends
// with ctx. ErrNone where there is no Chromium.
func (p *Printer) Open(ctx context.Context) (*Session, error) {
	if p == nil {
		return nil, ErrNone
	}
	select {
	case p.free <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	alloc, stopAlloc := chromedp.NewExecAllocator(ctx, p.options()...)
	tab, stopTab := chromedp.NewContext(alloc, chromedp.WithErrorf(func(string, ...any) {}))
	s := &Session{ctx: tab, end: func() {
		stopTab()
		stopAlloc()
		<-p.free
	}}
	if err := s.within(func(context.Context) error { return chromedp.Do(tab) }); err != nil {
		s.end()
		return nil, fmt.Errorf("printer: start: %w", err)
	}
	s.frame = cdp.FrameID(chromedp.FromContext(tab).Target.TargetID)
	return s, nil
}

func (p *Printer) options() []chromedp.ExecAllocatorOption {
	opts := append([]chromedp.ExecAllocatorOption{}, chromedp.DefaultExecAllocatorOptions[:]...)
	opts = append(opts, chromedp.ExecPath(p.path), chromedp.DisableGPU)
	for name, value := range map[string]any{
		"remote-debugging-pipe": true, "disable-quic": true, "disable-component-update": true, "mute-audio": true,
		"host-resolver-rules": "MAP * ~NOTFOUND", "proxy-server": "127.0.0.1:9",
	} {
		opts = append(opts, chromedp.Flag(name, value))
	}
	if os.Geteuid() == 0 {
		// As root Chromium has no sandbox; what it is given holds no script.
		opts = append(opts, chromedp.NoSandbox)
	}
	return opts
}

// within does something that must not take for ever; the first run of a context
// binds Chromium's life to it, so the bound is kept beside it.
func (s *Session) within(do func(context.Context) error) error {
	bound, cancel := context.WithTimeout(s.ctx, patience)
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- do(bound) }()
	select {
	case err := <-done:
		return err
	case <-bound.Done():
		return bound.Err()
	}
}

// Close ends Chromium.
func (s *Session) Close() { s.end() }

func yes() *bool { is := true; return &is }

// Print makes a PDF of a page that holds all its sheets and pictures itself; its
// @page says the size of the paper. The same page gives the same bytes: the file
// does not tell when, with what program or under which name it was made.
func (s *Session) Print(html []byte) (pdf []byte, err error) {
	err = s.within(func(ctx context.Context) error {
		if _, err := chromedp.Call(ctx, page.SetDocumentContent, page.SetDocumentContentParams{FrameID: s.frame, HTML: string(html)}); err != nil {
			return err
		}
		none := 0.0
		made, err := chromedp.Call(ctx, page.PrintToPDF, page.PrintToPDFParams{
			PrintBackground: yes(), PreferCSSPageSize: yes(), GenerateTaggedPDF: yes(),
			MarginTop: &none, MarginBottom: &none, MarginLeft: &none, MarginRight: &none,
		})
		pdf = silent(made.Data)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("printer: %w", err)
	}
	return pdf, nil
}

// Print makes one PDF.
func (p *Printer) Print(ctx context.Context, html []byte) ([]byte, error) {
	s, err := p.Open(ctx)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	return s.Print(html)
}

// told are the entries of a PDF that say when and with what it was made.
var told = regexp.MustCompile(`/(CreationDate|ModDate|Creator|Producer) ?\(((?:[^()\\]|\\.)*)\)`)

// silent overwrites what the file tells of its making, byte for byte, so that
// every offset stays right.
func silent(pdf []byte) []byte {
	out := bytes.Clone(pdf)
	for _, at := range told.FindAllSubmatchIndex(out, -1) {
		value := out[at[4]:at[5]]
		fixed := []byte("D:20000101000000+00'00'")
		if name := string(out[at[2]:at[3]]); name == "Creator" || name == "Producer" {
			fixed = nil
		}
		for i := range value {
			if value[i] = ' '; i < len(fixed) {
				value[i] = fixed[i]
			}
		}
	}
	return out
}

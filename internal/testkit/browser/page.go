package browser

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

//go:embed page.js
var pageScript string

// pause is the time between two looks at a page that is not ready yet.
const pause = 40 * time.Millisecond

// answer is what page.js says of one question.
type answer struct {
	Why        string   `json:"why"` // why it cannot be done, yet; empty when it can
	X, Y       float64  // where to press
	Sends      bool     `json:"sends"` // pressing there sends a form
	On         bool     `json:"on"`
	Set        bool     `json:"set"`
	Text       string   `json:"text"`
	Texts      []string `json:"texts"`
	Over       any      `json:"over"`
	Ready      bool     `json:"ready"`
	Sent       bool     `json:"sent"`
	Done       bool     `json:"done"`
	Name       string   `json:"name"`
	Visible    bool     `json:"visible"`
	Obscured   bool     `json:"obscured"`
	LastRinged bool     `json:"lastRinged"`
}

// ask puts one question to the page as it is now.
func (tab *Tab) ask(question string, args ...string) (answer, error) {
	ctx, cancel := context.WithTimeout(tab.ctx, Bound)
	defer cancel()
	raw, err := chromedp.Run(ctx, chromedp.Evaluate[[]byte](tab.question(question, args)))
	if err != nil {
		return answer{}, err
	}
	var a answer
	return a, json.Unmarshal(raw, &a)
}

func (tab *Tab) question(name string, args []string) string {
	scopes, _ := json.Marshal(append([]scope{}, tab.scopes...))
	words, _ := json.Marshal(append([]string{}, args...))
	return fmt.Sprintf("(%s)(%s)[%q](...%s)", strings.TrimSuffix(strings.TrimSpace(pageScript), ";"), scopes, name, words)
}

// await asks until the page has nothing against it, or fails the test with the
// last thing that it had.
func (tab *Tab) await(question string, args ...string) answer {
	tab.t.Helper()
	var got answer
	tab.until(func() (bool, string) {
		a, err := tab.ask(question, args...)
		if err != nil {
			return false, err.Error()
		}
		got = a
		return a.Why == "", a.Why
	})
	return got
}

// until tries until it is done, and fails the test with the last reason why not.
func (tab *Tab) until(try func() (done bool, why string)) {
	tab.t.Helper()
	if why := tab.within(Bound, try); why != "" {
		tab.fail("%s", why)
	}
}

// within tries until it is done or the time is over; it gives why it was not.
func (tab *Tab) within(limit time.Duration, try func() (done bool, why string)) string {
	over := time.NewTimer(limit)
	defer over.Stop()
	for {
		done, why := try()
		if done {
			return ""
		}
		select {
		case <-over.C:
			return why + fmt.Sprintf(" (after %s)", limit)
		case <-tab.ctx.Done():
			return "the tab was closed"
		case <-time.After(pause):
		}
	}
}

// travels gives how many navigations were asked for and begun, and whether one
// is under way.
func (w *window) travels() (asked, begun int, loading bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.asked, w.begun, w.loading
}

// deed does something that may send the page elsewhere, and waits until the
// tab has arrived. A script that travels later by itself is for See to await.
func (tab *Tab) deed(sends bool, do func()) {
	tab.t.Helper()
	_, _ = tab.ask("watch")
	asked, begun, _ := tab.travels()
	do()
	if state, err := tab.ask("state"); err != nil || state.Sent || sends {
		sends = true
	}
	if now, _, _ := tab.travels(); now > asked {
		sends = true
	}
	if sends {
		tab.within(Bound/6, func() (bool, string) {
			_, now, _ := tab.travels()
			return now > begun, "nothing was sent"
		})
	}
	tab.settle(0)
}

// settle waits until no navigation is under way and the document is complete.
func (tab *Tab) settle(begunAfter int) {
	tab.t.Helper()
	tab.until(func() (bool, string) {
		state, err := tab.ask("state")
		if err != nil {
			return false, err.Error()
		}
		_, begun, loading := tab.travels()
		return state.Ready && !loading && begun >= begunAfter, "the page does not finish loading"
	})
}

// hearComplaint notes what a page complained of.
func (w *window) hearComplaint(event any) {
	switch e := event.(type) {
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError && e.Entry.Source != log.EntrySourceNetwork {
			w.complain(string(e.Entry.Source) + ": " + e.Entry.Text)
		}
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeAssert {
			w.complain("console: " + consoleText(e.Args))
		}
	case *network.EventResponseReceived:
		if e.Type != network.ResourceTypeDocument && e.Response.Status >= 400 {
			w.complain(fmt.Sprintf("%d: %s", e.Response.Status, e.Response.URL))
		}
	}
}

func (w *window) complain(what string) { w.complaints = append(w.complaints, what) }

func consoleText(args []*runtime.RemoteObject) string {
	var words []string
	for _, arg := range args {
		if arg.Description != "" {
			words = append(words, arg.Description)
			continue
		}
		words = append(words, strings.Trim(string(arg.Value), `"`))
	}
	return strings.Join(words, " ")
}

// Eval evaluates the expression of JavaScript in the page, waiting for a
// promise, and decodes its JSON into out; out may be nil.
func (tab *Tab) Eval(expression string, out any) {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, Bound)
	defer cancel()
	raw, err := chromedp.Run(ctx, chromedp.Evaluate[[]byte](expression, chromedp.EvalAwaitPromise))
	if errors.Is(err, chromedp.ErrJSUndefined) {
		return
	}
	if err != nil {
		tab.fail("evaluating %.200s: %v", expression, err)
	}
	if out == nil || len(raw) == 0 {
		return
	}
	if err := json.Unmarshal(raw, out); err != nil {
		tab.fail("evaluating %.200s gave %.200s: %v", expression, raw, err)
	}
}

func exceptionText(d *runtime.ExceptionDetails) string {
	if d.Exception != nil && d.Exception.Description != "" {
		return d.Exception.Description
	}
	return d.Text
}

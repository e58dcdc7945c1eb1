package browser

import (
	"cmp"
	"context"
	"path/filepath"

	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Go opens the address and waits until its page is complete. A page of an error
// is a page; an address that nobody answers fails the test.
func (tab *Tab) Go(url string) {
	tab.t.Helper()
	_, begun, _ := tab.travels()
	if got := call(tab, page.Navigate, page.NavigateParams{URL: url}); got.ErrorText != "" {
		tab.fail("%s: %s", url, got.ErrorText)
	} else if got.LoaderID == "" {
		begun--
	}
	tab.settle(begun + 1)
}

// Reload loads the page again.
func (tab *Tab) Reload() {
	tab.t.Helper()
	_, begun, _ := tab.travels()
	call(tab, page.Reload, page.ReloadParams{})
	tab.settle(begun + 1)
}

// Back goes to the page before.
func (tab *Tab) Back() {
	tab.t.Helper()
	tab.deed(false, func() { tab.Eval("history.back()", nil) })
}

// Click presses the shown element that fits the selector or, where none does,
// the link or button that bears the words; then waits for the page it leads to.
func (tab *Tab) Click(cssOrText string) {
	tab.t.Helper()
	tab.press("click", cssOrText)
}

// ClickText presses the link, button or label that bears the words: exactly,
// else at their beginning, else anywhere. Two that fit alike fail the test.
func (tab *Tab) ClickText(text string) {
	tab.t.Helper()
	tab.press("clickText", text)
}

func (tab *Tab) press(question, what string) {
	tab.t.Helper()
	at := tab.still(question, what)
	tab.deed(at.Sends, func() { tab.mouse(at.X, at.Y) })
}

// still asks where to press until two looks agree, so that nothing is pressed
// while it moves.
func (tab *Tab) still(question, what string) answer {
	tab.t.Helper()
	var last answer
	tab.until(func() (bool, string) {
		a, err := tab.ask(question, what)
		if err != nil {
			return false, err.Error()
		}
		agree := last.X == a.X && last.Y == a.Y
		last = a
		return a.Why == "" && agree, cmp.Or(a.Why, "it does not stand still")
	})
	return last
}

func (tab *Tab) mouse(x, y float64) {
	tab.t.Helper()
	for _, kind := range []input.DispatchMouseEventType{input.DispatchMouseEventTypeMouseMoved, input.DispatchMouseEventTypeMousePressed, input.DispatchMouseEventTypeMouseReleased} {
		p := input.DispatchMouseEventParams{Type: kind, X: x, Y: y}
		if kind != input.DispatchMouseEventTypeMouseMoved {
			p.Button, p.ClickCount = input.MouseButtonLeft, 1
		}
		call(tab, input.DispatchMouseEvent, p)
	}
}

// Fill writes the text in the field with the label, in place of what it held.
// A date, a month, a time or a number is written as HTML does: 2027-03-01.
func (tab *Tab) Fill(label, text string) {
	tab.t.Helper()
	if tab.await("fill", label).Set {
		tab.await("set", label, text)
		return
	}
	if text == "" {
		tab.Press("Delete")
	} else {
		call(tab, input.InsertText, input.InsertTextParams{Text: text})
	}
	if got := tab.Value(label); got != text {
		tab.fail("field “%s” holds %q after writing %q", label, got, text)
	}
}

// Pick chooses the option that bears the words in the list with the label.
func (tab *Tab) Pick(label, option string) {
	tab.t.Helper()
	tab.await("fill", label)
	tab.deed(false, func() { tab.await("set", label, option) })
}

// Choose ticks the radio button or checkbox with the label; one that is ticked
// stays so.
func (tab *Tab) Choose(label string) {
	tab.t.Helper()
	tab.turn("choice", label, true)
}

// Unchoose takes the tick from the checkbox with the label.
func (tab *Tab) Unchoose(label string) {
	tab.t.Helper()
	tab.turn("unchoice", label, false)
}

func (tab *Tab) turn(question, label string, on bool) {
	tab.t.Helper()
	at := tab.still(question, label)
	if at.On == on {
		return
	}
	_, begun, _ := tab.travels()
	tab.deed(false, func() { tab.mouse(at.X, at.Y) })
	tab.until(func() (bool, string) {
		if _, now, _ := tab.travels(); now > begun {
			return true, ""
		}
		a, err := tab.ask(question, label)
		return err == nil && a.On == on, "“" + label + "” does not change when it is pressed"
	})
}

// Upload gives the files to the file field with the label.
func (tab *Tab) Upload(label string, paths ...string) {
	tab.t.Helper()
	tab.await("file", label)
	ctx, cancel := context.WithTimeout(tab.ctx, Bound)
	defer cancel()
	node, err := chromedp.Run(ctx, chromedp.Evaluate[*runtime.RemoteObject](tab.question("fileNode", []string{label})))
	if err != nil || node.ObjectID == "" {
		tab.fail("file field “%s” went away: %v", label, err)
	}
	files := make([]string, len(paths))
	for i, path := range paths {
		files[i], _ = filepath.Abs(path)
	}
	tab.deed(false, func() {
		call(tab, dom.SetFileInputFiles, dom.SetFileInputFilesParams{Files: files, ObjectID: node.ObjectID})
	})
}

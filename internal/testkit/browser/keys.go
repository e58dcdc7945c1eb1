package browser

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

var keyNames = map[string]string{
	"Enter": kb.Enter, "Tab": kb.Tab, "Escape": kb.Escape, "Space": " ",
	"Backspace": kb.Backspace, "Delete": kb.Delete, "Home": kb.Home, "End": kb.End,
	"PageUp": kb.PageUp, "PageDown": kb.PageDown,
	"ArrowUp": kb.ArrowUp, "ArrowDown": kb.ArrowDown, "ArrowLeft": kb.ArrowLeft, "ArrowRight": kb.ArrowRight,
}

var modifierNames = map[string]chromedp.Modifier{
	"Shift": chromedp.ModifierShift, "Ctrl": chromedp.ModifierCtrl, "Alt": chromedp.ModifierAlt, "Meta": chromedp.ModifierMeta,
}

// Press presses the keys one after another on what has the focus. A key is a
// character or a name, such as j, Tab, Enter, Space, ArrowDown or PageUp, with
// modifiers before it, such as Shift+Tab or Ctrl+Enter.
func (tab *Tab) Press(keys ...string) {
	tab.t.Helper()
	for _, key := range keys {
		tab.deed(false, func() { tab.stroke(key) })
	}
}

// Type writes the text key by key on what has the focus.
func (tab *Tab) Type(text string) {
	tab.t.Helper()
	tab.keys(text)
}

func (tab *Tab) stroke(key string) {
	tab.t.Helper()
	name, modifiers := key, []chromedp.Modifier{}
	for {
		before, after, found := strings.Cut(name, "+")
		modifier, known := modifierNames[before]
		if !found || !known || after == "" {
			break
		}
		name, modifiers = after, append(modifiers, modifier)
	}
	code, known := keyNames[name]
	if !known && utf8.RuneCountInString(name) != 1 {
		tab.fail("no key is called %q", key)
	}
	if !known {
		code = name
	}
	tab.keys(code, chromedp.KeyModifiers(modifiers...))
}

func (tab *Tab) keys(codes string, opts ...chromedp.KeyOption) {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, Bound)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.KeyEvent(codes, opts...)); err != nil {
		tab.fail("pressing %q: %v", codes, err)
	}
}

package templates

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"

	"we-gov.org/awards/internal/locale"
)

var (
	actions = regexp.MustCompile(`(?s)\{\{.*?\}\}`)
	keys    = regexp.MustCompile(`\b(?:t|forms) "([^"]+)"`)
)

// Attributes that a person reads or hears.
var spokenAttributes = []string{"alt", "title", "aria-label", "aria-description", "placeholder", "value", "label", "content"}

func sources(t *testing.T) map[string]string {
	t.Helper()
	names, err := fs.Glob(files, "*.html")
	if err != nil {
		t.Fatal(err)
	}
	parts, err := fs.Glob(files, "part/*.html")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, name := range append(names, parts...) {
		source, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = string(source)
	}
	return all
}

func hasLetters(s string) bool { return strings.ContainsFunc(s, unicode.IsLetter) }

func TestEveryPageIsReadInEveryLanguage(t *testing.T) {
	set, err := Parse(nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := set.Check(); err != nil {
		t.Error(err)
	}
}

func TestTemplatesHoldNoWords(t *testing.T) {
	for name, source := range sources(t) {
		tokens := html.NewTokenizer(strings.NewReader(shown(source)))
		quiet := 0 // within kbd and code: names of keys and of things
		for {
			kind := tokens.Next()
			if kind == html.ErrorToken {
				break
			}
			token := tokens.Token()
			switch {
			case slices.Contains([]string{"kbd", "code", "script", "style"}, token.Data) && kind == html.StartTagToken:
				quiet++
			case slices.Contains([]string{"kbd", "code", "script", "style"}, token.Data) && kind == html.EndTagToken:
				quiet--
			case kind == html.TextToken && quiet == 0 && hasLetters(token.Data):
				t.Errorf("%s: the text %q stands in the template", name, strings.TrimSpace(token.Data))
			}
			for _, a := range token.Attr {
				if slices.Contains(spokenAttributes, a.Key) && hasLetters(a.Val) && !machineValue(token, a) {
					t.Errorf("%s: <%s %s=%q> holds words", name, token.Data, a.Key, a.Val)
				}
			}
		}
	}
}

// shown is a template without its actions: what is left between tags would be
// shown as it is. A definition without a tag holds attributes.
func shown(source string) string {
	var b strings.Builder
	for definition := range strings.SplitSeq(strings.ReplaceAll(source, "{{define ", "\x00{{define "), "\x00") {
		text := actions.ReplaceAllString(definition, " ")
		if !strings.Contains(text, "<") && strings.Contains(text, `="`) {
			text = "<i " + text + ">"
		}
		b.WriteString(text)
	}
	return b.String()
}

// machineValue reports whether an attribute is read by programs: the value of a
// button, a box or a hidden field, and what a meta element says to the browser.
func machineValue(token html.Token, a html.Attribute) bool {
	if a.Key == "content" {
		return !slices.ContainsFunc(token.Attr, func(b html.Attribute) bool {
			return b.Key == "name" && b.Val == "description" || b.Key == "property"
		})
	}
	if a.Key != "value" {
		return false
	}
	if token.Data == "button" || token.Data == "option" {
		return true
	}
	return slices.ContainsFunc(token.Attr, func(b html.Attribute) bool {
		return b.Key == "type" && slices.Contains([]string{"hidden", "radio", "checkbox"}, b.Val)
	})
}

func TestTemplatesUseWordsThatExist(t *testing.T) {
	for name, source := range sources(t) {
		for _, found := range keys.FindAllStringSubmatch(source, -1) {
			for _, l := range locale.Languages() {
				if !locale.Must(l.Code).Has(found[1]) {
					t.Errorf("%s: %s has no message %s", name, l.Code, found[1])
				}
			}
		}
	}
}

// A page must be usable under a policy that allows neither inline script nor
// inline style.
func TestTemplatesHaveNoInlineScriptOrStyle(t *testing.T) {
	inline := regexp.MustCompile(`(?i)<[^>]*\s(style|on[a-z]+)\s*=|<style|<script(?:[^>]*)>[^<{\s]`)
	for name, source := range sources(t) {
		if found := inline.FindString(source); found != "" {
			t.Errorf("%s: %s", name, found)
		}
	}
}

package locale

import (
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// Language is a language of the interface.
type Language struct {
	Code string // as in addresses and the lang attribute
	Name string // in its own script
	Dir  string // ltr or rtl
}

// languages is the one list of interface languages; each has a folder of that
// name. The first is shown to a reader whose languages we do not speak.
var languages = []Language{
	{Code: "en", Name: "English", Dir: "ltr"},
	{Code: "ko", Name: "한국어", Dir: "ltr"},
	{Code: "ar", Name: "العربية", Dir: "rtl"},
}

//go:embed en/*.toml ko/*.toml ar/*.toml
var files embed.FS

// Languages lists the languages of the interface in the order of the switch.
func Languages() []Language { return slices.Clone(languages) }

// Match returns the code of the language that serves an Accept-Language header
// best; the first language when none fits.
func Match(acceptLanguage string) string {
	_, i, sure := matcher().Match(wanted(acceptLanguage)...)
	if sure == language.No {
		return languages[0].Code
	}
	return languages[i].Code
}

// wanted reads a header of sane length; a broken one wants nothing.
func wanted(acceptLanguage string) []language.Tag {
	if len(acceptLanguage) > 400 {
		return nil
	}
	tags, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil {
		return nil
	}
	return tags
}

var matcher = sync.OnceValue(func() language.Matcher {
	var tags []language.Tag
	for _, l := range languages {
		tags = append(tags, language.MustParse(l.Code))
	}
	return language.NewMatcher(tags)
})

// spoken reads each catalogue once, when its language is first asked for, since
// reading one takes some 15 ms. They are part of the program, so a fault in them
// is a fault of the program and panics at the first word.
var spoken = func() map[string]func() *Words {
	all := make(map[string]func() *Words, len(languages))
	for _, l := range languages {
		all[l.Code] = sync.OnceValue(func() *Words {
			texts, err := read(l.Code)
			if err != nil {
				panic(err)
			}
			return bind(l, texts)
		})
	}
	return all
}()

func bind(l Language, texts map[string]*i18n.Message) *Words {
	tag := language.MustParse(l.Code)
	bundle := i18n.NewBundle(tag)
	for _, text := range texts {
		if !standing(text) {
			bundle.MustAddMessages(tag, text)
		}
	}
	return &Words{
		Language: l, tag: tag, texts: texts,
		speaker: i18n.NewLocalizer(bundle, l.Code),
		printer: message.NewPrinter(language.MustParse(l.Code + "-u-nu-latn")),
		names:   namesIn(l.Code, tag),
	}
}

// read returns the messages of a language. A key that stands in two files is an
// error: nobody could tell which one is shown.
func read(code string) (map[string]*i18n.Message, error) {
	entries, err := files.ReadDir(code)
	if err != nil {
		return nil, fmt.Errorf("locale %s: %w", code, err)
	}
	texts := map[string]*i18n.Message{}
	for _, e := range entries {
		raw, err := files.ReadFile(path.Join(code, e.Name()))
		if err != nil {
			return nil, fmt.Errorf("locale %s: %w", code, err)
		}
		var tree map[string]any
		if err := toml.Unmarshal(raw, &tree); err != nil {
			return nil, fmt.Errorf("locale %s/%s: %w", code, e.Name(), err)
		}
		if err := flatten(texts, "", tree); err != nil {
			return nil, fmt.Errorf("locale %s/%s: %w", code, e.Name(), err)
		}
	}
	return texts, nil
}

// flatten turns tables into dotted keys. A table that holds nothing but plural
// forms, other among them, is one message.
func flatten(texts map[string]*i18n.Message, prefix string, tree map[string]any) error {
	for name, value := range tree {
		key := strings.TrimPrefix(prefix+"."+name, ".")
		var text *i18n.Message
		switch v := value.(type) {
		case string:
			text = &i18n.Message{ID: key, Other: v}
		case map[string]any:
			if text = plural(key, v); text == nil {
				if err := flatten(texts, key, v); err != nil {
					return err
				}
				continue
			}
		default:
			return fmt.Errorf("%s is neither text nor table", key)
		}
		if texts[key] != nil {
			return fmt.Errorf("%s is written twice", key)
		}
		texts[key] = text
	}
	return nil
}

// plural reads a table as one message with plural forms, or returns nil.
func plural(key string, table map[string]any) *i18n.Message {
	text := &i18n.Message{ID: key}
	forms := map[string]*string{"zero": &text.Zero, "one": &text.One, "two": &text.Two, "few": &text.Few, "many": &text.Many, "other": &text.Other}
	for name, value := range table {
		form, said := forms[name], false
		if form != nil {
			*form, said = value.(string)
		}
		if !said {
			return nil
		}
	}
	if text.Other == "" {
		return nil
	}
	// A message with the form "other" alone is plural too: languages such as
	// Korean have no other.
	text.Description = "plural"
	return text
}

// isPlain reports whether a message has one form for every count.
func isPlain(text *i18n.Message) bool { return text.Description != "plural" }

// standing reports whether a message says the same whatever it is given.
func standing(text *i18n.Message) bool { return isPlain(text) && !strings.Contains(text.Other, "{{") }

func pluralForms(text *i18n.Message) map[string]string {
	return map[string]string{"zero": text.Zero, "one": text.One, "two": text.Two, "few": text.Few, "many": text.Many, "other": text.Other}
}

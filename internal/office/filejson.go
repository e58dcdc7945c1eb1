package office

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"we-gov.org/awards/internal/award"
)

// fileMax is the largest edition file that is read.
const fileMax = 4 << 20

// fileJSON is a JSON file that knows where each of its values stands, so that a
// fault can name line and column. encoding/json alone drops duplicate keys and
// keeps no place.
type fileJSON struct {
	src   []byte
	where map[string]int // path such as "criteria.2.weight" -> offset
}

// value is one value of the file: an object, a list or a scalar.
type value struct {
	at      int
	members []member // of an object
	items   []*value // of a list
	scalar  any      // string, json.Number, bool or nil
	kind    string   // as a reader would call it
}

type member struct {
	key string
	at  int
	*value
}

// readJSON reads a whole file: UTF-8, one JSON value, no key twice.
func readJSON(r io.Reader) (*fileJSON, *value, error) {
	src, err := io.ReadAll(io.LimitReader(r, fileMax+1))
	if err != nil {
		return nil, nil, err
	}
	src = bytes.TrimPrefix(src, []byte("\ufeff")) // some editors write one
	f := &fileJSON{src: src, where: map[string]int{}}
	switch {
	case len(src) > fileMax:
		return nil, nil, f.fault(0, "the file is larger than %d MB", fileMax>>20)
	case len(bytes.TrimSpace(src)) == 0:
		return nil, nil, f.fault(0, "the file is empty")
	}
	for i := 0; i < len(src); {
		c, n := utf8.DecodeRune(src[i:])
		if c == utf8.RuneError && n <= 1 {
			return nil, nil, f.fault(i, "not valid UTF-8")
		}
		i += n
	}
	var wrong *json.SyntaxError
	if err := json.Unmarshal(src, new(any)); errors.As(err, &wrong) {
		return nil, nil, f.fault(int(max(wrong.Offset-1, 0)), "not JSON: %v", wrong)
	}
	d := json.NewDecoder(bytes.NewReader(src))
	d.UseNumber()
	v, err := f.value(d)
	return f, v, err
}

// fault is the error of an offset, with its line and column.
func (f *fileJSON) fault(at int, format string, args ...any) error {
	before := f.src[:min(at, len(f.src))]
	return &award.RowError{
		Line:   bytes.Count(before, []byte("\n")) + 1,
		Column: len(before) - bytes.LastIndexByte(before, '\n'),
		Reason: fmt.Sprintf(format, args...),
	}
}

// next returns the next token and where it begins.
func (f *fileJSON) next(d *json.Decoder) (int, json.Token, error) {
	at := int(d.InputOffset())
	for at < len(f.src) && strings.IndexByte(" \t\r\n,:", f.src[at]) >= 0 {
		at++
	}
	t, err := d.Token()
	return at, t, err
}

func (f *fileJSON) value(d *json.Decoder) (*value, error) {
	at, t, err := f.next(d)
	if err != nil {
		return nil, f.fault(at, "not JSON: %v", err)
	}
	switch t := t.(type) {
	case json.Delim:
		if t == '[' {
			return f.items(d, at)
		}
		return f.members(d, at)
	case string:
		return &value{at: at, scalar: t, kind: "text"}, nil
	case json.Number:
		return &value{at: at, scalar: t, kind: "a number"}, nil
	case bool:
		return &value{at: at, scalar: t, kind: "true or false"}, nil
	}
	return &value{at: at, kind: "null"}, nil
}

func (f *fileJSON) items(d *json.Decoder, at int) (*value, error) {
	list := &value{at: at, items: []*value{}, kind: "a list"}
	for d.More() {
		v, err := f.value(d)
		if err != nil {
			return nil, err
		}
		list.items = append(list.items, v)
	}
	_, err := d.Token()
	return list, err
}

func (f *fileJSON) members(d *json.Decoder, at int) (*value, error) {
	object := &value{at: at, members: []member{}, kind: "an object"}
	seen := map[string]bool{}
	for d.More() {
		at, key, err := f.next(d)
		if err != nil {
			return nil, err
		}
		name, _ := key.(string)
		if seen[name] {
			return nil, f.fault(at, "key %q stands twice", name)
		}
		seen[name] = true
		v, err := f.value(d)
		if err != nil {
			return nil, err
		}
		object.members = append(object.members, member{name, at, v})
	}
	_, err := d.Token()
	return object, err
}

// plain returns the value as encoding/json would give it.
func (v *value) plain() any {
	switch {
	case v.members != nil:
		m := map[string]any{}
		for _, of := range v.members {
			m[of.key] = of.plain()
		}
		return m
	case v.items != nil:
		all := []any{}
		for _, item := range v.items {
			all = append(all, item.plain())
		}
		return all
	}
	if n, is := v.scalar.(json.Number); is {
		x, _ := n.Float64()
		return x
	}
	return v.scalar
}

func (v *value) has(key string) bool {
	for _, m := range v.members {
		if m.key == key {
			return true
		}
	}
	return false
}

// locate returns the offset of a path, or of the nearest thing around it that
// the file holds.
func (f *fileJSON) locate(path string) int {
	for {
		if at, there := f.where[path]; there {
			return at
		}
		cut := strings.LastIndexByte(path, '.')
		if cut < 0 {
			return f.where[""]
		}
		path = path[:cut]
	}
}

// leaves notes every scalar under a path. Items of a list that have a key go by
// it, so that moving one does not look like changing all; the order of the
// keys is noted too.
func (v *value) leaves(path string, into map[string]any) {
	switch {
	case v.members != nil:
		for _, m := range v.members {
			m.leaves(strings.TrimPrefix(path+"."+m.key, "."), into)
		}
	case v.items != nil:
		var order []string
		for i, item := range v.items {
			name := item.name(strconv.Itoa(i))
			order = append(order, name)
			item.leaves(path+"."+name, into)
		}
		into[path] = strings.Join(order, " ")
	default:
		into[path] = v.plain()
	}
}

// name is the key or value by which a list item is known; else the given one.
func (v *value) name(otherwise string) string {
	for _, m := range v.members {
		if s, is := m.scalar.(string); is && (m.key == "key" || m.key == "value") {
			return s
		}
	}
	return otherwise
}

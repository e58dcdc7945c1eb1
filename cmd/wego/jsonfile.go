package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
)

// readText reads a file of text in UTF-8 that is not empty.
func readText(path string) ([]byte, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff")) // some editors write one
	switch {
	case len(bytes.TrimSpace(text)) == 0:
		return nil, errors.New("the file is empty")
	case !utf8.Valid(text):
		return nil, errors.New("the file is not in UTF-8: save it anew in that encoding (spreadsheets call it CSV UTF-8)")
	}
	return text, nil
}

// readJSON reads a file strictly: a field that is not known is a mistake, not a wish
// to be passed over. A fault names the file, the line and the column.
func readJSON(path string, into any) error {
	text, err := readText(path)
	if err == nil {
		err = parseJSON(text, into)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// parseJSON reads the text of one document; a fault names line and column.
func parseJSON(text []byte, into any) error {
	if bytes.TrimSpace(text)[0] != '{' {
		return errors.New("this is not the JSON asked for, which begins with {")
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return jsonFault(text, err, reflect.TypeOf(into).Elem())
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more follows after the document")
	}
	return nil
}

// jsonFault says where in a text a fault is, and what was meant to be there.
func jsonFault(text []byte, err error, into reflect.Type) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	at, what := int64(len(text)), err.Error()
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		what = "the file ends before the document does; a bracket or brace is not closed"
	case errors.As(err, &syntax):
		at = syntax.Offset - 1
	case errors.As(err, &kind):
		at, what = kind.Offset-1, fmt.Sprintf("%s takes %s, not %s", kind.Field, takes(kind.Type), strings.Replace(kind.Value, "string", "text", 1))
	default:
		what = strings.TrimPrefix(what, "json: ")
		if key, unknown := strings.CutPrefix(what, "unknown field "); unknown {
			at = unknownAt(text, key, err, into)
		}
	}
	before := text[:min(max(0, at), int64(len(text)))]
	return fmt.Errorf("line %d, column %d: %s", 1+bytes.Count(before, []byte("\n")), len(before)-bytes.LastIndexByte(before, '\n'), what)
}

// unknownAt is where the first field of the name stands that is not known there; the
// name may be known elsewhere. The decoder does not tell the place, but it names the
// first unknown field: a name that is spoilt before the place is named instead of
// it, one after it is not.
func unknownAt(text []byte, key string, err error, into reflect.Type) int64 {
	all := regexp.MustCompile(regexp.QuoteMeta(key)+`\s*:`).FindAllIndex(text, -1)
	after := sort.Search(len(all), func(i int) bool {
		spoilt := slices.Clone(text)
		spoilt[all[i][0]+1] = '\x7f'
		d := json.NewDecoder(bytes.NewReader(spoilt))
		d.DisallowUnknownFields()
		again := d.Decode(reflect.New(into).Interface())
		return again != nil && again.Error() == err.Error()
	})
	if after == 0 {
		return int64(len(text))
	}
	return int64(all[after-1][0])
}

// takes says what a field of the type takes.
func takes(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Int, reflect.Uint64:
		return "a whole number that is not too large"
	case reflect.Float64:
		return "a number"
	case reflect.String:
		return "text"
	case reflect.Slice:
		return "a list in [ ]"
	}
	return "an object in { }"
}

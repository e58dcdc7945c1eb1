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
	"strings"
	"unicode/utf8"

	"we-gov.org/awards/internal/assign"
)

// readJSON reads a file strictly: a field that is not known is a mistake, not a wish
// to be passed over. A fault names the file, the line and the column.
func readJSON(path string, into any) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff")) // some editors write one
	switch {
	case len(bytes.TrimSpace(text)) == 0:
		return fmt.Errorf("%s: the file is empty", path)
	case !utf8.Valid(text):
		return fmt.Errorf("%s: this is not UTF-8 text; save it as UTF-8", path)
	case bytes.TrimSpace(text)[0] != '{':
		return fmt.Errorf("%s: this is not the JSON asked for, which begins with {", path)
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("%s: %w", path, jsonFault(text, err))
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("%s: more follows after the document", path)
	}
	return nil
}

// jsonFault says where in a text a fault is, and what was meant to be there.
func jsonFault(text []byte, err error) error {
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
			if found := regexp.MustCompile(regexp.QuoteMeta(key) + `\s*:`).FindIndex(text); found != nil {
				at = int64(found[0])
			}
		}
	}
	before := text[:min(max(0, at), int64(len(text)))]
	return fmt.Errorf("line %d, column %d: %s", 1+bytes.Count(before, []byte("\n")), len(before)-bytes.LastIndexByte(before, '\n'), what)
}

// takes says what a field of the type takes.
func takes(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Int, reflect.Uint64:
		return "a whole number that is not too large"
	case reflect.String:
		return "text"
	case reflect.Slice:
		return "a list in [ ]"
	}
	return "an object in { }"
}

// holdsPlan says whether a file is a document with a plan rather than an input.
func holdsPlan(path string) bool {
	var probe struct {
		Plan json.RawMessage `json:"plan"`
	}
	text, _ := os.ReadFile(path) // who cannot read it is told by readJSON
	return json.Unmarshal(bytes.TrimPrefix(text, []byte("\ufeff")), &probe) == nil && probe.Plan != nil
}

// rowFault says in words what is wrong with which row of an input.
func rowFault(err error) error {
	var at *assign.RowError
	if !errors.As(err, &at) {
		return err
	}
	if at.List == "pair" {
		return fmt.Errorf("there is no %s %q in the file", at.Field, map[string]string{"judge": at.Judge, "entry": at.Entry}[at.Field])
	}
	row := fmt.Sprintf("row %d of %s", at.Row+1, at.List)
	if strings.HasPrefix(at.List, "policy") {
		row = at.List
	}
	for _, named := range [][2]string{{"judge", at.Judge}, {"entry", at.Entry}} {
		if named[1] != "" {
			row += fmt.Sprintf(", %s %q", named[0], named[1])
		}
	}
	if at.Field != "" {
		row += ", field " + at.Field
	}
	return fmt.Errorf("%s: %s", row, said(at))
}

// said is what is wrong with a row.
func said(at *assign.RowError) string {
	switch {
	case errors.Is(at, assign.ErrNoID):
		return "the id is empty"
	case errors.Is(at, assign.ErrDuplicate):
		return "it is there twice"
	case errors.Is(at, assign.ErrUnknownID):
		return "there is no such id in the file"
	case errors.Is(at, assign.ErrNegative):
		return "the number is below zero"
	case errors.Is(at, assign.ErrRange) && at.Field == "min":
		return "the minimum is above the maximum, or too large"
	case errors.Is(at, assign.ErrRange):
		return "the number is too large"
	case errors.Is(at, assign.ErrReason):
		return fmt.Sprintf("%q is no reason; reasons are %v", at.Reason, assign.Reasons())
	case errors.Is(at, assign.ErrGoal):
		return fmt.Sprintf("there is no such goal; goals are %v", assign.Goals())
	case errors.Is(at, assign.ErrLockedBarred):
		return fmt.Sprintf("the seat is locked, but the judge is barred from the entry (%s)", at.Reason)
	}
	return at.Error()
}

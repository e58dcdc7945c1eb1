package library

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
)

// Limits of an imported file.
const (
	tableMax   = 16 << 20 // bytes
	cellMax    = 300      // letters of a name
	summaryMax = 5000     // letters of a summary
)

// table is a CSV file that is read row by row and knows where each cell stands.
type table struct {
	r       *csv.Reader
	columns []string
	cells   map[string]string // of the present row, trimmed
}

// readTable opens a CSV file in UTF-8 whose first line names exactly the given
// columns, in their order. Later faults, like those here, are *award.RowError.
func readTable(from io.Reader, columns ...string) (*table, error) {
	src, err := io.ReadAll(io.LimitReader(from, tableMax+1))
	if err != nil {
		return nil, err
	}
	if len(src) > tableMax {
		return nil, &award.RowError{Line: 1, Column: 1, Reason: fmt.Sprintf("the file is larger than %d MB", tableMax>>20)}
	}
	src = bytes.TrimPrefix(src, []byte("\ufeff")) // spreadsheets write one
	if err := readable(src); err != nil {
		return nil, err
	}
	t := &table{r: csv.NewReader(bytes.NewReader(src)), columns: columns}
	t.r.ReuseRecord = true
	return t, t.header()
}

// readable refuses bytes that are not UTF-8 and control characters, which no
// database and no page takes alike.
func readable(src []byte) error {
	line, start := 1, 0
	for i := 0; i < len(src); {
		c, n := utf8.DecodeRune(src[i:])
		switch {
		case c == utf8.RuneError && n <= 1:
			return &award.RowError{Line: line, Column: i - start + 1, Reason: "not valid UTF-8"}
		case c == '\n':
			line, start = line+1, i+1
		case unicode.IsControl(c) && c != '\r' && c != '\t':
			return &award.RowError{Line: line, Column: i - start + 1, Reason: fmt.Sprintf("control character %U", c)}
		}
		i += n
	}
	return nil
}

func (t *table) header() error {
	row, err := t.r.Read()
	if errors.Is(err, io.EOF) {
		return &award.RowError{Line: 1, Column: 1, Reason: "the file is empty"}
	} else if err != nil {
		return broken(err)
	}
	for i, want := range t.columns {
		if i >= len(row) {
			return &award.RowError{Line: 1, Column: 1, Reason: fmt.Sprintf("column %q is missing: the first line must be %s", want, strings.Join(t.columns, ","))}
		}
		if row[i] != want {
			return t.fault(i, "column %q expected, %q found", want, row[i])
		}
	}
	if len(row) > len(t.columns) {
		return t.fault(len(t.columns), "unknown column %q", row[len(t.columns)])
	}
	return nil
}

// next reads the next row; io.EOF after the last.
func (t *table) next() error {
	row, err := t.r.Read()
	if errors.Is(err, csv.ErrFieldCount) {
		line, column := t.r.FieldPos(max(len(row)-1, 0))
		return &award.RowError{Line: line, Column: column, Reason: fmt.Sprintf("%d cells expected, %d found", len(t.columns), len(row))}
	} else if err != nil {
		return broken(err)
	}
	t.cells = map[string]string{}
	for i, name := range t.columns {
		t.cells[name] = strings.TrimSpace(row[i])
	}
	return nil
}

// broken is the error of a file that is no CSV; io.EOF stays itself.
func broken(err error) error {
	var wrong *csv.ParseError
	if errors.As(err, &wrong) {
		return &award.RowError{Line: wrong.Line, Column: wrong.Column, Reason: "not CSV: " + wrong.Err.Error()}
	}
	return err
}

// rowsOf reads every row of a table with one, which also says what makes a row the
// same as another, in whatever case; no two may be.
func rowsOf[R any](t *table, kind string, one func() (row R, same string, err error)) ([]R, error) {
	var all []R
	seen := map[string]int{}
	for {
		if err := t.next(); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, err
		}
		row, same, err := one()
		if err != nil {
			return nil, err
		}
		same = strings.ToLower(same)
		if first := seen[same]; first > 0 {
			return nil, t.fault(0, "the same %s stands on line %d", kind, first)
		}
		seen[same] = t.line()
		all = append(all, row)
	}
}

// fault is an error at a column of the present row.
func (t *table) fault(column int, format string, args ...any) error {
	line, at := t.r.FieldPos(column)
	return &award.RowError{Line: line, Column: at, Reason: fmt.Sprintf(format, args...)}
}

// wrong is a fault at a column by its name.
func (t *table) wrong(name, format string, args ...any) error {
	for i, column := range t.columns {
		if column == name {
			line, at := t.r.FieldPos(i)
			return &award.RowError{Line: line, Column: at, Name: name, Reason: fmt.Sprintf(format, args...)}
		}
	}
	return t.fault(0, format, args...)
}

// line is the line on which the present row begins.
func (t *table) line() int {
	line, _ := t.r.FieldPos(0)
	return line
}

// check returns the first fault that any of the checks finds.
func check(checks ...func() error) error {
	for _, c := range checks {
		if err := c(); err != nil {
			return err
		}
	}
	return nil
}

// short: no cell is too long; summaries may be longer.
func (t *table) short() error {
	for _, name := range t.columns {
		most := cellMax
		if name == "summary" || name == "source_url" {
			most = summaryMax
		}
		if n := utf8.RuneCountInString(t.cells[name]); n > most {
			return t.wrong(name, "%d letters, at most %d are taken", n, most)
		}
	}
	return nil
}

func (t *table) there(name string) func() error {
	return func() error {
		if t.cells[name] == "" {
			return t.wrong(name, "%s is missing", name)
		}
		return nil
	}
}

func (t *table) country() error {
	if code := t.cells["country_iso2"]; locale.Region(code) == "" {
		return t.wrong("country_iso2", "unknown country code %q: two capital letters of ISO 3166-1 are expected, such as KR", code)
	}
	return nil
}

func (t *table) year() error {
	if n, err := strconv.Atoi(t.cells["year"]); err != nil || n < 1900 || n > 2200 {
		return t.wrong("year", "a year expected, %q found", t.cells["year"])
	}
	return nil
}

// sources: addresses divided by " ; ".
func (t *table) sources() error {
	for _, source := range sourcesOf(t.cells["source_url"]) {
		if !award.WebAddress(source) {
			return t.wrong("source_url", "not a web address: %q", source)
		}
	}
	return nil
}

func sourcesOf(cell string) []string {
	var all []string
	for source := range strings.SplitSeq(cell, " ; ") {
		if source = strings.TrimSpace(source); source != "" {
			all = append(all, source)
		}
	}
	return all
}

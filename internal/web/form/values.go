package form

import (
	"maps"
	"net/mail"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"we-gov.org/awards/internal/award"
)

// Values are the fields of a form by name, tidied by Read.
type Values map[string][]string

// Has reports whether the field was posted at all.
func (v Values) Has(name string) bool { return len(v[name]) > 0 }

// Text returns the first value of a field; "" if there is none.
func (v Values) Text(name string) string {
	if len(v[name]) == 0 {
		return ""
	}
	return v[name][0]
}

// Line returns the first value of a field as one line: line ends and runs of
// space become single spaces.
func (v Values) Line(name string) string { return strings.Join(strings.Fields(v.Text(name)), " ") }

// All returns the values of a field that are not empty, each once, in the order
// posted.
func (v Values) All(name string) []string {
	var all []string
	for _, value := range v[name] {
		if value != "" && !slices.Contains(all, value) {
			all = append(all, value)
		}
	}
	return all
}

// Lines returns the lines of a long text that are not empty.
func (v Values) Lines(name string) []string {
	var lines []string
	for line := range strings.SplitSeq(v.Text(name), "\n") {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// Bool reports whether a box was ticked.
func (v Values) Bool(name string) bool {
	switch v.Text(name) {
	case "", "0", "false", "off", "no":
		return false
	}
	return true
}

// Int returns a whole number; 0 for an empty field. What is not a number is
// noted in faults.
func (v Values) Int(name string, faults award.Invalid) int {
	text := plainDigits(v.Text(name))
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		faults.Add(name, "fault.whole_number")
	}
	return n
}

// Number returns a number; 0 for an empty field. Spaces, and commas before
// three digits, may group; what is not a number is noted in faults.
func (v Values) Number(name string, faults award.Invalid) float64 {
	text := plainDigits(v.Text(name))
	if text == "" {
		return 0
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || strings.ContainsAny(text, "xXpPnNiI_") {
		faults.Add(name, "fault.number")
		return 0
	}
	return n
}

// Time returns an instant from a local date and time of the form
// 2006-01-02T15:04 in a zone; not set for an empty field. What is no such time,
// a time skipped by the zone among them, is noted in faults.
func (v Values) Time(name string, zone *time.Location, faults award.Invalid) award.Time {
	text := v.Text(name)
	if text == "" {
		return 0
	}
	const local = "2006-01-02T15:04"
	at, err := time.ParseInLocation(local, text, zone)
	if err != nil || at.Format(local) != text {
		faults.Add(name, "fault.time")
		return 0
	}
	return award.At(at)
}

// Month returns a month of the form 2024-03; what is none is noted in faults
// and returned as written.
func (v Values) Month(name string, faults award.Invalid) string {
	text := v.Text(name)
	if _, err := time.Parse("2006-01", text); text != "" && err != nil {
		faults.Add(name, "fault.month")
	}
	return text
}

// Email returns an address in its stored form; what is none is noted in faults
// and returned as written.
func (v Values) Email(name string, faults award.Invalid) string {
	text := award.Email(v.Text(name))
	if text == "" {
		return ""
	}
	at, err := mail.ParseAddress(text)
	if err != nil || at.Address != text || len(text) > 254 || !strings.Contains(text[strings.LastIndexByte(text, '@'):], ".") {
		faults.Add(name, "fault.email")
	}
	return text
}

// URL returns a web address; what is none is noted in faults and returned as
// written.
func (v Values) URL(name string, faults award.Invalid) string {
	text := v.Text(name)
	if text == "" || IsURL(text) {
		return text
	}
	faults.Add(name, "fault.url")
	return text
}

// IsURL reports whether text is a web address that may be linked.
func IsURL(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil && len(text) <= 2000
}

// Table returns the rows of a table field, posted as name.row.column, in the
// order of the columns. Rows that are wholly empty are dropped.
func (v Values) Table(name string, columns ...string) [][]string {
	var rows [][]string
	for _, number := range v.rowNumbers(name) {
		row, filled := make([]string, len(columns)), false
		for i, column := range columns {
			row[i] = v.Line(name + "." + strconv.Itoa(number) + "." + column)
			filled = filled || row[i] != ""
		}
		if filled {
			rows = append(rows, row)
		}
	}
	return rows
}

func (v Values) rowNumbers(name string) []int {
	seen := map[int]bool{}
	for field := range v {
		rest, of := strings.CutPrefix(field, name+".")
		number, _, cut := strings.Cut(rest, ".")
		if n, err := strconv.Atoi(number); of && cut && err == nil && n >= 0 && n < 1000 {
			seen[n] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// Names lists the posted fields whose name begins with a prefix, sorted.
func (v Values) Names(prefix string) []string {
	var names []string
	for name := range v {
		if strings.HasPrefix(name, prefix) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// plainDigits drops what groups digits, and turns a decimal comma into a point.
func plainDigits(text string) string {
	text = strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\u00a0', '\u202f', '\'', '’':
			return -1
		case '−':
			return '-'
		}
		return r
	}, text)
	if comma := strings.LastIndexByte(text, ','); comma >= 0 {
		if len(text)-comma == 4 || strings.Contains(text, ".") || strings.Count(text, ",") > 1 {
			return strings.ReplaceAll(text, ",", "")
		}
		return strings.Replace(text, ",", ".", 1)
	}
	return text
}

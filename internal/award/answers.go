package award

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// TextMax is the most characters that any one answer may hold, so that no form
// can fill the store.
const TextMax = 20000

// ShortMax is the most characters of a short text without a word limit.
const ShortMax = 300

// WordCount counts words as a reader would: runs of non-space, and each Han,
// Kana or Hangul-free ideograph for one.
func WordCount(s string) int {
	n := 0
	for _, f := range strings.Fields(s) {
		ideographs := 0
		for _, r := range f {
			if r >= 0x3040 && r <= 0x30ff || r >= 0x4e00 && r <= 0x9fff {
				ideographs++
			}
		}
		n += max(ideographs, 1)
	}
	return n
}

// JoinList returns the canonical form of an answer that is a list: empty items
// dropped; "" for none.
func JoinList(items []string) string {
	kept := slices.DeleteFunc(slices.Clone(items), func(s string) bool { return s == "" })
	if len(kept) == 0 {
		return ""
	}
	b, _ := json.Marshal(kept)
	return string(b)
}

// List returns the items of a list answer; nil when there are none.
func List(value string) []string {
	var items []string
	if json.Unmarshal([]byte(value), &items) != nil {
		return nil
	}
	return items
}

// JoinRows returns the canonical form of an answer that is a table: rows whose
// cells are all empty dropped; "" for none.
func JoinRows(rows [][]string) string {
	kept := slices.DeleteFunc(slices.Clone(rows), func(r []string) bool { return strings.Join(r, "") == "" })
	if len(kept) == 0 {
		return ""
	}
	b, _ := json.Marshal(kept)
	return string(b)
}

// Rows returns the rows of a table answer; nil when there are none.
func Rows(value string) [][]string {
	var rows [][]string
	if json.Unmarshal([]byte(value), &rows) != nil {
		return nil
	}
	return rows
}

// Columns returns the column keys of a table kind; nil for other kinds.
func (k Kind) Columns() []string {
	switch k {
	case Indicators:
		return []string{"name", "before", "after", "date", "source"}
	case Money:
		return []string{"what", "amount", "currency", "note"}
	}
	return nil
}

// IsList reports whether answers of the kind are lists.
func (k Kind) IsList() bool {
	return slices.Contains([]Kind{Choices, CityNames, Links, Goals, Consents}, k)
}

// RowLimit is the most rows or items of an answer to the question.
func (q Question) RowLimit() int {
	switch {
	case q.RowsMax > 0:
		return q.RowsMax
	case q.Kind == Indicators || q.Kind == Money:
		return 6
	case q.Kind == Links || q.Kind == Goals:
		return 3
	case q.Kind == Choices || q.Kind == Consents:
		return len(q.Options)
	}
	return 20
}

// CheckValue returns the faults of an answer as it stands, whether or not it is
// enough to send: too long, not a number, no such option. The field is the
// question's key. An empty answer has no fault here.
func (q Question) CheckValue(value string) Invalid {
	faults := Invalid{}
	switch {
	case value == "":
	case !utf8.ValidString(value):
		faults.Add(q.Key, "form.fault.encoding")
	case utf8.RuneCountInString(value) > TextMax:
		faults.Add(q.Key, "form.fault.too_long", "Max", TextMax)
	default:
		q.checkKind(value, faults)
	}
	return faults
}

func (q Question) checkKind(value string, faults Invalid) {
	switch q.Kind {
	case ShortText, LongText, CityName:
		if n := WordCount(value); q.Words > 0 && n > q.Words {
			faults.Add(q.Key, "form.fault.too_many_words", "Count", n-q.Words, "Max", q.Words)
		} else if q.Kind != LongText && utf8.RuneCountInString(value) > ShortMax {
			faults.Add(q.Key, "form.fault.too_long", "Max", ShortMax)
		}
	case Number:
		if v, err := strconv.ParseFloat(strings.ReplaceAll(value, ",", ""), 64); err != nil || v < 0 || v > 1e15 {
			faults.Add(q.Key, "form.fault.number")
		}
	case Month:
		if _, err := time.Parse("2006-01", value); err != nil {
			faults.Add(q.Key, "form.fault.month")
		}
	case Choice:
		if !q.offers(value) {
			faults.Add(q.Key, "form.fault.choice")
		}
	case Country:
		if len(value) != 2 || strings.ToUpper(value) != value {
			faults.Add(q.Key, "form.fault.country")
		}
	default:
		q.checkMany(value, faults)
	}
}

func (q Question) offers(value string) bool {
	return slices.ContainsFunc(q.Options, func(o Option) bool { return o.Value == value })
}

func (q Question) checkMany(value string, faults Invalid) {
	if q.Kind.Columns() != nil {
		q.checkRows(Rows(value), faults)
		return
	}
	items := List(value)
	if len(items) > q.RowLimit() {
		faults.Add(q.Key, "form.fault.too_many", "Max", q.RowLimit())
	}
	for _, item := range items {
		switch q.Kind {
		case Choices, Consents:
			if !q.offers(item) {
				faults.Add(q.Key, "form.fault.choice")
			}
		case Links:
			if !WebAddress(item) {
				faults.Add(q.Key, "form.fault.link", "Link", item)
			}
		case Goals:
			if n, err := strconv.Atoi(item); err != nil || n < 1 || n > 17 {
				faults.Add(q.Key, "form.fault.choice")
			}
		}
	}
}

func (q Question) checkRows(rows [][]string, faults Invalid) {
	if rows == nil || slices.ContainsFunc(rows, func(r []string) bool { return len(r) != len(q.Kind.Columns()) }) {
		faults.Add(q.Key, "form.fault.table")
	}
	if len(rows) > q.RowLimit() {
		faults.Add(q.Key, "form.fault.too_many", "Max", q.RowLimit())
	}
}

// WebAddress reports whether s is a full http or https address.
func WebAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}

// CheckSend returns the faults that keep an answer from being sent: those of
// CheckValue, a required answer left empty, a consent not given, an incomplete
// row of indicators.
func (q Question) CheckSend(value string) Invalid {
	faults := q.CheckValue(value)
	switch {
	case q.Required && value == "" && q.Kind != FileKind:
		faults.Add(q.Key, "form.fault.missing")
	case q.Required && q.Kind == Consents && len(List(value)) < len(q.Options):
		faults.Add(q.Key, "form.fault.consents")
	case q.Kind == Indicators && slices.ContainsFunc(Rows(value), func(r []string) bool { return len(r) > 2 && (r[0] == "" || r[2] == "") }):
		faults.Add(q.Key, "form.fault.indicator")
	}
	return faults
}

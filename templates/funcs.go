package templates

import (
	"encoding/json"
	"html/template"
	"strings"

	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/static"
)

// Funcs are the functions of the templates, speaking one language:
//
//	t "key" "Name" value …    the message of the catalogue
//	date, moment, clock       an instant in a zone
//	both                      an instant in the reader's and the official zone
//	until                     how far an instant is from now
//	machine                   an instant for a datetime attribute
//	month                     2024-03 as a month
//	number, fixed, percent, bytes
//	country                   a country by its ISO code
//	forms                     plural forms for a script
//	static                    the address of a file of static/
//	inline                    a file of static/ as an address that holds it whole
//	paras                     text cut into paragraphs
//	add                       the sum of two whole numbers
//	share                     a part of a whole as a percentage of SVG
func Funcs(w *locale.Words) template.FuncMap {
	return template.FuncMap{
		"t": w.T, "has": w.Has, "forms": func(key string) (string, error) { return jsonText(w.Forms(key)) },
		"date": w.Date, "moment": w.Moment, "clock": w.Clock, "both": w.Both, "until": w.Until, "month": w.Month,
		"machine": locale.Machine,
		"number":  w.Number, "fixed": w.Fixed, "percent": w.Percent, "bytes": w.Bytes,
		"country": w.Country,
		"static":  static.Path,
		"inline":  inline,
		"paras":   paragraphs,
		"add":     func(a, b int) int { return a + b },
		"share":   share,
	}
}

// inline gives a file of ours, whose address html/template would not believe.
func inline(name string) (template.URL, error) {
	url, err := static.Inline(name)
	return template.URL(url), err //nolint:gosec // the files are part of the program
}

// jsonText writes a value for a data attribute that a script reads.
func jsonText(v any) (string, error) {
	text, err := json.Marshal(v)
	return string(text), err
}

// paragraphs cuts text at its blank lines; empty ones are dropped.
func paragraphs(text string) []string {
	var all []string
	for p := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			all = append(all, p)
		}
	}
	return all
}

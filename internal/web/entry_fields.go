package web

import (
	"strconv"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/internal/web/form"
	"we-gov.org/awards/templates"
)

// radiosMax is how many answers of a choice stand open; more become a list.
const radiosMax = 9

// spareRows is how many empty rows a table shows below the filled ones.
const spareRows = 1

// questionField is the control of a question with its answer. Names and values
// are those that posted reads back.
func (v *visit) questionField(e *award.Edition, q award.Question, a award.Answer) templates.Field {
	f := templates.Field{
		Kind: templates.Text, Name: q.Key, Label: q.Label, LabelLang: v.lang(q.Label), Help: v.spoken(q.Help), Hint: v.hint(e, q), Value: a.Value, Optional: !q.Required,
		Guarded: true, Version: a.Version, WordsMax: q.Words,
	}
	if q.Public {
		f.Tags = []templates.Tag{{Text: v.Words.T("form.public")}}
	}
	switch q.Kind {
	case award.LongText:
		f.Kind, f.Lang = templates.Long, e.EntryLanguage
	case award.ShortText, award.CityName:
		if q.Words > 0 {
			f.Lang = e.EntryLanguage
		}
	case award.Choice:
		if f.Kind, f.Options = templates.Radios, v.options(q); len(f.Options) > radiosMax {
			f.Kind = templates.Select
		}
	case award.Number:
		f.Kind = templates.Number
	case award.Month:
		f.Kind, f.Hint = templates.Month, join(f.Hint, v.Words.T("form.month_hint"))
	case award.Country:
		f.Kind, f.Options = templates.Picker, v.countries()
		if _, known := locale.CountryCode(a.Value); known {
			f.Value = v.Words.Country(a.Value)
		}
	default:
		v.listField(&f, q, a.Value)
	}
	return f
}

// listField completes the control of a question with several values.
func (v *visit) listField(f *templates.Field, q award.Question, value string) {
	switch q.Kind {
	case award.Choices:
		f.Kind, f.Options, f.Values = templates.Checks, v.options(q), award.List(value)
	case award.Consents:
		f.Kind, f.Options, f.Values = templates.Consents, v.options(q), award.List(value)
	case award.Goals:
		f.Kind, f.Options, f.Values = templates.Goals, v.goals(), award.List(value)
	case award.CityNames:
		f.Kind, f.Value, f.Lines = templates.Long, strings.Join(award.List(value), "\n"), 4
	case award.Links:
		f.Kind, f.Columns = templates.Table, v.columns(q.Kind)
		for _, link := range award.List(value) {
			f.Rows = append(f.Rows, []string{link})
		}
		f.Rows = padded(f.Rows, q.RowLimit(), 1)
	default:
		f.Kind, f.Columns, f.Rows = templates.Table, v.columns(q.Kind), award.Rows(value)
		wanted := len(f.Rows) + spareRows
		if v.QueryParam("more") == q.Key {
			wanted++
		}
		f.Rows = padded(f.Rows, min(max(wanted, 2), q.RowLimit()), len(f.Columns))
		f.More = len(f.Rows) < q.RowLimit()
	}
}

// padded adds empty rows up to a number.
func padded(rows [][]string, n, columns int) [][]string {
	for len(rows) < n {
		rows = append(rows, make([]string, columns))
	}
	return rows
}

// posted reads the answer to a question from a form, in the form in which it
// is kept.
func posted(q award.Question, values form.Values) string {
	switch q.Kind {
	case award.LongText:
		return values.Text(q.Key)
	case award.Choices, award.Consents, award.Goals:
		return award.JoinList(values.All(q.Key))
	case award.CityNames:
		return award.JoinList(values.Lines(q.Key))
	case award.Links:
		var links []string
		for _, row := range values.Table(q.Key, "url") {
			links = append(links, row[0])
		}
		return award.JoinList(links)
	case award.Indicators, award.Money:
		return award.JoinRows(values.Table(q.Key, q.Kind.Columns()...))
	case award.Country:
		if code, known := locale.CountryCode(values.Line(q.Key)); known {
			return code
		}
	case award.Number:
		return plainNumber(values.Line(q.Key))
	}
	return values.Line(q.Key)
}

// plainNumber brings a number as people write it into its plain form; what is
// none is left as written.
func plainNumber(text string) string {
	faults := award.Invalid{}
	n := form.Values{"n": {text}}.Number("n", faults)
	if text == "" || len(faults) > 0 {
		return text
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}

// hint says beside each box for text in which language to write.
func (v *visit) hint(e *award.Edition, q award.Question) string {
	if q.Kind == award.LongText || q.Kind == award.ShortText && q.Words > 0 {
		return v.Words.T("entry.write_in", "Language", v.Words.LanguageName(e.EntryLanguage))
	}
	return ""
}

// join puts a space between two sentences that are both there.
func join(a, b string) string { return strings.TrimSpace(a + " " + b) }

func (v *visit) options(q award.Question) []templates.Option {
	var all []templates.Option
	for _, o := range q.Options {
		all = append(all, templates.Option{Value: o.Value, Text: o.Label, Lang: v.lang(o.Label)})
	}
	return all
}

func (v *visit) goals() []templates.Option {
	var all []templates.Option
	for n := 1; n <= 17; n++ {
		value := strconv.Itoa(n)
		all = append(all, templates.Option{Value: value, Text: v.Words.T("goal." + value)})
	}
	return all
}

func (v *visit) countries() []templates.Option {
	var all []templates.Option
	for _, c := range v.Words.Countries() {
		all = append(all, templates.Option{Text: c.Name})
	}
	return all
}

// columns are the columns of a table in the reader's words.
func (v *visit) columns(k award.Kind) []templates.Column {
	if k == award.Links {
		return []templates.Column{{Name: "url", Label: v.Words.T("form.column.links.url"), Kind: templates.URL, Wide: true}}
	}
	kinds := map[string]templates.Kind{"amount": templates.Number}
	var all []templates.Column
	for i, name := range k.Columns() {
		all = append(all, templates.Column{Name: name, Label: v.Words.T("form.column." + string(k) + "." + name), Kind: kinds[name], Wide: i == 0})
	}
	return all
}

func (v *visit) columnNames(k award.Kind) string {
	var names []string
	for _, c := range v.columns(k) {
		names = append(names, c.Label)
	}
	return v.Words.List(names...)
}

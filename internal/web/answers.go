package web

import (
	"strconv"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/templates"
)

// answerPair shows one answer as a row of a summary list, in the form of its
// kind: text as paragraphs, choices by their labels, tables as tables. An empty
// answer shows the sentence empty.
func (v *visit) answerPair(q award.Question, value, lang, empty string) templates.Pair {
	p := templates.Pair{Term: q.Label, TermLang: v.lang(q.Label), Lang: lang}
	if value == "" {
		p.Empty, p.Lang = empty, ""
		return p
	}
	p.Empty = ""
	switch {
	case q.Kind.Columns() != nil:
		p.Rows, p.Wide = v.answerGrid(q, value), true
	case q.Kind == award.Links:
		for _, address := range award.List(value) {
			p.Links = append(p.Links, templates.Link{Text: address, URL: address})
		}
	case q.Kind.IsList():
		for _, item := range award.List(value) {
			p.Lines = append(p.Lines, v.answerItem(q, item))
		}
	case q.Kind == award.LongText:
		p.Lines, p.Wide = []string{value}, true
	default:
		p.Lines = []string{v.answerItem(q, value)}
	}
	switch q.Kind {
	case award.Choice, award.Choices, award.Consents:
		p.Lang = v.lang(p.Lines[0])
	case award.Goals, award.Month, award.Country, award.Number:
		p.Lang = ""
	default:
	}
	return p
}

// answerItem is one value in words.
func (v *visit) answerItem(q award.Question, value string) string {
	switch q.Kind {
	case award.Choice, award.Choices, award.Consents:
		for _, o := range q.Options {
			if o.Value == value {
				return o.Label
			}
		}
	case award.Goals:
		return value + ". " + v.Words.T("goal."+value)
	case award.Month:
		return v.Words.Month(value)
	case award.Country:
		return v.Words.Country(value)
	case award.Number:
		if n, err := strconv.ParseInt(value, 10, 64); err == nil {
			return v.Words.Number(n)
		}
	}
	return value
}

func (v *visit) answerGrid(q award.Question, value string) *templates.Grid {
	g := &templates.Grid{Caption: q.Label, Rows: award.Rows(value)}
	for _, c := range q.Kind.Columns() {
		g.Head = append(g.Head, v.Words.T("form.column."+string(q.Kind)+"."+c))
	}
	return g
}

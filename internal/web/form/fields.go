package form

import (
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/templates"
)

// Sheet makes the fields of one page: it writes the faults of a refused form
// beside their fields and gathers them for the summary.
type Sheet struct {
	Words  *locale.Words
	Faults award.Invalid
	Values Values // what was posted, kept for the person; nil on the first view
	fields []templates.Field
}

// NewSheet returns a sheet for one page; faults and values may be nil.
func NewSheet(w *locale.Words, values Values, faults award.Invalid) *Sheet {
	return &Sheet{Words: w, Values: values, Faults: faults}
}

// Add completes a field and remembers it for Lines: an empty ID becomes the
// name, the posted value replaces the stored one, the fault its sentence.
func (s *Sheet) Add(f templates.Field) templates.Field {
	if f.ID == "" {
		f.ID = f.Name
	}
	s.refill(&f)
	if fault, there := s.Faults[f.Name]; there {
		f.Fault = Sentence(s.Words, fault)
	}
	for name, fault := range s.Faults {
		if strings.HasPrefix(name, f.Name+".") && f.Kind == templates.Table {
			if f.CellFaults == nil {
				f.CellFaults = map[string]string{}
			}
			f.CellFaults[name] = Sentence(s.Words, fault)
		}
	}
	s.fields = append(s.fields, f)
	return f
}

// refill puts what was posted back into the field.
func (s *Sheet) refill(f *templates.Field) {
	switch {
	case s.Values == nil:
	case f.Kind == templates.Table:
		columns := make([]string, len(f.Columns))
		for i, c := range f.Columns {
			columns[i] = c.Name
		}
		if rows := s.Values.Table(f.Name, columns...); rows != nil {
			f.Rows = append(rows, blank(len(f.Rows)-len(rows), len(columns))...)
		}
	case f.Kind == templates.Checks || f.Kind == templates.Consents || f.Kind == templates.Goals:
		f.Values = s.Values.All(f.Name)
	case s.Values.Has(f.Name):
		f.Value = s.Values.Text(f.Name)
	}
}

func blank(rows, columns int) [][]string {
	var empty [][]string
	for range max(0, rows) {
		empty = append(empty, make([]string, columns))
	}
	return empty
}

// Text adds a field of one line.
func (s *Sheet) Text(name, label, hint, value string) templates.Field {
	return s.Add(templates.Field{Kind: templates.Text, Name: name, Label: label, Hint: hint, Value: value})
}

// Long adds a field of several lines with a limit of words; 0 is none.
func (s *Sheet) Long(name, label, hint, value string, words int) templates.Field {
	return s.Add(templates.Field{Kind: templates.Long, Name: name, Label: label, Hint: hint, Value: value, WordsMax: words})
}

// Lines lists the faults for the summary in the order of the fields; faults of
// fields that the page does not show come last, linked to the form itself.
func (s *Sheet) Lines() []templates.FaultLine {
	var lines []templates.FaultLine
	told := map[string]bool{}
	for _, f := range s.fields {
		told[f.Name] = true
		if f.Fault != "" {
			lines = append(lines, templates.FaultLine{Field: f.Ref(), Text: f.Fault})
		}
		for row := range f.Rows {
			for _, cell := range f.Cells(row) {
				if cell.Fault != "" {
					lines = append(lines, templates.FaultLine{Field: cell.ID, Text: cell.Fault})
				}
				told[cell.ID] = true
			}
		}
	}
	return append(lines, s.rest(told)...)
}

func (s *Sheet) rest(told map[string]bool) []templates.FaultLine {
	var names []string
	for name := range s.Faults {
		if !told[name] {
			names = append(names, name)
		}
	}
	locale.Sort(s.Words, names, func(n string) string { return n })
	var lines []templates.FaultLine
	for _, name := range names {
		lines = append(lines, templates.FaultLine{Field: "main", Text: Sentence(s.Words, s.Faults[name])})
	}
	return lines
}

// Sentence writes a fault in the reader's language.
func Sentence(w *locale.Words, f award.Fault) string {
	pairs := make([]any, 0, 2*len(f.Values))
	for name, value := range f.Values {
		pairs = append(pairs, name, value)
	}
	return w.T(f.Key, pairs...)
}

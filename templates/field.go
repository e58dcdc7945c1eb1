package templates

import (
	"slices"
	"strconv"
)

// Kind says which control a field is.
type Kind string

// The kinds of field.
const (
	Text       Kind = "text"
	Email      Kind = "email"
	URL        Kind = "url"
	Number     Kind = "number" // a text box with a numeric keyboard
	Code       Kind = "code"   // the six digits of a sign-in mail
	Month      Kind = "month"
	DateTime   Kind = "datetime" // local, without a zone; the hint names the zone
	Search     Kind = "search"
	Long       Kind = "long"     // several lines, with a word count if WordsMax is set
	Select     Kind = "select"   // a list that opens
	Radios     Kind = "radios"   // one of a few
	Checks     Kind = "checks"   // several of a few
	Consents   Kind = "consents" // statements to tick
	Goals      Kind = "goals"    // tiles with a number each
	Picker     Kind = "picker"   // a text box with suggestions
	Table      Kind = "table"    // rows of small boxes: indicators, money, links
	FileChoice Kind = "file"
	Hidden     Kind = "hidden"
)

// Field is one question of a form with what was answered and what is wrong
// with it. Part "field". The names that a browser posts are Name, repeated for
// several values, and Name.row.column for tables.
type Field struct {
	Kind  Kind
	Name  string
	ID    string // of the control; Name if empty
	Label string
	// LabelLang is the language of the label, if it differs from the page's.
	LabelLang string
	// Help explains the question in words of the edition; Hint in the page's.
	Help    Spoken
	Hint    string
	Value   string
	Values  []string // of Checks, Consents and Goals
	Options []Option // of choices, and the suggestions of a Picker
	Columns []Column // of a Table
	Rows    [][]string
	// CellFaults are the faults of single cells by CellName.
	CellFaults map[string]string
	More       bool // a Table may grow: shows the button "Add a row"
	Optional   bool // marked in words; a field is required else
	Fault      string
	WordsMax   int
	Max        int // most characters
	Lines      int // height of a Long
	Multiple   bool
	Accept     string // of a FileChoice
	// Autocomplete, InputMode and Spell are the attributes of HTML.
	Autocomplete, InputMode string
	// Prefix and Suffix are units beside the box.
	Prefix, Suffix string
	// Lang is the language in which the answer is to be written, if it differs.
	Lang string
	// Tags stand beside the label, such as "Public".
	Tags []Tag
	// Heading makes the label the heading of the page.
	Heading bool
	Short   bool // a box for few characters
	Closed  bool // shown, not changeable
	Focus   bool
	// Guarded sends Version along as Name.version, so that neither autosave nor a
	// plain save overwrites what somebody else has changed.
	Guarded bool
	Version int
	// Quiet hides the label from sight, not from those who hear it.
	Quiet  bool
	Inline bool // options beside each other
}

// Option is one answer of a choice.
type Option struct {
	Value, Text, Hint string
	Lang, HintLang    string // if they differ from the page's
}

// Column is one column of a Table.
type Column struct {
	Name, Label string
	Kind        Kind // Text, Number, Month, URL or Select
	Options     []Option
	Wide        bool
}

// Ref is the id of the control, the place to which a fault links.
func (f Field) Ref() string {
	id := f.ID
	if id == "" {
		id = f.Name
	}
	switch f.Kind {
	case Radios, Checks, Consents, Goals:
		return id + "-0"
	case Table:
		return id + ".0." + f.Columns[0].Name
	}
	return id
}

// Base is the id from which the ids of hint, fault and count are made.
func (f Field) Base() string {
	if f.ID != "" {
		return f.ID
	}
	return f.Name
}

// Described lists the ids of what explains the control, for aria-describedby.
func (f Field) Described() string {
	ids := ""
	for _, part := range []struct {
		is  bool
		end string
	}{{f.Hint != "" || f.Help.Text != "", "-hint"}, {f.Fault != "", "-fault"}, {f.WordsMax > 0, "-count"}} {
		if part.is {
			ids += " " + f.Base() + part.end
		}
	}
	if ids == "" {
		return ""
	}
	return ids[1:]
}

// Grouped reports whether the field is a group of controls with a legend.
func (f Field) Grouped() bool {
	switch f.Kind {
	case Radios, Checks, Consents, Goals, Table:
		return true
	}
	return false
}

// Saves reports whether the field is saved while it is being filled.
func (f Field) Saves() bool { return f.Guarded && !f.Closed && f.Kind != FileChoice }

// Chosen reports whether a value of a choice is chosen.
func (f Field) Chosen(value string) bool {
	return f.Value == value && value != "" || slices.Contains(f.Values, value)
}

// Height is the number of lines of a Long: as given, else by its limit of words.
func (f Field) Height() int {
	switch {
	case f.Lines > 0:
		return f.Lines
	case f.WordsMax > 0:
		return min(14, max(4, f.WordsMax/25))
	}
	return 6
}

// CellName is the posted name, and the id, of a cell.
func (f Field) CellName(row int, column Column) string {
	return f.Name + "." + strconv.Itoa(row) + "." + column.Name
}

// CellFault is what is wrong with a cell; "" if nothing is.
func (f Field) CellFault(row int, column Column) string {
	return f.CellFaults[f.CellName(row, column)]
}

// Cell is the control of one place of a Table.
type Cell struct {
	Column
	ID, Value, Label, Fault string
	Closed                  bool
}

// Cells are the controls of one row, labelled with their column and row.
func (f Field) Cells(row int) []Cell {
	cells := make([]Cell, len(f.Columns))
	for i, c := range f.Columns {
		cells[i] = Cell{Column: c, ID: f.CellName(row, c), Label: c.Label, Fault: f.CellFault(row, c), Closed: f.Closed}
		if row < len(f.Rows) && i < len(f.Rows[row]) {
			cells[i].Value = f.Rows[row][i]
		}
	}
	return cells
}

package office

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
)

// Table is rows on their way into a file. Times are written in UTC.
type Table struct {
	Edition *award.Edition
	Head    []string
	// rows hands out the rows one after the other.
	rows func(yield func([]string) error) error
}

// Safe returns a cell in a form that no table program takes for a formula: what
// begins with = + - @, a tab or a line end gets an apostrophe before it.
func Safe(cell string) string {
	first := strings.TrimLeft(cell, " \u00a0\ufeff")
	if first != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", []rune(first)[0]) {
		return "'" + cell
	}
	return cell
}

func safeRow(cells []string) []string {
	safe := make([]string, len(cells))
	for i, c := range cells {
		safe[i] = Safe(c)
	}
	return safe
}

// NewTable is a table of rows that are at hand.
func NewTable(head []string, rows [][]string) *Table {
	return &Table{Head: head, rows: func(put func([]string) error) error {
		for _, r := range rows {
			if err := put(r); err != nil {
				return err
			}
		}
		return nil
	}}
}

// CSV writes the table as UTF-8 with the mark that table programs look for. The
// head is written at once, so that a long file begins to arrive immediately;
// flush, which may be nil, sends on what is written.
func (t *Table) CSV(w io.Writer, flush func()) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	written := 0
	put := func(row []string) error {
		if err := out.Write(safeRow(row)); err != nil {
			return err
		}
		if written++; written%PageRows == 1 {
			out.Flush()
			if flush != nil {
				flush()
			}
		}
		return out.Error()
	}
	if err := put(t.Head); err != nil {
		return err
	}
	if err := t.rows(put); err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

// cellMost is the most characters that a cell of a workbook can hold.
const cellMost = 32767

// XLSX writes the table as a workbook with every cell as text, and a second
// sheet that says in a reader's words what each column holds.
func (t *Table) XLSX(w io.Writer, words *locale.Words) (err error) {
	book := excelize.NewFile()
	defer func() {
		if closed := book.Close(); err == nil {
			err = closed
		}
	}()
	const name = "WeGO"
	if err := book.SetSheetName("Sheet1", name); err != nil {
		return err
	}
	if err := t.sheet(book, name); err != nil {
		return err
	}
	about := words.T("desk.export.columns")
	if _, err := book.NewSheet(about); err != nil {
		return err
	}
	for i, row := range t.Columns(words) {
		if err := book.SetSheetRow(about, fmt.Sprintf("A%d", i+1), &row); err != nil {
			return err
		}
	}
	return book.Write(w)
}

func (t *Table) sheet(book *excelize.File, name string) error {
	out, err := book.NewStreamWriter(name)
	if err != nil {
		return err
	}
	line := 0
	put := func(row []string) error {
		line++
		cells := make([]any, len(row))
		for i, c := range row {
			c = Safe(c)
			if r := []rune(c); len(r) > cellMost {
				c = string(r[:cellMost])
			}
			cells[i] = c
		}
		return out.SetRow(fmt.Sprintf("A%d", line), cells)
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if err := put(t.Head); err != nil {
		return err
	}
	if err := t.rows(put); err != nil {
		return err
	}
	return out.Flush()
}

// Columns says of each column what it holds: pairs of name and words.
func (t *Table) Columns(words *locale.Words) [][]string {
	all := make([][]string, len(t.Head))
	for i, key := range t.Head {
		all[i] = []string{key, t.columnWords(words, key)}
	}
	return all
}

func (t *Table) columnWords(words *locale.Words, key string) string {
	if question, is := strings.CutPrefix(key, "answer_"); is {
		q, _ := t.Edition.Question(question)
		return words.T("column.answer", "Question", q.Label)
	}
	if category, is := strings.CutPrefix(key, "expertise_"); is {
		c, _ := t.Edition.Category(category)
		return words.T("column.expertise", "Category", c.Name)
	}
	if c, is := criterionOf(t.Edition, key); is {
		return words.T("column.criterion", "Criterion", c.Name)
	}
	return words.T("column." + key)
}

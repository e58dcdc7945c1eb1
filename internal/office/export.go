package office

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/storage/database"
)

// EntryColumns are the columns of the list of entries as a file, in their
// order. Their names stay the same in every language and release, so that a
// sheet made once keeps working; column.KEY in the catalogue says what each
// holds. With answers, a column for each question of the edition follows.
var EntryColumns = []string{
	"reference", "state", "category", "title", "city", "local_name", "country", "country_code", "region", "kind", "population",
	"membership", "started", "sent", "decided", "open_until", "answered_required", "needed_required", "question_due", "question_answered",
}

// JudgeColumns are the columns of the jury pool as a file; one for each category
// follows.
var JudgeColumns = []string{
	"name", "email", "state", "countries", "cities", "organisations", "languages", "declared", "conflicts",
	"load_min", "load_target", "load_max", "round", "assigned", "done",
}

// Table is rows on their way into a file. Times are written in UTC.
type Table struct {
	Edition *award.Edition
	Head    []string
	// rows hands out the rows one after the other.
	rows func(yield func([]string) error) error
}

// EntryTable returns the entries that a filter chooses among those that the
// actor may see, as a table, and records that it was taken. The answers of
// drafts are the cities' own and stay empty.
func (d *Desk) EntryTable(ctx context.Context, a award.Actor, year int, f EntryFilter, answers bool) (*Table, error) {
	var edition *award.Edition
	var lines []EntryLine
	err := d.db.Update(ctx, func(tx *database.Tx) error {
		var err error
		if edition, lines, err = d.visible(tx, a, award.DeedExport, year); err != nil {
			return err
		}
		lines = chosen(lines, f)
		if err := complete(tx, edition, lines); err != nil {
			return err
		}
		return record(tx, award.Event{At: d.clock(), Actor: a.Person.ID, Deed: award.DeedExport, Kind: "edition", Subject: edition.ID, Edition: edition.ID},
			map[string]any{"what": "entries", "rows": len(lines), "answers": answers})
	})
	if err != nil {
		return nil, err
	}
	t := &Table{Edition: edition, Head: EntryColumns}
	if answers {
		for _, q := range edition.Questions {
			if q.Kind != award.FileKind {
				t.Head = append(t.Head[:len(t.Head):len(t.Head)], "answer_"+q.Key)
			}
		}
	}
	t.rows = func(yield func([]string) error) error {
		for part := range slices.Chunk(lines, PageRows) {
			if err := d.entryRows(ctx, edition, part, answers, yield); err != nil {
				return err
			}
		}
		return nil
	}
	return t, nil
}

func (d *Desk) entryRows(ctx context.Context, e *award.Edition, lines []EntryLine, answers bool, yield func([]string) error) error {
	texts := map[award.ID]sentContent{}
	if answers {
		err := d.db.View(ctx, func(tx *database.Tx) error {
			for _, l := range lines {
				if l.State == award.EntryDraft {
					continue
				}
				sent, err := sentText(tx, l.ID)
				if err != nil {
					return err
				}
				texts[l.ID] = sent
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	for _, l := range lines {
		row := entryRow(e, l)
		for _, q := range e.Questions {
			if answers && q.Kind != award.FileKind {
				row = append(row, texts[l.ID].answers[q.Key])
			}
		}
		if err := yield(row); err != nil {
			return err
		}
	}
	return nil
}

func entryRow(e *award.Edition, l EntryLine) []string {
	category, _ := e.Category(l.Category)
	row := []string{
		l.Reference, string(l.State), category.Name, l.Title, l.At.Name, l.At.LocalName, locale.Must("en").Country(l.At.Country), l.At.Country,
		l.Region, l.At.Kind, number(int(l.At.Population)), l.At.Membership, instant(l.Created), instant(l.Sent), instant(l.Decided), instant(l.Reopened),
		number(l.Done), number(l.Needed), "", "",
	}
	if l.Query != nil {
		row[18], row[19] = instant(l.Query.Due), instant(l.Query.Replied)
	}
	return row
}

// number writes a number; 0, which is not recorded, as nothing.
func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func instant(t award.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Std().Format(time.RFC3339)
}

// JudgeTable returns the jury pool as a table, and records that it was taken. It
// holds no score.
func (d *Desk) JudgeTable(ctx context.Context, a award.Actor, year int) (*Table, error) {
	var list JudgeList
	cities := map[award.ID]award.City{}
	err := d.db.Update(ctx, func(tx *database.Tx) (err error) {
		if list, err = d.judges(tx, a, award.DeedExport, year); err != nil {
			return err
		}
		var ids []award.ID
		for _, j := range list.Judges {
			ids = append(ids, j.Cities...)
		}
		if cities, err = tx.CitiesOf(ids); err != nil {
			return err
		}
		return record(tx, award.Event{At: d.clock(), Actor: a.Person.ID, Deed: award.DeedExport, Kind: "edition", Subject: list.Edition.ID, Edition: list.Edition.ID},
			map[string]any{"what": "judges", "rows": len(list.Judges)})
	})
	if err != nil {
		return nil, err
	}
	t := &Table{Edition: list.Edition, Head: append([]string{}, JudgeColumns...)}
	for _, c := range list.Edition.Categories {
		t.Head = append(t.Head, "expertise_"+c.Key)
	}
	t.rows = func(yield func([]string) error) error {
		for _, j := range list.Judges {
			if err := yield(judgeRow(list.Edition, j, cities)); err != nil {
				return err
			}
		}
		return nil
	}
	return t, nil
}

func judgeRow(e *award.Edition, j JudgeLine, cities map[award.ID]award.City) []string {
	var names []string
	for _, id := range j.Cities {
		names = append(names, cities[id].Name)
	}
	row := []string{
		j.Name, j.Email, string(j.State), strings.Join(j.Countries, "; "), strings.Join(names, "; "), strings.Join(j.Organisations, "; "),
		strings.Join(j.Languages, "; "), instant(j.Declared), strconv.Itoa(j.Conflicts), strconv.Itoa(j.LoadMin), strconv.Itoa(j.LoadTarget), strconv.Itoa(j.LoadMax),
		number(j.Round), strconv.Itoa(j.Seats), strconv.Itoa(j.Done),
	}
	for _, c := range e.Categories {
		row = append(row, strconv.Itoa(j.Expertise[c.Key]))
	}
	return row
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

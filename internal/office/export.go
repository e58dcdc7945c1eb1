package office

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

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

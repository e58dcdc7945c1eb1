package office

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/score"
	"we-gov.org/awards/storage/database"
)

// ResultColumns are the columns of the results as a file; the mean of each
// criterion follows.
var ResultColumns = []string{
	"category", "deciding_round", "place", "reference", "title", "city", "country_code", "official_score", "official_method", "standard_error", "place_from", "place_to",
	"chance_first", "chance_top", "mean", "place_raw", "place_adjusted", "place_median", "place_shrunk", "place_zscore", "prize_differs",
	"median", "lowest", "highest", "standard_deviation", "sheets", "prize", "outcome",
}

// ResultTable returns the order and the decisions of every category that the
// actor may see as a table, and records that it was taken. No judge is named
// in it.
func (d *Desk) ResultTable(ctx context.Context, a award.Actor, year int) (*Table, error) {
	var t *Table
	err := d.db.Update(ctx, func(tx *database.Tx) error {
		if err := award.MayTry(a, award.DeedExport); err != nil {
			return err
		}
		e, err := tx.EditionOf(year)
		if err != nil {
			return err
		}
		t = &Table{Edition: e, Head: append([]string{}, ResultColumns...)}
		for _, c := range e.Criteria {
			t.Head = append(t.Head, "criterion_"+c.Key)
		}
		var rows [][]string
		for _, c := range e.Categories {
			r, err := d.resultRoom(tx, a, award.DeedResults, resultAt{year, c.Key, 0})
			if errors.Is(err, award.ErrNotFound) || errors.Is(err, award.ErrClosed) {
				continue
			}
			if err == nil && r.seal.Sealed() {
				err = tx.MayLeave(e, c.Key)
			}
			if err != nil {
				return err
			}
			assessed, err := r.assessed(tx, r.input(), Look{})
			if err != nil {
				return err
			}
			for _, l := range assessed.Lines {
				rows = append(rows, resultRow(assessed, l))
			}
		}
		t.rows = func(yield func([]string) error) error {
			for _, row := range rows {
				if err := yield(row); err != nil {
					return err
				}
			}
			return nil
		}
		return record(tx, award.Event{At: d.clock(), Actor: a.Person.ID, Deed: award.DeedExport, Kind: "edition", Subject: e.ID, Edition: e.ID},
			map[string]any{"what": "results"})
	})
	return t, err
}

func resultRow(a *Assessment, l ResultLine) []string {
	decimals := func(x float64) string {
		if l.Sheets() == 0 {
			return ""
		}
		return strconv.FormatFloat(x, 'f', 2, 64)
	}
	row := []string{a.Category.Name, strconv.Itoa(a.Round), number(l.Rank), l.Entry.Reference, l.Entry.Title, l.City.Name, l.City.Country}
	row = append(row, decimals(l.Official), string(a.methodOf(l)))
	row = append(row, doubtCells(l.Doubt)...)
	row = append(row, decimals(l.Mean))
	for _, m := range []score.Method{score.Raw, score.Adjusted, score.Middle, score.Shrunk, score.ZScore} {
		row = append(row, number(l.Ranks[m]))
	}
	differs := ""
	if l.Dispute != nil {
		differs = "yes"
	}
	row = append(row, differs, decimals(l.Median), decimals(l.Low), decimals(l.High), decimals(l.SD), strconv.Itoa(l.Sheets()), l.Prize.Name, string(l.Outcome))
	for _, c := range a.Edition.Criteria {
		text := ""
		if mean, there := l.Criteria[c.Key]; there {
			text = decimals(mean)
		}
		row = append(row, text)
	}
	return row
}

// doubtCells are the columns of the doubt; empty where it cannot be told.
func doubtCells(d *score.Doubt) []string {
	if d == nil {
		return make([]string, 5)
	}
	share := func(x float64) string { return strconv.FormatFloat(x, 'f', 4, 64) }
	return []string{share(d.SE), number(d.Best), number(d.Worst), share(d.First), share(d.Top)}
}

// criterionOf is the criterion of a column of the results.
func criterionOf(e *award.Edition, column string) (award.Criterion, bool) {
	key, is := strings.CutPrefix(column, "criterion_")
	if !is {
		return award.Criterion{}, false
	}
	return e.Criterion(key)
}

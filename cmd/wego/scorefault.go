package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"strings"

	"we-gov.org/awards/internal/score"
)

// cure says what to do about a fault that the engine found.
var cure = map[error]string{
	score.ErrNoID:      "give every row a judge and an entry",
	score.ErrDuplicate: "leave one of the two, or give the other the state void",
	score.ErrFinite:    "write a number, or nothing where the score is missing",
	score.ErrDecimals:  "round it to four",
	score.ErrBarred:    "give the scoresheet the state void, or take the bar out",
	score.ErrRange:     "see wego score --help for what goes there",
	score.ErrUnknown:   "see wego score --help for what goes there",
}

// explain says in a sentence where in the file a fault is and what to do.
func explain(err error, in score.Input, lines []int) error {
	var at *score.RowError
	if errors.Is(err, score.ErrEmpty) {
		return errors.New("the file holds no scoresheet: add a row for each under the heading")
	}
	if !errors.As(err, &at) {
		return err
	}
	where := []string{fmt.Sprintf("%s[%d]", at.List, at.Row)}
	if at.List == "sheets" && at.Row < len(lines) {
		where[0] = fmt.Sprintf("line %d", lines[at.Row])
	}
	for _, part := range [][2]string{{"judge", at.Judge}, {"entry", at.Entry}, {"criterion", at.Criterion}} {
		if part[1] != "" {
			where = append(where, fmt.Sprintf("%s %q", part[0], part[1]))
		}
	}
	what := strings.TrimPrefix(at.Kind.Error(), "score: ")
	return fmt.Errorf("%s: %s: %s", strings.Join(where, ", "), what, remedy(at, in))
}

func remedy(at *score.RowError, in score.Input) string {
	switch s := in.Scale; {
	case at.Kind == score.ErrScale: //nolint:errorlint // a kind is one of those listed
		return fmt.Sprintf("it goes from %v to %v; mend the score, or the scale (of a CSV file with --min and --max)", s.Min, s.Max)
	case at.Kind == score.ErrStep: //nolint:errorlint // as above
		return fmt.Sprintf("they are %v apart, from %v on", s.Step, s.Min)
	case at.List == "sheets" && at.Kind == score.ErrUnknown && at.Criterion == "": //nolint:errorlint // as above
		return `a state is draft, sent, recused or void, and an entry one of "entries" where these are given`
	}
	return cure[at.Kind]
}

// explainRow says what to do about a row that cannot be taken apart.
func explainRow(err error) error {
	var at *csv.ParseError
	if !errors.As(err, &at) {
		return err
	}
	if errors.Is(err, csv.ErrFieldCount) {
		return fmt.Errorf("line %d: it has more or fewer columns than the heading: write decimals with a point, or part the columns by semicolons; leave a missing score empty, between its separators", at.StartLine)
	}
	return fmt.Errorf(`line %d: a quotation mark stands alone: close it, or write "" for one inside quotes`, at.StartLine)
}

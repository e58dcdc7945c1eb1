package main

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"we-gov.org/awards/internal/score"
)

// readSheets reads a CSV file of sheets and returns the line of each; a fault
// names line and column. Where the heading is parted by semicolons, as
// spreadsheets do it where a comma parts decimals, so are the rows.
func readSheets(text []byte, in *score.Input) (lines []int, err error) {
	r := csv.NewReader(bytes.NewReader(text))
	r.TrimLeadingSpace = true
	if heading, _, _ := bytes.Cut(text, []byte("\n")); bytes.ContainsRune(heading, ';') && !bytes.ContainsRune(heading, ',') {
		r.Comma = ';'
	}
	head, err := readHead(r, in)
	if err != nil {
		return nil, err
	}
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return lines, nil
		} else if err != nil {
			return nil, explainRow(err)
		}
		if r.Comma == ';' {
			for i := range row {
				if head[i][0] == '=' {
					row[i] = strings.Replace(row[i], ",", ".", 1)
				}
			}
		}
		s, at, err := sheetOf(head, row)
		line, _ := r.FieldPos(at)
		if err != nil {
			return nil, fmt.Errorf("line %d, column %d: %w", line, at+1, err)
		}
		in.Sheets, lines = append(in.Sheets, s), append(lines, line)
	}
}

// readHead reads the heading: names of columns, a criterion's after an equals sign.
func readHead(r *csv.Reader, in *score.Input) ([]string, error) {
	head, err := r.Read()
	if err != nil {
		return nil, explainRow(err)
	}
	for i, name := range head {
		if head[i] = strings.TrimSpace(name); !slices.Contains([]string{"judge", "entry", "state"}, head[i]) {
			c, err := criterion(head[i])
			if err != nil {
				return nil, fmt.Errorf("line 1, column %d: %w", i+1, err)
			}
			in.Criteria, head[i] = append(in.Criteria, c), "="+c.Key
		}
		if slices.Contains(head[:i], head[i]) {
			return nil, fmt.Errorf("line 1, column %d: %q is there twice: leave one, or rename it", i+1, strings.TrimSpace(name))
		}
	}
	if !slices.Contains(head, "judge") || !slices.Contains(head, "entry") {
		return nil, errors.New("line 1: the columns judge and entry are needed, parted by commas or semicolons")
	}
	if len(in.Criteria) == 0 {
		return nil, errors.New("line 1: add a column for each criterion, headed by its name")
	}
	return head, nil
}

// criterion reads a heading such as "results" or "results:60".
func criterion(heading string) (score.Criterion, error) {
	key, weight, weighed := strings.Cut(heading, ":")
	c := score.Criterion{Key: strings.TrimSpace(key), Weight: 1}
	if weighed {
		w, err := strconv.ParseFloat(strings.TrimSpace(weight), 64)
		if err != nil {
			return c, fmt.Errorf("%q is not a weight: write a number after the colon, as in results:60", weight)
		}
		c.Weight = w
	}
	return c, nil
}

// sheetOf reads a row; at is the column of a fault.
func sheetOf(head, row []string) (s score.Sheet, at int, err error) {
	s = score.Sheet{State: score.Sent, Values: map[string]float64{}}
	for i, cell := range row {
		cell = strings.TrimSpace(cell)
		switch head[i] {
		case "judge":
			s.Judge = cell
		case "entry":
			s.Entry = cell
		case "state":
			s.State = cmp.Or(score.State(cell), score.Sent)
		default:
			if cell == "" {
				continue
			}
			v, err := strconv.ParseFloat(cell, 64)
			if err != nil {
				return s, i, fmt.Errorf("%q is not a number: write one with a decimal point, or nothing where the score is missing", cell)
			}
			s.Values[strings.TrimPrefix(head[i], "=")] = v
		}
	}
	return s, 0, nil
}

func (s scored) csv(out io.Writer) error {
	w := csv.NewWriter(out)
	rows := [][]string{{"rank", "entry", "official", "raw", "adjusted", "median", "sheets", "se", "best", "worst", "first", "top", "rank_raw", "rank_adjusted", "settled_by"}}
	for _, e := range s.Standings {
		d, settled := e.Doubt, ""
		if d == nil {
			d = &score.Doubt{}
		}
		if e.Tie != nil {
			settled = e.Tie.SettledBy
		}
		rows = append(rows, []string{
			strconv.Itoa(e.Rank), unformula(e.Entry), two(e.Official), two(e.Mean), two(e.Adjusted), two(e.Median), strconv.Itoa(e.Counted),
			fmt.Sprintf("%.4f", d.SE), strconv.Itoa(d.Best), strconv.Itoa(d.Worst), fmt.Sprintf("%.4f", d.First), fmt.Sprintf("%.4f", d.Top),
			strconv.Itoa(e.Ranks[score.Raw]), strconv.Itoa(e.Ranks[score.Adjusted]), settled,
		})
	}
	if err := w.WriteAll(rows); err != nil {
		return err
	}
	return w.Error()
}

// unformula keeps a spreadsheet from running a cell.
func unformula(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

func two(v float64) string { return strconv.FormatFloat(v, 'f', 2, 64) }

// why says a reason in words.
var why = map[score.Reason]string{
	score.Disconnected: "no shared judge links it with the others",
	score.FewFreedom:   "too few sheets to tell strictness from chance",
	score.NotConverged: "the model found no optimum",
}

func (s scored) table(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "PLACE\tENTRY\tSCORE\tERROR\tPLACES 90 %\tFIRST\tPRIZE\tRAW\tPLACE BY RAW\tSHEETS\t")
	for _, e := range s.Standings {
		if !e.Rankable {
			fmt.Fprintf(w, "–\t%s\t\t\t\t\t\t\t\t%d\tlacks %d\n", e.Entry, e.Counted, e.Missing)
			continue
		}
		doubt := "\t\t\t"
		if d := e.Doubt; d != nil {
			doubt = fmt.Sprintf("±%.2f\t%d–%d\t%.0f %%\t%.0f %%", d.SE, d.Best, d.Worst, 100*d.First, 100*d.Top)
		}
		fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\t%d\t%d\t%s\n", e.Rank, e.Entry, two(e.Official), doubt, two(e.Mean), e.Ranks[score.Raw], e.Counted, tied(e))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	for i, c := range s.Components {
		said := ""
		if c.Reason != score.NoReason {
			said = ": " + why[c.Reason]
		}
		fmt.Fprintf(out, "\nComponent %d: %d entries, %d judges, %d sheets, score %s%s; judges differ by %.2f, one sheet by %.2f", i+1, c.Entries, c.Judges, c.Sheets, c.Method, said, c.Strictness, c.Noise)
		if len(c.Confirm) > 0 {
			fmt.Fprintf(out, "; the chair must confirm the corrections of %s", strings.Join(c.Confirm, ", "))
		}
	}
	fmt.Fprintln(out)
	for _, d := range s.Disputes {
		fmt.Fprintf(out, "The prize of %s depends on the method\n", d.Entry)
	}
	for _, x := range s.Signals {
		fmt.Fprintf(out, "Signal %s: %s\n", x.Kind, strings.Join(strings.Fields(x.Judge+" "+x.Other+" "+x.Entry), ", "))
	}
	for _, r := range s.Readings {
		fmt.Fprintf(out, "A sheet by %s of %s would lower the doubt against %s from %.1f %% to %.1f %%\n", r.Judge, r.Entry, r.Rival, 100*r.Before, 100*r.After)
	}
	if s.Undecided > 0 && len(s.Readings) == 0 {
		fmt.Fprintln(out, "A prize is undecided; of the judges given with room, none could make it surer with one sheet more")
	}
	return nil
}

// tied says what settled a tie.
func tied(e score.Standing) string {
	switch {
	case e.Tie == nil:
		return ""
	case e.Tie.SettledBy == "":
		return "tie to be decided"
	}
	return "tie settled by " + e.Tie.SettledBy
}

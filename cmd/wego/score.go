package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"we-gov.org/awards/internal/score"
)

// scoreCommand runs the score engine on a file.
type scoreCommand struct {
	Input  string  `help:"File with the scoresheets: .json or .csv, in the form told above." required:"" type:"existingfile"`
	Policy string  `help:"Official score: raw (mean of the judges' totals) or adjusted (for each judge's strictness). Default: as the file says, else raw." enum:",raw,adjusted" default:""`
	Seed   *uint64 `help:"Seed of the draws that tell how sure the order is. Default: as the file says, else 0."`
	Output string  `help:"Form of the output: table, json or csv." enum:"table,json,csv" default:"table" short:"o"`
	Max    float64 `help:"Of a CSV file: the greatest value of the scale." default:"10"`
	Min    float64 `help:"Of a CSV file: the least value of the scale."`
}

// Help tells the form of the input; kong prints it.
func (scoreCommand) Help() string {
	return strings.TrimSpace(`
A JSON file holds one pool of entries that are ordered together:

  {
    "criteria": [{"key": "results", "weight": 60}, {"key": "novelty", "weight": 40}],
    "scale": {"min": 1, "max": 5, "step": 0.5},
    "sheets": [
      {"judge": "A", "entry": "lyon", "state": "sent", "values": {"results": 4, "novelty": 3.5}}
    ],
    "policy": {"method": "adjusted", "min_sheets": 3, "tie_rule": ["results", "first_places", "vote", "shared"],
               "prizes": [1, 1, 2], "seed": 2027, "draws": 10000},
    "votes": [{"entry": "lyon", "count": 4}],
    "judges": [{"id": "A", "free": 2, "region": "europe"}],
    "regions": {"lyon": "europe"},
    "bars": [{"judge": "A", "entry": "quito"}]
  }

Everything from "policy" on may be left out. A sheet is draft, sent, recused or
void, and only sent ones count; a criterion that it lacks is missing, not 0.
"prizes" counts the places of each prize, the highest first. "free" is how many
more entries a judge may read.

A CSV file has the columns judge and entry, one for each criterion, and if wanted
state (sent where it is absent). Criteria weigh the same, or as their heading says:
"results:60". An empty cell is missing. The scale is --min to --max. Semicolons may
part the columns; decimals may then have a comma.

A table shows the order; json gives everything: the order with its doubt, the
components, the judges' strictness, signals and readings that would help; csv gives
a line for each entry.`)
}

// scored is everything that the engine says of an input.
type scored struct{ score.Study }

// mostReadings is how many extra readings are proposed.
const mostReadings = 10

// Run reads the file, runs the engine and prints what it says.
func (c *scoreCommand) Run(out io.Writer) error {
	in, lines, err := c.read()
	if err != nil {
		return fmt.Errorf("%s: %w", c.Input, err)
	}
	if c.Policy != "" {
		in.Policy.Method = score.Method(c.Policy)
	}
	if c.Seed != nil {
		in.Policy.Seed = *c.Seed
	}
	done := patience(os.Stderr, len(in.Sheets))
	study, err := score.Examine(in, mostReadings)
	done()
	if err != nil {
		return fmt.Errorf("%s: %w", c.Input, explain(err, in, lines))
	}
	all := scored{study}
	switch c.Output {
	case "json":
		e := json.NewEncoder(out)
		e.SetIndent("", "  ")
		return e.Encode(all)
	case "csv":
		return all.csv(out)
	}
	return all.table(out)
}

// patience tells every few seconds of long work that it goes on, until it is done.
func patience(to io.Writer, sheets int) (done func()) {
	const every = 5 * time.Second
	end := make(chan struct{})
	var told sync.WaitGroup
	told.Go(func() {
		tick := time.NewTicker(every)
		defer tick.Stop()
		for spent := every; ; spent += every {
			select {
			case <-end:
				return
			case <-tick.C:
				fmt.Fprintf(to, "%d scoresheets are read; working on them for %v\n", sheets, spent)
			}
		}
	})
	return func() { close(end); told.Wait() }
}

// read reads the file, and of a CSV file the line of each sheet.
func (c *scoreCommand) read() (in score.Input, lines []int, err error) {
	text, err := readText(c.Input)
	if err != nil {
		return in, nil, err
	}
	if strings.EqualFold(filepath.Ext(c.Input), ".csv") {
		in.Scale = score.Scale{Min: c.Min, Max: c.Max}
		lines, err = readSheets(text, &in)
		return in, lines, err
	}
	return in, nil, parseJSON(text, &in)
}

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"

	"we-gov.org/awards/internal/assign"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/internal/office"
)

// assignCommand runs the assignment engine on files, without a server: anyone can
// make an assignment, check one, and ask why it is as it is.
type assignCommand struct {
	Plan  assignPlan  `cmd:"" default:"withargs" help:"Work out which judge reads which entry, with the proof that no plan is better. The input is JSON: entries (id, category, country, city, organisation, languages, need), judges (id, countries, region, city, organisations, languages, level by category, min, target, max), bars (judge, entry, reason), fits (judge, entry, points), locked and previous (judge, entry), and policy (weights, goals, country_most, region_most, experts, expert_level, budget, seed). Only id, need and max are needed. 'go doc we-gov.org/awards/internal/assign' tells the rest."`
	Check assignCheck `cmd:"" help:"Verify an assignment and its certificate, without the solver."`
	Why   assignWhy   `cmd:"" help:"Say why a judge reads an entry or does not, and what the opposite would cost."`
}

// reader is who is told what was found.
type reader struct {
	Language string `help:"Language of what is told: ${enum}." enum:"en,ko,ar" default:"en"`
}

type assignPlan struct {
	reader
	Input  string  `required:"" help:"JSON file of entries, judges and policy." type:"existingfile"`
	Output string  `help:"Write the document with input, plan and certificate here. Default: standard output."`
	Seed   *uint64 `help:"Seed of the draw between equal plans. Default: as the policy says."`
}

// Run makes the plan; what it found is told on standard error.
func (c *assignPlan) Run(out io.Writer) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var in assign.Input
	if err := readJSON(c.Input, &in); err != nil {
		return err
	}
	if c.Seed != nil {
		in.Policy.Seed = *c.Seed
	}
	plan, err := assign.Propose(ctx, in)
	if err != nil && !errors.Is(err, assign.ErrCancelled) {
		return fmt.Errorf("%s: %w", c.Input, rowFault(err))
	}
	if len(in.Entries) == 0 {
		return fmt.Errorf("%s: there are no entries in it", c.Input)
	}
	c.tell(plan)
	if written := c.write(out, assign.Document{Input: in, Plan: plan}); written != nil {
		return written
	}
	return err
}

func (c *assignPlan) write(out io.Writer, d assign.Document) error {
	text, err := json.MarshalIndent(d, "", " ")
	if err != nil {
		return err
	}
	text = append(text, '\n')
	if c.Output == "" {
		_, err = out.Write(text)
		return err
	}
	return os.WriteFile(c.Output, text, 0o644) //nolint:gosec // a plan to be handed on
}

// told are the engine's proofs in the words of a terminal: ids are their own names.
func (r reader) told() office.Proofs {
	return office.Proofs{Words: locale.Must(r.Language), Name: func(id string) string { return id }}
}

func (r reader) tell(plan assign.Plan) {
	words := r.told()
	for _, v := range plan.Goals {
		fmt.Fprintln(os.Stderr, words.Value(v))
	}
	for _, w := range office.Reasons(plan.Witnesses) {
		fmt.Fprintln(os.Stderr, strings.Join(words.Reason(w), "\n"))
	}
}

type assignCheck struct {
	reader
	File string `arg:"" help:"Document that 'wego assign' wrote." type:"existingfile"`
}

// Run verifies the document and fails if it proves nothing.
func (c *assignCheck) Run(out io.Writer) error {
	var d assign.Document
	if err := readJSON(c.File, &d); err != nil {
		if in := new(assign.Input); readJSON(c.File, in) == nil {
			return fmt.Errorf("%s: there is no plan in it; 'wego assign --input' makes one", c.File)
		}
		return err
	}
	checked := assign.Check(d.Input, d.Plan)
	verdict, err := c.told().Verdict(checked)
	switch {
	case err != nil:
		return fmt.Errorf("%s: %w", c.File, rowFault(err))
	case checked != nil:
		return fmt.Errorf("%s: %s", c.File, verdict)
	}
	for _, v := range d.Plan.Goals {
		fmt.Fprintln(out, c.told().Value(v))
	}
	_, err = fmt.Fprintln(out, verdict)
	return err
}

type assignWhy struct {
	reader
	Judge string `arg:"" help:"Id of the judge."`
	Entry string `arg:"" help:"Id of the entry."`
	File  string `arg:"" help:"Document that 'wego assign' wrote, or an input to be planned first." type:"existingfile"`
}

// Run explains the pair.
func (c *assignWhy) Run(out io.Writer) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	d, err := c.document(ctx)
	if err != nil {
		return err
	}
	x, err := assign.Explain(ctx, d.Input, d.Plan, c.Judge, c.Entry)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, rowFault(err))
	}
	lines := c.told().Why(x)
	for _, l := range d.Plan.Loads {
		if l.Judge == c.Judge {
			lines = append(lines, c.told().Load(l))
		}
	}
	_, err = fmt.Fprintln(out, strings.Join(lines, "\n"))
	return err
}

func (c *assignWhy) document(ctx context.Context) (assign.Document, error) {
	var d assign.Document
	if holdsPlan(c.File) {
		return d, readJSON(c.File, &d)
	}
	if err := readJSON(c.File, &d.Input); err != nil {
		return d, err
	}
	var err error
	if d.Plan, err = assign.Propose(ctx, d.Input); err != nil {
		return d, fmt.Errorf("%s: %w", c.File, rowFault(err))
	}
	return d, nil
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
)

// recountCommand computes sealed results again.
type recountCommand struct {
	storeSettings
	holdersFile
	Year  int  `arg:"" help:"Year of the edition."`
	Check bool `help:"Print the hash of each result instead of the result."`
}

// Run prints every sealed result as it comes out of its frozen inputs, a line
// each, and fails on the first value that is not as it was sealed.
func (c *recountCommand) Run(out io.Writer) error {
	ctx := context.Background()
	kept, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer kept.db.Close() //nolint:errcheck // it was only read
	desk := office.New(kept.db, kept.objects, now)
	if err := c.unseal(ctx, kept.db, desk, c.Year); err != nil {
		return err
	}
	all, err := desk.Recount(ctx, award.Operator(), c.Year)
	switch {
	case errors.Is(err, office.ErrClosed):
		return fmt.Errorf("the results of %d lie in sealed envelopes: name two people who open them with --holders", c.Year)
	case errors.Is(err, award.ErrNotFound):
		return fmt.Errorf("there is no edition of %d", c.Year)
	case err != nil:
		return err
	case len(all) == 0:
		return fmt.Errorf("no result of %d is sealed", c.Year)
	}
	differ, first := 0, ""
	for _, r := range all {
		if r.Difference != "" {
			if differ++; differ == 1 {
				first = r.Category + ": " + r.Difference
			}
		}
		line := r.Doc
		if c.Check {
			line = r.SHA256 + "  " + r.Category
		}
		if r.Difference == "" || !c.Check {
			if _, err := fmt.Fprintln(out, line); err != nil {
				return err
			}
		}
	}
	if differ > 0 {
		return fmt.Errorf("%s (%d of %d results are not as they were sealed)", first, differ, len(all))
	}
	return nil
}

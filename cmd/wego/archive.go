package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/library"
)

// archiveCommand keeps the winners of earlier editions.
type archiveCommand struct {
	Import archiveImport `cmd:"" help:"Read winners of earlier editions from a CSV file into the library. Reading a file again changes only what changed in it."`
}

type archiveImport struct {
	storeSettings
	File string `arg:"" help:"CSV file with the columns edition, year, ceremony_city, category, prize, city, country_iso2, project, summary, source_url." type:"existingfile"`
}

// Run imports the file and says what it did.
func (c *archiveImport) Run(out io.Writer) error {
	return c.storeSettings.importInto(out, c.File, (*library.Desk).ImportArchive)
}

// cityCommand keeps the cities that the platform knows.
type cityCommand struct {
	Import cityImport `cmd:"" help:"Read cities and their membership from a CSV file. Reading a file again changes only what changed in it."`
}

type cityImport struct {
	storeSettings
	File string `arg:"" help:"CSV file with the columns city, country_iso2, region, membership, source_url." type:"existingfile"`
}

// Run imports the file and says what it did.
func (c *cityImport) Run(out io.Writer) error {
	return c.storeSettings.importInto(out, c.File, (*library.Desk).ImportCities)
}

// importInto opens the stores, hands them the file and reports.
func (s storeSettings) importInto(out io.Writer, path string, read func(*library.Desk, context.Context, award.Actor, io.Reader) (library.Report, error)) error {
	ctx := context.Background()
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	kept, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer kept.db.Close() //nolint:errcheck // what was kept is kept already
	report, err := read(library.New(kept.db, kept.objects, now), ctx, award.Operator(), file)
	if err != nil {
		return fmt.Errorf("%s: %w (nothing was kept)", path, err)
	}
	_, err = fmt.Fprintf(out, "%d new, %d changed, %d as before\n", report.New, report.Changed, report.Same)
	return err
}

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/internal/office"
)

// editionCommand carries editions in and out as files.
type editionCommand struct {
	Import editionImport `cmd:"" help:"Read an edition from a JSON file: a plan whose stages count back from the ceremony, or what export wrote."`
	Export editionExport `cmd:"" help:"Write an edition as JSON that import reads back unchanged."`
}

type editionImport struct {
	storeSettings
	File     string `arg:"" help:"JSON file of the edition." type:"existingfile"`
	Year     int    `help:"Year of the edition. Default: as the file says, else that of the ceremony."`
	Ceremony string `help:"Day of the ceremony, such as 2027-10-20, for a plan."`
	Zone     string `help:"Official time zone, such as Asia/Seoul, for a plan."`
	Reason   string `help:"Why an edition that is there already is changed; kept with the change."`
}

// Run imports the file and says what it did.
func (c *editionImport) Run(out io.Writer) error {
	ctx := context.Background()
	given, err := c.defaults()
	if err != nil {
		return err
	}
	file, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer file.Close()
	kept, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer kept.db.Close() //nolint:errcheck // what was kept is kept already
	done, err := office.New(kept.db, kept.objects, now).ImportEdition(ctx, award.Operator(), file, given, c.Reason)
	if err != nil {
		return fmt.Errorf("%s: %w (nothing was kept)", c.File, plain(err))
	}
	what := "as before"
	if done.New {
		what = "new"
	} else if done.Changed {
		what = "changed"
	}
	_, err = fmt.Fprintf(out, "%s: %s\n", done.Edition.Name, what)
	return err
}

func (c *editionImport) defaults() (office.Defaults, error) {
	given := office.Defaults{Year: c.Year, Zone: c.Zone}
	if c.Ceremony == "" {
		return given, nil
	}
	zone, err := time.LoadLocation(c.Zone)
	if err != nil {
		return given, fmt.Errorf("--zone=%s: not a known time zone; give a name such as Asia/Seoul", c.Zone)
	}
	day, err := time.ParseInLocation(time.DateOnly, c.Ceremony, zone)
	if err != nil {
		return given, fmt.Errorf("--ceremony=%s: not a day; give one such as 2027-10-20", c.Ceremony)
	}
	given.Ceremony = award.At(day)
	return given, nil
}

type editionExport struct {
	storeSettings
	Year   int    `arg:"" help:"Year of the edition."`
	Output string `help:"File to write; standard output if none is given." short:"o" type:"path"`
}

// Run writes the edition. A file that was there is left alone when there is no
// such edition.
func (c *editionExport) Run(out io.Writer) error {
	ctx := context.Background()
	kept, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer kept.db.Close() //nolint:errcheck // it was only read
	var doc bytes.Buffer
	err = office.New(kept.db, kept.objects, now).ExportEdition(ctx, award.Operator(), c.Year, &doc)
	if errors.Is(err, award.ErrNotFound) {
		return fmt.Errorf("there is no edition of %d", c.Year)
	} else if err != nil {
		return err
	}
	if c.Output != "" {
		return os.WriteFile(c.Output, doc.Bytes(), 0o600)
	}
	_, err = out.Write(doc.Bytes())
	return err
}

// plain puts a refusal or a fault, which name a message, into its words.
func plain(err error) error {
	var refusal *award.Refusal
	if errors.As(err, &refusal) {
		return errors.New(sentence(refusal.Fault))
	}
	var faults award.Invalid
	if errors.As(err, &faults) {
		for field, fault := range faults {
			return fmt.Errorf("%s: %s", field, sentence(fault))
		}
	}
	return err
}

func sentence(fault award.Fault) string {
	w := locale.Must("en")
	var pairs []any
	for name, value := range fault.Values {
		if at, is := value.(award.Time); is {
			value = w.Placed(at, time.UTC, "")
		}
		pairs = append(pairs, name, value)
	}
	return w.T(fault.Key, pairs...)
}

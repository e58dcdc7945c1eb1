package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/internal/printer"
)

// demoCommand fills a folder with an invented edition and runs the platform on
// it.
type demoCommand struct {
	Stage  demo.Stage `help:"Where in its year the edition stands: ${enum}." enum:"submit,screen,judge,decide,ceremony,public" default:"judge"`
	Data   string     `help:"Folder for the demo's records and attachments; one that holds the demo of the stage is taken up again. Default: a scratch folder that is removed at the end." type:"path"`
	Listen string     `help:"Address to listen on." default:"127.0.0.1:8080" env:"WEGO_LISTEN"`
	chromiumSettings
}

// Run fills the folder if it is empty, serves, and removes a scratch folder at
// the end.
func (c *demoCommand) Run(out io.Writer) (err error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if c.Data == "" {
		if c.Data, err = os.MkdirTemp("", "wego-demo-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(c.Data)) }()
	}
	kept, err := storeSettings{Data: c.Data}.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, kept.db.Close()) }()
	day, err := c.fill(ctx, kept, out)
	if err != nil {
		return err
	}
	url := "http://" + c.Listen
	fmt.Fprintf(out, "Everything of this edition is invented: cities, people, entries, scores. The winners of earlier editions are real.\n")
	fmt.Fprintf(out, "Open %s/en/demo to enter as anybody; end with Ctrl+C.\n", url)
	p := platform{stores: kept, clock: demo.ClockFrom(day, now), log: logSettings{Quiet: true}.logger(), url: url, demo: true, key: demo.Key, printer: printer.Find(c.Chromium)}
	return p.run(ctx, c.Listen)
}

// fill makes the demo of the stage in empty stores, or takes up the one that is
// there, and returns the instant at which it goes on.
func (c *demoCommand) fill(ctx context.Context, kept stores, out io.Writer) (award.Time, error) {
	held, last, err := demo.Held(ctx, kept.db)
	switch {
	case errors.Is(err, award.ErrNotFound):
		if _, err := demo.Fill(ctx, kept.db, kept.objects, c.Stage); err != nil {
			return 0, err
		}
		fmt.Fprintf(out, "Demo of stage %s, made anew in %s.\n", c.Stage, c.Data)
		return demo.Day(c.Stage), nil
	case err != nil:
		return 0, fmt.Errorf("%s: %w", c.Data, err)
	case held != c.Stage:
		return 0, fmt.Errorf("%s holds the demo of stage %s: start it with --stage %s, or name another folder", c.Data, held, held)
	}
	fmt.Fprintf(out, "Demo of stage %s, taken up again from %s.\n", c.Stage, c.Data)
	return max(demo.Day(c.Stage), last), nil
}

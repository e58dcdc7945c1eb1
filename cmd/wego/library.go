package main

import (
	"context"
	"fmt"
	"io"

	"we-gov.org/awards/internal/library"
)

// libraryCommand keeps the library.
type libraryCommand struct {
	Export libraryExport `cmd:"" help:"Write the whole library as a site of files that can be hosted anywhere or burned on a disk."`
	Ask    libraryAsk    `cmd:"" help:"Mail each city whose practice was not heard of for a year a link to say whether it still runs. A running platform does this by itself."`
}

type libraryAsk struct{ storeSettings }

// Run puts the mails into the outbox and says how many cities are asked.
func (c *libraryAsk) Run(out io.Writer) error {
	ctx := context.Background()
	kept, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer kept.db.Close() //nolint:errcheck // what was kept is kept already
	asked, err := library.New(kept.db, kept.objects, now).AskStillRunning(ctx)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%d asked\n", asked)
	return err
}

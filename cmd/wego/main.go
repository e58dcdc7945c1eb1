// Command wego runs the WeGO Awards: the platform itself, its demo, and the
// chores around them. Start reading at cli.
package main

import (
	"fmt"
	"io"
	"os"

	"github.com/alecthomas/kong"
)

// cli is every command of the program with its settings. Each setting can come
// from its flag or from its environment variable.
type cli struct {
	Serve   serveCommand   `cmd:"" help:"Run the platform."`
	Demo    demoCommand    `cmd:"" help:"Run the platform on an invented edition, to try it."`
	Staff   staffCommand   `cmd:"" help:"People of the Secretariat."`
	Archive archiveCommand `cmd:"" help:"Winners of earlier editions."`
	Library libraryCommand `cmd:"" help:"The good-practice library."`
	City    cityCommand    `cmd:"" help:"Cities that the platform knows."`
	Edition editionCommand `cmd:"" help:"Editions as files."`
	Assign  assignCommand  `cmd:"" help:"Which judge reads which entry: plan, check and explain, on files."`
	Score   scoreCommand   `cmd:"" help:"Order the entries of a file of scoresheets, and tell how sure the order is."`
	Verify  verifyCommand  `cmd:"" help:"Check results or a certificate, without a server and without trusting one."`
	Recount recountCommand `cmd:"" help:"Compute the sealed results of an edition again from their frozen inputs, and print the same bytes or the first difference."`
}

func main() {
	limitMemory()
	parser := kong.Parse(&cli{},
		kong.Name("wego"),
		kong.Description("The WeGO Awards: entries, judging, ceremony and the good-practice library."),
		kong.BindTo(os.Stdout, (*io.Writer)(nil)),
		kong.UsageOnError(),
	)
	if err := parser.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "wego:", err)
		os.Exit(1)
	}
}

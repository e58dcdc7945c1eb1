// Command wego runs the WeGO Awards: the platform itself, its demo, and the
// chores around them. Start reading at cli.
package main

import (
	"fmt"
	"os"

	"github.com/alecthomas/kong"
)

// cli is every command of the program with its settings. Each setting can come
// from its flag or from its environment variable.
type cli struct {
	Serve serveCommand `cmd:"" help:"Run the platform."`
}

func main() {
	parser := kong.Parse(&cli{},
		kong.Name("wego"),
		kong.Description("The WeGO Awards: entries, judging, ceremony and the good-practice library."),
		kong.UsageOnError(),
	)
	if err := parser.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "wego:", err)
		os.Exit(1)
	}
}

// Command peer answers searches with PocketBase, against which the library's
// search is held. It reads JSON from its input: a line for each record with its
// body, an empty line, then a line for each word to search for; it prints the
// time of each search in nanoseconds, one a line.
//
// It is a module of its own, so that nothing of PocketBase reaches the program.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"log"
	"net/url"
	"os"
	"time"

	"github.com/pocketbase/pocketbase/core"
	_ "github.com/pocketbase/pocketbase/migrations" // the tables of its own
	"github.com/pocketbase/pocketbase/tools/search"
)

type line struct {
	Title string `json:"title"`
	Body  string `json:"body"`
	Word  string `json:"word"`
}

func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

func run() error {
	dir, err := os.MkdirTemp("", "peer")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: dir})
	if err := app.Bootstrap(); err != nil {
		return err
	}
	if err := app.RunAllMigrations(); err != nil {
		return err
	}
	collection := core.NewBaseCollection("practice")
	collection.Fields.Add(&core.TextField{Name: "title", Max: 1000}, &core.TextField{Name: "body", Max: 1_000_000})
	if err := app.Save(collection); err != nil {
		return err
	}
	in := json.NewDecoder(bufio.NewReaderSize(os.Stdin, 1<<20))
	if err := load(app, collection, in); err != nil {
		return err
	}
	for {
		var asked line
		if err := in.Decode(&asked); err != nil {
			return nil // the end of the input
		}
		began := time.Now()
		if err := find(app, collection, asked.Word); err != nil {
			return err
		}
		fmt.Println(time.Since(began).Nanoseconds())
	}
}

// load stores the records; one without a body is the last.
func load(app core.App, collection *core.Collection, in *json.Decoder) error {
	return app.RunInTransaction(func(tx core.App) error {
		for {
			var one line
			if err := in.Decode(&one); err != nil || one.Body == "" {
				return err
			}
			record := core.NewRecord(collection)
			record.Set("title", one.Title)
			record.Set("body", one.Body)
			if err := tx.SaveNoValidate(record); err != nil {
				return err
			}
		}
	})
}

// find is what its API does for /api/collections/practice/records?filter=….
func find(app core.App, collection *core.Collection, word string) error {
	resolver := core.NewRecordFieldResolver(app, collection, nil, true)
	records := []*core.Record{}
	query := url.Values{"filter": {`body~"` + word + `"`}, "perPage": {"20"}}
	_, err := search.NewProvider(resolver).Query(app.RecordQuery(collection)).ParseAndExec(query.Encode(), &records)
	return err
}

package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
	"we-gov.org/awards/storage/objects"
)

// storeSettings say where records and attachments are kept.
type storeSettings struct {
	Data     string `help:"Folder for the records and attachments, where the two settings below name none." default:"data" env:"WEGO_DATA" type:"path"`
	Database string `help:"Records: the path of a SQLite file, or postgres://user:password@host/name. Default: wego.db in the data folder." env:"WEGO_DATABASE"`
	Objects  string `help:"Attachments: a folder of their own, or s3://key:secret@host/bucket with a bucket of their own; what no record names is removed from it after a day. Default: objects in the data folder." env:"WEGO_OBJECTS"`
}

// stores are the opened records and attachments.
type stores struct {
	db      *database.DB
	objects objects.Store
}

func (s storeSettings) open(ctx context.Context) (stores, error) {
	if s.Database == "" {
		s.Database = filepath.Join(s.Data, "wego.db")
	}
	if s.Objects == "" {
		s.Objects = filepath.Join(s.Data, "objects")
	}
	if err := os.MkdirAll(s.Data, 0o700); err != nil {
		return stores{}, fmt.Errorf("data folder: %w", err)
	}
	db, err := database.Open(ctx, s.Database)
	if err != nil {
		return stores{}, fmt.Errorf("records: %w", err)
	}
	kept, err := objects.Open(s.Objects)
	if err != nil {
		return stores{}, errors.Join(fmt.Errorf("attachments: %w", err), db.Close())
	}
	return stores{db, kept}, nil
}

// logSettings say how the program writes its log.
type logSettings struct {
	LogFormat string `help:"Form of the log: text or json." enum:"text,json" default:"text" env:"WEGO_LOG_FORMAT"`
	Quiet     bool   `help:"Log only what went wrong." env:"WEGO_QUIET"`
}

func (l logSettings) logger() *slog.Logger {
	options := &slog.HandlerOptions{Level: slog.LevelInfo}
	if l.Quiet {
		options.Level = slog.LevelWarn
	}
	if l.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(os.Stderr, options))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, options))
}

// now is the machine's clock.
func now() award.Time { return award.At(time.Now()) }

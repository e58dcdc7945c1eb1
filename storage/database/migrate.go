package database

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

// ErrNewerSchema is returned by Open when a later version of the program has
// changed the database: this one could lose what it does not know of.
var ErrNewerSchema = errors.New("the database was made by a newer version of this program")

//go:embed migrations
var migrations embed.FS

// migrate brings a database to the newest schema among the steps.
// Each step is one transaction, so that one cut short leaves nothing behind.
func migrate(ctx context.Context, dialect goose.Dialect, db *sql.DB, steps fs.FS, opts ...goose.ProviderOption) error {
	opts = append(opts, goose.WithDisableGlobalRegistry(true))
	p, err := goose.NewProvider(dialect, db, steps, opts...)
	if err != nil {
		return err
	}
	pending, err := behind(ctx, p)
	if err != nil || !pending {
		return err
	}
	if _, err := p.Up(ctx); err != nil {
		// Another program may have done it meanwhile.
		if still, again := behind(ctx, p); still || again != nil {
			return fmt.Errorf("migrate: %w", err)
		}
	}
	return nil
}

// behind reports whether steps are still to be done, or that the database is
// ahead of them.
func behind(ctx context.Context, p *goose.Provider) (bool, error) {
	now, newest, err := p.GetVersions(ctx)
	if err != nil {
		return false, fmt.Errorf("read schema version: %w", err)
	}
	if now > newest {
		return false, fmt.Errorf("%w: its schema is %d, this program knows %d", ErrNewerSchema, now, newest)
	}
	return now < newest, nil
}

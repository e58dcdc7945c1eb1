package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	"github.com/jmoiron/sqlx"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

const (
	maxConns = 24 // of PostgreSQL's usual 100, so that some programs share a server
	maxTries = 30 // of an Update that keeps meeting others
)

// postgres is a PostgreSQL server.
type postgres struct {
	pool *sqlx.DB

	mu    sync.RWMutex
	bound map[string]string // queries with their marks as $1, $2, …
}

func openPostgres(ctx context.Context, url string, steps fs.FS) (engine, error) {
	pool, err := sqlx.Open("pgx", url)
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(maxConns)
	pool.SetMaxIdleConns(maxConns)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 120))
	if err == nil {
		err = migrate(ctx, goose.DialectPostgres, pool.DB, steps, goose.WithSessionLocker(locker))
	}
	if err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	return &postgres{pool: pool, bound: map[string]string{}}, nil
}

func (p *postgres) view(ctx context.Context, fn func(*Tx) error) error {
	return p.once(ctx, fn, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
}

// update tries again, after a growing and random wait, when the transaction met
// another one that it cannot be put in line with.
func (p *postgres) update(ctx context.Context, fn func(*Tx) error) error {
	var err error
	for try := range maxTries {
		err = p.once(ctx, fn, &sql.TxOptions{Isolation: sql.LevelSerializable})
		if !met(err) {
			return err
		}
		if err := pause(ctx, time.Millisecond<<min(try, 7)); err != nil {
			return err
		}
	}
	return fmt.Errorf("gave up after %d tries: %w", maxTries, err)
}

func (p *postgres) once(ctx context.Context, fn func(*Tx) error, how *sql.TxOptions) error {
	on, err := p.pool.BeginTxx(ctx, how)
	if err != nil {
		return err
	}
	defer func() { _ = on.Rollback() }()
	tx := &Tx{ctx: ctx, stmtCtx: ctx, on: on, bind: p.bind}
	if err := tx.perform(fn); err != nil {
		return err
	}
	return tx.note(on.Commit())
}

func (p *postgres) settle(context.Context) error { return nil }

func (p *postgres) ping(ctx context.Context) error { return p.pool.PingContext(ctx) }

func (p *postgres) close() error { return p.pool.Close() }

// bind numbers the marks of a query as PostgreSQL wants them, and remembers the
// result while the queries are few: lists of any length make ever new ones.
func (p *postgres) bind(query string) string {
	p.mu.RLock()
	bound, known := p.bound[query]
	p.mu.RUnlock()
	if known {
		return bound
	}
	bound = sqlx.Rebind(sqlx.DOLLAR, query)
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.bound) < 1000 {
		p.bound[query] = bound
	}
	return bound
}

// met reports whether an error says that two transactions met: serialization
// failure or deadlock.
func met(err error) bool {
	e, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (e.Code == "40001" || e.Code == "40P01")
}

// pause waits for a random part of d, or until ctx is done.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(rand.N(d) + 1)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

package database

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// ErrNested is returned by View and Update when they are called inside the
// function of another View or Update, which could wait for itself for ever.
var ErrNested = errors.New("database: View or Update inside another View or Update")

// errShut is returned by every call after Close.
var errShut = errors.New("database: closed")

// DB is an open database, safe for use by many goroutines.
type DB struct {
	engine  engine
	changes atomic.Uint64
	work    works

	mu     sync.RWMutex
	closed bool
	inHand sync.WaitGroup
}

// engine is what SQLite and PostgreSQL each do in their own way.
type engine interface {
	view(ctx context.Context, fn func(*Tx) error) error
	update(ctx context.Context, fn func(*Tx) error) error
	ping(ctx context.Context) error
	settle(ctx context.Context) error
	close() error
}

// Open opens the database that url names and brings its schema up to date:
// "postgres://…" is a PostgreSQL server, "sqlite:path" or a plain path is an
// SQLite file, made if it is not there (its folder must exist). A schema newer
// than this program is refused with ErrNewerSchema and left as it is.
func Open(ctx context.Context, url string) (*DB, error) {
	return open(ctx, url, migrations)
}

// open is Open with the migrations of a caller's choice.
func open(ctx context.Context, url string, steps fs.FS) (*DB, error) {
	e, err := openEngine(ctx, url, steps)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	return &DB{engine: e}, nil
}

func openEngine(ctx context.Context, url string, steps fs.FS) (engine, error) {
	kind, opener := "sqlite", openSQLite
	if strings.HasPrefix(url, "postgres://") || strings.HasPrefix(url, "postgresql://") {
		kind, opener = "postgres", openPostgres
	}
	own, err := fs.Sub(steps, "migrations/"+kind)
	if err != nil {
		return nil, err
	}
	return opener(ctx, strings.TrimPrefix(url, "sqlite:"), own)
}

// View runs fn on a consistent snapshot: everything fn reads is as it was at
// its first query. A query that writes fails. fn must not keep its Tx, share it
// between goroutines, or call View or Update. The error of fn is returned.
func (db *DB) View(ctx context.Context, fn func(*Tx) error) error {
	return db.run(ctx, fn, db.engine.view)
}

// Update runs fn alone: no other Update comes between its queries, and all that
// it wrote is kept, safe against power loss, or none of it. Nothing is kept when
// fn or any statement fails, fn panics (the panic goes on in the caller), or ctx
// ends before fn has returned. On PostgreSQL fn may run more than once, so it
// must set every variable of its caller afresh. fn must not keep its Tx, share
// it between goroutines, call View or Update, or wait for anything but SQL.
func (db *DB) Update(ctx context.Context, fn func(*Tx) error) error {
	err := db.run(ctx, fn, db.engine.update)
	if err == nil {
		db.changes.Add(1)
	}
	return err
}

// Changes counts the Updates of this process that were kept: while it is the
// same, only another process can have changed what was read. It is counted
// before Update returns.
func (db *DB) Changes() uint64 { return db.changes.Load() }

func (db *DB) run(ctx context.Context, fn func(*Tx) error, how func(context.Context, func(*Tx) error) error) error {
	if nested() {
		return ErrNested
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := db.enter(); err != nil {
		return err
	}
	defer db.inHand.Done()
	return how(ctx, func(tx *Tx) error {
		tx.work = &db.work
		return fn(tx)
	})
}

// enter counts a call as in hand, unless the database is closed.
func (db *DB) enter() error {
	db.mu.RLock()
	defer db.mu.RUnlock()
	if db.closed {
		return errShut
	}
	db.inHand.Add(1)
	return nil
}

// Ping reports whether the database can be read now.
func (db *DB) Ping(ctx context.Context) error {
	if err := db.enter(); err != nil {
		return err
	}
	defer db.inHand.Done()
	return db.engine.ping(ctx)
}

// Settle leaves of overwritten content as little as the engine can: SQLite's log
// is emptied into the file, whose free space is overwritten at once. PostgreSQL
// keeps old rows until it vacuums them, and in its own log; that is for whoever
// runs the server.
func (db *DB) Settle(ctx context.Context) error {
	if err := db.enter(); err != nil {
		return err
	}
	defer db.inHand.Done()
	return db.engine.settle(ctx)
}

// Close waits for the calls in hand, refuses later ones, and closes the
// database. Closing again does nothing.
func (db *DB) Close() error {
	db.mu.Lock()
	shut := db.closed
	db.closed = true
	db.mu.Unlock()
	if shut {
		return nil
	}
	db.inHand.Wait()
	return db.engine.close()
}

// call is the one place from which a caller's function is called. Its address
// on the stack tells a nested call from one that merely shares a context: the
// function of View or Update closes over its caller's context, so a mark in
// the context would not travel to a nested call.
//
//go:noinline
func call(fn func(*Tx) error, tx *Tx) error {
	return fn(tx)
}

// callAddress is where call resumes when a caller's function returns.
var callAddress = func() uintptr {
	var at [1]uintptr
	_ = call(func(*Tx) error { runtime.Callers(2, at[:]); return nil }, nil)
	return at[0]
}()

// nested reports whether this goroutine is inside a function of View or Update.
func nested() bool {
	var stack [64]uintptr
	n := runtime.Callers(2, stack[:])
	return slices.Contains(stack[:n], callAddress)
}

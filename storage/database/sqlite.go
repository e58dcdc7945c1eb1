package database

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"runtime"

	"github.com/jmoiron/sqlx"
	"github.com/mattn/go-sqlite3"
	"github.com/pressly/goose/v3"
)

// Settings live in the address of the file, since a PRAGMA sent through a pool
// would set one connection only.
const (
	everyConn  = "_foreign_keys=on&_busy_timeout=5000&_secure_delete=on&_stmt_cache_size=128"
	writerConn = everyConn + "&_journal_mode=WAL&_synchronous=FULL&_txlock=immediate"
	readerConn = everyConn + "&_query_only=on"
)

// lite is an SQLite file: one connection that writes and some that read.
type lite struct {
	file    *sql.DB // holds the writer's connection and no other
	writer  *writer
	readers *sqlx.DB
}

func openSQLite(ctx context.Context, path string, steps fs.FS) (engine, error) {
	if err := touch(path); err != nil {
		return nil, err
	}
	file := sql.OpenDB(&sqliteFile{path, writerConn})
	file.SetMaxOpenConns(1)
	if err := migrate(ctx, goose.DialectSQLite3, file, steps); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), file.Close())
	}
	conn, err := sqlx.NewDb(file, "sqlite3").Connx(ctx)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), file.Close())
	}
	readers := sqlx.NewDb(sql.OpenDB(&sqliteFile{path, readerConn}), "sqlite3")
	readers.SetMaxOpenConns(max(8, 4*runtime.GOMAXPROCS(0)))
	readers.SetMaxIdleConns(max(8, 4*runtime.GOMAXPROCS(0)))
	return &lite{file: file, writer: newWriter(conn), readers: readers}, nil
}

// touch makes the file if it is missing, readable by nobody but its owner: it
// holds personal data, and SQLite gives its side files the same mode.
func touch(path string) error {
	if path == "" {
		return errors.New("no file is named")
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

func (l *lite) view(ctx context.Context, fn func(*Tx) error) error {
	on, err := l.readers.BeginTxx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = on.Rollback() }()
	tx := &Tx{ctx: ctx, stmtCtx: ctx, on: on, bind: asWritten}
	return tx.perform(fn)
}

func (l *lite) update(ctx context.Context, fn func(*Tx) error) error {
	return l.writer.update(ctx, fn)
}

func (l *lite) ping(ctx context.Context) error {
	var n int
	return l.readers.GetContext(ctx, &n, "SELECT COUNT(*) FROM sqlite_schema")
}

func (l *lite) settle(ctx context.Context) error {
	select {
	case <-l.writer.baton:
		defer func() { l.writer.baton <- struct{}{} }()
		return l.writer.exec("PRAGMA wal_checkpoint(TRUNCATE)")
	case <-ctx.Done():
		return ctx.Err()
	}
}

// close lets the writer go last: the last connection empties the log into the
// file.
func (l *lite) close() error {
	return errors.Join(l.readers.Close(), l.writer.conn.Close(), l.file.Close())
}

// asWritten is the binding of SQLite, which takes question marks.
func asWritten(query string) string { return query }

// sqliteFile connects to a file with settings.
type sqliteFile struct{ path, settings string }

// Connect opens a connection. It is part of driver.Connector.
func (f *sqliteFile) Connect(context.Context) (driver.Conn, error) {
	address := "file:" + (&url.URL{Path: f.path}).EscapedPath() + "?" + f.settings
	return f.Driver().Open(address)
}

// Driver returns the driver. It is part of driver.Connector.
func (f *sqliteFile) Driver() driver.Driver {
	return &sqlite3.SQLiteDriver{ConnectHook: func(c *sqlite3.SQLiteConn) error {
		_, err := c.Exec("PRAGMA trusted_schema = OFF", nil)
		return err
	}}
}

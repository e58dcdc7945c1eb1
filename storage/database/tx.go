package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"reflect"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jmoiron/sqlx"
	"github.com/mattn/go-sqlite3"

	"we-gov.org/awards/internal/award"
)

// errSpent is returned by a Tx that was kept after its View or Update.
var errSpent = errors.New("database: transaction is over")

// Tx is one transaction: every query of the platform is a method of it. It is
// valid only inside the function that View or Update called, in that function's
// goroutine.
type Tx struct {
	ctx     context.Context // of the caller; ends the transaction
	stmtCtx context.Context // for the driver; on SQLite's writer it never ends
	on      queryer
	bind    func(query string) string
	failed  error
	work    *works // of the database: the envelopes that are open for work
}

// queryer is what runs statements: a transaction, or the writer's connection.
type queryer interface {
	sqlx.QueryerContext
	sqlx.ExecerContext
}

// perform runs fn, unless the context is done, and returns its error or, when
// it has none, that of the first failed statement. That another transaction was
// met goes before any error of fn, which may have covered it. The Tx is spent
// afterwards.
func (tx *Tx) perform(fn func(*Tx) error) error {
	if err := tx.ctx.Err(); err != nil {
		return err
	}
	err := call(fn, tx)
	if err == nil || met(tx.failed) {
		err = tx.failed
	}
	if err == nil {
		err = tx.ctx.Err()
	}
	tx.failed = errSpent
	return err
}

// get reads one row into dst, a pointer to a struct with db tags or to a plain
// value; award.ErrNotFound if there is none.
func (tx *Tx) get(dst any, query string, args ...any) error {
	if err := tx.ready(); err != nil {
		return err
	}
	err := sqlx.GetContext(tx.stmtCtx, tx.on, dst, tx.bind(query), args...)
	if errors.Is(err, sql.ErrNoRows) {
		return award.ErrNotFound
	}
	return tx.note(err)
}

// list reads all rows into dst, a pointer to a slice of structs with db tags or
// of plain values, in the order of the query; none is an empty list.
func (tx *Tx) list(dst any, query string, args ...any) error {
	if err := tx.ready(); err != nil {
		return err
	}
	return tx.note(sqlx.SelectContext(tx.stmtCtx, tx.on, dst, tx.bind(query), args...))
}

// exec runs a statement that writes; award.ErrConflict if a value that must be
// unique is taken.
func (tx *Tx) exec(query string, args ...any) error {
	_, err := tx.change(query, args)
	return err
}

// execOne is exec for a statement that must change exactly one row, such as one
// that names the version it has read; award.ErrConflict if it did not.
func (tx *Tx) execOne(query string, args ...any) error {
	n, err := tx.change(query, args)
	if err == nil && n != 1 {
		return award.ErrConflict
	}
	return err
}

// change runs a statement and returns how many rows it changed.
func (tx *Tx) change(query string, args []any) (int64, error) {
	if err := tx.ready(); err != nil {
		return 0, err
	}
	result, err := tx.on.ExecContext(tx.stmtCtx, tx.bind(query), args...)
	if err != nil {
		return 0, tx.note(err)
	}
	return result.RowsAffected()
}

// in spreads each argument that is a slice over as many question marks, so that
// "id IN (?)" takes a list. An empty list becomes NULL: IN finds nothing then,
// and so does NOT IN.
func (tx *Tx) in(query string, args ...any) (string, []any) {
	for i, arg := range args {
		v := reflect.ValueOf(arg)
		if v.Kind() == reflect.Slice && v.Len() == 0 && v.Type().Elem().Kind() != reflect.Uint8 {
			args[i] = []any{nil}
		}
	}
	spread, all, err := sqlx.In(query, args...)
	if err != nil && tx.failed == nil {
		tx.failed = err
	}
	return spread, all
}

// ready refuses to go on after a failure or when the context is done.
func (tx *Tx) ready() error {
	if tx.failed != nil {
		return tx.failed
	}
	return tx.ctx.Err()
}

// note translates the error of a statement and remembers it.
func (tx *Tx) note(err error) error {
	if err == nil {
		return nil
	}
	if done := tx.ctx.Err(); done != nil && !errors.Is(err, done) {
		err = fmt.Errorf("%w: %w", done, err)
	} else if taken(err) {
		err = fmt.Errorf("%w: %w", award.ErrConflict, err)
	}
	tx.failed = err
	return err
}

// taken reports whether an error of either engine says that a value that must
// be unique exists already.
func taken(err error) bool {
	if e, ok := errors.AsType[sqlite3.Error](err); ok {
		switch e.ExtendedCode {
		case sqlite3.ErrConstraintUnique, sqlite3.ErrConstraintPrimaryKey, sqlite3.ErrConstraintRowID:
			return true
		}
	}
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e.Code == "23505"
	}
	return false
}

package database

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"
)

// maxBatch bounds how many jobs share a transaction, and so how long the first
// of them waits for its answer.
const maxBatch = 1000

// writer is the one connection that writes to an SQLite file. Whoever holds its
// baton leads: opens a transaction, does its own job in it, gives each job that
// waits a turn, commits for all, and answers them. So every job runs in its
// caller's goroutine, where its panic belongs, and one that finds nobody else
// writing is handed to nobody: measured, that saves a tenth of its time against
// a goroutine that only writes, and costs nothing at 1,000 clients.
type writer struct {
	conn  *sqlx.Conn
	baton chan struct{} // holds one token while nobody leads
	jobs  chan *job     // to the one who leads
}

// job is one Update that waits for another's transaction. The leader says go,
// or why not, and later the verdict through answers; the caller says through
// ran whether its work shall be kept.
type job struct {
	answers chan error
	ran     chan bool
}

func newWriter(conn *sqlx.Conn) *writer {
	w := &writer{conn: conn, baton: make(chan struct{}, 1), jobs: make(chan *job)}
	w.baton <- struct{}{}
	return w
}

// update does fn in a transaction of its own, or in that of whoever leads when
// its turn comes first.
func (w *writer) update(ctx context.Context, fn func(*Tx) error) error {
	j := &job{answers: make(chan error, 1), ran: make(chan bool)}
	select {
	case <-w.baton:
		return w.lead(ctx, fn)
	case w.jobs <- j:
		return w.follow(ctx, fn, j)
	case <-ctx.Done():
		return ctx.Err()
	}
}

// lead opens a transaction, runs fn and then the jobs that wait, and commits.
// If that fails, every job gets the error. The transaction itself is the
// savepoint of its leader: when fn fails or panics, there is nothing else in it.
func (w *writer) lead(ctx context.Context, fn func(*Tx) error) error {
	defer func() { w.baton <- struct{}{} }()
	if err := w.exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	committed := false
	defer func() {
		if !committed {
			// SQLite may have rolled back by itself; then this does nothing.
			_ = w.exec("ROLLBACK")
		}
	}()
	if err := w.tx(ctx).perform(fn); err != nil {
		return err
	}
	kept, err := w.batch()
	if err == nil {
		err = w.exec("COMMIT")
	}
	committed = err == nil
	for _, j := range kept {
		j.answers <- err
	}
	return err
}

// batch gives each job that waits its turn. It returns those to be kept, and an
// error if the whole transaction was lost.
func (w *writer) batch() (kept []*job, err error) {
	for len(kept) < maxBatch {
		select {
		case next := <-w.jobs:
			keep, err := w.turn(next)
			if err != nil {
				return kept, err
			}
			if keep {
				kept = append(kept, next)
			}
		default:
			return kept, nil
		}
	}
	return kept, nil
}

// turn lets a job run in a savepoint and reports whether its work is kept so
// far. An error says that the whole transaction is lost; the job, if it still
// waits, has been told.
func (w *writer) turn(j *job) (bool, error) {
	if err := w.exec("SAVEPOINT job"); err != nil {
		j.answers <- err
		return false, err
	}
	j.answers <- nil
	if <-j.ran {
		err := w.exec("RELEASE job")
		if err != nil {
			j.answers <- err
		}
		return err == nil, err
	}
	if err := w.exec("ROLLBACK TO job"); err != nil {
		return false, err
	}
	return false, w.exec("RELEASE job")
}

// follow waits for its turn, runs fn in it and returns the verdict. Once fn has
// run, ctx can no longer end the wait: whether the work was kept must be known.
func (w *writer) follow(ctx context.Context, fn func(*Tx) error, j *job) error {
	if err := <-j.answers; err != nil {
		return err
	}
	if err := w.runFor(ctx, fn, j); err != nil {
		return err
	}
	return <-j.answers
}

// runFor runs fn and tells the leader the result, also when fn panics.
func (w *writer) runFor(ctx context.Context, fn func(*Tx) error, j *job) error {
	keep := false
	defer func() { j.ran <- keep }()
	err := w.tx(ctx).perform(fn)
	keep = err == nil
	return err
}

// tx is the transaction as one job sees it. The driver gets a context that never
// ends: interrupting a statement that writes would make SQLite roll back the
// whole transaction and with it the jobs of others.
func (w *writer) tx(ctx context.Context) *Tx {
	return &Tx{ctx: ctx, stmtCtx: context.Background(), on: w.conn, bind: asWritten}
}

func (w *writer) exec(statement string) error {
	if _, err := w.conn.ExecContext(context.Background(), statement); err != nil {
		return fmt.Errorf("%s: %w", statement, err)
	}
	return nil
}

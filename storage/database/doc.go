// Package database keeps the records: in one SQLite file by default, in
// PostgreSQL when one machine is outgrown, with the same SQL on both. Every
// query is a method of Tx, and a Tx is only handed out by View (a consistent
// snapshot that cannot write) or Update (alone, all or nothing). It knows the
// words of package award and none of the rules about who may do what.
//
// # Why one writer
//
// SQLite lets one connection write at a time. A pool of writers that wait for
// each other by a busy timeout is unfair and slow: with 1,000 clients the
// slowest waited 1.6 s. Here there is one writing connection, and whoever finds
// it free opens a transaction for all jobs that wait, each in a savepoint of its
// own; every caller is answered after the one COMMIT. So a commit that survives
// a power cut (synchronous=FULL) costs one fsync for many jobs, and one failing
// job undoes only itself. PostgreSQL groups its commits by itself; there Update
// is a serializable transaction that is tried again when it met another.
//
// # Why a Tx carries its context
//
// A Tx lives inside one call of View or Update and never longer, so its context
// is that call's context and there is no other that a query could rightly take.
// Carrying it keeps queries as short as the sentence they stand for:
// tx.Entry(id).
//
// # Why a failed statement fails the whole Update
//
// PostgreSQL gives up a transaction after any failed statement, and SQLite does
// after some (a full disk). A Tx therefore remembers the first failed statement
// and Update returns it, on both engines, even if the caller's function went on.
// A missing row and an execOne that changed nothing are answers, not failures.
package database

// Package storage says what is kept where and in which order: records in
// storage/database, attachments in storage/objects. The two cannot be written
// in one transaction, so one rule holds everywhere:
//
//	object before row; row gone before object.
//
// An attachment is put under a fresh random key first, and only then does an
// Update store the row that names it; to remove one, the Update comes first.
// So a row never points at nothing. What a crash in between leaves is an object
// that no row names, which nobody can reach and Sweep removes a day later.
package storage

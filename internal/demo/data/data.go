// Package data holds the real input that the demo starts from: the known
// winners of earlier editions, the cities of WeGO and the recommended edition.
// SOURCES.md says where each comes from.
package data

import _ "embed"

// Winners is the archive of known winners, in the CSV form that the command
// "wego archive import" reads.
//
//go:embed wego_winners.csv
var Winners []byte

// Members is the list of known member cities, in the CSV form that the command
// "wego city import" reads.
//
//go:embed wego_members.csv
var Members []byte

// Edition is the recommended edition, in the JSON form that the command "wego
// edition import" reads: its stages count back from a ceremony day.
//
//go:embed edition_default.json
var Edition []byte

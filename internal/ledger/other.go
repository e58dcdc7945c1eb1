package ledger

import _ "embed"

// Recount is another verifier of bundles, recount.py: a program in Python's
// standard library that shares no line with this package. The site hands it out,
// so that nobody has to trust one program.
//
//go:embed recount.py
var Recount []byte

// Package journey holds the tests that drive the whole platform in a real
// browser: the story of an edition from entry to library, and the audit of every
// page for every role. It has no code of its own.
package journey

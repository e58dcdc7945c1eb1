// Package ledger is the tamper-evident record of what was decided. Every deed's
// event is a leaf of a transparency log; checkpoints of the log are signed and
// given to people outside; a result is committed to before the ceremony and its
// parts can be opened one by one afterwards. Verify replays all of it from one
// file. The package is pure: no database, no clock, no network.
//
//	event    salt + canonical text            -> Leaf, the only thing that is published of most
//	log      leaves in order                  -> Head (RFC 6962 tree by x/mod/sumdb/tlog)
//	head     signed with a key outside        -> checkpoint (C2SP form, x/mod/sumdb/note, Ed25519)
//	result   evidence of sheets and standings -> Result, a short text with the evidence's root
//	         nonce + canonical Result         -> commitment, which is an event
//	bundle   leaves, checkpoints, openings    -> Verify: the first thing that does not hold, or none
//
// Why only salted hashes are leaves: an event may name a person or hang on a
// score, and a score of 0 to 100 is found in 101 guesses. A leaf can be shown to
// an auditor later (an Opening) and erased for good by forgetting its salt; the
// log still verifies.
//
// Why the evidence is a tree of its own inside the result: the public may learn
// who won without the scores, an auditor all sheets, and a judge may check that
// the own sheet was counted without seeing another's (a Receipt).
//
// Why the verifier re-encodes what it read: hex and JSON have many spellings of
// one value, and a changed byte that still verifies would be a false promise. A
// bundle has one spelling.
package ledger

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// Hash is a SHA-256 sum. Its text is 64 lower-case hex digits and nothing else.
type Hash [sha256.Size]byte

// String is the hash in lower-case hex.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// MarshalText writes the hash in lower-case hex.
func (h Hash) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (h *Hash) UnmarshalText(text []byte) error {
	read, err := ParseHash(string(text))
	*h = read
	return err
}

// ParseHash reads 64 lower-case hex digits.
func ParseHash(text string) (h Hash, err error) {
	b, err := hex.DecodeString(text)
	if err != nil || len(b) != len(h) || hex.EncodeToString(b) != text {
		return h, fmt.Errorf("%q is not a hash of 64 lower-case hex digits", brief(text))
	}
	copy(h[:], b)
	return h, nil
}

// Secret is a random value of 256 bits that keeps somebody who tries all likely
// texts from finding the one behind a hash. Its text is that of a Hash.
type Secret = Hash

// Commit is HMAC-SHA256 of a text under a secret nonce: it tells nothing of the
// text and fits no other.
func Commit(nonce Secret, text string) Hash {
	mac := hmac.New(sha256.New, nonce[:])
	mac.Write([]byte(text))
	return Hash(mac.Sum(nil))
}

// LeafOf is the leaf of an event: SHA-256 of its salt, a line feed and its
// canonical text.
func LeafOf(salt, text string) Hash { return sha256.Sum256([]byte(salt + "\n" + text)) }

func brief(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

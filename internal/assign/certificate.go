package assign

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// Certificate is the proof of a plan, to be read beside its input. Each proof is
// about one goal; a later one holds among the plans that are best by those before.
type Certificate struct {
	Input   string   `json:"input"`   // SHA-256 of the canonical input
	Judges  []string `json:"judges"`  // the order of Proof.Judges
	Entries []string `json:"entries"` // the order of Proof.Entries
	Proofs  []Proof  `json:"proofs"`
}

// Proof holds the prices (duals) under which no seat, load or empty seat can be
// exchanged for a better one. Primal is the value that the plan has, Dual the bound
// that follows from the prices; equal means proved best.
type Proof struct {
	Goal    Goal    `json:"goal"`
	Level   int     `json:"level,omitempty"`
	Judges  []int64 `json:"judges"`
	Entries []int64 `json:"entries"`
	Groups  []Group `json:"groups,omitempty"` // prices of the spread caps that are not those of their entry
	Primal  int64   `json:"primal"`
	Dual    int64   `json:"dual"`
}

// Group is the price of one country or region (or of those who are no experts)
// within one entry's panel.
type Group struct {
	Entry string `json:"entry"`
	Kind  string `json:"kind"`
	Name  string `json:"name"`
	Price int64  `json:"price"`
}

// Hash is the SHA-256 of the certificate's JSON, in hexadecimal.
func (c Certificate) Hash() string {
	text, _ := json.Marshal(c) // ids and integers: cannot fail
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// Document is a plan with all that it was made from: what `wego assign` writes and
// what anyone can check.
type Document struct {
	Input Input `json:"input"`
	Plan  Plan  `json:"plan"`
}

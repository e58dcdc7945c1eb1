package award

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// Result is one category's result in the form in which it is sealed: the order
// with every counted scoresheet under a pseudonym, and what the jury decided.
// Nonce is random, so that the hash of a result tells nothing to somebody who
// tries all likely ones.
type Result struct {
	Nonce     string      `json:"nonce"`
	Year      int         `json:"year"`
	Category  string      `json:"category"`
	Name      string      `json:"name"`  // of the category, on the day of sealing
	Round     int         `json:"round"` // the last one judged
	Standings []Standing  `json:"standings"`
	Prizes    []PrizeWon  `json:"prizes"`
	Criteria  []Criterion `json:"criteria"`
	Scale     Scale       `json:"scale"`
	TieRule   []string    `json:"tie_rule"` // in the score engine's words
	// Method is how the official scores were made: raw or adjusted. Least is how
	// many counted sheets an entry needs to be ranked.
	Method string         `json:"method"`
	Least  int            `json:"least"`
	Votes  map[string]int `json:"votes,omitempty"` // by reference, on ties
	// Inputs is the SHA-256 of the frozen inputs, from which the result can be
	// computed again.
	Inputs string `json:"inputs"`
}

// Standing is one entry's place in the order; the rankable ones first by rank.
type Standing struct {
	Entry     ID             `json:"entry"`
	Reference string         `json:"reference"`
	Rank      int            `json:"rank"` // 0 = not rankable
	Mean      float64        `json:"mean"`
	Official  float64        `json:"official"`
	Settled   string         `json:"settled,omitempty"` // the step of the tie rule that placed it
	Sheets    []CountedSheet `json:"sheets"`
}

// CountedSheet is one scoresheet of a result: the judge under a pseudonym such as
// "A". Correction is what the official score adds to the total.
type CountedSheet struct {
	Judge      string             `json:"judge"`
	Total      float64            `json:"total"`
	Correction float64            `json:"correction,omitempty"`
	Scores     map[string]float64 `json:"scores"`
}

// PrizeWon is one decided prize.
type PrizeWon struct {
	Prize   string  `json:"prize"`
	Name    string  `json:"name"`
	Rank    int     `json:"rank"`
	Outcome Outcome `json:"outcome"`
	Entry   ID      `json:"entry,omitempty"` // empty when withheld
	City    string  `json:"city,omitempty"`  // its name and the entry's title, on the day of sealing
	Title   string  `json:"title,omitempty"`
	Reason  string  `json:"reason"`
	// Departure says why the jury departs from the order; empty where it follows it.
	Departure string `json:"departure,omitempty"`
}

// Canonical returns the result's canonical JSON and its SHA-256 in hex: the
// same result gives the same bytes.
func (r Result) Canonical() (doc, sum string, err error) {
	b, err := json.Marshal(r)
	if err != nil {
		return "", "", err
	}
	hash := sha256.Sum256(b)
	return string(b), hex.EncodeToString(hash[:]), nil
}

// Result reads what was sealed: the one way to the winners before results are
// open. A Refusal of ErrEnveloped while the envelope is closed; an error when the
// bytes do not have the sum that was signed.
func (s Seal) Result() (Result, error) {
	var r Result
	if s.Closed() {
		return r, Refuse(ErrEnveloped, "envelope.refused.closed")
	}
	hash := sha256.Sum256([]byte(s.Doc))
	if hex.EncodeToString(hash[:]) != s.SHA256 {
		return r, fmt.Errorf("seal of %s: the bytes differ from what was signed", s.Category)
	}
	err := json.Unmarshal([]byte(s.Doc), &r)
	return r, err
}

// Finalists returns the first n entries of the order, ties at the border
// included.
func (r Result) Finalists(n int) []ID {
	var in []ID
	for _, s := range r.Standings {
		if s.Rank > 0 && (s.Rank <= n) {
			in = append(in, s.Entry)
		}
	}
	return in
}

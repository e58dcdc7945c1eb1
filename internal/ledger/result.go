package ledger

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
)

// Result is one category's result as everybody may read it once it is opened.
// It says who won and by which method, and holds of the scores no more than the
// root of the tree over the evidence.
type Result struct {
	Year     int    `json:"year"`
	Category string `json:"category"`
	Name     string `json:"name"` // of the category, as on the day of sealing
	Round    int    `json:"round"`
	Method   Method `json:"method"`
	Prizes   []Won  `json:"prizes"`  // the highest first
	Entries  int    `json:"entries"` // that were judged, rankable or not
	Sheets   int    `json:"sheets"`  // that count
	// Evidence is the tree over the salted pieces of evidence.
	Evidence Head `json:"evidence"`
	// Inputs is the salted hash of everything that the score engine was given.
	Inputs Hash `json:"inputs"`
}

// Method is how the order was made from the scoresheets.
type Method struct {
	Official string      `json:"official"` // raw or adjusted
	Least    int         `json:"least"`    // counted sheets that an entry needs to be ranked
	Min      float64     `json:"min"`
	Max      float64     `json:"max"`
	Criteria []Criterion `json:"criteria"`
	TieRule  []string    `json:"tie_rule"`
}

// Criterion is one thing that was scored, with its weight relative to the others.
type Criterion struct {
	Key    string  `json:"key"`
	Weight float64 `json:"weight"`
}

// Won is one place of a prize. Entry is empty when it was withheld.
type Won struct {
	Prize   string `json:"prize"`
	Name    string `json:"name"`
	Rank    int    `json:"rank"`
	Outcome string `json:"outcome"`
	Entry   string `json:"entry,omitempty"` // its reference
	City    string `json:"city,omitempty"`
	Title   string `json:"title,omitempty"`
}

// Kinds of evidence.
const (
	SheetKind    = "sheet"
	StandingKind = "standing"
	VoteKind     = "vote"
	DecisionKind = "decision"
)

// Evidence is one piece of what a result was made of. Judges stand in it under
// letters.
type Evidence struct {
	Kind  string `json:"kind"`
	Entry string `json:"entry"`
	// Of a sheet: one that counts. Correction is what the official score adds to
	// its weighted total, 0 where that is raw.
	Judge      string             `json:"judge,omitempty"`
	Scores     map[string]float64 `json:"scores,omitempty"`
	Correction float64            `json:"correction,omitempty"`
	// Of a standing. Rank 0 = not rankable.
	Rank     int     `json:"rank,omitempty"`
	Mean     float64 `json:"mean,omitempty"`
	Official float64 `json:"official,omitempty"`
	Settled  string  `json:"settled,omitempty"` // the step of the tie rule that placed it
	// Of a vote.
	Votes int `json:"votes,omitempty"`
	// Of a decision.
	Prize     string `json:"prize,omitempty"`
	Reason    string `json:"reason,omitempty"`
	Departure string `json:"departure,omitempty"` // why it departs from the order
}

// Piece is one piece of evidence as text with its salt: what an auditor or its
// judge is shown.
type Piece struct {
	Salt Secret `json:"salt"`
	Text string `json:"text"`
}

// Leaf is the piece's leaf in the tree of evidence.
func (p Piece) Leaf() Hash { return LeafOf(p.Salt.String(), p.Text) }

// Read reads the piece, refusing any spelling but its own.
func (p Piece) Read() (e Evidence, err error) { return e, strict([]byte(p.Text), &e) }

// Pieces salts evidence. Each salt is drawn from the secret and the place, so
// that the same evidence and secret give the same pieces, and one salt tells
// nothing of another.
func Pieces(secret Secret, all []Evidence) ([]Piece, error) {
	out := make([]Piece, len(all))
	for i, e := range all {
		text, err := json.Marshal(e)
		if err != nil {
			return nil, fmt.Errorf("evidence %d: %w", i, err)
		}
		out[i] = Piece{Salt: derive(secret, uint64(i)), Text: string(text)} //nolint:gosec // an index
	}
	return out, nil
}

func derive(secret Secret, n uint64) Secret {
	mac := hmac.New(sha256.New, secret[:])
	var place [8]byte
	binary.BigEndian.PutUint64(place[:], n)
	mac.Write(place[:])
	return Secret(mac.Sum(nil))
}

// Sum is the head of the tree over the pieces.
func Sum(pieces []Piece) Head { return evidenceLog(pieces).Head() }

func evidenceLog(pieces []Piece) *Log {
	l := &Log{}
	for _, p := range pieces {
		l.Append(p.Leaf())
	}
	return l
}

// Canonical is the result's one text.
func (r Result) Canonical() (string, error) {
	b, err := json.Marshal(r)
	return string(b), err
}

// ReadResult reads a canonical text, refusing any other spelling.
func ReadResult(text string) (r Result, err error) { return r, strict([]byte(text), &r) }

// Sealed is everything of one category that is locked away until it is opened.
type Sealed struct {
	Nonce  Secret  `json:"nonce"`
	Doc    string  `json:"doc"` // canonical Result
	Pieces []Piece `json:"pieces"`
}

// Seal makes the sealed form of a result and the commitment to it. The evidence's
// sum is filled in; salts come from the secret, which must not be the nonce: the
// nonce is published with the result.
func Seal(r Result, evidence []Evidence, nonce, secret Secret) (Sealed, Hash, error) {
	s := Sealed{Nonce: nonce}
	var err error
	if s.Pieces, err = Pieces(secret, evidence); err != nil {
		return s, Hash{}, err
	}
	r.Evidence = Sum(s.Pieces)
	if s.Doc, err = r.Canonical(); err != nil {
		return s, Hash{}, err
	}
	return s, Commit(nonce, s.Doc), nil
}

// Receipt shows a judge that one own sheet was counted in a result: the piece,
// its place and the path to the root that the result names.
type Receipt struct {
	Place int64  `json:"place"`
	Piece Piece  `json:"piece"`
	Path  []Hash `json:"path"`
}

// Receipt is that of the piece at a place; ErrSize when there is none.
func (s Sealed) Receipt(place int64) (Receipt, error) {
	if place < 0 || place >= int64(len(s.Pieces)) {
		return Receipt{}, ErrSize
	}
	path, err := evidenceLog(s.Pieces).Prove(place, int64(len(s.Pieces)))
	return Receipt{place, s.Pieces[place], path}, err
}

// In reports whether the receipt's piece is among the evidence of a result.
func (r Receipt) In(doc Result) bool {
	return doc.Evidence.Holds(r.Piece.Leaf(), r.Place, r.Path)
}

package award

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"math"
	"slices"
)

// Letter is what a city is told of one entry when feedback is released: how it
// was received, its scores in a form that adds up on paper, where it is strong
// and where it could grow, and what judges wrote as far as the chair lets it out.
// No judge stands in it, neither by name nor by an order from which one could be
// told.
type Letter struct {
	Entry     ID     `json:"-"`
	Edition   ID     `json:"-"`
	Reference string `json:"reference"`
	Category  string `json:"category"`
	Band      Band   `json:"band"`
	Prize     string `json:"prize,omitempty"` // key of the prize that it won
	Round     int    `json:"round"`           // of the scores
	// Rank is the place among Of entries; 0 when it is not told or there is none.
	Rank     int                 `json:"rank,omitempty"`
	Of       int                 `json:"of"`
	Score    Explanation         `json:"score"`
	Criteria []ExplainedCriteria `json:"criteria"`
	Comments []string            `json:"comments,omitempty"`
	At       Time                `json:"-"`
	By       ID                  `json:"-"`
}

// Band says in one word how an entry was received.
type Band string

// The bands, the highest first. The last three are the thirds of the order.
const (
	BandWinner   Band = "winner"
	BandFinalist Band = "finalist"
	BandUpper    Band = "upper"
	BandMiddle   Band = "middle"
	BandLower    Band = "lower"
	BandUnplaced Band = "unplaced" // too few scoresheets
)

// BandOf is the band of an entry that won nothing: by its place among so many
// placed ones.
func BandOf(rank, of int, finalist bool) Band {
	switch {
	case rank == 0:
		return BandUnplaced
	case finalist:
		return BandFinalist
	case 3*rank <= of+2:
		return BandUpper
	case 3*rank <= 2*of+2:
		return BandMiddle
	}
	return BandLower
}

// Explanation says how the official score of an entry comes about, so that its
// city can check it with a calculator: the mean of the totals is Raw, the mean
// of totals and corrections is Official.
type Explanation struct {
	Scores   []ExplainedScore `json:"scores"` // the highest total first
	Raw      float64          `json:"raw"`
	Official float64          `json:"official"`
	// Margin is the doubt about Official; 0 when none is stated.
	Margin float64 `json:"margin,omitempty"`
}

// ExplainedScore is one judge's weighted total and what is added to it because
// that judge is stricter or milder than others on the same entries.
type ExplainedScore struct {
	Total      float64 `json:"total"`
	Correction float64 `json:"correction,omitempty"`
}

// Explain makes an explanation of totals and their corrections. They are rounded
// to four decimals first, which whole percents of a scale in quarters have, so that
// what is shown is what adds up.
func Explain(scores []ExplainedScore, margin float64) Explanation {
	x := Explanation{Scores: slices.Clone(scores), Margin: margin}
	for i, s := range x.Scores {
		x.Scores[i] = ExplainedScore{Total: rounded(s.Total), Correction: rounded(s.Correction)}
		x.Raw += x.Scores[i].Total
		x.Official += x.Scores[i].Total + x.Scores[i].Correction
	}
	slices.SortFunc(x.Scores, func(a, b ExplainedScore) int {
		return cmp.Or(cmp.Compare(b.Total, a.Total), cmp.Compare(b.Correction, a.Correction))
	})
	if n := float64(len(x.Scores)); n > 0 {
		x.Raw, x.Official = rounded(x.Raw/n), rounded(x.Official/n)
	}
	return x
}

func rounded(x float64) float64 { return math.Round(x*10_000) / 10_000 }

// Decimals is how many decimals every total has as it is shown: three, or four where
// one needs them.
func (x Explanation) Decimals() int {
	for _, s := range x.Scores {
		if thousands := s.Total * 1000; math.Abs(thousands-math.Round(thousands)) > 1e-6 {
			return 4
		}
	}
	return 3
}

// Corrected reports whether any score was corrected.
func (x Explanation) Corrected() bool {
	return slices.ContainsFunc(x.Scores, func(s ExplainedScore) bool { return s.Correction != 0 })
}

// The words for a criterion.
const (
	Strength = "strength"
	Solid    = "solid"
	Gap      = "gap"
)

// ExplainedCriteria is how an entry did on one criterion.
type ExplainedCriteria struct {
	Key  string  `json:"key"`
	Mean float64 `json:"mean"`
	Word string  `json:"word"` // Strength, Solid or Gap
}

// ExplainCriteria puts the mean of each criterion into a word: a strength from
// three quarters of the scale, a gap below the middle.
func (e *Edition) ExplainCriteria(means map[string]float64) []ExplainedCriteria {
	var all []ExplainedCriteria
	for _, c := range e.Criteria {
		mean, there := means[c.Key]
		if !there {
			continue
		}
		word := Solid
		switch place := e.Scale.Percent(mean); {
		case place >= 75:
			word = Strength
		case place < 50:
			word = Gap
		}
		all = append(all, ExplainedCriteria{Key: c.Key, Mean: rounded(mean), Word: word})
	}
	return all
}

// Near returns the anchor nearest to a score, the lower one of two, and the next
// one above it; false where there is none.
func (c Criterion) Near(score float64) (at Anchor, next Anchor, more bool) {
	for i, a := range c.Anchors {
		if i == 0 || math.Abs(a.Score-score) < math.Abs(at.Score-score) {
			at = a
			if more = i+1 < len(c.Anchors); more {
				next = c.Anchors[i+1]
			}
		}
	}
	return at, next, more
}

// Shuffled orders texts by a hash with a salt, which tells nothing of who wrote
// them or when.
func Shuffled(salt ID, texts []string) []string {
	key := func(s string) string {
		sum := sha256.Sum256([]byte(string(salt) + "\n" + s))
		return hex.EncodeToString(sum[:])
	}
	mixed := slices.Clone(texts)
	slices.SortFunc(mixed, func(a, b string) int { return cmp.Compare(key(a), key(b)) })
	return mixed
}

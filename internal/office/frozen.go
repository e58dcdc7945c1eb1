package office

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/score"
)

// Frozen is everything that a category's sealed result depends on: what the
// engine is given, judges under letters, and what the jury decided. It is stored
// with the seal; its result is a pure function of it.
type Frozen struct {
	Nonce      string              `json:"nonce"`
	Year       int                 `json:"year"`
	Category   string              `json:"category"`
	Name       string              `json:"name"`
	Round      int                 `json:"round"`
	Input      score.Input         `json:"input"`
	References map[award.ID]string `json:"references"`
	Prizes     []award.PrizeWon    `json:"prizes"`
	Criteria   []award.Criterion   `json:"criteria"`
	Scale      award.Scale         `json:"scale"`
}

// Canonical is the frozen inputs' canonical JSON and its SHA-256 in hex.
func (f Frozen) Canonical() (doc, sum string, err error) {
	f.Input.Sheets = slices.Clone(f.Input.Sheets)
	slices.SortFunc(f.Input.Sheets, func(a, b score.Sheet) int {
		return strings.Compare(a.Entry+" "+a.Judge, b.Entry+" "+b.Judge)
	})
	b, err := json.Marshal(f)
	if err != nil {
		return "", "", err
	}
	hash := sha256.Sum256(b)
	return string(b), hex.EncodeToString(hash[:]), nil
}

// Result computes the result that is sealed.
func (f Frozen) Result() (award.Result, error) {
	_, sum, err := f.Canonical()
	if err != nil {
		return award.Result{}, err
	}
	doc := award.Result{
		Nonce: f.Nonce, Year: f.Year, Category: f.Category, Name: f.Name, Round: f.Round, Criteria: f.Criteria, Scale: f.Scale,
		Standings: []award.Standing{}, Prizes: f.Prizes, Method: string(score.Raw), Inputs: sum,
		Least: max(1, f.Input.Policy.MinSheets), TieRule: f.Input.Policy.TieRule, Votes: f.votes(),
	}
	order, err := score.Order(f.Input)
	if errors.Is(err, score.ErrEmpty) {
		return doc, nil
	}
	doc.Method = string(order.Method)
	for _, s := range order.Standings {
		doc.Standings = append(doc.Standings, f.standing(s))
	}
	return doc, err
}

// votes are those on ties, by reference.
func (f Frozen) votes() map[string]int {
	votes := map[string]int{}
	for _, v := range f.Input.Votes {
		votes[f.References[award.ID(v.Entry)]] = v.Count
	}
	return votes
}

func (f Frozen) standing(s score.Standing) award.Standing {
	out := award.Standing{
		Entry: award.ID(s.Entry), Reference: f.References[award.ID(s.Entry)], Rank: s.Rank, Mean: s.Mean, Official: s.Official,
		Sheets: []award.CountedSheet{},
	}
	if s.Tie != nil {
		out.Settled = s.Tie.SettledBy
	}
	for _, t := range s.Sheets {
		if !t.Counted {
			continue
		}
		i := slices.IndexFunc(f.Input.Sheets, func(o score.Sheet) bool {
			return o.Judge == t.Judge && o.Entry == s.Entry && o.State == score.Sent
		})
		out.Sheets = append(out.Sheets, award.CountedSheet{Judge: t.Judge, Total: t.Total, Correction: t.Correction, Scores: f.Input.Sheets[i].Values})
	}
	return out
}

// Seal is the result and the frozen inputs as they are stored, still unsigned.
func (f Frozen) Seal() (award.Seal, error) {
	result, err := f.Result()
	if err != nil {
		return award.Seal{}, err
	}
	s := award.Seal{Category: f.Category}
	if s.Doc, s.SHA256, err = result.Canonical(); err != nil {
		return award.Seal{}, err
	}
	if s.Inputs, _, err = f.Canonical(); err != nil {
		return award.Seal{}, err
	}
	_, commitment, err := committed(result)
	s.Commitment = commitment.String()
	return s, err
}

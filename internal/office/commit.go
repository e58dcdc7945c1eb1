package office

import (
	"cmp"
	"slices"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/ledger"
)

// committed is a sealed result in the form that outsiders verify: the short text
// that everybody may read once it is opened, the salted evidence, and the
// commitment to the text. Nonce and salts follow from the result's own nonce, so
// the same result gives the same bytes.
func committed(r award.Result) (ledger.Sealed, ledger.Hash, error) {
	doc := ledger.Result{
		Year: r.Year, Category: r.Category, Name: r.Name, Round: r.Round, Entries: len(r.Standings), Prizes: []ledger.Won{},
		Method: ledger.Method{Official: r.Method, Least: r.Least, Min: r.Scale.Min, Max: r.Scale.Max, Criteria: []ledger.Criterion{}, TieRule: []string{}},
	}
	for _, c := range r.Criteria {
		doc.Method.Criteria = append(doc.Method.Criteria, ledger.Criterion{Key: c.Key, Weight: float64(c.Weight)})
	}
	doc.Method.TieRule = append(doc.Method.TieRule, r.TieRule...)
	for _, s := range r.Standings {
		doc.Sheets += len(s.Sheets)
	}
	references := map[award.ID]string{}
	for _, s := range r.Standings {
		references[s.Entry] = s.Reference
	}
	for _, w := range r.Prizes {
		doc.Prizes = append(doc.Prizes, ledger.Won{
			Prize: w.Prize, Name: w.Name, Rank: w.Rank, Outcome: string(w.Outcome), Entry: references[w.Entry], City: w.City, Title: w.Title,
		})
	}
	slices.SortStableFunc(doc.Prizes, func(a, b ledger.Won) int { return a.Rank - b.Rank })
	var err error
	if doc.Inputs, err = ledger.ParseHash(r.Inputs); err != nil {
		return ledger.Sealed{}, ledger.Hash{}, err
	}
	return ledger.Seal(doc, evidence(r, references), ledger.LeafOf(r.Nonce, "nonce"), ledger.LeafOf(r.Nonce, "evidence"))
}

// evidence is what a result was made of, piece by piece: sheets, standings, votes
// on ties, decisions.
func evidence(r award.Result, references map[award.ID]string) []ledger.Evidence {
	var sheets, standings, votes, decisions []ledger.Evidence
	for _, s := range r.Standings {
		for _, c := range s.Sheets {
			sheets = append(sheets, ledger.Evidence{
				Kind: ledger.SheetKind, Entry: s.Reference, Judge: c.Judge, Scores: c.Scores, Correction: c.Correction,
			})
		}
		standings = append(standings, ledger.Evidence{
			Kind: ledger.StandingKind, Entry: s.Reference, Rank: s.Rank, Mean: s.Mean, Official: s.Official, Settled: s.Settled,
		})
		if n, there := r.Votes[s.Reference]; there {
			votes = append(votes, ledger.Evidence{Kind: ledger.VoteKind, Entry: s.Reference, Votes: n})
		}
	}
	for _, w := range r.Prizes {
		decisions = append(decisions, ledger.Evidence{
			Kind: ledger.DecisionKind, Entry: references[w.Entry], Prize: w.Prize, Reason: w.Reason, Departure: w.Departure,
		})
	}
	byEntry := func(a, b ledger.Evidence) int {
		return cmp.Or(cmp.Compare(a.Entry, b.Entry), cmp.Compare(a.Judge, b.Judge))
	}
	for _, list := range [][]ledger.Evidence{sheets, standings, votes} {
		slices.SortFunc(list, byEntry)
	}
	return slices.Concat(sheets, standings, votes, decisions)
}

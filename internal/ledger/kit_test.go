package ledger_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"we-gov.org/awards/internal/ledger"
	"we-gov.org/awards/internal/score"
)

// world is a platform's log with results that were sealed and opened in it.
type world struct {
	t               testing.TB
	private, public string
	log             *ledger.Log
	bundle          ledger.Bundle
	now             time.Time
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{t: t, log: &ledger.Log{}, now: time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)}
	var err error
	w.private, w.public, err = ledger.NewKey("awards.example")
	must(t, err)
	return w
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// do records a deed; shown ones are opened in the bundle.
func (w *world) do(deed string, detail any, shown bool) {
	w.t.Helper()
	w.now = w.now.Add(time.Minute)
	text, err := json.Marshal(detail)
	must(w.t, err)
	e, err := ledger.Event{At: w.now, Actor: "somebody", Deed: deed, Kind: "thing", Subject: "x", Edition: "e", Detail: string(text)}.Text()
	must(w.t, err)
	salt := fmt.Sprintf("SALT%022d", w.log.Size())
	leaf := ledger.LeafOf(salt, e)
	if shown {
		w.bundle.Openings = append(w.bundle.Openings, ledger.Opening{Leaf: w.log.Size(), Salt: salt, Event: e})
	}
	w.log.Append(leaf)
	w.bundle.Leaves = append(w.bundle.Leaves, leaf)
}

func (w *world) chatter(n int) {
	for range n {
		w.do("entry.edit", map[string]any{"n": n}, false)
	}
}

func (w *world) checkpoint(why string) string {
	w.t.Helper()
	signed, err := ledger.Checkpoint{Head: w.log.Head(), At: w.now, Why: why}.Sign(w.private)
	must(w.t, err)
	w.bundle.Checkpoints = append(w.bundle.Checkpoints, signed)
	return signed
}

type detail struct {
	Year       int    `json:"year"`
	Category   string `json:"category"`
	Act        string `json:"act,omitempty"`
	Commitment string `json:"commitment"`
}

func (w *world) seal(r ledger.Result, evidence []ledger.Evidence) (ledger.Sealed, ledger.Hash) {
	w.t.Helper()
	s, commitment, err := ledger.Seal(r, evidence, secretOf(r.Category+"nonce"), secretOf(r.Category+"secret"))
	must(w.t, err)
	w.do(ledger.DeedSeal, detail{r.Year, r.Category, "first", commitment.String()}, true)
	w.do(ledger.DeedSeal, detail{r.Year, r.Category, "second", commitment.String()}, true)
	return s, commitment
}

func (w *world) open(r ledger.Result, s ledger.Sealed, commitment ledger.Hash, pieces bool) {
	w.do(ledger.DeedOpen, detail{r.Year, r.Category, "", commitment.String()}, true)
	o := ledger.Opened{Nonce: s.Nonce, Doc: s.Doc}
	if pieces {
		o.Pieces = s.Pieces
	}
	w.bundle.Results = append(w.bundle.Results, o)
}

func (w *world) encode() []byte {
	w.t.Helper()
	b, err := w.bundle.Encode()
	must(w.t, err)
	return b
}

func secretOf(s string) ledger.Secret { return ledger.LeafOf("secret", s) }

// ceremony is a world in which results of two categories were sealed, covered by
// a checkpoint, opened and certified.
func ceremony(t testing.TB, pieces bool) *world {
	w := newWorld(t)
	w.chatter(5)
	w.checkpoint("hourly")
	var all []func()
	for i, category := range []string{"e-government", "mobility"} {
		r, evidence := judged(rand.New(rand.NewPCG(7, uint64(i))), category, i == 1) //nolint:gosec // a small index
		s, commitment := w.seal(r, evidence)
		all = append(all, func() {
			w.open(r, s, commitment, pieces)
			c, err := ledger.Certificate{
				Code: "K7QX-" + category, Year: r.Year, Category: category, Prize: r.Prizes[0].Prize, Entry: r.Prizes[0].Entry,
				City: r.Prizes[0].City, Title: r.Prizes[0].Title,
			}.Sign(w.private)
			must(t, err)
			w.bundle.Certificates = append(w.bundle.Certificates, c)
		})
	}
	w.checkpoint("sealed")
	w.chatter(3)
	for _, open := range all {
		open()
	}
	w.checkpoint("opened")
	return w
}

// judged is a random category with the result that the score engine makes of it.
func judged(r *rand.Rand, category string, adjusted bool) (ledger.Result, []ledger.Evidence) {
	in := score.Input{
		Scale:    score.Scale{Min: 0, Max: 10, Step: 1},
		Criteria: []score.Criterion{{Key: "impact", Weight: 40}, {Key: "reach", Weight: 35.5}, {Key: "openness", Weight: 24.5}},
		Policy: score.Policy{
			Method: score.Raw, MinSheets: 2, Seed: 1,
			TieRule: []string{"impact", score.FirstPlaces, score.ByVote, score.Shared},
		},
	}
	if adjusted {
		in.Policy.Method = score.Adjusted
	}
	entries, judges, high := 2+r.IntN(9), 2+r.IntN(5), 2+r.IntN(9)
	for e := range entries {
		in.Entries = append(in.Entries, fmt.Sprintf("2026-%02d", e))
		for j := range judges {
			if r.IntN(3) > 0 {
				values := map[string]float64{}
				for _, c := range in.Criteria {
					values[c.Key] = float64(r.IntN(high))
				}
				in.Sheets = append(in.Sheets, score.Sheet{Judge: string(rune('A' + j)), Entry: in.Entries[e], Values: values, State: score.Sent})
			}
		}
	}
	if r.IntN(2) == 0 {
		for _, e := range in.Entries {
			in.Votes = append(in.Votes, score.Vote{Entry: e, Count: r.IntN(3)})
		}
	}
	if r.IntN(3) == 0 {
		in.Policy.TieRule = in.Policy.TieRule[:2]
	}
	order, err := score.Order(in)
	if err != nil {
		panic(err)
	}
	return described(category, in, order)
}

// described writes an order of the score engine as a result and its evidence.
func described(category string, in score.Input, order score.Result) (ledger.Result, []ledger.Evidence) {
	out := ledger.Result{
		Year: 2026, Category: category, Name: "Category " + category, Round: 1, Entries: len(in.Entries),
		Method: ledger.Method{Official: string(in.Policy.Method), Least: in.Policy.MinSheets, Min: in.Scale.Min, Max: in.Scale.Max, TieRule: in.Policy.TieRule},
		Prizes: []ledger.Won{},
	}
	for _, c := range in.Criteria {
		out.Method.Criteria = append(out.Method.Criteria, ledger.Criterion{Key: c.Key, Weight: c.Weight})
	}
	var sheets, rest []ledger.Evidence
	for _, s := range order.Standings {
		standing := ledger.Evidence{Kind: ledger.StandingKind, Entry: s.Entry, Rank: s.Rank, Mean: s.Mean, Official: s.Official}
		if s.Tie != nil {
			standing.Settled = s.Tie.SettledBy
		}
		rest = append(rest, standing)
		for _, t := range s.Sheets {
			i := slices.IndexFunc(in.Sheets, func(o score.Sheet) bool { return o.Judge == t.Judge && o.Entry == s.Entry })
			sheets = append(sheets, ledger.Evidence{
				Kind: ledger.SheetKind, Entry: s.Entry, Judge: t.Judge, Scores: in.Sheets[i].Values, Correction: t.Correction,
			})
		}
	}
	for _, v := range in.Votes {
		rest = append(rest, ledger.Evidence{Kind: ledger.VoteKind, Entry: v.Entry, Votes: v.Count})
	}
	out.Sheets = len(sheets)
	return award(out, order), append(sheets, append(rest, decisions(order)...)...)
}

// award gives the first prize to the first of the order and withholds the second.
func award(r ledger.Result, order score.Result) ledger.Result {
	first := order.Standings[0]
	r.Prizes = append(r.Prizes,
		ledger.Won{Prize: "grand", Name: "Grand prize", Rank: 1, Outcome: "given", Entry: first.Entry, City: "Marvale", Title: "Roads for <all> & sundry"},
		ledger.Won{Prize: "merit", Name: "Merit", Rank: 2, Outcome: "withheld"})
	return r
}

func decisions(order score.Result) []ledger.Evidence {
	d := ledger.Evidence{Kind: ledger.DecisionKind, Entry: order.Standings[0].Entry, Prize: "grand", Reason: "by the order"}
	if order.Standings[0].Rank == 0 {
		d.Departure = "nobody could be ranked"
	}
	return []ledger.Evidence{d, {Kind: ledger.DecisionKind, Prize: "merit", Reason: "nobody was good enough"}}
}

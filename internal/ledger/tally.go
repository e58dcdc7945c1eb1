package ledger

import (
	"cmp"
	"math/big"
	"slices"
	"strconv"
)

// tallied reads the pieces of a result, holds them against the sum that it
// names, and computes the result again from its scoresheets.
//
// Why here and not by the score engine: the verifier must not trust what it
// verifies. This is a second reading of the rule in plain fractions.
func tallied(r Result, pieces []Piece) *Fault {
	if Sum(pieces) != r.Evidence {
		return &Fault{Kind: BadEvidence, Want: r.Evidence.Root.String(), Have: Sum(pieces).Root.String()}
	}
	t := &tally{Result: r, entries: map[string]*entry{}, judges: map[string]*judge{}, departures: map[string]bool{}}
	for i, p := range pieces {
		e, err := p.Read()
		if err != nil {
			return &Fault{Kind: BadPiece, Leaf: int64(i)}
		}
		if f := t.take(e); f != nil {
			return f
		}
	}
	for _, step := range []func() *Fault{t.count, t.compute, t.corrections, t.ranks, t.prizes} {
		if f := step(); f != nil {
			return f
		}
	}
	return nil
}

// CheckSealed computes a sealed result again from its own scoresheets, as Verify
// does with one that is open; nil when all holds.
func CheckSealed(s Sealed) *Fault {
	r, err := ReadResult(s.Doc)
	if err != nil {
		return &Fault{Kind: BadResult}
	}
	f := tallied(r, s.Pieces)
	if f != nil {
		f.Year, f.Category = r.Year, r.Category
	}
	return f
}

// tally is the evidence of one result, sorted.
type tally struct {
	Result
	entries    map[string]*entry
	judges     map[string]*judge
	standings  int
	sheets     int
	departures map[string]bool // prize and entry -> says why it departs
	order      []*entry        // ranked, by official score
}

type entry struct {
	reference string
	standing  *Evidence
	sheets    []Evidence
	sum       big.Rat // of weighted totals
	amended   big.Rat // of weighted totals and corrections
	official  int64   // hundredths
	first     int     // judges who put it first
	votes     int     // -1 = none recorded
	rank      int
	settled   string
}

type judge struct {
	letter     string
	correction float64
	best       *big.Rat
	read       int
	first      []*entry
}

func (t *tally) entry(reference string) *entry {
	e := t.entries[reference]
	if e == nil {
		e = &entry{reference: reference, votes: -1}
		t.entries[reference] = e
	}
	return e
}

// take sorts one piece in.
func (t *tally) take(e Evidence) *Fault {
	at := t.entry(e.Entry)
	switch e.Kind {
	case SheetKind:
		return t.sheet(at, e)
	case StandingKind:
		if at.standing != nil {
			return &Fault{Kind: BadCount, Entry: e.Entry}
		}
		at.standing = &e
		t.standings++
	case VoteKind:
		at.votes = e.Votes
	case DecisionKind:
		if e.Entry == "" { // withheld
			delete(t.entries, "")
		} else if e.Departure != "" {
			t.departures[e.Prize+"/"+e.Entry] = true
		}
	default:
		return &Fault{Kind: BadPiece, Entry: e.Entry, Have: brief(e.Kind)}
	}
	return nil
}

func (t *tally) sheet(at *entry, e Evidence) *Fault {
	where := Fault{Kind: BadScore, Entry: e.Entry, Judge: e.Judge}
	if e.Judge == "" || slices.ContainsFunc(at.sheets, func(s Evidence) bool { return s.Judge == e.Judge }) {
		return &where
	}
	total, weight := new(big.Rat), new(big.Rat)
	for _, c := range t.Method.Criteria {
		score, there := e.Scores[c.Key]
		if !there || score < t.Method.Min || score > t.Method.Max {
			where.Have = c.Key
			return &where
		}
		weight.Add(weight, exact(c.Weight))
		total.Add(total, new(big.Rat).Mul(exact(score), exact(c.Weight)))
	}
	if len(e.Scores) != len(t.Method.Criteria) || weight.Sign() <= 0 {
		return &where
	}
	total.Quo(total, weight)
	j := t.judges[e.Judge]
	if j == nil {
		j = &judge{letter: e.Judge, correction: e.Correction}
		t.judges[e.Judge] = j
	}
	if j.correction != e.Correction || e.Correction != 0 && t.Method.Official != "adjusted" {
		return &Fault{Kind: BadCorrection, Entry: e.Entry, Judge: e.Judge}
	}
	j.note(at, total)
	t.sheets++
	at.sheets = append(at.sheets, e)
	at.sum.Add(&at.sum, total)
	at.amended.Add(&at.amended, new(big.Rat).Add(total, exact(e.Correction)))
	return nil
}

// note keeps which entries a judge put first. Weighted sums and weighted means
// rank alike, as the weights are those of all.
func (j *judge) note(e *entry, total *big.Rat) {
	j.read++
	if j.best == nil || total.Cmp(j.best) > 0 {
		j.best, j.first = total, nil
	}
	if total.Cmp(j.best) == 0 {
		j.first = append(j.first, e)
	}
}

// exact is the decimal that a person reads when x is written shortest.
func exact(x float64) *big.Rat {
	r, _ := new(big.Rat).SetString(strconv.FormatFloat(x, 'f', -1, 64))
	return r
}

func (t *tally) count() *Fault {
	if t.sheets != t.Sheets {
		return &Fault{Kind: BadCount, Want: strconv.Itoa(t.Sheets), Have: strconv.Itoa(t.sheets)}
	}
	if t.standings != t.Entries || len(t.entries) != t.Entries {
		return &Fault{Kind: BadCount, Want: strconv.Itoa(t.Entries), Have: strconv.Itoa(len(t.entries))}
	}
	for _, j := range t.judges {
		if j.read > 1 { // who read one has compared nothing
			for _, e := range j.first {
				e.first++
			}
		}
	}
	return nil
}

// compute finds mean and official score of every entry, as two decimals show them.
func (t *tally) compute() *Fault {
	for _, e := range t.byReference() {
		if len(e.sheets) == 0 {
			if e.standing.Rank != 0 || e.standing.Official != 0 || e.standing.Mean != 0 {
				return &Fault{Kind: BadMean, Entry: e.reference}
			}
			continue
		}
		n := int64(len(e.sheets))
		mean := hundredths(&e.sum, n)
		e.official = hundredths(&e.amended, n)
		if have := hundredths(exact(e.standing.Mean), 1); have != mean {
			return &Fault{Kind: BadMean, Entry: e.reference, Want: decimal(mean), Have: decimal(have)}
		}
		if have := hundredths(exact(e.standing.Official), 1); have != e.official {
			return &Fault{Kind: BadOfficial, Entry: e.reference, Want: decimal(e.official), Have: decimal(have)}
		}
		if len(e.sheets) >= t.Method.Least {
			t.order = append(t.order, e)
		}
	}
	return nil
}

func (t *tally) byReference() []*entry {
	var all []*entry
	for _, e := range t.entries {
		all = append(all, e)
	}
	slices.SortFunc(all, func(a, b *entry) int { return cmp.Compare(a.reference, b.reference) })
	return all
}

// hundredths is sum/n in hundredths, half of one rounded up.
func hundredths(sum *big.Rat, n int64) int64 {
	x := new(big.Rat).Mul(sum, big.NewRat(200, n))
	x.Add(x, big.NewRat(1, 1))
	return floor(x.Quo(x, big.NewRat(2, 1)))
}

func floor(x *big.Rat) int64 {
	return new(big.Int).Div(x.Num(), x.Denom()).Int64() // Div floors, as Denom > 0
}

func decimal(hundredths int64) string {
	return strconv.FormatFloat(float64(hundredths)/100, 'f', 2, 64)
}

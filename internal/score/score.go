// Package score turns scoresheets into an order of entries and says how sure it
// is: weighted totals, the official score by the policy, its doubt, what the chair
// should look at, and ties settled in the open by the edition's rule. It is pure,
// and the same rows in any order, with the same seed, give the same bits on the
// same kind of processor.
//
// Order gives the standings, Assess their doubt too, Signals and Readings what to
// look at and what to read, Examine all of these at once, WhatIf an order that is not
// official, and Standing.Explain what a city needs to repeat its score.
//
// The adjusted score. Weighted totals y of entry e by judge j are taken as
//
//	y_ej = μ_e + s_j + ε_ej,  s_j ~ N(0, σ_s²),  ε_ej ~ N(0, σ²)
//
// with entries fixed and judges random (a mixed model: Henderson 1975; Robinson,
// Statistical Science 6, 1991). With G = N - ZᵀPZ, where N counts the sheets of
// each judge and P projects on entries, and λ = σ²/σ_s², the severities are
// ŝ = (G+λI)⁻¹h, h_j = Σ(y_ej - ȳ_e), and the score is the plain mean of
// y_ej - ŝ_j. λ is found by restricted maximum likelihood (Patterson and Thompson
// 1971) in one dimension. Standard errors are σ²/k_e + a_eᵀVa_e, V = σ²(G+λI)⁻¹.
//
// Why: in simulated editions a z-score per judge, which parts of the market use,
// found the true winner less often than the plain mean when judges were equally
// strict, and a trimmed mean of three sheets did worst of all. This score costs
// nothing there, as λ then goes to infinity and it is the plain mean; and where
// judges differ as much as entries it gains 0.07 of Kendall's τ. Entries are
// fixed, because a city must not lose by the illness of a judge. It is used only
// where shared judges link all entries that are ranked and sheets are enough;
// elsewhere the raw mean stands, and the component says why.
//
// Two decimals are what people see, so two decimals are what is compared, of
// scores as of corrections: no hidden digit decides a prize, and corrections add
// up on paper. Values and weights are decimals of at most four places, held as
// integers, so sums are exact and a city can repeat them with a calculator.
// Missing is missing: a sheet that lacks a criterion is left out and reported,
// never counted as zero.
//
// Probabilities and rank intervals are about the truth, so they are drawn from the
// model in which entries are random too. Drawn with entries fixed, as the errors
// are, they promised too much: a chance of being first of 69 % came true in 65 %
// of cases, against 69 % now. The margin of a score is by Student's t: with the
// normal distribution, 90 % intervals of 12 entries with 3 sheets each by 9 judges
// held the truth in 87.6 %, since 16 degrees of freedom tell a variance badly.
//
// The model knows no end of the scale. Where the best reach it, what they are
// better by is cut off, and the chance of being first is told too modestly: with
// 60 entries, 20 judges and 3 sheets each, at a mean of 5 and a standard deviation
// of 2.2 on a scale to 10, a chance told as 48 % came true in 56 % and one of 67 %
// in 73 %; of 1,500 such editions without that end, told 48 % came true in 50 %
// and 69 % in 72 %. Whole points or four decimals made no difference. It errs on
// the side of doubt. Drawing what lies behind the end, as a censored normal is
// turned back, was tried: there 49 % came true in 49 % and 68 % in 70 %, but on a
// scale of 1 to 5 in whole points 48 % in 43 % and 68 % in 58 %, which promises too
// much; turned back less far, 65 % in 61 %. The error of a score told from entries of
// nearly the same score mended half. A scale that is used in its middle does better.
package score

// Criterion is one thing that is scored, with its weight relative to the others.
type Criterion struct {
	Key    string  `json:"key"`
	Weight float64 `json:"weight"`
}

// Scale is the edition's scale; Step 0 allows every value of up to four decimals.
type Scale struct {
	Min  float64 `json:"min"`
	Max  float64 `json:"max"`
	Step float64 `json:"step"`
}

// State is where a scoresheet stands; only a Sent one can count.
type State string

// The states of a scoresheet.
const (
	Draft   State = "draft"
	Sent    State = "sent"
	Recused State = "recused"
	Void    State = "void"
)

// Judge is what may be known of a judge. Free is how many more entries the judge
// may be given; Region is compared with that of entries and may be empty.
type Judge struct {
	ID     string `json:"id"`
	Free   int    `json:"free,omitempty"`
	Region string `json:"region,omitempty"`
}

// Pair names one judge and one entry.
type Pair struct {
	Judge string `json:"judge"`
	Entry string `json:"entry"`
}

// Sheet is one judge's scoresheet of one entry. A criterion absent from Values is missing.
type Sheet struct {
	Judge  string             `json:"judge"`
	Entry  string             `json:"entry"`
	Values map[string]float64 `json:"values"`
	State  State              `json:"state"`
}

// Vote is the recorded number of votes of the panel for a tied entry.
type Vote struct {
	Entry string `json:"entry"`
	Count int    `json:"count"`
}

// Steps of a tie rule that are not the key of a criterion.
const (
	FirstPlaces = "first_places" // more judges put it first among what they read
	ByVote      = "vote"         // more recorded votes; skipped unless all that are tied have a vote row
	Shared      = "shared"       // the place is shared and the rule ends
)

// Method is a way from sheets to an entry's score.
type Method string

// The methods. Raw and Adjusted may be official; the others only stand beside.
const (
	Raw      Method = "raw"      // mean of weighted totals
	Adjusted Method = "adjusted" // mean of weighted totals less each judge's shrunken severity
	Middle   Method = "median"   // median of weighted totals
	Shrunk   Method = "shrunk"   // as adjusted, and entries of few sheets drawn towards the mean
	ZScore   Method = "zscore"   // mean of totals standardised per judge; for comparison only
)

// Policy is what is fixed before the round opens. Method is Raw or Adjusted,
// empty standing for Raw. MinSheets under 1 stands for 1. TieRule holds keys of
// criteria and the steps above, tried in order. Prizes counts the places of each
// prize, the highest first; empty stands for one place. Draws under 1 stands for
// 10,000.
type Policy struct {
	Method    Method   `json:"method,omitempty"`
	MinSheets int      `json:"min_sheets"`
	TieRule   []string `json:"tie_rule"`
	Prizes    []int    `json:"prizes,omitempty"`
	Seed      uint64   `json:"seed,omitempty"`
	Draws     int      `json:"draws,omitempty"`
}

// Input is one pool of entries that are ordered together. Entries may be empty,
// which means those that have a sheet. Judges, Regions (of entries, by id) and
// Bars may be left out; a sent sheet of a barred judge is a fault.
type Input struct {
	Entries  []string          `json:"entries,omitempty"`
	Criteria []Criterion       `json:"criteria"`
	Scale    Scale             `json:"scale"`
	Sheets   []Sheet           `json:"sheets"`
	Policy   Policy            `json:"policy"`
	Votes    []Vote            `json:"votes,omitempty"`
	Judges   []Judge           `json:"judges,omitempty"`
	Regions  map[string]string `json:"regions,omitempty"`
	Bars     []Pair            `json:"bars,omitempty"`
}

// Result is the order: rankable entries by rank and id, then the others by id.
// Disputes are entries whose prize depends on the method, for the chair to see.
type Result struct {
	Method     Method      `json:"method"` // that the policy asks for
	Seed       uint64      `json:"seed"`
	Standings  []Standing  `json:"standings"`
	Components []Component `json:"components"`
	Judges     []Severity  `json:"judges"` // by id, those with a counted sheet
	Disputes   []Dispute   `json:"disputes,omitempty"`
}

// Standing is where one entry stands. Official, Mean, Percent, Median and the
// criteria are rounded half up to two decimals, and Official is compared as
// shown; those of an entry without a counted sheet are 0 and mean nothing.
type Standing struct {
	Entry       string             `json:"entry"`
	Rank        int                `json:"rank,omitempty"` // 1 is best, equals share it; 0 = not rankable
	Official    float64            `json:"official"`       // by the component's method
	Adjusted    float64            `json:"adjusted"`       // beside it; equals Mean where nothing can be estimated
	Mean        float64            `json:"mean"`           // mean of weighted totals, on the scale
	Percent     float64            `json:"percent"`        // of the exact mean between the ends of the scale, 0 to 100
	Median      float64            `json:"median"`
	SD          float64            `json:"sd"`    // of weighted totals, divisor n-1; 0 with fewer than two sheets
	Range       float64            `json:"range"` // greatest less least weighted total
	Criteria    map[string]float64 `json:"criteria,omitempty"`
	FirstPlaces int                `json:"first_places"`
	Counted     int                `json:"counted"`
	Rankable    bool               `json:"rankable"`
	Missing     int                `json:"missing,omitempty"` // counted sheets that it lacks to be rankable
	Cure        *Cure              `json:"cure,omitempty"`    // of an entry that is not rankable
	Component   int                `json:"component"`         // index in Components; -1 without a counted sheet
	Tie         *Tie               `json:"tie,omitempty"`
	Ranks       map[Method]int     `json:"ranks,omitempty"` // under each method, before the tie rule
	Doubt       *Doubt             `json:"doubt,omitempty"` // filled by Assess where it can be told
	Sheets      []SheetTotal       `json:"sheets"`          // by judge
}

// Cure says what would make an entry rankable: Missing sheets more, which the
// judges in Unsent could send, those in Incomplete complete, or any of Free read.
type Cure struct {
	Missing    int      `json:"missing"`
	Unsent     []string `json:"unsent,omitempty"`
	Incomplete []string `json:"incomplete,omitempty"`
	Free       []string `json:"free,omitempty"` // of Input.Judges: have room, not barred, have no sheet of it
}

// SheetTotal is one sheet in an entry's standing. Total is the weighted mean of
// its values, unrounded; it and Correction are 0 and mean nothing unless
// Counted. Correction has two decimals and is what the official score adds to
// Total: 0 where that is raw. Lacks names the criteria missing from a sent sheet.
type SheetTotal struct {
	Judge      string   `json:"judge"`
	State      State    `json:"state"`
	Counted    bool     `json:"counted"`
	Total      float64  `json:"total"`
	Correction float64  `json:"correction,omitempty"`
	Lacks      []string `json:"lacks,omitempty"`
}

// Tie says with which entries the shown mean was equal and how that was settled:
// SettledBy is the step that set this entry apart from the last of them, Shared
// when the rule says so, or empty when the rule ran out and the chair must decide.
type Tie struct {
	Group     int       `json:"group"` // 1 for the highest tie
	With      []string  `json:"with"`
	SettledBy string    `json:"settled_by"`
	Steps     []TieStep `json:"steps"`
}

// TieStep is one step that was tried for an entry, with the value compared.
type TieStep struct {
	Step  string  `json:"step"`
	Value float64 `json:"value"`
}

// Order computes the standing of every entry; a faulty input gives a RowError,
// an input without entries ErrEmpty.
func Order(in Input) (Result, error) {
	p, err := ordered(in)
	if err != nil {
		return Result{}, err
	}
	return p.result(), nil
}

// ordered is the pool with everything but the order itself.
func ordered(in Input) (*pool, error) {
	p, err := measured(in)
	if err != nil {
		return nil, err
	}
	p.compare()
	return p, nil
}

// measured is the pool with what every entry has of its own.
func measured(in Input) (*pool, error) {
	p, err := poolOf(in)
	if err != nil {
		return nil, err
	}
	for _, e := range p.entries {
		p.measure(e)
	}
	return p, nil
}

// compare adds what an entry has beside the others.
func (p *pool) compare() {
	p.countFirstPlaces()
	p.calibrate()
	p.noteCorrections()
	p.standBeside()
	p.rankRaw()
}

func (p *pool) result() Result {
	r := Result{Method: p.policy.Method, Seed: p.policy.Seed, Components: []Component{}}
	order := p.order()
	p.nameTied()
	for _, e := range order {
		r.Standings = append(r.Standings, e.Standing)
	}
	r.Judges, r.Disputes = p.severities(), p.disputes()
	for _, f := range p.parts {
		r.Components = append(r.Components, f.component)
	}
	return r
}

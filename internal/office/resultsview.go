package office

import (
	"slices"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/score"
	"we-gov.org/awards/storage/database"
)

// CategoryResult is one category as the jury's side sees it.
type CategoryResult struct {
	Edition  *award.Edition
	Category award.Category
	Round    int
	Rounds   []int
	Last     int  // the round that decides
	Over     bool // it is over, so that prizes can be decided
	Lines    []ResultLine
	Prizes   []PrizeState
	Seal     award.Seal
	Names    map[award.ID]string
	Minutes  []MinuteLine
	// Lacks says what keeps the result from being sealed.
	Lacks []award.Fault
	// Altered: the sheets no longer give what was sealed; the seal stands.
	Altered bool
	// Unsettled are ties that the rule does not settle; a vote would.
	Unsettled bool
	// Corrections are those so great that somebody must confirm them.
	Corrections []GreatCorrection
	Finalists   int
	// FinalistsFixed: the second round has opened, or there is none.
	FinalistsFixed bool
}

// ReadOnly reports whether somebody has signed, so that nothing may change.
func (c *CategoryResult) ReadOnly() bool { return c.Seal.First != "" }

// ResultLine is one entry in the order.
type ResultLine struct {
	Entry    award.Entry
	City     award.City
	Rank     int // by the official score; 0 = too few scoresheets
	Official float64
	Mean     float64 // of the sheets as they are
	Median   float64
	SD       float64
	Spread   float64
	Low      float64
	High     float64
	Criteria map[string]float64
	Panel    int // judges who read it
	Missing  int // counted sheets that it lacks
	First    int // judges who put it first
	Tie      *TieState
	Flags    []award.Fault
	Judges   []JudgeSheet
	Prize    award.Prize // zero without one
	Outcome  award.Outcome
	Finalist bool
	Vote     int // -1 = none recorded
	// Ranks are its places by each method of the engine, before the tie rule.
	Ranks map[score.Method]int
	// Doubt says how sure the place is, and Cure what would make the entry
	// rankable; each where an assessment was asked for and there is one.
	Doubt *score.Doubt
	Cure  *score.Cure
	// Component is the part of the category that shared judges link; -1 for none.
	Component int
	// Dispute: its prize would be another by the plain mean.
	Dispute *score.Dispute
	// Was is the official place, in the order of a trial.
	Was int
}

// Sheets counts the scoresheets that make up the result.
func (l ResultLine) Sheets() int {
	n := 0
	for _, j := range l.Judges {
		if j.Counted {
			n++
		}
	}
	return n
}

// TieState says with which entries the mean is equal and what settled it: a
// step of the edition's rule, "shared", or empty when the chair must decide.
type TieState struct {
	With    []string // references
	Settled string
	Steps   []TieValue
}

// TieValue is one step of the rule with what was compared.
type TieValue struct {
	Step  string
	Value float64
}

// JudgeSheet is what one judge made of an entry.
type JudgeSheet struct {
	Seat    award.ID
	Judge   award.ID
	Name    string
	State   award.SeatState
	Counted bool
	// Tied: a conflict was noted, so that the sheet does not count.
	Tied  bool
	Total float64
	// Correction is what the official score adds to the total.
	Correction float64
	// Letter stands for the judge where no name is shown.
	Letter string
	Sheet  award.Scoresheet // with the scores that count
	// First is the sheet as it was sent, and Anew what was scored in the meeting
	// instead, the oldest first; empty for a sheet that stands.
	First award.Scoresheet
	Anew  []award.Rescore
}

// view describes the category in the order of the result.
func (r *resultRoom) view(tx *database.Tx) (*CategoryResult, error) {
	order, err := r.order()
	if err != nil {
		return nil, err
	}
	return r.viewOf(tx, order)
}

// viewOf describes the category in an order.
func (r *resultRoom) viewOf(tx *database.Tx, order score.Result) (_ *CategoryResult, err error) {
	v := &CategoryResult{
		Edition: r.edition, Category: r.category, Round: r.round, Rounds: r.rounds, Last: r.last, Over: r.over, Seal: r.seal, Names: r.names,
	}
	for _, s := range order.Standings {
		v.Lines = append(v.Lines, r.line(s))
		l := &v.Lines[len(v.Lines)-1]
		if l.Finalist {
			v.Finalists++
		}
		if i := slices.IndexFunc(order.Disputes, func(d score.Dispute) bool { return d.Entry == s.Entry }); i >= 0 {
			l.Dispute = &order.Disputes[i]
		}
	}
	for _, l := range v.Lines {
		if l.Tie != nil && l.Tie.Settled == "" {
			v.Unsettled = true
		}
	}
	if !r.seal.Closed() {
		v.Prizes = r.prizes(v.Lines)
	}
	v.FinalistsFixed = r.finalistsStand(r.now) != nil
	if v.Minutes, err = r.minutes(tx); err != nil {
		return nil, err
	}
	v.Corrections = greatCorrections(order)
	v.Lacks = r.lacks(v)
	v.Altered = r.altered(v)
	return v, nil
}

func (r *resultRoom) line(s score.Standing) ResultLine {
	e, _ := r.entry(award.ID(s.Entry))
	l := ResultLine{
		Entry: e, City: r.cities[e.City], Rank: s.Rank, Official: s.Official, Mean: s.Mean, Median: s.Median, SD: s.SD, Spread: s.Range, Criteria: s.Criteria,
		Missing: s.Missing, First: s.FirstPlaces, Finalist: r.finalists[e.ID], Vote: -1, Low: s.Mean, High: s.Mean,
		Ranks: s.Ranks, Doubt: s.Doubt, Cure: s.Cure, Component: s.Component,
	}
	for _, seat := range r.seats {
		if seat.Entry != e.ID {
			continue
		}
		if !seat.State.Gone() {
			l.Panel++
		}
		l.Judges = append(l.Judges, r.judgeSheet(seat, s))
	}
	for _, j := range l.Judges {
		if j.Counted {
			l.Low, l.High = min(l.Low, j.Total), max(l.High, j.Total)
		}
	}
	for _, v := range r.votes {
		if v.Entry == e.ID {
			l.Vote = v.Count
		}
	}
	if s.Tie != nil {
		l.Tie = r.tie(s.Tie)
	}
	for _, d := range r.decisions {
		if d.Entry == e.ID {
			l.Prize, _ = r.edition.Prize(d.Prize)
			l.Outcome = d.Outcome
		}
	}
	l.Flags = r.flags(l)
	return l
}

func (r *resultRoom) judgeSheet(seat award.Seat, s score.Standing) JudgeSheet {
	j := JudgeSheet{Seat: seat.ID, Judge: seat.Judge, Name: r.names[seat.Judge], State: seat.State, Tied: r.tiedSeat(seat), Sheet: r.sheets[seat.ID], First: r.first[seat.ID], Anew: r.rescores[seat.ID]}
	for _, t := range s.Sheets {
		if t.Judge == string(seat.Judge) && t.Counted && !seat.State.Gone() {
			j.Counted, j.Total, j.Correction = true, t.Total, t.Correction
		}
	}
	return j
}

func (r *resultRoom) tie(t *score.Tie) *TieState {
	out := &TieState{Settled: t.SettledBy}
	for _, id := range t.With {
		if e, there := r.entry(award.ID(id)); there {
			out.With = append(out.With, e.Reference)
		}
	}
	for _, s := range t.Steps {
		out.Steps = append(out.Steps, TieValue{s.Step, s.Value})
	}
	return out
}

// flags are what the jury should look at before it decides.
func (r *resultRoom) flags(l ResultLine) []award.Fault {
	flags := []award.Fault{}
	add := func(key string, values ...any) {
		f := award.Invalid{}
		f.Add("", key, values...)
		flags = append(flags, f[""])
	}
	if l.Missing > 0 {
		add("results.flag.few", "Count", l.Missing)
	}
	if l.Spread > spreadFlag {
		add("results.flag.spread", "Spread", l.Spread)
	}
	for _, c := range r.edition.Criteria {
		var low, high float64
		n := 0
		for _, j := range l.Judges {
			if v, there := j.Sheet.Scores[c.Key]; there && j.Counted {
				if n == 0 {
					low, high = v, v
				}
				low, high, n = min(low, v), max(high, v), n+1
			}
		}
		if n > 1 && high-low > apartFlag*(r.edition.Scale.Max-r.edition.Scale.Min) {
			add("results.flag.apart", "Criterion", c.Name, "Low", low, "High", high)
		}
	}
	return flags
}

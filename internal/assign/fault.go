package assign

import (
	"errors"
	"fmt"
	"slices"
)

// Kinds of fault in an input, to be told apart with errors.Is; the row is in the
// RowError around them.
var (
	ErrNoID         = errors.New("assign: id is empty")
	ErrDuplicate    = errors.New("assign: named twice")
	ErrUnknownID    = errors.New("assign: id is not in the input")
	ErrNegative     = errors.New("assign: number below zero")
	ErrRange        = errors.New("assign: number out of range")
	ErrReason       = errors.New("assign: reason is not known")
	ErrGoal         = errors.New("assign: goal is not known")
	ErrLockedBarred = errors.New("assign: locked seat is barred")
	ErrCancelled    = errors.New("assign: stopped before the best plan was proved")
)

// RowError is a fault in one row of the input: List is the JSON name of the list
// and Row its index there; Judge, Entry and Reason are set where they are known.
type RowError struct {
	Kind   error
	List   string
	Row    int
	Field  string
	Judge  string
	Entry  string
	Reason Reason
}

// Error names the row in English for a log or a terminal.
func (e *RowError) Error() string {
	s := fmt.Sprintf("%v: %s[%d]", e.Kind, e.List, e.Row)
	if e.Field != "" {
		s += "." + e.Field
	}
	if e.Judge != "" {
		s += fmt.Sprintf(" judge %q", e.Judge)
	}
	if e.Entry != "" {
		s += fmt.Sprintf(" entry %q", e.Entry)
	}
	if e.Reason != "" {
		s += fmt.Sprintf(" (%s)", e.Reason)
	}
	return s
}

// Unwrap gives the kind, so that errors.Is finds it.
func (e *RowError) Unwrap() error { return e.Kind }

const (
	maxWeight = 10_000
	maxLevel  = 9
	maxLoad   = 100_000
	maxFit    = 100_000
	maxRows   = 100_000 // of entries, of judges
)

// Check finds the first fault in the rows, in the order policy, entries, judges,
// bars, fits, locked; Propose and Review call it.
func (in Input) Check() error {
	_, err := in.checked()
	return err
}

// checked is Check with the index that it made.
func (in Input) checked() (index, error) {
	for _, check := range []func() error{in.checkPolicy, in.checkEntries, in.checkJudges, in.checkSums} {
		if err := check(); err != nil {
			return index{}, err
		}
	}
	x := indexOf(in)
	for _, check := range []func(index) error{in.checkBars, in.checkFits, in.checkLocked} {
		if err := check(x); err != nil {
			return index{}, err
		}
	}
	return x, nil
}

func (in Input) checkFits(x index) error {
	seen := map[Pair]bool{}
	for i, f := range in.Fits {
		at := RowError{List: "fits", Row: i, Judge: f.Judge, Entry: f.Entry}
		if field := x.missing(f.Judge, f.Entry); field != "" {
			return at.because(ErrUnknownID, field)
		}
		if seen[Pair{f.Judge, f.Entry}] {
			return at.because(ErrDuplicate, "")
		}
		seen[Pair{f.Judge, f.Entry}] = true
		if kind := within(f.Points, maxFit); kind != nil {
			return at.because(kind, "points")
		}
	}
	return nil
}

func (in Input) checkPolicy() error {
	w := in.Policy.Weights
	for i, n := range []int{w.Expertise, w.Language, w.Keep, w.Over, w.Steep, w.Even, w.Region} {
		field := []string{"expertise", "language", "keep", "over", "steep", "even", "region"}[i]
		if kind := within(n, maxWeight); kind != nil {
			return &RowError{Kind: kind, List: "policy.weights", Field: field}
		}
	}
	p := in.Policy
	for i, n := range []int{p.CountryMost, p.RegionMost, p.Experts, p.ExpertLevel, p.Budget} {
		field := []string{"country_most", "region_most", "experts", "expert_level", "budget"}[i]
		if kind := within(n, []int{maxLoad, maxLoad, maxLoad, maxLevel, 1 << 40}[i]); kind != nil {
			return &RowError{Kind: kind, List: "policy", Field: field}
		}
	}
	for i, g := range p.Goals {
		if !slices.Contains(Goals(), g) {
			return &RowError{Kind: ErrGoal, List: "policy.goals", Row: i}
		}
	}
	return nil
}

func (in Input) checkEntries() error {
	seen := make(map[string]bool, len(in.Entries))
	for i, e := range in.Entries {
		at := RowError{List: "entries", Row: i, Entry: e.ID}
		if i >= maxRows {
			return at.because(ErrRange, "")
		}
		if kind := fresh(seen, e.ID); kind != nil {
			return at.because(kind, "id")
		}
		if kind := within(e.Need, maxLoad); kind != nil {
			return at.because(kind, "need")
		}
	}
	return nil
}

func (in Input) checkJudges() error {
	seen := make(map[string]bool, len(in.Judges))
	for i, j := range in.Judges {
		at := RowError{List: "judges", Row: i, Judge: j.ID}
		if i >= maxRows {
			return at.because(ErrRange, "")
		}
		if kind := fresh(seen, j.ID); kind != nil {
			return at.because(kind, "id")
		}
		if field, kind := j.fault(); kind != nil {
			return at.because(kind, field)
		}
	}
	return nil
}

// checkSums finds the row that makes sums run over: no needs and minimum loads of a
// real edition do, so it is the one that asks for most. What passes it leaves room for
// fits and prices of loads, however large they may be stated.
func (in Input) checkSums() error {
	minimum, depth, seats := 1.0, 1.0, 0
	need, least := -1, -1
	for i, e := range in.Entries {
		depth += float64(e.Need) * float64(e.Need+1) / 2
		seats += e.Need
		if need < 0 || e.Need > in.Entries[need].Need {
			need = i
		}
	}
	for i, j := range in.Judges {
		minimum += float64(j.Min)
		if least < 0 || j.Min > in.Judges[least].Min {
			least = i
		}
	}
	if need < 0 || least < 0 {
		return nil
	}
	empty := minimum * (depth + float64(in.Entries[need].Need))
	switch chain := longest(len(in.Judges), len(in.Entries), in.Policy.grouped()); {
	case stays(empty, chain, seats):
		return nil
	case in.Judges[least].Min > len(in.Entries) && in.Entries[need].Need <= len(in.Judges):
		return &RowError{Kind: ErrRange, List: "judges", Row: least, Field: "min", Judge: in.Judges[least].ID}
	}
	return &RowError{Kind: ErrRange, List: "entries", Row: need, Field: "need", Entry: in.Entries[need].ID}
}

func (j Judge) fault() (field string, kind error) {
	for i, n := range []int{j.Min, j.Target, j.Max} {
		if kind := within(n, maxLoad); kind != nil {
			return []string{"min", "target", "max"}[i], kind
		}
	}
	if j.Min > j.Max {
		return "min", ErrRange
	}
	for _, level := range j.Level {
		if kind := within(level, maxLevel); kind != nil {
			return "level", kind
		}
	}
	return "", nil
}

func (in Input) checkBars(x index) error {
	for i, b := range in.Bars {
		at := RowError{List: "bars", Row: i, Judge: b.Judge, Entry: b.Entry, Reason: b.Reason}
		if field := x.missing(b.Judge, b.Entry); field != "" {
			return at.because(ErrUnknownID, field)
		}
		if !slices.Contains(Reasons(), b.Reason) {
			return at.because(ErrReason, "reason")
		}
	}
	return nil
}

func (in Input) checkLocked(x index) error {
	seen := map[Pair]bool{}
	for i, l := range in.Locked {
		at := RowError{List: "locked", Row: i, Judge: l.Judge, Entry: l.Entry}
		if field := x.missing(l.Judge, l.Entry); field != "" {
			return at.because(ErrUnknownID, field)
		}
		if seen[l] {
			return at.because(ErrDuplicate, "")
		}
		seen[l] = true
		if why, barred := x.barRow(in, x.judge[l.Judge], x.entry[l.Entry]); barred {
			at.Reason = why
			return at.because(ErrLockedBarred, "")
		}
	}
	return nil
}

func (e RowError) because(kind error, field string) error {
	e.Kind, e.Field = kind, field
	return &e
}

func within(n, most int) error {
	switch {
	case n < 0:
		return ErrNegative
	case n > most:
		return ErrRange
	}
	return nil
}

func fresh(seen map[string]bool, id string) error {
	switch {
	case id == "":
		return ErrNoID
	case seen[id]:
		return ErrDuplicate
	}
	seen[id] = true
	return nil
}

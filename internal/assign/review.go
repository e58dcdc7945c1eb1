package assign

import (
	"cmp"
	"slices"
)

// Kind says what is wrong in a plan that a person edited.
type Kind string

// The kinds of problem, the gravest first.
const (
	SeatUnknown   Kind = "unknown"      // an id that is not in the input
	SeatTwice     Kind = "duplicate"    // the same judge twice on an entry
	SeatBarred    Kind = "barred"       // with its Reason
	LockedMissing Kind = "locked_moved" // a locked seat is not in the plan
	OverMax       Kind = "over_max"     // a judge has more than the maximum
	EntryShort    Kind = "entry_short"  // an entry has fewer judges than it needs
	EntryOver     Kind = "entry_over"   // an entry has more judges than it needs
	UnderMin      Kind = "under_min"    // a judge has fewer than the minimum
)

var gravity = []Kind{SeatUnknown, SeatTwice, SeatBarred, LockedMissing, OverMax, EntryShort, EntryOver, UnderMin}

// Problem is one thing wrong with a plan. Have and Want are counts where the
// kind compares some; Reason is set for a barred seat.
type Problem struct {
	Kind   Kind   `json:"kind"`
	Judge  string `json:"judge,omitempty"`
	Entry  string `json:"entry,omitempty"`
	Reason Reason `json:"reason,omitempty"`
	Have   int    `json:"have,omitempty"`
	Want   int    `json:"want,omitempty"`
}

// Stops says whether the problem forbids publishing: no chair may wave through an
// unknown, doubled or barred seat.
func (p Problem) Stops() bool {
	return p.Kind == SeatUnknown || p.Kind == SeatTwice || p.Kind == SeatBarred
}

// Report is the review of a plan: problems from the gravest, every judge's load,
// and how many of the Needed seats are validly Filled.
type Report struct {
	Problems []Problem `json:"problems"`
	Loads    []Load    `json:"loads"`
	Worst    []Seat    `json:"worst"`
	Needed   int       `json:"needed"`
	Filled   int       `json:"filled"`
}

// Stops says whether any problem forbids publishing.
func (r Report) Stops() bool { return slices.ContainsFunc(r.Problems, Problem.Stops) }

// Review says what is wrong with the seats, whoever made them. Only the valid ones
// (known, not barred, counted once) count for coverage; a faulty input gives a RowError.
func Review(in Input, seats []Pair) (Report, error) {
	p, err := ready(in)
	if err != nil {
		return Report{}, err
	}
	r := review{problem: p, seen: map[Pair]bool{}}
	r.load, r.panel = make([]int, len(r.judges)), make([]int, len(r.entries))
	for _, s := range seats {
		r.count(s)
	}
	for _, l := range in.Locked {
		if !r.seen[l] {
			r.note(Problem{Kind: LockedMissing, Judge: l.Judge, Entry: l.Entry})
		}
	}
	return r.report(), nil
}

type review struct {
	*problem
	seen     map[Pair]bool
	load     []int
	panel    []int
	valid    []Seat
	problems []Problem
}

func (r *review) note(p Problem) { r.problems = append(r.problems, p) }

// count adds one seat. Every known seat is work for its judge, so a barred one
// still counts in the load.
func (r *review) count(s Pair) {
	at := Problem{Judge: s.Judge, Entry: s.Entry}
	if r.missing(s.Judge, s.Entry) != "" {
		at.Kind = SeatUnknown
		r.note(at)
		return
	}
	if r.seen[s] {
		at.Kind = SeatTwice
		r.note(at)
		return
	}
	r.seen[s] = true
	j, e := r.judge[s.Judge], r.entry[s.Entry]
	r.load[j]++
	if why, barred := r.bar(j, e); barred {
		at.Kind, at.Reason = SeatBarred, why
		r.note(at)
		return
	}
	r.panel[e]++
	r.valid = append(r.valid, r.seatOf(j, e))
}

func (r *review) report() Report {
	out := Report{Loads: r.loadsOf(r.load)}
	for _, l := range out.Loads {
		if l.Load > l.Max {
			r.note(Problem{Kind: OverMax, Judge: l.Judge, Have: l.Load, Want: l.Max})
		} else if l.Load < l.Min {
			r.note(Problem{Kind: UnderMin, Judge: l.Judge, Have: l.Load, Want: l.Min})
		}
	}
	for e, have := range r.panel {
		need := r.entries[e].Need
		out.Needed += need
		out.Filled += min(have, need)
		if have < need {
			r.note(Problem{Kind: EntryShort, Entry: r.entries[e].ID, Have: have, Want: need})
		} else if have > need {
			r.note(Problem{Kind: EntryOver, Entry: r.entries[e].ID, Have: have, Want: need})
		}
	}
	slices.SortFunc(r.valid, func(a, b Seat) int {
		return cmp.Or(cmp.Compare(a.Entry, b.Entry), cmp.Compare(a.Judge, b.Judge))
	})
	out.Worst = worst(r.valid)
	out.Problems = r.sorted()
	return out
}

func (r *review) sorted() []Problem {
	list := append([]Problem{}, r.problems...)
	slices.SortFunc(list, func(a, b Problem) int {
		return cmp.Or(
			cmp.Compare(slices.Index(gravity, a.Kind), slices.Index(gravity, b.Kind)),
			cmp.Compare(a.Entry, b.Entry), cmp.Compare(a.Judge, b.Judge),
		)
	})
	return list
}

package office

import (
	"context"
	"slices"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// reasonMax is the most characters of a reason in the jury's record.
const reasonMax = 4000

// PrizeState is one prize of a category with what was decided of it.
type PrizeState struct {
	Prize     award.Prize
	Decisions []PrizeDecision
	Taken     int // places that are decided
	// Suggested are the references that follow from the order; several when the
	// rule leaves them level.
	Suggested []string
	// Waits: a higher prize must be decided first.
	Waits bool
	// Added are places beyond those of the edition.
	Added []award.ExtraPlace
}

// Open reports whether the prize has a place left.
func (p PrizeState) Open() bool { return p.Taken < p.Prize.PerCategory }

// Left is how many places are not decided yet.
func (p PrizeState) Left() int { return p.Prize.PerCategory - p.Taken }

// PrizeDecision is one decision of a prize. Departs: it is not what the order says.
type PrizeDecision struct {
	award.Decision
	Reference, Title, City string
	Departs                bool
}

// Choice is what the jury decides of a prize: Outcome, and the references of
// the entries that win it, none when it is withheld.
type Choice struct {
	Prize     string
	Outcome   award.Outcome
	Entries   []string
	Reason    string
	Departure string // why it departs from the order, where it does
}

// ranked are the prizes of the category, the highest first, with the places that
// the jury added.
func (r *resultRoom) ranked() []award.Prize {
	all := slices.Clone(r.edition.Prizes)
	slices.SortStableFunc(all, func(a, b award.Prize) int { return a.Rank - b.Rank })
	for i := range all {
		all[i] = all[i].With(r.extra)
	}
	return all
}

// prizes says how far every prize has come, the highest first.
func (r *resultRoom) prizes(lines []ResultLine) []PrizeState {
	var states []PrizeState
	won, waits := map[award.ID]bool{}, false
	for _, prize := range r.ranked() {
		p := PrizeState{Prize: prize, Taken: prize.Places(r.decisions), Waits: waits}
		for _, x := range r.extra {
			if x.Prize == prize.Key {
				p.Added = append(p.Added, x)
			}
		}
		for _, d := range r.decisions {
			if d.Prize == prize.Key {
				won[d.Entry] = true
			}
		}
		for _, d := range r.decisions {
			if d.Prize == prize.Key {
				e, _ := r.entry(d.Entry)
				p.Decisions = append(p.Decisions, PrizeDecision{
					Decision: d, Reference: e.Reference, Title: e.Title, City: r.cities[e.City].Name, Departs: departs(d.Entry, lines, won),
				})
			}
		}
		if p.Open() {
			p.Suggested = suggested(lines, won, p.Left())
		}
		waits = waits || p.Open()
		states = append(states, p)
	}
	return states
}

// departs reports whether an entry wins though one that stands before it has
// not won this prize or a higher one.
func departs(entry award.ID, lines []ResultLine, won map[award.ID]bool) bool {
	if entry == "" {
		return false
	}
	i := slices.IndexFunc(lines, func(l ResultLine) bool { return l.Entry.ID == entry })
	if i < 0 || lines[i].Rank == 0 {
		return true
	}
	return slices.ContainsFunc(lines, func(l ResultLine) bool {
		return l.Rank > 0 && l.Rank < lines[i].Rank && !won[l.Entry.ID]
	})
}

// suggested are the next n entries of the order that have won nothing, and
// those level with the last of them.
func suggested(lines []ResultLine, won map[award.ID]bool, n int) []string {
	var refs []string
	last := 0
	for _, l := range lines {
		if l.Rank == 0 || won[l.Entry.ID] {
			continue
		}
		if len(refs) >= n && l.Rank != last {
			break
		}
		refs, last = append(refs, l.Entry.Reference), l.Rank
	}
	return refs
}

// Decide records what the jury makes of a prize. Faults are those of the
// fields outcome, entries, reason and departure.
func (d *Desk) Decide(ctx context.Context, a award.Actor, year int, category string, c Choice) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		r, v, err := d.decidable(tx, a, award.DeedDecide, year, category)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(v.Prizes, func(p PrizeState) bool { return p.Prize.Key == c.Prize })
		switch {
		case i < 0:
			return award.ErrNotFound
		case v.Prizes[i].Waits:
			return award.Refuse(award.ErrConflict, "results.refused.higher_first")
		case !v.Prizes[i].Open():
			return award.Refuse(award.ErrConflict, "results.refused.decided")
		}
		chosen, err := r.check(c, v, v.Prizes[i])
		if err != nil {
			return err
		}
		return d.decide(tx, a, r, c, chosen)
	})
}

// decidable reads a category whose prizes may be decided now.
func (d *Desk) decidable(tx *database.Tx, a award.Actor, deed award.Deed, year int, category string) (*resultRoom, *CategoryResult, error) {
	r, err := d.resultRoom(tx, a, deed, resultAt{year, category, 0})
	if err != nil {
		return nil, nil, err
	}
	if err := r.changeable(); err != nil {
		return nil, nil, err
	}
	v, err := r.view(tx)
	return r, v, err
}

// changeable refuses while the round runs and after somebody has signed.
func (r *resultRoom) changeable() error {
	switch {
	case !r.seal.Opened.IsZero():
		return award.Refuse(award.ErrConflict, "results.refused.opened")
	case r.seal.Sealed():
		return award.Refuse(award.ErrConflict, "results.refused.sealed")
	case r.signed():
		return award.Refuse(award.ErrConflict, "results.refused.signed")
	case !r.over:
		s, _ := r.edition.Stage(award.RoundStage(r.last))
		return award.Refuse(award.ErrClosed, "results.refused.round", "At", s.Closes)
	}
	return nil
}

// check returns the chosen entries, or what is wrong with the choice.
func (r *resultRoom) check(c Choice, v *CategoryResult, p PrizeState) ([]award.Entry, error) {
	faults := award.Invalid{}
	chosen := r.chosen(c, faults)
	switch c.Outcome {
	case award.Withheld:
		if len(c.Entries) > 0 {
			faults.Add("entries", "results.fault.withheld_entries")
		}
	case award.Given:
		if len(chosen) == 0 || len(chosen) > p.Left() {
			faults.Add("entries", "results.fault.given", "Count", p.Left())
		}
	case award.Shared:
		shared := slices.ContainsFunc(p.Decisions, func(d PrizeDecision) bool { return d.Outcome == award.Shared })
		if !r.edition.SharedPrizes || shared {
			faults.Add("outcome", "results.fault.not_shared")
		} else if len(chosen) < 2 {
			faults.Add("entries", "results.fault.shared")
		}
	default:
		faults.Add("outcome", "fault.required_choice")
	}
	if strings.TrimSpace(c.Reason) == "" {
		faults.Add("reason", "results.fault.reason")
	}
	for field, text := range map[string]string{"reason": c.Reason, "departure": c.Departure} {
		if len([]rune(text)) > reasonMax {
			faults.Add(field, "results.fault.long", "Count", reasonMax)
		}
	}
	if r.departing(chosen, v) && strings.TrimSpace(c.Departure) == "" {
		faults.Add("departure", "results.fault.departure")
	}
	return chosen, faults.Or()
}

// chosen finds the entries that are named; one that is not of the category or
// has won already is a fault.
func (r *resultRoom) chosen(c Choice, faults award.Invalid) []award.Entry {
	var chosen []award.Entry
	for _, ref := range c.Entries {
		e, there := r.byReference(ref)
		switch {
		case !there:
			faults.Add("entries", "results.fault.entry")
		case slices.ContainsFunc(r.decisions, func(d award.Decision) bool { return d.Entry == e.ID }):
			faults.Add("entries", "results.fault.won", "Reference", ref)
		case !slices.Contains(chosen, e):
			chosen = append(chosen, e)
		}
	}
	return chosen
}

func (r *resultRoom) departing(chosen []award.Entry, v *CategoryResult) bool {
	won := map[award.ID]bool{}
	for _, d := range r.decisions {
		won[d.Entry] = true
	}
	for _, e := range chosen {
		won[e.ID] = true
	}
	return slices.ContainsFunc(chosen, func(e award.Entry) bool { return departs(e.ID, v.Lines, won) })
}

// decide stores a decision for each entry, one for a prize that is withheld, and
// writes it into the jury's record.
func (d *Desk) decide(tx *database.Tx, a award.Actor, r *resultRoom, c Choice, chosen []award.Entry) error {
	now := d.clock()
	if c.Outcome == award.Withheld {
		chosen = []award.Entry{{}}
	}
	doc := minuteDoc{Prize: c.Prize, Outcome: c.Outcome, Reason: c.Reason, Departure: c.Departure}
	for _, e := range chosen {
		decision := award.Decision{
			ID: award.NewID(), Edition: r.edition.ID, Category: r.category.Key, Prize: c.Prize, Entry: e.ID,
			Outcome: c.Outcome, Reason: c.Reason, Departure: c.Departure, At: now, By: a.Person.ID,
		}
		if err := tx.AddDecision(decision); err != nil {
			return err
		}
		if e.Reference != "" {
			doc.Entries = append(doc.Entries, e.Reference)
		}
	}
	return d.minute(tx, a, r, "decide", doc)
}

// Undo takes back a decision before anybody has signed; one that is shared is
// taken back for all who share it.
func (d *Desk) Undo(ctx context.Context, a award.Actor, year int, category string, decision award.ID) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		r, err := d.resultRoom(tx, a, award.DeedDecide, resultAt{year, category, 0})
		if err != nil {
			return err
		}
		if err := r.changeable(); err != nil {
			return err
		}
		i := slices.IndexFunc(r.decisions, func(x award.Decision) bool { return x.ID == decision })
		if i < 0 {
			return award.ErrConflict
		}
		undone := r.decisions[i]
		doc := minuteDoc{Prize: undone.Prize, Outcome: undone.Outcome}
		for _, x := range r.decisions {
			if x.ID != undone.ID && (undone.Outcome != award.Shared || x.Outcome != award.Shared || x.Prize != undone.Prize) {
				continue
			}
			if err := tx.RemoveDecision(x.ID); err != nil {
				return err
			}
			if e, there := r.entry(x.Entry); there {
				doc.Entries = append(doc.Entries, e.Reference)
			}
		}
		return d.minute(tx, a, r, "undo", doc)
	})
}

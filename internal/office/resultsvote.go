package office

import (
	"context"
	"slices"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/score"
	"we-gov.org/awards/storage/database"
)

// Vote records the panel's votes on entries that are tied, by reference. Each
// must be of a tied entry and at least zero; the field of a fault is
// vote.REFERENCE.
func (d *Desk) Vote(ctx context.Context, a award.Actor, year int, category string, votes map[string]int) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		r, v, err := d.decidable(tx, a, year, category)
		if err != nil {
			return err
		}
		if !slices.Contains(r.tieRule(), score.ByVote) {
			return award.Refuse(award.ErrConflict, "results.refused.no_vote")
		}
		faults := award.Invalid{}
		for _, l := range v.Lines {
			count, there := votes[l.Entry.Reference]
			if !there {
				continue
			}
			if l.Tie == nil {
				return award.ErrNotFound
			}
			if count < 0 || count > 1000 {
				faults.Add("vote."+l.Entry.Reference, "fault.whole_number")
				continue
			}
			vote := award.TieVote{Edition: r.edition.ID, Round: r.last, Category: category, Entry: l.Entry.ID, Count: count, At: d.clock(), By: a.Person.ID}
			if err := tx.SaveTieVote(vote); err != nil {
				return err
			}
		}
		if err := faults.Or(); err != nil {
			return err
		}
		return d.minute(tx, a, r, "vote", minuteDoc{Votes: votes})
	})
}

// ChooseFinalists records which entries of a category go on to the second
// round: the Entries of the choice. Where they are not the first of the order a
// Departure is required; the fields of faults are entries and departure. It may be repeated until the panels
// of the second round are published.
func (d *Desk) ChooseFinalists(ctx context.Context, a award.Actor, year int, category string, c Choice) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		r, err := d.resultRoom(tx, a, award.DeedDecide, resultAt{year, category, 1})
		if err != nil {
			return err
		}
		v, err := r.view(tx)
		switch {
		case err != nil:
			return err
		case v.FinalistsFixed:
			return award.Refuse(award.ErrConflict, "results.refused.finalists")
		}
		if err := r.changeable(); err != nil {
			return err
		}
		chosen, err := r.finalistsOf(v, c.Entries, c.Departure)
		if err != nil {
			return err
		}
		if err := tx.ClearFinalists(r.edition.ID, category); err != nil {
			return err
		}
		for _, e := range chosen {
			if err := tx.AddFinalist(r.edition.ID, category, e.ID, a.Person.ID, d.clock()); err != nil {
				return err
			}
		}
		return d.minute(tx, a, r, "finalists", minuteDoc{Entries: c.Entries, Departure: c.Departure})
	})
}

func (r *resultRoom) finalistsOf(v *CategoryResult, refs []string, reason string) ([]award.Entry, error) {
	faults := award.Invalid{}
	var chosen []award.Entry
	for _, ref := range refs {
		if e, there := r.byReference(ref); there {
			chosen = append(chosen, e)
		} else {
			faults.Add("entries", "results.fault.entry")
		}
	}
	if len(chosen) == 0 {
		faults.Add("entries", "results.fault.finalists")
	}
	first := suggested(v.Lines, map[award.ID]bool{}, r.edition.Finalists)
	same := len(first) == len(refs) && !slices.ContainsFunc(refs, func(ref string) bool { return !slices.Contains(first, ref) })
	if !same && strings.TrimSpace(reason) == "" {
		faults.Add("departure", "results.fault.departure")
	}
	if len([]rune(reason)) > reasonMax {
		faults.Add("departure", "results.fault.long", "Count", reasonMax)
	}
	return chosen, faults.Or()
}

// SuggestedFinalists are the references of the entries that the order sends to
// the second round, those level with the last among them.
func (c *CategoryResult) SuggestedFinalists() []string {
	return suggested(c.Lines, map[award.ID]bool{}, c.Edition.Finalists)
}

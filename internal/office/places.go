package office

import (
	"context"
	"slices"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// AddPlace adds one place to a prize in a category, for a reason, so that the
// jury can give it once more there. The fault's field is reason.
func (d *Desk) AddPlace(ctx context.Context, a award.Actor, year int, category, prize, reason string) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		r, v, err := d.decidable(tx, a, award.DeedDecide, year, category)
		if err != nil {
			return err
		}
		p, err := v.prize(prize)
		switch {
		case err != nil:
			return err
		case slices.ContainsFunc(p.Decisions, func(x PrizeDecision) bool { return x.Outcome == award.Withheld }):
			return award.Refuse(award.ErrConflict, "places.refused.withheld")
		case p.Prize.PerCategory >= len(r.entries):
			return award.Refuse(award.ErrConflict, "places.refused.entries")
		case strings.TrimSpace(reason) == "":
			return award.Invalid{"reason": {Key: "results.fault.reason"}}
		case len([]rune(reason)) > reasonMax:
			faults := award.Invalid{}
			faults.Add("reason", "results.fault.long", "Count", reasonMax)
			return faults
		}
		place := award.ExtraPlace{ID: award.NewID(), Edition: r.edition.ID, Category: category, Prize: prize, Reason: reason, At: r.now, By: a.Person.ID}
		if err := tx.AddPlace(place); err != nil {
			return err
		}
		return d.minute(tx, a, r, "place", minuteDoc{Prize: prize, Reason: reason})
	})
}

// DropPlace takes back a place that was added, while it is not decided.
func (d *Desk) DropPlace(ctx context.Context, a award.Actor, year int, category string, place award.ID) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		r, v, err := d.decidable(tx, a, award.DeedDecide, year, category)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(r.extra, func(x award.ExtraPlace) bool { return x.ID == place })
		if i < 0 {
			return award.ErrConflict
		}
		if p, err := v.prize(r.extra[i].Prize); err != nil {
			return err
		} else if !p.Open() {
			return award.Refuse(award.ErrConflict, "places.refused.taken")
		}
		if err := tx.RemovePlace(place); err != nil {
			return err
		}
		return d.minute(tx, a, r, "place_undone", minuteDoc{Prize: r.extra[i].Prize})
	})
}

// prize returns the state of a prize of the category.
func (c *CategoryResult) prize(key string) (PrizeState, error) {
	i := slices.IndexFunc(c.Prizes, func(p PrizeState) bool { return p.Prize.Key == key })
	if i < 0 {
		return PrizeState{}, award.ErrNotFound
	}
	return c.Prizes[i], nil
}

package office

import (
	"context"
	"maps"
	"slices"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/score"
	"we-gov.org/awards/storage/database"
)

// GreatCorrection is a correction of more than 15 % of the scale: the model says of
// the judge that they score so much lower or higher than others that somebody has
// to look before it counts.
type GreatCorrection struct {
	Judge      award.ID
	Correction float64 // what the official score adds to the judge's totals
	SE         float64
	Sheets     int
}

// greatCorrections are those of an order that count in official scores.
func greatCorrections(order score.Result) []GreatCorrection {
	var all []GreatCorrection
	for _, c := range order.Components {
		if c.Method != score.Adjusted {
			continue
		}
		for _, id := range c.Confirm {
			i := slices.IndexFunc(order.Judges, func(s score.Severity) bool { return s.Judge == id })
			if i >= 0 {
				j := order.Judges[i]
				all = append(all, GreatCorrection{award.ID(id), j.Correction, j.SE, j.Sheets})
			}
		}
	}
	return all
}

// Unconfirmed reports whether there are great corrections and the record does not
// say that somebody has looked at them as they are. One that has grown since, or of
// another judge, is to be confirmed anew.
func (c *CategoryResult) Unconfirmed() bool {
	now := corrections(c.Corrections)
	for _, m := range c.Minutes { // the latest first
		if m.Kind == "confirm" {
			return len(now) > 0 && !maps.Equal(m.Corrections, now)
		}
	}
	return len(now) > 0
}

func corrections(all []GreatCorrection) map[award.ID]float64 {
	of := map[award.ID]float64{}
	for _, c := range all {
		of[c.Judge] = c.Correction
	}
	return of
}

// ConfirmCorrections records that the chair has looked at the great corrections of a
// category, with the reason why they may stand. Until then the result cannot be
// signed. The fault's field is reason.
func (d *Desk) ConfirmCorrections(ctx context.Context, a award.Actor, year int, category, reason string) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		r, v, err := d.decidable(tx, a, award.DeedConfirm, year, category)
		if err != nil {
			return err
		}
		faults := award.Invalid{}
		switch {
		case !v.Unconfirmed():
			return award.Refuse(award.ErrConflict, "results.refused.confirmed")
		case strings.TrimSpace(reason) == "":
			faults.Add("reason", "results.fault.confirm")
		case len([]rune(reason)) > reasonMax:
			faults.Add("reason", "results.fault.long", "Count", reasonMax)
		}
		if err := faults.Or(); err != nil {
			return err
		}
		return d.minute(tx, a, r, "confirm", minuteDoc{Corrections: corrections(v.Corrections), Reason: reason})
	})
}

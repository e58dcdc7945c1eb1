package office

import (
	"context"
	"maps"
	"slices"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// Anew is what a judge scores anew in the meeting: every criterion, and why.
type Anew struct {
	Reference string
	Judge     award.ID
	Scores    map[string]float64
	Reason    string
}

// Rescore records scores that a judge gives anew in the jury's meeting. They
// stand beside those that were sent, which stay, and count from now on; doing it
// again adds another line. Faults are those of the fields judge, score.KEY and
// reason.
func (d *Desk) Rescore(ctx context.Context, a award.Actor, year int, category string, n Anew) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		r, err := d.resultRoom(tx, a, award.DeedRescore, resultAt{year, category, 0})
		if err != nil {
			return err
		}
		if err := r.changeable(); err != nil {
			return err
		}
		e, there := r.byReference(n.Reference)
		if !there {
			return award.ErrNotFound
		}
		seat, faults := r.countedSeat(e.ID, n.Judge)
		if len(faults) > 0 {
			return faults
		}
		if err := n.check(r.edition, r.sheets[seat.ID]).Or(); err != nil {
			return err
		}
		x := award.Rescore{ID: award.NewID(), Seat: seat.ID, Scores: n.Scores, Reason: n.Reason, At: r.now, By: a.Person.ID}
		if err := tx.AddRescore(x); err != nil {
			return err
		}
		return d.minute(tx, a, r, "rescore", minuteDoc{
			Entries: []string{e.Reference}, Judge: n.Judge, Before: r.sheets[seat.ID].Scores, After: n.Scores, Reason: n.Reason,
		})
	})
}

// countedSeat is a judge's seat on an entry of the round, if its sheet counts.
func (r *resultRoom) countedSeat(entry, judge award.ID) (award.Seat, award.Invalid) {
	i := slices.IndexFunc(r.seats, func(s award.Seat) bool { return s.Entry == entry && s.Judge == judge })
	if i < 0 || !r.seats[i].State.Counts() || r.tiedSeat(r.seats[i]) {
		return award.Seat{}, award.Invalid{"judge": {Key: "rescore.fault.judge"}}
	}
	return r.seats[i], nil
}

// check returns what is wrong with scores that are to count instead of a sheet's.
func (n Anew) check(e *award.Edition, was award.Scoresheet) award.Invalid {
	sheet := award.Scoresheet{Scores: n.Scores}
	faults := sheet.CheckScores(e)
	for _, c := range e.Criteria {
		if _, there := n.Scores[c.Key]; !there {
			faults.Add("score."+c.Key, "judge.fault.score_missing", "Criterion", c.Name)
		}
	}
	if strings.TrimSpace(n.Reason) == "" {
		faults.Add("reason", "rescore.fault.reason")
	}
	if len([]rune(n.Reason)) > reasonMax {
		faults.Add("reason", "results.fault.long", "Count", reasonMax)
	}
	if len(faults) == 0 && maps.Equal(n.Scores, was.Scores) {
		faults.Add("score."+e.Criteria[0].Key, "rescore.fault.same")
	}
	return faults
}

package office

import (
	"errors"
	"slices"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// WaitingResults counts the categories that wait for one person of the jury's
// side. Those to which the person has a tie are not counted.
type WaitingResults struct {
	ToChoose int // finalists are to be chosen: there is a second round to come
	ToDecide int // a prize has a place left
	ToSign   int // decided, and without this person's signature
	ToOpen   int // sealed, and the ceremony has begun
}

// results counts what waits once the first round is over.
func (t *Today) results(tx *database.Tx, d *Desk, a award.Actor) error {
	now := d.clock()
	if t.Edition.State(award.StageRound1, now) != award.Over {
		return nil
	}
	for _, c := range t.Edition.Categories {
		r, err := d.resultRoom(tx, a, award.DeedDecide, resultAt{t.Edition.Year, c.Key, 0})
		switch {
		case errors.Is(err, award.ErrNotFound), errors.Is(err, award.ErrClosed):
			continue
		case err != nil:
			return err
		}
		t.Results.count(r, a, now)
	}
	return nil
}

func (w *WaitingResults) count(r *resultRoom, a award.Actor, now award.Time) {
	_, second := r.edition.Stage(award.StageRound2)
	decided := !slices.ContainsFunc(r.edition.Prizes, func(p award.Prize) bool { return p.Places(r.decisions) < p.PerCategory })
	switch {
	case len(r.all) == 0, !r.seal.Opened.IsZero():
	case r.seal.Sealed():
		if r.edition.State(award.StageCeremony, now) != award.Ahead {
			w.ToOpen++
		}
	case second && r.edition.State(award.StageRound2, now) != award.Over:
		if !slices.ContainsFunc(r.all, func(e award.Entry) bool { return r.finalists[e.ID] }) {
			w.ToChoose++
		}
	case !decided:
		w.ToDecide++
	case r.seal.First != a.Person.ID:
		w.ToSign++
	}
}

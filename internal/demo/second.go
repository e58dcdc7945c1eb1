package demo

import (
	"slices"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// twice is the category of which the demo judges finalists in a second round, by
// its place in the edition; the others are decided in one.
const twice = 2

// again holds the second round of a category: its finalists and who reads them.
type again struct {
	category  string
	finalists []award.ID
	seats     []*sampleSeat
}

// second judges the finalists of one category again, by every judge who may,
// each a little nearer to the others than before.
func (w *world) second() error {
	c := w.edition.Categories[twice]
	standings, err := w.standings(c.Key)
	if err != nil {
		return err
	}
	w.again.category = c.Key
	for _, s := range standings {
		if s.Rank > 0 && s.Rank <= w.edition.Finalists {
			w.again.finalists = append(w.again.finalists, award.ID(s.Entry))
		}
	}
	in := w.assignment()
	round, _ := w.edition.Stage(award.StageRound2)
	for _, j := range pool {
		for _, e := range w.again.finalists {
			if _, barred := in.Bar(string(j.id()), string(e)); !barred && !w.gone(j, e) {
				w.seatAgain(j, e, round)
			}
		}
	}
	return nil
}

// gone reports whether a judge stepped aside from an entry in the first round.
func (w *world) gone(j juror, entry award.ID) bool {
	return slices.ContainsFunc(w.seats, func(s *sampleSeat) bool { return s.Judge == j.id() && s.Entry == entry && s.State.Gone() })
}

func (w *world) seatAgain(j juror, id award.ID, round award.Stage) {
	e, place := w.entry(id), 1
	for _, s := range w.again.seats {
		if s.juror.key == j.key {
			place++
		}
	}
	j.severity /= 2
	s := &sampleSeat{entry: e, juror: j, Seat: award.Seat{
		ID: ID("seat/2/" + e.key() + "/" + j.key), Edition: w.edition.ID, Round: 2, Entry: id, Judge: j.id(),
		State: award.SeatSent, Place: place, Since: round.Opens.Add(-2 * day), Version: 2,
	}}
	s.sheet = w.sheet(s, len(w.edition.Criteria))
	s.sheet.Changed = round.Opens.Add(day + time.Duration(place)*3*time.Hour)
	detail := map[string]any{"commitment": s.sheet.Commitment(), "version": 1, "state": award.SeatSent}
	w.note(deed{s.sheet.Changed, s.Judge, award.DeedSendAll, detail}, "seat", s.ID)
	w.again.seats = append(w.again.seats, s)
}

// putAgain writes the second round.
func (w *world) putAgain(tx *database.Tx) error {
	if w.again.category == "" {
		return nil
	}
	stage, _ := w.edition.Stage(award.StageRound1)
	at := stage.Closes.Add(5 * day)
	var refs []string
	plan := award.PanelPlan{Edition: w.edition.ID, Round: 2, By: ID("person/officer"), Seed: year, Made: at.Add(time.Hour), Published: at.Add(2 * time.Hour)}
	for _, e := range w.again.finalists {
		if err := tx.AddFinalist(w.edition.ID, w.again.category, e, ID("person/chair"), at); err != nil {
			return err
		}
		refs = append(refs, w.entry(e).Reference)
	}
	if err := w.minute(tx, minuteLine{w.again.category, "finalists", at, map[string]any{"entries": refs}}); err != nil {
		return err
	}
	for _, s := range w.again.seats {
		if err := s.put(tx); err != nil {
			return err
		}
		plan.Seats = append(plan.Seats, award.PlanSeat{Entry: s.Entry, Judge: s.Judge})
	}
	plan.Proposed = plan.Hash()
	w.note(deed{plan.Published, plan.By, award.DeedPublishPanel, map[string]any{"hash": plan.Hash(), "round": 2}}, "edition", w.edition.ID)
	return tx.SavePlan(&plan)
}

// deciding are the seats of the round that decides a category.
func (w *world) deciding(category string) (seats []*sampleSeat, round int) {
	if category == w.again.category && len(w.again.seats) > 0 {
		return w.again.seats, 2
	}
	return w.seats, 1
}

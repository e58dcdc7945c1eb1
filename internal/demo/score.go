package demo

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"we-gov.org/awards/internal/award"
)

// score lets every judge work through their entries in reading order: all of
// them once the round is over, before that as far as each has come.
func (w *world) score() {
	over := w.stage.from(Decide)
	for n, j := range pool {
		mine := w.seatsOf(j)
		done := int(math.Round(j.done * float64(len(mine))))
		for i, s := range mine {
			part := float64(i+1) / float64(len(mine)+1)
			switch {
			case n == 3 && i == 4:
				w.recuse(s)
			case over:
				w.complete(s, award.SeatSent, part)
			case i < done && (n == 4 || n == 6) && i == 2:
				s.State, s.Version = award.SeatSkipped, 2
				w.note(deed{w.roundTime(part), s.Judge, award.DeedSkip, map[string]any{"state": s.State}}, "seat", s.ID)
			case i < done && j.done == 1:
				w.complete(s, award.SeatSent, part)
			case i < done:
				w.complete(s, award.SeatDone, part)
			case i == done && done > 0:
				s.sheet = w.sheet(s, 2+n%4)
				s.sheet.Changed = w.now.Add(-2 * day)
			}
		}
	}
}

// complete completes the scoresheet of a seat at a part of the round.
func (w *world) complete(s *sampleSeat, state award.SeatState, part float64) {
	s.sheet = w.sheet(s, len(w.edition.Criteria))
	s.sheet.Changed = w.roundTime(part * .9)
	s.State, s.Version = state, 2
	detail := map[string]any{"commitment": s.sheet.Commitment(), "version": 1, "state": award.SeatDone}
	w.note(deed{s.sheet.Changed, s.Judge, award.DeedScore, detail}, "seat", s.ID)
	if state == award.SeatSent {
		detail = map[string]any{"commitment": s.sheet.Commitment(), "version": 1, "state": state}
		w.note(deed{w.roundTime(.97), s.Judge, award.DeedSendAll, detail}, "seat", s.ID)
	}
}

// recuse takes the judge from the seat, and once the round is over gives it to
// the judge with the least to read who may.
func (w *world) recuse(s *sampleSeat) {
	s.State, s.Version = award.SeatRecused, 2
	w.note(deed{s.Since.Add(9 * day), s.Judge, award.DeedRecuse, map[string]any{"round": 1}}, "seat", s.ID)
	if !w.stage.from(Decide) {
		return
	}
	in := w.assignment()
	free := slices.DeleteFunc(slices.Clone(pool), func(j juror) bool {
		_, barred := in.Bar(string(j.id()), string(s.Entry))
		return barred || slices.ContainsFunc(w.seatsOf(j), func(o *sampleSeat) bool { return o.Entry == s.Entry })
	})
	least := slices.MinFunc(free, func(a, b juror) int { return cmp.Compare(len(w.seatsOf(a)), len(w.seatsOf(b))) })
	w.addSeat(s.Entry, least.id(), s.Since.Add(12*day))
	added := w.seats[len(w.seats)-1]
	added.Place = len(w.seatsOf(least))
	w.complete(added, award.SeatSent, .8)
	w.note(deed{added.Since, ID("person/officer"), award.DeedPublishPanel, nil}, "seat", added.ID)
}

// sheet scores the first n criteria of a seat: what the entry is worth, moved
// by the judge's severity and a little chance, on a stop of the scale.
func (w *world) sheet(s *sampleSeat, n int) *award.Scoresheet {
	r := dice("score/" + string(s.ID))
	sheet := &award.Scoresheet{Seat: s.ID, Salt: string(ID("salt/" + string(s.ID))), Scores: map[string]float64{}, Reasons: map[string]string{}}
	total := 0.0
	for _, c := range w.edition.Criteria[:min(n, len(w.edition.Criteria))] {
		own := dice("criterion/"+s.entry.key()+c.Key).Float64() - .5
		v := w.stop(s.entry.quality + own + s.juror.severity + (r.Float64()-.5)*.9)
		sheet.Scores[c.Key] = v
		total += v
		if w.edition.Comments.Asks(v) || r.IntN(7) == 0 {
			sheet.Reasons[c.Key] = pick(w.reasons(c.Key, v), r.IntN(100))
		}
	}
	if len(sheet.Scores) == len(w.edition.Criteria) {
		mood := "mid"
		if mean := total / float64(len(sheet.Scores)); mean >= 4 {
			mood = "high"
		} else if mean < 2.8 {
			mood = "low"
		}
		sheet.Comment = strings.ReplaceAll(pick(w.jury.Remarks[mood], r.IntN(100)), "{city}", s.entry.place.Name)
	}
	return sheet
}

// stop is the stop of the scale nearest to v.
func (w *world) stop(v float64) float64 {
	return slices.MinFunc(w.edition.Scale.Stops(), func(a, b float64) int { return cmp.Compare(math.Abs(a-v), math.Abs(b-v)) })
}

func (w *world) reasons(criterion string, v float64) []string {
	of := w.jury.Reasons[criterion]
	if v >= 3 {
		return of.High
	}
	return of.Low
}

func pick(from []string, n int) string {
	if len(from) == 0 {
		return "The evidence is in the entry."
	}
	return from[n%len(from)]
}

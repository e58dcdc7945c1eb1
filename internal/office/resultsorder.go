package office

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/score"
	"we-gov.org/awards/storage/database"
)

// spreadFlag is the distance between the greatest and the least weighted total
// of an entry above which it is flagged; apartFlag is the part of the scale by
// which judges must differ on one criterion.
const (
	spreadFlag = 1.5
	apartFlag  = 0.5
)

// Category returns one category's result; round 0 means the one that decides.
func (d *Desk) Category(ctx context.Context, a award.Actor, year int, category string, round int) (*CategoryResult, error) {
	var v *CategoryResult
	err := d.db.View(ctx, func(tx *database.Tx) error {
		r, err := d.resultRoom(tx, a, award.DeedResults, resultAt{year, category, round})
		if err == nil {
			v, err = r.view(tx)
		}
		return err
	})
	return v, err
}

// policy is the edition's rule in the engine's words. The seed is that of the
// year, so that everybody draws the same.
func (r *resultRoom) policy() score.Policy {
	p := score.Policy{
		Method: score.Method(r.edition.Official()), MinSheets: r.edition.Panel.Least(r.round), TieRule: r.tieRule(), Seed: uint64(r.edition.Year), //nolint:gosec // a year
	}
	for _, prize := range r.ranked() {
		p.Prizes = append(p.Prizes, prize.PerCategory)
	}
	return p
}

// input is what the engine is given.
func (r *resultRoom) input() score.Input {
	in := score.Input{
		Scale:  score.Scale{Min: r.edition.Scale.Min, Max: r.edition.Scale.Max, Step: r.edition.Scale.Step},
		Policy: r.policy(),
	}
	for _, c := range r.edition.Criteria {
		in.Criteria = append(in.Criteria, score.Criterion{Key: c.Key, Weight: float64(c.Weight)})
	}
	for _, e := range r.entries {
		in.Entries = append(in.Entries, string(e.ID))
	}
	for _, s := range r.seats {
		in.Sheets = append(in.Sheets, score.Sheet{Judge: string(s.Judge), Entry: string(s.Entry), Values: r.sheets[s.ID].Scores, State: r.sheetState(s)})
	}
	in.Sheets = slices.DeleteFunc(in.Sheets, func(s score.Sheet) bool { return !slices.Contains(in.Entries, s.Entry) })
	for _, v := range r.votes {
		if slices.Contains(in.Entries, string(v.Entry)) {
			in.Votes = append(in.Votes, score.Vote{Entry: string(v.Entry), Count: v.Count})
		}
	}
	return in
}

// order computes the standings by the edition's rule.
func (r *resultRoom) order() (score.Result, error) { return r.ordered(score.Order(r.input())) }

// ordered says of which category an order failed. One without entries is none.
func (r *resultRoom) ordered(out score.Result, err error) (score.Result, error) {
	if errors.Is(err, score.ErrEmpty) {
		return score.Result{}, nil
	}
	if err != nil {
		return out, fmt.Errorf("order of %s: %w", r.category.Key, err)
	}
	return out, nil
}

// tieRule is the edition's rule in the engine's words. Where prizes are not
// shared, the step that shares is left out, so that the chair must decide.
func (r *resultRoom) tieRule() []string {
	var rule []string
	for _, step := range r.edition.TieOrder {
		key := strings.TrimPrefix(string(step), "criterion:")
		_, is := r.edition.Criterion(key)
		if is || step == score.FirstPlaces || step == score.ByVote || step == score.Shared && r.edition.SharedPrizes {
			rule = append(rule, key)
		}
	}
	return rule
}

// sheetState says how a seat's sheet enters the order: one that is finished
// counts, unless a conflict has been noted since.
func (r *resultRoom) sheetState(s award.Seat) score.State {
	switch {
	case s.State == award.SeatRecused:
		return score.Recused
	case s.State == award.SeatVoid || r.tiedSeat(s):
		return score.Void
	case s.State.Counts():
		return score.Sent
	}
	return score.Draft
}

func (r *resultRoom) tiedSeat(s award.Seat) bool {
	e, _ := r.entry(s.Entry)
	return slices.ContainsFunc(r.conflicts, func(c award.Conflict) bool {
		return c.Judge == s.Judge && (c.Entry == s.Entry || c.Entry == "" && c.City == e.City)
	})
}

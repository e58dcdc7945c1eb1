package stage

import (
	"context"
	"fmt"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// Rehearsal is a show with invented winners. Only this file makes one, from the
// edition and its run sheet: what is filled with a Rehearsal cannot hold a
// result.
type Rehearsal struct {
	edition *award.Edition
	show    award.Show
	cues    []award.Cue
}

// Plan is its run sheet. It knows of no seal.
func (r Rehearsal) Plan() Plan { return Plan{Edition: r.edition, Show: r.show} }

// Cues are its steps, with invented winners.
func (r Rehearsal) Cues() []award.Cue { return r.cues }

// Rehearse returns the show of a year with invented winners. Sample makes the
// n-th invented face in the language of the show. Of the records only the edition
// and its run sheet, with its films, are read, no seal.
func (d *Desk) Rehearse(ctx context.Context, actor award.Actor, year int, sample func(lang string, n int) award.Face) (r Rehearsal, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		e, show, err := sheet(tx, actor, award.DeedRehearse, year)
		if err != nil {
			return err
		}
		r = rehearse(e, show, func(n int) award.Face { return sample(show.Language(e), n) })
		return nil
	})
	if err != nil {
		return r, err
	}
	return r, d.caption(ctx, r.cues)
}

// rehearse needs nothing but what everybody at the ceremony may know.
func rehearse(e *award.Edition, show award.Show, sample func(n int) award.Face) Rehearsal {
	results, faces := invented(e, sample)
	return Rehearsal{e, show, show.Cues(e, results, func(id award.ID) award.Face { return faces[id] })}
}

// invented makes a result for every category with as many finalists and prizes
// as the edition has. Where prizes may be shared, the last one of the last category is.
func invented(e *award.Edition, sample func(n int) award.Face) (map[string]award.Result, map[award.ID]award.Face) {
	results, faces := map[string]award.Result{}, map[award.ID]award.Face{}
	n := 0
	for i, c := range e.Categories {
		r := award.Result{Category: c.Key}
		for rank := 1; rank <= max(e.Finalists, 1); rank++ {
			n++
			id := award.ID(fmt.Sprint("sample-", n))
			faces[id] = sample(n)
			r.Standings = append(r.Standings, award.Standing{Entry: id, Rank: rank})
		}
		next := 0
		for _, p := range e.Prizes {
			for range p.PerCategory {
				if next < len(r.Standings) {
					r.Prizes = append(r.Prizes, award.PrizeWon{Prize: p.Key, Rank: p.Rank, Outcome: award.Given, Entry: r.Standings[next].Entry})
					next++
				}
			}
		}
		if last := len(r.Prizes) - 1; e.SharedPrizes && i == len(e.Categories)-1 && last >= 0 && next < len(r.Standings) {
			r.Prizes[last].Outcome = award.Shared
			also := r.Prizes[last]
			also.Entry = r.Standings[next].Entry
			r.Prizes = append(r.Prizes, also)
		}
		results[c.Key] = r
	}
	return results, faces
}

package stage

import (
	"context"
	"fmt"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// Running is a show ready for its windows.
type Running struct {
	Plan
	Cues  []award.Cue
	Seals []PackSeal // of its categories, in their order
}

// Run returns the cues with the real winners. Until the show is unlocked there
// is no such thing: ErrNotFound.
func (d *Desk) Run(ctx context.Context, actor award.Actor, year int) (r Running, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		p, err := plan(tx, actor, award.DeedRunShow, year)
		if err != nil {
			return err
		}
		if p.Show.Ready.IsZero() || len(p.Missing()) > 0 {
			return award.ErrNotFound
		}
		seals, err := tx.Seals(p.Edition.ID)
		if err != nil {
			return err
		}
		results, faces, err := sealed(tx, p.Edition, seals)
		if err != nil {
			return err
		}
		r = Running{Plan: p, Cues: p.Show.Cues(p.Edition, results, func(id award.ID) award.Face { return faces[id] })}
		for _, part := range p.Show.Parts {
			if c, there := p.Edition.Category(part.Key); there {
				r.Seals = append(r.Seals, PackSeal{c.Key, c.Name, seals[c.Key].Commitment})
			}
		}
		return nil
	})
	return r, err
}

// sealed reads the results that two people have sealed, each against the sum
// that they signed, and how their entries are shown.
func sealed(tx *database.Tx, e *award.Edition, seals map[string]award.Seal) (map[string]award.Result, map[award.ID]award.Face, error) {
	results, faces := map[string]award.Result{}, map[award.ID]award.Face{}
	for key, s := range seals {
		if !s.Sealed() {
			continue
		}
		r, err := s.Result()
		if err != nil {
			return nil, nil, err
		}
		if r.Category != key {
			return nil, nil, fmt.Errorf("seal of %s: it holds the result of %s", key, r.Category)
		}
		results[key] = r
		for _, id := range shown(e, r) {
			if faces[id], err = faceOf(tx, id); err != nil {
				return nil, nil, err
			}
		}
	}
	return results, faces, nil
}

// shown lists the entries that the slides of a category name.
func shown(e *award.Edition, r award.Result) []award.ID {
	ids := r.Finalists(e.Finalists)
	for _, w := range r.Prizes {
		if w.Entry != "" {
			ids = append(ids, w.Entry)
		}
	}
	return ids
}

func faceOf(tx *database.Tx, id award.ID) (award.Face, error) {
	entry, err := tx.Entry(id)
	if err != nil {
		return award.Face{}, fmt.Errorf("entry of a sealed result: %w", err)
	}
	city, err := tx.City(entry.City)
	if err != nil {
		return award.Face{}, err
	}
	line, err := tx.Answer(id, "one_line")
	if err != nil {
		return award.Face{}, err
	}
	return award.Face{Entry: id, City: city.Name, LocalName: city.LocalName, Country: city.Country, Title: entry.Title, Line: line.Value}, nil
}

package stage

import (
	"cmp"
	"context"
	"fmt"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/storage/database"
)

// Running is a show ready for its windows.
type Running struct {
	Plan
	Cues  []award.Cue
	Seals []PackSeal            // of its categories, in their order
	room  map[award.CueKind]int // bytes of the largest file that any entry may bring to a cue of a kind
	ear   int                   // bytes of the longest recorded name of any entry
}

// Run returns the cues with the real winners and their photos, for the windows of
// the show: those of a category whose envelope is closed are Closed and name
// nobody. Until the show is unlocked there is no such thing: ErrNotFound.
func (d *Desk) Run(ctx context.Context, actor award.Actor, year int) (Running, error) {
	return d.run(ctx, actor, year, award.ForStage)
}

// RunAll is Run for what leaves the house, as a pack does: a Refusal while a
// category is not open to those who may see results. That it is open for the stage
// is not enough.
func (d *Desk) RunAll(ctx context.Context, actor award.Actor, year int) (Running, error) {
	return d.run(ctx, actor, year, award.ForWork)
}

func (d *Desk) run(ctx context.Context, actor award.Actor, year int, to award.Purpose) (r Running, err error) {
	var all map[award.ID]media
	var said map[award.ID]award.Said
	err = d.db.View(ctx, func(tx *database.Tx) error {
		if r, err = running(tx, actor, year, to); err != nil {
			return err
		}
		if said, err = tx.SaidIn(r.Edition.ID); err != nil {
			return err
		}
		all, err = mediaOfAll(tx, r.Plan)
		return err
	})
	if err != nil {
		return r, err
	}
	if err = d.voice(ctx, &r, said); err != nil {
		return r, err
	}
	if r.room, err = d.measure(ctx, all); err != nil {
		return r, err
	}
	return r, d.illustrate(ctx, r.Cues, all)
}

// running reads the cues of an unlocked show, without photos, as far as they may be
// read for a purpose.
func running(tx *database.Tx, actor award.Actor, year int, to award.Purpose) (r Running, err error) {
	p, err := plan(tx, actor, award.DeedRunShow, year)
	if err != nil {
		return r, err
	}
	if !p.unlocked() {
		return r, award.ErrNotFound
	}
	if err := tx.MayLeave(p.Edition, p.categories()...); err != nil {
		return r, err
	}
	seals, closed, err := readable(tx, p, to)
	if err != nil {
		return r, err
	}
	results, faces, err := sealed(tx, p, seals, closed)
	if err != nil {
		return r, err
	}
	r = Running{Plan: p, Cues: p.Show.Cues(p.Edition, results, func(id award.ID) award.Face { return faces[id] })}
	award.Close(r.Cues, closed)
	for _, part := range p.Show.Parts {
		if c, there := p.Edition.Category(part.Key); there {
			r.Seals = append(r.Seals, PackSeal{c.Key, c.Name, seals[c.Key].Commitment})
		}
	}
	return r, nil
}

// readable are the seals of a show and which of its categories lie in closed
// envelopes, for a purpose. For work there is no show with closed ones.
func readable(tx *database.Tx, p Plan, to award.Purpose) (seals map[string]award.Seal, closed map[string]bool, err error) {
	if to != award.ForStage {
		seals, err = tx.Seals(p.Edition.ID)
		return seals, nil, err
	}
	seals, err = tx.StageSeals(p.Edition.ID)
	closed = map[string]bool{}
	for _, key := range p.categories() {
		if seals[key].Closed() {
			closed[key] = true
		}
	}
	return seals, closed, err
}

// sealed reads the results that two people have sealed, each against the sum
// that they signed, and how their entries are shown. One that is closed names
// nobody. A prize that was revoked or given anew since its result was opened is
// shown as it stands. An entry of another category than its result's is a wrong
// card, and refused.
func sealed(tx *database.Tx, p Plan, seals map[string]award.Seal, closed map[string]bool) (map[string]award.Result, map[award.ID]award.Face, error) {
	results, faces := map[string]award.Result{}, map[award.ID]award.Face{}
	amendments, err := tx.Amendments(p.Edition.ID)
	if err != nil {
		return nil, nil, err
	}
	said, err := tx.SaidIn(p.Edition.ID)
	if err != nil {
		return nil, nil, err
	}
	for key, s := range seals {
		if closed[key] {
			results[key] = award.Result{Category: key}
			continue
		}
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
		r.Prizes = r.Standing(amendments[key])
		results[key] = r
		for _, id := range shown(p.Edition, r) {
			entry, err := tx.Entry(id)
			if err != nil {
				return nil, nil, fmt.Errorf("entry of a sealed result: %w", err)
			}
			if entry.Category != key {
				return nil, nil, fmt.Errorf("seal of %s: entry %s is of %s", key, entry.Reference, entry.Category)
			}
			if faces[id], err = faceOf(tx, p.Show, entry, said[id]); err != nil {
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

func faceOf(tx *database.Tx, show award.Show, entry award.Entry, says award.Said) (award.Face, error) {
	city, err := tx.City(entry.City)
	if err != nil {
		return award.Face{}, err
	}
	line, err := tx.Answer(entry.ID, "one_line")
	if err != nil {
		return award.Face{}, err
	}
	said := show.Names[entry.ID].Over(says)
	f := award.Face{
		Entry: entry.ID, City: cmp.Or(said.Screen, city.Name), LocalName: city.LocalName, Country: city.Country, Title: entry.Title, Line: line.Value,
		Say: said.Say, Accepts: said.Accepts, Absent: said.Absent, Order: order(show, city),
	}
	return f, filmOf(tx, &f, entry)
}

// order is what a city is sorted by in protocol.
func order(show award.Show, city award.City) string {
	if show.ByCountry {
		return locale.Slug(locale.Must("en").Country(city.Country)) + " " + locale.Slug(city.Name)
	}
	return locale.Slug(city.Name)
}

package stage

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// Live names the windows of a show on the site: those of the real one of a year,
// or of its rehearsal.
type Live struct {
	Year      int
	Rehearsal bool
}

func (l Live) deed() award.Deed {
	if l.Rehearsal {
		return award.DeedRehearse
	}
	return award.DeedRunShow
}

// watch tells whoever follows a show in this process that something has changed,
// and counts the audience's windows.
type watch struct {
	mu      sync.Mutex
	next    chan struct{} // closed at the next change
	screens map[Live]int
}

// changed tells it to everybody.
func (w *watch) changed() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.tell()
}

func (w *watch) tell() {
	if w.next != nil {
		close(w.next)
	}
	w.next = make(chan struct{})
}

// Changes returns a channel that is closed when a show of this process changes
// next: a step, or a screen that comes or goes.
func (d *Desk) Changes() <-chan struct{} {
	d.live.mu.Lock()
	defer d.live.mu.Unlock()
	if d.live.next == nil {
		d.live.next = make(chan struct{})
	}
	return d.live.next
}

// Watch counts an audience window in until gone is called.
func (d *Desk) Watch(of Live) (gone func()) {
	count := func(by int) {
		d.live.mu.Lock()
		defer d.live.mu.Unlock()
		if d.live.screens == nil {
			d.live.screens = map[Live]int{}
		}
		d.live.screens[of] += by
		d.live.tell()
	}
	count(1)
	return func() { count(-1) }
}

// settling is how long after a start the screens that followed the process before
// this one may be on their way back.
const settling = 15 * time.Second

// Screens is how many audience windows follow a show in this process. It is sure
// of it once one has come, or those that followed before its start have had time
// to come back.
func (d *Desk) Screens(of Live) (n int, sure bool) {
	d.live.mu.Lock()
	defer d.live.mu.Unlock()
	n, met := d.live.screens[of]
	return n, met || d.clock() >= d.began.Add(settling)
}

// Follow returns the outline of a show whose windows somebody may follow: it
// names no city. The real one is ErrNotFound while it is locked.
func (d *Desk) Follow(ctx context.Context, actor award.Actor, of Live) (p Plan, cues []award.Cue, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		p, cues, err = follow(tx, actor, of)
		return err
	})
	if err != nil {
		return p, nil, err
	}
	return p, cues, d.caption(ctx, cues)
}

func follow(tx *database.Tx, actor award.Actor, of Live) (Plan, []award.Cue, error) {
	p, err := plan(tx, actor, of.deed(), of.Year)
	if err == nil && !of.Rehearsal && !p.unlocked() {
		err = award.ErrNotFound
	}
	if err != nil {
		return p, nil, err
	}
	return p, p.Show.Outline(p.Edition), nil
}

// Step moves the windows of a show: change is given where they stand. A step that
// counts by another outline than the run sheet has by now is ErrConflict, as its
// numbers would mean other cues.
func (d *Desk) Step(ctx context.Context, actor award.Actor, of Live, change func(*award.Step)) error {
	err := d.db.Update(ctx, func(tx *database.Tx) error {
		if err := award.May(actor, award.DeedStepShow, award.Object{}); err != nil {
			return err
		}
		p, cues, err := follow(tx, actor, of)
		if err != nil {
			return err
		}
		s, err := tx.Step(p.Edition.ID, of.Rehearsal)
		if err != nil {
			return err
		}
		change(&s)
		if s.Outline != award.OutlineSum(cues) {
			return award.ErrConflict
		}
		if err := s.Check(len(cues)); err != nil {
			return err
		}
		if err := tx.SaveStep(p.Edition.ID, of.Rehearsal, s); err != nil {
			return err
		}
		detail, err := json.Marshal(map[string]any{"cue": s.Cue + 1, "black": s.Black, "rehearsal": of.Rehearsal})
		if err != nil {
			return err
		}
		return tx.Record(award.Event{At: d.clock(), Actor: actor.Person.ID, Deed: award.DeedStepShow, Kind: "show", Subject: p.Edition.ID, Edition: p.Edition.ID, Detail: string(detail)})
	})
	if err == nil {
		d.live.changed()
	}
	return err
}

// At is where the windows of a show stand: the first cue before anybody has
// stepped, and after the run sheet's outline has become another.
func (d *Desk) At(ctx context.Context, actor award.Actor, of Live) (s award.Step, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		s, err = at(tx, actor, of)
		return err
	})
	return s, err
}

func at(tx *database.Tx, actor award.Actor, of Live) (award.Step, error) {
	p, cues, err := follow(tx, actor, of)
	if err != nil {
		return award.Step{}, err
	}
	s, err := tx.Step(p.Edition.ID, of.Rehearsal)
	if outline := award.OutlineSum(cues); s.Outline != outline {
		s = award.Step{Outline: outline, Version: s.Version}
	}
	return s, err
}

// Open are the keys of the parts of the real show that its windows can show: the
// categories whose results can be read, and the look at all winners when all can.
func (d *Desk) Open(ctx context.Context, actor award.Actor, year int) (keys []string, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		p, _, err := follow(tx, actor, Live{Year: year})
		if err != nil {
			return err
		}
		if err := tx.MayLeave(p.Edition, p.categories()...); err != nil {
			return err
		}
		_, closed, err := readable(tx, p, award.ForStage)
		if err != nil {
			return err
		}
		for _, part := range p.Show.Parts {
			if part.IsCategory() && !closed[part.Key] || part.Kind() == award.PartWinners && len(closed) == 0 {
				keys = append(keys, part.Key)
			}
		}
		return nil
	})
	return keys, err
}

// Opened tells whoever follows a show that a category may have been opened.
func (d *Desk) Opened() { d.live.changed() }

// Shown is the real cue at which the windows stand, illustrated, with its step:
// all that an audience window may see of the winners at that moment. A Closed one
// names nobody.
func (d *Desk) Shown(ctx context.Context, actor award.Actor, year int) (p Plan, c award.Cue, s award.Step, err error) {
	var all map[award.ID]media
	err = d.db.View(ctx, func(tx *database.Tx) error {
		if s, err = at(tx, actor, Live{Year: year}); err != nil {
			return err
		}
		r, err := running(tx, actor, year, award.ForStage)
		if err != nil {
			return err
		}
		p, c, all = r.Plan, r.Cues[s.Cue], map[award.ID]media{}
		for _, f := range c.Faces {
			if all[f.Entry], err = mediaOf(tx, f.Entry); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return p, c, s, err
	}
	cues := []award.Cue{c}
	err = d.illustrate(ctx, cues, all)
	return p, cues[0], s, err
}

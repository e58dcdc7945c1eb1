// Package stage is the ceremony: the run sheet made from the sealed results,
// and the cues that the presenter's and the audience's windows show.
//
// Why a rehearsal has its own winners: shows have failed by test content that
// named a real winner. A rehearsal is built from invented names and never
// touches a seal, so there is nothing in it that could leak.
//
// Why the steps do not follow from the result: a show that has one cue more where
// a prize is shared, or a longer cipher where a photo is large, tells it to whoever
// counts. Cues come from the edition and the run sheet, checks and lists of names
// from everybody who may win.
//
// Why the plan is changed in the presenter's window: on the day there may be no
// network and no time for a new pack. What changes is a line that can be read
// aloud to whoever sits at the spare laptop.
//
// Why the server keeps the step of the site's windows: an audience window on
// another machine then holds no winner, but gets each slide at its own step, and
// a lost line or a new start of the program loses nothing.
//
// Why a category may be closed while its show runs: the producer opens each on
// stage, with the phrase of its paper envelope. Until then its cues are there, as
// the outline says, but hold no slide, in no window; what is opened so serves the
// windows and nothing else, so no pack is made of it. A presenter's window keeps what
// it was given when the server forgets it: a restart in the middle of a category must
// not take the names from who reads them out.
//
// Why a pack: the hall's network is not to be relied on, nor the site on that
// evening. A pack is one file that runs the show from a disk.
package stage

import (
	"context"
	"errors"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
	"we-gov.org/awards/storage/objects"
)

// Desk does the deeds of the ceremony. It is safe for concurrent use.
type Desk struct {
	db    *database.DB
	store objects.Store
	clock award.Clock
	live  watch
	began award.Time
}

// New returns a Desk on the records, the objects and the clock.
func New(db *database.DB, store objects.Store, clock award.Clock) *Desk {
	return &Desk{db: db, store: store, clock: clock, began: clock()}
}

// Plan is a run sheet with what is known about it without any winner.
type Plan struct {
	Edition *award.Edition
	Show    award.Show
	Sealed  map[string]bool // category key -> sealed by two people
	Opened  map[string]bool // category key -> shown to the public
	Closed  bool            // a sealed result lies in a closed envelope: the windows wait for it, a pack cannot be made
	Packed  award.Time      // when the last pack of the real show was made; 0 = none was
	Changed award.Time      // when after it the run sheet, a name or a decision was changed; 0 = not
}

// Missing returns the categories of the run sheet that are not sealed yet.
func (p Plan) Missing() []award.Category {
	var missing []award.Category
	for _, part := range p.Show.Parts {
		if c, there := p.Edition.Category(part.Key); there && !p.Sealed[part.Key] {
			missing = append(missing, c)
		}
	}
	return missing
}

// Seconds is the time planned for the whole show. It does not depend on who wins.
func (p Plan) Seconds() int {
	total := 0
	for _, c := range p.Show.Outline(p.Edition) {
		total += c.Seconds
	}
	return total
}

// unlocked reports whether the windows may show the real winners.
func (p Plan) unlocked() bool { return !p.Show.Ready.IsZero() && len(p.Missing()) == 0 }

// categories are the keys of those of the run sheet.
func (p Plan) categories() (keys []string) {
	for _, part := range p.Show.Parts {
		if part.IsCategory() {
			keys = append(keys, part.Key)
		}
	}
	return keys
}

// Plan returns the run sheet of a year: the kept one, or the one that follows
// from the edition.
func (d *Desk) Plan(ctx context.Context, actor award.Actor, year int) (p Plan, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		p, err = plan(tx, actor, award.DeedReadShow, year)
		return err
	})
	return p, err
}

// changing are the deeds after which a pack no longer shows what would be shown.
var changing = []award.Deed{award.DeedEditShow, award.DeedSeal, award.DeedAmend, award.DeedPromote, award.DeedSay}

// age finds out when the last pack was made, and whether it has grown old.
func (p *Plan) age(tx *database.Tx) error {
	packs, err := tx.EventsWhere(database.EventFilter{Deed: award.DeedPackShow, Subject: p.Edition.ID}, 1)
	if err != nil || len(packs) == 0 {
		return err
	}
	p.Packed = packs[0].At
	for _, deed := range changing {
		events, err := tx.EventsWhere(database.EventFilter{Deed: deed}, 1)
		if err != nil {
			return err
		}
		for _, e := range events {
			if e.Seq > packs[0].Seq && e.Edition == p.Edition.ID {
				p.Changed = max(p.Changed, e.At)
			}
		}
	}
	return nil
}

func plan(tx *database.Tx, actor award.Actor, deed award.Deed, year int) (Plan, error) {
	e, show, err := sheet(tx, actor, deed, year)
	if err != nil {
		return Plan{}, err
	}
	p := Plan{Edition: e, Show: show, Sealed: map[string]bool{}, Opened: map[string]bool{}}
	seals, err := tx.Seals(e.ID)
	for key, s := range seals {
		p.Sealed[key], p.Opened[key] = s.Sealed(), s.Opened > 0
		p.Closed = p.Closed || s.Closed()
	}
	return p, err
}

// sheet reads an edition and its run sheet, and nothing of any result.
func sheet(tx *database.Tx, actor award.Actor, deed award.Deed, year int) (*award.Edition, award.Show, error) {
	if err := award.May(actor, deed, award.Object{}); err != nil {
		return nil, award.Show{}, err
	}
	e, err := tx.EditionOf(year)
	if err != nil {
		return nil, award.Show{}, err
	}
	show, err := tx.Show(e.ID)
	if errors.Is(err, award.ErrNotFound) {
		show, err = award.NewShow(e), nil
	}
	if err != nil {
		return nil, award.Show{}, err
	}
	show.Follow(e)
	err = films(tx, &show)
	return e, show, err
}

// Save keeps a run sheet over the version that it was read with; ErrConflict
// when somebody else has changed it since.
func (d *Desk) Save(ctx context.Context, actor award.Actor, year int, show award.Show) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		p, err := plan(tx, actor, award.DeedEditShow, year)
		if err != nil {
			return err
		}
		if err := show.Check(p.Edition); err != nil {
			return err
		}
		if err := dropFilms(tx, p.Show, show); err != nil {
			return err
		}
		p.Show.Parts, p.Show.ByCountry, p.Show.Lang, p.Show.Version = show.Parts, show.ByCountry, show.Lang, show.Version
		return d.keep(tx, actor, award.DeedEditShow, &p.Show)
	})
}

func (d *Desk) keep(tx *database.Tx, actor award.Actor, deed award.Deed, show *award.Show) error {
	now := d.clock()
	if err := tx.SaveShow(show, actor.Person.ID, now); err != nil {
		return err
	}
	return tx.Record(award.Event{At: now, Actor: actor.Person.ID, Deed: deed, Kind: "show", Subject: show.Edition, Edition: show.Edition})
}

// Unlock lets the windows show the real winners, or locks them again. It needs
// every category of the run sheet sealed, and is recorded: until somebody has
// done it, no page of the ceremony holds a winner.
func (d *Desk) Unlock(ctx context.Context, actor award.Actor, year int, unlock bool) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		p, err := plan(tx, actor, award.DeedRunShow, year)
		if err != nil {
			return err
		}
		if unlock && len(p.Missing()) > 0 {
			return award.Refuse(award.ErrForbidden, "stage.refused.unsealed", "Count", len(p.Missing()))
		}
		if unlock {
			if err := tx.MayLeave(p.Edition, p.categories()...); err != nil {
				return err
			}
		}
		p.Show.Ready, p.Show.ReadyBy = 0, ""
		deed := award.DeedLockShow
		if unlock {
			p.Show.Ready, p.Show.ReadyBy, deed = d.clock(), actor.Person.ID, award.DeedRunShow
		}
		return d.keep(tx, actor, deed, &p.Show)
	})
}

// Package office is what the Secretariat and the jury's chair do: screen, invite
// judges, make panels, follow the judging, decide, seal and open.
//
// # What an officer sees of a draft
//
// That it exists, whose it is, its title and how complete it is. What a city
// has written shows to the Secretariat from the moment the city sends it, as it
// was sent. The chair sees sent entries only, and neither sees an entry to which
// they have a tie: they act for its city, or a conflict is recorded.
package office

import (
	"context"
	"errors"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
	"we-gov.org/awards/storage/objects"
)

// Desk does the deeds of this activity. It is safe for concurrent use.
type Desk struct {
	db       *database.DB
	store    objects.Store
	clock    award.Clock
	sketches sketches
	runs     panelRuns
	checked  checks
	kept     kept
	// Set by Keep: the key of the log, and who gets its signatures.
	key       Key
	observers []string
}

// New returns a Desk on the records, the objects and the clock.
func New(db *database.DB, store objects.Store, clock award.Clock) *Desk {
	return &Desk{db: db, store: store, clock: clock}
}

// EditionOf returns the edition of a year, or the running one for year 0.
func (d *Desk) EditionOf(ctx context.Context, year int) (e *award.Edition, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		e, err = editionOf(tx, year)
		return err
	})
	return e, err
}

func editionOf(tx *database.Tx, year int) (*award.Edition, error) {
	if year == 0 {
		return tx.RunningEdition()
	}
	return tx.EditionOf(year)
}

// editionFor returns the edition of a year, 0 being the running one, if the
// actor may do a deed in it.
func (d *Desk) editionFor(tx *database.Tx, a award.Actor, deed award.Deed, year int) (*award.Edition, error) {
	if err := award.MayTry(a, deed); err != nil {
		return nil, err
	}
	return editionOf(tx, year)
}

// ties are what keeps a person from entries: the cities that they act for, and
// the conflicts that are recorded for them.
type ties struct{ cities, entries map[award.ID]bool }

func tiesOf(tx *database.Tx, a award.Actor, edition award.ID) (ties, error) {
	t := ties{cities: map[award.ID]bool{}, entries: map[award.ID]bool{}}
	for _, m := range a.Memberships {
		t.cities[m.City] = true
	}
	conflicts, err := tx.ConflictsOf(edition, a.Person.ID)
	for _, c := range conflicts {
		if c.Entry != "" {
			t.entries[c.Entry] = true
		} else {
			t.cities[c.City] = true
		}
	}
	return t, err
}

// none reports whether nothing at all keeps the person from any entry.
func (t ties) none() bool { return len(t.cities)+len(t.entries) == 0 }

func (t ties) bar(e award.Entry) bool { return t.cities[e.City] || t.entries[e.ID] }

// entryFor returns an entry of an edition by its reference if the actor may do
// a deed to it.
func (d *Desk) entryFor(tx *database.Tx, a award.Actor, deed award.Deed, edition *award.Edition, ref string) (award.Entry, error) {
	e, err := tx.EntryRef(ref)
	if err != nil {
		return e, err
	}
	if e.Edition != edition.ID {
		return e, award.ErrNotFound
	}
	t, err := tiesOf(tx, a, edition.ID)
	if err != nil {
		return e, err
	}
	return e, award.May(a, deed, award.Object{Edition: edition, Now: d.clock(), Entry: &e, Barred: t.bar(e)})
}

// zoneOf is a person's time zone; nil when they have chosen none.
func zoneOf(p award.Person) *time.Location {
	if p.Zone == "" {
		return nil
	}
	zone, err := time.LoadLocation(p.Zone)
	if err != nil {
		return nil
	}
	return zone
}

// ignoreMissing turns award.ErrNotFound into nil.
func ignoreMissing(err error) error {
	if errors.Is(err, award.ErrNotFound) {
		return nil
	}
	return err
}

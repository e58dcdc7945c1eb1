package office

import (
	"context"
	"encoding/json"
	"slices"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// Settings are an edition as its settings pages show it: with what depends on
// it already and how it was changed.
type Settings struct {
	Edition *award.Edition
	Use     award.Use
	Changes []PastChange // the latest first
}

// PastChange is one change of an edition as it was recorded.
type PastChange struct {
	At     award.Time
	Who    string // "" for the platform and its command line
	Part   string // of the settings; "import" for a file
	Reason string
	Values []Difference
}

// Settings returns the settings of the edition of a year.
func (d *Desk) Settings(ctx context.Context, actor award.Actor, year int) (Settings, error) {
	var set Settings
	err := d.db.View(ctx, func(tx *database.Tx) (err error) {
		if err := award.May(actor, award.DeedEditEdition, award.Object{}); err != nil {
			return err
		}
		if set.Edition, err = tx.EditionOf(year); err != nil {
			return err
		}
		if set.Use, err = tx.EditionUse(set.Edition.ID); err != nil {
			return err
		}
		set.Changes, err = changesOf(tx, set.Edition.ID)
		return err
	})
	return set, err
}

func changesOf(tx *database.Tx, edition award.ID) ([]PastChange, error) {
	events, err := tx.EventsOf(edition)
	if err != nil {
		return nil, err
	}
	var ids []award.ID
	for _, e := range events {
		ids = append(ids, e.Actor)
	}
	names, err := tx.Names(ids)
	if err != nil {
		return nil, err
	}
	var all []PastChange
	for _, e := range slices.Backward(events) {
		if e.Deed != award.DeedEditEdition {
			continue
		}
		var detail struct {
			Part    string       `json:"part"`
			Reason  string       `json:"reason"`
			Changed []Difference `json:"changed"`
		}
		if err := json.Unmarshal([]byte(e.Detail), &detail); err != nil {
			return nil, err
		}
		all = append(all, PastChange{At: e.At, Who: names[e.Actor], Part: detail.Part, Reason: detail.Reason, Values: detail.Changed})
	}
	return all, nil
}

// EditionChange is a change that somebody asks for in the settings pages.
type EditionChange struct {
	Version int // of the edition that they saw
	Part    string
	Reason  string
	// Edit changes the edition it is given and returns the faults of what was
	// asked for. It may be called more than once, each time with a fresh edition.
	Edit func(*award.Edition) award.Invalid
}

// ChangeEdition changes the edition of a year and reports whether anything of
// it is different now. What hangs together is kept in step: the question about
// the category with the categories, the ranks of prizes with their order, the
// tie rule with the criteria, the ceremony with its stage. It returns Invalid
// for what is not right, a Refusal for what is frozen, and ErrConflict when the
// edition was changed after it was seen; nothing is kept then.
func (d *Desk) ChangeEdition(ctx context.Context, actor award.Actor, year int, c EditionChange) (changed bool, err error) {
	err = d.db.Update(ctx, func(tx *database.Tx) error {
		if err := award.May(actor, award.DeedEditEdition, award.Object{}); err != nil {
			return err
		}
		before, after, err := edited(tx, year, c.Edit)
		if err != nil {
			return err
		}
		if before.Version != c.Version {
			return award.ErrConflict
		}
		if err := after.Check().Or(); err != nil {
			return err
		}
		changed, err = change{actor: actor, part: c.Part, reason: c.Reason, now: d.clock()}.keep(tx, before, after)
		return err
	})
	return changed && err == nil, err
}

// Compare returns what a change would replace in the edition as it stands now.
func (d *Desk) Compare(ctx context.Context, actor award.Actor, year int, edit func(*award.Edition) award.Invalid) ([]Difference, error) {
	var all []Difference
	err := d.db.View(ctx, func(tx *database.Tx) error {
		if err := award.May(actor, award.DeedEditEdition, award.Object{}); err != nil {
			return err
		}
		before, after, err := edited(tx, year, edit)
		if err != nil {
			return err
		}
		all, err = differences(before, after)
		return err
	})
	return all, err
}

// edited returns the edition of a year as it is and as it would be.
func edited(tx *database.Tx, year int, edit func(*award.Edition) award.Invalid) (before, after *award.Edition, err error) {
	if before, err = tx.EditionOf(year); err != nil {
		return nil, nil, err
	}
	if after, err = tx.EditionOf(year); err != nil {
		return nil, nil, err
	}
	if err := edit(after).Or(); err != nil {
		return nil, nil, err
	}
	after.KeepInStep(before)
	return before, after, nil
}

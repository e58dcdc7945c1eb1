package office

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// Imported tells what an import of an edition did.
type Imported struct {
	Edition *award.Edition
	New     bool // there was none of its year
	Changed bool // there was one that differed
}

// ImportEdition reads an edition from a file in either form of ReadEdition and
// stores it. One of the same year is changed to what the file says, under the
// same rules as a change in the settings pages: what is frozen is refused and
// nothing is kept. reason stands in the event.
func (d *Desk) ImportEdition(ctx context.Context, actor award.Actor, r io.Reader, given Defaults, reason string) (Imported, error) {
	if err := award.May(actor, award.DeedEditEdition, award.Object{}); err != nil {
		return Imported{}, err
	}
	e, err := ReadEdition(r, given)
	if err != nil {
		return Imported{}, err
	}
	var done Imported
	err = d.db.Update(ctx, func(tx *database.Tx) error {
		after := *e
		done = Imported{Edition: &after}
		before, err := tx.EditionOf(e.Year)
		switch {
		case errors.Is(err, award.ErrNotFound):
			after.ID, done.New = award.NewID(), true
			change := change{actor: actor, part: "import", reason: reason, now: d.clock()}
			return errors.Join(tx.AddEdition(&after), change.record(tx, &award.Edition{Year: after.Year}, &after))
		case err != nil:
			return err
		}
		after.ID, after.Version = before.ID, before.Version
		done.Changed, err = change{actor: actor, part: "import", reason: reason, now: d.clock()}.keep(tx, before, &after)
		return err
	})
	if err != nil {
		return Imported{}, err
	}
	return done, nil
}

// ExportEdition writes the edition of a year as WriteEdition does.
func (d *Desk) ExportEdition(ctx context.Context, actor award.Actor, year int, w io.Writer) error {
	if err := award.May(actor, award.DeedEditEdition, award.Object{}); err != nil {
		return err
	}
	var e *award.Edition
	err := d.db.View(ctx, func(tx *database.Tx) (err error) {
		e, err = tx.EditionOf(year)
		return err
	})
	if err != nil {
		return err
	}
	return WriteEdition(w, e)
}

// change is one change of an edition: who, in which part of the settings, why.
type change struct {
	actor  award.Actor
	part   string
	reason string
	now    award.Time
}

// keep checks a change against what depends on the edition, stores it and
// records it. Nothing is stored, and false returned, when nothing changed.
func (c change) keep(tx *database.Tx, before, after *award.Edition) (bool, error) {
	changed, err := differences(before, after)
	if err != nil || len(changed) == 0 {
		return false, err
	}
	use, err := tx.EditionUse(before.ID)
	if err != nil {
		return false, err
	}
	if err := before.CheckChange(after, use, c.reason, c.now); err != nil {
		return false, err
	}
	if err := tx.SaveEdition(after); err != nil {
		return false, err
	}
	return true, c.record(tx, before, after)
}

// Difference is one value that a change replaces. A path names list items by
// their keys: criteria.need.weight. The path of a list itself stands for the
// order of its items.
type Difference struct {
	Path string `json:"path"`
	From any    `json:"from"`
	To   any    `json:"to"`
}

// record appends the event of a change with every value that it replaced; for
// a new edition the whole of it is the file's business, so only its size is.
func (c change) record(tx *database.Tx, before, after *award.Edition) error {
	detail := map[string]any{"part": c.part}
	if c.reason != "" {
		detail["reason"] = c.reason
	}
	if before.ID == "" {
		detail["new"] = true
	} else {
		changed, err := differences(before, after)
		if err != nil {
			return err
		}
		detail["changed"] = changed
	}
	doc, err := json.Marshal(detail)
	if err != nil {
		return err
	}
	return tx.Record(award.Event{At: c.now, Actor: c.actor.Person.ID, Deed: award.DeedEditEdition, Kind: "edition", Subject: after.ID, Edition: after.ID, Detail: string(doc)})
}

// differences lists the values in which two editions differ, by path.
func differences(before, after *award.Edition) ([]Difference, error) {
	from, err := leaves(before)
	if err != nil {
		return nil, err
	}
	to, err := leaves(after)
	if err != nil {
		return nil, err
	}
	all := maps.Clone(from)
	maps.Copy(all, to)
	var changed []Difference
	for _, path := range slices.Sorted(maps.Keys(all)) {
		if from[path] != to[path] {
			changed = append(changed, Difference{path, from[path], to[path]})
		}
	}
	return changed, nil
}

// leaves returns every scalar of an edition's file form by its path. The order
// of a list's items is kept beside it under its own path. Outdated translations
// are left out: they follow from what was reworded.
func leaves(e *award.Edition) (map[string]any, error) {
	doc, err := EditionJSON(e)
	if err != nil {
		return nil, err
	}
	_, v, err := readJSON(bytes.NewReader(doc))
	if err != nil {
		return nil, err
	}
	of := map[string]any{}
	v.leaves("", of)
	maps.DeleteFunc(of, func(path string, _ any) bool { return strings.HasPrefix(path, "translations_outdated.") })
	return of, nil
}

// Package demo fills an empty database and object store with an openly invented
// running edition at a stage of its year, beside the real archive of winners.
// The same stage always gives the same cities, people, texts and scores, so that
// tests may rely on them; it reads no clock and asks no network.
package demo

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
	"we-gov.org/awards/storage/objects"
)

// Stage is the moment of the edition's year at which the demo stands.
type Stage string

// The stages of the demo, in the order of the year.
const (
	Submit   Stage = "submit"   // cities are writing
	Screen   Stage = "screen"   // the Secretariat checks what was sent
	Judge    Stage = "judge"    // the first round of judging is under way
	Decide   Stage = "decide"   // the round is over, the jury meets
	Ceremony Stage = "ceremony" // everything is decided and sealed
	Public   Stage = "public"   // opened and published
)

// Stages lists the stages in the order of the year.
var Stages = []Stage{Submit, Screen, Judge, Decide, Ceremony, Public}

// from reports whether the stage is another one or comes after it in the year.
func (s Stage) from(other Stage) bool {
	return slices.Index(Stages, s) >= slices.Index(Stages, other)
}

// Errors of a database that the demo cannot use.
var (
	// ErrReal: the database holds an edition that is not invented.
	ErrReal = errors.New("the records hold a real edition; the demo fills only empty ones")
	// ErrFilled: the database holds a demo already.
	ErrFilled = errors.New("the records hold a demo already")
)

// Sample is what a filled demo consists of.
type Sample struct {
	Edition *award.Edition
	People  []SamplePerson
}

// ID returns the ID of a thing of the demo by its name, the same in every
// filling: "edition", "person/chair", "city/port-oriel", "entry/port-oriel/1".
func ID(name string) award.ID {
	return award.ID(uuid.NewSHA1(uuid.NameSpaceURL, []byte("https://we-gov.org/demo/"+name)).String())
}

// Fill puts the demo of a stage into an empty database and object store.
// Objects are kept before the rows that name them. ErrReal when the database
// holds a real edition, ErrFilled when it holds a demo already.
func Fill(ctx context.Context, db *database.DB, store objects.Store, stage Stage) (Sample, error) {
	if !slices.Contains(Stages, stage) {
		return Sample{}, fmt.Errorf("demo: there is no stage %q", stage)
	}
	switch _, _, err := Held(ctx, db); {
	case err == nil:
		return Sample{}, ErrFilled
	case !errors.Is(err, award.ErrNotFound):
		return Sample{}, err
	}
	w, err := newWorld(stage)
	if err != nil {
		return Sample{}, err
	}
	for _, step := range []func(context.Context, *database.DB, objects.Store) error{
		w.keepArchive, w.keepFiles, w.keepRows, w.enclose, w.keepLetters, w.keepCheckpoint,
	} {
		if err := step(ctx, db, store); err != nil {
			return Sample{}, fmt.Errorf("demo of stage %s: %w", stage, err)
		}
	}
	people, err := People(ctx, db)
	return Sample{Edition: w.edition, People: people}, err
}

// Held tells which stage of the demo a database holds and when its last event
// happened: award.ErrNotFound when the database holds no edition, ErrReal when
// it holds one that is not the demo's.
func Held(ctx context.Context, db *database.DB) (stage Stage, last award.Time, err error) {
	err = db.View(ctx, func(tx *database.Tx) error {
		e, err := tx.RunningEdition()
		if err != nil {
			return err
		}
		stage, err = mark(tx, e)
		if err != nil {
			return err
		}
		events, err := tx.EventsBefore(0, 1)
		if err == nil && len(events) > 0 {
			last = events[0].At
		}
		return err
	})
	return stage, last, err
}

// mark finds the event that says that the edition was made by Fill.
func mark(tx *database.Tx, e *award.Edition) (Stage, error) {
	if e.ID != ID("edition") || !e.Sample {
		return "", ErrReal
	}
	events, err := tx.EventsOf(e.ID)
	if err != nil {
		return "", err
	}
	for _, event := range events {
		for _, s := range Stages {
			if event.Kind == markKind && event.Detail == s.detail() {
				return s, nil
			}
		}
	}
	return "", ErrReal
}

// markKind is the kind of the event that marks a database as the demo's.
const markKind = "demo"

func (s Stage) detail() string { return `{"stage":"` + string(s) + `"}` }

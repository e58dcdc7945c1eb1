package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo/data"
	"we-gov.org/awards/internal/library"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/storage/database"
	"we-gov.org/awards/storage/objects"
)

// world is the whole demo of one stage before it is kept.
type world struct {
	source
	stage   Stage
	edition *award.Edition
	now     award.Time
	entries []*sampleEntry // by number
	seats   []*sampleSeat
	plan    *award.PanelPlan // of the first round
	proof   string           // of the plan
	again   again            // the second round of one category
	events  []award.Event
}

// sampleEntry is an entry with everything that belongs to it.
type sampleEntry struct {
	award.Entry
	author
	answers   []award.Answer
	files     []sampleFile
	sendings  []award.Sending
	sent      award.Time // when it is sent in the story; 0 = never
	quality   float64    // what judges find in it, before their own measure
	screening *award.Screening
	query     *award.Query
	said      saying
	fate      award.EntryState // what becomes of it in the story
}

func (e *sampleEntry) officer() award.ID { return ID("person/city/" + e.author.City) }

func newWorld(stage Stage) (*world, error) {
	s, err := written()
	if err != nil {
		return nil, err
	}
	e, err := newEdition()
	if err != nil {
		return nil, err
	}
	w := &world{source: s, stage: stage, edition: e, now: dayOf(e, stage)}
	if err := w.write(); err != nil {
		return nil, err
	}
	w.screen()
	w.say()
	if stage.from(Judge) {
		if err := w.seat(); err != nil {
			return nil, err
		}
	}
	return w, nil
}

// deed is something that a person did, with what its event tells of it.
type deed struct {
	at     award.Time
	by     award.ID
	what   award.Deed
	detail map[string]any
}

// note keeps the event of a deed for the rows.
func (w *world) note(d deed, kind string, subject award.ID) {
	event := award.Event{At: d.at, Actor: d.by, Deed: d.what, Kind: kind, Subject: subject, Edition: w.edition.ID}
	if d.detail != nil {
		text, _ := json.Marshal(d.detail) // texts and numbers: cannot fail
		event.Detail = string(text)
	}
	w.events = append(w.events, event)
}

// keepArchive imports the real winners and member cities.
func (w *world) keepArchive(ctx context.Context, db *database.DB, _ objects.Store) error {
	return importArchive(ctx, db, w.opens())
}

// opens is when the edition was set up: before anything else of it.
func (w *world) opens() award.Time {
	s, _ := w.edition.Stage("announce")
	return s.Opens
}

// keepRows writes everything but the archive in one Update, so that a demo is
// there whole or not at all.
func (w *world) keepRows(ctx context.Context, db *database.DB, _ objects.Store) error {
	return db.Update(ctx, func(tx *database.Tx) error {
		events := slices.Clone(w.events)
		for _, part := range []func(*database.Tx) error{w.putGround, w.putEntries, w.putJudging, w.putAgain, w.putMeeting, w.putResults, w.putEvents} {
			if err := part(tx); err != nil {
				return err
			}
		}
		w.events = events // PostgreSQL may run this again
		return nil
	})
}

// putGround writes the edition, the cities and the people.
func (w *world) putGround(tx *database.Tx) error {
	if err := tx.AddEdition(w.edition); err != nil {
		return err
	}
	since := w.opens()
	for _, p := range w.places {
		if err := tx.AddCity(p.row()); err != nil {
			return err
		}
	}
	for _, m := range w.people() {
		if err := w.putPerson(tx, m, since); err != nil {
			return err
		}
	}
	return w.putSealKeys(tx)
}

func (w *world) putPerson(tx *database.Tx, m member, since award.Time) error {
	p := award.Person{ID: m.id(), Email: m.email(), Name: m.name, Language: m.language, Zone: m.zone, Created: since}
	if m.disabled {
		p.Disabled = since.Add(24 * time.Hour)
	}
	if err := tx.AddPerson(p); err != nil {
		return err
	}
	for _, r := range m.roles {
		if err := tx.Grant(p.ID, r, w.edition.ID, since); err != nil {
			return err
		}
	}
	if m.city == "" {
		return nil
	}
	return tx.AddMember(m.membership(since))
}

// row is the place as it is kept.
func (p place) row() award.City {
	return award.City{
		ID: ID("city/" + p.Slug), Slug: p.Slug, Name: p.Name, LocalName: p.Local, Country: p.Country, Region: locale.Region(p.Country),
		Kind: p.Kind, Population: p.Population, Source: "Invented for the demo; there is no such city.", Sample: true,
	}
}

func (m member) membership(since award.Time) award.Membership {
	return award.Membership{City: ID("city/" + m.city), Person: m.id(), Right: m.right, Since: since}
}

// putEvents records the deeds in the order in which they were done, after the
// mark that says that a demo was filled.
func (w *world) putEvents(tx *database.Tx) error {
	mark := award.Event{At: w.opens(), Deed: award.DeedPlatformChore, Kind: markKind, Subject: w.edition.ID, Edition: w.edition.ID, Detail: w.stage.detail()}
	if err := tx.Record(mark); err != nil {
		return err
	}
	return w.recordAll(tx)
}

// putEntries writes entries, answers, attachments and what was sent.
func (w *world) putEntries(tx *database.Tx) error {
	for range w.entries {
		if _, err := tx.TakeNumber(w.edition.ID); err != nil {
			return err
		}
	}
	for _, e := range w.entries {
		if err := e.put(tx); err != nil {
			return err
		}
	}
	return nil
}

func (e *sampleEntry) put(tx *database.Tx) error {
	if err := tx.AddEntry(e.Entry); err != nil {
		return err
	}
	for i := range e.answers {
		a := e.answers[i]
		if err := tx.SaveAnswer(&a); err != nil {
			return err
		}
	}
	for _, f := range e.files {
		if err := tx.AddAttachment(f.row); err != nil {
			return err
		}
	}
	if err := e.said.save(tx); err != nil {
		return err
	}
	return e.putScreening(tx)
}

// importArchive reads the real archive with the importers that serve any file
// of its form.
func importArchive(ctx context.Context, db *database.DB, at award.Time) error {
	desk := library.New(db, nil, func() award.Time { return at })
	admin := award.Actor{Person: award.Person{ID: ID("person/admin")}, Roles: []award.Role{award.RoleAdmin}}
	if _, err := desk.ImportCities(ctx, admin, bytes.NewReader(data.Members)); err != nil {
		return err
	}
	_, err := desk.ImportArchive(ctx, admin, bytes.NewReader(data.Winners))
	return err
}

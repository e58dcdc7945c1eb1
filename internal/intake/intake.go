// Package intake is what a city does: start an entry, fill it with its
// colleagues, attach files, send it, and answer the Secretariat's questions.
package intake

import (
	"context"
	"encoding/json"
	"errors"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
	"we-gov.org/awards/storage/objects"
)

// Desk does the deeds of this activity. It is safe for concurrent use.
type Desk struct {
	db    *database.DB
	store objects.Store
	clock award.Clock
	// looking is held while the content of a file is read into memory, so that
	// many large pictures at once do not fill it.
	looking chan struct{}
}

// New returns a Desk on the records, the objects and the clock.
func New(db *database.DB, store objects.Store, clock award.Clock) *Desk {
	return &Desk{db: db, store: store, clock: clock, looking: make(chan struct{}, 1)}
}

// Dossier is an entry with all that belongs to it, as its city sees it.
type Dossier struct {
	Edition *award.Edition
	Entry   award.Entry
	City    award.City
	Answers map[string]award.Answer
	Files   []award.Attachment
	Queries []award.Query
	// Sending is the last one, taken back or not; nil when it was never sent.
	Sending *award.Sending
	Members int
	// Names are the printed names of the people in it.
	Names map[award.ID]string
	Now   award.Time
	// Told is when the feedback of the jury was released; 0 = not yet.
	Told award.Time
	// Opened: everybody may know the result of the entry's category.
	Opened bool
	// Said is what the city says for the ceremony.
	Said award.Said
}

// May reports what keeps an actor from a deed to the entry, or nil.
func (o *Dossier) May(a award.Actor, deed award.Deed) error {
	return award.May(a, deed, award.Object{Edition: o.Edition, Entry: &o.Entry, Now: o.Now, Opened: o.Opened})
}

// Value is the answer to a question as it stands; "" for none.
func (o *Dossier) Value(question string) string { return o.Answers[question].Value }

// FilesOf lists the attachments of a kind in their order.
func (o *Dossier) FilesOf(kind string) []award.Attachment {
	var of []award.Attachment
	for _, f := range o.Files {
		if f.Kind == kind {
			of = append(of, f)
		}
	}
	return of
}

// Closes is when the city can change the entry no longer: the end of the time
// for entries, or of the time given for a correction. Zero when there is none.
func (o *Dossier) Closes() award.Time {
	if o.Entry.Reopened > 0 {
		return o.Entry.Reopened
	}
	if o.Entry.State == award.EntryReturned {
		return 0
	}
	stage, _ := o.Edition.Stage(award.StageSubmit)
	return stage.Closes
}

// Read returns an entry by its reference with all that belongs to it.
func (d *Desk) Read(ctx context.Context, a award.Actor, ref string) (o *Dossier, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		if o, err = d.open(tx, a, ref, award.DeedReadEntry); err != nil {
			return err
		}
		if l, err := tx.Letter(o.Entry.ID); err == nil {
			o.Told = l.At
		} else if !errors.Is(err, award.ErrNotFound) {
			return err
		}
		if err := o.hear(tx); err != nil {
			return err
		}
		return o.fill(tx)
	})
	return o, err
}

// open returns an entry with its edition and city, if the actor may do the deed
// to it now.
func (d *Desk) open(tx *database.Tx, a award.Actor, ref string, deed award.Deed) (*Dossier, error) {
	entry, err := tx.EntryRef(ref)
	if err != nil {
		return nil, err
	}
	o := &Dossier{Entry: entry, Now: d.clock()}
	if o.Edition, err = tx.Edition(entry.Edition); err != nil {
		return nil, err
	}
	if err := o.May(a, deed); err != nil {
		return nil, err
	}
	o.City, err = tx.City(entry.City)
	return o, err
}

// fill reads the rest of an entry.
func (o *Dossier) fill(tx *database.Tx) (err error) {
	if err = o.content(tx); err != nil {
		return err
	}
	if o.Queries, err = tx.Queries(o.Entry.ID); err != nil {
		return err
	}
	sendings, err := tx.Sendings(o.Entry.ID)
	if err != nil {
		return err
	}
	if n := len(sendings); n > 0 {
		o.Sending = &sendings[n-1]
	}
	members, err := tx.Members(o.Entry.City)
	if err != nil {
		return err
	}
	o.Members = len(members)
	o.Names, err = tx.Names(o.people())
	return err
}

// content reads what is sent: answers and attachments.
func (o *Dossier) content(tx *database.Tx) (err error) {
	if o.Answers, err = tx.Answers(o.Entry.ID); err != nil {
		return err
	}
	o.Files, err = tx.Attachments(o.Entry.ID)
	return err
}

// people lists everybody whose name the pages of the entry show.
func (o *Dossier) people() []award.ID {
	ids := []award.ID{o.Entry.CreatedBy}
	for _, a := range o.Answers {
		ids = append(ids, a.By)
	}
	for _, q := range o.Queries {
		ids = append(ids, q.RepliedBy)
	}
	if o.Sending != nil {
		ids = append(ids, o.Sending.By)
	}
	return ids
}

// record appends the event of a deed to an entry.
func (o *Dossier) record(tx *database.Tx, a award.Actor, deed award.Deed, detail map[string]any) error {
	return tx.Record(award.Event{
		At: o.Now, Actor: a.Person.ID, Deed: deed, Kind: "entry", Subject: o.Entry.ID, Edition: o.Edition.ID, Detail: canonical(detail),
	})
}

// canonical writes the detail of an event: JSON with sorted keys.
func canonical(detail map[string]any) string {
	if len(detail) == 0 {
		return "{}"
	}
	text, _ := json.Marshal(detail) // of strings and numbers
	return string(text)
}

package office

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// File is an entry as the desk sees it: what was sent, and all that has
// happened to it. It says nothing of judges and scores.
type File struct {
	Edition *award.Edition
	Entry   award.Entry
	City    award.City
	// Shown: the text was sent and may be read. It is as in the last sending
	// that stands, which Sending is.
	Shown        bool
	Answers      map[string]string
	Attachments  []award.Attachment
	Done, Needed int // required answers and attachments, of an entry with its city
	Sendings     []award.Sending
	Queries      []award.Query
	Events       []award.Event
	Screening    award.Screening
	Members      []Member
	// Names are the printed names of everybody who did something to it.
	Names map[award.ID]string
	// Fixed: judges have it, or had it, so that it can no longer go back.
	Fixed bool
}

// Member is somebody who may act for the entry's city.
type Member struct {
	award.Person
	Right award.CityRight
}

// File returns an entry of a year by its reference.
func (d *Desk) File(ctx context.Context, a award.Actor, year int, ref string) (f File, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		f, err = d.file(tx, a, award.DeedReadAll, year, ref)
		return err
	})
	return f, err
}

func (d *Desk) file(tx *database.Tx, a award.Actor, deed award.Deed, year int, ref string) (f File, err error) {
	if f.Edition, err = d.editionFor(tx, a, deed, year); err != nil {
		return f, err
	}
	if f.Entry, err = d.entryFor(tx, a, deed, f.Edition, ref); err != nil {
		return f, err
	}
	if !seesState(a, f.Entry) {
		return f, award.ErrNotFound
	}
	if f.City, err = tx.City(f.Entry.City); err != nil {
		return f, err
	}
	if f.Screening, err = tx.Screening(f.Entry.ID); err != nil {
		return f, err
	}
	if err := f.read(tx); err != nil {
		return f, err
	}
	return f, f.past(tx)
}

// read fills in what was sent, or only how complete it is.
func (f *File) read(tx *database.Tx) error {
	var err error
	if f.Sendings, err = tx.Sendings(f.Entry.ID); err != nil {
		return err
	}
	f.Shown = f.Entry.State != award.EntryDraft
	if f.Entry.State == award.EntryDraft || f.Entry.State == award.EntryReturned {
		answers, files, err := tx.Filled([]award.ID{f.Entry.ID})
		if err != nil {
			return err
		}
		f.Done, f.Needed = completeness(f.Edition, answers[f.Entry.ID], files[f.Entry.ID])
	}
	if !f.Shown {
		return nil
	}
	if f.Fixed, err = tx.HasSeats(f.Entry.ID); err != nil {
		return err
	}
	return f.sent(tx)
}

// sent reads the answers and attachments of the last sending. An attachment
// that its city has removed or replaced since is not shown.
func (f *File) sent(tx *database.Tx) error {
	sent, err := sentText(tx, f.Entry.ID)
	if err != nil {
		return err
	}
	f.Answers = sent.answers
	files, err := tx.Attachments(f.Entry.ID)
	f.Attachments = slices.DeleteFunc(files, func(a award.Attachment) bool { return sent.files != nil && !sent.files[a.SHA256] })
	return err
}

// sentContent is what the last sending of an entry holds. An entry that came in
// without one, such as from a file, has its answers as they stand and any files.
type sentContent struct {
	answers map[string]string
	files   map[string]bool // by SHA-256; nil = any
}

// sentText reads it.
func sentText(tx *database.Tx, entry award.ID) (sentContent, error) {
	c := sentContent{answers: map[string]string{}}
	last, err := tx.LastSending(entry)
	if errors.Is(err, award.ErrNotFound) {
		answers, err := tx.Answers(entry)
		for key, a := range answers {
			c.answers[key] = a.Value
		}
		return c, err
	}
	if err != nil {
		return c, err
	}
	doc, err := last.Document()
	if err != nil {
		return c, err
	}
	for _, a := range doc.Answers {
		c.answers[a.Question] = a.Value
	}
	c.files = map[string]bool{}
	for _, f := range doc.Files {
		c.files[f.SHA256] = true
	}
	return c, nil
}

// past fills in questions, history and people.
func (f *File) past(tx *database.Tx) error {
	var err error
	if f.Queries, err = tx.Queries(f.Entry.ID); err != nil {
		return err
	}
	events, err := tx.EventsOf(f.Entry.ID)
	if err != nil {
		return err
	}
	f.Events = history(events)
	who := map[award.ID]bool{f.Screening.By: true}
	for _, e := range f.Events {
		who[e.Actor] = true
	}
	for _, s := range f.Sendings {
		who[s.By] = true
	}
	for _, q := range f.Queries {
		who[q.AskedBy], who[q.RepliedBy] = true, true
	}
	if f.Names, err = tx.Names(slices.Collect(maps.Keys(who))); err != nil {
		return err
	}
	f.Members, err = membersOf(tx, f.City.ID)
	return err
}

// history keeps the events of an entry that its file may tell: what the city
// and the Secretariat did to it. Saving an answer is no news, nor is filling a
// draft with files, and what judges and the jury do is not told here.
func history(events []award.Event) []award.Event {
	sent := slices.IndexFunc(events, func(e award.Event) bool { return e.Deed == award.DeedSend })
	var told []award.Event
	for i, e := range events {
		file := e.Deed == award.DeedAttach || e.Deed == award.DeedDetach
		if strings.HasPrefix(string(e.Deed), "entry.") && e.Deed != award.DeedEdit && (!file || (sent >= 0 && i > sent)) {
			told = append(told, e)
		}
	}
	return told
}

func membersOf(tx *database.Tx, city award.ID) ([]Member, error) {
	memberships, err := tx.Members(city)
	if err != nil {
		return nil, err
	}
	var all []Member
	for _, m := range memberships {
		p, err := tx.Person(m.Person)
		if err != nil {
			return nil, err
		}
		if p.Disabled.IsZero() {
			all = append(all, Member{p, m.Right})
		}
	}
	return all, nil
}

// Attachment returns an attachment of an entry that the actor may read at the
// desk; one that was not sent is not found.
func (d *Desk) Attachment(ctx context.Context, a award.Actor, year int, ref string, id award.ID) (file award.Attachment, err error) {
	f, err := d.File(ctx, a, year, ref)
	if err != nil {
		return file, err
	}
	i := slices.IndexFunc(f.Attachments, func(x award.Attachment) bool { return x.ID == id })
	if i < 0 {
		return file, award.ErrNotFound
	}
	return f.Attachments[i], nil
}

// DetailText returns a text of an event's detail; "" if there is none.
func DetailText(e award.Event, name string) string {
	text, _ := detail(e)[name].(string)
	return text
}

// DetailTime returns an instant of an event's detail; not set if there is none.
func DetailTime(e award.Event, name string) award.Time {
	n, _ := detail(e)[name].(float64)
	return award.Time(n)
}

func detail(e award.Event) map[string]any {
	var d map[string]any
	if json.Unmarshal([]byte(e.Detail), &d) != nil {
		return nil
	}
	return d
}

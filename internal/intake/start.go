package intake

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// draftsMax is the most entries that a city may have begun in one edition, so
// that nobody fills the list; how many may be sent is the edition's own limit.
const draftsMax = 20

// Gate is what somebody who wants to enter has to know.
type Gate struct {
	Edition *award.Edition
	Now     award.Time
	// Cities are those for which the visitor acts, by name.
	Cities []CityEntries
}

// CityEntries is a city with its entries in an edition.
type CityEntries struct {
	City    award.City
	Right   award.CityRight
	Entries []award.Entry
	// Sent is how many of them count against the edition's limit.
	Sent int
}

// Full reports whether the city has sent as many entries as it may.
func (c CityEntries) Full(e *award.Edition) bool { return c.Sent >= e.EntriesPerCity }

// counts reports whether an entry counts against the limit of its city.
func counts(e award.Entry) bool {
	return slices.Contains([]award.EntryState{award.EntrySent, award.EntryReturned, award.EntryAccepted}, e.State)
}

// Gate returns the running edition and the cities and entries of the visitor.
func (d *Desk) Gate(ctx context.Context, a award.Actor) (g *Gate, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		g = &Gate{Now: d.clock()}
		if g.Edition, err = tx.RunningEdition(); err != nil {
			return err
		}
		g.Cities, err = citiesOf(tx, a, g.Edition.ID)
		return err
	})
	return g, err
}

func citiesOf(tx *database.Tx, a award.Actor, edition award.ID) ([]CityEntries, error) {
	var ids []award.ID
	for _, m := range a.Memberships {
		ids = append(ids, m.City)
	}
	cities, err := tx.CitiesOf(ids)
	if err != nil {
		return nil, err
	}
	var all []CityEntries
	for _, m := range a.Memberships {
		of := CityEntries{City: cities[m.City], Right: m.Right}
		if of.Entries, err = tx.EntriesOfCity(m.City, edition); err != nil {
			return nil, err
		}
		for _, e := range of.Entries {
			if counts(e) {
				of.Sent++
			}
		}
		all = append(all, of)
	}
	slices.SortStableFunc(all, func(x, y CityEntries) int { return strings.Compare(x.City.Name, y.City.Name) })
	return all, nil
}

// Beginning is what is asked before an entry is begun. City is one for which
// the person acts; without it the other fields name a city that is new to them.
type Beginning struct {
	City      award.ID
	Name      string
	LocalName string
	Country   string // ISO 3166-1 alpha-2
	Kind      string
	Category  string
	Title     string
}

// check returns the faults of a beginning that can be told without the store.
func (b Beginning) check(e *award.Edition) award.Invalid {
	faults := award.Invalid{}
	if b.City == "" {
		text(faults, "name", b.Name, true)
		text(faults, "local_name", b.LocalName, false)
		text(faults, "kind", b.Kind, false)
		if len(b.Country) != 2 {
			faults.Add("country", "fault.country")
		}
	}
	text(faults, "title", b.Title, true)
	if q, there := e.Question("title"); there {
		if f, wrong := q.CheckValue(b.Title)["title"]; wrong {
			faults.Add("title", f.Key, pairs(f)...)
		}
	}
	if _, there := e.Category(b.Category); !there {
		faults.Add("category", "fault.required_choice")
	}
	return faults
}

func pairs(f award.Fault) (all []any) {
	for name, value := range f.Values {
		all = append(all, name, value)
	}
	return all
}

// nameMax is the most characters of a name or a title.
const nameMax = 150

func text(faults award.Invalid, field, value string, needed bool) {
	if needed && value == "" {
		faults.Add(field, "apply.fault."+field)
	} else if n := utf8.RuneCountInString(value); n > nameMax {
		faults.Add(field, "fault.letters", "Count", nameMax)
	}
}

// Start begins an entry in the running edition and returns it. A city that is
// new to the platform is registered, and the first person of a city may send
// for it; a city that has people already is joined only by invitation.
func (d *Desk) Start(ctx context.Context, a award.Actor, b Beginning) (entry award.Entry, err error) {
	err = d.db.Update(ctx, func(tx *database.Tx) error {
		edition, err := tx.RunningEdition()
		if err != nil {
			return err
		}
		o := &Dossier{Edition: edition, Now: d.clock()}
		if err := award.May(a, award.DeedStart, award.Object{Edition: edition, Now: o.Now}); err != nil {
			return err
		}
		if err := b.check(edition).Or(); err != nil {
			return err
		}
		if o.City, err = cityFor(tx, a, b, o.Now); err != nil {
			return err
		}
		if err := o.roomToStart(tx); err != nil {
			return err
		}
		if err := o.begin(tx, a, b); err != nil {
			return err
		}
		entry = o.Entry
		return nil
	})
	return entry, err
}

// roomToStart refuses an entry beyond what the city may send, or may have begun.
func (o *Dossier) roomToStart(tx *database.Tx) error {
	all, err := tx.EntriesOfCity(o.City.ID, o.Edition.ID)
	if err != nil {
		return err
	}
	sent := 0
	for _, e := range all {
		if counts(e) {
			sent++
		}
	}
	if sent >= o.Edition.EntriesPerCity {
		return award.Refuse(award.ErrConflict, "entry.refused.limit", "Max", o.Edition.EntriesPerCity, "City", o.City.Name)
	}
	if len(all) >= draftsMax {
		return award.Refuse(award.ErrConflict, "entry.refused.drafts", "Max", draftsMax)
	}
	return nil
}

// begin stores the entry with the answers that are known already, so that the
// form asks nothing twice.
func (o *Dossier) begin(tx *database.Tx, a award.Actor, b Beginning) error {
	n, err := tx.TakeNumber(o.Edition.ID)
	if err != nil {
		return err
	}
	o.Entry = award.Entry{
		ID: award.NewID(), Edition: o.Edition.ID, City: o.City.ID, Number: n, Reference: fmt.Sprintf("%d-%04d", o.Edition.Year, n),
		Category: b.Category, Title: b.Title, State: award.EntryDraft, Version: 1, Created: o.Now, CreatedBy: a.Person.ID,
	}
	if err := tx.AddEntry(o.Entry); err != nil {
		return err
	}
	for key, value := range o.known(b) {
		q, asked := o.Edition.Question(key)
		if !asked || value == "" || len(q.CheckValue(value)) > 0 {
			continue
		}
		if err := tx.SaveAnswer(&award.Answer{Entry: o.Entry.ID, Question: key, Value: value, Changed: o.Now, By: a.Person.ID}); err != nil {
			return err
		}
	}
	return o.record(tx, a, award.DeedStart, map[string]any{"reference": o.Entry.Reference, "category": b.Category})
}

// known are the answers that starting an entry gives, by the keys that the
// questions of an edition commonly have.
func (o *Dossier) known(b Beginning) map[string]string {
	all := map[string]string{
		"local_government": o.City.Name, "local_name": o.City.LocalName, "country": o.City.Country,
		"government_kind": o.City.Kind, "title": b.Title, "category": b.Category,
	}
	if o.City.Population > 0 {
		all["population"] = fmt.Sprint(o.City.Population)
	}
	return all
}

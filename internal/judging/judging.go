// Package judging is what a judge does: declare ties, read the entries of their
// own seats, score them, step aside and send.
//
// # What a judge sees
//
// Everything of an entry that bears on a score: title, category, city, country,
// every answer that award.Question.JudgesSee lets through, what is not for
// publication among it (a demo account, say), and every attachment but papers
// for the Secretariat. Never contacts, consents, membership of WeGO, fees, the
// screening, or anything of another judge: not a score, a name, a count, nor
// whether there is one. No query of this package reads another judge's rows, but
// for one thing: in the second round of an edition that says so, a judge reads
// what others wrote on the whole entry in the first one, and after finishing
// their own sheet what they wrote in the second, without names and in an order
// that tells nothing.
//
// An entry exists for a judge while they hold a seat on it that is neither given
// up nor taken away, the entry is accepted, and nothing bars them (award.Ties).
// Otherwise it is not found, whatever the database holds.
//
// # Why ties come first
//
// A judge who has not declared their ties gets ErrDeclareFirst for everything
// else, so that nobody has read an entry before saying what ties them to it.
package judging

import (
	"context"
	"errors"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
	"we-gov.org/awards/storage/objects"
)

// ErrDeclareFirst says that the judge has not yet declared what ties them to
// cities.
var ErrDeclareFirst = errors.New("declare ties first")

// Desk does the deeds of this activity. It is safe for concurrent use.
type Desk struct {
	db    *database.DB
	store objects.Store
	clock award.Clock
}

// New returns a Desk on the records, the objects and the clock.
func New(db *database.DB, store objects.Store, clock award.Clock) *Desk {
	return &Desk{db: db, store: store, clock: clock}
}

// Place names a seat as its judge does: the edition's year, the round and the
// reference of the entry.
type Place struct {
	Year, Round int
	Reference   string
}

// bench is one judge in one edition within a transaction.
type bench struct {
	tx      *database.Tx
	actor   award.Actor
	edition *award.Edition
	judge   award.Judge
	ties    award.Ties
	now     award.Time
}

// sit finds the edition of a year and the actor's place in its jury; ErrNotFound
// for whoever has not accepted one.
func (d *Desk) sit(tx *database.Tx, actor award.Actor, year int) (*bench, error) {
	e, err := tx.EditionOf(year)
	if err != nil {
		return nil, err
	}
	return d.sitIn(tx, actor, e)
}

func (d *Desk) sitIn(tx *database.Tx, actor award.Actor, e *award.Edition) (*bench, error) {
	if err := award.MayTry(actor, award.DeedJudge); err != nil {
		return nil, err
	}
	j, err := tx.Judge(e.ID, actor.Person.ID)
	if err != nil {
		return nil, err
	}
	if j.State != award.JudgeAccepted {
		return nil, award.ErrNotFound
	}
	b := &bench{tx: tx, actor: actor, edition: e, judge: j, now: d.clock()}
	return b, b.readTies()
}

func (b *bench) readTies() error {
	conflicts, err := b.tx.ConflictsOf(b.edition.ID, b.judge.Person)
	b.ties = award.Ties{Judge: b.judge, Conflicts: conflicts, Memberships: b.actor.Memberships}
	return err
}

// declared fails with ErrDeclareFirst for a judge who has not said their ties.
func (b *bench) declared() error {
	if b.judge.Declared.IsZero() {
		return ErrDeclareFirst
	}
	return nil
}

// held is one seat of the judge with what it is on.
type held struct {
	seat  award.Seat
	entry award.Entry
	city  award.City
}

// hold finds the judge's seat on an entry and asks whether they may do a deed
// there. What is barred, gone or not accepted is ErrNotFound.
func (b *bench) hold(at Place, deed award.Deed) (h held, err error) {
	if h.entry, err = b.tx.EntryRef(at.Reference); err != nil {
		return h, err
	}
	if h.entry.Edition != b.edition.ID || h.entry.State != award.EntryAccepted {
		return h, award.ErrNotFound
	}
	if h.seat, err = b.tx.Seat(at.Round, h.entry.ID, b.judge.Person); err != nil {
		return h, err
	}
	if h.city, err = b.tx.City(h.entry.City); err != nil {
		return h, err
	}
	if err := b.may(deed, h); err != nil {
		return h, err
	}
	return h, b.declared()
}

func (b *bench) may(deed award.Deed, h held) error {
	barred := b.ties.To(b.edition, h.entry, h.city) != award.NoBar
	return award.May(b.actor, deed, award.Object{Edition: b.edition, Now: b.now, Entry: &h.entry, Seat: &h.seat, Barred: barred})
}

// record notes a deed on a seat. Nothing of the sheet stands in it but its
// commitment.
func (b *bench) record(deed award.Deed, seat award.Seat, detail any) error {
	return b.note(deed, "seat", seat.ID, detail)
}

func (b *bench) note(deed award.Deed, kind string, subject award.ID, detail any) error {
	return b.tx.Record(award.Event{
		At: b.now, Actor: b.judge.Person, Deed: deed, Kind: kind, Subject: subject,
		Edition: b.edition.ID, Detail: canonical(detail),
	})
}

// view and update run fn as the judge of a year in one transaction.
func (d *Desk) view(ctx context.Context, actor award.Actor, year int, fn func(*bench) error) error {
	return d.db.View(ctx, func(tx *database.Tx) error {
		b, err := d.sit(tx, actor, year)
		if err != nil {
			return err
		}
		return fn(b)
	})
}

func (d *Desk) update(ctx context.Context, actor award.Actor, year int, fn func(*bench) error) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		b, err := d.sit(tx, actor, year)
		if err != nil {
			return err
		}
		return fn(b)
	})
}

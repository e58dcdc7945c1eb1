package office

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/envelope"
	"we-gov.org/awards/storage/database"
)

// Act is one of the two acts that open sealed results, each by another person
// with the phrase of their own key.
type Act struct {
	Purpose  award.Purpose
	Category string // empty = every one that is sealed
	Phrase   string
	Minute   award.Time // of AtMinute
	Reason   string     // of ForPaper
}

const (
	// askLasts is how long the first of the two acts of an opening waits for the
	// second.
	askLasts = 24 * time.Hour
	// workLasts is how long envelopes stay open for work.
	workLasts = 12 * time.Hour
	// soonest is how far ahead a minute must be set, so that the watch, which
	// sleeps no longer, learns of it in time.
	soonest = time.Minute
)

// openable is what an opening concerns, as a transaction sees it.
type openable struct {
	edition *award.Edition
	seals   map[string]award.Seal
	asks    []award.OpeningAsk
}

func (d *Desk) openable(tx *database.Tx, a award.Actor, deed award.Deed, year int) (*openable, error) {
	if err := award.MayTry(a, deed); err != nil {
		return nil, err
	}
	e, err := tx.EditionOf(year)
	if err != nil {
		return nil, err
	}
	return readOpenable(tx, e)
}

func readOpenable(tx *database.Tx, e *award.Edition) (o *openable, err error) {
	o = &openable{edition: e}
	if o.seals, err = tx.Seals(e.ID); err != nil {
		return nil, err
	}
	o.asks, err = tx.OpeningAsks(e.ID)
	return o, err
}

// waiting are the categories that an opening concerns: those that are sealed and
// not open, or the one that is named.
func (o *openable) waiting(category string) (keys []string) {
	for _, c := range o.edition.Categories {
		if s := o.seals[c.Key]; s.Sealed() && s.Opened.IsZero() && (category == "" || category == c.Key) {
			keys = append(keys, c.Key)
		}
	}
	return keys
}

// nothing says why there is nothing to open; nil when it is open already.
func (o *openable) nothing(category string) error {
	c, there := o.edition.Category(category)
	switch {
	case category != "" && !there:
		return award.ErrNotFound
	case category != "" && !o.seals[category].Sealed():
		return award.Refuse(award.ErrConflict, "publish.refused.unsealed", "Category", c.Name)
	case category == "" && !slices.ContainsFunc(o.edition.Categories, func(c award.Category) bool { return o.seals[c.Key].Sealed() }):
		return award.Refuse(award.ErrConflict, "publish.refused.none")
	}
	return nil
}

// ask is the first act, while it still waits for another person's second.
func (o *openable) ask(a award.Actor, act Act, now award.Time) (award.OpeningAsk, error) {
	i := slices.IndexFunc(o.asks, func(k award.OpeningAsk) bool { return k.Category == act.Category && k.Purpose == act.Purpose })
	family := "publish.refused."
	if act.Purpose == award.ForPaper {
		family = "paper.refused."
	}
	switch {
	case i < 0 || now.Sub(o.asks[i].At) > askLasts:
		return award.OpeningAsk{}, award.Refuse(award.ErrConflict, family+"first")
	case o.asks[i].By == a.Person.ID:
		return award.OpeningAsk{}, award.Refuse(award.ErrForbidden, family+"same")
	case act.Purpose == award.AtMinute && o.asks[i].Minute < now.Add(soonest):
		return award.OpeningAsk{}, award.Refuse(award.ErrConflict, "publish.refused.soon")
	}
	return o.asks[i], nil
}

// closed reports whether some of the categories lie in envelopes, so that it
// takes phrases to open them.
func (o *openable) closed(keys []string) bool {
	return slices.ContainsFunc(keys, func(key string) bool { return o.seals[key].Envelope != "" || o.seals[key].Doc == "" })
}

// AskOpening is the first of the two acts that open sealed results. It opens
// nothing: what it takes off the envelopes leaves them closed to everybody but
// the other holders. Faults are those of the fields phrase, minute and reason.
func (d *Desk) AskOpening(ctx context.Context, a award.Actor, year int, act Act) error {
	o, keys, err := d.before(ctx, a, award.DeedAskOpen, year, act)
	if err != nil {
		return err
	}
	now := d.clock()
	if err := act.check(now); err != nil {
		return err
	}
	peeled := map[string][]byte{}
	if o.closed(keys) {
		id, err := d.identity(ctx, a, act.Phrase)
		if err != nil {
			return err
		}
		if peeled, err = o.peel(a, id, keys); err != nil {
			return err
		}
	}
	text, err := json.Marshal(peeled)
	if err != nil {
		return err
	}
	return d.db.Update(ctx, func(tx *database.Tx) error {
		o, err := d.openable(tx, a, award.DeedAskOpen, year)
		if err != nil {
			return err
		}
		if len(o.waiting(act.Category)) == 0 {
			return award.ErrConflict
		}
		ask := award.OpeningAsk{
			Edition: o.edition.ID, Category: act.Category, Purpose: act.Purpose, By: a.Person.ID, At: now, Minute: act.Minute, Peeled: string(text), Reason: act.Reason,
		}
		if err := tx.AskOpening(ask); err != nil {
			return err
		}
		return askRecord(tx, a, o.edition, now, map[string]any{"category": act.Category, "purpose": act.Purpose, "minute": act.Minute, "act": "ask"})
	})
}

// check finds what is wrong with what was typed for the first act.
func (act Act) check(now award.Time) error {
	faults := award.Invalid{}
	switch {
	case act.Purpose == award.AtMinute && act.Minute < now.Add(2*soonest):
		faults.Add("minute", "publish.fault.minute")
	case act.Purpose == award.ForPaper && strings.TrimSpace(act.Reason) == "":
		faults.Add("reason", "paper.fault.reason")
	case len([]rune(act.Reason)) > reasonMax:
		faults.Add("reason", "results.fault.long", "Count", reasonMax)
	}
	return faults.Or()
}

// before reads what an act concerns, before anything is unlocked.
func (d *Desk) before(ctx context.Context, a award.Actor, deed award.Deed, year int, act Act) (o *openable, keys []string, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		if o, err = d.openable(tx, a, deed, year); err != nil {
			return err
		}
		if act.Purpose == award.ForPaper {
			if err := mayReprint(tx, a, o, act.Category); err != nil {
				return err
			}
		}
		if keys = o.waiting(act.Category); len(keys) > 0 {
			return nil
		}
		if err := o.nothing(act.Category); err != nil {
			return err
		}
		return errOpen
	})
	return o, keys, err
}

// errOpen says that what is to be opened is open already.
var errOpen = award.Refuse(award.ErrConflict, "publish.already")

// identity is the actor's key, opened with its phrase. Somebody without a key is
// told so.
func (d *Desk) identity(ctx context.Context, a award.Actor, phrase string) (envelope.Identity, error) {
	keys, err := d.keysOf(ctx, a, award.DeedOpen)
	if err != nil {
		return envelope.Identity{}, err
	}
	if len(keys) == 0 {
		return envelope.Identity{}, award.Refuse(award.ErrConflict, "envelope.refused.key")
	}
	return d.unlock(ctx, a, keys, phrase)
}

// errNotHeld refuses somebody to whose key none of the envelopes is closed.
var errNotHeld = award.Refuse(award.ErrConflict, "envelope.refused.holder")

// damaged refuses to open an envelope that is not as it was closed.
func (o *openable) damaged(key string) *award.Refusal {
	c, _ := o.edition.Category(key)
	return award.Refuse(award.ErrConflict, "envelope.refused.damaged", "Category", c.Name)
}

// peel takes the actor's own layer off the envelopes that were closed to them and
// are whole. A Refusal when there is none among them.
func (o *openable) peel(a award.Actor, id envelope.Identity, keys []string) (map[string][]byte, error) {
	peeled, refused := map[string][]byte{}, errNotHeld
	for _, key := range keys {
		if s := o.seals[key]; s.Envelope == "" && s.Doc != "" {
			continue
		}
		e, err := envelopeOf(o.seals[key])
		if err == nil {
			peeled[key], err = e.Peel(string(a.Person.ID), id)
		}
		switch {
		case errors.Is(err, envelope.ErrDamaged):
			refused = o.damaged(key)
		case err != nil && !errors.Is(err, envelope.ErrHolder):
			return nil, err
		}
		if err != nil {
			delete(peeled, key)
		}
	}
	if len(peeled) == 0 {
		return nil, refused
	}
	return peeled, nil
}

// ForgetOpening takes the first act back.
func (d *Desk) ForgetOpening(ctx context.Context, a award.Actor, year int, act Act) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		o, err := d.openable(tx, a, award.DeedAskOpen, year)
		if err != nil {
			return err
		}
		if err := tx.ForgetOpening(o.edition.ID, act.Category, act.Purpose); err != nil {
			return err
		}
		return askRecord(tx, a, o.edition, d.clock(), map[string]any{"category": act.Category, "purpose": act.Purpose, "act": "forget"})
	})
}

func askRecord(tx *database.Tx, a award.Actor, e *award.Edition, now award.Time, detail map[string]any) error {
	return record(tx, award.Event{At: now, Actor: a.Person.ID, Deed: award.DeedAskOpen, Kind: "result", Subject: e.ID, Edition: e.ID}, detail)
}

// unsealed are envelopes whose secrets two people have taken out, with what lies
// in them.
type unsealed struct {
	keys     []string // categories, envelope or not
	secrets  map[string]string
	contents map[string]award.Enclosed
	of       map[string]string // the commitment, by category
}

func newUnsealed() *unsealed {
	return &unsealed{secrets: map[string]string{}, contents: map[string]award.Enclosed{}, of: map[string]string{}}
}

// second takes the secrets out of what the first person has peeled.
func (d *Desk) second(ctx context.Context, a award.Actor, year int, act Act) (*openable, *unsealed, error) {
	o, keys, err := d.before(ctx, a, award.DeedOpen, year, act)
	if err != nil {
		return nil, nil, err
	}
	ask, err := o.ask(a, act, d.clock())
	if err != nil {
		return nil, nil, err
	}
	peeled := map[string][]byte{}
	if err := json.Unmarshal([]byte(ask.Peeled), &peeled); err != nil {
		return nil, nil, err
	}
	u := newUnsealed()
	var id envelope.Identity
	if o.closed(keys) {
		if id, err = d.identity(ctx, a, act.Phrase); err != nil {
			return nil, nil, err
		}
	}
	refused := errNotHeld
	for _, key := range keys {
		switch err := u.take(o.seals[key], peeled[key], id); {
		case errors.Is(err, envelope.ErrDamaged):
			refused = o.damaged(key)
		case err != nil:
			return nil, nil, err
		}
	}
	if len(u.keys) == 0 {
		return nil, nil, refused
	}
	return o, u, nil
}

// take opens one envelope, unless it was not closed to both people.
func (u *unsealed) take(s award.Seal, peeled []byte, by envelope.Identity) error {
	if s.Envelope == "" && s.Doc != "" {
		u.keys, u.of[s.Category] = append(u.keys, s.Category), s.Commitment
		return nil
	}
	e, err := envelopeOf(s)
	if err != nil {
		return err
	}
	if len(peeled) == 0 {
		return nil
	}
	secret, err := e.Secret(peeled, by)
	if errors.Is(err, envelope.ErrHolder) {
		return nil
	} else if err != nil {
		return err
	}
	return u.read(s, secret)
}

// read reads what lies in an envelope whose secret is known.
func (u *unsealed) read(s award.Seal, secret string) error {
	e, err := envelopeOf(s)
	if err != nil {
		return err
	}
	text, err := e.Open(secret)
	if err != nil {
		return err
	}
	if u.contents[s.Category], err = award.ReadEnclosed(text); err != nil {
		return err
	}
	u.keys, u.secrets[s.Category], u.of[s.Category] = append(u.keys, s.Category), secret, s.Commitment
	return nil
}

// Open is the second act, by another person than the first. For the public it
// opens the results at once and returns how many; none when they are open
// already. For a minute it sets the opening, for work it opens the envelopes in
// this process's memory, each returning how many results it concerns. Results
// that were not closed to both people stay closed. A wrong phrase is a fault of
// the field phrase.
func (d *Desk) Open(ctx context.Context, a award.Actor, year int, act Act) (int, error) {
	o, u, err := d.second(ctx, a, year, act)
	switch {
	case errors.Is(err, errOpen):
		return 0, nil
	case err != nil:
		return 0, err
	}
	switch act.Purpose {
	case award.ForWork:
		return d.openForWork(ctx, a, o, act, u)
	case award.AtMinute:
		return len(u.keys), d.setOpening(ctx, a, year, act, u)
	}
	return d.openToAll(ctx, year, u, func(tx *database.Tx, o *openable) (award.ID, error) {
		_, err := o.ask(a, act, d.clock())
		if err == nil {
			err = tx.ForgetOpening(o.edition.ID, act.Category, act.Purpose)
		}
		return a.Person.ID, err
	})
}

// openToAll makes results public: the log is signed before, so that outsiders
// can see that a result was fixed before it was opened, and after. Allowed says
// by whose act, or why not.
func (d *Desk) openToAll(ctx context.Context, year int, u *unsealed, allowed func(*database.Tx, *openable) (award.ID, error)) (opened int, err error) {
	err = d.db.Update(ctx, func(tx *database.Tx) error {
		opened = 0
		e, err := tx.EditionOf(year)
		if err != nil {
			return err
		}
		o, err := readOpenable(tx, e)
		if err != nil {
			return err
		}
		by, err := allowed(tx, o)
		if err != nil {
			return err
		}
		keys := slices.DeleteFunc(o.waiting(""), func(key string) bool { return o.seals[key].Commitment != u.of[key] })
		if len(keys) == 0 {
			return award.ErrConflict
		}
		if err := tx.MayLeave(o.edition, keys...); err != nil {
			return err
		}
		if _, err := d.sign(tx, whyOpening); err != nil {
			return err
		}
		for _, key := range keys {
			if err := d.openOne(tx, o, key, u.contents[key], by); err != nil {
				return err
			}
		}
		opened = len(keys)
		_, err = d.sign(tx, whyOpened)
		return err
	})
	if err != nil {
		return 0, err
	}
	return opened, nil
}

func (d *Desk) openOne(tx *database.Tx, o *openable, key string, content award.Enclosed, by award.ID) error {
	if s := o.seals[key]; s.Envelope != "" {
		if err := tx.Disclose(&s, content); err != nil {
			return err
		}
	}
	practices, err := tx.OpenResult(o.edition, key, by, d.clock())
	if err != nil {
		return err
	}
	return d.tellOpened(tx, o.edition, key, practices)
}

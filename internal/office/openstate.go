package office

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// EnvelopeState is whether an envelope can still be opened.
type EnvelopeState string

// The states, the worst first.
const (
	EnvelopeGone    EnvelopeState = "gone"    // the result is neither in an envelope nor in the records
	EnvelopeDamaged EnvelopeState = "damaged" // it is not as it was closed
	EnvelopeFew     EnvelopeState = "few"     // fewer than two holders can still open it
	EnvelopeWhole   EnvelopeState = "whole"
	EnvelopeNone    EnvelopeState = "" // there is none: not sealed, or open to everybody
)

// Broken reports whether two holders cannot open it, whatever they type.
func (s EnvelopeState) Broken() bool {
	return s == EnvelopeGone || s == EnvelopeDamaged || s == EnvelopeFew
}

// EnvelopeHolder is somebody to whom an envelope is closed. Able: their key is
// kept, and they may still open results of the category.
type EnvelopeHolder struct {
	Name string
	Able bool
}

// SealedEnvelope is all that may be told of one envelope.
type SealedEnvelope struct {
	Edition       *award.Edition
	Category      award.Category
	State         EnvelopeState
	Seal          award.Seal
	First, Second string // the names of those who sealed
	Holders       []EnvelopeHolder
	Paper         bool       // a phrase on paper opens it too
	Seen          string     // who was shown that phrase
	Anew          award.Time // when it was drawn again; zero for never
	MayReprint    bool       // the reader may take part in drawing another
	Work          award.Time // until when it is open for work; zero when it is not
}

// Envelope returns what may be told of the envelope of a category.
func (d *Desk) Envelope(ctx context.Context, a award.Actor, year int, category string) (e SealedEnvelope, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		o, err := d.openable(tx, a, award.DeedOpen, year)
		if err != nil {
			return err
		}
		if _, there := o.edition.Category(category); !there {
			return award.ErrNotFound
		}
		if e, err = d.envelopeState(tx, o, category); err != nil || !e.Seal.Sealed() {
			return err
		}
		refused, is := asRefusal(mayReprint(tx, a, o, category))
		e.MayReprint = !is && refused.Kind == nil
		if is {
			return nil
		}
		return refused.Kind
	})
	return e, err
}

func (d *Desk) envelopeState(tx *database.Tx, o *openable, key string) (e SealedEnvelope, err error) {
	e = SealedEnvelope{Edition: o.edition, Seal: o.seals[key], Work: d.workUntil(o.edition.ID, key, award.ForWork)}
	e.Category, _ = o.edition.Category(key)
	s := e.Seal
	if !s.Sealed() {
		return e, nil
	}
	names, err := tx.Names([]award.ID{s.First, s.Second})
	if err != nil {
		return e, err
	}
	e.First, e.Second = names[s.First], names[s.Second]
	switch {
	case !s.Opened.IsZero() || s.Envelope == "" && s.Doc != "":
		return e, nil
	case s.Envelope == "":
		e.State = EnvelopeGone
		return e, nil
	}
	closed, err := envelopeOf(s)
	if err != nil {
		e.State = EnvelopeDamaged
		return e, nil //nolint:nilerr // that it cannot be read is what is told
	}
	e.Paper, e.Seen = len(closed.Paper) > 0, e.Second
	if closed.Anew != nil {
		seen, err := tx.Names([]award.ID{award.ID(closed.Anew.By)})
		if err != nil {
			return e, err
		}
		e.Seen, e.Anew = seen[award.ID(closed.Anew.By)], award.Time(closed.Anew.At)
	}
	if e.Holders, err = holdersOf(tx, o.edition, s, closed.Locks); err != nil {
		return e, err
	}
	e.State = EnvelopeWhole
	if able := slices.DeleteFunc(slices.Clone(e.Holders), func(h EnvelopeHolder) bool { return !h.Able }); len(able) < 2 {
		e.State = EnvelopeFew
	}
	return e, nil
}

// holdersOf are those to whom an envelope was closed, by name.
func holdersOf(tx *database.Tx, e *award.Edition, s award.Seal, locks map[string][]byte) ([]EnvelopeHolder, error) {
	entries, err := tx.EntriesIn(e.ID, award.EntryAccepted)
	if err != nil {
		return nil, err
	}
	entries = slices.DeleteFunc(entries, func(en award.Entry) bool { return en.Category != s.Category })
	now, err := holders(tx, e, entries)
	if err != nil {
		return nil, err
	}
	keys, err := tx.SealKeys()
	if err != nil {
		return nil, err
	}
	var ids []award.ID
	able := map[award.ID]bool{}
	for id := range locks {
		ids = append(ids, award.ID(id))
	}
	for _, k := range keys { // a key that was proved later does not open it
		able[k.Person] = able[k.Person] || now[string(k.Person)] != "" && !k.Proved.IsZero() && k.Proved <= s.SecondAt
	}
	names, err := tx.Names(ids)
	var all []EnvelopeHolder
	for _, id := range ids {
		if names[id] != "" {
			all = append(all, EnvelopeHolder{names[id], able[id]})
		}
	}
	slices.SortFunc(all, func(x, y EnvelopeHolder) int { return strings.Compare(x.Name, y.Name) })
	return all, err
}

// closedByRestart are the categories that two people opened for work for longer
// than now, and that nobody closed since: the process in whose memory they stood
// has ended. Until is when they would have been closed.
func (d *Desk) closedByRestart(tx *database.Tx, o *openable) (names []string, until award.Time, err error) {
	past, err := tx.EventsWhere(database.EventFilter{Deed: award.DeedWork}, 50)
	if err != nil {
		return nil, 0, err
	}
	for _, event := range past { // the latest first
		if event.Edition != o.edition.ID {
			continue
		}
		var detail struct {
			Act        string   `json:"act"`
			Categories []string `json:"categories"`
		}
		if err := json.Unmarshal([]byte(event.Detail), &detail); err != nil {
			return nil, 0, err
		}
		ends := event.At.Add(workLasts)
		if detail.Act != "open" || ends <= d.clock() {
			return nil, 0, nil
		}
		for _, key := range detail.Categories {
			s := o.seals[key]
			if c, there := o.edition.Category(key); there && s.Closed() && s.SecondAt <= event.At {
				names, until = append(names, c.Name), ends
			}
		}
		return names, until, nil
	}
	return nil, 0, nil
}

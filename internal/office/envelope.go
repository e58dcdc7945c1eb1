package office

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/envelope"
	"we-gov.org/awards/storage/database"
)

// OwnKey is what a person's page says of their key and of those of others.
type OwnKey struct {
	Made, Proved award.Time // of the latest; zero for none
	Ready        bool       // a key of theirs is proved, be it an older one
	Holders      []string   // everybody with a proved key, by name
}

// keyRoles are those whose holders may have a key: those who may open results.
var keyRoles = []award.Role{award.RoleOfficer, award.RoleChair, award.RoleProducer}

// OwnKey returns how far the actor's own key has come and who else has one.
func (d *Desk) OwnKey(ctx context.Context, a award.Actor) (o OwnKey, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		o = OwnKey{}
		if err := award.MayTry(a, award.DeedSealKey); err != nil {
			return err
		}
		keys, err := tx.SealKeys()
		if err != nil {
			return err
		}
		var ids []award.ID
		for _, k := range slices.Backward(keys) { // the latest of each person stands first
			if k.Person == a.Person.ID {
				o.Made, o.Proved, o.Ready = k.Made, k.Proved, o.Ready || !k.Proved.IsZero()
			}
			if !k.Proved.IsZero() {
				ids = append(ids, k.Person)
			}
		}
		slices.Sort(ids)
		names, err := tx.Names(slices.Compact(ids))
		for _, name := range names {
			o.Holders = append(o.Holders, name)
		}
		slices.Sort(o.Holders)
		return err
	})
	return o, err
}

// MakeKey draws a key for the actor and returns its phrase, which is kept
// nowhere. The key counts once ProveKey has shown that the phrase is on paper;
// envelopes that were closed to an older key still need the older phrase.
func (d *Desk) MakeKey(ctx context.Context, a award.Actor) (phrase string, err error) {
	if err := award.MayTry(a, award.DeedSealKey); err != nil {
		return "", err
	}
	phrase = envelope.NewPhrase()
	drawn, err := envelope.NewKey(phrase)
	if err != nil {
		return "", err
	}
	key := sealKey(drawn, a.Person.ID, d.clock())
	return phrase, d.db.Update(ctx, func(tx *database.Tx) error {
		if err := tx.AddSealKey(key); err != nil {
			return err
		}
		return d.keyRecord(tx, a, "make", key)
	})
}

func sealKey(k envelope.Key, person award.ID, now award.Time) award.SealKey {
	return award.SealKey{
		ID: award.NewID(), Person: person, Recipient: k.Recipient, Wrapped: base64.StdEncoding.EncodeToString(k.Wrapped), Made: now,
	}
}

func (d *Desk) keyRecord(tx *database.Tx, a award.Actor, act string, k award.SealKey) error {
	return record(tx, award.Event{At: d.clock(), Actor: a.Person.ID, Deed: award.DeedSealKey, Kind: "person", Subject: a.Person.ID},
		map[string]any{"act": act, "recipient": k.Recipient})
}

// ProveKey takes the phrase as the owner reads it off the paper. A phrase that is
// not that of the latest key is a fault of the field phrase.
func (d *Desk) ProveKey(ctx context.Context, a award.Actor, phrase string) error {
	keys, err := d.keysOf(ctx, a, award.DeedSealKey)
	if err != nil {
		return err
	}
	if len(keys) == 0 {
		return award.Refuse(award.ErrConflict, "envelope.refused.key")
	}
	if _, err := d.unlock(ctx, a, keys[:1], phrase); err != nil {
		return err
	}
	return d.db.Update(ctx, func(tx *database.Tx) error {
		if err := tx.ProveSealKey(keys[0].ID, d.clock()); err != nil {
			return err
		}
		return d.keyRecord(tx, a, "prove", keys[0])
	})
}

// keysOf are the actor's keys, the latest first.
func (d *Desk) keysOf(ctx context.Context, a award.Actor, deed award.Deed) (own []award.SealKey, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		if err := award.MayTry(a, deed); err != nil {
			return err
		}
		keys, err := tx.SealKeys()
		own = slices.DeleteFunc(keys, func(k award.SealKey) bool { return k.Person != a.Person.ID })
		return err
	})
	return own, err
}

// unlock opens the actor's key to which a phrase belongs. A phrase that belongs
// to none is a fault of the field phrase.
func (d *Desk) unlock(ctx context.Context, a award.Actor, keys []award.SealKey, phrase string) (id envelope.Identity, err error) {
	err = d.tried(ctx, a, "envelope.fault.phrase", func() error {
		for _, k := range keys {
			wrapped, err := base64.StdEncoding.DecodeString(k.Wrapped)
			if err != nil {
				return err
			}
			id, err = envelope.Key{Recipient: k.Recipient, Wrapped: wrapped}.Unlock(phrase)
			if !errors.Is(err, envelope.ErrPhrase) {
				return err
			}
		}
		return envelope.ErrPhrase
	})
	return id, err
}

// phrasesWrong is for the phrases of one person, wherever they are typed: nobody
// is kept waiting by the slips of another.
var phrasesWrong = award.Gate{Name: "phrase", Most: 5, Span: time.Minute}

// tried counts the wrong phrases of a person, who after some must wait up to a
// minute: then a fault of the field phrase says so, else the fault is wrong.
//
// Why no longer: the shortest phrase has 100 bits of chance. At five tries a
// minute the chance to hit it within a year is 2.6 million in 1.3 · 10³⁰; and on
// stage somebody who has misread a letter must not stand there for a quarter of
// an hour.
func (d *Desk) tried(ctx context.Context, a award.Actor, wrong string, try func() error) error {
	now := d.clock()
	err := d.db.View(ctx, func(tx *database.Tx) error {
		again, err := tx.Shut(phrasesWrong, string(a.Person.ID), now)
		if err == nil && again > 0 {
			return award.Invalid{"phrase": award.WaitSeconds("envelope.fault.wait", now, again)}
		}
		return err
	})
	if err != nil {
		return err
	}
	if err = try(); !errors.Is(err, envelope.ErrPhrase) {
		return err
	}
	err = d.db.Update(ctx, func(tx *database.Tx) error { return tx.CountFault(phrasesWrong, string(a.Person.ID), now) })
	if err != nil {
		return err
	}
	return award.Invalid{"phrase": {Key: wrong}}
}

// holders are those to whom the result of a category is closed now: everybody
// with a proved key who may open results and has no tie to the category.
func holders(tx *database.Tx, e *award.Edition, entries []award.Entry) (map[string]string, error) {
	keys, err := tx.SealKeys()
	if err != nil {
		return nil, err
	}
	to := map[string]string{}
	for _, k := range keys {
		if _, later := to[string(k.Person)]; later || k.Proved.IsZero() {
			continue
		}
		a, err := tx.Actor(k.Person)
		if errors.Is(err, award.ErrNotFound) {
			continue
		} else if err != nil {
			return nil, err
		}
		tied, err := stakesOf(tx, a, e.ID)
		if err != nil {
			return nil, err
		}
		if a.HasAny(keyRoles...) && !slices.ContainsFunc(entries, tied.bar) {
			to[string(k.Person)] = k.Recipient
		}
	}
	return to, nil
}

// Enclose takes everything that tells a sealed result out of the records and
// closes it to those who hold keys, and to a phrase on paper unless that is empty.
// A Refusal of ErrConflict when they are fewer than two.
func Enclose(tx *database.Tx, e *award.Edition, s award.Seal, phrase string) error {
	entries, err := tx.EntriesIn(e.ID, award.EntryAccepted)
	if err != nil {
		return err
	}
	entries = slices.DeleteFunc(entries, func(en award.Entry) bool { return en.Category != s.Category })
	to, err := holders(tx, e, entries)
	if err != nil {
		return err
	}
	content, err := enclosed(tx, s)
	if err != nil {
		return err
	}
	if s.Basis, err = basisOf(s); err != nil {
		return err
	}
	closed, err := envelope.Close(content, to, phrase)
	if errors.Is(err, envelope.ErrFew) {
		return award.Refuse(award.ErrConflict, "envelope.refused.few")
	} else if err != nil {
		return err
	}
	if s.Envelope, err = closed.Text(); err != nil {
		return err
	}
	return tx.Enclose(&s)
}

// enclosed is what goes into the envelope.
func enclosed(tx *database.Tx, s award.Seal) ([]byte, error) {
	c := award.Enclosed{Doc: s.Doc, Inputs: s.Inputs}
	var err error
	if c.Decisions, err = tx.Decisions(s.Edition, s.Category); err != nil {
		return nil, err
	}
	if c.Minutes, err = tx.Minutes(s.Edition, s.Category); err != nil {
		return nil, err
	}
	c.Minutes = slices.DeleteFunc(c.Minutes, func(m award.Minute) bool { return slices.Contains(award.PlainMinutes, m.Kind) })
	return c.Text()
}

// basisOf is the hash of the order that a seal fixes. The order follows from the
// scoresheets, so its hash tells nothing that they do not; the prizes, which do
// not follow from them alone, are left out.
func basisOf(s award.Seal) (string, error) {
	r, err := s.Result()
	if err != nil {
		return "", err
	}
	r.Prizes = nil
	sum := sha256.Sum256([]byte(strings.Join(gist(r), "\n")))
	return hex.EncodeToString(sum[:]), nil
}

// envelopeOf reads the envelope of a seal: envelope.ErrDamaged when it is not as
// it was closed, or gone.
func envelopeOf(s award.Seal) (envelope.Envelope, error) { return envelope.Read(s.Envelope) }

// reclose puts a changed content into the envelope of a seal that two people
// have open for work.
func (d *Desk) reclose(tx *database.Tx, s award.Seal, c award.Enclosed) error {
	e, err := envelopeOf(s)
	if err != nil {
		return err
	}
	text, err := c.Text()
	if err != nil {
		return err
	}
	if err := e.Replace(text); err != nil {
		return err
	}
	if s.Envelope, err = e.Text(); err != nil {
		return err
	}
	return tx.Reclose(&s)
}

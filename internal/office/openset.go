package office

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/envelope"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/storage/database"
)

// setSecret is what the server keeps of one envelope until the minute.
type setSecret struct {
	Secret     string
	Commitment string
}

// setOpening keeps an opening for its minute.
//
// Why the server holds the secrets then: it must open without anybody, also when
// it was started anew in between. They are locked with a key that follows from
// the one that signs the record, which lies outside of the records; from the
// second act until the minute, whoever has both can read the results. The page
// says so before two people do it.
func (d *Desk) setOpening(ctx context.Context, a award.Actor, year int, act Act, u *unsealed) error {
	kept := map[string]setSecret{}
	for _, key := range u.keys {
		kept[key] = setSecret{u.secrets[key], u.of[key]}
	}
	text, err := json.Marshal(kept)
	if err != nil {
		return err
	}
	password, err := d.serverPassword()
	if err != nil {
		return err
	}
	locked, err := envelope.Wrap(password, string(text))
	if err != nil {
		return err
	}
	return d.db.Update(ctx, func(tx *database.Tx) error {
		o, err := d.openable(tx, a, award.DeedOpen, year)
		if err != nil {
			return err
		}
		ask, err := o.ask(a, act, d.clock())
		if err != nil {
			return err
		}
		if err := tx.MayLeave(o.edition, u.keys...); err != nil {
			return err
		}
		if err := tx.ForgetOpening(o.edition.ID, act.Category, act.Purpose); err != nil {
			return err
		}
		set := award.SetOpening{
			Edition: o.edition.ID, Minute: ask.Minute, First: ask.By, Second: a.Person.ID, At: d.clock(), Secrets: base64.StdEncoding.EncodeToString(locked),
		}
		if err := tx.SetOpening(set); err != nil {
			return err
		}
		return askRecord(tx, a, o.edition, set.At, map[string]any{"act": "set", "minute": set.Minute, "with": ask.By})
	})
}

func (d *Desk) serverPassword() (string, error) {
	if d.key.Private == "" {
		return "", award.Refuse(award.ErrConflict, "publish.refused.key")
	}
	sum := sha256.Sum256([]byte("wego opening at a set minute\n" + d.key.Private))
	return hex.EncodeToString(sum[:]), nil
}

// DropSetOpening takes back what two people have set; one is enough for that.
func (d *Desk) DropSetOpening(ctx context.Context, a award.Actor, year int) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		o, err := d.openable(tx, a, award.DeedOpen, year)
		if err != nil {
			return err
		}
		if err := tx.DropSetOpening(o.edition.ID); err != nil {
			return err
		}
		return askRecord(tx, a, o.edition, d.clock(), map[string]any{"act": "unset"})
	})
}

// OpenDue opens what two people have set for a minute that has come, once, and
// returns how many results. What is refused then, such as by the auditor, stays
// closed: those who can mend it get a mail at once, and it is tried again.
func (d *Desk) OpenDue(ctx context.Context) (int, error) {
	var due []award.SetOpening
	err := d.db.View(ctx, func(tx *database.Tx) error {
		all, err := tx.SetOpenings()
		due = nil
		for _, o := range all {
			if o.Minute <= d.clock() {
				due = append(due, o)
			}
		}
		return err
	})
	opened := 0
	for _, set := range due {
		if err != nil {
			return opened, err
		}
		var n int
		n, err = d.openSet(ctx, set)
		opened += n
		if refusal, refused := errors.AsType[*award.Refusal](err); refused {
			err = d.tellRefused(ctx, set, refusal.Fault, n > 0)
		}
	}
	return opened, err
}

func (d *Desk) openSet(ctx context.Context, set award.SetOpening) (int, error) {
	kept, err := d.setSecrets(set)
	if err != nil {
		return 0, err
	}
	u := newUnsealed()
	year, damaged := 0, (*award.Refusal)(nil)
	err = d.db.View(ctx, func(tx *database.Tx) error {
		e, err := tx.Edition(set.Edition)
		if err != nil {
			return err
		}
		year = e.Year
		o, err := readOpenable(tx, e)
		if err != nil {
			return err
		}
		damaged, err = u.readSet(o, kept)
		return err
	})
	switch {
	case err != nil:
		return 0, err
	case damaged != nil && len(u.of) == 0:
		return 0, damaged
	}
	opened, err := d.openToAll(ctx, year, u, func(tx *database.Tx, _ *openable) (award.ID, error) {
		all, err := tx.SetOpenings()
		for _, still := range all {
			if still == set {
				return set.Second, tx.DropSetOpening(set.Edition)
			}
		}
		return "", errors.Join(err, award.ErrConflict)
	})
	if err == nil && damaged != nil {
		err = damaged
	}
	return opened, err
}

// readSet reads the envelopes whose secrets were kept, and returns the refusal of
// one that is damaged; nil when all are whole.
func (u *unsealed) readSet(o *openable, kept map[string]setSecret) (damaged *award.Refusal, err error) {
	for _, key := range o.waiting("") {
		s := o.seals[key]
		k, there := kept[key]
		if !there || k.Commitment != s.Commitment {
			continue
		}
		if s.Envelope == "" && s.Doc != "" {
			u.of[key] = s.Commitment
			continue
		}
		switch err := u.read(s, k.Secret); {
		case errors.Is(err, envelope.ErrDamaged):
			damaged = o.damaged(key)
		case err != nil:
			return nil, err
		}
	}
	return damaged, nil
}

// openingPage is where somebody of a role sees how an opening stands.
func openingPage(role award.Role, year int) string {
	switch role {
	case award.RoleAuditor:
		return "/audit/" + strconv.Itoa(year)
	case award.RoleAdmin: // mends the server, and may not open
		return "/desk/mail"
	}
	return "/desk/" + strconv.Itoa(year) + "/open"
}

// tellRefused mails those who can mend it why a set opening was refused, once for
// each reason. Partly: the other results were opened. The mail says nothing of any
// result.
func (d *Desk) tellRefused(ctx context.Context, set award.SetOpening, why award.Fault, partly bool) error {
	kind := "opening_refused"
	if partly {
		kind = "opening_partly"
	}
	roles := []award.Role{award.RoleOfficer, award.RoleChair, award.RoleProducer, award.RoleAdmin}
	if strings.HasPrefix(why.Key, "audit.") {
		roles = append(roles, award.RoleAuditor)
	}
	return d.db.Update(ctx, func(tx *database.Tx) error {
		e, err := tx.Edition(set.Edition)
		if err != nil {
			return err
		}
		for _, role := range roles {
			people, err := tx.RoleHolders(role, e.ID)
			if err != nil {
				return err
			}
			for _, p := range people {
				if !p.Disabled.IsZero() {
					continue
				}
				w := locale.Of(p)
				at := w.Both(set.Minute, zoneOf(p), e.Location(), "", "")
				m := w.Letter(kind, p, openingPage(role, e.Year), "Name", p.Name, "Edition", e.Name, "At", at, "Why", said(w, why))
				key := strings.Join([]string{kind, string(e.ID), strconv.FormatInt(int64(set.At), 10), why.Key, fmt.Sprint(why.Values), string(p.ID)}, ":")
				if err := tx.Post(m, key, d.clock()); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func (d *Desk) setSecrets(set award.SetOpening) (map[string]setSecret, error) {
	password, err := d.serverPassword()
	if err != nil {
		return nil, err
	}
	locked, err := base64.StdEncoding.DecodeString(set.Secrets)
	if err != nil {
		return nil, err
	}
	text, err := envelope.Unwrap(password, locked)
	if errors.Is(err, envelope.ErrPhrase) {
		return nil, award.Refuse(award.ErrConflict, "publish.refused.other_key")
	} else if err != nil {
		return nil, err
	}
	kept := map[string]setSecret{}
	return kept, json.Unmarshal([]byte(text), &kept)
}

// nextMinute is when the next opening is due; 0 for none.
func (d *Desk) nextMinute(ctx context.Context) (next award.Time, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		all, err := tx.SetOpenings()
		if next = 0; len(all) > 0 {
			next = all[0].Minute
		}
		return err
	})
	return next, err
}

package database

import (
	"encoding/json"
	"errors"
	"fmt"

	"we-gov.org/awards/internal/award"
)

const certificateColumns = `code, edition, category, prize, entry, name, local_name, made`

// AddCertificate stores a new certificate of an open result: before the opening
// the row would tell who wins. ErrConflict when its code is taken or its entry
// has one of the same prize.
func (tx *Tx) AddCertificate(c award.Certificate) error {
	return tx.exec(`INSERT INTO certificate (`+certificateColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		c.Code, c.Edition, c.Category, c.Prize, c.Entry, c.Name, c.LocalName, c.Made)
}

// NameCertificate sets the names that are printed on a certificate.
func (tx *Tx) NameCertificate(code, name, local string) error {
	return tx.execOne(`UPDATE certificate SET name = ?, local_name = ? WHERE code = ?`, name, local, code)
}

// Certificate returns the certificate with a code.
func (tx *Tx) Certificate(code string) (c award.Certificate, err error) {
	err = tx.get(&c, `SELECT `+certificateColumns+` FROM certificate WHERE code = ?`, code)
	return c, err
}

// Certificates returns those of an edition, in the order in which they were
// made.
func (tx *Tx) Certificates(edition award.ID) (all []award.Certificate, err error) {
	err = tx.list(&all, `SELECT `+certificateColumns+` FROM certificate WHERE edition = ? ORDER BY made, category, prize, code`, edition)
	return all, err
}

// CertificatesOfEntry returns those of one entry, the earliest first.
func (tx *Tx) CertificatesOfEntry(entry award.ID) (all []award.Certificate, err error) {
	err = tx.list(&all, `SELECT `+certificateColumns+` FROM certificate WHERE entry = ? ORDER BY made, code`, entry)
	return all, err
}

const amendmentColumns = `edition, category, prize, entry, act, city, title, reason, at, done_by`

// Amendments returns those of an edition by category, each the oldest first.
func (tx *Tx) Amendments(edition award.ID) (map[string][]award.Amendment, error) {
	var rows []award.Amendment
	err := tx.list(&rows, `SELECT seq, `+amendmentColumns+` FROM amendment WHERE edition = ? ORDER BY seq`, edition)
	by := map[string][]award.Amendment{}
	for _, a := range rows {
		by[a.Category] = append(by[a.Category], a)
	}
	return by, err
}

// PrizeTaken reports whether the last act on an entry's prize took it away.
func (tx *Tx) PrizeTaken(entry award.ID) (bool, error) {
	var act award.PrizeAct
	err := tx.get(&act, `SELECT act FROM amendment WHERE entry = ? ORDER BY seq DESC LIMIT 1`, entry)
	if errors.Is(err, award.ErrNotFound) {
		return false, nil
	}
	return act.Takes(), err
}

// AmendResult does an act to a prize of an open result, with its event, and
// brings what is published in line: the page of who loses it is gone with a dated
// notice, that of who has it again or is promoted is public. Whether the person
// may, and whether the act fits what stands, is for the caller to ask.
func (tx *Tx) AmendResult(e *award.Edition, a award.Amendment) error {
	seal, err := tx.Seal(e.ID, a.Category)
	if err != nil {
		return err
	}
	if seal.Opened.IsZero() {
		return award.Refuse(award.ErrConflict, "certificate.refused.sealed")
	}
	entry, err := tx.Entry(a.Entry)
	if err != nil {
		return err
	}
	err = tx.exec(`INSERT INTO amendment (`+amendmentColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		a.Edition, a.Category, a.Prize, a.Entry, a.Act, a.City, a.Title, a.Reason, a.At, a.By)
	if err != nil {
		return err
	}
	if a.Act == award.PrizePromoted {
		err = tx.promote(e, a)
	} else {
		err = tx.shelve(a)
	}
	if err != nil {
		return err
	}
	deed := award.DeedAmend
	if a.Act == award.PrizePromoted {
		deed = award.DeedPromote
	}
	detail, err := json.Marshal(map[string]any{
		"act": a.Act, "category": a.Category, "city": a.City, "entry": entry.Reference, "prize": a.Prize, "reason": a.Reason, "title": a.Title, "year": e.Year,
	})
	if err != nil {
		return err
	}
	return tx.Record(award.Event{At: a.At, Actor: a.By, Deed: deed, Kind: "result", Subject: e.ID, Edition: e.ID, Detail: string(detail)})
}

// promote publishes an entry that takes a free place, or puts its page back.
func (tx *Tx) promote(e *award.Edition, a award.Amendment) error {
	c, there := e.Category(a.Category)
	prize, known := e.Prize(a.Prize)
	if !there || !known {
		return award.ErrNotFound
	}
	err := tx.AddCertificate(award.Certificate{Code: award.NewCode(), Edition: e.ID, Category: a.Category, Prize: a.Prize, Entry: a.Entry, Made: a.At})
	if err != nil {
		return err
	}
	_, err = tx.publish(e, c, prize, a.Entry, a.At)
	if err != nil {
		return fmt.Errorf("publish %s: %w", a.Entry, err)
	}
	return nil
}

// shelve takes the page of an entry off the shelf, or puts it back.
func (tx *Tx) shelve(a award.Amendment) error {
	p, err := tx.PracticeOfEntry(a.Entry)
	if errors.Is(err, award.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	u, err := tx.Upkeep(p.ID)
	if err != nil {
		return err
	}
	p.Withdrawn, p.Notice, u.Revoked = 0, "", false
	if a.Act.Takes() {
		p.Withdrawn, p.Notice, u.Revoked = a.At, a.Reason, a.Act == award.PrizeRevoked
	}
	return errors.Join(tx.SavePractice(&p), tx.SaveUpkeep(u))
}

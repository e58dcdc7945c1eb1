package office

import (
	"cmp"
	"context"
	"errors"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// codesUnknown is for codes that no certificate has, from one network.
var codesUnknown = award.Gate{Name: "certificate", Most: 60, Span: 15 * time.Minute}

// Certificate is what a code means to anybody; ErrNotFound for one that no
// certificate has, and for every one before its result is open.
//
// From is the address on the net of who asks. After 60 codes that no certificate
// has, it gets a Refusal of ErrTooMany for more of them, for a quarter of an hour.
// The code of a certificate is answered all the same: a hall behind one address
// checks as many as it likes, and who guesses there keeps nobody from it.
//
// Why that is safe: a code has 100 random bits, 1.3 · 10³⁰ of them. Ten thousand
// tries a second, for a year, at 10,000 certificates find one with a chance of 2.5
// in 10¹⁵. The gate is for the server's sake more than for the codes'.
func (d *Desk) Certificate(ctx context.Context, code, from string) (p Paper, err error) {
	now := d.clock()
	err = d.db.View(ctx, func(tx *database.Tx) error {
		c, err := tx.Certificate(code)
		if err == nil {
			p, err = d.openPaper(tx, c)
		}
		if !errors.Is(err, award.ErrNotFound) {
			return err
		}
		again, shut := tx.Shut(codesUnknown, from, now)
		switch {
		case shut != nil:
			return shut
		case again > 0:
			return &award.Refusal{Kind: award.ErrTooMany, Fault: award.WaitMinutes("certificate.refused.many", now, again)}
		}
		return err
	})
	if errors.Is(err, award.ErrNotFound) {
		counted := d.db.Update(ctx, func(tx *database.Tx) error { return tx.CountFault(codesUnknown, from, now) })
		return p, cmp.Or(counted, err)
	}
	return p, err
}

// openPaper is a certificate whose result is open; else ErrNotFound.
func (d *Desk) openPaper(tx *database.Tx, c award.Certificate) (p Paper, err error) {
	k := knownResult{}
	if k.seal, err = tx.Seal(c.Edition, c.Category); err != nil {
		return p, err
	}
	if k.seal.Opened.IsZero() {
		return p, award.ErrNotFound
	}
	if k.result, err = k.seal.Result(); err != nil {
		return p, err
	}
	e, err := tx.EditionOf(k.result.Year)
	if err != nil {
		return p, err
	}
	amendments, err := tx.Amendments(c.Edition)
	if err != nil {
		return p, err
	}
	k.amendments = amendments[c.Category]
	if p, err = d.paper(tx, e, k, c); err != nil {
		return p, err
	}
	practice, err := tx.PracticeOfEntry(c.Entry)
	if err == nil && practice.Withdrawn == 0 && practice.Published <= d.clock() {
		p.Practice = practice.Slug
	}
	return p, ignoreMissing(err)
}

// CertificateOf is the certificate of an entry for the people of its city, from
// the moment at which the result is open; ErrNotFound before, without a prize,
// and once the prize is gone.
func (d *Desk) CertificateOf(ctx context.Context, a award.Actor, ref string) (p Paper, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		entry, err := tx.EntryRef(ref)
		if err != nil {
			return err
		}
		if err := award.May(a, award.DeedCertificate, award.Object{Entry: &entry, Now: d.clock()}); err != nil {
			return err
		}
		all, err := tx.CertificatesOfEntry(entry.ID)
		if err != nil {
			return err
		}
		for _, c := range all {
			if p, err = d.openPaper(tx, c); err != nil || !p.IsVoid() {
				return err
			}
		}
		return award.ErrNotFound
	})
	return p, err
}

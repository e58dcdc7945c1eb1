package office

import (
	"context"
	"errors"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// Certificate is what a code means to anybody; ErrNotFound for one that no
// certificate has, and for every one before its result is open.
//
// From is the address on the net of who asks. After 60 codes that no certificate
// has, it must wait a quarter of an hour, with a Refusal of ErrTooMany; codes of
// certificates count for nothing, so that a hall behind one address checks as
// many as it likes. A code has 100 random bits, 1.3 · 10³⁰ of them: a million
// addresses at this pace try 2.1 · 10¹² in a year, and with 10,000 certificates
// given out the chance to find any is 1.7 in 10¹⁴. The pace is for the server's
// sake more than for the codes'.
func (d *Desk) Certificate(ctx context.Context, code, from string) (p Paper, err error) {
	now := d.clock()
	if again := d.codes.Shut(from, now); again > 0 {
		return p, award.Refuse(award.ErrTooMany, "certificate.refused.many", "Count", max(1, int((again.Sub(now)+time.Minute-1)/time.Minute)))
	}
	defer func() {
		if errors.Is(err, award.ErrNotFound) {
			d.codes.Pass(from, now)
		}
	}()
	err = d.db.View(ctx, func(tx *database.Tx) error {
		c, err := tx.Certificate(code)
		if err != nil {
			return err
		}
		p, err = d.openPaper(tx, c)
		return err
	})
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

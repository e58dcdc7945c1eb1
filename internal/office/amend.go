package office

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// PrizeOrder is an act on the prize of a certificate whose result is open. Code
// is that of the certificate; for a promotion, of the one whose place is free.
type PrizeOrder struct {
	Code   string
	Act    award.PrizeAct
	Reason string // everybody reads it
}

// Amend revokes a prize, notes that its city gave it back, restores it, or, for
// the chair alone, gives its free place to the next in line. Page, certificate,
// lists and show follow from the one record of it, and the log is signed. Before
// the opening there is no such act: the seal is broken and the jury decides
// again. Invalid with the field "reason".
func (d *Desk) Amend(ctx context.Context, a award.Actor, year int, o PrizeOrder) error {
	deed := award.DeedAmend
	if o.Act == award.PrizePromoted {
		deed = award.DeedPromote
	}
	return d.db.Update(ctx, func(tx *database.Tx) error {
		c, err := tx.Certificate(o.Code)
		if err != nil {
			return err
		}
		r, err := d.resultRoom(tx, a, deed, resultAt{year, c.Category, 0})
		switch {
		case err != nil:
			return err
		case c.Edition != r.edition.ID:
			return award.ErrNotFound
		}
		if err := checkReason(o.Reason); err != nil {
			return err
		}
		done := award.Amendment{
			Edition: c.Edition, Category: c.Category, Prize: c.Prize, Entry: c.Entry, Act: o.Act, Reason: strings.TrimSpace(o.Reason), At: d.clock(), By: a.Person.ID,
		}
		if err := d.fitAmendment(tx, r, &done); err != nil {
			return err
		}
		if err := tx.AmendResult(r.edition, done); err != nil {
			return err
		}
		_, err = d.sign(tx, whyAmended)
		return err
	})
}

func checkReason(reason string) error {
	faults := award.Invalid{}
	switch n := utf8.RuneCountInString(reason); {
	case strings.TrimSpace(reason) == "":
		faults.Add("reason", "certificate.fault.reason")
	case n > reasonMax:
		faults.Add("reason", "results.fault.long", "Count", reasonMax)
	}
	return faults.Or()
}

// fitAmendment refuses an act that does not fit what stands, and names who is
// promoted.
func (d *Desk) fitAmendment(tx *database.Tx, r *resultRoom, a *award.Amendment) error {
	result, err := r.seal.Result()
	if err != nil {
		return err
	}
	by, err := tx.Amendments(a.Edition)
	if err != nil {
		return err
	}
	before := by[a.Category]
	holds := func(all []award.Amendment) bool {
		return slices.ContainsFunc(result.Standing(all), func(w award.PrizeWon) bool { return w.Prize == a.Prize && w.Entry == a.Entry })
	}
	switch a.Act {
	case award.PrizeRevoked, award.PrizeReturned:
		if !holds(before) {
			return award.Refuse(award.ErrConflict, "certificate.refused.void")
		}
	case award.PrizeRestored:
		if holds(before) {
			return award.Refuse(award.ErrConflict, "certificate.refused.valid")
		}
		if !holds(append(slices.Clone(before), *a)) {
			return award.Refuse(award.ErrConflict, "certificate.refused.filled")
		}
	case award.PrizePromoted:
		return nextInLine(tx, result, before, a)
	default:
		return award.ErrNotFound
	}
	return nil
}

func nextInLine(tx *database.Tx, result award.Result, before []award.Amendment, a *award.Amendment) error {
	next, there := result.NextInLine(before)
	if result.Free(before, a.Prize) == 0 {
		return award.Refuse(award.ErrConflict, "certificate.refused.filled")
	}
	if !there {
		return award.Refuse(award.ErrConflict, "certificate.refused.nobody")
	}
	entry, err := tx.Entry(next.Entry)
	if err != nil {
		return err
	}
	city, err := tx.City(entry.City)
	a.Entry, a.City, a.Title = entry.ID, city.Name, entry.Title
	return err
}

// PrizeOf is the prize of the entry that a practice was published from.
type PrizeOf struct {
	Year  int
	Code  string // of its certificate
	Taken bool   // revoked or returned
}

// PrizeOf finds the prize of an entry; ErrNotFound where it won none here.
func (d *Desk) PrizeOf(ctx context.Context, a award.Actor, entry award.ID) (p PrizeOf, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		if err := award.MayTry(a, award.DeedAmend); err != nil {
			return err
		}
		all, err := tx.CertificatesOfEntry(entry)
		if err != nil {
			return err
		}
		if entry == "" || len(all) == 0 {
			return award.ErrNotFound
		}
		e, err := tx.Edition(all[0].Edition)
		if err != nil {
			return err
		}
		p.Year, p.Code = e.Year, all[len(all)-1].Code
		p.Taken, err = tx.PrizeTaken(entry)
		return err
	})
	return p, err
}

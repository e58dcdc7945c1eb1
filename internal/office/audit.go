package office

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/ledger"
	"we-gov.org/awards/storage/database"
)

// The auditor.
//
// # Why nobody has to have one
//
// An edition has an auditor when an administrator has given somebody the role for
// it. Most editions were run without; to demand one would make small Secretariats
// name a friend, whose signature is worth less than none. Without an auditor
// nothing is held back, and every page that lets something out says so. With one,
// nothing leaves before the tally is signed, and what was refused once stays
// refused, whoever holds the role later, until an auditor signs.

// AuditState is how far the auditor has come with one sealed result.
type AuditState struct {
	Category award.Category
	Seal     award.Seal
	Sign     *award.AuditSign // of this very seal; nil for none
	By       string
}

// Audit is what somebody of the house sees of the auditor's work.
type Audit struct {
	Edition    *award.Edition
	Auditors   []string
	Categories []AuditState // those that are sealed
}

// Named reports whether the edition has an auditor.
func (a Audit) Named() bool { return len(a.Auditors) > 0 }

// Unsigned counts the results that wait for the auditor.
func (a Audit) Unsigned() int {
	n := 0
	for _, c := range a.Categories {
		if c.Sign == nil {
			n++
		}
	}
	return n
}

// AuditState returns how far the auditor has come, for whoever may let results
// out and for the auditor.
func (d *Desk) AuditState(ctx context.Context, a award.Actor, year int) (out Audit, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		if award.MayTry(a, award.DeedOpen) != nil && award.MayTry(a, award.DeedReadTally) != nil {
			return award.ErrNotFound
		}
		e, err := tx.EditionOf(year)
		if err != nil {
			return err
		}
		out, err = auditOf(tx, e)
		return err
	})
	return out, err
}

func auditOf(tx *database.Tx, e *award.Edition) (Audit, error) {
	out := Audit{Edition: e}
	auditors, err := tx.RoleHolders(award.RoleAuditor, e.ID)
	if err != nil {
		return out, err
	}
	for _, p := range auditors {
		out.Auditors = append(out.Auditors, p.Name)
	}
	seals, err := tx.Seals(e.ID)
	if err != nil {
		return out, err
	}
	signs, err := tx.LatestAuditSigns(e.ID)
	if err != nil {
		return out, err
	}
	var ids []award.ID
	for s := range maps.Values(signs) {
		ids = append(ids, s.Auditor)
	}
	names, err := tx.Names(ids)
	for _, c := range e.Categories {
		s := seals[c.Key]
		if !s.Sealed() {
			continue
		}
		state := AuditState{Category: c, Seal: s}
		if sign, there := signs[c.Key]; there {
			state.Sign, state.By = &sign, names[sign.Auditor]
		}
		out.Categories = append(out.Categories, state)
	}
	return out, err
}

// Tally is one sealed result beside what its scoresheets give again.
type Tally struct {
	AuditState
	// Closed: it cannot be read: it lies in its envelope, and two people must open it
	// for the auditor, or the envelope is broken, as State says.
	Closed bool
	State  EnvelopeState
	Result award.Result
	// Difference is the first value that is not as sealed when it is computed again
	// from its inputs, and Fault what the verifier of outsiders finds; both are
	// empty where all holds.
	Difference string
	Fault      *ledger.Fault
}

// Holds reports whether the result is what its scoresheets give.
func (t Tally) Holds() bool { return !t.Closed && t.Difference == "" && t.Fault == nil }

// Tallies is what the auditor signs.
type Tallies struct {
	Audit
	Tallies []Tally
	// Own: the actor is one of those whose work is audited.
	Own bool
}

// Ready counts the results that the auditor can read and has not judged.
func (t Tallies) Ready() int {
	n := 0
	for _, one := range t.Tallies {
		if !one.Closed && one.Sign == nil {
			n++
		}
	}
	return n
}

// Tallies returns every sealed result for the auditor, each computed again.
func (d *Desk) Tallies(ctx context.Context, a award.Actor, year int) (out Tallies, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		out, err = d.tallies(tx, a, award.DeedReadTally, year)
		return err
	})
	return out, err
}

func (d *Desk) tallies(tx *database.Tx, a award.Actor, deed award.Deed, year int) (out Tallies, err error) {
	if err := award.MayTry(a, deed); err != nil {
		return out, err
	}
	e, err := tx.EditionOf(year)
	if err != nil {
		return out, err
	}
	holders, err := tx.RoleHolders(award.RoleAuditor, e.ID)
	if err != nil {
		return out, err
	}
	if !slices.ContainsFunc(holders, func(p award.Person) bool { return p.ID == a.Person.ID }) {
		return out, award.ErrNotFound
	}
	if out.Audit, err = auditOf(tx, e); err != nil {
		return out, err
	}
	tied, err := stakesOf(tx, a, e.ID)
	if err != nil {
		return out, err
	}
	out.Own = !tied.none() || a.HasAny(award.RoleJudge, award.RoleChair, award.RoleOfficer, award.RoleCity)
	for _, state := range out.Categories {
		t, err := tallyOf(state)
		if err != nil {
			return out, err
		}
		out.Tallies = append(out.Tallies, t)
	}
	return out, nil
}

// unread is why a sealed result cannot be read now; EnvelopeNone when it can.
func unread(s award.Seal) EnvelopeState {
	switch _, err := envelopeOf(s); {
	case s.Doc != "":
		return EnvelopeNone
	case s.Envelope == "":
		return EnvelopeGone
	case err != nil:
		return EnvelopeDamaged
	}
	return EnvelopeWhole
}

func tallyOf(state AuditState) (Tally, error) {
	t := Tally{AuditState: state}
	if t.State = unread(state.Seal); t.State != EnvelopeNone {
		t.Closed = true
		return t, nil
	}
	again, err := recount(state.Seal)
	switch {
	case errors.Is(err, ErrNoInputs):
		t.Difference = err.Error()
	case err != nil:
		return t, err
	default:
		t.Difference = again.Difference
	}
	if t.Result, err = state.Seal.Result(); err != nil {
		return t, err
	}
	sealed, commitment, err := committed(t.Result)
	if err != nil {
		return t, err
	}
	if commitment.String() != state.Seal.Commitment {
		t.Fault = &ledger.Fault{Kind: ledger.Uncommitted, Category: state.Category.Key, Have: commitment.String()}
		return t, nil
	}
	t.Fault = ledger.CheckSealed(sealed)
	return t, nil
}

// Evidence is every sealed result that the auditor can read, with its scoresheets,
// judges under letters.
func (d *Desk) Evidence(ctx context.Context, a award.Actor, year int) ([]ledger.Sealed, error) {
	all, err := d.Tallies(ctx, a, year)
	out := []ledger.Sealed{}
	for _, t := range all.Tallies {
		if t.Closed || err != nil {
			continue
		}
		var sealed ledger.Sealed
		sealed, _, err = committed(t.Result)
		out = append(out, sealed)
	}
	return out, err
}

// Finding is what the auditor makes of the results that can be read: all hold, or
// why not.
type Finding struct {
	Holds  bool
	Reason string
}

// SignTally is the auditor's one act: it signs every sealed result that can be
// read and that has no finding yet, or refuses them. A refusal needs a reason, in
// the field reason. A result that does not hold cannot be signed, and nobody
// signs whose own work it is.
func (d *Desk) SignTally(ctx context.Context, a award.Actor, year int, f Finding) (n int, err error) {
	err = d.db.Update(ctx, func(tx *database.Tx) error {
		n = 0
		all, err := d.tallies(tx, a, award.DeedSignTally, year)
		switch {
		case err != nil:
			return err
		case all.Own:
			return award.Refuse(award.ErrForbidden, "audit.refused.own")
		case all.Ready() == 0:
			return award.Refuse(award.ErrConflict, "audit.refused.none")
		case !f.Holds && strings.TrimSpace(f.Reason) == "":
			return award.Invalid{"reason": {Key: "audit.fault.reason"}}
		case len([]rune(f.Reason)) > reasonMax:
			return award.Invalid{"reason": {Key: "results.fault.long", Values: map[string]any{"Count": reasonMax}}}
		}
		for _, t := range all.Tallies {
			if t.Closed || t.Sign != nil {
				continue
			}
			if f.Holds && !t.Holds() {
				return award.Refuse(award.ErrConflict, "audit.refused.differs", "Category", t.Category.Name)
			}
			if err := d.signOne(tx, a, all.Edition, t, f); err != nil {
				return err
			}
			n++
		}
		return nil
	})
	return n, err
}

// signOne keeps a finding and its event, which names the commitment and holds of
// a reason only the hash.
func (d *Desk) signOne(tx *database.Tx, a award.Actor, e *award.Edition, t Tally, f Finding) error {
	now := d.clock()
	sign := award.AuditSign{Edition: e.ID, Category: t.Category.Key, Commitment: t.Seal.Commitment, Auditor: a.Person.ID, Holds: f.Holds, At: now}
	act := "sign"
	if !f.Holds {
		sign.Reason, act = strings.TrimSpace(f.Reason), "refuse"
	}
	if err := tx.AddAuditSign(sign); err != nil {
		return err
	}
	return record(tx, award.Event{At: now, Actor: a.Person.ID, Deed: award.DeedSignTally, Kind: "result", Subject: e.ID, Edition: e.ID},
		map[string]any{"act": act, "category": sign.Category, "commitment": sign.Commitment, "year": e.Year})
}

package office

import (
	"context"
	"strings"
	"unicode/utf8"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// Reopening gives one city more time for one entry.
type Reopening struct {
	Until   award.Time
	Reason  string // told to the city
	Version int    // of the entry as the officer read it
}

// Reopen lets a city change an entry until an instant though entries are closed
// or it has been sent, and tells it why. A draft stays a draft, an entry with
// the Secretariat goes back to its city, and one that is with its city gets the
// new date. An entry that judges have is refused.
func (d *Desk) Reopen(ctx context.Context, a award.Actor, year int, ref string, r Reopening) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		edition, err := d.editionFor(tx, a, award.DeedReopen, year)
		if err != nil {
			return err
		}
		e, err := d.entryFor(tx, a, award.DeedReopen, edition, ref)
		if err != nil {
			return err
		}
		if e.Version != r.Version {
			return award.ErrConflict
		}
		if err := r.check(edition, d.clock()).Or(); err != nil {
			return err
		}
		s := screener{tx: tx, desk: d, by: a.Person.ID, edition: edition, entry: e, now: d.clock()}
		return s.reopen(r)
	})
}

func (r Reopening) check(e *award.Edition, now award.Time) award.Invalid {
	faults := award.Invalid{}
	checkDue(faults, "until", e, r.Until, now)
	if strings.TrimSpace(r.Reason) == "" {
		faults.Add("reason", "screening.fault.reopen_reason")
	}
	if utf8.RuneCountInString(r.Reason) > NoteMax {
		faults.Add("reason", "screening.fault.long", "Max", NoteMax)
	}
	return faults
}

// checkDue: a date that a city is given is still to come and cannot be misread.
func checkDue(faults award.Invalid, field string, e *award.Edition, due, now award.Time) {
	switch {
	case due <= now:
		faults.Add(field, "screening.fault.due")
	case e.Midnight(due):
		faults.Add(field, "edition.fault.midnight")
	}
}

func (s *screener) reopen(r Reopening) error {
	published, err := s.tx.PanelsPublished(s.edition.ID)
	if err != nil {
		return err
	}
	switch fixed, err := isFixed(s.tx, s.entry, published); {
	case err != nil:
		return err
	case fixed:
		return award.Refuse(award.ErrForbidden, "screening.refused.fixed")
	case s.entry.State == award.EntryWithdrawn || s.entry.State == award.EntryIneligible:
		return award.Refuse(award.ErrForbidden, "screening.refused.reopen")
	}
	was := s.entry.State
	if was != award.EntryDraft {
		s.entry.State = award.EntryReturned
	}
	s.entry.Reopened, s.entry.Decided = r.Until, 0
	if err := s.tx.SaveEntry(&s.entry); err != nil {
		return err
	}
	if err := s.moveDue(r.Until); err != nil {
		return err
	}
	if err := s.record(award.DeedReopen, map[string]any{"from": was, "until": r.Until, "reason": r.Reason}); err != nil {
		return err
	}
	return s.tell("entry_reopened", "", "Reason", r.Reason, "Until", r.Until)
}

// moveDue gives the last question the new date if it is still open.
func (s *screener) moveDue(until award.Time) error {
	all, err := s.tx.Queries(s.entry.ID)
	if err != nil || len(all) == 0 || all[len(all)-1].Replied > 0 || s.entry.Sent > all[len(all)-1].Asked {
		return err
	}
	return s.tx.MoveDue(all[len(all)-1].ID, until)
}

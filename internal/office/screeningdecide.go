package office

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/storage/database"
)

// Verdict is what an officer makes of an entry.
type Verdict string

// The verdicts. NoVerdict keeps the checklist and the note and decides nothing;
// Undo puts a decided entry back into the queue.
const (
	NoVerdict Verdict = ""
	Accept    Verdict = "accept"
	Ask       Verdict = "ask"
	Refuse    Verdict = "refuse"
	Undo      Verdict = "undo"
)

// Ruling is what an officer sends of a screening: the checklist, and a verdict
// with what it needs. Versions are those of the entry and of the check as the
// officer read them.
type Ruling struct {
	Checklist             map[string]bool
	Note                  string // for the Secretariat
	Verdict               Verdict
	Question              string     // of Ask
	Due                   award.Time // of Ask
	Reason                string     // of Refuse, told to the city
	EntryVersion, Version int
}

// NoteMax is the most characters of a note, a question or a reason.
const NoteMax = 4000

// check returns the faults of a ruling. Field names are those of the form.
func (r Ruling) check(e *award.Edition, open int, now award.Time) award.Invalid {
	faults := award.Invalid{}
	for field, text := range map[string]string{"note": r.Note, "question": r.Question, "reason": r.Reason} {
		if utf8.RuneCountInString(text) > NoteMax {
			faults.Add(field, "screening.fault.long", "Max", NoteMax)
		}
	}
	switch r.Verdict {
	case Accept:
		if open > 0 && strings.TrimSpace(r.Note) == "" {
			faults.Add("note", "screening.fault.open_checks", "Count", open)
		}
	case Ask:
		if strings.TrimSpace(r.Question) == "" {
			faults.Add("question", "screening.fault.question")
		}
		checkDue(faults, "due", e, r.Due, now)
	case Refuse:
		if strings.TrimSpace(r.Reason) == "" {
			faults.Add("reason", "screening.fault.reason")
		}
	case NoVerdict, Undo:
	default:
		faults.Add("verdict", "fault.choice")
	}
	return faults
}

// Screen keeps an officer's check of an entry and does what it decides; the
// city is told by mail. It returns the reference of the entry that comes next
// in the queue, "" at its end. A decision may be changed until the entry lies
// with judges or the panels are published. award.ErrConflict when the entry or
// the check is no longer as the officer read it.
func (d *Desk) Screen(ctx context.Context, a award.Actor, year int, ref string, r Ruling) (next string, err error) {
	err = d.db.Update(ctx, func(tx *database.Tx) error {
		next = ""
		edition, lines, err := d.visible(tx, a, award.DeedScreen, year)
		if err != nil {
			return err
		}
		e, err := d.entryFor(tx, a, award.DeedScreen, edition, ref)
		if err != nil {
			return err
		}
		b := boardOf(lines, d.clock())
		next = b.after(b.place(e.ID))
		s := screener{tx: tx, desk: d, by: a.Person.ID, edition: edition, entry: e, now: d.clock()}
		return s.rule(r)
	})
	return next, err
}

// screener does one ruling.
type screener struct {
	tx      *database.Tx
	desk    *Desk
	by      award.ID
	edition *award.Edition
	entry   award.Entry
	now     award.Time
}

func (s *screener) rule(r Ruling) error {
	if err := s.ready(r); err != nil {
		return err
	}
	kept, err := s.tx.Screening(s.entry.ID)
	if err != nil {
		return err
	}
	if kept.Version != r.Version || s.entry.Version != r.EntryVersion {
		return award.ErrConflict
	}
	open := 0
	kept.Checklist = map[string]bool{}
	for _, c := range ChecksOf(s.edition, award.Screening{Checklist: r.Checklist}) {
		kept.Checklist[c.Key] = c.Passed
		if !c.Passed {
			open++
		}
	}
	if err := r.check(s.edition, open, s.now).Or(); err != nil {
		return err
	}
	kept.Note, kept.By, kept.At = r.Note, s.by, s.now
	if r.Verdict == Refuse {
		kept.Reason = r.Reason
	} else if r.Verdict != NoVerdict {
		kept.Reason = ""
	}
	if err := s.tx.SaveScreening(&kept); err != nil {
		return err
	}
	return s.act(r)
}

// ready refuses what cannot be screened.
func (s *screener) ready(r Ruling) error {
	switch s.entry.State {
	case award.EntryDraft:
		return award.ErrNotFound
	case award.EntryWithdrawn:
		return award.Refuse(award.ErrForbidden, "screening.refused.withdrawn")
	}
	if r.Verdict == NoVerdict {
		return nil
	}
	published, err := s.tx.PanelsPublished(s.edition.ID)
	if err != nil {
		return err
	}
	fixed, err := isFixed(s.tx, s.entry, published)
	if err == nil && fixed {
		return award.Refuse(award.ErrForbidden, "screening.refused.fixed")
	}
	return err
}

func (s *screener) act(r Ruling) error {
	was := s.entry.State
	switch r.Verdict {
	case NoVerdict:
		return nil
	case Accept:
		return s.decide(award.EntryAccepted, was, "entry_accepted")
	case Refuse:
		return s.decide(award.EntryIneligible, was, "entry_ineligible", "Reason", r.Reason)
	case Undo:
		return s.undo(was)
	}
	return s.ask(r, was)
}

// decide accepts or refuses the entry and tells its city.
func (s *screener) decide(state, was award.EntryState, mail string, pairs ...any) error {
	s.entry.State, s.entry.Decided, s.entry.Reopened = state, s.now, 0
	if err := s.tx.SaveEntry(&s.entry); err != nil {
		return err
	}
	if err := s.record(award.DeedScreen, map[string]any{"to": state, "from": was}); err != nil {
		return err
	}
	return s.tell(mail, "", pairs...)
}

// undo puts a decided entry back among those to screen. The city is told
// nothing until there is a new decision.
func (s *screener) undo(was award.EntryState) error {
	if was != award.EntryAccepted && was != award.EntryIneligible {
		return award.Refuse(award.ErrForbidden, "screening.refused.undecided")
	}
	s.entry.State, s.entry.Decided = award.EntrySent, 0
	if err := s.tx.SaveEntry(&s.entry); err != nil {
		return err
	}
	return s.record(award.DeedScreen, map[string]any{"to": award.EntrySent, "from": was})
}

// ask sends the entry back to its city with a question and a date.
func (s *screener) ask(r Ruling, was award.EntryState) error {
	s.entry.State, s.entry.Decided, s.entry.Reopened = award.EntryReturned, 0, r.Due
	if err := s.tx.SaveEntry(&s.entry); err != nil {
		return err
	}
	q := award.Query{ID: award.NewID(), Entry: s.entry.ID, Text: r.Question, Due: r.Due, Asked: s.now, AskedBy: s.by}
	if err := s.tx.AddQuery(q); err != nil {
		return err
	}
	if err := s.record(award.DeedAsk, map[string]any{"from": was, "due": r.Due}); err != nil {
		return err
	}
	return s.tell("entry_asked", "/messages", "Question", r.Question, "Due", r.Due)
}

func (s *screener) record(deed award.Deed, detail map[string]any) error {
	return record(s.tx, award.Event{At: s.now, Actor: s.by, Deed: deed, Kind: "entry", Subject: s.entry.ID, Edition: s.edition.ID}, detail)
}

// record writes an event with its detail in canonical form.
func record(tx *database.Tx, e award.Event, detail map[string]any) error {
	text, err := json.Marshal(detail)
	if err != nil {
		return err
	}
	e.Detail = string(text)
	return tx.Record(e)
}

// tell posts a mail about the entry to everybody who may edit it. page is what
// its action opens, below the entry's own address. Instants among the pairs are
// written in each reader's zone and the official one.
func (s *screener) tell(kind, page string, pairs ...any) error {
	editors, err := s.tx.Editors(s.entry.City)
	if err != nil {
		return err
	}
	for _, to := range editors {
		w := locale.Of(to)
		all := []any{"Reference", s.entry.Reference, "Title", s.entry.Title, "Name", to.Name}
		for _, p := range pairs {
			if at, is := p.(award.Time); is {
				p = w.Both(at, zoneOf(to), s.edition.Location(), "", "")
			}
			all = append(all, p)
		}
		key := strings.Join([]string{kind, string(s.entry.ID), strconv.Itoa(s.entry.Version), string(to.ID)}, ":")
		if err := s.tx.Post(w.Letter(kind, to, "/my/entries/"+s.entry.Reference+page, all...), key, s.now); err != nil {
			return err
		}
	}
	return nil
}

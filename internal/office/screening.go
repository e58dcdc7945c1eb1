package office

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// CorrectionDays is how long a city has to answer by default.
const CorrectionDays = 10

// QueueItem is an entry on the way through screening.
type QueueItem struct {
	EntryLine
	// Since is when it came to where it is: sent, answered, asked or decided.
	Since award.Time
	// Answered: the city has answered a question or sent a correction.
	Answered bool
	// Overdue: the city has let the date of a question pass.
	Overdue bool
}

// Board is the screening of an edition: what waits for the Secretariat in the
// order in which it came, what waits for cities, and what is decided.
type Board struct {
	Edition                 *award.Edition
	Queue, Waiting, Decided []QueueItem
	// Published: the panels have been told to the judges, so that decisions
	// stand.
	Published bool
}

// Board returns the screening of the edition of a year.
func (d *Desk) Board(ctx context.Context, a award.Actor, year int) (b Board, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		edition, lines, err := d.visible(tx, a, award.DeedScreen, year)
		if err != nil {
			return err
		}
		b = boardOf(lines, d.clock())
		b.Edition = edition
		b.Published, err = tx.PanelsPublished(edition.ID)
		return err
	})
	return b, err
}

func boardOf(lines []EntryLine, now award.Time) Board {
	var b Board
	for _, l := range lines {
		item := QueueItem{EntryLine: l, Since: l.Sent}
		item.Answered = l.Query != nil && (l.Query.Replied > 0 || l.Sent > l.Query.Asked)
		switch l.State {
		case award.EntrySent:
			b.Queue = append(b.Queue, item)
		case award.EntryReturned:
			if item.Answered {
				item.Since = l.Query.Replied
				b.Queue = append(b.Queue, item)
				continue
			}
			if l.Query != nil {
				item.Since, item.Overdue = l.Query.Asked, now >= l.Query.Due
			}
			b.Waiting = append(b.Waiting, item)
		case award.EntryAccepted, award.EntryIneligible:
			item.Since = l.Decided
			b.Decided = append(b.Decided, item)
		}
	}
	first := func(x, y QueueItem) int { return cmp.Or(cmp.Compare(x.Since, y.Since), x.Number-y.Number) }
	slices.SortFunc(b.Queue, first)
	slices.SortFunc(b.Waiting, first)
	slices.SortFunc(b.Decided, func(x, y QueueItem) int { return first(y, x) })
	return b
}

// place is where an entry stands in the queue, counted from 1; 0 if it does not.
func (b Board) place(entry award.ID) int {
	return 1 + slices.IndexFunc(b.Queue, func(q QueueItem) bool { return q.ID == entry })
}

// after returns the reference of the entry of the queue that comes after a
// place, the first one again after the last; "" when there is no other.
func (b Board) after(place int) string {
	if len(b.Queue) == 0 || (place == 1 && len(b.Queue) == 1) {
		return ""
	}
	return b.Queue[place%len(b.Queue)].Reference
}

// before returns the reference of the entry of the queue that comes before a
// place; "" for the first.
func (b Board) before(place int) string {
	if place < 2 {
		return ""
	}
	return b.Queue[place-2].Reference
}

// Check is one line of the checklist.
type Check struct {
	Key    string
	Text   string // of the edition; empty for the platform's own, which the catalogue words
	How    string // how the edition says it is checked
	Passed bool
}

// The platform's own checks, which stand beside the rules of the edition.
const (
	CheckLetter   = "letter"
	CheckCategory = "category"
)

// ChecksOf returns the checklist of an edition: its rules, and that the letter
// is signed and the category fits. A rule is known by its words, so that a rule
// that was reworded is checked anew.
func ChecksOf(e *award.Edition, s award.Screening) []Check {
	checks := make([]Check, 0, len(e.Eligibility)+2)
	for _, r := range e.Eligibility {
		sum := sha256.Sum256([]byte(r.Text))
		checks = append(checks, Check{Key: "rule-" + hex.EncodeToString(sum[:4]), Text: r.Text, How: r.Check})
	}
	if slices.ContainsFunc(e.Attachments, func(k award.AttachmentKind) bool { return k.Required && k.Public == award.Never }) {
		checks = append(checks, Check{Key: CheckLetter})
	}
	checks = append(checks, Check{Key: CheckCategory})
	for i, c := range checks {
		checks[i].Passed = s.Checklist[c.Key]
	}
	return checks
}

// ScreeningSheet is one entry before the officer who screens it.
type ScreeningSheet struct {
	File
	Screening award.Screening
	ByName    string // who worked on the check last
	Checks    []Check
	Hints     []Hint
	Alike     []Alike
	// Place in the queue of Queue, counted from 1; 0 when it is not in it.
	Place, Queue   int
	Previous, Next string
	// Fixed: the decision stands, because judges have the entry or the panels
	// are published.
	Fixed bool
	// Late: it is undecided though the panels are published.
	Late bool
	// Propose is the due date that a new question gets unless the officer says
	// otherwise.
	Propose award.Time
}

// ScreeningSheet returns an entry with all that its screening needs. A draft is
// not found: its text is the city's own until it is sent.
func (d *Desk) ScreeningSheet(ctx context.Context, a award.Actor, year int, ref string) (s ScreeningSheet, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		if s.File, err = d.file(tx, a, award.DeedScreen, year, ref); err != nil {
			return err
		}
		if s.Entry.State == award.EntryDraft || s.Entry.State == award.EntryWithdrawn {
			return award.ErrNotFound
		}
		if s.Screening, err = tx.Screening(s.Entry.ID); err != nil {
			return err
		}
		s.ByName = s.Names[s.Screening.By]
		s.Checks = ChecksOf(s.Edition, s.Screening)
		s.Propose = ProposeDue(s.Edition, d.clock())
		if s.Hints, err = hintsOf(tx, s.File); err != nil {
			return err
		}
		if s.Alike, err = d.alike(tx, s.File); err != nil {
			return err
		}
		return s.stand(tx, d, a)
	})
	return s, err
}

// stand finds where the entry stands in the queue and whether it may still be
// decided.
func (s *ScreeningSheet) stand(tx *database.Tx, d *Desk, a award.Actor) error {
	_, lines, err := d.visible(tx, a, award.DeedScreen, s.Edition.Year)
	if err != nil {
		return err
	}
	b := boardOf(lines, d.clock())
	s.Place, s.Queue = b.place(s.Entry.ID), len(b.Queue)
	s.Previous, s.Next = b.before(s.Place), b.after(s.Place)
	published, err := tx.PanelsPublished(s.Edition.ID)
	if err != nil {
		return err
	}
	s.Fixed, err = isFixed(tx, s.Entry, published)
	s.Late = published && !s.Fixed
	return err
}

// isFixed reports whether what was decided about an entry stands.
func isFixed(tx *database.Tx, e award.Entry, published bool) (bool, error) {
	seated, err := tx.HasSeats(e.ID)
	decided := e.State == award.EntryAccepted || e.State == award.EntryIneligible
	return seated || (published && decided), err
}

// ProposeDue is 18:00 in the official zone, CorrectionDays from today.
func ProposeDue(e *award.Edition, now award.Time) award.Time {
	zone := e.Location()
	at := now.Std().In(zone).AddDate(0, 0, CorrectionDays)
	return award.At(time.Date(at.Year(), at.Month(), at.Day(), 18, 0, 0, 0, zone))
}

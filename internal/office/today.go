package office

import (
	"cmp"
	"context"
	"slices"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// Today is what waits at the desk. Counts of what the person has no part in
// stay zero.
type Today struct {
	Edition *award.Edition
	// ToScreen wait for a decision; Answered of them come back from a correction.
	ToScreen, Answered int
	// Next is the first entry of the queue; nil when nothing waits.
	Next *QueueItem
	// Due and Overdue are corrections that cities have not answered: before and
	// after their date.
	Due, Overdue int
	Drafts, Sent int
	Accepted     int
	// NotAccepted, Undeclared and Late are judges: without an answer to their
	// invitation, without a declaration of conflicts, and behind in a round.
	NotAccepted, Undeclared, Late int
	// Short are entries with fewer judges than the panel needs, Round in which.
	Short, Round int
	MailsFailed  int
	Results      WaitingResults
	// NextDate is the next instant of the calendar; Opens says whether its stage
	// begins or ends.
	NextStage award.Stage
	NextDate  award.Time
	Opens     bool
}

// Today returns what waits for the actor in the edition of a year, or in the
// running one for year 0.
func (d *Desk) Today(ctx context.Context, a award.Actor, year int) (t Today, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		if t.Edition, err = d.editionFor(tx, a, award.DeedDesk, year); err != nil {
			return err
		}
		t.NextStage, t.NextDate, t.Opens = nextDate(t.Edition, d.clock())
		return t.fill(tx, d, a)
	})
	return t, err
}

func (t *Today) fill(tx *database.Tx, d *Desk, a award.Actor) error {
	may := func(deed award.Deed) bool { return award.MayTry(a, deed) == nil }
	if may(award.DeedScreen) {
		if err := t.screening(tx, d, a); err != nil {
			return err
		}
	}
	if may(award.DeedProgress) {
		if err := t.judging(tx, d.clock()); err != nil {
			return err
		}
	}
	if may(award.DeedDecide) {
		if err := t.results(tx, d, a); err != nil {
			return err
		}
	}
	if !may(award.DeedMail) {
		return nil
	}
	n, err := tx.CountMail(award.MailFailed)
	t.MailsFailed = n
	return err
}

func (t *Today) screening(tx *database.Tx, d *Desk, a award.Actor) error {
	_, lines, err := d.visible(tx, a, award.DeedScreen, t.Edition.Year)
	if err != nil {
		return err
	}
	now := d.clock()
	b := boardOf(lines, now)
	t.ToScreen = len(b.Queue)
	for _, q := range b.Queue {
		if q.Answered {
			t.Answered++
		}
	}
	if t.ToScreen > 0 {
		t.Next = &b.Queue[0]
	}
	for _, q := range b.Waiting {
		if q.Overdue {
			t.Overdue++
		} else {
			t.Due++
		}
	}
	for _, l := range lines {
		switch l.State {
		case award.EntryDraft:
			t.Drafts++
		case award.EntryAccepted:
			t.Accepted++
		}
	}
	t.Sent = len(lines) - t.Drafts
	return nil
}

func (t *Today) judging(tx *database.Tx, now award.Time) error {
	judges, err := tx.Judges(t.Edition.ID)
	if err != nil {
		return err
	}
	for _, j := range judges {
		switch {
		case j.State == award.JudgeInvited:
			t.NotAccepted++
		case j.State == award.JudgeAccepted && j.Declared.IsZero():
			t.Undeclared++
		}
	}
	for _, round := range []int{1, 2} {
		seats, err := tx.Seats(t.Edition.ID, round)
		if err != nil {
			return err
		}
		held, err := t.unseated(tx, round, now)
		if err != nil {
			return err
		}
		if len(seats)+len(held) > 0 {
			t.round(round, seats, held, judges, now)
		}
	}
	return nil
}

// unseated begins the count of the judges of each entry that needs some: once
// panels are made, every accepted entry does, also one that has no judge yet.
func (t *Today) unseated(tx *database.Tx, round int, now award.Time) (map[award.ID]int, error) {
	held := map[award.ID]int{}
	if round != 1 || t.Edition.State(award.StageConflicts, now) == award.Ahead {
		return held, nil
	}
	entries, err := tx.EntriesIn(t.Edition.ID, award.EntryAccepted)
	for _, e := range entries {
		held[e.ID] = 0
	}
	return held, err
}

func (t *Today) round(round int, seats []award.Seat, held map[award.ID]int, judges []award.Judge, now award.Time) {
	t.Round, t.Short, t.Late = round, 0, 0
	if t.Edition.State(award.RoundStage(round), now) == award.Over {
		return
	}
	for _, s := range seats {
		if held[s.Entry] += 0; !s.State.Gone() {
			held[s.Entry]++
		}
	}
	for _, n := range held {
		if n < t.Edition.Panel.JudgesPerEntry {
			t.Short++
		}
	}
	for _, j := range judges {
		if isLate(t.Edition, round, seatsOf(seats, j.Person), now) {
			t.Late++
		}
	}
}

func seatsOf(seats []award.Seat, judge award.ID) []award.Seat {
	return slices.DeleteFunc(slices.Clone(seats), func(s award.Seat) bool { return s.Judge != judge || s.State.Gone() })
}

// isLate reports whether a judge is behind an even pace through a round, or not
// done after it, by the rule of the page of progress.
func isLate(e *award.Edition, round int, seats []award.Seat, now award.Time) bool {
	stage, there := e.Stage(award.RoundStage(round))
	if !there || len(seats) == 0 {
		return false
	}
	done := 0
	for _, s := range seats {
		if s.State.Counts() {
			done++
		}
	}
	return done < len(seats) && float64(done)/float64(len(seats)) < elapsed(stage, now)
}

// nextDate returns the next instant of the calendar after now with its stage,
// and whether the stage begins with it. After the last one the instant is not
// set.
func nextDate(e *award.Edition, now award.Time) (stage award.Stage, at award.Time, opens bool) {
	consider := func(s award.Stage, t award.Time, begins bool) {
		if t > now && (at == 0 || t < at) {
			stage, at, opens = s, t, begins
		}
	}
	stages := slices.Clone(e.Stages)
	slices.SortStableFunc(stages, func(a, b award.Stage) int { return cmp.Compare(a.Opens, b.Opens) })
	for _, s := range stages {
		consider(s, s.Opens, true)
		consider(s, s.Closes, false)
	}
	return stage, at, opens
}

package demo

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/storage/database"
	"we-gov.org/awards/storage/objects"
)

// spoken is the category, by its place in the edition, of which the jury has
// talked at stage decide and not decided yet.
const spoken = 3

// counts are the scores of the seat that count: those given anew, if any.
func (s *sampleSeat) counts() map[string]float64 {
	if s.anew != nil {
		return s.anew
	}
	return s.sheet.Scores
}

// minuteLine is one line of the jury's record.
type minuteLine struct {
	category, kind string
	at             award.Time
	doc            map[string]any
}

// minute writes a line of the jury's record, noted by the chair, and its event.
func (w *world) minute(tx *database.Tx, l minuteLine) error {
	text, err := json.Marshal(l.doc)
	if err != nil {
		return err
	}
	chair := ID("person/chair")
	m := award.Minute{ID: ID(fmt.Sprint("minute/", l.category, l.kind, l.at)), Edition: w.edition.ID, Category: l.category, Kind: l.kind, Doc: string(text), At: l.at, By: chair}
	what := cmp.Or(map[string]award.Deed{"rescore": award.DeedRescore, "discuss": award.DeedMinute, "ballot": award.DeedMinute, "attend": award.DeedMinute}[l.kind], award.DeedDecide)
	w.note(deed{l.at, chair, what, map[string]any{"category": l.category, "minute": m.Hash()}}, "result", w.edition.ID)
	return tx.AddMinute(m)
}

// seatsOn are the counted seats of the first round on an entry.
func (w *world) seatsOn(entry award.ID) []*sampleSeat {
	var on []*sampleSeat
	for _, s := range w.seats {
		if s.Entry == entry && s.State == award.SeatSent {
			on = append(on, s)
		}
	}
	return on
}

// rescored puts other scores into a sheet before anybody has seen it, so that
// the jury has something to talk about, and into the events that commit to it.
func (w *world) rescored(s *sampleSeat, scores map[string]float64) {
	was := s.sheet.Commitment()
	s.sheet.Scores = scores
	for key, v := range scores {
		if w.edition.Comments.Asks(v) && s.sheet.Reasons[key] == "" {
			s.sheet.Reasons[key] = pick(w.reasons(key, v), 0)
		}
	}
	for i, e := range w.events {
		if e.Subject == s.ID {
			w.events[i].Detail = strings.ReplaceAll(e.Detail, was, s.sheet.Commitment())
		}
	}
}

// dispute makes two entries of a category equal, about where the prizes end, and
// has the judges of two others differ widely; it returns a judge's seat on the
// first of those. Only entries with the same judges can be equal by the official
// score, which corrects each judge.
func (w *world) dispute() (*sampleSeat, error) {
	standings, err := w.standings(w.edition.Categories[spoken].Key)
	if err != nil {
		return nil, err
	}
	var low []award.ID
	for _, s := range standings[min(2, len(standings)):] {
		low = append(low, award.ID(s.Entry))
	}
	first, second, found := w.sameJudges(low)
	if low = slices.DeleteFunc(low, func(e award.ID) bool { return e == first || e == second }); !found || len(low) < 2 {
		return nil, errors.New("the jury has too little to talk about")
	}
	to := w.seatsOn(second)
	for _, from := range w.seatsOn(first) {
		i := slices.IndexFunc(to, func(s *sampleSeat) bool { return s.Judge == from.Judge })
		w.rescored(to[i], maps.Clone(from.sheet.Scores))
	}
	for _, entry := range low[:2] {
		on := w.byTotal(entry)
		w.move(on[0], -1)
		w.move(on[len(on)-1], 1)
	}
	return w.byTotal(low[0])[0], nil
}

// sameJudges finds the first two entries that the same judges have read.
func (w *world) sameJudges(entries []award.ID) (first, second award.ID, found bool) {
	panel := func(e award.ID) []award.ID {
		var judges []award.ID
		for _, s := range w.seatsOn(e) {
			judges = append(judges, s.Judge)
		}
		slices.Sort(judges)
		return judges
	}
	for i, a := range entries {
		for _, b := range entries[i+1:] {
			if slices.Equal(panel(a), panel(b)) {
				return a, b, true
			}
		}
	}
	return "", "", false
}

// byTotal are the seats on an entry, the lowest total first.
func (w *world) byTotal(entry award.ID) []*sampleSeat {
	total := func(s *sampleSeat) float64 {
		x, _ := s.sheet.Total(w.edition)
		return x
	}
	on := w.seatsOn(entry)
	slices.SortStableFunc(on, func(a, b *sampleSeat) int { return cmp.Compare(total(a), total(b)) })
	return on
}

// move shifts every score of a sheet.
func (w *world) move(s *sampleSeat, by float64) {
	moved := map[string]float64{}
	for key, v := range s.sheet.Scores {
		moved[key] = w.stop(v + by)
	}
	w.rescored(s, moved)
}

// reconsider has one judge score anew in the meeting: half a step towards the
// middle of the scale on every criterion, up to its ends.
func (w *world) reconsider() error {
	s, err := w.dispute()
	if err != nil {
		return err
	}
	s.anew = maps.Clone(s.sheet.Scores)
	middle := (w.edition.Scale.Min + w.edition.Scale.Max) / 2
	for key, v := range s.anew {
		switch {
		case v < middle:
			s.anew[key] = v + w.edition.Scale.Step
		case v > middle:
			s.anew[key] = v - w.edition.Scale.Step
		}
	}
	return nil
}

// putMeeting writes who is at the meeting and what was said and voted so far.
func (w *world) putMeeting(tx *database.Tx) error {
	if !w.stage.from(Decide) {
		return nil
	}
	at := within(w.edition, award.StageJury, .1)
	present, err := w.putAttendance(tx, at)
	if err != nil {
		return err
	}
	if err := w.minute(tx, minuteLine{"", "attend", at, map[string]any{"present": present}}); err != nil {
		return err
	}
	c := w.edition.Categories[spoken]
	var anew *sampleSeat
	for _, s := range w.seats {
		if s.anew != nil {
			anew = s
		}
	}
	why := "The second annex answers the question that held my scores down; I had read only the first."
	err = tx.AddRescore(award.Rescore{ID: ID("rescore/" + string(anew.ID)), Seat: anew.ID, Scores: anew.anew, Reason: why, At: at.Add(40 * time.Minute), By: ID("person/chair")})
	if err != nil {
		return err
	}
	ref := anew.entry.Reference
	lines := []minuteLine{
		{c.Key, "discuss", at.Add(30 * time.Minute), map[string]any{"item": "spread." + ref, "entries": []string{ref}, "reason": "Judges differ on what counts as evidence here. The annexes were read aloud; one judge wishes to score anew, the others stand."}},
		{c.Key, "rescore", at.Add(40 * time.Minute), map[string]any{"entries": []string{ref}, "judge": anew.Judge, "before": anew.sheet.Scores, "after": anew.anew, "reason": why}},
		{c.Key, "ballot", at.Add(55 * time.Minute), map[string]any{"item": "prize." + w.edition.Prizes[0].Key, "prize": w.edition.Prizes[0].Key, "ballot": w.ballot(c.Key, present)}},
	}
	for _, l := range lines {
		if err := w.minute(tx, l); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) putAttendance(tx *database.Tx, at award.Time) (present []award.Attendance, err error) {
	note := func(person award.ID, how award.Presence) {
		present = append(present, award.Attendance{Edition: w.edition.ID, Person: person, How: how, At: at, By: ID("person/chair")})
	}
	for i, j := range pool {
		note(j.id(), []award.Presence{award.InRoom, award.InRoom, award.Remote}[i%3])
	}
	note(ID("person/chair"), award.InRoom)
	note(ID("person/officer"), award.InRoom)
	for _, p := range present {
		if err := tx.SaveAttendance(p); err != nil {
			return nil, err
		}
	}
	return present, nil
}

// ballot is a secret vote of those who are present and have no tie.
func (w *world) ballot(category string, present []award.Attendance) award.Ballot {
	b := award.Ballot{Question: "Shall the best prize be given in this category?", Secret: true, Abstained: award.BallotOption{Key: office.Abstain, Count: 1}}
	in := w.assignment()
	for _, j := range pool {
		tied := slices.ContainsFunc(w.entries, func(e *sampleEntry) bool {
			_, barred := in.Bar(string(j.id()), string(e.ID))
			return e.Category == category && e.State == award.EntryAccepted && (barred || w.gone(j, e.ID))
		})
		there := slices.ContainsFunc(present, func(a award.Attendance) bool { return a.Person == j.id() })
		if !tied && there {
			b.Eligible = append(b.Eligible, j.id())
		}
	}
	b.Options = []award.BallotOption{{Key: award.MotionFor, Count: max(0, len(b.Eligible)-1)}, {Key: award.MotionAgainst}}
	if len(b.Eligible) == 0 {
		b.Abstained.Count = 0
	}
	return b
}

// keepLetters releases the feedback of all categories but the last, which waits
// for whoever wants to see how it is done.
func (w *world) keepLetters(ctx context.Context, db *database.DB, store objects.Store) error {
	if !w.stage.from(Public) {
		return nil
	}
	at := within(w.edition, award.StageLibrary, 1).Add(20 * time.Hour)
	desk := office.New(db, store, func() award.Time { return at })
	chair := award.Actor{Person: award.Person{ID: ID("person/chair")}, Roles: []award.Role{award.RoleChair}}
	for _, c := range w.edition.Categories[:len(w.edition.Categories)-1] {
		if _, err := desk.ReleaseLetters(ctx, chair, w.edition.Year, c.Key, office.LetterChoice{Comments: true}); err != nil {
			return fmt.Errorf("letters of %s: %w", c.Key, err)
		}
	}
	return nil
}

package office

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// Progress is how far the judging of a round has come: in counts, and in Scores
// how the judges score, as far as the person may see results.
type Progress struct {
	Edition *award.Edition
	Round   int
	Stage   award.Stage
	State   award.StageState
	Judges  []JudgeProgress
	Entries []EntryProgress
	Done    int
	Total   int
	Short   int  // entries with fewer sheets than a result needs
	Hidden  int  // entries left out because of a tie
	Second  bool // there is a second round that the person may see
	Scores  *ScoreView
	// Now is the instant of the counts.
	Now award.Time
}

// JudgeProgress is how far one judge has come.
type JudgeProgress struct {
	ID      award.ID
	Name    string
	Done    int // scored in full, sent among them
	Sent    int
	Skipped int
	Recused int
	Total   int // entries on the list
	// Late: behind an even pace through the round, or not done after it.
	Late     bool
	Reminded bool // today, by the calendar of the edition
}

// Left is how many entries the judge has yet to score.
func (j JudgeProgress) Left() int { return j.Total - j.Done }

// EntryProgress is how many scoresheets of an entry are in.
type EntryProgress struct {
	Entry  award.Entry
	City   award.City
	Sheets int
	Panel  int // judges who read it
	Need   int // sheets that a result needs
	Gone   int // seats that were given up or taken away
}

// Progress returns how far the judging of a round has come.
func (d *Desk) Progress(ctx context.Context, a award.Actor, year, round int) (*Progress, error) {
	var p *Progress
	err := d.db.View(ctx, func(tx *database.Tx) error {
		r, err := d.panelRoom(tx, a, award.DeedProgress, year, round)
		if err != nil {
			return err
		}
		if p, err = r.progress(tx, d.clock()); err == nil {
			p.Scores, err = d.scores(tx, a, r.edition, round)
		}
		return err
	})
	return p, err
}

func (r *panelRoom) progress(tx *database.Tx, now award.Time) (*Progress, error) {
	key := award.RoundStage(r.round)
	p := &Progress{Edition: r.edition, Round: r.round, State: r.edition.State(key, now), Now: now, Second: r.second}
	p.Stage, _ = r.edition.Stage(key)
	all, err := tx.Judges(r.edition.ID) // one who left may still have sheets
	if err != nil {
		return nil, err
	}
	var keys []string
	for _, j := range all {
		line := r.judgeProgress(j, p)
		if line.Total+line.Recused == 0 {
			continue
		}
		p.Judges = append(p.Judges, line)
		keys = append(keys, r.reminderKey(j.Person, now))
	}
	posted, err := tx.Posted(keys)
	if err != nil {
		return nil, err
	}
	for i, j := range p.Judges {
		p.Judges[i].Reminded = posted[r.reminderKey(j.ID, now)]
	}
	slices.SortStableFunc(p.Judges, func(a, b JudgeProgress) int { return cmp.Compare(a.share(), b.share()) })
	r.entryProgress(p)
	return p, nil
}

func (j JudgeProgress) share() float64 {
	if j.Total == 0 {
		return 1
	}
	return float64(j.Done) / float64(j.Total)
}

func (r *panelRoom) judgeProgress(j award.Judge, p *Progress) JudgeProgress {
	line := JudgeProgress{ID: j.Person, Name: j.Name}
	for _, s := range r.seats {
		if s.Judge != j.Person {
			continue
		}
		if !s.State.Gone() {
			line.Total++
		}
		switch s.State {
		case award.SeatSent:
			line.Sent++
			line.Done++
		case award.SeatDone:
			line.Done++
		case award.SeatSkipped:
			line.Skipped++
		case award.SeatRecused:
			line.Recused++
		}
	}
	line.Late = line.Left() > 0 && line.share() < elapsed(p.Stage, p.Now)
	p.Done += line.Done
	p.Total += line.Total
	return line
}

// elapsed is the part of a stage that is over, from 0 to 1; its first tenth
// counts as nothing, so that nobody is late on the first day.
func elapsed(s award.Stage, now award.Time) float64 {
	whole, past := s.Closes.Sub(s.Opens), now.Sub(s.Opens)
	switch {
	case past >= whole:
		return 1
	case past < whole/10:
		return 0
	}
	return float64(past) / float64(whole)
}

func (r *panelRoom) entryProgress(p *Progress) {
	on := map[award.ID][]award.Seat{}
	for _, s := range r.seats {
		on[s.Entry] = append(on[s.Entry], s)
	}
	for _, e := range r.entries {
		if r.stakes.bar(e) {
			p.Hidden++
			continue
		}
		line := EntryProgress{Entry: e, City: r.cities[e.City], Need: r.edition.Panel.Least(r.round)}
		for _, s := range on[e.ID] {
			if s.State.Gone() {
				line.Gone++
				continue
			}
			line.Panel++
			if s.State.Counts() {
				line.Sheets++
			}
		}
		if line.Sheets < line.Need {
			p.Short++
		}
		p.Entries = append(p.Entries, line)
	}
	slices.SortStableFunc(p.Entries, func(a, b EntryProgress) int { return cmp.Compare(a.Sheets-a.Need, b.Sheets-b.Need) })
}

// reminderKey names the one reminder that a judge may get on a day of the
// edition's calendar.
func (r *panelRoom) reminderKey(judge award.ID, now award.Time) string {
	return fmt.Sprintf("judging_reminder:%s:%d:%s:%s", r.edition.ID, r.round, judge, now.Std().In(r.edition.Location()).Format(time.DateOnly))
}

// RemindJudges mails every judge of the given ones who still has entries to
// score, at most once a day each; nil means all who are late. It returns how
// many mails were posted and how many judges had one today already.
func (d *Desk) RemindJudges(ctx context.Context, a award.Actor, year, round int, judges []award.ID) (sent, spared int, err error) {
	err = d.db.Update(ctx, func(tx *database.Tx) error {
		sent, spared = 0, 0
		r, err := d.panelRoom(tx, a, award.DeedRemind, year, round)
		if err != nil {
			return err
		}
		now := d.clock()
		if state := r.edition.State(award.RoundStage(round), now); state != award.Open {
			return award.Refuse(award.ErrClosed, "progress.refused."+string(state))
		}
		p, err := r.progress(tx, now)
		if err != nil {
			return err
		}
		var told []award.ID
		for _, j := range p.Judges {
			switch wanted := slices.Contains(judges, j.ID) || judges == nil && j.Late; {
			case !wanted || j.Left() == 0:
			case j.Reminded:
				spared++
			default:
				sent++
				told = append(told, j.ID)
				if err := r.tellJudge(tx, j.ID, listNews{"judging_reminder", j.Left(), now.Std().In(r.edition.Location()).Format(time.DateOnly)}, now); err != nil {
					return err
				}
			}
		}
		if sent == 0 {
			return nil
		}
		return record(tx, award.Event{At: now, Actor: a.Person.ID, Deed: award.DeedRemind, Kind: "panel", Subject: r.edition.ID, Edition: r.edition.ID},
			map[string]any{"round": round, "judges": told})
	})
	return sent, spared, err
}

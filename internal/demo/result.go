package demo

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/office"
	"we-gov.org/awards/internal/score"
	"we-gov.org/awards/storage/database"
)

// putResults brings the jury's decisions, seals and publications to where they
// stand at the stage: one category decided when the jury meets, all of them
// sealed by the ceremony, opened and published afterwards.
func (w *world) putResults(tx *database.Tx) error {
	for i, c := range w.edition.Categories {
		if !w.stage.from(Decide) || w.stage == Decide && i > 0 {
			break
		}
		f, err := w.decide(tx, c, i)
		if err == nil && w.stage.from(Ceremony) {
			err = w.sealed(tx, f, i)
		}
		if err == nil && w.stage.from(Public) {
			err = w.publish(tx, c, f)
		}
		if err != nil {
			return fmt.Errorf("result of %s: %w", c.Key, err)
		}
	}
	return nil
}

// frozen is what the engine is given for a category, as the office gives it,
// judges under letters.
func (w *world) frozen(category string) office.Frozen {
	nonce := string(ID("nonce/" + category))
	seats, round := w.deciding(category)
	var judges []award.ID
	for _, s := range seats {
		if s.entry.Category == category {
			judges = append(judges, s.Judge)
		}
	}
	letters := office.Aliases(nonce, judges)
	c, _ := w.edition.Category(category)
	in := score.Input{
		Scale:  score.Scale{Min: w.edition.Scale.Min, Max: w.edition.Scale.Max, Step: w.edition.Scale.Step},
		Policy: score.Policy{Method: score.Method(w.edition.Official()), MinSheets: w.edition.Panel.Least(round), Seed: uint64(w.edition.Year)}, //nolint:gosec // a year
	}
	for _, p := range w.edition.Prizes {
		in.Policy.Prizes = append(in.Policy.Prizes, p.PerCategory)
	}
	for _, c := range w.edition.Criteria {
		in.Criteria = append(in.Criteria, score.Criterion{Key: c.Key, Weight: float64(c.Weight)})
	}
	for _, step := range w.edition.TieOrder {
		in.Policy.TieRule = append(in.Policy.TieRule, strings.TrimPrefix(string(step), "criterion:"))
	}
	references := map[award.ID]string{}
	for _, s := range seats {
		if s.entry.Category == category && s.State == award.SeatSent {
			in.Sheets = append(in.Sheets, score.Sheet{Judge: letters[s.Judge], Entry: string(s.Entry), Values: s.counts(), State: score.Sent})
			references[s.Entry] = s.entry.Reference
		}
	}
	return office.Frozen{
		Nonce: nonce, Year: w.edition.Year, Category: category, Name: c.Name, Round: round, Input: in, References: references,
		Criteria: w.edition.Criteria, Scale: w.edition.Scale,
	}
}

// standings is the order of a category by the engine that the office uses.
func (w *world) standings(category string) ([]score.Standing, error) {
	order, err := score.Order(w.frozen(category).Input)
	return order.Standings, err
}

// outcomes is what the jury makes of the places of a category, the highest
// prize first. The last category withholds its last place; all others follow
// the order.
func (w *world) outcomes(standings []score.Standing, i int) []award.PrizeWon {
	prizes := slices.Clone(w.edition.Prizes)
	slices.SortFunc(prizes, func(a, b award.Prize) int { return cmp.Compare(a.Rank, b.Rank) })
	var all []award.PrizeWon
	for _, p := range prizes {
		for range p.PerCategory {
			next := len(all)
			if next >= len(standings) {
				return all
			}
			reason := pick(w.jury.Decision["given"], i+next)
			all = append(all, w.wins(p, award.ID(standings[next].Entry), reason))
		}
	}
	if last := len(all) - 1; i == len(w.edition.Categories)-1 {
		all[last] = award.PrizeWon{Prize: all[last].Prize, Name: all[last].Name, Rank: all[last].Rank, Outcome: award.Withheld, Reason: pick(w.jury.Decision["withheld"], 0)}
	}
	return all
}

// wins gives a prize to an entry.
func (w *world) wins(p award.Prize, id award.ID, reason string) award.PrizeWon {
	e := w.entry(id)
	return award.PrizeWon{
		Prize: p.Key, Name: p.Name, Rank: p.Rank, Outcome: award.Given, Entry: id, City: e.place.Name, Title: e.Title, Reason: reason,
	}
}

// decide writes the decisions of a category and returns what its result is made of.
func (w *world) decide(tx *database.Tx, c award.Category, i int) (office.Frozen, error) {
	f := w.frozen(c.Key)
	standings, err := w.standings(c.Key)
	if err != nil {
		return f, err
	}
	at := dayOf(w.edition, Decide).Add(time.Duration(i*50-110) * time.Minute)
	f.Prizes = w.outcomes(standings, i)
	for n, p := range f.Prizes {
		err := tx.AddDecision(award.Decision{
			ID: ID(fmt.Sprintf("decision/%s/%d", c.Key, n)), Edition: w.edition.ID, Category: c.Key, Prize: p.Prize,
			Entry: p.Entry, Outcome: p.Outcome, Reason: p.Reason, At: at.Add(time.Duration(n) * 7 * time.Minute), By: ID("person/chair"),
		})
		if err != nil {
			return f, err
		}
		doc := map[string]any{"prize": p.Prize, "outcome": p.Outcome, "reason": p.Reason}
		if p.Entry != "" {
			doc["entries"] = []string{w.entry(p.Entry).Reference}
		}
		if err := w.minute(tx, minuteLine{c.Key, "decide", at.Add(time.Duration(n) * 7 * time.Minute), doc}); err != nil {
			return f, err
		}
	}
	return f, nil
}

func (w *world) entry(id award.ID) *sampleEntry {
	return w.entries[slices.IndexFunc(w.entries, func(e *sampleEntry) bool { return e.ID == id })]
}

// sealed has two people seal a result, and on stage it is opened.
func (w *world) sealed(tx *database.Tx, f office.Frozen, i int) error {
	s, err := f.Seal()
	if err != nil {
		return err
	}
	first := within(w.edition, award.StageSealed, .02).Add(time.Duration(i) * 20 * time.Minute)
	s.Edition, s.First, s.FirstAt = w.edition.ID, ID("person/chair"), first
	s.Second, s.SecondAt = ID("person/officer"), first.Add(3*time.Hour)
	detail := func(act string) map[string]any {
		return map[string]any{"act": act, "category": s.Category, "commitment": s.Commitment, "year": w.edition.Year}
	}
	w.note(deed{s.FirstAt, s.First, award.DeedSeal, detail("first")}, "result", w.edition.ID)
	w.note(deed{s.SecondAt, s.Second, award.DeedSeal, detail("second")}, "result", w.edition.ID)
	if w.stage.from(Public) {
		s.Opened, s.OpenedBy = w.opened(i), ID("person/producer")
		w.note(deed{s.Opened, s.OpenedBy, award.DeedOpen, detail("open")}, "result", w.edition.ID)
	}
	if err := tx.AddSeal(s); err != nil {
		return err
	}
	return w.audited(tx, s)
}

// opened is when the result of a category, by its place, is opened on stage.
func (w *world) opened(i int) award.Time {
	return w.edition.Ceremony.Add(time.Duration(20+i*12) * time.Minute)
}

// recordAll records the noted deeds in the order in which they were done.
func (w *world) recordAll(tx *database.Tx) error {
	slices.SortStableFunc(w.events, func(a, b award.Event) int { return cmp.Compare(a.At, b.At) })
	opened := award.Time(0)
	for _, e := range w.events {
		if e.Deed == award.DeedOpen && opened.IsZero() {
			if err := sign(tx, e.At, "opening"); err != nil {
				return err
			}
		}
		if e.Deed == award.DeedOpen {
			opened = e.At
		}
		if err := tx.Record(e); err != nil {
			return err
		}
	}
	if opened.IsZero() {
		return nil
	}
	return sign(tx, opened, "opened")
}

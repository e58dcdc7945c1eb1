package judging

import (
	"context"
	"slices"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
)

// Candidate is one city that has accepted entries, as a judge sees it before
// reading anything: its name, its country and the categories that it is in.
type Candidate struct {
	City       award.City
	Categories []string // keys, in the edition's order
	Bar        award.Bar
	// Conflict is the declared tie to the whole city; zero if there is none.
	Conflict award.Conflict
	// New marks a city whose first entry was accepted after the judge declared.
	New bool
}

// TieList is what a judge declares about.
type TieList struct {
	Edition    *award.Edition
	Judge      award.Judge
	Candidates []Candidate
	// Entries are the references of single entries from which the judge stepped
	// aside.
	Entries []string
}

// Ties returns the cities in the running, for declaring ties to them.
func (d *Desk) Ties(ctx context.Context, actor award.Actor, year int) (list TieList, err error) {
	err = d.view(ctx, actor, year, func(b *bench) error {
		list = TieList{Edition: b.edition, Judge: b.judge}
		if list.Candidates, err = b.candidates(); err != nil {
			return err
		}
		list.Entries, err = b.steppedAside()
		return err
	})
	return list, err
}

func (b *bench) candidates() ([]Candidate, error) {
	entries, err := b.tx.EntriesIn(b.edition.ID, award.EntryAccepted)
	if err != nil {
		return nil, err
	}
	in, first := map[award.ID][]string{}, map[award.ID]award.Time{}
	var ids []award.ID
	for _, e := range entries {
		if in[e.City] == nil {
			ids, first[e.City] = append(ids, e.City), e.Decided
		}
		in[e.City] = append(in[e.City], e.Category)
		first[e.City] = min(first[e.City], e.Decided)
	}
	cities, err := b.tx.CitiesOf(ids)
	if err != nil {
		return nil, err
	}
	all := make([]Candidate, 0, len(ids))
	for _, id := range ids {
		c := Candidate{City: cities[id], Bar: b.ties.ToCity(b.edition, cities[id])}
		for _, k := range b.edition.Categories {
			if slices.Contains(in[id], k.Key) {
				c.Categories = append(c.Categories, k.Key)
			}
		}
		if i := slices.IndexFunc(b.ties.Conflicts, func(x award.Conflict) bool { return x.Entry == "" && x.City == id }); i >= 0 {
			c.Conflict = b.ties.Conflicts[i]
		}
		c.New = !b.judge.Declared.IsZero() && first[id] > b.judge.Declared
		all = append(all, c)
	}
	return all, nil
}

func (b *bench) steppedAside() (references []string, err error) {
	var ids []award.ID
	for _, c := range b.ties.Conflicts {
		if c.Entry != "" {
			ids = append(ids, c.Entry)
		}
	}
	entries, err := b.tx.EntriesOf(ids)
	for _, e := range entries {
		references = append(references, e.Reference)
	}
	slices.Sort(references)
	return references, err
}

// added counts the cities that the judge could not see when they declared.
func (b *bench) added() (n int, err error) {
	if b.declared() != nil {
		return 0, nil
	}
	all, err := b.candidates()
	for _, c := range all {
		if c.New && c.Bar == award.NoBar {
			n++
		}
	}
	return n, err
}

// Declaration is what a judge says about their ties: a reason for each city
// with one, further words, and None when they say that there is no tie but
// those which the list shows as known.
type Declaration struct {
	None bool
	Ties map[award.ID]award.TieReason
	Note string
}

// Declare keeps a judge's declaration. Ties only ever grow here: what was
// declared is undone by the Secretariat. A seat on an entry of a tied city is
// given up, and the Secretariat is told. Faults are those of the fields declare,
// tie.CITY and note.
func (d *Desk) Declare(ctx context.Context, actor award.Actor, year int, said Declaration) error {
	return d.update(ctx, actor, year, func(b *bench) error {
		all, err := b.candidates()
		if err != nil {
			return err
		}
		if err := said.check(all).Or(); err != nil {
			return err
		}
		for _, c := range all {
			if reason := said.Ties[c.City.ID]; reason != "" && c.Conflict.ID == "" {
				if err := b.tie(award.Conflict{City: c.City.ID}, reason, said.Note); err != nil {
					return err
				}
			}
		}
		b.judge.Declared = b.now
		if err := b.tx.SaveJudge(&b.judge); err != nil {
			return err
		}
		if err := b.note(award.DeedDeclare, "judge", b.judge.Person, map[string]int{"ties": len(said.Ties)}); err != nil {
			return err
		}
		return b.giveUpBarred()
	})
}

func (said Declaration) check(all []Candidate) award.Invalid {
	faults := award.Invalid{}
	for city, reason := range said.Ties {
		if !reason.Known() || !slices.ContainsFunc(all, func(c Candidate) bool { return c.City.ID == city }) {
			faults.Add("tie."+string(city), "judge.fault.tie")
		}
		if reason == "other" && said.Note == "" {
			faults.Add("note", "judge.fault.tie_note")
		}
	}
	if said.None && len(said.Ties) > 0 {
		faults.Add("declare", "judge.fault.none_but_ties", "Count", len(said.Ties))
	}
	declared := slices.ContainsFunc(all, func(c Candidate) bool { return c.Conflict.ID != "" })
	if !said.None && len(said.Ties) == 0 && !declared {
		faults.Add("declare", "judge.fault.declare")
	}
	if len([]rune(said.Note)) > award.ReasonMax {
		faults.Add("note", "judge.fault.too_long", "Max", award.ReasonMax)
	}
	return faults
}

// tie stores a conflict of the judge with the reason in the words of the
// Secretariat, and what the judge added.
func (b *bench) tie(c award.Conflict, reason award.TieReason, note string) error {
	c.ID, c.Edition, c.Judge, c.At, c.By = award.NewID(), b.edition.ID, b.judge.Person, b.now, b.judge.Person
	c.Reason = strings.TrimSpace(locale.Must("en").T("judge.tie."+string(reason)) + "\n" + note)
	b.ties.Conflicts = append(b.ties.Conflicts, c)
	return b.tx.AddConflict(c)
}

// giveUpBarred gives up the judge's seats on entries that a tie now keeps from
// them, in every round that has not closed.
func (b *bench) giveUpBarred() error {
	for round := 1; round <= 2; round++ {
		stage := award.RoundStage(round)
		if _, there := b.edition.Stage(stage); !there || b.edition.State(stage, b.now) == award.Over {
			continue
		}
		seats, err := b.tx.SeatsOfJudge(b.edition.ID, round, b.judge.Person)
		if err != nil {
			return err
		}
		for _, s := range seats {
			if err := b.giveUpIfBarred(s); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *bench) giveUpIfBarred(s award.Seat) error {
	entry, err := b.tx.Entry(s.Entry)
	if err != nil {
		return err
	}
	city, err := b.tx.City(entry.City)
	if err != nil {
		return err
	}
	if s.State.Gone() || b.ties.To(b.edition, entry, city) == award.NoBar {
		return nil
	}
	return b.giveUp(held{s, entry, city})
}

// giveUp ends a seat and tells the Secretariat.
func (b *bench) giveUp(h held) error {
	h.seat.State = award.SeatRecused
	if err := b.tx.SaveSeat(&h.seat); err != nil {
		return err
	}
	if err := b.record(award.DeedRecuse, h.seat, map[string]any{"round": h.seat.Round}); err != nil {
		return err
	}
	officers, err := b.tx.RoleHolders(award.RoleOfficer, b.edition.ID)
	if err != nil {
		return err
	}
	for _, o := range officers {
		m := locale.Of(o).Letter("judge_recused", o, panelPage(b.edition, h), "Reference", h.entry.Reference, "Round", h.seat.Round)
		if err := b.tx.Post(m, "recused:"+string(h.seat.ID)+":"+string(o.ID), b.now); err != nil {
			return err
		}
	}
	return nil
}

// Recuse gives up a seat for a reason: the entry is gone for the judge, its
// sheet does not count, and the Secretariat is told. Only the Secretariat can
// undo it. Faults are those of the fields reason and note.
func (d *Desk) Recuse(ctx context.Context, actor award.Actor, at Place, said Declaration) error {
	return d.update(ctx, actor, at.Year, func(b *bench) error {
		h, err := b.hold(at, award.DeedRecuse)
		if err != nil {
			return err
		}
		faults, reason := award.Invalid{}, said.Ties[""]
		if !reason.Known() {
			faults.Add("reason", "judge.fault.recuse_reason")
		} else if reason == "other" && said.Note == "" {
			faults.Add("note", "judge.fault.tie_note")
		}
		if len([]rune(said.Note)) > award.ReasonMax {
			faults.Add("note", "judge.fault.too_long", "Max", award.ReasonMax)
		}
		if err := faults.Or(); err != nil {
			return err
		}
		if err := b.tie(award.Conflict{Entry: h.entry.ID}, reason, said.Note); err != nil {
			return err
		}
		return b.giveUp(h)
	})
}

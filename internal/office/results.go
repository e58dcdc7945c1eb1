package office

import (
	"context"
	"errors"
	"slices"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// Results is an edition's categories as the jury's side sees them.
type Results struct {
	Edition    *award.Edition
	Categories []CategorySummary
}

// CategorySummary is one category in the list of results. When Tied is set the
// person has a tie to one of its entries and nothing else is filled in.
type CategorySummary struct {
	Category award.Category
	Tied     bool
	Scoring  bool // the person scores in it until the round is over
	Entries  int
	Sheets   int
	Panel    int
	Flagged  int
	Round    int
	Over     bool // the deciding round is over
	Decided  int  // places of prizes that are decided
	Places   int
	Seal     award.Seal
}

// Results lists the categories of an edition with how far each result has come.
func (d *Desk) Results(ctx context.Context, a award.Actor, year int) (*Results, error) {
	var out *Results
	err := d.db.View(ctx, func(tx *database.Tx) error {
		if err := award.MayTry(a, award.DeedResults); err != nil {
			return err
		}
		e, err := tx.EditionOf(year)
		if err != nil {
			return err
		}
		out = &Results{Edition: e}
		for _, c := range e.Categories {
			s, err := d.summary(tx, a, year, c)
			if err != nil {
				return err
			}
			out.Categories = append(out.Categories, s)
		}
		return nil
	})
	return out, err
}

func (d *Desk) summary(tx *database.Tx, a award.Actor, year int, c award.Category) (CategorySummary, error) {
	s := CategorySummary{Category: c}
	r, err := d.resultRoom(tx, a, award.DeedResults, resultAt{year, c.Key, 0})
	switch {
	case errors.Is(err, award.ErrNotFound):
		s.Tied = true
		return s, nil
	case errors.Is(err, award.ErrClosed):
		s.Scoring = true
		return s, nil
	case err != nil:
		return s, err
	}
	v, err := r.view(tx)
	if err != nil {
		return s, err
	}
	s.Entries, s.Round, s.Over, s.Seal = len(v.Lines), r.round, r.over, r.seal
	for _, l := range v.Lines {
		s.Sheets += l.Sheets()
		s.Panel += l.Panel
		if len(l.Flags) > 0 {
			s.Flagged++
		}
	}
	for _, p := range v.Prizes {
		s.Decided += p.Taken
		s.Places += p.Prize.PerCategory
	}
	return s, nil
}

// resultRoom is everything that one category's result depends on, as one
// transaction sees it.
type resultRoom struct {
	edition   *award.Edition
	category  award.Category
	round     int   // shown
	rounds    []int // that have panels
	last      int   // the round that decides
	over      bool  // the round that decides is over
	now       award.Time
	entries   []award.Entry
	all       []award.Entry // of the category, finalists or not
	byID      map[award.ID]award.Entry
	finalists map[award.ID]bool
	cities    map[award.ID]award.City
	seats     []award.Seat
	sheets    map[award.ID]award.Scoresheet // with what was scored anew
	first     map[award.ID]award.Scoresheet // as sent, of seats that were scored anew
	rescores  map[award.ID][]award.Rescore
	extra     []award.ExtraPlace
	votes     []award.TieVote
	conflicts []award.Conflict
	decisions []award.Decision
	seal      award.Seal
	names     map[award.ID]string
	open      bool // its panels are published and the round runs, so that judges can be added
}

// resultAt names one category of an edition in one round; round 0 is the one
// that decides.
type resultAt struct {
	year     int
	category string
	round    int
}

// resultRoom reads a category for a person who may do the deed; round 0 means
// the one that decides. A tie to any of its entries makes the category
// ErrNotFound; a judge of an open round is told to wait.
func (d *Desk) resultRoom(tx *database.Tx, a award.Actor, deed award.Deed, at resultAt) (*resultRoom, error) {
	if err := award.MayTry(a, deed); err != nil {
		return nil, err
	}
	e, err := tx.EditionOf(at.year)
	if err != nil {
		return nil, err
	}
	c, there := e.Category(at.category)
	if !there || at.round < 0 || at.round > 2 {
		return nil, award.ErrNotFound
	}
	r := &resultRoom{edition: e, category: c, round: at.round, now: d.clock()}
	if r.all, err = tx.EntriesIn(e.ID, award.EntryAccepted); err != nil {
		return nil, err
	}
	r.all = slices.DeleteFunc(r.all, func(en award.Entry) bool { return en.Category != at.category })
	r.byID = make(map[award.ID]award.Entry, len(r.all))
	for _, en := range r.all {
		r.byID[en.ID] = en
	}
	tied, err := stakesOf(tx, a, e.ID)
	if err != nil {
		return nil, err
	}
	barred := slices.ContainsFunc(r.all, tied.bar)
	if err := award.May(a, deed, award.Object{Edition: e, Now: d.clock(), Barred: barred}); err != nil {
		return nil, err
	}
	if err := r.read(tx); err != nil {
		return nil, err
	}
	r.over = e.State(award.RoundStage(r.last), d.clock()) == award.Over
	return r, r.await(a, d.clock())
}

// await refuses a judge who still scores in the category: others' scores would
// colour their own.
func (r *resultRoom) await(a award.Actor, now award.Time) error {
	stage := award.RoundStage(r.last)
	if r.edition.State(stage, now) == award.Over {
		return nil
	}
	if slices.ContainsFunc(r.seats, func(s award.Seat) bool { return s.Judge == a.Person.ID && !s.State.Gone() }) {
		s, _ := r.edition.Stage(stage)
		return award.Refuse(award.ErrClosed, "results.refused.scoring", "At", s.Closes)
	}
	return nil
}

func (r *resultRoom) read(tx *database.Tx) (err error) {
	id := r.edition.ID
	if r.finalists, err = tx.Finalists(id); err != nil {
		return err
	}
	if r.cities, err = tx.CitiesOf(citiesOf(r.all)); err != nil {
		return err
	}
	if err := r.readRounds(tx); err != nil {
		return err
	}
	if r.conflicts, err = tx.Conflicts(id); err != nil {
		return err
	}
	if r.decisions, err = tx.Decisions(id, r.category.Key); err != nil {
		return err
	}
	if r.extra, err = tx.ExtraPlaces(id, r.category.Key); err != nil {
		return err
	}
	if r.seal, err = tx.Seal(id, r.category.Key); err != nil && !errors.Is(err, award.ErrNotFound) {
		return err
	}
	if r.votes, err = tx.TieVotes(id, r.round); err != nil {
		return err
	}
	r.votes = slices.DeleteFunc(r.votes, func(v award.TieVote) bool { return v.Category != r.category.Key })
	return r.readNames(tx)
}

// readRounds finds which rounds the category has and reads the one shown.
func (r *resultRoom) readRounds(tx *database.Tx) error {
	of := map[int][]award.Seat{}
	for _, round := range []int{1, 2} {
		seats, err := tx.SeatsInCategory(r.edition.ID, round, r.category.Key)
		if err != nil {
			return err
		}
		seats = slices.DeleteFunc(seats, func(s award.Seat) bool {
			_, there := r.entry(s.Entry)
			return !there
		})
		of[round] = seats
		if len(seats) > 0 && round == 1 || round == 2 && r.goesOn() {
			r.rounds = append(r.rounds, round)
		}
	}
	if r.last = 1; r.goesOn() {
		r.last = 2
	}
	if r.round == 0 {
		r.round = r.last
	}
	r.seats, r.entries = of[r.round], r.all
	if r.round == 2 {
		r.entries = slices.DeleteFunc(slices.Clone(r.all), func(e award.Entry) bool { return !r.finalists[e.ID] })
	}
	return r.readSheets(tx)
}

// goesOn reports whether the category has finalists, so that its second round
// decides.
func (r *resultRoom) goesOn() bool {
	return slices.ContainsFunc(r.all, func(e award.Entry) bool { return r.finalists[e.ID] })
}

// readSheets reads the sheets of the round shown. What was scored anew counts;
// what was sent stands beside it.
func (r *resultRoom) readSheets(tx *database.Tx) (err error) {
	if r.sheets, err = tx.ScoresheetsInCategory(r.edition.ID, r.round, r.category.Key); err != nil {
		return err
	}
	r.rescores, err = tx.RescoresInCategory(r.edition.ID, r.round, r.category.Key)
	r.first = map[award.ID]award.Scoresheet{}
	for seat, all := range r.rescores {
		r.first[seat] = r.sheets[seat]
		r.sheets[seat] = r.first[seat].Rescored(all[len(all)-1])
	}
	return err
}

func (r *resultRoom) readNames(tx *database.Tx) (err error) {
	ids := []award.ID{r.seal.First, r.seal.Second, r.seal.OpenedBy}
	for _, s := range r.seats {
		ids = append(ids, s.Judge)
	}
	for _, d := range r.decisions {
		ids = append(ids, d.By)
	}
	for _, all := range r.rescores {
		for _, x := range all {
			ids = append(ids, x.By)
		}
	}
	slices.Sort(ids)
	r.names, err = tx.Names(slices.Compact(ids))
	return err
}

// signed reports whether at least one person has signed.
func (r *resultRoom) signed() bool { return r.seal.First != "" }

func (r *resultRoom) entry(id award.ID) (award.Entry, bool) {
	e, there := r.byID[id]
	return e, there
}

func (r *resultRoom) byReference(ref string) (award.Entry, bool) {
	i := slices.IndexFunc(r.all, func(e award.Entry) bool { return e.Reference == ref })
	if i < 0 {
		return award.Entry{}, false
	}
	return r.all[i], true
}

package office

import (
	"context"
	"maps"
	"slices"

	"we-gov.org/awards/internal/assign"
	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// Panels is who is to read what in one round: the draft before it is
// published, the seats afterwards. Entries to which the person has a tie are
// left out and counted in Hidden.
type Panels struct {
	Edition *award.Edition
	Round   int
	Plan    award.PanelPlan
	Lines   []PanelLine
	Judges  []PanelJudge
	Worst   []PanelPair // the least fitting pairs, the worst first
	Needed  int
	Filled  int
	Hidden  int
	// Room is how many entries the judges take together by their limits.
	Room int
	// Second: there is a second round that the person may see.
	Second bool
	// Undeclared counts judges who have not said which entries they have a tie to.
	Undeclared int
	// Policy is by what the draft was made, or would be; Judges of 0 there is the
	// edition's number.
	Policy  award.PanelPolicy
	Verdict *PanelVerdict // nil before a proposal, and for who has any tie
	// Free: the person has no tie, and so may see the proof and mend the whole.
	Free   bool
	Pools  []PanelPool
	Served []PanelServed // the entries whose panels fit least, the worst first
}

// PanelServed is how well a panel fits its entry, in points, and how well the
// best would that the entry could have if it chose first.
type PanelServed struct {
	Entry     award.Entry
	Fit, Best int
}

// PanelLine is one entry with those who read it.
type PanelLine struct {
	Entry award.Entry
	City  award.City
	Need  int
	Seats []PanelSeat
	// Barred and Full say why places stay empty: how many judges may not read the
	// entry, by reason, how many may but have as much as they can take, and how many
	// would be more of their country than a panel takes. Free counts those who could
	// still be asked.
	Barred []ReasonCount
	Full   int
	Alike  int
	Free   int
}

// Missing is how many judges the entry still lacks.
func (l PanelLine) Missing() int { return max(0, l.Need-l.Live()) }

// Live counts the judges who read the entry: those who stepped aside or were
// taken off do not.
func (l PanelLine) Live() int {
	n := 0
	for _, s := range l.Seats {
		if !s.State.Gone() {
			n++
		}
	}
	return n
}

// PanelSeat is one judge on an entry. State is empty in a draft.
type PanelSeat struct {
	Judge award.ID
	Name  string
	State award.SeatState
	// Reason is why the judge may not read the entry; empty if they may.
	Reason string
}

// ReasonCount says how many judges a reason keeps from an entry.
type ReasonCount struct {
	Reason string
	Count  int
}

// PanelJudge is one judge with the load that the panels make.
type PanelJudge struct {
	ID       award.ID
	Name     string
	Load     int
	Target   int // the one that is used
	Min      int
	Wish     int // the target that was stated; 0 = an even share
	Max      int // 0 = no limit was stated
	Declared bool
}

// Over reports whether the judge has more entries than they can take.
func (j PanelJudge) Over() bool { return j.Max > 0 && j.Load > j.Max }

// PanelPair is one judge on one entry, with what the engine makes of them.
type PanelPair struct {
	Entry award.Entry
	Judge string
	Level int // expertise in the category, as the judge stated it
}

// Panels returns a round's panels.
func (d *Desk) Panels(ctx context.Context, a award.Actor, year, round int) (*Panels, error) {
	var p *Panels
	err := d.db.View(ctx, func(tx *database.Tx) error {
		r, err := d.panelRoom(tx, a, award.DeedPropose, year, round)
		if err != nil {
			return err
		}
		if p, err = r.panels(); err != nil || p.Plan.Version == 0 && !r.published() {
			return err
		}
		now, err := assign.Measure(r.in, r.pairs())
		if err != nil {
			return err
		}
		p.Pools, p.Served = r.pools(now), r.served(now)
		if p.Free = r.stakes.none(); p.Free {
			p.Verdict, err = d.verdict(tx, r, now)
		}
		return err
	})
	return p, err
}

// PanelGrid says for every judge and the given entries of a round why the judge may
// not read it; pairs that may are left out.
func (d *Desk) PanelGrid(ctx context.Context, a award.Actor, year, round int, entries []award.ID) (map[award.PlanSeat]string, error) {
	grid := map[award.PlanSeat]string{}
	err := d.db.View(ctx, func(tx *database.Tx) error {
		r, err := d.panelRoom(tx, a, award.DeedPropose, year, round)
		if err != nil {
			return err
		}
		for _, e := range r.entries {
			if r.stakes.bar(e) || !slices.Contains(entries, e.ID) {
				continue
			}
			for _, j := range r.judges {
				if why := r.barOf(j.Person, e.ID); why != "" {
					grid[award.PlanSeat{Entry: e.ID, Judge: j.Person}] = why
				}
			}
		}
		return nil
	})
	return grid, err
}

// panelRoom is everything that a round's panels depend on, as one transaction
// sees it.
type panelRoom struct {
	edition   *award.Edition
	round     int
	entries   []award.Entry
	cities    map[award.ID]award.City
	judges    []award.Judge // who have accepted
	conflicts []award.Conflict
	seats     []award.Seat
	plan      award.PanelPlan
	policy    award.PanelPolicy
	in        assign.Input
	places    panelPlaces
	stakes    ties
	second    bool
}

// panelRoom reads a round for a person who may do the deed. The second round
// shows who its finalists are, so it exists only for people without a tie to
// any category that has some.
func (d *Desk) panelRoom(tx *database.Tx, a award.Actor, deed award.Deed, year, round int) (*panelRoom, error) {
	r := &panelRoom{round: round}
	return r, d.fill(tx, a, deed, year, r)
}

// fill reads a round into a room that names it. A policy that the room brings
// along stands in place of that of the draft.
func (d *Desk) fill(tx *database.Tx, a award.Actor, deed award.Deed, year int, r *panelRoom) error {
	if r.round != 1 && r.round != 2 {
		return award.ErrNotFound
	}
	err := award.MayTry(a, deed)
	if err != nil {
		return err
	}
	if r.edition, err = tx.EditionOf(year); err != nil {
		return err
	}
	if err := award.May(a, deed, award.Object{Edition: r.edition, Now: d.clock()}); err != nil {
		return err
	}
	if r.stakes, err = stakesOf(tx, a, r.edition.ID); err != nil {
		return err
	}
	if err := r.read(tx); err != nil {
		return err
	}
	return r.prepare(tx)
}

// read loads the rows of the round.
func (r *panelRoom) read(tx *database.Tx) (err error) {
	if r.entries, err = tx.EntriesIn(r.edition.ID, award.EntryAccepted); err != nil {
		return err
	}
	finalists, err := tx.Finalists(r.edition.ID)
	if err != nil {
		return err
	}
	if r.second = r.maySee(finalists); r.round == 2 {
		if !r.second && len(finalists) > 0 {
			return award.ErrNotFound
		}
		r.entries = slices.DeleteFunc(r.entries, func(e award.Entry) bool { return !finalists[e.ID] })
	}
	if r.cities, err = tx.CitiesOf(citiesOf(r.entries)); err != nil {
		return err
	}
	if r.judges, err = tx.Judges(r.edition.ID); err != nil {
		return err
	}
	r.judges = slices.DeleteFunc(r.judges, func(j award.Judge) bool { return j.State != award.JudgeAccepted })
	if r.conflicts, err = tx.Conflicts(r.edition.ID); err != nil {
		return err
	}
	if r.seats, err = tx.Seats(r.edition.ID, r.round); err != nil {
		return err
	}
	if r.plan, err = tx.Plan(r.edition.ID, r.round); err != nil {
		return err
	}
	for _, p := range []award.PanelPolicy{r.plan.Policy, DefaultPanelPolicy()} {
		if r.policy == (award.PanelPolicy{}) {
			r.policy = p
		}
	}
	return nil
}

// maySee reports whether there are finalists and the person has no tie to any
// category of theirs.
func (r *panelRoom) maySee(finalists map[award.ID]bool) bool {
	tied := map[string]bool{}
	for _, e := range r.entries {
		tied[e.Category] = tied[e.Category] || r.stakes.bar(e)
	}
	there := false
	for _, e := range r.entries {
		if finalists[e.ID] && tied[e.Category] {
			return false
		}
		there = there || finalists[e.ID]
	}
	return there
}

func citiesOf(entries []award.Entry) []award.ID {
	ids := map[award.ID]bool{}
	for _, e := range entries {
		ids[e.City] = true
	}
	return slices.Sorted(maps.Keys(ids))
}

// pairs are the seats that stand: those of the draft, or the published ones
// that are not gone.
func (r *panelRoom) pairs() []assign.Pair {
	var all []assign.Pair
	if r.plan.Published.IsZero() && len(r.seats) == 0 {
		for _, s := range r.plan.Seats {
			all = append(all, assign.Pair{Judge: string(s.Judge), Entry: string(s.Entry)})
		}
		return all
	}
	for _, s := range r.seats {
		if !s.State.Gone() {
			all = append(all, assign.Pair{Judge: string(s.Judge), Entry: string(s.Entry)})
		}
	}
	return all
}

// published reports whether judges have their lists.
func (r *panelRoom) published() bool { return !r.plan.Published.IsZero() || len(r.seats) > 0 }

func (r *panelRoom) entry(ref string) (award.Entry, error) {
	for _, e := range r.entries {
		if e.Reference == ref && !r.stakes.bar(e) {
			return e, nil
		}
	}
	return award.Entry{}, award.ErrNotFound
}

func (r *panelRoom) judge(id award.ID) (award.Judge, bool) {
	i := slices.IndexFunc(r.judges, func(j award.Judge) bool { return j.Person == id })
	if i < 0 {
		return award.Judge{}, false
	}
	return r.judges[i], true
}

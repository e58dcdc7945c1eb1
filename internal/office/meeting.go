package office

import (
	"context"
	"errors"
	"slices"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// Meeting is the jury's table: what is undecided in which category, in the order
// in which people with a tie leave the room least often.
//
// # Why whole categories
//
// Who has a tie to one entry gains or loses by every word about those it is
// compared with, so they leave for all that is said about its category, as the
// results of the category do not exist for them here.
type Meeting struct {
	Edition    *award.Edition
	Categories []MeetingCategory
	// Hidden are the categories that the reader may not see: of the first they
	// have a tie, in the second they still score.
	Hidden  []award.Category
	Scoring []award.Category
	People  []MeetingPerson
	// Departures is how often somebody leaves the room in this order, and AsListed
	// how often in the edition's order of categories.
	Departures, AsListed int
	// Notes is what the record holds of the meeting as a whole, the latest first.
	Notes []MinuteLine
}

// MeetingCategory is one category at the jury's table.
type MeetingCategory struct {
	Result *CategoryResult
	Out    []Leaver
	Items  []AgendaItem
	// Voters are the judges who are present and have no tie to the category.
	Voters []MeetingPerson
}

// Undecided counts the items that are left.
func (c MeetingCategory) Undecided() int {
	n := 0
	for _, i := range c.Items {
		if !i.Done {
			n++
		}
	}
	return n
}

// Leaver is somebody who must not be in the room, with the references of the
// entries to which they have a tie.
type Leaver struct {
	MeetingPerson
	Entries []string
}

// MeetingPerson is somebody of the jury's side at the meeting.
type MeetingPerson struct {
	ID   award.ID
	Name string
	Role award.Role // judge, chair or officer
	How  award.Presence
}

// Votes reports whether the person has a vote: judges do.
func (p MeetingPerson) Votes() bool { return p.Role == award.RoleJudge }

// Meeting returns the jury's table for somebody of the jury's side.
func (d *Desk) Meeting(ctx context.Context, a award.Actor, year int) (*Meeting, error) {
	var m *Meeting
	err := d.db.View(ctx, func(tx *database.Tx) error {
		t, err := d.table(tx, a, award.DeedMeeting, year)
		if err != nil {
			return err
		}
		m, err = t.meeting(tx)
		return err
	})
	return m, err
}

// table is the meeting of an edition as one transaction sees it.
type table struct {
	desk    *Desk
	actor   award.Actor
	edition *award.Edition
	people  []MeetingPerson
	ties    map[award.ID]award.Ties
	recused map[[2]award.ID]bool // judge, entry
	entries []award.Entry
	cities  map[award.ID]award.City
}

func (d *Desk) table(tx *database.Tx, a award.Actor, deed award.Deed, year int) (*table, error) {
	if err := award.MayTry(a, deed); err != nil {
		return nil, err
	}
	e, err := tx.EditionOf(year)
	if err != nil {
		return nil, err
	}
	t := &table{desk: d, actor: a, edition: e}
	if t.entries, err = tx.EntriesIn(e.ID, award.EntryAccepted); err != nil {
		return nil, err
	}
	if t.cities, err = tx.CitiesOf(citiesOf(t.entries)); err != nil {
		return nil, err
	}
	if err := t.readPeople(tx); err != nil {
		return nil, err
	}
	return t, t.readTies(tx)
}

// readPeople finds who belongs to the meeting: accepted judges, then chairs,
// then officers; each stands once.
func (t *table) readPeople(tx *database.Tx) error {
	here, err := tx.Attendances(t.edition.ID)
	if err != nil {
		return err
	}
	t.ties = map[award.ID]award.Ties{}
	add := func(id award.ID, name string, role award.Role, judge award.Judge) {
		if _, there := t.ties[id]; there {
			return
		}
		t.ties[id] = award.Ties{Judge: judge}
		t.people = append(t.people, MeetingPerson{ID: id, Name: name, Role: role, How: here[id].How})
	}
	judges, err := tx.Judges(t.edition.ID)
	if err != nil {
		return err
	}
	for _, j := range judges {
		if j.State == award.JudgeAccepted {
			add(j.Person, j.Name, award.RoleJudge, j)
		}
	}
	for _, role := range []award.Role{award.RoleChair, award.RoleOfficer} {
		holders, err := tx.RoleHolders(role, t.edition.ID)
		if err != nil {
			return err
		}
		for _, p := range holders {
			if p.Disabled.IsZero() {
				add(p.ID, p.Name, role, award.Judge{})
			}
		}
	}
	return nil
}

func (t *table) readTies(tx *database.Tx) error {
	conflicts, err := tx.Conflicts(t.edition.ID)
	if err != nil {
		return err
	}
	ids := make([]award.ID, len(t.people))
	for i, p := range t.people {
		ids[i] = p.ID
	}
	memberships, err := tx.MembershipsOf(ids)
	if err != nil {
		return err
	}
	for id, of := range t.ties {
		for _, c := range conflicts {
			if c.Judge == id {
				of.Conflicts = append(of.Conflicts, c)
			}
		}
		for _, m := range memberships {
			if m.Person == id {
				of.Memberships = append(of.Memberships, m)
			}
		}
		t.ties[id] = of
	}
	t.recused = map[[2]award.ID]bool{}
	for _, round := range []int{1, 2} {
		seats, err := tx.Seats(t.edition.ID, round)
		if err != nil {
			return err
		}
		for _, s := range seats {
			t.recused[[2]award.ID{s.Judge, s.Entry}] = t.recused[[2]award.ID{s.Judge, s.Entry}] || s.State == award.SeatRecused
		}
	}
	return nil
}

// out are those who must leave for a category, with the entries that keep them.
func (t *table) out(category string) []Leaver {
	var all []Leaver
	for _, p := range t.people {
		l := Leaver{MeetingPerson: p}
		for _, e := range t.entries {
			barred := t.ties[p.ID].To(t.edition, e, t.cities[e.City]) != award.NoBar || t.recused[[2]award.ID{p.ID, e.ID}]
			if e.Category == category && barred {
				l.Entries = append(l.Entries, e.Reference)
			}
		}
		if len(l.Entries) > 0 {
			all = append(all, l)
		}
	}
	return all
}

// order is the order of the categories, with how often people leave in it and in
// the edition's. Who is away leaves nothing.
func (t *table) order() (order []int, departures, asListed int) {
	absent := make([][]award.ID, len(t.edition.Categories))
	listed := make([]int, len(t.edition.Categories))
	for i, c := range t.edition.Categories {
		listed[i] = i
		for _, l := range t.out(c.Key) {
			if l.How != award.Away {
				absent[i] = append(absent[i], l.ID)
			}
		}
	}
	order = award.OrderAgenda(absent)
	return order, award.AgendaDepartures(absent, order), award.AgendaDepartures(absent, listed)
}

func (t *table) meeting(tx *database.Tx) (*Meeting, error) {
	m := &Meeting{Edition: t.edition, People: t.people}
	var order []int
	order, m.Departures, m.AsListed = t.order()
	for _, i := range order {
		c := t.edition.Categories[i]
		of, _, err := t.category(tx, award.DeedMeeting, c.Key)
		switch {
		case errors.Is(err, award.ErrNotFound):
			m.Hidden = append(m.Hidden, c)
		case errors.Is(err, award.ErrClosed):
			m.Scoring = append(m.Scoring, c)
		case err != nil:
			return nil, err
		default:
			m.Categories = append(m.Categories, of)
		}
	}
	var err error
	m.Notes, err = readMinutes(tx, t.edition, "")
	return m, err
}

// category is one category at the table, if the actor may do the deed there.
func (t *table) category(tx *database.Tx, deed award.Deed, key string) (c MeetingCategory, r *resultRoom, err error) {
	if r, err = t.desk.resultRoom(tx, t.actor, deed, resultAt{t.edition.Year, key, 0}); err != nil {
		return c, r, err
	}
	if c.Result, err = r.view(tx); err != nil {
		return c, r, err
	}
	c.Out, c.Items = t.out(key), r.agenda(c.Result)
	for _, p := range t.people {
		if p.Votes() && p.How.There() && !slices.ContainsFunc(c.Out, func(l Leaver) bool { return l.ID == p.ID }) {
			c.Voters = append(c.Voters, p)
		}
	}
	return c, r, nil
}

// MeetingTable returns one category at the jury's table.
func (d *Desk) MeetingTable(ctx context.Context, a award.Actor, year int, category string) (c MeetingCategory, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		t, err := d.table(tx, a, award.DeedMeeting, year)
		if err != nil {
			return err
		}
		c, _, err = t.category(tx, award.DeedMeeting, category)
		return err
	})
	return c, err
}

// SaveAttendance notes who is at the meeting. Those who do not belong to it are
// left out; what is not known to be a presence is a fault of the field how.PERSON.
func (d *Desk) SaveAttendance(ctx context.Context, a award.Actor, year int, how map[award.ID]award.Presence) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		t, err := d.table(tx, a, award.DeedMinute, year)
		if err != nil {
			return err
		}
		doc, changed, faults := minuteDoc{}, 0, award.Invalid{}
		for _, p := range t.people {
			said := how[p.ID]
			switch {
			case said == "":
				said = p.How
			case !slices.Contains(award.Presences, said):
				faults.Add("how."+string(p.ID), "fault.required_choice")
			case said != p.How:
				changed++
			}
			if said != "" {
				doc.Present = append(doc.Present, award.Attendance{Edition: t.edition.ID, Person: p.ID, How: said, At: d.clock(), By: a.Person.ID})
			}
		}
		if err := faults.Or(); err != nil || changed == 0 {
			return err
		}
		for _, x := range doc.Present {
			if err := tx.SaveAttendance(x); err != nil {
				return err
			}
		}
		return d.minuteOf(tx, a, minuteAt{edition: t.edition}, "attend", doc)
	})
}

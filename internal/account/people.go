package account

import (
	"context"
	"encoding/json"
	"slices"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// StaffRoles are the roles that an administrator gives and takes. Judges join
// an edition's pool with their ties and languages, and city officers a city;
// both have pages of their own.
var StaffRoles = []award.Role{award.RoleOfficer, award.RoleChair, award.RoleProducer, award.RoleAuditor, award.RoleAdmin}

// Known is a person with what they do.
type Known struct {
	award.Person
	Grants []award.Grant
	Cities []award.City
	Rights map[award.ID]award.CityRight // by city
}

// People is everybody, with what is needed to read their roles.
type People struct {
	All         []Known
	Editions    []*award.Edition
	Invitations []award.Invitation // not answered
}

// Edition returns the year and name of an edition by its ID; empty for none.
func (p People) Edition(id award.ID) *award.Edition {
	i := slices.IndexFunc(p.Editions, func(e *award.Edition) bool { return e.ID == id })
	if i < 0 {
		return nil
	}
	return p.Editions[i]
}

// People returns everybody, by name, for an administrator.
func (d *Desk) People(ctx context.Context, actor award.Actor) (all People, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		if err := award.May(actor, award.DeedPeople, award.Object{}); err != nil {
			return err
		}
		if all.Invitations, err = tx.InvitationsOpen(); err != nil {
			return err
		}
		if all.Editions, err = tx.Editions(); err != nil {
			return err
		}
		all.All, err = everybody(tx)
		return err
	})
	return all, err
}

// SamplePeople returns everybody for the demo, which anybody may enter as anyone.
func (d *Desk) SamplePeople(ctx context.Context) (all []Known, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		all, err = everybody(tx)
		return err
	})
	return all, err
}

func everybody(tx *database.Tx) ([]Known, error) {
	people, err := tx.People()
	if err != nil {
		return nil, err
	}
	grants, err := tx.Grants("")
	if err != nil {
		return nil, err
	}
	members, err := tx.Memberships()
	if err != nil {
		return nil, err
	}
	ids := make([]award.ID, len(members))
	for i, m := range members {
		ids[i] = m.City
	}
	cities, err := tx.CitiesOf(ids)
	if err != nil {
		return nil, err
	}
	all, at := make([]Known, len(people)), map[award.ID]int{}
	for i, p := range people {
		all[i], at[p.ID] = Known{Person: p, Rights: map[award.ID]award.CityRight{}}, i
	}
	for _, g := range grants {
		k := &all[at[g.Person]]
		k.Grants = append(k.Grants, g)
	}
	for _, m := range members {
		k := &all[at[m.Person]]
		k.Cities = append(k.Cities, cities[m.City])
		k.Rights[m.City] = m.Right
	}
	return all, nil
}

// Change is what an administrator does to a person's roles.
type Change struct {
	Person  award.ID
	Role    award.Role
	Edition award.ID // "" = every edition
}

// Grant gives a person a role of the staff.
func (d *Desk) Grant(ctx context.Context, actor award.Actor, c Change) error {
	if !slices.Contains(StaffRoles, c.Role) {
		return award.Invalid{"role": {Key: "fault.required_choice"}}
	}
	return d.people(ctx, actor, c.Person, "grant", func(tx *database.Tx, _ award.Person) (any, error) {
		if err := checkEdition(tx, c.Edition); err != nil {
			return nil, err
		}
		return c, tx.Grant(c.Person, c.Role, c.Edition, d.clock())
	})
}

// Revoke takes a role of the staff from a person. The last administrator who
// can sign in keeps theirs.
func (d *Desk) Revoke(ctx context.Context, actor award.Actor, c Change) error {
	if !slices.Contains(StaffRoles, c.Role) {
		return award.ErrNotFound
	}
	return d.people(ctx, actor, c.Person, "revoke", func(tx *database.Tx, _ award.Person) (any, error) {
		if err := tx.Revoke(c.Person, c.Role, c.Edition); err != nil {
			return nil, err
		}
		return c, someAdmin(tx)
	})
}

// Disable keeps a person from signing in, and ends their sessions, from their
// next request on. Nobody disables themselves.
func (d *Desk) Disable(ctx context.Context, actor award.Actor, person award.ID) error {
	return d.people(ctx, actor, person, "disable", func(tx *database.Tx, p award.Person) (any, error) {
		if p.ID == actor.Person.ID {
			return nil, award.Refuse(award.ErrForbidden, "people.refused.self")
		}
		p.Disabled = d.clock()
		if err := tx.SavePerson(p); err != nil {
			return nil, err
		}
		if err := tx.RemoveSessionsOf(p.ID, ""); err != nil {
			return nil, err
		}
		return nil, someAdmin(tx)
	})
}

// Enable lets a disabled person sign in again.
func (d *Desk) Enable(ctx context.Context, actor award.Actor, person award.ID) error {
	return d.people(ctx, actor, person, "enable", func(tx *database.Tx, p award.Person) (any, error) {
		p.Disabled = 0
		return nil, tx.SavePerson(p)
	})
}

// people does a change to a person if the actor may, and records it.
func (d *Desk) people(ctx context.Context, actor award.Actor, person award.ID, what string, change func(*database.Tx, award.Person) (any, error)) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		if err := award.May(actor, award.DeedPeople, award.Object{}); err != nil {
			return err
		}
		p, err := tx.Person(person)
		if err != nil {
			return err
		}
		how, err := change(tx, p)
		if err != nil {
			return err
		}
		return d.recordPeople(tx, actor, p.ID, what, how)
	})
}

func (d *Desk) recordPeople(tx *database.Tx, actor award.Actor, subject award.ID, what string, how any) error {
	detail := map[string]any{"what": what}
	if c, is := how.(Change); is {
		detail["role"], detail["edition"] = c.Role, c.Edition
	}
	text, err := json.Marshal(detail)
	if err != nil {
		return err
	}
	return tx.Record(award.Event{At: d.clock(), Actor: actor.Person.ID, Deed: award.DeedPeople, Kind: "person", Subject: subject, Detail: string(text)})
}

// someAdmin refuses a change that leaves nobody to administer.
func someAdmin(tx *database.Tx) error {
	grants, err := tx.Grants("")
	if err != nil {
		return err
	}
	for _, g := range grants {
		if g.Role != award.RoleAdmin {
			continue
		}
		if p, err := tx.Person(g.Person); err != nil {
			return err
		} else if p.Disabled.IsZero() {
			return nil
		}
	}
	return award.Refuse(award.ErrForbidden, "people.refused.last_admin")
}

func checkEdition(tx *database.Tx, id award.ID) error {
	if id == "" {
		return nil
	}
	if _, err := tx.Edition(id); err != nil {
		return award.Invalid{"edition": {Key: "fault.choice"}}
	}
	return nil
}

// EnterAs signs in as a sample person. It is called by the demo only, where all
// people are invented.
func (d *Desk) EnterAs(ctx context.Context, person award.ID) (p award.Person, err error) {
	err = d.db.Update(ctx, func(tx *database.Tx) error {
		if p, err = tx.Person(person); err != nil {
			return err
		}
		if !p.Disabled.IsZero() {
			return award.Refuse(award.ErrForbidden, "sign.refused.disabled")
		}
		return tx.Record(award.Event{At: d.clock(), Actor: p.ID, Deed: award.DeedDemo, Kind: "person", Subject: p.ID})
	})
	return p, err
}

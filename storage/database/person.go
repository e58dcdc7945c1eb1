package database

import "we-gov.org/awards/internal/award"

const personColumns = `id, email, name, language, zone, created, disabled`

// AddPerson stores a new person; ErrConflict if the address is taken.
func (tx *Tx) AddPerson(p award.Person) error {
	return tx.exec(`INSERT INTO person (`+personColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		p.ID, p.Email, p.Name, p.Language, p.Zone, p.Created, p.Disabled)
}

// SavePerson overwrites the name, language, zone and disabled mark of a person.
func (tx *Tx) SavePerson(p award.Person) error {
	return tx.execOne(`UPDATE person SET name = ?, language = ?, zone = ?, disabled = ? WHERE id = ?`,
		p.Name, p.Language, p.Zone, p.Disabled, p.ID)
}

// Person returns the person with the given ID.
func (tx *Tx) Person(id award.ID) (p award.Person, err error) {
	err = tx.get(&p, `SELECT `+personColumns+` FROM person WHERE id = ?`, id)
	return p, err
}

// PersonByEmail returns the person with the given address, in any letter case.
func (tx *Tx) PersonByEmail(email string) (p award.Person, err error) {
	err = tx.get(&p, `SELECT `+personColumns+` FROM person WHERE email = ?`, award.Email(email))
	return p, err
}

// People returns everybody, by name.
func (tx *Tx) People() (all []award.Person, err error) {
	err = tx.list(&all, `SELECT `+personColumns+` FROM person ORDER BY name, id`)
	return all, err
}

// Names returns the printed names of people by ID; unknown IDs are left out.
func (tx *Tx) Names(ids []award.ID) (map[award.ID]string, error) {
	names := map[award.ID]string{}
	if len(ids) == 0 {
		return names, nil
	}
	q, args := tx.in(`SELECT `+personColumns+` FROM person WHERE id IN (?)`, ids)
	var people []award.Person
	if err := tx.list(&people, q, args...); err != nil {
		return nil, err
	}
	for _, p := range people {
		names[p.ID] = p.Name
	}
	return names, nil
}

// Grant gives a person a role in an edition, or in every edition when edition
// is empty. Granting twice changes nothing.
func (tx *Tx) Grant(person award.ID, role award.Role, edition award.ID, since award.Time) error {
	return tx.exec(`INSERT INTO role (person, role, edition, since) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		person, role, edition, since)
}

// Revoke takes a role from a person.
func (tx *Tx) Revoke(person award.ID, role award.Role, edition award.ID) error {
	return tx.exec(`DELETE FROM role WHERE person = ? AND role = ? AND edition = ?`, person, role, edition)
}

// RoleHolders returns the people who hold a role in an edition or in every
// edition, by name.
func (tx *Tx) RoleHolders(role award.Role, edition award.ID) (all []award.Person, err error) {
	err = tx.list(&all, `SELECT `+personColumns+` FROM person WHERE disabled = 0 AND id IN
		(SELECT person FROM role WHERE role = ? AND (edition = ? OR edition = '')) ORDER BY name, id`, role, edition)
	return all, err
}

// Actor returns a person with their roles in any edition and their
// memberships; ErrNotFound if there is no such person or they are disabled.
func (tx *Tx) Actor(id award.ID) (award.Actor, error) {
	p, err := tx.Person(id)
	if err != nil {
		return award.Actor{}, err
	}
	if !p.Disabled.IsZero() {
		return award.Actor{}, award.ErrNotFound
	}
	a := award.Actor{Person: p}
	if err := tx.list(&a.Roles, `SELECT DISTINCT role FROM role WHERE person = ? ORDER BY role`, id); err != nil {
		return award.Actor{}, err
	}
	err = tx.list(&a.Memberships, `SELECT city, person, can, since FROM membership WHERE person = ? ORDER BY since, city`, id)
	return a, err
}

// AddMember lets a person act for a city, or changes how far they may.
func (tx *Tx) AddMember(m award.Membership) error {
	return tx.exec(`INSERT INTO membership (city, person, can, since) VALUES (?, ?, ?, ?)
		ON CONFLICT (city, person) DO UPDATE SET can = excluded.can`, m.City, m.Person, m.Right, m.Since)
}

// RemoveMember ends a membership.
func (tx *Tx) RemoveMember(city, person award.ID) error {
	return tx.execOne(`DELETE FROM membership WHERE city = ? AND person = ?`, city, person)
}

// Members returns the memberships of a city, the oldest first.
func (tx *Tx) Members(city award.ID) (all []award.Membership, err error) {
	err = tx.list(&all, `SELECT city, person, can, since FROM membership WHERE city = ? ORDER BY since, person`, city)
	return all, err
}

// Editors returns the people who may edit for a city and whose accounts are open,
// the oldest membership first.
func (tx *Tx) Editors(city award.ID) (all []award.Person, err error) {
	members, err := tx.Members(city)
	if err != nil {
		return nil, err
	}
	for _, m := range members {
		if !m.Right.Covers(award.MayEdit) {
			continue
		}
		p, err := tx.Person(m.Person)
		if err != nil {
			return nil, err
		}
		if p.Disabled.IsZero() {
			all = append(all, p)
		}
	}
	return all, nil
}

// Grants returns the roles of everybody, or of one person when person is set.
func (tx *Tx) Grants(person award.ID) (all []award.Grant, err error) {
	err = tx.list(&all, `SELECT person, role, edition, since FROM role WHERE person = ? OR CAST(? AS TEXT) = '' ORDER BY person, role, edition`, person, person)
	return all, err
}

// Memberships returns who may act for which city.
func (tx *Tx) Memberships() (all []award.Membership, err error) {
	err = tx.list(&all, `SELECT city, person, can, since FROM membership ORDER BY person, city`)
	return all, err
}

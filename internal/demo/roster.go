package demo

import (
	"context"
	"slices"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/storage/database"
)

// SamplePerson is somebody whom a visitor of the demo may sign in as.
type SamplePerson struct {
	Role   award.Role // under which the demo's page lists them
	Person award.Person
	// Note says in one line what they can see: a key of the catalogue, whose
	// sentence may name the City.
	Note, City string
}

// Told returns the note in the reader's words.
func (p SamplePerson) Told(w *locale.Words) string { return w.T(p.Note, "City", p.City) }

// member is a person of the roster, with what gives them rights.
type member struct {
	key, name, language, zone string
	role                      award.Role // under which they are listed
	roles                     []award.Role
	note                      string
	city                      string // slug, for members of a city
	right                     award.CityRight
	disabled                  bool
}

// email is the member's address, which leads nowhere.
func (m member) email() string { return strings.ReplaceAll(m.key, "/", ".") + "@example.org" }

func (m member) id() award.ID { return ID("person/" + m.key) }

// staff are the people of the Secretariat, the chair and the producer.
var staff = []member{
	{key: "chair", name: "Ingeborg Tamm", language: "en", zone: "Europe/Tallinn", role: award.RoleChair, roles: []award.Role{award.RoleChair}, note: "demo.note.chair"},
	{key: "officer", name: "Mina Hwang", language: "ko", zone: "Asia/Seoul", role: award.RoleOfficer, roles: []award.Role{award.RoleOfficer}, note: "demo.note.officer"},
	{key: "officer2", name: "Tomás Albarracín", language: "en", zone: "Asia/Seoul", role: award.RoleOfficer, roles: []award.Role{award.RoleOfficer}, note: "demo.note.officer"},
	{key: "admin", name: "Ravindra Perera", language: "en", zone: "Asia/Colombo", role: award.RoleAdmin, roles: []award.Role{award.RoleAdmin}, note: "demo.note.admin"},
	{key: "producer", name: "Freja Lindqvist", language: "en", zone: "Europe/Stockholm", role: award.RoleProducer, roles: []award.Role{award.RoleProducer}, note: "demo.note.producer"},
	{key: "auditor", name: "Odile Marchetti", language: "en", zone: "Europe/Zurich", role: award.RoleAuditor, roles: []award.Role{award.RoleAuditor}, note: "demo.note.auditor"},
	{key: "many", name: "Samuel Okonjo-Reyes", language: "en", zone: "Europe/Lisbon", role: award.RoleOfficer, roles: []award.Role{award.RoleOfficer, award.RoleProducer, award.RoleAdmin}, note: "demo.note.many"},
	{key: "disabled", name: "Lars Petit", language: "en", zone: "Europe/Paris", role: award.RoleOfficer, roles: []award.Role{award.RoleOfficer}, note: "demo.note.disabled", disabled: true},
}

// teamCity is the city that has colleagues with each right.
const teamCity = "port-oriel"

// team are the colleagues of teamCity beside its first officer.
var team = []member{
	{key: "port-oriel/editor", name: "Hamish Nguyen", language: "en", zone: "Australia/Sydney", city: teamCity, right: award.MayEdit},
	{key: "port-oriel/reader", name: "Leilani Cooper", language: "en", zone: "Australia/Sydney", city: teamCity, right: award.MayRead},
	{key: "port-oriel/deputy", name: "Arjun Petrakis", language: "en", zone: "Australia/Sydney", city: teamCity, right: award.MaySend},
}

// roster is everybody of the demo: staff, judges, and the officers of cities in
// the order of the cities.
func roster(s source) []member {
	all := slices.Clone(staff)
	for _, j := range pool {
		all = append(all, j.member())
	}
	for _, p := range s.places {
		language := p.Language
		if language == "" {
			language = "en"
		}
		all = append(all, member{
			key: "city/" + p.Slug, name: p.Officer, language: language, zone: p.Zone,
			role: award.RoleCity, note: "demo.note.city", city: p.Slug, right: award.MaySend,
		})
		if p.Slug != teamCity {
			continue
		}
		for _, m := range team {
			m.role, m.note = award.RoleCity, "demo.note.city_"+string(m.right)
			all = append(all, m)
		}
	}
	return all
}

// People lists the people of a filled demo by role, those of a city with the
// city. It is empty for a database that the demo did not fill.
func People(ctx context.Context, db *database.DB) ([]SamplePerson, error) {
	s, err := written()
	if err != nil {
		return nil, err
	}
	known := map[award.ID]award.Person{}
	err = db.View(ctx, func(tx *database.Tx) error {
		people, err := tx.People()
		for _, p := range people {
			known[p.ID] = p
		}
		return err
	})
	var all []SamplePerson
	for _, m := range roster(s) {
		if p, there := known[m.id()]; there {
			all = append(all, SamplePerson{Role: m.role, Person: p, Note: m.note, City: s.place(m.city).Name})
		}
	}
	slices.SortStableFunc(all, func(a, b SamplePerson) int {
		return slices.Index(award.Roles, a.Role) - slices.Index(award.Roles, b.Role)
	})
	return all, err
}

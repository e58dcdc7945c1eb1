package award

import "slices"

// Role is what a person does for the awards. One person may hold several.
type Role string

// The roles. RoleCity is held through the membership of a city, the others by
// a grant of the Secretariat.
const (
	RoleCity     Role = "city"
	RoleJudge    Role = "judge"
	RoleChair    Role = "chair"
	RoleOfficer  Role = "officer"
	RoleAdmin    Role = "admin"
	RoleProducer Role = "producer"
	RoleAuditor  Role = "auditor" // from outside; signs the tally before anything leaves
)

// Roles lists every role in the order in which pages show them.
var Roles = []Role{RoleCity, RoleJudge, RoleChair, RoleOfficer, RoleAdmin, RoleProducer, RoleAuditor}

// Person is somebody who can sign in. Email is their name to the platform.
type Person struct {
	ID       ID     `db:"id"`
	Email    string `db:"email"`
	Name     string `db:"name"` // as it should be printed
	Language string `db:"language"`
	Zone     string `db:"zone"` // IANA time zone; empty = not chosen
	Created  Time   `db:"created"`
	Disabled Time   `db:"disabled"` // 0 = may sign in
}

// Membership lets a person act for a city. Rights are read, edit and send.
type Membership struct {
	City   ID        `db:"city"`
	Person ID        `db:"person"`
	Right  CityRight `db:"can"`
	Since  Time      `db:"since"`
}

// CityRight is how far a member may act for a city; each includes the one before.
type CityRight string

// The rights of a member of a city.
const (
	MayRead CityRight = "read"
	MayEdit CityRight = "edit"
	MaySend CityRight = "send"
)

// Covers reports whether the right includes another.
func (r CityRight) Covers(other CityRight) bool {
	order := []CityRight{MayRead, MayEdit, MaySend}
	return slices.Contains(order, other) && slices.Index(order, r) >= slices.Index(order, other)
}

// City is any local government or public organisation that enters: a city,
// district, province, region or agency.
type City struct {
	ID         ID     `db:"id"`
	Slug       string `db:"slug"`
	Name       string `db:"name"` // in English, as it should be printed
	LocalName  string `db:"local_name"`
	Country    string `db:"country"` // ISO 3166-1 alpha-2
	Region     string `db:"region"`
	Kind       string `db:"kind"`
	Population int64  `db:"population"` // 0 = not recorded
	Membership string `db:"membership"` // as the source words it; empty = not a known member
	Source     string `db:"source"`
	// Sample marks an invented city of the demo.
	Sample bool `db:"sample"`
}

// Actor is who asks: a person with everything that gives rights, or nobody.
type Actor struct {
	Person      Person
	Roles       []Role
	Memberships []Membership
}

// SignedIn reports whether the actor is a person.
func (a Actor) SignedIn() bool { return a.Person.ID != "" }

// Has reports whether the actor holds a role.
func (a Actor) Has(r Role) bool {
	if r == RoleCity {
		return len(a.Memberships) > 0 || slices.Contains(a.Roles, r)
	}
	return slices.Contains(a.Roles, r)
}

// HasAny reports whether the actor holds one of the roles.
func (a Actor) HasAny(roles ...Role) bool { return slices.ContainsFunc(roles, a.Has) }

// In reports whether the actor may act for a city to the extent of a right.
func (a Actor) In(city ID, right CityRight) bool {
	return slices.ContainsFunc(a.Memberships, func(m Membership) bool { return m.City == city && m.Right.Covers(right) })
}

// Judge is a member of an edition's jury pool: what bars them, what they know
// and how much they can read.
type Judge struct {
	Person        ID             `json:"person"`
	Name          string         `json:"name"`
	Email         string         `json:"email"`
	Edition       ID             `json:"edition"`
	Countries     []string       `json:"countries"` // of citizenship, work and ties; ISO alpha-2
	Cities        []ID           `json:"cities"`
	Organisations []string       `json:"organisations"`
	Languages     []string       `json:"languages"`
	Expertise     map[string]int `json:"expertise"` // category key -> 0 none … 3 expert
	LoadMin       int            `json:"load_min"`
	LoadTarget    int            `json:"load_target"`
	LoadMax       int            `json:"load_max"`
	State         JudgeState     `json:"state"`
	Declared      Time           `json:"declared"` // when conflicts were declared; 0 = not yet
	Version       int            `json:"version"`
}

// JudgeState is how far a judge has come.
type JudgeState string

// The states of a judge.
const (
	JudgeInvited  JudgeState = "invited"
	JudgeAccepted JudgeState = "accepted"
	JudgeDeclined JudgeState = "declined"
	JudgeLeft     JudgeState = "left"
)

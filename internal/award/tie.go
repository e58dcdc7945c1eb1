package award

import (
	"slices"
	"strings"
)

// Bar is what keeps a judge from an entry.
type Bar string

// The bars, in the order in which they are given when several hold.
const (
	NoBar           Bar = ""
	BarDeclared     Bar = "declared"     // a tie that was declared or noted
	BarMember       Bar = "member"       // acts for the city on this platform
	BarCity         Bar = "city"         // of the judge's record
	BarOrganisation Bar = "organisation" // of the judge's record
	BarCountry      Bar = "country"      // of citizenship, work or ties
)

// Ties are everything that may keep one judge from entries.
type Ties struct {
	Judge       Judge
	Conflicts   []Conflict // of this judge in the edition
	Memberships []Membership
}

// To returns what keeps the judge from an entry of a city; NoBar if nothing does.
func (t Ties) To(e *Edition, entry Entry, city City) Bar {
	declared := func(c Conflict) bool { return c.Entry != "" && c.Entry == entry.ID }
	if slices.ContainsFunc(t.Conflicts, declared) {
		return BarDeclared
	}
	return t.ToCity(e, city)
}

// ToCity returns what keeps the judge from every entry of a city.
func (t Ties) ToCity(e *Edition, city City) Bar {
	same := func(name string) bool { return name != "" && strings.EqualFold(strings.TrimSpace(name), city.Name) }
	switch {
	case slices.ContainsFunc(t.Conflicts, func(c Conflict) bool { return c.Entry == "" && c.City == city.ID }):
		return BarDeclared
	case slices.ContainsFunc(t.Memberships, func(m Membership) bool { return m.City == city.ID }):
		return BarMember
	case slices.Contains(t.Judge.Cities, city.ID):
		return BarCity
	case slices.ContainsFunc(t.Judge.Organisations, same):
		return BarOrganisation
	case e.Panel.NoOwnCountry && slices.Contains(t.Judge.Countries, city.Country):
		return BarCountry
	}
	return NoBar
}

// TieReason is how a judge is tied to a city or an entry.
type TieReason string

// TieReasons lists the reasons in the order in which pages offer them, the
// closest first.
var TieReasons = []TieReason{"work", "part", "adviser", "family", "other"}

// Known reports whether the reason is one of TieReasons.
func (r TieReason) Known() bool { return slices.Contains(TieReasons, r) }

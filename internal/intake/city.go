package intake

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// cityFor returns the city that a beginning names: one of the person's own, or
// one that they are the first to act for.
func cityFor(tx *database.Tx, a award.Actor, b Beginning, now award.Time) (award.City, error) {
	if b.City != "" {
		if !a.In(b.City, award.MayEdit) {
			return award.City{}, award.Refuse(award.ErrForbidden, "entry.refused.right")
		}
		return tx.City(b.City)
	}
	city, err := tx.CityNamed(b.Name, b.Country)
	switch {
	case errors.Is(err, award.ErrNotFound):
		city, err = register(tx, b)
	case err == nil && a.In(city.ID, award.MayEdit):
		return city, nil
	case err == nil:
		err = claim(tx, city, b)
	}
	if err != nil {
		return award.City{}, err
	}
	if err := tx.AddMember(award.Membership{City: city.ID, Person: a.Person.ID, Right: award.MaySend, Since: now}); err != nil {
		return award.City{}, err
	}
	return city, tx.Record(award.Event{At: now, Actor: a.Person.ID, Deed: award.DeedStart, Kind: "city", Subject: city.ID})
}

// claim lets the first person act for a city of the records; one that has
// people is joined by their invitation only.
func claim(tx *database.Tx, city award.City, b Beginning) error {
	members, err := tx.Members(city.ID)
	if err != nil {
		return err
	}
	if len(members) > 0 {
		return award.Invalid{"name": {Key: "apply.fault.taken", Values: map[string]any{"City": city.Name}}}
	}
	if city.LocalName == "" {
		city.LocalName = b.LocalName
	}
	if city.Kind == "" {
		city.Kind = b.Kind
	}
	return tx.SaveCity(city)
}

func register(tx *database.Tx, b Beginning) (award.City, error) {
	city := award.City{ID: award.NewID(), Name: b.Name, LocalName: b.LocalName, Country: b.Country, Kind: b.Kind}
	base := slug(b.Name)
	for n := 1; ; n++ {
		switch city.Slug = base; n {
		case 1:
		case 2:
			city.Slug = base + "-" + strings.ToLower(b.Country)
		default:
			city.Slug = fmt.Sprintf("%s-%s-%d", base, strings.ToLower(b.Country), n)
		}
		if _, err := tx.CityBySlug(city.Slug); errors.Is(err, award.ErrNotFound) {
			return city, tx.AddCity(city)
		} else if err != nil {
			return city, err
		}
	}
}

// slug writes a name in the letters of an address: "São Paulo" is sao-paulo.
func slug(name string) string {
	plain := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(name))
	parts := strings.FieldsFunc(plain, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(parts) == 0 {
		return "city"
	}
	return strings.Join(parts, "-")
}

package account

import (
	"context"
	"time"
	"unicode/utf8"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/storage/database"
)

// Profile is what a person says of themselves.
type Profile struct {
	Name     string // as it should be printed
	Language string
	Zone     string // IANA name; "" = not chosen
}

// nameMax is the most characters of a name.
const nameMax = 120

// check returns what is wrong with a profile.
func (p Profile) check() error {
	faults := award.Invalid{}
	switch n := utf8.RuneCountInString(p.Name); {
	case n == 0:
		faults.Add("name", "account.fault.name")
	case n > nameMax:
		faults.Add("name", "fault.letters", "Count", nameMax)
	}
	if _, known := locale.For(p.Language); !known {
		faults.Add("language", "fault.choice")
	}
	if !knownZone(p.Zone) {
		faults.Add("zone", "fault.zone")
	}
	return faults.Or()
}

// knownZone reports whether a time zone can be used; none is fine.
func knownZone(name string) bool {
	_, err := time.LoadLocation(name)
	return name == "" || err == nil && name != "Local"
}

// SaveProfile overwrites the name, language and time zone of the person who
// asks. Invalid with the fields name, language and zone.
func (d *Desk) SaveProfile(ctx context.Context, actor award.Actor, profile Profile) error {
	if err := profile.check(); err != nil {
		return err
	}
	return d.db.Update(ctx, func(tx *database.Tx) error {
		if err := award.May(actor, award.DeedAccount, award.Object{}); err != nil {
			return err
		}
		p, err := tx.Person(actor.Person.ID)
		if err != nil {
			return err
		}
		p.Name, p.Language, p.Zone = profile.Name, profile.Language, profile.Zone
		if err := tx.SavePerson(p); err != nil {
			return err
		}
		return tx.Record(award.Event{At: d.clock(), Actor: p.ID, Deed: award.DeedAccount, Kind: "person", Subject: p.ID})
	})
}

package intake_test

import (
	"context"
	"fmt"
	"testing"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/intake"
	"we-gov.org/awards/storage/database"
)

var ctx = context.Background()

func newcomer(d desk) award.Actor {
	p := award.Person{ID: award.NewID(), Email: "new@example.org", Name: "New Person", Language: "en", Created: d.Clock.Now()}
	d.Update(func(tx *database.Tx) error { return tx.AddPerson(p) })
	return award.Actor{Person: p}
}

func TestFirstPersonOfACityRegistersItAndMaySend(t *testing.T) {
	d := open(t)
	a := newcomer(d)
	e, err := d.Start(ctx, a, intake.Beginning{Name: "São Tomás", Country: "BR", Kind: "city", LocalName: "São Tomás", Category: "services", Title: "A queue that waits for you"})
	must(t, err)
	if want := "2027-0045"; e.Reference != want {
		t.Errorf("reference %s, want %s", e.Reference, want)
	}
	o := d.read(string(a.Person.ID), e.Reference)
	if o.City.Slug != "sao-tomas" || !d.as(string(a.Person.ID)).In(o.City.ID, award.MaySend) {
		t.Errorf("city %+v", o.City)
	}
	for key, value := range map[string]string{"local_government": "São Tomás", "country": "BR", "title": "A queue that waits for you", "category": "services", "government_kind": "city"} {
		if o.Value(key) != value {
			t.Errorf("%s is %q, want %q: what is known is not asked again", key, o.Value(key), value)
		}
	}
	next, err := d.Start(ctx, d.as(string(a.Person.ID)), intake.Beginning{City: o.City.ID, Category: "services", Title: "Another"})
	must(t, err)
	if next.Reference != "2027-0046" {
		t.Errorf("references do not count on: %s", next.Reference)
	}
}

func TestCityWithPeopleIsJoinedByInvitationOnly(t *testing.T) {
	d := open(t)
	_, err := d.Start(ctx, newcomer(d), intake.Beginning{Name: "port oriel", Country: "AU", Category: "services", Title: "Mine"})
	faulty(t, err, "name", "apply.fault.taken")
}

func TestCityOfTheRecordsWithoutPeopleIsClaimed(t *testing.T) {
	d := open(t)
	var known award.City
	d.View(func(tx *database.Tx) error {
		all, err := tx.Cities()
		for _, c := range all {
			if members, _ := tx.Members(c.ID); len(members) == 0 {
				known = c
			}
		}
		return err
	})
	e, err := d.Start(ctx, newcomer(d), intake.Beginning{Name: known.Name, Country: known.Country, Category: "services", Title: "Ours"})
	must(t, err)
	if e.City != known.ID {
		t.Errorf("a second %s was registered", known.Name)
	}
}

func TestStartNeedsItsAnswers(t *testing.T) {
	d := open(t)
	_, err := d.Start(ctx, newcomer(d), intake.Beginning{})
	for field, key := range map[string]string{"name": "apply.fault.name", "country": "fault.country", "title": "apply.fault.title", "category": "fault.required_choice"} {
		faulty(t, err, field, key)
	}
}

func TestStartForAForeignCityIsRefused(t *testing.T) {
	d := open(t)
	o := d.read("city/kitamori", complete)
	_, err := d.Start(ctx, d.as("city/haneul"), intake.Beginning{City: o.City.ID, Category: "services", Title: "Not ours"})
	want(t, err, award.ErrForbidden)
}

func TestStartOnlyWhileEntriesAreOpen(t *testing.T) {
	d := open(t)
	stage, _ := d.Sample.Edition.Stage(award.StageSubmit)
	o := d.read("city/port-oriel", begun)
	for _, c := range []struct {
		at  award.Time
		key string
	}{{stage.Opens - 1, "entry.refused.not_open"}, {stage.Opens, ""}, {stage.Closes - 1, ""}, {stage.Closes, "entry.refused.closed"}, {stage.Closes + 1, "entry.refused.closed"}} {
		t.Run(fmt.Sprint(int64(c.at-stage.Closes)), func(t *testing.T) {
			d.Clock.Set(c.at)
			_, err := d.Start(ctx, d.as("city/port-oriel"), intake.Beginning{City: o.City.ID, Category: "services", Title: "In time"})
			if c.key == "" {
				must(t, err)
			} else {
				refused(t, err, c.key)
			}
		})
	}
}

func TestStartBeyondTheLimitOfTheCityIsRefused(t *testing.T) {
	d := open(t)
	g, err := d.Gate(ctx, d.as("city/marvale"))
	must(t, err)
	if !g.Cities[0].Full(g.Edition) {
		t.Fatal("Marvale has not sent two entries")
	}
	_, err = d.Start(ctx, d.as("city/marvale"), intake.Beginning{City: g.Cities[0].City.ID, Category: "services", Title: "A third"})
	refused(t, err, "entry.refused.limit")
}

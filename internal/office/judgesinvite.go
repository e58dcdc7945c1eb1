package office

import (
	"context"
	"errors"
	"slices"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/locale"
	"we-gov.org/awards/storage/database"
)

// JudgeForm is what an officer says of a judge.
type JudgeForm struct {
	Name, Email   string // Email only of a new judge
	Language      string // of the invitation
	Countries     []string
	Cities        []string // names, as "Seoul" or "Seoul, KR"
	Organisations []string
	Languages     []string
	Expertise     map[string]int
	Min, Target   int
	Max           int
	Version       int // of an existing judge
}

// LoadMost is the largest load that a judge can be given.
const LoadMost = 500

func (f JudgeForm) check(e *award.Edition, fresh bool) award.Invalid {
	faults := award.Invalid{}
	if strings.TrimSpace(f.Name) == "" {
		faults.Add("name", "judges.fault.name")
	}
	if fresh && f.Email == "" {
		faults.Add("email", "fault.email")
	}
	if len(f.Countries) == 0 {
		faults.Add("countries", "judges.fault.countries")
	}
	for _, c := range f.Countries {
		if locale.Region(c) == "" {
			faults.Add("countries", "judges.fault.country", "Country", c)
		}
	}
	if len(f.Languages) == 0 {
		faults.Add("languages", "judges.fault.languages")
	}
	for key, level := range f.Expertise {
		if _, there := e.Category(key); !there || level < 0 || level > 3 {
			faults.Add("expertise."+key, "fault.choice")
		}
	}
	switch {
	case f.Max < 1 || f.Max > LoadMost:
		faults.Add("max", "fault.range", "Min", 1, "Max", LoadMost)
	case f.Target < 0 || f.Target > f.Max:
		faults.Add("target", "fault.range", "Min", 0, "Max", f.Max)
	case f.Min < 0 || f.Min > f.Max:
		faults.Add("min", "fault.range", "Min", 0, "Max", f.Max)
	}
	return faults
}

// put writes a form into a judge.
func (f JudgeForm) put(j *award.Judge, cities []award.ID) {
	j.Countries, j.Cities, j.Organisations, j.Languages = f.Countries, cities, f.Organisations, f.Languages
	j.Expertise = map[string]int{}
	for key, level := range f.Expertise {
		if level > 0 {
			j.Expertise[key] = level
		}
	}
	j.LoadMin, j.LoadTarget, j.LoadMax = f.Min, f.Target, f.Max
}

// citiesNamed finds the cities that a form names.
func citiesNamed(tx *database.Tx, names []string, faults award.Invalid) ([]award.ID, error) {
	all, err := tx.Cities()
	var found []award.ID
	for _, name := range names {
		city, country, _ := strings.Cut(name, ",")
		code, _ := locale.CountryCode(country)
		i := slices.IndexFunc(all, func(c award.City) bool {
			return fold(c.Name) == fold(strings.TrimSpace(city)) && (code == "" || c.Country == code)
		})
		if i < 0 {
			faults.Add("cities", "judges.fault.city", "City", name)
			continue
		}
		if !slices.Contains(found, all[i].ID) {
			found = append(found, all[i].ID)
		}
	}
	return found, err
}

// InviteJudge adds a person to the jury pool and invites them by mail. A person
// who acts for a city has that city added to those that bar them.
func (d *Desk) InviteJudge(ctx context.Context, a award.Actor, year int, f JudgeForm) (person award.ID, err error) {
	err = d.db.Update(ctx, func(tx *database.Tx) error {
		edition, err := d.editionFor(tx, a, award.DeedInviteJudge, year)
		if err != nil {
			return err
		}
		faults := f.check(edition, true)
		cities, err := citiesNamed(tx, f.Cities, faults)
		if err != nil {
			return err
		}
		if err := faults.Or(); err != nil {
			return err
		}
		p, err := d.personFor(tx, f)
		if err != nil {
			return err
		}
		person = p.ID
		if _, err := tx.Judge(edition.ID, p.ID); err == nil {
			return award.Invalid{"email": {Key: "judges.fault.already"}}
		} else if !errors.Is(err, award.ErrNotFound) {
			return err
		}
		if cities, err = withOwn(tx, p, cities); err != nil {
			return err
		}
		j := award.Judge{Edition: edition.ID, Person: p.ID, State: award.JudgeInvited}
		f.put(&j, cities)
		if err := tx.AddJudge(j); err != nil {
			return err
		}
		p.Email, p.Name, p.Language = f.Email, f.Name, f.Language
		room := pool{tx: tx, desk: d, actor: a, deed: award.DeedInviteJudge, edition: edition}
		return room.invite(p)
	})
	return person, err
}

// personFor returns the person with the form's address, a new one if nobody has
// it.
func (d *Desk) personFor(tx *database.Tx, f JudgeForm) (award.Person, error) {
	p, err := tx.PersonByEmail(f.Email)
	if !errors.Is(err, award.ErrNotFound) {
		return p, err
	}
	p = award.Person{ID: award.NewID(), Email: award.Email(f.Email), Name: f.Name, Language: f.Language, Created: d.clock()}
	return p, tx.AddPerson(p)
}

// withOwn adds the cities for which a person acts.
func withOwn(tx *database.Tx, p award.Person, cities []award.ID) ([]award.ID, error) {
	actor, err := tx.Actor(p.ID)
	if errors.Is(err, award.ErrNotFound) {
		return cities, nil
	}
	for _, m := range actor.Memberships {
		if !slices.Contains(cities, m.City) {
			cities = append(cities, m.City)
		}
	}
	return cities, err
}

// pool is the jury pool of an edition while a deed is done to it.
type pool struct {
	tx      *database.Tx
	desk    *Desk
	actor   award.Actor
	deed    award.Deed
	edition *award.Edition
	judge   award.Judge // to whom it is done
}

// invite mails a new invitation to judge, in the language of the person.
func (p *pool) invite(to award.Person) error {
	now := p.desk.clock()
	inv, err := p.tx.Invite(award.Invitation{Email: to.Email, Name: to.Name, Role: award.RoleJudge, Edition: p.edition.ID, By: p.actor.Person.ID, Created: now})
	if err != nil {
		return err
	}
	if err := p.post(inv, to); err != nil {
		return err
	}
	return p.record("invitation", inv.ID, map[string]any{"act": "invited"})
}

func (p *pool) post(inv award.Invitation, to award.Person) error {
	letter := locale.Of(to).Invitation(inv, p.actor.Person.Name, p.edition.Name)
	return p.tx.Post(letter, "invitation:"+string(inv.ID)+":"+inv.Hash[:16], p.desk.clock())
}

func (p *pool) record(kind string, subject award.ID, detail map[string]any) error {
	e := award.Event{At: p.desk.clock(), Actor: p.actor.Person.ID, Deed: p.deed, Kind: kind, Subject: subject, Edition: p.edition.ID}
	return record(p.tx, e, detail)
}

// EditJudge changes what is kept of a judge still at the version of the form;
// else award.ErrConflict.
func (d *Desk) EditJudge(ctx context.Context, a award.Actor, year int, person award.ID, f JudgeForm) error {
	return d.withJudge(ctx, asked{a, award.DeedEditJudge, year, person}, func(p *pool) error {
		if p.judge.Version != f.Version {
			return award.ErrConflict
		}
		faults := f.check(p.edition, false)
		cities, err := citiesNamed(p.tx, f.Cities, faults)
		if err != nil {
			return err
		}
		if err := faults.Or(); err != nil {
			return err
		}
		if err := rename(p.tx, person, f.Name); err != nil {
			return err
		}
		f.put(&p.judge, cities)
		if err := p.tx.SaveJudge(&p.judge); err != nil {
			return err
		}
		return p.record("judge", person, map[string]any{"act": "changed"})
	})
}

// rename corrects the printed name of a person.
func rename(tx *database.Tx, person award.ID, name string) error {
	p, err := tx.Person(person)
	if err != nil || p.Name == name {
		return err
	}
	p.Name = name
	return tx.SavePerson(p)
}

// asked is a deed that somebody asks to do to a judge of the edition of a year.
type asked struct {
	actor  award.Actor
	deed   award.Deed
	year   int
	person award.ID
}

// withJudge does a deed to a judge, all or nothing.
func (d *Desk) withJudge(ctx context.Context, q asked, do func(*pool) error) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		e, err := d.editionFor(tx, q.actor, q.deed, q.year)
		if err != nil {
			return err
		}
		j, err := tx.Judge(e.ID, q.person)
		if err != nil {
			return err
		}
		return do(&pool{tx: tx, desk: d, actor: q.actor, deed: q.deed, edition: e, judge: j})
	})
}

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

// JudgeLine is one member of the jury pool with their work.
type JudgeLine struct {
	award.Judge
	Seats, Done int // of the latest round in which they have any
	Round       int
	Late        bool
	Conflicts   int
	Invitation  *award.Invitation // the one that waits for an answer; nil = none
	Expired     bool              // that invitation is too old to be answered
}

// JudgeList is the jury pool of an edition.
type JudgeList struct {
	Edition *award.Edition
	Judges  []JudgeLine
	// Need is how many readings the accepted entries need, Room how many the
	// pool takes at most.
	Need, Room int
}

// Judges returns the jury pool of the edition of a year.
func (d *Desk) Judges(ctx context.Context, a award.Actor, year int) (list JudgeList, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		list, err = d.judges(tx, a, award.DeedProgress, year)
		return err
	})
	return list, err
}

func (d *Desk) judges(tx *database.Tx, a award.Actor, deed award.Deed, year int) (list JudgeList, err error) {
	if list.Edition, err = d.editionFor(tx, a, deed, year); err != nil {
		return list, err
	}
	judges, err := tx.Judges(list.Edition.ID)
	if err != nil {
		return list, err
	}
	conflicts, err := tx.Conflicts(list.Edition.ID)
	if err != nil {
		return list, err
	}
	open, err := tx.InvitationsOpen()
	if err != nil {
		return list, err
	}
	for _, j := range judges {
		line := JudgeLine{Judge: j}
		for _, c := range conflicts {
			if c.Judge == j.Person {
				line.Conflicts++
			}
		}
		line.invited(open, d.clock())
		if j.State == award.JudgeAccepted || j.State == award.JudgeInvited {
			list.Room += j.LoadMax
		}
		list.Judges = append(list.Judges, line)
	}
	return list, list.work(tx, d.clock())
}

func (l *JudgeLine) invited(open []award.Invitation, now award.Time) {
	for _, i := range open {
		if i.Role == award.RoleJudge && i.Edition == l.Edition && i.Email == award.Email(l.Email) {
			l.Invitation, l.Expired = &i, !i.Open(now)
			return
		}
	}
}

// work fills in the seats of the judges and the readings that are needed.
func (list *JudgeList) work(tx *database.Tx, now award.Time) error {
	for _, round := range []int{1, 2} {
		seats, err := tx.Seats(list.Edition.ID, round)
		if err != nil {
			return err
		}
		for i := range list.Judges {
			list.Judges[i].sits(list.Edition, round, seats, now)
		}
	}
	accepted, err := tx.EntriesIn(list.Edition.ID, award.EntryAccepted)
	list.Need = len(accepted) * list.Edition.Panel.JudgesPerEntry
	return err
}

func (l *JudgeLine) sits(e *award.Edition, round int, seats []award.Seat, now award.Time) {
	own := seatsOf(seats, l.Person)
	if len(own) == 0 {
		return
	}
	l.Round, l.Seats, l.Done = round, len(own), 0
	for _, s := range own {
		if s.State.Counts() {
			l.Done++
		}
	}
	l.Late = isLate(e, round, own, now)
}

// Tie is a conflict of a judge in the words of the desk.
type Tie struct {
	award.Conflict
	Reference, Title string // of an entry; "" when it is with a whole city
	City             string
	ByName           string
	// Own: the judge has declared it.
	Own bool
}

// JudgeFile is one judge with everything that the desk keeps of them.
type JudgeFile struct {
	JudgeLine
	Edition   *award.Edition
	CityNames []string
	Ties      []Tie
	// Entered are cities with entries in the edition for which the person acts.
	Entered []string
}

// JudgeFile returns a judge of the edition of a year.
func (d *Desk) JudgeFile(ctx context.Context, a award.Actor, year int, person award.ID) (f JudgeFile, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		list, err := d.judges(tx, a, award.DeedProgress, year)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(list.Judges, func(l JudgeLine) bool { return l.Person == person })
		if i < 0 {
			return award.ErrNotFound
		}
		f = JudgeFile{JudgeLine: list.Judges[i], Edition: list.Edition}
		return f.fill(tx)
	})
	return f, err
}

func (f *JudgeFile) fill(tx *database.Tx) error {
	cities, err := tx.Cities()
	if err != nil {
		return err
	}
	named := map[award.ID]string{}
	for _, c := range cities {
		named[c.ID] = c.Name
		if slices.Contains(f.Cities, c.ID) {
			f.CityNames = append(f.CityNames, c.Name)
		}
	}
	conflicts, err := tx.ConflictsOf(f.Edition.ID, f.Person)
	if err != nil {
		return err
	}
	for _, c := range conflicts {
		t := Tie{Conflict: c, City: named[c.City], Own: c.By == f.Person}
		if c.Entry != "" {
			e, err := tx.Entry(c.Entry)
			if err != nil {
				return err
			}
			t.Reference, t.Title, t.City = e.Reference, e.Title, named[e.City]
		}
		names, err := tx.Names([]award.ID{c.By})
		if err != nil {
			return err
		}
		t.ByName = names[c.By]
		f.Ties = append(f.Ties, t)
	}
	return nil
}

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
		return d.mailInvitation(tx, a, edition, f.Email, f.Name, f.Language)
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

func (d *Desk) mailInvitation(tx *database.Tx, a award.Actor, edition *award.Edition, email, name, language string) error {
	now := d.clock()
	inv, err := tx.Invite(award.Invitation{Email: email, Name: name, Role: award.RoleJudge, Edition: edition.ID, By: a.Person.ID, Created: now})
	if err != nil {
		return err
	}
	if err := d.postInvitation(tx, a, edition, inv, language); err != nil {
		return err
	}
	return judgeEvent(tx, a, edition, award.DeedInviteJudge, inv.ID, now, map[string]any{"act": "invited"})
}

func (d *Desk) postInvitation(tx *database.Tx, a award.Actor, edition *award.Edition, inv award.Invitation, language string) error {
	w := locale.Of(award.Person{Language: language})
	return tx.Post(w.Invitation(inv, a.Person.Name, edition.Name), "invitation:"+string(inv.ID)+":"+inv.Hash[:16], d.clock())
}

func judgeEvent(tx *database.Tx, a award.Actor, e *award.Edition, deed award.Deed, subject award.ID, now award.Time, detail map[string]any) error {
	kind := "judge"
	if deed == award.DeedInviteJudge {
		kind = "invitation"
	}
	return record(tx, award.Event{At: now, Actor: a.Person.ID, Deed: deed, Kind: kind, Subject: subject, Edition: e.ID}, detail)
}

// EditJudge changes what is kept of a judge still at the version of the form;
// else award.ErrConflict.
func (d *Desk) EditJudge(ctx context.Context, a award.Actor, year int, person award.ID, f JudgeForm) error {
	return d.withJudge(ctx, a, award.DeedEditJudge, year, person, func(tx *database.Tx, e *award.Edition, j award.Judge) error {
		if j.Version != f.Version {
			return award.ErrConflict
		}
		faults := f.check(e, false)
		cities, err := citiesNamed(tx, f.Cities, faults)
		if err != nil {
			return err
		}
		if err := faults.Or(); err != nil {
			return err
		}
		if err := rename(tx, person, f.Name); err != nil {
			return err
		}
		f.put(&j, cities)
		if err := tx.SaveJudge(&j); err != nil {
			return err
		}
		return judgeEvent(tx, a, e, award.DeedEditJudge, person, d.clock(), map[string]any{"act": "changed"})
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

// withJudge does a deed to a judge of the edition of a year.
func (d *Desk) withJudge(ctx context.Context, a award.Actor, deed award.Deed, year int, person award.ID, do func(*database.Tx, *award.Edition, award.Judge) error) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		e, err := d.editionFor(tx, a, deed, year)
		if err != nil {
			return err
		}
		j, err := tx.Judge(e.ID, person)
		if err != nil {
			return err
		}
		return do(tx, e, j)
	})
}

package stage

import (
	"context"
	"slices"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/storage/database"
)

// Candidate is an entry that may win, as far as the ceremony needs it.
type Candidate struct {
	Entry  award.Entry
	City   award.City
	Spoken award.Spoken // as the ceremony names it: what was typed, over what was said
	Typed  award.Spoken // by the producer
	Said   award.Said   // by the city
	By     string       // who of the city has confirmed it
	media
}

// Name is how the screen shows the candidate's city.
func (c Candidate) Name() string {
	if c.Spoken.Screen != "" {
		return c.Spoken.Screen
	}
	return c.City.Name
}

// Film is the name of its film's file beside a pack, and its size; "" for none.
func (c Candidate) Film() (name string, size int64) {
	if c.film.ID == "" {
		return "", 0
	}
	return FilmName(c.Entry, c.film), c.film.Size
}

// Candidates are all entries that may win, by category in the order of the run
// sheet, and in protocol order in each.
type Candidates struct {
	Plan
	In map[string][]Candidate
}

// Candidates returns every entry that is judged, whether it will win or not: a
// list of finalists would tell a result before its time.
func (d *Desk) Candidates(ctx context.Context, actor award.Actor, year int) (c Candidates, err error) {
	err = d.db.View(ctx, func(tx *database.Tx) error {
		p, err := plan(tx, actor, award.DeedReadShow, year)
		if err != nil {
			return err
		}
		if err := p.age(tx); err != nil {
			return err
		}
		c, err = candidates(tx, p)
		return err
	})
	return c, err
}

func candidates(tx *database.Tx, p Plan) (Candidates, error) {
	c := Candidates{p, map[string][]Candidate{}}
	entries, err := tx.EntriesIn(p.Edition.ID, award.EntryAccepted)
	if err != nil {
		return c, err
	}
	said, people, err := saidIn(tx, p.Edition.ID)
	if err != nil {
		return c, err
	}
	for _, e := range entries {
		city, err := tx.City(e.City)
		if err != nil {
			return c, err
		}
		m, err := mediaOf(tx, e.ID)
		if err != nil {
			return c, err
		}
		typed, says := p.Show.Names[e.ID], said[e.ID]
		c.In[e.Category] = append(c.In[e.Category], Candidate{e, city, typed.Over(says), typed, says, people[says.By], m})
	}
	for _, in := range c.In {
		slices.SortStableFunc(in, func(a, b Candidate) int { return strings.Compare(order(p.Show, a.City), order(p.Show, b.City)) })
	}
	return c, nil
}

// saidIn is what cities say for the ceremony, and the names of those who have
// confirmed it.
func saidIn(tx *database.Tx, edition award.ID) (map[award.ID]award.Said, map[award.ID]string, error) {
	said, err := tx.SaidIn(edition)
	if err != nil {
		return nil, nil, err
	}
	var by []award.ID
	for _, s := range said {
		by = append(by, s.By)
	}
	names, err := tx.Names(by)
	return said, names, err
}

// SaveNames keeps how entries are named, by reference, over the version that the
// list was read with; ErrConflict when somebody else has changed it since.
func (d *Desk) SaveNames(ctx context.Context, actor award.Actor, year, version int, said map[string]award.Spoken) error {
	return d.db.Update(ctx, func(tx *database.Tx) error {
		p, err := plan(tx, actor, award.DeedEditShow, year)
		if err != nil {
			return err
		}
		all, err := candidates(tx, p)
		if err != nil {
			return err
		}
		faults, names := award.Invalid{}, map[award.ID]award.Spoken{}
		for _, in := range all.In {
			for _, c := range in {
				spoken := c.Typed
				if now, told := said[c.Entry.Reference]; told {
					spoken = now
				}
				if spoken.Check(faults, c.Entry.Reference); spoken != (award.Spoken{}) {
					names[c.Entry.ID] = spoken
				}
			}
		}
		if err := faults.Or(); err != nil {
			return err
		}
		p.Show.Names, p.Show.Version = names, version
		return d.keep(tx, actor, award.DeedEditShow, &p.Show)
	})
}

// Films are the candidates with a film in the categories that show films, whether
// they will win or not.
func (c Candidates) Films() []Candidate {
	var all []Candidate
	for _, part := range c.Show.Parts {
		if !part.IsCategory() || !shows(part, c.Edition, award.ModeFilm) {
			continue
		}
		for _, one := range c.In[part.Key] {
			if one.film.ID != "" {
				all = append(all, one)
			}
		}
	}
	return all
}

// Film returns the film that lies beside a pack under a name: of a part of the run
// sheet, or of who may win.
func (d *Desk) Film(ctx context.Context, actor award.Actor, year int, name string) (award.Attachment, error) {
	all, err := d.Candidates(ctx, actor, year)
	if err != nil {
		return award.Attachment{}, err
	}
	for _, part := range all.Show.Parts {
		if part.Film.Name == name {
			return part.Film, nil
		}
	}
	for _, c := range all.Films() {
		if has, _ := c.Film(); has == name {
			film := c.film
			film.Name = name
			return film, nil
		}
	}
	return award.Attachment{}, award.ErrNotFound
}

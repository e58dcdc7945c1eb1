package testkit

import (
	"fmt"
	"slices"
	"strings"

	"we-gov.org/awards/internal/award"
	"we-gov.org/awards/internal/demo"
	"we-gov.org/awards/storage/database"
)

// Shape is the size of an edition whose panels are to be made: how many entries
// have been accepted, and the judges who are to read them.
type Shape struct {
	Entries, Judges, PerEntry int
	// Most is how many entries each judge takes.
	Most int
	// From are the countries of the judges, in turn; empty: those of the entrants,
	// the country with the most entries first.
	From []string
}

// Reshape puts entries and judges of the shape in the place of those of the demo.
// The entries are of the cities of the archive, which are real, in their real
// countries; what they enter and who judges are invented. A city enters again when
// each has entered once.
func (s *Platform) Reshape(shape Shape) {
	s.t.Helper()
	s.Update(func(tx *database.Tx) error {
		if err := s.empty(tx); err != nil {
			return err
		}
		e, err := tx.Edition(s.Sample.Edition.ID)
		if err != nil {
			return err
		}
		e.Panel.JudgesPerEntry = shape.PerEntry
		if err := tx.SaveEdition(e); err != nil {
			return err
		}
		countries, err := s.enter(tx, shape.Entries)
		if err != nil {
			return err
		}
		if len(shape.From) > 0 {
			countries = shape.From
		}
		for i := range shape.Judges {
			if err := s.seatJudge(tx, i, countries[i%len(countries)], shape); err != nil {
				return err
			}
		}
		return nil
	})
}

// empty takes out of the edition whoever is in it.
func (s *Platform) empty(tx *database.Tx) error {
	entries, err := tx.Entries(s.Sample.Edition.ID)
	if err != nil {
		return err
	}
	for _, e := range entries {
		e.State = award.EntryWithdrawn
		if err := tx.SaveEntry(&e); err != nil {
			return err
		}
	}
	judges, err := tx.Judges(s.Sample.Edition.ID)
	if err != nil {
		return err
	}
	for _, j := range judges {
		j.State = award.JudgeDeclined
		if err := tx.SaveJudge(&j); err != nil {
			return err
		}
	}
	return nil
}

// enter adds n accepted entries and returns the countries of their cities, the one
// with the most cities first.
func (s *Platform) enter(tx *database.Tx, n int) ([]string, error) {
	cities, err := tx.Cities()
	if err != nil {
		return nil, err
	}
	cities = slices.DeleteFunc(cities, func(c award.City) bool { return c.Sample })
	count, texts, now := map[string]int{}, NewTexts(), s.Clock.Now()
	for _, c := range cities {
		count[c.Country]++
	}
	for i := range n {
		city, number := cities[i%len(cities)], 0
		if number, err = tx.TakeNumber(s.Sample.Edition.ID); err != nil {
			return nil, err
		}
		title := texts.Text(3 + i%4)
		e := award.Entry{
			ID: award.NewID(), Edition: s.Sample.Edition.ID, City: city.ID, Number: number, Title: strings.ToUpper(title[:1]) + title[1:],
			Reference: fmt.Sprintf("%d-%04d", s.Sample.Edition.Year, number), Category: s.Sample.Edition.Categories[i%len(s.Sample.Edition.Categories)].Key,
			State: award.EntryAccepted, Created: now, CreatedBy: demo.ID("person/officer"), Sent: now, Decided: now,
		}
		if err := tx.AddEntry(e); err != nil {
			return nil, err
		}
	}
	countries := []string{}
	for _, c := range cities {
		if !slices.Contains(countries, c.Country) {
			countries = append(countries, c.Country)
		}
	}
	slices.SortStableFunc(countries, func(a, b string) int { return count[b] - count[a] })
	return countries, nil
}

// names of judges: invented, of several lengths.
var (
	given  = strings.Fields("Amina Bao Chiara Dmitri Eun-ji Farid Grace Hélène Ikram José-María Kwame Ludmila Mbali Nikhil Oyelaran Priyanka Quang Rasa Sofía Thandiwe")
	family = strings.Fields("Abdullayev Brännström Castellanos-Ruiz Dlamini Eriksen Fukuda Gutiérrez Haddad Ivanova Jovanović Kim Lindgren Mwangi Nguyen Okafor Papadopoulos Qureshi Rahman Sørensen Tanaka")
)

func (s *Platform) seatJudge(tx *database.Tx, i int, country string, shape Shape) error {
	edition := s.Sample.Edition
	p := award.Person{
		ID: award.NewID(), Email: fmt.Sprintf("judge%d@example.org", i+1), Name: given[i%len(given)] + " " + family[(i+i/len(given))%len(family)],
		Language: "en", Zone: "Asia/Seoul", Created: s.Clock.Now(),
	}
	if err := tx.AddPerson(p); err != nil {
		return err
	}
	if err := tx.Grant(p.ID, award.RoleJudge, edition.ID, s.Clock.Now()); err != nil {
		return err
	}
	j := award.Judge{
		Person: p.ID, Edition: edition.ID, Countries: []string{country}, Languages: []string{"en"}, Expertise: map[string]int{},
		LoadTarget: (shape.Entries*shape.PerEntry + shape.Judges - 1) / shape.Judges, LoadMax: shape.Most,
		State: award.JudgeAccepted, Declared: s.Clock.Now(),
	}
	j.LoadTarget = min(j.LoadTarget, j.LoadMax)
	for c, category := range edition.Categories {
		j.Expertise[category.Key] = []int{3, 1, 2, 0, 1, 2}[(i+c)%6]
	}
	return tx.AddJudge(j)
}

// Lean makes a judge of the first round so much milder, or stricter, on every entry of
// a category.
func (s *Platform) Lean(category, who string, by float64) {
	s.t.Helper()
	scale := s.Sample.Edition.Scale
	s.Update(func(tx *database.Tx) error {
		seats, err := tx.SeatsInCategory(s.Sample.Edition.ID, 1, category)
		if err != nil {
			return err
		}
		for _, seat := range seats {
			if seat.Judge != s.Person(who).ID || !seat.State.Counts() {
				continue
			}
			sheet, err := tx.Scoresheet(seat.ID)
			if err != nil {
				return err
			}
			for key, v := range sheet.Scores {
				sheet.Scores[key] = min(scale.Max, max(scale.Min, v+by))
			}
			sheet.Reseal()
			if err := tx.SaveScoresheet(&sheet); err != nil {
				return err
			}
		}
		return nil
	})
}
